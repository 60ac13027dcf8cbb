import { charactersFor } from '../kernel/scheme.ts';
import type { FlagName, RelationName } from '../model.ts';

/** What the relation rules look at. Ratios in [0, 1]; counts in words. */
export interface Measures {
  /** The two texts are the same words in the same order. */
  readonly sameWords: boolean;
  readonly score: number;
  /** Share of the words of one side, quotations apart, in runs of four that the other has. */
  readonly leftInRight: number;
  readonly rightInLeft: number;
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

/** Both sides so much covered: one story, lightly edited. This and the borders below: integrated.md 1.9. */
const COPY_SHARE = 0.8;
/** One side so much covered: one story, cut or extended. */
const CONTAINED_SHARE = 0.6;
/** Noisy copies are covered in patches only; the chain that spans so much of them tells. */
const CONTAINED_REACH = 0.6;
/** Fewer matched words are a phrase, a caption, a brief: not reuse. */
const MIN_MATCHED_WORDS = 30;
export const PARTIAL_SCORE = 0.3;
const PARTIAL_SHARE = 0.1;
/** From so many quoted words on, a shared quotation is worth a line. */
export const MIN_QUOTED_WORDS = 8;
const QUOTES_MAX_SHARE = 0.2;

/** A pair ties two articles into one cluster from this score on, integrated.md 1.11, … */
export const EDGE_SCORE = 0.3;
/** … and from this reach on: at the same recall it leaves 65 false pairs of 385 (integrated.md 2). */
const EDGE_REACH = 0.5;

/** Two texts in one frame: both have so many different numbers, integrated.md 1.10, … */
const TEMPLATE_MIN_NUMBERS = 8;
/** … and share less than this of the smaller set. True copies share .50 and more, templates .27 at most (integrated.md 2). */
const TEMPLATE_MAX_SHARED = 0.35;

/** Words that stand for one in scripts without spaces, where a word is a character. */
export const UNSPACED_UNIT = charactersFor(3) / 3;

/** How many words of a text stand for one: 1, or more where most are characters of a script without spaces. */
export function unitWordsOf(unspacedCount: number, wordCount: number): number {
  return unspacedCount * 2 > wordCount ? UNSPACED_UNIT : 1;
}

export interface RelationRule {
  /** For people, after "is": `a.txt and b.txt are …`. */
  readonly means: string;
  readonly holds: (measures: Measures) => boolean;
}

const higherShare = (m: Measures): number => Math.max(m.leftInRight, m.rightInLeft);
const lowerShare = (m: Measures): number => Math.min(m.leftInRight, m.rightInLeft);

/** Enough words outside quotations were matched, in runs of four or, where noise breaks those, along the chain. */
export function hasEnoughWords(m: Measures): boolean {
  return Math.max(m.matchedWords, m.runMatchedWords) >= MIN_MATCHED_WORDS * m.unitWords;
}

/** Tried from the strongest claim to the weakest: the first rule that holds names the pair. */
export const RELATIONS = {
  identical: { means: 'the same words in the same order', holds: (m) => m.sameWords },
  copy: { means: 'one story, lightly edited', holds: (m) => lowerShare(m) >= COPY_SHARE },
  contained: {
    means: 'one story, cut or extended',
    holds: (m) =>
      hasEnoughWords(m) &&
      (higherShare(m) >= CONTAINED_SHARE ||
        (m.reach >= CONTAINED_REACH && m.score >= PARTIAL_SCORE && higherShare(m) >= PARTIAL_SHARE)),
  },
  partial: {
    means: 'two articles, passages reused',
    holds: (m) => hasEnoughWords(m) && m.score >= PARTIAL_SCORE && higherShare(m) >= PARTIAL_SHARE,
  },
  quotes: {
    means: 'two articles that share quotations only',
    holds: (m) => m.quotedWords >= MIN_QUOTED_WORDS * m.unitWords && higherShare(m) < QUOTES_MAX_SHARE,
  },
  independent: { means: 'two articles', holds: () => true },
} satisfies Record<RelationName, RelationRule>;

const RULES = Object.entries(RELATIONS) as [RelationName, RelationRule][];

/** The strongest relation whose rule holds. */
export function relationOf(measures: Measures): RelationName {
  for (const [name, rule] of RULES) if (rule.holds(measures)) return name;
  return 'independent';
}

/** Same frame, other data: enough numbers on both sides and few of them shared. Both arrays ascending and distinct. */
export function isTemplate(left: Uint32Array, right: Uint32Array, sharedNumbers: number): boolean {
  const fewer = Math.min(left.length, right.length);
  return fewer >= TEMPLATE_MIN_NUMBERS && sharedNumbers < TEMPLATE_MAX_SHARED * fewer;
}

/** Similarity of a pair for clustering, in whole ten-thousandths, so that sums and ties are exact; 0 ties nothing. */
export function similarityOf(measures: Measures, flags: readonly FlagName[]): number {
  if (!hasEnoughWords(measures) || measures.reach < EDGE_REACH || flags.includes('template')) return 0;
  return Math.round(measures.score * 10_000);
}
