// Everything that is checked before a push, and by CI, except the tests. One line a step; what a failed step printed
// stands below its line.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-check-'));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const tarball = path.join(scratch, `${manifest.name}-${manifest.version}.tgz`);
/** The tools are mostly single-threaded, and two cores is what CI has. */
const PARALLEL_STEPS = 2;

/** In order, since each needs what the one before it made. The package's scripts are left out: they would build again. */
const FIRST = {
  build: () => run('node', 'scripts/build.mjs'),
  pack: () => run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', scratch),
};

/** In any order, the slow ones ahead. */
const THEN = {
  types: () => run('tsc'),
  layers: () => run('depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'src'),
  'api docs': () => run('typedoc'),
  leftovers: () => run('knip'),
  style: () => run('biome', 'ci', '--colors=off', '--diagnostic-level=warn', '--error-on-warnings', '.'),
  'package as imported': () => run('attw', tarball, '--profile', 'esm-only', '--no-emoji'),
  'package as published': () => run('publint', 'run', tarball, '--strict'),
  'lock file': () => run('node', 'scripts/lock.mjs', '--check'),
  'supply chain': () => run('node', 'scripts/supply.mjs', '--check'),
  notice: () => run('node', 'scripts/notice.mjs', '--check'),
  'options page': () => checkGenerated('docs/options.md', 'scripts/options-doc.mjs'),
  'config schema': () => checkGenerated('schema/config-1.json', 'scripts/config-schema.mjs'),
};

let failedCount = 0;
try {
  for (const step of Object.entries(FIRST)) if (failedCount === 0) await report(step);
  if (failedCount === 0) {
    const waiting = Object.entries(THEN);
    await Promise.all(
      Array.from({ length: PARALLEL_STEPS }, async () => {
        for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await report(step);
      }),
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (failedCount > 0) process.exitCode = 1;

async function report([name, step]) {
  const startedAt = performance.now();
  const { ok, output } = await step();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name.padEnd(21)} ${ok ? 'ok    ' : 'failed'} ${seconds.padStart(5)} s`);
  if (ok) return;
  failedCount += 1;
  console.log(`\n${output.trimEnd()}\n`);
}

/** Runs a tool of the project, or of Node, and keeps what it prints. */
function run(tool, ...args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  env.PATH = [path.join(root, 'node_modules', '.bin'), path.dirname(process.execPath), env.PATH].join(path.delimiter);
  return new Promise((resolve) => {
    const child = spawn(tool, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${tool}: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Says whether a generated page is what its script writes now, and leaves the page as it was. */
async function checkGenerated(page, script) {
  const target = path.join(root, page);
  if (!existsSync(path.join(root, script))) return { ok: true, output: '' };
  const before = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  const result = await run('node', script);
  if (!result.ok) return result;
  const after = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  if (before === after) return result;
  if (before === undefined) rmSync(target);
  else writeFileSync(target, before);
  return { ok: false, output: `${page} is not what ${script} writes (run node ${script} and commit the page)` };
}
