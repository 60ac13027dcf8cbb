import { DEFAULT_BORDERS } from '../borders.ts';
import { DisjointSet } from '../kernel/disjoint-set.ts';
import type { Borders } from '../model.ts';

/** A component of more members is clustered by leaders: average link would need the square of them. */
export const MAX_AVERAGE_LINK = 500;
/** Leaders an article is compared with: those nearest by sketch. */
const NEAREST_LEADERS = 8;

/** In ten-thousandths: a pair ties from `edge` on, and groups are joined while their mean similarity is at least `cut`. */
interface Limits {
  readonly edge: number;
  readonly cut: number;
}

/** Verified pairs in columns, by position in rank order: `left < right`; similarity in ten-thousandths, 0 for none. */
export interface SimilarityTable {
  readonly count: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly similarity: Uint16Array;
}

/** What clustering may ask about pairs that are not in the table. */
export interface PairOracle {
  /** Estimated containment, or 0 where the pair would not be a candidate. */
  readonly estimate: (left: number, right: number) => number;
  /** Similarity by full verification, in ten-thousandths. */
  readonly verify: (left: number, right: number) => number;
}

/**
 * Clusters articles by verified similarity: for each the lowest member of its cluster, itself where it stands alone.
 *
 * Inside each component of edges average link decides: bare components would let one digest page glue two stories
 * together. A pair that was never verified counts with its estimate. Sums are whole numbers and means are compared by
 * cross-multiplication, so no rounding can change a cluster; ties go to the group with the lowest first member, then to
 * the lowest second. Source: integrated.md 1.12.
 */
export function clusterArticles(
  articleCount: number,
  pairs: SimilarityTable,
  oracle: PairOracle,
  { edgeScore, cut }: Pick<Borders, 'edgeScore' | 'cut'> = DEFAULT_BORDERS,
): Uint32Array {
  const limits: Limits = { edge: Math.round(edgeScore * 10_000), cut: Math.round(cut * 10_000) };
  const components = new DisjointSet(articleCount);
  for (let p = 0; p < pairs.count; p++) {
    if (pairs.similarity[p]! >= limits.edge) components.union(pairs.left[p]!, pairs.right[p]!);
  }
  const clusterOf = new Uint32Array(articleCount);
  const members = new Map<number, number[]>();
  const rootOf = new Uint32Array(articleCount);
  for (let article = 0; article < articleCount; article++) {
    clusterOf[article] = article;
    const root = components.find(article);
    rootOf[article] = root;
    if (root === article) continue;
    const list = members.get(root);
    if (list === undefined) members.set(root, [root, article]);
    else list.push(article);
  }
  const pairsOf = new Map<number, number[]>();
  for (let p = 0; p < pairs.count; p++) {
    const root = rootOf[pairs.left[p]!]!;
    if (rootOf[pairs.right[p]!] !== root) continue;
    const list = pairsOf.get(root);
    if (list === undefined) pairsOf.set(root, [p]);
    else list.push(p);
  }
  for (const [root, list] of members) {
    const own = pairsOf.get(root) ?? [];
    if (list.length === 2) clusterOf[list[1]!] = root;
    else if (list.length <= MAX_AVERAGE_LINK) averageLink(list, own, pairs, oracle, limits, clusterOf);
    else byLeaders(list, own, pairs, oracle, limits, clusterOf);
  }
  return clusterOf;
}

/** Writes the clusters of one component into `clusterOf`. `members` ascending. */
function averageLink(
  members: readonly number[],
  own: readonly number[],
  pairs: SimilarityTable,
  oracle: PairOracle,
  { cut }: Limits,
  clusterOf: Uint32Array,
): void {
  const count = members.length;
  const row = new Map<number, number>(members.map((member, k) => [member, k]));
  // Sums of similarities between groups. -1: not verified yet.
  const sums = new Float64Array(count * count).fill(-1);
  for (const p of own) {
    const i = row.get(pairs.left[p]!)!;
    const j = row.get(pairs.right[p]!)!;
    sums[i * count + j] = pairs.similarity[p]!;
    sums[j * count + i] = pairs.similarity[p]!;
  }
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      if (sums[i * count + j]! >= 0) continue;
      const estimate = Math.round(oracle.estimate(members[i]!, members[j]!) * 10_000);
      sums[i * count + j] = estimate;
      sums[j * count + i] = estimate;
    }
  }

  const sizes = new Float64Array(count).fill(1);
  const alive = new Uint8Array(count).fill(1);
  const groupOf = new Uint32Array(count);
  for (let i = 0; i < count; i++) groupOf[i] = i;
  // The best partner after each group, by mean similarity and then by rank.
  const best = new Int32Array(count).fill(-1);
  const findBest = (i: number): void => {
    let found = -1;
    for (let j = i + 1; j < count; j++) {
      if (alive[j] === 0) continue;
      if (found < 0 || sums[i * count + j]! * sizes[found]! > sums[i * count + found]! * sizes[j]!) found = j;
    }
    best[i] = found;
  };
  for (let i = 0; i < count; i++) findBest(i);

  for (;;) {
    let x = -1;
    let y = -1;
    for (let i = 0; i < count; i++) {
      const j = best[i]!;
      if (alive[i] === 0 || j < 0) continue;
      if (x < 0 || sums[i * count + j]! * sizes[x]! * sizes[y]! > sums[x * count + y]! * sizes[i]! * sizes[j]!) {
        x = i;
        y = j;
      }
    }
    if (x < 0 || sums[x * count + y]! < cut * sizes[x]! * sizes[y]!) break;

    for (let k = 0; k < count; k++) {
      if (alive[k] === 0 || k === x || k === y) continue;
      sums[x * count + k]! += sums[y * count + k]!;
      sums[k * count + x] = sums[x * count + k]!;
    }
    sizes[x]! += sizes[y]!;
    alive[y] = 0;
    for (let k = 0; k < count; k++) if (groupOf[k] === y) groupOf[k] = x;
    for (let i = 0; i < count; i++) {
      if (alive[i] === 0) continue;
      const partner = best[i]!;
      // A mean of two is no more than the larger: nobody else's best partner can change.
      if (i === x || partner === x || partner === y) findBest(i);
    }
  }
  for (let k = 0; k < count; k++) clusterOf[members[k]!] = members[groupOf[k]!]!;
}

/**
 * Leaders, for a component too large for average link: articles by falling sum of edge similarity join the most similar of
 * the leaders nearest by sketch, or lead. 900 copies of one story stay one cluster (integrated.md 2).
 */
function byLeaders(
  members: readonly number[],
  own: readonly number[],
  pairs: SimilarityTable,
  oracle: PairOracle,
  { edge, cut }: Limits,
  clusterOf: Uint32Array,
): void {
  const weight = new Map<number, number>();
  const known = new Map<number, number>();
  const keyOf = (left: number, right: number): number => left * 0x1_0000_0000 + right;
  for (const p of own) {
    const left = pairs.left[p]!;
    const right = pairs.right[p]!;
    const similarity = pairs.similarity[p]!;
    known.set(keyOf(left, right), similarity);
    if (similarity < edge) continue;
    weight.set(left, (weight.get(left) ?? 0) + similarity);
    weight.set(right, (weight.get(right) ?? 0) + similarity);
  }
  const byWeight = [...members].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || a - b);
  const leaders: number[] = [];
  const led = new Map<number, number[]>();
  for (const article of byWeight) {
    const near = leaders
      .map((leader, order) => ({
        leader,
        order,
        estimate: oracle.estimate(Math.min(article, leader), Math.max(article, leader)),
      }))
      .filter(({ estimate }) => estimate > 0)
      .sort((a, b) => b.estimate - a.estimate || a.order - b.order)
      .slice(0, NEAREST_LEADERS);
    let joined = -1;
    let bestSimilarity = 0;
    for (const { leader } of near) {
      const left = Math.min(article, leader);
      const right = Math.max(article, leader);
      const similarity = known.get(keyOf(left, right)) ?? oracle.verify(left, right);
      if (similarity >= cut && similarity > bestSimilarity) {
        joined = leader;
        bestSimilarity = similarity;
      }
    }
    if (joined < 0) {
      leaders.push(article);
      led.set(article, [article]);
    } else {
      led.get(joined)!.push(article);
    }
  }
  for (const group of led.values()) {
    const lowest = Math.min(...group);
    for (const article of group) clusterOf[article] = lowest;
  }
}
