import { Buffer } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { KeptArticle } from '../engine/corpus.ts';
import type { Place } from '../model.ts';
import { Reader, Writer } from './numbers.ts';
import { packedSketches, SketchRows } from './sketches.ts';

/** Fast, and within a few hundredths of the smallest. */
const DEFLATE_LEVEL = 6;
/** Rows of one block that are larger were not written by us. */
const MAX_ROWS_BYTES = 2 ** 30;

/** Where an article stands: what is needed to name it, to show it and to read it again. */
export interface StoredPlace {
  /** The record's own id, '' where it has none; a file's id is its path. */
  readonly id: string;
  readonly place: Place;
  readonly source?: string;
  /** The number of its file in the index; -1 for one that was handed in and lies nowhere. Kept in a column. */
  readonly file: number;
  readonly offset: number;
  readonly byteLength: number;
  readonly isSpooled: boolean;
  readonly bodyLength: number;
}

/** What was set apart of an article as site furniture, and its sketches with it. */
export interface StoredApart {
  /** For each line 1 + the index of its reason, 0 for a line of its own. */
  readonly reasons: Uint8Array;
  readonly wholeSketch: Uint32Array;
  readonly wholePairSketch: Uint32Array;
}

/** Rows of bytes, one for each article of a block, of which each can be had alone. */
export interface Rows {
  readonly count: number;
  readonly row: (k: number) => Buffer;
}

/** Rows that are packed together: to have one of them, so many are unpacked. */
const CHUNK_ROWS = 64;

/** Rows one after the other. */
export function plainRows(rows: readonly Uint8Array[]): Buffer {
  const head = new Writer();
  head.number(rows.length);
  for (const row of rows) head.number(row.length);
  return Buffer.concat([head.end(), ...rows]);
}

/** Rows of which a few at a time are deflated together. */
export function deflatedRows(rows: readonly Uint8Array[]): Buffer {
  const head = new Writer();
  head.number(rows.length);
  const chunks: Buffer[] = [];
  for (let first = 0; first < rows.length; first += CHUNK_ROWS) {
    const chunk = deflateRawSync(plainRows(rows.slice(first, first + CHUNK_ROWS)), { level: DEFLATE_LEVEL });
    head.number(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat([head.end(), ...chunks]);
}

/** Reads what `plainRows` wrote. Throws a RangeError for bytes that hold something else. */
export function rowsIn(bytes: Buffer): Rows {
  const head = new Reader(bytes);
  const offsets = offsetsIn(head, head.number(), bytes.length);
  const count = offsets.length - 1;
  const from = head.at;
  if (from + offsets[count]! !== bytes.length) throw new RangeError('the rows do not fill their bytes');
  return {
    count,
    row: (k) => {
      if (!(k >= 0 && k < count)) throw new RangeError('there is no such row');
      return bytes.subarray(from + offsets[k]!, from + offsets[k + 1]!);
    },
  };
}

/** Reads what `deflatedRows` wrote, and unpacks it as rows are asked for. Throws as `rowsIn` does, then or now. */
export function deflatedRowsIn(bytes: Buffer): Rows {
  const head = new Reader(bytes);
  const count = head.number();
  if (count > bytes.length * CHUNK_ROWS) throw new RangeError('more rows than bytes');
  const offsets = offsetsIn(head, Math.ceil(count / CHUNK_ROWS), bytes.length);
  const from = head.at;
  if (from + offsets[offsets.length - 1]! !== bytes.length) throw new RangeError('the rows do not fill their bytes');
  const chunks: Rows[] = [];
  const unpacked = (c: number): Rows => {
    const chunk = bytes.subarray(from + offsets[c]!, from + offsets[c + 1]!);
    const rows = rowsIn(inflateRawSync(chunk, { maxOutputLength: MAX_ROWS_BYTES }));
    if (rows.count !== Math.min(CHUNK_ROWS, count - c * CHUNK_ROWS)) throw new RangeError('a row is missing');
    return rows;
  };
  return {
    count,
    row: (k) => {
      if (!(k >= 0 && k < count)) throw new RangeError('there is no such row');
      const c = Math.floor(k / CHUNK_ROWS);
      chunks[c] ??= unpacked(c);
      return chunks[c].row(k % CHUNK_ROWS);
    },
  };
}

/** So many lengths as offsets. */
function offsetsIn(head: Reader, count: number, byteLength: number): Float64Array {
  if (count > byteLength) throw new RangeError('more rows than bytes');
  const offsets = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) offsets[k + 1] = offsets[k]! + head.number();
  return offsets;
}

/** One for all rows: they are written one after the other, and a million of them would make a million buffers. */
const out = new Writer();

const IS_SPOOLED = 1;
const HAS_SOURCE = 2;
const HAS_LINE = 4;
const HAS_RECORD = 8;
const IS_NAMED_BY_PATH = 16;

export function placeBytes({ id, place, source, ...lies }: StoredPlace): Buffer {
  out.begin();
  const isNamedByPath = id === place.path;
  out.byte(
    (lies.isSpooled ? IS_SPOOLED : 0) |
      (source === undefined ? 0 : HAS_SOURCE) |
      (place.line === undefined ? 0 : HAS_LINE) |
      (place.record === undefined ? 0 : HAS_RECORD) |
      (isNamedByPath ? IS_NAMED_BY_PATH : 0),
  );
  out.number(lies.offset);
  out.number(lies.byteLength);
  out.number(lies.bodyLength);
  if (place.line !== undefined) out.number(place.line);
  if (place.record !== undefined) out.number(place.record);
  putText(place.path);
  if (source !== undefined) putText(source);
  if (!isNamedByPath) putText(id);
  return out.end();
}

export function placeFrom(bytes: Buffer, file: number): StoredPlace {
  const row = new Reader(bytes);
  const bits = row.byte();
  const offset = row.number();
  const byteLength = row.number();
  const bodyLength = row.number();
  const line = (bits & HAS_LINE) === 0 ? {} : { line: row.number() };
  const record = (bits & HAS_RECORD) === 0 ? {} : { record: row.number() };
  const path = textFrom(row);
  const source = (bits & HAS_SOURCE) === 0 ? {} : { source: textFrom(row) };
  const id = (bits & IS_NAMED_BY_PATH) === 0 ? textFrom(row) : path;
  const place = { path, ...line, ...record };
  return { id, place, ...source, file, offset, byteLength, isSpooled: (bits & IS_SPOOLED) !== 0, bodyLength };
}

function putText(text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  out.number(bytes.length);
  out.bytes(bytes);
}

function textFrom(row: Reader): string {
  return row.bytes(row.number()).toString('utf8');
}

/** The lines of an article, as `KeptArticle` has them. */
export type StoredLines = Pick<KeptArticle, 'keysLow' | 'keysHigh' | 'lineWords' | 'lineFlags'>;

/** Flags of a line take so many values. */
const LINE_FLAGS = 16;

export function lineBytes({ keysLow, keysHigh, lineWords, lineFlags }: StoredLines): Buffer {
  out.begin();
  out.number(keysLow.length);
  for (let line = 0; line < keysLow.length; line++) {
    out.u32(keysLow[line]!);
    out.u32(keysHigh[line]!);
    out.number(lineWords[line]! * LINE_FLAGS + lineFlags[line]!);
  }
  return out.end();
}

export function linesFrom(bytes: Buffer): StoredLines {
  const row = new Reader(bytes);
  const count = row.number();
  if (count > bytes.length) throw new RangeError('more lines than bytes');
  const keysLow = new Uint32Array(count);
  const keysHigh = new Uint32Array(count);
  const lineWords = new Uint32Array(count);
  const lineFlags = new Uint32Array(count);
  for (let line = 0; line < count; line++) {
    keysLow[line] = row.u32();
    keysHigh[line] = row.u32();
    const both = row.number();
    lineWords[line] = Math.floor(both / LINE_FLAGS);
    lineFlags[line] = both % LINE_FLAGS;
  }
  return { keysLow, keysHigh, lineWords, lineFlags };
}

/** Nothing for an article that is all its own. */
export function apartBytes(apart: StoredApart | undefined): Buffer {
  if (apart === undefined) return Buffer.alloc(0);
  const sketches = packedSketches([apart.wholeSketch, apart.wholePairSketch]);
  out.begin();
  out.number(apart.reasons.length);
  out.bytes(apart.reasons);
  out.bytes(sketches);
  return out.end();
}

export function apartFrom(bytes: Buffer): StoredApart | undefined {
  if (bytes.length === 0) return undefined;
  const row = new Reader(bytes);
  const reasons = Uint8Array.from(row.bytes(row.number()));
  const sketches = new SketchRows(bytes.subarray(row.at));
  return { reasons, wholeSketch: sketches.sketch(0), wholePairSketch: sketches.sketch(1) };
}

/** An article's text with all that its reader found, for an index that keeps copies. */
export function textBytes(article: unknown): Buffer {
  return deflateRawSync(Buffer.from(JSON.stringify(article), 'utf8'), { level: DEFLATE_LEVEL });
}

export function textFromBytes(bytes: Buffer): unknown {
  return JSON.parse(inflateRawSync(bytes, { maxOutputLength: MAX_ROWS_BYTES }).toString('utf8'));
}
