import { GrowingUint32 } from '../../kernel/growing.ts';
import { estimateOf, PAIR_LIMITS, SKETCH_LIMITS, type SketchTable, sharedIn } from '../../kernel/postings.ts';
import { MET } from './contract.ts';

/** More shared hashes say no more: the search in memory counts no further. */
const MOST_SHARED = 0xffff;

/** The sketches of articles, one after the other, and what those share that met in their lists. */
export class MetPairs {
  readonly #hashes = { sketch: new GrowingUint32(), pairs: new GrowingUint32() };
  readonly #offsets = { sketch: new GrowingUint32(), pairs: new GrowingUint32() };
  #sketches: SketchTable | undefined;
  #pairSketches: SketchTable | undefined;

  constructor() {
    this.#offsets.sketch.push(0);
    this.#offsets.pairs.push(0);
  }

  add({ sketch, pairs }: { readonly sketch: Uint32Array; readonly pairs: Uint32Array }): void {
    this.#hashes.sketch.pushAll(sketch);
    this.#offsets.sketch.push(this.#hashes.sketch.length);
    this.#hashes.pairs.pushAll(pairs);
    this.#offsets.pairs.push(this.#hashes.pairs.length);
    this.#sketches = undefined;
    this.#pairSketches = undefined;
  }

  get sketches(): SketchTable {
    this.#sketches ??= { hashes: this.#hashes.sketch.view(), offsets: this.#offsets.sketch.view() };
    return this.#sketches;
  }

  get pairSketches(): SketchTable {
    this.#pairSketches ??= { hashes: this.#hashes.pairs.view(), offsets: this.#offsets.pairs.view() };
    return this.#pairSketches;
  }

  /**
   * What the sketches of a pair that met say of it: an estimate of containment, 0 where only pairs of words propose it;
   * nothing where it is no candidate.
   *
   * @param kinds the bits of MET
   */
  estimateOf(left: number, right: number, kinds: number): number | undefined {
    if ((kinds & MET.sketch) !== 0) {
      const shared = sharedIn(this.sketches, left, right);
      if (shared >= SKETCH_LIMITS.minEstimate * smaller(this.sketches, left, right))
        return estimateOf(this.sketches, left, right, Math.min(shared, MOST_SHARED));
    }
    if ((kinds & MET.pairs) === 0) return undefined;
    const shared = sharedIn(this.pairSketches, left, right);
    return shared >= PAIR_LIMITS.minEstimate * smaller(this.pairSketches, left, right) ? 0 : undefined;
  }
}

function smaller({ offsets }: SketchTable, left: number, right: number): number {
  return Math.min(offsets[left + 1]! - offsets[left]!, offsets[right + 1]! - offsets[right]!);
}
