// Which of the truly similar pairs of 21,578 wire stories does the candidate stage propose?
//
// usage: node bench/reuters.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { readRecords } from './house/records.mjs';
import { collapsedOf, pairKey } from './house/relations.mjs';

/** The share that must be proposed of the pairs with at least this Jaccard resemblance of 5-word shingles. */
const BARS = [
  { resemblance: 0.5, share: 0.99 },
  { resemblance: 0.3, share: 0.98 },
];

const bench = openBench('Similar pairs proposed, on Reuters stories of 1987');
const folder = bench.sharedPlace('data', 'reuters');
if (folder !== undefined) await main(bench, folder);

async function main({ values, table, tell, bar, say, close }, reuters) {
  const articles = readRecords(path.join(reuters, 'articles.jsonl.gz'));
  const pairs = readRecords(path.join(reuters, 'exact-jaccard-5gram.jsonl'));
  const { tooShort, wordsOf, isProposed, candidateCount } = await proposedIn(articles, values.bin);

  const isJudged = ({ a, b }) => !tooShort.has(a) && !tooShort.has(b);
  const found = BARS.map(({ resemblance, share }) => {
    const similar = pairs.filter(({ j }) => j >= resemblance);
    const missed = similar.filter((pair) => !isProposed(pair));
    const missedJudged = missed.filter(isJudged);
    const judgedCount = similar.filter(isJudged).length;
    return { resemblance, share, similar, missed, missedJudged, judgedCount };
  });
  table(
    ['resemblance', 'pairs', 'proposed', 'share', 'missed, too short', 'missed, long enough', 'share of long enough'],
    found.map(({ resemblance, similar, missed, missedJudged, judgedCount }) => [
      `${resemblance} or more`,
      similar.length,
      similar.length - missed.length,
      (1 - missed.length / similar.length).toFixed(4),
      missed.length - missedJudged.length,
      missedJudged.length,
      (1 - missedJudged.length / judgedCount).toFixed(4),
    ]),
  );
  tell(
    'Resemblance: exact Jaccard of 5-word shingles. A pair of texts that are collapsed as equal counts as proposed.',
    `${candidateCount} candidates for ${articles.length} articles, ${tooShort.size} of them too short to judge, that is,`,
    'without a sketch: a pair with such a side is proposed only where the texts are equal byte by byte.',
  );
  for (const { resemblance, share, similar, missed } of found)
    bar(`at least ${share} of the pairs from ${resemblance} up`, 1 - missed.length / similar.length >= share);
  const all = found.at(-1).missed;
  if (all.length > 0) {
    say();
    tell('Missed pairs by the words of the shorter text:');
    for (const [words, count] of countsBy(all, ({ a, b }) => Math.min(wordsOf.get(a), wordsOf.get(b))))
      say(`- ${words}: ${count}`);
  }
  close();
}

/** How many pairs there are of each number of words, in steps of five, ascending. */
function countsBy(pairs, wordsOf) {
  const counts = new Map();
  for (const pair of pairs) {
    const step = Math.floor(wordsOf(pair) / 5) * 5;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([step, count]) => [`${step} to ${step + 4}`, count]);
}

async function proposedIn(articles, bin) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-reuters-'));
  try {
    const input = path.join(scratch, 'articles.jsonl');
    writeFileSync(input, articles.map((article) => `${JSON.stringify(article)}\n`).join(''));
    const texts = new Map(articles.map(({ id, text }) => [id, text]));
    const { firstOf, tooShort, wordsOf } = await collapsedOf(bin, input, texts);
    const candidates = new Set();
    for await (const { left, right } of recordsOf(bin, input, '--stop-after', 'candidates'))
      candidates.add(pairKey(left, right));
    const isProposed = ({ a, b }) => {
      const left = firstOf.get(a);
      const right = firstOf.get(b);
      return left === right || candidates.has(pairKey(left, right));
    };
    return { tooShort, wordsOf, isProposed, candidateCount: candidates.size };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
