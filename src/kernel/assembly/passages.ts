// Finds what two texts share, as a person is shown it: what passages.ts defines, number for number, in WebAssembly. See
// pairs.ts on the language. The caller lays out the memory by `lay`. Nothing is allocated here.
import { PROSE, QUOTED, SENTENCE_START, UNSPACED_WORD } from '../flags';
import {
  MAX_SHARED_INSIDE,
  MAX_TRIED_PLACES,
  MIN_LAST_SENTENCE_WORDS,
  MIN_OWN_WORDS,
  MIN_PASSAGE_WORDS,
  MIN_PROSE_WORDS,
  MIN_SENTENCE_WORDS,
  PASSAGE_SEED_WORDS,
} from '../limits';
import { signedAt as numberAt, setSigned as setNumber } from './arrays';

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

/**
 * Writes which seed of the right text begins at each place of the left one, and marks the words of both that stand in one.
 * Returns how many different seeds they share.
 */
function cover(begin: i32, end: i32): i32 {
  pair++;
  let shared: i32 = 0;
  let coveredUpTo = begin;
  // The place of the right text at which the seed found last begins: most of two copies goes on from there.
  let place: i32 = -1;
  for (let at = begin; at < end; at++) {
    const size = sizeAt(at);
    let seed: i32 = -1;
    if (at + size <= end) {
      const next = rightBegin + place + 1;
      if (
        place >= 0 &&
        size === PASSAGE_SEED_WORDS &&
        next + size <= rightEnd &&
        hashAt(next + size - 1) === hashAt(at + size - 1) &&
        (flagsAt(next) & UNSPACED_WORD) === 0
      ) {
        // The seed before was the same words, of which these are all but the first, where it was no longer than this one.
        place++;
        seed = numberAt(seedAt, place);
      } else {
        place = -1;
        const sum = sumAt(at, size);
        if (((load<u32>(filter + ((sum >> 21) << 2)) >> ((sum >> 16) & 31)) & 1) !== 0) {
          seed = numberAt(slots, slotOf(sum, at, size));
          if (seed >= 0) place = numberAt(last, seed);
        }
      }
    } else {
      place = -1;
    }
    setNumber(located, at - begin, seed);
    if (seed >= 0) {
      if (<u32>numberAt(met, seed) !== pair) {
        setNumber(met, seed, pair);
        shared++;
      }
      coveredUpTo = max(coveredUpTo, at + size);
    }
    store<u8>(leftMarks + <usize>(at - begin), at < coveredUpTo ? 1 : 0);
  }
  coveredUpTo = rightBegin;
  for (let at = rightBegin; at < rightEnd; at++) {
    const seed = numberAt(seedAt, at - rightBegin);
    if (seed >= 0 && <u32>numberAt(met, seed) === pair) coveredUpTo = max(coveredUpTo, at + sizeAt(at));
    store<u8>(rightMarks + <usize>(at - rightBegin), at < coveredUpTo ? 1 : 0);
  }
  return shared;
}

function commonLength(left: i32, leftEnd: i32, right: i32): i32 {
  const most = min(leftEnd - left, rightEnd - right);
  let length = 0;
  while (length < most && hashAt(left + length) === hashAt(right + length)) length++;
  return length;
}

function isMostlyQuoted(at: i32, count: i32): i32 {
  let quoted = 0;
  for (let k = at; k < at + count; k++) quoted += flagsAt(k) & QUOTED;
  return quoted * 2 > count ? 1 : 0;
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

function unmarkedCount(marks: usize, from: i32, to: i32): i32 {
  let unmarked: i32 = 0;
  for (let k = from; k < to; k++) unmarked += 1 - markAt(marks, k);
  return unmarked;
}

/** Writes to the results from `at` on: first and end of the longest stretch of its own, and its unmarked words; 0 for none. */
function findOwnStretch(at: i32, marks: usize, begin: i32, count: i32): void {
  let bestFirst: i32 = 0;
  let bestEnd: i32 = 0;
  let bestUnmarked: i32 = 0;
  for (let k = 0; k < count; ) {
    if (markAt(marks, k) === 1) {
      k++;
      continue;
    }
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
    const unmarked = unmarkedCount(marks, first, end);
    if (unmarked > bestUnmarked) {
      bestFirst = first;
      bestEnd = end;
      bestUnmarked = unmarked;
    }
  }
  setNumber(results, at, bestFirst);
  setNumber(results, at + 1, bestEnd);
  setNumber(results, at + 2, bestUnmarked >= MIN_OWN_WORDS ? bestUnmarked : 0);
}

/** Writes to the results from `at` on how many words stand in sentences, and in how many of these most are marked. */
function countSentences(at: i32, marks: usize, begin: i32, count: i32, unitWords: f64, sentenceShare: f64): void {
  let prose: i32 = 0;
  for (let k = begin; k < begin + count; k++) prose += (flagsAt(k) & PROSE) !== 0 ? 1 : 0;
  const isList = <f64>prose < MIN_PROSE_WORDS * unitWords;
  const least = MIN_SENTENCE_WORDS * unitWords;
  let counted: i32 = 0;
  let reused: i32 = 0;
  for (let start: i32 = 0; start < count; ) {
    let end = start + 1;
    let hits = markAt(marks, start);
    while (end < count && (flagsAt(begin + end) & SENTENCE_START) === 0) hits += markAt(marks, end++);
    const length = end - start;
    if (<f64>length >= least && (isList || (flagsAt(begin + start) & PROSE) !== 0)) {
      counted += length;
      if (<f64>hits >= sentenceShare * <f64>length) reused += length;
    }
    start = end;
  }
  setNumber(results, at, counted);
  setNumber(results, at + 1, reused);
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
  setNumber(results, 3, unmarkedCount(leftMarks, 0, leftCount));
  setNumber(results, 4, unmarkedCount(rightMarks, 0, rightCount));
  findOwnStretch(5, leftMarks, begin, leftCount);
  findOwnStretch(8, rightMarks, rightBegin, rightCount);
  if (unitWords === 0) return;
  countSentences(11, leftMarks, begin, leftCount, unitWords, sentenceShare);
  countSentences(13, rightMarks, rightBegin, rightCount, unitWords, sentenceShare);
}
