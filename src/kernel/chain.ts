import { QUOTED } from './flags.ts';
import { MAX_GAP_WORDS, MAX_PLACES, MAX_SHIFT_WORDS, MIN_RUN_WORDS } from './limits.ts';
import type { SeedIndex, WordRange } from './seeds.ts';

/** What the chain of a pair measures, all in words. */
export interface ChainMeasures {
  /** Words of the left text that the chain covers. */
  readonly covered: number;
  /** Words of the left text spanned by the chain's steady runs. */
  readonly reached: number;
  /** Words outside quotations matched in these runs: the smaller of the two sides' counts. */
  readonly runMatched: number;
}

const NOTHING: ChainMeasures = { covered: 0, reached: 0, runMatched: 0 };

let placesLeft = new Int32Array(8192);
let placesRight = new Int32Array(8192);
let tails = new Int32Array(8192);
let parents = new Int32Array(8192);
let leftCounts = new Uint32Array(4096);
let leftSeeds = new Int32Array(4096);

/**
 * Chains the seeds two texts share: the longest list of seed places that rises in both texts, and how much of the left
 * text its steady runs span. Noise spreads over a whole text and keeps the diagonal, so that it is reached; text that
 * shares passages only is not.
 *
 * @param index     the seeds of `right`, 2 words each
 * @param unitWords how many words stand for one of the limits above: 1, or more in scripts without spaces
 *
 * Cost: O(k log k) for k pairs of places, at most MAX_PLACES a seed. Longest increasing subsequence by patience
 * sorting: C. Schensted, "Longest increasing and decreasing subsequences", 1961.
 */
export function chainOf(left: WordRange, right: WordRange, index: SeedIndex, unitWords: number): ChainMeasures {
  const leftLength = left.end - left.begin;
  if (leftCounts.length < index.seedCount) leftCounts = new Uint32Array(index.seedCount * 2);
  leftCounts.fill(0, 0, index.seedCount);
  if (leftSeeds.length < leftLength) leftSeeds = new Int32Array(leftLength * 2);

  index.locateInto(leftSeeds, left);
  for (let position = 0; position < leftLength; position++) {
    const seed = leftSeeds[position]!;
    if (seed >= 0) leftCounts[seed]!++;
  }

  // The pairs come out left ascending and, for one left place, right descending: a rising chain then takes one of them.
  let pairCount = 0;
  for (let position = 0; position < leftLength; position++) {
    const seed = leftSeeds[position]!;
    if (seed < 0 || leftCounts[seed]! * index.occurrences[seed]! > MAX_PLACES) continue;
    for (let other = index.lastPosition[seed]!; other >= 0; other = index.previous[other]!) {
      if (pairCount === placesLeft.length) growPlaces();
      placesLeft[pairCount] = position;
      placesRight[pairCount++] = other;
    }
  }
  if (pairCount === 0) return NOTHING;

  let chainLength = 0;
  for (let pair = 0; pair < pairCount; pair++) {
    const place = placesRight[pair]!;
    let low = 0;
    let high = chainLength;
    // Copies mostly go on where they are: no search then.
    if (high > 0 && placesRight[tails[high - 1]!]! < place) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placesRight[tails[middle]!]! < place) low = middle + 1;
      else high = middle;
    }
    tails[low] = pair;
    parents[pair] = low > 0 ? tails[low - 1]! : -1;
    if (low === chainLength) chainLength++;
  }

  // Backwards along the chain. A run is kept as its begin on both sides, its end, and what it has matched.
  let covered = 0;
  let reached = 0;
  let outsideLeft = 0;
  let outsideRight = 0;
  let last = leftLength + index.unspacedWords + index.seedWords;
  let runBegin = -1;
  let runBeginRight = -1;
  let runEnd = -1;
  let runMatched = 0;
  let runLeft = 0;
  let runRight = 0;
  const maxGap = MAX_GAP_WORDS * unitWords;
  const maxShift = MAX_SHIFT_WORDS * unitWords;
  const minRun = MIN_RUN_WORDS * unitWords;
  for (let pair = tails[chainLength - 1]!; pair >= 0; pair = parents[pair]!) {
    const at = placesLeft[pair]!;
    const atRight = placesRight[pair]!;
    const seedEnd = at + index.sizeAt(left.flags, left.begin + at);
    const end = seedEnd < last ? seedEnd : last;
    const matched = end - at;
    covered += matched;
    let newLeft = 0;
    let newRight = 0;
    for (let k = 0; k < matched; k++) {
      newLeft += 1 - (left.flags[left.begin + at + k]! & QUOTED);
      newRight += 1 - (right.flags[right.begin + atRight + k]! & QUOTED);
    }
    const gap = runBegin - at;
    if (runEnd >= 0 && gap <= maxGap && Math.abs(gap - (runBeginRight - atRight)) <= maxShift) {
      runMatched += matched;
      runLeft += newLeft;
      runRight += newRight;
    } else {
      if (runEnd >= 0 && runMatched >= minRun) {
        reached += runEnd - runBegin;
        outsideLeft += runLeft;
        outsideRight += runRight;
      }
      runEnd = end;
      runMatched = matched;
      runLeft = newLeft;
      runRight = newRight;
    }
    runBegin = at;
    runBeginRight = atRight;
    last = at;
  }
  if (runMatched >= minRun) {
    reached += runEnd - runBegin;
    outsideLeft += runLeft;
    outsideRight += runRight;
  }
  return { covered, reached, runMatched: Math.min(outsideLeft, outsideRight) };
}

function growPlaces(): void {
  const room = placesLeft.length * 2;
  const grow = (values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
    const larger = new Int32Array(room);
    larger.set(values);
    return larger;
  };
  placesLeft = grow(placesLeft);
  placesRight = grow(placesRight);
  tails = grow(tails);
  parents = grow(parents);
}
