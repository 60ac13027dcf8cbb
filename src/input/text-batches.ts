import { Buffer, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { openable } from './byte-path.ts';
import type { FilePiece, FileTaker, TextFile, TextFiles } from './contract.ts';
import { openFlags } from './descriptors.ts';

/** Read before they are taken: some hundred files, and little to hold on to where one of them is for others to read. */
const BATCH_BYTES = 1 << 18;

/**
 * A text that begins like one of these may be of another format, or be no text: it is looked at as any file is. A byte order
 * mark begins with the first of the last three bytes, and so do a few characters of other scripts.
 */
const OTHER_BEGINNINGS = ['<', '{', '[', 'WARC', 'PAR1', '%PDF-', 'GIF8', 'BZh', '\xef'].map((begin) =>
  Buffer.from(begin, 'latin1'),
);
const FIRST_BYTES = new Set(OTHER_BEGINNINGS.map((begin) => begin[0]));

/**
 * Reads files from number `first` up to `end`. One that is no plain text, or too large, or cannot be read, is for others to read,
 * who know what to say of it.
 */
export function* textsIn(
  { files, maxBytes }: TextFiles,
  first: number,
  end: number,
  taker: FileTaker,
): Generator<FilePiece> {
  const { offset, byteLength } = taker.columns;
  const room = Buffer.from(taker.room.buffer, taker.room.byteOffset, taker.room.byteLength);
  const mostFiles = Math.min(taker.mostFiles, offset.length);
  /** The first file of those in the room, how many these are, and their bytes. */
  let from = first;
  let count = 0;
  let used = 0;
  const taken = function* (): Generator<FilePiece> {
    for (let done = 0; done < count; ) {
      taker.readFiles(done, count);
      if (taker.count > 0) yield { kind: 'texts', first: from + done, taken: taker, bytes: room };
      done += taker.count;
      if (!taker.isUnusual) break;
      // Whoever reads that one may lay it down where the others lie.
      const rest = [offset.slice(0, count), byteLength.slice(0, count), Buffer.from(room.subarray(0, used))] as const;
      yield { kind: 'file', file: from + done };
      offset.set(rest[0]);
      byteLength.set(rest[1]);
      room.set(rest[2]);
      done++;
    }
    from += count;
    count = 0;
    used = 0;
  };
  for (let file = first; file < end; file++) {
    const one = files[file] as TextFile;
    // Texts are a byte apart, and the last has one behind it.
    const most = Math.min(room.length - 2 - used, maxBytes + 1);
    const length = readInto(room, used + 1, most, one);
    if (length === most && used > 0) {
      yield* taken();
      file--;
      continue;
    }
    if (length <= 0 || length === most || !isPlain(room.subarray(used + 1, used + 1 + length))) {
      yield* taken();
      yield { kind: 'file', file };
      from = file + 1;
      continue;
    }
    offset[count] = used + 1;
    byteLength[count++] = length;
    used += 1 + length;
    if (used > BATCH_BYTES || count === mostFiles) yield* taken();
  }
  yield* taken();
}

/** Reads a file into the room; -1 where that is not possible. What became a pipe since it was listed gives nothing, or fails. */
function readInto(room: Buffer, at: number, most: number, { path, links }: TextFile): number {
  let fd: number | undefined;
  try {
    fd = openSync(openable(path), openFlags(links));
    for (let length = 0; ; ) {
      const read = readSync(fd, room, at + length, most - length, null);
      length += read;
      if (read === 0 || length === most) return length;
    }
  } catch {
    return -1;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Is it a text in UTF-8, and does it not begin like something else? */
function isPlain(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length && isBlank(bytes[at])) at++;
  if (
    FIRST_BYTES.has(bytes[at]) &&
    OTHER_BEGINNINGS.some((begin) => begin.equals(bytes.subarray(at, at + begin.length)))
  )
    return false;
  return isUtf8(bytes);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}
