// The thread in which apart.ts has sources read. It knows of one job at a time.
import { parentPort, workerData } from 'node:worker_threads';
import type { Job, Said, Start } from './apart.ts';
import { problemOf, Unread } from './faults.ts';
import { FORMATS } from './index.ts';
import { type Form, type Found, SourceReader } from './source.ts';
import { beatWith, haveFault } from './thread.ts';

/** So much is said at once: sending costs little beside it, and it is little to hold twice. */
const MAX_SAID_CHARACTERS = 1 << 17;
const MAX_SAID_ITEMS = 128;
/** What one item costs beside its text. */
const CHARACTERS_PER_ITEM = 200;

const port = parentPort;
const { settings, beats } = workerData as Start;
const reader = new SourceReader(FORMATS, settings);
/** How many things may be said before more is asked for: one ahead. */
let room = 1;
let wake: (() => void) | undefined;

port?.on('message', (heard: Job | 'go on') => {
  if (heard !== 'go on') {
    room = 1;
    void read(heard);
    return;
  }
  room++;
  wake?.();
});

async function read(job: Job): Promise<void> {
  try {
    await readAll(job);
    say({ kind: 'end' });
  } catch (error) {
    const { where: _, ...problem } = problemOf(error instanceof Unread ? error.cause : error, '');
    say({ kind: 'unread', problem });
  }
}

async function readAll({ open, from, passed, drill }: Job): Promise<void> {
  let found: Found[] = [];
  let characters = 0;
  let form: Form | undefined;
  let record = from - 1;
  const beat = (number: number, byteLength: number): void => {
    beatWith(beats, number, byteLength);
    if (number > 0) record = number;
    const isDrilled = drill?.path === open.shown && (drill.record ?? number) === number;
    if (isDrilled && !passed.has(number)) haveFault(drill);
  };
  const flush = async (complete: number): Promise<void> => {
    const said: Said = { kind: 'found', found, form, record: complete };
    found = [];
    characters = 0;
    while (room <= 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    room--;
    say(said);
  };
  for await (const items of reader.read(open, { from, passed, beat })) {
    for (const item of items) {
      if (item.kind === 'form') {
        form = item.form;
        continue;
      }
      // Between two records, so that what was said of one is known to be all of it.
      const isNext = item.kind !== 'problem' || item.skipped;
      if (isNext && (characters > MAX_SAID_CHARACTERS || found.length > MAX_SAID_ITEMS)) {
        await flush(record - 1);
      }
      found.push(item);
      characters += CHARACTERS_PER_ITEM + (item.kind === 'article' ? item.article.body.length : 0);
    }
  }
  await flush(record);
}

function say(said: Said): void {
  port?.postMessage(said);
}
