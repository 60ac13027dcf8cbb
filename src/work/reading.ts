import type { FilePiece, LineFields, LinePiece, Stretch, TextFiles } from '../input/contract.ts';
import { piecesIn } from '../input/line-batches.ts';
import { textsIn } from '../input/text-batches.ts';
import { type Drill, haveFault } from '../input/thread.ts';
import type { BatchReader, Wanted } from '../kernel/batch.ts';
import { type PackedBatch, packed, unpacked } from '../kernel/packed-batch.ts';
import { BodyReader } from '../text/body.ts';
import type { Begun } from './job.ts';

/** What is wanted of what is read, as a number that may change meanwhile. */
export const WANTED: readonly Wanted[] = ['sketches', 'lines', 'words'];

/** How something is read. */
export interface Reading {
  readonly wanted: Int32Array;
  readonly drill: Drill | undefined;
}

/** Lines of one file, of which a task reads a stretch. */
export interface LinesGiven extends Reading {
  readonly stretches: readonly Stretch[];
  readonly fields: LineFields;
}

/** Files, of which a task reads a group. */
export interface FilesGiven extends Reading {
  readonly texts: TextFiles;
  readonly ends: readonly number[];
}

/** A piece that outlives the reading of the next one, and can be sent. */
interface HeldPiece {
  readonly piece: object;
  readonly packed?: PackedBatch;
}

/** The task of another thread: the same with a reader of its own. */
export function linesOf({ stretches, fields, ...reading }: LinesGiven): Begun {
  const reader = readerOfItsOwn();
  if (!reader.looksFor(fields)) throw new TypeError('what one thread can look for another can');
  return heldFrom(reading, reader, (task) => piecesIn(stretches[task] as Stretch, reader));
}

/** As `linesOf`. */
export function filesOf({ texts, ends, ...reading }: FilesGiven): Begun {
  const reader = readerOfItsOwn();
  return heldFrom(reading, reader, (task) => textsIn(texts, ...groupOf(ends, task), reader));
}

/** The numbers of a group of files: the first, and the one behind the last. */
export function groupOf(ends: readonly number[], group: number): readonly [first: number, end: number] {
  return [ends[group - 1] ?? 0, ends[group] ?? 0];
}

function readerOfItsOwn(): BatchReader {
  const reader = new BodyReader().batches();
  if (reader === undefined) throw new TypeError('there is no compiled code');
  return reader;
}

function heldFrom(
  { wanted, drill }: Reading,
  reader: BatchReader,
  readBy: (task: number) => Iterable<LinePiece | FilePiece>,
): Begun {
  return (task, beat) => {
    if (drill?.stretch === task) haveFault(drill);
    const result: HeldPiece[] = [];
    reader.wanted = WANTED[Atomics.load(wanted, 0)] ?? 'words';
    for (const piece of readBy(task)) {
      result.push(held(piece));
      beat(reader.room.length);
    }
    return { result, transfer: result.flatMap((one) => (one.packed === undefined ? [] : [one.packed.buffer])) };
  };
}

/** Makes a piece outlive the reading of the next. */
export function held(piece: LinePiece | FilePiece): HeldPiece {
  if (!('taken' in piece)) return { piece };
  const { taken, bytes, ...rest } = piece;
  return { piece: rest, packed: packed(taken, bytes) };
}

/** The pieces that were held, here or in another thread. */
export function* opened<Piece extends LinePiece | FilePiece>(result: unknown): Generator<Piece> {
  for (const { piece, packed: own } of result as readonly HeldPiece[]) {
    if (own !== undefined) {
      const { bytes, ...taken } = unpacked(own);
      yield { ...piece, taken, bytes: bufferOf(bytes) } as unknown as Piece;
    } else if ('bytes' in piece) {
      yield { ...piece, bytes: bufferOf(piece.bytes as Uint8Array) } as unknown as Piece;
    } else {
      yield piece as Piece;
    }
  }
}

/** A buffer comes out of another thread as plain bytes. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
