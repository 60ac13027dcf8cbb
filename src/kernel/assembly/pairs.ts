// Measures pairs of texts: what bounds.ts, cover.ts and chain.ts define, number for number, in WebAssembly. AssemblyScript:
// TypeScript's syntax over integers of fixed width and raw memory. `load` and `store` take byte addresses.
//
// The caller lays out the memory and hands over the addresses once, by `lay`. Nothing is allocated here.
import { QUOTED, UNSPACED_WORD } from '../flags';
import {
  MAX_GAP_WORDS,
  MAX_PLACES,
  MAX_SHIFT_WORDS,
  MIN_RUN_WORDS,
  RUN_WORDS,
  SEED_WORDS,
  WANT_ALL,
  WANT_COVER,
  WANT_NOTHING,
} from '../limits';

/** 2^16 bits. */
const FILTER_BYTES: usize = 8192;

/** The pool: 4 bytes of hash a word, 1 of flags, and for its seed and its run 2 each. */
let hashes: usize = 0;
let flags: usize = 0;
let seedBits: usize = 0;
let runBits: usize = 0;
/** One multiplier a position in a seed, 4 bytes each. */
let multipliers: usize = 0;
/** What a function found, 4 bytes a number. */
let results: usize = 0;
let longestText: i32 = 0;
let unspacedSeedWords: i32 = 0;
let unspacedRunWords: i32 = 0;

/** A bit for each of the 2^16 values that a seed's or a run's 16 bits can take. */
let seedFilter: usize = 0;
let runFilter: usize = 0;

/** The seeds of the right text, and its runs, as seeds.ts keeps them. */
let seedSlots: usize = 0;
let seedLast: usize = 0;
let seedOccurrences: usize = 0;
let seedPrevious: usize = 0;
/** The seed, or the run, that begins at a place of the right text; -1 where the text ends too soon. */
let seedAt: usize = 0;
let runAt: usize = 0;
let runSlots: usize = 0;
let runLast: usize = 0;
let runPrevious: usize = 0;
let seedCount: i32 = 0;
let runCount: i32 = 0;
let seedMask: u32 = 0;
let runMask: u32 = 0;
let areSeedsReady: bool = false;
let areRunsBitsReady: bool = false;
let areRunsReady: bool = false;
let right: i32 = 0;
let rightBegin: i32 = 0;
let rightEnd: i32 = 0;

/** Scratch, 4 bytes an entry: by seed or place of the longest text, and by pair of places. */
let leftCounts: usize = 0;
let leftPlaces: usize = 0;
let leftSeeds: usize = 0;
let seen: usize = 0;
let generation: u32 = 0;
let hits: usize = 0;
let placesLeft: usize = 0;
let placesRight: usize = 0;
let tails: usize = 0;
let parents: usize = 0;

/** What is known of a text, side by side: texts come in any order, and what is far away comes late. */
@unmanaged
class TextInfo {
  begin: i32;
  end: i32;
  quotedCount: i32;
  unspacedCount: i32;
  quotationsBegin: i32;
  quotationsEnd: i32;
  unused1: i32;
  unused2: i32;
}
let texts: usize = 0;
/** Begin and end in the pool by turns, 4 bytes each. */
let quotations: usize = 0;
/** The texts to screen, and what is wanted of each, a byte. */
let lefts: usize = 0;
let wanted: usize = 0;

/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order below. */
export function lay(table: usize, unspacedSeed: i32, unspacedRun: i32, longest: i32): void {
  hashes = load<u32>(table);
  flags = load<u32>(table, 4);
  seedBits = load<u32>(table, 8);
  runBits = load<u32>(table, 12);
  multipliers = load<u32>(table, 16);
  results = load<u32>(table, 20);
  seedFilter = load<u32>(table, 24);
  runFilter = load<u32>(table, 28);
  seedSlots = load<u32>(table, 32);
  seedLast = load<u32>(table, 36);
  seedOccurrences = load<u32>(table, 40);
  seedPrevious = load<u32>(table, 44);
  runSlots = load<u32>(table, 48);
  runLast = load<u32>(table, 52);
  runPrevious = load<u32>(table, 56);
  leftCounts = load<u32>(table, 60);
  leftPlaces = load<u32>(table, 64);
  leftSeeds = load<u32>(table, 68);
  seen = load<u32>(table, 72);
  hits = load<u32>(table, 76);
  placesLeft = load<u32>(table, 80);
  placesRight = load<u32>(table, 84);
  tails = load<u32>(table, 88);
  parents = load<u32>(table, 92);
  texts = load<u32>(table, 96);
  quotations = load<u32>(table, 100);
  lefts = load<u32>(table, 104);
  wanted = load<u32>(table, 108);
  seedAt = load<u32>(table, 112);
  runAt = load<u32>(table, 116);
  longestText = longest;
  unspacedSeedWords = unspacedSeed;
  unspacedRunWords = unspacedRun;
}

@inline
function infoOf(position: i32): TextInfo {
  return changetype<TextInfo>(texts + (<usize>position << 5));
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
function numberAt(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

@inline
function setNumber(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

@inline
function sizeAt(at: i32, spaced: i32, unspaced: i32): i32 {
  return (flagsAt(at) & UNSPACED_WORD) !== 0 ? unspaced : spaced;
}

/** The sum of the seed that begins at `at`: the usual size is written out, for most of a run is spent here. */
@inline
function seedSum(at: i32, size: i32): u32 {
  if (size === SEED_WORDS) return hashAt(at) * load<u32>(multipliers) + hashAt(at + 1) * load<u32>(multipliers, 4);
  return sumOf(at, size);
}

@inline
function runSum(at: i32, size: i32): u32 {
  if (size === RUN_WORDS) {
    return (
      hashAt(at) * load<u32>(multipliers) +
      hashAt(at + 1) * load<u32>(multipliers, 4) +
      hashAt(at + 2) * load<u32>(multipliers, 8) +
      hashAt(at + 3) * load<u32>(multipliers, 12)
    );
  }
  return sumOf(at, size);
}

function sumOf(at: i32, size: i32): u32 {
  let sum: u32 = 0;
  for (let k = 0; k < size; k++) sum += hashAt(at + k) * load<u32>(multipliers + (<usize>k << 2));
  return sum;
}

@inline
function isMarked(filter: usize, bits: u32): i32 {
  return (load<u32>(filter + ((bits >> 5) << 2)) >> (bits & 31)) & 1;
}

@inline
function mark(filter: usize, bits: u32): void {
  const word = filter + ((bits >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (bits & 31)));
}

/** Writes the 16 bits of each seed and each run of a text; 0 where the text ends too soon. */
export function readBits(position: i32): void {
  const begin = infoOf(position).begin;
  const end = infoOf(position).end;
  const m0 = load<u32>(multipliers);
  const m1 = load<u32>(multipliers, 4);
  const m2 = load<u32>(multipliers, 8);
  const m3 = load<u32>(multipliers, 12);
  for (let at = begin; at < end; at++) {
    let seed: u32 = 0;
    let run: u32 = 0;
    if ((flagsAt(at) & UNSPACED_WORD) === 0) {
      if (at + SEED_WORDS <= end) {
        const two = hashAt(at) * m0 + hashAt(at + 1) * m1;
        seed = two >> 16;
        if (at + RUN_WORDS <= end) run = (two + hashAt(at + 2) * m2 + hashAt(at + 3) * m3) >> 16;
      }
    } else {
      if (at + unspacedSeedWords <= end) seed = sumOf(at, unspacedSeedWords) >> 16;
      if (at + unspacedRunWords <= end) run = sumOf(at, unspacedRunWords) >> 16;
    }
    store<u16>(seedBits + (<usize>at << 1), <u16>seed);
    store<u16>(runBits + (<usize>at << 1), <u16>run);
  }
}

function setFilter(filter: usize, bits: usize): void {
  memory.fill(filter, 0, FILTER_BYTES);
  for (let at = rightBegin; at < rightEnd; at++) mark(filter, load<u16>(bits + (<usize>at << 1)));
}

/** The right side of the pairs that follow, by its position. */
export function setRight(position: i32): void {
  right = position;
  rightBegin = infoOf(position).begin;
  rightEnd = infoOf(position).end;
  areSeedsReady = false;
  areRunsBitsReady = false;
  areRunsReady = false;
  setFilter(seedFilter, seedBits);
}

/** See `SeedFilter.boundCoveredByTwo`. */
function boundCoveredByTwo(begin: i32, end: i32, enough: i32): i32 {
  const filter = seedFilter;
  const bits = seedBits;
  const whole = begin + ((end - begin) & ~7);
  let covered: i32 = 0;
  let before: i32 = 0;
  let at = begin;
  for (; at < whole; at += 8) {
    if (covered + end - at + 1 < enough) return covered;
    const low = load<u64>(bits + (<usize>at << 1));
    const high = load<u64>(bits + (<usize>at << 1), 8);
    const a = isMarked(filter, <u32>low & 0xffff);
    const b = isMarked(filter, <u32>low >> 16);
    const c = isMarked(filter, <u32>(low >> 32) & 0xffff);
    const d = isMarked(filter, <u32>(low >> 48));
    const e = isMarked(filter, <u32>high & 0xffff);
    const f = isMarked(filter, <u32>high >> 16);
    const g = isMarked(filter, <u32>(high >> 32) & 0xffff);
    const h = isMarked(filter, <u32>(high >> 48));
    covered += (before | a) + (a | b) + (b | c) + (c | d) + (d | e) + (e | f) + (f | g) + (g | h);
    before = h;
  }
  for (; at < end; at++) {
    const hit = isMarked(filter, load<u16>(bits + (<usize>at << 1)));
    covered += before | hit;
    before = hit;
  }
  return covered + before;
}

function boundWithin(filter: usize, bits: usize, from: i32, to: i32, size: i32, enough: i32): i32 {
  let covered: i32 = 0;
  let coveredUpTo = from;
  for (let at = from; at < to; at++) {
    if (isMarked(filter, load<u16>(bits + (<usize>at << 1))) === 0) continue;
    const upTo = min(at + size, to);
    covered += upTo - max(coveredUpTo, at);
    coveredUpTo = upTo;
    if (covered >= enough) break;
  }
  return covered;
}

function readyRunBits(): void {
  if (areRunsBitsReady) return;
  areRunsBitsReady = true;
  setFilter(runFilter, runBits);
}

/** See `Bounds.mayShareQuotation`; asked of the runs at once, since few meet by chance. */
function mayShareQuotation(left: i32, least: i32): bool {
  const info = infoOf(left);
  if (info.quotedCount < least || infoOf(right).quotedCount < least) return false;
  readyRunBits();
  const size = info.unspacedCount === 0 ? RUN_WORDS : unspacedRunWords;
  let covered: i32 = 0;
  const end = quotations + (<usize>info.quotationsEnd << 2);
  for (let q = quotations + (<usize>info.quotationsBegin << 2); q < end; q += 8) {
    // A run may begin outside the marks and reach in.
    const from = max(info.begin, load<i32>(q) - size + 1);
    covered += boundWithin(runFilter, runBits, from, load<i32>(q, 4), size, least + size);
    if (covered >= least) return true;
  }
  return false;
}

/** Says of `count` left texts what is worth measuring: see `PairKernel.screen`. */
export function screen(count: i32, minScore: f64, minQuoted: i32): void {
  const rightWords = rightEnd - rightBegin;
  for (let k = 0; k < count; k++) {
    if (load<u8>(wanted + <usize>k) === WANT_ALL) continue;
    const left = numberAt(lefts, k);
    const begin = infoOf(left).begin;
    const end = infoOf(left).end;
    const enough = <i32>Math.ceil(minScore * <f64>min(end - begin, rightWords));
    const covered =
      infoOf(left).unspacedCount === 0
        ? boundCoveredByTwo(begin, end, enough)
        : boundWithin(seedFilter, seedBits, begin, end, unspacedSeedWords, enough);
    const found = covered >= enough ? WANT_ALL : mayShareQuotation(left, minQuoted) ? WANT_COVER : WANT_NOTHING;
    store<u8>(wanted + <usize>k, <u8>found);
  }
}

/** The slot that holds the seed beginning at `at`, or the free one where it would be put. */
@inline
function slotOf(slots: usize, slotMask: u32, last: usize, sum: u32, at: i32, size: i32): u32 {
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

function slotsFor(count: i32): u32 {
  let size: u32 = 256;
  while (size < <u32>count * 2) size *= 2;
  return size;
}

function buildSeeds(): void {
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

function buildRuns(): void {
  const size = slotsFor(rightEnd - rightBegin);
  memory.fill(runSlots, 0xff, size << 2);
  runMask = size - 1;
  let count: i32 = 0;
  for (let at = rightBegin; at < rightEnd; at++) {
    const words = sizeAt(at, RUN_WORDS, unspacedRunWords);
    const position = at - rightBegin;
    if (at + words > rightEnd) {
      setNumber(runAt, position, -1);
      continue;
    }
    const slot = slotOf(runSlots, runMask, runLast, runSum(at, words), at, words);
    let seed = numberAt(runSlots, slot);
    if (seed < 0) {
      seed = count++;
      setNumber(runSlots, slot, seed);
      setNumber(runPrevious, position, -1);
    } else {
      setNumber(runPrevious, position, numberAt(runLast, seed));
    }
    setNumber(runLast, seed, position);
    setNumber(runAt, position, seed);
  }
  runCount = count;
  areRunsReady = true;
}

/**
 * The seed at `at` where it goes on from one found just before, as most of two copies does: the next place of the right text
 * begins the same words. All but the last of them are known to be the same. -1 where it does not, or where it takes a look.
 *
 * @param place where in the right text the seed before was found
 */
@inline
function seedGoingOn(seeds: usize, place: i32, at: i32, size: i32, spaced: i32): i32 {
  const next = place + 1;
  const own = rightBegin + next;
  if (size !== spaced || own + size > rightEnd || (flagsAt(own) & UNSPACED_WORD) !== 0) return -1;
  return hashAt(own + size - 1) === hashAt(at + size - 1) ? numberAt(seeds, next) : -1;
}

/** Writes where in the left text a mark of the filter stands, and returns how often. */
function markedPlaces(filter: usize, bits: usize, begin: i32, end: i32): i32 {
  let count: i32 = 0;
  for (let at = begin; at < end; at++) {
    setNumber(leftPlaces, count, at);
    count += isMarked(filter, load<u16>(bits + (<usize>at << 1)));
  }
  return count;
}

/** See `coverOf`. Results: words covered left, of these quoted, the same right. */
export function cover(left: i32): void {
  const begin = infoOf(left).begin;
  const end = infoOf(left).end;
  readyRunBits();
  if (!areRunsReady) buildRuns();
  memory.fill(hits, 0, runCount);
  // Marks of the last pair count no more; after 2^32 pairs they are wiped.
  if (++generation === 0) {
    memory.fill(seen, 0, <usize>longestText << 2);
    generation = 1;
  }
  const placeCount = markedPlaces(runFilter, runBits, begin, end);
  let leftCovered: i32 = 0;
  let leftQuoted: i32 = 0;
  let rightCovered: i32 = 0;
  let rightQuoted: i32 = 0;
  let coveredUpTo = begin;
  // The place in the left text of the run found last, and one of its places in the right text.
  let before: i32 = -2;
  let place: i32 = 0;
  for (let p = 0; p < placeCount; p++) {
    const at = numberAt(leftPlaces, p);
    const size = sizeAt(at, RUN_WORDS, unspacedRunWords);
    if (at + size > end) continue;
    let run: i32 = at === before + 1 ? seedGoingOn(runAt, place, at, size, RUN_WORDS) : -1;
    if (run >= 0) {
      place++;
    } else {
      run = numberAt(runSlots, slotOf(runSlots, runMask, runLast, runSum(at, size), at, size));
      if (run < 0) continue;
      place = numberAt(runLast, run);
    }
    before = at;
    const upTo = at + size;
    for (let k = max(at, coveredUpTo); k < upTo; k++) {
      leftCovered++;
      leftQuoted += flagsAt(k) & QUOTED;
    }
    // A run of unspaced characters is longer than the runs that begin inside it.
    coveredUpTo = max(coveredUpTo, upTo);
    if (load<u8>(hits + <usize>run) === 1) continue;
    store<u8>(hits + <usize>run, 1);
    for (let other = numberAt(runLast, run); other >= 0; other = numberAt(runPrevious, other)) {
      for (let k = other; k < other + size; k++) {
        if (<u32>numberAt(seen, k) === generation) continue;
        setNumber(seen, k, generation);
        rightCovered++;
        rightQuoted += flagsAt(rightBegin + k) & QUOTED;
      }
    }
  }
  setNumber(results, 0, leftCovered);
  setNumber(results, 1, leftQuoted);
  setNumber(results, 2, rightCovered);
  setNumber(results, 3, rightQuoted);
}

/** See `chainOf`. Results: words covered, reached, and matched in steady runs. */
export function chain(left: i32, unitWords: f64): void {
  const begin = infoOf(left).begin;
  const end = infoOf(left).end;
  if (!areSeedsReady) buildSeeds();
  memory.fill(leftCounts, 0, <usize>seedCount << 2);

  // The seeds the right text has, by place in the left one: first as the filter guesses, then as they are.
  const guessed = markedPlaces(seedFilter, seedBits, begin, end);
  let located: i32 = 0;
  let before: i32 = -2;
  let place: i32 = 0;
  for (let p = 0; p < guessed; p++) {
    const at = numberAt(leftPlaces, p);
    const size = sizeAt(at, SEED_WORDS, unspacedSeedWords);
    if (at + size > end) continue;
    let seed: i32 = at === before + 1 ? seedGoingOn(seedAt, place, at, size, SEED_WORDS) : -1;
    if (seed >= 0) {
      place++;
    } else {
      seed = numberAt(seedSlots, slotOf(seedSlots, seedMask, seedLast, seedSum(at, size), at, size));
      if (seed < 0) continue;
      place = numberAt(seedLast, seed);
    }
    before = at;
    setNumber(leftPlaces, located, at);
    setNumber(leftSeeds, located++, seed);
    setNumber(leftCounts, seed, numberAt(leftCounts, seed) + 1);
  }

  let pairCount: i32 = 0;
  let chainLength: i32 = 0;
  for (let p = 0; p < located; p++) {
    const seed = numberAt(leftSeeds, p);
    if (numberAt(leftCounts, seed) * numberAt(seedOccurrences, seed) > MAX_PLACES) continue;
    const at = numberAt(leftPlaces, p) - begin;
    for (let place = numberAt(seedLast, seed); place >= 0; place = numberAt(seedPrevious, place)) {
      setNumber(placesLeft, pairCount, at);
      setNumber(placesRight, pairCount, place);
      let low: i32 = 0;
      let high = chainLength;
      // Copies mostly go on where they are: no search then.
      if (high > 0 && numberAt(placesRight, numberAt(tails, high - 1)) < place) low = high;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (numberAt(placesRight, numberAt(tails, middle)) < place) low = middle + 1;
        else high = middle;
      }
      setNumber(tails, low, pairCount);
      setNumber(parents, pairCount, low > 0 ? numberAt(tails, low - 1) : -1);
      if (low === chainLength) chainLength++;
      pairCount++;
    }
  }
  if (pairCount === 0) {
    setNumber(results, 0, 0);
    setNumber(results, 1, 0);
    setNumber(results, 2, 0);
    return;
  }

  let covered: i32 = 0;
  let reached: i32 = 0;
  let outsideLeft: i32 = 0;
  let outsideRight: i32 = 0;
  let last = end - begin + unspacedSeedWords + SEED_WORDS;
  let runBegin: i32 = -1;
  let runBeginRight: i32 = -1;
  let runEnd: i32 = -1;
  let runMatched: i32 = 0;
  let runLeft: i32 = 0;
  let runRight: i32 = 0;
  const maxGap = MAX_GAP_WORDS * unitWords;
  const maxShift = MAX_SHIFT_WORDS * unitWords;
  const minRun = MIN_RUN_WORDS * unitWords;
  for (let pair = numberAt(tails, chainLength - 1); pair >= 0; pair = numberAt(parents, pair)) {
    const at = numberAt(placesLeft, pair);
    const atRight = numberAt(placesRight, pair);
    const pairEnd = min(at + sizeAt(begin + at, SEED_WORDS, unspacedSeedWords), last);
    const matched = pairEnd - at;
    covered += matched;
    let newLeft: i32 = 0;
    let newRight: i32 = 0;
    for (let k = 0; k < matched; k++) {
      newLeft += 1 - (flagsAt(begin + at + k) & QUOTED);
      newRight += 1 - (flagsAt(rightBegin + atRight + k) & QUOTED);
    }
    const gap = runBegin - at;
    if (runEnd >= 0 && <f64>gap <= maxGap && <f64>abs(gap - (runBeginRight - atRight)) <= maxShift) {
      runMatched += matched;
      runLeft += newLeft;
      runRight += newRight;
    } else {
      if (runEnd >= 0 && <f64>runMatched >= minRun) {
        reached += runEnd - runBegin;
        outsideLeft += runLeft;
        outsideRight += runRight;
      }
      runEnd = pairEnd;
      runMatched = matched;
      runLeft = newLeft;
      runRight = newRight;
    }
    runBegin = at;
    runBeginRight = atRight;
    last = at;
  }
  if (<f64>runMatched >= minRun) {
    reached += runEnd - runBegin;
    outsideLeft += runLeft;
    outsideRight += runRight;
  }
  setNumber(results, 0, covered);
  setNumber(results, 1, reached);
  setNumber(results, 2, min(outsideLeft, outsideRight));
}
