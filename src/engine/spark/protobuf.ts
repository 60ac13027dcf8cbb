import { type Field, MESSAGES, type Message, type MessageName } from './messages.ts';

/** How a value lies in the bytes: its wire type is the lower three bits of the key before it. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

const TWO_TO_32 = 2 ** 32;

/** What is known of a field at run time; its type is checked where a message is written down. */
type Fields = Readonly<Record<string, Field>>;
type Loose = Readonly<Record<string, unknown>>;

/** Bytes that are no such message. */
export class MalformedMessage extends Error {}

/** The bytes of a message, fields in the order of the table. */
export function encode<Name extends MessageName>(name: Name, message: Message<Name>): Buffer {
  return encodeFields(MESSAGES[name], message);
}

function encodeFields(fields: Fields, message: Loose): Buffer {
  const parts: Buffer[] = [];
  for (const [key, [number, holds, label]] of Object.entries(fields)) {
    const given = message[key];
    if (given === undefined) continue;
    for (const value of label === 'repeated' ? (given as readonly unknown[]) : [given])
      parts.push(...encodeValue(number, holds, value));
  }
  return Buffer.concat(parts);
}

function encodeValue(number: number, holds: string, value: unknown): Buffer[] {
  if (typeof value === 'number' || typeof value === 'boolean')
    return [varint(number * 8 + VARINT), varint(Number(value))];
  const bytes =
    typeof value === 'string'
      ? Buffer.from(value)
      : value instanceof Uint8Array
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : encodeFields(fieldsOf(holds), value as Loose);
  return [varint(number * 8 + DELIMITED), varint(bytes.length), bytes];
}

/** Seven bits a byte, the lowest first. Whole numbers from 0 up to 2^53; no other is sent. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/**
 * Reads a message; fields that the table does not list are skipped.
 *
 * @throws MalformedMessage where the bytes end in the middle of a field
 */
export function decode<Name extends MessageName>(name: Name, bytes: Uint8Array): Message<Name> {
  return decodeFields(MESSAGES[name], Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as Message<Name>;
}

function decodeFields(fields: Fields, bytes: Buffer): Loose {
  const byNumber = new Map(Object.entries(fields).map(([key, field]) => [field[0], [key, field] as const]));
  const message: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const key = reader.varint();
    const wireType = key % 8;
    const value = reader.value(wireType);
    const known = byNumber.get(Math.floor(key / 8));
    if (known === undefined) continue;
    const [name, [, holds, label]] = known;
    const read = heldBy(holds, value);
    if (label === 'repeated') message[name] = [...((message[name] as unknown[] | undefined) ?? []), read];
    else message[name] = read;
  }
  return message;
}

function heldBy(holds: string, value: number | Buffer): unknown {
  const isNumber = typeof value === 'number';
  if (holds === 'bool' && isNumber) return value !== 0;
  if ((holds === 'int32' || holds === 'int64' || holds === 'enum') && isNumber) return value;
  if (isNumber) throw new MalformedMessage(`a number where ${holds} belongs`);
  if (holds === 'string') return value.toString();
  if (holds === 'bytes') return value;
  return decodeFields(fieldsOf(holds), value);
}

function fieldsOf(name: string): Fields {
  const fields = (MESSAGES as Readonly<Record<string, Fields>>)[name];
  if (fields === undefined) throw new MalformedMessage(`bytes where ${name} belongs`);
  return fields;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Exact up to 2^53, which nothing that is read here reaches. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || scale > TWO_TO_32 ** 2) throw new MalformedMessage('a number without an end');
      this.#at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  value(wireType: number): number | Buffer {
    if (wireType === VARINT) return this.varint();
    if (wireType === DELIMITED) return this.#take(this.varint());
    if (wireType === FIXED64) return this.#take(8);
    if (wireType === FIXED32) return this.#take(4);
    throw new MalformedMessage(`wire type ${wireType}`);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MalformedMessage('the bytes end in the middle of a field');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
