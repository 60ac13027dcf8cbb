// What does a lasting index of many articles take: bytes, and the time of an addition and of a question?
//
// usage: node bench/index.mjs [--count 1000000] [--asked 1000] [--kind fresh|recombined] [--seed 1] [--runs 3]
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { measure, medianOf } from './house/timing.mjs';

const MAX_BYTES_AN_ARTICLE = 1024;
const MAX_QUERY_SECONDS = 5;
const MAX_ADD_MIB = 2048;
/** Of the articles asked about, so many are cut copies of articles of the index. */
const COPIES = 0.1;
const SYNDICATED = new Set(['identical', 'copy', 'contained']);
/** A copy is cut to so much. */
const KEPT = 0.7;

const bench = openBench('A lasting index: bytes, additions, questions', {
  count: { type: 'string', default: '1000000' },
  asked: { type: 'string', default: '1000' },
  kind: { type: 'string', default: 'fresh' },
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '3' },
});
const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-bench-index-'));
try {
  await main(bench);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main({ values, table, tell, bar, close }) {
  const { shared, kind, seed, bin, python, runs } = values;
  const [count, asked] = [Number(values.count), Number(values.asked)];
  const { articles } = corpusOf(shared, { count, seed, kind, python });
  const other = corpusOf(shared, { count: asked, seed: `${Number(seed) + 1}`, kind, python });
  const questions = path.join(scratch, 'new.jsonl');
  const copies = await writeQuestions(questions, { articles, other: other.articles, count, asked });
  const index = path.join(scratch, 'news.index');
  const take = (...args) => measure([process.execPath, bin, 'index', ...args], python);

  const rows = [];
  const row = (what, { cpu, wall, peak }) => rows.push([what, cpu.toFixed(2), wall.toFixed(2), peak.toFixed(0)]);
  const added = take('add', index, articles, '--quiet');
  row(`add ${count} articles`, added);
  const bytes = statSync(index).size;
  const report = path.join(scratch, 'report.json');
  const queries = Array.from({ length: Number(runs) }, () =>
    take('query', index, questions, '--format', 'none', '--report', `json=${report}`),
  );
  const wall = medianOf(queries.map((query) => query.wall));
  row(`query ${asked} articles`, {
    cpu: medianOf(queries.map(({ cpu }) => cpu)),
    wall,
    peak: Math.max(...queries.map(({ peak }) => peak)),
  });
  row('info', take('info', index));
  row('verify', take('verify', index));
  row('add the same again', take('add', index, articles, '--quiet'));
  row(`add ${asked} more`, take('add', index, questions, '--quiet'));
  table(['what', 'CPU s', 'wall s', 'peak MiB'], rows);

  const { matches } = JSON.parse(readFileSync(report, 'utf8'));
  // A story of many copies links a new one to some of them.
  const tied = new Set(matches.flatMap(({ left, right, relation }) => (SYNDICATED.has(relation) ? [left, right] : [])));
  const found = copies.filter((copy) => tied.has(copy)).length;
  const each = bytes / count;
  tell(
    `${kind} sentences; the index has ${(bytes / 1e6).toFixed(0)} MB. Of the articles asked about ${copies.length} are cut copies of old`,
    `ones, and ${found} of these are found. Queries are medians of ${runs} runs.`,
  );
  bar(
    `at most ${MAX_BYTES_AN_ARTICLE} bytes an article without texts (${each.toFixed(0)})`,
    each <= MAX_BYTES_AN_ARTICLE,
  );
  bar(`a query of ${asked} articles within ${MAX_QUERY_SECONDS} s (${wall.toFixed(2)})`, wall <= MAX_QUERY_SECONDS);
  bar(
    `an addition of ${count} articles within ${MAX_ADD_MIB} MiB (${added.peak.toFixed(0)})`,
    added.peak <= MAX_ADD_MIB,
  );
  bar('every copy is found', found === copies.length);
  close();
}

/** Articles of another corpus under names of their own, and among them cut copies of articles from all over the first. */
async function writeQuestions(file, { articles, other, count, asked }) {
  const fresh = readFileSync(other, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const copyCount = Math.round(asked * COPIES);
  const step = Math.floor(count / copyCount);
  const wanted = new Map(Array.from({ length: copyCount }, (_, k) => [k * step, k]));
  const copies = [];
  const out = openSync(file, 'w');
  const write = (record) => writeSync(out, `${JSON.stringify(record)}\n`);
  for (const [k, { text }] of fresh.slice(copyCount).entries()) write({ id: `new-${k}`, text });
  let line = 0;
  for await (const each of createInterface({ input: createReadStream(articles) })) {
    const k = wanted.get(line++);
    if (k === undefined) continue;
    const { text } = JSON.parse(each);
    copies.push(`copy-${k}`);
    write({ id: `copy-${k}`, text: text.slice(0, Math.ceil(text.length * KEPT)) });
  }
  closeSync(out);
  return copies;
}
