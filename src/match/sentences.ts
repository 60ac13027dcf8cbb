import { PROSE, SENTENCE_START } from '../kernel/flags.ts';
import { markReused, type Slots } from '../kernel/reuse.ts';
import { SeedIndex, type WordRange } from '../kernel/seeds.ts';

const SEED_WORDS = 2;
/** A sentence is reused when so many of its words are. Source: integrated.md 7; docs/decisions/0005-sentences-decide.md. */
const SENTENCE_SHARE = 0.65;
/** Shorter ones are no sentences. */
const MIN_SENTENCE_WORDS = 4;
/** With less prose a text is a list: all its lines count. */
const MIN_PROSE_WORDS = 30;

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

/** The share of a text's words, lines that are no prose left out, that stand in reused sentences. */
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
