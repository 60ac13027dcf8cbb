import { chainOf } from '../kernel/chain.ts';
import { coverOf, type Places } from '../kernel/cover.ts';
import { QUOTED, UNSPACED_WORD } from '../kernel/flags.ts';
import { SeedIndex, type WordRange } from '../kernel/seeds.ts';
import { sharedCount } from '../kernel/sketch.ts';
import type { FlagName, RelationName } from '../model.ts';
import { isTemplate, type Measures, relationOf, similarityOf, unitWordsOf } from './relations.ts';

/** Words of a seed of the chain and of a run of the cover. Source: detection.md 3. */
export const SEED_WORDS = 2;
export const RUN_WORDS = 4;

/** What one side of a pair brings. */
export interface Side {
  /** Without furniture. */
  readonly words: WordRange;
  /** The text's different numbers, ascending. */
  readonly numbers: Uint32Array;
  readonly wordCount: number;
  readonly quotedCount: number;
  /** How many words stand for one: 1, or more where most are characters of a script without spaces. */
  readonly unitWords: number;
}

/** Makes a side of the words and numbers of an article. */
export function sideOf(words: WordRange, numbers: Uint32Array): Side {
  let unspaced = 0;
  let quotedCount = 0;
  for (let at = words.begin; at < words.end; at++) {
    const flags = words.flags[at]!;
    if ((flags & UNSPACED_WORD) !== 0) unspaced++;
    quotedCount += flags & QUOTED;
  }
  const wordCount = words.end - words.begin;
  return { words, numbers, wordCount, quotedCount, unitWords: unitWordsOf(unspaced, wordCount) };
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
const NO_FLAGS: readonly FlagName[] = [];
const TEMPLATE: readonly FlagName[] = ['template'];
/** Relations that a template could be mistaken for. */
const STATES_REUSE: ReadonlySet<RelationName> = new Set(['copy', 'contained', 'partial']);

/**
 * Measures pairs exactly. One right side is indexed once, and only as far as it is needed, and compared with many left
 * ones, which is the order in which candidates come.
 */
export class Verifier {
  readonly #seeds = new SeedIndex(SEED_WORDS);
  readonly #runs = new SeedIndex(RUN_WORDS);
  #right: Side | undefined;
  #seedsReady = false;
  #runsReady = false;

  /** The right side of the pairs that follow. */
  setRight(right: Side): void {
    if (this.#right === right) return;
    this.#right = right;
    this.#seedsReady = false;
    this.#runsReady = false;
  }

  /**
   * The verdict on `left` and the right side.
   *
   * @param places where in `left` runs begin that the right side may have; all its positions where they are not known
   * @param wanted `cover` leaves the chain out: enough to tell `quotes` from `independent` where the score is known to be low
   */
  verdictOn(left: Side, places: Places = allPlaces(left.wordCount), wanted: 'cover' | 'all' = 'all'): Verdict {
    const right = this.#right ?? left;
    const measures = this.#measure(left, right, places, wanted);
    const relation = relationOf(measures);
    const shared = sharedCount(left.numbers, 0, left.numbers.length, right.numbers, 0, right.numbers.length);
    const flags = STATES_REUSE.has(relation) && isTemplate(left.numbers, right.numbers, shared) ? TEMPLATE : NO_FLAGS;
    return { relation, flags, similarity: similarityOf(measures, flags), measures };
  }

  #measure(left: Side, right: Side, places: Places, wanted: 'cover' | 'all'): Measures {
    const unitWords = Math.min(left.unitWords, right.unitWords);
    const shorter = Math.max(1, Math.min(left.wordCount, right.wordCount));
    if (!this.#runsReady) {
      this.#runs.build(right.words);
      this.#runsReady = true;
    }
    const cover = coverOf(left.words, right.words, this.#runs, places);
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
      leftInRight: leftOutside / Math.max(1, left.wordCount - left.quotedCount),
      rightInLeft: rightOutside / Math.max(1, right.wordCount - right.quotedCount),
      chain: chainShare,
      reach: Math.min(1, Math.max(chain.reached / shorter, coverShare)),
      matchedWords: Math.min(leftOutside, rightOutside),
      runMatchedWords: chain.runMatched,
      quotedWords: Math.min(cover.leftQuoted, cover.rightQuoted),
      unitWords,
    };
  }
}

function allPlaces(count: number): Places {
  return { count, positions: Uint32Array.from({ length: count }, (_, position) => position) };
}
