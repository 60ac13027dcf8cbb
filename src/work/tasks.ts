import type { Begun } from './job.ts';
import { type LinesGiven, linesOf } from './lines.ts';

/** What each kind of task is about; it is given once for all of a job. */
export interface TaskGiven {
  readonly lines: LinesGiven;
}

export type TaskName = keyof TaskGiven;

/** What other threads can be asked for. */
export const TASKS: { readonly [Kind in TaskName]: (given: TaskGiven[Kind]) => Begun } = { lines: linesOf };
