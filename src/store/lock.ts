import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WirecopyError } from '../errors.ts';

/** So many looks at one that came at the same moment and will give way, a turn of the event loop between two of them. */
const LOOKS = 500;

/** Who wants to write, as the name of a file in the folder of the lock. */
interface Writer {
  readonly name: string;
  readonly pid: number;
  /** When the process began, in ticks of the system; '' where the system does not tell. */
  readonly began: string;
  readonly host: string;
}

/** The right to write to an index. */
export interface IndexLock {
  /** When it was taken, by the clock of the file system. */
  readonly takenNs: bigint;
  readonly letGo: () => void;
}

/**
 * Makes this process the one that writes to the index, and gives what lets go of it.
 *
 * Every writer puts a file of its own into a folder beside the index and then looks who else is there. Of two that come at
 * once at least one sees the other, so never two go in; the one with the lower name waits and the other gives way. A file of
 * a process that is no more counts for nothing: a number that was given to another process is told by when that began.
 *
 * @throws INDEX_IN_USE, with the process that has it
 */
export async function lockIndex(path: string, shown: string): Promise<IndexLock> {
  const folder = `${path}.lock`;
  const own: Writer = {
    name: '',
    pid: process.pid,
    began: beganAt(process.pid),
    host: encodeURIComponent(hostname()),
  };
  const name = `${own.pid}.${own.began}.${randomUUID()}.${own.host}`;
  put(folder, name);
  const letGo = (): void => {
    rmSync(join(folder, name), { force: true });
    try {
      rmdirSync(folder);
    } catch {
      // Somebody else waits in it.
    }
  };
  try {
    for (let look = 1; ; look++) {
      const others = writersIn(folder).filter((other) => other.name !== name && isAlive(other, own, folder));
      const [first] = others;
      if (first === undefined) return { takenNs: statSync(join(folder, name), { bigint: true }).mtimeNs, letGo };
      if (look === LOOKS || others.some((other) => other.name < name)) throw inUse(shown, first, own);
      await setImmediate();
    }
  } catch (error) {
    letGo();
    throw error;
  }
}

/** The folder may go between making it and writing to it, with the writer that had it before. */
function put(folder: string, name: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), '', { flag: 'wx' });
      return;
    } catch (error) {
      if (attempt === LOOKS || codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

function writersIn(folder: string): Writer[] {
  return readdirSync(folder).flatMap((name) => {
    const [pid = '', began = '', , ...host] = name.split('.');
    return /^\d+$/.test(pid) ? [{ name, pid: Number(pid), began, host: host.join('.') }] : [];
  });
}

/** Of another machine nothing can be known, so its word is taken. */
function isAlive(writer: Writer, own: Writer, folder: string): boolean {
  if (writer.host !== own.host) return true;
  const isSame = writer.began === '' || beganAt(writer.pid) === writer.began;
  if (isSame && isRunning(writer.pid)) return true;
  rmSync(join(folder, writer.name), { force: true });
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of what Linux tells of a process; its name, in brackets, may hold anything. */
function beganAt(pid: number): string {
  try {
    const told = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', ...rest] = told.slice(told.lastIndexOf(')') + 2).split(' ');
    // One that has ended and was not yet seen off by its parent does nothing any more.
    return state === 'Z' || state === 'X' ? 'ended' : (rest[18] ?? '');
  } catch {
    return '';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function inUse(shown: string, other: Writer, own: Writer): WirecopyError {
  const isHere = other.host === own.host;
  return new WirecopyError('INDEX_IN_USE', {
    where: shown,
    what: `the index is in use by process ${other.pid}${isHere ? '' : ` on ${decodeURIComponent(other.host)}`}, and one writes at a time`,
    remedy: isHere
      ? 'wait until it has ended; index query, info and export can be used meanwhile'
      : `wait until it has ended; if that machine is gone, remove ${shown}.lock`,
  });
}
