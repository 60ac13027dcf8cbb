import { exportsOf, type KernelName, kernelChosen, Layout, memoryOf } from './compiled.ts';
import { coverInto } from './cover.ts';
import { QUOTED, SENTENCE_START } from './flags.ts';
import {
  MAX_SHARED_INSIDE,
  MAX_TRIED_PLACES,
  MIN_LAST_SENTENCE_WORDS,
  MIN_OWN_WORDS,
  MIN_PASSAGE_WORDS,
  PASSAGE_SEED_WORDS,
} from './limits.ts';
import { charactersFor, POSITION_MULTIPLIERS } from './scheme.ts';
import { SeedIndex, type WordRange } from './seeds.ts';
import { SENTENCE_SHARE, shareInSentences } from './sentences.ts';

/**
 * Finds what pairs of texts share, as a person is shown it. The texts lie in a pool that the caller fills, each from one
 * place to another; one is set as the right side, is indexed once, and is compared with many left ones.
 */
export interface PassageKernel {
  /** The pool, to be written by the caller: a hash and a flag byte a word. */
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  /** The right side of the pairs that follow. Returns how many different seeds it has, of PASSAGE_SEED_WORDS each. */
  readonly setRight: (begin: number, end: number) => number;
  /**
   * What the left text and the right one share.
   *
   * @param unitWords how many words stand for one of a sentence's limits; 0 where sentences are not asked for
   */
  readonly share: (begin: number, end: number, unitWords: number) => SharedWords;
}

/** What two texts share, by positions from their begins. */
export interface SharedWords {
  /** Different seeds that both have. */
  readonly sharedSeeds: number;
  /** Runs of MIN_PASSAGE_WORDS and more. */
  readonly runCount: number;
  /**
   * Four numbers a run: where it begins left and right, its words, and 1 where most of it is quoted on either side. Longest
   * first; of equals the one further left. Valid until the next pair, and longer than it need be.
   */
  readonly runs: Int32Array;
  /** Words of the longest run, also where it is too short to be shown. */
  readonly longest: number;
  /** Words that stand in no seed the other text has. */
  readonly leftOwn: number;
  readonly rightOwn: number;
  /** The longest stretch of these; none where it is less than a paragraph. */
  readonly leftStretch: OwnStretch | undefined;
  readonly rightStretch: OwnStretch | undefined;
  /** Share of each side's words in sentences whose words the other has for the most part; 0 where it was not asked for. */
  readonly leftSentences: number;
  readonly rightSentences: number;
}

/** A stretch of a text, by positions `[first, end)`, that the other text has not. */
export interface OwnStretch {
  readonly first: number;
  readonly end: number;
  /** Words of it that stand in no shared seed: all but a name or a phrase here and there. */
  readonly unmarked: number;
}

/** The numbers of a run in `SharedWords.runs`. */
export const RUN_NUMBERS = 4;

/** Makes the kernel of that name, with a pool for so many words. */
export function passageKernelOf(wordCount: number, name: KernelName = kernelChosen()): PassageKernel {
  return KERNELS[name](wordCount);
}

const KERNELS: Record<KernelName, (wordCount: number) => PassageKernel> = {
  compiled: compiledKernel,
  plain: plainKernel,
};

function plainKernel(wordCount: number): PassageKernel {
  const hashes = new Uint32Array(wordCount);
  const flags = new Uint8Array(wordCount);
  const seeds = new SeedIndex(PASSAGE_SEED_WORDS);
  let right: WordRange = { hashes, flags, begin: 0, end: 0 };
  let leftMarks = new Uint8Array(4096);
  let rightMarks = new Uint8Array(4096);
  return {
    hashes,
    flags,
    setRight: (begin, end) => {
      right = { hashes, flags, begin, end };
      seeds.build(right);
      return seeds.seedCount;
    },
    share: (begin, end, unitWords) => {
      const left: WordRange = { hashes, flags, begin, end };
      const count = Math.max(end - begin, right.end - right.begin);
      if (leftMarks.length < count) {
        leftMarks = new Uint8Array(count * 2);
        rightMarks = new Uint8Array(count * 2);
      }
      const { sharedSeeds, located } = coverInto(leftMarks, rightMarks, left, right, seeds);
      const { runs, longest } = runsOf(left, right, seeds, located);
      return {
        sharedSeeds,
        runCount: runs.length,
        runs: Int32Array.from(runs.flatMap((run) => [run.left, run.right, run.words, run.isQuoted ? 1 : 0])),
        longest,
        leftOwn: unmarkedCount(leftMarks, left.end - left.begin),
        rightOwn: unmarkedCount(rightMarks, right.end - right.begin),
        leftStretch: longestOwnStretch(leftMarks, left),
        rightStretch: longestOwnStretch(rightMarks, right),
        leftSentences: unitWords === 0 ? 0 : shareInSentences(left, leftMarks, unitWords),
        rightSentences: unitWords === 0 ? 0 : shareInSentences(right, rightMarks, unitWords),
      };
    },
  };
}

/** A run of words that both have, by positions. */
interface Run {
  readonly left: number;
  readonly right: number;
  readonly words: number;
  readonly isQuoted: boolean;
}

/** From the left, each place takes the longest run that begins there, and goes on after it: blind to order. */
function runsOf(
  left: WordRange,
  right: WordRange,
  index: SeedIndex,
  located: Int32Array,
): { runs: Run[]; longest: number } {
  const runs: Run[] = [];
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
      place >= 0 && tried < MAX_TRIED_PLACES;
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
        isQuoted: isMostlyQuoted(left, at, bestLength) || isMostlyQuoted(right, right.begin + bestRight, bestLength),
      });
    }
    at += bestLength;
  }
  runs.sort((a, b) => b.words - a.words || a.left - b.left);
  return { runs, longest };
}

function unmarkedCount(marks: Uint8Array, count: number): number {
  let unmarked = 0;
  for (let k = 0; k < count; k++) unmarked += 1 - marks[k]!;
  return unmarked;
}

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

/** What assembly/passages.ts exports. */
interface PassageExports {
  readonly lay: (table: number, unspacedSeedWords: number) => void;
  readonly setRight: (begin: number, end: number) => number;
  readonly share: (begin: number, end: number, unitWords: number, sentenceShare: number) => void;
}

/** 2^16 bits, one for each value of 16 bits of a seed. */
const FILTER_BYTES = (1 << 16) >> 3;
const RESULT_COUNT = 15;
/** Words are looked at sixteen at a time, past the last one too. */
const READ_AHEAD = 16;

/** In the order in which `lay` reads them. */
const ADDRESS_NAMES = [
  'hashes',
  'flags',
  'multipliers',
  'results',
  'filter',
  'slots',
  'last',
  'previous',
  'seedAt',
  'met',
  'located',
  'leftMarks',
  'rightMarks',
  'runs',
  'keys',
  'found',
] as const;
type AddressName = (typeof ADDRESS_NAMES)[number];

/** Room is laid out for one text that fills the whole pool; what is never written to takes none. */
function compiledKernel(wordCount: number): PassageKernel {
  let slotCount = 256;
  while (slotCount < wordCount * 2) slotCount *= 2;
  const mostRuns = Math.ceil(wordCount / MIN_PASSAGE_WORDS);
  const sizes: Record<AddressName, number> = {
    hashes: wordCount * 4,
    flags: wordCount + READ_AHEAD,
    multipliers: POSITION_MULTIPLIERS.byteLength,
    results: RESULT_COUNT * 4,
    filter: FILTER_BYTES,
    slots: slotCount * 4,
    last: wordCount * 4,
    previous: wordCount * 4,
    seedAt: wordCount * 4,
    met: wordCount * 4,
    located: wordCount * 4,
    leftMarks: wordCount + READ_AHEAD,
    rightMarks: wordCount + READ_AHEAD,
    runs: mostRuns * RUN_NUMBERS * 4,
    keys: mostRuns * 8,
    found: mostRuns * RUN_NUMBERS * 4,
  };
  const layout = new Layout();
  const table = layout.take(ADDRESS_NAMES.length * 4);
  const addresses = Object.fromEntries(ADDRESS_NAMES.map((name) => [name, layout.take(sizes[name])])) as Record<
    AddressName,
    number
  >;
  const memory = memoryOf(layout.size);
  if (memory === undefined) return plainKernel(wordCount);
  const { buffer } = memory;
  new Int32Array(buffer, addresses.multipliers, POSITION_MULTIPLIERS.length).set(POSITION_MULTIPLIERS);
  new Uint32Array(buffer, table, ADDRESS_NAMES.length).set(ADDRESS_NAMES.map((name) => addresses[name]));
  const results = new Int32Array(buffer, addresses.results, RESULT_COUNT);
  const runs = new Int32Array(buffer, addresses.runs, mostRuns * RUN_NUMBERS);
  const { lay, setRight, share } = exportsOf<PassageExports>('passages', memory);
  lay(table, charactersFor(PASSAGE_SEED_WORDS));
  return {
    hashes: new Uint32Array(buffer, addresses.hashes, wordCount),
    flags: new Uint8Array(buffer, addresses.flags, wordCount),
    setRight,
    share: (begin, end, unitWords) => {
      share(begin, end, unitWords, SENTENCE_SHARE);
      return {
        sharedSeeds: results[0]!,
        longest: results[1]!,
        runCount: results[2]!,
        runs,
        leftOwn: results[3]!,
        rightOwn: results[4]!,
        leftStretch: stretchAt(results, 5),
        rightStretch: stretchAt(results, 8),
        leftSentences: unitWords === 0 ? 0 : shareAt(results, 11),
        rightSentences: unitWords === 0 ? 0 : shareAt(results, 13),
      };
    },
  };
}

function shareAt(results: Int32Array, at: number): number {
  return results[at] === 0 ? 0 : results[at + 1]! / results[at]!;
}

function stretchAt(results: Int32Array, at: number): OwnStretch | undefined {
  return results[at + 2] === 0 ? undefined : { first: results[at]!, end: results[at + 1]!, unmarked: results[at + 2]! };
}
