import { exportsOf, type KernelName, kernelChosen, Layout, memoryOf, PAGE_BYTES } from './compiled.ts';
import { type PackedGaps, unpackGaps } from './gaps.ts';

/** Bits of the filter for each hash: one hash in sixteen that nobody asks for gets through, and the next look stops it. */
const FILTER_BITS_A_HASH = 16;
const MAX_FILTER_BITS = 30;
/** The compiled code reads gaps four bytes at a time. */
const SLACK_BYTES = 16;

/** Which hashes of some sketches are asked about. */
interface Sieved {
  /** Numbers of hashes that are asked about, sketch by sketch, in the order of the sketch. Valid until the next pass. */
  readonly numbers: Uint32Array;
  /** For each sketch where its numbers end. */
  readonly ends: Uint32Array;
}

/** Tells which hashes of packed sketches are among some hashes that are asked about. */
export interface HashSieve {
  /** The number of a hash: its place among those that are asked about, or -1. */
  readonly numberOf: (hash: number) => number;
  /** Costs 3 ns a hash in compiled code, and no memory but what the largest of the packed sketches takes. */
  readonly pass: (packed: PackedGaps) => Sieved;
}

/** What assembly/sieve.ts exports. */
interface SieveExports {
  readonly lay: (filter: number, filterMask: number, slots: number, slotMask: number, hashes: number) => void;
  readonly pass: (
    offsets: number,
    count: number,
    widths: number,
    gaps: number,
    ends: number,
    numbers: number,
  ) => number;
}

/**
 * A sieve for some hashes.
 *
 * @param hashes ascending and distinct
 */
export function sieveOf(hashes: Uint32Array, name: KernelName = kernelChosen()): HashSieve {
  const plain = new Sieve(hashes);
  return (name === 'compiled' ? plain.compiled() : undefined) ?? plain;
}

/** A filter of bits, and behind it a table of places. */
class Sieve implements HashSieve {
  readonly #hashes: Uint32Array;
  readonly #filter: Uint32Array;
  readonly #filterMask: number;
  /** Places of hashes by hash: 1 + the number of the hash, 0 for none. */
  readonly #slots: Uint32Array;
  readonly #slotMask: number;
  #unpacked = new Uint32Array(0);

  constructor(hashes: Uint32Array) {
    this.#hashes = hashes;
    const wantedBits = Math.ceil(Math.log2(hashes.length * FILTER_BITS_A_HASH + 1));
    const filterBits = Math.min(MAX_FILTER_BITS, Math.max(5, wantedBits));
    this.#filter = new Uint32Array(2 ** (filterBits - 5));
    this.#filterMask = 2 ** filterBits - 1;
    let slotCount = 16;
    while (slotCount < hashes.length * 2) slotCount *= 2;
    this.#slots = new Uint32Array(slotCount);
    this.#slotMask = slotCount - 1;
    for (let number = 0; number < hashes.length; number++) {
      const hash = hashes[number]!;
      const bit = hash & this.#filterMask;
      this.#filter[bit >>> 5]! |= 1 << (bit & 31);
      let slot = hash & this.#slotMask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#slotMask;
      this.#slots[slot] = number + 1;
    }
  }

  numberOf(hash: number): number {
    for (let slot = hash & this.#slotMask; ; slot = (slot + 1) & this.#slotMask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0 || this.#hashes[number] === hash) return number;
    }
  }

  pass(packed: PackedGaps): Sieved {
    const { offsets, gapsAt } = packed;
    const count = offsets.length - 1;
    const total = offsets[count]!;
    if (this.#unpacked.length < total) this.#unpacked = new Uint32Array(total);
    const hashes = this.#unpacked;
    const ends = new Uint32Array(count);
    let found = 0;
    let at = gapsAt;
    for (let k = 0; k < count; k++) {
      const [first, end] = [offsets[k]!, offsets[k + 1]!];
      at = unpackGaps(hashes, packed, { first, end, at, base: 0 });
      for (let place = first; place < end; place++) {
        const hash = hashes[place]!;
        const bit = hash & this.#filterMask;
        if ((this.#filter[bit >>> 5]! & (1 << (bit & 31))) === 0) continue;
        const number = this.numberOf(hash);
        // There are never more numbers than hashes that were looked at.
        if (number >= 0) hashes[found++] = number;
      }
      ends[k] = found;
    }
    return { numbers: hashes.subarray(0, found), ends };
  }

  /** The same in compiled code; nothing where there is not so much memory in one piece. */
  compiled(): HashSieve | undefined {
    const layout = new Layout();
    const [filterAt, slotsAt, hashesAt] = [this.#filter, this.#slots, this.#hashes].map((part) =>
      layout.take(part.byteLength),
    ) as [number, number, number];
    const memory = memoryOf(layout.size);
    if (memory === undefined) return undefined;
    for (const [at, part] of [
      [filterAt, this.#filter],
      [slotsAt, this.#slots],
      [hashesAt, this.#hashes],
    ] as const)
      new Uint32Array(memory.buffer, at, part.length).set(part);
    const kernel = exportsOf<SieveExports>('sieve', memory);
    kernel.lay(filterAt, this.#filterMask, slotsAt, this.#slotMask, hashesAt);
    const from = layout.size;
    return {
      numberOf: (hash) => this.numberOf(hash),
      pass: ({ bytes, offsets, widthsAt, gapsAt }) => {
        const count = offsets.length - 1;
        const room = new Layout();
        room.size = from;
        const offsetsAt = room.take(offsets.byteLength);
        const endsAt = room.take(count * 4);
        const numbersAt = room.take(offsets[count]! * 4);
        const bytesAt = room.take(bytes.length + SLACK_BYTES);
        const missing = room.size - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
        new Uint32Array(memory.buffer, offsetsAt, offsets.length).set(offsets);
        new Uint8Array(memory.buffer, bytesAt, bytes.length).set(bytes);
        const found = kernel.pass(offsetsAt, count, bytesAt + widthsAt, bytesAt + gapsAt, endsAt, numbersAt);
        return {
          numbers: new Uint32Array(memory.buffer, numbersAt, found),
          ends: new Uint32Array(memory.buffer, endsAt, count),
        };
      },
    };
  }
}
