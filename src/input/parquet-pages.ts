import type { Buffer } from 'node:buffer';
import { readAt } from './bytes.ts';

/** A head has a dozen numbers and two values of a column, which writers cut short; one that is longer is damaged. */
const MAX_HEAD_BYTES = 64 << 10;
/** Most heads are read whole by so many bytes. */
const USUAL_HEAD_BYTES = 512;
/** Of structures within structures: a head has three. */
const MAX_DEPTH = 16;
/** The numbers of a whole number and of a structure, as types of fields. */
const NUMBER = 5;
const STRUCT = 12;

/**
 * The fields of Parquet's `PageHeader` that are looked at: its own, and those of the heads of a page of data, of a dictionary, and
 * of a page of data in the second form.
 */
const TYPE = 1;
const UNPACKED_LENGTH = 2;
const PACKED_LENGTH = 3;
const DATA_PAGE = 5;
const DICTIONARY_PAGE = 7;
const DATA_PAGE_V2 = 8;
/** Which head a page has by its type: 0 for data, 2 for a dictionary, 3 for data in the second form. */
const HEAD_OF_TYPE: Readonly<Record<number, number>> = { 0: DATA_PAGE, 2: DICTIONARY_PAGE, 3: DATA_PAGE_V2 };
const VALUE_COUNT = 1;
const NULL_COUNT = 2;
const ROW_COUNT = 3;
const DEFINITION_BYTES = 5;
const REPETITION_BYTES = 6;

/**
 * Do the pages of a column follow each other up to its end, and can they hold what they say? The reader of pages believes them: a
 * length that is less than nothing leads it back to where it was, for ever, and it makes room for as many values as are named.
 *
 * @param mostValues values that a page may have
 *
 * Source: the Parquet format's `parquet.thrift`, and "Thrift compact protocol encoding".
 */
export function arePagesInLine(fd: number, from: number, to: number, mostValues: number): boolean {
  let at = from;
  // As the reader does, which leaves a last byte alone.
  while (at < to - 1) {
    const head = headAt(fd, at, to);
    if (head === undefined || !isSound(head, mostValues)) return false;
    at += head.byteLength + head.packedLength;
  }
  return at <= to;
}

interface Head {
  readonly byteLength: number;
  readonly packedLength: number;
  readonly unpackedLength: number;
  /** What it says that its page is, and the field of the last head within it, whose numbers follow by their fields. */
  readonly type: number;
  readonly kind: number;
  readonly numbers: ReadonlyMap<number, number>;
}

function isSound({ packedLength, unpackedLength, type, kind, numbers }: Head, mostValues: number): boolean {
  if (packedLength < 0 || unpackedLength < 0) return false;
  // Of other kinds of pages the reader says that it does not know them.
  if (HEAD_OF_TYPE[type] === undefined) return true;
  if (HEAD_OF_TYPE[type] !== kind) return false;
  const within = (field: number, most: number): boolean => {
    const number = numbers.get(field);
    return number !== undefined && number >= 0 && number <= most;
  };
  if (!within(VALUE_COUNT, mostValues)) return false;
  if (kind !== DATA_PAGE_V2) return true;
  const levels = Math.min(packedLength, unpackedLength);
  return (
    within(NULL_COUNT, numbers.get(VALUE_COUNT) ?? 0) &&
    within(ROW_COUNT, mostValues) &&
    within(DEFINITION_BYTES, levels) &&
    within(REPETITION_BYTES, levels - (numbers.get(DEFINITION_BYTES) ?? 0))
  );
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
    const own = new Map<number, number>();
    const numbers = new Map<number, number>();
    let kind = 0;
    this.#struct(0, (field, type) => {
      if (type === NUMBER) {
        own.set(field, this.#signed());
        return true;
      }
      if (type !== STRUCT || ![DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2].includes(field)) return false;
      kind = field;
      numbers.clear();
      this.#struct(1, (inner, innerType) => {
        if (innerType !== NUMBER) return false;
        numbers.set(inner, this.#signed());
        return true;
      });
      return true;
    });
    const packedLength = own.get(PACKED_LENGTH) ?? 0;
    const unpackedLength = own.get(UNPACKED_LENGTH) ?? 0;
    return { byteLength: this.#at, packedLength, unpackedLength, type: own.get(TYPE) ?? -1, kind, numbers };
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
