// Looks over the lines at both ends of a text for what credits are made of: what `text/triggers.ts` does, bit for bit. The
// caller lays out the memory by `lay`, and fills the tables and the text.
import {
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
/** 2 bytes a unit. */
let text: usize = 0;

/** Takes over the layout: the addresses stand at `table`, 4 bytes each, in the order below. */
export function lay(table: usize): void {
  units = load<u32>(table);
  marks = load<u32>(table, 4);
  keys = load<u32>(table, 8);
  bits = load<u32>(table, 12);
  starts = load<u32>(table, 16);
  ends = load<u32>(table, 20);
  holds = load<u32>(table, 24);
  text = load<u32>(table, 28);
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
function bitsOf(key: u32): u32 {
  let slot: u32 = (key * <u32>0x9e3779b1) >> (32 - TRIGGER_SLOT_BITS);
  for (let known = numberAt(keys, slot); known !== 0; known = numberAt(keys, slot)) {
    if (known === key) return load<u16>(bits + (<usize>slot << 1));
    slot = (slot + 1) & (TRIGGER_SLOTS - 1);
  }
  return 0;
}

/** What stands from `start` up to `end`. */
function held(start: i32, end: i32): u32 {
  let found: u32 = 0;
  let key: u32 = 0;
  let digits: i32 = 0;
  for (let i = start; i < end; i++) {
    const unit = unitAt(i);
    let what: i32 = 0;
    if (unit < 256) {
      what = load<u8>(units + unit);
      if (what > MARK_UNIT) {
        key = key * 31 + <u32>what;
        continue;
      }
    } else if (unit < 0x250) {
      key = key * 31 + unit;
      continue;
    }
    if (key !== 0) {
      found |= bitsOf(key);
      key = 0;
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
  return key === 0 ? found : found | bitsOf(key);
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
