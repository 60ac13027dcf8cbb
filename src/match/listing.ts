import type { RelationName } from '../model.ts';
import type { Bond } from './groups.ts';
import type { JudgedPair, ListedPair, Outcome } from './outcome.ts';

/** A cluster of more members lists each member's best match only: a crowd costs its size, not its square. */
const MAX_LISTED_MEMBERS = 50;

/** A cluster in the making. */
export interface Group {
  /** In input order. */
  readonly members: readonly number[];
  readonly bonds: readonly Bond[];
}

/** The clusters of two and more, by their first members. Most articles are in none, and cost nothing but a count. */
export function groupsOf({ ids, ranked, firstOfEquals, clusterOf, judged }: Outcome): Group[] {
  const rootOf = (article: number): number => clusterOf.get(firstOfEquals[article]!) ?? firstOfEquals[article]!;
  const sizes = new Uint32Array(ids.length);
  for (const article of ranked) sizes[rootOf(article)]!++;
  const groups = new Map<number, { readonly members: number[]; readonly bonds: Bond[] }>();
  for (const article of ranked) {
    const root = rootOf(article);
    if (sizes[root]! < 2) continue;
    const group = groups.get(root);
    if (group === undefined) groups.set(root, { members: [article], bonds: [] });
    else group.members.push(article);
  }
  for (const article of ranked) {
    const first = firstOfEquals[article]!;
    if (first === article) continue;
    const bond: Bond = { left: first, right: article, relation: 'identical', similarity: 10_000 };
    groups.get(rootOf(article))?.bonds.push(bond);
  }
  for (const { left, right, verdict } of judged) {
    const root = rootOf(left);
    if (root !== rootOf(right) || verdict.similarity === 0) continue;
    groups.get(root)?.bonds.push({ left, right, relation: verdict.relation, similarity: verdict.similarity });
  }
  return [...groups.values()];
}

export function isAskedFor(group: Group, asked: ReadonlySet<RelationName>): boolean {
  return group.bonds.some((bond) => asked.has(bond.relation));
}

/** The groups in which one of the pairs stands. */
export function groupsWith(listed: readonly ListedPair[], groups: readonly Group[]): Group[] {
  const groupOf = new Map(groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const met = new Set<Group>();
  for (const { left, right } of listed) {
    const group = groupOf.get(left);
    if (group !== undefined && group === groupOf.get(right)) met.add(group);
  }
  return groups.filter((group) => met.has(group));
}

/** A template is a weaker claim than any relation it comes with, and is listed only when all is asked for. */
function isTemplated({ verdict }: JudgedPair): boolean {
  return verdict.flags.includes('template');
}

export function pairsToList(
  outcome: Outcome,
  groups: readonly Group[],
  asked: ReadonlySet<RelationName>,
  listsTemplates: boolean,
): { listed: ListedPair[]; omitted: number } {
  const { judged, firstOfEquals, ranked } = outcome;
  const crowdOf = new Map<number, number>();
  for (const [k, group] of groups.entries()) {
    if (group.members.length > MAX_LISTED_MEMBERS) for (const member of group.members) crowdOf.set(member, k);
  }
  const isInCrowd = (pair: JudgedPair): boolean =>
    crowdOf.has(pair.left) && crowdOf.get(pair.left) === crowdOf.get(pair.right);

  const best = new Map<number, JudgedPair>();
  const wanted = judged.filter((pair) => asked.has(pair.verdict.relation) && (listsTemplates || !isTemplated(pair)));
  for (const pair of wanted) {
    if (!isInCrowd(pair)) continue;
    for (const article of [pair.left, pair.right]) {
      const known = best.get(article);
      if (known === undefined || pair.verdict.measures.score > known.verdict.measures.score) best.set(article, pair);
    }
  }
  const bestPairs = new Set(best.values());
  const kept = wanted.filter((pair) => !isInCrowd(pair) || bestPairs.has(pair));

  const rankOf = new Uint32Array(outcome.ids.length);
  for (let rank = 0; rank < ranked.length; rank++) rankOf[ranked[rank]!] = rank;
  const listed: ListedPair[] = [...kept];
  if (asked.has('identical')) {
    for (const article of ranked) {
      const first = firstOfEquals[article]!;
      if (first !== article) listed.push({ left: first, right: article });
    }
  }
  listed.sort((a, b) => rankOf[a.left]! - rankOf[b.left]! || rankOf[a.right]! - rankOf[b.right]!);
  return { listed, omitted: wanted.length - kept.length };
}
