/** Rising hashes of many sketches, packed: of each sketch the gaps from one hash to the next, the first from 0. */
export interface PackedGaps {
  readonly bytes: Uint8Array;
  /** Sketch `k` has the hashes from `offsets[k]` to `offsets[k + 1]`, counted through all sketches. */
  readonly offsets: Uint32Array;
  /** Where the widths begin: two bits a hash, from the lowest on, that say how many bytes its gap has, less one. */
  readonly widthsAt: number;
  /** Where the gaps begin, little-endian. */
  readonly gapsAt: number;
}

/** By the byte that holds the widths of four gaps: how many bytes these have. */
const BYTES_OF_FOUR = Uint8Array.from(
  { length: 256 },
  (_, widths) => 4 + (widths & 3) + ((widths >>> 2) & 3) + ((widths >>> 4) & 3) + (widths >>> 6),
);

/** How many bytes the gaps of the hashes from `first` up to `end` have. No gap is looked at. */
export function gapBytes({ bytes, widthsAt }: PackedGaps, first: number, end: number): number {
  let total = 0;
  let k = first;
  while (k < end && (k & 3) !== 0) total += widthOf(bytes, widthsAt, k++);
  for (; k + 4 <= end; k += 4) total += BYTES_OF_FOUR[bytes[widthsAt + (k >>> 2)]!]!;
  while (k < end) total += widthOf(bytes, widthsAt, k++);
  return total;
}

/**
 * Writes the hashes of one sketch into `out` from `first - base` on, where `first` and `end` count through all sketches.
 *
 * @param at where the gap of the first one begins
 * @returns where that of the next sketch does
 */
export function unpackGaps(
  out: Uint32Array,
  { bytes, widthsAt }: PackedGaps,
  { first, end, at, base }: { first: number; end: number; at: number; base: number },
): number {
  let place = at;
  let hash = 0;
  for (let k = first; k < end; k++) {
    const width = widthOf(bytes, widthsAt, k);
    let gap = bytes[place]!;
    if (width > 1) gap |= bytes[place + 1]! << 8;
    if (width > 2) gap |= bytes[place + 2]! << 16;
    if (width > 3) gap |= bytes[place + 3]! << 24;
    place += width;
    hash = (hash + gap) >>> 0;
    out[k - base] = hash;
  }
  return place;
}

function widthOf(bytes: Uint8Array, widthsAt: number, k: number): number {
  return ((bytes[widthsAt + (k >>> 2)]! >>> ((k & 3) * 2)) & 3) + 1;
}
