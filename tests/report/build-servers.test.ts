import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match, Report } from '../../src/model.ts';
import { type Element, parseXml } from '../support/xml.ts';
import { hostileText, randomReport } from './random-report.ts';
import { rendered } from './render.ts';
import { articleOf, EMPTY_REPORT, matchOf, SAMPLE, sameWords, textOf } from './sample.ts';

/** Anything a terminal would obey; line ends and tabs aside. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** A report of `count` pairs of copies, with names that take room. */
function reportOfPairs(count: number, name: string): Report {
  const ids = Array.from({ length: count * 2 }, (_, index) => `${name}/${index}.txt`);
  return {
    ...EMPTY_REPORT,
    counts: { ...EMPTY_REPORT.counts, compared: ids.length, seen: ids.length, clusters: count, clustered: ids.length },
    articles: ids.map((id, index) => articleOf(id, { cluster: `c${index >> 1}` })),
    matches: Array.from({ length: count }, (_, k): Match => {
      const [left = '', right = ''] = ids.slice(2 * k, 2 * k + 2);
      const side = { start: 0, end: 900, line: 1, endLine: 9 };
      const passages = [{ left: side, right: side, words: 300, quoted: false }];
      return matchOf(left, right, 'copy', { evidence: sameWords(300), passages });
    }),
    clusters: Array.from({ length: count }, (_, k) => ({
      id: `c${k}`,
      members: ids.slice(2 * k, 2 * k + 2),
      representative: ids[2 * k] ?? '',
      relation: 'copy',
      keyTerms: [],
      reason: 'A reason.',
    })),
  };
}

test.each(['github', 'sarif', 'markdown', 'text', 'csv', 'json', 'ndjson'] as const)(
  'of a copy in disguise %s says in which',
  (format) => {
    const [plain, ...others] = reportOfPairs(1, 'a').matches;
    const match = {
      ...(plain as Match),
      flags: ['disguised' as const],
      disguises: ['swapped-words' as const],
      reason: 'One is in disguise: words swapped.',
    };
    const report: Report = { ...reportOfPairs(1, 'a'), matches: [match, ...others] };
    expect(rendered(format, report)).toMatch(/swapped[ -]words|words swapped/);
  },
);

describe('SARIF', () => {
  const isSarif = sarifValidator();

  interface Log {
    readonly runs: readonly {
      readonly results: readonly {
        readonly ruleId: string;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly relatedLocations: readonly object[];
        readonly partialFingerprints?: Readonly<Record<string, string>>;
      }[];
      readonly invocations: readonly {
        readonly toolExecutionNotifications: readonly { message: { text: string } }[];
      }[];
    }[];
  }

  function resultsOf(report: Report, context = {}) {
    const log: Log = JSON.parse(rendered('sarif', report, context));
    return log.runs[0]?.results ?? [];
  }

  test('any report follows the schema of SARIF 2.1.0, with texts and without', () => {
    fc.assert(
      fc.property(randomReport, fc.boolean(), (report, hasTexts) => {
        const log = JSON.parse(rendered('sarif', report, hasTexts ? { textOf } : {}));
        isSarif(log);
        expect(isSarif.errors ?? []).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('every address is relative and encoded', () => {
    fc.assert(
      fc.property(randomReport, (report) => {
        for (const [, uri = ''] of rendered('sarif', report).matchAll(/"uri":"([^"]*)"/g)) {
          expect(uri).toMatch(/^(?!\/)[\w\-.~/!*'()%]*$/);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('each article that shares something has one result, which names its partners and where they stand', () => {
    const results = resultsOf(SAMPLE, { textOf });
    const named = new Set(SAMPLE.matches.flatMap(({ left, right }) => [left, right]));

    expect(results).toHaveLength(named.size);
    expect(results.find(({ message }) => message.text.includes('s02.txt](1)'))).toMatchObject({
      ruleId: 'copy',
      level: 'warning',
      relatedLocations: { length: 13 },
    });
  });

  test('a finding is known again when its files are renamed', () => {
    const renamed: Report = JSON.parse(JSON.stringify(SAMPLE).replaceAll('stations/', 'archive/'));
    const prints = (report: Report) =>
      resultsOf(report, { textOf: () => textOf('x') }).map(({ partialFingerprints }) => partialFingerprints);

    expect(prints(renamed)).toEqual(prints(SAMPLE));
    expect(prints(SAMPLE)[0]).toHaveProperty(['wirecopyPair/v1']);
    expect(resultsOf(SAMPLE)[0]).not.toHaveProperty('partialFingerprints');
  });

  test('what GitHub would refuse or drop is left out, and the report says so', () => {
    const log = rendered('sarif', reportOfPairs(4000, 'a'), { textOf });
    const [run] = (JSON.parse(log) as Log).runs;
    const written = run?.results.length ?? 0;

    expect(written).toBeGreaterThan(1000);
    expect(written).toBeLessThanOrEqual(5000);
    expect(gzipSync(log).length).toBeLessThan(10_000_000);
    expect(log.length).toBeLessThan(10_100_000);
    expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain(
      `${(8000 - written).toLocaleString('en-US')} articles left out`,
    );
  });
});

describe('JUnit', () => {
  function casesOf(report: Report): readonly Element[] {
    return parseXml(rendered('junit', report)).children.flatMap(({ children }) => children);
  }

  test('any report is XML 1.0, and its counts are true', () => {
    fc.assert(
      fc.property(randomReport, (report) => {
        const document = rendered('junit', report);
        const root = parseXml(document);
        const cases = casesOf(report);
        const outcomes = cases.flatMap(({ children }) => children.map(({ name }) => name));

        expect(document).not.toMatch(CONTROLS);
        expect(root.attributes).toMatchObject({
          tests: String(cases.length),
          failures: String(outcomes.filter((name) => name === 'failure').length),
          errors: String(outcomes.filter((name) => name === 'error').length),
        });
      }),
      { numRuns: 100 },
    );
  });

  test('a code point that XML forbids is shown, not written', () => {
    const report = {
      ...EMPTY_REPORT,
      problems: [{ code: 'X', where: 'a\ufffe\uffff\u0000', what: ']]>&', remedy: '' }],
    };

    expect(casesOf(report)[0]?.children[0]?.text).toContain('a\\ufffe\\uffff\\x00: ]]>&');
  });

  test('a cluster is a test that failed, and unread input one that broke', () => {
    const outcomes = casesOf(SAMPLE).map(({ children }) => [children[0]?.name, children[0]?.attributes['type']]);

    expect(outcomes).toEqual([
      ['failure', 'identical'],
      ['failure', 'contained'],
      ['failure', 'copy'],
      ['error', 'skipped'],
    ]);
    expect(casesOf(EMPTY_REPORT)[0]?.children[0]?.name).toBe('system-out');
  });
});

describe('GitHub', () => {
  const COMMAND = /^::(error|warning|notice) ((?:[a-zA-Z]+=[^\r\n:,]*)(?:,[a-zA-Z]+=[^\r\n:,]*)*)::([^\r\n]*)$/;

  test('every line is a command of ours, whatever the input says', () => {
    fc.assert(
      fc.property(randomReport, (report) => {
        const text = rendered('github', report);
        for (const line of text.split('\n').slice(0, -1)) expect(line).toMatch(COMMAND);
        expect(text).not.toMatch(CONTROLS);
        expect(text).not.toMatch(/%(?!25|0D|0A|3A|2C)/);
      }),
      { numRuns: 100 },
    );
  });

  test('a name with a per cent sign, a line break, a colon and a comma is the same name once decoded', () => {
    const name = 'a%0A,b:\r\nc.txt';
    const report = {
      ...reportOfPairs(1, 'x'),
      articles: [articleOf('x/0.txt', { place: { path: name } }), articleOf('x/1.txt')],
    };
    const [, , properties = ''] = COMMAND.exec(rendered('github', report).split('\n')[0] ?? '') ?? [];
    const file = /file=([^,]*)/.exec(properties)?.[1] ?? '';

    expect(file).toBe('a%250A%2Cb%3A%0D%0Ac.txt');
    expect(decodeURIComponent(file)).toBe(name);
  });

  test('as many annotations are given as GitHub shows, and the last one counts the others', () => {
    const lines = rendered('github', reportOfPairs(8, 'x')).split('\n').slice(0, -1);

    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10);
    expect(lines.at(-1)).toContain('6 more articles without an annotation');
  });
});

describe('Markdown', () => {
  test('a page is no longer than a comment may be, and says what it left out', () => {
    const small = rendered('markdown', reportOfPairs(3, 'x'));
    const large = rendered('markdown', reportOfPairs(2000, 'a-folder-with-a-long-name/'.repeat(3)));

    expect(small).not.toContain('left out');
    expect(large.length).toBeLessThanOrEqual(65_536);
    const shown = large.match(/<details>/g)?.length ?? 0;
    expect(large).toContain(`**${(2000 - shown).toLocaleString('en-US')} more findings are left out**`);
  });

  test('what comes from the input stands in code, and is neither markup nor a link nor a mention', () => {
    fc.assert(
      fc.property(randomReport, (report) => {
        const page = rendered('markdown', report);
        const outside = page.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

        expect(page.length).toBeLessThanOrEqual(65_536);
        expect(page).not.toMatch(CONTROLS);
        expect(outside).not.toContain('`');
        expect(outside.replaceAll(/<\/?(?:details|summary|b|code)>/g, '')).not.toMatch(/<[a-z!/]|@|\]\(|https?:/i);
      }),
      { numRuns: 100 },
    );
  });
});

describe('CSV', () => {
  const FORMULA = /^[\s"]*[=+\-@＝＋－＠]/;

  test('any report is a table of equal rows, and a text comes back as it is shown', () => {
    fc.assert(
      fc.property(randomReport, (report) => {
        const rows = parseCsv(rendered('csv', report));

        expect(rows).toHaveLength(report.matches.length + 1);
        for (const cells of rows) expect(cells).toHaveLength(rows[0]?.length ?? 0);
      }),
      { numRuns: 100 },
    );
  });

  test('no cell is a formula', () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.constantFrom('=', '+', '-', '@', '\t=', '\r', ' =', '＝', '＋', '－', '＠', '"='),
        (text, sign) => {
          const match = matchOf(`${sign}1`, 'b', 'copy', { reason: sign + text });
          const [, cells = []] = parseCsv(rendered('csv', { ...EMPTY_REPORT, matches: [match] }));

          for (const cell of cells) expect(cell).not.toMatch(FORMULA);
          expect(cells[0]?.startsWith("'")).toBe(true);
        },
      ),
    );
  });
});

/** RFC 4180, by the letter: CR LF ends a row, a quotation mark opens a cell or is doubled inside one. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The schema of the standard, which is written in an older dialect: its `id` is what `$id` is now. */
function sarifValidator() {
  const {
    id,
    $schema: _dialect,
    ...schema
  } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat('uri-reference', (text: string) => /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i.test(text));
  ajv.addFormat('date-time', true);
  return ajv.compile({ $id: id, ...schema });
}
