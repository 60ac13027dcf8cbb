import type { Configuration } from './config.ts';
import type { Io } from './io.ts';
import type { Leavings } from './report-file.ts';

/** The rest of the program. It is loaded once the command line is known to need it: `--help` is to be quick. */
export type Workings = Awaited<ReturnType<typeof loadWorkings>>;

export async function loadWorkings() {
  const [{ changedFiles, openFiles }, { check }, { comparePair, planSql, scan, stageRecords }, lasting, report] =
    await Promise.all([
      import('../input/index.ts'),
      import('../check.ts'),
      import('../pipeline.ts'),
      import('../lasting.ts'),
      import('../report/index.ts'),
    ]);
  const { REPORTERS, jsonOf, renderComparison, toldExclusions, visible } = report;
  return {
    changedFiles,
    openFiles,
    check,
    comparePair,
    planSql,
    scan,
    stageRecords,
    lasting,
    REPORTERS,
    renderComparison,
    jsonOf,
    toldExclusions,
    visible,
  };
}

/** What a command has at hand beside its options. */
export interface World {
  readonly io: Io;
  readonly configuration: Configuration;
  readonly workings: Workings;
  /** What to tidy away when the run is broken off. */
  readonly leavings: Leavings;
}
