// The texts of pairs.ts: their words, the bits of their seeds, and the seeds of the one that is looked at as the right side.
// What seeds.ts defines, number for number, in WebAssembly.
import { QUOTED, UNSPACED_WORD } from '../flags';
import { SEED_WORDS } from '../limits';
import { signedAt as numberAt, setSigned as setNumber } from './arrays';

/** The pool: 4 bytes of hash a word, 1 of flags. */
export let hashes: usize = 0;
export let flags: usize = 0;
/** Of each text 2 bytes for the seed of each word, up to a multiple of 16 of them. */
export let bits: usize = 0;
/** Of each text one bit a word: it is quoted. 64 in a number. */
export let quotedMasks: usize = 0;
/** One multiplier a position in a seed, 4 bytes each. */
export let multipliers: usize = 0;
export let unspacedSeedWords: i32 = 0;

/** A byte for each of the 2^16 values that a seed's 16 bits can take: 1 for those of the right text. */
export let seedMarks: usize = 0;

/** The seeds of the right text. */
export let seedSlots: usize = 0;
export let seedLast: usize = 0;
export let seedOccurrences: usize = 0;
export let seedPrevious: usize = 0;
/** The seed that begins at a place of the right text; -1 where the text ends too soon. */
export let seedAt: usize = 0;
export let seedCount: i32 = 0;
let seedMask: u32 = 0;
let areSeedsReady: bool = false;
export let right: i32 = -1;
export let rightBegin: i32 = 0;
export let rightEnd: i32 = 0;

/** One bit a word of the left text: its seed is marked. 64 in a number, and one number of zeros behind them. */
export let masks: usize = 0;
/** Places of the left text, 4 bytes each. */
export let leftPlaces: usize = 0;

/** What is known of a text, side by side: texts come in any order, and what is far away comes late. */
@unmanaged
export class TextInfo {
  begin: i32;
  end: i32;
  quotedCount: i32;
  unspacedCount: i32;
  /** Where `bits` has those of its seeds, and `quotedMasks` its numbers. */
  seedBitsBegin: i32;
  quotedMasksBegin: i32;
  unitWords: f64;
}
const INFO_SHIFT: usize = 5;
export let texts: usize = 0;
/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order of `pairs.ts`. */
export function laySeeds(table: usize, unspacedSeed: i32): void {
  hashes = load<u32>(table);
  flags = load<u32>(table, 4);
  bits = load<u32>(table, 8);
  quotedMasks = load<u32>(table, 12);
  multipliers = load<u32>(table, 20);
  seedMarks = load<u32>(table, 24);
  seedSlots = load<u32>(table, 28);
  seedLast = load<u32>(table, 32);
  seedOccurrences = load<u32>(table, 36);
  seedPrevious = load<u32>(table, 40);
  leftPlaces = load<u32>(table, 60);
  texts = load<u32>(table, 92);
  seedAt = load<u32>(table, 108);
  masks = load<u32>(table, 116);
  unspacedSeedWords = unspacedSeed;
}

@inline
export function infoOf(position: i32): TextInfo {
  return changetype<TextInfo>(texts + (<usize>position << INFO_SHIFT));
}

@inline
export function hashAt(at: i32): u32 {
  return load<u32>(hashes + (<usize>at << 2));
}

@inline
export function flagsAt(at: i32): i32 {
  return load<u8>(flags + <usize>at);
}

@inline
export function sizeAt(at: i32, spaced: i32, unspaced: i32): i32 {
  return (flagsAt(at) & UNSPACED_WORD) !== 0 ? unspaced : spaced;
}

/** The sum of the seed that begins at `at`: the usual size is written out, for most of a run is spent here. */
@inline
export function seedSum(at: i32, size: i32): u32 {
  if (size === SEED_WORDS) return hashAt(at) * load<u32>(multipliers) + hashAt(at + 1) * load<u32>(multipliers, 4);
  return sumOf(at, size);
}

export function sumOf(at: i32, size: i32): u32 {
  let sum: u32 = 0;
  for (let k = 0; k < size; k++) sum += hashAt(at + k) * load<u32>(multipliers + (<usize>k << 2));
  return sum;
}

@inline
export function isMarked(marks: usize, bits: u32): i32 {
  return load<u8>(marks + bits);
}

/** Where the bits of a text's seeds begin. */
@inline
export function seedBitsOf(position: i32): usize {
  return bits + (<usize>infoOf(position).seedBitsBegin << 1);
}

/** Where the bits of a text say which words are quoted. */
@inline
export function quotedMasksOf(position: i32): usize {
  return quotedMasks + (<usize>infoOf(position).quotedMasksBegin << 3);
}

/** The 16 flags from `at` on that hold `flag`, one bit each, the first one lowest. */
@inline
export function flagMask(at: i32, flag: i32): u64 {
  const held = i8x16.ne(v128.and(v128.load(flags + <usize>at), i8x16.splat(<i8>flag)), i8x16.splat(0));
  return <u64>(<u32>i8x16.bitmask(held) & 0xffff);
}

@inline
export function flagMasks(at: i32, flag: i32): u64 {
  return (
    flagMask(at, flag) | (flagMask(at + 16, flag) << 16) | (flagMask(at + 32, flag) << 32) | (flagMask(at + 48, flag) << 48)
  );
}

/** Writes what is known of a text beside its words: the 16 bits of each seed, which words are quoted, and counts. */
export function readText(position: i32): void {
  const info = infoOf(position);
  const begin = info.begin;
  const end = info.end;
  const m0 = load<u32>(multipliers);
  const m1 = load<u32>(multipliers, 4);
  let masksTo = quotedMasksOf(position);
  let quoted: i32 = 0;
  let unspaced: i32 = 0;
  for (let at = begin; at < end; at += 64, masksTo += 8) {
    const own: u64 = end - at >= 64 ? ~(<u64>0) : (<u64>1 << <u64>(end - at)) - 1;
    const mask = flagMasks(at, QUOTED) & own;
    store<u64>(masksTo, mask);
    quoted += <i32>popcnt<u64>(mask);
    unspaced += <i32>popcnt<u64>(flagMasks(at, UNSPACED_WORD) & own);
  }
  info.quotedCount = quoted;
  info.unspacedCount = unspaced;
  let to = seedBitsOf(position);
  if (unspaced === 0) {
    const last = end - SEED_WORDS;
    let at = begin;
    for (; at <= last; at++, to += 2) store<u16>(to, <u16>((hashAt(at) * m0 + hashAt(at + 1) * m1) >> 16));
    for (; at < end; at++, to += 2) store<u16>(to, 0);
    return;
  }
  for (let at = begin; at < end; at++, to += 2) {
    let seed: u32 = 0;
    if ((flagsAt(at) & UNSPACED_WORD) === 0) {
      if (at + SEED_WORDS <= end) seed = (hashAt(at) * m0 + hashAt(at + 1) * m1) >> 16;
    } else if (at + unspacedSeedWords <= end) {
      seed = sumOf(at, unspacedSeedWords) >> 16;
    }
    store<u16>(to, <u16>seed);
  }
}

export function markSeeds(mark: u8): void {
  if (right < 0) return;
  const from = seedBitsOf(right);
  const to = from + (<usize>(rightEnd - rightBegin) << 1);
  for (let at = from; at < to; at += 2) store<u8>(seedMarks + load<u16>(at), mark);
}

export function setRight(position: i32): void {
  markSeeds(0);
  right = position;
  rightBegin = infoOf(position).begin;
  rightEnd = infoOf(position).end;
  areSeedsReady = false;
  markSeeds(1);
}

/** The marks of the eight seeds from an address on, one bit each, the first one lowest. */
@inline
export function eightMarks(marks: usize, at: usize): u32 {
  return (
    isMarked(marks, load<u16>(at)) |
    (isMarked(marks, load<u16>(at, 2)) << 1) |
    (isMarked(marks, load<u16>(at, 4)) << 2) |
    (isMarked(marks, load<u16>(at, 6)) << 3) |
    (isMarked(marks, load<u16>(at, 8)) << 4) |
    (isMarked(marks, load<u16>(at, 10)) << 5) |
    (isMarked(marks, load<u16>(at, 12)) << 6) |
    (isMarked(marks, load<u16>(at, 14)) << 7)
  );
}

@inline
export function sixteenMarks(marks: usize, at: usize): u64 {
  return <u64>(eightMarks(marks, at) | (eightMarks(marks, at + 16) << 8));
}

/** Words of the left text that `masks` tells of. */
let scanned: i32 = 0;

/** Says that `masks` tells of another left text: of none of its words so far. */
@inline
export function beginScan(): void {
  scanned = 0;
}

/**
 * Goes on to write to `masks` which words of a text begin marked seeds, and counts the words that stand in such seeds of two
 * words; see `SeedFilter.boundCoveredByTwo`. Stops where the count is sure to stay below `enough`.
 */
export function scanSeeds(position: i32, enough: i32): i32 {
  const marks = seedMarks;
  const count = infoOf(position).end - infoOf(position).begin;
  let at = scanned;
  let from = seedBitsOf(position) + (<usize>at << 1);
  let to = masks + (<usize>at >> 3);
  let covered: i32 = 0;
  let before: u64 = 0;
  while (at < count) {
    const left = count - at;
    let mask = sixteenMarks(marks, from);
    if (left > 16) mask |= sixteenMarks(marks, from + 32) << 16;
    if (left > 32) mask |= sixteenMarks(marks, from + 64) << 32;
    if (left > 48) mask |= sixteenMarks(marks, from + 96) << 48;
    // What stands behind the seeds, up to a multiple of 16, is none.
    if (left < 64) mask &= (<u64>1 << <u64>left) - 1;
    store<u64>(to, mask);
    covered += <i32>popcnt<u64>(mask | (mask << 1) | before);
    before = mask >> 63;
    at += 64;
    from += 128;
    to += 8;
    if (covered + max(count - at, 0) + 1 < enough) break;
  }
  scanned = at;
  store<u64>(to, 0);
  // With the second word of a last seed that fills its number of the masks.
  return covered + <i32>before;
}

/** The slot that holds the seed beginning at `at`, or the free one where it would be put. */
@inline
export function slotOf(slots: usize, slotMask: u32, last: usize, sum: u32, at: i32, size: i32): u32 {
  let slot = sum & slotMask;
  for (let seed = numberAt(slots, slot); seed >= 0; seed = numberAt(slots, slot)) {
    const own = rightBegin + numberAt(last, seed);
    if (((flagsAt(own) ^ flagsAt(at)) & UNSPACED_WORD) === 0) {
      let k = 0;
      while (k < size && hashAt(own + k) === hashAt(at + k)) k++;
      if (k === size) break;
    }
    slot = (slot + 1) & slotMask;
  }
  return slot;
}

export function slotsFor(count: i32): u32 {
  let size: u32 = 256;
  while (size < <u32>count * 2) size *= 2;
  return size;
}

/** Indexes the seeds of the right text, where that was not done. */
export function readySeeds(): void {
  if (areSeedsReady) return;
  const size = slotsFor(rightEnd - rightBegin);
  memory.fill(seedSlots, 0xff, size << 2);
  seedMask = size - 1;
  let count: i32 = 0;
  for (let at = rightBegin; at < rightEnd; at++) {
    const words = sizeAt(at, SEED_WORDS, unspacedSeedWords);
    const position = at - rightBegin;
    if (at + words > rightEnd) {
      setNumber(seedAt, position, -1);
      continue;
    }
    const slot = slotOf(seedSlots, seedMask, seedLast, seedSum(at, words), at, words);
    let seed = numberAt(seedSlots, slot);
    if (seed < 0) {
      seed = count++;
      setNumber(seedSlots, slot, seed);
      setNumber(seedOccurrences, seed, 0);
      setNumber(seedPrevious, position, -1);
    } else {
      setNumber(seedPrevious, position, numberAt(seedLast, seed));
    }
    setNumber(seedLast, seed, position);
    setNumber(seedOccurrences, seed, numberAt(seedOccurrences, seed) + 1);
    setNumber(seedAt, position, seed);
  }
  seedCount = count;
  areSeedsReady = true;
}

/**
 * The seed at `at` where it goes on from one found just before, as most of two copies does: the next place of the right text
 * begins the same words. All but the last of them are known to be the same. -1 where it does not, or where it takes a look.
 *
 * @param place where in the right text the seed before was found
 */
@inline
export function seedGoingOn(seeds: usize, place: i32, at: i32, size: i32, spaced: i32): i32 {
  const next = place + 1;
  const own = rightBegin + next;
  if (size !== spaced || own + size > rightEnd || (flagsAt(own) & UNSPACED_WORD) !== 0) return -1;
  return hashAt(own + size - 1) === hashAt(at + size - 1) ? numberAt(seeds, next) : -1;
}

/** Writes where in the left text a marked seed begins, and returns how often. */
export function seedPlaces(left: i32): i32 {
  const begin = infoOf(left).begin;
  const numbers = masks + (<usize>((infoOf(left).end - begin + 63) >> 6) << 3);
  let count: i32 = 0;
  let base = begin;
  for (let at = masks; at < numbers; at += 8, base += 64) {
    for (let open = load<u64>(at); open !== 0; open &= open - 1)
      setNumber(leftPlaces, count++, base + <i32>ctz<u64>(open));
  }
  return count;
}


/** The seed of the right text that begins at a place of another one, with that many words; -1 where it has none. */
@inline
export function seedFoundAt(at: i32, size: i32): i32 {
  return numberAt(seedSlots, slotOf(seedSlots, seedMask, seedLast, seedSum(at, size), at, size));
}
