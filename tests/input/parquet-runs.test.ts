import fc from 'fast-check';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { describe, expect, test } from 'vitest';
import { readRuns } from '../../src/input/parquet-runs.ts';

/** Runs as a writer makes them: of one number, or of groups of eight numbers side by side. */
type Run = { readonly number: number; readonly count: number } | { readonly groups: number[][] };

function written(runs: readonly Run[], width: number): { bytes: number[]; numbers: number[] } {
  const bytes: number[] = [];
  const numbers: number[] = [];
  const head = (value: number): void => {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
      if (rest < 128) return;
    }
  };
  for (const run of runs) {
    if ('number' in run) {
      head(run.count * 2);
      for (let k = 0; k < Math.ceil(width / 8); k++) bytes.push(Math.floor(run.number / 256 ** k) % 256);
      for (let k = 0; k < run.count; k++) numbers.push(run.number);
      continue;
    }
    head(run.groups.length * 2 + 1);
    let bits = '';
    for (const number of run.groups.flat()) {
      bits = number.toString(2).padStart(width, '0') + bits;
      numbers.push(number);
    }
    for (let at = bits.length; at > 0; at -= 8) bytes.push(Number.parseInt(bits.slice(at - 8, at), 2));
  }
  return { bytes, numbers };
}

const readerOf = (bytes: readonly number[]) => ({ view: new DataView(Uint8Array.from(bytes).buffer), offset: 0 });

describe('runs of numbers in a Parquet page', () => {
  test('are read as they were written, and up to where they end', () => {
    const anyRuns = fc.integer({ min: 1, max: 32 }).chain((width) => {
      const number = fc.nat(2 ** Math.min(31, width) - 1);
      const run = fc.oneof(
        fc.record({ number, count: fc.nat(300) }),
        fc.record({ groups: fc.array(fc.array(number, { minLength: 8, maxLength: 8 }), { maxLength: 4 }) }),
      );
      return fc.record({ width: fc.constant(width), runs: fc.array(run, { maxLength: 5 }), after: fc.nat(3) });
    });
    fc.assert(
      fc.property(anyRuns, ({ width, runs, after }) => {
        const { bytes, numbers } = written(runs, width);
        const reader = readerOf([...bytes, ...Array.from({ length: after }, () => 0)]);
        const output = new Array<number>(numbers.length);
        readRuns(reader, width, output, bytes.length);
        expect([...output]).toEqual(numbers);
        expect(reader.offset).toBe(bytes.length);
      }),
      { seed: 61, numRuns: 200 },
    );
  });

  test('are read so by the library, too: its own reader is not the one that counts', () => {
    expect(readRleBitPackedHybrid).toBe(readRuns);
  });

  test('take no longer than there are numbers wanted, whatever they say', () => {
    // A run of 2^27 numbers, then groups of no bits: 2^30 of them.
    const output = new Array<number>(3);
    readRuns(readerOf([0x80, 0x80, 0x80, 0x80, 0x01, 7]), 3, output, 6);
    expect(output).toEqual([7, 7, 7]);
    readRuns(readerOf([0xff, 0xff, 0xff, 0x7f]), 0, output, 4);
    expect(output).toEqual([0, 0, 0]);
  });

  test('that end too soon, or have no such width, are refused', () => {
    const output = new Array<number>(9);
    expect(() => readRuns(readerOf([0x02, 1]), 1, output, 2)).toThrow(RangeError);
    expect(() => readRuns(readerOf([0x05, 1]), 8, output, 2)).toThrow(RangeError);
    expect(() => readRuns(readerOf([0x02, 1]), 33, output, 2)).toThrow(RangeError);
  });
});
