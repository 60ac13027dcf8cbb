import type { Places } from './cover.ts';
import { QUOTED, UNSPACED_WORD } from './flags.ts';
import { charactersFor } from './scheme.ts';
import { SeedFilter, seedBitsInto, type WordRange } from './seeds.ts';

/**
 * Bounds on what two texts can share, at a hundredth of the cost of measuring it: 16 bits for each seed of two words and
 * each run of four, of all texts in one pool. A bound is never too low.
 *
 * Texts are known by their position in the list. One of them is set as the right side, and compared with many.
 */
export class Bounds {
  readonly #seedWords: number;
  readonly #runWords: number;
  readonly #offsets: Uint32Array;
  readonly #seedBits: Uint16Array;
  readonly #runBits: Uint16Array;
  readonly #hasUnspaced: Uint8Array;
  readonly #quotedCounts: Uint32Array;
  /** Stretches of quoted words, as begin and end in the pool by turns. */
  readonly #quotations: Uint32Array;
  readonly #quotationOffsets: Uint32Array;
  readonly #seedFilter = new SeedFilter();
  readonly #runFilter = new SeedFilter();
  #right = -1;
  #runsReady = false;

  /**
   * @param seedWords words of a seed, 2; only these are counted without a branch
   * @param runWords  words of a run, 4
   */
  constructor(texts: readonly WordRange[], seedWords: number, runWords: number) {
    this.#seedWords = seedWords;
    this.#runWords = runWords;
    const offsets = new Uint32Array(texts.length + 1);
    for (let k = 0; k < texts.length; k++) offsets[k + 1] = offsets[k]! + texts[k]!.end - texts[k]!.begin;
    const total = offsets[texts.length]!;
    this.#offsets = offsets;
    this.#seedBits = new Uint16Array(total);
    this.#runBits = new Uint16Array(total);
    this.#hasUnspaced = new Uint8Array(texts.length);
    this.#quotedCounts = new Uint32Array(texts.length);
    const quotations: number[] = [];
    const quotationOffsets = new Uint32Array(texts.length + 1);
    for (let k = 0; k < texts.length; k++) {
      const text = texts[k]!;
      const base = offsets[k]!;
      seedBitsInto(this.#seedBits, base, text, seedWords);
      seedBitsInto(this.#runBits, base, text, runWords);
      let unspaced = 0;
      let quoted = 0;
      let isOpen = 0;
      for (let at = text.begin; at < text.end; at++) {
        const flags = text.flags[at]!;
        unspaced |= flags & UNSPACED_WORD;
        quoted += flags & QUOTED;
        if ((flags & QUOTED) !== isOpen) {
          isOpen ^= 1;
          quotations.push(base + at - text.begin);
        }
      }
      if (isOpen === 1) quotations.push(offsets[k + 1]!);
      quotationOffsets[k + 1] = quotations.length;
      this.#hasUnspaced[k] = unspaced;
      this.#quotedCounts[k] = quoted;
    }
    this.#quotations = Uint32Array.from(quotations);
    this.#quotationOffsets = quotationOffsets;
  }

  /** Words of a text. */
  wordCount(position: number): number {
    return this.#offsets[position + 1]! - this.#offsets[position]!;
  }

  /** The right side of the pairs that follow. */
  setRight(position: number): void {
    if (position === this.#right) return;
    this.#right = position;
    this.#runsReady = false;
    this.#seedFilter.set(this.#seedBits.subarray(this.#offsets[position], this.#offsets[position + 1]));
  }

  /** At most so many words of `left` stand in seeds of the right side; where that is less than `enough`, only that it is less. */
  covered(left: number, enough: number): number {
    const from = this.#offsets[left]!;
    const to = this.#offsets[left + 1]!;
    if (this.#hasUnspaced[left] === 0) return this.#seedFilter.boundCoveredByTwo(this.#seedBits, from, to, enough);
    return this.#seedFilter.boundCovered(this.#seedBits, from, to, charactersFor(this.#seedWords), enough);
  }

  /** Could `least` quoted words of both sides stand in shared runs? */
  mayShareQuotation(left: number, least: number): boolean {
    if (this.#quotedCounts[left]! < least || this.#quotedCounts[this.#right]! < least) return false;
    this.#readyRuns();
    const quotations = this.#quotations;
    const size = this.#hasUnspaced[left] === 0 ? this.#runWords : charactersFor(this.#runWords);
    const first = this.#offsets[left]!;
    let covered = 0;
    for (let k = this.#quotationOffsets[left]!; k < this.#quotationOffsets[left + 1]!; k += 2) {
      // A run may begin outside the marks and reach in.
      const from = Math.max(first, quotations[k]! - size + 1);
      covered += this.#runFilter.boundCovered(this.#runBits, from, quotations[k + 1]!, size, least + size);
      if (covered >= least) return true;
    }
    return false;
  }

  /** Writes where in `left` a run begins that the right side may have: never misses one. */
  runPlaces(left: number, out: Places): void {
    this.#readyRuns();
    const from = this.#offsets[left]!;
    const to = this.#offsets[left + 1]!;
    if (out.positions.length < to - from) out.positions = new Uint32Array((to - from) * 2);
    const { positions } = out;
    const { marks } = this.#runFilter;
    const bits = this.#runBits;
    let count = 0;
    for (let at = from; at < to; at++) {
      positions[count] = at - from;
      count += marks[bits[at]!]!;
    }
    out.count = count;
  }

  #readyRuns(): void {
    if (this.#runsReady) return;
    this.#runsReady = true;
    this.#runFilter.set(this.#runBits.subarray(this.#offsets[this.#right], this.#offsets[this.#right + 1]));
  }
}
