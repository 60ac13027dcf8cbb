import type { Begun } from './job.ts';

import { type PairsGiven, pairsOf } from './pairs.ts';
import { type FilesGiven, filesOf, type LinesGiven, linesOf } from './reading.ts';

/** What each kind of task is about; it is given once for all of a job. */
export interface TaskGiven {
  readonly lines: LinesGiven;
  readonly files: FilesGiven;
  readonly pairs: PairsGiven;
}

export type TaskName = keyof TaskGiven;

/** What other threads can be asked for. */
export const TASKS: { readonly [Kind in TaskName]: (given: TaskGiven[Kind]) => Begun } = {
  lines: linesOf,
  files: filesOf,
  pairs: pairsOf,
};
