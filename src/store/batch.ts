import { Buffer } from 'node:buffer';
import { deflateRawSync } from 'node:zlib';
import type { KeptArticle } from '../engine/corpus.ts';
import type { InputFormatName, Problem } from '../model.ts';
import type { NewFrame } from './log.ts';
import { firstNameOf, hashOf, shortHashOf } from './names.ts';
import {
  apartBytes,
  deflatedRows,
  lineBytes,
  placeBytes,
  plainRows,
  type StoredApart,
  type StoredPlace,
  textBytes,
} from './rows.ts';
import { packedSketches } from './sketches.ts';

/** Articles of one block: its columns are read and checked together, in a hundredth of a second. */
const BLOCK_ARTICLES = 4096;
/** How the articles of a batch were read, and where paths are meant from. */
export interface BatchInfo {
  /** From the folder of the index to the folder that paths are relative to, in characters of one byte each. */
  readonly base: string;
  /** The same folder where it was then, from the root. */
  readonly home: string;
  /** What the input was read with: fields, format, encoding, limits. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly version: string;
}

/** A file that articles of an index were read from. */
export interface StoredFile {
  /** Number of the batch that it came with. */
  readonly batch: number;
  /** As the input found it, relative to the base, in characters of one byte each. */
  readonly path: string;
  readonly shown: string;
  readonly certainty: 'named' | 'known' | 'found';
  readonly source?: string;
  readonly format: InputFormatName;
  /** What stands before its records, base64. */
  readonly head?: string;
  /** Size and times in nanoseconds, so that a file that was not touched need not be read; '' where they say nothing. */
  readonly stamp: string;
  /** Of its bytes. */
  readonly digest: string;
  readonly problems?: readonly { readonly problem: Problem; readonly skipped: boolean; readonly file?: string }[];
  readonly excluded?: Readonly<Record<string, number>>;
}

/** An article to be taken in. */
export interface NewArticle {
  /** As `withoutText` gives it. */
  readonly kept: KeptArticle;
  readonly where: StoredPlace;
  /** With site furniture set apart: what is compared. */
  readonly sketch: Uint32Array;
  readonly pairSketch: Uint32Array;
  /** Absent for one that is all its own. */
  readonly apart?: StoredApart | undefined;
  /** The article itself, where its text is to be kept. */
  readonly text?: unknown;
}

/** Two articles that tie a cluster, by their numbers; similarity in ten-thousandths. */
export interface Edges {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly similarity: Uint16Array;
}

/** A line that is furniture in one source. */
export interface KnownLines {
  /** Hash of the source's name; 0 where it is not known. */
  readonly sources: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly reasons: Uint8Array;
}

/** All that one addition or removal changes, or a part of it; it takes effect whole or not at all. */
export interface Batch {
  /** Absent for a part that goes on with the batch before. */
  readonly info: BatchInfo | undefined;
  readonly files: readonly StoredFile[];
  readonly articleCount: number;
  readonly articleAt: (k: number) => NewArticle;
  readonly removed: readonly number[];
  readonly removedFiles: readonly number[];
  readonly edges: Edges;
  /** Articles whose cluster is another one now; 0 for none. */
  readonly clusters: ReadonlyMap<number, number>;
  readonly nextCluster: number;
  readonly lines: KnownLines;
}

export const NUMBER_COLUMNS = 7;
/** Bits of what is known of how an article lies. */
export const SHORT = 1;
export const BLANK = 2;
export const SPOOLED = 4;

/**
 * What a batch is on the disk.
 *
 * @param earlier the batches that files of this one came with, where an index is written anew
 */
export function* framesOf(batch: Batch, earlier: readonly BatchInfo[] = []): Generator<NewFrame> {
  for (const info of earlier) yield { kind: 'info', payload: jsonBytes({ info, next: batch.nextCluster }) };
  yield { kind: 'info', payload: jsonBytes({ info: batch.info, next: batch.nextCluster }) };
  if (batch.files.length > 0) yield { kind: 'file', payload: jsonBytes(batch.files) };
  for (let first = 0; first < batch.articleCount; first += BLOCK_ARTICLES)
    yield* blockFrames(batch, first, Math.min(first + BLOCK_ARTICLES, batch.articleCount));
  if (batch.removed.length > 0) yield { kind: 'gone', payload: columnBytes(batch.removed) };
  if (batch.removedFiles.length > 0) yield { kind: 'left', payload: columnBytes(batch.removedFiles) };
  const { left, right, similarity } = batch.edges;
  if (left.length > 0) yield { kind: 'edge', payload: columnBytes(left, right, similarity) };
  if (batch.clusters.size > 0)
    yield { kind: 'clus', payload: columnBytes([...batch.clusters.keys()], [...batch.clusters.values()]) };
  const { sources, keysLow, keysHigh, reasons } = batch.lines;
  if (sources.length > 0) yield { kind: 'furn', payload: columnBytes(sources, keysLow, keysHigh, reasons) };
}

function* blockFrames({ articleAt }: Batch, begin: number, end: number): Generator<NewFrame> {
  const count = end - begin;
  const numbers = Array.from({ length: NUMBER_COLUMNS }, () => new Uint32Array(count));
  const bits = new Uint8Array(count);
  const sketches: Uint32Array[] = [];
  const pairs: Uint32Array[] = [];
  const lines: Buffer[] = [];
  const places: Buffer[] = [];
  const aparts: Buffer[] = [];
  const texts: Buffer[] = [];
  for (let k = 0; k < count; k++) {
    const { kept, where, sketch, pairSketch, apart, text } = articleAt(begin + k);
    const { shortText } = kept;
    const values = [
      kept.wordCount,
      kept.sequenceLow,
      kept.sequenceHigh,
      hashOf(firstNameOf(where)),
      shortHashOf(shortText),
      kept.disguises,
      where.file + 1,
    ];
    for (const [c, value] of values.entries()) numbers[c]![k] = value;
    bits[k] =
      (shortText === undefined ? 0 : shortText === '' ? SHORT | BLANK : SHORT) | (where.isSpooled ? SPOOLED : 0);
    sketches.push(sketch);
    pairs.push(pairSketch);
    lines.push(lineBytes(kept));
    places.push(placeBytes(where));
    aparts.push(apartBytes(apart));
    texts.push(text === undefined ? Buffer.alloc(0) : textBytes(text));
  }
  const counted = Buffer.alloc(4);
  counted.writeUInt32LE(count);
  yield { kind: 'nums', payload: Buffer.concat([counted, ...numbers.map(bytes32), bits]) };
  yield { kind: 'skch', payload: packedSketches(sketches) };
  yield { kind: 'pair', payload: packedSketches(pairs) };
  yield { kind: 'line', payload: plainRows(lines) };
  yield { kind: 'rows', payload: deflatedRows(places) };
  if (aparts.some((bytes) => bytes.length > 0)) yield { kind: 'aprt', payload: plainRows(aparts) };
  if (texts.some((bytes) => bytes.length > 0)) yield { kind: 'text', payload: plainRows(texts) };
}

function jsonBytes(value: unknown): Buffer {
  return deflateRawSync(Buffer.from(JSON.stringify(value), 'utf8'));
}

/** Little-endian, as all machines that Node runs on but one. */
function bytes32(column: Uint32Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

function columnBytes(...columns: readonly ArrayLike<number>[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(columns[0]?.length ?? 0);
  return Buffer.concat([count, ...columns.map((column) => bytes32(Uint32Array.from(column)))]);
}
