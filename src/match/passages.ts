import { coverInto } from '../kernel/cover.ts';
import { SeedIndex, type WordRange } from '../kernel/seeds.ts';

/** The words of a body without its furniture, with their places in it: what a person is shown of a pair. */
export interface PlacedWords {
  readonly words: WordRange;
  /** UTF-16 offsets into the body, by word. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** The words on lines of prose. */
  readonly prose: WordRange;
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
  readonly leftSentences: number;
  readonly rightSentences: number;
}

/** Shorter runs are counted, and not shown. Chosen with the chain's steady runs, which also begin at six words. */
const MIN_PASSAGE_WORDS = 6;
const RUN_WORDS = 4;
const SHINGLE_WORDS = 3;
/** Places of one seed that are tried for the longest run: more are a refrain. */
const MAX_TRIED = 32;

/** Measures on sentences: integrated.md 7, the constants of integrated2.py. */
const SENTENCE_SHARE = 0.6;
const MIN_SENTENCE_WORDS = 4;
const MIN_LINE_WORDS = 6;
const QUOTED = 1;
const SENTENCE_START = 8;

/**
 * One text of the pairs that are told next, indexed once: matches are told one right text after the other.
 */
export class Passages {
  readonly #runs = new SeedIndex(RUN_WORDS);
  readonly #shingles = new SeedIndex(SHINGLE_WORDS);
  readonly #proseShingles = new SeedIndex(SHINGLE_WORDS);
  #right: PlacedWords | undefined;
  #located = new Int32Array(4096);
  #leftMarks = new Uint8Array(4096);
  #rightMarks = new Uint8Array(4096);

  setRight(right: PlacedWords): void {
    if (this.#right === right) return;
    this.#right = right;
    this.#runs.build(right.words);
    this.#shingles.build(right.words);
    if (right.prose !== right.words) this.#proseShingles.build(right.prose);
  }

  /** What `left` and the right text share. */
  sharedWith(left: PlacedWords): Shared {
    const right = this.#right ?? left;
    const count = Math.max(left.words.end, right.words.end);
    if (this.#leftMarks.length < count) {
      this.#leftMarks = new Uint8Array(count * 2);
      this.#rightMarks = new Uint8Array(count * 2);
      this.#located = new Int32Array(count * 2);
    }
    const { runs, longest } = this.#sharedRuns(left.words, right.words);
    const shared = coverInto(this.#leftMarks, this.#rightMarks, left.words, right.words, this.#shingles);
    const union = left.shingleCount + right.shingleCount - shared;
    if (left.prose !== left.words || right.prose !== right.words) {
      const index = right.prose === right.words ? this.#shingles : this.#proseShingles;
      coverInto(this.#leftMarks, this.#rightMarks, left.prose, right.prose, index);
    }
    return {
      runs,
      longest,
      jaccard: union === 0 ? 0 : shared / union,
      leftSentences: shareInSentences(left.prose, this.#leftMarks),
      rightSentences: shareInSentences(right.prose, this.#rightMarks),
    };
  }

  /** From the left, each place takes the longest run that begins there, and goes on after it: blind to order. */
  #sharedRuns(left: WordRange, right: WordRange): { runs: SharedRun[]; longest: number } {
    const index = this.#runs;
    index.locateInto(this.#located, left);
    const runs: SharedRun[] = [];
    let longest = 0;
    for (let at = left.begin; at < left.end; ) {
      const seed = this.#located[at - left.begin]!;
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

/** Prepares a text to be told: its prose, and how many different shingles it has. */
export function placedWords(placed: Omit<PlacedWords, 'prose' | 'shingleCount'>, lineWords: Uint32Array): PlacedWords {
  countIndex.build(placed.words);
  return { ...placed, prose: proseOf(placed.words, lineWords), shingleCount: countIndex.seedCount };
}

/** The words on lines long enough to be prose; the words themselves where all are. */
function proseOf(words: WordRange, lineWords: Uint32Array): WordRange {
  const count = words.end - words.begin;
  const hashes = new Uint32Array(count);
  const flags = new Uint8Array(count);
  let kept = 0;
  for (let k = 0; k < count; k++) {
    if (lineWords[k]! < MIN_LINE_WORDS) continue;
    hashes[kept] = words.hashes[words.begin + k]!;
    flags[kept++] = words.flags[words.begin + k]!;
  }
  return kept === count ? words : { hashes, flags, begin: 0, end: kept };
}

/**
 * The share of a text's words that stand in reused sentences: those with SENTENCE_SHARE of their words in runs of three
 * that the other text has. Sentences too short to be prose are left out. Readers judge like this: whole sentences, small
 * edits forgiven, quotations included.
 */
function shareInSentences(text: WordRange, marks: Uint8Array): number {
  let counted = 0;
  let reused = 0;
  let start = 0;
  while (start < text.end) {
    let end = start + 1;
    let hits = marks[start]!;
    while (end < text.end && (text.flags[end]! & SENTENCE_START) === 0) hits += marks[end++]!;
    const length = end - start;
    if (length >= MIN_SENTENCE_WORDS) {
      counted += length;
      if (hits >= SENTENCE_SHARE * length) reused += length;
    }
    start = end;
  }
  return counted === 0 ? 0 : reused / counted;
}
