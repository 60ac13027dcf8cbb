import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { REPORTERS } from '../../src/report/index.ts';
import { randomReport } from './random-report.ts';
import { rendered } from './render.ts';
import { articleOf, EMPTY_REPORT, matchOf, SAMPLE, sameWords } from './sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/report-1.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const isReport = ajv.compile(schema);
/** The schema lets later versions add keys; this one has none but those it describes. */
const isReportOfToday = ajv.compile(closed({ ...schema, $id: 'urn:test:closed' }));

test.each([
  ['the sample', SAMPLE],
  ['an empty report', EMPTY_REPORT],
])('%s follows the published schema, and has no key that is not described there', (_name, report) => {
  const document = JSON.parse(rendered('json', report));

  expect(problemsOf(isReport, document)).toEqual([]);
  expect(problemsOf(isReportOfToday, document)).toEqual([]);
});

test('any report follows the published schema', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      expect(problemsOf(isReportOfToday, JSON.parse(rendered('json', report)))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['a relation nobody knows', { clusters: [{ ...SAMPLE.clusters[0], relation: 'duplicate' }] }],
  [
    'a ratio over 1',
    { matches: [{ ...SAMPLE.matches[1], evidence: { ...SAMPLE.matches[1]?.evidence, score: 1.01 } }] },
  ],
  ['an article without an id', { articles: [{ place: { path: 'a' }, words: 1, furnitureWords: 0 }] }],
  ['a cluster of one', { clusters: [{ ...SAMPLE.clusters[0], members: ['a'] }] }],
  ['another version', { schemaVersion: 2 }],
])('the schema refuses %s', (_name, wrong) => {
  expect(isReport({ ...JSON.parse(rendered('json', SAMPLE)), ...wrong })).toBe(false);
});

test('the example in the docs follows the schema and the layout of a real report', () => {
  const page = readFileSync(new URL('../../docs/formats/report-1.md', import.meta.url), 'utf8');
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
  const document: Report = JSON.parse(example);

  expect(problemsOf(isReportOfToday, document)).toEqual([]);
  expect(document.counts.seen).toBe(document.counts.compared + document.counts.skipped + document.counts.excluded);
  expect(rendered('json', document)).toBe(example);
});

test('each article, match, cluster, source and problem stands on a line of its own', () => {
  const lines = rendered('json', SAMPLE).split('\n');
  const records = [...SAMPLE.articles, ...SAMPLE.matches, ...SAMPLE.clusters, ...SAMPLE.sources, ...SAMPLE.problems];

  expect(lines.filter((line) => line.startsWith('    {'))).toHaveLength(records.length);
});

test('keys come in one order, whatever order they were made in', () => {
  const turned = JSON.parse(JSON.stringify(SAMPLE), (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !('hidden' in value) && !('copy' in value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );

  expect(JSON.stringify(turned)).not.toBe(JSON.stringify(SAMPLE));
  expect(rendered('json', turned)).toBe(rendered('json', SAMPLE));
});

test('nothing of a report is lost in JSON', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      expect(JSON.parse(rendered('json', report))).toEqual(JSON.parse(JSON.stringify(report)));
    }),
    { numRuns: 50 },
  );
});

test('NDJSON holds the same records, each with its type, and the summary last', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      const records = rendered('ndjson', report)
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      const { articles, matches, clusters, sources, problems, policy, ...summary } = JSON.parse(
        rendered('json', report),
      );
      const typed = (type: string, list: object[]) => list.map((record) => ({ type, ...record }));

      expect(records).toEqual([
        ...typed('article', articles),
        ...typed('match', matches),
        ...typed('cluster', clusters),
        ...typed('source', sources),
        ...typed('problem', problems),
        ...typed('policy', policy === undefined ? [] : [policy]),
        { type: 'summary', ...summary },
      ]);
      expect(Object.keys(records.at(-1))[0]).toBe('type');
    }),
    { numRuns: 50 },
  );
});

test('a match of identical texts takes less than 450 bytes', () => {
  const match = matchOf('copies/copy-0001.txt', 'copies/copy-4999.txt', 'identical', {
    evidence: sameWords(12_345),
    reason: 'Both have the same 12,345 words in the same order.',
  });
  const report = { ...EMPTY_REPORT, articles: [articleOf(match.left), articleOf(match.right)], matches: [match] };
  const line =
    rendered('json', report)
      .split('\n')
      .find((text) => text.includes('"relation"')) ?? '';

  expect(line).not.toBe('');
  expect(Buffer.byteLength(line)).toBeLessThan(450);
});

test('a report is handed over in pieces, none of which grows with the report', () => {
  const many = { ...EMPTY_REPORT, articles: Array.from({ length: 5000 }, (_, index) => articleOf(`a${index}`)) };

  // One is handed over with the record that fills it.
  expect(longestPiece(many)).toBeLessThan(2 ** 16 + 1000);
});

function longestPiece(report: Report): number {
  return Math.max(...Array.from(REPORTERS.json.render(report), (piece) => piece.length));
}

function problemsOf(validate: typeof isReport, document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The schema with every object closed that it describes key by key. */
function closed(part: unknown): Record<string, unknown> {
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close);
    if (value === null || typeof value !== 'object') return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, close(each)]));
    return 'properties' in inner && inner['type'] === 'object' ? { additionalProperties: false, ...inner } : inner;
  };
  return close(part) as Record<string, unknown>;
}
