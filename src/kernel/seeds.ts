import { UNSPACED_WORD } from './flags.ts';
import { charactersFor, POSITION_MULTIPLIERS } from './scheme.ts';

/** 2^16 bits that turn away most seeds a text does not have: 8 KiB, all of it in the nearest cache. */
const FILTER_WORDS = 2048;

/** A stretch of words in a pool: those from `begin` up to `end`, with a flag byte each (bit 0 quoted, bit 1 unspaced). */
export interface WordRange {
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly begin: number;
  readonly end: number;
}

/**
 * The seed's words as one number: its high half is well mixed, since word hashes are. Two texts with the same words give
 * the same; `sameWords` settles chance meetings.
 */
function sumSeed(hashes: Uint32Array, at: number, size: number): number {
  let sum = (Math.imul(hashes[at]!, M0) + Math.imul(hashes[at + 1]!, M1)) | 0;
  if (size === 2) return sum;
  sum = (sum + Math.imul(hashes[at + 2]!, M2)) | 0;
  if (size === 3) return sum;
  sum = (sum + Math.imul(hashes[at + 3]!, M3)) | 0;
  for (let k = 4; k < size; k++) sum = (sum + Math.imul(hashes[at + k]!, POSITION_MULTIPLIERS[k]!)) | 0;
  return sum;
}

const M0 = POSITION_MULTIPLIERS[0]!;
const M1 = POSITION_MULTIPLIERS[1]!;
const M2 = POSITION_MULTIPLIERS[2]!;
const M3 = POSITION_MULTIPLIERS[3]!;

// `| 0` keeps the comparison in 32-bit integers; unsigned numbers above 2^31 would be compared as doubles.
function sameWords(a: Uint32Array, aAt: number, b: Uint32Array, bAt: number, size: number): boolean {
  for (let k = 0; k < size; k++) if ((a[aAt + k]! | 0) !== (b[bAt + k]! | 0)) return false;
  return true;
}

/**
 * The seeds of one text: each run of `seedWords` words (more where it begins with an unspaced character), numbered by its
 * first place. Positions count from the text's own begin. Two seeds are one only when all their word hashes are equal.
 *
 * Built once a text, asked by many. Cost: one pass to build, one look-up a word to ask; memory is kept for the next text.
 */
export class SeedIndex {
  readonly seedWords: number;
  readonly unspacedWords: number;
  /** Number of different seeds; they are numbered from 0. */
  seedCount = 0;
  /** Last position of a seed, by its number; the earlier ones follow by `previous`. */
  lastPosition = new Int32Array(1024);
  /** How often a seed stands in the text, by its number. */
  occurrences = new Uint32Array(1024);
  /** The position before this one that has the same seed, or -1. */
  previous = new Int32Array(1024);
  /** The seed that begins at a position, or -1 where the text ends too soon. */
  seedAt = new Int32Array(1024);

  #text: WordRange = { hashes: new Uint32Array(0), flags: new Uint8Array(0), begin: 0, end: 0 };
  #slots = new Int32Array(2048);
  #mask = 2047;
  readonly #filter = new Int32Array(FILTER_WORDS);

  constructor(seedWords: number) {
    this.seedWords = seedWords;
    this.unspacedWords = charactersFor(seedWords);
  }

  /** Words in the seed that begins at absolute place `at` of a text. */
  sizeAt(flags: Uint8Array, at: number): number {
    return (flags[at]! & UNSPACED_WORD) !== 0 ? this.unspacedWords : this.seedWords;
  }

  build(text: WordRange): void {
    this.#text = text;
    const { hashes, flags, begin, end } = text;
    this.#reserve(end - begin);
    const { seedWords, unspacedWords, lastPosition, occurrences, previous, seedAt } = this;
    const slots = this.#slots;
    const filter = this.#filter;
    let seeds = 0;
    for (let at = begin; at < end; at++) {
      const position = at - begin;
      const size = (flags[at]! & UNSPACED_WORD) !== 0 ? unspacedWords : seedWords;
      if (at + size > end) {
        seedAt[position] = -1;
        continue;
      }
      const sum = sumSeed(hashes, at, size);
      filter[sum >>> 21]! |= 1 << ((sum >>> 16) & 31);
      const slot = this.#slotOf(sum, hashes, flags, at, size);
      let seed = slots[slot]!;
      if (seed < 0) {
        seed = seeds++;
        slots[slot] = seed;
        occurrences[seed] = 0;
        previous[position] = -1;
      } else {
        previous[position] = lastPosition[seed]!;
      }
      lastPosition[seed] = position;
      occurrences[seed]!++;
      seedAt[position] = seed;
    }
    this.seedCount = seeds;
  }

  /**
   * Looks up all seeds of another text: writes for each of its positions the number of the seed, or -1 where this text
   * does not have it.
   *
   * @param out room for `text.end - text.begin` numbers
   */
  locateInto(out: Int32Array, text: WordRange): void {
    const { hashes, flags, begin, end } = text;
    const { seedWords, unspacedWords } = this;
    const slots = this.#slots;
    const filter = this.#filter;
    for (let at = begin; at < end; at++) {
      const size = (flags[at]! & UNSPACED_WORD) !== 0 ? unspacedWords : seedWords;
      let found = -1;
      if (at + size <= end) {
        const sum = sumSeed(hashes, at, size);
        if (((filter[sum >>> 21]! >>> ((sum >>> 16) & 31)) & 1) !== 0) {
          found = slots[this.#slotOf(sum, hashes, flags, at, size)]!;
        }
      }
      out[at - begin] = found;
    }
  }

  /** The number of the seed that begins at place `at` of another text, or -1 where this text does not have it. */
  find(hashes: Uint32Array, flags: Uint8Array, at: number, end: number): number {
    const size = this.sizeAt(flags, at);
    if (at + size > end) return -1;
    return this.#slots[this.#slotOf(sumSeed(hashes, at, size), hashes, flags, at, size)]!;
  }

  /**
   * The slot that holds the seed beginning at place `at`, or the free one where it would be put. The low bits of the sum
   * choose it, as many as the table has: the high ones are the filter's.
   */
  #slotOf(sum: number, hashes: Uint32Array, flags: Uint8Array, at: number, size: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = sum & mask;
    for (let seed = slots[slot]!; seed >= 0 && !this.#holds(seed, hashes, flags, at, size); seed = slots[slot]!) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #holds(seed: number, hashes: Uint32Array, flags: Uint8Array, at: number, size: number): boolean {
    const own = this.#text;
    const ownAt = own.begin + this.lastPosition[seed]!;
    // Of two seeds of unlike sizes the shorter one could pass for the longer.
    if (((own.flags[ownAt]! ^ flags[at]!) & UNSPACED_WORD) !== 0) return false;
    return sameWords(own.hashes, ownAt, hashes, at, size);
  }

  #reserve(count: number): void {
    if (this.lastPosition.length < count) {
      this.lastPosition = new Int32Array(count * 2);
      this.occurrences = new Uint32Array(count * 2);
      this.previous = new Int32Array(count * 2);
      this.seedAt = new Int32Array(count * 2);
    }
    let size = 256;
    while (size < count * 2) size *= 2;
    if (this.#slots.length < size) this.#slots = new Int32Array(size);
    this.#slots.fill(-1, 0, size);
    this.#mask = size - 1;
    this.#filter.fill(0);
  }
}

/**
 * Writes 16 bits of each seed of a text to `out`, from `outAt` on, for `SeedFilter`: the seed that begins at a position, 0
 * where the text ends too soon.
 */
export function seedBitsInto(out: Uint16Array, outAt: number, text: WordRange, seedWords: number): void {
  const unspacedWords = charactersFor(seedWords);
  const { hashes, flags, begin, end } = text;
  for (let at = begin; at < end; at++) {
    const size = (flags[at]! & UNSPACED_WORD) !== 0 ? unspacedWords : seedWords;
    out[outAt + at - begin] = at + size <= end ? sumSeed(hashes, at, size) >>> 16 : 0;
  }
}

/**
 * Tells by 16 bits a seed which seeds of another text this one may have: never misses one, and is wrong for about one in
 * two hundred. It bounds what a full comparison could find, at a small part of its cost.
 */
export class SeedFilter {
  // A byte a seed: a bit each would be an eighth of the memory and twice the time.
  readonly marks = new Uint8Array(0x1_0000);
  #set: Uint16Array = new Uint16Array(0);

  /** Sets the seeds of a text, and lets go of those set before. */
  set(seeds: Uint16Array): void {
    const { marks } = this;
    for (const seed of this.#set) marks[seed] = 0;
    for (const seed of seeds) marks[seed] = 1;
    this.#set = seeds;
  }

  /**
   * Counts the words between `from` and `to` that could stand inside a shared seed of `size` words, up to about `enough`.
   */
  boundCovered(seeds: Uint16Array, from: number, to: number, size: number, enough: number): number {
    const { marks } = this;
    let covered = 0;
    let coveredUpTo = from;
    for (let at = from; at < to; at++) {
      if (marks[seeds[at]!] === 0) continue;
      const upTo = at + size < to ? at + size : to;
      covered += upTo - (coveredUpTo > at ? coveredUpTo : at);
      coveredUpTo = upTo;
      if (covered >= enough) break;
    }
    return covered;
  }

  /**
   * The same for seeds of two words over a whole text; less where it is sure to stay below `enough`. Four at a time and
   * without a branch on a hit, since hits cannot be foreseen: a run over many related articles spends its time here.
   */
  boundCoveredByTwo(seeds: Uint16Array, from: number, to: number, enough: number): number {
    const { marks } = this;
    const whole = from + ((to - from) & ~3);
    const missing = Math.ceil(enough);
    let covered = 0;
    let before = 0;
    let at = from;
    // From here on, what is left of the text could no longer make up for what is missing.
    let lateFrom = to - missing;
    for (; at < whole; at += 4) {
      if (at > lateFrom) {
        if (covered + to - at + 1 < enough) return covered;
        lateFrom = to - missing + covered;
      }
      const first = marks[seeds[at]!]!;
      const second = marks[seeds[at + 1]!]!;
      const third = marks[seeds[at + 2]!]!;
      const fourth = marks[seeds[at + 3]!]!;
      covered += (before | first) + (first | second) + (second | third) + (third | fourth);
      before = fourth;
    }
    for (; at < to; at++) {
      const hit = marks[seeds[at]!]!;
      covered += before | hit;
      before = hit;
    }
    return covered + before;
  }
}
