// Does the HTML report of a large run stay small, and quick to open and to filter?
//
// usage: node bench/html-report.mjs [--stories 2000] [--copies 3] [--others 2000] [--runs 5] [--seed 1]
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { openBench } from './house/bench.mjs';
import { linesOf } from './house/command.mjs';
import { madeSentences, randomFrom } from './house/random.mjs';

const MAX_BYTES = 10_000_000;
const MAX_PAINT_MS = 2000;
const MAX_FILTER_MS = 200;
const MADE_SENTENCES = 200_000;
const SENTENCES_A_STORY = 20;
const SOURCES = 60;
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';

const bench = openBench('The HTML report of a large run', {
  stories: { type: 'string', default: '2000' },
  copies: { type: 'string', default: '3' },
  others: { type: 'string', default: '2000' },
  runs: { type: 'string', default: '5' },
  seed: { type: 'string', default: '1' },
});
await main(bench);

async function main({ values, table, tell, bar, close }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-html-'));
  try {
    const page = path.join(scratch, 'report.html');
    const articles = newsroom(values);
    writeFileSync(
      path.join(scratch, 'articles.jsonl'),
      articles.map((article) => `${JSON.stringify(article)}\n`).join(''),
    );
    const args = [values.bin, path.join(scratch, 'articles.jsonl'), '--format', 'none', '--report', `html=${page}`];
    for await (const _line of linesOf(process.execPath, args));
    const bytes = statSync(page).size;
    const runs = [];
    for (let run = 0; run < Number(values.runs); run++) runs.push(await measured(page));
    const worst = (of) => Math.max(...runs.map(of));
    const middle = (of) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1];
    table(
      ['what', 'median', 'worst'],
      [
        ['first paint, ms', middle((run) => run.paint), worst((run) => run.paint)],
        ['lists filled, ms', middle((run) => run.filled), worst((run) => run.filled)],
        ['filter by a word, ms', middle((run) => run.word), worst((run) => run.word)],
        ['filter by a source, ms', middle((run) => run.source), worst((run) => run.source)],
        ['a pair opened, ms', middle((run) => run.pair), worst((run) => run.pair)],
      ].map(([what, ...figures]) => [what, ...figures.map((figure) => figure.toFixed(0))]),
    );
    tell(
      `${articles.length} articles of made words, ${runs[0].clusters} clusters, ${runs[0].matches} pairs,`,
      `${(bytes / 1e6).toFixed(2)} MB; ${runs[0].texts} of the pairs have their texts in the page.`,
      'Times of the filter and of a pair are from the event to the frame after it. Browser:',
      `${runs[0].version}, started anew for each run.`,
    );
    bar(`the page has less than ${MAX_BYTES / 1e6} MB`, bytes < MAX_BYTES);
    bar(`first paint comes within ${MAX_PAINT_MS} ms`, worst((run) => run.filled) < MAX_PAINT_MS);
    bar(
      `the filter answers within ${MAX_FILTER_MS} ms`,
      worst((run) => Math.max(run.word, run.source)) < MAX_FILTER_MS,
    );
    close();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measured(page) {
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector('#found .rows > li');
    const figures = await tab.evaluate(`(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const timed = async (act) => { const begun = performance.now(); act(); await frame(); return performance.now() - begun; };
      await frame();
      const filled = performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd;
      const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
      const search = document.querySelector('#search');
      const type = (text) => { search.value = text; search.dispatchEvent(new Event('input')); };
      const word = Math.max(await timed(() => type('number 77')), await timed(() => type('no such thing')), await timed(() => type('')));
      const select = document.querySelector('#by-source');
      const source = await timed(() => { select.value = select.options[3].value; select.dispatchEvent(new Event('change')); });
      const pair = await timed(() => { location.hash = '#/pair/0'; });
      const { head, clusters, matches } = JSON.parse(document.querySelector('#data').textContent);
      return { filled, paint, word, source, pair, clusters: clusters.length, matches: matches.length, texts: matches.length - head.left.texts };
    })()`);
    return { ...figures, version: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}

/** Stories with copies that are cut and edited a little, and articles of their own. */
function newsroom({ stories, copies, others, seed }) {
  const random = randomFrom(seed);
  const pool = madeSentences(random, MADE_SENTENCES);
  let taken = 0;
  const story = () => Array.from({ length: SENTENCES_A_STORY }, () => pool[taken++ % pool.length]);
  const articles = [];
  const add = (title, sentences) => {
    const source = `site-${Math.floor(random() * SOURCES)}.example`;
    articles.push({ id: `${source}/${articles.length}`, source, title, text: sentences.join('\n') });
  };
  for (let k = 0; k < Number(stories); k++) {
    const sentences = story();
    add(`The headline of story number ${k} as its first site has it`, sentences);
    for (let copy = 0; copy < Number(copies); copy++) {
      const kept = sentences.slice(0, 12 + Math.floor(random() * 8));
      const edited = kept.map((sentence) => (random() < 0.2 ? `${sentence.slice(0, -1)} so they said.` : sentence));
      add(`Another headline of story number ${k}`, edited);
    }
  }
  for (let k = 0; k < Number(others); k++) add(`A story of its own, number ${k}`, story());
  return articles;
}
