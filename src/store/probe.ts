import { GrowingUint32 } from '../kernel/growing.ts';
import { MAX_POSTING, PREDECESSORS } from '../kernel/limits.ts';
import type { CandidateLimits, SketchTable } from '../kernel/postings.ts';
import { sharedCount } from '../kernel/sketch.ts';
import type { UnpackedSketches } from './numbers.ts';

/** A pair of an article that is asked about and one of the index. */
export interface ProbedPairs {
  readonly count: number;
  /** By position in the table asked about. */
  readonly asked: Uint32Array;
  readonly doc: Uint32Array;
  readonly shared: Uint32Array;
}

/** Bits of the filter for each hash: one hash in sixteen that nobody asks for gets through, and the next look stops it. */
const FILTER_BITS_A_HASH = 16;
const MAX_FILTER_BITS = 30;

/**
 * Looks in an index for the articles that share enough with those of a table. There are no postings to look them up in: all
 * sketches of the index pass by, and a filter lets those hashes through that the table holds. That takes a second for a
 * million articles and many more than a thousand asked about, costs nothing on the disk, and needs no upkeep.
 *
 * As in a scan a hash that more than MAX_POSTING articles hold links to PREDECESSORS of them only.
 */
export class Probe {
  readonly #table: SketchTable;
  readonly #limits: CandidateLimits;
  readonly #filter: Uint32Array;
  readonly #filterMask: number;
  /** Places of hashes by hash: 1 + the number of the hash. */
  readonly #slots: Uint32Array;
  readonly #slotMask: number;
  readonly #hashes: Uint32Array;
  readonly #holderOffsets: Uint32Array;
  readonly #holders: Uint32Array;
  /** By number of the hash: how many articles of the index have it, and the first of them. */
  readonly #counts: Uint32Array;
  readonly #firsts: Uint32Array;
  /** The articles with enough hashes, and which hashes these are. */
  readonly #docs = new GrowingUint32();
  /** How many hashes they have in all. */
  readonly #sizes = new GrowingUint32();
  readonly #hits = new GrowingUint32();
  readonly #hitOffsets = new GrowingUint32();

  constructor(table: SketchTable, limits: CandidateLimits) {
    this.#table = table;
    this.#limits = limits;
    const sorted = table.hashes.slice().sort();
    let count = 0;
    for (let k = 0; k < sorted.length; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) sorted[count++] = sorted[k]!;
    this.#hashes = sorted.slice(0, count);

    const filterBits = Math.min(MAX_FILTER_BITS, Math.max(5, Math.ceil(Math.log2(count * FILTER_BITS_A_HASH + 1))));
    this.#filter = new Uint32Array(2 ** (filterBits - 5));
    this.#filterMask = 2 ** filterBits - 1;
    let slotCount = 16;
    while (slotCount < count * 2) slotCount *= 2;
    this.#slots = new Uint32Array(slotCount);
    this.#slotMask = slotCount - 1;
    for (let number = 0; number < count; number++) {
      const hash = this.#hashes[number]!;
      const bit = hash & this.#filterMask;
      this.#filter[bit >>> 5]! |= 1 << (bit & 31);
      let slot = hash & this.#slotMask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#slotMask;
      this.#slots[slot] = number + 1;
    }

    this.#holderOffsets = new Uint32Array(count + 1);
    const numbers = Uint32Array.from(table.hashes, (hash) => this.#numberOf(hash));
    for (const number of numbers) this.#holderOffsets[number + 1]!++;
    for (let number = 0; number < count; number++) this.#holderOffsets[number + 1]! += this.#holderOffsets[number]!;
    this.#holders = new Uint32Array(numbers.length);
    const filled = this.#holderOffsets.slice(0, count);
    for (let asked = 0; asked + 1 < table.offsets.length; asked++) {
      for (let place = table.offsets[asked]!; place < table.offsets[asked + 1]!; place++)
        this.#holders[filled[numbers[place]!]!++] = asked;
    }
    this.#counts = new Uint32Array(count);
    this.#firsts = new Uint32Array(count * PREDECESSORS);
    this.#hitOffsets.push(0);
  }

  /** Lets the sketches of a block pass by. To be called in rising order of articles. */
  pass({ hashes, offsets }: UnpackedSketches, firstDoc: number, isThere: (doc: number) => boolean): void {
    const filter = this.#filter;
    const mask = this.#filterMask;
    const hits = this.#hits;
    const { minShared } = this.#limits;
    let numbers = new Uint32Array(256);
    for (let k = 0; k + 1 < offsets.length; k++) {
      let found = 0;
      for (let place = offsets[k]!; place < offsets[k + 1]!; place++) {
        const hash = hashes[place]!;
        const bit = hash & mask;
        if ((filter[bit >>> 5]! & (1 << (bit & 31))) === 0) continue;
        const number = this.#numberOf(hash);
        if (number < 0) continue;
        if (found === numbers.length) {
          const larger = new Uint32Array(found * 2);
          larger.set(numbers);
          numbers = larger;
        }
        numbers[found++] = number;
      }
      if (found === 0 || !isThere(firstDoc + k)) continue;
      for (let f = 0; f < found; f++) {
        const number = numbers[f]!;
        const count = this.#counts[number]!++;
        if (count < PREDECESSORS) this.#firsts[number * PREDECESSORS + count] = firstDoc + k;
      }
      if (found < minShared) continue;
      this.#docs.push(firstDoc + k);
      this.#sizes.push(offsets[k + 1]! - offsets[k]!);
      hits.pushAll(numbers.subarray(0, found));
      this.#hitOffsets.push(hits.length);
    }
  }

  /** The pairs that share enough, by article of the index and then by what was asked about. */
  pairs(): ProbedPairs {
    const { minShared, minEstimate } = this.#limits;
    const { offsets, hashes } = this.#table;
    const met = new Uint32Array(offsets.length - 1);
    const touched: number[] = [];
    const [asked, doc, shared] = [new GrowingUint32(), new GrowingUint32(), new GrowingUint32()];
    const hitOffsets = this.#hitOffsets.view();
    const allHits = this.#hits.view();
    const sizes = this.#sizes.view();
    for (const [d, number] of this.#docs.view().entries()) {
      const hits = allHits.subarray(hitOffsets[d], hitOffsets[d + 1]);
      touched.length = 0;
      for (const hit of hits) {
        if (!this.#links(hit, number)) continue;
        for (let h = this.#holderOffsets[hit]!; h < this.#holderOffsets[hit + 1]!; h++) {
          const holder = this.#holders[h]!;
          if (met[holder]!++ === 0) touched.push(holder);
        }
      }
      if (touched.length === 0) continue;
      const common = Uint32Array.from(hits, (hit) => this.#hashes[hit]!);
      touched.sort((a, b) => a - b);
      for (const holder of touched) {
        const count = met[holder]!;
        met[holder] = 0;
        if (count < minShared) continue;
        const exact = sharedCount(common, 0, common.length, hashes, offsets[holder]!, offsets[holder + 1]!);
        const smaller = Math.min(offsets[holder + 1]! - offsets[holder]!, sizes[d]!);
        if (exact < minEstimate * smaller) continue;
        asked.push(holder);
        doc.push(number);
        shared.push(exact);
      }
    }
    return { count: doc.length, asked: asked.view(), doc: doc.view(), shared: shared.view() };
  }

  /** Does a hash link an article? One that many hold links the first of them. */
  #links(number: number, doc: number): boolean {
    const held = this.#counts[number]! + this.#holderOffsets[number + 1]! - this.#holderOffsets[number]!;
    if (held <= MAX_POSTING) return true;
    for (let k = 0; k < PREDECESSORS && k < this.#counts[number]!; k++)
      if (this.#firsts[number * PREDECESSORS + k] === doc) return true;
    return false;
  }

  /** The number of a hash that is asked about, or -1. */
  #numberOf(hash: number): number {
    for (let slot = hash & this.#slotMask; ; slot = (slot + 1) & this.#slotMask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0 || this.#hashes[number] === hash) return number;
    }
  }
}
