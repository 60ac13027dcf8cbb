import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, expect, test } from 'vitest';
import { DuckEngine } from '../../../src/engine/duckdb/engine.ts';
import type { Columns } from '../../../src/engine/rows/contract.ts';
import { ParquetTable } from '../../../src/engine/rows/parquet-table.ts';

const SCRATCH = mkdtempSync(path.join(tmpdir(), 'wirecopy-parquet-'));
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

const COLUMNS = {
  text: 'string',
  count: 'int',
  place: 'long',
  share: 'double',
  holds: 'boolean',
  hashes: 'ints',
} as const satisfies Columns;

const ROWS: readonly Readonly<Record<string, unknown>>[] = [
  { text: 'naïve 東京 🗞\n\t"', count: -7, place: 2 ** 41 + 5, share: 0.1, holds: true, hashes: [1, -2, 2 ** 31 - 1] },
  { text: '', count: 0, place: 0, share: -0, holds: false, hashes: [] },
  {},
  { text: null, count: null, place: null, share: null, holds: null, hashes: null },
  { text: 'x', count: 2 ** 31 - 1, place: 3, share: 1e300, holds: true, hashes: Uint32Array.of(0xffff_ffff, 4) },
];

function written(name: string, rows: Iterable<Readonly<Record<string, unknown>>>): string {
  const file = path.join(SCRATCH, name);
  const fd = openSync(file, 'w');
  const table = new ParquetTable(fd, COLUMNS);
  for (const row of rows) table.add(row);
  table.end();
  closeSync(fd);
  return file;
}

/** What a row is when it was written and read: nothing is null, and hashes have a sign. */
function read({ text, count, place, share, holds, hashes }: Readonly<Record<string, unknown>>): object {
  return {
    text: text ?? null,
    count: count ?? null,
    place: place ?? null,
    share: share ?? null,
    holds: holds ?? null,
    hashes: hashes === null || hashes === undefined ? null : Array.from(hashes as number[], (hash) => hash | 0),
  };
}

/** More than fit in one group, so that pages end in the middle of a byte of bits. */
function* many(): Generator<Readonly<Record<string, unknown>>> {
  for (let k = 0; k < 70_001; k++) {
    const row = ROWS[k % ROWS.length] ?? {};
    yield k % 3 === 0 ? { ...row, count: k, hashes: Array.from({ length: k % 9 }, (_, at) => k + at) } : row;
  }
}

test('a table is read by another reader as it was written', async () => {
  const bytes = readFileSync(written('hyparquet.parquet', many()));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const rows = await parquetReadObjects({ file: file as ArrayBuffer });
  // It gives long numbers as they are, and leaves a list out that is missing.
  const plain = rows.map((row) => read({ ...row, place: row['place'] === null ? null : Number(row['place']) }));
  expect(plain).toEqual(Array.from(many(), read));
});

test('DuckDB reads it, too', async () => {
  const file = written('duckdb.parquet', many());
  const engine = new DuckEngine({
    workDir: path.join(SCRATCH, 'duckdb'),
    memory: '256MiB',
    threads: 1,
    jobs: 1,
    node: process.execPath,
    kernel: '',
    sketch: async () => 0,
    ids: () => [],
  });
  try {
    const found: unknown[] = [];
    const query = `SELECT * REPLACE (CAST(place AS DOUBLE) AS place, to_json(hashes) AS hashes) FROM read_parquet('${file}')`;
    for await (const row of engine.rows(query)) {
      const { hashes } = row;
      found.push({ ...row, hashes: hashes === null ? null : JSON.parse(String(hashes)) });
    }
    expect(found).toEqual(Array.from(many(), read));
  } finally {
    await engine.close();
  }
});

test('a table without rows has its columns', async () => {
  const file = written('empty.parquet', []);
  expect(statSync(file).size).toBeLessThan(500);
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  expect(await parquetReadObjects({ file: buffer as ArrayBuffer })).toEqual([]);
});

test('lists of longs are refused', () => {
  expect(() => new ParquetTable(0, { wide: 'longs' })).toThrow(/lists of longs are not written: wide/);
});
