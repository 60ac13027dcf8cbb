import { DEFAULT_BORDERS } from '../borders.ts';
import type { PairKernel } from '../kernel/pairs.ts';
import { MIN_WORDS } from '../kernel/scheme.ts';
import type { Borders, FlagName, RelationName } from '../model.ts';
import {
  isShuffled,
  type Measures,
  needsSentences,
  relationOf,
  STATES_REUSE,
  similarityOf,
  unitWordsOf,
} from './relations.ts';
import { Sentences } from './sentences.ts';
import { differsInNames, fewNamesShared, namesIn, sharesFewNumbers } from './templates.ts';

/** A verdict before it is told: what was measured and what it is called. */
export interface Verdict {
  readonly relation: RelationName;
  readonly flags: readonly FlagName[];
  /** For clustering, in ten-thousandths; 0 ties nothing. */
  readonly similarity: number;
  readonly measures: Measures;
}

const NO_CHAIN = { covered: 0, reached: 0, runMatched: 0 };
const NO_FLAGS: readonly FlagName[] = [];
const TEMPLATE: readonly FlagName[] = ['template'];
const SHUFFLED: readonly FlagName[] = ['shuffled'];

/** What a verdict looks at besides words. */
export interface Sides {
  /** The different numbers of a text, ascending. */
  readonly numbersOf: (position: number) => Uint32Array;
}

/**
 * Measures pairs exactly, of texts known by their position. One of them is set as the right side and compared with many
 * left ones, which is the order in which candidates come.
 */
export class Verifier {
  readonly #kernel: PairKernel;
  readonly #sides: Sides;
  readonly #borders: Borders;
  readonly #sentences = new Sentences();
  /** Filled as pairs need them. */
  readonly #names: (Uint32Array | undefined)[] = [];
  #right = 0;

  /** @param kernel the texts, without their furniture */
  constructor(kernel: PairKernel, sides: Sides, borders: Borders = DEFAULT_BORDERS) {
    this.#kernel = kernel;
    this.#sides = sides;
    this.#borders = borders;
  }

  /** The right side of the pairs that follow. */
  setRight(right: number): void {
    this.#right = right;
    this.#kernel.setRight(right);
  }

  /**
   * Says what must be measured of pairs with the right side. Chain and cover count words of the left text that stand in
   * shared seeds, so a bound on these bounds the score; under the lowest border only a shared quotation is left to find.
   *
   * @param wanted WANT_ALL for a pair that is near by its sketches: a text that repeats itself could be covered although it
   *   covers little, so the bound is not asked; what is wanted is written here
   */
  screen(lefts: Uint32Array, wanted: Uint8Array): void {
    const { partialScore, quotedWords } = this.#borders;
    this.#kernel.screen(lefts, wanted, partialScore, quotedWords);
  }

  wordCountOf(position: number): number {
    return this.#kernel.texts.words[position]!;
  }

  /** Without its furniture a page may hold too little to judge. */
  isTooShort(left: number): boolean {
    const { words } = this.#kernel.texts;
    const least = MIN_WORDS * Math.min(this.#unitWordsOf(left), this.#unitWordsOf(this.#right));
    return Math.min(words[left]!, words[this.#right]!) < least;
  }

  /**
   * The verdict on `left` and the right side.
   *
   * @param wanted `cover` leaves the chain out: enough to tell `quotes` from `independent` where the score is known to be low
   */
  verdictOn(left: number, wanted: 'cover' | 'all' = 'all'): Verdict {
    const borders = this.#borders;
    let measures = this.#measure(left, wanted);
    if (needsSentences(measures, borders)) {
      const { wordsOf } = this.#kernel;
      measures = { ...measures, ...this.#sentences.sharesOf(wordsOf(left), wordsOf(this.#right), measures.unitWords) };
    }
    const relation = relationOf(measures, borders);
    const flags = STATES_REUSE.has(relation) ? this.#flagsOf(left, measures) : NO_FLAGS;
    return { relation, flags, similarity: similarityOf(measures, flags, borders), measures };
  }

  #flagsOf(left: number, measures: Measures): readonly FlagName[] {
    if (this.#isTemplate(left, measures)) return isShuffled(measures) ? ['template', 'shuffled'] : TEMPLATE;
    return isShuffled(measures) ? SHUFFLED : NO_FLAGS;
  }

  #isTemplate(left: number, measures: Measures): boolean {
    const { numbersOf } = this.#sides;
    const right = this.#right;
    if (sharesFewNumbers(numbersOf(left), numbersOf(right))) return true;
    const namesShared = fewNamesShared(this.#namesOf(left), this.#namesOf(right));
    if (namesShared === undefined) return false;
    const { wordsOf } = this.#kernel;
    return differsInNames(this.#sentences.slotsOf(wordsOf(left), wordsOf(right), measures.unitWords), namesShared);
  }

  #namesOf(position: number): Uint32Array {
    const known = this.#names[position];
    if (known !== undefined) return known;
    const names = namesIn(this.#kernel.wordsOf(position));
    this.#names[position] = names;
    return names;
  }

  #unitWordsOf(position: number): number {
    const { words, unspaced } = this.#kernel.texts;
    return unitWordsOf(unspaced[position]!, words[position]!);
  }

  #measure(left: number, wanted: 'cover' | 'all'): Measures {
    const kernel = this.#kernel;
    const { words, quoted } = kernel.texts;
    const right = this.#right;
    const unitWords = Math.min(this.#unitWordsOf(left), this.#unitWordsOf(right));
    const shorter = Math.max(1, Math.min(words[left]!, words[right]!));
    const cover = kernel.cover(left);
    const chain = wanted === 'all' ? kernel.chain(left, unitWords) : NO_CHAIN;
    const chainShare = Math.min(1, chain.covered / shorter);
    const coverShare = Math.min(1, Math.min(cover.left, cover.right) / shorter);
    const leftOutside = cover.left - cover.leftQuoted;
    const rightOutside = cover.right - cover.rightQuoted;
    return {
      sameWords: false,
      score: Math.max(chainShare, coverShare),
      leftInRight: leftOutside / Math.max(1, words[left]! - quoted[left]!),
      rightInLeft: rightOutside / Math.max(1, words[right]! - quoted[right]!),
      leftCovered: cover.left / Math.max(1, words[left]!),
      rightCovered: cover.right / Math.max(1, words[right]!),
      leftSentences: 0,
      rightSentences: 0,
      chain: chainShare,
      reach: Math.min(1, Math.max(chain.reached / shorter, coverShare)),
      matchedWords: Math.min(leftOutside, rightOutside),
      runMatchedWords: chain.runMatched,
      quotedWords: Math.min(cover.leftQuoted, cover.rightQuoted),
      unitWords,
    };
  }
}
