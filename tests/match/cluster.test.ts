import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterArticles, type PairOracle, type SimilarityTable } from '../../src/match/cluster.ts';
import { between, seeded, shuffled } from '../support/seeded.ts';

/** A verified pair and its similarity in ten-thousandths. */
type Known = readonly [left: number, right: number, similarity: number];

function tableOf(pairs: readonly Known[]): SimilarityTable {
  return {
    count: pairs.length,
    left: Uint32Array.from(pairs, ([left]) => left),
    right: Uint32Array.from(pairs, ([, right]) => right),
    similarity: Uint16Array.from(pairs, ([, , similarity]) => similarity),
  };
}

const NOTHING: PairOracle = {
  estimate: () => 0,
  verify: () => {
    throw new Error('no pair had to be verified');
  },
};

/** Estimates by pair; 0 for all others. */
function estimating(estimates: readonly Known[]): PairOracle {
  return {
    ...NOTHING,
    estimate: (left, right) => (estimates.find(([a, b]) => a === left && b === right)?.[2] ?? 0) / 10_000,
  };
}

function clustersOf(count: number, pairs: readonly Known[], oracle: PairOracle = NOTHING): number[] {
  return [...clusterArticles(count, tableOf(pairs), oracle)];
}

/**
 * By definition, for all articles at once: while there are two groups with a mean similarity of .30 or more, the two with
 * the largest mean are joined; of equals those with the lowest first member, then with the lowest second. Exact fractions.
 */
function averageLinkByDefinition(count: number, similarityOf: (left: number, right: number) => number): number[] {
  let groups = Array.from({ length: count }, (_, article) => [article]);
  const sumOf = (a: readonly number[], b: readonly number[]): bigint =>
    a
      .flatMap((x) => b.map((y) => BigInt(similarityOf(Math.min(x, y), Math.max(x, y)))))
      .reduce((sum, one) => sum + one, 0n);
  for (;;) {
    let best: { a: number[]; b: number[]; sum: bigint; weight: bigint } | undefined;
    for (const [k, a] of groups.entries()) {
      for (const b of groups.slice(k + 1)) {
        const sum = sumOf(a, b);
        const weight = BigInt(a.length * b.length);
        if (sum < 3000n * weight) continue;
        if (best === undefined || sum * best.weight > best.sum * weight) best = { a, b, sum, weight };
      }
    }
    if (best === undefined) break;
    const { a, b } = best;
    const joined = [...a, ...b].sort((x, y) => x - y);
    groups = groups.filter((group) => group !== a && group !== b).concat([joined]);
    groups.sort((x, y) => x[0]! - y[0]!);
  }
  const clusterOf: number[] = [];
  for (const group of groups) for (const article of group) clusterOf[article] = group[0]!;
  return clusterOf;
}

describe('average link', () => {
  test('joins two pairs only when the mean over all four is .30', () => {
    const pairs: Known[] = [
      [0, 1, 9000],
      [2, 3, 8000],
      [1, 2, 8999],
      [0, 2, 3000],
    ];
    // First 0 and 1 (.9000), then: {0 1} and 2 have (.8999 + .3000) / 2 = .59995, less than 2 and 3 (.8000), which join.
    // {0 1} and {2 3} have (.8999 + .3000 + two estimates) / 4, which is .30 when the estimates add up to .0001.
    expect(clustersOf(4, pairs, estimating([[1, 3, 0]]))).toEqual([0, 0, 2, 2]);
    expect(clustersOf(4, pairs, estimating([[1, 3, 1]]))).toEqual([0, 0, 0, 0]);
  });

  test('takes an estimate for a pair that was never verified, and 0 for one that was and failed', () => {
    const pairs: Known[] = [
      [0, 1, 6000],
      [1, 2, 5000],
    ];
    const estimate = estimating([[0, 2, 1000]]);
    // {0 1} and 2: (.50 + .10) / 2 = .30.
    expect(clustersOf(3, pairs, estimate)).toEqual([0, 0, 0]);
    // (.50 + 0) / 2 = .25
    expect(clustersOf(3, [...pairs, [0, 2, 0]], estimate)).toEqual([0, 0, 2]);
  });

  test('does not let a digest glue the stories it digests', () => {
    // Two articles a story, and a digest, 4, that holds a good part of each.
    const pairs: Known[] = [
      [0, 1, 9500],
      [2, 3, 9500],
      [0, 4, 4000],
      [1, 4, 4000],
      [2, 4, 4000],
      [3, 4, 4000],
    ];
    // The digest ties with both stories, and goes to the one of the lower rank; then the stories have
    // (4 pairs of 0 + 2 of .40) / 6 = .13.
    expect(clustersOf(5, pairs)).toEqual([0, 0, 2, 2, 0]);
  });

  test('settles a tie for the lowest first member, then for the lowest second', () => {
    const tied: Known[] = [
      [0, 2, 5000],
      [0, 3, 5000],
      [1, 2, 5000],
    ];
    // 0 and 2 before 0 and 3 before 1 and 2; what is left has .25 to the group. Any other order gives other groups.
    expect(clustersOf(4, tied)).toEqual([0, 1, 0, 3]);
    // Once 2 and 3 are one group, 0 is as like to them as to 1, and goes to 1.
    const later: Known[] = [
      [0, 1, 5000],
      [0, 2, 5000],
      [0, 3, 5000],
      [2, 3, 9000],
    ];
    expect(clustersOf(4, later)).toEqual([0, 0, 2, 2]);
    // Means are compared as fractions: 1/3 of .9001 + .9 + .9 is more than .90.
    const near: Known[] = [
      [0, 4, 9000],
      [1, 2, 10_000],
      [1, 3, 10_000],
      [2, 3, 10_000],
      [1, 4, 9001],
      [2, 4, 9000],
      [3, 4, 9000],
    ];
    expect(clustersOf(5, near)).toEqual([0, 1, 1, 1, 1]);
  });

  test('begins at an edge of .30, and leaves articles without one alone', () => {
    expect(clustersOf(4, [[1, 2, 2999]], estimating([[1, 2, 9000]]))).toEqual([0, 1, 2, 3]);
    expect(clustersOf(4, [[1, 2, 3000]])).toEqual([0, 1, 1, 3]);
    expect(clustersOf(0, [])).toEqual([]);
  });

  test('is the rule on any table', () => {
    const coarse = fc.constantFrom(0, 1000, 3000, 3001, 5000, 5000, 9000, 10_000);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.array(fc.tuple(coarse, fc.constantFrom('known', 'known', 'estimated')), { minLength: 36, maxLength: 36 }),
        (count, values) => {
          const pairs: Known[] = [];
          const estimates: Known[] = [];
          let k = 0;
          for (let right = 0; right < count; right++) {
            for (let left = 0; left < right; left++) {
              const [similarity, from] = values[k++]!;
              (from === 'known' ? pairs : estimates).push([left, right, similarity]);
            }
          }
          // The definition is for one component: outside of it an estimate ties nothing.
          const component = componentsOf(count, pairs);
          const values2 = new Map([...pairs, ...estimates].map(([a, b, similarity]) => [`${a} ${b}`, similarity]));
          const expected = averageLinkByDefinition(count, (left, right) =>
            component[left] === component[right] ? values2.get(`${left} ${right}`)! : 0,
          );
          expect(clustersOf(count, pairs, estimating(estimates))).toEqual(expected);
        },
      ),
      { seed: 81, numRuns: 300 },
    );
  });

  test('does not depend on the order of the table', () => {
    const random = seeded(82);
    const pairs: Known[] = [];
    for (let right = 0; right < 60; right++) {
      for (let left = 0; left < right; left++) {
        if (random() < 0.2) pairs.push([left, right, between(random, 0, 10) * 1000]);
      }
    }
    const oracle = estimating([]);
    const expected = clustersOf(60, pairs, oracle);
    expect(new Set(expected).size).toBeGreaterThan(5);
    for (let turn = 0; turn < 10; turn++) expect(clustersOf(60, shuffled(pairs, random), oracle)).toEqual(expected);
  });
});

function componentsOf(count: number, pairs: readonly Known[]): number[] {
  let label = Array.from({ length: count }, (_, article) => article);
  for (const [left, right, similarity] of pairs) {
    if (similarity < 3000) continue;
    const [kept, gone] = [Math.min(label[left]!, label[right]!), Math.max(label[left]!, label[right]!)];
    label = label.map((one) => (one === gone ? kept : one));
  }
  return label;
}

/**
 * By definition, for one component: articles by falling sum of edge similarity, then by rank; each is compared with the 8
 * leaders nearest by estimate, joins the most similar one from .30 on, or leads.
 */
function leadersByDefinition(count: number, pairs: readonly Known[], oracle: PairOracle): number[] {
  const known = new Map(pairs.map(([left, right, similarity]) => [`${left} ${right}`, similarity]));
  const sums = Array.from({ length: count }, (_, article) =>
    pairs
      .filter(([left, right, similarity]) => (left === article || right === article) && similarity >= 3000)
      .reduce((sum, [, , similarity]) => sum + similarity, 0),
  );
  const order = sums.map((_, article) => article).sort((a, b) => sums[b]! - sums[a]! || a - b);
  const leaders: number[] = [];
  const leaderOf: number[] = [];
  for (const article of order) {
    const pairWith = (leader: number): [number, number] => [Math.min(article, leader), Math.max(article, leader)];
    const near = leaders
      .map((leader) => ({ leader, estimate: oracle.estimate(...pairWith(leader)) }))
      .filter(({ estimate }) => estimate > 0)
      .sort((a, b) => b.estimate - a.estimate)
      .slice(0, 8)
      .map(({ leader }) => ({
        leader,
        similarity: known.get(pairWith(leader).join(' ')) ?? oracle.verify(...pairWith(leader)),
      }))
      .filter(({ similarity }) => similarity >= 3000)
      .sort((a, b) => b.similarity - a.similarity);
    leaderOf[article] = near[0]?.leader ?? article;
    if (near.length === 0) leaders.push(article);
  }
  return leaderOf.map((leader) => leaderOf.indexOf(leader));
}

describe('leaders, above 500 members', () => {
  /** Articles of some stories by turns, each tied to the four before it of its story, as posting lists of crowds are. */
  function crowd(stories: number, articles: number): Known[] {
    const pairs: Known[] = [];
    for (let article = 0; article < articles; article++) {
      for (let back = 1; back <= 4; back++) {
        const other = article - back * stories;
        if (other >= 0) pairs.push([other, article, 9000]);
      }
    }
    return pairs;
  }

  test('keep a crowd of copies together where only predecessors were compared', () => {
    let verified = 0;
    const oracle: PairOracle = {
      estimate: () => 0.9,
      verify: () => {
        verified++;
        return 9000;
      },
    };
    const clusters = clustersOf(501, crowd(1, 501), oracle);
    expect(new Set(clusters)).toEqual(new Set([0]));
    // One leader, and one comparison for each other article that was not compared with it before.
    expect(verified).toBeLessThanOrEqual(500);
    expect(verified).toBeGreaterThan(480);
  });

  test('keep two crowds apart that one digest ties together', () => {
    const digest = 600;
    const pairs: Known[] = [...crowd(2, 600), [0, digest, 4000], [1, digest, 4500]];
    const similarity = (left: number, right: number): number => {
      if (right === digest) return left % 2 === 0 ? 4000 : 4500;
      return left % 2 === right % 2 ? 9000 : 0;
    };
    const clusters = clustersOf(601, pairs, {
      estimate: (left, right) => similarity(left, right) / 10_000,
      verify: similarity,
    });
    expect(clusters.slice(0, 600)).toEqual(Array.from({ length: 600 }, (_, article) => article % 2));
    // The digest goes where it is more similar.
    expect(clusters[digest]).toBe(1);
  });

  test('begin at 501 members: up to 500 the means decide', () => {
    // Of a bare chain, ties of one strength and no estimates, average link makes pairs; leaders verify and make one.
    const chain = (members: number): Known[] =>
      Array.from({ length: members - 1 }, (_, article) => [article, article + 1, 9000]);
    const oracle: PairOracle = { estimate: (left, right) => (right - left === 1 ? 0.9 : 0), verify: () => 9000 };
    const averaged = clustersOf(500, chain(500), oracle);
    expect(averaged.slice(0, 6)).toEqual([0, 0, 2, 2, 4, 4]);
    expect(clustersOf(501, chain(501), oracle)).toEqual(leadersByDefinition(501, chain(501), oracle));
    expect(clustersOf(501, chain(501), oracle).slice(0, 6)).not.toEqual(averaged.slice(0, 6));
  });

  test('are found by the rule on any component, and in any order of its table', () => {
    const random = seeded(83);
    for (let turn = 0; turn < 3; turn++) {
      const count = 510 + turn;
      const stories = 30;
      const storyOf = Array.from({ length: count }, () => between(random, 0, stories - 1));
      const similarity = new Map<string, number>();
      const similarityOf = (left: number, right: number): number => {
        const key = `${left} ${right}`;
        const drawn = similarity.get(key) ?? between(random, 0, storyOf[left] === storyOf[right] ? 10 : 4) * 1000;
        similarity.set(key, drawn);
        return drawn;
      };
      // A chain through all makes one component; more pairs are drawn.
      const pairs: Known[] = Array.from({ length: count - 1 }, (_, article) => [article, article + 1, 3000]);
      const drawn = new Set<string>();
      for (let k = 0; k < 3000; k++) {
        const [left, right] = [between(random, 0, count - 1), between(random, 0, count - 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        if (right - left < 2 || drawn.has(`${left} ${right}`)) continue;
        drawn.add(`${left} ${right}`);
        pairs.push([left, right, similarityOf(left, right)]);
      }
      const oracle: PairOracle = {
        estimate: (left, right) => (storyOf[left] === storyOf[right] ? 0.9 : ((left * 31 + right * 17) % 10) / 100),
        verify: similarityOf,
      };
      const expected = leadersByDefinition(count, pairs, oracle);
      expect(clustersOf(count, pairs, oracle)).toEqual(expected);
      expect(clustersOf(count, shuffled(pairs, random), oracle)).toEqual(expected);
      expect(new Set(expected).size).toBeGreaterThan(10);
    }
  });

  test('leave other components alone', () => {
    const pairs: Known[] = [...crowd(1, 501), [501, 503, 3000]];
    const clusters = clustersOf(504, pairs, { estimate: () => 0.9, verify: () => 9000 });
    expect(clusters.slice(500)).toEqual([0, 501, 502, 501]);
  });
});
