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
 * @returns how many different seeds they share
 *
 * Cost: one look-up a word of `left`, one pass over `right`.
 */
export function coverInto(
  leftMarks: Uint8Array,
  rightMarks: Uint8Array,
  left: WordRange,
  right: WordRange,
  index: SeedIndex,
): number {
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
  return sharedSeeds;
}

/** How many words of two texts stand inside runs both have, and how many of these are quoted. */
export interface CoverCounts {
  readonly left: number;
  readonly leftQuoted: number;
  readonly right: number;
  readonly rightQuoted: number;
}

/** Counts what `coverInto` would mark. */
export function coverOf(left: WordRange, right: WordRange, index: SeedIndex): CoverCounts {
  if (hit.length < index.seedCount) hit = new Uint8Array(index.seedCount * 2);
  hit.fill(0, 0, index.seedCount);
  const seeds = locate(left, index);

  let leftCovered = 0;
  let leftQuoted = 0;
  let coveredUpTo = 0;
  const leftCount = left.end - left.begin;
  for (let position = 0; position < leftCount; position++) {
    const seed = seeds[position]!;
    if (seed >= 0) {
      hit[seed] = 1;
      const upTo = position + index.sizeAt(left.flags, left.begin + position);
      if (upTo > coveredUpTo) coveredUpTo = upTo;
    }
    if (position < coveredUpTo) {
      leftCovered++;
      leftQuoted += left.flags[left.begin + position]! & 1;
    }
  }

  let rightCovered = 0;
  let rightQuoted = 0;
  coveredUpTo = 0;
  const rightCount = right.end - right.begin;
  const { seedAt } = index;
  for (let position = 0; position < rightCount; position++) {
    const seed = seedAt[position]!;
    if (seed >= 0 && hit[seed] === 1) {
      const upTo = position + index.sizeAt(right.flags, right.begin + position);
      if (upTo > coveredUpTo) coveredUpTo = upTo;
    }
    if (position < coveredUpTo) {
      rightCovered++;
      rightQuoted += right.flags[right.begin + position]! & 1;
    }
  }
  return { left: leftCovered, leftQuoted, right: rightCovered, rightQuoted };
}
