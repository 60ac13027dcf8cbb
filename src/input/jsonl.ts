import { type Buffer, isUtf8 } from 'node:buffer';
import { WirecopyError } from '../errors.ts';
import type { Parsed, ParseSettings, RawRecord, RecordReader } from './contract.ts';
import { decode } from './decode.ts';
import { overLimit, unreadable } from './faults.ts';
import { plainTextOf } from './html.ts';
import { type Line, LineCutter } from './lines.ts';
import { articleOfRecord, type Fields, kindOf, textFieldsOf } from './record.ts';

const QUOTE = 34;
const COMMA = 44;
const BRACKET = 91;
const BACKSLASH = 92;
const BRACE = 123;

/** JSON Lines: each line is an object with a text. */
export function openJsonLines(settings: ParseSettings): RecordReader {
  const lines = new LineCutter(settings.maxRecordBytes);
  function* recordsOf(found: Iterable<Line>): Generator<RawRecord> {
    for (const line of found) {
      const { bytes, number, offset, byteLength } = line;
      yield { line: number, offset, byteLength, bytes, parse: () => parseLine(line, settings) };
    }
  }
  return { push: (bytes) => recordsOf(lines.push(bytes)), end: () => recordsOf(lines.end()) };
}

/** An object with a name in it on the first line that is not blank. */
export function beginsLikeJsonLines(head: string): boolean {
  return /^\s*\{[ \t]*"/.test(head);
}

function parseLine(line: Line, settings: ParseSettings): Parsed {
  const { bytes, isOver, kind } = line;
  if (isOver) throw overLimit('record', settings.maxRecordBytes);
  const taken = takenFrom(line, settings);
  if (taken !== undefined) return taken;
  // Latin-1 is decoded by copying; for ASCII it is the same text.
  if (kind === 'ascii') return parseJsonRecord(bytes.toString('latin1'), settings);
  return parseJsonBytes(bytes, settings);
}

/** The record without its text, which the taker has; undefined where that does not go the short way, or not at all. */
function takenFrom({ bytes, kind }: Line, settings: ParseSettings): Parsed | undefined {
  if (kind === 'unknown') return undefined;
  const taken = settings.taker?.take(bytes, textFieldsOf(settings));
  if (taken === undefined || mayBeHtml(bytes, taken.start + 1, taken.end - 1)) return undefined;
  const encoding = kind === 'ascii' ? 'latin1' : 'utf8';
  const rest = `${bytes.toString(encoding, 0, taken.start)}""${bytes.toString(encoding, taken.end)}`;
  try {
    return {
      ...articleOfRecord(objectIn(JSON.parse(rest)), settings, plainTextOf, 'field'),
      takenLength: taken.length,
    };
  } catch {
    // Whatever is wrong is told of the whole record.
    return undefined;
  }
}

/** Enough of a text to see whether it begins with a tag; with more blanks than this, it is read whole. */
const HEAD_BYTES = 64;

/** Could the first character besides blanks of a string of JSON begin a tag? */
function mayBeHtml(bytes: Buffer, from: number, end: number): boolean {
  const first = (bytes[from] ?? 0) | 0x20;
  if (first >= 0x61 && first <= 0x7a) return false;
  const head = bytes
    .toString('utf8', from, Math.min(end, from + HEAD_BYTES))
    .replace(/\\(?:u[0-9a-f]{0,3})?$/i, '')
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[nrtf]/g, ' ');
  return !/^\s*[^\s<\ufffd]/.test(head);
}

/** One record of JSON from its bytes alone. */
export function parseJsonBytes(bytes: Buffer, settings: ParseSettings): Parsed {
  // Control characters do not make JSON binary, and what is valid need not be looked at again.
  if (isUtf8(bytes)) return parseJsonRecord(bytes.toString('utf8'), settings);
  const { text, uncertain } = decode(bytes);
  const parsed = parseJsonRecord(text, settings);
  return uncertain === undefined ? parsed : { ...parsed, warning: { code: 'UNCERTAIN_ENCODING', ...uncertain } };
}

/** An object with a text. Never quotes it in what it throws. */
function parseJsonRecord(json: string, settings: ParseSettings): Parsed {
  return articleOfRecord(objectIn(valueIn(json)), settings, plainTextOf, 'field');
}

/** Throws where the value is none. */
export function objectIn(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw unreadable(`the record is ${kindOf(value)}, not an object`, 'write each article as one JSON object');
}

export function valueIn(line: string): unknown {
  const fault = faultBefore(line);
  if (fault !== undefined) throw unreadable(`${NO_JSON}${fault}`, WHOLE_OBJECTS);
  if (line.length > FEW_VALUES_LENGTH && hasTooManyValues(line)) throw tooManyValues();
  try {
    return JSON.parse(line);
  } catch (error) {
    throw unreadable(`${NO_JSON}${placeIn(error)}`, WHOLE_OBJECTS, error);
  }
}

const NO_JSON = 'the record is not valid JSON';
const WHOLE_OBJECTS = 'write each article as one whole JSON object';
const ENDS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * What shows without parsing: to refuse a line costs JSON.parse as much as reading a hundred words, and a file may be
 * half a million such lines.
 */
function faultBefore(line: string): string | undefined {
  const first = /\S/.exec(line)?.[0] ?? '';
  if (!/[[{"\d\-tfn]/.test(first)) return '';
  const end = ENDS[first];
  return end !== undefined && !line.includes(end, 1) ? ': it breaks off' : undefined;
}

/** JSON.parse cannot be stopped, and three characters, `[],`, take fifteen times as many bytes. An article has a dozen values. */
const MAX_VALUES = 1_000_000;
/** Shorter text cannot hold so many that it matters. */
const FEW_VALUES_LENGTH = 1 << 20;

function hasTooManyValues(json: string): boolean {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (isInString) at += code === BACKSLASH ? 1 : 0;
    else if ((code === COMMA || code === BRACKET || code === BRACE) && ++count > MAX_VALUES) return true;
  }
  return false;
}

function tooManyValues(): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `the record holds more than ${MAX_VALUES} values`,
    remedy: 'split it, or leave it out with --exclude',
  });
}

/** Where JSON.parse stopped. Its message quotes the line, so only the number is taken from it. */
function placeIn(error: unknown): string {
  if (!(error instanceof SyntaxError)) return ': it is nested too deeply';
  if (/^Unexpected end|^Unterminated/.test(error.message)) return ': it breaks off';
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return position === undefined ? '' : ` at character ${Number(position) + 1}`;
}
