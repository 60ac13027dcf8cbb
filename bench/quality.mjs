// How good are the verdicts? Every labelled set there is, by the default method, by the textbook's, and by plain Jaccard.
//
// usage: node bench/quality.mjs [--count 2000]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { corpusOf } from './house/corpora.mjs';
import { readRecords } from './house/records.mjs';
import { collapsedOf, pairKey } from './house/relations.mjs';
import { agreementOf, componentsOf, groupingScores, resemblingPairs } from './house/yardsticks.mjs';

const RELATIONS = ['identical', 'copy', 'contained', 'partial', 'quotes', 'independent'];
const SYNDICATED = new Set(['identical', 'copy', 'contained']);
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

/**
 * The sets of `../shared/data`. `is` says of a label whether it is syndicated; a label it does not name is not scored.
 * Where `isWhole`, every pair without a label is not syndicated.
 */
const SETS = [
  {
    name: 'web-news, read',
    folder: 'web-news',
    pairs: 'pairs-read.jsonl',
    labelOf: ({ label }) => label,
    is: { copy: true, contained: true, partial: false, quotes: false, independent: false },
  },
  {
    name: 'web-news, silver',
    folder: 'web-news',
    pairs: 'pairs-silver.jsonl',
    labelOf: ({ grade }) => grade,
    is: { copy: true, derived: undefined, shared: false, none: false },
  },
  {
    name: 'short-answers',
    folder: 'short-answers',
    pairs: 'pairs.jsonl',
    labelOf: ({ label4 }) => label4,
    is: { cut: true, light: true, heavy: undefined, non: false },
  },
  ...['en', 'ru'].map((language) => ({
    name: `same-event-${language}`,
    folder: `same-event-${language}`,
    pairs: 'pairs.jsonl',
    labelOf: ({ label }) => ({ 1: 'same event', 0: 'other event' })[label],
    is: { 'same event': undefined, 'other event': false },
    isListed: true,
  })),
  {
    name: 'planted-1000',
    folder: 'planted-1000',
    pairs: 'pairs.jsonl',
    labelOf: ({ label }) => (label === 1 ? 'planted' : undefined),
    is: { planted: true },
    isWhole: true,
  },
];

/** The methods that are compared; those with a border are plain Jaccard of 5-word shingles. */
const METHODS = [
  { name: 'scaled' },
  { name: 'classic' },
  { name: 'Jaccard at 0.5', border: 0.5 },
  { name: 'Jaccard at 0.7', border: 0.7 },
];

const bench = openBench('Verdicts on labelled pairs', { count: { type: 'string', default: '2000' } });
const data = bench.sharedPlace('data');
if (data !== undefined) await main(bench, data);

async function main({ values, table, tell, bar, say, close }, folder) {
  const sets = [
    ...SETS.filter((set) => existsSync(path.join(folder, set.folder))).map((set) => readSet(set, folder)),
    madeSet(values),
    ...fixtureSets(),
  ];
  const results = [];
  for (const set of sets) {
    const byMethod = new Map();
    for (const method of METHODS) byMethod.set(method.name, await judge(set, method, values.bin));
    results.push({ ...set, byMethod });
  }
  const merged = mergeFixtures(results);

  say('## Syndicated or not');
  say();
  table(
    ['data', 'method', 'syndicated', 'called', 'right', 'precision', 'recall', 'F1', 'ARI', 'proposed'],
    merged
      .filter(({ isListed }) => !isListed)
      .flatMap((set) =>
        METHODS.map(({ name }) => {
          const judged = set.byMethod.get(name);
          const { called, meant, right, f1 } = judged.agreement;
          return [
            set.name,
            name,
            meant,
            called,
            right,
            ratio(right, called),
            ratio(right, meant),
            called + meant === 0 ? '' : f1.toFixed(3),
            judged.ari === undefined ? '' : judged.ari.toFixed(4),
            judged.proposed === undefined ? '' : ratio(judged.proposed, meant),
          ];
        }),
      ),
  );
  tell(
    'Syndicated: pairs labelled so (copy and contained; of short-answers cut and light; planted; in one planted cluster).',
    'Called: scored pairs called identical, copy or contained and not flagged as a template.',
    'ARI: adjusted Rand index of the clusters, where those that are meant are known.',
    'Proposed: share of the syndicated pairs that the candidate stage proposes.',
  );

  say('## Relations by label, default method');
  say();
  const labelled = results.filter(({ is }) => is !== undefined);
  table(
    ['data', 'label', 'pairs', ...RELATIONS, 'template', 'disguised', 'version', 'shuffled'],
    labelled.flatMap((set) =>
      Object.keys(set.is).map((label) => {
        const { verdictOf } = set.byMethod.get('scaled');
        const verdicts = set.pairs
          .filter((pair) => pair.label === label)
          .map(({ left, right }) => verdictOf(left, right));
        const flagged = (flag) => verdicts.filter(({ flags }) => flags.includes(flag)).length;
        return [
          set.name,
          label,
          verdicts.length,
          ...RELATIONS.map((relation) => verdicts.filter((verdict) => verdict.relation === relation).length),
          ...['template', 'disguised', 'version', 'shuffled'].map(flagged),
        ];
      }),
    ),
  );
  sayFindings(results, { say, bar });
  close();
}

/** What the issue asks of single sets. */
function sayFindings(results, { say, bar }) {
  const setOf = (name) => results.find((set) => set.name === name);
  const labelsOf = (set, label) => set.pairs.filter((pair) => pair.label === label);
  const relationOf = (set, pair) => set.byMethod.get('scaled').verdictOf(pair.left, pair.right).relation;
  const togetherIn = (set, label) => {
    const { clusterOf } = set.byMethod.get('scaled');
    const pairs = labelsOf(set, label);
    return pairs.filter(({ left, right }) => clusterOf.get(left) === clusterOf.get(right)).length / pairs.length;
  };

  for (const set of results.filter(({ isListed }) => isListed)) {
    const called = set.byMethod.get('scaled').all.filter(({ relation }) => SYNDICATED.has(relation));
    say(`- ${set.name}, called syndicated, to be read: ${called.length}`);
    const labelOf = new Map(set.pairs.map(({ left, right, label }) => [pairKey(left, right), label]));
    for (const { left, right, relation } of called)
      say(`  - ${relation} (${labelOf.get(pairKey(left, right)) ?? 'no label'}): ${left} ${right}`);
  }
  say();

  const read = setOf('web-news, read');
  if (read !== undefined) {
    const { f1 } = read.byMethod.get('scaled').agreement;
    bar(`web-news, read: F1 of syndicated or not at least .90 (${f1.toFixed(3)})`, f1 >= 0.9);
    const classOf = (name) =>
      ({ identical: 'copy', copy: 'copy', contained: 'contained', partial: 'partial' })[name] ?? 'none';
    const scored = read.pairs.filter(({ label }) => label in read.is);
    const right = scored.filter((pair) => classOf(relationOf(read, pair)) === classOf(pair.label)).length;
    bar(
      `web-news, read: at least .75 of the four classes right (${right} of ${scored.length}, ${ratio(right, scored.length)})`,
      right >= 0.75 * scored.length,
    );
  }
  const silver = setOf('web-news, silver');
  if (silver !== undefined) {
    const none = labelsOf(silver, 'none').filter((pair) => SYNDICATED.has(relationOf(silver, pair))).length;
    bar(`web-news, silver: no "none" pair called syndicated (${none})`, none === 0);
    const copies = labelsOf(silver, 'copy');
    const found = copies.filter((pair) => [...SYNDICATED, 'partial'].includes(relationOf(silver, pair))).length;
    bar(
      `web-news, silver: at least .99 of "copy" pairs found (${found} of ${copies.length})`,
      found >= 0.99 * copies.length,
    );
    const shared = togetherIn(silver, 'shared');
    bar(`web-news, silver: at most .06 of "shared" pairs in one cluster (${shared.toFixed(3)})`, shared <= 0.06);
    const together = togetherIn(silver, 'copy');
    bar(`web-news, silver: at least .97 of "copy" pairs in one cluster (${together.toFixed(3)})`, together >= 0.97);
  }
  const answers = setOf('short-answers');
  if (answers !== undefined) {
    const isFound = (pair) => [...SYNDICATED, 'partial'].includes(relationOf(answers, pair));
    const found = (label) => labelsOf(answers, label).filter(isFound).length;
    bar(`short-answers: no pair of level non called anything (${found('non')})`, found('non') === 0);
    bar(
      `short-answers: at least 34 of 38 cut and light found (${found('cut') + found('light')})`,
      found('cut') + found('light') >= 34,
    );
    say(`- short-answers, heavy: ${found('heavy')} of ${labelsOf(answers, 'heavy').length} found`);
  }
  const planted = setOf('planted-1000');
  if (planted !== undefined) {
    const { called, right, meant } = planted.byMethod.get('scaled').agreement;
    bar('planted-1000: the planted pairs syndicated, and no other', right === meant && called === meant);
  }
  for (const set of results.filter(({ isFixture }) => isFixture)) {
    const { called, right, meant } = set.byMethod.get('scaled').agreement;
    if (right !== meant || called !== meant) bar(`fixture ${set.name}: syndicated as it is written`, false);
  }
}

function readSet(set, folder) {
  const input = path.join(folder, set.folder, 'articles.jsonl');
  const pairs = readRecords(path.join(folder, set.folder, set.pairs)).map((pair) => ({
    left: pair.a,
    right: pair.b,
    label: set.labelOf(pair),
  }));
  const texts = new Map(readRecords(input).map(({ id, text }) => [id, text]));
  const meant = pairs.filter(({ label }) => set.is[label] === true).map(({ left, right }) => [left, right]);
  const scored = pairs.filter(({ label }) => set.is[label] !== undefined);
  return {
    ...set,
    input,
    pairs,
    texts,
    meant,
    scored,
    gold: set.isWhole ? componentsOf([...texts.keys()], meant) : undefined,
  };
}

/** A made corpus, whose clusters are known. */
function madeSet({ shared, count, python }) {
  const corpus = corpusOf(shared, { count, seed: '1', python });
  const gold = new Map(readRecords(corpus.gold).map(({ id, cluster }) => [id, cluster]));
  const texts = new Map(readRecords(corpus.articles).map(({ id, text }) => [id, text]));
  return {
    name: `${count} made, seed 1`,
    input: corpus.articles,
    texts,
    gold,
    meant: pairsOf(gold),
    isWhole: true,
    pairs: [],
  };
}

/** The fixtures that are plain text: what they expect of every pair is known. */
function fixtureSets() {
  return readdirSync(FIXTURES).flatMap((name) => {
    const input = path.join(FIXTURES, name, 'articles');
    const expectation = path.join(FIXTURES, name, 'expected.json');
    if (!existsSync(input) || !existsSync(expectation)) return [];
    const files = readdirSync(input, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    if (!files.every(({ name: file }) => /\.(txt|md)$/.test(file))) return [];
    const texts = new Map(
      files.map((file) => {
        const place = path.join(file.parentPath, file.name);
        return [path.relative(input, place), readFileSync(place, 'utf8')];
      }),
    );
    const { matches, clusters } = JSON.parse(readFileSync(expectation, 'utf8'));
    const isMeant = ({ relation, flags }) =>
      SYNDICATED.has(relation) && relation !== 'identical' && !flags.includes('template');
    // Equal texts give one match each, to the first of them.
    const equals = matches.filter(({ relation }) => relation === 'identical').map(({ left, right }) => [left, right]);
    const gold = new Map([...texts.keys()].map((id) => [id, id]));
    for (const members of clusters) for (const id of members) gold.set(id, members[0]);
    return [
      {
        name,
        input: '.',
        cwd: input,
        texts,
        gold,
        meant: [
          ...matches.filter(isMeant).map(({ left, right }) => [left, right]),
          ...pairsOf(componentsOf([...texts.keys()], equals)),
        ],
        pairs: [],
        isWhole: true,
        isFixture: true,
      },
    ];
  });
}

function pairsOf(clusterOf) {
  const members = new Map();
  for (const [id, cluster] of clusterOf) members.set(cluster, [...(members.get(cluster) ?? []), id]);
  return [...members.values()].flatMap((ids) =>
    ids.flatMap((left, k) => ids.slice(k + 1).map((right) => [left, right])),
  );
}

/** What a method makes of a set. */
async function judge(set, method, bin) {
  const ids = [...set.texts.keys()];
  let found;
  if (method.border !== undefined) {
    const pairs = resemblingPairs(set.texts, method.border);
    found = {
      all: pairs.map(([left, right]) => ({ left, right, relation: 'copy', flags: [] })),
      clusterOf: componentsOf(ids, pairs),
    };
  } else {
    found = await run(set, method.name, bin);
  }
  const verdicts = new Map(found.all.map((pair) => [pairKey(pair.left, pair.right), pair]));
  const verdictOf = (left, right) => {
    const first = found.firstOf ?? new Map();
    const a = first.get(left) ?? left;
    const b = first.get(right) ?? right;
    if (a === b) return { relation: 'identical', flags: [] };
    return verdicts.get(pairKey(a, b)) ?? { relation: 'independent', flags: [] };
  };
  const isCalled = ({ relation, flags }) => SYNDICATED.has(relation) && !flags.includes('template');
  const called = set.isWhole
    ? allCalled(found, set).filter(([left, right]) => isCalled(verdictOf(left, right)))
    : set.scored.map(({ left, right }) => [left, right]).filter(([left, right]) => isCalled(verdictOf(left, right)));
  return {
    ...found,
    verdictOf,
    agreement: agreementOf(called, set.meant),
    ari: set.gold === undefined ? undefined : groupingScores(found.clusterOf, set.gold).ari,
    proposed:
      found.isProposed === undefined
        ? undefined
        : set.meant.filter(([left, right]) => found.isProposed(left, right)).length,
  };
}

/** All pairs with a verdict, those of texts collapsed as equal among them. */
function allCalled({ all, firstOf = new Map() }, { texts }) {
  const equals = new Map();
  for (const id of texts.keys()) {
    const first = firstOf.get(id) ?? id;
    equals.set(first, [...(equals.get(first) ?? []), id]);
  }
  const of = (id) => equals.get(id) ?? [id];
  const pairs = all.flatMap(({ left, right }) => of(left).flatMap((a) => of(right).map((b) => [a, b])));
  return [
    ...pairs,
    ...[...equals.values()].flatMap((ids) => ids.flatMap((left, k) => ids.slice(k + 1).map((right) => [left, right]))),
  ];
}

async function run({ input, cwd, texts }, method, bin) {
  const program = cwd === undefined ? bin : { bin, cwd };
  const { firstOf } = await collapsedOf(program, input, texts);
  const records = (...args) => recordsOf(program, input, '--method', method, ...args);
  const all = [];
  for await (const pair of records('--stop-after', 'matches')) all.push(pair);
  const clusterOf = new Map([...texts.keys()].map((id) => [id, id]));
  for await (const { type, id, members } of records('--format', 'ndjson', '--only', 'all'))
    if (type === 'cluster') for (const member of members) clusterOf.set(member, id);
  if (method !== 'scaled') return { all, clusterOf, firstOf };
  const proposed = new Set();
  for await (const { left, right } of records('--stop-after', 'candidates')) proposed.add(pairKey(left, right));
  const isProposed = (a, b) =>
    firstOf.get(a) === firstOf.get(b) || proposed.has(pairKey(firstOf.get(a), firstOf.get(b)));
  return { all, clusterOf, firstOf, isProposed };
}

/** The fixtures as one line: their pairs together, and the mean of their indexes. */
function mergeFixtures(results) {
  const fixtures = results.filter(({ isFixture }) => isFixture);
  const others = results.filter(({ isFixture }) => !isFixture);
  const byMethod = new Map(
    METHODS.map(({ name }) => {
      const judged = fixtures.map((set) => set.byMethod.get(name));
      const sum = (of) => judged.reduce((total, one) => total + of(one), 0);
      const [called, meant, right] = ['called', 'meant', 'right'].map((field) =>
        sum(({ agreement }) => agreement[field]),
      );
      const proposed = judged.some((one) => one.proposed === undefined) ? undefined : sum((one) => one.proposed);
      return [
        name,
        {
          agreement: { called, meant, right, f1: (2 * right) / (called + meant) },
          ari: sum(({ ari }) => ari) / judged.length,
          proposed,
        },
      ];
    }),
  );
  return [...others, { name: `${fixtures.length} fixtures`, byMethod }];
}

function ratio(part, whole) {
  return whole === 0 ? '' : (part / whole).toFixed(3);
}
