import type { Article, Match, OnlyName, Problem, RelationName } from '../model.ts';
import { RELATION_NAMES, SYNDICATED_RELATIONS } from '../model.ts';
import type { DisguiseBits } from '../text/disguises.ts';
import type { LineTable } from '../text/repeated-lines.ts';
import type { Words } from '../text/word-list.ts';
import type { Verdict } from './verify.ts';

/** A candidate that is related in some way, by article numbers; `left` before `right` in input order. */
export interface JudgedPair {
  readonly left: number;
  readonly right: number;
  readonly verdict: Verdict;
}

/** All that is known at the end of a run, by article numbers. */
export interface Outcome {
  readonly ids: readonly string[];
  /** Articles in input order. */
  readonly ranked: Uint32Array;
  /** For each article the first one with the same words, itself where there is none. */
  readonly firstOfEquals: Uint32Array;
  /** For each article that is the first of its equals: the lowest in input order of its cluster. */
  readonly clusterOf: ReadonlyMap<number, number>;
  /** In input order; all that were asked for. */
  readonly judged: readonly JudgedPair[];
  /** All candidates by relation, listed or not. */
  readonly related: Readonly<Record<RelationName, number>>;
  /** Of these, those flagged `template`. */
  readonly templates: number;
  readonly wordCounts: Uint32Array;
  readonly lines: LineTable;
  readonly isFurniture: Uint8Array;
  /** Why a line is: 1 + the index of FURNITURE_REASON_NAMES. */
  readonly furnitureReasons: Uint8Array;
  readonly sourceNames: readonly (string | undefined)[];
  /** Throws LostArticle where it cannot be read any more. */
  readonly reread: (article: number) => Article;
  /** Are these the words that were compared? */
  readonly isUnchanged: (article: number, words: Words) => boolean;
  readonly disguises: (article: number) => DisguiseBits;
  /** Hash of an article's words in their order, 16 hexadecimal digits. */
  readonly wordsHash: (article: number) => string;
  /** Called now and then, so that signals are heard during a long run. */
  readonly turn: (done: number, total: number) => Promise<void>;
  /** Has it too few words to be judged? */
  readonly isTooShort: (article: number) => boolean;
  readonly tooShort: number;
  readonly skipped: number;
  readonly excludedBy: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  /** How the method of the run tells a pair, where it is not by its passages. */
  readonly tell?: (pair: JudgedPair) => Match;
}

/** Other pairs than a scan lists, and articles that are named without one. Only clusters that hold a listed pair are shown. */
export interface Listing {
  /** In input order. */
  readonly pairs: (outcome: Outcome, asked: ReadonlySet<RelationName>) => readonly ListedPair[];
  readonly alsoNamed: (outcome: Outcome) => readonly number[];
  /** Pairs that are not listed because there are too many: then all clusters are shown, with a listed pair or not. */
  readonly omitted?: number;
}

/** A pair to be listed; one of identical texts has no verdict. */
export interface ListedPair {
  readonly left: number;
  readonly right: number;
  readonly verdict?: Verdict;
}

const RELATIONS_OF: Record<OnlyName, readonly RelationName[]> = {
  syndicated: SYNDICATED_RELATIONS,
  partial: ['partial'],
  quotes: ['quotes'],
  all: RELATION_NAMES.filter((name) => name !== 'independent'),
};

/** The relations that `--only` stands for. */
export function relationsAskedFor(only: readonly OnlyName[]): ReadonlySet<RelationName> {
  return new Set(only.flatMap((name) => RELATIONS_OF[name]));
}

/** How many words of an article stand on lines of site furniture. */
export function furnitureWordsOf(article: number, { lines, isFurniture }: Outcome): number {
  let words = 0;
  for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++)
    if (isFurniture[line] === 1) words += lines.wordCounts[line]!;
  return words;
}
