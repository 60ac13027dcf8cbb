import { BEAT, type Drill, type Fault, newBeats, programNamed, Thread } from '../input/thread.ts';
import { compiledModules } from '../kernel/compiled.ts';
import { CLAIM, type CrewJob, type CrewSaid, type CrewStart } from './job.ts';
import type { TaskGiven, TaskName } from './tasks.ts';
import { takeTurn } from './turn.ts';

/** More threads than most machines have cores would only take memory, some 50 MB each. */
const MOST_THREADS = 64;
/** Tasks that may be begun before the first that is not done: what they give is held until it is its turn. */
const MOST_AHEAD = 8;
export type Grain = 'usual' | 'fine';

/** What is done of a job that is under way. */
interface UnderWay {
  readonly number: number;
  readonly hear: (task: number, result: unknown) => void;
  readonly fail: (task: number) => void;
  readonly deadlineMs: number | undefined;
  readonly busy: Set<Thread<CrewSaid>>;
  readonly begun: Set<Thread<CrewSaid>>;
}

/** How this thread has its part in a job. */
interface Part<Result> {
  /** Does a task here; `now` is handed on before anything else is done, `later` must last. */
  readonly own: (task: number, when: 'now' | 'later') => Result;
  /** What another thread gave, made what `own` would have given. */
  readonly taken: (result: unknown) => Result;
  /** For drills: this thread leaves everything to the others, with that deadline. */
  readonly drill?: Pick<Drill, 'deadlineMs'> | undefined;
}

/**
 * Threads that work beside this one. Each claims one task after the other by counting on a number they share, and works in
 * its own memory; so does this thread. What the tasks give is handed on in their order, whoever did them. A thread that hangs,
 * or comes to an end, costs the task it had claimed.
 */
export class Crew {
  /** How much it takes for others to be asked, and how much they are given at a time. */
  readonly grain: Grain;
  readonly #size: number;
  readonly #threads = new Set<Thread<CrewSaid>>();
  #jobs = 0;
  #underWay: UnderWay | undefined;
  #wake: (() => void) | undefined;

  /** @param jobs threads that work, this one among them */
  constructor(jobs: number, grain: Grain = 'usual') {
    this.grain = grain;
    this.#size = PROGRAM === undefined ? 0 : Math.min(jobs, MOST_THREADS) - 1;
  }

  /** How many work, with this thread. */
  get threads(): number {
    return Math.max(0, this.#size) + 1;
  }

  /** Is this thread alone? */
  get isAlone(): boolean {
    return this.#size <= 0;
  }

  /**
   * Has `count` tasks done and gives what they give, in their order; nothing for one over which its thread came to an end.
   *
   * @param given what the tasks are about, for the other threads
   */
  async *inOrder<Kind extends TaskName, Result>(
    kind: Kind,
    given: TaskGiven[Kind],
    count: number,
    { own, taken, drill }: Part<Result>,
  ): AsyncGenerator<Result | undefined> {
    const claims = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const ready = new Map<number, Result | undefined>();
    const job = { number: ++this.#jobs, kind, given, count, claims, mostAhead: MOST_AHEAD };
    const underWay = this.#begin(job, {
      hear: (task, result) => ready.set(task, taken(result)),
      fail: (task) => ready.set(task, undefined),
      deadlineMs: drill?.deadlineMs,
    });
    const mostAhead = drill === undefined ? MOST_AHEAD : 0;
    // So little would be done before the others have begun.
    while (this.grain === 'fine' && underWay.begun.size < underWay.busy.size) await this.#news(underWay);
    try {
      for (let due = 0; due < count; ) {
        if (ready.has(due)) {
          yield ready.get(due);
          ready.delete(due++);
          handOn(claims, due);
        } else if (Atomics.load(claims, CLAIM.next) < Math.min(count, due + mostAhead)) {
          const task = Atomics.add(claims, CLAIM.next, 1);
          if (task >= count) continue;
          if (task === due) {
            yield own(task, 'now');
            handOn(claims, ++due);
          } else {
            ready.set(task, own(task, 'later'));
          }
          // What the others say is heard between two turns.
          await takeTurn();
        } else if (underWay.busy.size > 0) {
          await this.#news(underWay);
        } else {
          ready.set(due, undefined);
        }
      }
    } finally {
      this.#underWay = undefined;
      Atomics.store(claims, CLAIM.next, count);
      handOn(claims, count);
    }
  }

  close(): void {
    for (const thread of this.#threads) thread.end();
    this.#threads.clear();
  }

  #begin(job: CrewJob, here: Omit<UnderWay, 'number' | 'busy' | 'begun'>): UnderWay {
    while (this.#threads.size < Math.min(this.#size, job.count - 1)) this.#threads.add(this.#newThread());
    const busy = new Set(this.#threads);
    this.#underWay = { ...here, number: job.number, busy, begun: new Set() };
    for (const thread of busy) thread.say(job);
    return this.#underWay;
  }

  #newThread(): Thread<CrewSaid> {
    const start: CrewStart = { beats: newBeats(), modules: compiledModules() };
    const thread = new Thread<CrewSaid>(PROGRAM as URL, start, (said) => this.#hear(thread, said));
    return thread;
  }

  #hear(thread: Thread<CrewSaid>, said: CrewSaid | Fault): void {
    const underWay = this.#underWay;
    if (typeof said === 'string') {
      this.#threads.delete(thread);
      thread.end();
      // Claims are told before they are taken up.
      if (underWay?.busy.delete(thread) === true) underWay.fail(Atomics.load(thread.beats, BEAT.at) - 1);
    } else if (said.job === underWay?.number) {
      if (said.kind === 'done') underWay.hear(said.task, said.result);
      else if (said.kind === 'failed') underWay.fail(said.task);
      else if (said.kind === 'begun') underWay.begun.add(thread);
      else underWay.busy.delete(thread);
    }
    this.#wake?.();
  }

  /** Waits until a thread says something, or says nothing for too long. */
  async #news({ busy, deadlineMs }: UnderWay): Promise<void> {
    const held = [...busy];
    for (const thread of held) thread.hold(deadlineMs);
    try {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    } finally {
      this.#wake = undefined;
      for (const thread of held) thread.letGo();
    }
  }
}

function handOn(claims: Int32Array, done: number): void {
  Atomics.store(claims, CLAIM.done, done);
  Atomics.notify(claims, CLAIM.done);
}

const PROGRAM = programNamed('crew-thread');
