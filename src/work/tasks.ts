import type { Begun } from './job.ts';
import { type LinesGiven, linesOf } from './lines.ts';
import { type PairsGiven, pairsOf } from './pairs.ts';

/** What each kind of task is about; it is given once for all of a job. */
export interface TaskGiven {
  readonly lines: LinesGiven;
  readonly pairs: PairsGiven;
}

export type TaskName = keyof TaskGiven;

/** What other threads can be asked for. */
export const TASKS: { readonly [Kind in TaskName]: (given: TaskGiven[Kind]) => Begun } = {
  lines: linesOf,
  pairs: pairsOf,
};
