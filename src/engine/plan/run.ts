import { WirecopyError } from '../../errors.ts';
import type { Engine, Row } from './engine.ts';
import type { Check, KernelStep, LoopStep, Step, TableStep } from './plan.ts';

/** How a plan is carried out, beside what it says. */
export interface RunRequest {
  /** What the steps depend on beside their own text: tables of another key are not taken over. */
  readonly key: string;
  /** Take finished tables over. */
  readonly resume: boolean;
  /** Handed to the kernel with every row that it is given. */
  readonly argument: string;
  /** A step begins; `kept` where it was finished before. */
  readonly onStep?: (name: string, state: 'begun' | 'kept') => void;
}

/** A loop on news ends after two rounds, and a chain of 100,000 articles after 17. Measured on made news. */
const MAX_ROUNDS = 64;

/** Carries a plan out, step by step. Finished steps are not run again, and each is checked before the next one begins. */
export async function runPlan(engine: Engine, steps: readonly Step[], request: RunRequest): Promise<void> {
  for (const step of steps) await RUNNERS[step.kind](engine, step as never, request);
}

const RUNNERS = {
  table: runTable,
  view: async (engine: Engine, { name, sql }: { name: string; sql: string }) => await engine.view(name, sql),
  kernel: runKernel,
  loop: runLoop,
} satisfies Record<Step['kind'], (engine: Engine, step: never, request: RunRequest) => Promise<void>>;

async function runTable(
  engine: Engine,
  { name, sql, isParted, checks }: TableStep,
  request: RunRequest,
): Promise<void> {
  await once(engine, name, request, async () => {
    await engine.keep(name, sql, isParted);
    await check(engine, name, checks);
  });
}

async function runKernel(engine: Engine, step: KernelStep, request: RunRequest): Promise<void> {
  const { name, columns, checks, expected } = step;
  const written = `${name}_written`;
  const made = `SELECT ${Object.keys(columns).join(', ')} FROM ${written} WHERE seen IS NULL`;
  const isKept = await once(engine, written, request, async () => {
    await engine.kernel(written, step, request.argument);
    await check(engine, name, [
      {
        means: 'the kernel did not read all rows',
        sql: `SELECT (${expected}) - coalesce((SELECT sum(seen) FROM ${written}), 0) AS wrong`,
      },
    ]);
    await engine.view(name, made);
    await check(engine, name, checks);
  });
  if (isKept) await engine.view(name, made);
}

async function runLoop(engine: Engine, step: LoopStep, request: RunRequest): Promise<void> {
  let round = 0;
  while (!isTrue(await single(engine, step.done(round)))) {
    if (++round > MAX_ROUNDS) throw failed(step.name, `no end after ${MAX_ROUNDS} rounds`);
    for (const table of step.round(round)) await runTable(engine, table, request);
  }
  await engine.view(step.name, step.result(round));
}

async function once(engine: Engine, name: string, request: RunRequest, make: () => Promise<void>): Promise<boolean> {
  const { key, resume, onStep } = request;
  if (resume && (await engine.isKept(name, key))) {
    onStep?.(name, 'kept');
    return true;
  }
  onStep?.(name, 'begun');
  await make();
  await engine.markKept(name, key);
  return false;
}

async function check(engine: Engine, name: string, checks: readonly Check[]): Promise<void> {
  for (const { means, sql } of checks) {
    const wrong = Number(await single(engine, sql));
    if (wrong !== 0) throw failed(name, `${means} (${wrong})`);
  }
}

async function single(engine: Engine, sql: string): Promise<unknown> {
  let found: Row | undefined;
  for await (const row of engine.rows(sql)) found ??= row;
  return Object.values(found ?? {})[0];
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 1n;
}

function failed(step: string, what: string): WirecopyError {
  return new WirecopyError('ENGINE_FAILED', {
    where: '',
    what: `step ${step}: ${what}`,
    remedy: 'the tables of the steps before it are kept: run again with --resume',
  });
}
