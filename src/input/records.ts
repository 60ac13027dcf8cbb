/** Where an article lies, so that it can be read again. */
export interface Whereabouts {
  /** Number of the file in the listing. */
  readonly file: number;
  /** Where its bytes begin and how many there are. */
  readonly offset: number;
  readonly byteLength: number;
  /** Its bytes lie in a temporary file, as an article, and not in the file it was read from. */
  readonly isSpooled: boolean;
  /** 1-based, of the line and the record in its file; 0 where there is none. */
  readonly line: number;
  readonly record: number;
  /** Length of the body at the first read: another one at the second means that the file was changed. */
  readonly bodyLength: number;
}

const FIELDS_32 = 6;

/**
 * The whereabouts of every article, in columns: 32 bytes each, where an object would take over 100. A million records
 * of a feed are 32 MB.
 */
export class Records {
  #count = 0;
  #offsets = new Float64Array(1024);
  #rest = new Uint32Array(1024 * FIELDS_32);

  get count(): number {
    return this.#count;
  }

  add(where: Whereabouts): void {
    if (this.#count === this.#offsets.length) this.#grow();
    this.#offsets[this.#count] = where.offset;
    const rest = this.#rest;
    let next = this.#count * FIELDS_32;
    rest[next++] = where.file;
    rest[next++] = where.byteLength;
    rest[next++] = where.line;
    rest[next++] = where.record;
    rest[next++] = where.bodyLength;
    rest[next] = where.isSpooled ? 1 : 0;
    this.#count++;
  }

  /** The same of an article that can be read again where it lies. */
  addLine(file: number, offset: number, byteLength: number, line: number, record: number, bodyLength: number): void {
    if (this.#count === this.#offsets.length) this.#grow();
    this.#offsets[this.#count] = offset;
    const rest = this.#rest;
    let next = this.#count * FIELDS_32;
    rest[next++] = file;
    rest[next++] = byteLength;
    rest[next++] = line;
    rest[next++] = record;
    rest[next++] = bodyLength;
    rest[next] = 0;
    this.#count++;
  }

  /** Throws a RangeError for a number that no article has: that is a bug of the caller. */
  at(index: number): Whereabouts {
    if (!(index >= 0 && index < this.#count)) throw new RangeError(`no article has the number ${index}`);
    const rest = this.#rest;
    const at = index * FIELDS_32;
    return {
      file: rest[at] ?? 0,
      offset: this.#offsets[index] ?? 0,
      byteLength: rest[at + 1] ?? 0,
      line: rest[at + 2] ?? 0,
      record: rest[at + 3] ?? 0,
      bodyLength: rest[at + 4] ?? 0,
      isSpooled: rest[at + 5] === 1,
    };
  }

  #grow(): void {
    const offsets = new Float64Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    const rest = new Uint32Array(this.#rest.length * 2);
    rest.set(this.#rest);
    this.#offsets = offsets;
    this.#rest = rest;
  }
}
