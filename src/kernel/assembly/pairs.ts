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
  NUMBERS_A_PAIR,
  RUN_WORDS,
  SEED_WORDS,
  WANT_ALL,
  WANT_COVER,
  WANT_NOTHING,
} from '../limits';
import { signedAt as numberAt, setSigned as setNumber } from './arrays';
import {
  beginScan,
  flagsAt,
  hashAt,
  infoOf,
  isMarked,
  leftPlaces,
  masks,
  multipliers,
  quotedMasksOf,
  right,
  rightBegin,
  rightEnd,
  readySeeds,
  readText,
  laySeeds,
  scanSeeds,
  seedBitsOf,
  seedAt,
  seedCount,
  seedGoingOn,
  seedLast,
  seedMarks,
  seedOccurrences,
  seedPlaces,
  seedPrevious,
  seedFoundAt,
  setRight,
  sizeAt,
  slotOf,
  slotsFor,
  sumOf,
  unspacedSeedWords,
} from './seeds';
import { layReuse, reused } from './reuse';

export { readText, reused };

let unspacedRunWords: i32 = 0;
let longestText: i32 = 0;

/** The runs of the right text, as seeds.ts keeps its seeds. */
let runSlots: usize = 0;
let runLast: usize = 0;
let runPrevious: usize = 0;
/** The run that begins at a place of the right text; -1 where the text ends too soon. */
let runAt: usize = 0;
let runCount: i32 = 0;
let runMask: u32 = 0;
/** The text whose runs these are. */
let runsOf: i32 = -1;

/** Scratch, 4 bytes an entry: by seed or place of the longest text, and by pair of places. */
let leftCounts: usize = 0;
let leftSeeds: usize = 0;
let seen: usize = 0;
let generation: u32 = 0;
let hits: usize = 0;
let placesLeft: usize = 0;
let placesRight: usize = 0;
let tails: usize = 0;
let parents: usize = 0;

/** The texts to measure, side by side, what is wanted of each pair, a byte, and NUMBERS_A_PAIR numbers that were found of each. */
let lefts: usize = 0;
let rights: usize = 0;
let wanted: usize = 0;
let found: usize = 0;
/** Where the numbers of the pair at hand go. */
let results: usize = 0;

/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order below. */
export function lay(table: usize, unspacedSeed: i32, unspacedRun: i32, longest: i32): void {
  laySeeds(table, unspacedSeed);
  layReuse(table);
  found = load<u32>(table, 16);
  runSlots = load<u32>(table, 44);
  runLast = load<u32>(table, 48);
  runPrevious = load<u32>(table, 52);
  leftCounts = load<u32>(table, 56);
  leftSeeds = load<u32>(table, 64);
  seen = load<u32>(table, 68);
  hits = load<u32>(table, 72);
  placesLeft = load<u32>(table, 76);
  placesRight = load<u32>(table, 80);
  tails = load<u32>(table, 84);
  parents = load<u32>(table, 88);
  lefts = load<u32>(table, 96);
  rights = load<u32>(table, 100);
  wanted = load<u32>(table, 104);
  runAt = load<u32>(table, 112);
  longestText = longest;
  unspacedRunWords = unspacedRun;
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

/** See `SeedFilter.boundCovered`. `bitsFrom`: the bits of the places from `from` on. */
function boundWithin(marks: usize, bitsFrom: usize, from: i32, to: i32, size: i32, enough: i32): i32 {
  let covered: i32 = 0;
  let coveredUpTo = from;
  for (let at = from, place = bitsFrom; at < to; at++, place += 2) {
    if (isMarked(marks, load<u16>(place)) === 0) continue;
    const upTo = min(at + size, to);
    covered += upTo - max(coveredUpTo, at);
    coveredUpTo = upTo;
    if (covered >= enough) break;
  }
  return covered;
}

/** The places in a text where a run may begin that the right one has, of 64: by the masks of its seeds there, and of the next. */
@inline
function openRuns(mask: u64, next: u64, isSpaced: bool): u64 {
  // A run of spaced words holds three seeds, and no other thing than its first seed is sure where scripts are mixed.
  return isSpaced ? mask & ((mask >> 1) | (next << 63)) & ((mask >> 2) | (next << 62)) : mask;
}

@inline
function areSpaced(left: i32): bool {
  return (infoOf(left).unspacedCount | infoOf(right).unspacedCount) === 0;
}

/** Could so many quoted words of both sides stand in shared runs? By the masks of all seeds of the left text. */
function mayShareQuotation(left: i32, least: i32): bool {
  const info = infoOf(left);
  if (info.quotedCount < least || infoOf(right).quotedCount < least) return false;
  scanSeeds(left, 0);
  const count = info.end - info.begin;
  const quoted = quotedMasksOf(left);
  const numbers = <usize>((count + 63) >> 6) << 3;
  let covered: i32 = 0;
  if (areSpaced(left)) {
    let before: u64 = 0;
    for (let at: usize = 0; at < numbers; at += 8) {
      const open = openRuns(load<u64>(masks + at), load<u64>(masks + at, 8), true);
      const two = open | (open << 1) | (before >> 63);
      const words = two | (two << 2) | ((before | (before << 1)) >> 62);
      covered += <i32>popcnt<u64>(words & load<u64>(quoted + at));
      before = open;
    }
    return covered >= least;
  }
  let coveredUpTo = info.begin;
  let base = info.begin;
  for (let at: usize = 0; at < numbers; at += 8, base += 64) {
    for (let open = load<u64>(masks + at); open !== 0; open &= open - 1) {
      const place = base + <i32>ctz<u64>(open);
      const upTo = min(place + sizeAt(place, RUN_WORDS, unspacedRunWords), info.end);
      for (let k = max(place, coveredUpTo); k < upTo; k++) covered += flagsAt(k) & QUOTED;
      coveredUpTo = max(coveredUpTo, upTo);
    }
    if (covered >= least) return true;
  }
  return false;
}

/** Reads a byte of each line of the cache that the bits of a text take, so that they are near when their turn comes. */
@inline
function touch(position: i32): i32 {
  const info = infoOf(position);
  const from = seedBitsOf(position);
  const to = from + (<usize>(info.end - info.begin) << 1);
  let sum: i32 = 0;
  for (let at = from; at < to; at += 64) sum += load<u8>(at);
  return sum;
}

/** Keeps `touch` from being taken for useless. */
let touched: i32 = 0;

/** Measures `count` pairs as far as that is worth it: see `PairKernel.measure`. */
export function measure(count: i32, minScore: f64, minQuoted: i32, minWords: i32): void {
  results = found;
  for (let k = 0; k < count; k++, results += NUMBERS_A_PAIR << 2) {
    if (k + 2 < count) touched += infoOf(numberAt(lefts, k + 2)).begin;
    if (k + 1 < count) touched += touch(numberAt(lefts, k + 1));
    if (numberAt(rights, k) !== right) setRight(numberAt(rights, k));
    const left = numberAt(lefts, k);
    const info = infoOf(left);
    const shorter = <f64>min(info.end - info.begin, rightEnd - rightBegin);
    const unitWords = min(info.unitWords, infoOf(right).unitWords);
    if (shorter < <f64>minWords * unitWords) {
      store<u8>(wanted + <usize>k, WANT_NOTHING);
      continue;
    }
    const enough = <i32>Math.ceil(minScore * shorter);
    let want: i32 = load<u8>(wanted + <usize>k) === WANT_ALL ? WANT_ALL : WANT_NOTHING;
    beginScan();
    if (want !== WANT_ALL) {
      const covered =
        info.unspacedCount === 0
          ? scanSeeds(left, enough)
          : boundWithin(seedMarks, seedBitsOf(left), info.begin, info.end, unspacedSeedWords, enough);
      if (covered >= enough) {
        want = WANT_ALL;
      } else if (mayShareQuotation(left, minQuoted)) {
        cover(left);
        setChain(0, 0, 0);
        const quoted = min(numberAt(results, 1), numberAt(results, 3));
        want = <f64>quoted >= <f64>minQuoted * unitWords ? WANT_COVER : WANT_NOTHING;
      }
      store<u8>(wanted + <usize>k, <u8>want);
      if (want !== WANT_ALL) continue;
    }
    scanSeeds(left, 0);
    cover(left);
    chain(left, unitWords);
  }
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
  runsOf = right;
}

/** Writes where in the left text a run may begin that the right one has, by the masks of its seeds, and returns how often. */
function runPlaces(left: i32): i32 {
  const begin = infoOf(left).begin;
  const numbers = masks + (<usize>((infoOf(left).end - begin + 63) >> 6) << 3);
  const isSpaced = areSpaced(left);
  let count: i32 = 0;
  let base = begin;
  for (let at = masks; at < numbers; at += 8, base += 64) {
    let open = openRuns(load<u64>(at), load<u64>(at, 8), isSpaced);
    for (; open !== 0; open &= open - 1) setNumber(leftPlaces, count++, base + <i32>ctz<u64>(open));
  }
  return count;
}

/** See `coverOf`. Results: words covered left, of these quoted, the same right. */
function cover(left: i32): void {
  const begin = infoOf(left).begin;
  const end = infoOf(left).end;
  if (runsOf !== right) buildRuns();
  memory.fill(hits, 0, runCount);
  // Marks of the last pair count no more; after 2^32 pairs they are wiped.
  if (++generation === 0) {
    memory.fill(seen, 0, <usize>longestText << 2);
    generation = 1;
  }
  const placeCount = runPlaces(left);
  let leftCovered: i32 = 0;
  let leftQuoted: i32 = 0;
  let rightCovered: i32 = 0;
  let rightQuoted: i32 = 0;
  let coveredUpTo = begin;
  // The place in the left text of the run found last, and one of its places in the right text.
  let before: i32 = -2;
  let place: i32 = 0;
  // The place in the right text that was covered last, and by how many words.
  let lastOther: i32 = -2;
  let lastSize: i32 = 0;
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
      // Of a run that begins a word behind one just as long only the last word is new.
      const isNext = other === lastOther + 1 && size === lastSize;
      lastOther = other;
      lastSize = size;
      for (let k = isNext ? other + size - 1 : other; k < other + size; k++) {
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

@inline
function setChain(covered: i32, reached: i32, runMatched: i32): void {
  setNumber(results, 4, covered);
  setNumber(results, 5, reached);
  setNumber(results, 6, runMatched);
}

/** See `chainOf`. Results, behind those of the cover: words covered, reached, and matched in steady runs. */
function chain(left: i32, unitWords: f64): void {
  const begin = infoOf(left).begin;
  const end = infoOf(left).end;
  readySeeds();
  memory.fill(leftCounts, 0, <usize>seedCount << 2);

  // The seeds the right text has, by place in the left one: first as the filter guesses, then as they are.
  const guessed = seedPlaces(left);
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
      seed = seedFoundAt(at, size);
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
    // In 64 bits: two texts of one word each, a hundred thousand times, have more pairs of places than 32 can count.
    if (<i64>numberAt(leftCounts, seed) * <i64>numberAt(seedOccurrences, seed) > <i64>MAX_PLACES) continue;
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
    setChain(0, 0, 0);
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
  setChain(covered, reached, min(outsideLeft, outsideRight));
}
