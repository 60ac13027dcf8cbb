import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type ArticleInput,
  check,
  compare,
  DEFAULT_SETTINGS,
  type Problem,
  type Report,
  scan,
  WirecopyError,
} from '../src/index.ts';
import { articleOn, Newsroom } from './support/newsroom.ts';

const newsroom = new Newsroom(201);
const STORY = newsroom.story(6);
const OTHER = newsroom.story(6);

const original: ArticleInput = { id: 'wire.txt', title: 'The crane is sold', body: STORY.join('\n\n') };
const trimmed: ArticleInput = { id: 'blog.txt', body: STORY.slice(0, 4).join('\n\n') };
const other: ArticleInput = { id: 'other.txt', body: OTHER.join('\n\n') };

function relationsIn(report: Report): string[] {
  return report.matches.map(({ left, right, relation }) => `${left} ${right} ${relation}`);
}

function membersIn(report: Report): (readonly string[])[] {
  return report.clusters.map(({ members }) => members);
}

/** All of one kind of word spread over a text: a paragraph of its own for each turn. */
function wordsNamed(name: string, count: number): string {
  return Array.from({ length: count }, (_, k) => `${name}${k}`).join(' ');
}

test('borders that a caller moves count in scan, check and compare, and bad ones are refused', async () => {
  const borders = { containedShare: 0.95, containedSentences: 0.95, copySentences: 0.96 };
  const halved = { ...trimmed, body: `${trimmed.body}\n\n${OTHER.join(' ')}` };
  const articles = [original, halved];

  expect(relationsIn(await scan({ articles }))).toEqual(['blog.txt wire.txt contained']);
  expect(relationsIn(await scan({ articles }, { borders }))).toEqual(['blog.txt wire.txt partial']);
  expect((await check({ articles }, {}, { borders })).settings.borders).toEqual(borders);
  expect((await compare(original, halved, { borders })).relation).toBe('partial');
  await expect(scan({ articles }, { borders: { cut: Number.NaN } })).rejects.toMatchObject({
    code: 'USAGE',
    message: 'borders.cut must be a number from 0.1 to 1, and is NaN',
  });
  await expect(compare(original, halved, { borders: { quotedWords: 4.5 } })).rejects.toThrow(
    'borders.quotedWords must be a whole number from 4 to 1000000, and is 4.5',
  );
  await expect(check({ articles }, {}, { borders: { edgeScore: 0.2 } })).rejects.toThrow(
    'must not be below partialScore',
  );
});

describe('the library', () => {
  const folders: string[] = [];
  let printed: unknown[][] = [];

  beforeEach(() => {
    printed = [];
    const note = (...args: unknown[]): boolean => {
      printed.push(args);
      return true;
    };
    for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
      vi.spyOn(console, name).mockImplementation(note);
    }
    vi.spyOn(process.stdout, 'write').mockImplementation(note);
    vi.spyOn(process.stderr, 'write').mockImplementation(note);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    expect(printed).toEqual([]);
  });

  function folderOf(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-library-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return folder;
  }

  async function* streamOf(articles: readonly ArticleInput[]): AsyncGenerator<ArticleInput> {
    for (const article of articles) {
      await Promise.resolve();
      yield article;
    }
  }

  test('finds which articles are copies of which, with evidence and passages', async () => {
    const report = await scan({ articles: [original, trimmed, other] });
    expect(relationsIn(report)).toEqual(['blog.txt wire.txt contained']);
    expect(membersIn(report)).toEqual([['blog.txt', 'wire.txt']]);
    const [match] = report.matches;
    // All of the trimmed text, and four of six paragraphs of the original.
    expect(match?.evidence.leftInRight).toBe(1);
    expect(match?.evidence.rightInLeft).toBeGreaterThan(0.5);
    expect(match?.evidence.rightInLeft).toBeLessThan(0.8);
    const [passage] = match?.passages ?? [];
    expect(trimmed.body.slice(passage?.left.start, passage?.left.end)).toBe(
      original.body.slice(passage?.right.start, passage?.right.end),
    );
    expect(passage?.words).toBe(match?.evidence.longestRun);
    expect(match?.reason).toContain('blog.txt');
    expect(report.counts).toMatchObject({ seen: 3, compared: 3, skipped: 0, excluded: 0, clusters: 1, clustered: 2 });
  });

  test('takes articles from arrays, iterables and streams, with the same report', async () => {
    const articles = [original, trimmed, other];
    const fromArray = await scan({ articles });
    expect(await scan({ articles: new Set(articles) })).toEqual(fromArray);
    expect(await scan({ articles: streamOf(articles) })).toEqual(fromArray);
  });

  test('takes files and folders, relative to a working folder', async () => {
    const cwd = folderOf({
      'wire/story.txt': original.body,
      'blog/story.md': `---\ntitle: A story\n---\n${trimmed.body}\n`,
      'feed.jsonl': `${JSON.stringify({ id: 'r1', text: other.body })}\n`,
    });
    const report = await scan({ files: { paths: ['.'], cwd } });
    expect(relationsIn(report)).toEqual(['blog/story.md wire/story.txt contained']);
    expect(report.articles.map(({ title }) => title)).toEqual(['A story', undefined]);
    expect(report.counts).toMatchObject({ seen: 3, compared: 3 });
    expect(JSON.stringify(report)).not.toContain(cwd);
    const excluded = await scan({ files: { paths: ['.'], cwd, exclude: ['blog/**'] } });
    expect(excluded.counts).toMatchObject({ seen: 3, compared: 2, excluded: 1 });
  });

  test('throws what cannot be mended by reading on, with a code', async () => {
    const missing = scan({ files: { paths: ['-'], cwd: '.' } });
    await expect(missing).rejects.toThrow(WirecopyError);
    await expect(missing).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('passes an error of the caller on', async () => {
    const failing: AsyncIterable<ArticleInput> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the database is gone')) }),
    };
    await expect(scan({ articles: failing })).rejects.toThrow('the database is gone');
  });

  test('reports nothing on no articles, and on articles without words', async () => {
    const nothing = await scan({ articles: [] });
    expect(nothing).toMatchObject({ matches: [], clusters: [], articles: [], sources: [], problems: [] });
    expect(nothing.counts).toMatchObject({ seen: 0, compared: 0, tooShort: 0, candidates: 0 });
    const blank = await scan({ articles: [{ body: '' }, { body: '' }, { body: '\n' }] }, { only: ['all'] });
    expect(blank.matches).toEqual([]);
    expect(blank.counts).toMatchObject({ seen: 3, compared: 3, tooShort: 3 });
  });

  test('leaves out what has no body, says so, and compares the rest', async () => {
    const broken = [original, { id: 'x' }, null, 7, trimmed] as unknown as ArticleInput[];
    const report = await scan({ articles: broken });
    expect(relationsIn(report)).toEqual(['blog.txt wire.txt contained']);
    expect(report.counts).toMatchObject({ seen: 5, compared: 2, skipped: 3 });
    expect(report.problems.map(({ where }) => where)).toEqual(['input:2', 'input:3', 'input:4']);
  });

  test('tells articles of one id apart by their place, and says so', async () => {
    const report = await scan({
      articles: [{ ...original, id: 'same' }, { ...trimmed, id: 'same' }, { body: other.body }],
    });
    expect(relationsIn(report)).toEqual(['input#2 same contained']);
    expect(report.problems).toMatchObject([{ code: 'REPEATED_ID' }]);
    expect(report.counts).toMatchObject({ seen: 3, compared: 3, skipped: 0 });
  });

  test('lists syndicated and partial pairs unless it is asked for others, and counts all', async () => {
    const shared = wordsNamed('reused', 60);
    const articles: ArticleInput[] = [
      original,
      trimmed,
      { id: 'part-a.txt', body: `${shared} ${wordsNamed('a', 100)}` },
      { id: 'part-b.txt', body: `${wordsNamed('b', 100)} ${shared}` },
      { id: 'quote-a.txt', body: `${wordsNamed('c', 100)} said: “${wordsNamed('q', 14)}” ${wordsNamed('d', 40)}` },
      { id: 'quote-b.txt', body: `${wordsNamed('e', 40)} “${wordsNamed('q', 14)}” ${wordsNamed('f', 40)}` },
    ];
    const all = ['blog.txt wire.txt contained', 'part-a.txt part-b.txt partial', 'quote-a.txt quote-b.txt quotes'];
    expect(DEFAULT_SETTINGS).toEqual({ method: 'scaled', only: ['syndicated', 'partial'], explain: false });
    const byDefault = await scan({ articles });
    expect(relationsIn(byDefault)).toEqual(all.slice(0, 2));
    expect(byDefault.settings).toEqual(DEFAULT_SETTINGS);
    for (const [only, expected] of [
      [['syndicated'], all.slice(0, 1)],
      [['partial'], all.slice(1, 2)],
      [['quotes'], all.slice(2)],
      [['all'], all],
    ] as const) {
      const report = await scan({ articles }, { only });
      expect(relationsIn(report)).toEqual(expected);
      expect(report.settings.only).toEqual(only);
      expect(report.counts).toEqual(byDefault.counts);
    }
    expect(byDefault.counts.relations).toMatchObject({ contained: 1, partial: 1, quotes: 1 });
  });

  test('names the lines set apart as furniture when it is asked to explain', async () => {
    const page = (name: string): ArticleInput =>
      articleOn(name, { body: `Home | News | Sport\n${articleOn(name).body}\n` });
    const story = wordsNamed('story', 80);
    const pages = [page('a'), page('b'), { id: 'c', body: `Home | News | Sport\n${story}` }, { id: 'd', body: story }];
    const plain = await scan({ articles: pages });
    expect(
      plain.articles.map(({ id, furnitureWords, furnitureLines }) => [id, furnitureWords, furnitureLines]),
    ).toEqual([
      ['c', 3, undefined],
      ['d', 0, undefined],
    ]);
    const explained = await scan({ articles: pages }, { explain: true });
    expect(explained.articles.map(({ furnitureLines }) => furnitureLines)).toEqual([[1], []]);
  });

  test('has the textbook method, which sees a copy and misses a cut one', async () => {
    const copy = { id: 'copy.txt', body: `${original.body} One more.` };
    const report = await scan(
      { articles: [original, copy, { ...trimmed, body: STORY.slice(0, 1).join('\n') }] },
      { method: 'classic' },
    );
    expect(relationsIn(report)).toEqual(['copy.txt wire.txt copy']);
    expect(report.settings.method).toBe('classic');
    expect(report.matches[0]?.passages).toEqual([]);
  });

  test('gives identical texts one match each, to the first of them, without passages', async () => {
    const bodies = [1, 2, 3, 4].map((k) => ({
      id: `copy-${k}`,
      body: k === 3 ? original.body.toUpperCase() : original.body,
    }));
    const report = await scan({ articles: bodies });
    expect(relationsIn(report)).toEqual([2, 3, 4].map((k) => `copy-1 copy-${k} identical`));
    expect(report.matches.every(({ passages }) => passages.length === 0)).toBe(true);
    expect(report.clusters).toMatchObject([{ relation: 'identical', representative: 'copy-1' }]);
  });

  test('lists matches in input order, identical ones among the others', async () => {
    const bodies = ['one', 'two', 'three'].map((name) => wordsNamed(name, 60));
    const articles: ArticleInput[] = [
      { id: 'c', body: bodies[0]! },
      { id: 'b', body: bodies[1]! },
      { id: 'a', body: bodies[0]! },
      { id: 'd', body: `${bodies[1]} ${wordsNamed('more', 30)}` },
      { id: 'e', body: bodies[2]! },
      { id: 'f', body: bodies[2]! },
    ];
    const report = await scan({ articles });
    expect(relationsIn(report)).toEqual(['a c identical', 'b d contained', 'e f identical']);
    expect(report.articles.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(membersIn(report)).toEqual([
      ['a', 'c'],
      ['b', 'd'],
      ['e', 'f'],
    ]);
  });

  test('lists the best match of each member of a cluster over 50, and counts the pairs it leaves out', async () => {
    const crowd = Array.from({ length: 51 }, (_, k) => ({
      id: `c${String(k).padStart(2, '0')}`,
      body: `${original.body} ${wordsNamed(`own${k}x`, 5)}`,
    }));
    const report = await scan({ articles: [...crowd, trimmed] });
    expect(report.clusters[0]?.members).toHaveLength(52);
    const named = new Set(report.matches.flatMap(({ left, right }) => [left, right]));
    expect(named.size).toBe(52);
    expect(report.matches.length).toBeLessThanOrEqual(52);
    const { copy, contained } = report.counts.relations;
    expect(report.matches.length + report.counts.matchesOmitted).toBe(copy + contained);
    // Of 50 members every pair is listed.
    const small = await scan({ articles: crowd.slice(0, 50) });
    expect(small.matches).toHaveLength((50 * 49) / 2);
    expect(small.counts.matchesOmitted).toBe(0);
  });

  test('says where it is, and reports a problem as it meets it', async () => {
    const stages: string[] = [];
    const problems: [Problem, boolean][] = [];
    const watch = {
      stage: (name: string) => stages.push(name),
      problem: (problem: Problem, skipped: boolean) => problems.push([problem, skipped]),
    };
    const report = await scan({ articles: [original, trimmed, {} as ArticleInput] }, {}, watch);
    expect(stages[0]).toBe('read');
    expect(stages.at(-1)).toBe('report');
    expect(problems.map(([problem]) => problem)).toEqual(report.problems);
    expect(problems.map(([, skipped]) => skipped)).toEqual([true]);
    expect(report).toEqual(await scan({ articles: [original, trimmed, {} as ArticleInput] }));
  });

  test('changes nothing that it is given', async () => {
    const frozen = [original, trimmed, other].map((article) => Object.freeze({ ...article }));
    const settings = Object.freeze({ only: Object.freeze(['all'] as const) });
    const articles = Object.freeze(frozen);
    expect(await scan({ articles }, settings)).toEqual(await scan({ articles }, settings));
    await compare(articles[0]!, articles[1]!);
  });

  test('keeps what it is told of an article in the report, and takes the source from the url', async () => {
    const told = {
      ...original,
      url: 'https://www.example.com/crane',
      publishedAt: '2025-02-13',
      canonicalUrl: 'https://wire.example/1',
      author: 'Mara Quill',
      credit: 'Norlund Press',
      originalUrl: 'https://wire.example/1',
      declarations: ['noindex' as const],
    };
    const report = await scan({ articles: [told, { ...trimmed, source: 'Blog' }] });
    const { body: _, ...metadata } = told;
    expect(report.articles[1]).toMatchObject({ ...metadata, source: 'example.com', cluster: 'c1' });
    expect(report.sources).toEqual([
      { source: 'Blog', articles: 1, clustered: 1 },
      { source: 'example.com', articles: 1, clustered: 1 },
    ]);
  });

  describe('compares two articles', () => {
    test('and keeps their sides', async () => {
      const there = await compare(original, trimmed);
      expect(there).toMatchObject({ left: 'wire.txt', right: 'blog.txt', relation: 'contained' });
      expect(there.evidence.rightInLeft).toBe(1);
      const back = await compare(trimmed, original);
      expect(back).toMatchObject({ left: 'blog.txt', right: 'wire.txt', relation: 'contained' });
      expect(back.evidence.leftInRight).toBe(1);
      expect(back.passages.map(({ left, right, words }) => [left, right, words])).toEqual(
        there.passages.map(({ left, right, words }) => [right, left, words]),
      );
    });

    test('that have the same words', async () => {
      const match = await compare(original, { id: 'shout.txt', body: original.body.toUpperCase() });
      expect(match).toMatchObject({ left: 'wire.txt', right: 'shout.txt', relation: 'identical', passages: [] });
      expect(match.evidence).toMatchObject({ score: 1, leftInRight: 1, rightInLeft: 1, jaccard: 1 });
      expect(match.evidence.longestRun).toBe(match.evidence.matchedWords + match.evidence.quotedWords);
      expect(await compare({ body: 'Brief.' }, { body: 'Brief.' })).toMatchObject({ relation: 'identical' });
    });

    test('that share nothing', async () => {
      const match = await compare(articleOn('a'), articleOn('b'));
      expect(match).toMatchObject({ relation: 'independent', flags: [], passages: [] });
      for (const measure of Object.values(match.evidence)) expect(measure).toBe(0);
      expect(await compare({ body: '' }, { body: '' })).toMatchObject({ relation: 'independent' });
    });

    test('whether or not their sketches would meet', async () => {
      // 8 quoted words in 3,000, in two pieces: far below what makes a candidate, by quotations too.
      const [one, other] = [`“${wordsNamed('q', 4)}”`, `“${wordsNamed('p', 4)}”`];
      const left = { id: 'l', body: `${wordsNamed('a', 1500)} ${one} ${wordsNamed('b', 1500)} ${other}` };
      const right = { id: 'r', body: `${wordsNamed('c', 1500)} ${one} ${wordsNamed('d', 1500)} ${other}` };
      expect((await scan({ articles: [left, right] }, { only: ['all'] })).matches).toEqual([]);
      expect(await compare(left, right)).toMatchObject({
        relation: 'quotes',
        evidence: { quotedWords: 8, longestRun: 4 },
      });
    });

    test('that have no ids', async () => {
      const match = await compare({ body: original.body }, { body: trimmed.body });
      expect([match.left, match.right]).toEqual(['input#1', 'input#2']);
    });

    test('and measures them as the definitions say', async () => {
      const anyText = fc
        .array(fc.nat(14), { minLength: 3, maxLength: 120, size: 'max' })
        .map((words) => words.map((word) => `word${word}`));
      await fc.assert(
        fc.asyncProperty(anyText, anyText, fc.nat(60), async (first, second, sharedWords) => {
          const left = [...first, ...Array.from({ length: sharedWords }, (_, k) => `shared${k}`)];
          const right = [...Array.from({ length: sharedWords }, (_, k) => `shared${k}`), ...second];
          const { relation, evidence, passages } = await compare({ body: left.join(' ') }, { body: right.join(' ') });
          if (relation === 'identical') return;
          const shingles = (words: readonly string[]) =>
            new Set(words.slice(2).map((_, k) => words.slice(k, k + 3).join(' ')));
          const [ofLeft, ofRight] = [shingles(left), shingles(right)];
          const both = [...ofLeft].filter((shingle) => ofRight.has(shingle)).length;
          expect(evidence.jaccard).toBeCloseTo(both / (ofLeft.size + ofRight.size - both), 3);
          for (const passage of passages) {
            const [leftText, rightText] = [left.join(' '), right.join(' ')];
            const text = leftText.slice(passage.left.start, passage.left.end);
            expect(rightText.slice(passage.right.start, passage.right.end)).toBe(text);
            expect(text.split(' ')).toHaveLength(passage.words);
          }
          expect(evidence.longestRun).toBeGreaterThanOrEqual(sharedWords >= 4 ? sharedWords : 0);
        }),
        { seed: 202, numRuns: 60 },
      );
    });
  });
});
