import { coverInto } from '../kernel/cover.ts';
import { QUOTED, SENTENCE_START } from '../kernel/flags.ts';
import { SeedIndex, type WordRange } from '../kernel/seeds.ts';
import { shareInSentences } from './sentences.ts';

/** The words of a body without its furniture, with their places in it: what a person is shown of a pair. */
export interface PlacedWords {
  readonly words: WordRange;
  /** UTF-16 offsets into the body, by word. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Different 3-word shingles. */
  readonly shingleCount: number;
}

/** A run of words that both have, by word positions. */
export interface SharedRun {
  readonly left: number;
  readonly right: number;
  readonly words: number;
  readonly quoted: boolean;
}

/** What two texts share, as a person is told. */
export interface Shared {
  /** Longest first; of equals the one further left. */
  readonly runs: readonly SharedRun[];
  /** Words of the longest run, also where it is too short to be shown. */
  readonly longest: number;
  /** Jaccard resemblance of the two sets of 3-word shingles; 0 where both are empty. */
  readonly jaccard: number;
  /** Share of each side's words in sentences that stand in runs of three the other has. */
  readonly leftSentences: number;
  readonly rightSentences: number;
  /** Words that stand in no run of three the other text has. */
  readonly leftOwn: number;
  readonly rightOwn: number;
  /** The longest stretch of these; none where it is less than a paragraph. */
  readonly leftStretch: OwnStretch | undefined;
  readonly rightStretch: OwnStretch | undefined;
}

/** A stretch of a text, by word positions `[first, end)`, that the other text has not. */
export interface OwnStretch {
  readonly first: number;
  readonly end: number;
  /** Words of it that stand in no run of three: all but a name or a phrase here and there. */
  readonly unmarked: number;
}

/** Shorter runs are counted, and not shown. Chosen with the chain's steady runs, which also begin at six words. */
const MIN_PASSAGE_WORDS = 6;
const SHINGLE_WORDS = 3;
/** Places of one seed that are tried for the longest run: more are a refrain. */
const MAX_TRIED = 32;

/**
 * One text of the pairs that are told next, indexed once: matches are told one right text after the other.
 */
export class Passages {
  readonly #shingles = new SeedIndex(SHINGLE_WORDS);
  #right: PlacedWords | undefined;
  #leftMarks = new Uint8Array(4096);
  #rightMarks = new Uint8Array(4096);

  setRight(right: PlacedWords): void {
    if (this.#right === right) return;
    this.#right = right;
    this.#shingles.build(right.words);
  }

  /** What `left` and the right text share. */
  sharedWith(left: PlacedWords, unitWords: number): Shared {
    const right = this.#right ?? left;
    const count = Math.max(left.words.end, right.words.end);
    if (this.#leftMarks.length < count) {
      this.#leftMarks = new Uint8Array(count * 2);
      this.#rightMarks = new Uint8Array(count * 2);
    }
    const { sharedSeeds, located } = coverInto(
      this.#leftMarks,
      this.#rightMarks,
      left.words,
      right.words,
      this.#shingles,
    );
    const { runs, longest } = this.#sharedRuns(left.words, right.words, located);
    const union = left.shingleCount + right.shingleCount - sharedSeeds;
    return {
      runs,
      longest,
      jaccard: union === 0 ? 0 : sharedSeeds / union,
      leftSentences: shareInSentences(left.words, this.#leftMarks, unitWords),
      rightSentences: shareInSentences(right.words, this.#rightMarks, unitWords),
      leftOwn: unmarkedCount(this.#leftMarks, left.words.end),
      rightOwn: unmarkedCount(this.#rightMarks, right.words.end),
      leftStretch: longestOwnStretch(this.#leftMarks, left.words),
      rightStretch: longestOwnStretch(this.#rightMarks, right.words),
    };
  }

  /** From the left, each place takes the longest run that begins there, and goes on after it: blind to order. */
  #sharedRuns(left: WordRange, right: WordRange, located: Int32Array): { runs: SharedRun[]; longest: number } {
    const index = this.#shingles;
    const runs: SharedRun[] = [];
    let longest = 0;
    for (let at = left.begin; at < left.end; ) {
      const seed = located[at - left.begin]!;
      if (seed < 0) {
        at++;
        continue;
      }
      let bestLength = 0;
      let bestRight = -1;
      let tried = 0;
      for (
        let place = index.lastPosition[seed]!;
        place >= 0 && tried < MAX_TRIED;
        place = index.previous[place]!, tried++
      ) {
        const length = commonLength(left, at, right, right.begin + place);
        // Places come last first: of equally long runs the first one in the right text is taken.
        if (length >= bestLength) {
          bestLength = length;
          bestRight = place;
        }
      }
      if (bestLength > longest) longest = bestLength;
      if (bestLength >= MIN_PASSAGE_WORDS) {
        runs.push({
          left: at - left.begin,
          right: bestRight,
          words: bestLength,
          quoted: isMostlyQuoted(left, at, bestLength) || isMostlyQuoted(right, right.begin + bestRight, bestLength),
        });
      }
      at += bestLength;
    }
    runs.sort((a, b) => b.words - a.words || a.left - b.left);
    return { runs, longest };
  }
}

function unmarkedCount(marks: Uint8Array, count: number): number {
  let unmarked = 0;
  for (let k = 0; k < count; k++) unmarked += 1 - marks[k]!;
  return unmarked;
}

/** Shared words that a stretch may hold: a name or a phrase both texts use. A taste. */
const MAX_SHARED_INSIDE = 8;
/** Fewer words are an inserted sentence. The size of a short paragraph, and of what `contained` asks to be matched. */
const MIN_OWN_WORDS = 30;
/** A stretch does not end with a shorter sentence or line: what stands below a story is a link or a prompt. */
const MIN_LAST_SENTENCE_WORDS = 6;

/** The stretch with the most unmarked words, in which marked ones are no more than a phrase. It ends with a sentence. */
function longestOwnStretch(marks: Uint8Array, { flags, begin, end }: WordRange): OwnStretch | undefined {
  const count = end - begin;
  let best: OwnStretch | undefined;
  for (let at = 0; at < count; ) {
    if (marks[at] === 1) {
      at++;
      continue;
    }
    const first = at;
    let last = at;
    let shared = 0;
    for (; at < count && shared <= MAX_SHARED_INSIDE; at++) {
      if (marks[at] === 1) shared++;
      else {
        shared = 0;
        last = at;
      }
    }
    const stretch = withoutScraps(marks, flags, begin, first, last + 1);
    if (stretch.unmarked > (best?.unmarked ?? 0)) best = stretch;
  }
  return best !== undefined && best.unmarked >= MIN_OWN_WORDS ? best : undefined;
}

function withoutScraps(marks: Uint8Array, flags: Uint8Array, begin: number, first: number, end: number): OwnStretch {
  let upTo = end;
  for (let start = end - 1; start > first; start--) {
    if ((flags[begin + start]! & SENTENCE_START) === 0) continue;
    if (upTo - start >= MIN_LAST_SENTENCE_WORDS) break;
    upTo = start;
  }
  return { first, end: upTo, unmarked: unmarkedCount(marks.subarray(first, upTo), upTo - first) };
}

function commonLength(left: WordRange, leftAt: number, right: WordRange, rightAt: number): number {
  const most = Math.min(left.end - leftAt, right.end - rightAt);
  let length = 0;
  while (length < most && left.hashes[leftAt + length] === right.hashes[rightAt + length]) length++;
  return length;
}

function isMostlyQuoted(text: WordRange, at: number, count: number): boolean {
  let quoted = 0;
  for (let k = 0; k < count; k++) quoted += text.flags[at + k]! & QUOTED;
  return quoted * 2 > count;
}

const countIndex = new SeedIndex(SHINGLE_WORDS);

/** Counts the different 3-word shingles of a text. */
export function shingleCountOf(words: WordRange): number {
  countIndex.build(words);
  return countIndex.seedCount;
}
