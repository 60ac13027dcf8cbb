// Does a run that is broken off end at once, with the right code and nothing left behind?
//
// usage: node drills/signals.mjs [--short] [--times 200]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../bench/house/random.mjs';
import { claimCalm, drill } from './house/drill.mjs';
import { news, writeFeed } from './house/news.mjs';

const CODES = { SIGINT: 130, SIGTERM: 143 };
/** From the signal to the end. */
const MAX_MS = 2000;

await drill(
  'does a signal end a run at once, and leave nothing?',
  async (opened) => {
    const { values, scratch, claim, run, shell, say } = opened;
    const random = randomFrom(values.seed);
    const count = values.short ? 1500 : 12_000;
    writeFeed(path.join(scratch, 'feed.jsonl'), count);
    await shell('gzip -k feed.jsonl');
    writeFileSync(
      path.join(scratch, 'long.txt'),
      [...news(20, { seed: 'long', sentences: 2000 })].map(({ text }) => text).join('\n'),
    );
    const args = ['scan', 'feed.jsonl', 'feed.jsonl.gz', 'long.txt', '--only', 'all', '--format', 'none'];
    const outputs = ['--report', 'json=report.json', '--report', 'html=page.html', '--kept', 'kept.list'];
    const old = 'what stood there before\n';
    const targets = ['report.json', 'page.html', 'kept.list'].map((name) => path.join(scratch, name));
    const before = new Set([...readdirSync(scratch), 'report.json', 'page.html', 'kept.list']);
    const whole = await run([...args, ...outputs]);
    claimCalm(opened, whole, [0], 'not broken off');
    const complete = targets.map((target) => readFileSync(target, 'utf8'));

    const slowest = { ms: 0 };
    for (let k = 0; k < (values.short ? 6 : Number(values.times)); k++) {
      for (const target of targets) writeFileSync(target, old);
      const signal = k % 2 === 0 ? 'SIGINT' : 'SIGTERM';
      const afterMs = random() * whole.ms;
      let sentAt = 0;
      const told = await run([...args, ...outputs], {
        during: (child) => {
          setTimeout(() => {
            sentAt = performance.now();
            child.kill(signal);
          }, afterMs);
        },
      });
      const what = `${signal} after ${afterMs.toFixed(0)} of ${whole.ms.toFixed(0)} ms`;
      const tookMs = performance.now() - sentAt;
      // Before Node has loaded the program a signal ends it as it ends any; near its end the run may be quicker.
      const isBare = told.signal === signal;
      claimCalm(opened, isBare ? { ...told, code: CODES[signal] } : told, [CODES[signal], 0], what);
      claim('it ends within 2 s', tookMs < MAX_MS, `${what}: ${tookMs.toFixed(0)} ms`);
      slowest.ms = Math.max(slowest.ms, tookMs);
      const stray = readdirSync(scratch).filter((name) => !before.has(name));
      claim('no half-written file beside the reports', stray.length === 0, `${what}: ${stray.join(', ')}`);
      const texts = targets.map((target) => readFileSync(target, 'utf8'));
      claim(
        'a report is the old one or the new one',
        texts.every((text, index) => text === old || text === complete[index]),
        what,
      );
      claim('it says nothing', told.stderr === '', `${what}: ${told.stderr.slice(0, 200)}`);
    }
    say(`from the signal to the end at most ${slowest.ms.toFixed(0)} ms, of runs of ${whole.ms.toFixed(0)} ms`);

    for (let k = 0; k < (values.short ? 2 : 20); k++) {
      const told = await run([...args, ...outputs], {
        during: (child) => {
          setTimeout(() => child.kill('SIGINT'), 0.3 * whole.ms);
          setTimeout(() => child.kill('SIGINT'), 0.3 * whole.ms + 50);
        },
      });
      claim('a second SIGINT ends it, too', told.code === 130 || told.code === 0, `${told.code ?? told.signal}`);
    }
  },
  { times: { type: 'string', default: '200' } },
);
