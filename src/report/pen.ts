import { jsonOf } from './escape.ts';

/** Bytes to write before they are handed on. A taste: as much as a pipe takes at once. */
const PIECE_BYTES = 1 << 16;
const FIRST_CAPACITY = PIECE_BYTES * 2;
/** A string of so many UTF-16 units takes at most so many bytes each. */
const MOST_BYTES_A_UNIT = 3;
/** No number that is written digit by digit has more. */
const MOST_DIGITS = 10;
/** Ratios of a report have four decimals. */
const RATIO_PARTS = 10_000;

const QUOTE = 0x22;
const ZERO = 0x30;
const POINT = 0x2e;

/** 1 for what needs no escape inside quotation marks; `#` could begin a command of a build server. */
const isClear = Uint8Array.from({ length: 128 }, (_, code) => (/[ !$-[\]-~]/.test(String.fromCharCode(code)) ? 1 : 0));

/** As the machine lays out numbers, so that bytes come out as they went in. */
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

const encoder = new TextEncoder();

/** ASCII text that is written again and again, as the bytes of 64-bit numbers: eight are written at once. */
export interface Fixed {
  readonly length: number;
  readonly eights: Float64Array;
}

export function fixed(text: string): Fixed {
  const bytes = new Uint8Array(Math.ceil(text.length / 8) * 8);
  return { length: encoder.encodeInto(text, bytes).written, eights: new Float64Array(bytes.buffer) };
}

const NOTHING = fixed('');
const EMPTY_LIST = fixed('[]');

/**
 * Writes JSON into bytes. A large report is numbers and the names of fields for the most part: a string for each, and one
 * for each that is put together from them, would be made and thrown away.
 */
export class Pen {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;

  /** Has it written enough to be handed on? */
  get isFull(): boolean {
    return this.#used >= PIECE_BYTES;
  }

  /** Bytes written since `take` was called last. */
  get written(): number {
    return this.#used;
  }

  /** What was written since the last call, UTF-8: good until the pen writes again. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#used);
    this.#used = 0;
    return bytes;
  }

  /** Text as it is. */
  raw(text: string): void {
    this.#reserve(text.length * MOST_BYTES_A_UNIT);
    this.#used += encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written;
  }

  fixed({ length, eights }: Fixed): void {
    this.#reserve(eights.length * 8);
    const view = this.#view;
    const at = this.#used;
    // What is written past the end is written over next.
    for (let k = 0; k < eights.length; k++) view.setFloat64(at + k * 8, eights[k] ?? 0, IS_LITTLE_ENDIAN);
    this.#used = at + length;
  }

  /** One value as JSON, with what is unsafe to show escaped. */
  value(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.number(NOTHING, value);
    else if (Array.isArray(value) && value.length === 0) this.fixed(EMPTY_LIST);
    else this.raw(jsonOf(value));
  }

  /** A string as JSON, with what stands before it. */
  string(before: Fixed, text: string): void {
    this.fixed(before);
    this.#string(text);
  }

  /** A number as JSON, with what stands before it. */
  number(before: Fixed, value: number): void {
    this.fixed(before);
    this.#reserve(MOST_DIGITS);
    const whole = value | 0;
    if (whole === value && whole >= 0) {
      this.#digits(whole);
      return;
    }
    const parts = Math.round(value * RATIO_PARTS);
    if (value > 0 && value < 1 && parts / RATIO_PARTS === value) this.#ratio(parts);
    else this.raw(Number.isFinite(value) ? String(value) : jsonOf(value));
  }

  /** @param value in 31 bits, whose division is one of whole numbers */
  #digits(value: number): void {
    const bytes = this.#bytes;
    const begin = this.#used;
    let count = 1;
    for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) count++;
    let rest = value;
    for (let at = begin + count - 1; at >= begin; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = ZERO + (rest - next * 10);
      rest = next;
    }
    this.#used = begin + count;
  }

  /** Ten-thousandths, without the zeros at the end. */
  #ratio(parts: number): void {
    const bytes = this.#bytes;
    let at = this.#used;
    bytes[at++] = ZERO;
    bytes[at++] = POINT;
    let rest = parts;
    for (let part = RATIO_PARTS / 10; rest > 0; part = (part / 10) | 0) {
      const digit = (rest / part) | 0;
      bytes[at++] = ZERO + digit;
      rest -= digit * part;
    }
    this.#used = at;
  }

  #string(text: string): void {
    const { length } = text;
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    let at = this.#used;
    bytes[at++] = QUOTE;
    for (let k = 0; k < length; k++) {
      const unit = text.charCodeAt(k);
      // Past the table there is nothing, which is not 1 either.
      if (isClear[unit] !== 1) {
        this.raw(jsonOf(text));
        return;
      }
      bytes[at++] = unit;
    }
    bytes[at++] = QUOTE;
    this.#used = at;
  }

  #reserve(byteCount: number): void {
    const needed = this.#used + byteCount;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
