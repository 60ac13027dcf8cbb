import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DisjointSet } from '../../src/kernel/disjoint-set.ts';
import { GrowingUint32 } from '../../src/kernel/growing.ts';

describe('a disjoint set', () => {
  test('knows every group by its lowest member, and says which unions were news', () => {
    const size = 20;
    const anyUnions = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(anyUnions, (unions) => {
        const groups = new DisjointSet(size);
        let label = Array.from({ length: size }, (_, member) => member);
        for (const [a, b] of unions) {
          const [kept, gone] = [Math.min(label[a]!, label[b]!), Math.max(label[a]!, label[b]!)];
          expect(groups.union(a, b)).toBe(kept !== gone);
          label = label.map((one) => (one === gone ? kept : one));
        }
        expect(label.map((_, member) => groups.find(member))).toEqual(label);
      }),
      { seed: 61, numRuns: 100 },
    );
  });

  test('follows a long chain of unions', () => {
    const groups = new DisjointSet(50_000);
    for (let member = 49_999; member > 0; member--) groups.union(member, member - 1);
    expect(groups.find(49_999)).toBe(0);
  });
});

describe('a growing list', () => {
  test('holds what was pushed, one by one or many at once, from any capacity', () => {
    const anyPush = fc.oneof(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.nat(4), fc.array(anyPush, { maxLength: 30, size: 'max' }), (capacity, pushes) => {
        const list = new GrowingUint32(capacity);
        for (const push of pushes) {
          if (typeof push === 'number') list.push(push);
          else list.pushAll(Uint32Array.from(push));
        }
        expect([...list.view()]).toEqual(pushes.flat());
        expect(list).toHaveLength(pushes.flat().length);
      }),
      { seed: 62, numRuns: 100 },
    );
  });

  test('begins with room for a thousand and grows beyond', () => {
    const list = new GrowingUint32();
    for (let k = 0; k < 3000; k++) list.push(k);
    expect([...list.view()]).toEqual(Array.from({ length: 3000 }, (_, k) => k));
  });
});
