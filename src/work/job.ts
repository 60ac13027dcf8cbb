import type { CompiledModules } from '../kernel/compiled.ts';

/** Does one task of a job, and gives what can be sent, with what is handed over instead of copied. */
export type Begun = (
  task: number,
  beat: (byteLength: number) => void,
) => { readonly result: unknown; readonly transfer: readonly ArrayBuffer[] };

/** Where in the claims stands what: the next task that nobody has claimed, and how many are done and handed on. */
export const CLAIM = { next: 0, done: 1 } as const;

/** What a thread is started with. */
export interface CrewStart {
  readonly beats: Int32Array;
  /** What is compiled already: it need not be once more. */
  readonly modules: CompiledModules;
}

/** Tasks of one kind, each for whoever claims it first. */
export interface CrewJob {
  readonly number: number;
  readonly kind: string;
  readonly given: unknown;
  readonly count: number;
  readonly claims: Int32Array;
  readonly mostAhead: number;
}

/** What a thread says of a job. */
export type CrewSaid =
  | { readonly kind: 'begun'; readonly job: number }
  | { readonly kind: 'done'; readonly job: number; readonly task: number; readonly result: unknown }
  /** The task was thrown out of; who asked for it shall say what of it. */
  | { readonly kind: 'failed'; readonly job: number; readonly task: number }
  | { readonly kind: 'end'; readonly job: number };
