import { MAX_POSTING, PREDECESSORS } from '../../kernel/limits.ts';
import { type CandidateLimits, PAIR_LIMITS, SKETCH_LIMITS } from '../../kernel/postings.ts';
import { MAX_AVERAGE_LINK } from '../../match/cluster.ts';
import type { Borders } from '../../model.ts';
import { MIN_GROUPS } from '../../text/repeated-lines.ts';
import { type Columns, type KernelMode, KINDS, MET } from '../rows/contract.ts';
import type { Dialect } from './dialect.ts';

/** What is asked of the rows of a finished step: the query gives one number, `wrong`, and it must be 0. */
export interface Check {
  /** What does not hold where it is not 0: `rows were lost`. */
  readonly means: string;
  readonly sql: string;
}

interface StepBase {
  /** Of the table or view it makes. */
  readonly name: string;
  readonly checks: readonly Check[];
}

/** A table that is kept: statements that give its rows, part by part. */
export interface TableStep extends StepBase {
  readonly kind: 'table';
  readonly sql: readonly string[];
  /** Its rows have a column `part`, and are read part by part: an engine may keep each in a place of its own. */
  readonly isParted: boolean;
}

/** A query that other steps read, and nothing is kept of. */
interface ViewStep extends StepBase {
  readonly kind: 'view';
  readonly sql: string;
}

/**
 * A table of what our kernel makes of rows: it reads them as JSON, one a line, and writes such rows. Those of one group
 * come one after the other, and go to one process. The last row of each process tells in `seen` how many it read.
 */
export interface KernelStep extends StepBase {
  readonly kind: 'kernel';
  readonly mode: KernelMode;
  /** Gives the rows. */
  readonly input: string;
  /** The column that tells the groups, or none where each row stands for itself; and the one that orders their rows. */
  readonly group: { readonly by: string; readonly order: string } | undefined;
  /** Of the rows it writes, without `seen`. */
  readonly columns: Columns;
  /** Gives as `expected` how many rows the kernel must have read. */
  readonly expected: string;
}

/** Steps repeated until a query gives `true` as `done`; each round reads tables of the one before it. */
export interface LoopStep extends StepBase {
  readonly kind: 'loop';
  readonly round: (round: number) => readonly TableStep[];
  readonly done: (round: number) => string;
  /** Reads the tables of the last round. */
  readonly result: (round: number) => string;
}

export type Step = TableStep | ViewStep | KernelStep | LoopStep;

/** What a plan depends on beside the dialect. */
export interface PlanSettings {
  readonly borders: Borders;
  /** Links are counted in so many parts, where a machine is small for them all. */
  readonly parts: number;
  /** Articles of one of the two stretches whose pairs are verified together. */
  readonly articlesAtOnce: number;
}

/**
 * What is there before the plan begins, as `articles`; where they are on a shelf, an engine needs only know how many there
 * are. They have keys before they have ids, which tell apart what the whole input must be read to tell apart.
 */
export const ARTICLES = { key: 'string', source: 'string', text: 'string' } as const satisfies Columns;

/** And this as `ids`, once all articles are read. */
export const IDS = { key: 'string', id: 'string' } as const satisfies Columns;

/** The result: each article of a cluster of two or more, and the article that stands first in it, by their ids. */
const RESULT = 'clusters';

/**
 * The steps from articles to clusters, in order. SQL groups, joins and counts; whatever looks at a text, a sketch as a
 * whole or a similarity is left to the kernel, so that no engine can differ from another.
 */
export function planFor(dialect: Dialect, settings: PlanSettings): readonly Step[] {
  return [
    ...readSteps(dialect),
    ...furnitureSteps(dialect),
    ...meetingSteps(dialect, 'sketch', SKETCH_LIMITS, settings),
    ...meetingSteps(dialect, 'pairs', PAIR_LIMITS, settings),
    ...verifySteps(dialect, settings),
    ...clusterSteps(dialect, settings),
  ];
}

function lost(means: string, expected: string, found: string): Check {
  return { means, sql: `SELECT (${expected}) - (${found}) AS wrong` };
}

function countOf(table: string): string {
  return `SELECT count(*) FROM ${table}`;
}

function table(name: string, sql: string | readonly string[], ...checks: readonly Check[]): TableStep {
  return { kind: 'table', name, sql: typeof sql === 'string' ? [sql] : sql, isParted: false, checks };
}

function view(name: string, sql: string): ViewStep {
  return { kind: 'view', name, sql, checks: [] };
}

/** Each article's sketches and line keys, its number in input order, and which of equal texts is compared. */
function readSteps({ numbered }: Dialect): Step[] {
  const numbering = numbered('numbered', 'ids', ['key']);
  return [
    {
      kind: 'kernel',
      name: 'sketched',
      mode: 'sketch',
      input: 'SELECT key, source, text FROM articles',
      group: undefined,
      columns: {
        key: 'string',
        source: 'string',
        words: 'int',
        short: 'boolean',
        same: 'string',
        sketch: 'ints',
        pairs: 'ints',
        lines: 'ints',
        phrases: 'boolean',
        place: 'long',
      },
      expected: 'SELECT count(*) AS expected FROM articles',
      checks: [lost('articles were lost', countOf('articles'), countOf('sketched'))],
    },
    ...numbering.slice(0, -1).map(([name, sql]) => table(name, sql)),
    table(
      'numbered',
      numbering.at(-1)?.[1] ?? '',
      lost('articles were lost', countOf('sketched'), countOf('numbered')),
      lost('ids occur twice', countOf('ids'), 'SELECT count(DISTINCT id) FROM ids'),
    ),
    table(
      'signed',
      'SELECT n, source, words, short, same, sketch, pairs, lines, phrases, place ' +
        'FROM sketched JOIN numbered ON sketched.key = numbered.key',
      lost('articles were lost', countOf('sketched'), countOf('signed')),
    ),
    table(
      'copies',
      'SELECT s.n AS n, g.original AS original FROM signed s JOIN (SELECT same, min(n) AS original FROM signed ' +
        'WHERE same IS NOT NULL GROUP BY same HAVING count(*) > 1) g ON s.same = g.same WHERE s.n <> g.original',
    ),
    view('compared', 'SELECT * FROM signed WHERE NOT EXISTS (SELECT 1 FROM copies WHERE copies.n = signed.n)'),
  ];
}

/** What is set apart of each article, and the sketches of what is left. */
function furnitureSteps(dialect: Dialect): Step[] {
  const { explode } = dialect;
  const suspects = withWords(dialect, {
    name: 'apart',
    columns: {
      site: "CASE WHEN c.source IS NULL THEN '' ELSE concat('=', c.source) END",
      n: 'c.n',
      source: 'c.source',
    },
    from: 'suspects JOIN compared c ON c.n = suspects.n',
  });
  return [
    table(
      'repeated',
      `SELECT line FROM (${explode('compared', [], 'lines', 'line')}) l GROUP BY line HAVING count(*) >= ${MIN_GROUPS}`,
    ),
    table(
      'suspects',
      `SELECT n FROM compared WHERE phrases UNION SELECT l.n AS n FROM (${explode('compared', ['n'], 'lines', 'line')}) l ` +
        'JOIN repeated ON repeated.line = l.line',
    ),
    ...suspects.steps,
    {
      kind: 'kernel',
      name: 'apart',
      mode: 'furniture',
      input: suspects.input,
      group: { by: 'site', order: 'n' },
      columns: { n: 'long', apart: 'string', sketch: 'ints', pairs: 'ints', place: 'long' },
      expected: 'SELECT count(*) AS expected FROM suspects',
      checks: [],
    },
    view(
      'own',
      'SELECT c.n AS n, coalesce(apart.sketch, c.sketch) AS sketch, coalesce(apart.pairs, c.pairs) AS pairs, ' +
        'apart.apart AS apart, coalesce(apart.place, c.place) AS place FROM compared c LEFT JOIN apart ON apart.n = c.n',
    ),
  ];
}

/** Rows for a kernel that looks at words. */
interface Wanted {
  /** Of the step. */
  readonly name: string;
  /** Columns of the rows, each with where it comes from. */
  readonly columns: Readonly<Record<string, string>>;
  /** Tables, among them the articles as `c`. */
  readonly from: string;
  /** Of which articles words are wanted, where not of all. */
  readonly only?: string;
  readonly where?: string;
}

/**
 * The rows with their words: where these are on a shelf, with their place. Where texts are in rows, the rest of the rows is
 * kept first: of a table an engine knows how large it is, and sends a small one to the texts and not the texts to it.
 */
function withWords(
  { articles }: Dialect,
  { name, columns, from, only, where = '' }: Wanted,
): { steps: Step[]; input: string } {
  const select = (columnsToo: Readonly<Record<string, string>>) =>
    `SELECT ${Object.entries(columnsToo)
      .map(([column, value]) => `${value} AS ${column}`)
      .join(', ')} FROM ${from}`;
  if (articles === 'on a shelf') {
    // Words on the shelf have nothing to be set apart any more.
    const { apart: _, ...others } = columns;
    return { steps: [], input: select({ ...others, place: 'c.place' }) + where };
  }
  const rows = `${name}_rows`;
  const key = only === undefined ? 'numbered.key' : `CASE WHEN ${only} THEN numbered.key END`;
  const kept = Object.keys(columns).map((column) => `r.${column} AS ${column}`);
  const texts = `SELECT ${kept.join(', ')}, articles.text AS text FROM articles JOIN ${rows} r ON articles.key = r.key`;
  const others = `SELECT ${kept.join(', ')}, NULL AS text FROM ${rows} r WHERE r.key IS NULL`;
  return {
    steps: [table(rows, `${select({ ...columns, key })} JOIN numbered ON numbered.n = c.n${where}`)],
    input: only === undefined ? texts : `${texts} UNION ALL ${others}`,
  };
}

/**
 * Pairs that meet often enough in the lists of one of the two sketches, without those that cannot share enough. What they do
 * share is counted by the kernel, which has both sketches at hand.
 */
function meetingSteps(
  dialect: Dialect,
  sketch: SketchName,
  { minShared, minEstimate }: CandidateLimits,
  { parts }: PlanSettings,
): Step[] {
  const { explode, explodeAt, together, predecessors, byRight, gather, size, head, part } = dialect;
  const [postings, long, sizes, linked] = ['postings', 'long', 'sizes', 'linked'].map(
    (name) => `${name}_${sketch}`,
  ) as [string, string, string, string];
  const isShort = `${size('ns')} <= ${MAX_POSTING}`;
  const shortOnes = explodeAt(`(SELECT ns FROM ${postings} WHERE ${isShort}) p`, ['ns'], 'ns', 'b');
  const longOnes = `(SELECT h, ns FROM ${postings} WHERE NOT (${isShort})) p`;
  const isParted = parts > 1;
  const link = predecessors(longOnes, PREDECESSORS);
  const links = (where: string, k: number) =>
    `SELECT a, b, 1 AS short FROM (${explode(`(${shortOnes}) s${where}`, ['b'], head('ns', 'pos - 1'), 'a')}) x ` +
    `UNION ALL SELECT a, b, CAST(NULL AS INT) AS short FROM ${linked}${isParted ? ` WHERE part = ${k}` : ''}`;
  return [
    table(
      postings,
      each(
        dialect,
        Math.ceil(parts / LISTS_AT_ONCE),
        'h',
        (where) =>
          `SELECT h, ${gather('n')} AS ns FROM (${together(explode('own', ['n'], sketch, 'h'), 'h')}) s${where} ` +
          'GROUP BY h HAVING count(*) > 1',
      ),
    ),
    view(long, explode(longOnes, ['h'], 'ns', 'n')),
    table(
      sizes,
      `SELECT o.n AS n, ${size(`o.${sketch}`)} AS hashes, coalesce(l.lists, 0) AS lists FROM own o ` +
        `LEFT JOIN (SELECT n, count(*) AS lists FROM ${long} GROUP BY n) l ON l.n = o.n`,
      lost('articles were lost', countOf('compared'), countOf(sizes)),
      lost('postings were lost', countOf(long), `SELECT coalesce(sum(lists), 0) FROM ${sizes}`),
    ),
    {
      ...table(linked, isParted ? `SELECT a, b, ${part('b', parts)} AS part FROM (${link}) k` : link),
      isParted,
    },
    table(
      `met_${sketch}`,
      each(
        dialect,
        parts,
        'b',
        (where, k) =>
          'SELECT m.a AS a, m.b AS b FROM (SELECT a, b, count(short) AS short FROM ' +
          `(${byRight(links(where, k))}) k GROUP BY a, b HAVING count(*) >= ${minShared}) m ` +
          `JOIN ${sizes} l ON l.n = m.a JOIN ${sizes} r ON r.n = m.b WHERE ` +
          `m.short + least(l.lists, r.lists) >= ${double(minEstimate)} * least(l.hashes, r.hashes)`,
      ),
    ),
  ];
}

type SketchName = 'sketch' | 'pairs';

/**
 * Lists take less room than the links in them: of their parts so many are made at once, since each reads all sketches anew. Measured
 * on made news within 1 GB: 1.5 s for each of 13 parts, 2.6 s for each of 4.
 */
const LISTS_AT_ONCE = 3;

/** Pairs as they met, `a` with the bits of MET. */
const PAIRS_MET = `SELECT a, b, ${MET.sketch} AS kinds FROM met_sketch UNION ALL SELECT a, b, ${MET.pairs} AS kinds FROM met_pairs`;

/** What every pair is called that is called anything. */
function verifySteps(dialect: Dialect, { articlesAtOnce }: PlanSettings): Step[] {
  const { gather, size, block } = dialect;
  const rows = withWords(dialect, {
    name: 'verdicts',
    columns: { block: 'm.block', n: 'm.n', lefts: 'm.lefts', apart: 'c.apart' },
    from: 'members m JOIN own c ON c.n = m.n',
  });
  const left = `CAST(a AS BIGINT) * ${KINDS} + kinds`;
  return [
    view('blocked', `SELECT ${block(articlesAtOnce)} AS block, a, b, kinds FROM (${PAIRS_MET}) p`),
    // The pairs of a block by their right side.
    table(
      'members',
      'SELECT m.block AS block, m.n AS n, r.lefts AS lefts FROM (SELECT block, a AS n FROM blocked ' +
        'UNION SELECT block, b AS n FROM blocked) m ' +
        `LEFT JOIN (SELECT block, b, ${gather(left)} AS lefts FROM blocked GROUP BY block, b) r ` +
        'ON r.block = m.block AND r.b = m.n',
      lost(
        'pairs were lost',
        `SELECT count(*) FROM (${PAIRS_MET}) p`,
        `SELECT coalesce(sum(${size('lefts')}), 0) FROM members WHERE lefts IS NOT NULL`,
      ),
    ),
    ...rows.steps,
    {
      kind: 'kernel',
      name: 'verdicts',
      mode: 'verify',
      input: rows.input,
      group: { by: 'block', order: 'n' },
      columns: {
        a: 'long',
        b: 'long',
        similarity: 'int',
        relation: 'string',
        template: 'boolean',
        verdict: 'string',
        candidates: 'long',
      },
      expected: 'SELECT count(*) AS expected FROM members',
      checks: [],
    },
  ];
}

/** Components of pairs that tie, and the clusters that each is made of. */
function clusterSteps(dialect: Dialect, { borders }: PlanSettings): Step[] {
  const { gather } = dialect;
  const edge = Math.round(borders.edgeScore * 10_000);
  const isCrowd = `g.size > ${MAX_AVERAGE_LINK}`;
  const members = withWords(dialect, {
    name: 'clustered',
    columns: {
      c: 'g.c',
      n: 'g.n',
      lefts: 'i.lefts',
      sketch: 'c.sketch',
      pairs: 'c.pairs',
      apart: `CASE WHEN ${isCrowd} THEN c.apart END`,
    },
    from: 'grouped g JOIN own c ON c.n = g.n LEFT JOIN inside i ON i.n = g.n',
    only: isCrowd,
    where: ' WHERE g.size > 2',
  });
  return [
    table('star_0', `SELECT b AS x, a AS y FROM verdicts WHERE similarity >= ${edge}`),
    {
      kind: 'loop',
      name: 'component',
      // Alternating large and small stars: each article is tied to the first one that is seen from it, until that is the
      // first of all. Source: R. Kiveris et al., "Connected components in MapReduce and beyond", 2014.
      round: (round) => [
        table(
          `large_${round}`,
          'SELECT DISTINCT s.v AS x, m.least AS y FROM ' +
            `(SELECT y AS u, x AS v FROM star_${round - 1}) s JOIN ` +
            `(SELECT u, least(u, min(v)) AS least FROM (SELECT x AS u, y AS v FROM star_${round - 1} ` +
            `UNION ALL SELECT y AS u, x AS v FROM star_${round - 1}) b GROUP BY u) m ON m.u = s.u`,
        ),
        table(
          `star_${round}`,
          `SELECT x, min(y) AS y FROM large_${round} GROUP BY x UNION SELECT l.y AS x, m.y AS y FROM large_${round} l ` +
            `JOIN (SELECT x, min(y) AS y FROM large_${round} GROUP BY x) m ON m.x = l.x WHERE l.y <> m.y`,
        ),
      ],
      done: (round) =>
        `SELECT (SELECT count(*) - count(DISTINCT x) FROM star_${round}) = 0 AND ` +
        `(SELECT count(*) FROM star_${round} s JOIN star_${round} t ON s.y = t.x) = 0 AS done`,
      result: (round) =>
        `SELECT x AS n, y AS c FROM star_${round} UNION ALL SELECT DISTINCT y AS n, y AS c FROM star_${round}`,
      checks: [],
    },
    table('grouped', 'SELECT n, c, count(*) OVER (PARTITION BY c) AS size FROM component'),
    // All pairs inside a component that met, those that came to nothing as well.
    table(
      'inside',
      `SELECT p.b AS n, ${gather("concat(p.a, ' ', p.kinds, ' ', coalesce(v.similarity, 0))")} AS lefts ` +
        `FROM (${PAIRS_MET}) p JOIN grouped g ON g.n = p.a JOIN grouped h ON h.n = p.b AND h.c = g.c ` +
        'LEFT JOIN verdicts v ON v.a = p.a AND v.b = p.b WHERE g.size > 2 GROUP BY p.b',
    ),
    ...members.steps,
    {
      kind: 'kernel',
      name: 'clustered',
      mode: 'cluster',
      input: members.input,
      group: { by: 'c', order: 'n' },
      columns: { n: 'long', root: 'long' },
      expected: 'SELECT count(*) AS expected FROM grouped WHERE size > 2',
      checks: [],
    },
    table(
      'rooted',
      'SELECT n, c AS root FROM grouped WHERE size = 2 UNION ALL SELECT n, root FROM clustered',
      lost('articles were lost', countOf('grouped'), countOf('rooted')),
    ),
    view(
      'joined',
      'SELECT n, root FROM rooted UNION ALL SELECT c.n AS n, coalesce(r.root, c.original) AS root FROM copies c ' +
        'LEFT JOIN rooted r ON r.n = c.original UNION ALL SELECT o.original AS n, o.original AS root FROM ' +
        '(SELECT DISTINCT original FROM copies) o WHERE NOT EXISTS (SELECT 1 FROM rooted r WHERE r.n = o.original)',
    ),
    table(
      RESULT,
      'SELECT i.id AS id, r.id AS cluster FROM (SELECT n, root, count(*) OVER (PARTITION BY root) AS size FROM joined) j ' +
        'JOIN numbered i ON i.n = j.n JOIN numbered r ON r.n = j.root WHERE j.size > 1',
    ),
  ];
}

/** Of each of so many parts of the work, by a column, a statement; `where` is empty where there is one part. */
function each({ part }: Dialect, parts: number, column: string, make: (where: string, k: number) => string): string[] {
  return Array.from({ length: parts }, (_, k) => make(parts === 1 ? '' : ` WHERE ${part(column, parts)} = ${k}`, k));
}

/** A number that no engine takes for a decimal. */
function double(value: number): string {
  return value.toExponential();
}
