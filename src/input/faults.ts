import { WirecopyError } from '../errors.ts';
import type { Problem } from '../model.ts';

const LEAVE_OUT = 'or leave it out with --exclude';

/** What the system says, in words. A code that is not here is shown as it is. */
const SYSTEM_FAULTS: Readonly<Record<string, { readonly what: string; readonly remedy: string }>> = {
  ENOENT: {
    what: 'it was there when the folder was listed and is gone',
    remedy: 'run again when nothing else writes there',
  },
  ENOTDIR: { what: 'a part of its path is not a folder', remedy: 'check the path' },
  EACCES: { what: 'reading it is not permitted', remedy: `allow it with chmod, ${LEAVE_OUT}` },
  EPERM: { what: 'reading it is not permitted', remedy: `allow it with chmod, ${LEAVE_OUT}` },
  ELOOP: { what: 'its links lead in a circle', remedy: 'name the file itself' },
  EISDIR: { what: 'it is a folder, not a file', remedy: 'name the folder itself' },
  ENAMETOOLONG: {
    what: 'its path is longer than the system allows',
    remedy: 'run wirecopy from a folder nearer to it',
  },
  EIO: { what: 'the device failed while it was read', remedy: 'check the disk' },
  ENXIO: { what: 'it is not a regular file', remedy: 'pipe it to standard input and name it -' },
  ENOSPC: {
    what: 'there is no space left for its temporary copy',
    remedy: 'free some space, or set TMPDIR to a larger disk',
  },
  EMFILE: { what: 'too many files are open', remedy: 'raise the limit with ulimit -n' },
};

/** A fault without a place: the boundary that catches it knows where it happened. */
export function unreadable(what: string, remedy: string, cause?: unknown): WirecopyError {
  return new WirecopyError('UNREADABLE_INPUT', { where: '', what, remedy, cause });
}

/** A file or a record that is larger than one article may be, without a place. */
export function overLimit(what: 'file' | 'record', maxBytes: number): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `the ${what} is larger than the ${maxBytes} bytes that one article may have`,
    remedy: `raise --max-${what}-size, split it, or leave it out with --exclude`,
  });
}

/**
 * Runs what throws for every record of a broken file, and gives what `failed` makes of it. To write down where in our code
 * each was thrown takes ten times as long as to read the record, and nobody is told.
 */
export function withoutStacks<T>(run: () => T, failed: (error: unknown) => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } catch (error) {
    return failed(error);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Anything that was thrown while `where` was read, as data. */
export function problemOf(error: unknown, where: string): Problem {
  if (error instanceof WirecopyError) return { ...error.toProblem(), where: error.where === '' ? where : error.where };
  const code = systemCodeOf(error);
  const known = code === undefined ? undefined : SYSTEM_FAULTS[code];
  if (known !== undefined) return { code: 'UNREADABLE_INPUT', where, ...known };
  // The message of an unforeseen error may quote the input, so only its name is told.
  const name = code ?? (error instanceof Error ? error.name : typeof error);
  return {
    code: 'UNREADABLE_INPUT',
    where,
    what: `it could not be read: ${name}`,
    remedy: `check the file, ${LEAVE_OUT}`,
  };
}

/** `ENOENT` and the like, when the system refused something. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code;
}

/** Why a source could not be read to its end. */
export class Unread extends Error {
  constructor(cause: unknown) {
    super('a source was not read to its end', { cause });
  }
}

/** From this record on a source wants a thread of its own. */
export class TooHeavy extends Error {
  readonly record: number;

  constructor(record: number) {
    super('a source is too heavy to be read here');
    this.record = record;
  }
}
