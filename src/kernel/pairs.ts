import { Bounds } from './bounds.ts';
import { type ChainMeasures, chainOf } from './chain.ts';
import { exportsOf, type KernelName, kernelChosen, Layout, memoryOf } from './compiled.ts';
import { type CoverCounts, coverOf, type Places } from './cover.ts';
import { QUOTED, UNSPACED_WORD } from './flags.ts';
import { RUN_WORDS, SEED_WORDS, WANT_ALL, WANT_COVER, WANT_NOTHING } from './limits.ts';
import { charactersFor, POSITION_MULTIPLIERS } from './scheme.ts';
import { SeedIndex, type WordRange } from './seeds.ts';

/**
 * Measures pairs of many texts, known by their position in a list. One of them is set as the right side, is indexed once,
 * and only as far as it is needed, and is compared with many left ones, which is the order in which candidates come.
 */
export interface PairKernel {
  readonly texts: TextCounts;
  /** The words of a text, to read; they must not be changed. */
  readonly wordsOf: (position: number) => WordRange;
  /** The right side of the pairs that follow. */
  readonly setRight: (position: number) => void;
  /**
   * Screens the left texts before they are measured, and writes what is worth measuring of each: WANT_ALL where it stood
   * already, or where chain and cover may reach `minScore` of the shorter text; else WANT_COVER where `minQuoted` quoted
   * words of both may stand in shared runs; else WANT_NOTHING. It may say too much, never too little.
   *
   * @param wanted one byte for each of `lefts`
   */
  readonly screen: (lefts: Uint32Array, wanted: Uint8Array, minScore: number, minQuoted: number) => void;
  /** Words of both in runs both have: `coverOf`. */
  readonly cover: (left: number) => CoverCounts;
  /** The chain of seeds both have: `chainOf`. */
  readonly chain: (left: number, unitWords: number) => ChainMeasures;
}

/** What is counted of each text, by position. */
interface TextCounts {
  readonly words: Uint32Array;
  readonly quoted: Uint32Array;
  readonly unspaced: Uint32Array;
}

/** Makes the kernel of that name for some texts. */
export function pairKernelOf(texts: readonly WordRange[], name: KernelName = kernelChosen()): PairKernel {
  return KERNELS[name](texts);
}

const KERNELS: Record<KernelName, (texts: readonly WordRange[]) => PairKernel> = {
  compiled: compiledKernel,
  plain: plainKernel,
};

function countsOf(texts: readonly WordRange[]): TextCounts {
  const words = new Uint32Array(texts.length);
  const quoted = new Uint32Array(texts.length);
  const unspaced = new Uint32Array(texts.length);
  for (let position = 0; position < texts.length; position++) {
    const { flags, begin, end } = texts[position]!;
    words[position] = end - begin;
    let quotedHere = 0;
    let unspacedHere = 0;
    for (let at = begin; at < end; at++) {
      const flag = flags[at]!;
      quotedHere += flag & QUOTED;
      unspacedHere += flag & UNSPACED_WORD;
    }
    quoted[position] = quotedHere;
    unspaced[position] = unspacedHere / UNSPACED_WORD;
  }
  return { words, quoted, unspaced };
}

function plainKernel(texts: readonly WordRange[]): PairKernel {
  const bounds = new Bounds(texts, SEED_WORDS, RUN_WORDS);
  const seeds = new SeedIndex(SEED_WORDS);
  const runs = new SeedIndex(RUN_WORDS);
  const places: Places = { count: 0, positions: new Uint32Array(4096) };
  let right = -1;
  let areSeedsReady = false;
  let areRunsReady = false;
  return {
    texts: countsOf(texts),
    wordsOf: (position) => texts[position]!,
    setRight: (position) => {
      if (position === right) return;
      right = position;
      areSeedsReady = false;
      areRunsReady = false;
      bounds.setRight(position);
    },
    screen: (lefts, wanted, minScore, minQuoted) => {
      for (let k = 0; k < lefts.length; k++) {
        if (wanted[k] === WANT_ALL) continue;
        const left = lefts[k]!;
        const enough = minScore * Math.min(bounds.wordCount(left), bounds.wordCount(right));
        if (bounds.covered(left, enough) >= enough) wanted[k] = WANT_ALL;
        else wanted[k] = bounds.mayShareQuotation(left, minQuoted) ? WANT_COVER : WANT_NOTHING;
      }
    },
    cover: (left) => {
      if (!areRunsReady) runs.build(texts[right]!);
      areRunsReady = true;
      bounds.runPlaces(left, places);
      return coverOf(texts[left]!, texts[right]!, runs, places);
    },
    chain: (left, unitWords) => {
      if (!areSeedsReady) seeds.build(texts[right]!);
      areSeedsReady = true;
      return chainOf(texts[left]!, texts[right]!, seeds, unitWords);
    },
  };
}

/** What assembly/pairs.ts exports. */
interface PairExports {
  readonly lay: (table: number, unspacedSeedWords: number, unspacedRunWords: number, longestText: number) => void;
  readonly readBits: (position: number) => void;
  readonly setRight: (position: number) => void;
  readonly screen: (count: number, minScore: number, minQuoted: number) => void;
  readonly cover: (left: number) => void;
  readonly chain: (left: number, unitWords: number) => void;
}

/** 2^16 bits, one for each value of the 16 bits that stand for a seed. */
const FILTER_BYTES = (1 << 16) >> 3;
const RESULT_COUNT = 4;
/** The fields of `TextInfo` in assembly/pairs.ts, 4 bytes each. */
const TEXT_INFO_NUMBERS = 8;
/** Texts that are handed over to be screened in one call. */
const SCREENED_AT_ONCE = 1024;

function compiledKernel(texts: readonly WordRange[]): PairKernel {
  const counts = countsOf(texts);
  const offsets = new Uint32Array(texts.length + 1);
  for (let position = 0; position < texts.length; position++) {
    offsets[position + 1] = offsets[position]! + counts.words[position]!;
  }
  const longest = counts.words.reduce((most, count) => (count > most ? count : most), 0);
  const { quotations, quotationOffsets } = quotationsOf(texts, offsets);

  const layout = new Layout();
  const wordCount = offsets[texts.length]!;
  const table = layout.take(ADDRESS_NAMES.length * 4);
  let slotCount = 256;
  while (slotCount < longest * 2) slotCount *= 2;
  const sizes: Record<AddressName, number> = {
    hashes: wordCount * 4,
    flags: wordCount,
    seedBits: wordCount * 2,
    runBits: wordCount * 2,
    multipliers: POSITION_MULTIPLIERS.byteLength,
    results: RESULT_COUNT * 4,
    seedFilter: FILTER_BYTES,
    runFilter: FILTER_BYTES,
    seedSlots: slotCount * 4,
    seedLast: longest * 4,
    seedOccurrences: longest * 4,
    seedPrevious: longest * 4,
    runSlots: slotCount * 4,
    runLast: longest * 4,
    runPrevious: longest * 4,
    leftCounts: longest * 4,
    leftPlaces: (longest + 1) * 4,
    leftSeeds: longest * 4,
    seen: longest * 4,
    hits: longest,
    placesLeft: longest * PAIRS_A_WORD * 4,
    placesRight: longest * PAIRS_A_WORD * 4,
    tails: longest * PAIRS_A_WORD * 4,
    parents: longest * PAIRS_A_WORD * 4,
    texts: texts.length * TEXT_INFO_NUMBERS * 4,
    quotations: quotations.byteLength,
    lefts: SCREENED_AT_ONCE * 4,
    wanted: SCREENED_AT_ONCE,
    seedAt: longest * 4,
    runAt: longest * 4,
  };
  const addresses = Object.fromEntries(ADDRESS_NAMES.map((name) => [name, layout.take(sizes[name])])) as Record<
    AddressName,
    number
  >;

  const memory = memoryOf(layout.size);
  if (memory === undefined) return plainKernel(texts);
  const { buffer } = memory;
  const hashes = new Uint32Array(buffer, addresses.hashes, wordCount);
  const flags = new Uint8Array(buffer, addresses.flags, wordCount);
  for (let position = 0; position < texts.length; position++) {
    const text = texts[position]!;
    hashes.set(text.hashes.subarray(text.begin, text.end), offsets[position]);
    flags.set(text.flags.subarray(text.begin, text.end), offsets[position]);
  }
  new Int32Array(buffer, addresses.multipliers, POSITION_MULTIPLIERS.length).set(POSITION_MULTIPLIERS);
  new Uint32Array(buffer, addresses.quotations, quotations.length).set(quotations);
  const info = new Uint32Array(buffer, addresses.texts, texts.length * TEXT_INFO_NUMBERS);
  for (let position = 0; position < texts.length; position++) {
    const at = position * TEXT_INFO_NUMBERS;
    info[at] = offsets[position]!;
    info[at + 1] = offsets[position + 1]!;
    info[at + 2] = counts.quoted[position]!;
    info[at + 3] = counts.unspaced[position]!;
    info[at + 4] = quotationOffsets[position]!;
    info[at + 5] = quotationOffsets[position + 1]!;
  }
  new Uint32Array(buffer, table, ADDRESS_NAMES.length).set(ADDRESS_NAMES.map((name) => addresses[name]));

  const kernel = exportsOf<PairExports>('pairs', memory);
  kernel.lay(table, charactersFor(SEED_WORDS), charactersFor(RUN_WORDS), longest);
  for (let position = 0; position < texts.length; position++) {
    kernel.readBits(position);
  }
  const results = new Int32Array(buffer, addresses.results, RESULT_COUNT);
  const screenedLefts = new Uint32Array(buffer, addresses.lefts, SCREENED_AT_ONCE);
  const screenedWanted = new Uint8Array(buffer, addresses.wanted, SCREENED_AT_ONCE);

  let right = -1;
  return {
    texts: counts,
    wordsOf: (position) => ({ hashes, flags, begin: offsets[position]!, end: offsets[position + 1]! }),
    setRight: (position) => {
      if (position === right) return;
      right = position;
      kernel.setRight(position);
    },
    screen: (lefts, wanted, minScore, minQuoted) => {
      for (let from = 0; from < lefts.length; from += SCREENED_AT_ONCE) {
        const to = Math.min(from + SCREENED_AT_ONCE, lefts.length);
        screenedLefts.set(lefts.subarray(from, to));
        screenedWanted.set(wanted.subarray(from, to));
        kernel.screen(to - from, minScore, minQuoted);
        wanted.set(screenedWanted.subarray(0, to - from), from);
      }
    },
    cover: (left) => {
      kernel.cover(left);
      return { left: results[0]!, leftQuoted: results[1]!, right: results[2]!, rightQuoted: results[3]! };
    },
    chain: (left, unitWords) => {
      kernel.chain(left, unitWords);
      return { covered: results[0]!, reached: results[1]!, runMatched: results[2]! };
    },
  };
}

/** In the order in which `lay` reads them. */
const ADDRESS_NAMES = [
  'hashes',
  'flags',
  'seedBits',
  'runBits',
  'multipliers',
  'results',
  'seedFilter',
  'runFilter',
  'seedSlots',
  'seedLast',
  'seedOccurrences',
  'seedPrevious',
  'runSlots',
  'runLast',
  'runPrevious',
  'leftCounts',
  'leftPlaces',
  'leftSeeds',
  'seen',
  'hits',
  'placesLeft',
  'placesRight',
  'tails',
  'parents',
  'texts',
  'quotations',
  'lefts',
  'wanted',
  'seedAt',
  'runAt',
] as const;
type AddressName = (typeof ADDRESS_NAMES)[number];

/**
 * Room for pairs of places, a word of the longest text. A seed that stands l times left and r times right makes l * r pairs
 * where that is 8 at most, and uses l and r words of the two texts: most for l * r = 8 shared evenly, sqrt(8) a word.
 */
const PAIRS_A_WORD = 3;

/** Stretches of quoted words, as begin and end in the pool by turns, and where each text's begin. */
function quotationsOf(
  texts: readonly WordRange[],
  offsets: Uint32Array,
): { quotations: Uint32Array; quotationOffsets: Uint32Array } {
  const quotations: number[] = [];
  const quotationOffsets = new Uint32Array(texts.length + 1);
  for (let position = 0; position < texts.length; position++) {
    const { flags, begin, end } = texts[position]!;
    const shift = offsets[position]! - begin;
    let isOpen = 0;
    for (let at = begin; at < end; at++) {
      if ((flags[at]! & QUOTED) === isOpen) continue;
      isOpen ^= QUOTED;
      quotations.push(at + shift);
    }
    if (isOpen === QUOTED) quotations.push(end + shift);
    quotationOffsets[position + 1] = quotations.length;
  }
  return { quotations: Uint32Array.from(quotations), quotationOffsets };
}
