// Finds the text in a record of JSON and takes it over, escapes undone. Whether the record is JSON at all is for others to say:
// the rest of it is parsed, with an empty string in the place of the text. Strings end where JSON says, whatever stands around them, so
// that the one is valid where the other is.
import { TAKEN_END, TAKEN_START } from '../limits';
import { numberAt, setNumber } from './arrays';
import { bytes, names, results, text } from './text-store';

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;

@inline
export function byteAt(i: i32): u32 {
  return load<u8>(bytes + <usize>i);
}

export let hasEscape: bool = false;

/** The mark that ends the string which begins behind `from`; `length` where none does. Bytes behind the record are marks. */
export function stringEndFrom(from: i32, length: i32): i32 {
  hasEscape = false;
  for (let i = from; i < length; ) {
    const block = v128.load(bytes + <usize>i);
    const found = i8x16.bitmask(
      v128.or(i8x16.eq(block, i8x16.splat(<i8>QUOTE)), i8x16.eq(block, i8x16.splat(<i8>BACKSLASH))),
    );
    if (found === 0) {
      i += 16;
      continue;
    }
    i += <i32>ctz(found);
    if (i >= length || byteAt(i) === QUOTE) return min(i, length);
    hasEscape = true;
    i += 2;
  }
  return length;
}

/** Which of the wanted names stands from `from` up to `end`; -1 for none. A name is its length, then its bytes. */
export function nameAt(from: i32, end: i32, nameCount: i32): i32 {
  let name = names;
  for (let k: i32 = 0; k < nameCount; k++) {
    const length = load<u32>(name);
    if (length === end - from && memory.compare(name + 4, bytes + <usize>from, length) === 0) return k;
    name += 4 + length;
  }
  return -1;
}

/** Per wanted name: 0 where it was not met, 1 where it has another value, 2 for a string; and where that begins and ends. */
const met: usize = memory.data(128, 16);
const begins: usize = met + 32;
const finishes: usize = met + 64;

/**
 * Takes the text of the record in `bytes` and returns how many units it has; -1 where it must be found in another way.
 *
 * @param nameCount the first of these names that has a string is the text
 */
export function takeText(length: i32, nameCount: i32): i32 {
  for (let k: i32 = 0; k < nameCount; k++) setNumber(met, k, 0);
  let depth: i32 = 0;
  let isKey = false;
  let name: i32 = -1;
  for (let i: i32 = 0; i < length; i++) {
    const byte = byteAt(i);
    if (byte === QUOTE) {
      const end = stringEndFrom(i + 1, length);
      if (depth === 1) {
        if (isKey) {
          if (hasEscape) return -1;
          name = nameAt(i + 1, end, nameCount);
          if (name >= 0) {
            // Of fields with one name the last one counts.
            if (numberAt(met, name) !== 0) return -1;
            setNumber(met, name, 1);
          }
          isKey = false;
        } else if (name >= 0) {
          setNumber(met, name, 2);
          setNumber(begins, name, i);
          setNumber(finishes, name, end + 1);
          name = -1;
        }
      }
      i = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth++ === 0) {
        if (byte !== 0x7b) return -1;
        isKey = true;
      }
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    } else if (byte === 0x2c && depth === 1) {
      isKey = true;
      name = -1;
    }
  }
  for (let k: i32 = 0; k < nameCount; k++) {
    if (numberAt(met, k) !== 2) continue;
    // With its quotation marks.
    const start = numberAt(begins, k);
    const end = numberAt(finishes, k);
    setNumber(results, TAKEN_START, start);
    setNumber(results, TAKEN_END, end);
    return unescape(start + 1, end - 1);
  }
  return -1;
}

export function hexAt(i: i32): i32 {
  const byte = byteAt(i);
  if (byte - 0x30 <= 9) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter <= 5 ? letter + 10 : -1;
}

/** Of a backslash and a letter: the unit they stand for; 0 for none. */
export function escaped(letter: u32): u32 {
  if (letter === 0x6e) return 10;
  if (letter === QUOTE || letter === BACKSLASH || letter === 0x2f) return letter;
  if (letter === 0x74) return 9;
  if (letter === 0x72) return 13;
  if (letter === 0x62) return 8;
  if (letter === 0x66) return 12;
  return 0;
}

/** Writes the unit of a character that is not ASCII, or its two, and returns how many bytes it has: two units for four. */
@inline
function putWide(i: i32, first: i32, to: usize): i32 {
  if (first < 0xe0) {
    store<u16>(to, <u16>(((first & 0x1f) << 6) | (byteAt(i + 1) & 0x3f)));
    return 2;
  }
  if (first < 0xf0) {
    store<u16>(to, <u16>(((first & 0xf) << 12) | ((byteAt(i + 1) & 0x3f) << 6) | (byteAt(i + 2) & 0x3f)));
    return 3;
  }
  const rest = ((byteAt(i + 1) & 0x3f) << 12) | ((byteAt(i + 2) & 0x3f) << 6) | (byteAt(i + 3) & 0x3f);
  const above = (((first & 7) << 18) | rest) - 0x1_0000;
  store<u16>(to, <u16>(0xd800 | (above >> 10)));
  store<u16>(to, <u16>(0xdc00 | (above & 0x3ff)), 2);
  return 4;
}

/** Writes the units of a string of JSON, valid UTF-8, into the text; returns how many, or -1 where it is none. */
export function unescape(from: i32, end: i32): i32 {
  let to = text;
  for (let i = from; i < end; ) {
    const block = v128.load(bytes + <usize>i);
    v128.store(to, i16x8.extend_low_i8x16_u(block));
    v128.store(to, i16x8.extend_high_i8x16_u(block), 16);
    const left = end - i;
    // Below a blank, above ASCII, or a backslash.
    let found: i32 = i8x16.bitmask(
      v128.or(i8x16.lt_s(block, i8x16.splat(0x20)), i8x16.eq(block, i8x16.splat(<i8>BACKSLASH))),
    );
    if (left < 16) found |= 0xffff << left;
    if (found === 0) {
      i += 16;
      to += 32;
      continue;
    }
    const plain = <i32>ctz(found);
    i += plain;
    to += plain << 1;
    if (i >= end) break;
    if (byteAt(i) === BACKSLASH) {
      const letter = byteAt(i + 1);
      let unit = escaped(letter);
      if (unit === 0) {
        if (letter !== 0x75 || i + 6 > end) return -1;
        const high = (hexAt(i + 2) << 4) | hexAt(i + 3);
        const lower = (hexAt(i + 4) << 4) | hexAt(i + 5);
        if ((high | lower) < 0) return -1;
        unit = (high << 8) | lower;
        i += 4;
      }
      store<u16>(to, <u16>unit);
      to += 2;
      i += 2;
      continue;
    }
    if (byteAt(i) < 0x20) return -1;
    // In a script that is not ASCII, a whole block of it.
    for (const stop = min(end, i + 16); i < stop; ) {
      const first = byteAt(i);
      if (first < 0x80) {
        if (first < 0x20 || first === BACKSLASH) break;
        store<u16>(to, <u16>first);
        i++;
      } else {
        const size = putWide(i, first, to);
        i += size;
        if (size === 4) to += 2;
      }
      to += 2;
    }
  }
  return <i32>((to - text) >> 1);
}

/**
 * Writes the units of a text, valid UTF-8, into the text; returns how many, or -1 for one that holds characters no text should:
 * any below a blank but those that part lines and words.
 */
export function plainText(from: i32, end: i32): i32 {
  let to = text;
  for (let i = from; i < end; ) {
    const block = v128.load(bytes + <usize>i);
    v128.store(to, i16x8.extend_low_i8x16_u(block));
    v128.store(to, i16x8.extend_high_i8x16_u(block), 16);
    const left = end - i;
    // Below a blank or above ASCII.
    let found: i32 = i8x16.bitmask(v128.or(i8x16.lt_s(block, i8x16.splat(0x20)), i8x16.eq(block, i8x16.splat(0x7f))));
    if (left < 16) found |= 0xffff << left;
    if (found === 0) {
      i += 16;
      to += 32;
      continue;
    }
    const plain = <i32>ctz(found);
    i += plain;
    to += plain << 1;
    for (const stop = min(end, i + 16); i < stop; ) {
      const first = byteAt(i);
      if (first < 0x80) {
        if (first === 0x7f || (first < 0x20 && first !== 10 && first !== 13 && first !== 9)) return -1;
        store<u16>(to, <u16>first);
        i++;
      } else {
        const size = putWide(i, first, to);
        i += size;
        if (size === 4) to += 2;
      }
      to += 2;
    }
  }
  return <i32>((to - text) >> 1);
}
