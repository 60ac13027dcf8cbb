import type { Piece } from '../report/index.ts';

/** Enough that a write costs little beside what it writes, and few enough that a slow reader is felt soon. */
export const CHUNK_CHARACTERS = 1 << 16;

/** The same text in pieces of a good size for writing; bytes are of one already. */
export function* chunked(pieces: Iterable<Piece>): Iterable<Piece> {
  let held = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') held += piece;
    if (held !== '' && (typeof piece !== 'string' || held.length >= CHUNK_CHARACTERS)) {
      yield held;
      held = '';
    }
    if (typeof piece !== 'string') yield piece;
  }
  if (held !== '') yield held;
}
