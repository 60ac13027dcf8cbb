// What does a run on an engine cost, stage by stage, with all its processes?
//
// usage: node bench/engine.mjs [--count 1000000] [--engine duckdb] [--memory 1G] [--jobs 2] [--sample MS] [--work-dir DIR] [--resume]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { sampleTree } from './house/process-tree.mjs';

const MAX_RESIDENT_GIB = 2;
const MAX_MINUTES = 3;
/** A million articles are the size that the bars are for. */
const BARRED_COUNT = 1_000_000;
/** How `--timings` tells of a stage. */
const STAGE = /^wirecopy: (\S+(?: \(kept\))?)\s+([\d.]+) s$/;

const bench = openBench('A run on an engine, with all its processes', {
  count: { type: 'string', default: '1000000' },
  seed: { type: 'string', default: '1' },
  engine: { type: 'string', default: 'duckdb' },
  memory: { type: 'string', default: '1G' },
  jobs: { type: 'string', default: '2' },
  sample: { type: 'string', default: '250' },
  resume: { type: 'boolean', default: false },
  'work-dir': { type: 'string' },
});
if (bench.sharedPlace('data', 'bench') !== undefined) await main(bench);

async function main({ values, table, tell, bar, close }) {
  const corpus = corpusOf(values.shared, {
    count: values.count,
    seed: values.seed,
    python: values.python,
    kind: 'fresh',
  });
  const workDir = values['work-dir'] ?? mkdtempSync(path.join(tmpdir(), 'wirecopy-engine-'));
  try {
    const onTables = ['--work-dir', workDir, '--memory', values.memory, '--jobs', values.jobs];
    const args = [corpus.articles, '--json', '--timings', '--no-progress', '--engine', values.engine];
    const told = await measure(
      [values.bin, ...args, ...(values.engine === 'memory' ? [] : onTables), ...(values.resume ? ['--resume'] : [])],
      Number(values.sample),
    );
    table(
      ['stage', 'seconds', 'processor seconds', 'most resident, MiB'],
      [...told.stages, { name: 'all', ...told }].map(({ name, seconds, cpu, peak }) => [
        name,
        seconds.toFixed(1),
        cpu.toFixed(1),
        Math.round(peak / 2 ** 20),
      ]),
    );
    tell(
      `The report has ${(told.bytes / 2 ** 20).toFixed(0)} MB, and its SHA-256 begins with ${told.digest.slice(0, 16)}.`,
      'Processor seconds are those of all processes. Resident is the sum over all processes that were there at one time,',
      `looked at every ${values.sample} ms, pages that several have counted once.`,
    );
    if (Number(values.count) !== BARRED_COUNT) return;
    bar(`at most ${MAX_RESIDENT_GIB} GiB resident`, told.peak <= MAX_RESIDENT_GIB * 2 ** 30);
    bar(`at most ${MAX_MINUTES} minutes`, told.seconds <= MAX_MINUTES * 60);
  } finally {
    if (values['work-dir'] === undefined) rmSync(workDir, { recursive: true, force: true });
    close();
  }
}

/** Runs the command, and tells of each of its stages what it took. */
async function measure(args, everyMs) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const samples = [];
  const look = () => {
    samples.push({ at: (performance.now() - startedAt) / 1000, ...sampleTree(child.pid) });
  };
  const timer = setInterval(look, everyMs);
  const digest = createHash('sha256');
  let bytes = 0;
  child.stdout.on('data', (chunk) => {
    bytes += chunk.length;
    digest.update(chunk);
  });
  const told = [];
  const complaints = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, name, stageSeconds] = STAGE.exec(line) ?? [];
    if (name === undefined) complaints.push(line);
    else if (name !== 'total') told.push({ name, seconds: Number(stageSeconds) });
  });
  const [code] = await once(child, 'close');
  clearInterval(timer);
  const seconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${complaints.join('\n')}`);
  const last = samples.reduce((most, { cpu }) => Math.max(most, cpu), 0);
  return {
    stages: stagesOf(told, samples, seconds),
    seconds,
    cpu: last,
    peak: Math.max(...samples.map(({ resident }) => resident)),
    bytes,
    digest: digest.digest('hex'),
  };
}

/** What was seen while each stage ran: the command tells of them all when it ends. */
function stagesOf(told, samples, endedAt) {
  const cpuAt = (time) => samples.findLast(({ at }) => at <= time)?.cpu ?? 0;
  let from = endedAt - told.reduce((sum, { seconds }) => sum + seconds, 0);
  return told.map(({ name, seconds }) => {
    const to = from + seconds;
    const inside = samples.filter(({ at }) => at >= from && at <= to);
    const stage = {
      name,
      seconds,
      cpu: cpuAt(to) - cpuAt(from),
      peak: inside.reduce((most, { resident }) => Math.max(most, resident), 0),
    };
    from = to;
    return stage;
  });
}
