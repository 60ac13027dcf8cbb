import { DEFAULT_BORDERS } from '../borders.ts';
import { NUMBERS_A_PAIR, WANT_ALL, WANT_NOTHING } from '../kernel/limits.ts';
import { MEASURED_AT_ONCE, type PairKernel } from '../kernel/pairs.ts';
import { MIN_WORDS } from '../kernel/scheme.ts';
import type { Borders, FlagName, RelationName } from '../model.ts';
import { isShuffled, type Measures, needsSentences, relationOf, STATES_REUSE, similarityOf } from './relations.ts';
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
  /** Of each pair that is measured at once, its index among all. */
  readonly #indexOf = new Uint32Array(MEASURED_AT_ONCE);

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

  wordCountOf(position: number): number {
    return this.#kernel.texts.words[position]!;
  }

  /** Without its furniture a page may hold too little to judge. */
  isTooShort(left: number): boolean {
    const { words, unitWords } = this.#kernel.texts;
    const right = this.#right;
    return Math.min(words[left]!, words[right]!) < MIN_WORDS * Math.min(unitWords[left]!, unitWords[right]!);
  }

  /**
   * Verifies pairs with the right side as far as that is worth it, and hands on each that is related. Chain and cover count words
   * of the left text that stand in shared seeds, so a bound on these bounds the score; under the lowest border only a shared
   * quotation is left to find, and the cover tells it.
   *
   * @param isNear 1 for a pair that is near by its sketches: a text that repeats itself could be covered although it covers little,
   *   so the bound is not asked
   * @param take   gets the pair's index in `lefts`, the verdict that tells its relation, and a way to have it with all its measures
   */
  verifyAll(
    lefts: Uint32Array,
    isNear: Uint8Array,
    take: (k: number, verdict: Verdict, whole: () => Verdict) => void,
  ): void {
    const { partialScore, quotedWords } = this.#borders;
    const kernel = this.#kernel;
    const { wanted } = kernel;
    for (let from = 0; from < lefts.length; ) {
      let count = 0;
      for (; from < lefts.length && count < MEASURED_AT_ONCE; from++) {
        if (this.isTooShort(lefts[from]!)) continue;
        this.#indexOf[count] = from;
        kernel.lefts[count] = lefts[from]!;
        wanted[count++] = isNear[from] === 1 ? WANT_ALL : WANT_NOTHING;
      }
      kernel.measure(count, partialScore, quotedWords);
      for (let k = 0; k < count; k++) {
        if (wanted[k] === WANT_NOTHING) continue;
        const isWhole = wanted[k] === WANT_ALL;
        const index = this.#indexOf[k]!;
        const verdict = this.#verdictAt(k);
        if (verdict.relation === 'independent') continue;
        // Measures anew, in the place of the first pair, which is done with.
        take(index, verdict, () => (isWhole ? verdict : this.verdictOn(lefts[index]!)));
      }
    }
  }

  /** The verdict on `left` and the right side, with all that is measured. What was measured before is gone. */
  verdictOn(left: number): Verdict {
    this.#kernel.lefts[0] = left;
    this.#kernel.wanted[0] = WANT_ALL;
    this.#kernel.measure(1, this.#borders.partialScore, this.#borders.quotedWords);
    return this.#verdictAt(0);
  }

  /** The verdict on pair `k` of those that were measured last. */
  #verdictAt(k: number): Verdict {
    const borders = this.#borders;
    const left = this.#kernel.lefts[k]!;
    let measures = this.#measuresAt(k);
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

  #measuresAt(k: number): Measures {
    const { lefts, found, texts } = this.#kernel;
    const { words, quoted, unitWords } = texts;
    const left = lefts[k]!;
    const right = this.#right;
    const at = k * NUMBERS_A_PAIR;
    const coverLeft = found[at]!;
    const coverLeftQuoted = found[at + 1]!;
    const coverRight = found[at + 2]!;
    const coverRightQuoted = found[at + 3]!;
    const shorter = Math.max(1, Math.min(words[left]!, words[right]!));
    const chainShare = Math.min(1, found[at + 4]! / shorter);
    const coverShare = Math.min(1, Math.min(coverLeft, coverRight) / shorter);
    const leftOutside = coverLeft - coverLeftQuoted;
    const rightOutside = coverRight - coverRightQuoted;
    return {
      sameWords: false,
      score: Math.max(chainShare, coverShare),
      leftInRight: leftOutside / Math.max(1, words[left]! - quoted[left]!),
      rightInLeft: rightOutside / Math.max(1, words[right]! - quoted[right]!),
      leftCovered: coverLeft / Math.max(1, words[left]!),
      rightCovered: coverRight / Math.max(1, words[right]!),
      leftSentences: 0,
      rightSentences: 0,
      chain: chainShare,
      reach: Math.min(1, Math.max(found[at + 5]! / shorter, coverShare)),
      matchedWords: Math.min(leftOutside, rightOutside),
      runMatchedWords: found[at + 6]!,
      quotedWords: Math.min(coverLeftQuoted, coverRightQuoted),
      unitWords: Math.min(unitWords[left]!, unitWords[right]!),
    };
  }
}
