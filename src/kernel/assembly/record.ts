// What a record of JSON holds, by the names that are looked for, checked as JSON.parse would check it. A record that is not
// plainly what is looked for is left to others, for whatever reason: they say what is wrong with it, if anything is.
import { numberAt, setNumber } from './arrays';
import { byteAt, escaped, hasEscape, hexAt, nameAt, stringEndFrom } from './json';
import { bytes, roles } from './text-store';

/** What names are looked for. */
export const FOR_TEXT: i32 = 0;
export const FOR_ID: i32 = 1;
export const FOR_SOURCE: i32 = 2;
export const FOR_URL: i32 = 3;
const ROLE_COUNT: i32 = 4;
/** Different names at most. */
const MAX_NAMES: i32 = 32;

/** What kind of value a name has: none, one that says nothing, a string, a string with escapes, a word or a plain number. */
const MISSING: u32 = 0;
const MUTE: u32 = 1;
const STRING: u32 = 2;
const ESCAPED_STRING: u32 = 3;
const PLAIN: u32 = 4;
/** A number that is written in another way than it would be told, or fields in fields. */
const OTHER: u32 = 5;

const kinds: usize = memory.data(128, 16);
const begins: usize = memory.data(128, 16);
const finishes: usize = memory.data(128, 16);
/** By role: which name was found; -1 for none. */
const chosen: usize = memory.data(16, 16);
/** Is what is open at some depth an object? One bit each. */
let objects: u64 = 0;
const MAX_NESTING: i32 = 60;

@inline
export function valueStart(role: i32): i32 {
  const name = <i32>numberAt(chosen, role);
  return name < 0 ? 0 : numberAt(begins, name);
}

@inline
export function valueEnd(role: i32): i32 {
  const name = <i32>numberAt(chosen, role);
  return name < 0 ? 0 : numberAt(finishes, name);
}

@inline
export function valueIsEscaped(role: i32): bool {
  const name = <i32>numberAt(chosen, role);
  return name >= 0 && numberAt(kinds, name) === ESCAPED_STRING;
}

@inline
function isBlank(byte: u32): bool {
  return byte === 0x20 || byte === 9 || byte === 13;
}

/** The first byte from `from` on that is no blank: a line feed at the latest. */
@inline
function inkFrom(from: i32): i32 {
  let i = from;
  while (isBlank(byteAt(i))) i++;
  return i;
}

/** The bytes of a string without its marks: no control character, and only escapes that there are. */
function isString(from: i32, end: i32): bool {
  for (let i = from; i < end; ) {
    const block = v128.load(bytes + <usize>i);
    const left = end - i;
    const control = v128.and(i8x16.lt_s(block, i8x16.splat(0x20)), i8x16.ge_s(block, i8x16.splat(0)));
    let found: i32 = i8x16.bitmask(v128.or(control, i8x16.eq(block, i8x16.splat(0x5c))));
    if (left < 16) found &= (1 << left) - 1;
    if (found === 0) {
      i += 16;
      continue;
    }
    i += <i32>ctz(found);
    if (byteAt(i) !== 0x5c) return false;
    const letter = byteAt(i + 1);
    if (letter === 0x75) {
      if (i + 6 > end || (hexAt(i + 2) | hexAt(i + 3) | hexAt(i + 4) | hexAt(i + 5)) < 0) return false;
      i += 6;
    } else {
      if (escaped(letter) === 0) return false;
      i += 2;
    }
  }
  return true;
}

/** Where the value that was read ends, and of what kind it is. */
let next: i32 = 0;
let kind: u32 = MISSING;

@inline
function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}

/** Reads the number at `from`. */
function readNumber(from: i32): bool {
  let i = from;
  kind = PLAIN;
  if (byteAt(i) === 0x2d) {
    kind = OTHER;
    i++;
  }
  const first = i;
  while (isDigit(byteAt(i))) i++;
  const digits = i - first;
  if (digits === 0 || (digits > 1 && byteAt(first) === 0x30)) return false;
  if (digits > 15) kind = OTHER;
  if (byteAt(i) === 0x2e) {
    kind = OTHER;
    const point = i++;
    while (isDigit(byteAt(i))) i++;
    if (i === point + 1) return false;
  }
  if ((byteAt(i) | 0x20) === 0x65) {
    kind = OTHER;
    i++;
    if (byteAt(i) === 0x2b || byteAt(i) === 0x2d) i++;
    const power = i;
    while (isDigit(byteAt(i))) i++;
    if (i === power) return false;
  }
  next = i;
  return true;
}

/** Reads what is neither a string nor holds others: a number or a word. */
function readPlain(from: i32): bool {
  const byte = byteAt(from);
  const four = load<u32>(bytes + <usize>from);
  if (byte === 0x74 || byte === 0x6e) {
    // `true` and `null`.
    if (four !== 0x65757274 && four !== 0x6c6c756e) return false;
    kind = byte === 0x74 ? PLAIN : MUTE;
    next = from + 4;
    return true;
  }
  if (byte === 0x66) {
    if (four !== 0x736c6166 || byteAt(from + 4) !== 0x65) return false;
    kind = PLAIN;
    next = from + 5;
    return true;
  }
  return readNumber(from);
}

/** Reads past the array or the object at `from`. */
function readNested(from: i32, end: i32): bool {
  let depth: i32 = 0;
  let i = from;
  objects = 0;
  // What may stand here: a value, or where an array or an object has just begun its end; then what parts two values.
  let isFirst = false;
  while (i < end) {
    // At a value.
    const byte = byteAt(i);
    let isClosed = false;
    if (isFirst && byte === ((objects & 1) !== 0 ? 0x7d : 0x5d)) {
      i++;
      depth--;
      objects >>= 1;
      isClosed = true;
    } else {
      if (depth > 0 && (objects & 1) !== 0) {
        // A name first.
        if (byte !== 0x22) return false;
        const nameEnd = stringEndFrom(i + 1, end);
        if (nameEnd >= end || !isString(i + 1, nameEnd)) return false;
        i = inkFrom(nameEnd + 1);
        if (byteAt(i) !== 0x3a) return false;
        i = inkFrom(i + 1);
        if (i >= end) return false;
      }
      const opener = byteAt(i);
      if (opener === 0x7b || opener === 0x5b) {
        if (++depth > MAX_NESTING) return false;
        objects = (objects << 1) | (opener === 0x7b ? 1 : 0);
        i = inkFrom(i + 1);
        isFirst = true;
        continue;
      }
      if (opener === 0x22) {
        const close = stringEndFrom(i + 1, end);
        if (close >= end || !isString(i + 1, close)) return false;
        i = close + 1;
      } else {
        if (!readPlain(i)) return false;
        i = next;
      }
      isClosed = true;
    }
    isFirst = false;
    // Behind a value.
    while (isClosed) {
      if (depth === 0) {
        next = i;
        return true;
      }
      i = inkFrom(i);
      const byte = byteAt(i);
      if (byte === 0x2c) {
        i = inkFrom(i + 1);
        isClosed = false;
      } else if (byte === ((objects & 1) !== 0 ? 0x7d : 0x5d)) {
        i++;
        depth--;
        objects >>= 1;
      } else {
        return false;
      }
    }
  }
  return false;
}

/** Chooses of the names of each role the first that says something; false where there is no text, or where what is said is not plain. */
function choose(): bool {
  let at: i32 = 0;
  for (let role: i32 = 0; role < ROLE_COUNT; role++) {
    const count = <i32>numberAt(roles, at++);
    let found: i32 = -1;
    for (let k: i32 = 0; k < count && found < 0; k++) {
      const name = <i32>numberAt(roles, at + k);
      const what = numberAt(kinds, name);
      if (role === FOR_TEXT) {
        if (what === STRING || what === ESCAPED_STRING) found = name;
      } else if (what === OTHER) {
        return false;
      } else if (what > MUTE && numberAt(begins, name) < numberAt(finishes, name)) {
        found = name;
      }
    }
    setNumber(chosen, role, found);
    at += count;
  }
  return <i32>numberAt(chosen, FOR_TEXT) >= 0;
}

/**
 * Reads the record whose line goes from `from` up to `end`, where a line feed stands. False where it is not one object that JSON.parse
 * would take, with a text, and names without escapes, each that is looked for at most once. The text alone may hold what no string may.
 */
export function recordAt(from: i32, end: i32, nameCount: i32): bool {
  for (let k: i32 = 0; k < nameCount; k++) setNumber(kinds, k, MISSING);
  let i = inkFrom(from);
  if (byteAt(i) !== 0x7b) return false;
  i = inkFrom(i + 1);
  for (;;) {
    if (byteAt(i) !== 0x22) return false;
    const nameEnd = stringEndFrom(i + 1, end);
    if (nameEnd >= end || hasEscape || !isString(i + 1, nameEnd)) return false;
    const name = nameAt(i + 1, nameEnd, nameCount);
    i = inkFrom(nameEnd + 1);
    if (byteAt(i) !== 0x3a) return false;
    i = inkFrom(i + 1);
    let begin = i;
    let finish: i32 = 0;
    const byte = byteAt(i);
    if (byte === 0x22) {
      begin++;
      finish = stringEndFrom(begin, end);
      if (finish >= end) return false;
      kind = hasEscape ? ESCAPED_STRING : STRING;
      i = finish + 1;
      // The text is looked at when it is taken: it is by far the longest.
      if (name !== 0 && !isString(begin, finish)) return false;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (!readNested(i, end)) return false;
      kind = OTHER;
      i = next;
    } else {
      if (!readPlain(i)) return false;
      finish = next;
      i = next;
    }
    if (name >= 0) {
      // Of fields with one name the last one counts.
      if (numberAt(kinds, name) !== MISSING) return false;
      setNumber(kinds, name, kind);
      setNumber(begins, name, begin);
      setNumber(finishes, name, finish);
    }
    i = inkFrom(i);
    if (byteAt(i) === 0x7d) break;
    if (byteAt(i) !== 0x2c) return false;
    i = inkFrom(i + 1);
  }
  return inkFrom(i + 1) === end && choose();
}
