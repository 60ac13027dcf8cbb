import { PROSE, SENTENCE_START } from './flags.ts';
import { MIN_PROSE_WORDS, MIN_SENTENCE_WORDS, SEED_WORDS } from './limits.ts';
import { markReused, type Slots } from './reuse.ts';
import { SeedIndex, type WordRange } from './seeds.ts';

/** A sentence is reused when so many of its words are. Source: integrated.md 7; docs/decisions/0005-sentences-decide.md. */
export const SENTENCE_SHARE = 0.65;

/**
 * The share of a text's words, lines that are no prose left out, that stand in sentences most of whose words are marked.
 *
 * @param marks     1 for a marked word, else 0, by position from the text's begin
 * @param unitWords how many words stand for one of the limits: 1, or more in scripts without spaces
 */
export function shareInSentences(words: WordRange, marks: Uint8Array, unitWords: number): number {
  const { flags, begin } = words;
  const count = words.end - begin;
  let prose = 0;
  for (let at = begin; at < words.end; at++) if ((flags[at]! & PROSE) !== 0) prose++;
  const isList = prose < MIN_PROSE_WORDS * unitWords;
  const least = MIN_SENTENCE_WORDS * unitWords;
  let counted = 0;
  let reused = 0;
  let start = 0;
  while (start < count) {
    let end = start + 1;
    let hits = marks[start]!;
    while (end < count && (flags[begin + end]! & SENTENCE_START) === 0) hits += marks[end++]!;
    const length = end - start;
    if (length >= least && (isList || (flags[begin + start]! & PROSE) !== 0)) {
      counted += length;
      if (hits >= SENTENCE_SHARE * length) reused += length;
    }
    start = end;
  }
  return counted === 0 ? 0 : reused / counted;
}

/** What two texts reuse of each other, small edits forgiven. */
export interface Reuse {
  /** How much of each stands in sentences that the other has. */
  readonly leftSentences: number;
  readonly rightSentences: number;
  /** Where they run alike and differ. */
  readonly slots: Slots;
}

/** Measures two texts sentence by sentence, as a reader judges them. One right text is indexed once. */
export class ReuseMeter {
  readonly #seeds = new SeedIndex(SEED_WORDS);
  #right: WordRange | undefined;
  #leftMarks = new Uint8Array(4096);
  #rightMarks = new Uint8Array(4096);

  /** @param unitWords how many words stand for one: 1, or more in scripts without spaces */
  reuseOf(left: WordRange, right: WordRange, unitWords: number): Reuse {
    if (this.#right !== right) {
      this.#right = right;
      this.#seeds.build(right);
    }
    const most = Math.max(left.end - left.begin, right.end - right.begin);
    if (this.#leftMarks.length < most) {
      this.#leftMarks = new Uint8Array(most * 2);
      this.#rightMarks = new Uint8Array(most * 2);
    }
    const slots = markReused(this.#leftMarks, this.#rightMarks, left, right, this.#seeds, unitWords);
    return {
      leftSentences: shareInSentences(left, this.#leftMarks, unitWords),
      rightSentences: shareInSentences(right, this.#rightMarks, unitWords),
      slots,
    };
  }
}
