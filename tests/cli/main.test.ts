import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { WirecopyError } from '../../src/errors.ts';
import type { Problem, Report, StageRecord } from '../../src/model.ts';
import { rendered } from '../report/render.ts';
import { EMPTY_REPORT, SAMPLE } from '../report/sample.ts';
import { fakeIo, systemError, type Workings, workingsThatFind } from './fake-io.ts';

const ESC = '\u001b';
/** Two articles, nothing found, nothing wrong. */
const QUIET_REPORT: Report = { ...EMPTY_REPORT, counts: { ...EMPTY_REPORT.counts, seen: 2, compared: 2 } };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-main-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['--help', '--version'])('%s is answered before the rest of the program is loaded', async (flag) => {
  const io = fakeIo();
  const load = () => Promise.reject(new Error('loaded'));

  expect(await main([flag], io, load)).toBe(0);
  expect(io.printed()).not.toBe('');
  expect(io.told()).toBe('');
});

test('without a path a person gets the help on standard error, and exit code 2', async () => {
  const io = fakeIo({ stdinIsTTY: true });

  expect(await main([], io, workingsThatFind(QUIET_REPORT))).toBe(2);
  expect(io.told()).toContain('Usage: wirecopy');
  expect(io.printed()).toBe('');
});

test('without a path and with a pipe the message says how to read the pipe', async () => {
  const io = fakeIo();

  expect(await main([], io, workingsThatFind(QUIET_REPORT))).toBe(2);
  expect(io.told()).toBe('wirecopy: no path was given (name files or folders, or - to read standard input)\n');
});

test('a wrong option is one line on standard error, with what the user typed made safe', async () => {
  const io = fakeIo();

  expect(await main(['--only', '\u001b[31m', 'a'], io, workingsThatFind(QUIET_REPORT))).toBe(2);
  expect(io.told()).toBe('wirecopy: --only must be one of syndicated, partial, quotes, all, and was "\\x1b[31m"\n');
  expect(io.printed()).toBe('');
});

test.each(['text', 'json', 'ndjson', 'none'] as const)(
  '--format %s prints that report and nothing else',
  async (format) => {
    const io = fakeIo();

    expect(await main(['a', '--format', format], io, workingsThatFind(QUIET_REPORT))).toBe(0);
    expect(io.printed()).toBe(rendered(format, QUIET_REPORT));
    expect(io.told()).toBe('');
  },
);

test('settings reach the pipeline as they were given', async () => {
  const asked: unknown[] = [];
  const scan: Workings['scan'] = async (_inputs, settings) => {
    asked.push(settings);
    return QUIET_REPORT;
  };

  await main(
    ['a', '--only', 'quotes', '--method', 'classic', '--explain'],
    fakeIo(),
    workingsThatFind(QUIET_REPORT, { scan }),
  );

  expect(asked).toEqual([{ only: ['quotes'], method: 'classic', explain: true, borders: {} }]);
});

test.each([
  [['a'], 3],
  [['a', '--allow-skipped'], 0],
])('%j with a skipped input ends with %i', async (argv, exitCode) => {
  const io = fakeIo();

  expect(await main(argv, io, workingsThatFind(withProblems(1)))).toBe(exitCode);
  expect(io.told()).toBe('wirecopy: gone-1.txt: it is gone\\x1b (put it back)\n');
});

test('a warning alone does not change the exit code', async () => {
  const report = { ...withProblems(1), counts: QUIET_REPORT.counts };
  expect(await main(['a'], fakeIo(), workingsThatFind(report))).toBe(0);
});

test('of many problems twenty are told and the rest is counted, also when quiet', async () => {
  const io = fakeIo();

  await main(['a', '--quiet'], io, workingsThatFind(withProblems(25)));

  const lines = io.told().split('\n').slice(0, -1);
  expect(lines).toHaveLength(21);
  expect(lines.every((line) => line.startsWith('wirecopy: '))).toBe(true);
  expect(lines.at(-1)).toBe('wirecopy: and 5 more (the full list is in the JSON report)');
});

test('when nothing was compared the reason is told, and programs still get their document', async () => {
  const counts = { ...EMPTY_REPORT.counts, seen: 3, skipped: 1, excluded: 2, excludedBy: { hidden: 2 } };
  const report = { ...EMPTY_REPORT, counts };
  const message =
    'wirecopy: nothing to compare: there is no article in a, b; not read: 1; left out: 2 (2 hidden) ' +
    '(name files of articles (text, pages, feeds, tables), or folders that hold some)\n';
  const [text, json] = [fakeIo(), fakeIo()];

  expect(await main(['a', 'b'], text, workingsThatFind(report))).toBe(2);
  expect(await main(['a', 'b', '--json'], json, workingsThatFind(report))).toBe(2);
  expect(text.printed()).toBe('');
  expect(json.printed()).toBe(rendered('json', report));
  expect(text.told()).toBe(message);
  expect(json.told()).toBe(message);
});

test('a reader that has seen enough ends the run without a word; report files are written all the same', async () => {
  const io = fakeIo({ cwd: folder, stdout: { write: () => Promise.reject(systemError('EPIPE')) } });

  expect(await main(['a', '--report', 'json=out.json'], io, workingsThatFind(SAMPLE_WITHOUT_PROBLEMS))).toBe(0);
  expect(io.told()).toBe('');
  expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe(rendered('json', SAMPLE_WITHOUT_PROBLEMS));
});

test.each([['a'], ['--help'], ['a', '--stop-after', 'matches']])(
  'a full disk behind standard output is named: %s',
  async (...argv) => {
    const io = fakeIo({ stdout: { write: () => Promise.reject(systemError('ENOSPC')) } });
    const stageRecords: Workings['stageRecords'] = async function* () {
      yield RECORD;
    };

    expect(await main(argv, io, workingsThatFind(QUIET_REPORT, { stageRecords }))).toBe(2);
    expect(io.told()).toBe(
      'wirecopy: standard output: there is no space left on the device (free some space, or write elsewhere)\n',
    );
  },
);

test('a full disk behind standard error is nobody to tell of', async () => {
  const io = fakeIo({ stderr: { write: () => Promise.reject(systemError('ENOSPC')) } });
  expect(await main(['--nonsense'], io, workingsThatFind(QUIET_REPORT))).toBe(2);
});

test('one write has ended before the next begins, so that a slow reader slows the writer', async () => {
  let [open, most, writes] = [0, 0, 0];
  const write = async () => {
    most = Math.max(most, ++open);
    writes++;
    await new Promise((resolve) => setImmediate(resolve));
    open--;
  };
  const articles = Array.from({ length: 5000 }, (_, index) => ({ ...SAMPLE.articles[1]!, id: `a${index}` }));

  await main(['a', '--json'], fakeIo({ stdout: { write } }), workingsThatFind({ ...QUIET_REPORT, articles }));

  expect(writes).toBeGreaterThan(5);
  expect(most).toBe(1);
});

test('an error nobody foresaw is one line; --debug shows where it came from', async () => {
  const scan: Workings['scan'] = async () => {
    throw new TypeError('x is not a function\nat all', { cause: new Error('the cause') });
  };
  const [plain, debug] = [fakeIo(), fakeIo()];

  expect(await main(['a'], plain, workingsThatFind(QUIET_REPORT, { scan }))).toBe(2);
  expect(await main(['a', '--debug'], debug, workingsThatFind(QUIET_REPORT, { scan }))).toBe(2);
  expect(plain.told()).toBe(
    'wirecopy: internal error: x is not a function\\nat all (run again with --debug to see where)\n',
  );
  expect(debug.told()).toContain('main.test.ts');
  expect(debug.told()).toContain('Error: the cause');
});

test('an error that was foreseen ends the run with the exit code of its kind', async () => {
  const scan: Workings['scan'] = async () => {
    throw new WirecopyError('MISSING_INPUT', {
      where: 'list.txt',
      what: 'there is no such file',
      remedy: 'check the path',
    });
  };
  const io = fakeIo();

  expect(await main(['--files-from', 'list.txt'], io, workingsThatFind(QUIET_REPORT, { scan }))).toBe(2);
  expect(io.told()).toBe('wirecopy: list.txt: there is no such file (check the path)\n');
});

test.each([130, 143])('a signal ends the run with %i, and lets go of what was open', async (exitCode) => {
  const io = fakeIo();
  const never: Workings['scan'] = () => new Promise(() => {});
  const workings = await workingsThatFind(QUIET_REPORT, { scan: never })();
  let reached = () => {};
  const running = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const code = main(['a'], io, async () => ({
    ...workings,
    scan: (...args) => {
      reached();
      return workings.scan(...args);
    },
  }));

  await running;
  io.signal(exitCode);

  expect(await code).toBe(exitCode);
  expect(workings.closed()).toBe(1);
  expect(io.printed() + io.told()).toBe('');
});

test('a progress line is shown to a terminal after a second, and taken away at the end', async () => {
  const io = fakeIo({ stderr: { isTTY: true } });
  const told: string[] = [];
  const scan: Workings['scan'] = async (_inputs, _settings, watch) => {
    watch?.stage?.('read');
    io.advance(999);
    watch?.progress?.(1, undefined);
    told.push(io.told());
    io.advance(1);
    watch?.progress?.(2, undefined);
    watch?.stage?.('verify');
    io.advance(50);
    watch?.progress?.(1, 3);
    io.advance(50);
    watch?.progress?.(2000, 3000);
    return QUIET_REPORT;
  };

  await main(['a'], io, workingsThatFind(QUIET_REPORT, { scan }));

  expect(told).toEqual(['']);
  // Not at 1,050 ms: the line before it is too young.
  expect(io.told().split(`\r${ESC}[K`)).toEqual([
    '',
    'reading articles: 2',
    'comparing pairs: 66 % (2,000 of 3,000)',
    '',
  ]);
});

test.each([
  ['no terminal', ['a'], false, {}],
  ['--quiet', ['a', '--quiet'], true, {}],
  ['--no-progress', ['a', '--no-progress'], true, {}],
  ['a dumb terminal', ['a'], true, { TERM: 'dumb' }],
])('no progress is shown with %s', async (_why, argv, isTTY, env) => {
  const io = fakeIo({ stderr: { isTTY }, env });
  const scan: Workings['scan'] = async (_inputs, _settings, watch) => {
    io.advance(10_000);
    watch?.progress?.(1, 2);
    return QUIET_REPORT;
  };

  await main(argv, io, workingsThatFind(QUIET_REPORT, { scan }));

  expect(io.told()).toBe('');
});

test('--timings tells the seconds of each stage on standard error, and --quiet silences it', async () => {
  const [io, quiet] = [fakeIo(), fakeIo()];
  const scanWith =
    (world: typeof io): Workings['scan'] =>
    async (_inputs, _settings, watch) => {
      watch?.stage?.('read');
      world.advance(1500);
      watch?.stage?.('verify');
      world.advance(250);
      return QUIET_REPORT;
    };

  await main(['a', '--timings'], io, workingsThatFind(QUIET_REPORT, { scan: scanWith(io) }));
  await main(['a', '--timings', '--quiet'], quiet, workingsThatFind(QUIET_REPORT, { scan: scanWith(quiet) }));

  const rows = io
    .told()
    .split('\n')
    .map((line) => line.split(/\s+/));
  expect(rows).toEqual(
    expect.arrayContaining([
      ['wirecopy:', 'read', '1.50', 's'],
      ['wirecopy:', 'verify', '0.25', 's'],
      ['wirecopy:', 'total', '1.75', 's'],
    ]),
  );
  expect(quiet.told()).toBe('');
});

test.each([
  ['a terminal', true, {}, [], true],
  ['a pipe', false, {}, [], false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, [], false],
  ['an empty NO_COLOR', true, { NO_COLOR: '' }, [], true],
  ['FORCE_COLOR into a pipe', false, { FORCE_COLOR: '1' }, [], true],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, [], false],
  ['FORCE_COLOR over NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, [], true],
  ['--no-color over FORCE_COLOR', true, { FORCE_COLOR: '1' }, ['--no-color'], false],
  ['a dumb terminal', true, { TERM: 'dumb' }, [], false],
])('colour with %s', async (_case, isTTY, env, flags, isColored) => {
  const io = fakeIo({ stdout: { isTTY }, env });

  await main(['a', ...flags], io, workingsThatFind(SAMPLE_WITHOUT_PROBLEMS));

  expect(io.printed().includes(ESC)).toBe(isColored);
});

test.each([
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'en_GB.UTF-8', LC_CTYPE: 'de_DE.ISO-8859-1' }, false],
  [{ LANG: 'C', LC_CTYPE: 'C', LC_ALL: 'de_DE.UTF-8' }, true],
  [{ LANG: 'C', LC_ALL: '' }, false],
  [{ LANG: undefined }, true],
])('in the locale %j characters beyond ASCII are shown: %s', async (env, isUnicode) => {
  const io = fakeIo({ env });

  await main(['a'], io, workingsThatFind(SAMPLE));

  expect(/[^\0-\x7f]/.test(io.printed())).toBe(isUnicode);
  expect(/[^\0-\x7f]/.test(io.told())).toBe(false);
});

test('a terminal is used in its width, a pipe has 80 columns', async () => {
  const widthOn = async (stdout: { isTTY: boolean; columns: number }) => {
    const io = fakeIo({ stdout });
    await main(['a'], io, workingsThatFind(SAMPLE_WITHOUT_PROBLEMS));
    return io.printed();
  };

  expect(await widthOn({ isTTY: false, columns: 120 })).toBe(
    rendered('text', SAMPLE_WITHOUT_PROBLEMS, { columns: 80 }),
  );
  expect(stripped(await widthOn({ isTTY: true, columns: 0 }))).toBe(
    rendered('text', SAMPLE_WITHOUT_PROBLEMS, { columns: 80 }),
  );
  expect(stripped(await widthOn({ isTTY: true, columns: 120 }))).toBe(
    rendered('text', SAMPLE_WITHOUT_PROBLEMS, { columns: 120 }),
  );
});

test('--quiet leaves out the hints of the text report', async () => {
  const io = fakeIo();
  await main(['a', '--quiet'], io, workingsThatFind(SAMPLE_WITHOUT_PROBLEMS));
  expect(io.printed()).toBe(rendered('text', SAMPLE_WITHOUT_PROBLEMS, { hints: false }));
});

test('a report file is the same on every terminal and in every locale', async () => {
  const io = fakeIo({ cwd: folder, stdout: { isTTY: true, columns: 200 }, env: { LC_ALL: 'C', FORCE_COLOR: '1' } });

  expect(
    await main(
      ['a', '--format', 'none', '--report', 'text=a.txt', '--report', 'ndjson=b.ndjson'],
      io,
      workingsThatFind(SAMPLE),
    ),
  ).toBe(3);

  expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe(rendered('text', SAMPLE, { hints: false }));
  expect(readFileSync(path.join(folder, 'b.ndjson'), 'utf8')).toBe(rendered('ndjson', SAMPLE));
  expect(io.printed()).toBe('');
});

test('a report that has nowhere to go is told before anything is read', async () => {
  const io = fakeIo({ cwd: folder });
  const scan: Workings['scan'] = () => Promise.reject(new Error('read'));

  expect(await main(['a', '--report', 'json=no/such/folder.json'], io, workingsThatFind(QUIET_REPORT, { scan }))).toBe(
    2,
  );
  expect(io.told()).toBe('wirecopy: no/such/folder.json: there is no such folder (make the folder first)\n');
});

const NO_RECORDS: readonly StageRecord[] = [];
const RECORD: StageRecord = { type: 'candidate', left: 'a\u202e', right: 'b', sharedHashes: 3, estimate: 0.5 };

test('--stop-after prints the records of the stage as NDJSON, made safe, or nothing', async () => {
  const [io, none] = [fakeIo(), fakeIo()];
  const stageRecords: Workings['stageRecords'] = async function* (inputs, _settings, stage) {
    for await (const _item of storeOf(inputs).read()) if (stage === 'candidates') yield RECORD;
  };
  const load = workingsThatFind(QUIET_REPORT, { stageRecords });

  expect(await main(['a', '--stop-after', 'candidates'], io, load)).toBe(0);
  expect(await main(['a', '--stop-after', 'candidates', '--format', 'none'], none, load)).toBe(0);
  expect(io.printed()).toBe('{"type":"candidate","left":"a\\u202e","right":"b","sharedHashes":3,"estimate":0.5}\n');
  expect(none.printed()).toBe('');
});

test('--stop-after tells problems, counts the skipped ones, and knows when there was nothing', async () => {
  const [problem] = withProblems(1).problems;
  const readAll: Workings['stageRecords'] = async function* (inputs, _settings, _stage, watch) {
    for await (const item of storeOf(inputs).read()) {
      if (item.kind === 'problem') watch?.problem?.(item.problem, item.skipped);
    }
    yield* NO_RECORDS;
  };
  const holding = (items: 'problem' | 'both') => {
    const store = async () => {
      const workings = await workingsThatFind(QUIET_REPORT, { stageRecords: readAll })();
      const { openFiles } = workings;
      const open: Workings['openFiles'] = (request) => {
        const inner = openFiles(request);
        return {
          ...inner,
          async *read() {
            yield { kind: 'problem', problem: problem!, skipped: true } as const;
            if (items === 'both') yield* inner.read();
          },
        };
      };
      return { ...workings, openFiles: open };
    };
    return store;
  };
  const [some, nothing] = [fakeIo(), fakeIo()];

  expect(await main(['a', '--stop-after', 'matches'], some, holding('both'))).toBe(3);
  expect(await main(['a', '--stop-after', 'matches'], nothing, holding('problem'))).toBe(2);
  expect(some.told()).toContain('gone-1.txt');
  expect(nothing.told()).toContain('nothing to compare');
});

const SAMPLE_WITHOUT_PROBLEMS: Report = {
  ...SAMPLE,
  counts: { ...SAMPLE.counts, seen: 29, skipped: 0 },
  problems: [],
};

function stripped(colored: string): string {
  return colored.replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), '');
}

function storeOf(inputs: Parameters<Workings['scan']>[0]) {
  if (!('store' in inputs)) throw new Error('the command opens the files itself');
  return inputs.store;
}

function withProblems(count: number): Report {
  const problems = Array.from(
    { length: count },
    (_, index): Problem => ({
      code: 'MISSING_INPUT',
      where: `gone-${index + 1}.txt`,
      what: 'it is gone\u001b',
      remedy: 'put it back',
    }),
  );
  return { ...QUIET_REPORT, counts: { ...QUIET_REPORT.counts, seen: 2 + count, skipped: count }, problems };
}
