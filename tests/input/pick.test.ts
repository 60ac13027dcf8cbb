import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openFiles } from '../../src/input/index.ts';
import type { Place } from '../../src/model.ts';
import { type Asked, drain, folderOf, streamOf } from './support.ts';

async function picked(cwd: string, paths: string[], isChosen: (place: Place) => boolean, asked: Asked = {}) {
  const store = openFiles({ paths, cwd, exclude: [], gitignore: false, ...asked });
  try {
    await drain(store);
    let text = '';
    for await (const bytes of store.pick(isChosen)) text += bytes.toString('utf8');
    return text;
  } finally {
    store.close();
  }
}

const isOdd = ({ record = 0 }: Place) => record % 2 === 1;
const LINES = ['{"text":"one",  "x":1.0}', 'broken', '{"text": "two"}\r', '{"text":"three"}', '{"text":"f\\u00fcnf"}'];

test('lines are picked byte for byte, packed or not, from files and from standard input', async () => {
  const feed = LINES.join('\n');
  const wanted = `${LINES[0]}\n${LINES[2]}\n${LINES[4]}\n`;
  const cwd = folderOf({ 'a.jsonl': feed, 'a.jsonl.gz': gzipSync(feed) });
  expect(await picked(cwd, ['a.jsonl'], isOdd)).toBe(wanted);
  expect(await picked(cwd, ['a.jsonl.gz'], isOdd)).toBe(wanted);
  expect(await picked(cwd, ['-'], isOdd, { stdin: streamOf(feed) })).toBe(wanted);
  expect(await picked(cwd, ['.'], ({ record }) => record === 3)).toBe(`${LINES[2]}\n${LINES[2]}\n`);
  expect(await picked(cwd, ['.'], () => false)).toBe('');
});

test('rows are picked below the head of their table, elements into an array', async () => {
  const cwd = folderOf({
    'a.csv': 'id,text\r\n1,"one, ""1"""\r\n2,two\r\n3,three',
    'a.json': '[{"text" : "one"},\n {"text":"two"}, {"text":\n"three"}]',
  });
  expect(await picked(cwd, ['a.csv'], isOdd)).toBe('id,text\r\n1,"one, ""1"""\r\n3,three\n');
  expect(await picked(cwd, ['a.json'], isOdd)).toBe('[\n{"text" : "one"},\n{"text":\n"three"}\n]\n');
});

test('files, and records that are of several kinds or no pieces of their file, are listed by their places', async () => {
  const cwd = folderOf({
    'a.txt': 'one',
    'b.jsonl': '{"text":"two"}\n\n{"text":"three"}\n',
    'c.rss': '<rss><item><description>four</description></item></rss>',
  });
  expect(await picked(cwd, ['.'], () => true)).toBe('a.txt\nb.jsonl#1\nb.jsonl#3\nc.rss#1\n');
  expect(await picked(cwd, ['a.txt'], () => true)).toBe('a.txt\n');
});

test('a feed that was changed meanwhile is not picked from', async () => {
  const cwd = folderOf({ 'a.jsonl': `${LINES[0]}\n${LINES[3]}\n` });
  const store = openFiles({ paths: ['a.jsonl'], cwd, exclude: [], gitignore: false });
  await drain(store);
  writeFileSync(join(cwd, 'a.jsonl'), `${LINES[0]}\n`);
  await expect(async () => {
    for await (const _ of store.pick(() => true));
  }).rejects.toMatchObject({ code: 'CHANGED_INPUT', where: 'a.jsonl' });
  store.close();
});
