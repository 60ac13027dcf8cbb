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

  /** Appends all of some values. */
  pushAll(values: Uint32Array): void {
    this.#reserve(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
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
