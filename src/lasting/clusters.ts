import { Corpus } from '../engine/corpus.ts';
import { estimateOf, MIN_ESTIMATE, MIN_SHARED, type SketchTable, sharedIn } from '../kernel/postings.ts';
import { clusterArticles } from '../match/cluster.ts';
import type { Borders } from '../model.ts';
import type { Edges } from '../store/batch.ts';
import type { IndexFile } from '../store/index-file.ts';

/**
 * Gives groups their numbers: each has that of the earlier cluster with which it shares the most members, so that a cluster
 * keeps its number when it grows; of two that have become one the larger gives it, of equals the older. The rest get new ones.
 *
 * @param earlierOf the number of an article's earlier cluster, 0 for none
 */
export function numbersFor(
  groups: readonly (readonly number[])[],
  earlierOf: (doc: number) => number,
  nextCluster: number,
): { readonly numbers: readonly number[]; readonly next: number } {
  const claims = groups.flatMap((members, group) => {
    const shared = new Map<number, number>();
    for (const doc of members) {
      const earlier = earlierOf(doc);
      if (earlier > 0) shared.set(earlier, (shared.get(earlier) ?? 0) + 1);
    }
    return [...shared].map(([earlier, count]) => ({ group, earlier, count }));
  });
  claims.sort((a, b) => b.count - a.count || a.earlier - b.earlier || a.group - b.group);
  const numbers = new Array<number>(groups.length).fill(0);
  const taken = new Set<number>();
  for (const { group, earlier } of claims) {
    if (numbers[group] !== 0 || taken.has(earlier)) continue;
    numbers[group] = earlier;
    taken.add(earlier);
  }
  let next = nextCluster;
  return { numbers: numbers.map((number) => (number === 0 ? next++ : number)), next };
}

/** The articles whose cluster becomes another one: of `among` all that are in no group leave theirs. */
export function changesOf(
  groups: readonly (readonly number[])[],
  numbers: readonly number[],
  among: Iterable<number>,
  earlierOf: (doc: number) => number,
): Map<number, number> {
  const now = new Map<number, number>();
  for (const [group, members] of groups.entries()) for (const doc of members) now.set(doc, numbers[group]!);
  const changes = new Map<number, number>();
  for (const doc of among) if ((now.get(doc) ?? 0) !== earlierOf(doc)) changes.set(doc, now.get(doc) ?? 0);
  return changes;
}

/** What holds of those that stay, once some articles of an index are gone. */
export interface Regrouped {
  readonly edges: Edges;
  readonly clusters: Map<number, number>;
  readonly next: number;
}

/**
 * Clusters anew what was tied to articles that go, by what is known of their pairs. What was known of an article that goes is
 * handed on to one with the same words, where there is one.
 */
export function regroupWithout(gone: ReadonlySet<number>, index: IndexFile, borders: Borders): Regrouped {
  const docs = tiedTo(gone, index);
  const corpus = new Corpus(0);
  for (const doc of docs) corpus.restore(index.keptOf(doc), undefined);
  const all = Uint32Array.from(docs, (_, k) => k);
  const groupOf = corpus.firstOfEquals(all);
  const stays = all.filter((k) => !gone.has(docs[k]!));
  const firstOfEquals = corpus.firstOfEquals(stays);
  /** The first that stays of those with the same words. */
  const heirOf = new Map<number, number>();
  for (const k of stays) if (!heirOf.has(groupOf[k]!)) heirOf.set(groupOf[k]!, k);
  const unique = stays.filter((k) => firstOfEquals[k] === k);
  const positionOf = new Map<number, number>();
  for (const [position, k] of unique.entries()) positionOf.set(k, position);

  const numberOf = new Map<number, number>();
  for (const [k, doc] of docs.entries()) numberOf.set(doc, k);
  const known: { left: number; right: number; similarity: number }[] = [];
  const added: { left: number; right: number; similarity: number }[] = [];
  const { left, right, similarity } = index.edges;
  for (let e = 0; e < left.length; e++) {
    const [a, b] = [numberOf.get(left[e]!), numberOf.get(right[e]!)];
    if (a === undefined || b === undefined) continue;
    const [heirA, heirB] = [heirOf.get(groupOf[a]!), heirOf.get(groupOf[b]!)];
    if (heirA === undefined || heirB === undefined || heirA === heirB) continue;
    const [x, y] = [positionOf.get(heirA)!, positionOf.get(heirB)!];
    known.push({ left: Math.min(x, y), right: Math.max(x, y), similarity: similarity[e]! });
    if (gone.has(left[e]!) || gone.has(right[e]!))
      added.push({ left: docs[heirA]!, right: docs[heirB]!, similarity: similarity[e]! });
  }
  for (const k of stays) {
    const first = firstOfEquals[k]!;
    if (first !== k) added.push({ left: docs[first]!, right: docs[k]!, similarity: SAME });
  }

  const sketches = sketchesOf(
    Array.from(unique, (k) => docs[k]!),
    index,
  );
  const clusterOf = clusterArticles(
    unique.length,
    {
      count: known.length,
      left: Uint32Array.from(known, (pair) => pair.left),
      right: Uint32Array.from(known, (pair) => pair.right),
      similarity: Uint16Array.from(known, (pair) => pair.similarity),
    },
    {
      estimate: (a, b) => {
        const shared = sharedIn(sketches, a, b);
        const estimate = estimateOf(sketches, a, b, shared);
        return shared >= MIN_SHARED && estimate >= MIN_ESTIMATE ? estimate : 0;
      },
      verify: () => 0,
    },
    borders,
  );
  const groups = new Map<number, number[]>();
  for (const k of stays) {
    const root = clusterOf[positionOf.get(firstOfEquals[k]!)!]!;
    const members = groups.get(root);
    if (members === undefined) groups.set(root, [docs[k]!]);
    else members.push(docs[k]!);
  }
  const earlierOf = (doc: number): number => index.clusterOf[doc]!;
  const grouped = [...groups.values()].filter((members) => members.length > 1);
  const { numbers, next } = numbersFor(grouped, earlierOf, index.nextCluster);
  const among = Array.from(stays, (k) => docs[k]!);
  return { edges: edgesOf(added), clusters: changesOf(grouped, numbers, among, earlierOf), next };
}

/** The similarity of two texts with the same words. */
export const SAME = 10_000;

export function edgesOf(pairs: readonly { left: number; right: number; similarity: number }[]): Edges {
  return {
    left: Uint32Array.from(pairs, ({ left }) => left),
    right: Uint32Array.from(pairs, ({ right }) => right),
    similarity: Uint16Array.from(pairs, ({ similarity }) => similarity),
  };
}

function tiedTo(gone: ReadonlySet<number>, index: IndexFile): Uint32Array {
  const { left, right } = index.edges;
  const met = new Set<number>(gone);
  // From neighbour to neighbour; a component is seldom wide.
  for (let before = -1; before !== met.size; ) {
    before = met.size;
    for (let e = 0; e < left.length; e++) {
      if (met.has(left[e]!)) met.add(right[e]!);
      else if (met.has(right[e]!)) met.add(left[e]!);
    }
  }
  return Uint32Array.from(met).sort();
}

function sketchesOf(docs: readonly number[], index: IndexFile): SketchTable {
  const parts = docs.map((doc) => index.comparedSketchesOf(doc).sketch.slice());
  const offsets = new Uint32Array(parts.length + 1);
  for (const [k, part] of parts.entries()) offsets[k + 1] = offsets[k]! + part.length;
  const hashes = new Uint32Array(offsets[parts.length]!);
  for (const [k, part] of parts.entries()) hashes.set(part, offsets[k]);
  return { hashes, offsets };
}
