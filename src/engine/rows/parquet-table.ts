import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';
import type { Columns, ColumnType } from './contract.ts';

/** Rows that are written together, and bytes at which fewer are: a reader spreads its work over such groups. */
const ROWS_A_GROUP = 1 << 15;
const BYTES_A_GROUP = 32 << 20;
const FIRST_BYTES = 1 << 12;

/** A value of a row as its type has it: a long is a whole number up to 2^53, the numbers of lists have 32 bits. */
type Value = string | number | boolean | ArrayLike<number> | null | undefined;

/**
 * Writes rows as Parquet to an open file: no compression and plain values, which cost next to nothing to write and to read.
 * Source: the format's own description, https://github.com/apache/parquet-format.
 */
export class ParquetTable {
  readonly #fd: number;
  readonly #columns: readonly Column[];
  readonly #groups: Thrift[] = [];
  #rowCount = 0;
  #groupRows = 0;
  #offset = 0;

  /** @param columns every value of them may be missing; lists of longs are not written */
  constructor(fd: number, columns: Columns) {
    this.#fd = fd;
    this.#columns = Object.entries(columns).map(([name, type]) => new Column(name, type));
    this.#write(MAGIC);
  }

  add(row: Readonly<Record<string, unknown>>): void {
    let byteLength = 0;
    for (const column of this.#columns) {
      column.add(row[column.name] as Value);
      byteLength += column.values.length;
    }
    this.#rowCount++;
    if (++this.#groupRows === ROWS_A_GROUP || byteLength >= BYTES_A_GROUP) this.#endGroup();
  }

  /** No more rows come. The file is left open. */
  end(): void {
    if (this.#groupRows > 0) this.#endGroup();
    const schema = [new Thrift().string(4, 'rows').int(5, this.#columns.length), ...this.#columns.flatMap(schemaOf)];
    const footer = new Thrift().int(1, 1).structs(2, schema).long(3, this.#rowCount).structs(4, this.#groups).end();
    this.#write(footer);
    const tail = Buffer.alloc(4);
    tail.writeUInt32LE(footer.length);
    this.#write(tail);
    this.#write(MAGIC);
  }

  #endGroup(): void {
    let total = 0;
    const chunks = this.#columns.map((column) => {
      const start = this.#offset;
      const { valueCount, page } = column.ended(this.#groupRows);
      for (const piece of page) this.#write(piece);
      const size = this.#offset - start;
      total += size;
      const { kind } = column;
      const facts = new Thrift()
        .int(1, kind.physical)
        .ints(2, [PLAIN, RLE])
        .strings(3, column.path)
        .int(4, UNCOMPRESSED)
        .long(5, valueCount)
        .long(6, size)
        .long(7, size)
        .long(9, start);
      return new Thrift().long(2, start).struct(3, facts);
    });
    this.#groups.push(new Thrift().structs(1, chunks).long(2, total).long(3, this.#groupRows));
    this.#groupRows = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#fd, bytes, from, bytes.length - from);
    this.#offset += bytes.length;
  }
}

const MAGIC = Buffer.from('PAR1');
/** Numbers of the format: of encodings, of a codec, of what repeats and what may be missing, of kinds of text and lists. */
const PLAIN = 0;
const RLE = 3;
const UNCOMPRESSED = 0;
const DATA_PAGE = 0;
const OPTIONAL = 1;
const REPEATED = 2;
const REQUIRED = 0;
const UTF8 = 0;
const LIST = 3;

/** How values of a type lie in a file. */
interface Kind {
  /** The number of the type in the format. */
  readonly physical: number;
  readonly isList?: true;
  readonly isText?: true;
  readonly put: (into: Bytes, value: never) => void;
}

const KINDS: Readonly<Record<Exclude<ColumnType, 'longs'>, Kind>> = {
  boolean: { physical: 0, put: (into, value: boolean) => into.bit(value) },
  int: { physical: 1, put: (into, value: number) => into.uint32(value) },
  long: { physical: 2, put: (into, value: number) => into.long(value) },
  double: { physical: 5, put: (into, value: number) => into.double(value) },
  string: { physical: 6, isText: true, put: (into, value: string) => into.text(value) },
  ints: { physical: 1, isList: true, put: (into, value: ArrayLike<number>) => into.uint32s(value) },
};

class Column {
  readonly name: string;
  readonly kind: Kind;
  readonly path: readonly string[];
  readonly values = new Bytes();
  /** 0 where there is no value; 1 where there is one, or an empty list; 2 for each element. */
  readonly #defined = new Levels();
  /** 0 for the first element of a list, 1 for the others. */
  readonly #repeated = new Levels();

  constructor(name: string, type: ColumnType) {
    if (type === 'longs') throw new TypeError(`lists of longs are not written: ${name}`);
    this.name = name;
    this.kind = KINDS[type];
    this.path = this.kind.isList === true ? [name, 'list', 'element'] : [name];
  }

  add(value: Value): void {
    const { kind } = this;
    if (kind.isList === true) {
      const length = (value as ArrayLike<number> | null | undefined)?.length;
      this.#repeated.push(0, 1);
      if (length === undefined || length === 0) {
        this.#defined.push(length === undefined ? 0 : 1, 1);
        return;
      }
      this.#repeated.push(1, length - 1);
      this.#defined.push(2, length);
    } else {
      const isMissing = value === null || value === undefined;
      this.#defined.push(isMissing ? 0 : 1, 1);
      if (isMissing) return;
    }
    kind.put(this.values, value as never);
  }

  /** The page of the rows so far, which are forgotten. */
  ended(rowCount: number): { valueCount: number; page: readonly Uint8Array[] } {
    const isList = this.kind.isList === true;
    const valueCount = isList ? this.#defined.count : rowCount;
    const levels = isList ? [this.#repeated.taken(), this.#defined.taken()] : [this.#defined.taken()];
    const body = [...levels, this.values.taken()];
    const size = body.reduce((sum, { length }) => sum + length, 0);
    const facts = new Thrift().int(1, valueCount).int(2, PLAIN).int(3, RLE).int(4, RLE);
    const header = new Thrift().int(1, DATA_PAGE).int(2, size).int(3, size).struct(5, facts).end();
    return { valueCount, page: [header, ...body] };
  }
}

function schemaOf({ name, kind }: Column): Thrift[] {
  if (kind.isList === true)
    return [
      new Thrift().int(3, OPTIONAL).string(4, name).int(5, 1).int(6, LIST),
      new Thrift().int(3, REPEATED).string(4, 'list').int(5, 1),
      new Thrift().int(1, kind.physical).int(3, REQUIRED).string(4, 'element'),
    ];
  const leaf = new Thrift().int(1, kind.physical).int(3, OPTIONAL).string(4, name);
  return [kind.isText === true ? leaf.int(6, UTF8) : leaf];
}

/** Bytes that grow, and are taken as a whole. */
class Bytes {
  length = 0;
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Of a byte of bits, how many are filled. */
  #bits = 0;

  bit(value: boolean): void {
    if (this.#bits === 0) this.byte(0);
    if (value) this.#bytes[this.length - 1]! |= 1 << this.#bits;
    this.#bits = (this.#bits + 1) & 7;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#bytes.writeUInt32LE(value >>> 0, this.length);
    this.length += 4;
  }

  long(value: number): void {
    this.uint32(value);
    this.uint32(Math.floor(value / 2 ** 32));
  }

  double(value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.length);
    this.length += 8;
  }

  text(value: string): void {
    // A unit takes three bytes at most.
    this.#reserve(4 + value.length * 3);
    const length = this.#bytes.write(value, this.length + 4);
    this.#bytes.writeUInt32LE(length, this.length);
    this.length += 4 + length;
  }

  uint32s(values: ArrayLike<number>): void {
    const { length } = values;
    this.#reserve(length * 4);
    if (values instanceof Uint32Array || values instanceof Int32Array)
      this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, length * 4), this.length);
    else for (let k = 0; k < length; k++) this.#bytes.writeInt32LE(values[k]! | 0, this.length + 4 * k);
    this.length += length * 4;
  }

  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** All of them; they are valid until more come. */
  taken(): Uint8Array {
    const { length } = this;
    this.length = 0;
    this.#bits = 0;
    return this.#bytes.subarray(0, length);
  }

  #reserve(more: number): void {
    const length = this.length + more;
    if (length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}

/** Small numbers in runs: `varint(length * 2)`, and the number in a byte. Their bytes stand behind their length. */
class Levels {
  count = 0;
  readonly #bytes = new Bytes();
  #value = 0;
  #length = 0;

  push(value: number, times: number): void {
    this.count += times;
    if (value !== this.#value) {
      this.#endRun();
      this.#value = value;
    }
    this.#length += times;
  }

  taken(): Uint8Array {
    this.#endRun();
    this.count = 0;
    const runs = this.#bytes.taken();
    const all = Buffer.allocUnsafe(4 + runs.length);
    all.writeUInt32LE(runs.length);
    all.set(runs, 4);
    return all;
  }

  #endRun(): void {
    if (this.#length === 0) return;
    this.#bytes.varint(this.#length * 2);
    this.#bytes.byte(this.#value);
    this.#length = 0;
  }
}

/** A struct in Thrift's compact protocol, in which Parquet tells of itself; its fields are to be written in ascending order. */
class Thrift {
  readonly #bytes = new Bytes();
  #last = 0;

  int(field: number, value: number): this {
    this.#begin(field, I32).varint(value * 2);
    return this;
  }

  long(field: number, value: number): this {
    this.#begin(field, I64).varint(value * 2);
    return this;
  }

  string(field: number, value: string): this {
    const bytes = this.#begin(field, BINARY);
    putString(bytes, value);
    return this;
  }

  struct(field: number, value: Thrift): this {
    this.#begin(field, STRUCT).append(value.end());
    return this;
  }

  ints(field: number, values: readonly number[]): this {
    const bytes = this.#list(field, I32, values.length);
    for (const value of values) bytes.varint(value * 2);
    return this;
  }

  strings(field: number, values: readonly string[]): this {
    const bytes = this.#list(field, BINARY, values.length);
    for (const value of values) putString(bytes, value);
    return this;
  }

  structs(field: number, values: readonly Thrift[]): this {
    const bytes = this.#list(field, STRUCT, values.length);
    for (const value of values) bytes.append(value.end());
    return this;
  }

  end(): Uint8Array {
    this.#bytes.byte(0);
    return this.#bytes.taken();
  }

  #begin(field: number, type: number): Bytes {
    this.#bytes.byte(((field - this.#last) << 4) | type);
    this.#last = field;
    return this.#bytes;
  }

  #list(field: number, type: number, length: number): Bytes {
    const bytes = this.#begin(field, LIST_OF);
    if (length < 15) bytes.byte((length << 4) | type);
    else {
      bytes.byte(0xf0 | type);
      bytes.varint(length);
    }
    return bytes;
  }
}

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST_OF = 9;
const STRUCT = 12;

function putString(bytes: Bytes, value: string): void {
  const text = Buffer.from(value);
  bytes.varint(text.length);
  bytes.append(text);
}
