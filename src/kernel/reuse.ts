import { CAPITAL, DIGITS } from './flags.ts';
import {
  MAX_GAP_WORDS,
  MAX_HOLE_WORDS,
  MAX_PLACES,
  MAX_SHIFT_WORDS,
  MAX_SLOT_WORDS,
  MAX_TRIED_PLACES,
  MIN_RUN_WORDS,
  MIN_TURN_WORDS,
} from './limits.ts';
import type { SeedIndex, WordRange } from './seeds.ts';

/** Where two texts that run alike differ: holes in their runs with words on both sides. */
export interface Slots {
  all: number;
  /** Those that hold names or numbers on both sides, for the most part. */
  named: number;
}

let slots: Slots = { all: 0, named: 0 };
let located = new Int32Array(4096);
let runLeft = new Int32Array(1024);
let runRight = new Int32Array(1024);

/**
 * Marks the words of two texts that stand in steady runs: seeds both have, one after the other on one diagonal, with small
 * edits between them. `leftMarks` and `rightMarks` get 1 for a word in a run or in a small hole of one, else 0, by position
 * from the text's begin. Runs may come in any order; each place of the left text is in one run at most.
 *
 * A word replaced here and there, noise in every tenth character, or a changed name keep a sentence whole, which the cover
 * by runs of four does not.
 *
 * @param index     the seeds of `right`, 2 words each
 * @param unitWords how many words stand for one of the limits above: 1, or more in scripts without spaces
 *
 * @returns where the runs differ
 *
 * Cost: one look-up a word of `left`, and up to MAX_TRIED_PLACES steps for a frequent seed.
 */
export function markReused(
  leftMarks: Uint8Array,
  rightMarks: Uint8Array,
  left: WordRange,
  right: WordRange,
  index: SeedIndex,
  unitWords: number,
): Slots {
  slots = { all: 0, named: 0 };
  const leftCount = left.end - left.begin;
  const rightCount = right.end - right.begin;
  leftMarks.fill(0, 0, leftCount);
  rightMarks.fill(0, 0, rightCount);
  if (located.length < leftCount) located = new Int32Array(leftCount * 2);
  if (runLeft.length < leftCount) {
    runLeft = new Int32Array(leftCount * 2);
    runRight = new Int32Array(leftCount * 2);
  }
  index.locateInto(located, left);
  const maxGap = MAX_GAP_WORDS * unitWords;
  const maxShift = MAX_SHIFT_WORDS * unitWords;
  const { lastPosition, previous, occurrences } = index;

  let seeds = 0;
  for (let at = 0; at < leftCount; at++) {
    const seed = located[at]!;
    if (seed < 0) continue;
    let isOpen = seeds > 0;
    if (isOpen) {
      const lastLeft = runLeft[seeds - 1]!;
      const lastRight = runRight[seeds - 1]!;
      const gap = at - lastLeft;
      if (gap > maxGap) {
        isOpen = false;
      } else {
        // Of the places on the run's diagonal, the nearest to it.
        let best = -1;
        let bestShift = maxShift + 1;
        let tried = 0;
        for (
          let place = lastPosition[seed]!;
          place > lastRight && tried < MAX_TRIED_PLACES;
          place = previous[place]!, tried++
        ) {
          const shift = Math.abs(place - lastRight - gap);
          if (shift < bestShift) {
            bestShift = shift;
            best = place;
          }
        }
        if (best >= 0) {
          runLeft[seeds] = at;
          runRight[seeds++] = best;
          continue;
        }
      }
    }
    if (occurrences[seed]! > MAX_PLACES) continue;
    // A new run, at the place where most words follow.
    let best = -1;
    let bestLength = 0;
    for (let place = lastPosition[seed]!; place >= 0; place = previous[place]!) {
      const length = commonLength(left, left.begin + at, right, right.begin + place, maxGap);
      if (length >= bestLength) {
        bestLength = length;
        best = place;
      }
    }
    if (isOpen && bestLength < MIN_TURN_WORDS * unitWords) continue;
    markRun(leftMarks, rightMarks, left, right, index, seeds, unitWords);
    runLeft[0] = at;
    runRight[0] = best;
    seeds = 1;
  }
  markRun(leftMarks, rightMarks, left, right, index, seeds, unitWords);
  return slots;
}

/** Marks the run of the first `seeds` places, where it matches enough. */
function markRun(
  leftMarks: Uint8Array,
  rightMarks: Uint8Array,
  left: WordRange,
  right: WordRange,
  index: SeedIndex,
  seeds: number,
  unitWords: number,
): void {
  if (seeds === 0) return;
  const least = MIN_RUN_WORDS * unitWords;
  const { flags, begin } = left;
  let matched = 0;
  let end = -1;
  for (let k = 0; k < seeds && matched < least; k++) {
    const at = runLeft[k]!;
    const upTo = at + index.sizeAt(flags, begin + at);
    matched += upTo - (end > at ? end : at);
    end = upTo;
  }
  // Too little to say where the text goes on: what stands together still counts.
  if (matched < least) {
    markStretches(leftMarks, rightMarks, left, index, seeds, MIN_TURN_WORDS * unitWords);
    return;
  }
  const maxHole = MAX_HOLE_WORDS * unitWords;
  let from = runLeft[0]!;
  let fromRight = runRight[0]!;
  for (let k = 0; k < seeds; k++) {
    const at = runLeft[k]!;
    const size = index.sizeAt(flags, begin + at);
    const upTo = at + size;
    const upToRight = runRight[k]! + size;
    if (k + 1 < seeds) {
      const hole = runLeft[k + 1]! - upTo;
      const holeRight = runRight[k + 1]! - upToRight;
      if (hole > 0 && holeRight > 0 && hole <= MAX_SLOT_WORDS && holeRight <= MAX_SLOT_WORDS) {
        slots.all++;
        if (isNamed(left, upTo, hole) && isNamed(right, upToRight, holeRight)) slots.named++;
      }
      if (hole <= maxHole && holeRight <= maxHole) continue;
    }
    leftMarks.fill(1, from, upTo);
    rightMarks.fill(1, fromRight, upToRight);
    if (k + 1 < seeds) {
      from = runLeft[k + 1]!;
      fromRight = runRight[k + 1]!;
    }
  }
}

/** Are at least half of these words names or numbers? */
function isNamed(text: WordRange, at: number, count: number): boolean {
  let named = 0;
  for (let k = 0; k < count; k++) if ((text.flags[text.begin + at + k]! & (CAPITAL | DIGITS)) !== 0) named++;
  return named * 2 >= count;
}

/** Marks what is unbroken in both texts over at least so many words. */
function markStretches(
  leftMarks: Uint8Array,
  rightMarks: Uint8Array,
  left: WordRange,
  index: SeedIndex,
  seeds: number,
  least: number,
): void {
  for (let k = 0; k < seeds; ) {
    const at = runLeft[k]!;
    const atRight = runRight[k]!;
    let last = k;
    while (
      last + 1 < seeds &&
      runLeft[last + 1]! - at === last + 1 - k &&
      runRight[last + 1]! - atRight === last + 1 - k
    ) {
      last++;
    }
    const length = last - k + index.sizeAt(left.flags, left.begin + runLeft[last]!);
    if (length >= least) {
      leftMarks.fill(1, at, at + length);
      rightMarks.fill(1, atRight, atRight + length);
    }
    k = last + 1;
  }
}

function commonLength(left: WordRange, leftAt: number, right: WordRange, rightAt: number, most: number): number {
  let length = 0;
  const limit = Math.min(most, left.end - leftAt, right.end - rightAt);
  while (length < limit && left.hashes[leftAt + length] === right.hashes[rightAt + length]) length++;
  return length;
}
