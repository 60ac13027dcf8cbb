import { DEFAULT_BORDERS } from '../borders.ts';
import { MAY_BE_REWORDED, NUMBERS_A_PAIR, WANT_ALL, WANT_NOTHING } from '../kernel/limits.ts';
import { MEASURED_AT_ONCE, type PairKernel } from '../kernel/pairs.ts';
import { MIN_WORDS } from '../kernel/scheme.ts';
import type { Borders, FlagName, RelationName } from '../model.ts';
import {
  isShuffled,
  type Measures,
  NOTHING_MEASURED,
  needsSentences,
  relationOf,
  STATES_REUSE,
  similarityOf,
} from './relations.ts';
import { Bag, rewordingOf } from './rewording.ts';
import { differsInNames, fewNamesShared, namesIn, sharesFewNumbers } from './templates.ts';

/** A verdict before it is told: what was measured and what it is called. */
export interface Verdict {
  readonly relation: RelationName;
  readonly flags: readonly FlagName[];
  /** For clustering, in ten-thousandths; 0 ties nothing. */
  readonly similarity: number;
  readonly measures: Measures;
}

/** Takes the verdict on pair `p` of those given; `whole` is the same verdict with all that can be measured, to be kept. */
export type TakeVerdict = (p: number, verdict: Verdict, whole: () => Verdict) => void;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_FLAGS: readonly FlagName[] = [];
const TEMPLATE: readonly FlagName[] = ['template'];
const SHUFFLED: readonly FlagName[] = ['shuffled'];

/** What a verdict looks at besides words. */
export interface Sides {
  /** The different numbers of a text, ascending. */
  readonly numbersOf: (position: number) => Uint32Array;
}

/** Pairs by the positions of their texts, in columns; those of one right side follow each other, since it is indexed once for them. */
export interface PairsToVerify {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /**
   * WANT_ALL for a pair that is near by its sketches: a text that repeats itself could be covered although it covers little, so
   * the bound is not asked. WANT_NOTHING for another: it is measured as far as that is worth it. MAY_BE_REWORDED for one that
   * only pairs of words propose, which are blind to order.
   */
  readonly wanted: Uint8Array;
}

/** What is wanted of a pair by its estimate of containment, which is 0 where only pairs of words propose it. */
export function wantedOf(estimate: number, { partialScore }: Borders): number {
  if (estimate === 0) return MAY_BE_REWORDED;
  return estimate >= partialScore ? WANT_ALL : WANT_NOTHING;
}

/** Of the words of the shorter text the other has all, wherever, if neighbours were exchanged; of texts on one event two thirds. */
const MIN_SHARED_BAG = 0.85;

/** Measures pairs exactly, of texts known by their position. */
export class Verifier {
  readonly #kernel: PairKernel;
  readonly #sides: Sides;
  readonly #borders: Borders;
  readonly #bag = new Bag();
  /** Filled as pairs need them. */
  readonly #names: (Uint32Array | undefined)[] = [];
  readonly #numbers: (Uint32Array | undefined)[] = [];
  /** The verdict at hand: hundreds of thousands are reached and only counted. */
  readonly #verdict: Writable<Omit<Verdict, 'measures'>> & { readonly measures: Writable<Measures> } = {
    relation: 'independent',
    flags: NO_FLAGS,
    similarity: 0,
    measures: { ...NOTHING_MEASURED },
  };

  /** @param kernel the texts, without their furniture */
  constructor(kernel: PairKernel, sides: Sides, borders: Borders = DEFAULT_BORDERS) {
    this.#kernel = kernel;
    this.#sides = sides;
    this.#borders = borders;
  }

  wordCountOf(position: number): number {
    return this.#kernel.texts.words[position]!;
  }

  /** Without its furniture a page may hold too little to judge. */
  isTooShort(left: number, right: number): boolean {
    const { words, unitWords } = this.#kernel.texts;
    return Math.min(words[left]!, words[right]!) < MIN_WORDS * Math.min(unitWords[left]!, unitWords[right]!);
  }

  /**
   * Verifies pairs as far as that is worth it, and hands on each that is related. Chain and cover count words of the left text
   * that stand in shared seeds, so a bound on these bounds the score; under the lowest border only a shared quotation is left to
   * find, and the cover tells it.
   *
   * @param take gets the pair's index, the verdict that tells its relation, and a way to have it with all its measures; both
   *   are good until it returns, since most verdicts are only counted
   */
  verifyAll({ left, right, wanted: wants }: PairsToVerify, take: TakeVerdict): void {
    const { partialScore, quotedWords } = this.#borders;
    const kernel = this.#kernel;
    const { wanted } = kernel;
    let isWhole = false;
    let p = 0;
    // Measures anew, in the place of the first pair, which is done with.
    const whole = (): Verdict => (isWhole ? kept(this.#verdict) : this.verdictOn(left[p]!, right[p]!));
    for (let from = 0; from < left.length; from += MEASURED_AT_ONCE) {
      const to = Math.min(left.length, from + MEASURED_AT_ONCE);
      const count = to - from;
      kernel.lefts.set(left.subarray(from, to));
      kernel.rights.set(right.subarray(from, to));
      wanted.set(wants.subarray(from, to));
      kernel.measure(count, partialScore, quotedWords, MIN_WORDS);
      for (let k = 0; k < count; k++) {
        p = from + k;
        const mayBeReworded = wants[p] === MAY_BE_REWORDED;
        if (wanted[k] === WANT_NOTHING && !mayBeReworded) continue;
        isWhole = wanted[k] === WANT_ALL;
        if (wanted[k] === WANT_NOTHING) this.#verdict.relation = 'independent';
        else this.#judge(k);
        if (mayBeReworded && this.#judgeReworded(left[p]!, right[p]!)) isWhole = true;
        if (this.#verdict.relation !== 'independent') take(p, this.#verdict, whole);
      }
    }
  }

  /** The verdict on a pair, with all that is measured. What was measured before is gone. */
  verdictOn(left: number, right: number): Verdict {
    this.#kernel.lefts[0] = left;
    this.#kernel.rights[0] = right;
    this.#kernel.wanted[0] = WANT_ALL;
    this.#kernel.measure(1, this.#borders.partialScore, this.#borders.quotedWords, 0);
    this.#judge(0);
    this.#judgeReworded(left, right);
    return kept(this.#verdict);
  }

  /** Reaches the verdict on pair `k` of those that were measured last. */
  #judge(k: number): void {
    const borders = this.#borders;
    const verdict = this.#verdict;
    const { measures } = verdict;
    const left = this.#kernel.lefts[k]!;
    const right = this.#kernel.rights[k]!;
    this.#readMeasures(measures, left, right, k * NUMBERS_A_PAIR);
    if (needsSentences(measures, borders)) {
      const { leftSentences, rightSentences } = this.#kernel.reuseOf(left, right, measures.unitWords);
      measures.leftSentences = leftSentences;
      measures.rightSentences = rightSentences;
    }
    verdict.relation = relationOf(measures, borders);
    verdict.flags = STATES_REUSE.has(verdict.relation) ? this.#flagsOf(left, right, measures) : NO_FLAGS;
    verdict.similarity = similarityOf(measures, verdict.flags, borders);
  }

  /** Where the verdict at hand states no reuse: is it a copy of which hardly two words in a row are left? */
  #judgeReworded(left: number, right: number): boolean {
    const verdict = this.#verdict;
    if (STATES_REUSE.has(verdict.relation) || this.isTooShort(left, right)) return false;
    const { wordsOf, texts } = this.#kernel;
    // Of a script without spaces each character is a word, and many stand beside their place by chance.
    if (Math.max(texts.unitWords[left]!, texts.unitWords[right]!) > 1) return false;
    const leftWords = wordsOf(left);
    const rightWords = wordsOf(right);
    if (!this.#bag.shares(leftWords, rightWords, MIN_SHARED_BAG)) return false;
    const { spanned, kept: keptWords, keptOutside } = rewordingOf(leftWords, rightWords);
    const shorter = Math.min(texts.words[left]!, texts.words[right]!);
    const measures: Measures = {
      ...NOTHING_MEASURED,
      score: Math.min(1, keptWords / shorter),
      reach: Math.min(1, spanned / shorter),
      runMatchedWords: keptOutside,
    };
    const relation = relationOf(measures, this.#borders);
    if (!STATES_REUSE.has(relation)) return false;
    Object.assign(verdict.measures, measures);
    verdict.relation = relation;
    verdict.flags = this.#isTemplate(left, right, measures) ? TEMPLATE : NO_FLAGS;
    verdict.similarity = similarityOf(measures, verdict.flags, this.#borders);
    return true;
  }

  #flagsOf(left: number, right: number, measures: Measures): readonly FlagName[] {
    if (this.#isTemplate(left, right, measures)) return isShuffled(measures) ? ['template', 'shuffled'] : TEMPLATE;
    return isShuffled(measures) ? SHUFFLED : NO_FLAGS;
  }

  #isTemplate(left: number, right: number, measures: Measures): boolean {
    if (sharesFewNumbers(this.#numbersOf(left), this.#numbersOf(right))) return true;
    const namesShared = fewNamesShared(this.#namesOf(left), this.#namesOf(right));
    if (namesShared === undefined) return false;
    return differsInNames(this.#kernel.reuseOf(left, right, measures.unitWords).slots, namesShared);
  }

  #namesOf(position: number): Uint32Array {
    const known = this.#names[position];
    if (known !== undefined) return known;
    const names = namesIn(this.#kernel.wordsOf(position));
    this.#names[position] = names;
    return names;
  }

  #numbersOf(position: number): Uint32Array {
    const known = this.#numbers[position];
    if (known !== undefined) return known;
    const numbers = this.#sides.numbersOf(position);
    this.#numbers[position] = numbers;
    return numbers;
  }

  /** @param at where the kernel has put what it found */
  #readMeasures(measures: Writable<Measures>, left: number, right: number, at: number): void {
    const { found, texts } = this.#kernel;
    const { words, quoted, unitWords } = texts;
    const coverLeft = found[at]!;
    const coverLeftQuoted = found[at + 1]!;
    const coverRight = found[at + 2]!;
    const coverRightQuoted = found[at + 3]!;
    const shorter = Math.max(1, Math.min(words[left]!, words[right]!));
    const chainShare = Math.min(1, found[at + 4]! / shorter);
    const coverShare = Math.min(1, Math.min(coverLeft, coverRight) / shorter);
    const leftOutside = coverLeft - coverLeftQuoted;
    const rightOutside = coverRight - coverRightQuoted;
    measures.score = Math.max(chainShare, coverShare);
    measures.leftInRight = leftOutside / Math.max(1, words[left]! - quoted[left]!);
    measures.rightInLeft = rightOutside / Math.max(1, words[right]! - quoted[right]!);
    measures.leftCovered = coverLeft / Math.max(1, words[left]!);
    measures.rightCovered = coverRight / Math.max(1, words[right]!);
    measures.leftSentences = 0;
    measures.rightSentences = 0;
    measures.chain = chainShare;
    measures.reach = Math.min(1, Math.max(found[at + 5]! / shorter, coverShare));
    measures.matchedWords = Math.min(leftOutside, rightOutside);
    measures.runMatchedWords = found[at + 6]!;
    measures.quotedWords = Math.min(coverLeftQuoted, coverRightQuoted);
    measures.unitWords = Math.min(unitWords[left]!, unitWords[right]!);
  }
}

/** A copy of a verdict that will be written over. */
function kept({ relation, flags, similarity, measures }: Verdict): Verdict {
  return { relation, flags, similarity, measures: { ...measures } };
}
