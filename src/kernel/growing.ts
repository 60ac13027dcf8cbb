const MAX_COPIED_ONE_BY_ONE = 96;

/** A list of unsigned 32-bit integers that grows by doubling. */
export class GrowingUint32 {
  length = 0;
  #values: Uint32Array<ArrayBuffer>;

  constructor(capacity = 1024) {
    this.#values = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#reserve(this.length + 1);
    this.#values[this.length++] = value;
  }

  /** Appends the first `count` of some values, all where none is said. */
  pushAll(values: Uint32Array, count: number = values.length): void {
    const { length } = this;
    this.#reserve(length + count);
    const own = this.#values;
    copyRange(own, length, values, 0, count);
    this.length = length + count;
  }

  /** What is in the list, and room for more: valid until the next push. */
  get values(): Uint32Array {
    return this.#values;
  }

  /** What is in the list, without a copy: valid until the next push. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const larger = new Uint32Array(Math.max(length, this.#values.length * 2));
    larger.set(this.#values.subarray(0, this.length));
    this.#values = larger;
  }
}

/** Copies the values from `from` up to `to`: a few sooner than a view of them is made. */
export function copyRange(out: Uint32Array, at: number, values: Uint32Array, from: number, to: number): void {
  if (to - from > MAX_COPIED_ONE_BY_ONE) out.set(values.subarray(from, to), at);
  else for (let k = from; k < to; k++) out[at + k - from] = values[k]!;
}
