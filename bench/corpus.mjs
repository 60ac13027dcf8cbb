// How well are planted copies found in made corpora?
//
// usage: node bench/corpus.mjs [--count 10000] [--seeds 1,2] [--method scaled,classic]
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { corpusOf } from './house/corpora.mjs';
import { readRecords } from './house/records.mjs';
import { groupingScores } from './house/yardsticks.mjs';

const MIN_PRECISION = 0.996;
const MIN_RECALL = 0.998;
/** The issue bars template pairs at this size; a larger corpus is held to precision alone. */
const NO_TEMPLATES_UP_TO = 10_000;

const bench = openBench('Planted copies in made corpora', {
  count: { type: 'string', default: '10000' },
  seeds: { type: 'string', default: '1,2' },
  method: { type: 'string', default: 'scaled' },
});
if (bench.sharedPlace('data', 'bench') !== undefined) await main(bench);

async function main({ values, table, tell, bar, say, close }) {
  const results = [];
  for (const seed of values.seeds.split(',')) {
    const corpus = corpusOf(values.shared, { count: values.count, seed, python: values.python });
    for (const method of values.method.split(',')) results.push(await measure({ ...values, seed, method, corpus }));
  }
  results.sort((a, b) => b.method.localeCompare(a.method));

  const head = ['method', 'articles', 'seed', 'precision', 'recall', 'F1', 'ARI'];
  table(
    [...head, 'false pairs', 'missed pairs', 'template pairs', 'clusters', 'largest'],
    results.map(({ method, seed, articles, score, mixed }) => [
      method,
      articles,
      seed,
      ...[score.precision, score.recall, score.f1, score.ari].map((share) => share.toFixed(4)),
      score.falsePairs,
      score.missedPairs,
      mixed.get('template + template') ?? 0,
      score.clusters,
      score.largest,
    ]),
  );
  tell(
    'Pairs of articles in one cluster against the planted clusters.',
    'Template pairs: two stories made from one frame with other numbers, or their copies, in one cluster.',
    'False pairs by what the two stories are:',
  );
  for (const { method, seed, mixed } of results)
    say(`- ${method}, seed ${seed}: ${[...mixed].map(([kinds, n]) => `${n} ${kinds}`).join(', ') || 'none'}`);
  say();
  for (const { seed, articles, score, mixed } of results.filter(({ method }) => method === 'scaled')) {
    bar(`seed ${seed}: precision at least ${MIN_PRECISION}`, score.precision >= MIN_PRECISION);
    bar(`seed ${seed}: recall at least ${MIN_RECALL}`, score.recall >= MIN_RECALL);
    if (articles <= NO_TEMPLATES_UP_TO)
      bar(`seed ${seed}: no template pair in one cluster`, !mixed.has('template + template'));
  }
  close();
}

async function measure({ seed, method, corpus, bin }) {
  const gold = readRecords(corpus.gold);
  const planted = new Map(gold.map(({ id, cluster }) => [id, cluster]));
  const clusterOf = new Map(gold.map(({ id }) => [id, id]));
  for await (const record of recordsOf(bin, corpus.articles, '--method', method, '--format', 'ndjson')) {
    if (record.type !== 'cluster') continue;
    for (const member of record.members) clusterOf.set(member, record.id);
  }
  return {
    seed,
    method,
    articles: gold.length,
    score: groupingScores(clusterOf, planted),
    mixed: mixedPairs(gold, clusterOf),
  };
}

/** Pairs of two planted clusters that share one of ours, counted by the roles of the two originals. */
function mixedPairs(gold, clusterOf) {
  const roleOf = new Map();
  for (const { cluster, role } of gold) if (role !== 'copy') roleOf.set(cluster, role);
  const together = new Map();
  for (const { id, cluster } of gold) {
    const found = clusterOf.get(id);
    if (!together.has(found)) together.set(found, []);
    together.get(found).push(cluster);
  }
  const counts = new Map();
  for (const planted of together.values()) {
    for (const [k, left] of planted.entries()) {
      for (const right of planted.slice(0, k)) {
        if (left === right) continue;
        const kinds = [roleOf.get(left), roleOf.get(right)].sort().join(' + ');
        counts.set(kinds, (counts.get(kinds) ?? 0) + 1);
      }
    }
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
