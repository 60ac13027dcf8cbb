import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Line, LineCutter } from '../../src/input/lines.ts';
import { drain, folderOf, linesOfJson, readAll, storeOf } from './support.ts';

async function readFeed(content: string | Uint8Array, asked: Parameters<typeof readAll>[2] = {}) {
  return readAll(folderOf({ 'feed.jsonl': content }), ['feed.jsonl'], asked);
}

test('each line is an article with its own id, line and record', async () => {
  const read = await readFeed('\ufeff{"id":"a","text":"one"}\r\n\n   \n{"text":"two"}');
  expect(read.articles).toEqual([
    { id: 'a', body: 'one', place: { path: 'feed.jsonl', line: 1, record: 1 } },
    { id: '', body: 'two', place: { path: 'feed.jsonl', line: 4, record: 2 } },
  ]);
});

test('the usual names of fields are known', async () => {
  const read = await readFeed(
    linesOfJson(
      { id: 7, text: 't', title: 'T', source: 'S', url: 'https://a.example/x', date: '2024', canonical: 'https://c' },
      { body: 't', headline: 'T', link: 'https://www.a.example/x', published_at: 1704067200, source: { name: 'S' } },
      { content: 't', url: 'https://www.a.example/x', author: { name: 'A' }, agency: 'C', original_url: 'https://o' },
      { text: null, body: 't', id: '', url: '', title: null, publishedAt: {}, source: [] },
    ),
  );
  expect(read.articles.map(({ place, ...rest }) => rest)).toEqual([
    {
      id: '7',
      body: 't',
      title: 'T',
      source: 'S',
      url: 'https://a.example/x',
      publishedAt: '2024',
      canonicalUrl: 'https://c',
    },
    { id: '', body: 't', title: 'T', source: 'S', url: 'https://www.a.example/x', publishedAt: '1704067200' },
    {
      id: 'https://www.a.example/x',
      body: 't',
      url: 'https://www.a.example/x',
      source: 'a.example',
      author: 'A',
      credit: 'C',
      originalUrl: 'https://o',
    },
    { id: '', body: 't' },
  ]);
});

test('fields can be named, also inside others and with dots in their names', async () => {
  const content = linesOfJson({ id: 'x', text: 'not this', article: { text: 'this' }, 'meta.key': 'k' });
  const read = await readFeed(content, { textField: 'article.text', idField: 'meta.key' });
  expect(read.articles).toMatchObject([{ id: 'k', body: 'this' }]);
  expect((await readFeed(content, { textField: 'constructor' })).skipped).toMatchObject([
    { what: 'it has no field "constructor"' },
  ]);
});

test('a broken line is named and the others are read', async () => {
  const broken = [
    '{"id":"cut","text":"xxx',
    '{"text":123}',
    '{"text":["a"]}',
    '{"title":"no text"}',
    '[1,2]',
    'null',
    "{'text':'single'}",
    `{"text":${'['.repeat(50_000)}}`,
  ];
  const read = await readFeed([...broken, '{"id":"good","text":"ok \\ud800"}'].join('\n'));
  expect(read.articles).toMatchObject([{ id: 'good', body: 'ok \ud800', place: { line: 9, record: 9 } }]);
  expect(read.skipped.map(({ code, where }) => `${code} ${where}`)).toEqual(
    broken.map((_, index) => `UNREADABLE_INPUT feed.jsonl:${index + 1}`),
  );
  // What a line holds is never quoted.
  expect(JSON.stringify(read.skipped)).not.toMatch(/xxx|single|123/);
});

test('keys that every object has are data', async () => {
  const read = await readFeed(
    '{"__proto__":{"text":"inherited"},"id":"__proto__","text":"own"}\n{"__proto__":{"text":"x"}}\n',
  );
  expect(read.articles).toMatchObject([{ id: '__proto__', body: 'own' }]);
  expect(read.skipped).toMatchObject([{ where: 'feed.jsonl:2' }]);
});

test('a record over the limit is passed over, and the one after it is read', async () => {
  const content = linesOfJson(
    { id: 'big', text: 'x'.repeat(3_000_000) },
    { id: 'after', text: 'y' },
    { id: 'z', text: 'zz' },
  );
  const read = await readFeed(content, { limits: { maxRecordBytes: 1000 } });
  expect(read.articles.map(({ id }) => id)).toEqual(['after', 'z']);
  expect(read.skipped).toMatchObject([{ code: 'OVER_LIMIT', where: 'feed.jsonl:1' }]);
  expect((await readFeed(content)).articles.map(({ id }) => id)).toEqual(['big', 'after', 'z']);
});

test('a record with invalid bytes is read and told', async () => {
  const invalid = Buffer.concat([
    Buffer.from('{"id":"a","text":"caf'),
    Buffer.from([0xe9]),
    Buffer.from('"}\n{"id":"b","text":"é"}\n'),
  ]);
  const read = await readFeed(invalid);
  expect(read.articles.map(({ body }) => body)).toEqual(['café', 'é']);
  expect(read.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING', where: 'feed.jsonl:1' }]);
});

test('a feed in UTF-16 is read, with a mark or without', async () => {
  const feed = '{"text":"a"}\n{"text":"b"}\n';
  for (const mark of ['\ufeff', '']) {
    const read = await readFeed(Buffer.from(`${mark}${feed}`, 'utf16le'));
    expect(read.articles.map(({ body }) => body)).toEqual(['a', 'b']);
    expect(read.warnings).toHaveLength(mark === '' ? 1 : 0);
  }
});

test('an empty feed holds nothing', async () => {
  for (const content of ['', '\n\n', '\ufeff']) {
    expect(await readFeed(content)).toEqual({ articles: [], skipped: [], warnings: [], excludedBy: {} });
  }
});

test('a feed that grows or is replaced during the run is still the one first read', async () => {
  const cwd = folderOf({ 'feed.jsonl': linesOfJson({ id: 'a', text: 'one' }, { id: 'b', text: 'two' }) });
  const store = storeOf(cwd, ['feed.jsonl']);
  await drain(store);
  appendFileSync(join(cwd, 'feed.jsonl'), linesOfJson({ id: 'c', text: 'three' }));
  expect(store.reread(1)).toMatchObject({ id: 'b', body: 'two' });
  writeFileSync(join(cwd, 'new.jsonl'), linesOfJson({ id: 'x', text: 'other' }));
  renameSync(join(cwd, 'new.jsonl'), join(cwd, 'feed.jsonl'));
  expect(store.reread(0)).toMatchObject({ id: 'a', body: 'one' });
  store.close();
});

test('a feed that is overwritten during the run is said to have changed', async () => {
  const cwd = folderOf({ 'feed.jsonl': linesOfJson({ id: 'a', text: 'one' }, { id: 'b', text: 'two' }) });
  const store = storeOf(cwd, ['feed.jsonl']);
  await drain(store);
  writeFileSync(join(cwd, 'feed.jsonl'), linesOfJson({ id: 'a', text: 'something else' }));
  expect(() => store.reread(1)).toThrowError(expect.objectContaining({ code: 'CHANGED_INPUT', where: 'feed.jsonl:2' }));
  store.close();
});

test('more feeds than are kept open can be read again in any order', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(2, '0')}.jsonl`);
  const cwd = folderOf(
    Object.fromEntries(names.map((name) => [name, linesOfJson({ text: name }, { text: `${name}2` })])),
  );
  const store = storeOf(cwd, ['.']);
  await drain(store);
  for (const index of [0, 79, 40, 1, 78, 0]) {
    expect(store.reread(index).body).toBe(`${names[index >> 1]}${index % 2 === 1 ? '2' : ''}`);
  }
  store.close();
});

/** Every line, with its text while it is valid; the block is written into again, as it may be. */
function linesIn(bytes: Buffer, maxBytes: number, blockBytes: number): (Line & { text: string })[] {
  const cutter = new LineCutter(maxBytes);
  const lines: (Line & { text: string })[] = [];
  const keep = (found: Iterable<Line>): void => {
    for (const line of found) lines.push({ ...line, text: line.bytes.toString('utf8') });
  };
  const block = Buffer.alloc(blockBytes);
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const length = bytes.copy(block, 0, at, at + blockBytes);
    keep(cutter.push(block.subarray(0, length)));
  }
  keep(cutter.end());
  return lines;
}

/** What `LineCutter` promises, in four slow lines. */
function slowLines(text: string): { text: string; number: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line, number: index + 1 }))
    .filter(({ text: line }) => /[^ \t\r]/.test(line));
}

test('blocks of any size give the same lines, and offsets lead back to them', () => {
  const piece = fc.constantFrom('\n', '\r\n', ' ', 'a', 'é', '😀', '{"text":"b"}', 'c'.repeat(40));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 64 }), (pieces, blockBytes) => {
      const bytes = Buffer.from(pieces.join(''));
      const lines = linesIn(bytes, 1000, blockBytes);
      expect(lines.map(({ text, number }) => ({ text, number }))).toEqual(slowLines(pieces.join('')));
      for (const { text, offset, byteLength, kind } of lines) {
        expect(bytes.toString('utf8', offset, offset + byteLength)).toBe(text);
        expect(kind).not.toBe('unknown');
      }
    }),
  );
});

test('lines over the limit are the ones that are too long, with blocks of any size', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 64 }), fc.boolean(), (lineLengths, blockBytes, isEnded) => {
      const maxBytes = 25;
      const text = lineLengths.map((length) => 'x'.repeat(length)).join('\n') + (isEnded ? '\n' : '');
      const lines = linesIn(Buffer.from(text), maxBytes, blockBytes);
      expect(lines.map(({ isOver }) => isOver)).toEqual(lineLengths.map((length) => length > maxBytes));
      expect(lines.map(({ byteLength }) => byteLength)).toEqual(lineLengths);
      expect(lines.map(({ text }) => text.length)).toEqual(
        lineLengths.map((length) => (length > maxBytes ? 0 : length)),
      );
    }),
  );
});

test('any records come back as they were written, at both reads', async () => {
  const cwd = folderOf({});
  const record = fc.record({ id: fc.string(), text: fc.string({ unit: 'binary' }), title: fc.string() });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 20 }), async (records) => {
      writeFileSync(join(cwd, 'feed.jsonl'), linesOfJson(...records));
      const { articles } = await readAll(cwd, ['feed.jsonl']);
      expect(articles.map(({ id, body }) => ({ id, text: body }))).toEqual(
        records.map(({ id, text }) => ({ id, text })),
      );
    }),
  );
});
