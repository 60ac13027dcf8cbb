import { Buffer } from 'node:buffer';
import type { ParseSettings, RawRecord, RecordReader } from './contract.ts';
import { overLimit } from './faults.ts';
import { plainTextOf } from './html.ts';
import { objectIn, parseJsonBytes, valueIn } from './jsonl.ts';
import { articleOfRecord, type Fields, hasText } from './record.ts';

/** A value that was cut out of the bytes. */
interface Piece {
  /** Empty when `isOver`. */
  readonly bytes: Buffer;
  readonly line: number;
  readonly offset: number;
  readonly byteLength: number;
  readonly isOver: boolean;
  /** Not in an array. */
  readonly isOutermost: boolean;
}

const LINE_FEED = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const NOTHING = Buffer.alloc(0);

/**
 * JSON that is not one record a line: an array of objects, objects one after the other, or one object that holds such an
 * array. Arrays may be larger than memory.
 */
export function openJson(settings: ParseSettings): RecordReader {
  const cutter = new ValueCutter(settings.maxRecordBytes);
  function* recordsOf(pieces: Iterable<Piece>): Generator<RawRecord> {
    for (const piece of pieces) {
      const { bytes, line, offset, byteLength, isOver, isOutermost } = piece;
      const outer = isOutermost && !isOver ? fieldsOf(bytes) : undefined;
      const inner = outer === undefined ? undefined : recordsWithin(outer, settings);
      const parse = () => {
        if (isOver) throw overLimit('record', settings.maxRecordBytes);
        // Much that is no article is one object in a file: settings, manifests, translations.
        if (outer !== undefined && settings.textField === undefined && !hasText(Object.keys(outer), settings))
          return undefined;
        return parseJsonBytes(bytes, settings);
      };
      if (inner === undefined) yield { line, offset, byteLength, bytes, parse };
      for (const fields of inner ?? []) {
        const parseInner = () => articleOfRecord(objectIn(fields), settings, plainTextOf, 'field');
        yield { line, offset, byteLength: 0, parse: parseInner };
      }
    }
  }
  return { push: (bytes) => recordsOf(cutter.push(bytes)), end: () => recordsOf(cutter.end()) };
}

/** An object with a name in it, or an array of such. */
export function beginsLikeJson(head: string): boolean {
  return /^\s*(?:\[\s*)?\{\s*"/.test(head);
}

/** The records of `{"articles": [{…}, …]}`: where the object has no text and one of its arrays is of objects that have. */
function recordsWithin(outer: Fields, settings: ParseSettings): readonly unknown[] | undefined {
  if (hasText(Object.keys(outer), settings)) return undefined;
  const lists = Object.values(outer).filter((value) => Array.isArray(value) && value.some((inner) => isArticle(inner)));
  const [only] = lists;
  return lists.length === 1 && Array.isArray(only) ? only : undefined;

  function isArticle(value: unknown): boolean {
    return typeof value === 'object' && value !== null && hasText(Object.keys(value), settings);
  }
}

function fieldsOf(bytes: Buffer): Fields | undefined {
  try {
    return objectIn(valueIn(bytes.toString('utf8')));
  } catch {
    // What is wrong with it is said when it is read as a record.
    return undefined;
  }
}

/** Cuts values out of JSON as it comes, looking at brackets and quotes alone: each is checked when it is parsed. */
class ValueCutter {
  readonly #maxBytes: number;
  /** Offset of the next byte, and its line. */
  #at = 0;
  #line = 1;
  #isInArray = false;
  /** Of the value that has begun: -1 where none has. */
  #from = -1;
  #fromLine = 1;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #pieces: Buffer[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(bytes: Buffer): Generator<Piece> {
    const base = this.#at;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (byte === LINE_FEED) this.#line++;
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInString = false;
        continue;
      }
      if (byte > COMMA && byte < OPEN_BRACKET && this.#from >= 0) continue;
      if (this.#from < 0) {
        if (byte <= 32 || byte === COMMA) continue;
        if (byte === OPEN_BRACKET && !this.#isInArray) {
          this.#isInArray = true;
          continue;
        }
        if (byte === CLOSE_BRACKET && this.#isInArray) {
          this.#isInArray = false;
          continue;
        }
        this.#from = base + i;
        this.#fromLine = this.#line;
        this.#depth = 0;
      } else if (this.#depth === 0 && this.#endsBare(byte)) {
        yield this.#cut(bytes, base, i);
        i--;
        if (byte === LINE_FEED) this.#line--;
        continue;
      }
      if (byte === QUOTE) this.#isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth--;
        if (this.#depth <= 0) yield this.#cut(bytes, base, i + 1);
      }
    }
    this.#at = base + bytes.length;
    if (this.#from < 0) return;
    if (this.#at - this.#from > this.#maxBytes) this.#pieces = [];
    else this.#pieces.push(Buffer.from(bytes.subarray(Math.max(0, this.#from - base))));
  }

  *end(): Generator<Piece> {
    if (this.#from >= 0) yield this.#cut(NOTHING, this.#at, 0);
  }

  /** Does the byte end a value that is no object, array or string? What is no JSON at all ends where an object begins. */
  #endsBare(byte: number): boolean {
    if (this.#isInArray) return byte === COMMA || byte === CLOSE_BRACKET;
    return byte === OPEN_BRACE || byte === OPEN_BRACKET;
  }

  #cut(bytes: Buffer, base: number, end: number): Piece {
    const byteLength = base + end - this.#from;
    const isOver = byteLength > this.#maxBytes;
    const last = bytes.subarray(Math.max(0, this.#from - base), end);
    const whole = this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
    const piece = {
      bytes: isOver ? NOTHING : whole,
      line: this.#fromLine,
      offset: this.#from,
      byteLength,
      isOver,
      isOutermost: !this.#isInArray,
    };
    this.#from = -1;
    this.#pieces = [];
    return piece;
  }
}
