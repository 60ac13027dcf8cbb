import { markReused, type Slots } from '../kernel/reuse.ts';
import { SeedIndex, type WordRange } from '../kernel/seeds.ts';
import { shareInSentences } from '../kernel/sentences.ts';

const SEED_WORDS = 2;

/** How much of two texts stands in sentences that the other has, small edits forgiven. */
export interface SentenceShares {
  readonly leftSentences: number;
  readonly rightSentences: number;
}

/** Measures two texts sentence by sentence, as a reader judges them. One right text is indexed once. */
export class Sentences {
  readonly #seeds = new SeedIndex(SEED_WORDS);
  #right: WordRange | undefined;
  #leftMarks = new Uint8Array(4096);
  #rightMarks = new Uint8Array(4096);

  /** @param unitWords how many words stand for one: 1, or more in scripts without spaces */
  sharesOf(left: WordRange, right: WordRange, unitWords: number): SentenceShares {
    this.slotsOf(left, right, unitWords);
    return {
      leftSentences: shareInSentences(left, this.#leftMarks, unitWords),
      rightSentences: shareInSentences(right, this.#rightMarks, unitWords),
    };
  }

  /** Where two texts that run alike differ. */
  slotsOf(left: WordRange, right: WordRange, unitWords: number): Slots {
    const known = this.#right;
    if (known?.hashes !== right.hashes || known.begin !== right.begin || known.end !== right.end) {
      this.#right = right;
      this.#seeds.build(right);
    }
    const most = Math.max(left.end - left.begin, right.end - right.begin);
    if (this.#leftMarks.length < most) {
      this.#leftMarks = new Uint8Array(most * 2);
      this.#rightMarks = new Uint8Array(most * 2);
    }
    return markReused(this.#leftMarks, this.#rightMarks, left, right, this.#seeds, unitWords);
  }
}
