import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EngineName, EngineRequest } from '../model.ts';
import type { ScanOptions } from '../options.ts';
import { tell } from './tell.ts';
import { usage } from './usage.ts';
import type { World } from './workings.ts';

/** Above so much input an engine is chosen by itself: in memory it would take about as much again. Source: docs/scale.md. */
const LARGE_INPUT_BYTES = 4 * 2 ** 30;
const PACKAGE = '@duckdb/node-api';

/** Does the work with the engine that is asked for, if it is not memory, and tidies its folder away where nobody named it. */
export async function withEngine<T>(
  options: ScanOptions,
  world: World,
  work: (engine: EngineRequest | undefined) => Promise<T>,
): Promise<T> {
  const name = await engineFor(options, world);
  refuseWithoutEngine(options, name);
  if (name === 'memory') return await work(undefined);
  const { io, leavings } = world;
  const { workDir, memory, jobs, resume } = options;
  const server = name === 'spark' ? serverFor(options, world) : undefined;
  const temporary = workDir === undefined ? mkdtempSync(path.join(tmpdir(), 'wirecopy-')) : undefined;
  let stop: () => void | Promise<void> = () => {};
  const tidyAway = (): void | Promise<void> => {
    const stopped = stop();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    return stopped;
  };
  leavings.add(tidyAway);
  try {
    return await work({
      name,
      workDir: temporary ?? placeOf(workDir ?? '', io.cwd),
      ...(server !== undefined && { server, pause: setTimeout }),
      memory,
      jobs: jobs ?? availableParallelism(),
      resume,
      node: process.execPath,
      kernel: kernelFile(),
      onStop: (how) => {
        stop = how;
      },
    });
  } finally {
    if (leavings.delete(tidyAway)) await tidyAway();
  }
}

/** A folder, or a URL as it is. */
function placeOf(workDir: string, cwd: string): string {
  return URL_FORM.test(workDir) ? workDir : path.resolve(cwd, workDir);
}

const URL_FORM = /^[a-z][a-z\d+.-]*:\/\//i;

function serverFor({ spark, workDir }: ScanOptions, { io }: World): string {
  const server = spark ?? io.env['SPARK_REMOTE'];
  if (server === undefined || server === '')
    throw usage('--engine spark needs the address of a Spark Connect server', 'name it with --spark sc://HOST:PORT');
  if (workDir === undefined)
    throw usage('--engine spark needs a folder that all workers share', 'name it, or its URL, with --work-dir');
  return server;
}

async function engineFor(options: ScanOptions, { io }: World): Promise<EngineName> {
  const { engine, paths, method, only, workDir, spark } = options;
  if (engine !== undefined) return engine;
  if (spark !== undefined) return 'spark';
  if (workDir !== undefined) return 'duckdb';
  const isForMemory = method !== 'scaled' || only.includes('quotes') || only.includes('all');
  if (isForMemory || inputBytes(paths, io.cwd) <= LARGE_INPUT_BYTES || !(await isInstalled())) return 'memory';
  await tell(['the input is over 4 GB: it is compared with --engine duckdb (--engine memory does without)'], io);
  return 'duckdb';
}

/** Of the files that are named, and those that lie in a folder that is named. */
function inputBytes(paths: readonly string[], cwd: string): number {
  const sizeOf = (file: string): number => {
    const stat = seen(() => statSync(file));
    return stat?.isFile() === true ? stat.size : 0;
  };
  return paths.reduce((sum, given) => {
    if (given === '-') return sum;
    const place = path.resolve(cwd, given);
    const names = seen(() => (statSync(place).isDirectory() ? readdirSync(place) : undefined));
    if (names === undefined) return sum + sizeOf(place);
    return names.reduce((inside, name) => inside + sizeOf(path.join(place, name)), sum);
  }, 0);
}

/** What cannot be looked at (a link to itself, a folder that is not ours) is told by whoever reads it. */
function seen<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

async function isInstalled(): Promise<boolean> {
  return await import(PACKAGE).then(
    () => true,
    () => false,
  );
}

function refuseWithoutEngine({ resume, workDir }: ScanOptions, engine: EngineName): void {
  if (resume && workDir === undefined) {
    throw usage('--resume needs the folder of the run to take over', 'name it with --work-dir');
  }
  if (engine === 'memory' && workDir !== undefined) {
    throw usage('--work-dir is for engines that keep tables, and --engine memory keeps none', 'leave out one of them');
  }
}

/** Beside the bundle of the command, wherever in it this stands. */
function kernelFile(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const places = ['kernel.mjs', '../kernel.mjs', '../../dist/kernel.mjs'].map((place) => path.join(here, place));
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
}
