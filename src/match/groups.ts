import { DisjointSet } from '../kernel/disjoint-set.ts';
import { type Cluster, RELATION_NAMES, type RelationName } from '../model.ts';
import type { DisguiseBits } from '../text/disguises.ts';

/** A pair inside a group, by article numbers, with what it weighs. */
export interface Bond {
  readonly left: number;
  readonly right: number;
  readonly relation: RelationName;
  readonly similarity: number;
}

/**
 * The member most like the others: the largest sum of similarities; of equals the first in input order. An article in a
 * disguise that others lack stands for them only where all are disguised.
 *
 * @param members in input order
 */
export function representativeOf(
  members: readonly number[],
  bonds: readonly Bond[],
  disguises: (article: number) => DisguiseBits,
): number {
  const weight = likeness(members, bonds);
  const common = members.reduce((bits, member) => bits & disguises(member), disguises(members[0]!));
  const plain = members.filter((member) => (disguises(member) & ~common) === 0);
  const eligible = plain.length > 0 ? plain : members;
  return eligible.reduce((best, member) => (weight.get(member)! > weight.get(best)! ? member : best));
}

/**
 * For each member the sum of its similarities to the others. Of texts with the same words only the first was measured: its
 * bonds are theirs too, and a bond with it counts once for each of them.
 */
function likeness(members: readonly number[], bonds: readonly Bond[]): ReadonlyMap<number, number> {
  const firstOf = new Map(members.map((member) => [member, member]));
  const equals = new Map(members.map((member) => [member, 1]));
  for (const { left, right, relation } of bonds) {
    if (relation !== 'identical') continue;
    firstOf.set(right, left);
    equals.set(left, equals.get(left)! + 1);
  }
  const sums = new Map(members.map((member) => [member, 10_000 * (equals.get(member)! - 1)]));
  for (const { left, right, relation, similarity } of bonds) {
    if (relation === 'identical') continue;
    sums.set(left, sums.get(left)! + similarity * equals.get(right)!);
    sums.set(right, sums.get(right)! + similarity * equals.get(left)!);
  }
  return new Map(members.map((member) => [member, sums.get(firstOf.get(member)!)!]));
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
