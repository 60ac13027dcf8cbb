// Does a run on DuckDB outlive what can happen to it? Its command is killed and resumed, a kernel is killed, and it is interrupted.
//
// usage: node drills/duckdb-faults.mjs [--articles 20000] [--short]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { drill } from './house/drill.mjs';
import { writeWire } from './house/wire.mjs';

const LIMIT_MS = 1_800_000;
const LOOK_EVERY_MS = 20;
/** What must be gone after an interrupt is looked for so long. */
const LINGERS_MS = 5000;
/** Folders of tables at which the command is killed: a step of each kind. */
const KILLED_AT = ['sketched_written', 'postings_sketch', 'met_sketch', 'verdicts_written', 'clusters'];

await drill(
  'does a run on DuckDB outlive what can happen to it?',
  async ({ values, scratch, run, say, claim }) => {
    const file = path.join(scratch, 'wire.jsonl');
    await writeWire(file, values.short ? 1500 : Number(values.articles));
    const scan = (workDir, more = [], during = undefined) =>
      run([file, '--json', '-q', '--engine', 'duckdb', '--work-dir', workDir, '--timings', ...more], {
        deadlineMs: LIMIT_MS,
        during,
      });
    const expected = await run([file, '--json', '-q'], { deadlineMs: LIMIT_MS });

    for (const table of values.short ? KILLED_AT.slice(2, 4) : KILLED_AT) {
      const workDir = path.join(scratch, `killed-at-${table}`);
      const killed = await scan(workDir, [], (child) => void killAt(path.join(workDir, table), child.pid));
      claim('a killed command ends by the signal', killed.signal === 'SIGKILL', `${table}: ${killed.code}`);
      claim('its kernels end by themselves', await isSoon(() => kernelsOf(workDir).length === 0), table);
      const kept = keptIn(workDir);
      const resumed = await scan(workDir, ['--resume']);
      claim('it is resumed to the same report', resumed.stdout === expected.stdout, `${table}: ${resumed.stderr}`);
      const again = keptIn(workDir).filter(([name, madeAt]) =>
        kept.some(([other, at]) => other === name && at !== madeAt),
      );
      claim(
        'finished steps are not run again',
        again.length === 0,
        `${table}: ${again.map(([name]) => name).join(', ')}`,
      );
      say(`killed at ${table}: ${kept.length} steps kept`);
    }

    const workDir = path.join(scratch, 'kernel');
    const failed = await scan(workDir, [], () => void killKernel(workDir));
    claim('a killed kernel fails the run with 2', failed.code === 2, `${failed.code} ${failed.stderr.slice(0, 200)}`);
    claim('and the message names it', /kernel \w+ ended with SIGKILL/.test(failed.stderr), failed.stderr.slice(0, 300));
    const mended = await scan(workDir, ['--resume']);
    claim('it is resumed to the same report', mended.stdout === expected.stdout, mended.stderr.slice(0, 300));

    const interrupted = path.join(scratch, 'interrupted');
    const stopped = await scan(interrupted, [], (child) => void interruptAtKernel(interrupted, child.pid));
    claim('an interrupted run ends with 130', stopped.code === 130, `${stopped.code} ${stopped.stderr.slice(0, 200)}`);
    claim('no kernel is left after five seconds', await isSoon(() => kernelsOf(interrupted).length === 0));
  },
  { articles: { type: 'string', default: '20000' } },
);

async function killAt(folder, pid) {
  while (!existsSync(folder)) await wait(LOOK_EVERY_MS);
  process.kill(pid, 'SIGKILL');
}

async function killKernel(workDir) {
  process.kill(await firstKernel(workDir), 'SIGKILL');
}

async function interruptAtKernel(workDir, pid) {
  await firstKernel(workDir);
  process.kill(pid, 'SIGINT');
}

async function firstKernel(workDir) {
  for (;;) {
    const [kernel] = kernelsOf(workDir);
    if (kernel !== undefined) return kernel;
    await wait(LOOK_EVERY_MS);
  }
}

/** Processes that run a kernel for this folder: its name is in their argument. */
function kernelsOf(workDir) {
  return readdirSync('/proc')
    .filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        const [, kernel = '', , argument = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return kernel.endsWith('kernel.mjs') && Buffer.from(argument, 'base64url').toString().includes(workDir);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function isSoon(isSo) {
  for (let waited = 0; waited < LINGERS_MS; waited += LOOK_EVERY_MS) {
    if (isSo()) return true;
    await wait(LOOK_EVERY_MS);
  }
  return isSo();
}

/** Finished steps, each with what its mark was made with. */
function keptIn(workDir) {
  return readdirSync(workDir).flatMap((name) => {
    const mark = path.join(workDir, name, 'done');
    return existsSync(mark) ? [[name, statSync(mark).mtimeMs]] : [];
  });
}
