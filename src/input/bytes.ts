import { Buffer } from 'node:buffer';
import { fstatSync, readSync } from 'node:fs';

/** The bytes of an open file from `offset` on, into `bytes` where it is given; fewer than asked for when it ends before. */
export function readAt(
  fd: number,
  offset: number,
  byteLength: number,
  bytes: Buffer = Buffer.allocUnsafe(byteLength),
): Buffer {
  let filled = 0;
  while (filled < byteLength) {
    const read = readSync(fd, bytes, filled, byteLength - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

/** All bytes of an open file; undefined when there are more than `maxBytes`. */
export function readWhole(fd: number, maxBytes: number): Buffer | undefined {
  const { size } = fstatSync(fd);
  if (size > maxBytes) return undefined;
  // The size is only a guess: files under /proc have none, and others grow. Room for one byte more shows the end.
  for (let room = size + 1; ; room = Math.min(room * 2 + 4096, maxBytes + 1)) {
    const bytes = readAt(fd, 0, room);
    if (bytes.length > maxBytes) return undefined;
    if (bytes.length < room) return bytes;
  }
}
