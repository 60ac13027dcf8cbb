import { exportsOf, Layout, PAGE_BYTES } from './compiled.ts';
import { SENTENCE_START } from './flags.ts';
import { WORD_SEED } from './scheme.ts';

/** What assembly/words.ts exports. Addresses are bytes. */
interface WordExports {
  readonly lay: (
    table: number,
    text: number,
    hashes: number,
    starts: number,
    ends: number,
    flags: number,
    seed: number,
  ) => void;
  readonly readPlain: (from: number, length: number, wordCount: number, state: number) => number;
  readonly getCount: () => number;
  readonly getSentence: () => number;
  readonly getUnspacedCount: () => number;
  readonly getUnknownUnit: () => number;
}

const TABLE_LENGTH = 0x1_0000;
/** Longer texts are read by the plain reader: memory that is taken once is never given back. */
const MAX_UNITS = 1 << 20;
const HAS_INK = 16;
const LINE_FEED = 10;

/** How things stand at a place of the text. */
interface ReadingState {
  wordCount: number;
  unspacedCount: number;
  /** OPEN, ENDED or PARTED. */
  sentence: number;
  /** SENTENCE_START where the next word begins one, else 0. */
  sentenceFlag: number;
  /** The line holds something besides blanks. */
  inkOnLine: boolean;
}

/**
 * Reads the plain stretches of a text in compiled code: nine tenths of most texts. It writes words where the plain reader
 * would, the same numbers, and stops before all that takes more than a look at the next unit.
 *
 * The arrays are used again for the next text, and are others after `take`.
 */
export class PlainReader {
  hashes = new Uint32Array(0);
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  flags = new Uint8Array(0);
  readonly #entryOf: (unit: number) => number;
  readonly #exports: WordExports;
  readonly #memory: WebAssembly.Memory;
  #table = new Int32Array(0);
  #text = Buffer.alloc(0);
  #length = 0;
  #capacity = 0;

  /** @param entryOf the class of a code unit, as `classes.ts` says; asked once for each that is met */
  constructor(entryOf: (unit: number) => number) {
    this.#entryOf = entryOf;
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    this.#exports = exportsOf<WordExports>('words', this.#memory);
    this.#reserve(PAGE_BYTES);
  }

  /** Takes a text to be read from its begin. False where it is too long. */
  take(body: string): boolean {
    if (body.length > MAX_UNITS) return false;
    if (body.length > this.#capacity) this.#reserve(Math.min(MAX_UNITS, body.length * 2));
    this.#length = body.length;
    const written = this.#text.write(body, 0, 'utf16le');
    // Reading looks one unit ahead.
    this.#text.writeUInt16LE(LINE_FEED, written);
    return true;
  }

  /**
   * Reads on from unit `from`, where no word is open, and returns where it stopped: before a unit, or a word, that is not
   * plain.
   *
   * @param state as it is at `from`; changed to what it is where reading stopped
   */
  readFrom(from: number, state: ReadingState): number {
    const { readPlain, getCount, getSentence, getUnspacedCount, getUnknownUnit } = this.#exports;
    let stop = from;
    let packed = state.sentence | state.sentenceFlag | (state.inkOnLine ? HAS_INK : 0);
    for (let unknown = 0; unknown >= 0; ) {
      stop = readPlain(stop, this.#length, state.wordCount, packed);
      packed = getSentence();
      state.wordCount = getCount();
      state.unspacedCount += getUnspacedCount();
      unknown = getUnknownUnit();
      if (unknown >= 0) this.#table[unknown] = this.#entryOf(unknown);
    }
    state.sentence = packed & 3;
    state.sentenceFlag = packed & SENTENCE_START;
    state.inkOnLine = (packed & HAS_INK) !== 0;
    return stop;
  }

  /** Makes room for a text of so many units: every unit could be a word. */
  #reserve(capacity: number): void {
    const known = this.#table.slice();
    const layout = new Layout();
    const tableAt = layout.take(TABLE_LENGTH * 4);
    const textAt = layout.take((capacity + 2) * 2);
    const hashesAt = layout.take(capacity * 4);
    const startsAt = layout.take(capacity * 4);
    const endsAt = layout.take(capacity * 4);
    const flagsAt = layout.take(capacity);
    const { buffer } = this.#memory;
    const missing = Math.ceil((layout.size - buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#memory.grow(missing);
    const grown = this.#memory.buffer;
    this.#table = new Int32Array(grown, tableAt, TABLE_LENGTH);
    this.#table.set(known);
    this.#text = Buffer.from(grown, textAt, (capacity + 2) * 2);
    this.hashes = new Uint32Array(grown, hashesAt, capacity);
    this.starts = new Uint32Array(grown, startsAt, capacity);
    this.ends = new Uint32Array(grown, endsAt, capacity);
    this.flags = new Uint8Array(grown, flagsAt, capacity);
    this.#exports.lay(tableAt, textAt, hashesAt, startsAt, endsAt, flagsAt, WORD_SEED);
    this.#capacity = capacity;
  }
}
