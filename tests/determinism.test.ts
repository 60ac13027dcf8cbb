import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ArticleInput, type Report, scan } from '../src/index.ts';
import { openFiles } from '../src/input/index.ts';
import { Newsroom } from './support/newsroom.ts';
import { seeded, shuffled } from './support/seeded.ts';

const FIXTURES = path.join(import.meta.dirname, '..', 'fixtures');
const SETTINGS = { only: ['all'], explain: true } as const;
const ORDERS = 20;

/** Every article of every case, as paths relative to the folder of fixtures. */
function articlePaths(): string[] {
  return readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(FIXTURES, path.join(entry.parentPath, entry.name)))
    .filter((file) => file.split(path.sep)[1] === 'articles' || /^demo[\\/][^.]/.test(file))
    .sort();
}

async function articlesOf(paths: readonly string[]): Promise<ArticleInput[]> {
  const store = openFiles({ paths, cwd: FIXTURES, exclude: [], gitignore: false });
  const articles: ArticleInput[] = [];
  for await (const item of store.read()) {
    if (item.kind !== 'article') continue;
    const { place, ...article } = item.article;
    articles.push({ ...article, id: place.record === undefined ? place.path : `${place.path}#${place.record}` });
  }
  store.close();
  return articles;
}

/** The report but for the numbers of the records, which count the order of arrival. */
function bytesOf(report: Report): string {
  return JSON.stringify({ ...report, articles: report.articles.map(({ place: _, ...article }) => article) });
}

describe('the fixtures, in any order,', () => {
  const paths = articlePaths();

  test('are enough to show something', async () => {
    const report = await scan({ files: { paths, cwd: FIXTURES } }, SETTINGS);
    expect(report.counts.compared).toBeGreaterThan(70);
    expect(report.counts.clusters).toBeGreaterThan(10);
    expect(report.counts.skipped).toBe(0);
  });

  test('give the same report by the plain kernel and by the compiled one', async () => {
    const inputs = { files: { paths, cwd: FIXTURES } };
    const compiled = await scan(inputs, SETTINGS, { kernel: 'compiled' });
    expect(bytesOf(await scan(inputs, SETTINGS, { kernel: 'plain' }))).toBe(bytesOf(compiled));
  });

  test('give the same report as a stream', async () => {
    const articles = await articlesOf(paths);
    const random = seeded(301);
    const expected = bytesOf(await scan({ articles }, SETTINGS));
    for (let order = 0; order < ORDERS; order++) {
      const turned = shuffled(articles, random);
      expect(turned).not.toEqual(articles);
      async function* stream(): AsyncGenerator<ArticleInput> {
        for (const article of turned) {
          await Promise.resolve();
          yield article;
        }
      }
      expect(bytesOf(await scan({ articles: stream() }, SETTINGS))).toBe(expected);
    }
  });

  test('give the same report, byte for byte, as arguments', async () => {
    const random = seeded(302);
    const expected = JSON.stringify(await scan({ files: { paths, cwd: FIXTURES } }, SETTINGS));
    for (let order = 0; order < ORDERS; order++) {
      const report = await scan({ files: { paths: shuffled(paths, random), cwd: FIXTURES } }, SETTINGS);
      expect(JSON.stringify(report)).toBe(expected);
    }
  });

  test('give the same report by the textbook method', async () => {
    const random = seeded(303);
    const settings = { ...SETTINGS, method: 'classic' } as const;
    const expected = JSON.stringify(await scan({ files: { paths, cwd: FIXTURES } }, settings));
    const report = await scan({ files: { paths: shuffled(paths, random), cwd: FIXTURES } }, settings);
    expect(JSON.stringify(report)).toBe(expected);
  });
});

describe('a story that everybody runs', () => {
  const newsroom = new Newsroom(304);
  const story = newsroom.story(7);
  const copies = Array.from({ length: 300 }, (_, k) => ({ id: `copy-${k}`, body: newsroom.copyOf(story) }));
  const others = Array.from({ length: 500 }, (_, k) => ({
    id: `other-${k}`,
    body: newsroom.page(newsroom.story(6).join('\n\n')),
  }));

  test('is one cluster: 300 copies, cut and edited, among 500 other articles', async () => {
    const report = await scan({ articles: shuffled([...copies, ...others], seeded(305)) });
    const isCopy = (id: string): boolean => id.startsWith('copy-');
    const largest = report.clusters.map(({ members }) => members).toSorted((a, b) => b.length - a.length)[0] ?? [];
    expect(largest.filter(isCopy).length).toBeGreaterThanOrEqual(297);
    expect(largest.filter((id) => !isCopy(id))).toEqual([]);
    expect(report.clusters).toHaveLength(1);
    // A crowd costs its size, not its square: the best match of each member.
    expect(report.matches.length).toBeLessThanOrEqual(300);
  });

  test('is the same cluster in another order of arrival', async () => {
    const articles = [...copies.slice(0, 120), ...others.slice(0, 80)];
    const expected = bytesOf(await scan({ articles }));
    for (const seed of [306, 307])
      expect(bytesOf(await scan({ articles: shuffled(articles, seeded(seed)) }))).toBe(expected);
  });
});
