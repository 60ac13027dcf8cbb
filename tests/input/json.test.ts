import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

async function readJson(content: string | Uint8Array, asked: Parameters<typeof readAll>[2] = {}, name = 'a.json') {
  return readAll(folderOf({ [name]: content }), [name], asked);
}

test('each object of an array is an article, with the line on which it begins', async () => {
  const read = await readJson('[\n  {"id":"a",\n   "text":"one, [two] {\\"three\\"}"},\n  {"id":"b","text":"é"}\n]\n');
  expect(read.articles.map(({ id, body, place }) => [id, body, place.line, place.record])).toEqual([
    ['a', 'one, [two] {"three"}', 2, 1],
    ['b', 'é', 4, 2],
  ]);
});

test('objects one after the other, and one object over many lines, are articles', async () => {
  expect((await readJson('{"text":"one"}\n{"text":"two"} {"text":"three"}')).articles.map(({ body }) => body)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect((await readJson('{\n "id": "p",\n "text": "pretty"\n}', {}, 'p.jsonl')).articles).toMatchObject([{ id: 'p' }]);
});

test('an object that holds one list of articles is that list', async () => {
  const read = await readJson('{"version":"1","tags":[{"a":1}],"items":[{"id":"a","content_html":"<p>One</p>"},7]}');
  expect(read.articles).toMatchObject([{ id: 'a', body: 'One', place: { record: 1 } }]);
  expect(read.skipped).toMatchObject([{ where: 'a.json:1', what: 'the record is a number, not an object' }]);
});

test('what is no object is named, and the others are read', async () => {
  const read = await readJson('[1,"two",null,[{"text":"x"}],{"text":"ok"},{"text":"cut');
  expect(read.articles.map(({ body }) => body)).toEqual(['ok']);
  expect(read.skipped.map(({ code, where }) => `${code} ${where}`)).toEqual(Array(5).fill('UNREADABLE_INPUT a.json:1'));
  expect((await readJson('this is no JSON at all { ]')).articles).toEqual([]);
});

test('an array in another encoding is read', async () => {
  const read = await readJson(Buffer.from('[{"text":"déjà vu, café"}]', 'latin1'));
  expect(read.articles).toMatchObject([{ body: 'déjà vu, café' }]);
  expect(read.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING', where: 'a.json' }]);
  expect((await readJson(Buffer.from('\ufeff[{"text":"é"}]', 'utf16le'))).articles).toMatchObject([{ body: 'é' }]);
});

test('a feed that is called text is read as what it is', async () => {
  const cwd = folderOf({
    'a.txt': '[{"id":"x","text":"one"}]',
    'b.txt': '{"id":"y","text":"two"}\n',
    'c.txt': '[one] two',
  });
  expect((await readAll(cwd, ['.'])).articles.map(({ id }) => id)).toEqual(['x', 'y', 'c.txt']);
  expect((await readAll(cwd, ['.'], { inputFormat: 'text' })).articles.map(({ id }) => id)).toEqual([
    'a.txt',
    'b.txt',
    'c.txt',
  ]);
});

test('a record over the limit is passed over, and the one after it is read', async () => {
  const read = await readJson(JSON.stringify([{ text: 'x'.repeat(3_000_000) }, { id: 'after', text: 'y' }]), {
    limits: { maxRecordBytes: 1000 },
  });
  expect(read.articles).toMatchObject([{ id: 'after' }]);
  expect(read.skipped).toMatchObject([{ code: 'OVER_LIMIT', where: 'a.json:1' }]);
});

test('any records come back as they were written, at both reads', async () => {
  const cwd = folderOf({});
  const record = fc.record({ id: fc.string({ minLength: 1 }), text: fc.string({ unit: 'binary' }) });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 9 }), fc.nat(3), async (records, indent) => {
      writeFileSync(join(cwd, 'a.json'), JSON.stringify(records, null, indent));
      const { articles } = await readAll(cwd, ['a.json']);
      expect(articles.map(({ id, body }) => ({ id, text: body }))).toEqual(records);
    }),
  );
});
