import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type ErrorCode, WirecopyError } from '../errors.ts';
import type { Problem } from '../model.ts';
import { Unread } from './faults.ts';
import type { Form, Found, OpenSource, ReaderSettings } from './source.ts';

/** Without a sign of life for so long, and a second more for each megabyte at hand, the thread hangs. Ten times what the slowest file of its size took. */
const DEADLINE_MS = 10_000;
const MS_PER_BYTE = 1000 / (1 << 20);
const LOOK_EVERY_MS = 250;
/** Of the heap: ten times what the largest article that may be read takes. The same on every machine, so that the same is read. */
const MAX_HEAP_MIB = 512;
/** What is read is let go at once. With what Node gives, a scan of an archive of 44 MB held 374 MiB instead of 325. */
const YOUNG_MIB = 16;
/** A file with more records that end the thread was made to do so, and its rest is passed over. */
const MAX_RESTARTS = 3;

/** A fault to be had on purpose: what a thread does in the place of reading a file, or a record of it. */
export interface Drill {
  readonly fault: 'hang' | 'memory' | 'exit';
  /** As it is shown. */
  readonly path: string;
  readonly record?: number;
  /** In the place of the usual one. */
  readonly deadlineMs?: number;
}

/** What the thread is to read. */
export interface Job {
  readonly open: OpenSource;
  readonly from: number;
  readonly passed: ReadonlyMap<number, Omit<Problem, 'where'>>;
  readonly drill?: Drill;
}

/** What the thread is started with. */
export interface Start {
  readonly settings: ReaderSettings;
  /** Signs of life: how many there were, and of the last the record (0 for none) and its bytes. */
  readonly beats: Int32Array;
}

/** What the thread says. */
export type Said =
  | {
      readonly kind: 'found';
      readonly found: readonly Found[];
      readonly form: Form | undefined;
      readonly record: number;
    }
  | { readonly kind: 'end' }
  /** Already in words. */
  | { readonly kind: 'unread'; readonly problem: Omit<Problem, 'where'> };

/** Where in `Start.beats` stands what. */
export const BEAT = { count: 0, record: 1, bytes: 2 } as const;

/** Why a thread said nothing more. */
type Fault = 'memory' | 'time' | 'exit';

const FAULTS: Readonly<Record<Fault, Omit<Problem, 'where'>>> = {
  memory: {
    code: 'OVER_LIMIT',
    what: 'to read it takes more memory than one file may have',
    remedy: 'split it, or leave it out with --exclude',
  },
  time: {
    code: 'OVER_LIMIT',
    what: 'to read it takes more time than one file may have',
    remedy: 'check the file, or leave it out with --exclude',
  },
  exit: {
    code: 'UNREADABLE_INPUT',
    what: 'what read it came to an end before its time',
    remedy: 'check the file, or leave it out with --exclude',
  },
};

/**
 * Reads sources in a thread of its own, one at a time: one that hangs, or takes more memory than there is, costs the record
 * that did it, or the file where that has none, and never the run. The thread is started when it is first wanted.
 */
export class Apart {
  readonly #settings: ReaderSettings;
  readonly #drill: Drill | undefined;
  readonly #beats = new Int32Array(new SharedArrayBuffer(Object.keys(BEAT).length * Int32Array.BYTES_PER_ELEMENT));
  #thread: Thread | undefined;

  constructor(settings: ReaderSettings, drill?: Drill) {
    this.#settings = settings;
    this.#drill = drill;
  }

  /** Not where the program runs from its sources, or was put into one file by somebody else. */
  get isPossible(): boolean {
    return PROGRAM !== undefined;
  }

  isDrilled({ shown }: OpenSource): boolean {
    return this.isPossible && this.#drill?.path === shown;
  }

  /** What a source holds from a record on. Throws Unread for what ends it. */
  async *read(open: OpenSource, from: number): AsyncGenerator<readonly Found[]> {
    const passed = new Map<number, Omit<Problem, 'where'>>();
    let next = from;
    for (;;) {
      const fault = yield* this.#attempt(
        { open, from: next, passed, ...(this.#drill && { drill: this.#drill }) },
        (record) => {
          next = record + 1;
        },
      );
      if (fault === undefined) return;
      const record = Atomics.load(this.#beats, BEAT.record);
      if (record < next || passed.has(record) || passed.size === MAX_RESTARTS) throw unread(FAULTS[fault]);
      passed.set(record, FAULTS[fault]);
    }
  }

  close(): void {
    this.#thread?.end();
    this.#thread = undefined;
  }

  /** Reads as far as it goes. */
  async *#attempt(job: Job, isDone: (record: number) => void): AsyncGenerator<readonly Found[], Fault | undefined> {
    this.#beats.fill(0);
    this.#thread ??= new Thread({ settings: this.#settings, beats: this.#beats }, this.#drill?.deadlineMs);
    const thread = this.#thread;
    let isOver = false;
    try {
      thread.begin(job);
      for (;;) {
        const said = await thread.next();
        if (typeof said === 'string') return said;
        if (said.kind === 'end') {
          isOver = true;
          return undefined;
        }
        if (said.kind === 'unread') {
          isOver = true;
          throw unread(said.problem);
        }
        thread.goOn();
        isDone(said.record);
        yield said.form === undefined ? said.found : [{ kind: 'form', form: said.form }, ...said.found];
      }
    } finally {
      // One that still reads for nobody is of no use.
      if (!isOver) this.close();
    }
  }
}

/** One thread, from its start to its end. */
class Thread {
  readonly #worker: Worker;
  readonly #beats: Int32Array;
  readonly #deadlineMs: number;
  readonly #said: (Said | Fault)[] = [];
  #take: ((said: Said | Fault) => void) | undefined;

  constructor(start: Start, deadlineMs = DEADLINE_MS) {
    this.#beats = start.beats;
    this.#deadlineMs = deadlineMs;
    // What it might print is nobody's; the environment it needs only for the place of temporary files.
    this.#worker = new Worker(PROGRAM as URL, {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (said: Said) => this.#hear(said));
    this.#worker.on('error', (error) => this.#hear(isOutOfMemory(error) ? 'memory' : 'exit'));
    this.#worker.on('exit', () => this.#hear('exit'));
    this.#worker.unref();
  }

  begin(job: Job): void {
    this.#worker.postMessage(job);
  }

  /** Lets it say the next thing but one. */
  goOn(): void {
    this.#worker.postMessage('go on');
  }

  /** What it says next, or why it says nothing more. */
  async next(): Promise<Said | Fault> {
    const known = this.#said.shift();
    if (known !== undefined) return known;
    this.#worker.ref();
    const look = setInterval(this.#watch(), LOOK_EVERY_MS);
    try {
      return await new Promise((resolve) => {
        this.#take = resolve;
      });
    } finally {
      clearInterval(look);
      this.#take = undefined;
      this.#worker.unref();
    }
  }

  end(): void {
    this.#worker.removeAllListeners();
    // It may be out of memory this very moment, which is no news any more.
    this.#worker.on('error', () => {});
    void this.#worker.terminate();
  }

  #hear(said: Said | Fault): void {
    if (this.#take === undefined) this.#said.push(said);
    else this.#take(said);
  }

  /** Looks whether there was a sign of life; called over and over. Looks are counted, so that a machine that slept is no hang. */
  #watch(): () => void {
    let count = Atomics.load(this.#beats, BEAT.count);
    let silentMs = 0;
    return () => {
      const latest = Atomics.load(this.#beats, BEAT.count);
      silentMs = latest === count ? silentMs + LOOK_EVERY_MS : 0;
      count = latest;
      if (silentMs > this.#deadlineMs + Atomics.load(this.#beats, BEAT.bytes) * MS_PER_BYTE) this.#hear('time');
    };
  }
}

/** The program of the thread, where the build has put it. */
const PROGRAM = ['./apart-thread.js', '../apart-thread.js']
  .map((name) => new URL(name, import.meta.url))
  .find((url) => url.protocol === 'file:' && existsSync(url));

function unread({ code, what, remedy }: Omit<Problem, 'where'>): Unread {
  return new Unread(new WirecopyError(code as ErrorCode, { where: '', what, remedy }));
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
