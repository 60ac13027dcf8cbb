import { ERROR_CODES, messageOf, WirecopyError } from '../errors.ts';
import type { Counts, Problem, Settings, StageName, TextOf } from '../model.ts';
import { type ScanOptions, usage } from '../options.ts';
import type { RenderContext } from '../report/index.ts';
import { CHUNK_CHARACTERS, chunked } from './chunks.ts';
import { type Follower, followRun } from './follow.ts';
import type { Io, Output } from './io.ts';
import { helpText, readArguments } from './program.ts';
import { checkReportPlace, type Leavings, writeReportFile } from './report-file.ts';
import { isClosedPipe, writeFailureOf } from './write-failures.ts';

export { type Io, type Output, processIo } from './io.ts';

declare const __WIRECOPY_VERSION__: string;

const MAX_PROBLEM_LINES = 20;
const DEFAULT_COLUMNS = 80;
/** Done, but some input was not read. */
const SKIPPED_CODE = 3;

/** The rest of the program. It is loaded once the command line is known to need it: `--help` is to be quick. */
type Workings = Awaited<ReturnType<typeof loadWorkings>>;

async function loadWorkings() {
  const [{ openFiles }, { scan, stageRecords }, { REPORTERS, jsonOf, toldExclusions }] = await Promise.all([
    import('../input/index.ts'),
    import('../pipeline.ts'),
    import('../report/index.ts'),
  ]);
  return { openFiles, scan, stageRecords, REPORTERS, jsonOf, toldExclusions };
}

/**
 * Runs the command and returns its exit code: 0 done, 2 not done, 3 done but some input was skipped, 130 or 143 ended
 * by a signal. Everything it knows of the world comes through `io`. Never throws.
 *
 * @param load the parts that do the work; tests hand in their own
 */
export async function main(
  argv: readonly string[],
  io: Io,
  load: () => Promise<Workings> = loadWorkings,
): Promise<number> {
  const leavings: Leavings = new Set();
  let stopListening = () => {};
  const ended = new Promise<number>((resolve) => {
    stopListening = io.onSignal((exitCode) => {
      for (const tidy of leavings) tidy();
      leavings.clear();
      resolve(exitCode);
    });
  });
  try {
    return await Promise.race([run(argv, io, load, leavings), ended]);
  } finally {
    stopListening();
  }
}

async function run(
  argv: readonly string[],
  io: Io,
  load: () => Promise<Workings>,
  leavings: Leavings,
): Promise<number> {
  try {
    const request = readArguments(argv, __WIRECOPY_VERSION__);
    if (request.kind === 'print') {
      await print(io.stdout, [request.text]);
      return 0;
    }
    const { options } = request;
    if (options.paths.length === 0 && options.filesFrom === undefined) {
      if (!io.stdin.isTTY) throw usage('no path was given', 'name files or folders, or - to read standard input');
      await say(io, helpText(__WIRECOPY_VERSION__));
      return ERROR_CODES.USAGE;
    }
    return await runScan(options, io, await load(), leavings);
  } catch (error) {
    return await tellError(error, io, argv.includes('--debug'));
  }
}

/** What one scan works with. */
interface Run {
  readonly options: ScanOptions;
  readonly io: Io;
  readonly workings: Workings;
  readonly store: ReturnType<Workings['openFiles']>;
  readonly follower: Follower;
  readonly leavings: Leavings;
}

async function runScan(options: ScanOptions, io: Io, workings: Workings, leavings: Leavings): Promise<number> {
  for (const { text: path } of options.report) await checkReportPlace(path, io.cwd);
  const follower = followRun({
    now: io.now,
    columns: columnsOf(io.stderr),
    show: showsProgress(options, io) ? (text) => void say(io, text) : undefined,
  });
  const store = workings.openFiles({
    paths: options.paths,
    exclude: options.exclude,
    gitignore: options.gitignore,
    ...(options.filesFrom !== undefined && { filesFrom: options.filesFrom }),
    ...(options.textField !== undefined && { textField: options.textField }),
    ...(options.idField !== undefined && { idField: options.idField }),
    cwd: io.cwd,
    stdin: io.stdin,
  });
  const tidyAway = () => {
    follower.end();
    store.close();
  };
  leavings.add(tidyAway);
  try {
    const run: Run = { options, io, workings, store, follower, leavings };
    return options.stopAfter === undefined ? await reportOn(run) : await printStage(run, options.stopAfter);
  } finally {
    if (leavings.delete(tidyAway)) tidyAway();
  }
}

async function reportOn(run: Run): Promise<number> {
  const { options, io, workings, store, follower, leavings } = run;
  const atHand: { textOf?: TextOf } = {};
  const texts = (textOf: TextOf) => {
    atHand.textOf = textOf;
  };
  const report = await workings.scan({ store }, settingsOf(options), { ...follower.watch, ...kernelOf(io), texts });
  follower.watch.stage('write');
  follower.end();
  await tellProblems(report.problems, io);
  for (const { key: format, text: path } of options.report) {
    await writeReportFile(
      path,
      io.cwd,
      workings.REPORTERS[format].render(report, { ...FILE_CONTEXT, ...atHand }),
      leavings,
    );
  }
  const { counts } = report;
  // Programs get their document also when it is empty; a person gets the sentence that says why.
  if (counts.compared > 0 || options.format !== 'text') {
    await print(io.stdout, workings.REPORTERS[options.format].render(report, { ...contextOf(options, io), ...atHand }));
  }
  await tellTimings(run);
  if (counts.compared === 0) throw nothingToCompare(counts, options, workings);
  return exitCodeOf(counts.skipped, options);
}

async function printStage(run: Run, stage: StageName): Promise<number> {
  const { options, io, workings, follower } = run;
  const problems: Problem[] = [];
  let skipped = 0;
  const problem = (told: Problem, isSkipped: boolean) => {
    problems.push(told);
    if (isSkipped) skipped++;
  };
  const { store, articleCount } = counting(run.store);
  const records = workings.stageRecords({ store }, settingsOf(options), stage, {
    ...follower.watch,
    ...kernelOf(io),
    problem,
  });
  let held = '';
  let pipe: 'open' | 'closed' = 'open';
  for await (const record of records) {
    if (options.format === 'none') continue;
    held += `${workings.jsonOf(record)}\n`;
    if (held.length < CHUNK_CHARACTERS) continue;
    follower.end();
    pipe = await print(io.stdout, [held]);
    held = '';
    if (pipe === 'closed') break;
  }
  follower.end();
  await print(io.stdout, [held]);
  await tellProblems(problems, io);
  await tellTimings(run);
  if (articleCount() === 0 && pipe === 'open') {
    const excludedBy = store.excludedBy();
    const excluded = Object.values(excludedBy).reduce((sum, count) => sum + count, 0);
    throw nothingToCompare({ seen: skipped + excluded, skipped, excluded, excludedBy }, options, workings);
  }
  return exitCodeOf(skipped, options);
}

/** A stage has no counts, so the articles are counted as they pass. */
function counting(store: Run['store']): { store: Run['store']; articleCount: () => number } {
  let count = 0;
  const counted: Run['store'] = {
    async *read() {
      for await (const item of store.read()) {
        if (item.kind === 'article') count++;
        yield item;
      }
    },
    reread: (index) => store.reread(index),
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
  return { store: counted, articleCount: () => count };
}

function settingsOf({ method, only, explain }: ScanOptions): Settings {
  return { method, only, explain };
}

/** `WIRECOPY_KERNEL=plain` does without compiled code, for machines that refuse it; the report is the same. */
function kernelOf({ env }: Io): { kernel?: 'plain' } {
  return env['WIRECOPY_KERNEL'] === 'plain' ? { kernel: 'plain' } : {};
}

function exitCodeOf(skipped: number, { allowSkipped }: ScanOptions): number {
  return skipped > 0 && !allowSkipped ? SKIPPED_CODE : 0;
}

function nothingToCompare(
  counts: Pick<Counts, 'seen' | 'skipped' | 'excluded' | 'excludedBy'>,
  { paths, filesFrom }: ScanOptions,
  { toldExclusions }: Workings,
): WirecopyError {
  const named = [...paths, ...(filesFrom === undefined ? [] : [`the list ${filesFrom}`])];
  const shown = named.slice(0, 3).map((path) => (path === '-' ? 'standard input' : path));
  const places = `${shown.join(', ')}${named.length > shown.length ? ` and ${named.length - shown.length} more` : ''}`;
  const seen = [
    ...(counts.skipped > 0 ? [`; not read: ${counts.skipped}`] : []),
    ...(counts.excluded > 0 ? [`; left out: ${counts.excluded} (${toldExclusions(counts.excludedBy)})`] : []),
  ];
  return new WirecopyError('NOTHING_TO_COMPARE', {
    where: '',
    what: `nothing to compare: there is no article in ${places}${seen.join('')}`,
    remedy: 'name files of text, Markdown or JSON Lines, or folders that hold some',
  });
}

/** Where nobody watches: the same bytes on every machine. */
const FILE_CONTEXT: RenderContext = { columns: DEFAULT_COLUMNS, color: false, characters: 'unicode', hints: false };

function contextOf(options: ScanOptions, { stdout, env }: Io): RenderContext {
  return {
    columns: columnsOf(stdout),
    color: options.color && wantsColor(env, stdout),
    characters: isAsciiLocale(env) ? 'ascii' : 'unicode',
    hints: !options.quiet,
  };
}

/** A terminal that does not know its width says 0. */
function columnsOf({ isTTY, columns }: Output): number {
  return isTTY && columns !== undefined && columns > 0 ? columns : DEFAULT_COLUMNS;
}

/** FORCE_COLOR wins over NO_COLOR, as in Node itself; without either, a terminal gets colour. */
function wantsColor(env: Io['env'], { isTTY }: Output): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTTY && (refused === undefined || refused === '') && terminal !== 'dumb';
}

/** A locale that was set to something else than UTF-8. One that was never set says nothing of the terminal. */
function isAsciiLocale({ LC_ALL, LC_CTYPE, LANG }: Io['env']): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale);
}

function showsProgress({ quiet, progress }: ScanOptions, { stderr, env: { TERM: terminal } }: Io): boolean {
  return progress && !quiet && stderr.isTTY && terminal !== 'dumb';
}

async function tellProblems(problems: readonly Problem[], io: Io): Promise<void> {
  const lines = problems.slice(0, MAX_PROBLEM_LINES).map(messageOf);
  const left = problems.length - lines.length;
  await tell(left === 0 ? lines : [...lines, `and ${left} more (the full list is in the JSON report)`], io);
}

async function tellTimings({ options, follower, io }: Run): Promise<void> {
  if (!options.timings || options.quiet) return;
  await tell(
    follower.timings().map(([stage, seconds]) => `${stage.padEnd(10)} ${seconds.toFixed(2).padStart(8)} s`),
    io,
  );
}

/** Says what ended the run, and returns the exit code it leads to. */
async function tellError(error: unknown, io: Io, isDebug: boolean): Promise<number> {
  const isExpected = error instanceof WirecopyError;
  const message = error instanceof Error ? error.message : String(error);
  await tell([isExpected ? message : `internal error: ${message} (run again with --debug to see where)`], io);
  if (isDebug) await tell(stackOf(error), io);
  return isExpected ? ERROR_CODES[error.code] || ERROR_CODES.USAGE : ERROR_CODES.USAGE;
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const lines = (error.stack ?? '').split('\n');
  return error.cause === undefined ? lines : [...lines, 'caused by:', ...stackOf(error.cause)];
}

/** Lines on standard error, each under the name of the program. */
async function tell(messages: readonly string[], io: Io): Promise<void> {
  if (messages.length === 0) return;
  const { visible, visibleAscii } = await import('../report/index.ts');
  const show = isAsciiLocale(io.env) ? visibleAscii : visible;
  await say(io, messages.map((message) => `wirecopy: ${show(message)}\n`).join(''));
}

/** Standard error may be closed or full; then there is nowhere left to say so. */
async function say({ stderr }: Io, text: string): Promise<void> {
  await stderr.write(text).catch(() => undefined);
}

async function print(output: Output, pieces: Iterable<string>): Promise<'open' | 'closed'> {
  for (const text of chunked(pieces)) {
    try {
      await output.write(text);
    } catch (error) {
      if (isClosedPipe(error)) return 'closed';
      throw writeFailureOf('standard output', error);
    }
  }
  return 'open';
}
