import { BatchReader } from './batch.ts';
import { exportsOf, PAGE_BYTES } from './compiled.ts';
import { DIGITS } from './flags.ts';
import {
  READ_COUNT,
  READ_LINES,
  READ_QUOTED,
  READ_SEQUENCE_HIGH,
  READ_SEQUENCE_LOW,
  READ_SUSPECT,
  READ_UNSPACED,
  TAKEN_END,
  TAKEN_START,
} from './limits.ts';
import { charactersFor, POSITION_MULTIPLIERS, WORD_SEED } from './scheme.ts';

/** What is read of a text, in arrays; see `text/word-list.ts`. */
interface WordArrays {
  readonly hashes: Uint32Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly lineFirst: Uint32Array<ArrayBuffer>;
  readonly lineKeysLow: Uint32Array<ArrayBuffer>;
  readonly lineKeysHigh: Uint32Array<ArrayBuffer>;
  readonly lineFlags: Uint8Array<ArrayBuffer>;
}

/** And in numbers. */
interface WordCounts {
  readonly count: number;
  readonly lineCount: number;
  readonly quotedCount: number;
  readonly unspacedCount: number;
  readonly sequenceLow: number;
  readonly sequenceHigh: number;
}

/** The text of a record that was taken. */
export interface TakenText {
  /** Where its string lies among the bytes of the record, with its quotation marks. */
  readonly start: number;
  readonly end: number;
  /** Of the text, in UTF-16 code units. */
  readonly length: number;
}

/** What the compiled reader asks for: what is rare, and defined elsewhere. */
export interface ReaderHelp {
  /** The class of a code unit, as `classes.ts` says; asked once for each that is met, as the next one. */
  readonly entryOf: (unit: number) => number;
  readonly traitsOf: (unit: number) => number;
  /** The class of a character above U+FFFF. */
  readonly classOfCodePoint: (codePoint: number) => number;
  /** The hash of a word that must be folded as a whole, its digits flag, and whether nothing is left of it. */
  readonly foldWhole: (word: string) => { readonly hash: number; readonly digits: number; readonly isEmpty: boolean };
  readonly isHardWrapped: (text: string) => boolean;
  /** Marks the replies among the words that lie in the reader, from `first` on; returns how many words these are. */
  readonly quoteReplies: (paragraph: string, ink: number, first: number, count: number) => number;
  readonly isElision: (text: string) => boolean;
  readonly elisionUnits: number;
}

/** What assembly/batch.ts exports. Addresses are bytes. */
interface WordExports {
  readonly layFor: (capacity: number) => number;
  readonly seedWith: (seed: number) => void;
  readonly takeText: (byteLength: number, nameCount: number) => number;
  readonly layForBatches: (capacity: number) => number;
  readonly readLines: (from: number, end: number, nameCount: number, wanted: number) => void;
  readonly readFiles: (first: number, end: number, wanted: number) => void;
  readonly read: (length: number) => void;
  readonly readNumbers: () => number;
  readonly sketch: (count: number, size: number, unspacedSize: number, minCount: number, keepBits: number) => number;
  readonly oddityOf: (from: number, to: number) => number;
  readonly maySpaceLetters: (length: number) => number;
  /** Its variables. */
  readonly [name: string]: unknown;
}

/** Room for what was counted. */
const RESULTS = 16;
const TABLE_LENGTH = 0x1_0000;
/** Longer texts are read by the plain reader: memory that is taken once is never given back. */
const MAX_UNITS = 1 << 20;
const FIRST_CAPACITY = 1 << 16;
const ASCII = 128;
/** Room for the names of fields, each with its length. */
const NAMES_BYTES = 1024;
/** Beside a hash of 32 bits. */
const ALL_DIGITS = 2 ** 32;
const EMPTY = 2 ** 33;

/**
 * Reads the words of a text in compiled code: the same numbers that the plain reader of `text/words.ts` gives. A text is
 * taken, then read, then asked about, until the next one is taken.
 */
export class TextReader implements WordArrays, WordCounts {
  hashes = new Uint32Array(0);
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  flags = new Uint8Array(0);
  lineFirst = new Uint32Array(0);
  lineKeysLow = new Uint32Array(0);
  lineKeysHigh = new Uint32Array(0);
  lineFlags = new Uint8Array(0);
  /** The sketch that was made last. */
  out = new Uint32Array(0);
  /** Units of the text. */
  length = 0;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WordExports;
  #table = new Int32Array(0);
  #traits = new Uint16Array(0);
  #text = Buffer.alloc(0);
  #results = new Uint32Array(0);
  #marks = new Uint32Array(0);
  #markWords = new Uint32Array(0);

  #bytes = new Uint8Array(0);
  #capacity = 0;
  #names: readonly string[] = [];
  #nameCount = 0;
  #batches: BatchReader | undefined;
  #isPhrase: (line: number) => boolean = () => false;

  constructor(help: ReaderHelp) {
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const makeEntry = (unit: number): void => {
      this.#table[unit] = help.entryOf(unit);
      this.#traits[unit] = help.traitsOf(unit);
    };
    this.#exports = exportsOf<WordExports>('batch', this.#memory, {
      makeEntry,
      classOfCodePoint: help.classOfCodePoint,
      foldWhole: (start, end) => {
        const { hash, digits, isEmpty } = help.foldWhole(this.slice(start, end));
        return hash + (digits === DIGITS ? ALL_DIGITS : 0) + (isEmpty ? EMPTY : 0);
      },
      isHardWrapped: () => (help.isHardWrapped(this.slice(0, this.length)) ? 1 : 0),
      quoteReplies: (ink, end, first, count) => help.quoteReplies(this.slice(ink, end), ink, first, count),
      isElision: (at) => (help.isElision(this.slice(at, Math.min(this.length, at + help.elisionUnits))) ? 1 : 0),
      isPhrase: (line) => (this.#isPhrase(line) ? 1 : 0),
      sortNumbers: (address, count) => {
        new Uint32Array(this.#memory.buffer, address, count).sort();
      },
    });
    this.#reserve(FIRST_CAPACITY);
    for (let unit = 0; unit < ASCII; unit++) makeEntry(unit);
    this.#exports.seedWith(WORD_SEED);
    new Int32Array(this.#memory.buffer, this.#valueOf('multipliers'), POSITION_MULTIPLIERS.length).set(
      POSITION_MULTIPLIERS,
    );
  }

  /** Takes a text. False where it is too long. */
  take(body: string): boolean {
    if (body.length > MAX_UNITS) return false;
    if (body.length > this.#capacity) this.#reserve(Math.min(MAX_UNITS, body.length * 2));
    this.#text.write(body, 0, 'utf16le');
    this.length = body.length;
    return true;
  }

  /**
   * Takes the text of a record of JSON from its bytes, which are valid UTF-8: the string of the first of some names that has one. Undefined
   * where it must be found in another way, for whatever reason; the record need not be valid JSON where it is given.
   *
   * @param names asked for by the same array, they are looked at once
   */
  takeRecord(record: Uint8Array, names: readonly string[]): TakenText | undefined {
    const byteLength = record.length;
    if (byteLength > MAX_UNITS) return undefined;
    if (byteLength > this.#capacity) this.#reserve(Math.min(MAX_UNITS, byteLength * 2));
    if (names !== this.#names) this.#setNames(names);
    this.#bytes.set(record);
    const length = this.#exports.takeText(byteLength, this.#nameCount);
    if (length < 0) return undefined;
    this.length = length;
    return { start: this.#results[TAKEN_START]!, end: this.#results[TAKEN_END]!, length };
  }

  /**
   * Reads whole lines of JSON. What was taken is lost with every batch, and what batches gave with everything that is taken.
   *
   * @param mostPhraseWords as for `BatchReader`
   * @param isPhrase        is that line of the text that was read last a known phrase?
   */
  batches(mostPhraseWords: Uint8Array, isPhrase: (line: number) => boolean): BatchReader {
    this.#isPhrase = isPhrase;
    if (this.#batches !== undefined) return this.#batches;
    // All there will ever be: what lies behind it stays where it is.
    this.#reserve(MAX_UNITS);
    this.#growTo(this.#exports.layForBatches(MAX_UNITS));
    this.#viewAll(MAX_UNITS);
    const memory = {
      numbers: (name: string, length: number) => new Uint32Array(this.#memory.buffer, this.#valueOf(name), length),
      bytes: (name: string, length: number) => new Uint8Array(this.#memory.buffer, this.#valueOf(name), length),
      setNames: (names: readonly string[]): number => {
        this.#setNames(names);
        return this.#nameCount;
      },
      readLines: this.#exports.readLines,
      readFiles: this.#exports.readFiles,
    };
    this.#batches = new BatchReader(memory, MAX_UNITS, mostPhraseWords);
    return this.#batches;
  }

  #setNames(names: readonly string[]): void {
    const room = new DataView(this.#memory.buffer, this.#valueOf('names'), NAMES_BYTES);
    let at = 0;
    this.#names = names;
    this.#nameCount = 0;
    for (const name of names) {
      const spelt = Buffer.from(name, 'utf8');
      if (at + 4 + spelt.length > NAMES_BYTES) return;
      room.setUint32(at, spelt.length, true);
      new Uint8Array(room.buffer, room.byteOffset + at + 4).set(spelt);
      at += 4 + spelt.length;
      this.#nameCount++;
    }
  }

  /** Reads the words of the text that was taken. */
  read(): void {
    this.#exports.read(this.length);
  }

  /** Does the text hold a unit that could be part of a disguise? */
  get isSuspect(): boolean {
    return this.#results[READ_SUSPECT] === 1;
  }

  /** In what a piece of the text is other than in most, as `text/disguises.ts` says. */
  oddityOf(from: number, to: number): number {
    return this.#exports.oddityOf(from, to);
  }

  /** Could letters be spaced apart in the text? */
  maySpaceLetters(): boolean {
    return this.#exports.maySpaceLetters(this.length) !== 0;
  }

  /**
   * Makes the sketch of the words that were read, as `sketchInto` makes it, in `out`; returns how many hashes it has.
   *
   * @param keepBelow a power of two
   */
  sketch(shingleWords: number, minCount: number, keepBelow: number): number {
    const keepBits = 31 - Math.clz32(keepBelow);
    return this.#exports.sketch(this.count, shingleWords, charactersFor(shingleWords), minCount, keepBits);
  }

  /** The numbers of the text, as `readNumbers` finds them: valid until the next text is read. */
  numbers(): { readonly count: number; readonly hashes: Uint32Array; readonly lines: Uint32Array } {
    return { count: this.#exports.readNumbers(), hashes: this.#marks, lines: this.#markWords };
  }

  /** A piece of the text. */
  slice(start: number, end: number): string {
    return this.#text.toString('utf16le', start * 2, end * 2);
  }

  get count(): number {
    return this.#results[READ_COUNT]!;
  }

  get lineCount(): number {
    return this.#results[READ_LINES]!;
  }

  get quotedCount(): number {
    return this.#results[READ_QUOTED]!;
  }

  get unspacedCount(): number {
    return this.#results[READ_UNSPACED]!;
  }

  get sequenceLow(): number {
    return this.#results[READ_SEQUENCE_LOW]!;
  }

  get sequenceHigh(): number {
    return this.#results[READ_SEQUENCE_HIGH]!;
  }

  #valueOf(name: string): number {
    return (this.#exports[name] as WebAssembly.Global).value;
  }

  /** Makes room for a text of so many units: every unit could be a word. */
  #reserve(capacity: number): void {
    this.#growTo(this.#exports.layFor(capacity));
    this.#viewAll(capacity);
  }

  #growTo(byteLength: number): void {
    const missing = Math.ceil((byteLength - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#memory.grow(missing);
  }

  #viewAll(capacity: number): void {
    const { buffer } = this.#memory;
    const numbers = (name: string, length: number) => new Uint32Array(buffer, this.#valueOf(name), length);
    const bytes = (name: string, length: number) => new Uint8Array(buffer, this.#valueOf(name), length);
    this.#table = new Int32Array(buffer, this.#valueOf('table'), TABLE_LENGTH);
    this.#traits = new Uint16Array(buffer, this.#valueOf('traits'), TABLE_LENGTH);
    this.#results = numbers('results', RESULTS);
    this.#text = Buffer.from(buffer, this.#valueOf('text'), capacity * 2);
    this.hashes = numbers('hashes', capacity);
    this.starts = numbers('starts', capacity);
    this.ends = numbers('ends', capacity);
    this.flags = bytes('flags', capacity);
    const lines = (capacity >> 1) + 2;
    this.lineFirst = numbers('lineFirst', lines);
    this.lineKeysLow = numbers('lineKeysLow', lines);
    this.lineKeysHigh = numbers('lineKeysHigh', lines);
    this.lineFlags = bytes('lineFlags', lines);
    this.#marks = numbers('marks', capacity);
    this.#markWords = numbers('markWords', capacity);
    this.out = numbers('out', capacity);
    this.#bytes = bytes('bytes', capacity);
    this.#capacity = capacity;
  }
}
