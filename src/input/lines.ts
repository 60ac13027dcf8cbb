import { Buffer, isAscii, isUtf8 } from 'node:buffer';

/** One line that is not blank. */
export interface Line {
  /** Without its line feed; empty when `isOver`. Valid until the next line is asked for. */
  readonly bytes: Buffer;
  /** 1-based, blank lines counted. */
  readonly number: number;
  /** Where its bytes begin, and how many there are. */
  readonly offset: number;
  readonly byteLength: number;
  /** It is longer than a record may be, and was passed over. */
  readonly isOver: boolean;
  /** What is known of the bytes; `unknown` need not be valid UTF-8. */
  readonly kind: 'ascii' | 'utf8' | 'unknown';
}

const LINE_FEED = 10;
const BLANKS = new Set([9, 13, 32]);
const NOTHING = Buffer.alloc(0);

/**
 * Cuts bytes into lines as they come: never more than a line is held, and of a line over `maxBytes` never more than that.
 * Lines end at LF; blank ones are counted and left out.
 */
export class LineCutter {
  readonly #maxBytes: number;
  /** The beginning of a line that has not ended yet, in the pieces it came in: a long one is joined once. */
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  /** Offset of the first byte of the line that has not ended yet. */
  #lineFrom = 0;
  #isOver = false;
  #number = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(bytes: Buffer): Generator<Line> {
    const lastEnd = bytes.lastIndexOf(LINE_FEED);
    const kind = isAscii(bytes)
      ? 'ascii'
      : isUtf8(lastEnd < 0 ? bytes : bytes.subarray(0, lastEnd))
        ? 'utf8'
        : 'unknown';
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      const isJoined = this.#heldBytes > 0;
      const line = this.#ended(bytes.subarray(start, end), isJoined ? 'unknown' : kind);
      if (line !== undefined) yield line;
      start = end + 1;
    }
    this.#hold(bytes.subarray(start));
  }

  *end(): Generator<Line> {
    const line = this.#ended(NOTHING, 'unknown');
    if (line !== undefined) yield line;
  }

  #hold(rest: Buffer): void {
    this.#heldBytes += rest.length;
    if (this.#heldBytes > this.#maxBytes) this.#isOver = true;
    if (this.#isOver) this.#pieces = [];
    else if (rest.length > 0) this.#pieces.push(Buffer.from(rest));
  }

  /** The line that ends with these bytes. */
  #ended(last: Buffer, kind: Line['kind']): Line | undefined {
    const byteLength = this.#heldBytes + last.length;
    const isOver = this.#isOver || byteLength > this.#maxBytes;
    const offset = this.#lineFrom;
    const number = this.#number++;
    const bytes = isOver ? NOTHING : this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
    this.#lineFrom += byteLength + 1;
    this.#pieces = [];
    this.#heldBytes = 0;
    this.#isOver = false;
    if (isOver) return { bytes, number, offset, byteLength, isOver, kind: 'ascii' };
    if (isBlank(bytes)) return undefined;
    const known = kind === 'unknown' && isUtf8(bytes) ? 'utf8' : kind;
    return { bytes, number, offset, byteLength, isOver, kind: known };
  }
}

function isBlank(bytes: Buffer): boolean {
  let first = 0;
  while (first < bytes.length && BLANKS.has(bytes[first] ?? 0)) first++;
  return first === bytes.length;
}
