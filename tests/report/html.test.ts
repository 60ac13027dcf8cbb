import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArticleText, Match, Report } from '../../src/model.ts';
import { randomReport } from './random-report.ts';
import { rendered } from './render.ts';
import { articleOf, EMPTY_REPORT, matchOf, SAMPLE, sameWords, textOf } from './sample.ts';

const MAX_PAGE_BYTES = 10_000_000;

interface Data {
  readonly head: { readonly left: { clusters: number; matches: number; texts: number; hasTexts: boolean } };
  readonly articles: readonly { readonly id: string }[];
  readonly clusters: readonly { readonly members: readonly number[] }[];
  readonly matches: readonly (readonly [left: number, right: number])[];
}

function partsOf(page: string) {
  const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  const details = /<script type="text\/plain" id="details">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  const script = /<script>(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
  return {
    data,
    details,
    script,
    style,
    frame: page.replace(data, '').replace(details, '').replace(script, '').replace(style, ''),
  };
}

function detailsIn(details: string): Map<string, unknown> {
  const lines = details.split('\n').slice(0, -1);
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(' ')), JSON.parse(line.slice(line.indexOf(' ') + 1))]),
  );
}

/** `clusters` clusters of five articles, each pair listed. */
function reportOf(clusters: number): Report {
  const ids = Array.from(
    { length: clusters * 5 },
    (_, index) => `sites/site-${index % 40}/2024/article-number-${index}.txt`,
  );
  const membersOf = (k: number) => ids.slice(5 * k, 5 * k + 5);
  const side = { start: 0, end: 900, line: 1, endLine: 9 };
  const passages = [{ left: side, right: side, words: 300, quoted: false }];
  const evidence = sameWords(300);
  return {
    ...EMPTY_REPORT,
    counts: { ...EMPTY_REPORT.counts, seen: ids.length, compared: ids.length, clusters, clustered: ids.length },
    articles: ids.map((id, index) =>
      articleOf(id, {
        cluster: `c${Math.floor(index / 5)}`,
        title: `A headline as long as headlines are, number ${index}`,
        source: `site-${index % 40}`,
      }),
    ),
    matches: Array.from({ length: clusters }, (_, k) =>
      membersOf(k).flatMap((left, a, members): Match[] =>
        members
          .slice(a + 1)
          .map((right) =>
            matchOf(left, right, 'copy', { evidence, passages, reason: 'A reason as long as reasons are. '.repeat(5) }),
          ),
      ),
    ).flat(),
    clusters: Array.from({ length: clusters }, (_, k) => ({
      id: `c${k}`,
      members: membersOf(k),
      representative: ids[5 * k] ?? '',
      relation: 'copy',
      keyTerms: ['a', 'few', 'terms'],
      reason: 'A reason as long as reasons are. '.repeat(5),
    })),
  };
}

const threeKilobytes = (id: string): ArticleText => ({
  body: `${id} ${'words that fill an article '.repeat(110)}`,
  fingerprint: '0',
  furniture: [],
  quotations: [],
});

test('the page around the data', async () => {
  const { frame } = partsOf(rendered('html', SAMPLE, { textOf }));
  // What the hashes are is another test's question, and they change with every line of the script.
  await expect(frame.replaceAll(/sha256-[^']+/g, 'sha256-…')).toMatchFileSnapshot('snapshots/sample-frame.html.txt');
});

test('the policy lets nothing run, load or be styled but what the page itself holds', () => {
  const page = rendered('html', SAMPLE, { textOf });
  const { script, style, frame } = partsOf(page);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(frame.match(/<script/g)).toHaveLength(3);
  expect(frame).not.toMatch(/\s(?:src|style|on\w+)=|https?:|url\(/);
  expect(script + style).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\beval\b|https?:|url\(|@import/);
});

test('whatever a report says, its data reads back and holds no markup', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      const page = rendered('html', report, { textOf });
      const { data, details, frame } = partsOf(page);
      const { articles, clusters, matches }: Data = JSON.parse(data);

      expect(data + details).not.toMatch(/[<>&\u2028\u2029]/);
      expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      expect(frame.replaceAll(/<!doctype html>|<\/?[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"<>]*")?)*>/g, '')).not.toMatch(
        /[<>]/,
      );
      expect([clusters.length, matches.length]).toEqual([report.clusters.length, report.matches.length]);
      expect(detailsIn(details).size).toBeGreaterThanOrEqual(Math.min(1, matches.length));
      for (const index of [
        ...clusters.flatMap(({ members }) => members),
        ...matches.flatMap((match) => match.slice(0, 2).map(Number)),
      ]) {
        expect(articles[index]).toBeDefined();
      }
    }),
    { numRuns: 100 },
  );
});

test('the text of an article reads back as it is', () => {
  const { details, data } = partsOf(rendered('html', SAMPLE, { textOf }));
  const { articles }: Data = JSON.parse(data);

  for (const [key, value] of detailsIn(details)) {
    if (!key.startsWith('t')) continue;
    const { body, furniture, quotations } = textOf(articles[Number(key.slice(1))]?.id ?? '');
    expect(value).toEqual([body, furniture.flat(), quotations.flat()]);
  }
});

test('10,000 articles in 2,000 clusters fit, each story with the texts of a pair before any has a second', () => {
  const report = reportOf(2000);
  const page = rendered('html', report, { textOf: threeKilobytes });
  const { data, details } = partsOf(page);
  const { head, clusters, matches }: Data = JSON.parse(data);
  const told = [...detailsIn(details).keys()].filter((key) => key.startsWith('m'));

  expect(Buffer.byteLength(page)).toBeLessThan(MAX_PAGE_BYTES);
  expect([clusters.length, matches.length]).toEqual([2000, 20_000]);
  expect(head.left).toEqual({ clusters: 0, matches: 0, texts: 20_000 - told.length, hasTexts: true, problems: 0 });
  // The first 2,000 pairs are those of 2,000 clusters.
  expect(told.every((key) => Number(key.slice(1)) < 2000)).toBe(told.length < 2000);
  expect(told.length).toBeGreaterThan(500);
});

test('a report of any size is a page of less than 10 MB that says what is not in it', () => {
  const page = rendered('html', reportOf(20_000), { textOf: threeKilobytes });
  const { head, clusters, matches }: Data = JSON.parse(partsOf(page).data);

  expect(Buffer.byteLength(page)).toBeLessThan(MAX_PAGE_BYTES);
  expect(clusters.length + head.left.clusters).toBe(20_000);
  expect(matches.length + head.left.matches).toBe(200_000);
  expect(head.left.clusters).toBeGreaterThan(0);
});

test('a report alone makes a page, which says that the texts are not at hand', () => {
  const { data, details } = partsOf(rendered('html', SAMPLE));
  const { head }: Data = JSON.parse(data);

  expect(details).toBe('');
  expect(head.left).toMatchObject({ hasTexts: false, texts: SAMPLE.matches.length });
});

test('a text that can no longer be read, or is as long as a book, leaves its pairs without texts and the others with theirs', () => {
  const unreadable = new Set(['twin.txt']);
  const book = { ...threeKilobytes('a book'), body: 'word '.repeat(100_000) };
  const { data } = partsOf(
    rendered('html', SAMPLE, {
      textOf: (id) => (unreadable.has(id) ? undefined : id === 'stations/s02.txt' ? book : textOf(id)),
    }),
  );
  const { head }: Data = JSON.parse(data);

  expect(head.left.texts).toBe(2);
});
