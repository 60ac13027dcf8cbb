import { WirecopyError } from '../errors.ts';

const KNOWN: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['there is no space left on the device', 'free some space, or write elsewhere'],
  EDQUOT: ['the disk quota is used up', 'free some space, or write elsewhere'],
  EFBIG: ['the report is longer than a file may be', 'write elsewhere'],
  EACCES: ['writing is not permitted', 'choose a folder that can be written to'],
  EPERM: ['writing is not permitted', 'choose a folder that can be written to'],
  EROFS: ['the file system is read-only', 'choose a folder that can be written to'],
  ENOENT: ['there is no such folder', 'make the folder first'],
  ENOTDIR: ['a part of the path is not a folder', 'check the path'],
  EISDIR: ['it is a folder', 'name a file in it'],
  ENAMETOOLONG: ['the name is longer than the system allows', 'choose a shorter one'],
  EIO: ['the device failed', 'check the disk'],
};

/** What it means that something could not be written; an error that does not come from the system is handed back. */
export function writeFailureOf(where: string, cause: unknown): unknown {
  const code = systemCodeOf(cause);
  if (code === '' || cause instanceof WirecopyError) return cause;
  const [what, remedy] = KNOWN[code] ?? [`it could not be written: ${code}`, 'write elsewhere'];
  return new WirecopyError('WRITE_FAILED', { where, what, remedy, cause });
}

/** Whoever read standard output has seen enough, as `head` does. */
export function isClosedPipe(error: unknown): boolean {
  const code = systemCodeOf(error);
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
