import { type SharedTexts, sharedKernel } from '../kernel/pairs.ts';
import { estimateOf, type PairTable, type SketchTable } from '../kernel/postings.ts';
import { type Measures, NOTHING_MEASURED } from '../match/relations.ts';
import { type TakeVerdict, Verifier, wantedOf } from '../match/verify.ts';
import { type Borders, FLAG_NAMES, type FlagName, RELATION_NAMES, type RelationName } from '../model.ts';

/**
 * Pairs of so many words are verified in one go, before signals are heard or a thread takes the next: a hundredth of a second
 * where few are related, and less than half of one where all are. Counted in words: of pairs with a text as long as a library a
 * few take as long as a hundred thousand others.
 */
export const WORDS_A_RANGE = 4_000_000;
export const PAIRS_A_RANGE = { usual: 1 << 14, fine: 2 } as const;
/** What a pair costs beside its words, as a count of words. */
export const WORDS_PER_PAIR = 100;

/** Pairs to verify, with all that this takes. It can be sent: whatever is large in it is shared, not copied. */
export interface PairWork {
  readonly texts: SharedTexts;
  /** Of each text its different numbers, ascending, and where those of the next begin. */
  readonly numbers: Uint32Array;
  readonly numberOffsets: Uint32Array;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** As `PairsToVerify` has it. */
  readonly wanted: Uint8Array;
  /** Where each range of pairs ends. */
  readonly ends: readonly number[];
  /** Of a related pair all is measured where its relation is one of these, or it ties. */
  readonly asked: readonly RelationName[];
  readonly borders: Borders;
}

type Grain = 'usual' | 'fine';

/** Others who verify pairs at the same time. */
export interface PairCrew {
  /** How many they are, with this thread. */
  readonly threads: number;
  /** `fine`: they are asked however little there is to do. */
  readonly grain: Grain;
  /**
   * Has every range verified once: by this thread with `here`, or by another, which gives what it found; nothing of a range
   * over which its thread came to an end.
   */
  verify(work: PairWork, here: (range: number) => void): AsyncIterable<JudgedPairs | 'here' | undefined>;
}

/** Of each related pair its head, and its measures where all is measured. */
export type JudgedPairs = Float64Array;

const MEASURE_NAMES = Object.keys(NOTHING_MEASURED) as (keyof Measures)[];
/** Its index, its relation, its flags as bits, what it weighs, and 1 where all is measured; then the measures. */
const HEAD = 5;

/** The texts and pairs of a run, to be verified by several. */
export function pairWorkOf(
  texts: SharedTexts,
  numbersOf: (position: number) => Uint32Array,
  { sketches, pairs, borders, grain }: { sketches: SketchTable; pairs: PairTable; borders: Borders; grain: Grain },
  asked: ReadonlySet<RelationName>,
): PairWork {
  const { words } = texts.counts;
  const left = sharedCopy(pairs.left.subarray(0, pairs.count));
  const right = sharedCopy(pairs.right.subarray(0, pairs.count));
  const wanted = new Uint8Array(new SharedArrayBuffer(pairs.count));
  const ends: number[] = [];
  let wordCount = 0;
  let begin = 0;
  for (let p = 0; p < pairs.count; p++) {
    wanted[p] = wantedOf(estimateOf(sketches, left[p]!, right[p]!, pairs.shared[p]!), borders);
    wordCount += WORDS_PER_PAIR + words[left[p]!]! + words[right[p]!]!;
    if (wordCount < WORDS_A_RANGE && p + 1 - begin < PAIRS_A_RANGE[grain] && p + 1 < pairs.count) continue;
    ends.push(p + 1);
    begin = p + 1;
    wordCount = 0;
  }
  const numberOffsets = sharedCopy(new Uint32Array(words.length + 1));
  for (let k = 0; k < words.length; k++) numberOffsets[k + 1] = numberOffsets[k]! + numbersOf(k).length;
  const numbers = sharedCopy(new Uint32Array(numberOffsets[words.length]!));
  for (let k = 0; k < words.length; k++) numbers.set(numbersOf(k), numberOffsets[k]);
  return { texts, numbers, numberOffsets, left, right, wanted, ends, asked: [...asked], borders };
}

/** Verifies the pairs of one range, and hands on each that is related. */
export function verifyRange(
  verifier: Verifier,
  { left, right, wanted, ends }: PairWork,
  range: number,
  take: TakeVerdict,
): void {
  const begin = range === 0 ? 0 : ends[range - 1]!;
  const end = ends[range]!;
  const some = {
    left: left.subarray(begin, end),
    right: right.subarray(begin, end),
    wanted: wanted.subarray(begin, end),
  };
  verifier.verifyAll(some, (p, verdict, whole) => take(begin + p, verdict, whole));
}

/** What verifies ranges in another thread; `thread` is its number, from 1. */
export function judgeOf(work: PairWork, thread: number): (range: number) => JudgedPairs {
  const { texts, numbers, numberOffsets, borders } = work;
  const asked = new Set(work.asked);
  const numbersOf = (k: number): Uint32Array => numbers.subarray(numberOffsets[k], numberOffsets[k + 1]);
  const verifier = new Verifier(sharedKernel(texts, thread), { numbersOf }, borders);
  return (range) => {
    const rows: number[] = [];
    verifyRange(verifier, work, range, (p, verdict, whole) => {
      const isWhole = asked.has(verdict.relation) || verdict.similarity > 0;
      const { relation, flags, similarity, measures } = isWhole ? whole() : verdict;
      const bits = flags.reduce((sum, flag) => sum | (1 << FLAG_NAMES.indexOf(flag)), 0);
      rows.push(p, RELATION_NAMES.indexOf(relation), bits, similarity, isWhole ? 1 : 0);
      if (isWhole) for (const name of MEASURE_NAMES) rows.push(Number(measures[name]));
    });
    return Float64Array.from(rows);
  };
}

/** Hands on the pairs that another thread found to be related. Most are only counted, and nothing is made of them. */
export function takeJudged(judged: JudgedPairs, take: TakeVerdict): void {
  const counted = {
    relation: RELATION_NAMES[0] as RelationName,
    flags: FLAGS_BY_BITS[0]!,
    similarity: 0,
    measures: NOTHING_MEASURED,
  };
  for (let at = 0; at < judged.length; ) {
    const p = judged[at]!;
    counted.relation = RELATION_NAMES[judged[at + 1]!]!;
    counted.flags = FLAGS_BY_BITS[judged[at + 2]!]!;
    counted.similarity = judged[at + 3]!;
    const isWhole = judged[at + 4] === 1;
    at += HEAD;
    if (!isWhole) {
      take(p, counted, () => counted);
      continue;
    }
    const measures = { ...NOTHING_MEASURED } as Record<keyof Measures, number | boolean>;
    for (const name of MEASURE_NAMES) measures[name] = judged[at++]!;
    measures.sameWords = measures.sameWords === 1;
    const verdict = { ...counted, measures: measures as Measures };
    take(p, verdict, () => verdict);
  }
}

/** The flags that each number of bits stands for. */
const FLAGS_BY_BITS: readonly (readonly FlagName[])[] = Array.from({ length: 1 << FLAG_NAMES.length }, (_, bits) =>
  FLAG_NAMES.filter((_name, bit) => (bits & (1 << bit)) !== 0),
);

function sharedCopy(values: Uint32Array): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
