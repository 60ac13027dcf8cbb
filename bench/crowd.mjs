// Does a much-copied story stay in one cluster, whatever the order of the input?
//
// usage: node bench/crowd.mjs [--sizes 300,900] [--others 2000] [--orders 20] [--seed 1]
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openBench } from './house/bench.mjs';
import { linesOf, recordsOf } from './house/command.mjs';
import { madeSentences, randomFrom, shuffled } from './house/random.mjs';

const MIN_SHARE = 0.99;
const MIN_ARTICLE_WORDS = 150;
const MAX_ARTICLE_WORDS = 550;
const STORY_WORDS = 400;
/** About as many as the real ones. */
const MADE_SENTENCES = 80_000;
/** One id for this many articles in a row, where the same ids are told apart. */
const ARTICLES_AN_ID = 5;

const bench = openBench('One story on many sites', {
  sizes: { type: 'string', default: '300,900' },
  others: { type: 'string', default: '2000' },
  orders: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
});
await main(bench);

async function main({ values, table, tell, bar, close }) {
  const random = randomFrom(values.seed);
  const source = path.join(values.shared, 'data', 'bench', 'sentences.txt.gz');
  const isReal = existsSync(source);
  const sentences = isReal
    ? gunzipSync(readFileSync(source)).toString('utf8').trimEnd().split('\n')
    : madeSentences(random, MADE_SENTENCES);
  const pool = shuffled(sentences, random);

  const results = [];
  for (const size of values.sizes.split(',').map(Number)) {
    const articles = crowd({ size, others: Number(values.others), pool: [...pool], random });
    results.push({ size, ...(await measure(articles, { ...values, random })) });
  }
  table(
    [
      'copies',
      'others',
      'copies in one cluster',
      'share',
      'others in it',
      'clusters',
      'equal orders',
      'same ids told apart',
    ],
    results.map(({ size, together, strangers, clusters, orders, apart }) => [
      size,
      values.others,
      together,
      (together / size).toFixed(4),
      strangers,
      clusters,
      `${orders.filter((order) => order === orders[0]).length} of ${orders.length}`,
      `${apart.names} names, ${apart.together} copies together`,
    ]),
  );
  tell(
    `The articles are made of ${isReal ? 'real sentences' : 'sentences of invented words'}, each used once.`,
    `A copy of the story (about ${STORY_WORDS} words) is cut to 60-100 %, has 0-10 % of its words changed, dropped or`,
    'added, and a header and a footer. Equal orders: the same articles shuffled, with cluster records of the same bytes',
    '(members, representative, relation, key terms).',
    `Same ids: the same articles with one id for every ${ARTICLES_AN_ID} of them; as many names as articles is right.`,
  );
  for (const { size, together, orders, apart } of results) {
    bar(`${size} copies: at least ${MIN_SHARE} of them in one cluster`, together / size >= MIN_SHARE);
    bar(`${size} copies: the same clusters in ${orders.length} orders`, new Set(orders).size === 1);
    bar(
      `${size} copies: the same with ids that repeat, every article with a name of its own`,
      apart.names === size + Number(values.others) && apart.together / size >= MIN_SHARE,
    );
  }
  close();
}

async function measure(articles, { bin, orders, random }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-crowd-'));
  const input = path.join(scratch, 'articles.jsonl');
  const write = (list) => writeFileSync(input, list.map((article) => `${JSON.stringify(article)}\n`).join(''));
  try {
    write(articles);
    const { clusters } = await clustersOf(bin, input);
    const copiesIn = ({ members }) => members.filter((id) => id.startsWith('copy')).length;
    const largest = clusters.reduce((most, cluster) => (copiesIn(cluster) > copiesIn(most) ? cluster : most));

    const digests = [];
    for (let order = 0; order < Number(orders); order++) {
      write(shuffled(articles, random));
      digests.push((await clustersOf(bin, input)).digest);
    }
    return {
      together: copiesIn(largest),
      strangers: largest.members.length - copiesIn(largest),
      clusters: clusters.length,
      orders: digests,
      apart: await sameIds(articles, { bin, input, write }),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Scans the articles with ids that repeat: how many names there are, and how many copies the fullest cluster has. */
async function sameIds(articles, { bin, input, write }) {
  write(articles.map(({ text }, k) => ({ id: `id-${Math.floor(k / ARTICLES_AN_ID)}`, text })));
  const names = [];
  for await (const record of recordsOf(bin, input, '--stop-after', 'articles')) names.push(record);
  const isCopy = new Map(names.map(({ id, place }) => [id, articles[place.line - 1].id.startsWith('copy')]));
  const { clusters } = await clustersOf(bin, input);
  const copies = clusters.map(({ members }) => new Set(members.filter((id) => isCopy.get(id))).size);
  return { names: isCopy.size, together: Math.max(...copies) };
}

/** The clusters of a run, and a hash of their records as printed. */
async function clustersOf(bin, input) {
  const lines = [];
  for await (const line of linesOf(process.execPath, [bin, input, '--format', 'ndjson']))
    if (line.startsWith('{"type":"cluster"')) lines.push(line);
  const digest = createHash('sha256').update(lines.join('\n')).digest('hex');
  return { clusters: lines.map((line) => JSON.parse(line)), digest };
}

/** Copies of one story among other articles. No sentence is in two of them, so that only copies are alike. */
function crowd({ size, others, pool, random }) {
  const story = article(pool, STORY_WORDS).split(' ');
  const articles = [];
  for (let k = 0; k < others; k++) {
    const words = MIN_ARTICLE_WORDS + Math.floor(random() * (MAX_ARTICLE_WORDS - MIN_ARTICLE_WORDS));
    articles.push({ id: `other-${k}`, text: article(pool, words) });
  }
  const spare = pool.slice(0, 2000).flatMap((sentence) => sentence.split(' '));
  for (let k = 0; k < size; k++)
    articles.push({ id: `copy-${k}`, text: copyOf(story, { spare, random, site: k % 40 }) });
  return shuffled(articles, random);
}

function article(pool, words) {
  const sentences = [];
  let count = 0;
  while (count < words && pool.length > 0) {
    const sentence = pool.pop();
    sentences.push(sentence);
    count += sentence.split(' ').length;
  }
  return sentences.join(' ');
}

function copyOf(story, { spare, random, site }) {
  const kept = story.slice(0, Math.round(story.length * (0.6 + 0.4 * random())));
  const rate = 0.1 * random();
  const any = () => spare[Math.floor(random() * spare.length)];
  const edited = kept.flatMap((word) => {
    if (random() >= rate) return [word];
    const kind = random();
    return kind < 0.5 ? [any()] : kind < 0.75 ? [] : [word, any()];
  });
  const header = `Site ${site} | News | ${any()} ${any()} ${any()}\n\nPublished by the desk of site ${site}`;
  const footer = `Sign up to the letter of site ${site} to have the stories of the day in your inbox every morning. ${any()}`;
  return `${header}\n\n${edited.join(' ')}\n\n${footer}`;
}
