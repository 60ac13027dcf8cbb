// Are pages with all their furniture told apart, and are copies on them still found?
//
// usage: node bench/farm.mjs [--only farm,wrapped] [--frames 40] [--seeds 1,2]
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { recordsOf } from './house/command.mjs';
import { frameOf, PAGE_VARIANTS, pageOf } from './house/pages.mjs';
import { madeSentences, randomFrom, shuffled } from './house/random.mjs';
import { readRecords } from './house/records.mjs';
import { pairKey } from './house/relations.mjs';

const STORIES = 30;
const SITES_A_STORY = 4;
const BODIES_A_SITE = 10;
const BODIES_A_SMALL_SITE = 4;
const MIN_BODY_WORDS = 150;
const REUSED = new Set(['identical', 'copy', 'contained', 'partial']);

const MIN_RECALL = 0.98;
const MIN_COPY_RECALL = 0.99;
const MIN_EDGE_F1 = 0.95;
const MAX_FALSE = { known: 0.005, unknown: 0.01, 'unknown, small': 0.04 };

const bench = openBench('Pages with all their furniture', {
  only: { type: 'string', default: 'farm,wrapped' },
  frames: { type: 'string', default: '40' },
  seeds: { type: 'string', default: '1,2' },
});
await main(bench);

async function main({ values, table, tell, bar, close }) {
  const bodies = bodiesOf(values.shared);
  const farms = [];
  for (const seed of values.only.includes('farm') ? values.seeds.split(',') : []) {
    for (const [name, variant] of Object.entries(PAGE_VARIANTS))
      farms.push({ seed, name, variant, perSite: BODIES_A_SITE });
    farms.push({ seed, name: 'plain, small sites', variant: {}, perSite: BODIES_A_SMALL_SITE });
  }
  const rows = [];
  const held = [];
  for (const { seed, name, variant, perSite } of farms) {
    const pages = farmOf({
      frames: Number(values.frames),
      perSite,
      variant,
      bodies,
      random: randomFrom(`farm ${seed} ${name}`),
    });
    for (const sources of ['known', 'unknown']) {
      const result = await measureFarm(pages, sources, values.bin);
      rows.push([
        seed,
        name,
        sources,
        pages.length,
        `${result.found} of ${result.pairs}`,
        `${result.together} of ${result.pairs}`,
        result.wrong,
        (result.wrong / result.sameSite).toFixed(4),
        result.wrongElsewhere,
      ]);
      const most = MAX_FALSE[perSite < BODIES_A_SITE && sources === 'unknown' ? 'unknown, small' : sources];
      held.push([
        `seed ${seed}, ${name}, sources ${sources}: recall at least ${MIN_RECALL}, false relations at most ${most * 100} %`,
        result.found / result.pairs >= MIN_RECALL && result.wrong / result.sameSite <= most,
      ]);
    }
  }
  table(
    [
      'seed',
      'pages',
      'sources',
      'count',
      'pairs found',
      'in one cluster',
      'false on one site',
      'share',
      'false elsewhere',
    ],
    rows,
  );
  tell(
    `${values.frames} invented sites with ${BODIES_A_SITE} pages each of bodies that have nothing to do with each other (small: ${BODIES_A_SMALL_SITE}),`,
    `and ${STORIES} stories on ${SITES_A_STORY} sites each, cut by up to a fifth. Bodies:`,
    existsSync(path.join(values.shared, 'data', 'reuters'))
      ? 'Reuters stories of 1987.'
      : 'sentences of invented words.',
    'Found: pairs of pages of one story called identical, copy, contained or partial. False: pairs of pages of different stories called so;',
    'the share is of all such pairs on one site. Sources: whether each page says which site it is of.',
  );

  const wrapped = values.only.includes('wrapped') ? wrappedOf(values.shared, randomFrom('wrapped')) : undefined;
  if (wrapped !== undefined) {
    const wrappedRows = [];
    for (const [name, pages] of Object.entries(wrapped.pages)) {
      for (const sources of ['known', 'unknown']) {
        const { tally, missed, wrong, recall, f1 } = await measureWrapped(pages, wrapped.gradeOf, sources, values.bin);
        wrappedRows.push([
          name,
          sources,
          `${tally.get('copy').found} of ${tally.get('copy').pairs}`,
          recall.toFixed(3),
          `${tally.get('derived').found} of ${tally.get('derived').pairs}`,
          missed,
          wrong,
          f1.toFixed(3),
        ]);
        held.push([
          `web-news ${name}, sources ${sources}: at least ${MIN_COPY_RECALL} of the copies found, edge F1 at least ${MIN_EDGE_F1}`,
          recall >= MIN_COPY_RECALL && f1 >= MIN_EDGE_F1,
        ]);
      }
    }
    table(['pages', 'sources', 'copies found', 'recall', 'derived related', 'missed', 'false', 'edge F1'], wrappedRows);
    tell(
      `Real pages (web-news) in ${wrapped.frames} invented sites, all versions and reposts of a story inside one site, 3 rotating teasers,`,
      '10 % of the furniture missing on each page. Found: called identical, copy, contained or partial. Edge F1: pairs graded copy or derived',
      'against pairs called anything down to partial, over all pairs; those graded "shared" are left out.',
    );
  }
  for (const [claim, isHeld] of held) bar(claim, isHeld);
  close();
}

/** Paragraphs of unrelated bodies with their titles: real ones where there are any. */
function bodiesOf(shared) {
  const folder = path.join(shared, 'data', 'reuters');
  if (!existsSync(folder)) return madeBodies();
  const alike = new Set(readRecords(path.join(folder, 'exact-jaccard-5gram.jsonl')).flatMap(({ a, b }) => [a, b]));
  return readRecords(path.join(folder, 'articles.jsonl.gz'))
    .filter(({ id, text }) => !alike.has(id) && wordCount(text) >= MIN_BODY_WORDS)
    .map(({ title, text }) => ({ title: title ?? 'Untitled', body: paragraphsOf(text) }))
    .filter(({ body }) => isStory(body));
}

function madeBodies() {
  const random = randomFrom('bodies');
  const sentences = madeSentences(random, 12_000);
  return Array.from({ length: 1000 }, () => ({
    title: sentences[0].split(' ').slice(0, 6).join(' '),
    body: Array.from({ length: 6 }, () => sentences.splice(0, 2).join(' ')),
  }));
}

/** Wire stories are wrapped at a column, and a paragraph begins with blanks. */
function paragraphsOf(text) {
  return text
    .replace(/\s+Reuter\s*$/i, '')
    .split(/\n\s{2,}/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/** A table of prices is one long paragraph, or many short ones. */
function isStory(paragraphs) {
  const counts = paragraphs.map(wordCount).sort((a, b) => b - a);
  return counts.length >= 4 && counts[0] <= 100 && counts[counts.length >> 1] >= 15;
}

function wordCount(text) {
  return text.split(/\s+/).length;
}

function farmOf({ frames, perSite, variant, bodies, random }) {
  const pool = shuffled(bodies, random);
  const sites = Array.from({ length: frames }, () => frameOf(random));
  const pages = [];
  const add = (site, story, content) =>
    pages.push({ id: `p${pages.length}`, site, story, text: pageOf(sites[site], content, random, variant) });
  // The stories take the place of bodies of a site, so that each site has as many pages as it is meant to.
  const room = new Array(frames).fill(perSite);
  for (let story = 0; story < STORIES; story++) {
    const content = pool.pop();
    const open = shuffled(
      [...room.keys()].filter((site) => room[site] > 0),
      random,
    ).sort((a, b) => room[b] - room[a]);
    for (const site of open.slice(0, SITES_A_STORY)) {
      room[site]--;
      const { title } = pool[Math.floor(random() * pool.length)];
      add(site, `story ${story}`, { title, body: cut(content.body, 1 - 0.2 * random()) });
    }
  }
  for (const [site, left] of room.entries())
    for (let k = 0; k < left; k++) add(site, `alone ${pages.length}`, pool.pop());
  return shuffled(pages, random);
}

/** The first paragraphs, up to a share of the words. */
function cut(paragraphs, share) {
  const most = share * wordCount(paragraphs.join(' '));
  let words = 0;
  return paragraphs.filter((paragraph, k) => {
    words += wordCount(paragraph);
    return k === 0 || words <= most;
  });
}

async function measureFarm(pages, sources, bin) {
  const { relationOf, clusterOf } = await scanned(pages, sources, bin);
  const result = { pairs: 0, found: 0, together: 0, sameSite: 0, wrong: 0, wrongElsewhere: 0 };
  for (const [k, right] of pages.entries()) {
    for (const left of pages.slice(0, k)) {
      const isRelated = REUSED.has(relationOf.get(pairKey(left.id, right.id)));
      if (left.story === right.story) {
        result.pairs++;
        if (isRelated) result.found++;
        if (clusterOf.has(left.id) && clusterOf.get(left.id) === clusterOf.get(right.id)) result.together++;
      } else if (left.site === right.site) {
        result.sameSite++;
        if (isRelated) result.wrong++;
      } else if (isRelated) result.wrongElsewhere++;
    }
  }
  return result;
}

/** Runs a scan: relations by pair, clusters by page. A pair of two texts that equal others has the relation of these. */
async function scanned(pages, sources, bin) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-farm-'));
  try {
    const input = path.join(scratch, 'pages.jsonl');
    const records = pages.map(({ id, text, site }) => ({
      id,
      text,
      ...(sources === 'known' ? { source: `site-${site}` } : {}),
    }));
    writeFileSync(input, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const firstOf = new Map(pages.map(({ id }) => [id, id]));
    const clusterOf = new Map();
    for await (const record of recordsOf(bin, input, '--only', 'syndicated', '--format', 'ndjson')) {
      if (record.type === 'cluster') for (const member of record.members) clusterOf.set(member, record.id);
      if (record.type === 'match' && record.relation === 'identical') firstOf.set(record.right, record.left);
    }
    // A report leaves most pairs of a large cluster out; the stage does not.
    const listed = new Map();
    for await (const { left, right, relation, flags } of recordsOf(bin, input, '--stop-after', 'matches'))
      if (!flags.includes('template')) listed.set(pairKey(left, right), relation);
    const relationOf = new Map();
    for (const [k, { id: right }] of pages.entries()) {
      for (const { id: left } of pages.slice(0, k)) {
        const [a, b] = [firstOf.get(left), firstOf.get(right)];
        const relation = a === b ? 'identical' : listed.get(pairKey(a, b));
        if (relation !== undefined) relationOf.set(pairKey(left, right), relation);
      }
    }
    return { relationOf, clusterOf };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Real pages in invented sites, a group of copies and versions to one site, as well as they are without. */
function wrappedOf(shared, random) {
  const folder = path.join(shared, 'data', 'web-news');
  if (!existsSync(folder)) return undefined;
  const articles = readRecords(path.join(folder, 'articles.jsonl'));
  const gradeOf = new Map(
    readRecords(path.join(folder, 'pairs-silver.jsonl')).map(({ a, b, grade }) => [pairKey(a, b), grade]),
  );
  // Groups: what copies and versions tie together.
  const rootOf = new Map(articles.map(({ id }) => [id, id]));
  const find = (id) => (rootOf.get(id) === id ? id : find(rootOf.get(id)));
  for (const [key, grade] of gradeOf) {
    const [a, b] = key.split('\n');
    if (grade === 'copy' || grade === 'derived') rootOf.set(find(a), find(b));
  }
  const groups = [...grouped(articles, ({ id }) => find(id))];
  const frames = Math.ceil(articles.length / BODIES_A_SITE);
  const sites = Array.from({ length: frames }, () => frameOf(random));
  const room = new Array(frames).fill(0);
  const wrappedPages = [];
  for (const group of shuffled(groups, random).sort((a, b) => b.length - a.length)) {
    const site = room.indexOf(Math.min(...room));
    room[site] += group.length;
    for (const { id, text } of group) {
      const [title, ...body] = text.split('\n');
      wrappedPages.push({ id, site, text: pageOf(sites[site], { title, body }, random, { teasers: 3, missing: 0.1 }) });
    }
  }
  const bySource = new Map();
  const plain = articles.map(({ id, text, source }) => {
    if (!bySource.has(source)) bySource.set(source, bySource.size);
    return { id, text, site: bySource.get(source) };
  });
  return { gradeOf, frames, pages: { 'as they are': plain, wrapped: wrappedPages } };
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups.values();
}

async function measureWrapped(pages, gradeOf, sources, bin) {
  const { relationOf } = await scanned(pages, sources, bin);
  const tally = new Map(['copy', 'derived', 'shared', 'none'].map((grade) => [grade, { pairs: 0, found: 0 }]));
  for (const [k, { id: right }] of pages.entries()) {
    for (const { id: left } of pages.slice(0, k)) {
      const entry = tally.get(gradeOf.get(pairKey(left, right)) ?? 'none');
      const relation = relationOf.get(pairKey(left, right));
      entry.pairs++;
      if (REUSED.has(relation)) entry.found++;
    }
  }
  const right = tally.get('copy').found + tally.get('derived').found;
  const meant = tally.get('copy').pairs + tally.get('derived').pairs;
  const wrong = tally.get('none').found;
  const recall = tally.get('copy').found / tally.get('copy').pairs;
  return { tally, missed: meant - right, wrong, recall, f1: (2 * right) / (meant + right + wrong) };
}
