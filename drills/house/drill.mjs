// What every drill begins with: its options, a scratch folder, claims that are counted, and the end of all it started.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What nobody but a programmer should ever read. */
const STACK =
  /\n\s+at .*:\d+:\d+\)?|Unhandled|Maximum call stack|heap out of memory|node:internal|Uncaught|internal error/;
/** A run that takes longer hangs. */
const HANGS_AFTER_MS = 120_000;
const MAX_DETAIL = 300;
/** How often the peak of memory is looked at. */
const LOOK_EVERY_MS = 40;

/**
 * Opens a drill: does its work, tells how often each claim held, cleans up, and lets the process end with 1 where one did not.
 *
 * @param question what the drill asks
 * @param work     does it; it is handed the drill
 * @param options  those of this drill, as `parseArgs` takes them; every drill has --short, --bin, --shared and --seed
 */
export async function drill(question, work, options = {}) {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      bin: { type: 'string', default: path.join(root, 'bin', 'wirecopy.js') },
      shared: { type: 'string', default: path.join(root, '..', 'shared') },
      seed: { type: 'string', default: '1' },
      ...options,
    },
  });
  const name = path.basename(process.argv[1], '.mjs');
  const scratch = mkdtempSync(path.join(tmpdir(), `wirecopy-drill-${name}-`));
  const temporary = path.join(scratch, 'tmp');
  mkdirSync(temporary);
  const claims = new Map();
  const live = new Set();
  const end = () => {
    for (const pid of live) kill(-pid, 'SIGKILL');
    // Some of the hostile folders are deeper than a path may be long, which is beyond what Node removes.
    spawnSync('rm', ['-rf', scratch]);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  process.on('exit', end);

  console.log(`${name}: ${question}`);
  await work({
    values,
    /** Everything that is written lies below; it is gone when the drill ends. */
    scratch,
    /** The folder for temporary files of the runs, empty between them. */
    temporary,
    /** Where a bar of the drill's is told of a number. */
    say: (line) => console.log(`  ${line}`),
    skip: (what, why) => console.log(`  skipped: ${what} (${why})`),
    /** Counts whether a claim held; the first few times it did not are told with `detail`. */
    claim(text, isHeld, detail = '') {
      const claim = claims.get(text) ?? { held: 0, missed: [] };
      claims.set(text, claim);
      if (isHeld) claim.held++;
      else claim.missed.push(detail.slice(0, MAX_DETAIL));
    },
    /** Runs the built command to its end. */
    run: (args, more = {}) => run([process.execPath, ...(more.node ?? []), values.bin, ...args], more),
    /** Runs a line of shell, in which "$@" is the command. */
    shell: (line, more = {}) => run(['bash', '-c', line, 'bash', process.execPath, values.bin], more),
    strays: () => readdirSync(temporary),
  });
  for (const [text, { held, missed }] of claims) {
    const total = held + missed.length;
    console.log(`  ${missed.length === 0 ? 'held  ' : 'MISSED'} ${held} of ${total}: ${text}`);
    for (const detail of missed.slice(0, 5)) console.log(`         ${detail}`);
    if (missed.length > 0) process.exitCode = 1;
  }

  function run([command, ...args], { cwd = scratch, env = {}, input, deadlineMs = HANGS_AFTER_MS, during } = {}) {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const child = spawn(command, args, {
        cwd,
        detached: true,
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary, ...env },
      });
      live.add(child.pid);
      const out = [];
      const err = [];
      let outBytes = 0;
      let peakBytes = 0;
      let isHung = false;
      child.stdout.on('data', (chunk) => {
        outBytes += chunk.length;
        // More than this no drill reads; it is counted all the same.
        if (outBytes < 64 << 20) out.push(chunk);
      });
      child.stderr.on('data', (chunk) => err.push(chunk));
      const look = setInterval(() => {
        peakBytes = Math.max(peakBytes, residentBytes(child.pid));
      }, LOOK_EVERY_MS);
      const deadline = setTimeout(() => {
        isHung = true;
        kill(-child.pid, 'SIGKILL');
      }, deadlineMs);
      if (input !== undefined) child.stdin.on('error', () => {}).end(input);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearInterval(look);
        clearTimeout(deadline);
        const hasLeftOvers = kill(-child.pid, 0);
        if (hasLeftOvers) kill(-child.pid, 'SIGKILL');
        live.delete(child.pid);
        const stderr = Buffer.concat(err).toString('utf8');
        resolve({
          code,
          signal,
          stdout: Buffer.concat(out).toString('utf8'),
          outBytes,
          stderr,
          ms: performance.now() - startedAt,
          peakMiB: peakBytes / 2 ** 20,
          isHung,
          hasLeftOvers,
          hasStack: STACK.test(stderr),
        });
      });
      during?.(child);
    });
  }
}

/** Makes the hostile files, and gives the folder of the cases and their names; undefined where their maker is absent. */
export function hostileFiles({ shared }, scratch) {
  const maker = path.join(shared, 'hostile', 'make.mjs');
  if (!existsSync(maker)) return undefined;
  const pack = path.join(scratch, 'pack');
  spawnSync(process.execPath, [maker, pack], { stdio: 'ignore' });
  const folder = path.join(pack, 'cases');
  return { folder, names: readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'in'))) };
}

/** What holds of every run, whatever the day is like. */
export function claimCalm({ claim, strays }, told, codes, what) {
  const first = told.stderr.trim().split('\n').slice(0, 2).join(' | ').slice(0, 200);
  claim('it ends', !told.isHung, what);
  claim(
    `it ends with ${codes.join(' or ')}`,
    codes.includes(told.code),
    `${what}: ${told.code ?? told.signal} ${first}`,
  );
  claim('no stack trace', !told.hasStack, `${what}: ${first}`);
  claim('no process is left', !told.hasLeftOvers, what);
  const left = strays();
  claim('no temporary file is left', left.length === 0, `${what}: ${left.join(', ')}`);
}

/** `seen = compared + skipped + excluded`, and the report can be read at all. */
export function countsOf(stdout) {
  try {
    const { counts } = JSON.parse(stdout);
    return { ...counts, addUp: counts.seen === counts.compared + counts.skipped + counts.excluded };
  } catch {
    return { addUp: false };
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It is gone.
    return false;
  }
}

function residentBytes(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
