import type { Watch } from '../model.ts';

/** A run that is over before has no need of a progress line. */
const PROGRESS_AFTER_MS = 1000;
const PROGRESS_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** What a stage of the pipeline does, for the progress line. */
const STAGE_WORDS: ReadonlyMap<string, string> = new Map([
  ['read', 'reading articles'],
  ['candidates', 'looking for pairs'],
  ['reread', 'reading candidates again'],
  ['verify', 'comparing pairs'],
  ['classic', 'comparing articles'],
  ['report', 'telling the matches'],
  ['write', 'writing the report'],
]);

/** One who follows a run: shows how far it is, and knows afterwards how long each stage took. */
export interface Follower {
  readonly watch: Pick<Required<Watch>, 'stage' | 'progress'>;
  /** Takes the progress line away. */
  end(): void;
  /** Stages in order with their seconds, the whole run last. */
  timings(): readonly (readonly [stage: string, seconds: number])[];
}

export function followRun(world: {
  readonly now: () => number;
  readonly columns: number;
  /** Shows a progress line; absent where there is nobody to see it. */
  readonly show: ((text: string) => void) | undefined;
}): Follower {
  const { now, columns, show } = world;
  const startedAt = now();
  const stages: { readonly name: string; readonly beganAt: number }[] = [];
  let shownAt = startedAt + PROGRESS_AFTER_MS - PROGRESS_EVERY_MS;
  let isShown = false;

  const progress = (done: number, total: number | undefined) => {
    if (show === undefined || now() - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = now();
    isShown = true;
    const stage = stages.at(-1)?.name ?? '';
    // A line that wraps could not be cleared again.
    show(CLEAR_LINE + `${STAGE_WORDS.get(stage) ?? stage}: ${howFar(done, total)}`.slice(0, columns - 1));
  };
  const end = () => {
    if (isShown) show?.(CLEAR_LINE);
    isShown = false;
  };
  return {
    watch: { stage: (name) => stages.push({ name, beganAt: now() }), progress },
    end,
    timings: () => {
      const endedAt = now();
      const spans = stages.map(({ name, beganAt }, index) => {
        const until = stages[index + 1]?.beganAt ?? endedAt;
        return [name, (until - beganAt) / 1000] as const;
      });
      return [...spans, ['total', (endedAt - startedAt) / 1000]];
    },
  };
}

function howFar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return grouped(done);
  return `${Math.floor((done / total) * 100)} % (${grouped(done)} of ${grouped(total)})`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
