import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Without a sign of life for so long, and a second more for each megabyte at hand, a thread hangs. Ten times what the slowest file of its size took. */
const DEADLINE_MS = 10_000;
const MS_PER_BYTE = 1000 / (1 << 20);
/** A thread is looked at so often while it is waited for. */
const LOOK_EVERY_MS = 250;
/** Of the heap: ten times what the largest article that may be read takes. The same on every machine, so that the same is read. */
const MAX_HEAP_MIB = 512;
/** What is read is let go at once. With what Node gives, a scan of an archive of 44 MB held 374 MiB instead of 325. */
const YOUNG_MIB = 16;

/** A fault to be had on purpose: what a thread does in the place of reading a file, or a piece of it. */
export interface Drill {
  readonly fault: 'hang' | 'memory' | 'exit';
  /** As it is shown. */
  readonly path: string;
  readonly record?: number;
  /** In the place of both: what another thread of the crew does that was to read this stretch of its lines, from 0. */
  readonly stretch?: number;
  /** In the place of the usual one. */
  readonly deadlineMs?: number;
}

/** Why a thread said nothing more. */
export type Fault = 'memory' | 'time' | 'exit';

/** Signs of life: how many there were, and of the last what is at hand, as a number (0 for nothing), and its bytes. */
export const BEAT = { count: 0, at: 1, bytes: 2 } as const;

export function newBeats(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Object.keys(BEAT).length * Int32Array.BYTES_PER_ELEMENT));
}

/** Gives a sign of life, before anything that may take long. */
export function beatWith(beats: Int32Array, at: number, byteLength: number): void {
  Atomics.store(beats, BEAT.at, at);
  Atomics.store(beats, BEAT.bytes, byteLength);
  Atomics.add(beats, BEAT.count, 1);
}

/** The program of a thread, where the build has put it. Not where the program runs from its sources, or was put into one file by somebody else. */
export function programNamed(name: string): URL | undefined {
  return [`./${name}.js`, `../${name}.js`]
    .map((path) => new URL(path, import.meta.url))
    .find((url) => url.protocol === 'file:' && existsSync(url));
}

/** One thread, from its start to its end. It keeps no process alive but while it is held. */
export class Thread<Said> {
  readonly beats: Int32Array;
  readonly #worker: Worker;
  readonly #hear: (said: Said | Fault) => void;
  #look: NodeJS.Timeout | undefined;

  /**
   * @param start what the program is given: with its `beats`
   * @param hear  gets what it says, and why it says nothing more
   */
  constructor(program: URL, start: { readonly beats: Int32Array }, hear: (said: Said | Fault) => void) {
    this.beats = start.beats;
    this.#hear = hear;
    // What it might print is nobody's; the environment it needs only for the place of temporary files.
    this.#worker = new Worker(program, {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', hear);
    this.#worker.on('error', (error) => hear(isOutOfMemory(error) ? 'memory' : 'exit'));
    this.#worker.on('exit', () => hear('exit'));
    this.#worker.unref();
  }

  say(message: unknown): void {
    this.#worker.postMessage(message);
  }

  /** It is waited for: one that gives no sign of life for too long is heard of. Looks are counted, so that a machine that slept is no hang. */
  hold(deadlineMs: number = DEADLINE_MS): void {
    this.#worker.ref();
    let count = Atomics.load(this.beats, BEAT.count);
    let silentMs = 0;
    this.#look = setInterval(() => {
      const latest = Atomics.load(this.beats, BEAT.count);
      silentMs = latest === count ? silentMs + LOOK_EVERY_MS : 0;
      count = latest;
      if (silentMs > deadlineMs + Atomics.load(this.beats, BEAT.bytes) * MS_PER_BYTE) this.#hear('time');
    }, LOOK_EVERY_MS);
  }

  letGo(): void {
    clearInterval(this.#look);
    this.#worker.unref();
  }

  end(): void {
    clearInterval(this.#look);
    this.#worker.removeAllListeners();
    // It may be out of memory this very moment, which is no news any more.
    this.#worker.on('error', () => {});
    void this.#worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Does what a drill asks for. */
export function haveFault({ fault }: Drill): void {
  if (fault === 'exit') process.exit();
  for (const hoard: number[][] = []; ; ) if (fault === 'memory') hoard.push(Array.from({ length: 1000 }, () => 0.5));
}
