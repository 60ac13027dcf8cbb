// What are labelled pairs called, at defaults?
//
// usage: node bench/relations.mjs
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { readRecords } from './house/records.mjs';
import { pairKey, relationsIn } from './house/relations.mjs';

const RELATIONS = ['identical', 'copy', 'contained', 'partial', 'quotes', 'independent'];
const SYNDICATED = new Set(['identical', 'copy', 'contained']);

/** Labelled pairs, in the order of their labels. A pair without one, or with one that is not named here, is not scored. */
const SETS = [
  {
    name: 'web-news, read',
    pairs: ['web-news', 'pairs-read.jsonl'],
    labels: ['copy', 'contained', 'partial', 'quotes', 'independent'],
    labelOf: ({ label }) => label,
  },
  {
    name: 'web-news, silver',
    pairs: ['web-news', 'pairs-silver.jsonl'],
    labels: ['copy', 'derived', 'shared', 'none'],
    labelOf: ({ grade }) => grade,
  },
  {
    name: 'short-answers',
    pairs: ['short-answers', 'pairs.jsonl'],
    labels: ['cut', 'light', 'heavy', 'non'],
    labelOf: ({ label4 }) => label4,
  },
  ...['en', 'ru'].map((language) => ({
    name: `same-event-${language}`,
    pairs: [`same-event-${language}`, 'pairs.jsonl'],
    labels: ['same event', 'other event'],
    labelOf: ({ label }) => ({ 1: 'same event', 0: 'other event' })[label],
    lists: true,
  })),
  {
    name: 'planted-1000',
    pairs: ['planted-1000', 'pairs.jsonl'],
    labels: ['planted'],
    labelOf: ({ label }) => (label === 1 ? 'planted' : undefined),
  },
];

const bench = openBench('Relations of labelled pairs');
const data = bench.sharedPlace('data');
if (data !== undefined) await main(bench, data);

async function main({ values, table, bar, say, close }, folder) {
  const results = [];
  for (const set of SETS) results.push(await judge(set, folder, values.bin));
  table(
    ['data', 'label', 'pairs', ...RELATIONS],
    results.flatMap(({ name, labels, judged }) =>
      labels.map((label) => {
        const called = judged.filter((pair) => pair.label === label).map(({ relation }) => relation);
        return [name, label, called.length, ...RELATIONS.map((name) => called.filter((one) => one === name).length)];
      }),
    ),
  );

  const [read, , answers, , , planted] = results;
  say(`- web-news, read: syndicated or not, ${agreementOf(read.judged)}`);
  const found = (level) => {
    const pairs = answers.judged.filter(({ label }) => label === level);
    return `${level} ${pairs.filter(({ relation }) => SYNDICATED.has(relation) || relation === 'partial').length} of ${pairs.length}`;
  };
  say(`- short-answers, syndicated or partial: ${answers.labels.map(found).join(', ')}`);
  for (const { name, judged, others } of results.filter(({ lists }) => lists)) {
    const called = [...judged, ...others].filter(({ relation }) => SYNDICATED.has(relation));
    say(`- ${name}, called syndicated, to be read: ${called.length}`);
    for (const { left, right, relation, label } of called)
      say(`  - ${relation} (${label ?? 'no label'}): ${left} ${right}`);
  }
  const copies = planted.judged.filter(({ relation }) => SYNDICATED.has(relation)).length;
  const strangers = planted.others.filter(({ relation }) => SYNDICATED.has(relation)).length;
  const partial = planted.others.filter(({ relation }) => relation === 'partial').length;
  say(
    `- planted-1000: ${copies} of ${planted.judged.length} called syndicated; of the other pairs, ${strangers} syndicated and ${partial} partial`,
  );
  say();
  bar('short-answers: no pair of level non is called syndicated or partial', found('non').startsWith('non 0 '));
  bar('planted-1000: the planted pairs syndicated, and no other', copies === planted.judged.length && strangers === 0);
  close();
}

/** The relation of each labelled pair, and of the pairs that have one without being labelled. */
async function judge(set, folder, bin) {
  const input = path.join(folder, set.pairs[0], 'articles.jsonl');
  const texts = new Map(readRecords(input).map(({ id, text }) => [id, text]));
  const relationOf = await relationsIn(bin, input, texts);
  const judged = readRecords(path.join(folder, ...set.pairs))
    .map((pair) => ({ left: pair.a, right: pair.b, label: set.labelOf(pair) }))
    .filter(({ label }) => set.labels.includes(label))
    .map((pair) => ({ ...pair, relation: relationOf(pair.left, pair.right) }));
  const known = new Set(judged.map(({ left, right }) => pairKey(left, right)));
  const others = [];
  for await (const { type, left, right, relation } of recordsOf(bin, input, '--format', 'ndjson', '--only', 'all'))
    if (type === 'match' && !known.has(pairKey(left, right))) others.push({ left, right, relation });
  return { ...set, judged, others };
}

function agreementOf(judged) {
  const called = judged.filter(({ relation }) => SYNDICATED.has(relation));
  const labelled = judged.filter(({ label }) => SYNDICATED.has(label));
  const right = called.filter(({ label }) => SYNDICATED.has(label)).length;
  const share = (part, whole) => (whole === 0 ? 0 : part / whole).toFixed(3);
  const f1 = share(2 * right, called.length + labelled.length);
  return `precision ${share(right, called.length)} (${right} of ${called.length}), recall ${share(right, labelled.length)} (${right} of ${labelled.length}), F1 ${f1}`;
}
