import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KernelName } from '../../src/kernel/compiled.ts';
import {
  estimateOf,
  mergedPairs,
  orderByHash,
  type PairTable,
  pairsWithout,
  type SketchTable,
  sharedIn,
  withoutLoneHashes,
} from '../../src/kernel/postings.ts';
import { candidatePairs } from '../support/candidates.ts';
import { between, seeded } from '../support/seeded.ts';
import { hashOf } from '../support/word-range.ts';

function tableOf(sketches: readonly (readonly number[])[]): SketchTable {
  const sorted = sketches.map((sketch) => [...new Set(sketch)].sort((a, b) => a - b));
  const offsets = [0];
  for (const sketch of sorted) offsets.push(offsets.at(-1)! + sketch.length);
  return { hashes: Uint32Array.from(sorted.flat()), offsets: Uint32Array.from(offsets) };
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly shared: number;
}

function pairsBy(kernel: KernelName, table: SketchTable): Pair[] {
  const { count, left, right, shared } = candidatePairs(table, kernel);
  for (const column of [left, right, shared]) expect(column).toHaveLength(count);
  return Array.from({ length: count }, (_, p) => ({ left: left[p]!, right: right[p]!, shared: shared[p]! }));
}

/**
 * By definition: two articles meet at a hash they share when its list has at most 50 articles, or when one is among the
 * 4 before the other in it. Two meetings, and .08 of the smaller sketch shared, make a candidate.
 */
function pairsByDefinition(sketches: readonly (readonly number[])[]): Pair[] {
  const sets = sketches.map((sketch) => new Set(sketch));
  const lists = new Map<number, number[]>();
  for (const [article, sketch] of sets.entries()) {
    for (const hash of sketch) lists.set(hash, [...(lists.get(hash) ?? []), article]);
  }
  const pairs: Pair[] = [];
  for (let right = 0; right < sets.length; right++) {
    for (let left = 0; left < right; left++) {
      const both = [...sets[left]!].filter((hash) => sets[right]!.has(hash));
      const meetings = both.filter((hash) => {
        const list = lists.get(hash)!;
        return list.length <= 50 || list.indexOf(right) - list.indexOf(left) <= 4;
      });
      const smaller = Math.min(sets[left]!.size, sets[right]!.size);
      if (meetings.length >= 2 && both.length >= 0.08 * smaller) pairs.push({ left, right, shared: both.length });
    }
  }
  return pairs;
}

describe.each(['compiled', 'plain'] as const)('the candidates of a table of sketches by the %s kernel', (kernel) => {
  const pairsOf = (table: SketchTable): Pair[] => pairsBy(kernel, table);

  test('are the pairs of the definition, in order, with what they share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(60).map(hashOf), { maxLength: 40, size: 'max' }), { maxLength: 30, size: 'max' }),
        (sketches) => {
          expect(pairsOf(tableOf(sketches))).toEqual(pairsByDefinition(sketches));
        },
      ),
      { seed: 51, numRuns: 60 },
    );
  });

  test.each([
    // Some hashes stand on more than 50 of the articles, some on fewer; the share of common ones changes.
    { seed: 52, articles: 120, common: 6, own: 20, chance: 0.7 },
    { seed: 53, articles: 90, common: 3, own: 60, chance: 0.6 },
    { seed: 54, articles: 70, common: 12, own: 10, chance: 0.75 },
    { seed: 55, articles: 110, common: 2, own: 12, chance: 0.5 },
  ])(
    'are the pairs of the definition where lists are longer than 50: %o',
    ({ seed, articles, common, own, chance }) => {
      const random = seeded(seed);
      const sketches = Array.from({ length: articles }, () => [
        ...Array.from({ length: common }, (_, k) => hashOf(k)).filter(() => random() < chance),
        ...Array.from({ length: own }, () => hashOf(1000 + between(random, 0, 40 * own))),
      ]);
      const expected = pairsByDefinition(sketches);
      expect(pairsOf(tableOf(sketches))).toEqual(expected);
      expect(expected.length).toBeGreaterThan(10);
    },
  );

  test('link each of many copies of one story to the four before it', () => {
    const copy = Array.from({ length: 30 }, (_, k) => hashOf(k));
    const pairs = pairsOf(tableOf(new Array(51).fill(copy)));
    expect(pairs).toHaveLength(0 + 1 + 2 + 3 + 47 * 4);
    for (const { left, right, shared } of pairs) {
      expect(right - left).toBeLessThanOrEqual(4);
      expect(shared).toBe(30);
    }
    // Of 50 copies all pairs are candidates.
    expect(pairsOf(tableOf(new Array(50).fill(copy)))).toHaveLength((50 * 49) / 2);
  });

  test('are all found, though there are more than are handed over at once', () => {
    const story = (k: number): number[] => Array.from({ length: 20 }, (_, n) => hashOf(k * 100 + n));
    const pairs = pairsOf(tableOf(Array.from({ length: 60 * 50 }, (_, article) => story(article % 60))));
    expect(pairs).toHaveLength((60 * 50 * 49) / 2);
    for (const { left, right, shared } of pairs)
      if (left % 60 !== right % 60 || shared !== 20) throw new Error('no copies');
  });

  test('need two shared hashes', () => {
    const one = [1, 2, 3].map(hashOf);
    expect(pairsOf(tableOf([one, [3, 8, 9].map(hashOf)]))).toEqual([]);
    expect(pairsOf(tableOf([one, [2, 3, 9].map(hashOf)]))).toEqual([{ left: 0, right: 1, shared: 2 }]);
  });

  test('need .08 of the smaller sketch', () => {
    // 2 of 25 are .08, 2 of 26 are .077.
    const sketch = (from: number, size: number) => Array.from({ length: size }, (_, k) => hashOf(from + k));
    for (const [size, count] of [
      [25, 1],
      [26, 0],
    ] as const) {
      const left = sketch(0, size);
      const right = [...left.slice(0, 2), ...sketch(5000, size + 8)];
      expect(pairsOf(tableOf([left, right]))).toHaveLength(count);
      expect(pairsOf(tableOf([right, left]))).toHaveLength(count);
    }
  });

  test('do not meet where a sketch is empty', () => {
    const sketch = [1, 2, 3].map(hashOf);
    expect(pairsOf(tableOf([[], sketch, [], sketch, []]))).toEqual([{ left: 1, right: 3, shared: 3 }]);
    expect(pairsOf(tableOf([]))).toEqual([]);
  });

  test('count up to 65,535 shared hashes, which is enough for any estimate', () => {
    const whole = Array.from({ length: 66_000 }, (_, k) => k * 7);
    // The largest hash stands on 51 articles more, so that it is counted apart from those that only two have.
    const brief = Array.from({ length: 51 }, (_, k) => [whole.at(-1)!, 2 ** 31 + k]);
    const table = tableOf([whole, whole, ...brief]);
    expect(pairsOf(table)).toEqual([{ left: 0, right: 1, shared: 65_535 }]);
    expect(sharedIn(table, 0, 1)).toBe(66_000);
  });

  test('change names only when the articles do: the same pairs in any order, while no list is longer than 50', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(30).map(hashOf), { maxLength: 20, size: 'max' }), { maxLength: 15, size: 'max' }),
        (sketches) => {
          const last = sketches.length - 1;
          const turned = pairsOf(tableOf(sketches.toReversed())).map(({ left, right, shared }) => ({
            left: last - right,
            right: last - left,
            shared,
          }));
          turned.sort((a, b) => a.right - b.right || a.left - b.left);
          expect(turned).toEqual(pairsOf(tableOf(sketches)));
        },
      ),
      { seed: 56, numRuns: 50 },
    );
  });
});

test('the estimate is the share of the smaller sketch, whichever side it is on', () => {
  const table = tableOf([[1, 2, 3, 4], [3, 4, 5, 6, 7, 8], []]);
  expect(sharedIn(table, 0, 1)).toBe(2);
  // 2 shared of 4 in the smaller one.
  expect(estimateOf(table, 0, 1, 2)).toBe(0.5);
  expect(estimateOf(table, 1, 0, 2)).toBe(0.5);
  expect(estimateOf(table, 0, 2, 0)).toBe(0);
  expect(sharedIn(table, 2, 2)).toBe(0);
});

describe('the order by hash', () => {
  test('is a permutation that sorts, and keeps the order of equal hashes', () => {
    const anyHash = fc.oneof(
      fc.nat(5),
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.nat(5).map((k) => k * 2 ** 11),
    );
    fc.assert(
      fc.property(fc.array(anyHash, { maxLength: 200, size: 'max' }), (hashes) => {
        const places = hashes.map((_, place) => place);
        const sorted = places.toSorted((a, b) => hashes[a]! - hashes[b]! || a - b);
        expect([...orderByHash(Uint32Array.from(hashes))]).toEqual(sorted);
      }),
      { seed: 57, numRuns: 100 },
    );
  });

  test('counts numbers over the sign bit as large', () => {
    expect([...orderByHash(Uint32Array.of(0xffffffff, 0x80000000, 0x7fffffff, 0, 0x80000000))]).toEqual([
      3, 2, 1, 4, 0,
    ]);
  });
});

describe('the hashes that one article alone has', () => {
  test('go, most of them, and nothing that two articles share', () => {
    const sketches = Array.from({ length: 40 }, (_, article) => [
      ...Array.from({ length: 50 }, (_one, k) => hashOf(1000 + article * 50 + k)),
      ...Array.from({ length: 5 }, (_one, k) => hashOf((article >> 1) * 5 + k)),
    ]);
    const table = tableOf(sketches);
    const left = withoutLoneHashes(table);
    expect(left.offsets).toHaveLength(table.offsets.length);
    for (let article = 0; article < 40; article += 2) {
      expect(sharedIn(left, article, article + 1)).toBe(sharedIn(table, article, article + 1));
      const kept = [...left.hashes.subarray(left.offsets[article], left.offsets[article + 1])];
      expect(kept).toEqual([...kept].sort((a, b) => a - b));
    }
    expect(left.hashes.length).toBeLessThan(40 * 5 + (40 * 50) / 4);
  });

  test('can be all there are, or none', () => {
    expect(withoutLoneHashes(tableOf([[], []])).hashes).toHaveLength(0);
    expect([...withoutLoneHashes(tableOf([])).offsets]).toEqual([0]);
  });
});

test('the pairs of one table without those of another are what merging adds', () => {
  const anyTable = fc
    .uniqueArray(fc.tuple(fc.nat(6), fc.integer({ min: 7, max: 12 })), { selector: String })
    .map((pairs): PairTable => {
      const sorted = pairs.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
      return {
        count: sorted.length,
        left: Uint32Array.from(sorted, ([left]) => left),
        right: Uint32Array.from(sorted, ([, right]) => right),
        shared: new Uint32Array(sorted.length),
      };
    });
  fc.assert(
    fc.property(anyTable, anyTable, (pairs, known) => {
      const rest = pairsWithout(pairs, known);
      expect(mergedPairs(known, rest)).toEqual(mergedPairs(known, pairs));
      expect(known.count + rest.count).toBe(mergedPairs(known, pairs).count);
    }),
  );
});
