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
/** What takes longer is tried so often, and the best counts: others work on the machine, too. */
const TRIES = 3;

/** Of each of two texts: 10 MB. A step of work on one of them is as long as any may be. */
const HUGE_SENTENCES = 80_000;
/** Every so many signals go into the run over huge texts. */
const HUGE_EVERY = 4;

await drill(
  'does a signal end a run at once, and leave nothing?',
  async (opened) => {
    const { values, scratch, claim, run, shell, say } = opened;
    const random = randomFrom(values.seed);
    writeFeed(path.join(scratch, 'feed.jsonl'), values.short ? 1500 : 12_000);
    // The same texts once more, packed, by other names.
    await shell(`sed 's/"id":"/&packed-/' feed.jsonl | gzip > feed.jsonl.gz`);
    const [left, , right] = news(3, { seed: 'huge', sentences: values.short ? HUGE_SENTENCES / 20 : HUGE_SENTENCES });
    for (const { id, text } of [left, right])
      writeFileSync(path.join(scratch, path.basename(id)), text.replaceAll('. ', '.\n'));
    const outputs = ['--report', 'json=report.json', '--report', 'html=page.html', '--kept', 'kept.list'];
    const old = 'what stood there before\n';
    const targets = ['report.json', 'page.html', 'kept.list'].map((name) => path.join(scratch, name));
    const before = new Set([...readdirSync(scratch), 'report.json', 'page.html', 'kept.list']);
    const runs = [];
    for (const [name, paths] of [
      ['many texts', ['feed.jsonl', 'feed.jsonl.gz']],
      ['huge texts', [left, right].map(({ id }) => path.basename(id))],
    ]) {
      const args = ['scan', ...paths, '--only', 'all', '--format', 'none', ...outputs];
      const whole = await run(args);
      claimCalm(opened, whole, [0], `${name}, not broken off`);
      claim('it says nothing', whole.stderr === '', `${name}, not broken off: ${whole.stderr}`);
      const complete = targets.map((target) => readFileSync(target, 'utf8'));
      runs.push({ name, args, ms: whole.ms, complete, slowestMs: 0 });
    }

    for (let k = 0; k < (values.short ? 6 : Number(values.times)); k++) {
      for (const target of targets) writeFileSync(target, old);
      const broken = runs[k % HUGE_EVERY === HUGE_EVERY - 1 ? 1 : 0];
      const signal = Math.floor(k / 2) % 2 === 0 ? 'SIGINT' : 'SIGTERM';
      const afterMs = random() * broken.ms;
      const what = `${broken.name}, ${signal} after ${afterMs.toFixed(0)} of ${broken.ms.toFixed(0)} ms`;
      let soonestMs = Number.POSITIVE_INFINITY;
      for (let tried = 0; tried < TRIES && soonestMs >= MAX_MS; tried++) {
        const tookMs = await breakOff(broken, signal, afterMs, what);
        soonestMs = Math.min(soonestMs, tookMs);
      }
      claim('it ends within 2 s', soonestMs < MAX_MS, `${what}: ${soonestMs.toFixed(0)} ms`);
      broken.slowestMs = Math.max(broken.slowestMs, soonestMs);
    }
    for (const { name, ms, slowestMs } of runs)
      say(`${name}: from the signal to the end at most ${slowestMs.toFixed(0)} ms, of runs of ${ms.toFixed(0)} ms`);

    const [{ args, ms }] = runs;
    for (let k = 0; k < (values.short ? 2 : 20); k++) {
      const told = await run(args, {
        during: (child) => {
          setTimeout(() => child.kill('SIGINT'), 0.3 * ms);
          setTimeout(() => child.kill('SIGINT'), 0.3 * ms + 50);
        },
      });
      const ends = [told.code, told.signal];
      claim(
        'a second SIGINT ends it, too',
        [130, 0, 'SIGINT'].some((end) => ends.includes(end)),
        ends.join(),
      );
    }

    /** Breaks off a run, looks at what it leaves, and gives how long it took to end. */
    async function breakOff({ args, complete }, signal, afterMs, what) {
      let sentAt = 0;
      const told = await run(args, {
        during: (child) => {
          setTimeout(() => {
            if (child.kill(signal)) sentAt = performance.now();
          }, afterMs);
        },
      });
      // A run that was over before takes no time to end.
      const tookMs = sentAt === 0 ? 0 : performance.now() - sentAt;
      // Before Node has loaded the program a signal ends it as it ends any; near its end the run may be quicker.
      const isBare = told.signal === signal;
      claimCalm(opened, isBare ? { ...told, code: CODES[signal] } : told, [CODES[signal], 0], what);
      const stray = readdirSync(scratch).filter((name) => !before.has(name));
      claim('no half-written file beside the reports', stray.length === 0, `${what}: ${stray.join(', ')}`);
      const texts = targets.map((target) => readFileSync(target, 'utf8'));
      claim(
        'a report is the old one or the new one',
        texts.every((text, index) => text === old || text === complete[index]),
        what,
      );
      claim('it says nothing', told.stderr === '', `${what}: ${told.stderr.slice(0, 200)}`);
      return tookMs;
    }
  },
  { times: { type: 'string', default: '200' } },
);
