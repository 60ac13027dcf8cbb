import { type PassageKernel, passageKernelOf, type SharedWords } from '../kernel/passages.ts';
import type { WordRange } from '../kernel/seeds.ts';
import type { Words } from '../text/word-list.ts';
import { type Rewording, rewordingOf } from './rewording.ts';

/** The words of a body without its furniture, as a stretch of the pool `[begin, end)`. */
export interface PlacedWords {
  readonly begin: number;
  readonly end: number;
  /** Different 3-word shingles, once they were counted. */
  shingleCount?: number;
}

/** Words of texts that are kept at hand at most: a text with more is kept alone. */
const MAX_KEPT_WORDS = 1 << 21;
/** Words that there is room for to begin with: two hundred articles of usual length. */
const FIRST_ROOM = 1 << 16;

/** The texts whose pairs are told next, with the places of their words, and what two of them share. */
export class Passages {
  /** UTF-16 offsets into the body, by place in the pool. */
  starts = new Uint32Array(FIRST_ROOM);
  ends = new Uint32Array(FIRST_ROOM);
  #kernel: PassageKernel | undefined;
  #room = FIRST_ROOM;
  #used = 0;
  #right: PlacedWords | undefined;

  /** Is there no room for so many words beside those that are kept? Then these must be let go first. */
  isFull(wordCount: number): boolean {
    return this.#used > 0 && this.#used + wordCount > MAX_KEPT_WORDS;
  }

  /** Takes in the words of a text but those on its furniture lines, which are marked by 1 from `firstLine` on. */
  put(words: Words, firstLine: number, isFurniture: Uint8Array): PlacedWords {
    this.#reserve(words.count);
    const { hashes, flags } = this.#kernelNow();
    const begin = this.#used;
    const { lineCount, lineFirst } = words;
    // Lines that stay and follow each other are moved together.
    for (let line = 0; line < lineCount; ) {
      if (isFurniture[firstLine + line] === 1) {
        line++;
        continue;
      }
      const from = lineFirst[line]!;
      while (line < lineCount && isFurniture[firstLine + line] !== 1) line++;
      const to = lineFirst[line]!;
      hashes.set(words.hashes.subarray(from, to), this.#used);
      flags.set(words.flags.subarray(from, to), this.#used);
      this.starts.set(words.starts.subarray(from, to), this.#used);
      this.ends.set(words.ends.subarray(from, to), this.#used);
      this.#used += to - from;
    }
    return { begin, end: this.#used };
  }

  /** Lets go of all texts. */
  clear(): void {
    this.#used = 0;
    this.#right = undefined;
  }

  /**
   * What the two texts share. Pairs are best told one right text after the other.
   *
   * @param unitWords how many words stand for one of a sentence's limits; 0 where sentences are not asked for
   */
  sharedBy(left: PlacedWords, right: PlacedWords, unitWords: number): SharedWords {
    if (left.shingleCount === undefined) this.#setRight(left);
    if (this.#right !== right) this.#setRight(right);
    return this.#kernelNow().share(left.begin, left.end, unitWords);
  }

  /** What became of the words of one text in the other. */
  rewording(left: PlacedWords, right: PlacedWords): Rewording {
    const { hashes, flags } = this.#kernelNow();
    const rangeOf = ({ begin, end }: PlacedWords): WordRange => ({ hashes, flags, begin, end });
    return rewordingOf(rangeOf(left), rangeOf(right), this);
  }

  #setRight(right: PlacedWords): void {
    right.shingleCount = this.#kernelNow().setRight(right.begin, right.end);
    this.#right = right;
  }

  #kernelNow(): PassageKernel {
    this.#kernel ??= passageKernelOf(this.#room);
    return this.#kernel;
  }

  #reserve(wordCount: number): void {
    const needed = this.#used + wordCount;
    if (needed <= this.#room) return;
    const { hashes, flags } = this.#kernelNow();
    const { starts, ends } = this;
    while (this.#room < needed) this.#room *= 2;
    this.#kernel = passageKernelOf(this.#room);
    this.#kernel.hashes.set(hashes.subarray(0, this.#used));
    this.#kernel.flags.set(flags.subarray(0, this.#used));
    this.#right = undefined;
    this.starts = new Uint32Array(this.#room);
    this.starts.set(starts.subarray(0, this.#used));
    this.ends = new Uint32Array(this.#room);
    this.ends.set(ends.subarray(0, this.#used));
  }
}

/** Jaccard resemblance of the sets of 3-word shingles of two texts that were told; 0 where both are empty. */
export function jaccardOf(left: PlacedWords, right: PlacedWords, { sharedSeeds }: SharedWords): number {
  const union = (left.shingleCount ?? 0) + (right.shingleCount ?? 0) - sharedSeeds;
  return union === 0 ? 0 : sharedSeeds / union;
}
