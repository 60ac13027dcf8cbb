import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

async function readCsv(content: string | Uint8Array, asked: Parameters<typeof readAll>[2] = {}, name = 'a.csv') {
  return readAll(folderOf({ [name]: content }), [name], asked);
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

test('each row is an article, whatever stands in its quotes', async () => {
  const read = await readCsv('\ufeffid,title,text\r\n1,T,"one, ""two""\r\nthree"\r\n2,"A, B",four\r\n');
  expect(read.articles.map(({ place, ...rest }) => ({ ...rest, line: place.line }))).toEqual([
    { id: '1', title: 'T', body: 'one, "two"\r\nthree', line: 2 },
    { id: '2', title: 'A, B', body: 'four', line: 4 },
  ]);
});

test('semicolons, tabs and bars separate too, and rows may end in CR', async () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    for (const end of ['\n', '\r\n', '\r']) {
      const rows = [
        ['id', 'text'],
        ['1', quoted('a,b;c\td|e')],
        ['2', 'two'],
      ];
      const read = await readCsv(rows.map((row) => row.join(delimiter)).join(end) + end);
      expect(read.articles.map(({ id, body }) => [id, body])).toEqual([
        ['1', 'a,b;c\td|e'],
        ['2', 'two'],
      ]);
    }
  }
});

test('columns are found by their names in any case, the first of a name counts, and others can be named', async () => {
  expect((await readCsv('ID,Text\n1,one\n')).articles).toMatchObject([{ id: '1', body: 'one' }]);
  expect((await readCsv('text,text\none,two\n')).articles).toMatchObject([{ body: 'one' }]);
  expect((await readCsv('a,story\nx,one\n', { textField: 'story', idField: 'a' })).articles).toMatchObject([
    { id: 'x', body: 'one' },
  ]);
  expect((await readCsv('__proto__,constructor,text\nx,y,one\n')).articles).toMatchObject([{ body: 'one' }]);
});

test('a table without a column for the text is named, and one without rows holds nothing', async () => {
  expect((await readCsv('a,b\n1,2\n')).skipped).toMatchObject([
    { code: 'UNREADABLE_INPUT', where: 'a.csv', what: 'it has no column "text", "body" or "content"' },
  ]);
  expect(await readCsv('id,text\n')).toMatchObject({ articles: [], skipped: [] });
  expect(await readCsv('')).toMatchObject({ articles: [], skipped: [] });
});

test('a row with too few or too many cells is named, and the others are read', async () => {
  const read = await readCsv('id,title,text\n1,a\n2,a,b,c,d\n3,a,b,,\n4,a,b\n');
  expect(read.articles.map(({ id }) => id)).toEqual(['3', '4']);
  expect(read.skipped.map(({ where }) => where)).toEqual(['a.csv:2', 'a.csv:3']);
});

test('a quote that never ends costs its row and not the rest of the table', async () => {
  const read = await readCsv('id,text\n1,one\n2,"never closed\n3,three\n4,"four"\n');
  expect(read.articles.map(({ id, body }) => [id, body])).toEqual([
    ['1', 'one'],
    ['3', 'three'],
    ['4', 'four'],
  ]);
  expect(read.skipped).toMatchObject([{ where: 'a.csv:3', what: 'a quoted cell in the row never ends' }]);
});

test('a table in another encoding is read row by row', async () => {
  const read = await readCsv(Buffer.from('id,text\n1,plain\n2,déjà vu\n', 'latin1'));
  expect(read.articles.map(({ body }) => body)).toEqual(['plain', 'déjà vu']);
  expect(read.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING', where: 'a.csv:3' }]);
  const wide = await readCsv(Buffer.from('\ufeffid\ttext\r\n1\té\r\n', 'utf16le'), {}, 'a.tsv');
  expect(wide.articles).toMatchObject([{ id: '1', body: 'é' }]);
});

test('any cells come back as they were written, at both reads', async () => {
  const cwd = folderOf({});
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', '\r', ' ', '\t') });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 9 }), async (cells) => {
      const rows = cells.map(([title, text], index) => `${index},${quoted(title)},${quoted(text)}\n`);
      writeFileSync(join(cwd, 'a.csv'), `id,title,text\n${rows.join('')}`);
      const { articles } = await readAll(cwd, ['a.csv']);
      expect(articles.map(({ title, body }) => [title ?? '', body])).toEqual(cells);
    }),
  );
});

test('a table of broken rows names every row, and leaves the stacks of other errors alone', async () => {
  const limit = Error.stackTraceLimit;
  const read = await readAll(folderOf({ 'a.csv': `id,text\n${'1,"x\n'.repeat(500)}` }), ['a.csv']);
  expect(read.skipped).toHaveLength(500);
  expect(new Set(read.skipped.map(({ where }) => where)).size).toBe(500);
  expect(Error.stackTraceLimit).toBe(limit);
});
