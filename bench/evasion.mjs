// Are disguised copies found, is the kind named, and are honest neighbours left alone?
//
// usage: node bench/evasion.mjs [--texts 40] [--only PATTERN] [--misses]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { EVASIONS } from './house/evasions.mjs';
import { randomFrom, shuffled } from './house/random.mjs';
import { readRecords } from './house/records.mjs';

const REUSE = new Set(['identical', 'copy', 'contained', 'partial']);
const MIN_FOUND = 0.95;
/** Of passages shuffled at random some stay in order for the most part, and that is said to be no disguise. */
const MIN_NAMED = 0.9;
const LEAST_WORDS = 150;
const MOST_WORDS = 1500;
/** What stands around a copy on its site. */
const HEADER = 'Home News Sport Weather Subscribe\nThe Evening Observer\nShare this story with friends\n\n';
const FOOTER =
  '\n\nAll rights reserved by the Evening Observer. Sign up for our newsletter and read more stories like this one every morning.';
const SETS = [
  { name: 'reuters', file: 'reuters/articles.jsonl.gz' },
  { name: 'web-news', file: 'web-news/articles.jsonl' },
  { name: 'same-event-en', file: 'same-event-en/articles.jsonl' },
  { name: 'same-event-ru', file: 'same-event-ru/articles.jsonl', isLatin: false },
  { name: 'short-answers', file: 'short-answers/articles.jsonl' },
];

/** Kinds that are made of Latin letters, looked for among these, or undone by English words. */
const LATIN_ONLY = /lookalikes|full width|ligatures|mathematics|no further apart|lines kept|words alone|^capitals$/;

const bench = openBench('Disguised copies', {
  texts: { type: 'string', default: '40' },
  only: { type: 'string', default: '.' },
  misses: { type: 'boolean', default: false },
});
const data = bench.sharedPlace('data');
if (data !== undefined) await main(bench, data);

async function main({ values, table, say, bar, close }, folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-evasion-'));
  try {
    const sets = SETS.map((set) => ({ ...set, articles: readRecords(path.join(folder, set.file)).map(asArticle) }));
    const chosen = sets.flatMap(({ name, articles, isLatin = true }) =>
      shuffled(articles.filter(hasUsualLength), randomFrom(name))
        .slice(0, Number(values.texts))
        .map((article) => ({ ...article, isLatin })),
    );
    const copied = new Set(chosen.map(({ id }) => id));
    const rest = sets.flatMap(({ name, articles }) =>
      name === 'reuters' ? articles.filter(({ id }, k) => k < 2000 || copied.has(id)) : articles,
    );
    const plain = await matchesOf(rest.map(({ id, body }) => ({ id, body })));
    const known = new Set(plain.map(keyOf));
    const rows = [];
    const kinds = Object.entries(EVASIONS).filter(([name]) => new RegExp(values.only).test(name));
    for (const [name, { names, make }] of kinds) {
      const copies = chosen.flatMap(({ id, body, isLatin }) => {
        const made = make(body, randomFrom(`${name} ${id}`));
        const isDone = made !== body && (isLatin || !LATIN_ONLY.test(name));
        return isDone ? [{ id: `copy of ${id}`, of: id, body: `${HEADER}${made}${FOOTER}` }] : [];
      });
      const found = await matchesOf([...rest, ...copies.map(({ id, body }) => ({ id, body }))]);
      const byKey = new Map(found.map((match) => [keyOf(match), match]));
      const isTold = (match) =>
        names.length === 0 ||
        (match?.flags.includes('disguised') && names.every((n) => (match.disguises ?? []).includes(n)));
      const matchOf = ({ id, of }) => byKey.get(keyOf({ left: id, right: of }));
      const isFound = (match) => match !== undefined && REUSE.has(match.relation) && !match.flags.includes('template');
      const matched = copies.map((copy) => ({ ...copy, match: matchOf(copy) }));
      const right = matched.filter(({ match }) => isFound(match));
      const told = right.filter(({ match }) => isTold(match));
      const wrong = found.filter(
        (match) =>
          !known.has(keyOf(match)) &&
          REUSE.has(match.relation) &&
          !match.left.startsWith('copy of ') &&
          !match.right.startsWith('copy of '),
      );
      if (values.misses)
        for (const { of, match } of matched.filter(({ match }) => !isFound(match) || !isTold(match)))
          console.log(
            '  missed',
            name,
            of,
            match === undefined
              ? ''
              : `${match.relation} ${match.flags} ${match.disguises ?? ''} ${JSON.stringify(match.evidence)}`,
          );
      const relations = [...REUSE].map((relation) => right.filter(({ match }) => match.relation === relation).length);
      rows.push([
        name,
        copies.length,
        (right.length / copies.length).toFixed(3),
        (told.length / copies.length).toFixed(3),
        ...relations,
        wrong.length,
      ]);
      console.log(rows.at(-1).join(' | '));
    }
    table(['kind', 'copies', 'found', 'named', ...REUSE, 'wrong'], rows);
    const disguised = plain.filter(({ flags }) => flags.includes('disguised'));
    say(`pairs of ${rest.length} articles as they are: ${plain.length}, called disguised: ${disguised.length}`);
    for (const { left, right, disguises, relation } of disguised) say(`  - ${disguises}: ${relation} ${left} ${right}`);
    for (const row of rows) {
      if (Number(row[2]) < MIN_FOUND || Number(row[3]) < MIN_NAMED)
        bar(`${row[0]}: at least ${MIN_FOUND} found (${row[2]}), and ${MIN_NAMED} named (${row[3]})`, false);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  close();

  async function matchesOf(articles) {
    const file = path.join(scratch, 'articles.jsonl');
    writeFileSync(file, articles.map((article) => `${JSON.stringify(article)}\n`).join(''));
    const matches = [];
    for await (const record of recordsOf(values.bin, 'scan', file, '--only', 'all', '--format', 'ndjson')) {
      if (record.left !== undefined) matches.push(record);
    }
    return matches;
  }
}

function asArticle({ id, text }) {
  return { id, body: text };
}

function hasUsualLength({ body }) {
  const { length } = body.split(/\s+/);
  return length >= LEAST_WORDS && length <= MOST_WORDS;
}

function keyOf({ left, right }) {
  return left < right ? `${left}\n${right}` : `${right}\n${left}`;
}
