import { GrowingUint32 } from './growing.ts';
import { MAX_POSTING, PREDECESSORS } from './limits.ts';
import { sharedCount } from './sketch.ts';

/** Shared hashes a candidate needs: one may be a common phrase. Source: integrated.md 1.7. */
export const MIN_SHARED = 2;

/** Estimated containment a candidate needs. Source: integrated.md 1.7; .12 costs .007 of recall on noisy copies. */
export const MIN_ESTIMATE = 0.08;

/** What two sketches must share to be a candidate. */
export interface CandidateLimits {
  readonly minShared: number;
  readonly minEstimate: number;
}

/** Of sketches of three words. */
export const SKETCH_LIMITS: CandidateLimits = { minShared: MIN_SHARED, minEstimate: MIN_ESTIMATE };

/**
 * Of sketches of word pairs: any two articles share one pair in twenty, on one event one in six. With every third word
 * replaced .33 are left in the median, with neighbours exchanged throughout half, with noise in every tenth character .41 (docs/decisions/0011-pairs-of-words.md).
 */
export const PAIR_LIMITS: CandidateLimits = { minShared: 3, minEstimate: 0.2 };

/**
 * Of shingles inside quotations, all of them: eight quoted words in a row, which are worth a line, have six. Eight words in
 * two pieces have four and are missed where nothing else is shared (docs/decisions/0012-quotations-propose-pairs.md).
 */
export const QUOTATION_LIMITS: CandidateLimits = { minShared: 6, minEstimate: 0 };

/**
 * Sketches of `offsets.length - 1` articles, one after the other: those of article `i` from `offsets[i]` to `offsets[i + 1]`,
 * ascending and distinct.
 */
export interface SketchTable {
  readonly hashes: Uint32Array;
  readonly offsets: Uint32Array;
}

/** Pairs in columns: `left < right`, ascending by right, then by left; each pair once. */
export interface PairTable {
  readonly count: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly shared: Uint32Array;
}

/** No pairs. */
export const NO_PAIRS: PairTable = {
  count: 0,
  left: new Uint32Array(0),
  right: new Uint32Array(0),
  shared: new Uint32Array(0),
};

/** Estimated containment: shared hashes over the smaller sketch; 0 when one of the two is empty. */
export function estimateOf(table: SketchTable, left: number, right: number, shared: number): number {
  const leftSize = table.offsets[left + 1]! - table.offsets[left]!;
  const rightSize = table.offsets[right + 1]! - table.offsets[right]!;
  const smaller = leftSize < rightSize ? leftSize : rightSize;
  return smaller === 0 ? 0 : shared / smaller;
}

/** Counts the hashes that articles `left` and `right` share. */
export function sharedIn(table: SketchTable, left: number, right: number): number {
  const { hashes, offsets } = table;
  return sharedCount(hashes, offsets[left]!, offsets[left + 1]!, hashes, offsets[right]!, offsets[right + 1]!);
}

/**
 * Sorts the places of all hashes by hash, keeping the order of articles among equal ones, and returns them: a
 * permutation of 0 … `hashes.length - 1`. Radix sort, three passes of 11 bits.
 */
export function orderByHash(hashes: Uint32Array): Uint32Array {
  const length = hashes.length;
  let from = new Uint32Array(length);
  let to = new Uint32Array(length);
  for (let i = 0; i < length; i++) from[i] = i;
  const counts = new Uint32Array(2048);
  for (let shift = 0; shift < 32; shift += 11) {
    counts.fill(0);
    for (let i = 0; i < length; i++) counts[(hashes[i]! >>> shift) & 2047]!++;
    let total = 0;
    for (let b = 0; b < 2048; b++) {
      const here = counts[b]!;
      counts[b] = total;
      total += here;
    }
    for (let i = 0; i < length; i++) {
      const place = from[i]!;
      to[counts[(hashes[place]! >>> shift) & 2047]!++] = place;
    }
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

/**
 * The search for the candidate pairs of a sketch table: at least MIN_SHARED shared hashes met in the postings, and an
 * estimated containment of at least MIN_ESTIMATE, counted exactly over the two sketches. It can be done in steps.
 *
 * Cost: a radix sort of all hashes, then MAX_POSTING steps a hash at most. Memory: 25 bytes a hash, 20 an article, 12 a pair.
 * Source: integrated.md 1.7.
 */
export class CandidateSearch {
  readonly articleCount: number;
  readonly #table: SketchTable;
  readonly #limits: CandidateLimits;
  readonly #rank: Uint32Array;
  readonly #walkFrom: Uint32Array;
  readonly #owner: Uint32Array;
  readonly #isLong: Uint8Array;
  readonly #long: Uint32Array;
  readonly #longOffsets: Uint32Array;
  // 1 for each long list that the article at hand is in.
  readonly #isOwnLong: Uint8Array;
  // Hashes met in the postings, and in the upper half how many of them in long lists, which show only some: one number,
  // since the articles met lie all over memory.
  readonly #counts: Uint32Array;
  readonly #touched: Uint32Array;
  // Article and shared hashes in one number, so that one sort orders both.
  readonly #kept: Float64Array;
  readonly #left = new GrowingUint32();
  readonly #right = new GrowingUint32();
  readonly #shared = new GrowingUint32();

  constructor(table: SketchTable, limits: CandidateLimits = SKETCH_LIMITS) {
    this.#limits = limits;
    const { hashes, offsets } = table;
    const articleCount = offsets.length - 1;
    const hashCount = hashes.length;
    const order = orderByHash(hashes);

    // For the hash at each place: where it stands in the postings, and from where its list is walked. By place, so that
    // they are read in order; only the lists themselves are jumped to.
    const rank = new Uint32Array(hashCount);
    const walkFrom = new Uint32Array(hashCount);
    const owner = new Uint32Array(hashCount);
    // Which places belong to long lists, and the numbers of these lists.
    const isLong = new Uint8Array(hashCount);
    const listOf = new Uint32Array(hashCount);
    let listCount = 0;
    {
      const ownerOf = new Uint32Array(hashCount);
      for (let article = 0; article < articleCount; article++)
        ownerOf.fill(article, offsets[article]!, offsets[article + 1]!);
      let begin = 0;
      for (let s = 0; s < hashCount; s++) {
        const place = order[s]!;
        owner[s] = ownerOf[place]!;
        if (s + 1 < hashCount && hashes[order[s + 1]!] === hashes[place]) continue;
        const long = s + 1 - begin > MAX_POSTING;
        for (let t = begin; t <= s; t++) {
          const own = order[t]!;
          rank[own] = t;
          walkFrom[own] = long && t - PREDECESSORS > begin ? t - PREDECESSORS : begin;
          if (!long) continue;
          isLong[own] = 1;
          listOf[own] = listCount;
        }
        if (long) listCount++;
        begin = s + 1;
      }
    }
    const longLists = new GrowingUint32();
    const longOffsets = new Uint32Array(articleCount + 1);
    for (let article = 0; article < articleCount; article++) {
      for (let place = offsets[article]!; place < offsets[article + 1]!; place++) {
        if (isLong[place] === 1) longLists.push(listOf[place]!);
      }
      longOffsets[article + 1] = longLists.length;
    }

    this.articleCount = articleCount;
    this.#table = table;
    this.#rank = rank;
    this.#walkFrom = walkFrom;
    this.#owner = owner;
    this.#isLong = isLong;
    this.#long = longLists.view();
    this.#longOffsets = longOffsets;
    this.#isOwnLong = new Uint8Array(listCount);
    this.#counts = new Uint32Array(articleCount);
    this.#touched = new Uint32Array(articleCount);
    this.#kept = new Float64Array(articleCount);
  }

  /** Adds the pairs whose right side is one of the articles from `begin` up to `end`. To be called in rising order. */
  search(begin: number, end: number): void {
    const { minShared, minEstimate } = this.#limits;
    const { offsets } = this.#table;
    const rank = this.#rank;
    const walkFrom = this.#walkFrom;
    const owner = this.#owner;
    const isLong = this.#isLong;
    const long = this.#long;
    const longOffsets = this.#longOffsets;
    const isOwnLong = this.#isOwnLong;
    const counts = this.#counts;
    const touched = this.#touched;
    const kept = this.#kept;
    for (let article = begin; article < end; article++) {
      let touchedCount = 0;
      const first = offsets[article]!;
      const last = offsets[article + 1]!;
      for (let place = first; place < last; place++) {
        const upTo = rank[place]!;
        const step = isLong[place] === 1 ? 0x1_0001 : 1;
        for (let q = walkFrom[place]!; q < upTo; q++) {
          const other = owner[q]!;
          const met = counts[other]!;
          if (met === 0) touched[touchedCount++] = other;
          // 65,535 shared hashes say all there is to say.
          if ((met & 0xffff) === 0xffff) continue;
          counts[other] = met + step;
        }
      }
      const ownSize = last - first;
      const ownLong = longOffsets[article]!;
      const ownLongEnd = longOffsets[article + 1]!;
      for (let k = ownLong; k < ownLongEnd; k++) isOwnLong[long[k]!] = 1;
      let keptCount = 0;
      for (let t = 0; t < touchedCount; t++) {
        const other = touched[t]!;
        const met = counts[other]! & 0xffff;
        const inShort = met - (counts[other]! >>> 16);
        counts[other] = 0;
        if (met < minShared) continue;
        const otherSize = offsets[other + 1]! - offsets[other]!;
        const need = minEstimate * (ownSize < otherSize ? ownSize : otherSize);
        // Long lists hide shared hashes, but never more than this article has of them.
        if (inShort + ownLongEnd - ownLong < need) continue;
        let exact = inShort;
        const otherLongEnd = longOffsets[other + 1]!;
        for (let k = longOffsets[other]!; k < otherLongEnd; k++) exact += isOwnLong[long[k]!]!;
        if (exact < need) continue;
        kept[keptCount++] = other * 0x1_0000 + Math.min(exact, 0xffff);
      }
      for (let k = ownLong; k < ownLongEnd; k++) isOwnLong[long[k]!] = 0;
      kept.subarray(0, keptCount).sort();
      for (let t = 0; t < keptCount; t++) {
        const pair = kept[t]!;
        this.#left.push(Math.floor(pair / 0x1_0000));
        this.#right.push(article);
        this.#shared.push(pair % 0x1_0000);
      }
    }
  }

  /** What was found so far. */
  pairs(): PairTable {
    const count = this.#left.length;
    return { count, left: this.#left.view(), right: this.#right.view(), shared: this.#shared.view() };
  }
}

/** All pairs of two tables, each once; of those in both the numbers of the first. `shared` of the others is 0. */
export function mergedPairs(first: PairTable, second: PairTable): PairTable {
  const most = first.count + second.count;
  const left = new Uint32Array(most);
  const right = new Uint32Array(most);
  const shared = new Uint32Array(most);
  let count = 0;
  for (let i = 0, j = 0; i < first.count || j < second.count; count++) {
    const order =
      i === first.count
        ? 1
        : j === second.count
          ? -1
          : first.right[i]! - second.right[j]! || first.left[i]! - second.left[j]!;
    const from = order <= 0 ? first : second;
    const at = order <= 0 ? i : j;
    left[count] = from.left[at]!;
    right[count] = from.right[at]!;
    shared[count] = order <= 0 ? first.shared[i]! : 0;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return { count, left: left.subarray(0, count), right: right.subarray(0, count), shared: shared.subarray(0, count) };
}

/** The pairs of one table that another does not have; `shared` of all is 0. */
export function pairsWithout(pairs: PairTable, known: PairTable): PairTable {
  const left = new GrowingUint32();
  const right = new GrowingUint32();
  let k = 0;
  for (let p = 0; p < pairs.count; p++) {
    while (k < known.count && (known.right[k]! - pairs.right[p]! || known.left[k]! - pairs.left[p]!) < 0) k++;
    if (k < known.count && known.right[k] === pairs.right[p] && known.left[k] === pairs.left[p]) continue;
    left.push(pairs.left[p]!);
    right.push(pairs.right[p]!);
  }
  return { count: left.length, left: left.view(), right: right.view(), shared: new Uint32Array(left.length) };
}

/** Bits of the filter below for each hash: at most one hash in eight that stands alone is kept all the same. */
const FILTER_BITS_A_HASH = 8;

/**
 * The table without most of the hashes that only one article has, which can propose nothing. A search takes 25
 * bytes a hash, and this 2 to 4.
 */
export function withoutLoneHashes({ hashes, offsets }: SketchTable): SketchTable {
  const bits = Math.min(32, Math.max(5, Math.ceil(Math.log2(hashes.length * FILTER_BITS_A_HASH + 1))));
  const met = new Uint32Array(2 ** (bits - 5));
  const metTwice = new Uint32Array(2 ** (bits - 5));
  for (const hash of hashes) {
    const bit = hash >>> (32 - bits);
    const mask = 1 << (bit & 31);
    if ((met[bit >>> 5]! & mask) !== 0) metTwice[bit >>> 5]! |= mask;
    else met[bit >>> 5]! |= mask;
  }
  const kept = new GrowingUint32();
  const keptOffsets = new Uint32Array(offsets.length);
  for (let article = 0; article + 1 < offsets.length; article++) {
    for (let place = offsets[article]!; place < offsets[article + 1]!; place++) {
      const bit = hashes[place]! >>> (32 - bits);
      if ((metTwice[bit >>> 5]! & (1 << (bit & 31))) !== 0) kept.push(hashes[place]!);
    }
    keptOffsets[article + 1] = kept.length;
  }
  return { hashes: kept.view(), offsets: keptOffsets };
}
