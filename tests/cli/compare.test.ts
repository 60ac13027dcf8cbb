import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { Newsroom } from '../support/newsroom.ts';
import { fakeIo } from './fake-io.ts';

const newsroom = new Newsroom(88);
const STORY = newsroom.story(6);
const OTHER = newsroom.story(6);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-compare-'));
  writeFileSync(path.join(folder, 'story.txt'), STORY.join('\n\n'));
  writeFileSync(path.join(folder, 'cut.txt'), STORY.slice(0, 4).join('\n\n'));
  writeFileSync(path.join(folder, 'other.txt'), OTHER.join('\n\n'));
  writeFileSync(path.join(folder, 'feed.jsonl'), `{"id":"a","text":"one"}\n{"id":"b","text":"two"}\n`);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function compareIn(
  argv: readonly string[],
  stdin = '',
): Promise<{ code: number; printed: string; told: string }> {
  const io = fakeIo({ cwd: folder });
  const given = {
    isTTY: false,
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(stdin);
    },
  };
  const code = await main(['compare', ...argv], { ...io, stdin: given });
  return { code, printed: io.printed(), told: io.told() };
}

test('two files are said to be what they are, with their lines', async () => {
  const { code, printed, told } = await compareIn(['story.txt', 'cut.txt']);

  expect([code, told]).toEqual([0, '']);
  expect(printed).toContain('One story, cut or extended\n');
  expect(printed).toContain('lines 1-7 = lines 1-7');
  expect(printed.split('\n').every((line) => line.length <= 80)).toBe(true);
});

test('as JSON it is a report with that one match, whatever the relation', async () => {
  const [related, unrelated] = [
    await compareIn(['story.txt', 'cut.txt', '--json']),
    await compareIn(['story.txt', 'other.txt', '--json']),
  ].map(({ printed }) => JSON.parse(printed));

  expect(related).toMatchObject({
    schemaVersion: 1,
    counts: { compared: 2, clusters: 1, relations: { contained: 1 } },
    matches: [{ left: 'story.txt', right: 'cut.txt', relation: 'contained' }],
  });
  expect(unrelated).toMatchObject({
    counts: { clusters: 0 },
    matches: [{ left: 'story.txt', right: 'other.txt', relation: 'independent' }],
  });
});

test('one side may come from standard input', async () => {
  const { code, printed } = await compareIn(['-', 'story.txt', '--json'], STORY.slice(0, 4).join('\n\n'));

  expect(code).toBe(0);
  expect(JSON.parse(printed).matches).toMatchObject([{ left: 'stdin', right: 'story.txt', relation: 'contained' }]);
});

test('a file is compared with itself', async () => {
  const { code, printed } = await compareIn(['story.txt', 'story.txt', '--json']);

  expect(code).toBe(0);
  expect(JSON.parse(printed).matches).toMatchObject([{ relation: 'identical' }]);
});

test('the page of a pair holds both texts, and other reports are written beside it', async () => {
  const { printed } = await compareIn([
    'story.txt',
    'cut.txt',
    '--format',
    'html',
    '--report',
    'csv=pair.csv',
    '--report',
    'text=pair.txt',
  ]);

  expect(printed).toContain('<!doctype html>');
  expect(printed.match(/^t\d+ /gm)).toHaveLength(2);
  expect(readFileSync(path.join(folder, 'pair.csv'), 'utf8')).toContain('story.txt,cut.txt,contained');
  expect(readFileSync(path.join(folder, 'pair.txt'), 'utf8')).toContain('lines 1-7 = lines 1-7');
});

test.each([
  ['story.txt feed.jsonl', /feed\.jsonl: compare takes one article on each side, and here are 2/],
  ['story.txt gone.txt', /gone\.txt: there is no such file/],
  ['story.txt cut.txt --report csv=no/such/folder.csv', /there is no such folder/],
])('compare %s ends with 2 and one line that says why', async (line, why) => {
  const { code, printed, told } = await compareIn(line.split(' '));

  expect([code, printed]).toEqual([2, '']);
  expect(told).toMatch(why);
  expect(told.trimEnd().split('\n')).toHaveLength(1);
});
