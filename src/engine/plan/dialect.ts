import type { DialectName } from '../../model.ts';
import type { ColumnType } from '../rows/contract.ts';

/** What differs between the engines' SQL, and nothing else does. */
export interface Dialect {
  readonly name: DialectName;
  readonly types: Readonly<Record<ColumnType, string>>;
  /** Rows of the columns named and one more, `as`, for each element of an array. */
  readonly explode: (from: string, keep: readonly string[], array: string, as: string) => string;
  /** The same with the element's position, from 1, as `pos`. */
  readonly explodeAt: (from: string, keep: readonly string[], array: string, as: string) => string;
  /** Rows that are to be grouped by a column, of which most groups hold one row. */
  readonly together: (rows: string, by: string) => string;
  /** The values of a group as an ascending array. */
  readonly gather: (value: string) => string;
  readonly size: (array: string) => string;
  /** The first `count` elements. */
  readonly head: (array: string, count: string) => string;
  /** Rows `a`, `b` of each element of ascending arrays `ns` and each of the `count` before it; arrays are longer than that. */
  readonly predecessors: (arrays: string, count: number) => string;
  /** Links of articles `a` and `b`, with `short`, 1 or null, to be counted by pairs: brought together by `b` where that is less to move. */
  readonly byRight: (links: string) => string;
  /** Tables, the last of which has rows with numbers from 0 that rise with the UTF-8 bytes of `id`, as `n`: an `int`. */
  readonly numbered: (name: string, from: string, keep: readonly string[]) => readonly (readonly [string, string])[];
  /** Which of so many parts of the work a hash or a number from 0 on belongs to. */
  readonly part: (value: string, parts: number) => string;
  /** Which block of pairs a pair is verified in, of articles `a` and `b`. */
  readonly block: (articlesAtOnce: number) => string;
  /**
   * Are there articles with their texts, in rows? Or is it known where the first read put their words?
   */
  readonly articles: 'in rows' | 'on a shelf';
}

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  duckdb: {
    name: 'duckdb',
    types: {
      string: 'VARCHAR',
      long: 'BIGINT',
      int: 'INTEGER',
      double: 'DOUBLE',
      boolean: 'BOOLEAN',
      ints: 'INTEGER[]',
      longs: 'BIGINT[]',
    },
    explode: (from, keep, array, as) => `SELECT ${[...keep, `unnest(${array}) AS ${as}`].join(', ')} FROM ${from}`,
    explodeAt: (from, keep, array, as) =>
      `SELECT ${[...keep, `unnest(${array}) AS ${as}`, `generate_subscripts(${array}, 1) AS pos`].join(', ')} FROM ${from}`,
    together: (rows) => rows,
    // Ordered as a whole: to be told the order, it would sort each of millions of groups of one as well.
    gather: (value) => `list_sort(list(${value}))`,
    size: (array) => `len(${array})`,
    head: (array, count) => `${array}[1:${count}]`,
    // Arrays set against themselves: a window would sort what is in order.
    predecessors: (arrays, count) =>
      Array.from(
        { length: count },
        (_, k) => `SELECT unnest(ns[1:-${k + 2}]) AS a, unnest(ns[${k + 2}:]) AS b FROM ${arrays}`,
      ).join(' UNION ALL '),
    byRight: (links) => links,
    numbered: (name, from, keep) => [
      [name, `SELECT CAST(row_number() OVER (ORDER BY id) - 1 AS INTEGER) AS n, id, ${keep.join(', ')} FROM ${from}`],
    ],
    part: (value, parts) => `(${value} & 2147483647) % ${parts}`,
    // A block reads two stretches of the shelf.
    block: (articlesAtOnce) => `(a // ${articlesAtOnce}) * 1000000 + b // ${articlesAtOnce}`,
    articles: 'on a shelf',
  },
  spark: {
    name: 'spark',
    types: {
      string: 'STRING',
      long: 'BIGINT',
      int: 'INT',
      double: 'DOUBLE',
      boolean: 'BOOLEAN',
      ints: 'ARRAY<INT>',
      longs: 'ARRAY<BIGINT>',
    },
    explode: (from, keep, array, as) => `SELECT ${[...keep, `explode(${array}) AS ${as}`].join(', ')} FROM ${from}`,
    explodeAt: (from, keep, array, as) =>
      `SELECT ${[...keep, as, 'p + 1 AS pos'].join(', ')} FROM ${from} LATERAL VIEW posexplode(${array}) x AS p, ${as}`,
    // Left to itself, Spark groups before it sends rows, and sends each lone one as an array of one: twice the bytes.
    together: (rows, by) => `${rows} DISTRIBUTE BY ${by}`,
    gather: (value) => `sort_array(collect_list(${value}))`,
    size: (array) => `size(${array})`,
    head: (array, count) => `slice(${array}, 1, ${count})`,
    predecessors: (arrays, count) => {
      const lags = Array.from({ length: count }, (_, k) => `lag(n, ${k + 1}) OVER (PARTITION BY h ORDER BY n)`);
      return (
        `SELECT a, b FROM (SELECT b, explode(earlier) AS a FROM (SELECT n AS b, array(${lags.join(', ')}) AS earlier ` +
        `FROM (SELECT h, explode(ns) AS n FROM ${arrays}) l) w) x WHERE a IS NOT NULL`
      );
    },
    // A row for each link is mostly not the link. What is together by `b` is so by pairs, too, and is not moved again.
    byRight: (links) =>
      'SELECT b, shiftright(x, 1) AS a, nullif(x % 2, 0) AS short FROM (SELECT b, explode(xs) AS x FROM ' +
      `(SELECT b, collect_list(a * 2 + coalesce(short, 0)) AS xs FROM (${links}) l GROUP BY b) g) e`,
    // Partitions of a global sort are in order, and their rows, too; the upper bits of such a place tell the partition.
    numbered: (name, from, keep) => {
      const columns = ['id', ...keep].join(', ');
      const parts =
        'SELECT shiftright(place, 33) AS part, min(place) AS least, count(*) AS size FROM ranked GROUP BY 1';
      return [
        [
          'ranked',
          `SELECT monotonically_increasing_id() AS place, ${columns} FROM (SELECT ${columns} FROM ${from} ORDER BY id)`,
        ],
        [
          name,
          `SELECT CAST(r.place - p.least + p.earlier AS INT) AS n, ${columns} FROM ranked r JOIN ` +
            `(SELECT part, least, sum(size) OVER (ORDER BY part) - size AS earlier FROM (${parts}) g) p ` +
            'ON p.part = shiftright(r.place, 33)',
        ],
      ];
    },
    part: (value, parts) => `pmod(${value}, ${parts})`,
    // The articles of one story meet in one block, so that a text is sent once.
    block: () => 'min(a) OVER (PARTITION BY b)',
    articles: 'in rows',
  },
};
