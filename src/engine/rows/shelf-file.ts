import type { Hash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { WordRange } from '../../kernel/seeds.ts';
import { Words } from '../../text/word-list.ts';
import type { ArticleWords } from './read-article.ts';

/** Numbers before the words of an article: how many there are of each list, and the hash of the sequence in two halves. */
const HEAD_NUMBERS = 7;
/** What most articles take with all their lines, so that one read is enough. */
const READ_AT_ONCE = 1 << 14;
/** Read where one article is asked for after the other in the order they were put: most mostly are. */
const READ_AHEAD = 1 << 19;
/** Written at once. */
const WRITE_AT_ONCE = 1 << 20;
/** A place is the number of a file and an offset in it, in one number. */
const FILE_BYTES = 2 ** 40;

function fileOf(folder: string, number: number): string {
  return path.join(folder, `${number}.words`);
}

/** A file of a shelf, open to be written. */
interface ShelfPlace {
  readonly fd: number;
  /** Of the file among those of the shelf. */
  readonly number: number;
}

/** Makes the first file of a shelf that is not there yet: each writer has one of its own. */
export function newShelfFile(folder: string): ShelfPlace {
  for (let number = 0; ; number++) {
    try {
      return { fd: openSync(fileOf(folder, number), 'wx'), number };
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
  }
}

/** Writes the words of articles to a file, one after the other. */
export class ShelfWriter {
  readonly #place: ShelfPlace | undefined;
  readonly #digest: Hash | undefined;
  #offset = 0;
  #pending = new Uint8Array(WRITE_AT_ONCE);
  #used = 0;

  /**
   * @param place none where all that is wanted is what would have been written
   * @param digest is told of every byte
   */
  constructor(place: ShelfPlace | undefined, digest?: Hash) {
    this.#place = place;
    this.#digest = digest;
  }

  /** Puts an article on the shelf and returns its place. */
  put({ words, numbers, lineWords, lineFlags, sketch, pairs }: ArticleWords): number {
    const { count, lineCount } = words;
    const place = (this.#place?.number ?? 0) * FILE_BYTES + this.#offset;
    const head = Uint32Array.of(
      count,
      lineCount,
      numbers.count,
      sketch.length,
      pairs.length,
      words.sequenceLow,
      words.sequenceHigh,
    );
    for (const [values, length] of [
      [head, HEAD_NUMBERS],
      [words.hashes, count],
      [words.lineKeysLow, lineCount],
      [words.lineKeysHigh, lineCount],
      [lineWords, lineCount],
      [numbers.hashes, numbers.count],
      [numbers.lines, numbers.count],
      [sketch, sketch.length],
      [pairs, pairs.length],
    ] as const)
      this.#write(new Uint8Array(values.buffer, values.byteOffset, length * 4));
    this.#write(words.flags.subarray(0, count));
    this.#write(lineFlags.subarray(0, lineCount));
    this.#write(PADDING.subarray(0, -(count + lineCount) & 3));
    return place;
  }

  /** No more is put; what was can be read. */
  flush(): void {
    this.#digest?.update(this.#pending.subarray(0, this.#used));
    const fd = this.#place?.fd;
    if (fd !== undefined)
      for (let from = 0; from < this.#used; ) from += writeSync(fd, this.#pending, from, this.#used - from);
    this.#used = 0;
  }

  close(): void {
    this.flush();
    if (this.#place !== undefined) closeSync(this.#place.fd);
  }

  #write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#pending.length) {
      this.flush();
      if (bytes.length > this.#pending.length) this.#pending = new Uint8Array(bytes.length * 2);
    }
    this.#pending.set(bytes, this.#used);
    this.#used += bytes.length;
    this.#offset += bytes.length;
  }
}

/** What is left of an article without its furniture, to be put on a shelf: it needs no lines any more. */
export function ownWordsOf({
  words: { hashes, flags, begin, end },
  numbers,
  sketch,
  pairs = NO_HASHES,
}: {
  readonly words: WordRange;
  readonly numbers: Uint32Array;
  readonly sketch: Uint32Array;
  readonly pairs?: Uint32Array;
}): ArticleWords {
  return {
    words: {
      count: end - begin,
      hashes: hashes.subarray(begin, end),
      flags: flags.subarray(begin, end),
      lineCount: 1,
      lineKeysLow: NO_KEY,
      lineKeysHigh: NO_KEY,
      sequenceLow: 0,
      sequenceHigh: 0,
    },
    numbers: { count: numbers.length, hashes: numbers, lines: new Uint32Array(numbers.length) },
    lineWords: Uint32Array.of(end - begin),
    lineFlags: NO_FLAGS,
    sketch,
    pairs,
  };
}

const NO_HASHES = new Uint32Array(0);
const NO_KEY = new Uint32Array(1);
const NO_FLAGS = new Uint8Array(1);

type Head = [
  words: number,
  lines: number,
  numbers: number,
  sketch: number,
  pairs: number,
  sequenceLow: number,
  sequenceHigh: number,
];

const PADDING = new Uint8Array(4);

/** Reads the words of articles from the places where they were put. */
export class ShelfReader {
  readonly #open: (number: number) => number;
  readonly #files = new Map<number, ShelfFile>();
  readonly #words = new Words();

  /** @param open opens the file of that number to be read: a folder's, where one is named */
  constructor(open: string | ((number: number) => number)) {
    this.#open = typeof open === 'string' ? (number) => openSync(fileOf(open, number), 'r') : open;
  }

  read(place: number): ArticleWords & { readonly words: Words } {
    const number = Math.floor(place / FILE_BYTES);
    const offset = place % FILE_BYTES;
    const file = this.#fileOf(number);
    const head = new Uint32Array(file.buffer, file.reach(offset, HEAD_NUMBERS * 4), HEAD_NUMBERS);
    const [count, lineCount, numberCount, sketchSize, pairSize, sequenceLow, sequenceHigh] = head as unknown as Head;
    const numberTotal = HEAD_NUMBERS + count + 3 * lineCount + 2 * numberCount + sketchSize + pairSize;
    const begin = file.reach(offset, numberTotal * 4 + count + lineCount);
    const { buffer } = file;

    const words = this.#words;
    let at = begin + HEAD_NUMBERS * 4;
    const next = (length: number): Uint32Array<ArrayBuffer> => {
      const values = new Uint32Array(buffer, at, length);
      at += length * 4;
      return values;
    };
    words.count = count;
    words.lineCount = lineCount;
    words.sequenceLow = sequenceLow;
    words.sequenceHigh = sequenceHigh;
    words.hashes = next(count);
    words.lineKeysLow = next(lineCount);
    words.lineKeysHigh = next(lineCount);
    const lineWords = next(lineCount);
    const numbers = { count: numberCount, hashes: next(numberCount), lines: next(numberCount) };
    const sketch = next(sketchSize);
    const pairs = next(pairSize);
    words.flags = new Uint8Array(buffer, at, count);
    return { words, numbers, sketch, pairs, lineWords, lineFlags: new Uint8Array(buffer, at + count, lineCount) };
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  #fileOf(number: number): ShelfFile {
    const known = this.#files.get(number);
    if (known !== undefined) return known;
    const file = new ShelfFile(this.#open(number));
    this.#files.set(number, file);
    return file;
  }
}

/** A file of a shelf, a stretch of which is held. */
class ShelfFile {
  buffer = new ArrayBuffer(READ_AHEAD);
  readonly #fd: number;
  #offset = 0;
  #length = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Has so many bytes in the buffer, from `offset` on, and gives where. */
  reach(offset: number, byteLength: number): number {
    const end = this.#offset + this.#length;
    if (offset >= this.#offset && offset + byteLength <= end) return offset - this.#offset;
    const isNext = offset >= this.#offset && offset <= end + READ_AHEAD;
    const wanted = Math.max(byteLength, isNext ? READ_AHEAD : READ_AT_ONCE);
    if (this.buffer.byteLength < wanted) this.buffer = new ArrayBuffer(wanted * 2);
    this.#offset = offset;
    this.#length = readFrom(this.#fd, offset, new Uint8Array(this.buffer, 0, wanted));
    if (this.#length < byteLength) throw new Error(`the words at ${offset} end early`);
    return 0;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** How many bytes there were, up to as many as there is room for. */
function readFrom(fd: number, offset: number, into: Uint8Array): number {
  let got = 0;
  while (got < into.length) {
    const read = readSync(fd, into, got, into.length - got, offset + got);
    if (read === 0) break;
    got += read;
  }
  return got;
}
