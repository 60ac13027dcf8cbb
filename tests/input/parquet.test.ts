import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];

function table(columnData: Columns, options: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {}): Buffer {
  return Buffer.from(parquetWriteBuffer({ columnData, ...options }));
}

const texts = Array.from({ length: 2500 }, (_, row) => `Text number ${row}, 日本語.`);
const ids = texts.map((_, row) => `row-${row}`);

test('each row is an article, its columns known by their names', async () => {
  const bytes = table(
    [
      { name: 'ID', data: ids, type: 'STRING' },
      { name: 'text', data: texts, type: 'STRING' },
      { name: 'published_at', data: texts.map(() => new Date(0)), type: 'TIMESTAMP' },
      { name: 'embedding', data: texts.map((_, row) => row / 3), type: 'DOUBLE' },
    ],
    { rowGroupSize: 1000 },
  );
  const read = await readAll(folderOf({ 'a.parquet': bytes }), ['.']);
  expect(read.skipped).toEqual([]);
  expect(read.articles.map(({ body }) => body)).toEqual(texts);
  expect(read.articles.at(-1)).toEqual({
    id: 'row-2499',
    body: texts.at(-1),
    publishedAt: '1970-01-01T00:00:00.000Z',
    place: { path: 'a.parquet', record: 2500 },
  });
});

test('a table that is packed or has another name is read', async () => {
  const bytes = table([{ name: 'story', data: ['one', 'two'], type: 'STRING' }]);
  const cwd = folderOf({ 'a.parquet.gz': gzipSync(bytes), 'b.txt': bytes });
  const read = await readAll(cwd, ['.'], { textField: 'story' });
  expect(read.articles.map(({ body }) => body)).toEqual(['one', 'two', 'one', 'two']);
});

test('what is no table, or has no text, is named', async () => {
  const bytes = table([{ name: 'a', data: ['one'], type: 'STRING' }]);
  const damaged = Buffer.from(table([{ name: 'text', data: texts, type: 'STRING' }]));
  damaged.fill(0xff, 100, 2000);
  const cwd = folderOf({
    'bad.parquet': Buffer.concat([
      Buffer.from('PAR1'),
      Buffer.alloc(100),
      Buffer.from([255, 255, 255, 127]),
      Buffer.from('PAR1'),
    ]),
    'cut.parquet': bytes.subarray(0, 40),
    'damaged.parquet': damaged,
    'none.parquet': bytes,
    'short.parquet': 'PAR1',
  });
  const read = await readAll(cwd, ['.']);
  expect(read.skipped.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'bad.parquet: its Parquet data are damaged',
    'cut.parquet: its Parquet data break off',
    'damaged.parquet: its Parquet data are damaged',
    'none.parquet: it has no column "text", "body" or "content"',
    'short.parquet: its Parquet data break off',
  ]);
});
