import { judgeOf, type PairWork } from '../engine/pair-work.ts';
import type { Begun } from './job.ts';

/** Pairs of which a task verifies a range. */
export interface PairsGiven {
  readonly work: PairWork;
  /** How many threads have begun: each takes the next number, and the room that it stands for. */
  readonly begun: Int32Array;
}

/** The task of another thread. */
export function pairsOf({ work, begun }: PairsGiven): Begun {
  const judged = judgeOf(work, Atomics.add(begun, 0, 1) + 1);
  return (range) => {
    const result = judged(range);
    return { result, transfer: [result.buffer as ArrayBuffer] };
  };
}
