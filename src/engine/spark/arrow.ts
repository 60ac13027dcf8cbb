/**
 * Reads the one column of strings that our questions to Spark have, out of Arrow's streaming format: messages, each with
 * a table of FlatBuffers that says where in its body the buffers of the column lie.
 *
 * Source: the Arrow columnar format, "Encapsulated message format", and Message.fbs for the numbers of the fields.
 */

const CONTINUATION = 0xffffffff;
/** Message.fbs: fields of `Message` and of `RecordBatch`, by position; the type of header that is a record batch. */
const MESSAGE = { headerType: 1, header: 2, bodyLength: 3 };
const RECORD_BATCH = { length: 0, buffers: 2, compression: 3 };
const IS_RECORD_BATCH = 3;
/** A `Buffer` is two 64-bit numbers: offset and length. A column of strings has three: validity, offsets, characters. */
const BUFFER_BYTES = 16;
const OFFSETS = 1;
const CHARACTERS = 2;

/** Bytes that are not the column that was asked for. */
export class MalformedBatch extends Error {}

/** The strings of the column, in order. */
export function stringsOf(stream: Uint8Array): string[] {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  const strings: string[] = [];
  try {
    for (let at = 0; at + 4 <= bytes.length; ) {
      if (bytes.readUInt32LE(at) === CONTINUATION) at += 4;
      const metadataLength = bytes.readInt32LE(at);
      // The mark of the end.
      if (metadataLength === 0) break;
      const message = new FlatTable(bytes, at + 4 + bytes.readUInt32LE(at + 4));
      const bodyAt = at + 4 + metadataLength;
      if (message.byte(MESSAGE.headerType) === IS_RECORD_BATCH)
        readColumn(message.table(MESSAGE.header), bytes.subarray(bodyAt), strings);
      at = bodyAt + message.long(MESSAGE.bodyLength);
      if (at < bodyAt || at > bytes.length) throw new RangeError('a body outside the batch');
    }
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedBatch('a batch of rows ends in the middle', { cause: error });
    throw error;
  }
  return strings;
}

function readColumn(batch: FlatTable, body: Buffer, strings: string[]): void {
  if (batch.has(RECORD_BATCH.compression)) throw new MalformedBatch('a batch of rows is compressed');
  const rowCount = batch.long(RECORD_BATCH.length);
  const buffers = batch.vector(RECORD_BATCH.buffers);
  const offsets = body.subarray(buffers.long(OFFSETS * BUFFER_BYTES));
  const characters = body.subarray(buffers.long(CHARACTERS * BUFFER_BYTES));
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = [offsets.readInt32LE(row * 4), offsets.readInt32LE(row * 4 + 4)];
    if (start < 0 || end < start || end > characters.length) throw new RangeError('a string outside its buffer');
    strings.push(characters.toString('utf8', start, end));
  }
}

/** A table of FlatBuffers: where its fields lie stands in a list of offsets before or after it. */
class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  has(field: number): boolean {
    return this.#offsetOf(field) !== 0;
  }

  byte(field: number): number {
    return this.has(field) ? this.#bytes.readUInt8(this.#placeOf(field)) : 0;
  }

  long(field: number): number {
    return this.has(field) ? longAt(this.#bytes, this.#placeOf(field)) : 0;
  }

  table(field: number): FlatTable {
    const place = this.#placeOf(field);
    return new FlatTable(this.#bytes, place + this.#bytes.readUInt32LE(place));
  }

  /** Its elements, behind the number of them. */
  vector(field: number): { long(offset: number): number } {
    const place = this.#placeOf(field);
    const start = place + this.#bytes.readUInt32LE(place) + 4;
    return { long: (offset) => longAt(this.#bytes, start + offset) };
  }

  #placeOf(field: number): number {
    return this.#at + this.#offsetOf(field);
  }

  #offsetOf(field: number): number {
    const offsetsAt = this.#at - this.#bytes.readInt32LE(this.#at);
    const slot = 4 + field * 2;
    return slot < this.#bytes.readUInt16LE(offsetsAt) ? this.#bytes.readUInt16LE(offsetsAt + slot) : 0;
  }
}

function longAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigInt64LE(at));
}
