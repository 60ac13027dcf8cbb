import { Buffer } from 'node:buffer';
import { WirecopyError } from '../errors.ts';
import type { Parsed, ParseSettings, RawRecord, RecordReader } from './contract.ts';
import { decode } from './decode.ts';
import { overLimit, unreadable } from './faults.ts';
import { declaredCharset } from './html/charset.ts';
import { parseHtml } from './html.ts';
import { parseText } from './text.ts';
import { unpackWhole } from './unpack.ts';

/** A record of an archive. Source of the format: ISO 28500:2017. */
interface WarcRecord {
  readonly fields: ReadonlyMap<string, string>;
  /** Empty when `isOver`. */
  readonly content: Buffer;
  readonly byteLength: number;
  readonly isOver: boolean;
  readonly isCut: boolean;
}

/** Those that can hold an article; the others speak of the crawl. */
const CONTENT_TYPES: Readonly<Record<string, (record: WarcRecord, settings: ParseSettings) => Parsed | undefined>> = {
  response: pageOf,
  resource: (record, settings) => articleIn(record.content, record.fields.get('content-type'), settings),
  /** The plain text of a page, as in Common Crawl's WET files. */
  conversion: (record, settings) => articleIn(record.content, record.fields.get('content-type'), settings),
  /** A page that was the same at an earlier visit, and is not kept again. */
  revisit: () => undefined,
};

const LINE_FEED = 10;
const RETURN = 13;
const VERSION = /^WARC\/\d/;
const NEXT_VERSION = Buffer.from('WARC/1.');
/** A dozen short lines, and one address. */
const MAX_HEADER_BYTES = 64 << 10;
const HEADER_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);
const HTML_TYPE = /^(?:text\/html|application\/xhtml\+xml)\b/i;
const TEXT_TYPE = /^text\/plain\b/i;

export function beginsLikeWarc(head: string): boolean {
  return VERSION.test(head);
}

/** The pages in an archive of a crawl: responses that are HTML and went well. Archives may be larger than memory. */
export function openWarc(settings: ParseSettings): RecordReader {
  const cutter = new WarcCutter(settings.maxRecordBytes);
  function* recordsOf(found: Iterable<WarcRecord | WirecopyError>): Generator<RawRecord> {
    for (const record of found) {
      if (record instanceof WirecopyError) {
        yield { offset: 0, byteLength: 0, parse: () => raise(record) };
        continue;
      }
      const kind = record.fields.get('warc-type')?.toLowerCase() ?? '';
      const read = Object.hasOwn(CONTENT_TYPES, kind) ? CONTENT_TYPES[kind] : undefined;
      if (read === undefined) continue;
      const parse = (): Parsed | undefined => {
        if (record.isOver) throw overLimit('record', settings.maxRecordBytes);
        if (record.isCut) throw unreadable('the record breaks off', 'make or fetch the file again');
        const parsed = read(record, settings);
        const url = record.fields.get('warc-target-uri')?.replace(/^<|>$/g, '');
        return parsed === undefined || url === undefined ? parsed : { ...parsed, id: url, url };
      };
      yield { offset: 0, byteLength: record.byteLength, parse };
    }
  }
  return { push: (bytes) => recordsOf(cutter.push(bytes)), end: () => recordsOf(cutter.end()) };
}

function raise(error: WirecopyError): never {
  throw error;
}

/** What a server answered. */
function pageOf({ content }: WarcRecord, settings: ParseSettings): Parsed | undefined {
  const end = content.indexOf(HEADER_END);
  const head = content.toString('latin1', 0, end < 0 ? 0 : Math.min(end, MAX_HEADER_BYTES));
  if (!/^HTTP\/[\d.]+ 2\d\d/.test(head)) return undefined;
  const fields = fieldsIn(head);
  const type = fields.get('content-type') ?? '';
  // Before anything is unpacked: most of a crawl may be pictures.
  if (!HTML_TYPE.test(type) && !TEXT_TYPE.test(type)) return undefined;
  const sent = content.subarray(end + HEADER_END.length);
  const whole = /\bchunked\b/i.test(fields.get('transfer-encoding') ?? '') ? withoutChunks(sent) : sent;
  return articleIn(unpackedBody(whole, fields.get('content-encoding'), settings), type, settings);
}

/** undefined where it is no text, or a page that shows none: of a crawl, not every page is an article. */
function articleIn(bytes: Buffer, type: string | undefined, settings: ParseSettings): Parsed | undefined {
  const isHtml = HTML_TYPE.test(type ?? '');
  if (!isHtml && !TEXT_TYPE.test(type ?? '')) return undefined;
  const sent = /charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(type ?? '')?.[1];
  try {
    const declared = sent ?? (isHtml ? declaredCharset(bytes) : undefined);
    const { text, uncertain } = decode(bytes, { declared, encoding: settings.encoding });
    const parsed = isHtml ? parseHtml(text) : parseText(text);
    return uncertain === undefined ? parsed : { ...parsed, warning: { code: 'UNCERTAIN_ENCODING', ...uncertain } };
  } catch (error) {
    if (error instanceof WirecopyError && (error.code === 'BINARY_INPUT' || error.code === 'UNREADABLE_INPUT')) {
      return undefined;
    }
    throw error;
  }
}

function unpackedBody(bytes: Buffer, encoding: string | undefined, { maxRecordBytes }: ParseSettings): Buffer {
  const name = encoding?.trim().toLowerCase().replace(/^x-/, '') ?? '';
  // Crawlers keep the header of what they unpacked, so the bytes themselves are asked.
  if (name === 'gzip')
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? unpackWhole('gzip', bytes, maxRecordBytes) : bytes;
  if (name === 'br') return looksPlain(bytes) ? bytes : unpackWhole('brotli', bytes, maxRecordBytes);
  if (name === 'deflate') return looksPlain(bytes) ? bytes : unpackWhole('deflate', bytes, maxRecordBytes);
  return bytes;
}

function looksPlain(bytes: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*</.test(bytes.toString('latin1', 0, 256));
}

/** What was sent in pieces, put together; as it is where it was put together before. Source: RFC 9112, 7.1. */
function withoutChunks(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(LINE_FEED, at);
    const size =
      end < 0 || end - at > 1000
        ? undefined
        : /^([0-9a-f]{1,8})\s*(?:;.*)?\r?$/i.exec(bytes.toString('latin1', at, end));
    if (size?.[1] === undefined) return pieces.length === 0 ? bytes : Buffer.concat(pieces);
    const length = Number.parseInt(size[1], 16);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(bytes.subarray(end + 1, end + 1 + length));
    at = end + 1 + length;
    if (bytes[at] === RETURN) at++;
    if (bytes[at] === LINE_FEED) at++;
  }
}

/** Header fields by their names in small letters; lines that go on are joined. */
function fieldsIn(head: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .slice(1)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/**
 * Cuts records out of an archive as it comes. A length is believed as far as the bytes go and never set aside in memory;
 * where one lies, the next record is looked for.
 */
class WarcCutter {
  readonly #maxBytes: number;
  #state: 'between' | 'header' | 'content' | 'lost' = 'between';
  #header = NOTHING;
  #fields: ReadonlyMap<string, string> = new Map();
  #byteLength = 0;
  #missing = 0;
  #pieces: Buffer[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(bytes: Buffer): Generator<WarcRecord | WirecopyError> {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'between') {
        while (at < bytes.length && (bytes[at] === RETURN || bytes[at] === LINE_FEED)) at++;
        if (at < bytes.length) this.#state = 'header';
      } else if (this.#state === 'header') {
        const known = this.#header.length;
        const piece = bytes.subarray(at, at + MAX_HEADER_BYTES + 1 - known);
        const header = known === 0 ? piece : Buffer.concat([this.#header, piece]);
        const end = header.indexOf(HEADER_END, Math.max(0, known - HEADER_END.length));
        if (end < 0 && header.length <= MAX_HEADER_BYTES) {
          this.#header = Buffer.from(header);
          return;
        }
        at += Math.max(0, (end < 0 ? header.length : end + HEADER_END.length) - known);
        const fault = end < 0 ? damaged() : this.#begin(header.toString('utf8', 0, end));
        this.#header = NOTHING;
        if (fault !== undefined) {
          this.#state = 'lost';
          yield fault;
        } else if (this.#missing === 0) {
          yield this.#record();
        }
      } else if (this.#state === 'content') {
        const piece = bytes.subarray(at, at + this.#missing);
        if (this.#byteLength <= this.#maxBytes) this.#pieces.push(Buffer.from(piece));
        this.#missing -= piece.length;
        at += piece.length;
        if (this.#missing === 0) yield this.#record();
      } else {
        // It may begin in the bytes before these.
        const held = this.#header.length;
        const seam = Buffer.concat([this.#header, bytes.subarray(at, at + NEXT_VERSION.length)]);
        const inSeam = seam.indexOf(NEXT_VERSION);
        const next = inSeam >= 0 && inSeam < held ? at : bytes.indexOf(NEXT_VERSION, at);
        if (next < 0) {
          const tail = bytes.length - at < NEXT_VERSION.length ? seam : bytes;
          this.#header = Buffer.from(tail.subarray(Math.max(0, tail.length - NEXT_VERSION.length + 1)));
          return;
        }
        this.#header = inSeam >= 0 && inSeam < held ? Buffer.from(seam.subarray(inSeam, held)) : NOTHING;
        at = next;
        this.#state = 'header';
      }
    }
  }

  *end(): Generator<WarcRecord | WirecopyError> {
    if (this.#state === 'header') yield damaged();
    if (this.#state === 'content') yield this.#record();
  }

  #begin(header: string): WirecopyError | undefined {
    this.#fields = fieldsIn(header);
    const length = this.#fields.get('content-length') ?? '';
    if (!VERSION.test(header) || !/^\d{1,15}$/.test(length)) return damaged();
    this.#byteLength = Number(length);
    this.#missing = this.#byteLength;
    this.#state = 'content';
    return undefined;
  }

  #record(): WarcRecord {
    const isOver = this.#byteLength > this.#maxBytes;
    const record = {
      fields: this.#fields,
      content: isOver ? NOTHING : Buffer.concat(this.#pieces),
      byteLength: this.#byteLength,
      isOver,
      isCut: this.#missing > 0,
    };
    this.#pieces = [];
    this.#state = 'between';
    return record;
  }
}

function damaged(): WirecopyError {
  return unreadable(
    'the header of a record is damaged; what follows was looked through for the next',
    'make or fetch the file again',
  );
}
