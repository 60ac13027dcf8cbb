import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What an index asks of the disk: few calls, so that a drill can let each of them fail. */
export interface Disk {
  readonly open: (path: string, flags: 'r' | 'r+' | 'wx+') => number;
  readonly read: (fd: number, into: Uint8Array, at: number, length: number, position: number) => number;
  readonly write: (fd: number, bytes: Uint8Array, at: number, length: number, position: number) => number;
  readonly sync: (fd: number) => void;
  readonly truncate: (fd: number, length: number) => void;
  readonly byteLength: (fd: number) => number;
  readonly isFile: (fd: number) => boolean;
  readonly close: (fd: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Makes names in the folder of a path last through a power cut. Not every system can; then it is left to it. */
  readonly syncFolder: (path: string) => void;
}

export const REAL_DISK: Disk = {
  open: (path, flags) => openSync(path, flags, 0o666),
  read: readSync,
  write: writeSync,
  sync: fsyncSync,
  truncate: ftruncateSync,
  byteLength: (fd) => fstatSync(fd).size,
  isFile: (fd) => fstatSync(fd).isFile(),
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
  syncFolder: (path) => {
    let fd: number | undefined;
    try {
      fd = openSync(dirname(path), 'r');
      fsyncSync(fd);
    } catch {
      // A folder that cannot be opened or synced is the system's own affair.
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  },
};

/** Reads all that is asked for, or less where the file ends. */
export function readFully(disk: Disk, fd: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = disk.read(fd, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** A write to a nearly full disk may be short without an error; only the next one fails. */
export function writeFully(disk: Disk, fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) done += disk.write(fd, bytes, done, bytes.length - done, position + done);
}
