import { type OwnStretch, RUN_NUMBERS, type SharedWords } from '../kernel/passages.ts';
import {
  type DisguiseName,
  EACH_PASSAGE,
  type Evidence,
  type FlagName,
  type Match,
  type OwnPassage,
  type Passage,
  type PassageNumbers,
  type PassageSide,
  type RelationName,
  type TakePassage,
} from '../model.ts';
import { namesOf, type OwnWords, reasonOf } from './reason.ts';

/** Ratios are told in ten-thousandths. */
const RATIO_PARTS = 10_000;

/** Numbers of a passage: start and end left, the same right, and twice its words and one more where it is quoted. */
const PLACE_NUMBERS = 5;
/** Its first and last line left, and the same right; two records are one line each, and these are kept once. */
const LINE_NUMBERS = 4;
const RECORD_NUMBERS = 2;
/** Numbers of a page; a match with more gets one of its own. */
const PAGE_NUMBERS = 1 << 16;

// Where the numbers of a match stand, from its first one on: its evidence in the order of the model, …
const LEFT_WORDS = 11;
/** … what each side has of its own, … */
const LEFT_OWN = 12;
const RIGHT_OWN = 19;
/** … and twice the count of its passages, and one more where both sides are records. These follow. */
const PASSAGES = 26;
const HEAD_NUMBERS = 27;

// Numbers of what a side has of its own, from its first one on: all words, those of its stretch, 0 where it has none, and
// those elsewhere; start and end of the stretch, its first and its last line.
const STRETCH_WORDS = 1;
const ELSEWHERE = 2;
const STRETCH_PLACE = 3;

/** A text whose passages are kept. */
export interface KeptSide {
  readonly id: string;
  /** Its words in the lists of places: `[begin, end)`. */
  readonly begin: number;
  readonly end: number;
  /** The 1-based line of the original file on which an offset stands. */
  readonly lineAt: (offset: number) => number;
  /** All of it stands on one line. */
  readonly isRecord: boolean;
}

/** What a match says besides numbers. */
interface Said {
  readonly relation: RelationName;
  readonly flags: readonly FlagName[];
  readonly disguises: readonly DisguiseName[];
}

/** Where all words of both sides stand in their bodies. */
interface Places {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A match before it is put into numbers. */
interface Numbered {
  readonly left: KeptSide;
  readonly right: KeptSide;
  readonly said: Said;
  /** Its ratios are kept as they are told. */
  readonly evidence: Evidence;
  readonly shared: SharedWords;
  readonly places: Places;
}

/**
 * Matches as numbers, in pages that are never copied. A report on 100,000 articles has as many matches and a million
 * passages: as objects they would take six times as much memory, and be moved about by the garbage collector while it fills.
 */
export class MatchNumbers {
  #page = new Uint32Array(PAGE_NUMBERS);
  #used = 0;

  /**
   * Keeps a match of which all is known. What its numbers tell is made of them whenever it is asked for: to all that lists its
   * keys, copies it, compares it or turns it into JSON it is a plain object.
   */
  keep({ left, right, said, evidence, shared, places }: Numbered): Match {
    const { runs, runCount } = shared;
    const { starts, ends } = places;
    const areRecords = left.isRecord && right.isRecord;
    const passages = areRecords ? RECORD_NUMBERS + runCount * PLACE_NUMBERS : runCount * (PLACE_NUMBERS + LINE_NUMBERS);
    const at = this.#take(HEAD_NUMBERS + passages);
    const page = this.#page;
    keepEvidence(page, at, evidence);
    page[at + LEFT_WORDS] = left.end - left.begin;
    keepOwn(page, at + LEFT_OWN, shared.leftOwn, shared.leftStretch, left, places);
    keepOwn(page, at + RIGHT_OWN, shared.rightOwn, shared.rightStretch, right, places);
    page[at + PASSAGES] = runCount * 2 + (areRecords ? 1 : 0);
    let next = at + HEAD_NUMBERS;
    if (areRecords) {
      page[next++] = left.lineAt(0);
      page[next++] = right.lineAt(0);
    }
    for (let run = 0; run < runCount * RUN_NUMBERS; run += RUN_NUMBERS) {
      const leftAt = left.begin + runs[run]!;
      const rightAt = right.begin + runs[run + 1]!;
      const words = runs[run + 2]!;
      const [leftStart, leftEnd] = [starts[leftAt]!, ends[leftAt + words - 1]!];
      const [rightStart, rightEnd] = [starts[rightAt]!, ends[rightAt + words - 1]!];
      page[next++] = leftStart;
      page[next++] = leftEnd;
      page[next++] = rightStart;
      page[next++] = rightEnd;
      page[next++] = words * 2 + runs[run + 3]!;
      if (areRecords) continue;
      page[next++] = left.lineAt(leftStart);
      page[next++] = left.lineAt(leftEnd);
      page[next++] = right.lineAt(rightStart);
      page[next++] = right.lineAt(rightEnd);
    }
    return new ToldMatch(left.id, right.id, said, page, at) as unknown as Match;
  }

  #take(size: number): number {
    if (this.#used + size > this.#page.length) {
      this.#page = new Uint32Array(Math.max(PAGE_NUMBERS, size));
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += size;
    return at;
  }
}

function keepEvidence(page: Uint32Array, at: number, evidence: Evidence): void {
  page[at] = Math.round(evidence.score * RATIO_PARTS);
  page[at + 1] = Math.round(evidence.leftInRight * RATIO_PARTS);
  page[at + 2] = Math.round(evidence.rightInLeft * RATIO_PARTS);
  page[at + 3] = Math.round(evidence.leftSentences * RATIO_PARTS);
  page[at + 4] = Math.round(evidence.rightSentences * RATIO_PARTS);
  page[at + 5] = Math.round(evidence.chain * RATIO_PARTS);
  page[at + 6] = Math.round(evidence.reach * RATIO_PARTS);
  page[at + 7] = evidence.matchedWords;
  page[at + 8] = evidence.quotedWords;
  page[at + 9] = evidence.longestRun;
  page[at + 10] = Math.round(evidence.jaccard * RATIO_PARTS);
}

function evidenceAt(page: Uint32Array, at: number): Evidence {
  return {
    score: page[at]! / RATIO_PARTS,
    leftInRight: page[at + 1]! / RATIO_PARTS,
    rightInLeft: page[at + 2]! / RATIO_PARTS,
    leftSentences: page[at + 3]! / RATIO_PARTS,
    rightSentences: page[at + 4]! / RATIO_PARTS,
    chain: page[at + 5]! / RATIO_PARTS,
    reach: page[at + 6]! / RATIO_PARTS,
    matchedWords: page[at + 7]!,
    quotedWords: page[at + 8]!,
    longestRun: page[at + 9]!,
    jaccard: page[at + 10]! / RATIO_PARTS,
  };
}

function keepOwn(
  page: Uint32Array,
  at: number,
  all: number,
  stretch: OwnStretch | undefined,
  { begin, lineAt }: KeptSide,
  { starts, ends }: Places,
): void {
  page[at] = all;
  if (stretch === undefined) {
    page[at + STRETCH_WORDS] = 0;
    return;
  }
  const start = starts[begin + stretch.first]!;
  const end = ends[begin + stretch.end - 1]!;
  page[at + STRETCH_WORDS] = stretch.end - stretch.first;
  page[at + ELSEWHERE] = all - stretch.unmarked;
  page[at + STRETCH_PLACE] = start;
  page[at + STRETCH_PLACE + 1] = end;
  page[at + STRETCH_PLACE + 2] = lineAt(start);
  page[at + STRETCH_PLACE + 3] = lineAt(end);
}

function ownPassageAt(page: Uint32Array, at: number): OwnPassage | undefined {
  const words = page[at + STRETCH_WORDS]!;
  if (words === 0) return undefined;
  const place = at + STRETCH_PLACE;
  const [start, end, line, endLine] = [page[place]!, page[place + 1]!, page[place + 2]!, page[place + 3]!];
  return endLine === line ? { start, end, line, words } : { start, end, line, endLine, words };
}

function ownWordsAt(page: Uint32Array, at: number): OwnWords {
  const all = page[at]!;
  const stretch = ownPassageAt(page, at);
  return stretch === undefined ? { all } : { all, stretch, elsewhere: page[at + ELSEWHERE]! };
}

function passagesAt(page: Uint32Array, at: number): Passage[] {
  const passages: Passage[] = [];
  eachPassage(page, at, passages, (to, left, right, words, quoted) => {
    to.push({ left: sideFrom(left), right: sideFrom(right), words, quoted });
  });
  return passages;
}

const leftNumbers: PassageNumbers = { start: 0, end: 0, line: 0, endLine: 0 };
const rightNumbers: PassageNumbers = { start: 0, end: 0, line: 0, endLine: 0 };

function eachPassage<To>(page: Uint32Array, at: number, to: To, take: TakePassage<To>): void {
  const count = page[at]! >>> 1;
  const areRecords = (page[at]! & 1) === 1;
  const first = at + 1;
  let next = areRecords ? first + RECORD_NUMBERS : first;
  for (let k = 0; k < count; k++) {
    // Where lines stand: behind the places, or once before all of them.
    const lines = areRecords ? first : next + PLACE_NUMBERS;
    leftNumbers.start = page[next]!;
    leftNumbers.end = page[next + 1]!;
    leftNumbers.line = page[lines]!;
    leftNumbers.endLine = areRecords ? leftNumbers.line : page[lines + 1]!;
    rightNumbers.start = page[next + 2]!;
    rightNumbers.end = page[next + 3]!;
    rightNumbers.line = page[areRecords ? lines + 1 : lines + 2]!;
    rightNumbers.endLine = areRecords ? rightNumbers.line : page[lines + 3]!;
    take(to, leftNumbers, rightNumbers, page[next + 4]! >>> 1, (page[next + 4]! & 1) === 1);
    next += areRecords ? PLACE_NUMBERS : PLACE_NUMBERS + LINE_NUMBERS;
  }
}

/** One side of a passage. */
function sideFrom({ start, end, line, endLine }: PassageNumbers): PassageSide {
  return endLine === line ? { start, end, line } : { start, end, line, endLine };
}

type Told = PropertyDescriptor & ThisType<ToldMatch>;

class ToldMatch {
  static readonly #evidence: Told = {
    enumerable: true,
    get() {
      return this.#evidenceNow();
    },
  };
  static readonly #reason: Told = {
    enumerable: true,
    get() {
      const page = this.#page;
      const at = this.#at;
      return reasonOf(this.relation, this.flags, {
        evidence: this.#evidenceNow(),
        disguises: this.disguises ?? [],
        ...namesOf(this.left, this.right),
        leftWords: page[at + LEFT_WORDS]!,
        leftOwn: ownWordsAt(page, at + LEFT_OWN),
        rightOwn: ownWordsAt(page, at + RIGHT_OWN),
      });
    },
  };
  static readonly #leftOwn: Told = {
    enumerable: true,
    get() {
      return ownPassageAt(this.#page, this.#at + LEFT_OWN);
    },
  };
  static readonly #rightOwn: Told = {
    enumerable: true,
    get() {
      return ownPassageAt(this.#page, this.#at + RIGHT_OWN);
    },
  };
  static readonly #passages: Told = {
    enumerable: true,
    get() {
      return passagesAt(this.#page, this.#at + PASSAGES);
    },
  };
  /** The evidence that was asked for last: whoever tells a match asks for it and for the sentence made from it. */
  static #last: { readonly page: Uint32Array; readonly at: number; readonly evidence: Evidence } | undefined;
  readonly #page: Uint32Array;
  readonly #at: number;
  readonly left: string;
  readonly right: string;
  readonly relation: RelationName;
  readonly flags: readonly FlagName[];
  declare readonly disguises?: readonly DisguiseName[];

  constructor(left: string, right: string, { relation, flags, disguises }: Said, page: Uint32Array, at: number) {
    this.#page = page;
    this.#at = at;
    this.left = left;
    this.right = right;
    this.relation = relation;
    this.flags = flags;
    if (disguises.length > 0) this.disguises = disguises;
    Object.defineProperty(this, 'evidence', ToldMatch.#evidence);
    Object.defineProperty(this, 'reason', ToldMatch.#reason);
    if (page[at + LEFT_OWN + STRETCH_WORDS] !== 0) Object.defineProperty(this, 'leftOwn', ToldMatch.#leftOwn);
    if (page[at + RIGHT_OWN + STRETCH_WORDS] !== 0) Object.defineProperty(this, 'rightOwn', ToldMatch.#rightOwn);
    Object.defineProperty(this, 'passages', ToldMatch.#passages);
  }

  #evidenceNow(): Evidence {
    if (ToldMatch.#last?.page !== this.#page || ToldMatch.#last.at !== this.#at)
      ToldMatch.#last = { page: this.#page, at: this.#at, evidence: evidenceAt(this.#page, this.#at) };
    return ToldMatch.#last.evidence;
  }

  [EACH_PASSAGE]<To>(to: To, take: TakePassage<To>): void {
    eachPassage(this.#page, this.#at + PASSAGES, to, take);
  }
}
