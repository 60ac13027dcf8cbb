import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
// @ts-expect-error: the drills' articles are made by plain JavaScript.
import { wire } from '../../../drills/house/wire.mjs';
import { DEFAULT_BORDERS } from '../../../src/borders.ts';
import { DuckEngine } from '../../../src/engine/duckdb/engine.ts';
import { planFor } from '../../../src/engine/plan/plan.ts';
import { runPlan } from '../../../src/engine/plan/run.ts';
import { packArgument } from '../../../src/engine/rows/contract.ts';
import { newShelfFile, ShelfWriter } from '../../../src/engine/rows/shelf-file.ts';
import { ShelvedArticles } from '../../../src/engine/rows/sketch-rows.ts';
import type { ArticleInput, EngineRequest, Report, Watch } from '../../../src/model.ts';
import { scan } from '../../../src/pipeline.ts';

const ARTICLES: readonly ArticleInput[] = [...wire(800, 'duckdb')].map(
  ({ text, ...rest }: { id: string; source?: string; text: string }) => ({ ...rest, body: text }),
);
const KERNEL = path.resolve(import.meta.dirname, '../../../dist/kernel.mjs');
const SCRATCH = mkdtempSync(path.join(tmpdir(), 'wirecopy-duckdb-'));

let inMemory: Report;

beforeAll(async () => {
  inMemory = await scan({ articles: ARTICLES });
});
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

function requestIn(name: string, more: Partial<EngineRequest> = {}): EngineRequest {
  return {
    name: 'duckdb',
    workDir: path.join(SCRATCH, name),
    memory: 256 * 2 ** 20,
    jobs: Math.min(2, availableParallelism()),
    resume: false,
    node: process.execPath,
    kernel: KERNEL,
    ...more,
  };
}

test('the report is that of a run in memory, byte for byte', async () => {
  expect(inMemory.clusters.length).toBeGreaterThan(50);
  const report = await scan({ articles: ARTICLES }, {}, { engine: requestIn('whole') });
  expect(JSON.stringify(report)).toBe(JSON.stringify(inMemory));
});

test.each([1, 2])('files that are read many at a time, by %i at once, give that report, too', async (jobs) => {
  const cwd = path.join(SCRATCH, `files-${jobs}`);
  for (const [k, { source, body }] of ARTICLES.slice(0, 300).entries()) {
    const folder = path.join(cwd, `${source ?? 'nobody'}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${k}.txt`), body);
  }
  const lines = ARTICLES.slice(200).map(({ body, ...more }) => JSON.stringify({ ...more, text: body }));
  writeFileSync(path.join(cwd, 'feed.jsonl'), `${lines.join('\n')}\n{"broken\n`);
  const files = { paths: ['.'], cwd };
  const report = await scan({ files }, {}, { engine: requestIn(`tables-${jobs}`, { jobs }) });
  expect(report.counts).toMatchObject({ compared: 900, skipped: 1 });
  expect(JSON.stringify(report)).toBe(JSON.stringify(await scan({ files })));
});

test('it makes no difference in how many parts and blocks the work is done', async () => {
  const workDir = path.join(SCRATCH, 'parts');
  const shelf = path.join(workDir, 'words');
  mkdirSync(shelf, { recursive: true });
  const engine = new DuckEngine({
    ...requestIn('parts'),
    memory: '256MiB',
    threads: 2,
    sketch: async (write) => {
      const words = new ShelfWriter(newShelfFile(shelf));
      const articles = new ShelvedArticles(words, write);
      for (const [k, { source, body }] of ARTICLES.entries()) articles.add(`${k}`, body, source);
      words.close();
      return ARTICLES.length;
    },
    ids: () => ARTICLES.map(({ id }, k) => ({ key: `${k}`, id: `${id}` })),
  });
  try {
    const plan = planFor(engine.dialect, { borders: DEFAULT_BORDERS, parts: 3, articlesAtOnce: 100 });
    const argument = packArgument({ borders: DEFAULT_BORDERS, asked: [], shelf });
    await runPlan(engine, plan, { key: '', resume: false, argument });
    const found: string[] = [];
    for await (const { id, cluster } of engine.rows('SELECT id, cluster FROM clusters'))
      found.push(`${id}\t${cluster}`);
    const expected = inMemory.clusters.flatMap(({ members }) => members.map((id) => `${id}\t${members[0]}`));
    expect(found.sort()).toEqual(expected.sort());
  } finally {
    await engine.close();
  }
});

test('a run that was broken off goes on where it was, and the result is the same', async () => {
  const stages: string[] = [];
  const watch = (stopsAt: string): Watch => ({
    stage: (name) => {
      stages.push(name);
      if (name === stopsAt) throw new Error('broken off');
    },
  });
  const engine = requestIn('resumed');
  await expect(scan({ articles: ARTICLES }, {}, { engine, ...watch('members') })).rejects.toThrow('broken off');
  stages.length = 0;
  const report = await scan({ articles: ARTICLES }, {}, { engine: { ...engine, resume: true }, ...watch('') });
  expect(JSON.stringify(report)).toBe(JSON.stringify(inMemory));
  const begun = stages.filter((name) => !name.endsWith('(kept)'));
  expect(stages).toContain('met_pairs (kept)');
  expect(begun).not.toContain('sketched_written');
  expect(begun).toContain('members');
});

test('a run over other articles is not taken over', async () => {
  const others = ARTICLES.slice(1);
  const engine = requestIn('resumed', { resume: true });
  await expect(scan({ articles: others }, {}, { engine })).rejects.toThrow(/not the one of the run/);
});

test('a kernel that stops early fails the run, and the step is named', async () => {
  const lazy = path.join(SCRATCH, 'lazy.mjs');
  // Leaves out the last line of what it is given in one mode, and counts right what it read.
  writeFileSync(
    lazy,
    `import { spawnSync } from 'node:child_process';
     import { readFileSync } from 'node:fs';
     const [mode, ...rest] = process.argv.slice(2);
     const all = readFileSync(0, 'utf8');
     const input = mode === 'verify' ? all.split('\\n').slice(0, -2).join('\\n') : all;
     const { status } = spawnSync(process.execPath, [${JSON.stringify(KERNEL)}, mode, ...rest], { input, stdio: ['pipe', 'inherit', 'inherit'] });
     process.exitCode = status;`,
  );
  const engine = requestIn('lazy', { kernel: lazy });
  await expect(scan({ articles: ARTICLES }, {}, { engine })).rejects.toThrow(/verdicts.*did not read all rows/);
});

test('a kernel that fails ends the run with what it said', async () => {
  const broken = path.join(SCRATCH, 'broken.mjs');
  writeFileSync(broken, "console.error('no room');\nprocess.exitCode = 7;\n");
  await expect(scan({ articles: ARTICLES }, {}, { engine: requestIn('broken', { kernel: broken }) })).rejects.toThrow(
    /kernel furniture ended with 7: no room/,
  );
});

test('the tables that stay are Parquet', () => {
  const folder = path.join(SCRATCH, 'whole', 'clusters');
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.parquet'));
  expect(readFileSync(path.join(folder, file)).subarray(0, 4).toString()).toBe('PAR1');
});
