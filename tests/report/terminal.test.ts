import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Counts, Match, RelationName, Report } from '../../src/model.ts';
import { randomReport } from './random-report.ts';
import { rendered, renderedLines } from './render.ts';
import { articleOf, EMPTY_REPORT, matchOf, NO_EVIDENCE, SAMPLE, sameWords } from './sample.ts';

const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
const LOG_COMMAND = /^\s*(?:::|##\[)|##(?:vso|teamcity)\[/im;
const ESC = '\u001b';

test.each([80, 120, 60, 40])('no line is wider than %i columns', (columns) => {
  fc.assert(
    fc.property(randomReport, fc.constantFrom('unicode' as const, 'ascii' as const), (report, characters) => {
      for (const line of renderedLines(report, { columns, characters })) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }),
    { numRuns: 60 },
  );
});

test('nothing of the input reaches the terminal as a control character or a build log as a command', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      const text = rendered('text', report);
      expect(text).not.toMatch(CONTROLS);
      expect(text).not.toMatch(LOG_COMMAND);
    }),
    { numRuns: 60 },
  );
});

test('without colour there is no escape sequence; with colour there is nothing else new', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      const plain = rendered('text', report);
      const colored = rendered('text', report, { color: true });
      expect(plain).not.toContain(ESC);
      expect(colored.replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), '')).toBe(plain);
    }),
    { numRuns: 30 },
  );
  expect(rendered('text', SAMPLE, { color: true })).toContain(ESC);
});

test('in ASCII every byte is ASCII', () => {
  fc.assert(
    fc.property(randomReport, (report) => {
      expect(rendered('text', report, { characters: 'ascii' })).toMatch(/^[\x20-\x7e\n]*$/);
    }),
    { numRuns: 30 },
  );
});

test('copying is shown, never judged', () => {
  expect(rendered('text', SAMPLE)).not.toMatch(/plagiar|steal|stole|theft/i);
});

test('nothing found says so, and what was compared', () => {
  const report = withCounts({ seen: 12, compared: 12, candidates: 3 });

  expect(renderedLines(report)).toEqual([
    'No copies found among 12 articles.',
    // 12 * 11 / 2
    'There are 66 pairs; 3 looked alike and were read side by side: too little is',
    'shared.',
  ]);
});

test('nothing found among what was asked for does not say that there is nothing', () => {
  const relations = { ...EMPTY_REPORT.counts.relations, contained: 2, partial: 1 };
  const report = withCounts({ seen: 4, compared: 4, candidates: 3, relations }, { only: ['quotes'] });
  const text = rendered('text', report);

  expect(text).toContain('Nothing of what --only quotes asks for was found among 4 articles.');
  expect(text).toContain('Not listed: 2 pairs of copies, 1 pair partly reused (--only all lists them).');
  expect(text).not.toContain('No copies');
});

test('quotations that were not asked for are counted, with the way to see them', () => {
  const relations = { ...EMPTY_REPORT.counts.relations, quotes: 3 };
  const report = withCounts({ seen: 5, compared: 5, candidates: 3, relations });

  expect(rendered('text', report)).toContain('Not listed: 3 pairs sharing only quotations (--only all lists them).');
  expect(rendered('text', report, { hints: false })).toContain('Not listed: 3 pairs sharing only quotations.');
});

test('one article alone has nothing to be compared with', () => {
  expect(renderedLines(withCounts({ seen: 1, compared: 1 }))).toEqual([
    '1 article was compared: for a copy there must be a second one.',
  ]);
});

test('what was not read, left out or too short is said at the end', () => {
  const report = {
    ...withCounts({ seen: 9, compared: 5, skipped: 1, excluded: 3, tooShort: 2, excludedBy: { hidden: 2, kind: 1 } }),
    problems: [{ code: 'MISSING_INPUT', where: 'gone.txt', what: 'there is no such file', remedy: '' }],
  };

  expect(renderedLines(report).slice(-4)).toEqual([
    'Too short to judge: 2 articles. Only another with the very same words would',
    'match.',
    'Left out: 3 (2 hidden, 1 of an unknown kind).',
    'Not read: 1 (gone.txt).',
  ]);
});

test('a pair is told by its sentence and by where the longest passage stands', () => {
  const text = rendered('text', clusterOfTwo('contained'));

  expect(text).toContain('● One story, cut or extended · 2 articles · cluster c1');
  expect(text).toContain('\n    A reason.\n    a.txt:6-24 = b.txt:9-27 · 311 words\n    and 1 shorter passage\n');
});

test('in a cluster of three each pair says which two it is about', () => {
  const text = rendered('text', crowd(['a.txt', 'b.txt', 'c.txt'], 'identical'));

  expect(text).toContain('    a.txt and b.txt:\n    Both have the same 300 words in the same order.\n');
  expect(text).toContain('    a.txt and c.txt:\n');
});

test('in a larger cluster each member says how it stands to the one it is most like', () => {
  const lines = renderedLines(SAMPLE);

  expect(lines).toContain('    97 % of it is in s01.txt · 98 % the other way · longest shared run 200 words');
  // The pair of s01 and s14 has the lowest score.
  expect(lines).toContain('  The loosest pair is s01.txt and s14.txt:');
});

test.each([
  [0.9996, '99 %'],
  [1, '100 %'],
  [0.0001, 'under 1 %'],
  [0, '0 %'],
  [0.505, '51 %'],
])('a share of %f is told as %s: never all or nothing of what is only nearly so', (share, told) => {
  const text = rendered('text', explained(clusterOfTwo('contained', { leftInRight: share })));
  expect(text).toContain(`    ${told} of a.txt is in b.txt · 60 % the other way`);
});

test('articles of one name in two folders are told apart', () => {
  const report = clusterOfTwo('contained', {}, ['x/a.txt', 'y/a.txt']);
  expect(rendered('text', report)).toContain('x/a.txt:6-24 = y/a.txt:9-27');
});

test('what all names begin with is said once', () => {
  const report = clusterOfTwo('contained', {}, ['far/away/a.txt', 'far/away/b.txt']);
  const lines = renderedLines(report);

  expect(lines[1]).toBe('The articles below are in far/away/.');
  expect(lines.filter((line) => line.includes('far/away'))).toHaveLength(1);
});

test('clusters come biggest first, and pairs that a cluster holds are not listed again', () => {
  const headings = renderedLines(SAMPLE).filter((line) => line.startsWith('●'));

  expect(headings.map((line) => /(\d+) articles/.exec(line)?.[1])).toEqual(['14', '2', '2']);
  expect(rendered('text', SAMPLE)).toContain('Partly reused · 1 pair\n');
});

test('a template is called one, and stands apart from copies', () => {
  const lines = renderedLines(SAMPLE);
  const at = lines.indexOf('Same frame, other facts: templates, not copies · 1 pair');

  expect(at).toBeGreaterThan(0);
  expect(lines.slice(at).join('\n')).toContain('monday.txt');
  expect(lines.slice(0, at).join('\n')).not.toContain('monday.txt');
});

test('of templates a few are shown, for many are of one frame', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `t${index + 10}.txt`);
  const matches = ids.slice(1).map((id) => matchOf('t10.txt', id, 'partial', { flags: ['template'] }));
  const report = { ...withCounts({ seen: 12, compared: 12 }), articles: ids.map((id) => articleOf(id)), matches };

  expect(renderedLines(report).filter((line) => line === '    A reason.')).toHaveLength(5);
  expect(rendered('text', report)).toContain('and 6 more pairs (--json has all)');
});

test('a cluster lists twelve members and counts the rest; with explain it lists all', () => {
  const members = Array.from({ length: 40 }, (_, index) => `m${index + 10}.txt`);
  const report = crowd(members, 'copy');
  const rowsOf = (lines: string[]) => lines.filter((line) => /^ {2}m\d+\.txt/.test(line));

  expect(rowsOf(renderedLines(report))).toHaveLength(12);
  expect(rendered('text', report)).toContain('and 28 more articles (--json has all)');
  expect(rowsOf(renderedLines(explained(report)))).toHaveLength(40);
});

test('fifty clusters and fifty pairs are shown and the rest counted', () => {
  const ids = Array.from({ length: 120 }, (_, index) => `p${index + 100}.txt`);
  const pairs = ids.flatMap((left, index) => (index % 2 === 0 ? [matchOf(left, ids[index + 1]!, 'partial')] : []));
  const loose = {
    ...withCounts({ seen: 120, compared: 120 }),
    articles: ids.map((id) => articleOf(id)),
    matches: pairs,
  };
  const clustered: Report = {
    ...loose,
    articles: ids.map((id, index) => articleOf(id, { cluster: `c${Math.floor(index / 2)}` })),
    matches: [],
    clusters: pairs.map(({ left, right }, index) => ({
      id: `c${index}`,
      members: [left, right],
      representative: left,
      relation: 'copy',
      keyTerms: [],
      reason: 'A reason.',
    })),
  };

  expect(renderedLines(loose).filter((line) => line === '    A reason.')).toHaveLength(50);
  expect(rendered('text', loose)).toContain('and 10 more pairs (--json has all)');
  expect(renderedLines(clustered).filter((line) => line.startsWith('●'))).toHaveLength(50);
  expect(rendered('text', clustered)).toContain('and 10 more clusters (--json has all)');
});

test('a crowd of 5,000 copies stays short: text under 200 KB, JSON under 3 MB', () => {
  const members = Array.from({ length: 5000 }, (_, index) => `copy-${String(index).padStart(4, '0')}.txt`);
  const report = crowd(members, 'identical');

  expect(Buffer.byteLength(rendered('text', report))).toBeLessThan(200_000);
  expect(Buffer.byteLength(rendered('json', report))).toBeLessThan(3_000_000);
});

test('explain shows the measures, every passage with its offsets, and the furniture', () => {
  const report: Report = {
    ...explained(clusterOfTwo('contained')),
    articles: [
      articleOf('a.txt', { cluster: 'c1', furnitureWords: 40, furnitureLines: [1, 2, 3, 9] }),
      articleOf('b.txt', { cluster: 'c1' }),
    ],
  };
  const text = rendered('text', report);

  expect(text).toContain('site furniture: 40 words on lines 1-3, 9');

  expect(text).toContain('jaccard 0.603');
  expect(text).toContain('a.txt:6-24 = b.txt:9-27 · 311 words · characters 195-2139 = 128-2072');
  expect(text).toContain('a.txt:30 = b.txt:40 · 12 words, quoted · characters 2200-2260 = 2300-2360');
  expect(text).not.toContain('--explain');
});

test('a title of megabytes costs no more than one line', () => {
  const title = '\u202e谷'.repeat(1_000_000);
  const base = clusterOfTwo('contained');
  const report = { ...base, articles: base.articles.map((article) => ({ ...article, title })) };

  expect(Buffer.byteLength(rendered('text', report))).toBeLessThan(4000);
});

test('the textbook method has no shares to show, and says that it estimates', () => {
  const classic = (report: Report): Report => ({ ...report, settings: { ...report.settings, method: 'classic' } });

  expect(rendered('text', classic(explained(clusterOfTwo('copy'))))).not.toContain('% of a.txt');
  expect(rendered('text', classic(SAMPLE))).toContain('resemblance with s01.txt about 100 %, estimated');
});

function explained(report: Report): Report {
  return { ...report, settings: { ...report.settings, explain: true } };
}

function withCounts(counts: Partial<Counts>, settings: Partial<Report['settings']> = {}): Report {
  return {
    ...EMPTY_REPORT,
    settings: { ...EMPTY_REPORT.settings, ...settings },
    counts: { ...EMPTY_REPORT.counts, ...counts },
  };
}

function clusterOfTwo(
  relation: RelationName,
  evidence: Partial<Match['evidence']> = {},
  [left, right]: readonly [string, string] = ['a.txt', 'b.txt'],
): Report {
  return {
    ...withCounts({ seen: 2, compared: 2, candidates: 1, clusters: 1, clustered: 2 }),
    articles: [articleOf(left, { cluster: 'c1' }), articleOf(right, { cluster: 'c1' })],
    matches: [
      matchOf(left, right, relation, {
        evidence: { ...NO_EVIDENCE, leftInRight: 0.79, rightInLeft: 0.6, longestRun: 311, jaccard: 0.603, ...evidence },
        passages: [
          {
            left: { start: 195, end: 2139, line: 6, endLine: 24 },
            right: { start: 128, end: 2072, line: 9, endLine: 27 },
            words: 311,
            quoted: false,
          },
          {
            left: { start: 2200, end: 2260, line: 30 },
            right: { start: 2300, end: 2360, line: 40 },
            words: 12,
            quoted: true,
          },
        ],
      }),
    ],
    clusters: [
      { id: 'c1', members: [left, right], representative: left, relation, keyTerms: ['floods'], reason: 'A reason.' },
    ],
  };
}

/** One cluster in which every other member is matched with the first. */
function crowd(members: readonly string[], relation: 'identical' | 'copy'): Report {
  const [first = ''] = members;
  return {
    ...withCounts({ seen: members.length, compared: members.length, clusters: 1, clustered: members.length }),
    articles: members.map((id) => articleOf(id, { cluster: 'c1', title: 'The same story again', source: 'farm' })),
    matches: members.slice(1).map((id) =>
      matchOf(first, id, relation, {
        evidence: sameWords(300),
        reason: 'Both have the same 300 words in the same order.',
      }),
    ),
    clusters: [{ id: 'c1', members, representative: first, relation, keyTerms: ['story'], reason: 'A reason.' }],
  };
}
