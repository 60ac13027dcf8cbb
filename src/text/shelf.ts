import { QUOTED } from '../kernel/flags.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { sortDistinct } from '../kernel/sketch.ts';
import type { Numbers } from './numbers.ts';
import type { Words } from './word-list.ts';

/** Words of a page; a text with more gets a page of its own. */
const PAGE_WORDS = 1 << 20;

/**
 * A quotation mask over more than this share of a text is a broken mask, or the text is a statement in quotation marks: it
 * is ignored. Releases and interviews are quoted by half and more (integrated.md 1.8 drew the line there).
 */
const MAX_QUOTED_SHARE = 0.8;

interface Page {
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  used: number;
}

interface Entry {
  readonly page: Page;
  readonly begin: number;
  end: number;
  numbers: Uint32Array;
  numberLines: Uint32Array;
}

const NO_NUMBERS = new Uint32Array(0);

/**
 * The words of the articles that are compared, kept as numbers: 5 bytes a word, no text. First as read; `setApart` then
 * takes the furniture out for good.
 */
export class WordShelf {
  readonly #entries: (Entry | undefined)[] = [];
  #page: Page | undefined;

  /** Copies the words of article `index`, and its numbers, onto the shelf. */
  put(index: number, words: Words, numbers: Numbers): void {
    const page = this.#pageFor(words.count);
    const begin = page.used;
    page.hashes.set(words.hashes.subarray(0, words.count), begin);
    page.flags.set(words.flags.subarray(0, words.count), begin);
    page.used += words.count;
    this.#entries[index] = {
      page,
      begin,
      end: page.used,
      numbers: numbers.count === 0 ? NO_NUMBERS : numbers.hashes.slice(0, numbers.count),
      numberLines: numbers.count === 0 ? NO_NUMBERS : numbers.lines.slice(0, numbers.count),
    };
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
    return this.#entries[index]?.numbers ?? NO_NUMBERS;
  }

  /**
   * Takes the furniture lines out of article `index`, and settles its numbers and its quotation mask.
   *
   * @param lineWords   words of each line
   * @param isFurniture 1 for a line to take out; both from `first` on
   */
  setApart(index: number, lineWords: Uint32Array, isFurniture: Uint8Array, first: number, lineCount: number): void {
    const entry = this.#entries[index];
    if (entry === undefined) return;
    const { hashes, flags } = entry.page;
    let from = entry.begin;
    let to = entry.begin;
    let quoted = 0;
    // Up to the first line that goes, words stay where they are.
    let line = 0;
    for (; line < lineCount && isFurniture[first + line] !== 1; line++) from += lineWords[first + line]!;
    for (; to < from; to++) quoted += flags[to]! & QUOTED;
    for (; line < lineCount; line++) {
      const count = lineWords[first + line]!;
      if (isFurniture[first + line] === 1) {
        from += count;
        continue;
      }
      for (const upTo = from + count; from < upTo; from++, to++) {
        hashes[to] = hashes[from]!;
        const flag = flags[from]!;
        flags[to] = flag;
        quoted += flag & QUOTED;
      }
    }
    entry.end = to;
    if (quoted > MAX_QUOTED_SHARE * (to - entry.begin)) {
      for (let at = entry.begin; at < to; at++) flags[at]! &= ~QUOTED;
    }
    if (entry.numbers.length > 0) {
      let kept = 0;
      for (let k = 0; k < entry.numbers.length; k++) {
        if (isFurniture[first + entry.numberLines[k]!] !== 1) entry.numbers[kept++] = entry.numbers[k]!;
      }
      entry.numbers = entry.numbers.slice(0, sortDistinct(entry.numbers, kept));
      entry.numberLines = NO_NUMBERS;
    }
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
