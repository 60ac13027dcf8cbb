import { DisjointSet } from '../kernel/disjoint-set.ts';
import type { Group } from './listing.ts';
import type { ListedPair, Outcome } from './outcome.ts';

/** Articles that hang together by their clusters or by the pairs that are listed: all that is told from their texts. */
export interface Circle {
  /** In input order. */
  readonly articles: readonly number[];
  /** Positions in the list of groups, and in the list of pairs: one right side after the other. */
  readonly groups: readonly number[];
  readonly pairs: readonly number[];
}

/** Parts what a report names into circles, which have no article in common: what was read for one is of no use to the next. */
export function* circlesOf(
  named: Iterable<number>,
  groups: readonly Group[],
  listed: readonly ListedPair[],
  outcome: Outcome,
): Iterable<Circle> {
  const sets = new DisjointSet(outcome.ids.length);
  for (const { members } of groups) for (const member of members) sets.union(members[0]!, member);
  for (const { left, right } of listed) sets.union(left, right);

  const articles = new Map<number, number[]>();
  for (const article of named) addTo(articles, sets.find(article), article);
  const groupsIn = new Map<number, number[]>();
  for (const [k, { members }] of groups.entries()) addTo(groupsIn, sets.find(members[0]!), k);
  const pairsIn = new Map<number, number[]>();
  for (let k = 0; k < listed.length; k++) addTo(pairsIn, sets.find(listed[k]!.left), k);

  const clusterOf = (k: number): number => outcome.clusterOf.get(listed[k]!.left) ?? listed[k]!.left;
  for (const [root, members] of articles) {
    const pairs = pairsIn.get(root) ?? [];
    pairs.sort((a, b) => clusterOf(a) - clusterOf(b) || listed[a]!.right - listed[b]!.right || a - b);
    yield { articles: members, groups: groupsIn.get(root) ?? [], pairs };
  }
}

function addTo(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
