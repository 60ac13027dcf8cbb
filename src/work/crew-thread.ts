// The program of a thread of a crew. It knows of one job at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { beatWith } from '../input/thread.ts';
import { adoptModules } from '../kernel/compiled.ts';
import { type Begun, CLAIM, type CrewJob, type CrewSaid, type CrewStart } from './job.ts';
import { TASKS } from './tasks.ts';

/** Whoever waits gives a sign of life so often. */
const WAIT_MS = 1000;

const port = parentPort;
const { beats, modules } = workerData as CrewStart;
adoptModules(modules);
/** Nothing is at hand; a task is told as its number and 1. */
const NOTHING = 0;

port?.on('message', (job: CrewJob) => {
  const { number, kind, given, count, claims, mostAhead } = job;
  let begun: Begun | undefined;
  say({ kind: 'begun', job: number });
  for (;;) {
    const task = Atomics.add(claims, CLAIM.next, 1);
    if (task >= count) break;
    beatWith(beats, task + 1, 0);
    for (let done = doneIn(claims); task - done >= mostAhead; done = doneIn(claims)) {
      Atomics.wait(claims, CLAIM.done, done, WAIT_MS);
      beatWith(beats, task + 1, 0);
    }
    try {
      begun ??= (TASKS as Readonly<Record<string, (about: unknown) => Begun>>)[kind]?.(given);
      if (begun === undefined) throw new TypeError(`there is no task ${kind}`);
      const { result, transfer } = begun(task, (byteLength) => beatWith(beats, task + 1, byteLength));
      port?.postMessage({ kind: 'done', job: number, task, result } satisfies CrewSaid, transfer);
    } catch {
      say({ kind: 'failed', job: number, task });
    }
  }
  beatWith(beats, NOTHING, 0);
  say({ kind: 'end', job: number });
});

function doneIn(claims: Int32Array): number {
  return Atomics.load(claims, CLAIM.done);
}

function say(said: CrewSaid): void {
  port?.postMessage(said);
}
