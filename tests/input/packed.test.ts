import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { folderOf, linesOfJson, readAll, streamOf } from './support.ts';

const TEXT = 'Harbour vote delayed\n\nThe vote was delayed.\n';
const FEED = linesOfJson({ id: 'a', text: 'one' }, { id: 'b', text: 'two é' });
/** "hello from zstd\n", made with the zstd command: a frame of its own, so that no test needs that command. */
const ZSTD = Buffer.from('28b52ffd045881000068656c6c6f2066726f6d207a7374640a625b695a', 'hex');

test('what is packed reads as what it holds, whatever its format', async () => {
  const cwd = folderOf({
    'a.txt.gz': gzipSync(TEXT),
    'b.txt.br': brotliCompressSync(TEXT),
    'c.jsonl.gz': gzipSync(FEED),
    'd.gz': gzipSync(TEXT),
    'e.json.br': brotliCompressSync('[{"id":"e","text":"three"}]'),
    'f.tar.gz': gzipSync('not read'),
  });
  const read = await readAll(cwd, ['.']);
  expect(read.articles.map(({ id, body, place }) => [id, body, place])).toEqual([
    ['a.txt.gz', TEXT, { path: 'a.txt.gz' }],
    ['b.txt.br', TEXT, { path: 'b.txt.br' }],
    ['a', 'one', { path: 'c.jsonl.gz', line: 1, record: 1 }],
    ['b', 'two é', { path: 'c.jsonl.gz', line: 2, record: 2 }],
    ['d.gz', TEXT, { path: 'd.gz' }],
    ['e', 'three', { path: 'e.json.br', line: 1, record: 1 }],
  ]);
  expect([read.excludedBy, read.skipped]).toEqual([{ kind: 1 }, []]);
});

test('packing is known by how the bytes begin, and plain text that is called packed is text', async () => {
  const cwd = folderOf({ 'a.txt': gzipSync(TEXT), 'b.txt.gz': TEXT, 'c.txt.br': TEXT });
  const read = await readAll(cwd, ['.']);
  expect(read.articles.map(({ body }) => body)).toEqual([TEXT, TEXT, TEXT]);
  const stdin = streamOf(gzipSync(FEED));
  expect((await readAll(cwd, ['-'], { stdin })).articles.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('zstd is unpacked', async () => {
  const read = await readAll(folderOf({ 'a.txt.zst': ZSTD }), ['.']);
  expect(read.skipped).toEqual([]);
  expect(read.articles[0]?.body).toBe('hello from zstd\n');
});

test('several members of gzip are one text', async () => {
  const read = await readAll(folderOf({ 'a.txt.gz': Buffer.concat([gzipSync('one '), gzipSync('two')]) }), ['.']);
  expect(read.articles[0]?.body).toBe('one two');
});

test('what breaks off or is damaged is not compared as if it were whole', async () => {
  const whole = gzipSync(TEXT);
  const damaged = Buffer.from(whole);
  damaged[damaged.length - 6]! ^= 0xff;
  const longFeed = linesOfJson(...Array.from({ length: 5000 }, (_, n) => ({ id: `${n}`, text: `${n * 7919} words` })));
  const cwd = folderOf({
    'cut.txt.gz': whole.subarray(0, 40),
    'damaged.txt.gz': damaged,
    'feed.jsonl.gz': gzipSync(longFeed).subarray(0, 20_000),
    'zstd.txt.zst': ZSTD.subarray(0, 20),
  });
  const read = await readAll(cwd, ['.']);
  expect(read.skipped.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'UNREADABLE_INPUT cut.txt.gz',
    'UNREADABLE_INPUT damaged.txt.gz',
    'UNREADABLE_INPUT feed.jsonl.gz',
    'UNREADABLE_INPUT zstd.txt.zst',
  ]);
  expect(read.articles.length).toBeLessThan(5000);
  expect(new Set(read.articles.map(({ place }) => place.path))).toEqual(new Set(['feed.jsonl.gz']));
});

test('unpacking stops at its limits', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000, ' '));
  const cwd = folderOf({ 'a.txt.gz': bomb, 'twice.txt.gz': gzipSync(gzipSync(TEXT)), 'b.jsonl.gz': bomb });
  const read = await readAll(cwd, ['.'], {
    limits: { maxFileBytes: 100_000, maxNesting: 1, maxUnpackedBytes: 150_000 },
  });
  expect(read.skipped.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'OVER_LIMIT a.txt.gz',
    'OVER_LIMIT b.jsonl.gz',
    'OVER_LIMIT twice.txt.gz',
  ]);
  expect((await readAll(cwd, ['twice.txt.gz'])).articles[0]?.body).toBe(TEXT);
});

test('no temporary file is left', async () => {
  const text = 'word '.repeat(1 << 20);
  const before = leftovers();
  await readAll(folderOf({ 'a.jsonl.gz': gzipSync(linesOfJson({ text }, { text }, { text })) }), ['.']);
  expect(leftovers()).toEqual(before);
});

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => /^wirecopy-[0-9a-f]{8}-/.test(name));
}
