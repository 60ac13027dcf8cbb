// What becomes of files that are changed, cut, replaced or deleted while they are read?
//
// usage: node drills/changes.mjs [--short] [--times 50]
import { existsSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../bench/house/random.mjs';
import { claimCalm, countsOf, drill } from './house/drill.mjs';
import { writeFeed, writeNews } from './house/news.mjs';

const FORMATS = ['json', 'html', 'sarif'];

/** What may happen to a file. */
const BLOWS = {
  delete: (file) => rmSync(file, { recursive: true, force: true }),
  truncate: (file) => existsSync(file) && truncateSync(file, 10),
  empty: (file) => existsSync(file) && truncateSync(file, 0),
  rewrite: (file) => writeFileSync(file, 'another text altogether, of a few words only'),
  replace: (file) => {
    writeFileSync(`${file}.new`, 'a file that took its name, and says something else');
    renameSync(`${file}.new`, file);
  },
  folder: (file) => {
    rmSync(file, { recursive: true, force: true });
    mkdirSync(file);
  },
};

await drill(
  'what becomes of files that change while they are read?',
  async (opened) => {
    const { values, scratch, claim, run, shell, say } = opened;
    const random = randomFrom(values.seed);
    const count = values.short ? 600 : 3000;
    const folder = path.join(scratch, 'in');
    const lost = { articles: 0, runs: 0 };
    let ms = 0;
    for (let k = 0; k < (values.short ? 4 : Number(values.times)); k++) {
      rmSync(folder, { recursive: true, force: true });
      writeNews(folder, count);
      writeFeed(path.join(folder, 'feed.jsonl'), count, { seed: 'feed' });
      await shell('cp in/feed.jsonl in/again.jsonl; gzip in/again.jsonl');
      const format = FORMATS[k % FORMATS.length];
      const args = ['scan', 'in', '--only', 'all', '--format', format, '--report', 'json=report.json'];
      if (k === 0) ms = (await run(args)).ms;
      const names = Object.keys(BLOWS);
      const told = await run(args, {
        during: () => {
          for (let blow = 0; blow < 30; blow++) {
            const name = names[Math.floor(random() * names.length)];
            const victim = Math.floor(random() * (count + 60));
            const file =
              victim < count
                ? `site-${Math.floor(victim / 40)}/article-${victim}.txt`
                : victim % 2
                  ? 'feed.jsonl'
                  : 'again.jsonl.gz';
            setTimeout(() => {
              try {
                BLOWS[name](path.join(folder, file));
              } catch {
                // Another blow was there first.
              }
            }, random() * ms);
          }
        },
      });
      claimCalm(opened, told, [0, 3], `run ${k}`);
      const report = await shell('cat report.json; rm -f report.json');
      const counts = countsOf(report.stdout);
      claim('seen = compared + skipped + excluded', counts.addUp, JSON.stringify(counts));
      claim(
        'what is skipped shows in the exit code',
        counts.skipped > 0 === (told.code === 3),
        `${counts.skipped}, ${told.code}`,
      );
      lost.articles += counts.skipped ?? 0;
      if (counts.skipped > 0) lost.runs++;
    }
    say(`${lost.articles} articles skipped with a reason in ${lost.runs} runs`);
  },
  { times: { type: 'string', default: '50' } },
);
