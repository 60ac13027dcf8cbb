// Does any reader or parser break, hang or lie, whatever it is given?
//
// usage: node drills/fuzz.mjs [--only PATTERN] [--inputs 100000] [--seconds 60] [--seed 1]
//
// Each target (tests/support/fuzz-targets.ts) gets at least so many inputs, and for at least so long. They are made from those
// that reached new code. What is found is kept in fixtures/regress/, where the tests try it ever after.
//
// Not done by @jazzer.js/core: it works offline, but brings a hundred packages and cannot see into modules of ES.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { parquetRuns, rawAssets, requiredBuiltins } from '../scripts/esbuild-plugins.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const CURRENT_BYTES = 16 + (1 << 16);
/** Without a new input for so long, the target hangs. */
const HANGS_AFTER_MS = 60_000;
/** Of one target so many are kept: one fault shows in thousands of inputs. */
const MAX_KEPT = 3;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '.' },
    inputs: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

// Below node_modules, so that what it imports is found from there.
const program = path.join(root, 'node_modules', '.cache', 'wirecopy', 'fuzz-targets.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['tests/support/fuzz-targets.ts'],
  outfile: program,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  define: { __WIRECOPY_VERSION__: '"0.0.0"' },
  plugins: [requiredBuiltins(), rawAssets(), parquetRuns()],
  logLevel: 'warning',
});
const { FUZZ_TARGETS, endFuzzing } = await import(pathToFileURL(program));
endFuzzing();

let found = 0;
for (const { name } of FUZZ_TARGETS.filter((target) => new RegExp(values.only).test(target.name))) {
  const told = await fuzz(name);
  const speed = Math.round(told.done / (told.ms / 1000));
  console.log(
    `${name.padEnd(18)} ${told.done} inputs in ${(told.ms / 1000).toFixed(0)} s (${speed}/s), ${told.covered} stretches of code, ${told.kept} kept, ${told.faults} faults`,
  );
  found += told.faults;
}
if (found > 0) process.exitCode = 1;

function fuzz(name) {
  const current = new SharedArrayBuffer(CURRENT_BYTES);
  const numbers = new Int32Array(current, 0, 2);
  const faults = new Map();
  const keep = (bytes, why) => {
    const kind = why.split('\n').slice(0, 2).join(' ');
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
    if (faults.size > MAX_KEPT || faults.get(kind) > 1) return;
    const file = path.join(
      root,
      'fixtures',
      'regress',
      name,
      createHash('sha256').update(bytes).digest('hex').slice(0, 12),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    console.log(`${name}: ${why}\n  ${path.relative(root, file)}`);
  };
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('house/fuzz-thread.mjs', import.meta.url), {
      workerData: {
        program: pathToFileURL(program).href,
        name,
        inputs: Number(values.inputs),
        seconds: Number(values.seconds),
        seed: values.seed,
        current,
      },
    });
    let last = 0;
    let silentMs = 0;
    const watch = setInterval(() => {
      silentMs = numbers[0] === last ? silentMs + 1000 : 0;
      last = numbers[0];
      if (silentMs < HANGS_AFTER_MS) return;
      keep(Buffer.from(new Uint8Array(current, 16, numbers[1])), 'it hangs');
      void thread.terminate();
      clearInterval(watch);
      resolve({ done: numbers[0], ms: HANGS_AFTER_MS, covered: 0, kept: 0, faults: faults.size });
    }, 1000);
    thread.on('message', (told) => {
      if (told.kind === 'found') keep(Buffer.from(told.bytes), told.why);
      else {
        clearInterval(watch);
        void thread.terminate();
        resolve({ ...told, faults: faults.size });
      }
    });
    thread.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
}
