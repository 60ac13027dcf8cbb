import { chainOf } from '../kernel/chain.ts';
import { coverOf } from '../kernel/cover.ts';
import { charactersFor, MIN_WORDS } from '../kernel/scheme.ts';
import { SeedFilter, SeedIndex, seedBitsInto, type WordRange } from '../kernel/seeds.ts';
import { sharedCount } from '../kernel/sketch.ts';
import type { FlagName, RelationName } from '../model.ts';
import {
  isTemplate,
  type Measures,
  MIN_QUOTED_WORDS,
  PARTIAL_SCORE,
  relationOf,
  similarityOf,
  UNSPACED_UNIT,
} from './relations.ts';

/** Words of a seed of the chain and of a run of the cover. Source: detection.md 3. */
const SEED_WORDS = 2;
const RUN_WORDS = 4;

const QUOTED = 1;
const UNSPACED = 2;

/** What one side of a pair brings. */
export interface Side {
  /** Without furniture. */
  readonly words: WordRange;
  /** The text's different numbers, ascending. */
  readonly numbers: Uint32Array;
  /** How many words stand for one: 1, or more where most are characters of a script without spaces. */
  readonly unitWords: number;
  readonly hasUnspaced: boolean;
  readonly quotedCount: number;
  /** The stretches of quoted words by position: begin and end by turns. */
  readonly quotations: Uint32Array;
  /** For bounds: 16 bits of the seed that begins at each position, and of the run. */
  readonly seedBits: Uint16Array;
  readonly runBits: Uint16Array;
}

/** Makes a side of the words and numbers of an article. */
export function sideOf(words: WordRange, numbers: Uint32Array): Side {
  let unspaced = 0;
  let quotedCount = 0;
  const quotations: number[] = [];
  for (let at = words.begin; at < words.end; at++) {
    const flags = words.flags[at]!;
    if ((flags & UNSPACED) !== 0) unspaced++;
    const isOpen = quotations.length % 2 === 1;
    const isQuoted = (flags & QUOTED) !== 0;
    if (isQuoted) quotedCount++;
    if (isQuoted !== isOpen) quotations.push(at - words.begin);
  }
  if (quotations.length % 2 === 1) quotations.push(words.end - words.begin);
  const count = words.end - words.begin;
  const bits = new Uint16Array(count * 2);
  seedBitsInto(bits, 0, words, SEED_WORDS);
  seedBitsInto(bits, count, words, RUN_WORDS);
  return {
    words,
    numbers,
    unitWords: unspaced * 2 > count ? UNSPACED_UNIT : 1,
    hasUnspaced: unspaced > 0,
    quotedCount,
    quotations: Uint32Array.from(quotations),
    seedBits: bits.subarray(0, count),
    runBits: bits.subarray(count),
  };
}

/** A verdict before it is told: what was measured and what it is called. */
export interface Verdict {
  readonly relation: RelationName;
  readonly flags: readonly FlagName[];
  /** For clustering, in ten-thousandths; 0 ties nothing. */
  readonly similarity: number;
  readonly measures: Measures;
}

const NO_CHAIN = { covered: 0, reached: 0, runMatched: 0 };
/** Relations that `template` could be mistaken for. */
const STATES_REUSE: ReadonlySet<RelationName> = new Set(['copy', 'contained', 'partial']);
const NO_FLAGS: readonly FlagName[] = [];
const TEMPLATE: readonly FlagName[] = ['template'];

/**
 * Measures pairs exactly. One right side is indexed once, and only as far as it is needed, and compared with many left
 * ones, which is the order in which candidates come.
 */
export class Verifier {
  readonly #seeds = new SeedIndex(SEED_WORDS);
  readonly #runs = new SeedIndex(RUN_WORDS);
  readonly #seedFilter = new SeedFilter();
  readonly #runFilter = new SeedFilter();
  #right: Side | undefined;
  #seedsReady = false;
  #runsReady = false;
  #runFilterReady = false;

  /** The right side of the pairs that follow. */
  setRight(right: Side): void {
    if (this.#right === right) return;
    this.#right = right;
    this.#seedsReady = false;
    this.#runsReady = false;
    this.#runFilterReady = false;
    this.#seedFilter.set(right.seedBits);
  }

  /**
   * The verdict on `left` and the right side, or `undefined` where it is `independent` for certain: one side too short
   * without its furniture, or a bound on the score under the lowest border and no quotation worth a line.
   *
   * @param estimate of the containment; the bound is not used above the border, where a text that repeats itself could
   *   be covered although it covers little
   */
  verdictOn(left: Side, estimate: number): Verdict | undefined {
    const right = this.#right;
    if (right === undefined) return undefined;
    const unitWords = Math.min(left.unitWords, right.unitWords);
    const shorter = Math.min(left.seedBits.length, right.seedBits.length);
    if (shorter < MIN_WORDS * unitWords) return undefined;

    // Chain and cover count words of the left text that stand in shared seeds: no more than this. Under the lowest border
    // only a shared quotation is left to find.
    const onlyQuotes =
      estimate < PARTIAL_SCORE && this.#boundCovered(left, PARTIAL_SCORE * shorter) < PARTIAL_SCORE * shorter;
    if (onlyQuotes && !this.#mayShareQuotation(left, right)) return undefined;
    const verdict = this.#judge(left, right, onlyQuotes ? 'cover' : 'all');
    return verdict.relation === 'independent' ? undefined : verdict;
  }

  /** The verdict on `left` and the right side by all measures, without bounds: also for a pair that is `independent`. */
  fullVerdictOn(left: Side): Verdict {
    return this.#judge(left, this.#right ?? left, 'all');
  }

  #judge(left: Side, right: Side, wanted: 'cover' | 'all'): Verdict {
    const measures = this.#measure(left, right, wanted);
    const relation = relationOf(measures);
    const shared = sharedCount(left.numbers, 0, left.numbers.length, right.numbers, 0, right.numbers.length);
    const flags = STATES_REUSE.has(relation) && isTemplate(left.numbers, right.numbers, shared) ? TEMPLATE : NO_FLAGS;
    return { relation, flags, similarity: similarityOf(measures, flags), measures };
  }

  #boundCovered(left: Side, enough: number): number {
    const { seedBits } = left;
    if (!left.hasUnspaced) return this.#seedFilter.boundCoveredByTwo(seedBits, enough);
    return this.#seedFilter.boundCovered(seedBits, 0, seedBits.length, charactersFor(SEED_WORDS), seedBits.length);
  }

  /** Could MIN_QUOTED_WORDS quoted words of `left` stand in shared runs? Asked of seeds first, which costs least. */
  #mayShareQuotation(left: Side, right: Side): boolean {
    if (left.quotedCount < MIN_QUOTED_WORDS || right.quotedCount < MIN_QUOTED_WORDS) return false;
    if (!this.#coversQuotation(this.#seedFilter, left, left.seedBits, SEED_WORDS)) return false;
    this.#readyRunFilter(right);
    return this.#coversQuotation(this.#runFilter, left, left.runBits, RUN_WORDS);
  }

  #readyRunFilter(right: Side): void {
    if (this.#runFilterReady) return;
    this.#runFilter.set(right.runBits);
    this.#runFilterReady = true;
  }

  #coversQuotation(filter: SeedFilter, left: Side, bits: Uint16Array, seedWords: number): boolean {
    const { quotations } = left;
    const size = left.hasUnspaced ? charactersFor(seedWords) : seedWords;
    let covered = 0;
    for (let k = 0; k < quotations.length; k += 2) {
      // A run may begin outside the marks and reach in.
      const from = Math.max(0, quotations[k]! - size + 1);
      covered += filter.boundCovered(bits, from, quotations[k + 1]!, size, MIN_QUOTED_WORDS + size);
      if (covered >= MIN_QUOTED_WORDS) return true;
    }
    return false;
  }

  #measure(left: Side, right: Side, wanted: 'cover' | 'all'): Measures {
    const unitWords = Math.min(left.unitWords, right.unitWords);
    const shorter = Math.max(1, Math.min(left.seedBits.length, right.seedBits.length));
    if (!this.#runsReady) {
      this.#runs.build(right.words);
      this.#runsReady = true;
    }
    this.#readyRunFilter(right);
    const cover = coverOf(left.words, right.words, this.#runs, left.runBits, this.#runFilter);
    if (wanted === 'all' && !this.#seedsReady) {
      this.#seeds.build(right.words);
      this.#seedsReady = true;
    }
    const chain = wanted === 'all' ? chainOf(left.words, right.words, this.#seeds, unitWords) : NO_CHAIN;
    const chainShare = Math.min(1, chain.covered / shorter);
    const coverShare = Math.min(1, Math.min(cover.left, cover.right) / shorter);
    const leftOutside = cover.left - cover.leftQuoted;
    const rightOutside = cover.right - cover.rightQuoted;
    return {
      sameWords: false,
      score: Math.max(chainShare, coverShare),
      leftInRight: leftOutside / Math.max(1, left.seedBits.length - left.quotedCount),
      rightInLeft: rightOutside / Math.max(1, right.seedBits.length - right.quotedCount),
      chain: chainShare,
      reach: Math.min(1, Math.max(chain.reached / shorter, coverShare)),
      matchedWords: Math.min(leftOutside, rightOutside),
      runMatchedWords: chain.runMatched,
      quotedWords: Math.min(cover.leftQuoted, cover.rightQuoted),
      unitWords,
    };
  }
}
