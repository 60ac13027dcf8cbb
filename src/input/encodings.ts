import { Buffer, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/** What bytes are encoded in, and how that is known. */
export interface Encoding {
  /** A name that TextDecoder knows. */
  readonly label: string;
  /** `marked`: by a byte order mark. `guessed`: nothing says so. */
  readonly certainty: 'marked' | 'told' | 'valid' | 'guessed';
}

const UTF8 = 'utf-8';
/** So much of what is not ASCII is looked at; more makes no guess better. */
const SAMPLE_BYTES = 1 << 16;
/** UTF-16 is looked for in so many bytes. */
const WIDE_SAMPLE_BYTES = 1 << 12;
/** Chinese text in UTF-16 has a NUL for every line end or digit only. */
const MIN_WIDE_NULS = 2;
/** Latin text has one for every letter; bytes that are valid UTF-8 all the same must show that. */
const MIN_LATIN_NULS = 0.2;
/** Nearly all NULs of UTF-16 text stand on one side of their pairs. */
const MIN_NULS_ON_ONE_SIDE = 0.95;
/** Of the characters of a text, letters, marks, numbers, stops and blanks are nearly all. Chosen by eye. */
const MIN_PLAIN_CHARACTERS = 0.97;
const PLAIN_CHARACTERS = /[\p{L}\p{M}\p{N}\p{P}\p{S}\s\ufeff]/gu;

/** The old single-byte standards are parts of what Windows writes, and the web reads them as such. */
const WINDOWS_TWINS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
};
/** These differ from their Windows twins in letters, so the twin is taken only where there are bytes that it alone has. */
const WINDOWS_COUSINS: Readonly<Record<string, string>> = {
  'iso-8859-2': 'windows-1250',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-6': 'windows-1256',
};
/** Damage: where so much of what is not ASCII is valid UTF-8, it is UTF-8 with something wrong in it. Chosen by eye. */
const MIN_VALID_SHARE = 0.5;

/**
 * What the bytes 80 to 9F are in windows-1252. Node decodes it as Latin-1, where these are control characters, and loses
 * every quotation mark and dash of it. Source: encoding.spec.whatwg.org, index windows-1252.
 */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Decodes bytes as they come. */
export interface ByteDecoder {
  /** Throws a TypeError for bytes that mean nothing, where it was asked to. */
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** A decoder for an encoding by the name that `knownEncoding` gives it. */
export function decoderOf(label: string, faults: 'replaced' | 'thrown' = 'replaced'): ByteDecoder {
  if (label !== 'windows-1252') return new TextDecoder(label, { fatal: faults === 'thrown' });
  return {
    decode: (bytes = new Uint8Array(0)) =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString('latin1')
        .replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control),
  };
}

/** TextDecoder's own name for an encoding that somebody named, or nothing when it knows none of that name. */
export function knownEncoding(name: string): string | undefined {
  try {
    return new TextDecoder(name.trim()).encoding;
  } catch {
    return undefined;
  }
}

/**
 * UTF-16 without a byte order mark, in bytes that are no valid UTF-8 or hold NULs: NULs on one side of their pairs, and
 * characters of text.
 */
export function unmarkedUtf16(bytes: Buffer, isValidUtf8: boolean): string | undefined {
  const sample = bytes.subarray(0, Math.min(bytes.length, WIDE_SAMPLE_BYTES) & ~1);
  let first = 0;
  let second = 0;
  for (let i = 0; i < sample.length; i += 2) {
    if (sample[i] === 0) first++;
    if (sample[i + 1] === 0) second++;
  }
  if (first + second < (isValidUtf8 ? sample.length * MIN_LATIN_NULS : MIN_WIDE_NULS)) return undefined;
  if (Math.max(first, second) < MIN_NULS_ON_ONE_SIDE * (first + second)) return undefined;
  const label = second > first ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(label).decode(sample);
  const plain = text.match(PLAIN_CHARACTERS)?.length ?? 0;
  return plain >= MIN_PLAIN_CHARACTERS * [...text].length ? label : undefined;
}

/**
 * What bytes that are no valid UTF-8 are likely encoded in: the best guess that decodes them without a fault. UTF-8 where
 * most of what is not ASCII is valid, for then something only damaged it.
 */
export function guessedEncoding(bytes: Buffer): Encoding {
  const sample = oddLinesOf(bytes);
  if (validShareOf(sample) >= MIN_VALID_SHARE) return { label: UTF8, certainty: 'guessed' };
  for (const { name } of analyse(sample)) {
    const label = knownEncoding(windowsNameOf(name.toLowerCase(), sample));
    if (label !== undefined && label !== UTF8 && decodesWhole(sample, label)) return { label, certainty: 'guessed' };
  }
  return { label: 'windows-1252', certainty: 'guessed' };
}

/** Does every byte mean something in that encoding? */
export function decodesWhole(bytes: Buffer, label: string): boolean {
  try {
    decoderOf(label, 'thrown').decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function windowsNameOf(name: string, sample: Buffer): string {
  const twin = WINDOWS_TWINS[name];
  if (twin !== undefined) return twin;
  const cousin = WINDOWS_COUSINS[name];
  return cousin !== undefined && sample.some((byte) => byte >= 0x80 && byte < 0xa0) ? cousin : name;
}

/** The lines that hold more than ASCII: what is said in them, and not the markup around it, tells the encoding. */
function oddLinesOf(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  let taken = 0;
  for (let start = 0; start < bytes.length && taken < SAMPLE_BYTES; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, Math.min(end, start + SAMPLE_BYTES));
    if (!isUtf8(line) || line.some((byte) => byte > 127)) {
      lines.push(line);
      taken += line.length;
    }
    start = end;
  }
  return Buffer.concat(lines);
}

/** Of what is not ASCII, how much is whole characters of UTF-8. */
function validShareOf(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let valid = 0;
  let invalid = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0xfffd) invalid++;
    else if (code > 127) valid++;
  }
  return valid + invalid === 0 ? 1 : valid / (valid + invalid);
}
