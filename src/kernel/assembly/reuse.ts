// How much of two texts stands in sentences that the other has, small edits forgiven: what reuse.ts and sentences.ts define,
// number for number, in WebAssembly. See pairs.ts on the language.
import { CAPITAL, DIGITS } from '../flags';
import {
  MAX_GAP_WORDS,
  MAX_HOLE_WORDS,
  MAX_PLACES,
  MAX_SHIFT_WORDS,
  MAX_SLOT_WORDS,
  MAX_TRIED_PLACES,
  MIN_RUN_WORDS,
  MIN_TURN_WORDS,
  SEED_WORDS,
} from '../limits';
import { signedAt as numberAt, setSigned as setNumber } from './arrays';
import {
  beginScan,
  flags,
  flagsAt,
  hashAt,
  infoOf,
  leftPlaces,
  readySeeds,
  right,
  rightBegin,
  rightEnd,
  scanSeeds,
  seedAt,
  seedFoundAt,
  seedGoingOn,
  seedLast,
  seedOccurrences,
  seedPlaces,
  seedPrevious,
  setRight,
  sizeAt,
  unspacedSeedWords,
} from './seeds';
import { countSentences } from './sentences';

/** The places of the run at hand in both texts, 4 bytes each. */
let runLeft: usize = 0;
let runRight: usize = 0;
/** A byte a word: 1 where it is reused. */
let leftMarks: usize = 0;
let rightMarks: usize = 0;
/** What is handed over, 4 bytes each. */
let results: usize = 0;

let leftBegin: i32 = 0;
let leftEnd: i32 = 0;
let slots: i32 = 0;
let namedSlots: i32 = 0;

/** Takes over the layout, as `lay` of pairs.ts does. */
export function layReuse(table: usize): void {
  results = load<u32>(table, 120);
  runLeft = load<u32>(table, 124);
  runRight = load<u32>(table, 128);
  leftMarks = load<u32>(table, 132);
  rightMarks = load<u32>(table, 136);
}

/**
 * Marks what two texts reuse of each other. Results, in this order: slots of their runs, those that hold names; then of the left
 * and of the right one words that stand in sentences, and those in reused ones.
 */
export function reused(left: i32, rightPosition: i32, unitWords: f64, sentenceShare: f64): void {
  if (rightPosition !== right) setRight(rightPosition);
  readySeeds();
  leftBegin = infoOf(left).begin;
  leftEnd = infoOf(left).end;
  slots = 0;
  namedSlots = 0;
  markReused(left, unitWords);
  setNumber(results, 0, slots);
  setNumber(results, 1, namedSlots);
  countSentences(results + (2 << 2), flags + <usize>leftBegin, leftMarks, leftEnd - leftBegin, unitWords, sentenceShare);
  countSentences(results + (4 << 2), flags + <usize>rightBegin, rightMarks, rightEnd - rightBegin, unitWords, sentenceShare);
}

/** See `markReused` of reuse.ts. */
function markReused(left: i32, unitWords: f64): void {
  memory.fill(leftMarks, 0, leftEnd - leftBegin);
  memory.fill(rightMarks, 0, rightEnd - rightBegin);
  const maxGap = MAX_GAP_WORDS * unitWords;
  const maxShift = MAX_SHIFT_WORDS * unitWords;
  beginScan();
  scanSeeds(left, 0);
  const placeCount = seedPlaces(left);
  let seeds: i32 = 0;
  // The place in the left text of the seed found last, and one of its places in the right text.
  let before: i32 = -2;
  let foundAt: i32 = 0;
  for (let p = 0; p < placeCount; p++) {
    const begin = numberAt(leftPlaces, p);
    const size = sizeAt(begin, SEED_WORDS, unspacedSeedWords);
    if (begin + size > leftEnd) continue;
    let seed: i32 = begin === before + 1 ? seedGoingOn(seedAt, foundAt, begin, size, SEED_WORDS) : -1;
    if (seed >= 0) {
      foundAt++;
    } else {
      seed = seedFoundAt(begin, size);
      if (seed < 0) continue;
      foundAt = numberAt(seedLast, seed);
    }
    before = begin;

    const at = begin - leftBegin;
    let isOpen = seeds > 0;
    if (isOpen) {
      const lastLeft = numberAt(runLeft, seeds - 1);
      const lastRight = numberAt(runRight, seeds - 1);
      const gap = at - lastLeft;
      if (<f64>gap > maxGap) {
        isOpen = false;
      } else {
        // Of the places on the run's diagonal, the nearest to it.
        let best: i32 = -1;
        let bestShift = maxShift + 1;
        let tried: i32 = 0;
        for (
          let place = numberAt(seedLast, seed);
          place > lastRight && tried < MAX_TRIED_PLACES;
          place = numberAt(seedPrevious, place), tried++
        ) {
          const shift = <f64>abs(place - lastRight - gap);
          if (shift < bestShift) {
            bestShift = shift;
            best = place;
          }
        }
        if (best >= 0) {
          setNumber(runLeft, seeds, at);
          setNumber(runRight, seeds++, best);
          continue;
        }
      }
    }
    if (numberAt(seedOccurrences, seed) > MAX_PLACES) continue;
    // A new run, at the place where most words follow.
    let best: i32 = -1;
    let bestLength: i32 = 0;
    for (let place = numberAt(seedLast, seed); place >= 0; place = numberAt(seedPrevious, place)) {
      const length = commonLength(begin, rightBegin + place, maxGap);
      if (length >= bestLength) {
        bestLength = length;
        best = place;
      }
    }
    if (isOpen && <f64>bestLength < MIN_TURN_WORDS * unitWords) continue;
    markRun(seeds, unitWords);
    setNumber(runLeft, 0, at);
    setNumber(runRight, 0, best);
    seeds = 1;
  }
  markRun(seeds, unitWords);
}

/** Marks the run of the first `seeds` places, where it matches enough. */
function markRun(seeds: i32, unitWords: f64): void {
  if (seeds === 0) return;
  const least = MIN_RUN_WORDS * unitWords;
  let matched: i32 = 0;
  let end: i32 = -1;
  for (let k = 0; k < seeds && <f64>matched < least; k++) {
    const at = numberAt(runLeft, k);
    const upTo = at + seedSize(at);
    matched += upTo - max(end, at);
    end = upTo;
  }
  // Too little to say where the text goes on: what stands together still counts.
  if (<f64>matched < least) {
    markStretches(seeds, MIN_TURN_WORDS * unitWords);
    return;
  }
  const maxHole = MAX_HOLE_WORDS * unitWords;
  let from = numberAt(runLeft, 0);
  let fromRight = numberAt(runRight, 0);
  for (let k = 0; k < seeds; k++) {
    const at = numberAt(runLeft, k);
    const size = seedSize(at);
    const upTo = at + size;
    const upToRight = numberAt(runRight, k) + size;
    if (k + 1 < seeds) {
      const hole = numberAt(runLeft, k + 1) - upTo;
      const holeRight = numberAt(runRight, k + 1) - upToRight;
      if (hole > 0 && holeRight > 0 && hole <= MAX_SLOT_WORDS && holeRight <= MAX_SLOT_WORDS) {
        slots++;
        if (isNamed(leftBegin + upTo, hole) && isNamed(rightBegin + upToRight, holeRight)) namedSlots++;
      }
      if (<f64>hole <= maxHole && <f64>holeRight <= maxHole) continue;
    }
    mark(leftMarks, from, upTo);
    mark(rightMarks, fromRight, upToRight);
    if (k + 1 < seeds) {
      from = numberAt(runLeft, k + 1);
      fromRight = numberAt(runRight, k + 1);
    }
  }
}

/** Marks what is unbroken in both texts over at least so many words. */
function markStretches(seeds: i32, least: f64): void {
  for (let k = 0; k < seeds; ) {
    const at = numberAt(runLeft, k);
    const atRight = numberAt(runRight, k);
    let last = k;
    while (
      last + 1 < seeds &&
      numberAt(runLeft, last + 1) - at === last + 1 - k &&
      numberAt(runRight, last + 1) - atRight === last + 1 - k
    ) {
      last++;
    }
    const length = last - k + seedSize(numberAt(runLeft, last));
    if (<f64>length >= least) {
      mark(leftMarks, at, at + length);
      mark(rightMarks, atRight, atRight + length);
    }
    k = last + 1;
  }
}

/** Words of the seed that begins at a place of the left text. */
@inline
function seedSize(at: i32): i32 {
  return sizeAt(leftBegin + at, SEED_WORDS, unspacedSeedWords);
}

@inline
function mark(marks: usize, from: i32, to: i32): void {
  if (to > from) memory.fill(marks + <usize>from, 1, to - from);
}

/** Are at least half of these words names or numbers? */
function isNamed(at: i32, count: i32): bool {
  let named: i32 = 0;
  for (let k = 0; k < count; k++) if ((flagsAt(at + k) & (CAPITAL | DIGITS)) !== 0) named++;
  return named * 2 >= count;
}

function commonLength(leftAt: i32, rightAt: i32, most: f64): i32 {
  let length: i32 = 0;
  const limit = min(most, min(<f64>(leftEnd - leftAt), <f64>(rightEnd - rightAt)));
  while (<f64>length < limit && hashAt(leftAt + length) === hashAt(rightAt + length)) length++;
  return length;
}
