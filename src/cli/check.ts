import type { CheckOptions } from '../options.ts';
import { SKIPPED_CODE, withRun, writeReports } from './run.ts';
import type { World } from './workings.ts';

/** The policy was broken. */
const BROKEN_CODE = 1;

/** `wirecopy check`: 0 when the policy is kept, 1 when it is broken, 3 when it is kept as far as could be read. */
export function runCheck(options: CheckOptions, world: World): Promise<number> {
  return withRun(options, world, async (run) => {
    const { workings, store } = run;
    const policy = { failOn: options.failOn, maxCopied: options.maxCopied };
    const report = await writeReports(run, (watch) =>
      workings.check({ store }, policy, { explain: options.explain }, watch),
    );
    if (report.policy?.passed !== true) return BROKEN_CODE;
    return report.counts.skipped > 0 ? SKIPPED_CODE : 0;
  });
}
