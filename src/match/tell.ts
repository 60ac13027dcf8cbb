import type { Article, DisguiseName, Evidence, FlagName, Match } from '../model.ts';
import { readBodyInPlace } from '../text/disguises.ts';
import type { LineTable } from '../text/repeated-lines.ts';
import { Words } from '../text/word-list.ts';
import { type FlagSides, flagsOf } from './flags.ts';
import { jaccardOf, Passages, type PlacedWords } from './passages.ts';
import { type OwnWords, reasonOf } from './reason.ts';
import { STATES_REUSE } from './relations.ts';
import { isReordered, isReworded } from './rewording.ts';
import { type KeptSide, MatchNumbers } from './told-match.ts';
import type { Verdict } from './verify.ts';

/** Thrown when an article that was compared can no longer be read as it was: the report must then be made without it. */
export class LostArticle extends Error {
  readonly article: number;

  constructor(article: number) {
    super('an article changed while it was being reported');
    this.article = article;
  }
}

/** One article as a match tells of it. */
interface ToldArticle extends PlacedWords, KeptSide {
  readonly begin: number;
  readonly end: number;
  /** Its words inside quotation marks, furniture and all. */
  readonly quotedCount: number;
}

/** Gives the 1-based line of the original file on which an offset of the body stands. */
type LineAt = (offset: number) => number;

/** A match of two articles with the same words, but for their names. */
type ToldIdentical = Omit<Match, 'left' | 'right' | 'relation'>;

/** What a teller needs to know of the run. */
export interface Telling extends FlagSides {
  /** Throws LostArticle where it cannot be read any more. */
  readonly reread: (article: number) => Article;
  /** Are these the words that were compared? */
  readonly isUnchanged: (article: number, words: Words) => boolean;
  readonly ids: readonly string[];
  readonly wordCounts: Uint32Array;
  readonly lines: LineTable;
  /** 1 for each line of the table that is furniture. */
  readonly isFurniture: Uint8Array;
}

/**
 * Tells verdicts: reads texts once more and shows which passages they share, and where. Each is read once while it is kept,
 * so articles are to be told circle by circle.
 */
export class Teller {
  readonly #telling: Telling;
  /** What else is to be learned of an article while its text is at hand. */
  readonly #look: (article: number, read: Article, lineAt: LineAt) => void;
  readonly #kept = new Map<number, ToldArticle>();
  readonly #words = new Words();
  readonly #passages = new Passages();
  readonly #numbers = new MatchNumbers();
  /** What was told last of an article and those that have its words. */
  #plain: { readonly left: number; readonly told: ToldIdentical } | undefined;

  /** @param look called with each article that is read, before anything is told of it; once or more */
  constructor(telling: Telling, look: (article: number, read: Article, lineAt: LineAt) => void) {
    this.#telling = telling;
    this.#look = look;
  }

  /** Reads an article of which nothing is told. */
  lookAt(article: number): void {
    const read = this.#telling.reread(article);
    this.#look(article, read, lineCounter(read));
  }

  /** Lets go of all texts: what is told next has none of them. */
  forget(): void {
    this.#kept.clear();
    this.#passages.clear();
  }

  /** The match of two articles with the same words. */
  tellIdentical(left: number, right: number): Match {
    const { ids } = this.#telling;
    const { flags, disguises } = flagsOf({ left, right, flags: NO_FLAGS }, this.#telling);
    const told = disguises.length > 0 ? this.#identicalOf(left, flags, disguises) : this.#plainOf(left);
    return { left: ids[left]!, right: ids[right]!, relation: 'identical', ...told };
  }

  /** What is told of an article and all that have its words without a disguise: the same, and once. */
  #plainOf(left: number): ToldIdentical {
    if (this.#plain?.left !== left) this.#plain = { left, told: this.#identicalOf(left, NO_FLAGS, []) };
    return this.#plain.told;
  }

  #identicalOf(left: number, flags: readonly FlagName[], disguises: readonly DisguiseName[]): ToldIdentical {
    const words = this.#telling.wordCounts[left]!;
    const evidence = identicalEvidence(words, this.#article(left).quotedCount);
    const reason = reasonOf('identical', flags, {
      evidence,
      disguises,
      left: '',
      right: '',
      leftWords: words,
      leftOwn: NO_OWN_WORDS,
      rightOwn: NO_OWN_WORDS,
    });
    return { flags, ...(disguises.length > 0 ? { disguises } : {}), evidence, reason, passages: [] };
  }

  /** The match of two articles by their numbers, `left` before `right` in input order. */
  tell(left: number, right: number, verdict: Verdict): Match {
    const [leftSide, rightSide] = this.#sides(left, right);
    const { measures } = verdict;
    const isMeasured = measures.leftSentences > 0 || measures.rightSentences > 0;
    const shared = this.#passages.sharedBy(leftSide, rightSide, isMeasured ? 0 : measures.unitWords);
    // Where no verdict hangs on them, the runs that are shown tell them as well.
    const sentences = isMeasured ? measures : shared;
    const evidence: Evidence = {
      score: rounded(measures.score),
      leftInRight: rounded(measures.leftInRight),
      rightInLeft: rounded(measures.rightInLeft),
      leftSentences: rounded(sentences.leftSentences),
      rightSentences: rounded(sentences.rightSentences),
      chain: rounded(measures.chain),
      reach: rounded(measures.reach),
      matchedWords: Math.max(measures.matchedWords, measures.runMatchedWords),
      quotedWords: measures.quotedWords,
      longestRun: shared.longest,
      jaccard: rounded(jaccardOf(leftSide, rightSide, shared)),
    };
    const isReuse = STATES_REUSE.has(verdict.relation);
    const { flags, disguises } = isReuse
      ? flagsOf(
          {
            left,
            right,
            flags: verdict.flags,
            shown: this.#shownBy(left, right, verdict, shared.longest),
            shares: evidence,
          },
          this.#telling,
        )
      : { flags: verdict.flags, disguises: NO_DISGUISES };
    const said = { relation: verdict.relation, flags, disguises };
    return this.#numbers.keep({ left: leftSide, right: rightSide, said, evidence, shared, places: this.#passages });
  }

  /** What two texts are disguised with that neither shows alone. Both are at hand. */
  #shownBy(left: number, right: number, { flags, measures }: Verdict, longestRun: number): readonly DisguiseName[] {
    const { chain, reach, unitWords } = measures;
    const mayBeReworded = longestRun <= LONGEST_REWORDED_RUN && chain < MOST_IN_ORDER * reach;
    if (!mayBeReworded && chain >= MAX_SHUFFLED_CHAIN * reach) return NO_DISGUISES;
    // Of a script without spaces each character is a word, and many stand beside their place by chance.
    if (flags.includes('template') || unitWords > 1) return NO_DISGUISES;
    // Whoever rewrites a text of his own hides nothing.
    const source = this.#telling.sourceNames[left];
    if (source !== undefined && source === this.#telling.sourceNames[right]) return NO_DISGUISES;
    const [leftSide, rightSide] = this.#sides(left, right);
    const rewording = this.#passages.rewording(leftSide, rightSide);
    const shown: DisguiseName[] = [];
    const shorter = Math.min(leftSide.end - leftSide.begin, rightSide.end - rightSide.begin);
    if (mayBeReworded && isReworded(rewording, shorter)) shown.push('swapped-words');
    if (isReordered(rewording, shorter)) shown.push('shuffled-passages');
    return shown;
  }

  /** Both sides of a pair at hand. */
  #sides(left: number, right: number): [left: ToldArticle, right: ToldArticle] {
    this.#article(left);
    const rightSide = this.#article(right);
    // To make room for the right one the left one may have been let go: it comes back, however large the two are.
    return [this.#kept.get(left) ?? this.#read(left, 'beside what is kept'), rightSide];
  }

  #article(article: number): ToldArticle {
    return this.#kept.get(article) ?? this.#read(article, 'where there is room');
  }

  #read(article: number, place: 'where there is room' | 'beside what is kept'): ToldArticle {
    const { reread, ids, lines, isFurniture } = this.#telling;
    const read = reread(article);
    const lineAt = lineCounter(read);
    this.#look(article, read, lineAt);
    const { words } = readBodyInPlace(this.#words, read.body);
    if (!this.#telling.isUnchanged(article, words)) throw new LostArticle(article);
    if (place === 'where there is room' && this.#passages.isFull(words.count)) this.forget();
    const { begin, end } = this.#passages.put(words, lines.offsets[article]!, isFurniture);
    const told: ToldArticle = {
      id: ids[article]!,
      begin,
      end,
      quotedCount: words.quotedCount,
      lineAt,
      isRecord: read.place.record !== undefined,
    };
    this.#kept.set(article, told);
    return told;
  }
}

/** A pair of which so much is in order, and in pairs of words, is no rewording: with every eighth word swapped .87 are. */
const MOST_IN_ORDER = 0.9;
/** Nor one with a longer run of words as they were: a spun text has one of 20 where it has few words to swap. */
const LONGEST_REWORDED_RUN = 32;
/** Of a shuffled text less is in order: with two passages moved of ten .8. */
const MAX_SHUFFLED_CHAIN = 0.8;
const NO_FLAGS: readonly FlagName[] = [];
const NO_DISGUISES: readonly DisguiseName[] = [];
const NO_OWN_WORDS: OwnWords = { all: 0 };

/** Evidence for two texts with the same words. */
function identicalEvidence(words: number, quotedWords: number): Evidence {
  return {
    score: 1,
    leftInRight: 1,
    rightInLeft: 1,
    leftSentences: 1,
    rightSentences: 1,
    chain: 1,
    reach: 1,
    matchedWords: words - quotedWords,
    quotedWords,
    longestRun: words,
    jaccard: 1,
  };
}

/** Ratios are told to four decimals: enough for any border, and short to read. */
export function rounded(ratio: number): number {
  return Math.round(ratio * 10_000) / 10_000;
}

/** All of a record stands on the record's line. */
function lineCounter(article: Article): LineAt {
  const { place } = article;
  return place.record === undefined ? lineCounterIn(article) : alwaysOn(place.line ?? 1);
}

function alwaysOn(line: number): LineAt {
  return () => line;
}

/** Line breaks are looked for when the first line is asked for. */
function lineCounterIn({ place, body, bodyLines }: Article): LineAt {
  const firstLine = place.line ?? 1;
  let breaks: number[] | undefined;
  return (offset) => {
    breaks ??= Array.from(body.matchAll(/\r\n|\n|\r/g), ({ index }) => index);
    let low = 0;
    let high = breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (breaks[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return bodyLines?.[low] ?? firstLine + low;
  };
}
