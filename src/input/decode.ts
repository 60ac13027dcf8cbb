import { type Buffer, isUtf8 } from 'node:buffer';
import { WirecopyError } from '../errors.ts';
import { decoderOf, decodesWhole, type Encoding, guessedEncoding, knownEncoding, unmarkedUtf16 } from './encodings.ts';
import { unreadable } from './faults.ts';

export interface Decoded {
  /** Without its byte order mark. */
  readonly text: string;
  /** What was wrong with the bytes; the text is good enough to compare. */
  readonly uncertain?: { readonly what: string; readonly remedy: string };
}

/** How files that are not text begin. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF87a', 'a GIF image'],
  ['GIF89a', 'a GIF image'],
  ['II*\0', 'a TIFF image'],
  ['MM\0*', 'a TIFF image'],
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an office document'],
  ['PK\x05\x06', 'an empty ZIP archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old office document'],
  ['BZh91AY&SY', 'bzip2 data'],
  ['\xfd7zXZ\0', 'xz data'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['\x7fELF', 'a program'],
  ['\0asm', 'a WebAssembly module'],
  ['\xca\xfe\xba\xbe', 'a program'],
  ['SQLite format 3\0', 'an SQLite database'],
];

const BOM_UTF8 = '\xef\xbb\xbf';
const BOM_UTF16_LE = '\xff\xfe';
const BOM_UTF16_BE = '\xfe\xff';
/** Begins with the UTF-16LE mark, so it is tried first. */
const BOM_UTF32_LE = '\xff\xfe\0\0';
const BOM_UTF32_BE = '\0\0\xfe\xff';

/**
 * More control characters than this among the first bytes, and it is no text. Text has next to none; random bytes have
 * 9 %. Tab, line ends, form feed, backspace and escape (coloured logs) do not count. Chosen by eye.
 */
const MAX_CONTROL_SHARE = 0.05;
const MAX_UTF8_BYTES = 4;
/** How many bytes are looked at for control characters. */
const CONTROL_SAMPLE_BYTES = 65_536;

/** What is known about the encoding of a text besides its bytes. */
export interface Told {
  /** What the user said. */
  readonly encoding?: string | undefined;
  /** What the text or its sender declares; false as often as not, and so checked. */
  readonly declared?: string | undefined;
}

/**
 * Turns the bytes of a file into text. Tried in order:
 *
 * 1. a byte order mark of UTF-8 or UTF-16; that of UTF-32 is recognised and refused;
 * 2. what the user says;
 * 3. UTF-16 without a mark, by its NULs;
 * 4. a known beginning (PNG, ZIP, PDF, …), more than 5 % control characters, or a NUL in bytes that are not UTF-8:
 *    not text, BINARY_INPUT is thrown;
 * 5. strict UTF-8, before what is declared: whoever fetches a page may write it anew and leave its declaration as it
 *    was. A few NULs in it are kept and said to be uncertain;
 * 6. what is declared, if all bytes mean something in it;
 * 7. the likeliest encoding, said to be uncertain.
 */
export function decode(bytes: Buffer, told: Told = {}): Decoded {
  refuseUtf32(bytes);
  const wide = markedWide(bytes);
  if (wide !== undefined) return decodeAs(bytes, { label: wide, certainty: 'marked' });
  if (startsWith(bytes, BOM_UTF8)) return decodeUtf8(bytes);
  if (told.encoding !== undefined) return decodeAs(bytes, { label: told.encoding, certainty: 'told' });
  const isValid = isUtf8(bytes);
  const unmarked = isValid && !bytes.includes(0) ? undefined : unmarkedUtf16(bytes, isValid);
  if (unmarked !== undefined) return decodeAs(bytes, { label: unmarked, certainty: 'guessed' });
  refuseBinary(bytes);
  const declared = told.declared === undefined ? undefined : knownEncoding(told.declared);
  if (isValid) {
    // ISO-2022-JP is ASCII with escapes, and so valid UTF-8.
    if (declared === 'iso-2022-jp') return decodeAs(bytes, { label: declared, certainty: 'told' });
    return decodeUtf8(bytes);
  }
  if (declared !== undefined && !isWide(declared) && decodesWhole(bytes, declared)) {
    return decodeAs(bytes, { label: declared, certainty: 'told' });
  }
  return decodeAs(bytes, guessedEncoding(bytes));
}

/** The encoding that a stream is to be turned from, by its first bytes; undefined where it can be taken for UTF-8. */
export function streamEncodingOf(head: Buffer, told: Told, guesses: 'guess' | 'leave'): Encoding | undefined {
  refuseUtf32(head);
  const wide = markedWide(head);
  if (wide !== undefined) return { label: wide, certainty: 'marked' };
  if (startsWith(head, BOM_UTF8)) return undefined;
  if (told.encoding !== undefined) return { label: told.encoding, certainty: 'told' };
  const isValid = isUtf8Head(head);
  const unmarked = isValid && !head.includes(0) ? undefined : unmarkedUtf16(head, isValid);
  if (unmarked !== undefined) return { label: unmarked, certainty: 'guessed' };
  if (isValid || guesses === 'leave') return undefined;
  const declared = told.declared === undefined ? undefined : knownEncoding(told.declared);
  if (declared !== undefined && !isWide(declared)) return { label: declared, certainty: 'told' };
  const guessed = guessedEncoding(head);
  return guessed.label === 'utf-8' ? undefined : guessed;
}

/** Valid as far as it goes: it may be cut within a character. */
function isUtf8Head(head: Buffer): boolean {
  for (let cut = 0; cut < MAX_UTF8_BYTES; cut++) if (isUtf8(head.subarray(0, head.length - cut))) return true;
  return false;
}

/** What to tell where an encoding was only guessed. */
export function uncertaintyOf({ label, certainty }: Encoding): Decoded['uncertain'] {
  if (certainty !== 'guessed') return undefined;
  return {
    what: `it does not say how it is encoded, and was read as ${label}`,
    remedy: 'name the encoding with --encoding, or save it as UTF-8',
  };
}

/** Throws BINARY_INPUT for bytes that are not text; `bytes` may be the beginning of a file. */
export function refuseBinary(bytes: Buffer): void {
  const kind = binaryKindOf(bytes);
  if (kind === undefined) return;
  throw new WirecopyError('BINARY_INPUT', {
    where: '',
    what: `it is ${kind}, not text`,
    remedy: 'convert it to text, or leave it out with --exclude',
  });
}

/** 3 when the bytes begin with the mark of UTF-8, else 0. */
export function markLengthOf(bytes: Buffer): number {
  return startsWith(bytes, BOM_UTF8) ? BOM_UTF8.length : 0;
}

function decodeUtf8(bytes: Buffer): Decoded {
  const text = bytes.toString('utf8', markLengthOf(bytes));
  if (!isUtf8(bytes)) return { text, uncertain: replacedIn(text, 'UTF-8') };
  if (!bytes.includes(0)) return { text };
  const what = `it holds NUL characters, first on line ${lineOf(text, text.indexOf('\0'))}`;
  return { text, uncertain: { what, remedy: 'check that the file is not damaged' } };
}

function decodeAs(bytes: Buffer, encoding: Encoding): Decoded {
  if (encoding.label === 'utf-8') return decodeUtf8(bytes);
  const uncertain = uncertaintyOf(encoding);
  try {
    const text = decoderOf(encoding.label, 'thrown').decode(bytes);
    return uncertain === undefined ? { text } : { text, uncertain };
  } catch {
    const text = decoderOf(encoding.label).decode(bytes);
    return { text, uncertain: replacedIn(text, encoding.label.toUpperCase().replace('UTF-16LE', 'UTF-16')) };
  }
}

function refuseUtf32(bytes: Buffer): void {
  if (!startsWith(bytes, BOM_UTF32_LE) && !startsWith(bytes, BOM_UTF32_BE)) return;
  throw unreadable('it is written in UTF-32, which is not read', 'convert it: iconv -f UTF-32 -t UTF-8');
}

function markedWide(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, BOM_UTF16_LE)) return 'utf-16le';
  return startsWith(bytes, BOM_UTF16_BE) ? 'utf-16be' : undefined;
}

/** Bytes in which ASCII could be read as such are not UTF-16, whatever they declare. */
function isWide(label: string): boolean {
  return label.startsWith('utf-16');
}

function binaryKindOf(bytes: Buffer): string | undefined {
  const known = MAGIC.find(([magic]) => startsWith(bytes, magic));
  if (known !== undefined) return known[1];
  if (controlShareOf(bytes) > MAX_CONTROL_SHARE) return 'binary data';
  return bytes.includes(0) && !isUtf8(bytes) ? 'binary data' : undefined;
}

function controlShareOf(bytes: Buffer): number {
  const end = Math.min(bytes.length, CONTROL_SAMPLE_BYTES);
  let controls = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 8 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  }
  return end === 0 ? 0 : controls / end;
}

/** Without a string made of them: each record of a table is asked for two dozen beginnings. */
function startsWith(bytes: Buffer, magic: string): boolean {
  if (bytes.length < magic.length) return false;
  for (let k = 0; k < magic.length; k++) if (bytes[k] !== magic.charCodeAt(k)) return false;
  return true;
}

function replacedIn(text: string, encoding: string): { what: string; remedy: string } {
  const line = lineOf(text, text.indexOf('\ufffd'));
  return {
    what: `it is not valid ${encoding}, first on line ${line}; what is invalid was replaced by U+FFFD`,
    remedy: 'save it as UTF-8, or name its encoding with --encoding',
  };
}

/** 1-based; a line ends at LF, CR LF or CR. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split(/\r\n|\n|\r/).length;
}
