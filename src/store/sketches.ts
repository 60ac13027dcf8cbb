import { Buffer } from 'node:buffer';
import { gapBytes, type PackedGaps, unpackGaps } from '../kernel/gaps.ts';
import { Reader, Writer } from './numbers.ts';

/** Bytes of a gap, by the two bits that say so. */
const MAX_WIDTH = 4;

/**
 * Many sketches in few bytes: of each the gaps between its rising hashes, each in as few bytes as it needs, and how many
 * these are in two bits apart. A hash of a usual sketch takes 3.4 bytes.
 */
export function packedSketches(sketches: readonly Uint32Array[]): Buffer {
  let hashCount = 0;
  for (const sketch of sketches) hashCount += sketch.length;
  const widths = Buffer.alloc(Math.ceil(hashCount / 4));
  const gaps = Buffer.allocUnsafe(hashCount * MAX_WIDTH);
  let length = 0;
  let k = 0;
  for (const sketch of sketches) {
    let last = 0;
    for (const hash of sketch) {
      let gap = hash - last;
      last = hash;
      const width = gap < 0x100 ? 1 : gap < 0x1_0000 ? 2 : gap < 0x100_0000 ? 3 : 4;
      const place = k >>> 2;
      widths[place] = (widths[place] ?? 0) | ((width - 1) << ((k & 3) * 2));
      for (let b = 0; b < width; b++) {
        gaps[length++] = gap & 0xff;
        gap >>>= 8;
      }
      k++;
    }
  }
  const head = new Writer();
  head.number(sketches.length);
  for (const sketch of sketches) head.number(sketch.length);
  head.bytes(widths);
  return Buffer.concat([head.end(), gaps.subarray(0, length)]);
}

/** Sketches as they were packed, of which each can be had alone: those before it are passed over by their widths. */
export class SketchRows {
  readonly packed: PackedGaps;
  /** The sketch that was asked for last ended here: they are mostly asked for in their order. */
  #hash = 0;
  #at: number;

  /** Throws a RangeError for bytes that hold something else. */
  constructor(bytes: Buffer) {
    const head = new Reader(bytes);
    const count = head.number();
    if (count > bytes.length) throw new RangeError('more sketches than bytes');
    const offsets = new Uint32Array(count + 1);
    let total = 0;
    for (let k = 0; k < count; k++) {
      total += head.number();
      offsets[k + 1] = total;
    }
    if (total > bytes.length) throw new RangeError('more hashes than bytes');
    const widthsAt = head.at;
    const gapsAt = widthsAt + Math.ceil(total / 4);
    this.packed = { bytes, offsets, widthsAt, gapsAt };
    this.#at = gapsAt;
    if (gapsAt > bytes.length || gapsAt + gapBytes(this.packed, 0, total) !== bytes.length)
      throw new RangeError('the hashes do not fill their bytes');
  }

  /** Throws a RangeError where there is no such sketch. */
  sketch(k: number): Uint32Array {
    const { offsets, gapsAt } = this.packed;
    const [first, end] = [offsets[k], offsets[k + 1]];
    if (first === undefined || end === undefined) throw new RangeError('there is no such sketch');
    const from = first < this.#hash ? 0 : this.#hash;
    const at = (from === 0 ? gapsAt : this.#at) + gapBytes(this.packed, from, first);
    const sketch = new Uint32Array(end - first);
    this.#at = unpackGaps(sketch, this.packed, { first, end, at, base: first });
    this.#hash = end;
    return sketch;
  }
}
