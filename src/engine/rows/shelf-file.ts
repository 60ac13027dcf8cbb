import type { Hash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Words } from '../../text/word-list.ts';
import type { ArticleWords } from './read-article.ts';

/** Numbers before the words of an article: how many there are of each list, and the hash of the sequence in two halves. */
const HEAD_NUMBERS = 7;
/** What most articles take with all their lines, so that one read is enough. */
const READ_AT_ONCE = 4096;
/** Written at once. */
const WRITE_AT_ONCE = 1 << 20;
/** A place is the number of a file and an offset in it, in one number. */
const FILE_BYTES = 2 ** 40;

function fileOf(folder: string, number: number): string {
  return path.join(folder, `${number}.words`);
}

/** Makes the first file that is not there yet. */
function claimFile(folder: string): { fd: number; number: number } {
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
  readonly #fd: number | undefined;
  readonly #number: number;
  readonly #digest: Hash | undefined;
  #offset = 0;
  #pending = new Uint8Array(WRITE_AT_ONCE);
  #used = 0;

  /**
   * Each writer has a file of its own.
   *
   * @param folder none where all that is wanted is what it would have written
   * @param digest is told of every byte
   */
  constructor(folder: string | undefined, digest?: Hash) {
    const { fd, number } = folder === undefined ? { fd: undefined, number: 0 } : claimFile(folder);
    this.#fd = fd;
    this.#number = number;
    this.#digest = digest;
  }

  /** Puts an article on the shelf and returns its place. */
  put({ words, numbers, lineWords, lineFlags, sketch, pairs }: ArticleWords): number {
    const { count, lineCount } = words;
    const place = this.#number * FILE_BYTES + this.#offset;
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
    if (this.#fd !== undefined)
      for (let from = 0; from < this.#used; ) from += writeSync(this.#fd, this.#pending, from, this.#used - from);
    this.#used = 0;
  }

  close(): void {
    this.flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
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
  readonly #folder: string;
  readonly #files = new Map<number, number>();
  readonly #words = new Words();
  #buffer = new ArrayBuffer(READ_AT_ONCE * 4);

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(place: number): ArticleWords & { readonly words: Words } {
    const number = Math.floor(place / FILE_BYTES);
    const fd = this.#open(number);
    const offset = place % FILE_BYTES;
    let got = this.#fill(fd, offset, 0, READ_AT_ONCE);
    const head = new Uint32Array(this.#buffer, 0, HEAD_NUMBERS).slice() as unknown as Head;
    const [count, lineCount, numberCount, sketchSize, pairSize, sequenceLow, sequenceHigh] = head;
    const numberTotal = HEAD_NUMBERS + count + 3 * lineCount + 2 * numberCount + sketchSize + pairSize;
    const byteLength = numberTotal * 4 + count + lineCount;
    if (got < byteLength) {
      if (this.#buffer.byteLength < byteLength) {
        const larger = new ArrayBuffer(byteLength * 2);
        new Uint8Array(larger).set(new Uint8Array(this.#buffer, 0, got));
        this.#buffer = larger;
      }
      got += this.#fill(fd, offset + got, got, byteLength - got);
    }
    if (got < byteLength) throw new Error(`the words at ${place} end early`);

    const words = this.#words;
    let at = HEAD_NUMBERS * 4;
    const next = (length: number): Uint32Array<ArrayBuffer> => {
      const values = new Uint32Array(this.#buffer, at, length);
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
    words.flags = new Uint8Array(this.#buffer, at, count);
    return { words, numbers, sketch, pairs, lineWords, lineFlags: new Uint8Array(this.#buffer, at + count, lineCount) };
  }

  close(): void {
    for (const fd of this.#files.values()) closeSync(fd);
    this.#files.clear();
  }

  #open(number: number): number {
    const known = this.#files.get(number);
    if (known !== undefined) return known;
    const fd = openSync(fileOf(this.#folder, number), 'r');
    this.#files.set(number, fd);
    return fd;
  }

  #fill(fd: number, offset: number, at: number, length: number): number {
    const into = new Uint8Array(this.#buffer, at, length);
    let got = 0;
    while (got < length) {
      const read = readSync(fd, into, got, length - got, offset + got);
      if (read === 0) break;
      got += read;
    }
    return got;
  }
}
