import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';

/** One line of a file that is not blank. */
export interface Line {
  /** Without its line feed; '' when `isOver`. */
  readonly text: string;
  /** 1-based, blank lines counted. */
  readonly number: number;
  /** Where its bytes begin in the file, and how many there are. */
  readonly offset: number;
  readonly byteLength: number;
  /** It is longer than a record may be, and was passed over. */
  readonly isOver: boolean;
  /** It is valid UTF-8; else what is invalid reads as U+FFFD. */
  readonly isValid: boolean;
}

/** Large enough that the system call costs nothing, small enough to stay in the cache until it is decoded. */
const BLOCK_BYTES = 1 << 20;
const LINE_FEED = 10;
const BLANKS = new Set([9, 13, 32]);

/**
 * The lines of an open file from byte `from` on, in blocks: never the whole file, and of a line over `maxBytes` never
 * more than that. Lines end at LF; blank ones are counted and left out.
 */
export function* linesOf(
  fd: number,
  from: number,
  maxBytes: number,
  blockBytes: number = BLOCK_BYTES,
): Generator<Line> {
  let buffer = Buffer.allocUnsafe(blockBytes);
  /** File offset of the buffer's first byte, and how many bytes of it hold something. */
  let base = from;
  let filled = 0;
  let number = 1;
  /** Where the line begins that is being passed over. */
  let overFrom: number | undefined;

  for (;;) {
    const read = readSync(fd, buffer, filled, buffer.length - filled, base + filled);
    const view = buffer.subarray(0, filled + read);
    const known = knownOf(view);
    let start = 0;
    // What was there before this read holds no line feed: a line of many blocks is searched once.
    for (let end = view.indexOf(LINE_FEED, filled); end >= 0; end = view.indexOf(LINE_FEED, start)) {
      const line = overFrom === undefined ? lineAt(start, end) : passedOver(overFrom, base + end);
      if (line !== undefined) yield line;
      overFrom = undefined;
      start = end + 1;
      number++;
    }
    if (read === 0) {
      const last = overFrom === undefined ? lineAt(start, view.length) : passedOver(overFrom, base + view.length);
      if (last !== undefined) yield last;
      return;
    }
    base += start;
    filled = view.length - start;
    if (overFrom === undefined && filled > maxBytes) overFrom = base;
    if (overFrom !== undefined) {
      base += filled;
      filled = 0;
    } else if (filled === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, start, start + filled);
      buffer = larger;
    } else {
      buffer.copyWithin(0, start, start + filled);
    }

    function lineAt(lineStart: number, lineEnd: number): Line | undefined {
      let first = lineStart;
      while (first < lineEnd && BLANKS.has(view[first] ?? 0)) first++;
      if (first === lineEnd) return undefined;
      const byteLength = lineEnd - lineStart;
      if (byteLength > maxBytes) return passedOver(base + lineStart, base + lineEnd);
      const isValid = known !== 'mixed' || isUtf8(view.subarray(lineStart, lineEnd));
      // Latin-1 is decoded by copying; for ASCII it is the same text.
      const text = view.toString(known === 'ascii' ? 'latin1' : 'utf8', lineStart, lineEnd);
      return { text, number, offset: base + lineStart, byteLength, isOver: false, isValid };
    }
  }

  function passedOver(offset: number, end: number): Line {
    return { text: '', number, offset, byteLength: end - offset, isOver: true, isValid: true };
  }
}

/** What may be taken for granted of every line in these bytes. */
function knownOf(bytes: Buffer): 'ascii' | 'utf8' | 'mixed' {
  if (isAscii(bytes)) return 'ascii';
  const lastEnd = bytes.lastIndexOf(LINE_FEED);
  return isUtf8(lastEnd < 0 ? bytes : bytes.subarray(0, lastEnd)) ? 'utf8' : 'mixed';
}
