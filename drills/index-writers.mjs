// Do several who write to one index at once, or are told to end, leave it whole and open to others?
//
// usage: node drills/index-writers.mjs [--short] [--rounds 100] [--signals 40] [--seed 1]
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../bench/house/random.mjs';
import { addToIndex, exportIndex, indexInfo } from '../dist/index.js';
import { claimCalm, drill } from './house/drill.mjs';
import { INDEX, writeBatches } from './house/index-steps.mjs';

const WRITERS = 4;
const ARTICLES = 10;
const MAX_END_MS = 2000;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 };

await drill(
  'do several writers, or signals, harm an index?',
  async (opened) => {
    const { values, scratch, claim, run, say } = opened;
    const rounds = values.short ? 4 : Number(values.rounds);
    const random = randomFrom(`writers-${values.seed}`);
    writeBatches(scratch, { batches: WRITERS, articles: ARTICLES });
    const place = { file: INDEX, cwd: scratch };
    const beside = () => readdirSync(scratch).filter((name) => name.startsWith(INDEX) && name !== INDEX);
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      rmSync(path.join(scratch, INDEX), { force: true });
      const isScan = round % 4 === 3;
      const told = await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          run(
            isScan
              ? ['scan', '.', '--index', INDEX, '--format', 'none', '--exclude', 'tmp', '--exclude', `${INDEX}*`]
              : ['index', 'add', INDEX, `batch-${writer}`],
          ),
        ),
      );
      const added = told.filter(({ code }) => code === 0).length;
      refused += WRITERS - added;
      for (const each of told) {
        claimCalm(opened, each, [0, 2], `round ${round}`);
        if (each.code === 2)
          claim('who is refused is told who writes', /in use by process \d+/.test(each.stderr), each.stderr);
      }
      const wanted = isScan ? WRITERS * ARTICLES : added * ARTICLES;
      const { articles } = added === 0 ? { articles: 0 } : await indexInfo(place);
      claim('at least one of them writes', added > 0, `round ${round}`);
      claim(
        'the index has all of those that were told so',
        articles === wanted,
        `round ${round}: ${articles} of ${wanted}`,
      );
      claim('nothing is left beside the index', beside().length === 0, beside().join(', '));
      await addToIndex(place, { files: { paths: ['batch-0'] } }).catch((error) =>
        claim('the lock is free', false, error.message),
      );
    }

    // Those who read are not kept waiting, and see one whole state or another.
    rmSync(path.join(scratch, INDEX), { force: true });
    await addToIndex(place, { files: { paths: ['batch-0'] } });
    const states = new Set([await state(place)]);
    let isWriting = true;
    const seen = [];
    const reading = (async () => {
      while (isWriting) seen.push(await state(place).catch((error) => error.message));
    })();
    for (let batch = 1; batch < WRITERS; batch++) {
      const added = await run(['index', 'add', INDEX, `batch-${batch}`]);
      claim('nobody who reads keeps a writer from writing', added.code === 0, added.stderr);
      states.add(await state(place));
    }
    await run(['index', 'rebuild', INDEX]);
    states.add(await state(place));
    isWriting = false;
    await reading;
    for (const each of seen) claim('whoever reads meanwhile sees a whole state', states.has(each), each.slice(0, 200));

    let ended = 0;
    const signals = values.short ? 4 : Number(values.signals);
    const calm = await run(['index', 'add', INDEX, 'batch-0', '--store-texts']);
    for (let k = 0; k < signals; k++) {
      const [signal, code] = Object.entries(SIGNALS)[k % 2];
      rmSync(path.join(scratch, INDEX), { force: true });
      await addToIndex(place, { files: { paths: ['batch-0'] } });
      const afterMs = random() * calm.ms * 1.2;
      let sentAt = 0;
      const told = await run(['index', 'add', INDEX, '.', '--exclude', `${INDEX}*`, '--exclude', 'tmp'], {
        during: (child) =>
          setTimeout(() => {
            sentAt = performance.now();
            child.kill(signal);
          }, afterMs),
      });
      const tookMs = performance.now() - sentAt;
      const what = `${signal} after ${afterMs.toFixed(0)} ms`;
      // A process that has not begun to listen ends as the system ends it.
      const isEnded = told.code === code || told.signal === signal;
      if (isEnded) ended++;
      claim('it ends with the code of the signal, or was done', isEnded || told.code === 0, `${what}: ${told.code}`);
      if (sentAt > 0 && isEnded) claim('within two seconds', tookMs < MAX_END_MS, `${what}: ${tookMs.toFixed(0)} ms`);
      const { articles } = await indexInfo(place);
      const isWhole = articles === ARTICLES || articles === WRITERS * ARTICLES;
      claim('the index is what it was, or has all', isWhole, `${what}: ${articles} articles`);
      const left = beside().filter((name) => told.signal === null || !name.endsWith('.lock'));
      claim('no file is left', left.length === 0, `${what}: ${left.join(', ')}`);
      claim('and whoever comes next can write', existsSync(path.join(scratch, INDEX)), what);
    }
    say(
      `${rounds} rounds of ${WRITERS} writers, ${refused} refused; ${ended} of ${signals} runs ended by a signal; ${seen.length} readings`,
    );
  },
  { rounds: { type: 'string', default: '100' }, signals: { type: 'string', default: '40' } },
);

async function state(place) {
  return JSON.stringify(await exportIndex(place));
}
