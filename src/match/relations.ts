import { DEFAULT_BORDERS } from '../borders.ts';
import type { Borders, FlagName, RelationName } from '../model.ts';

/** What the relation rules look at. Ratios in [0, 1]; counts in words. */
export interface Measures {
  /** The two texts are the same words in the same order. */
  readonly sameWords: boolean;
  readonly score: number;
  /** Share of the words of one side, quotations apart, in runs of four that the other has. */
  readonly leftInRight: number;
  readonly rightInLeft: number;
  /** The same with quotations. */
  readonly leftCovered: number;
  readonly rightCovered: number;
  /** Share of the words of one side that stand in reused sentences; 0 where it was not measured. */
  readonly leftSentences: number;
  readonly rightSentences: number;
  readonly chain: number;
  readonly reach: number;
  /** Words outside quotations in such runs, the smaller side's count. */
  readonly matchedWords: number;
  /** Words outside quotations matched in the chain's steady runs. */
  readonly runMatchedWords: number;
  /** Quoted words in runs of four, the smaller side's count. */
  readonly quotedWords: number;
  /** How many of the words above stand for one word: 1, or 8/3 in scripts without spaces. */
  readonly unitWords: number;
}

/** A pair of which nothing is measured, to begin from. */
export const NOTHING_MEASURED: Measures = {
  sameWords: false,
  score: 0,
  leftInRight: 0,
  rightInLeft: 0,
  leftCovered: 0,
  rightCovered: 0,
  leftSentences: 0,
  rightSentences: 0,
  chain: 0,
  reach: 0,
  matchedWords: 0,
  runMatchedWords: 0,
  quotedWords: 0,
  unitWords: 1,
};

/** A copy by its sentences is also covered so much: a text that only follows another sentence by sentence is none. */
const COPY_MIN_SHARE = 0.75;
const PARTIAL_SHARE = 0.1;
/** With every fourth word replaced no run of four is left, but the chain goes through the whole text. Pairs on one event reach .31. */
const REACH_WITHOUT_RUNS = 0.6;
const QUOTES_MAX_SHARE = 0.2;
/**
 * A release that is mostly quotation: its narration, though short, is copied too, so that its quotations count. Fewer
 * words of narration, or less of it, and the two merely quote one statement.
 */
const RELEASE_MIN_NARRATION = 10;
const RELEASE_SHARE = 0.6;

export interface RelationRule {
  /** For people, after "is": `a.txt and b.txt are …`. */
  readonly means: string;
  readonly holds: (measures: Measures, borders: Borders) => boolean;
}

const higherShare = (m: Measures): number => Math.max(m.leftInRight, m.rightInLeft);
const lowerShare = (m: Measures): number => Math.min(m.leftInRight, m.rightInLeft);

const enoughNarration = (m: Measures, { minMatchedWords }: Borders): boolean =>
  Math.max(m.matchedWords, m.runMatchedWords) >= minMatchedWords * m.unitWords;

/** Too little narration is shared to count alone, but it is copied together with the quotations it stands around. */
function isQuotedRelease(m: Measures, borders: Borders): boolean {
  return (
    !enoughNarration(m, borders) &&
    m.matchedWords >= RELEASE_MIN_NARRATION * m.unitWords &&
    higherShare(m) >= RELEASE_SHARE &&
    m.matchedWords + m.quotedWords >= borders.minMatchedWords * m.unitWords
  );
}

/**
 * Enough words were matched: outside quotations, in runs of four or, where noise breaks those, along the chain; or, of a
 * release that is mostly quotation, all together.
 */
export function hasEnoughWords(m: Measures, borders: Borders = DEFAULT_BORDERS): boolean {
  return enoughNarration(m, borders) || isQuotedRelease(m, borders);
}

/** Passages are reused, one story or not. */
function isReuse(m: Measures, borders: Borders): boolean {
  const isTold = higherShare(m) >= PARTIAL_SHARE || m.reach >= REACH_WITHOUT_RUNS;
  return hasEnoughWords(m, borders) && m.score >= borders.partialScore && isTold;
}

/** Do the sentences decide what the pair is called? They cost more to measure than words. */
export function needsSentences(m: Measures, borders: Borders): boolean {
  if (!isReuse(m, borders) || m.reach < borders.containedReach || isCoveredCopy(m, borders)) return false;
  return higherShare(m) < borders.containedShare || lowerShare(m) >= COPY_MIN_SHARE;
}

/** So much of both sides is covered, outside quotations or all in all, that nothing else need be asked. */
function isCoveredCopy(m: Measures, { copyShare }: Borders): boolean {
  return lowerShare(m) >= copyShare || Math.min(m.leftCovered, m.rightCovered) >= copyShare;
}

/** Tried from the strongest claim to the weakest: the first rule that holds names the pair. */
export const RELATIONS = {
  identical: { means: 'the same words in the same order', holds: (m) => m.sameWords },
  copy: {
    means: 'one story, lightly edited',
    holds: (m, borders) =>
      isCoveredCopy(m, borders) ||
      (isReuse(m, borders) &&
        lowerShare(m) >= COPY_MIN_SHARE &&
        Math.min(m.leftSentences, m.rightSentences) >= borders.copySentences),
  },
  contained: {
    means: 'one story, cut or extended',
    holds: (m, borders) =>
      (hasEnoughWords(m, borders) && higherShare(m) >= borders.containedShare) ||
      (isReuse(m, borders) && Math.max(m.leftSentences, m.rightSentences) >= borders.containedSentences),
  },
  partial: { means: 'two articles, passages reused', holds: isReuse },
  quotes: {
    means: 'two articles that share quotations only',
    holds: (m, borders) =>
      m.quotedWords >= borders.quotedWords * m.unitWords &&
      (higherShare(m) < QUOTES_MAX_SHARE || !hasEnoughWords(m, borders)),
  },
  independent: { means: 'two articles', holds: () => true },
} satisfies Record<RelationName, RelationRule>;

/** Relations that say that text was reused: what the flags are about. */
export const STATES_REUSE: ReadonlySet<RelationName> = new Set(['copy', 'contained', 'partial']);

const RULES = Object.entries(RELATIONS) as [RelationName, RelationRule][];

/** The strongest relation whose rule holds. */
export function relationOf(measures: Measures, borders: Borders = DEFAULT_BORDERS): RelationName {
  for (const [name, rule] of RULES) if (rule.holds(measures, borders)) return name;
  return 'independent';
}

/** A text covered so much in any order … */
const SHUFFLED_SCORE = 0.6;
/** … and less than this share of that in order is shuffled: one paragraph moved leaves more, two halves exchanged leave .5. */
const SHUFFLED_CHAIN = 0.7;

/** Covered as a whole, and out of order. */
export function isShuffled(m: Measures): boolean {
  return m.score >= SHUFFLED_SCORE && m.chain < SHUFFLED_CHAIN * m.score;
}

/** Similarity of a pair for clustering, in whole ten-thousandths, so that sums and ties are exact; 0 ties nothing. */
export function similarityOf(
  measures: Measures,
  flags: readonly FlagName[],
  borders: Borders = DEFAULT_BORDERS,
): number {
  if (!hasEnoughWords(measures, borders) || measures.reach < borders.edgeReach || flags.includes('template')) return 0;
  return Math.round(measures.score * 10_000);
}
