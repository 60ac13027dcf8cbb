// node drills/spark-faults.mjs [--articles 20000] [--short] [--only NAME]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findSpark, startSpark } from '../scripts/spark.mjs';
import { clustersOf, groupOf, kernelsIn, RUN_LIMIT_MS, toldBy } from './house/cluster.mjs';
import { drill } from './house/drill.mjs';
import { writeWire } from './house/wire.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const VERSION = '4.1';
const LOOK_EVERY_MS = 20;
/** No child may be left after so long. */
const CHILD_LIMIT_MS = 5000;

/** Reads all that it is given, writes nothing, and ends as if all were well. */
const LAZY_KERNEL = `import { readFileSync } from 'node:fs';
if (process.argv[2] === 'verify') { readFileSync(0); process.exit(0); }
`;

await drill(
  'what becomes of a run on a cluster when something is killed?',
  async ({ values, scratch, run, say, skip, claim }) => {
    const { missing } = findSpark(VERSION);
    if (missing !== undefined) return skip('all', missing);
    const file = path.join(scratch, 'wire.jsonl');
    await writeWire(file, values.short ? 2000 : Number(values.articles));
    const memory = await run([file, '--json', '-q'], { deadlineMs: RUN_LIMIT_MS });
    const { sha256 } = clustersOf(memory.stdout);
    const cluster = await startSpark({
      version: VERSION,
      kind: 'standalone',
      conf: { 'spark.sql.shuffle.partitions': '4' },
    });
    const on = ['--engine', 'spark', '--spark', cluster.address, '--work-dir'];
    const scan = (workDir, during, ...more) =>
      run([file, '--json', '--no-progress', '--timings', ...on, workDir, ...more], {
        deadlineMs: RUN_LIMIT_MS,
        during,
      });
    const holds = (name, { code, stdout, stderr, ms }) => {
      say(`${name}: ended with ${code} after ${(ms / 1000).toFixed(0)} s`);
      claim('it ends with 0', code === 0, `${name}: ${stderr.slice(0, 500)}`);
      claim('the clusters are the same', code === 0 && clustersOf(stdout).sha256 === sha256, name);
    };
    const workerOf = (pid) => [...cluster.processes].find(([, daemon]) => daemon.pid === groupOf(pid))?.[0];
    const killWorker = (name) => {
      say(`killed ${name}`);
      process.kill(-cluster.processes.get(name).pid, 'SIGKILL');
    };

    const DRILLS = {
      'workers killed': async () => {
        const workDir = path.join(scratch, 'workers');
        const before = toldBy(cluster.eventLog());
        let killing;
        const told = await scan(workDir, (child) => {
          killing = (async () => {
            const [kernel] = await until(() => kernelsIn('sketch'), child);
            const first = workerOf(kernel);
            killWorker(first);
            await cluster.startWorker(first);
            await until(
              () => readdirSync(workDir).some((one) => existsSync(path.join(workDir, one, 'met_sketch'))),
              child,
            );
            killWorker([...cluster.processes.keys()].find((name) => name.startsWith('worker-') && name !== first));
          })();
        });
        await killing;
        holds('the worker that sketches killed, and the other during a join', told);
        const after = toldBy(cluster.eventLog());
        say(
          `${after.lostExecutors - before.lostExecutors} executors lost, ${after.failedTasks - before.failedTasks} tasks failed`,
        );
        claim('the event log shows two lost executors', after.lostExecutors - before.lostExecutors >= 2);
        for (const name of [...cluster.processes.keys()].filter((key) => key.startsWith('worker-')))
          if (cluster.processes.get(name).signalCode !== null) await cluster.startWorker(name);
      },
      'a kernel killed': async () => {
        const before = toldBy(cluster.eventLog());
        let killing;
        const told = await scan(path.join(scratch, 'kernel'), (child) => {
          killing = until(() => kernelsIn('sketch'), child).then(([pid]) => process.kill(pid, 'SIGKILL'));
        });
        await killing;
        holds('a Node child killed', told);
        claim('the event log shows a failed task', toldBy(cluster.eventLog()).failedTasks > before.failedTasks);
      },
      'a kernel that stops early': async () => {
        const copy = path.join(scratch, 'package');
        for (const part of ['bin', 'dist', 'package.json'])
          cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
        symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
        const kernel = path.join(copy, 'dist', 'kernel.mjs');
        writeFileSync(kernel, LAZY_KERNEL + readFileSync(kernel, 'utf8'));
        const bin = path.join(copy, 'bin', 'wirecopy.js');
        const workDir = path.join(scratch, 'lazy');
        const { status: code, stderr } = spawnSync(process.execPath, [bin, file, '--json', '-q', ...on, workDir], {
          encoding: 'utf8',
          maxBuffer: 1 << 30,
        });
        say(stderr.trim().split('\n')[0]);
        claim('the run fails', code === 2, `${code}`);
        claim(
          'the message names the step and what was lost',
          /step verdicts: .*did not read all rows \(\d+\)/.test(stderr),
          stderr.slice(0, 300),
        );
      },
      'the command killed': async () => {
        const workDir = path.join(scratch, 'command');
        let killing;
        const broken = await scan(workDir, (child) => {
          killing = until(() => existsSync(path.join(workDir, 'done', 'met_sketch')), child).then(() =>
            child.kill('SIGKILL'),
          );
        });
        await killing;
        claim('the command is gone', broken.signal === 'SIGKILL');
        const told = await scan(workDir, undefined, '--resume');
        holds('the command killed, then --resume', told);
        const kept = told.stderr.match(/\S+ \(kept\)/g) ?? [];
        say(`${kept.length} steps taken over`);
        claim(
          'finished steps are not run again',
          kept.some((step) => step.startsWith('sketched')) && kept.some((step) => step.startsWith('met_sketch')),
          kept.join(),
        );
      },
      interrupted: async () => {
        let interrupting;
        const { code, ms, stderr } = await scan(path.join(scratch, 'interrupted'), (child) => {
          interrupting = (async () => {
            await until(() => kernelsIn('sketch'), child);
            const startedAt = performance.now();
            child.kill('SIGINT');
            await until(() => kernelsIn().length === 0, undefined, CHILD_LIMIT_MS * 4);
            return performance.now() - startedAt;
          })();
        });
        const goneAfterMs = await interrupting;
        say(`interrupted: ended with ${code}, no child after ${(goneAfterMs / 1000).toFixed(1)} s`);
        claim('it ends with 130', code === 130, `${code} after ${ms} ms: ${stderr.slice(0, 300)}`);
        claim('no child is left after 5 s', goneAfterMs <= CHILD_LIMIT_MS, `${goneAfterMs} ms`);
      },
    };
    try {
      for (const [name, work] of Object.entries(DRILLS)) if ((values.only ?? name) === name) await work();
    } finally {
      await cluster.stop();
    }
  },
  { articles: { type: 'string', default: '20000' }, only: { type: 'string' } },
);

/** What `look` finds, once it finds something; nothing happens any more when the run is over. */
async function until(look, child, limitMs = RUN_LIMIT_MS) {
  const startedAt = performance.now();
  for (;;) {
    const found = look();
    if (found === true || found?.length > 0) return found;
    if (child !== undefined && (child.exitCode !== null || child.signalCode !== null))
      throw new Error('the run was over before');
    if (performance.now() - startedAt > limitMs) return found;
    await pause(LOOK_EVERY_MS);
  }
}
