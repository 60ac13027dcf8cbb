import { exportsOf, PAGE_BYTES } from './compiled.ts';
import { copyRange } from './growing.ts';
import { charactersFor, POSITION_MULTIPLIERS } from './scheme.ts';

/** What of assembly/batch.ts makes sketches. Addresses are bytes. */
interface SketchExports {
  readonly layFor: (capacity: number) => number;
  readonly sketch: (count: number, size: number, unspacedSize: number, minCount: number, keepBits: number) => number;
  readonly [address: string]: unknown;
}

/** Longer texts are left to the plain kernel: memory that is taken once is never given back. */
const MAX_WORDS = 1 << 20;
const FIRST_CAPACITY = 1 << 13;
/** The compiled kernel has room for as large a floor as this, and shingles have at least two words. */
const MAX_FLOOR = 1024;

/** Makes sketches in compiled code, of words from anywhere: in a memory of its own, since that of a reader holds what was read. */
export class Sketcher {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #exports: SketchExports;
  #hashes = new Uint32Array(0);
  #flags = new Uint8Array(0);
  #out = new Uint32Array(0);
  #capacity = 0;

  constructor() {
    this.#exports = exportsOf<SketchExports>('batch', this.#memory, {
      ...UNASKED,
      sortNumbers: (address, count) => {
        new Uint32Array(this.#memory.buffer, address, count).sort();
      },
    });
    this.#reserve(FIRST_CAPACITY);
    new Int32Array(this.#memory.buffer, this.#addressOf('multipliers'), POSITION_MULTIPLIERS.length).set(
      POSITION_MULTIPLIERS,
    );
  }

  /** Can it make such a sketch? */
  static takes(count: number, shingleWords: number, minCount: number, keepBelow: number): boolean {
    const isPower = (keepBelow & (keepBelow - 1)) === 0;
    return count <= MAX_WORDS && shingleWords >= 2 && minCount <= MAX_FLOOR && isPower;
  }

  /** As `sketchInto` of `sketch.ts`. */
  sketchInto(
    out: Uint32Array,
    words: Uint32Array,
    flags: Uint8Array,
    begin: number,
    end: number,
    shingleWords: number,
    minCount: number,
    keepBelow: number,
  ): number {
    const count = end - begin;
    if (count > this.#capacity) this.#reserve(Math.min(MAX_WORDS, count * 2));
    this.#hashes.set(words.subarray(begin, end));
    this.#flags.set(flags.subarray(begin, end));
    const made = this.#exports.sketch(
      count,
      shingleWords,
      charactersFor(shingleWords),
      minCount,
      31 - Math.clz32(keepBelow),
    );
    copyRange(out, 0, this.#out, 0, made);
    return made;
  }

  #reserve(capacity: number): void {
    const missing = Math.ceil((this.#exports.layFor(capacity) - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#memory.grow(missing);
    const { buffer } = this.#memory;
    this.#hashes = new Uint32Array(buffer, this.#addressOf('hashes'), capacity);
    this.#flags = new Uint8Array(buffer, this.#addressOf('flags'), capacity);
    this.#out = new Uint32Array(buffer, this.#addressOf('out'), capacity);
    this.#capacity = capacity;
  }

  #addressOf(name: string): number {
    return (this.#exports[name] as WebAssembly.Global).value;
  }
}

/** What only reading asks for. */
const UNASKED = Object.fromEntries(
  ['makeEntry', 'classOfCodePoint', 'foldWhole', 'isHardWrapped', 'quoteReplies', 'isElision', 'isPhrase'].map(
    (name) => [
      name,
      (): never => {
        throw new TypeError(`a sketcher reads no text: ${name}`);
      },
    ],
  ),
);
