import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sieveOf } from '../../src/kernel/sieve.ts';
import { packedSketches, SketchRows } from '../../src/store/sketches.ts';
import { seeded } from '../support/seeded.ts';

afterEach(() => void vi.unstubAllGlobals());

function ascending(hashes: readonly number[]): Uint32Array {
  return Uint32Array.from(new Set(hashes)).sort();
}

/** Hashes of all sizes, so that gaps have one to four bytes. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 1 << 18 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const sketch = fc.array(hash, { maxLength: 40 }).map(ascending);

describe.each(['compiled', 'plain'] as const)('the %s sieve', (name) => {
  test('tells of each sketch which of its hashes are asked about, in their order', () => {
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 12 }), fc.array(hash, { maxLength: 60 }), (sketches, more) => {
        // Half of them are met, and some that are not are near.
        const asked = ascending([...more, ...sketches.flatMap((each) => [...each].filter((_, k) => k % 2 === 0))]);
        const sieve = sieveOf(asked, name);
        const rows = new SketchRows(packedSketches(sketches));
        const { numbers, ends } = sieve.pass(rows.packed);
        const wanted = sketches.map((each) => [...each].filter((one) => asked.includes(one)));
        const told = Array.from(ends, (end, k) =>
          Array.from(numbers.subarray(k === 0 ? 0 : ends[k - 1], end), (number) => asked[number]),
        );
        expect(told).toEqual(wanted);
        for (const [number, one] of asked.entries()) expect(sieve.numberOf(one)).toBe(number);
        for (const one of more.map((each) => (each ^ 1) >>> 0)) expect(sieve.numberOf(one)).toBe(asked.indexOf(one));
      }),
    );
  });

  test('passes a small block and then one of a million hashes', () => {
    const random = seeded(11);
    const large = Array.from({ length: 100 }, () =>
      ascending(Array.from({ length: 10_000 }, () => Math.floor(random() * 2 ** 32))),
    );
    const asked = ascending(large.map((each) => each[7]!));
    const sieve = sieveOf(asked, name);
    for (const sketches of [large.slice(0, 1), large, large.slice(0, 2)]) {
      const { numbers, ends } = sieve.pass(new SketchRows(packedSketches(sketches)).packed);
      expect(ends).toHaveLength(sketches.length);
      expect(Array.from(numbers, (number) => asked[number])).toEqual(sketches.map((each) => each[7]));
    }
  });
});

test('where there is no memory for compiled code the plain sieve serves', () => {
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    Memory: class {
      constructor() {
        throw new RangeError('no memory');
      }
    },
  });
  const sieve = sieveOf(Uint32Array.of(3, 9), 'compiled');
  const packed = new SketchRows(packedSketches([Uint32Array.of(1, 9), Uint32Array.of(3)])).packed;
  expect([...sieve.pass(packed).numbers]).toEqual([1, 0]);
});
