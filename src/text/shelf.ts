import { QUOTED } from '../kernel/flags.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { sortDistinct } from '../kernel/sketch.ts';
import type { NumberList } from './numbers.ts';

/** Words of a page; a text with more gets a page of its own. */
const PAGE_WORDS = 1 << 20;

/**
 * A quotation mask over more than this share of a text is a broken mask, or the text is a statement in quotation marks: it
 * is ignored. Releases and interviews are quoted by half and more (integrated.md 1.8 drew the line there).
 */
const MAX_QUOTED_SHARE = 0.8;

/** The words of an article as they were read: `count` of them, from `begin` on or from the first. What lies around them is not its own. */
export interface ReadWordList {
  readonly begin?: number;
  readonly count: number;
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly sequenceLow: number;
  readonly sequenceHigh: number;
  /** Of its words, those that are quoted, where that is known. */
  readonly quoted?: number;
}

interface Page {
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  used: number;
}

interface Entry {
  readonly page: Page;
  readonly begin: number;
  end: number;
  /** Of its words as read, those that are quoted: counted while they are near. */
  readonly quoted: number;
  /** Where its numbers lie among those of the shelf. */
  numbersBegin: number;
  numbersEnd: number;
  /** Its furniture was taken out, and of its numbers nobody knows any more which line they stood on. */
  isSetApart: boolean;
  /** Articles that it stands for. */
  owners: number;
}

const NO_NUMBERS = new Uint32Array(0);

/**
 * The words of the articles that are compared, kept as numbers: 5 bytes a word, no text, and once for articles that have
 * them all in common. First as read; `setApart` then takes the furniture out for good.
 */
export class WordShelf {
  readonly #entries: (Entry | undefined)[] = [];
  /** The latest entry as read by the hash of its words. */
  readonly #bySequence = new Map<number, Entry>();
  #page: Page | undefined;
  // Of all entries, one behind the other: an array for each would be the larger part of it.
  #numbers = new Uint32Array(1 << 12);
  #numberLines = new Uint32Array(1 << 12);
  #numberCount = 0;

  /** Copies the words of article `index`, and its numbers, onto the shelf. Gives the words that it took room for. */
  put(index: number, words: ReadWordList, numbers: NumberList): number {
    const key = words.sequenceLow * 0x20_0000 + (words.sequenceHigh >>> 11);
    const same = this.#bySequence.get(key);
    if (same !== undefined && this.#isOf(same, words, numbers)) {
      same.owners++;
      this.#entries[index] = same;
      return 0;
    }
    const entry = this.#entryOf(words, numbers);
    this.#entries[index] = entry;
    this.#bySequence.set(key, entry);
    return words.count;
  }

  has(index: number): boolean {
    return this.#entries[index] !== undefined;
  }

  /** The words of article `index`; none for an article that was never put. */
  words(index: number): WordRange {
    const entry = this.#entries[index];
    if (entry === undefined) return { hashes: NO_NUMBERS, flags: NO_FLAGS, begin: 0, end: 0 };
    return { hashes: entry.page.hashes, flags: entry.page.flags, begin: entry.begin, end: entry.end };
  }

  /** Hashes of the different numbers of the text, ascending. Complete once `setApart` was called. */
  numbers(index: number): Uint32Array {
    const entry = this.#entries[index];
    return entry === undefined ? NO_NUMBERS : this.#numbers.subarray(entry.numbersBegin, entry.numbersEnd);
  }

  /**
   * Takes the furniture lines out of article `index`, and settles its numbers and its quotation mask.
   *
   * @param lineWords   words of each line
   * @param isFurniture 1 for a line to take out; both from `first` on
   */
  setApart(index: number, lineWords: Uint32Array, isFurniture: Uint8Array, first: number, lineCount: number): void {
    const entry = this.#ownEntry(index);
    if (entry === undefined) return;
    const { hashes, flags } = entry.page;
    let from = entry.begin;
    let quoted = entry.quoted;
    // Up to the first line that goes, words stay where they are.
    let line = 0;
    for (; line < lineCount && isFurniture[first + line] !== 1; line++) from += lineWords[first + line]!;
    let to = from;
    for (; line < lineCount; line++) {
      const upTo = from + lineWords[first + line]!;
      if (isFurniture[first + line] === 1) {
        for (; from < upTo; from++) quoted -= flags[from]! & QUOTED;
        continue;
      }
      for (; from < upTo; from++, to++) {
        hashes[to] = hashes[from]!;
        flags[to] = flags[from]!;
      }
    }
    entry.end = to;
    dropBrokenMask(flags, entry.begin, to, quoted);
    entry.isSetApart = true;
    const { numbersBegin, numbersEnd } = entry;
    if (numbersBegin === numbersEnd) return;
    const numbers = this.#numbers.subarray(numbersBegin, numbersEnd);
    let kept = 0;
    for (let k = 0; k < numbers.length; k++) {
      if (isFurniture[first + this.#numberLines[numbersBegin + k]!] !== 1) numbers[kept++] = numbers[k]!;
    }
    entry.numbersEnd = numbersBegin + sortDistinct(numbers, kept);
  }

  /** The entry of an article, to be changed: one that others share is copied, for their lines may be other ones. */
  #ownEntry(index: number): Entry | undefined {
    const entry = this.#entries[index];
    if (entry === undefined || entry.owners === 1) return entry;
    entry.owners--;
    const { page, begin, end, numbersBegin, numbersEnd } = entry;
    const own = this.#entryOf(
      { hashes: page.hashes, flags: page.flags, begin, count: end - begin },
      {
        hashes: this.#numbers,
        lines: this.#numberLines,
        begin: numbersBegin,
        count: numbersEnd - numbersBegin,
      },
    );
    this.#entries[index] = own;
    return own;
  }

  #entryOf(words: Omit<ReadWordList, 'sequenceLow' | 'sequenceHigh'>, numbers: NumberList): Entry {
    const { begin: from = 0, count } = words;
    const page = this.#pageFor(count);
    const begin = page.used;
    const { flags } = page;
    page.hashes.set(words.hashes.subarray(from, from + count), begin);
    flags.set(words.flags.subarray(from, from + count), begin);
    page.used += count;
    const quoted = words.quoted ?? quotedAmong(flags, begin, page.used);
    const numbersBegin = this.#numberCount;
    const numbersEnd = numbersBegin + numbers.count;
    if (numbersEnd > this.#numbers.length) {
      this.#numbers = grownTo(numbersEnd, this.#numbers);
      this.#numberLines = grownTo(numbersEnd, this.#numberLines);
    }
    const { begin: numbersFrom = 0 } = numbers;
    for (let k = 0; k < numbers.count; k++) {
      this.#numbers[numbersBegin + k] = numbers.hashes[numbersFrom + k]!;
      this.#numberLines[numbersBegin + k] = numbers.lines[numbersFrom + k]!;
    }
    this.#numberCount = numbersEnd;
    return { page, begin, end: page.used, quoted, numbersBegin, numbersEnd, isSetApart: false, owners: 1 };
  }

  /** Are these the words and numbers of the entry, each with its flags and its line? One that was set apart has lost some. */
  #isOf(
    { page, begin, end, numbersBegin, numbersEnd, isSetApart }: Entry,
    words: ReadWordList,
    read: NumberList,
  ): boolean {
    if (isSetApart || end - begin !== words.count || numbersEnd - numbersBegin !== read.count) return false;
    const { begin: numbersFrom = 0 } = read;
    for (let k = 0; k < read.count; k++) {
      if (this.#numbers[numbersBegin + k] !== read.hashes[numbersFrom + k]) return false;
      if (this.#numberLines[numbersBegin + k] !== read.lines[numbersFrom + k]) return false;
    }
    const { begin: from = 0, hashes, flags } = words;
    for (let k = 0; k < words.count; k++) {
      if (page.hashes[begin + k] !== hashes[from + k] || page.flags[begin + k] !== flags[from + k]) return false;
    }
    return true;
  }

  #pageFor(count: number): Page {
    const page = this.#page;
    if (page !== undefined && page.used + count <= page.hashes.length) return page;
    const size = Math.max(PAGE_WORDS, count);
    const fresh: Page = { hashes: new Uint32Array(size), flags: new Uint8Array(size), used: 0 };
    if (size === PAGE_WORDS) this.#page = fresh;
    return fresh;
  }
}

const NO_FLAGS = new Uint8Array(0);

/** The same in an array with room for more. */
function grownTo(length: number, values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(length, values.length * 2));
  larger.set(values);
  return larger;
}

function quotedAmong(flags: Uint8Array, begin: number, end: number): number {
  let quoted = 0;
  for (let at = begin; at < end; at++) quoted += flags[at]! & QUOTED;
  return quoted;
}

/**
 * Takes the marks of quotation off the words from `begin` up to `end` where these are too many of them.
 *
 * @param quoted how many words are quoted, where that is known
 */
export function dropBrokenMask(
  flags: Uint8Array,
  begin: number,
  end: number,
  quoted: number = quotedAmong(flags, begin, end),
): void {
  if (quoted <= MAX_QUOTED_SHARE * (end - begin)) return;
  for (let at = begin; at < end; at++) flags[at]! &= ~QUOTED;
}
