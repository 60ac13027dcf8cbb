import { type ErrorCode, WirecopyError } from '../errors.ts';
import type { Problem } from '../model.ts';
import { Unread } from './faults.ts';
import type { Form, Found, OpenSource, ReaderSettings } from './source.ts';
import { BEAT, type Drill, type Fault, newBeats, programNamed, Thread } from './thread.ts';

/** A file with more records that end the thread was made to do so, and its rest is passed over. */
const MAX_RESTARTS = 3;

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
  readonly #beats = newBeats();
  #thread: Listened | undefined;

  constructor(settings: ReaderSettings, drill?: Drill) {
    this.#settings = settings;
    this.#drill = drill;
  }

  /** Not where the program runs from its sources, or was put into one file by somebody else. */
  get isPossible(): boolean {
    return PROGRAM !== undefined;
  }

  isDrilled({ shown }: Pick<OpenSource, 'shown'>): boolean {
    return this.isPossible && this.#drill?.path === shown && this.#drill.stretch === undefined;
  }

  /** What a source holds from a record on. Throws Unread for what ends it. */
  async *read(open: OpenSource, from: number): AsyncGenerator<readonly Found[]> {
    const passed = new Map<number, Omit<Problem, 'where'>>();
    let next = from;
    for (;;) {
      const fault = yield* this.#attempt(
        { open, from: next, passed, ...(this.isDrilled(open) && { drill: this.#drill as Drill }) },
        (record) => {
          next = record + 1;
        },
      );
      if (fault === undefined) return;
      const record = Atomics.load(this.#beats, BEAT.at);
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
    this.#thread ??= new Listened({ settings: this.#settings, beats: this.#beats }, this.#drill?.deadlineMs);
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

/** A thread whose words are taken one at a time. */
class Listened {
  readonly #thread: Thread<Said>;
  readonly #deadlineMs: number | undefined;
  readonly #said: (Said | Fault)[] = [];
  #take: ((said: Said | Fault) => void) | undefined;

  constructor(start: Start, deadlineMs: number | undefined) {
    this.#thread = new Thread<Said>(PROGRAM as URL, start, (said) => this.#hear(said));
    this.#deadlineMs = deadlineMs;
  }

  begin(job: Job): void {
    this.#thread.say(job);
  }

  /** Lets it say the next thing but one. */
  goOn(): void {
    this.#thread.say('go on');
  }

  /** What it says next, or why it says nothing more. */
  async next(): Promise<Said | Fault> {
    const known = this.#said.shift();
    if (known !== undefined) return known;
    this.#thread.hold(this.#deadlineMs);
    try {
      return await new Promise((resolve) => {
        this.#take = resolve;
      });
    } finally {
      this.#take = undefined;
      this.#thread.letGo();
    }
  }

  end(): void {
    this.#thread.end();
  }

  #hear(said: Said | Fault): void {
    if (this.#take === undefined) this.#said.push(said);
    else this.#take(said);
  }
}

const PROGRAM = programNamed('apart-thread');

function unread({ code, what, remedy }: Omit<Problem, 'where'>): Unread {
  return new Unread(new WirecopyError(code as ErrorCode, { where: '', what, remedy }));
}
