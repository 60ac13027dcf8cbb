import { DisjointSet } from '../kernel/disjoint-set.ts';
import { type Cluster, RELATION_NAMES, type RelationName } from '../model.ts';

/** A pair inside a group, by article numbers, with what it weighs. */
export interface Bond {
  readonly left: number;
  readonly right: number;
  readonly relation: RelationName;
  readonly similarity: number;
}

/**
 * The member most like the others: the largest sum of similarities; of equals the first in input order.
 *
 * @param members in input order
 */
export function representativeOf(members: readonly number[], bonds: readonly Bond[]): number {
  const weight = new Map<number, number>();
  for (const { left, right, similarity } of bonds) {
    weight.set(left, (weight.get(left) ?? 0) + similarity);
    weight.set(right, (weight.get(right) ?? 0) + similarity);
  }
  let best = members[0]!;
  for (const member of members) if ((weight.get(member) ?? 0) > (weight.get(best) ?? 0)) best = member;
  return best;
}

/**
 * The weakest relation that is needed to hold the members together: bonds are taken from the strongest relation down
 * until all members hang together. Members held by estimates alone count as `partial`.
 */
export function weakestNeeded(members: readonly number[], bonds: readonly Bond[]): Cluster['relation'] {
  const position = new Map(members.map((member, k) => [member, k]));
  const groups = new DisjointSet(members.length);
  let missing = members.length - 1;
  for (const relation of RELATION_NAMES) {
    for (const bond of bonds) {
      if (bond.relation === relation && groups.union(position.get(bond.left)!, position.get(bond.right)!)) missing--;
    }
    if (missing === 0) return relation;
    if (relation === 'partial') break;
  }
  return 'partial';
}
