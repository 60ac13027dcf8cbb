import { Bounds } from './bounds.ts';
import { chainOf } from './chain.ts';
import { exportsOf, type KernelName, kernelChosen, Layout, sharedMemoryOf } from './compiled.ts';
import { coverOf, type Places } from './cover.ts';
import { QUOTED, UNSPACED_WORD } from './flags.ts';
import { NUMBERS_A_PAIR, RUN_WORDS, SEED_WORDS, WANT_ALL, WANT_COVER, WANT_NOTHING } from './limits.ts';
import { charactersFor, POSITION_MULTIPLIERS, unitWordsOf } from './scheme.ts';
import { SeedIndex, type WordRange } from './seeds.ts';
import { type Reuse, ReuseMeter, SENTENCE_SHARE } from './sentences.ts';

/** Pairs that are measured in one call. */
export const MEASURED_AT_ONCE = 1024;

/**
 * Measures pairs of many texts, known by their position in a list. A right side is indexed once for the pairs that follow each
 * other, and only as far as it is needed: candidates come grouped by it.
 */
export interface PairKernel {
  readonly texts: TextCounts;
  /** The words of a text, to read; they must not be changed. */
  readonly wordsOf: (position: number) => WordRange;
  /** The pairs of `measure`, to be filled before: up to MEASURED_AT_ONCE. */
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
  /** What is wanted of each pair: WANT_ALL or WANT_NOTHING before `measure`, and what was measured after it. */
  readonly wanted: Uint8Array;
  /**
   * What was found of each pair, from NUMBERS_A_PAIR times its index on: `left`, `leftQuoted`, `right`, `rightQuoted` of
   * `coverOf`, then `covered`, `reached`, `runMatched` of `chainOf`. Nothing that means anything where nothing was wanted, and
   * no chain where only the cover was.
   */
  readonly found: Int32Array;
  /**
   * Measures the first `count` pairs as far as that is worth it, and writes so to `wanted`: WANT_ALL where it stood already,
   * or where chain and cover may reach `minScore` of the shorter text; else WANT_COVER where `minQuoted` quoted words of both
   * stand in shared runs; else WANT_NOTHING. It may measure too much for the score, never too little. Of a pair with a text of
   * fewer than `minWords` words nothing is measured, whatever is wanted.
   */
  readonly measure: (count: number, minScore: number, minQuoted: number, minWords: number) => void;
  /**
   * What two texts reuse of each other, small edits forgiven.
   *
   * @param unitWords how many words stand for one: 1, or more in scripts without spaces
   */
  readonly reuseOf: (left: number, right: number, unitWords: number) => Reuse;
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

/**
 * Texts that several kernels measure in one memory, each in a thread of its own and with room of its own. It can be sent: memory
 * and numbers are shared, not copied.
 */
export interface SharedTexts {
  readonly memory: WebAssembly.Memory;
  /** Where the words of each text begin; those of the last end at the last number. */
  readonly offsets: Uint32Array;
  readonly counts: TextCounts;
  readonly longest: number;
  /** For each kernel where everything lies, in the order of ADDRESS_NAMES. */
  readonly addresses: readonly (readonly number[])[];
}

/** The same for several threads; nothing to share where only the plain kernel can be had. */
export function sharedPairKernelOf(
  texts: readonly WordRange[],
  threads: number,
): { readonly kernel: PairKernel; readonly shared?: SharedTexts } {
  const shared = kernelChosen() === 'compiled' ? laidOut(texts, threads) : undefined;
  return shared === undefined ? { kernel: plainKernel(texts) } : { kernel: sharedKernel(shared, 0), shared };
}

const KERNELS: Record<KernelName, (texts: readonly WordRange[]) => PairKernel> = {
  compiled: compiledKernel,
  plain: plainKernel,
};

function countsOf(texts: readonly WordRange[]): TextCounts {
  const words = new Uint32Array(texts.length);
  const quoted = new Uint32Array(texts.length);
  const unitWords = new Float64Array(texts.length);
  for (const [position, { flags, begin, end }] of texts.entries()) {
    let unspaced = 0;
    for (let at = begin; at < end; at++) {
      quoted[position]! += flags[at]! & QUOTED;
      if ((flags[at]! & UNSPACED_WORD) !== 0) unspaced++;
    }
    words[position] = end - begin;
    unitWords[position] = unitWordsOf(unspaced, end - begin);
  }
  return { words, quoted, unitWords };
}

function offsetsOf(texts: readonly WordRange[]): Uint32Array {
  const offsets = new Uint32Array(texts.length + 1);
  for (let k = 0; k < texts.length; k++) offsets[k + 1] = offsets[k]! + texts[k]!.end - texts[k]!.begin;
  return offsets;
}

function plainKernel(texts: readonly WordRange[]): PairKernel {
  const { words, quoted, unitWords } = countsOf(texts);
  const bounds = new Bounds(texts, SEED_WORDS, RUN_WORDS);
  const seeds = new SeedIndex(SEED_WORDS);
  const runs = new SeedIndex(RUN_WORDS);
  const meter = new ReuseMeter();
  const places: Places = { count: 0, positions: new Uint32Array(4096) };
  const lefts = new Uint32Array(MEASURED_AT_ONCE);
  const rights = new Uint32Array(MEASURED_AT_ONCE);
  const wanted = new Uint8Array(MEASURED_AT_ONCE);
  const found = new Int32Array(MEASURED_AT_ONCE * NUMBERS_A_PAIR);
  let right = -1;
  let areSeedsReady = false;
  let areRunsReady = false;
  const setRight = (position: number): void => {
    if (position === right) return;
    right = position;
    areSeedsReady = false;
    areRunsReady = false;
    bounds.setRight(position);
  };
  /** Measures the cover where it must, to know what is wanted. */
  const wantedOf = (left: number, at: number, minScore: number, minQuoted: number): number => {
    const enough = minScore * Math.min(words[left]!, words[right]!);
    if (bounds.covered(left, enough) >= enough) return WANT_ALL;
    if (!bounds.mayShareQuotation(left, minQuoted)) return WANT_NOTHING;
    cover(left, at);
    const shared = Math.min(found[at + 1]!, found[at + 3]!);
    return shared >= minQuoted * Math.min(unitWords[left]!, unitWords[right]!) ? WANT_COVER : WANT_NOTHING;
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
    lefts,
    rights,
    wanted,
    found,
    measure: (count, minScore, minQuoted, minWords) => {
      found.fill(0, 0, count * NUMBERS_A_PAIR);
      for (let k = 0; k < count; k++) {
        const left = lefts[k]!;
        const at = k * NUMBERS_A_PAIR;
        setRight(rights[k]!);
        if (Math.min(words[left]!, words[right]!) < minWords * Math.min(unitWords[left]!, unitWords[right]!)) {
          wanted[k] = WANT_NOTHING;
          continue;
        }
        if (wanted[k] !== WANT_ALL) wanted[k] = wantedOf(left, at, minScore, minQuoted);
        if (wanted[k] !== WANT_ALL) continue;
        cover(left, at);
        chain(left, at);
      }
    },
    reuseOf: (left, right, unitWords) => meter.reuseOf(texts[left]!, texts[right]!, unitWords),
  };
}

/** What assembly/pairs.ts exports. */
interface PairExports {
  readonly lay: (table: number, unspacedSeedWords: number, unspacedRunWords: number, longestText: number) => void;
  readonly readText: (position: number) => void;
  readonly measure: PairKernel['measure'];
  readonly reused: (left: number, right: number, unitWords: number, sentenceShare: number) => void;
}

/** `reused` of assembly/reuse.ts says what these are. */
const REUSE_NUMBERS = 6;
/** 2^16, one for each value of the 16 bits that stand for a seed. */
const MARK_BYTES = 1 << 16;
/** `TextInfo` in assembly/pairs.ts: so many numbers of 4 bytes. */
const TEXT_INFO_NUMBERS = 8;
/** The bits of so many seeds are looked at in one go. */
const SEEDS_AT_ONCE = 16;
const padded = (seeds: number): number => Math.ceil(seeds / SEEDS_AT_ONCE) * SEEDS_AT_ONCE;
/** Marks of reused words are looked at sixteen at a time, past the last one too. */
const MARKS_AT_ONCE = 16;
/** Words of which one number of a mask tells. */
const MASK_WORDS = 64;
const maskNumbers = (words: number): number => Math.ceil(words / MASK_WORDS);

function compiledKernel(texts: readonly WordRange[]): PairKernel {
  const shared = laidOut(texts, 1);
  return shared === undefined ? plainKernel(texts) : sharedKernel(shared, 0);
}

/** Lays texts down for so many kernels; nothing where there is no room. */
function laidOut(texts: readonly WordRange[], threads: number): SharedTexts | undefined {
  const offsets = sharedNumbers(texts.length + 1);
  offsets.set(offsetsOf(texts));
  const words = sharedNumbers(texts.length);
  for (const [position, { begin, end }] of texts.entries()) words[position] = end - begin;
  const longest = words.reduce((most, count) => (count > most ? count : most), 0);
  let seedCount = 0;
  let maskCount = 0;
  for (const count of words) {
    seedCount += padded(count);
    maskCount += maskNumbers(count);
  }

  const layout = new Layout();
  const wordCount = offsets[texts.length]!;
  let slotCount = 256;
  while (slotCount < longest * 2) slotCount *= 2;
  const common: Record<CommonName, number> = {
    hashes: wordCount * 4,
    // Flags are read by 64.
    flags: wordCount + MASK_WORDS,
    bits: seedCount * 2,
    quotedMasks: maskCount * 8,
    multipliers: POSITION_MULTIPLIERS.byteLength,
    texts: texts.length * TEXT_INFO_NUMBERS * 4,
  };
  const own: Record<Exclude<AddressName, CommonName>, number> = {
    found: MEASURED_AT_ONCE * NUMBERS_A_PAIR * 4,
    seedMarks: MARK_BYTES,
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
    lefts: MEASURED_AT_ONCE * 4,
    rights: MEASURED_AT_ONCE * 4,
    wanted: MEASURED_AT_ONCE,
    seedAt: longest * 4,
    runAt: longest * 4,
    // One number more is read.
    masks: (maskNumbers(longest) + 1) * 8,
    reuse: REUSE_NUMBERS * 4,
    runLeft: longest * 4,
    runRight: longest * 4,
    leftMarks: longest + MARKS_AT_ONCE,
    rightMarks: longest + MARKS_AT_ONCE,
  };
  const placed = (sizes: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, layout.take(size)]));
  const commonPlaces = placed(common);
  const tables = Array.from({ length: threads }, () => {
    const places: Readonly<Record<string, number>> = { ...commonPlaces, ...placed(own) };
    return [layout.take(ADDRESS_NAMES.length * 4), ...ADDRESS_NAMES.map((name) => places[name]!)];
  });

  const memory = sharedMemoryOf(layout.size);
  if (memory === undefined) return undefined;
  const { buffer } = memory;
  const hashes = new Uint32Array(buffer, commonPlaces['hashes'], wordCount);
  const flags = new Uint8Array(buffer, commonPlaces['flags'], wordCount);
  const info = new Uint32Array(buffer, commonPlaces['texts'], texts.length * TEXT_INFO_NUMBERS);
  const units = new Float64Array(buffer, commonPlaces['texts'], (texts.length * TEXT_INFO_NUMBERS) / 2);
  for (let position = 0, seeds = 0, masks = 0; position < texts.length; position++) {
    const text = texts[position]!;
    hashes.set(text.hashes.subarray(text.begin, text.end), offsets[position]);
    flags.set(text.flags.subarray(text.begin, text.end), offsets[position]);
    const at = position * TEXT_INFO_NUMBERS;
    info[at] = offsets[position]!;
    info[at + 1] = offsets[position + 1]!;
    info[at + 4] = seeds;
    info[at + 5] = masks;
    seeds += padded(words[position]!);
    masks += maskNumbers(words[position]!);
  }
  new Int32Array(buffer, commonPlaces['multipliers'], POSITION_MULTIPLIERS.length).set(POSITION_MULTIPLIERS);
  for (const [table = 0, ...places] of tables) new Uint32Array(buffer, table, ADDRESS_NAMES.length).set(places);

  const counts = {
    words,
    quoted: sharedNumbers(texts.length),
    unitWords: new Float64Array(new SharedArrayBuffer(texts.length * Float64Array.BYTES_PER_ELEMENT)),
  };
  const shared = { memory, offsets, counts, longest, addresses: tables };
  const kernel = exportsIn(shared, 0);
  for (let position = 0; position < texts.length; position++) {
    kernel.readText(position);
    const at = position * TEXT_INFO_NUMBERS;
    counts.quoted[position] = info[at + 2]!;
    counts.unitWords[position] = unitWordsOf(info[at + 3]!, words[position]!);
    units[at / 2 + 3] = counts.unitWords[position]!;
  }
  return shared;
}

/** A kernel over texts that were laid down for several; `thread` is the number of the one that it is for, which has no other. */
export function sharedKernel(shared: SharedTexts, thread: number): PairKernel {
  const { memory, offsets, counts } = shared;
  const { buffer } = memory;
  const [, ...places] = shared.addresses[thread]!;
  const placeOf = (name: AddressName): number => places[ADDRESS_NAMES.indexOf(name)]!;
  const wordCount = offsets[offsets.length - 1]!;
  const hashes = new Uint32Array(buffer, placeOf('hashes'), wordCount);
  const flags = new Uint8Array(buffer, placeOf('flags'), wordCount);
  const reuse = new Int32Array(buffer, placeOf('reuse'), REUSE_NUMBERS);
  const kernel = exportsIn(shared, thread);
  return {
    texts: counts,
    wordsOf: (position) => ({ hashes, flags, begin: offsets[position]!, end: offsets[position + 1]! }),
    lefts: new Uint32Array(buffer, placeOf('lefts'), MEASURED_AT_ONCE),
    rights: new Uint32Array(buffer, placeOf('rights'), MEASURED_AT_ONCE),
    wanted: new Uint8Array(buffer, placeOf('wanted'), MEASURED_AT_ONCE),
    found: new Int32Array(buffer, placeOf('found'), MEASURED_AT_ONCE * NUMBERS_A_PAIR),
    measure: kernel.measure,
    reuseOf: (left, right, unit) => {
      kernel.reused(left, right, unit, SENTENCE_SHARE);
      const [all = 0, named = 0, leftCounted = 0, leftReused = 0, rightCounted = 0, rightReused = 0] = reuse;
      return {
        leftSentences: leftCounted === 0 ? 0 : leftReused / leftCounted,
        rightSentences: rightCounted === 0 ? 0 : rightReused / rightCounted,
        slots: { all, named },
      };
    },
  };
}

function exportsIn({ memory, addresses, longest }: SharedTexts, thread: number): PairExports {
  const kernel = exportsOf<PairExports>('pairs', memory);
  kernel.lay(addresses[thread]![0]!, charactersFor(SEED_WORDS), charactersFor(RUN_WORDS), longest);
  return kernel;
}

function sharedNumbers(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));
}

/** In the order in which `lay` reads them. */
const ADDRESS_NAMES = [
  'hashes',
  'flags',
  'bits',
  'quotedMasks',
  'found',
  'multipliers',
  'seedMarks',
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
  'lefts',
  'rights',
  'wanted',
  'seedAt',
  'runAt',
  'masks',
  'reuse',
  'runLeft',
  'runRight',
  'leftMarks',
  'rightMarks',
] as const;
type AddressName = (typeof ADDRESS_NAMES)[number];
/** What is of the texts, and not of who measures them. */
type CommonName = 'hashes' | 'flags' | 'bits' | 'quotedMasks' | 'multipliers' | 'texts';

/**
 * Room for pairs of places, a word of the longest text. A seed that stands l times left and r times right makes l * r pairs
 * where that is 8 at most, and uses l and r words of the two texts: most for l * r = 8 shared evenly, sqrt(8) a word.
 */
const PAIRS_A_WORD = 3;
