import { GrowingUint32 } from '../kernel/growing.ts';
import { MAX_POSTING, PREDECESSORS } from '../kernel/limits.ts';
import type { CandidateLimits, SketchTable } from '../kernel/postings.ts';
import { type HashSieve, sieveOf } from '../kernel/sieve.ts';
import type { SketchRows } from './sketches.ts';

/** A pair of an article that is asked about and one of the index. */
export interface ProbedPairs {
  readonly count: number;
  /** By position in the table asked about. */
  readonly asked: Uint32Array;
  readonly doc: Uint32Array;
  readonly shared: Uint32Array;
}

/** Meetings of an article of the index and one that is asked about that are counted beside those that link: a third of a second. */
const MAX_COUNTED = 50_000_000;

/**
 * Looks in an index for the articles that share enough with those of a table. There are no postings to look them up in: all
 * sketches of the index pass by, and a sieve keeps those hashes that the table holds. That takes half a second for a million
 * articles, costs nothing on the disk, and needs no upkeep.
 *
 * As in a scan a hash that more than MAX_POSTING articles hold links to PREDECESSORS of them only: what is made of sentences
 * that a hundred others have, too, would be found by luck. So of each article its nearest are looked for as well.
 */
export class Probe {
  readonly #table: SketchTable;
  readonly #limits: CandidateLimits;
  readonly #sieve: HashSieve;
  readonly #hashes: Uint32Array;
  /** For each place of the table the number of its hash. */
  readonly #numbers: Uint32Array;
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

    this.#sieve = sieveOf(this.#hashes);
    this.#holderOffsets = new Uint32Array(count + 1);
    const numbers = Uint32Array.from(table.hashes, (hash) => this.#sieve.numberOf(hash));
    this.#numbers = numbers;
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
  pass({ packed }: SketchRows, firstDoc: number, isThere: (doc: number) => boolean): void {
    const hits = this.#hits;
    const { minShared } = this.#limits;
    const { offsets } = packed;
    const { numbers, ends } = this.#sieve.pass(packed);
    for (let k = 0, begin = 0, end = 0; k < ends.length; k++, begin = end) {
      end = ends[k]!;
      const found = end - begin;
      if (found === 0 || !isThere(firstDoc + k)) continue;
      for (let f = begin; f < end; f++) {
        const number = numbers[f]!;
        const count = this.#counts[number]!++;
        if (count < PREDECESSORS) this.#firsts[number * PREDECESSORS + count] = firstDoc + k;
      }
      if (found < minShared) continue;
      this.#docs.push(firstDoc + k);
      this.#sizes.push(offsets[k + 1]! - offsets[k]!);
      hits.pushAll(numbers.subarray(begin, end));
      this.#hitOffsets.push(hits.length);
    }
  }

  /**
   * The pairs that share enough: those that hashes of few holders link, and of those that only crowded ones would link the
   * PREDECESSORS nearest of each article asked about. In no order that says anything.
   */
  pairs(): ProbedPairs {
    const { minShared, minEstimate } = this.#limits;
    const { offsets } = this.#table;
    const isCounted = this.#counted();
    const holderOffsets = this.#holderOffsets;
    const holders = this.#holders;
    const counts = new Uint32Array(offsets.length - 1);
    const linked = new Uint32Array(offsets.length - 1);
    const touched = new Uint32Array(offsets.length - 1);
    const found = { asked: new GrowingUint32(), doc: new GrowingUint32(), shared: new GrowingUint32() };
    const nearest = new Nearest(offsets.length - 1);
    const hitOffsets = this.#hitOffsets.view();
    const hits = this.#hits.view();
    const sizes = this.#sizes.view();
    const docs = this.#docs.view();
    /** 1 for each hash of the article at hand, by number, where that was asked. */
    const isHeld = new Uint8Array(this.#hashes.length);
    const numbers = this.#numbers;
    for (let d = 0; d < docs.length; d++) {
      const doc = docs[d]!;
      let touchedCount = 0;
      let passed = 0;
      for (let k = hitOffsets[d]!; k < hitOffsets[d + 1]!; k++) {
        const hit = hits[k]!;
        const links = this.#links(hit, doc);
        if (!links && isCounted[hit] === 0) {
          passed++;
          continue;
        }
        const linking = links ? 1 : 0;
        for (let h = holderOffsets[hit]!; h < holderOffsets[hit + 1]!; h++) {
          const holder = holders[h]!;
          if (counts[holder]!++ === 0) touched[touchedCount++] = holder;
          linked[holder]! += linking;
        }
      }
      let isMarked = false;
      for (let t = 0; t < touchedCount; t++) {
        const asked = touched[t]!;
        const isLinked = linked[asked]! >= minShared;
        let shared = counts[asked]!;
        counts[asked] = 0;
        linked[asked] = 0;
        if (shared < minShared) continue;
        const [first, end] = [offsets[asked]!, offsets[asked + 1]!];
        const least = minEstimate * Math.min(end - first, sizes[d]!);
        // It shares no more than if it had all hashes that were passed over.
        const most = shared + passed;
        if (most < least || (!isLinked && most <= nearest.leastOf(asked))) continue;
        if (passed > 0) {
          if (!isMarked) for (let k = hitOffsets[d]!; k < hitOffsets[d + 1]!; k++) isHeld[hits[k]!] = 1;
          isMarked = true;
          shared = 0;
          for (let place = first; place < end; place++) shared += isHeld[numbers[place]!]!;
        }
        if (shared < least) continue;
        if (isLinked) {
          found.asked.push(asked);
          found.doc.push(doc);
          found.shared.push(shared);
        } else nearest.offer(asked, doc, shared);
      }
      if (isMarked) for (let k = hitOffsets[d]!; k < hitOffsets[d + 1]!; k++) isHeld[hits[k]!] = 0;
    }
    nearest.giveTo(found);
    return {
      count: found.doc.length,
      asked: found.asked.view(),
      doc: found.doc.view(),
      shared: found.shared.view(),
    };
  }

  /** By number of the hash: may all its pairs be counted? Those with the fewest, as long as there are not too many in all. */
  #counted(): Uint8Array {
    const costs = Float64Array.from(
      this.#counts,
      (count, number) => count * (this.#holderOffsets[number + 1]! - this.#holderOffsets[number]!),
    );
    const isCounted = new Uint8Array(costs.length);
    let total = 0;
    let tooDear = Number.POSITIVE_INFINITY;
    for (const cost of costs.slice().sort()) {
      total += cost;
      if (total <= MAX_COUNTED) continue;
      tooDear = cost;
      break;
    }
    for (const [number, cost] of costs.entries()) isCounted[number] = cost < tooDear ? 1 : 0;
    return isCounted;
  }

  /** Does a hash link an article? One that many hold links the first of them. */
  #links(number: number, doc: number): boolean {
    const held = this.#counts[number]! + this.#holderOffsets[number + 1]! - this.#holderOffsets[number]!;
    if (held <= MAX_POSTING) return true;
    for (let k = 0; k < PREDECESSORS && k < this.#counts[number]!; k++)
      if (this.#firsts[number * PREDECESSORS + k] === doc) return true;
    return false;
  }
}

/** Of each article asked about the PREDECESSORS nearest of those that are offered; of equally near ones the first. */
class Nearest {
  readonly #counts: Uint8Array;
  readonly #docs: Uint32Array;
  readonly #shared: Uint32Array;

  constructor(askedCount: number) {
    this.#counts = new Uint8Array(askedCount);
    this.#docs = new Uint32Array(askedCount * PREDECESSORS);
    this.#shared = new Uint32Array(askedCount * PREDECESSORS);
  }

  /** One that shares no more than this is not nearer than those that are there. */
  leastOf(asked: number): number {
    return this.#counts[asked] === PREDECESSORS ? this.#shared[asked * PREDECESSORS + PREDECESSORS - 1]! : 0;
  }

  /** To be called in rising order of articles of the index. */
  offer(asked: number, doc: number, shared: number): void {
    const first = asked * PREDECESSORS;
    const count = this.#counts[asked]!;
    let place = first + count;
    while (place > first && this.#shared[place - 1]! < shared) place--;
    if (place === first + PREDECESSORS) return;
    const last = first + Math.min(count, PREDECESSORS - 1);
    for (let k = last; k > place; k--) {
      this.#docs[k] = this.#docs[k - 1]!;
      this.#shared[k] = this.#shared[k - 1]!;
    }
    this.#docs[place] = doc;
    this.#shared[place] = shared;
    this.#counts[asked] = last - first + 1;
  }

  giveTo(found: { asked: GrowingUint32; doc: GrowingUint32; shared: GrowingUint32 }): void {
    for (let asked = 0; asked < this.#counts.length; asked++) {
      const first = asked * PREDECESSORS;
      for (let k = first; k < first + this.#counts[asked]!; k++) {
        found.asked.push(asked);
        found.doc.push(this.#docs[k]!);
        found.shared.push(this.#shared[k]!);
      }
    }
  }
}
