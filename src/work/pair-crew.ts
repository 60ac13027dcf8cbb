import type { JudgedPairs, PairCrew } from '../engine/pair-work.ts';
import type { Crew } from './crew.ts';

/** Has pairs verified by a crew. */
export function pairCrewOf(crew: Crew): PairCrew {
  return {
    threads: crew.threads,
    grain: crew.grain,
    verify: (work, here) => {
      const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      return crew.inOrder<'pairs', JudgedPairs | 'here'>('pairs', { work, begun }, work.ends.length, {
        own: (range) => {
          here(range);
          return 'here';
        },
        taken: (result) => result as JudgedPairs,
      });
    },
  };
}
