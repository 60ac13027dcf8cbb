import type { LineFields, LinePiece, Stretch } from '../input/contract.ts';
import { piecesIn } from '../input/line-batches.ts';
import { type Drill, haveFault } from '../input/thread.ts';
import type { Wanted } from '../kernel/batch.ts';
import { type PackedBatch, packed, unpacked } from '../kernel/packed-batch.ts';
import { BodyReader } from '../text/body.ts';
import type { Begun } from './job.ts';

/** What is wanted of lines, as a number that may change while they are read. */
export const WANTED: readonly Wanted[] = ['sketches', 'lines', 'words'];

/** Lines of one file, of which a task reads a stretch. */
export interface LinesGiven {
  readonly stretches: readonly Stretch[];
  readonly fields: LineFields;
  readonly wanted: Int32Array;
  readonly drill: Drill | undefined;
}

/** A piece that outlives the reading of the next one, and can be sent. */
type HeldPiece =
  | Exclude<LinePiece, { readonly kind: 'taken' }>
  | (Omit<LinePiece & { readonly kind: 'taken' }, 'taken' | 'bytes'> & { readonly packed: PackedBatch });

/** The task of another thread: the same with a reader of its own. */
export function linesOf({ stretches, fields, wanted, drill }: LinesGiven): Begun {
  const reader = new BodyReader().batches();
  if (reader?.looksFor(fields) !== true) throw new TypeError('what one thread can look for another can');
  return (task, beat) => {
    if (drill?.stretch === task) haveFault(drill);
    const result: HeldPiece[] = [];
    reader.wanted = WANTED[Atomics.load(wanted, 0)] ?? 'words';
    for (const piece of piecesIn(stretches[task] as Stretch, reader)) {
      result.push(held(piece));
      beat(reader.room.length);
    }
    return { result, transfer: result.flatMap((piece) => (piece.kind === 'taken' ? [piece.packed.buffer] : [])) };
  };
}

export function held(piece: LinePiece): HeldPiece {
  if (piece.kind !== 'taken') return piece;
  const { taken, bytes, ...rest } = piece;
  return { ...rest, packed: packed(taken, bytes) };
}

export function* opened(result: unknown): Generator<LinePiece> {
  for (const piece of result as readonly HeldPiece[]) {
    if (piece.kind === 'line') yield { ...piece, bytes: bufferOf(piece.bytes) };
    if (piece.kind === 'end' || piece.kind === 'rest') yield piece;
    if (piece.kind !== 'taken') continue;
    const { packed: own, ...rest } = piece;
    const { bytes, ...taken } = unpacked(own);
    yield { ...rest, taken, bytes: bufferOf(bytes) };
  }
}

/** A buffer comes out of another thread as plain bytes. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
