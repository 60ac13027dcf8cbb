import { expect, test } from 'vitest';
import { MalformedBatch, stringsOf } from '../../../src/engine/spark/arrow.ts';
import { BATCH_OF_THREE, ROWS_OF_THREE } from './batch.ts';

test('the strings of a batch are read as Spark writes them', () => {
  expect(stringsOf(BATCH_OF_THREE)).toEqual(ROWS_OF_THREE);
});

test('a batch that is cut is refused or has fewer rows, and never other ones', () => {
  for (let length = 0; length < BATCH_OF_THREE.length; length++) {
    let rows: string[] = [];
    try {
      rows = stringsOf(BATCH_OF_THREE.subarray(0, length));
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedBatch);
    }
    expect([0, 3]).toContain(rows.length);
    if (rows.length === 3) expect(rows).toEqual(ROWS_OF_THREE);
  }
});

test('whatever byte of a batch is another, reading it ends', () => {
  for (let at = 0; at < BATCH_OF_THREE.length; at++) {
    for (const value of [0, 1, 127, 128, 255]) {
      const bytes = Buffer.from(BATCH_OF_THREE);
      bytes[at] = value;
      try {
        expect(stringsOf(bytes).length).toBeLessThan(1000);
      } catch (error) {
        if (!(error instanceof MalformedBatch)) throw error;
      }
    }
  }
});
