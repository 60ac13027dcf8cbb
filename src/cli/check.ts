import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileRequest } from '../input/index.ts';
import type { Acceptable, Policy } from '../model.ts';
import type { CheckOptions } from '../options.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import type { Configuration } from './config.ts';
import { inputRequestOf } from './input-request.ts';
import type { Io } from './io.ts';
import { checkReportPlace } from './report-file.ts';
import { SKIPPED_CODE, withRun, writeReports } from './run.ts';
import { tell } from './tell.ts';
import type { World } from './workings.ts';

/** The policy was broken. */
const BROKEN_CODE = 1;
/** In `trustDeclarations`: everybody. */
const EVERY_SOURCE = '*';

/** `wirecopy check`: 0 when the policy is kept, 1 when it is broken, 3 when it is kept as far as could be read. */
export async function runCheck(options: CheckOptions, world: World): Promise<number> {
  const { io, workings, configuration } = world;
  const { baseline: path, updateBaseline, changed: list } = options;
  const known = path === undefined ? undefined : knownIn(path, io.cwd, updateBaseline);
  if (path !== undefined && updateBaseline) await checkReportPlace(path, io.cwd);
  // Whose a page is must not be for the page to say: it could take the name of one that is let off.
  const sources = configuration.trustDeclarations.includes(EVERY_SOURCE) ? 'stated' : 'placed';
  return await withRun(options, world, { sources }, async (run) => {
    const changed = list === undefined ? undefined : await workings.changedFiles(list, io.cwd, io.stdin);
    const reference =
      options.against.length === 0 ? undefined : workings.openFiles({ ...referenceRequest(options, io), sources });
    const letGo = () => reference?.close();
    world.leavings.add(letGo);
    try {
      let found: readonly Acceptable[] = [];
      const report = await writeReports(run, (watch) =>
        workings.check(
          { store: run.store },
          policyOf(options, configuration),
          {
            ...(reference !== undefined && { against: { store: reference } }),
            ...(changed !== undefined && { changed }),
            ...(known !== undefined && { baseline: known }),
            ...(updateBaseline && {
              update: (all) => {
                found = all;
              },
            }),
            only: options.only,
            explain: options.explain,
            borders: configuration.borders,
          },
          watch,
        ),
      );
      if (path !== undefined && updateBaseline) {
        await writeBaseline(path, io.cwd, found, { leavings: world.leavings, visible: workings.visible });
        const added = found.filter(({ fingerprint }) => known?.has(fingerprint) !== true).length;
        const left = (known?.size ?? 0) - (found.length - added);
        await tell([`${path}: ${found.length} accepted (${added} added, ${left} taken out)`], io);
      }
      if (report.policy?.passed !== true) return BROKEN_CODE;
      return report.counts.skipped > 0 ? SKIPPED_CODE : 0;
    } finally {
      if (world.leavings.delete(letGo)) letGo();
    }
  });
}

/** A baseline that is about to be written need not be there yet. */
function knownIn(path: string, cwd: string, isUpdated: boolean): ReadonlySet<string> {
  return isUpdated && !existsSync(resolve(cwd, path)) ? new Set() : readBaseline(path, cwd);
}

/** The reference is read as the checked files are; the list of files names only those. */
function referenceRequest(options: CheckOptions, io: Io): FileRequest {
  const { filesFrom: _, ...request } = inputRequestOf(options, io);
  return { ...request, paths: options.against, exclude: options.exclude, gitignore: false };
}

function policyOf(
  { failOn, maxCopied, minWords }: CheckOptions,
  { partners, first, perSource, trustDeclarations }: Configuration,
): Policy {
  return { failOn, maxCopied, minWords, partners, first, perSource, trustDeclarations };
}
