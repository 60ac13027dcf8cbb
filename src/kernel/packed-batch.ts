import { COLUMNS, type ColumnName, type ReadBatch, type Wanted } from './batch.ts';

/** What is kept of a batch besides its columns: numbers of 4 bytes, as many as the counts of a column add up to. */
const LISTS = {
  sketches: 'sketch',
  pairs: 'pairs',
  keysLow: 'lines',
  keysHigh: 'lines',
  lineWords: 'lines',
  lineFlags: 'lines',
  hashes: 'words',
  numbers: 'numbers',
  numberLines: 'numbers',
} as const satisfies Partial<Record<keyof ReadBatch, ColumnName>>;
type ListName = keyof typeof LISTS;

/** Without these a batch keeps nothing of such a list, whatever its column says. */
const KEPT: Readonly<Record<Wanted, ReadonlySet<ColumnName>>> = {
  sketches: new Set(['sketch']),
  lines: new Set(['sketch', 'pairs', 'lines']),
  words: new Set(['sketch', 'pairs', 'lines', 'words', 'numbers']),
};

/** Strings of a record: where they begin and end. */
const STRINGS = [
  ['idStart', 'idEnd'],
  ['sourceStart', 'sourceEnd'],
  ['urlStart', 'urlEnd'],
] as const satisfies readonly (readonly [ColumnName, ColumnName])[];

/** A batch of its own, which another thread can be given. */
export interface PackedBatch {
  readonly buffer: ArrayBuffer;
  readonly count: number;
  readonly wanted: Wanted;
  /** How long each list is, in their order, and the words. */
  readonly lengths: readonly number[];
  readonly words: number;
}

const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
const LIST_NAMES = Object.keys(LISTS) as ListName[];

/**
 * Copies a batch into memory of its own, with the bytes of its ids, sources and urls, and of texts too short to judge. The
 * columns of these then tell where they lie among those bytes, each with the byte before and behind it: its marks, if it has any.
 *
 * @param bytes what the columns tell places in
 */
export function packed(batch: ReadBatch, bytes: Uint8Array): PackedBatch {
  const { count, wanted, columns } = batch;
  const lengthOf = (name: ColumnName): number => (KEPT[wanted].has(name) ? sumOf(columns[name], count) : 0);
  const lengths = LIST_NAMES.map((name) => lengthOf(LISTS[name]));
  const words = lengthOf('words');
  const numbers = lengths.reduce((sum, length) => sum + length, COLUMN_NAMES.length * count);
  const { tooShort, textStart, textEnd } = columns;
  let byteLength = 0;
  for (const [start, end] of STRINGS)
    for (let k = 0; k < count; k++) byteLength += roomFor(columns[start][k]!, columns[end][k]!);
  for (let k = 0; k < count; k++) if (tooShort[k] === 1) byteLength += textEnd[k]! - textStart[k]! + 2;

  const own = { buffer: new ArrayBuffer(numbers * 4 + words + byteLength), count, wanted, lengths, words };
  const copy = unpacked(own);
  for (const name of COLUMN_NAMES) copy.columns[name].set(columns[name].subarray(0, count));
  for (const name of LIST_NAMES) copy[name].set(batch[name].subarray(0, copy[name].length));
  copy.flags.set(batch.flags.subarray(0, words));
  let at = 0;
  const move = (starts: Uint32Array, ends: Uint32Array, k: number): void => {
    const [start, end] = [starts[k]!, ends[k]!];
    for (let from = start - 1; from <= end; from++) copy.bytes[at++] = bytes[from]!;
    ends[k] = at - 1;
    starts[k] = at - 1 - (end - start);
  };
  for (let k = 0; k < count; k++) {
    for (const [start, end] of STRINGS)
      if (columns[start][k] !== columns[end][k]) move(copy.columns[start], copy.columns[end], k);
    if (tooShort[k] === 1) move(copy.columns.textStart, copy.columns.textEnd, k);
  }
  return own;
}

/** The batch that was packed, and the bytes of its strings; nothing is copied. */
export function unpacked({ buffer, count, wanted, lengths, words }: PackedBatch): ReadBatch & { bytes: Uint8Array } {
  let at = 0;
  const next = (length: number): Uint32Array => {
    const numbers = new Uint32Array(buffer, at, length);
    at += length * 4;
    return numbers;
  };
  const columns = Object.fromEntries(COLUMN_NAMES.map((name) => [name, next(count)])) as Record<
    ColumnName,
    Uint32Array
  >;
  const lists = Object.fromEntries(LIST_NAMES.map((name, k) => [name, next(lengths[k]!)])) as Record<
    ListName,
    Uint32Array
  >;
  const flags = new Uint8Array(buffer, at, words);
  return { count, wanted, columns, ...lists, flags, bytes: new Uint8Array(buffer, at + words) };
}

function sumOf(column: Uint32Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += column[k]!;
  return sum;
}

function roomFor(start: number, end: number): number {
  return start === end ? 0 : end - start + 2;
}
