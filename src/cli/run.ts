import { availableParallelism } from 'node:os';
import { WirecopyError } from '../errors.ts';
import type { FileRequest } from '../input/index.ts';
import type { Counts, Report, ReportFormatName, TextOf, Watch } from '../model.ts';
import type { CheckOptions, IndexOptions, ScanOptions } from '../options.ts';
import { columnsOf, contextOf, FILE_CONTEXT, showsProgress } from './context.ts';
import { type Follower, followRun } from './follow.ts';
import { inputRequestOf } from './input-request.ts';
import { checkReportPlace, writeReportFile } from './report-file.ts';
import { print, say, tell, tellProblems } from './tell.ts';
import type { Workings, World } from './workings.ts';

/** Done, but some input was not read. */
export const SKIPPED_CODE = 3;

/** What a command works with that reads many articles and reports on them. */
export interface Run<O extends ScanOptions | CheckOptions = ScanOptions | CheckOptions> extends Followed<O> {
  readonly store: ReturnType<Workings['openFiles']>;
}

/** The same of a command whose input is its own affair. */
export interface Followed<
  O extends ScanOptions | CheckOptions | IndexOptions = ScanOptions | CheckOptions | IndexOptions,
> extends World {
  readonly options: O;
  readonly follower: Follower;
}

/** Opens the input, does the work, and lets go of the input however the work ends. */
export async function withRun<O extends ScanOptions | CheckOptions>(
  options: O,
  world: World,
  more: Partial<FileRequest>,
  work: (run: Run<O>) => Promise<number>,
): Promise<number> {
  const { io, workings, leavings } = world;
  const lists = 'kept' in options ? [options.kept, options.dropped] : [];
  for (const path of lists) if (path !== undefined) await checkReportPlace(path, io.cwd);
  const follower = await followed(options, io);
  const store = workings.openFiles({
    paths: options.paths,
    exclude: options.exclude,
    gitignore: false,
    ...inputRequestOf(options, io),
    ...more,
  });
  const tidyAway = () => {
    follower.end();
    store.close();
  };
  leavings.add(tidyAway);
  try {
    return await work({ ...world, options, store, follower });
  } finally {
    if (leavings.delete(tidyAway)) tidyAway();
  }
}

/** Makes sure that reports have a place, and begins to follow a run. */
export async function followed(
  options: Pick<ScanOptions, 'report' | 'quiet' | 'progress'>,
  io: World['io'],
): Promise<Follower> {
  for (const { text: path } of options.report) await checkReportPlace(path, io.cwd);
  return followRun({
    now: io.now,
    columns: columnsOf(io.stderr),
    show: showsProgress(options, io) ? (text) => void say(io, text) : undefined,
  });
}

/** Those who follow a run. `WIRECOPY_GRAIN=fine` has threads share the smallest work, for drills. `WIRECOPY_KERNEL=plain` does without compiled code, for machines that refuse it; the report is the same. */
export function watchOf({ options, follower, io: { env } }: Followed): Watch {
  const jobs = ('jobs' in options ? options.jobs : undefined) ?? availableParallelism();
  const grain = env['WIRECOPY_GRAIN'] === 'fine' ? ('fine' as const) : undefined;
  return {
    ...follower.watch,
    jobs,
    grain,
    ...(env['WIRECOPY_KERNEL'] === 'plain' ? { kernel: 'plain' as const } : {}),
  };
}

/**
 * Prints a report and writes it to files, tells what went wrong, and throws NOTHING_TO_COMPARE when there was nothing.
 *
 * @param make makes the report; it is handed those who follow the run
 */
export async function writeReports(run: Followed, make: (watch: Watch) => Promise<Report>): Promise<Report> {
  const { options, io, workings, follower, leavings } = run;
  const atHand: { textOf?: TextOf } = {};
  const texts = (textOf: TextOf) => {
    atHand.textOf = textOf;
  };
  const report = await make({ ...watchOf(run), texts });
  follower.watch.stage('write');
  follower.end();
  await tellProblems(report.problems, io);
  for (const { key, text: path } of options.report) {
    await writeReportFile(
      path,
      io.cwd,
      workings.REPORTERS[key].render(report, { ...FILE_CONTEXT, ...atHand }),
      leavings,
    );
  }
  const { counts } = report;
  const format: ReportFormatName = options.format;
  // Programs get their document also when it is empty; a person gets the sentence that says why.
  if (counts.compared > 0 || format !== 'text') {
    await print(io.stdout, workings.REPORTERS[format].render(report, { ...contextOf(options, io), ...atHand }));
  }
  await tellTimings(run);
  if (counts.compared === 0) throw nothingToCompare(counts, options, workings);
  return report;
}

export function nothingToCompare(
  counts: Pick<Counts, 'seen' | 'skipped' | 'excluded' | 'excludedBy'>,
  { paths, filesFrom }: Pick<ScanOptions, 'paths' | 'filesFrom'>,
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
    remedy: 'name files of articles (text, pages, feeds, tables), or folders that hold some',
  });
}

export async function tellTimings({ options, follower, io }: Followed): Promise<void> {
  if (!options.timings || options.quiet) return;
  await tell(
    follower.timings().map(([stage, seconds]) => `${stage.padEnd(10)} ${seconds.toFixed(2).padStart(8)} s`),
    io,
  );
}
