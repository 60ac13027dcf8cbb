import { type Buffer, isUtf8 } from 'node:buffer';
import { WirecopyError } from '../errors.ts';
import { unreadable } from './faults.ts';

interface Decoded {
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
  ['\x1f\x8b', 'gzip data'],
  ['BZh91AY&SY', 'bzip2 data'],
  ['\xfd7zXZ\0', 'xz data'],
  ['\x28\xb5\x2f\xfd', 'zstd data'],
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
/** How many bytes are looked at for control characters. */
const CONTROL_SAMPLE_BYTES = 65_536;

/**
 * Turns the bytes of a file into text. Tried in order:
 *
 * 1. a byte order mark: UTF-8 and UTF-16 are decoded, UTF-32 is recognised and refused;
 * 2. a known beginning (PNG, ZIP, PDF, …), more than 5 % control characters, or a NUL in bytes that are not UTF-8:
 *    not text, BINARY_INPUT is thrown;
 * 3. strict UTF-8; a few NULs in it are kept and said to be uncertain;
 * 4. UTF-8 with every invalid sequence replaced by U+FFFD, said to be uncertain.
 */
export function decode(bytes: Buffer): Decoded {
  if (startsWith(bytes, BOM_UTF32_LE) || startsWith(bytes, BOM_UTF32_BE)) throw notUtf8('UTF-32');
  if (startsWith(bytes, BOM_UTF16_LE)) return decodeUtf16(bytes, 'utf-16le');
  if (startsWith(bytes, BOM_UTF16_BE)) return decodeUtf16(bytes, 'utf-16be');
  refuseBinary(bytes);
  const text = bytes.toString('utf8', startsWith(bytes, BOM_UTF8) ? BOM_UTF8.length : 0);
  // The place to detect other encodings, once they are read: between strict UTF-8 and replacing.
  if (!isUtf8(bytes)) return { text, uncertain: replacedIn(text, 'UTF-8') };
  if (!bytes.includes(0)) return { text };
  const what = `it holds NUL characters, first on line ${lineOf(text, text.indexOf('\0'))}`;
  return { text, uncertain: { what, remedy: 'check that the file is not damaged' } };
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

/** Throws for the beginning of a file that is marked as UTF-16 or UTF-32; for formats that are always UTF-8. */
export function refuseWideEncodings(bytes: Buffer): void {
  if (startsWith(bytes, BOM_UTF32_LE) || startsWith(bytes, BOM_UTF32_BE)) throw notUtf8('UTF-32');
  if (startsWith(bytes, BOM_UTF16_LE) || startsWith(bytes, BOM_UTF16_BE)) throw notUtf8('UTF-16');
}

/** 3 when the bytes begin with the mark of UTF-8, else 0. */
export function markLengthOf(bytes: Buffer): number {
  return startsWith(bytes, BOM_UTF8) ? BOM_UTF8.length : 0;
}

function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, uncertain: replacedIn(text, 'UTF-16') };
  }
}

function binaryKindOf(bytes: Buffer): string | undefined {
  const known = MAGIC.find(([magic]) => startsWith(bytes, magic));
  if (known !== undefined) return known[1];
  if (startsWith(bytes, 'PAR1') && bytes.toString('latin1', bytes.length - 4) === 'PAR1') return 'Parquet data';
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

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.length >= magic.length && bytes.toString('latin1', 0, magic.length) === magic;
}

function replacedIn(text: string, encoding: string): { what: string; remedy: string } {
  const line = lineOf(text, text.indexOf('\ufffd'));
  return {
    what: `it is not valid ${encoding}, first on line ${line}; what is invalid was replaced by U+FFFD`,
    remedy: 'save it as UTF-8',
  };
}

/** 1-based; a line ends at LF, CR LF or CR. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split(/\r\n|\n|\r/).length;
}

function notUtf8(encoding: string): WirecopyError {
  return unreadable(`it is written in ${encoding}, which is not read`, `convert it: iconv -f ${encoding} -t UTF-8`);
}
