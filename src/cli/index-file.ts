import type { IndexAction } from '../commands.ts';
import type { IndexInfo, IndexPlace } from '../lasting.ts';
import type { Problem } from '../model.ts';
import type { IndexOptions } from '../options.ts';
import { inputRequestOf } from './input-request.ts';
import type { Leavings } from './report-file.ts';
import { type Followed, followed, nothingToCompare, SKIPPED_CODE, tellTimings, watchOf, writeReports } from './run.ts';
import { print, tellProblems } from './tell.ts';
import type { World } from './workings.ts';
import { writeFailureOf } from './write-failures.ts';

type IndexRun = Followed<IndexOptions> & { readonly place: IndexPlace };

/** What each action does; returns the exit code. */
const ACTIONS: Record<IndexAction, (run: IndexRun) => Promise<number>> = {
  add: async (run) => {
    const { workings, place, options, configuration, io } = run;
    const settings = { storeTexts: options.storeTexts, borders: configuration.borders };
    const { problems, ...result } = await workings.lasting.addToIndex(place, inputsOf(run), settings, watchOf(run));
    await tellProblems(problems, io);
    const { added, unchanged, replaced, skipped, articles, clustered } = result;
    if (added + unchanged + replaced === 0)
      throw nothingToCompare({ seen: skipped, skipped, excluded: 0, excludedBy: {} }, options, workings);
    const told = [
      counted(added, 'added'),
      ...(clustered > 0 ? [`${grouped(clustered)} of them in a cluster`] : []),
      ...(unchanged > 0 ? [counted(unchanged, 'unchanged')] : []),
      ...(replaced > 0 ? [counted(replaced, 'replaced')] : []),
      `${grouped(articles)} in the index`,
    ];
    await printResult(run, `${told.join(', ')}\n`, { ...result, problems });
    return skippedCode(skipped, run);
  },
  query: async (run) => {
    const { workings, place, options, configuration } = run;
    const { only, explain } = options;
    const settings = { only, explain, borders: configuration.borders };
    const report = await writeReports(run, (watch) =>
      workings.lasting.queryIndex(place, inputsOf(run), settings, watch),
    );
    return skippedCode(report.counts.skipped + unverifiedIn(report.problems), run);
  },
  remove: async (run) => {
    const { workings, place, options, configuration } = run;
    const removed = await workings.lasting.removeFromIndex(place, options.paths, { borders: configuration.borders });
    await printResult(run, `${counted(removed, 'taken out')}\n`, { removed });
    return 0;
  },
  verify: async (run) => {
    const info = await run.workings.lasting.verifyIndex(run.place);
    await printResult(run, `every byte is what was written: ${infoLine(info)}\n`, { intact: true, ...info });
    return 0;
  },
  info: async (run) => {
    const info = await run.workings.lasting.indexInfo(run.place);
    await printResult(run, `${infoLine(info)}\n`, info);
    return 0;
  },
  export: async (run) => {
    const { workings, place, options, configuration } = run;
    const settings = { only: options.only, explain: options.explain, borders: configuration.borders };
    const report = await writeReports(run, (watch) => workings.lasting.exportIndex(place, settings, watch));
    return skippedCode(report.counts.skipped, run);
  },
  rebuild: async (run) => {
    const { workings, place, configuration } = run;
    const info = await workings.lasting.rebuildIndex(place, { borders: configuration.borders }, watchOf(run));
    await printResult(run, `rebuilt: ${infoLine(info)}\n`, info);
    return 0;
  },
};

/** `wirecopy index`: keeps articles in a lasting index, and asks it. */
export async function runIndex(options: IndexOptions, world: World): Promise<number> {
  const { io, leavings } = world;
  const follower = await followed(options, io);
  const { place, letGo } = heldIndex(options.file, world);
  leavings.add(follower.end);
  try {
    return await ACTIONS[options.action]({ ...world, options, follower, place });
  } catch (error) {
    throw writeFailureOf(options.file, error);
  } finally {
    follower.end();
    leavings.delete(follower.end);
    letGo();
  }
}

/** An index of which the run lets go however it ends. */
export function heldIndex(
  file: string,
  { io, leavings }: { readonly io: { readonly cwd: string }; readonly leavings: Leavings },
): { readonly place: IndexPlace; readonly letGo: () => void } {
  const held: (() => void)[] = [];
  const letGo = () => {
    for (const each of held.splice(0)) each();
    leavings.delete(letGo);
  };
  leavings.add(letGo);
  return { place: { file, cwd: io.cwd, holding: (each) => held.push(each) }, letGo };
}

function inputsOf({ options, io }: IndexRun) {
  const { paths, exclude, gitignore } = options;
  return { files: { paths, exclude, gitignore, ...inputRequestOf(options, io) } };
}

async function printResult(run: IndexRun, text: string, json: object): Promise<void> {
  const { options, io, workings, follower } = run;
  follower.end();
  if (options.format === 'text') await print(io.stdout, [`${workings.visible(options.file)}: ${text}`]);
  if (options.format === 'json') await print(io.stdout, [`${workings.jsonOf(json)}\n`]);
  await tellTimings(run);
}

function infoLine({ articles, files, clusters, clustered, changes, bytes }: IndexInfo): string {
  const each = articles === 0 ? '' : ` (${grouped(Math.round(bytes / articles))} an article)`;
  return [
    `${counted(articles, '')}of ${grouped(files)} file${files === 1 ? '' : 's'}`,
    `${grouped(clusters)} cluster${clusters === 1 ? '' : 's'} of ${grouped(clustered)}`,
    `${grouped(changes)} change${changes === 1 ? '' : 's'}`,
    `${grouped(bytes)} bytes${each}`,
  ].join(', ');
}

function counted(count: number, what: string): string {
  return `${grouped(count)} article${count === 1 ? '' : 's'} ${what}`;
}

/** `12,345`: the same in every locale. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function unverifiedIn(problems: readonly Problem[]): number {
  return problems.filter(({ code }) => code === 'UNVERIFIED').length;
}

function skippedCode(skipped: number, { options }: IndexRun): number {
  return skipped > 0 && !options.allowSkipped ? SKIPPED_CODE : 0;
}
