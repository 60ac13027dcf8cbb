import { kernelChosen } from './compiled.ts';
import { QUOTED, UNSPACED_WORD } from './flags.ts';
import { PAIR_WORDS } from './limits.ts';
import {
  charactersFor,
  KEEP_BELOW,
  MIN_PAIR_SKETCH,
  MIN_SKETCH,
  mixShingle,
  PAIR_KEEP_BELOW,
  POSITION_MULTIPLIERS,
  SHINGLE_WORDS,
} from './scheme.ts';
import { Sketcher } from './sketcher.ts';

let scratch = new Uint32Array(4096);
let sketcher: Sketcher | undefined;

/**
 * Hashes the shingle of `size` words that begins at `at`: an unsigned 32-bit integer.
 *
 * @param words word hashes, unsigned 32-bit; `at + size` must not pass their end
 */
export function shingleHash(words: Uint32Array, at: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum = (sum + Math.imul(words[at + k]!, POSITION_MULTIPLIERS[k]!)) | 0;
  return mixShingle(sum);
}

/** The same whatever the order of these words. */
function unorderedHash(words: Uint32Array, at: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum = (sum + words[at + k]!) | 0;
  return mixShingle(Math.imul(sum, POSITION_MULTIPLIERS[0]!));
}

/**
 * Writes the sketch (scaled MinHash, also called FracMinHash) of a word sequence into `out` and returns how many hashes
 * it wrote: the distinct shingle hashes below KEEP_BELOW, and at least the `minCount` smallest where the text has so many.
 *
 * The share of the smaller sketch found in the larger estimates containment, |A ∩ B| / |A ∪ B| over two sketches
 * estimates Jaccard; both are biased where the minimum acts.
 *
 * @param out          ascending and distinct up to the returned count; room for `end - begin` hashes is enough
 * @param words        word hashes; those from `begin` up to `end` are read
 * @param flags        flags of the words; a shingle that begins with an unspaced character takes more of them
 * @param shingleWords words in a shingle, 1 to 4; of PAIR_WORDS their order does not count
 * @param minCount     the floor of the sketch's size
 * @param keepBelow    hashes below this are kept
 * @returns 0 for no words. A text shorter than one shingle gives the hash of all its words.
 *
 * Cost: one pass and a sort of the kept eighth; a second pass and a sort of all where the minimum acts.
 * Source: A. Broder, "On the resemblance and containment of documents", 1997; L. Irber et al., "Lightweight compositional
 * analysis of metagenomes with FracMinHash", 2022.
 */
export function sketchInto(
  out: Uint32Array,
  words: Uint32Array,
  flags: Uint8Array,
  begin: number,
  end: number,
  shingleWords: number = SHINGLE_WORDS,
  minCount: number = MIN_SKETCH,
  keepBelow: number = KEEP_BELOW,
): number {
  const count = end - begin;
  if (count <= 0) return 0;
  if (kernelChosen() === 'compiled' && Sketcher.takes(count, shingleWords, minCount, keepBelow)) {
    sketcher ??= new Sketcher();
    return sketcher.sketchInto(out, words, flags, begin, end, shingleWords, minCount, keepBelow);
  }
  const unspacedSize = charactersFor(shingleWords);
  const isUnordered = shingleWords === PAIR_WORDS;
  const m0 = POSITION_MULTIPLIERS[0]!;
  const m1 = POSITION_MULTIPLIERS[1]!;
  const m2 = POSITION_MULTIPLIERS[2]!;
  if (scratch.length < count) scratch = new Uint32Array(count * 2);
  const all = scratch;
  let made = 0;
  let kept = 0;
  for (let i = begin; i < end; i++) {
    const size = (flags[i]! & UNSPACED_WORD) !== 0 ? unspacedSize : shingleWords;
    if (i + size > end) continue;
    // Written out for the usual sizes: the loop costs a third more.
    const hash =
      size === 3
        ? mixShingle((Math.imul(words[i]!, m0) + Math.imul(words[i + 1]!, m1) + Math.imul(words[i + 2]!, m2)) | 0)
        : isUnordered
          ? unorderedHash(words, i, size)
          : shingleHash(words, i, size);
    all[made++] = hash;
    if (hash < keepBelow) out[kept++] = hash;
  }
  if (made === 0) {
    out[0] = isUnordered ? unorderedHash(words, begin, count) : shingleHash(words, begin, count);
    return 1;
  }
  const distinct = sortDistinct(out, kept);
  if (distinct >= minCount) return distinct;
  const allDistinct = sortDistinct(all, made);
  const wanted = allDistinct < minCount ? allDistinct : minCount;
  for (let i = 0; i < wanted; i++) out[i] = all[i]!;
  return wanted;
}

/**
 * Writes the hashes of all shingles of a word sequence into `out`, ascending and distinct, and returns how many these are.
 * Parameters as for `sketchInto`.
 */
export function shingleSetInto(
  out: Uint32Array,
  words: Uint32Array,
  flags: Uint8Array,
  begin: number,
  end: number,
  shingleWords: number = SHINGLE_WORDS,
): number {
  const unspacedSize = charactersFor(shingleWords);
  let made = 0;
  for (let i = begin; i < end; i++) {
    const size = (flags[i]! & UNSPACED_WORD) !== 0 ? unspacedSize : shingleWords;
    if (i + size <= end) out[made++] = shingleHash(words, i, size);
  }
  return sortDistinct(out, made);
}

/** Writes the sketch of the pairs of words of a text, as `sketchInto` does. */
export function pairSketchInto(
  out: Uint32Array,
  words: Uint32Array,
  flags: Uint8Array,
  begin: number,
  end: number,
): number {
  return sketchInto(out, words, flags, begin, end, PAIR_WORDS, MIN_PAIR_SKETCH, PAIR_KEEP_BELOW);
}

/**
 * Writes the hashes of the shingles that lie wholly inside quoted words, ascending and distinct, and returns how many these
 * are. Parameters as for `sketchInto`; all are kept, since a quotation of eight words has six of them.
 */
export function quotedShinglesInto(
  out: Uint32Array,
  words: Uint32Array,
  flags: Uint8Array,
  begin: number,
  end: number,
): number {
  const unspacedSize = charactersFor(SHINGLE_WORDS);
  let made = 0;
  let quotedTo = begin;
  for (let i = begin; i < end; i++) {
    if ((flags[i]! & QUOTED) === 0) continue;
    if (quotedTo <= i) {
      quotedTo = i + 1;
      while (quotedTo < end && (flags[quotedTo]! & QUOTED) !== 0) quotedTo++;
    }
    const size = (flags[i]! & UNSPACED_WORD) !== 0 ? unspacedSize : SHINGLE_WORDS;
    if (i + size <= quotedTo) out[made++] = shingleHash(words, i, size);
  }
  return sortDistinct(out, made);
}

/** Sorts the first `count` numbers and drops repeats; returns how many are left. */
export function sortDistinct(values: Uint32Array, count: number): number {
  if (count < 2) return count;
  if (count <= MAX_SLOTTED) return sortInSlots(values, count);
  values.subarray(0, count).sort();
  let left = 1;
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    if (value !== values[left - 1]) values[left++] = value;
  }
  return left;
}

/** More are sorted by the engine: numbers made to fill one end of the slots would take the square of their count. */
const MAX_SLOTTED = 1023;
/** Twice as many slots as numbers, up to the next power of two, and room for all of them at the end. */
const slots = new Uint32Array(4 * MAX_SLOTTED);
/** No number that is put in a slot. */
const FREE = 0xffffffff;

/**
 * Sorts numbers that are spread evenly, as hashes are: each lies near the place that its first bits say, or is put behind it, in order.
 * A fifth of the time that the engine's own sort takes for the fifty hashes of a sketch.
 */
function sortInSlots(values: Uint32Array, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) if (values[i]! > largest) largest = values[i]!;
  const hasFree = largest === FREE;
  const slotBits = 33 - Math.clz32(count);
  const shift = Math.max(0, 32 - Math.clz32(largest) - slotBits);
  slots.fill(FREE, 0, (1 << slotBits) + count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    let value = values[i]!;
    let at = value >>> shift;
    let there = slots[at]!;
    while (there !== FREE && there !== value) {
      if (value < there) {
        slots[at] = value;
        value = there;
      }
      there = slots[++at]!;
    }
    slots[at] = value;
    if (at > end) end = at;
  }
  let left = 0;
  for (let at = 0; at <= end; at++) {
    const value = slots[at]!;
    if (value !== FREE) values[left++] = value;
  }
  if (hasFree) values[left++] = FREE;
  return left;
}

/**
 * Counts the hashes that two sketches share.
 *
 * @param a ascending and distinct from `aBegin` up to `aEnd`; the same for `b`
 */
export function sharedCount(
  a: Uint32Array,
  aBegin: number,
  aEnd: number,
  b: Uint32Array,
  bBegin: number,
  bEnd: number,
): number {
  let i = aBegin;
  let j = bBegin;
  let shared = 0;
  while (i < aEnd && j < bEnd) {
    const x = a[i]!;
    const y = b[j]!;
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared;
}
