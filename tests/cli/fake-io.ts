import type { Io, main, Output } from '../../src/cli/main.ts';
import * as lasting from '../../src/lasting.ts';
import type { Report } from '../../src/model.ts';
import * as reports from '../../src/report/index.ts';

export type Workings = Awaited<ReturnType<NonNullable<Parameters<typeof main>[2]>>>;

interface FakeIo extends Io {
  readonly printed: () => string;
  readonly told: () => string;
  /** As if the user pressed Ctrl-C, or the system wanted the end. */
  readonly signal: (exitCode: number) => void;
  readonly advance: (ms: number) => void;
}

/** A world without terminals in a UTF-8 locale, whose clock stands still; what a case needs otherwise is handed in. */
export function fakeIo(
  world: Partial<Pick<Io, 'env' | 'cwd'>> & {
    readonly stdout?: Partial<Output>;
    readonly stderr?: Partial<Output>;
    readonly stdinIsTTY?: boolean;
  } = {},
): FakeIo {
  const printed: string[] = [];
  const told: string[] = [];
  const handlers = new Set<(exitCode: number) => void | Promise<void>>();
  let clockMs = 5000;
  return {
    stdout: { ...outputTo(printed), ...world.stdout },
    stderr: { ...outputTo(told), ...world.stderr },
    stdin: { isTTY: world.stdinIsTTY ?? false, async *[Symbol.asyncIterator]() {} },
    env: { LANG: 'en_GB.UTF-8', ...world.env },
    cwd: world.cwd ?? '/nowhere',
    now: () => clockMs,
    onSignal: (handler) => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    printed: () => printed.join(''),
    told: () => told.join(''),
    signal: (exitCode) => {
      for (const handler of handlers) void handler(exitCode);
    },
    advance: (ms) => {
      clockMs += ms;
    },
  };
}

function outputTo(texts: string[]): Output {
  return {
    write: async (piece) => void texts.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString()),
    isTTY: false,
    columns: undefined,
  };
}

/** A system error such as Node throws. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the words of the system`), { code });
}

export interface FakeWorkings extends Workings {
  readonly closed: () => number;
}

/** The real reporters over a pipeline that finds what it is told to find. */
export function workingsThatFind(report: Report, more: Partial<Workings> = {}): () => Promise<FakeWorkings> {
  let closed = 0;
  return async () => ({
    ...reports,
    openFiles: () => ({
      async *read() {
        yield { kind: 'article', article: { id: 'a', place: { path: 'a' }, body: 'a' } } as const;
      },
      reread: () => {
        throw new Error('not read twice');
      },
      excludedBy: () => ({}),
      pick: async function* () {},
      close: () => {
        closed++;
      },
    }),
    lasting,
    changedFiles: async () => () => true,
    scan: async () => report,
    check: async () => report,
    comparePair: async () => {
      throw new Error('nothing to compare');
    },
    planSql: async () => '',
    stageRecords: async function* () {},
    ...more,
    closed: () => closed,
  });
}
