// Is anything lost when whoever writes to an index is killed?
//
// usage: node drills/index-kill.mjs [--short] [--points 500] [--batches 8] [--seed 1]
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFrom } from '../bench/house/random.mjs';
import { verifyIndex } from '../dist/index.js';
import { drill } from './house/drill.mjs';
import { INDEX, stepsFor, take, told, writeBatches } from './house/index-steps.mjs';

const WRITER = fileURLToPath(new URL('house/index-writer.mjs', import.meta.url));
const ARTICLES = 12;

await drill(
  'is anything lost when a writer is killed?',
  async ({ values, scratch, claim, say }) => {
    const points = values.short ? 12 : Number(values.points);
    const batches = Number(values.batches);
    const random = randomFrom(`kill-${values.seed}`);
    const source = path.join(scratch, 'source');
    writeBatches(source, { batches, articles: ARTICLES });
    const steps = stepsFor(batches);

    // What the index says after each step, with nobody killed.
    const calm = path.join(scratch, 'calm');
    cpSync(source, calm, { recursive: true });
    const wanted = [];
    for (const step of steps) {
      await take(step, calm);
      wanted.push(await told(calm));
    }
    const whole = path.join(scratch, 'whole');
    cpSync(source, whole, { recursive: true });
    const { ms } = await killedRun(whole, batches, Number.POSITIVE_INFINITY);
    claim('a second run gives the same bytes', (await told(whole)) === wanted.at(-1));

    const inStep = { add: 0, remove: 0, rebuild: 0 };
    const folder = path.join(scratch, 'killed');
    for (let point = 0; point < points; point++) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      cpSync(source, folder, { recursive: true });
      const afterMs = random() * ms;
      const { done } = await killedRun(folder, batches, afterMs);
      const what = `killed after ${afterMs.toFixed(1)} ms, ${done} steps done`;
      if (done < steps.length) inStep[steps[done].kind]++;
      let at = done;
      if (existsSync(path.join(folder, INDEX))) {
        const opened = await attempt(() => verifyIndex({ file: INDEX, cwd: folder }));
        claim('the index opens, and every byte of it is whole', opened.error === undefined, `${what}: ${opened.error}`);
        const said = await attempt(() => told(folder));
        const isNext = said.value !== undefined && said.value === wanted[done] && done < steps.length;
        if (isNext && said.value !== wanted[done - 1]) at++;
        const isKept = done === 0 ? isNext || said.error === undefined : said.value === wanted[done - 1] || isNext;
        claim(
          'what was acknowledged is there, and the next step whole or not at all',
          isKept,
          `${what}: ${said.error ?? 'other articles'}`,
        );
      } else claim('an index that is not there was never acknowledged', done === 0, what);
      const rest = await attempt(async () => {
        for (const step of steps.slice(at)) await take(step, folder);
        return await told(folder);
      });
      claim(
        'the run is ended by another, and gives the same bytes',
        rest.value === wanted.at(-1),
        `${what}: ${rest.error ?? 'other bytes'}`,
      );
      const beside = readdirSync(folder).filter((name) => name.startsWith(INDEX) && name !== INDEX);
      claim('nothing is left beside the index', beside.length === 0, `${what}: ${beside.join(', ')}`);
    }
    say(
      `${points} writers killed: while adding ${inStep.add}, taking out ${inStep.remove}, rebuilding ${inStep.rebuild}`,
    );
  },
  { points: { type: 'string', default: '500' }, batches: { type: 'string', default: '8' } },
);

/** Runs a writer and kills it so long after it was ready. */
function killedRun(folder, batches, afterMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, folder, `${batches}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let lines = '';
    let readyAt;
    let timer;
    child.stdout.on('data', (chunk) => {
      lines += chunk;
      if (readyAt !== undefined) return;
      readyAt = performance.now();
      if (Number.isFinite(afterMs)) timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      const done = lines.split('\n').filter((line) => /^\d+$/.test(line)).length;
      resolve({ done, ms: performance.now() - (readyAt ?? performance.now()) });
    });
  });
}

async function attempt(work) {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: `${error.code ?? ''} ${error.message}` };
  }
}
