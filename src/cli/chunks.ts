/** Enough that a write costs little beside what it writes, and few enough that a slow reader is felt soon. */
export const CHUNK_CHARACTERS = 1 << 16;

/** The same text in pieces of a good size for writing. */
export function* chunked(pieces: Iterable<string>): Iterable<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < CHUNK_CHARACTERS) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}
