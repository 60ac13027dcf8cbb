// Finds what two texts share, as a person is shown it: what passages.ts defines, number for number, in WebAssembly. See
// pairs.ts on the language. The caller lays out the memory by `lay`. Nothing is allocated here.
import { QUOTED, SENTENCE_START, UNSPACED_WORD } from '../flags';
import {
  MAX_SHARED_INSIDE,
  MAX_TRIED_PLACES,
  MIN_LAST_SENTENCE_WORDS,
  MIN_OWN_WORDS,
  MIN_PASSAGE_WORDS,
  PASSAGE_SEED_WORDS,
} from '../limits';
import { signedAt as numberAt, setSigned as setNumber } from './arrays';
import { countSentences, flaggedCount, unmarkedAt, unmarkedCount } from './sentences';

/** 2^16 bits that turn away most seeds the right text does not have. */
const FILTER_BYTES: usize = 8192;

/** The pool: 4 bytes of hash a word, 1 of flags. */
let hashes: usize = 0;
let flags: usize = 0;
/** One multiplier a position in a seed, 4 bytes each. */
let multipliers: usize = 0;
let results: usize = 0;
let filter: usize = 0;
let unspacedSeedWords: i32 = 0;

/** The seeds of the right text, as seeds.ts keeps them, 4 bytes an entry. */
let slots: usize = 0;
let last: usize = 0;
let previous: usize = 0;
let seedAt: usize = 0;
/** The number of the pair in which a seed was met last. */
let met: usize = 0;
/** The seed of the right text at each place of the left one, or -1. */
let located: usize = 0;
/** A byte a word: 1 where it stands in a seed both have. */
let leftMarks: usize = 0;
let rightMarks: usize = 0;
/** Runs as they were found, as they are handed over, 4 numbers of 4 bytes each, and 8 bytes each to put them in order by. */
let found: usize = 0;
let runs: usize = 0;
let keys: usize = 0;

let slotMask: u32 = 0;
let seedCount: i32 = 0;
let rightBegin: i32 = 0;
let rightEnd: i32 = 0;
let pair: u32 = 0;

/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order below. */
export function lay(table: usize, unspacedWords: i32): void {
  hashes = load<u32>(table);
  flags = load<u32>(table, 4);
  multipliers = load<u32>(table, 8);
  results = load<u32>(table, 12);
  filter = load<u32>(table, 16);
  slots = load<u32>(table, 20);
  last = load<u32>(table, 24);
  previous = load<u32>(table, 28);
  seedAt = load<u32>(table, 32);
  met = load<u32>(table, 36);
  located = load<u32>(table, 40);
  leftMarks = load<u32>(table, 44);
  rightMarks = load<u32>(table, 48);
  runs = load<u32>(table, 52);
  keys = load<u32>(table, 56);
  found = load<u32>(table, 60);
  unspacedSeedWords = unspacedWords;
}

@inline
function hashAt(at: i32): u32 {
  return load<u32>(hashes + (<usize>at << 2));
}

@inline
function flagsAt(at: i32): i32 {
  return load<u8>(flags + <usize>at);
}

@inline
function markAt(marks: usize, index: i32): i32 {
  return load<u8>(marks + <usize>index);
}

@inline
function sizeAt(at: i32): i32 {
  return (flagsAt(at) & UNSPACED_WORD) !== 0 ? unspacedSeedWords : PASSAGE_SEED_WORDS;
}

@inline
function sumAt(at: i32, size: i32): u32 {
  let sum =
    hashAt(at) * load<u32>(multipliers) +
    hashAt(at + 1) * load<u32>(multipliers, 4) +
    hashAt(at + 2) * load<u32>(multipliers, 8);
  for (let k = PASSAGE_SEED_WORDS; k < size; k++) sum += hashAt(at + k) * load<u32>(multipliers + (<usize>k << 2));
  return sum;
}

/** The slot that holds the seed beginning at `at`, or the free one where it would be put. */
@inline
function slotOf(sum: u32, at: i32, size: i32): u32 {
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

/** Indexes the right text of the pairs that follow. Returns how many different seeds it has. */
export function setRight(begin: i32, end: i32): i32 {
  rightBegin = begin;
  rightEnd = end;
  let size: u32 = 256;
  while (size < <u32>(end - begin) * 2) size *= 2;
  memory.fill(slots, 0xff, size << 2);
  memory.fill(filter, 0, FILTER_BYTES);
  slotMask = size - 1;
  let count: i32 = 0;
  for (let at = begin; at < end; at++) {
    const position = at - begin;
    const words = sizeAt(at);
    if (at + words > end) {
      setNumber(seedAt, position, -1);
      continue;
    }
    const sum = sumAt(at, words);
    const word = filter + ((sum >> 21) << 2);
    store<u32>(word, load<u32>(word) | (1 << ((sum >> 16) & 31)));
    const slot = slotOf(sum, at, words);
    let seed = numberAt(slots, slot);
    if (seed < 0) {
      seed = count++;
      setNumber(slots, slot, seed);
      setNumber(met, seed, 0);
      setNumber(previous, position, -1);
    } else {
      setNumber(previous, position, numberAt(last, seed));
    }
    setNumber(last, seed, position);
    setNumber(seedAt, position, seed);
  }
  seedCount = count;
  pair = 0;
  return count;
}

/** Marks so many words from `index` on. */
@inline
function mark(marks: usize, index: i32, size: i32): void {
  const at = marks + <usize>index;
  if (size === PASSAGE_SEED_WORDS) {
    store<u16>(at, 0x0101);
    store<u8>(at, 1, 2);
  } else {
    memory.fill(at, 1, size);
  }
}

/** Takes note that a seed is in the left text too; 1 where that is new. */
@inline
function meet(seed: i32): i32 {
  if (<u32>numberAt(met, seed) === pair) return 0;
  setNumber(met, seed, pair);
  return 1;
}

/**
 * Writes which seed of the right text begins at each place of the left one, and marks the words of both that stand in one.
 * Returns how many different seeds they share.
 */
function cover(begin: i32, end: i32): i32 {
  pair++;
  memory.fill(leftMarks, 0, end - begin);
  memory.fill(rightMarks, 0, rightEnd - rightBegin);
  let shared: i32 = 0;
  for (let at = begin; at < end; at++) {
    const size = sizeAt(at);
    let seed: i32 = -1;
    if (at + size <= end) {
      const sum = sumAt(at, size);
      if (((load<u32>(filter + ((sum >> 21) << 2)) >> ((sum >> 16) & 31)) & 1) !== 0) {
        seed = numberAt(slots, slotOf(sum, at, size));
      }
    }
    setNumber(located, at - begin, seed);
    if (seed < 0) continue;
    shared += meet(seed);
    mark(leftMarks, at - begin, size);
    // Most of two copies goes on from there: a seed is the words of the one before, but for the first, and one more. Where the
    // one before is not longer than this one, it is so in both texts.
    let right = rightBegin + numberAt(last, seed);
    if (size !== PASSAGE_SEED_WORDS) continue;
    const first = at;
    while (
      at + PASSAGE_SEED_WORDS < end &&
      right + PASSAGE_SEED_WORDS < rightEnd &&
      hashAt(right + PASSAGE_SEED_WORDS) === hashAt(at + PASSAGE_SEED_WORDS) &&
      ((flagsAt(right + 1) | flagsAt(at + 1)) & UNSPACED_WORD) === 0
    ) {
      at++;
      right++;
      seed = numberAt(seedAt, right - rightBegin);
      setNumber(located, at - begin, seed);
      shared += meet(seed);
    }
    memory.fill(leftMarks + <usize>(first - begin), 1, at - first + PASSAGE_SEED_WORDS);
  }
  for (let index: i32 = 0; index < rightEnd - rightBegin; index++) {
    const seed = numberAt(seedAt, index);
    if (seed >= 0 && <u32>numberAt(met, seed) === pair) mark(rightMarks, index, sizeAt(rightBegin + index));
  }
  return shared;
}

function commonLength(left: i32, leftEnd: i32, right: i32): i32 {
  const most = min(leftEnd - left, rightEnd - right);
  let length: i32 = 0;
  for (; length + 4 <= most; length += 4) {
    const ours = v128.load(hashes + (<usize>(left + length) << 2));
    const theirs = v128.load(hashes + (<usize>(right + length) << 2));
    const differ = i32x4.bitmask(i32x4.ne(ours, theirs));
    if (differ !== 0) return length + <i32>ctz(differ);
  }
  while (length < most && hashAt(left + length) === hashAt(right + length)) length++;
  return length;
}

function isMostlyQuoted(at: i32, count: i32): i32 {
  return flaggedCount(flags + <usize>at, count, QUOTED) * 2 > count ? 1 : 0;
}

/** Writes the runs, longest first, and returns how many. The length of the longest goes to the results. */
function findRuns(begin: i32, end: i32): i32 {
  let count: i32 = 0;
  let longest: i32 = 0;
  for (let at = begin; at < end; ) {
    const seed = numberAt(located, at - begin);
    if (seed < 0) {
      at++;
      continue;
    }
    let bestLength: i32 = 0;
    let best: i32 = -1;
    let tried: i32 = 0;
    for (
      let place = numberAt(last, seed);
      place >= 0 && tried < MAX_TRIED_PLACES;
      place = numberAt(previous, place), tried++
    ) {
      const length = commonLength(at, end, rightBegin + place);
      if (length >= bestLength) {
        bestLength = length;
        best = place;
      }
    }
    longest = max(longest, bestLength);
    if (bestLength >= MIN_PASSAGE_WORDS) {
      const isQuoted = isMostlyQuoted(at, bestLength) | isMostlyQuoted(rightBegin + best, bestLength);
      const run = found + (<usize>count << 4);
      store<i32>(run, at - begin);
      store<i32>(run, best, 4);
      store<i32>(run, bestLength, 8);
      store<i32>(run, isQuoted, 12);
      // Ascending by key: longest first, of equals the one further left.
      store<u64>(keys + (<usize>count << 3), (<u64>(~bestLength) << 32) | <u64>count);
      count++;
    }
    at += bestLength;
  }
  sortKeys(count);
  for (let k = 0; k < count; k++) {
    const from = found + (<usize>load<u32>(keys + (<usize>k << 3)) << 4);
    memory.copy(runs + (<usize>k << 4), from, 16);
  }
  setNumber(results, 1, longest);
  return count;
}

/** Shell's sort, with the gaps of Ciura: most texts share a dozen runs, and some thousands. */
function sortKeys(count: i32): void {
  let gap: i32 = 1;
  while (gap < count) gap = gap * 3 + 1;
  for (; gap > 0; gap = gap / 3) {
    for (let k = gap; k < count; k++) {
      const key = load<u64>(keys + (<usize>k << 3));
      let at = k;
      while (at >= gap && load<u64>(keys + (<usize>(at - gap) << 3)) > key) {
        store<u64>(keys + (<usize>at << 3), load<u64>(keys + (<usize>(at - gap) << 3)));
        at -= gap;
      }
      store<u64>(keys + (<usize>at << 3), key);
    }
  }
}

/** The first word from `from` on that is not marked; `count` where all are. */
function nextUnmarked(marks: usize, from: i32, count: i32): i32 {
  for (let k = from; k < count; k += 16) {
    const found = unmarkedAt(marks, k);
    if (found !== 0) return min(k + <i32>ctz(found), count);
  }
  return count;
}

/**
 * Writes to the results from `at` on: first and end of the longest stretch of its own, and its unmarked words; 0 for none.
 *
 * @param unmarked how many words of the text are
 */
function findOwnStretch(at: i32, marks: usize, begin: i32, count: i32, unmarked: i32): void {
  let bestFirst: i32 = 0;
  let bestEnd: i32 = 0;
  let bestUnmarked: i32 = 0;
  // Most copies have not enough in all.
  for (let k = unmarked < MIN_OWN_WORDS ? count : 0; k < count; ) {
    k = nextUnmarked(marks, k, count);
    if (k === count) break;
    const first = k;
    let lastOwn = k;
    let shared: i32 = 0;
    for (; k < count && shared <= MAX_SHARED_INSIDE; k++) {
      if (markAt(marks, k) === 1) shared++;
      else {
        shared = 0;
        lastOwn = k;
      }
    }
    // It ends with a sentence: scraps behind the last one go.
    let end = lastOwn + 1;
    if (end - first <= bestUnmarked) continue;
    for (let start = lastOwn; start > first; start--) {
      if ((flagsAt(begin + start) & SENTENCE_START) === 0) continue;
      if (end - start >= MIN_LAST_SENTENCE_WORDS) break;
      end = start;
    }
    const own = unmarkedCount(marks, first, end);
    if (own > bestUnmarked) {
      bestFirst = first;
      bestEnd = end;
      bestUnmarked = own;
    }
  }
  setNumber(results, at, bestFirst);
  setNumber(results, at + 1, bestEnd);
  setNumber(results, at + 2, bestUnmarked >= MIN_OWN_WORDS ? bestUnmarked : 0);
}

/**
 * Finds what a left text shares with the right one. Results, in this order: different seeds both have, words of the longest
 * run, runs; for each side words outside all seeds, and the longest stretch of these with its first, end and unmarked words;
 * and where `unitWords` is not 0, for each side words in sentences and in reused ones.
 */
export function share(begin: i32, end: i32, unitWords: f64, sentenceShare: f64): void {
  const leftCount = end - begin;
  const rightCount = rightEnd - rightBegin;
  setNumber(results, 0, cover(begin, end));
  setNumber(results, 2, findRuns(begin, end));
  const leftOwn = unmarkedCount(leftMarks, 0, leftCount);
  const rightOwn = unmarkedCount(rightMarks, 0, rightCount);
  setNumber(results, 3, leftOwn);
  setNumber(results, 4, rightOwn);
  findOwnStretch(5, leftMarks, begin, leftCount, leftOwn);
  findOwnStretch(8, rightMarks, rightBegin, rightCount, rightOwn);
  if (unitWords === 0) return;
  countSentences(results + (11 << 2), flags + <usize>begin, leftMarks, leftCount, unitWords, sentenceShare);
  countSentences(results + (13 << 2), flags + <usize>rightBegin, rightMarks, rightCount, unitWords, sentenceShare);
}
