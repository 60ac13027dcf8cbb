import {
  BATCH_COUNT,
  BATCH_FIELDS,
  BATCH_LINES,
  BATCH_NEXT,
  BATCH_ROWS,
  BATCH_UNUSUAL,
  FIELD_BODY_LENGTH,
  FIELD_BYTE_LENGTH,
  FIELD_ID_END,
  FIELD_ID_ESCAPED,
  FIELD_ID_START,
  FIELD_LINE,
  FIELD_LINES,
  FIELD_NUMBERS,
  FIELD_OFFSET,
  FIELD_PAIRS,
  FIELD_QUOTED,
  FIELD_SEQUENCE_HIGH,
  FIELD_SEQUENCE_LOW,
  FIELD_SKETCH,
  FIELD_SOURCE_END,
  FIELD_SOURCE_ESCAPED,
  FIELD_SOURCE_START,
  FIELD_TEXT_END,
  FIELD_TEXT_START,
  FIELD_TOO_SHORT,
  FIELD_URL_END,
  FIELD_URL_ESCAPED,
  FIELD_URL_START,
  FIELD_WORDS,
  PAIR_WORDS,
  SCHEME_MIN_SKETCH_WORDS,
  SCHEME_MIN_WORDS,
  SCHEME_PAIRS,
  SCHEME_SHINGLES,
  SCHEME_UNSPACED,
  WANT_LINES,
  WANT_WORDS,
} from './limits.ts';
import {
  charactersFor,
  KEEP_BELOW,
  MIN_PAIR_SKETCH,
  MIN_SKETCH,
  MIN_SKETCH_WORDS,
  MIN_WORDS,
  PAIR_KEEP_BELOW,
  SHINGLE_WORDS,
  UNSPACED_UNIT,
} from './scheme.ts';

/** The names of fields that are looked for: of each list the first counts that says something. */
export interface FieldNames {
  readonly text: readonly string[];
  readonly id: readonly string[];
  readonly source: readonly string[];
  readonly url: readonly string[];
}

/** What a batch keeps besides sketches and hashes of word sequences: nothing; lines and sketches of pairs; words and numbers, too. */
export type Wanted = 'sketches' | 'lines' | 'words';

const WANTED_BITS: Readonly<Record<Wanted, number>> = {
  sketches: 0,
  lines: WANT_LINES,
  words: WANT_LINES | WANT_WORDS,
};

/** The columns of a batch, by their numbers in `limits.ts`. */
export const COLUMNS = {
  offset: FIELD_OFFSET,
  byteLength: FIELD_BYTE_LENGTH,
  line: FIELD_LINE,
  bodyLength: FIELD_BODY_LENGTH,
  textStart: FIELD_TEXT_START,
  textEnd: FIELD_TEXT_END,
  idStart: FIELD_ID_START,
  idEnd: FIELD_ID_END,
  sourceStart: FIELD_SOURCE_START,
  sourceEnd: FIELD_SOURCE_END,
  urlStart: FIELD_URL_START,
  urlEnd: FIELD_URL_END,
  idEscaped: FIELD_ID_ESCAPED,
  sourceEscaped: FIELD_SOURCE_ESCAPED,
  urlEscaped: FIELD_URL_ESCAPED,
  tooShort: FIELD_TOO_SHORT,
  words: FIELD_WORDS,
  sequenceLow: FIELD_SEQUENCE_LOW,
  sequenceHigh: FIELD_SEQUENCE_HIGH,
  sketch: FIELD_SKETCH,
  pairs: FIELD_PAIRS,
  lines: FIELD_LINES,
  numbers: FIELD_NUMBERS,
  quoted: FIELD_QUOTED,
} as const;

export type ColumnName = keyof typeof COLUMNS;

/** What was read of some records: a number of each in every column, and what each has many of, one behind the other. */
export interface ReadBatch {
  /** Records of the batch. */
  readonly count: number;
  /** What is kept of them. */
  readonly wanted: Wanted;
  readonly columns: Readonly<Record<ColumnName, Uint32Array>>;
  readonly sketches: Uint32Array;
  readonly pairs: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint32Array;
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly numbers: Uint32Array;
  readonly numberLines: Uint32Array;
}

/** Room for the lists of names, in numbers. */
const ROLE_NUMBERS = 64;
const SCHEME_NUMBERS = 16;
/** Different names at most. */
const MAX_NAMES = 32;

/** What lies where in the memory of the compiled reader, and how it is asked. */
export interface BatchMemory {
  readonly numbers: (name: string, length: number) => Uint32Array<ArrayBuffer>;
  readonly bytes: (name: string, length: number) => Uint8Array<ArrayBuffer>;
  /** Lays down names of fields; says for how many there was room. */
  readonly setNames: (names: readonly string[]) => number;
  readonly readLines: (from: number, end: number, nameCount: number, wanted: number) => void;
  readonly readFiles: (first: number, end: number, wanted: number) => void;
}

/**
 * Reads lines of JSON many at a time, into columns: those of `limits.ts` for each record, and what each has many of, one behind
 * the other. All of it is valid until the next batch. A line that is no plain record ends a batch.
 */
export class BatchReader implements ReadBatch {
  /** Where the bytes of lines are put. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly columns: Readonly<Record<ColumnName, Uint32Array>>;
  readonly sketches: Uint32Array;
  readonly pairs: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint32Array;
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly numbers: Uint32Array;
  readonly numberLines: Uint32Array;
  /** What is to be kept of the next batch. */
  wanted: Wanted = 'words';
  readonly #results: Uint32Array;
  readonly #roles: Uint32Array;
  readonly #memory: BatchMemory;
  #nameCount = 0;

  /**
   * @param capacity bytes of a batch at most
   * @param mostPhraseWords of the low 16 bits of a word's hash: the most words of a known phrase that begins with it
   */
  constructor(memory: BatchMemory, capacity: number, mostPhraseWords: Uint8Array) {
    const { numbers, bytes } = memory;
    this.#memory = memory;
    this.room = bytes('bytes', capacity + 1);
    const columns = numbers('columns', BATCH_ROWS * BATCH_FIELDS);
    this.columns = Object.fromEntries(
      Object.entries(COLUMNS).map(([name, at]) => [name, columns.subarray(at * BATCH_ROWS, (at + 1) * BATCH_ROWS)]),
    ) as Record<ColumnName, Uint32Array>;
    this.sketches = numbers('keptSketches', capacity);
    this.pairs = numbers('keptPairs', capacity);
    this.keysLow = numbers('keptKeysLow', capacity);
    this.keysHigh = numbers('keptKeysHigh', capacity);
    this.lineWords = numbers('keptLineWords', capacity);
    this.lineFlags = numbers('keptLineFlags', capacity);
    this.hashes = numbers('keptHashes', capacity);
    this.flags = bytes('keptFlags', capacity);
    this.numbers = numbers('keptNumbers', capacity);
    this.numberLines = numbers('keptNumberLines', capacity);
    this.#results = numbers('results', BATCH_UNUSUAL + 1);
    this.#roles = numbers('roles', ROLE_NUMBERS);
    bytes('mostPhraseWords', mostPhraseWords.length).set(mostPhraseWords);
    const scheme = numbers('scheme', SCHEME_NUMBERS);
    scheme.set(sketchNumbers(SHINGLE_WORDS, MIN_SKETCH, KEEP_BELOW), SCHEME_SHINGLES);
    scheme.set(sketchNumbers(PAIR_WORDS, MIN_PAIR_SKETCH, PAIR_KEEP_BELOW), SCHEME_PAIRS);
    scheme[SCHEME_MIN_WORDS] = MIN_WORDS;
    scheme[SCHEME_MIN_SKETCH_WORDS] = MIN_SKETCH_WORDS;
    // Fewer than so many and a fraction are fewer than the next whole number.
    scheme[SCHEME_MIN_WORDS + SCHEME_UNSPACED] = Math.ceil(MIN_WORDS * UNSPACED_UNIT);
    scheme[SCHEME_MIN_SKETCH_WORDS + SCHEME_UNSPACED] = Math.ceil(MIN_SKETCH_WORDS * UNSPACED_UNIT);
  }

  /** Can it look for these names? From then on it does, until a text is taken from a record. */
  looksFor(names: FieldNames): boolean {
    const lists = [names.text, names.id, names.source, names.url];
    const all = [...new Set(lists.flat())];
    const roles = lists.flatMap((list) => [list.length, ...list.map((name) => all.indexOf(name))]);
    if (all.length > MAX_NAMES || roles.length > ROLE_NUMBERS) return false;
    if (this.#memory.setNames(all) < all.length) return false;
    this.#roles.set(roles);
    this.#nameCount = all.length;
    return true;
  }

  /** Reads the lines from `from` up to `end` in the room, where one ends; they are valid UTF-8. */
  read(from: number, end: number): void {
    this.#memory.readLines(from, end, this.#nameCount, WANTED_BITS[this.wanted]);
  }

  /**
   * Reads the files from `first` up to `end`, whose bytes lie in the room, valid UTF-8; where each begins, and how many they are,
   * stands in the columns `offset` and `byteLength`. Ends before one that is for others to read.
   */
  readFiles(first: number, end: number): void {
    this.#memory.readFiles(first, end, WANTED_BITS[this.wanted]);
  }

  /** Files that are read at once, at most. */
  get mostFiles(): number {
    return BATCH_ROWS;
  }

  /** Records of the batch. */
  get count(): number {
    return this.#results[BATCH_COUNT]!;
  }

  /** Where the next line begins. */
  get next(): number {
    return this.#results[BATCH_NEXT]!;
  }

  /** Lines that were passed. */
  get lines(): number {
    return this.#results[BATCH_LINES]!;
  }

  /** The next line is for others to read. */
  get isUnusual(): boolean {
    return this.#results[BATCH_UNUSUAL] === 1;
  }
}

function sketchNumbers(words: number, minCount: number, keepBelow: number): readonly number[] {
  return [words, charactersFor(words), minCount, 31 - Math.clz32(keepBelow)];
}
