import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenFile } from './contract.ts';
import { unreadable } from './faults.ts';

/** A file that is gone when it is closed, or when the program ends however it ends. */
export interface TemporaryFile {
  readonly fd: number;
  /** Writes at the end and says how many bytes. */
  append(bytes: Uint8Array): number;
  close(): void;
}

/** A stream that was copied to a temporary file so that it can be read twice, or at any place. */
export interface Spool extends OpenFile {
  close(): void;
}

/**
 * Makes a file that only its descriptor leads to: its name is removed before the first byte is written, so nothing stays
 * behind. Where a file in use cannot be removed (Windows), it goes with `close`.
 */
export function unlinkedFile(): TemporaryFile {
  const path = join(tmpdir(), `wirecopy-${randomUUID()}`);
  const fd = openNew(path);
  const isRemoved = removed(path);
  let byteLength = 0;
  return {
    fd,
    append: (bytes) => {
      byteLength += writeWhole(fd, bytes, byteLength);
      return bytes.length;
    },
    close: () => {
      closeSync(fd);
      if (!isRemoved) rmSync(path, { force: true });
    },
  };
}

export async function spool(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Spool> {
  const { fd, append, close } = unlinkedFile();
  try {
    let byteLength = 0;
    for await (const chunk of stream) byteLength += append(chunk);
    return { fd, byteLength, close };
  } catch (error) {
    close();
    throw error;
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx+', 0o600);
  } catch (error) {
    throw unreadable('no temporary file can be made for it', 'set TMPDIR to a folder that can be written to', error);
  }
}

function removed(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    // A refusal only means that `close` has to remove it.
    return false;
  }
}

/** A write to a nearly full disk may be short without an error. */
function writeWhole(fd: number, chunk: Uint8Array, position: number): number {
  let written = 0;
  while (written < chunk.length) written += writeSync(fd, chunk, written, chunk.length - written, position + written);
  return chunk.length;
}
