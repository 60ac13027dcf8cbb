import type { Problem, Settings, StageName } from '../model.ts';
import type { ScanOptions } from '../options.ts';
import { CHUNK_CHARACTERS } from './chunks.ts';
import { withEngine } from './engine.ts';
import { heldIndex } from './index-file.ts';
import { inputRequestOf } from './input-request.ts';
import {
  followed,
  nothingToCompare,
  type Run,
  SKIPPED_CODE,
  tellTimings,
  watchOf,
  withRun,
  writeReports,
} from './run.ts';
import { writeSelections } from './selections.ts';
import { print, tellProblems } from './tell.ts';
import type { World } from './workings.ts';
import { writeFailureOf } from './write-failures.ts';

/** `wirecopy scan`: reports which articles are copies of which. 0, or 3 when some input was skipped. */
export function runScan(options: ScanOptions, world: World): Promise<number> {
  const { stopAfter, gitignore } = options;
  if (options.index !== undefined) return scanIndexed(options, options.index, world);
  return withRun(options, world, { gitignore }, async (run) => {
    if (stopAfter !== undefined) return await printStage(run, stopAfter);
    const { workings, store } = run;
    return await withEngine(options, world, async (engine) => {
      const report = await writeReports(run, (watch) =>
        workings.scan({ store }, settingsOf(options, world), { ...watch, engine }),
      );
      await writeSelections(run, report);
      return exitCodeOf(report.counts.skipped, options);
    });
  });
}

/** The same, without reading again what an index knows. */
async function scanIndexed(options: ScanOptions, index: string, world: World): Promise<number> {
  const { paths, exclude, gitignore, storeTexts } = options;
  const follower = await followed(options, world.io);
  const { place, letGo } = heldIndex(index, world);
  try {
    const { lasting } = world.workings;
    const files = { paths, exclude, gitignore, ...inputRequestOf(options, world.io) };
    const settings = { ...settingsOf(options, world), storeTexts };
    const report = await writeReports({ ...world, options, follower }, (watch) =>
      lasting.scanWithIndex(place, { files }, settings, watch),
    );
    return exitCodeOf(report.counts.skipped, options);
  } catch (error) {
    throw writeFailureOf(index, error);
  } finally {
    follower.end();
    letGo();
  }
}

async function printStage(run: Run<ScanOptions>, stage: StageName): Promise<number> {
  const { options, io, workings, follower } = run;
  const problems: Problem[] = [];
  let skipped = 0;
  const problem = (told: Problem, isSkipped: boolean) => {
    problems.push(told);
    if (isSkipped) skipped += told.count ?? 1;
  };
  const { store, articleCount } = counting(run.store);
  const records = workings.stageRecords({ store }, settingsOf(options, run), stage, { ...watchOf(run), problem });
  let held = '';
  let pipe: 'open' | 'closed' = 'open';
  for await (const record of records) {
    // A stage is done when it gives its first record.
    if (options.format === 'none') break;
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
    async *read(taker) {
      for await (const item of store.read(taker)) {
        if (item.kind === 'article') count++;
        else if (item.kind === 'articles') count += item.articles.count;
        else if (item.kind === 'texts') count += item.texts.count;
        yield item;
      }
    },
    pick: (isChosen) => store.pick(isChosen),
    reread: (index) => store.reread(index),
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
  return { store: counted, articleCount: () => count };
}

function settingsOf({ method, only, explain }: ScanOptions, { configuration: { borders } }: World): Settings {
  return { method, only, explain, borders };
}

function exitCodeOf(skipped: number, { allowSkipped }: ScanOptions): number {
  return skipped > 0 && !allowSkipped ? SKIPPED_CODE : 0;
}
