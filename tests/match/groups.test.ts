import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bond, representativeOf, weakestNeeded } from '../../src/match/groups.ts';
import type { RelationName } from '../../src/model.ts';
import { seeded, shuffled } from '../support/seeded.ts';

function bond(left: number, right: number, relation: RelationName, similarity = 5000): Bond {
  return { left, right, relation, similarity };
}

const undisguised = () => 0;

describe('the representative of a group', () => {
  test('is the member most like the others', () => {
    // 7 has .9 + .5, 3 has .9, 5 has .5.
    const bonds = [bond(3, 7, 'copy', 9000), bond(5, 7, 'contained', 5000)];
    expect(representativeOf([3, 5, 7], bonds, undisguised)).toBe(7);
  });

  test('is the first in input order where several are like the others in sum', () => {
    expect(representativeOf([8, 2], [bond(8, 2, 'copy')], undisguised)).toBe(8);
    expect(representativeOf([4, 6], [], undisguised)).toBe(4);
  });

  test('counts every one of several texts with the same words', () => {
    // 2 and 4 have the words of 1: 6 is like three articles, 1 like two equals and 6.
    const bonds = [bond(1, 2, 'identical', 10_000), bond(1, 4, 'identical', 10_000), bond(1, 6, 'copy', 9000)];
    expect(representativeOf([6, 1, 2, 4], bonds, undisguised)).toBe(1);
    const capitals = (article: number) => (article === 1 ? 1 : 0);
    expect(representativeOf([1, 2, 4, 6], bonds, capitals)).toBe(2);
  });

  test('is one without a disguise that others lack, as long as there is one', () => {
    const bonds = [bond(3, 7, 'copy', 9000), bond(5, 7, 'contained', 5000)];
    const bits = new Map([
      [3, 0b001],
      [5, 0b001],
      [7, 0b101],
    ]);
    expect(representativeOf([3, 5, 7], bonds, (article) => bits.get(article)!)).toBe(3);
    // Each is disguised in its own way.
    expect(representativeOf([3, 5, 7], bonds, (article) => article)).toBe(7);
  });

  test('does not depend on the order of the bonds', () => {
    const random = seeded(91);
    const members = [0, 1, 2, 3, 4, 5];
    const bonds = members.flatMap((left) =>
      members
        .filter((right) => right > left)
        .map((right) => bond(left, right, 'copy', Math.floor(random() * 3) * 1000)),
    );
    const expected = representativeOf(members, bonds, undisguised);
    for (let turn = 0; turn < 10; turn++) {
      expect(representativeOf(members, shuffled(bonds, random), undisguised)).toBe(expected);
    }
  });
});

describe('the relation of a group', () => {
  test('is the weakest that is needed to hold it together, and not the weakest there is', () => {
    const bonds = [bond(1, 2, 'copy'), bond(2, 3, 'contained'), bond(1, 3, 'partial')];
    expect(weakestNeeded([1, 2, 3], bonds)).toBe('contained');
    expect(weakestNeeded([1, 2], [bond(1, 2, 'identical')])).toBe('identical');
    expect(weakestNeeded([1, 2, 3], [bond(1, 2, 'identical'), bond(2, 3, 'partial')])).toBe('partial');
  });

  test('is partial where members are held by estimates alone, or by less', () => {
    expect(weakestNeeded([1, 2, 3], [bond(1, 2, 'copy')])).toBe('partial');
    expect(weakestNeeded([1, 2], [])).toBe('partial');
    expect(weakestNeeded([1, 2], [bond(1, 2, 'quotes')])).toBe('partial');
  });

  test('is the bottleneck of the strongest tree, for any bonds', () => {
    const strength: RelationName[] = ['identical', 'copy', 'contained', 'partial'];
    const anyBond = fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom(...strength));
    fc.assert(
      fc.property(fc.array(anyBond, { maxLength: 12, size: 'max' }), (drawn) => {
        const bonds = drawn.filter(([a, b]) => a !== b).map(([a, b, relation]) => bond(a + 10, b + 10, relation));
        const members = [10, 11, 12, 13, 14];
        // By definition: the first relation so that it and the stronger ones hang all members together.
        const expected = strength.find((_, rank) => {
          const allowed = bonds.filter(({ relation }) => strength.indexOf(relation) <= rank);
          const reached = new Set([10]);
          for (let turn = 0; turn < members.length; turn++) {
            for (const { left, right } of allowed) {
              if (reached.has(left)) reached.add(right);
              if (reached.has(right)) reached.add(left);
            }
          }
          return reached.size === members.length;
        });
        expect(weakestNeeded(members, bonds)).toBe(expected ?? 'partial');
      }),
      { seed: 92, numRuns: 200 },
    );
  });
});
