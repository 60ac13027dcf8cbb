import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { scan } from '../src/index.ts';
import type { Report } from '../src/model.ts';

const FIXTURES = path.join(import.meta.dirname, '..', 'fixtures');

interface Expected {
  readonly clusters: readonly (readonly string[])[];
  readonly matches: readonly { left: string; right: string; relation: string; flags: readonly string[] }[];
  readonly counts?: Partial<Report['counts']>;
  /** One for each cluster. */
  readonly origins?: readonly Partial<NonNullable<Report['clusters'][number]['origin']>>[];
  /** By id: what the article says of its upstream. */
  readonly attributions?: Readonly<Record<string, string>>;
  /** By id: the dates that are not believed; of those that have a date, no others. */
  readonly conflicts?: Readonly<Record<string, readonly string[]>>;
}

/** A case is a folder with articles/ and expected.json; the demo keeps its articles on top and the rest hidden. */
function casesIn(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const hidden = path.join(folder, name, '.case');
      const isDemo = existsSync(hidden);
      const about = isDemo ? hidden : path.join(folder, name);
      const articles = isDemo ? path.join(folder, name) : path.join(folder, name, 'articles');
      return { name, about, articles };
    })
    .filter(({ about }) => existsSync(path.join(about, 'expected.json')));
}

const cases = casesIn(FIXTURES);

test('there are fixtures to walk', () => {
  expect(cases.length).toBeGreaterThanOrEqual(14);
});

describe.each(cases)('$name', ({ about, articles }) => {
  const expected = JSON.parse(readFileSync(path.join(about, 'expected.json'), 'utf8')) as Expected;
  const files = { paths: ['.'], cwd: articles };

  test('has the clusters and the relations it was written for, and no others', async () => {
    const report = await scan({ files }, { only: ['all'] });
    const found = report.matches.map(({ left, right, relation, flags }) => ({ left, right, relation, flags }));
    expect(found).toEqual([...expected.matches].sort((a, b) => compare(a.left, b.left) || compare(a.right, b.right)));
    expect(report.clusters.map((cluster) => cluster.members)).toEqual(expected.clusters);
    expect(report.counts).toMatchObject(expected.counts ?? {});
    expect(report.counts.seen).toBe(report.counts.compared + report.counts.skipped + report.counts.excluded);
  });

  test('says of origin what it was written for', async () => {
    const { articles: told, clusters } = await scan({ files });
    expect(clusters.map(({ origin }) => origin)).toMatchObject(expected.origins ?? clusters.map(() => ({})));
    const kinds = Object.fromEntries(told.map(({ id, attribution }) => [id, attribution?.kind]));
    expect(kinds).toMatchObject(expected.attributions ?? {});
    if (expected.conflicts === undefined) return;
    const conflicts = told.map(({ id, dates = [] }) => [
      id,
      dates.flatMap((date) => (date.conflict ? [date.value] : [])),
    ]);
    expect(Object.fromEntries(conflicts.filter(([, values = []]) => values.length > 0))).toEqual(expected.conflicts);
  });

  test('says what it is about', () => {
    expect(readFileSync(path.join(about, 'about.md'), 'utf8')).toMatch(/\S/);
  });

  test('shows passages whose letters stand at the offsets and lines that are told', async () => {
    const report = await scan({ files }, { only: ['all'] });
    const bodies = new Map<string, string>();
    for (const article of report.articles) {
      // The text of a page is not a stretch of its file.
      if (article.place.record === undefined && !/\.x?html?$/.test(article.place.path))
        bodies.set(article.id, readFileSync(path.join(articles, article.place.path), 'utf8'));
    }
    for (const match of report.matches) {
      const file = bodies.get(match.left);
      const right = bodies.get(match.right);
      if (file === undefined || right === undefined) continue;
      for (const passage of match.passages) {
        expect(lettersOf(textOf(file, passage.left))).toBe(lettersOf(textOf(right, passage.right)));
        expect(lineOf(file, passage.left)).toBe(passage.left.line);
      }
    }
  });

  test('joins nothing by the classic method that the relations keep apart', async () => {
    const report = await scan({ files }, { method: 'classic' });
    const related = new Set(expected.matches.map(({ left, right }) => `${left} ${right}`));
    for (const { left, right, relation } of report.matches) {
      if (relation !== 'identical') expect(related).toContain(`${left} ${right}`);
    }
  });
});

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function textOf(file: string, side: { start: number; end: number }): string {
  // The addresses of links are no text, and stand in the file between the words that are.
  return file.slice(side.start, side.end).replace(/\]\([^()]*\)/g, ']');
}

function lineOf(file: string, side: { start: number }): number {
  return file.slice(0, side.start).split('\n').length;
}

/** The letters and digits alone: word borders, case, quotes, vowel signs and the dot of a Turkish capital may differ. */
function lettersOf(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\u0307\u064b-\u0652\u0640]/g, '');
  return folded.replace(/[^\p{L}\p{N}\p{M}]+/gu, '');
}
