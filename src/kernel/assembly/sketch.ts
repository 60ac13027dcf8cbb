// The sketch of `kernel/sketch.ts`, of the words that were read.
import { UNSPACED_WORD } from '../flags';
import { PAIR_WORDS } from '../limits';
import { mixShingle, mixShingles } from './arithmetic';
import { numberAt, setNumber } from './arrays';
import { flags, hashAt, hashes, multipliers, out, SLOT_COUNT, slots } from './text-store';

@external('env', 'sortNumbers')
declare function sortNumbers(address: usize, count: i32): void;

const UNSPACED_FOUR: u32 = UNSPACED_WORD * 0x01010101;
/** No hash that is sorted in slots: all are below a quarter of it. */
const FREE: u32 = 0xffffffff;
const MAX_BITS: i32 = 30;
/** More are sorted elsewhere, so that texts made for it cannot fill one end of the slots. */
const MAX_SLOTTED: i32 = 1023;

/** For each set of the four lanes the order of bytes that moves them to the front. */
const fronts: usize = memory.data(256, 16);
for (let set: i32 = 0; set < 16; set++) {
  let to: i32 = 0;
  for (let lane: i32 = 0; lane < 4; lane++) {
    if (((set >> lane) & 1) === 0) continue;
    for (let byte: i32 = 0; byte < 4; byte++) store<u8>(fronts + <usize>(set * 16 + to * 4 + byte), <u8>(lane * 4 + byte));
    to++;
  }
}

/** Blind to the order of the words of a shingle: those of pairs. */
let isUnordered: bool = false;

function shingleHash(at: i32, size: i32): u32 {
  let sum: u32 = 0;
  for (let k: i32 = 0; k < size; k++) sum += hashAt(at + k) * numberAt(multipliers, isUnordered ? 0 : k);
  return mixShingle(sum);
}

@inline
function fourWords(at: i32, k: i32): v128 {
  return i32x4.mul(v128.load(hashes + (<usize>(at + k) << 2)), v128.load32_splat(multipliers + (<usize>k << 2)));
}

@inline
function fourUnordered(at: i32, size: i32): v128 {
  let sums = v128.load(hashes + (<usize>at << 2));
  for (let k: i32 = 1; k < size; k++) sums = i32x4.add(sums, v128.load(hashes + (<usize>(at + k) << 2)));
  return mixShingles(i32x4.mul(sums, v128.load32_splat(multipliers)));
}

/** The hashes of the shingles that begin at four words from `at` on. */
@inline
function fourShingles(at: i32, size: i32): v128 {
  if (isUnordered) return fourUnordered(at, size);
  let sums = i32x4.add(fourWords(at, 0), fourWords(at, 1));
  for (let k: i32 = 2; k < size; k++) sums = i32x4.add(sums, fourWords(at, k));
  return mixShingles(sums);
}

let made: i32 = 0;

/** Writes the hashes of shingles below `below`, or of all where it is 0, in the order of the text; returns how many. */
function shinglesBelow(count: i32, size: i32, unspacedSize: i32, below: u32): i32 {
  let kept: i32 = 0;
  made = 0;
  const limit = i32x4.splat(below);
  for (let at: i32 = 0; at < count; ) {
    const kinds = load<u32>(flags + <usize>at) & UNSPACED_FOUR;
    const wanted = kinds === 0 ? size : unspacedSize;
    if ((kinds === 0 || kinds === UNSPACED_FOUR) && at + 3 + wanted <= count) {
      const four = fourShingles(at, wanted);
      const set: usize = below === 0 ? 15 : <usize>i32x4.bitmask(i32x4.lt_u(four, limit));
      v128.store(out + (<usize>kept << 2), i8x16.swizzle(four, v128.load(fronts + (set << 4))));
      kept += <i32>popcnt(set);
      made += 4;
      at += 4;
      continue;
    }
    const single = (kinds & UNSPACED_WORD) === 0 ? size : unspacedSize;
    if (at + single <= count) {
      const hash = shingleHash(at, single);
      made++;
      if (below === 0 || hash < below) setNumber(out, kept++, hash);
    }
    at++;
  }
  return kept;
}

/**
 * Makes a sketch of so many words as `sketchInto` does, and returns how many hashes it has.
 *
 * @param keepBits hashes of so many bits are kept
 */
export function sketch(count: i32, size: i32, unspacedSize: i32, minCount: i32, keepBits: i32): i32 {
  if (count === 0) return 0;
  isUnordered = size === PAIR_WORDS;
  const bits = bitsFor(count, minCount, keepBits);
  const kept = sortDistinct(shinglesBelow(count, size, unspacedSize, 1 << bits), bits);
  if (kept >= minCount) return bits === keepBits ? kept : countBelow(1 << keepBits, minCount, kept);
  if (made === 0) {
    setNumber(out, 0, shingleHash(0, count));
    return 1;
  }
  return smallest(shinglesBelow(count, size, unspacedSize, 0), minCount);
}

/**
 * So many bits that hashes of no more are enough for the floor of a sketch, nearly always: half as many again are expected. As
 * many as are kept where no number of bits is enough.
 */
@inline
function bitsFor(count: i32, minCount: i32, keepBits: i32): i32 {
  const enough = minCount + (minCount >> 1);
  let bits = keepBits;
  while (bits <= MAX_BITS && count >> (32 - bits) < enough) bits++;
  return bits <= MAX_BITS ? bits : keepBits;
}

/** How many of the sorted numbers of `out` are below a limit, or so many as the floor. */
function countBelow(limit: u32, least: i32, count: i32): i32 {
  let below = least;
  while (below < count && numberAt(out, below) < limit) below++;
  return below;
}

/** Sorts the first numbers of `out`, which have so many bits, and drops repeats; returns how many are left. */
function sortDistinct(size: i32, bits: i32): i32 {
  if (size < 2) return size;
  if (size > MAX_SLOTTED) {
    sortNumbers(out, size);
    let left: i32 = 1;
    for (let i: i32 = 1; i < size; i++) {
      const value = numberAt(out, i);
      if (value !== numberAt(out, left - 1)) setNumber(out, left++, value);
    }
    return left;
  }
  // Well mixed numbers lie near the place that their first bits say: each is put there, or behind, in order.
  const slotBits = 33 - <i32>clz<u32>(size);
  const shift = bits - slotBits;
  const used = (1 << slotBits) + size;
  for (let i: i32 = 0; i < used; i += 4) v128.store(slots + (<usize>i << 2), i32x4.splat(FREE));
  let end: i32 = 0;
  for (let i: i32 = 0; i < size; i++) {
    let value = numberAt(out, i);
    let at: i32 = value >> shift;
    let there = numberAt(slots, at);
    while (there !== FREE && there !== value) {
      if (value < there) {
        setNumber(slots, at, value);
        value = there;
      }
      there = numberAt(slots, ++at);
    }
    setNumber(slots, at, value);
    end = max(end, at);
  }
  let left: i32 = 0;
  for (let at: i32 = 0; at <= end; at++) {
    const value = numberAt(slots, at);
    setNumber(out, left, value);
    left += value !== FREE ? 1 : 0;
  }
  return left;
}

/** Moves the smallest different numbers of `out` to its front, in order; returns how many. */
function smallest(size: i32, wanted: i32): i32 {
  let left: i32 = 0;
  for (let i: i32 = 0; i < size; i++) {
    const value = numberAt(out, i);
    if (left === wanted && value >= numberAt(slots, left - 1)) continue;
    let at = left;
    while (at > 0 && numberAt(slots, at - 1) > value) at--;
    if (at > 0 && numberAt(slots, at - 1) === value) continue;
    if (left < wanted) left++;
    for (let to = left - 1; to > at; to--) setNumber(slots, to, numberAt(slots, to - 1));
    setNumber(slots, at, value);
  }
  memory.copy(out, slots, <usize>left << 2);
  return left;
}
