// Looks over the lines at both ends of a text for what credits are made of: what `text/triggers.ts` does, bit for bit. The
// caller lays out the memory by `lay`, and fills the tables and the text.
import {
  BRACKET,
  COLON,
  DASH,
  DIGIT_UNIT,
  FIRST_LINES,
  LAST_LINES,
  LONG_NUMBER,
  MARK_UNIT,
  MAX_SWEPT,
  MIN_LONG_NUMBER,
  OTHER_SCRIPT,
  SLASH,
  TRIGGER_FACTOR,
  TRIGGER_SEED,
  TRIGGER_SLOT_BITS,
  TRIGGER_SLOTS,
} from '../limits';
import { numberAt, setNumber } from './arrays';

const MOST_LINES: i32 = FIRST_LINES + LAST_LINES;
const LINE_FEED: u32 = 10;

/** A byte a unit below 256 each: what it is, and the bit of a mark. */
let units: usize = 0;
let marks: usize = 0;
/** Of a slot: the hash of its word, in 4 bytes, and its bits, in 2. */
let keys: usize = 0;
let bits: usize = 0;
/** 4 bytes a line. */
let starts: usize = 0;
let ends: usize = 0;
let holds: usize = 0;
/** A bit for each value of the highest 15 bits of a hash: set where a word of the table has it. */
let filter: usize = 0;
/** Of the line that is looked at: a byte a unit, letters in lower case, and a bit a unit, set for letters. */
let low: usize = 0;
let letters: usize = 0;
/** 2 bytes a unit. */
let text: usize = 0;

const FILTER_SHIFT: u32 = 17;
const DASH_SIGN: i8 = 0x2d;
/** Bits that are there for certain behind any place of a bit array, in one look. */
const BITS_AHEAD: i32 = 57;
const LANES: v128 = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
const MORE_LANES: v128 = i16x8(8, 9, 10, 11, 12, 13, 14, 15);

/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order below. */
export function lay(table: usize): void {
  units = load<u32>(table);
  marks = load<u32>(table, 4);
  keys = load<u32>(table, 8);
  bits = load<u32>(table, 12);
  starts = load<u32>(table, 16);
  ends = load<u32>(table, 20);
  holds = load<u32>(table, 24);
  filter = load<u32>(table, 28);
  low = load<u32>(table, 32);
  letters = load<u32>(table, 36);
  text = load<u32>(table, 40);
  for (let slot: i32 = 0; slot < TRIGGER_SLOTS; slot++) {
    const hash = numberAt(keys, slot);
    if (hash === 0) continue;
    const byte = filter + (hash >> (FILTER_SHIFT + 3));
    store<u8>(byte, <u8>(<u32>load<u8>(byte) | (<u32>1 << ((hash >> FILTER_SHIFT) & 7))));
  }
}

@inline
function unitAt(i: i32): u32 {
  return load<u16>(text + (<usize>i << 1));
}

@inline
function isBlank(unit: u32): bool {
  return unit <= 0x20 || unit === 0xa0 || unit === 0x3000 || unit === 0xfeff;
}

/** The bits of the word of that hash; none where it is no word of the table. */
@inline
function bitsOf(hash: u32): u32 {
  if (((<u32>load<u8>(filter + (hash >> (FILTER_SHIFT + 3))) >> ((hash >> FILTER_SHIFT) & 7)) & 1) === 0) return 0;
  let slot: u32 = (hash * <u32>0x9e3779b1) >> (32 - TRIGGER_SLOT_BITS);
  for (let known = numberAt(keys, slot); known !== 0; known = numberAt(keys, slot)) {
    if (known === hash) return load<u16>(bits + (<usize>slot << 1));
    slot = (slot + 1) & (TRIGGER_SLOTS - 1);
  }
  return 0;
}

@inline
function mixed(hash: u32, lane: u32): u32 {
  const product = (hash ^ lane) * <u32>TRIGGER_FACTOR;
  return product ^ (product >> 15);
}

@inline
function closed(hash: u32): u32 {
  return hash === 0 ? 1 : hash;
}

/** The hash of a word of so many bytes. */
@inline
function hashOf(at: usize, length: i32): u32 {
  // Most words have no more than eight letters, and no branch then.
  if (length <= 8) {
    const word = load<u64>(at) & (<u64>-1 >> (<u64>(8 - length) << 3));
    const one = mixed(TRIGGER_SEED, <u32>word);
    return closed(select<u32>(mixed(one, <u32>(word >> 32)), one, length > 4));
  }
  let hash: u32 = TRIGGER_SEED;
  let k: i32 = 0;
  for (; k + 4 <= length; k += 4) hash = mixed(hash, load<u32>(at + <usize>k));
  if (k < length) hash = mixed(hash, load<u32>(at + <usize>k) & ((1 << ((length - k) << 3)) - 1));
  return closed(hash);
}

/** What stands from `start` up to `end`: sixteen units at a time where all is ASCII but for dashes and quotation marks. */
function held(start: i32, end: i32): u32 {
  const length = end - start;
  let found: u32 = 0;
  let digits: i32 = 0;
  let colons: v128 = i8x16.splat(0);
  let brackets: v128 = i8x16.splat(0);
  let dashes: v128 = i8x16.splat(0);
  let slashes: v128 = i8x16.splat(0);
  for (let k: i32 = 0; k < length; k += 16) {
    const at = text + (<usize>(start + k) << 1);
    let first = v128.load(at);
    let second = v128.load(at, 16);
    if (k + 16 > length) {
      const left = i16x8.splat(<i16>(length - k));
      first = v128.bitselect(first, i16x8.splat(0x20), i16x8.gt_s(left, LANES));
      second = v128.bitselect(second, i16x8.splat(0x20), i16x8.gt_s(left, MORE_LANES));
    }
    if (v128.any_true(v128.and(v128.or(first, second), i16x8.splat(<i16>0xff80)))) {
      const isWide = i8x16.narrow_i16x8_s(
        i16x8.gt_u(first, i16x8.splat(0x7f)),
        i16x8.gt_u(second, i16x8.splat(0x7f)),
      );
      for (let wide = i8x16.bitmask(isWide); wide !== 0; wide &= wide - 1) {
        const unit = unitAt(start + k + <i32>ctz(wide));
        if (unit - 0x2000 >= 0x70) return heldOneByOne(start, end);
        if (unit >= 0x2010 && unit <= 0x2015) found |= DASH;
      }
      first = v128.bitselect(i16x8.splat(0x20), first, i16x8.gt_u(first, i16x8.splat(0x7f)));
      second = v128.bitselect(i16x8.splat(0x20), second, i16x8.gt_u(second, i16x8.splat(0x7f)));
    }
    const bytes = i8x16.narrow_i16x8_u(first, second);
    const lowered = v128.or(bytes, i8x16.splat(0x20));
    v128.store(low + <usize>k, lowered);
    const isLetter = i8x16.le_u(i8x16.sub(lowered, i8x16.splat(0x61)), i8x16.splat(25));
    store<u16>(letters + (<usize>k >> 3), <u16>i8x16.bitmask(isLetter));
    digits += popcnt(i8x16.bitmask(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9))));
    colons = v128.or(colons, i8x16.eq(bytes, i8x16.splat(0x3a)));
    brackets = v128.or(brackets, v128.or(i8x16.eq(bytes, i8x16.splat(0x28)), i8x16.eq(bytes, i8x16.splat(0x5b))));
    dashes = v128.or(dashes, i8x16.eq(bytes, i8x16.splat(DASH_SIGN)));
    slashes = v128.or(slashes, i8x16.eq(bytes, i8x16.splat(0x2f)));
  }
  if (digits >= MIN_LONG_NUMBER) return heldOneByOne(start, end);
  found |= (v128.any_true(colons) ? COLON : 0) | (v128.any_true(brackets) ? BRACKET : 0);
  found |= (v128.any_true(dashes) ? DASH : 0) | (v128.any_true(slashes) ? SLASH : 0);
  store<u64>(letters + (((<usize>length + 15) >> 4) << 1), 0);
  for (let k: i32 = 0; k < length; ) {
    const ahead = load<u64>(letters + (<usize>k >> 3)) >> (k & 7);
    if (ahead === 0) {
      k += BITS_AHEAD;
      continue;
    }
    const gap = <i32>ctz(ahead);
    k += gap;
    const run = <i32>ctz(~(load<u64>(letters + (<usize>k >> 3)) >> (k & 7)));
    if (run >= BITS_AHEAD) return heldOneByOne(start, end);
    found |= bitsOf(hashOf(low + <usize>k, run));
    k += run;
  }
  return found;
}

/** The same of any line. */
function heldOneByOne(start: i32, end: i32): u32 {
  let found: u32 = 0;
  let hash: u32 = TRIGGER_SEED;
  let lane: u32 = 0;
  let shift: u32 = 0;
  let isOpen = false;
  let digits: i32 = 0;
  for (let i = start; i <= end; i++) {
    const unit: u32 = i < end ? unitAt(i) : 0x20;
    let what: i32 = 0;
    let letter: u32 = unit;
    if (unit < 256) {
      what = load<u8>(units + unit);
      letter = what;
    } else if (unit < 0x250) {
      what = 0xff;
    }
    if (what > MARK_UNIT) {
      isOpen = true;
      for (; letter !== 0; letter >>= 8) {
        lane |= (letter & 0xff) << shift;
        shift += 8;
        if (shift === 32) {
          hash = mixed(hash, lane);
          lane = 0;
          shift = 0;
        }
      }
      continue;
    }
    if (isOpen) {
      if (shift > 0) hash = mixed(hash, lane);
      found |= bitsOf(closed(hash));
      hash = TRIGGER_SEED;
      lane = 0;
      shift = 0;
      isOpen = false;
    }
    if (what === DIGIT_UNIT) {
      if (++digits === MIN_LONG_NUMBER) found |= LONG_NUMBER;
      continue;
    }
    digits = 0;
    if (what === MARK_UNIT) found |= load<u8>(marks + unit);
    else if (unit < 0x250) continue;
    else if (unit >= 0x2010 && unit <= 0x2015) found |= DASH;
    else if (unit === 0xff1a) found |= COLON | OTHER_SCRIPT;
    else if (unit < 0x2000 || unit >= 0x2070) found |= OTHER_SCRIPT;
  }
  return found;
}

/** Takes note of the line from `from` up to `to` as the one of that number. False where it is blank. */
function note(line: i32, from: i32, to: i32): bool {
  let start = from;
  let end = to;
  while (start < end && isBlank(unitAt(start))) start++;
  while (end > start && isBlank(unitAt(end - 1))) end--;
  if (start === end) return false;
  setNumber(starts, line, start);
  setNumber(ends, line, end);
  setNumber(holds, line, held(start, min(end, start + MAX_SWEPT)));
  return true;
}

/**
 * Looks over a text of so many units. Returns how many lines are noted of its top, and above 8 bits how many of its end, and
 * above 16 whether there are others between these.
 */
export function sweep(length: i32): i32 {
  let head: i32 = 0;
  let start: i32 = 0;
  while (start < length && head < FIRST_LINES) {
    let end = start;
    while (end < length && unitAt(end) !== LINE_FEED) end++;
    if (note(head, start, end)) head++;
    start = end + 1;
  }
  // From the last place backwards, and then to where they belong.
  let tail: i32 = 0;
  let end = length;
  while (end > start && tail < LAST_LINES) {
    let begin = end;
    while (begin > start && unitAt(begin - 1) !== LINE_FEED) begin--;
    if (note(MOST_LINES - 1 - tail, begin, end)) tail++;
    end = begin - 1;
  }
  const from = <usize>(MOST_LINES - tail) << 2;
  const to = <usize>head << 2;
  const byteLength = <usize>tail << 2;
  memory.copy(starts + to, starts + from, byteLength);
  memory.copy(ends + to, ends + from, byteLength);
  memory.copy(holds + to, holds + from, byteLength);
  return head | (tail << 8) | (end > start ? 1 << 16 : 0);
}
