import { QUOTED } from './flags.ts';
import type { SeedIndex, WordRange } from './seeds.ts';

let hit = new Uint8Array(4096);
let located = new Int32Array(4096);

/** Where a function of this kind writes its look-ups: grows by doubling, used again. */
function locate(left: WordRange, index: SeedIndex): Int32Array {
  const count = left.end - left.begin;
  if (located.length < count) located = new Int32Array(count * 2);
  index.locateInto(located, left);
  return located;
}

/**
 * Marks the words of two texts that stand inside a run both have: `leftMarks` and `rightMarks` get 1 for a word covered,
 * 0 for one that is not, by position from the text's begin. Blind to order: a shuffled text is covered as a whole.
 *
 * @param index the seeds of `right`; their size is the size of a run
 * @returns how many different seeds they share, and for each position of `left` its seed in `right`, or -1: valid until the
 *   next call
 *
 * Cost: one look-up a word of `left`, one pass over `right`.
 */
export function coverInto(
  leftMarks: Uint8Array,
  rightMarks: Uint8Array,
  left: WordRange,
  right: WordRange,
  index: SeedIndex,
): { sharedSeeds: number; located: Int32Array } {
  if (hit.length < index.seedCount) hit = new Uint8Array(index.seedCount * 2);
  hit.fill(0, 0, index.seedCount);
  const seeds = locate(left, index);

  let sharedSeeds = 0;
  let coveredUpTo = 0;
  const leftCount = left.end - left.begin;
  for (let position = 0; position < leftCount; position++) {
    const seed = seeds[position]!;
    if (seed >= 0) {
      sharedSeeds += 1 - hit[seed]!;
      hit[seed] = 1;
      const upTo = position + index.sizeAt(left.flags, left.begin + position);
      if (upTo > coveredUpTo) coveredUpTo = upTo;
    }
    leftMarks[position] = position < coveredUpTo ? 1 : 0;
  }

  coveredUpTo = 0;
  const rightCount = right.end - right.begin;
  for (let position = 0; position < rightCount; position++) {
    const seed = index.seedAt[position]!;
    if (seed >= 0 && hit[seed] === 1) {
      const upTo = position + index.sizeAt(right.flags, right.begin + position);
      if (upTo > coveredUpTo) coveredUpTo = upTo;
    }
    rightMarks[position] = position < coveredUpTo ? 1 : 0;
  }
  return { sharedSeeds, located: seeds };
}

/** Positions in a text, in an array that is used again. */
export interface Places {
  count: number;
  positions: Uint32Array;
}

/** How many words of two texts stand inside runs both have, and how many of these are quoted. */
export interface CoverCounts {
  readonly left: number;
  readonly leftQuoted: number;
  readonly right: number;
  readonly rightQuoted: number;
}

let rightSeen = new Uint32Array(4096);
let generation = 0;

/**
 * Counts what `coverInto` would mark.
 *
 * @param places the positions of `left` whose runs the right text may have, ascending; those it may not have can be missing
 *
 * Cost: a look-up for each place, and the work of the words that are shared: two texts that share a sentence cost a tenth
 * of two copies.
 */
export function coverOf(left: WordRange, right: WordRange, index: SeedIndex, places: Places): CoverCounts {
  if (hit.length < index.seedCount) hit = new Uint8Array(index.seedCount * 2);
  hit.fill(0, 0, index.seedCount);
  const rightCount = right.end - right.begin;
  if (rightSeen.length < rightCount || generation === 0xffffffff) {
    rightSeen = new Uint32Array(Math.max(rightCount * 2, rightSeen.length));
    generation = 0;
  }
  generation++;
  const { lastPosition, previous } = index;
  let leftCovered = 0;
  let leftQuoted = 0;
  let rightCovered = 0;
  let rightQuoted = 0;
  let coveredUpTo = 0;
  for (let p = 0; p < places.count; p++) {
    const position = places.positions[p]!;
    const seed = index.find(left.hashes, left.flags, left.begin + position, left.end);
    if (seed < 0) continue;
    const upTo = position + index.sizeAt(left.flags, left.begin + position);
    for (let k = Math.max(position, coveredUpTo); k < upTo; k++) {
      leftCovered++;
      leftQuoted += left.flags[left.begin + k]! & QUOTED;
    }
    // A run of unspaced characters is longer than the runs that begin inside it.
    if (upTo > coveredUpTo) coveredUpTo = upTo;
    if (hit[seed] === 1) continue;
    hit[seed] = 1;
    const size = upTo - position;
    for (let place = lastPosition[seed]!; place >= 0; place = previous[place]!) {
      for (let k = place; k < place + size; k++) {
        if (rightSeen[k] === generation) continue;
        rightSeen[k] = generation;
        rightCovered++;
        rightQuoted += right.flags[right.begin + k]! & QUOTED;
      }
    }
  }
  return { left: leftCovered, leftQuoted, right: rightCovered, rightQuoted };
}
