import { Bounds } from './bounds.ts';
import { chainOf } from './chain.ts';
import { exportsOf, type KernelName, kernelChosen, Layout, memoryOf } from './compiled.ts';
import { coverOf, type Places } from './cover.ts';
import { QUOTED, UNSPACED_WORD } from './flags.ts';
import { GrowingUint32 } from './growing.ts';
import { NUMBERS_A_PAIR, RUN_WORDS, SEED_WORDS, WANT_ALL, WANT_COVER, WANT_NOTHING } from './limits.ts';
import { charactersFor, POSITION_MULTIPLIERS, unitWordsOf } from './scheme.ts';
import { SeedIndex, type WordRange } from './seeds.ts';

/** Left texts that are measured in one call. */
export const MEASURED_AT_ONCE = 1024;

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
  /** The left texts of `measure`, to be filled before: up to MEASURED_AT_ONCE. */
  readonly lefts: Uint32Array;
  /** What is wanted of each of `lefts`: WANT_ALL or WANT_NOTHING before `measure`, and what was measured after it. */
  readonly wanted: Uint8Array;
  /**
   * What was found of each of `lefts`, from NUMBERS_A_PAIR times its index on: `left`, `leftQuoted`, `right`, `rightQuoted` of
   * `coverOf`, then `covered`, `reached`, `runMatched` of `chainOf`. Nothing that means anything where nothing was wanted, and
   * no chain where only the cover was.
   */
  readonly found: Int32Array;
  /**
   * Measures the first `count` of `lefts` as far as that is worth it, and writes so to `wanted`: WANT_ALL where it stood already,
   * or where chain and cover may reach `minScore` of the shorter text; else WANT_COVER where `minQuoted` quoted words of both
   * may stand in shared runs; else WANT_NOTHING. It may measure too much, never too little.
   */
  readonly measure: (count: number, minScore: number, minQuoted: number) => void;
}

/** What is counted of each text, by position. */
interface TextCounts {
  readonly words: Uint32Array;
  readonly quoted: Uint32Array;
  /** How many words stand for one: `unitWordsOf`. */
  readonly unitWords: Float64Array;
}

/** Makes the kernel of that name for some texts. */
export function pairKernelOf(texts: readonly WordRange[], name: KernelName = kernelChosen()): PairKernel {
  return KERNELS[name](texts);
}

const KERNELS: Record<KernelName, (texts: readonly WordRange[]) => PairKernel> = {
  compiled: compiledKernel,
  plain: plainKernel,
};

/** What is learned of all texts in one pass over their flags. */
interface Census extends TextCounts {
  readonly unspaced: Uint32Array;
  /** Stretches of words whose runs reach quoted words, as begin and end in the pool by turns, and where each text's begin. */
  readonly stretches: GrowingUint32;
  readonly stretchOffsets: Uint32Array;
  /** Words in these. */
  readonly runCounts: Uint32Array;
}

/** @param offsets where in the pool each text begins */
function censusOf(texts: readonly WordRange[], offsets: Uint32Array): Census {
  const words = new Uint32Array(texts.length);
  const quoted = new Uint32Array(texts.length);
  const unspaced = new Uint32Array(texts.length);
  const unitWords = new Float64Array(texts.length);
  const stretches = new GrowingUint32();
  const stretchOffsets = new Uint32Array(texts.length + 1);
  const runCounts = new Uint32Array(texts.length);
  for (let position = 0; position < texts.length; position++) {
    const { flags, begin, end } = texts[position]!;
    let quotedHere = 0;
    let unspacedHere = 0;
    for (let at = begin; at < end; at++) {
      const flag = flags[at]!;
      quotedHere += flag & QUOTED;
      unspacedHere += flag & UNSPACED_WORD;
    }
    unspacedHere /= UNSPACED_WORD;
    words[position] = end - begin;
    quoted[position] = quotedHere;
    unspaced[position] = unspacedHere;
    unitWords[position] = unitWordsOf(unspacedHere, end - begin);

    const shift = offsets[position]! - begin;
    // A run may begin outside the marks and reach in.
    const reach = (unspacedHere === 0 ? RUN_WORDS : charactersFor(RUN_WORDS)) - 1;
    let runs = 0;
    for (let at = begin, open = quotedHere; open > 0; at++) {
      if ((flags[at]! & QUOTED) === 0) continue;
      const from = Math.max(begin, at - reach);
      while (at < end && (flags[at]! & QUOTED) !== 0) {
        at++;
        open--;
      }
      stretches.push(from + shift);
      stretches.push(at + shift);
      runs += at - from;
    }
    stretchOffsets[position + 1] = stretches.length;
    runCounts[position] = runs;
  }
  return { words, quoted, unspaced, unitWords, stretches, stretchOffsets, runCounts };
}

function offsetsOf(texts: readonly WordRange[]): Uint32Array {
  const offsets = new Uint32Array(texts.length + 1);
  for (let k = 0; k < texts.length; k++) offsets[k + 1] = offsets[k]! + texts[k]!.end - texts[k]!.begin;
  return offsets;
}

function plainKernel(texts: readonly WordRange[]): PairKernel {
  const { words, quoted, unitWords } = censusOf(texts, offsetsOf(texts));
  const bounds = new Bounds(texts, SEED_WORDS, RUN_WORDS);
  const seeds = new SeedIndex(SEED_WORDS);
  const runs = new SeedIndex(RUN_WORDS);
  const places: Places = { count: 0, positions: new Uint32Array(4096) };
  const lefts = new Uint32Array(MEASURED_AT_ONCE);
  const wanted = new Uint8Array(MEASURED_AT_ONCE);
  const found = new Int32Array(MEASURED_AT_ONCE * NUMBERS_A_PAIR);
  let right = -1;
  let areSeedsReady = false;
  let areRunsReady = false;
  const wantedOf = (left: number, minScore: number, minQuoted: number): number => {
    const enough = minScore * Math.min(words[left]!, words[right]!);
    if (bounds.covered(left, enough) >= enough) return WANT_ALL;
    return bounds.mayShareQuotation(left, minQuoted) ? WANT_COVER : WANT_NOTHING;
  };
  const cover = (left: number, at: number): void => {
    if (!areRunsReady) runs.build(texts[right]!);
    areRunsReady = true;
    bounds.runPlaces(left, places);
    const counts = coverOf(texts[left]!, texts[right]!, runs, places);
    found[at] = counts.left;
    found[at + 1] = counts.leftQuoted;
    found[at + 2] = counts.right;
    found[at + 3] = counts.rightQuoted;
  };
  const chain = (left: number, at: number): void => {
    if (!areSeedsReady) seeds.build(texts[right]!);
    areSeedsReady = true;
    const unit = Math.min(unitWords[left]!, unitWords[right]!);
    const { covered, reached, runMatched } = chainOf(texts[left]!, texts[right]!, seeds, unit);
    found[at + 4] = covered;
    found[at + 5] = reached;
    found[at + 6] = runMatched;
  };
  return {
    texts: { words, quoted, unitWords },
    wordsOf: (position) => texts[position]!,
    setRight: (position) => {
      if (position === right) return;
      right = position;
      areSeedsReady = false;
      areRunsReady = false;
      bounds.setRight(position);
    },
    lefts,
    wanted,
    found,
    measure: (count, minScore, minQuoted) => {
      found.fill(0, 0, count * NUMBERS_A_PAIR);
      for (let k = 0; k < count; k++) {
        const left = lefts[k]!;
        if (wanted[k] !== WANT_ALL) wanted[k] = wantedOf(left, minScore, minQuoted);
        if (wanted[k] !== WANT_NOTHING) cover(left, k * NUMBERS_A_PAIR);
        if (wanted[k] === WANT_ALL) chain(left, k * NUMBERS_A_PAIR);
      }
    },
  };
}

/** What assembly/pairs.ts exports. */
interface PairExports {
  readonly lay: (table: number, unspacedSeedWords: number, unspacedRunWords: number, longestText: number) => void;
  readonly readBits: (position: number) => void;
  readonly setRight: (position: number) => void;
  readonly measure: (count: number, minScore: number, minQuoted: number) => void;
}

/** 2^16, one for each value of the 16 bits that stand for a seed. */
const MARK_BYTES = 1 << 16;
/** `TextInfo` in assembly/pairs.ts: so many numbers of 4 bytes, a line of the cache. */
const TEXT_INFO_NUMBERS = 16;
/** The bits of so many seeds are looked at in one go. */
const SEEDS_AT_ONCE = 16;
const padded = (seeds: number): number => Math.ceil(seeds / SEEDS_AT_ONCE) * SEEDS_AT_ONCE;
/** One bit a word, a whole number of 64 of them, and one number more. */
const maskBytes = (words: number): number => (Math.ceil(words / 64) + 1) * 8;

function compiledKernel(texts: readonly WordRange[]): PairKernel {
  const offsets = offsetsOf(texts);
  const { words, quoted, unspaced, unitWords, stretches, stretchOffsets, runCounts } = censusOf(texts, offsets);
  const longest = words.reduce((most, count) => (count > most ? count : most), 0);
  const bitOffsets = new Uint32Array(texts.length + 1);
  for (let position = 0; position < texts.length; position++) {
    const needed = padded(words[position]!) + runCounts[position]!;
    bitOffsets[position + 1] = bitOffsets[position]! + padded(needed);
  }

  const layout = new Layout();
  const wordCount = offsets[texts.length]!;
  const table = layout.take(ADDRESS_NAMES.length * 4);
  let slotCount = 256;
  while (slotCount < longest * 2) slotCount *= 2;
  const sizes: Record<AddressName, number> = {
    hashes: wordCount * 4,
    flags: wordCount,
    bits: bitOffsets[texts.length]! * 2,
    found: MEASURED_AT_ONCE * NUMBERS_A_PAIR * 4,
    multipliers: POSITION_MULTIPLIERS.byteLength,
    seedMarks: MARK_BYTES,
    runMarks: MARK_BYTES,
    markedRuns: longest * 2,
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
    stretches: stretches.length * 4,
    lefts: MEASURED_AT_ONCE * 4,
    wanted: MEASURED_AT_ONCE,
    seedAt: longest * 4,
    runAt: longest * 4,
    masks: maskBytes(longest),
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
  const info = new Uint32Array(buffer, addresses.texts, texts.length * TEXT_INFO_NUMBERS);
  const units = new Float64Array(buffer, addresses.texts, (texts.length * TEXT_INFO_NUMBERS) / 2);
  for (let position = 0; position < texts.length; position++) {
    const text = texts[position]!;
    hashes.set(text.hashes.subarray(text.begin, text.end), offsets[position]);
    flags.set(text.flags.subarray(text.begin, text.end), offsets[position]);
    const at = position * TEXT_INFO_NUMBERS;
    info[at] = offsets[position]!;
    info[at + 1] = offsets[position + 1]!;
    info[at + 2] = quoted[position]!;
    info[at + 3] = unspaced[position]!;
    const runBits = bitOffsets[position]! + padded(words[position]!);
    info[at + 4] = bitOffsets[position]!;
    info[at + 5] = runBits;
    info[at + 6] = runBits + runCounts[position]!;
    info[at + 7] = stretchOffsets[position]!;
    info[at + 8] = stretchOffsets[position + 1]!;
    units[at / 2 + 5] = unitWords[position]!;
  }
  new Int32Array(buffer, addresses.multipliers, POSITION_MULTIPLIERS.length).set(POSITION_MULTIPLIERS);
  new Uint32Array(buffer, addresses.stretches, stretches.length).set(stretches.view());
  new Uint32Array(buffer, table, ADDRESS_NAMES.length).set(ADDRESS_NAMES.map((name) => addresses[name]));

  const kernel = exportsOf<PairExports>('pairs', memory);
  kernel.lay(table, charactersFor(SEED_WORDS), charactersFor(RUN_WORDS), longest);
  for (let position = 0; position < texts.length; position++) {
    kernel.readBits(position);
  }

  let right = -1;
  return {
    texts: { words, quoted, unitWords },
    wordsOf: (position) => ({ hashes, flags, begin: offsets[position]!, end: offsets[position + 1]! }),
    setRight: (position) => {
      if (position === right) return;
      right = position;
      kernel.setRight(position);
    },
    lefts: new Uint32Array(buffer, addresses.lefts, MEASURED_AT_ONCE),
    wanted: new Uint8Array(buffer, addresses.wanted, MEASURED_AT_ONCE),
    found: new Int32Array(buffer, addresses.found, MEASURED_AT_ONCE * NUMBERS_A_PAIR),
    measure: kernel.measure,
  };
}

/** In the order in which `lay` reads them. */
const ADDRESS_NAMES = [
  'hashes',
  'flags',
  'bits',
  'found',
  'multipliers',
  'seedMarks',
  'runMarks',
  'markedRuns',
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
  'stretches',
  'lefts',
  'wanted',
  'seedAt',
  'runAt',
  'masks',
] as const;
type AddressName = (typeof ADDRESS_NAMES)[number];

/**
 * Room for pairs of places, a word of the longest text. A seed that stands l times left and r times right makes l * r pairs
 * where that is 8 at most, and uses l and r words of the two texts: most for l * r = 8 shared evenly, sqrt(8) a word.
 */
const PAIRS_A_WORD = 3;
