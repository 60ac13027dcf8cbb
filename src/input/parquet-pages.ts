import type { Buffer } from 'node:buffer';
import { readAt } from './bytes.ts';

/** A head has a dozen numbers and two values of a column, which writers cut short; one that is longer is damaged. */
const MAX_HEAD_BYTES = 64 << 10;
/** Most heads are read whole by so many bytes. */
const USUAL_HEAD_BYTES = 512;
/** Of structures within structures: a head has three. */
const MAX_DEPTH = 16;
/** The number of the field that holds the packed length of a page, in Parquet's `PageHeader`. */
const PACKED_LENGTH_FIELD = 3;

/**
 * Do the pages of a column follow each other up to its end? The reader of pages believes their lengths: one that is less than
 * nothing leads it back to where it was, for ever.
 *
 * Source: the Parquet format's `parquet.thrift`, and "Thrift compact protocol encoding".
 */
export function arePagesInLine(fd: number, from: number, to: number): boolean {
  let at = from;
  // As the reader does, which leaves a last byte alone.
  while (at < to - 1) {
    const head = headAt(fd, at, to);
    if (head === undefined || head.packedLength < 0) return false;
    at += head.byteLength + head.packedLength;
  }
  return at <= to;
}

interface Head {
  readonly byteLength: number;
  readonly packedLength: number;
}

function headAt(fd: number, at: number, to: number): Head | undefined {
  for (let size = USUAL_HEAD_BYTES; size <= MAX_HEAD_BYTES; size *= 4) {
    const bytes = readAt(fd, at, Math.min(size, to - at));
    try {
      return new Compact(bytes).head();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (at + size >= to) return undefined;
    }
  }
  return undefined;
}

/** Reads over Thrift's compact form; throws a RangeError where the bytes end or mean nothing. */
class Compact {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  head(): Head {
    let packedLength = 0;
    this.#struct(0, (field, type) => {
      if (field !== PACKED_LENGTH_FIELD || type !== 5) return false;
      packedLength = this.#signed();
      return true;
    });
    return { byteLength: this.#at, packedLength };
  }

  /** @param take reads a field itself, or leaves it to be read over */
  #struct(depth: number, take: (field: number, type: number) => boolean): void {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    let field = 0;
    for (let byte = this.#byte(); byte !== 0; byte = this.#byte()) {
      const type = byte & 15;
      const step = byte >> 4;
      field = step === 0 ? this.#signed() : field + step;
      if (!take(field, type)) this.#skip(type, depth);
    }
  }

  #skip(type: number, depth: number): void {
    const skip = SKIPS[type];
    if (skip === undefined) throw new RangeError('no such type');
    if (skip === 'nothing') return;
    if (skip === 'number') this.#varint();
    else if (skip === 'bytes') this.#move(this.#varint());
    else if (skip === 'list') this.#list(depth);
    else if (skip === 'struct') this.#struct(depth + 1, () => false);
    else this.#move(skip);
  }

  #list(depth: number): void {
    const byte = this.#byte();
    const count = byte >> 4 === 15 ? this.#varint() : byte >> 4;
    for (let k = 0; k < count; k++) {
      // Truth values take no room as fields, and a byte in lists.
      if ((byte & 15) <= 2) this.#move(1);
      else this.#skip(byte & 15, depth + 1);
      if (depth > MAX_DEPTH) throw new RangeError('too deep');
    }
  }

  #signed(): number {
    const folded = this.#varint();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('no such number');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError('it ends');
    this.#at++;
    return byte;
  }

  #move(count: number): void {
    if (count > this.#bytes.length - this.#at) throw new RangeError('it ends');
    this.#at += count;
  }
}

/** What follows a field, by the number of its type; a number stands for so many bytes. */
const SKIPS: Readonly<Record<number, number | 'nothing' | 'number' | 'bytes' | 'list' | 'struct'>> = {
  1: 'nothing',
  2: 'nothing',
  3: 1,
  4: 'number',
  5: 'number',
  6: 'number',
  7: 8,
  8: 'bytes',
  9: 'list',
  10: 'list',
  12: 'struct',
};
