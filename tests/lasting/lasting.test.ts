import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  addToIndex,
  exportIndex,
  indexInfo,
  queryIndex,
  rebuildIndex,
  removeFromIndex,
  scanWithIndex,
  verifyIndex,
} from '../../src/index.ts';
import type { Report } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';
import { madeSentences, randomFrom } from './made.ts';

const root = mkdtempSync(path.join(tmpdir(), 'wirecopy-lasting-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const random = randomFrom(20);
const sentences = madeSentences(random, 4000);
const story = (k: number, length = 12): string[] => sentences.slice(k * 20, k * 20 + length);
const textOf = (...lines: readonly string[][]): string => `${lines.flat().join(' ')}\n`;
/** A story with another beginning. */
const copyOf = (k: number, version = 0): string => textOf([sentences[3000 + k * 10 + version]!], story(k).slice(1));

let count = 0;
let cwd = root;
let place = { file: 'news.index', cwd };
beforeEach(() => {
  cwd = path.join(root, `case-${count++}`);
  mkdirSync(cwd);
  place = { file: 'news.index', cwd };
});

function put(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
  writeFileSync(path.join(cwd, name), text);
}

function add(...paths: string[]) {
  return addToIndex(place, { files: { paths } });
}

function query(...paths: string[]): Promise<Report> {
  return queryIndex(place, { files: { paths } });
}

function pairsIn({ matches }: Report): string[] {
  return matches.map(({ left, relation, right }) => `${left} ${relation} ${right}`);
}

/** What an index must say as a scan does. */
function told({ matches, clusters, counts, articles }: Report) {
  return {
    matches,
    clusters: clusters.map(({ id: _, ...cluster }) => cluster),
    articles: articles.map(({ cluster: _, ...article }) => article),
    relations: counts.relations,
    compared: counts.compared,
  };
}

test('new articles are compared with all old ones, and a cluster keeps its id when it grows', async () => {
  put('old/a.txt', textOf(story(1)));
  put('old/b.txt', textOf(story(2)));
  put('old/c.txt', copyOf(2));
  await add('old');
  const [cluster] = (await exportIndex(place)).clusters;
  expect(cluster?.members).toEqual(['old/b.txt', 'old/c.txt']);
  put('new/d.txt', copyOf(2, 1));
  put('new/e.txt', copyOf(1));
  put('new/f.txt', textOf(story(3)));
  expect(pairsIn(await query('new'))).toEqual([
    'new/d.txt copy old/b.txt',
    'new/d.txt copy old/c.txt',
    'new/e.txt copy old/a.txt',
  ]);
  expect(await add('new')).toMatchObject({ added: 3, articles: 6, clustered: 2 });
  const report = await exportIndex(place);
  expect(report.clusters.map(({ id, members }) => [id, members])).toEqual([
    ['c1', ['new/d.txt', 'old/b.txt', 'old/c.txt']],
    ['c2', ['new/e.txt', 'old/a.txt']],
  ]);
  await rebuildIndex(place);
  expect((await exportIndex(place)).clusters.map(({ id }) => id)).toEqual(['c1', 'c2']);
  // The last of a cluster leaves it, and no later one gets its id.
  await removeFromIndex(place, ['new/e.txt']);
  put('new/g.txt', copyOf(3));
  await add('new/g.txt');
  expect((await exportIndex(place)).clusters.map(({ id, members }) => [id, members])).toEqual([
    ['c1', ['new/d.txt', 'old/b.txt', 'old/c.txt']],
    ['c3', ['new/f.txt', 'new/g.txt']],
  ]);
});

test.each([1, 3, 7])('a large addition goes in by parts of %i articles, and is one', async (partArticles) => {
  const scanned = async () => told(await scan({ files: { paths: ['feeds', 'site'], cwd } }));
  const addAll = () => addToIndex(place, { files: { paths: ['feeds', 'site'] } }, { partArticles });
  const record = (id: string, text: string): string => `${JSON.stringify({ id, text })}\n`;
  put('feeds/a.jsonl', record('r1', textOf(story(30))) + record('r2', textOf(story(31))) + record('r3', copyOf(30)));
  put('feeds/b.jsonl', record('r1', copyOf(31)) + record('r5', copyOf(30, 1)));
  put('feeds/c.jsonl.gz', '');
  writeFileSync(path.join(cwd, 'feeds/c.jsonl.gz'), gzipSync(record('z', copyOf(30, 2)) + record('y', copyOf(31, 1))));
  put('site/same.txt', textOf(story(30)));
  put('site/none.txt', textOf(story(32)));
  const added = await addAll();
  expect(added).toMatchObject({ added: 9, unchanged: 0, replaced: 0, skipped: 0, articles: 9, clustered: 8 });
  // Two parts hold the id, and it is told once.
  expect(added.problems.map(({ code }) => code)).toEqual(['REPEATED_ID']);
  expect(await indexInfo(place)).toMatchObject({ articles: 9, files: 5, clusters: 2, clustered: 8, changes: 1 });
  expect(told(await exportIndex(place))).toEqual(await scanned());
  expect(await addAll()).toMatchObject({ added: 0, unchanged: 9, articles: 9 });
  await verifyIndex(place);

  // One file becomes another, one has nothing any more, one is new.
  put('feeds/b.jsonl', record('r6', copyOf(30, 3)) + record('r7', copyOf(32)));
  put('site/same.txt', textOf(story(33)));
  put('site/none.txt', '');
  put('site/new.txt', copyOf(33));
  expect(await addAll()).toMatchObject({ added: 5, unchanged: 5, replaced: 4, articles: 10 });
  expect(await indexInfo(place)).toMatchObject({ changes: 2 });
  expect(told(await exportIndex(place))).toEqual(await scanned());
  await rebuildIndex(place);
  expect(told(await exportIndex(place))).toEqual(await scanned());
});

test('articles that are handed in by parts are kept, also two of one id', async () => {
  const articles = [story(34), story(35), story(34)].map((lines, k) => ({ id: `id-${k % 2}`, body: textOf(lines) }));
  expect(await addToIndex(place, { articles }, { partArticles: 1 })).toMatchObject({
    added: 3,
    replaced: 0,
    clustered: 2,
  });
  expect(await addToIndex(place, { articles }, { partArticles: 2 })).toMatchObject({
    added: 3,
    replaced: 3,
    articles: 3,
  });
});

test('of an addition that breaks off in its second part nothing counts', async () => {
  put('old.txt', textOf(story(36)));
  await add('old.txt');
  const before = await indexInfo(place);
  const articles = async function* () {
    for (let k = 0; k < 5; k++) yield { id: `new-${k}`, body: copyOf(36, k) };
    throw new Error('the feed broke off');
  };
  await expect(addToIndex(place, { articles: articles() }, { partArticles: 2 })).rejects.toThrow('the feed broke off');
  expect(await indexInfo(place)).toEqual(before);
  expect(statSync(path.join(cwd, 'news.index')).size).toBe(before.bytes);
  await expect(
    addToIndex({ ...place, file: 'other.index' }, { articles: articles() }, { partArticles: 2 }),
  ).rejects.toThrow();
  expect(existsSync(path.join(cwd, 'other.index'))).toBe(false);
});

test('a text that is gone or changed gives unverified, never a copy, until it is there again', async () => {
  for (const name of ['gone', 'changed', 'equal', 'kept']) put(`old/${name}.txt`, textOf(story(4)));
  put('old/gone.txt', copyOf(4, 1));
  put('old/changed.txt', copyOf(4, 2));
  await add('old');
  renameSync(path.join(cwd, 'old/gone.txt'), path.join(cwd, 'gone'));
  put('old/changed.txt', textOf(story(5)));
  put('old/equal.txt', textOf(story(6)));
  put('new.txt', textOf(story(4)));
  const report = await query('new.txt');
  expect(pairsIn(report)).toEqual([
    'new.txt unverified old/changed.txt',
    'new.txt unverified old/equal.txt',
    'new.txt unverified old/gone.txt',
    'new.txt identical old/kept.txt',
  ]);
  expect(report.clusters.map(({ members }) => members)).toEqual([['new.txt', 'old/kept.txt']]);
  expect(report.problems.map(({ code, where }) => [code, where])).toEqual([
    ['UNVERIFIED', 'old/changed.txt'],
    ['UNVERIFIED', 'old/equal.txt'],
    ['UNVERIFIED', 'old/gone.txt'],
  ]);
  const whole = await exportIndex(place);
  expect(whole.clusters).toEqual([]);
  expect(new Set(whole.matches.map(({ relation }) => relation))).toEqual(new Set(['unverified']));
  expect(whole.counts).toMatchObject({ seen: 4, compared: 1, skipped: 3 });

  renameSync(path.join(cwd, 'gone'), path.join(cwd, 'old/gone.txt'));
  expect(pairsIn(await query('new.txt'))).toContain('new.txt copy old/gone.txt');
  expect(await add('old')).toMatchObject({ added: 2, unchanged: 2, replaced: 2 });
  expect(pairsIn(await query('new.txt'))).toEqual(['new.txt copy old/gone.txt', 'new.txt identical old/kept.txt']);
});

test('with copies of the texts the originals may go', async () => {
  put('a.txt', textOf(story(7)));
  put('b.txt', copyOf(7));
  await addToIndex(place, { files: { paths: ['a.txt', 'b.txt'] } }, { storeTexts: true });
  const before = await exportIndex(place);
  rmSync(path.join(cwd, 'a.txt'));
  rmSync(path.join(cwd, 'b.txt'));
  expect(await exportIndex(place)).toEqual(before);
  put('c.txt', copyOf(7, 1));
  expect(pairsIn(await query('c.txt'))).toEqual(['a.txt copy c.txt', 'b.txt copy c.txt']);
  await rebuildIndex(place);
  expect(await exportIndex(place)).toEqual(before);
});

test('articles that are handed in lie in the index alone, and one with the same id takes the place of the first', async () => {
  const articles = [
    { id: 'x', body: textOf(story(8)) },
    { id: 'y', body: copyOf(8) },
  ];
  await addToIndex(place, { articles });
  expect(pairsIn(await exportIndex(place))).toEqual(['x copy y']);
  expect(await addToIndex(place, { articles: [{ id: 'y', body: textOf(story(9)) }] })).toMatchObject({ replaced: 1 });
  expect(pairsIn(await exportIndex(place))).toEqual([]);
  const asked = await queryIndex(place, { articles: [{ id: 'z', body: copyOf(9) }] });
  expect(pairsIn(asked)).toEqual(['y copy z']);
});

test('files that were not touched, or only touched, are not read again; changed ones are', async () => {
  put('a.txt', textOf(story(10)));
  put('b.txt', copyOf(10));
  put('feed.jsonl', `${JSON.stringify({ id: 'r', text: copyOf(10, 1) })}\nnot a record\n`);
  expect(await add('.')).toMatchObject({ added: 3, skipped: 1 });
  // What was wrong with an unchanged file is told again.
  expect(await add('.')).toMatchObject({ added: 0, unchanged: 3, replaced: 0, skipped: 1 });
  utimesSync(path.join(cwd, 'a.txt'), 1, 1);
  expect(await add('.')).toMatchObject({ added: 0, unchanged: 3 });
  put('b.txt', textOf(story(11)));
  expect(await add('.')).toMatchObject({ added: 1, unchanged: 2, replaced: 1, articles: 3 });
  // The same size, and the same time: what it holds tells.
  const { size, atime, mtime } = statSync(path.join(cwd, 'b.txt'));
  put(
    'b.txt',
    textOf(story(12))
      .slice(0, size - 1)
      .padEnd(size - 1, 'x')
      .concat('\n'),
  );
  utimesSync(path.join(cwd, 'b.txt'), atime, mtime);
  expect(await add('.')).toMatchObject({ added: 1, unchanged: 2, replaced: 1 });
});

test('a scan with an index says what a scan says, the first time and later', async () => {
  for (let k = 0; k < 6; k++) put(`site-${k % 2}/${k}.txt`, k % 3 === 0 ? textOf(story(13)) : copyOf(13, k));
  const files = { files: { paths: ['site-0', 'site-1', 'feed.jsonl'] } };
  const records = [14, 15, 14].map((k, line) => JSON.stringify({ id: `r${k}`, text: copyOf(k, line) }));
  put('feed.jsonl', `${records.join('\n')}\nbroken\n`);
  const withIndex = () => scanWithIndex(place, files);
  for (let round = 0; round < 3; round++) {
    const [indexed, plain] = [await withIndex(), await scan({ files: { ...files.files, cwd } })];
    expect(told(indexed)).toEqual(told(plain));
    expect(indexed.problems).toEqual(plain.problems);
    expect(indexed.counts).toEqual(plain.counts);
    put(`site-0/more-${round}.txt`, copyOf(15, round + 5));
  }
  expect(await indexInfo(place)).toMatchObject({ articles: 11 });
  // An index that holds more than is scanned reports on what is scanned alone.
  put('elsewhere.txt', copyOf(13, 7));
  await add('elsewhere.txt');
  put('site-1/last.txt', copyOf(13, 8));
  const report = await withIndex();
  expect(told(report)).toEqual(told(await scan({ files: { ...files.files, cwd } })));
  expect(JSON.stringify(report)).not.toContain('elsewhere.txt');
  expect(pairsIn(await exportIndex(place))).toContain('elsewhere.txt copy site-1/last.txt');
});

test('packed files and tables are read again as a whole, records of a feed at their place', async () => {
  const rows = [16, 17].map((k) => ({ id: `row ${k}`, text: textOf(story(k)).trim() }));
  put('table.csv', `id,text\n${rows.map(({ id, text }) => `${id},"${text}"`).join('\n')}\n`);
  writeFileSync(
    path.join(cwd, 'packed.jsonl.gz'),
    gzipSync(rows.map((row) => `${JSON.stringify({ ...row, id: `gz ${row.id}` })}\n`).join('')),
  );
  put('plain.jsonl', rows.map((row) => `${JSON.stringify({ ...row, id: `jl ${row.id}` })}\n`).join(''));
  await add('.');
  const plain = await scan({ files: { paths: ['.'], cwd, exclude: ['news.index'] } });
  expect(told(await exportIndex(place))).toEqual(told(plain));
  put('new.txt', copyOf(17));
  expect(pairsIn(await query('new.txt'))).toEqual([
    'gz row 17 copy new.txt',
    'jl row 17 copy new.txt',
    'new.txt copy row 17',
  ]);
});

test('records of one id are told apart as in a scan, and a file is asked about without itself', async () => {
  put('a.jsonl', `${JSON.stringify({ id: 'same', text: textOf(story(18)) })}\n`);
  await add('a.jsonl');
  put('b.jsonl', `${JSON.stringify({ id: 'same', text: copyOf(18) })}\n`);
  expect(pairsIn(await query('b.jsonl'))).toEqual(['b.jsonl#1 copy same']);
  await add('b.jsonl');
  expect(told(await exportIndex(place))).toEqual(told(await scan({ files: { paths: ['a.jsonl', 'b.jsonl'], cwd } })));
  expect(pairsIn(await query('a.jsonl'))).toEqual(
    ['b.jsonl copy same'].map((pair) => pair.replace('b.jsonl', 'b.jsonl#1')),
  );
});

test('articles go by file, by folder and by id, and nothing goes where one name is unknown', async () => {
  for (let k = 0; k < 4; k++) put(`site-${k % 2}/${k}.txt`, k === 0 ? textOf(story(19)) : copyOf(19, k));
  put('feed.jsonl', `${JSON.stringify({ id: 'https://example.org/1', text: copyOf(19, 9) })}\n`);
  await add('.');
  await expect(removeFromIndex(place, ['site-0', 'nowhere'])).rejects.toMatchObject({ code: 'MISSING_INPUT' });
  expect((await indexInfo(place)).articles).toBe(5);
  expect(await removeFromIndex(place, ['site-0', 'site-0/0.txt'])).toBe(2);
  expect(await removeFromIndex(place, ['https://example.org/1'])).toBe(1);
  const rest = await scan({ files: { paths: ['site-1'], cwd: cwd } });
  expect(pairsIn(await exportIndex(place))).toEqual(pairsIn(rest));
  await verifyIndex(place);
});

test('what was known of an article that goes is handed on to one with the same words', async () => {
  put('a.txt', textOf(story(20)));
  put('b.txt', textOf(story(20)));
  put('c.txt', copyOf(20));
  await add('.');
  await removeFromIndex(place, ['a.txt']);
  put('d.txt', copyOf(20, 1));
  const [cluster] = (await query('d.txt')).clusters;
  expect([cluster?.id, cluster?.members]).toEqual(['c1', ['b.txt', 'c.txt', 'd.txt']]);
});

test('an index may be moved with its texts, and without them', async () => {
  put('home/a.txt', textOf(story(21)));
  put('home/b.txt', copyOf(21));
  await addToIndex({ file: 'news.index', cwd: path.join(cwd, 'home') }, { files: { paths: ['a.txt', 'b.txt'] } });
  const before = await exportIndex({ file: 'home/news.index', cwd });
  mkdirSync(path.join(cwd, 'away'));
  cpSync(path.join(cwd, 'home/news.index'), path.join(cwd, 'away/news.index'));
  expect(await exportIndex({ file: 'away/news.index', cwd })).toEqual(before);
  renameSync(path.join(cwd, 'home'), path.join(cwd, 'moved'));
  expect(await exportIndex({ file: 'moved/news.index', cwd })).toEqual(before);
});

test('furniture that the index knows of a source is set apart on its next page', async () => {
  const notice = 'Subscribe to the Harbour Post for nine coins a month and read every page of it without waiting';
  for (let k = 22; k < 26; k++) put(`post/${k}.txt`, `${textOf(story(k))}\n${notice}.\n`);
  await add('post');
  put('post/26.txt', `${textOf(story(26))}\n${notice}.\n`);
  const report = await queryIndex(
    place,
    { files: { paths: ['post/26.txt'], source: 'regex:^(post)' } },
    { explain: true },
  );
  expect(report.matches).toEqual([]);
  put('other/27.txt', `${textOf(story(26).slice(0, 12))}\n${notice}.\n`);
  await add('post', 'other');
  expect(told(await exportIndex(place))).toEqual(told(await scan({ files: { paths: ['post', 'other'], cwd } })));
});

test('a file that grows while it is added is read again the next time', async () => {
  put('a.txt', textOf(story(28)));
  let isTouched = false;
  await addToIndex(
    place,
    { files: { paths: ['a.txt'] } },
    {},
    {
      stage: (name) => {
        if (name !== 'furniture' || isTouched) return;
        isTouched = true;
        appendFileSync(path.join(cwd, 'a.txt'), textOf(story(29)));
      },
    },
  );
  expect(await add('a.txt')).toMatchObject({ added: 1, replaced: 1 });
});
