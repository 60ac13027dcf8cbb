import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deflatedRows, deflatedRowsIn, plainRows, rowsIn } from '../../src/store/rows.ts';
import { packedSketches, SketchRows } from '../../src/store/sketches.ts';

const sketch = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 1 << 10 }), fc.integer({ min: 0, max: 0xffff_ffff })), { maxLength: 30 })
  .map((hashes) => Uint32Array.from(new Set(hashes)).sort());

test('any sketch is had alone, in any order', () => {
  fc.assert(
    fc.property(fc.array(sketch, { minLength: 1, maxLength: 20 }), fc.infiniteStream(fc.nat()), (sketches, places) => {
      const rows = new SketchRows(packedSketches(sketches));
      for (const place of places.take(30)) {
        const k = place % sketches.length;
        expect(rows.sketch(k)).toEqual(sketches[k]);
      }
      expect(() => rows.sketch(sketches.length)).toThrow(RangeError);
    }),
  );
});

test('bytes that were cut or lengthened are no sketches', () => {
  const packed = packedSketches([Uint32Array.of(5, 70_000, 2 ** 31), Uint32Array.of(1)]);
  for (let length = 0; length < packed.length; length++)
    expect(() => new SketchRows(packed.subarray(0, length))).toThrow(RangeError);
  expect(() => new SketchRows(Buffer.concat([packed, Buffer.alloc(1)]))).toThrow(RangeError);
});

describe.each([
  ['plain', plainRows, rowsIn],
  ['deflated', deflatedRows, deflatedRowsIn],
] as const)('%s rows', (_, pack, unpack) => {
  test.each([0, 1, 256, 257, 1000])('are had one by one where there are %i', (count) => {
    const made = Array.from({ length: count }, (_, k) => Buffer.from('x'.repeat(k % 7) + k));
    const rows = unpack(pack(made));
    expect(rows.count).toBe(count);
    for (const [k, row] of made.entries()) expect(rows.row(k).toString()).toBe(row.toString());
    for (const k of [-1, count, Number.NaN]) expect(() => rows.row(k)).toThrow(RangeError);
  });

  test('are not taken from bytes that were cut', () => {
    const packed = pack(Array.from({ length: 300 }, (_, k) => Buffer.from(`row ${k}`)));
    for (const length of [0, 1, 2, packed.length - 1])
      expect(() => unpack(packed.subarray(0, length))).toThrow(RangeError);
  });
});
