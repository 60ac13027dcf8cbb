import { kernelChosen } from '../kernel/compiled.ts';
import { type EdgeLines, type EdgeSweep, edgeSweepOf, MOST_EDGE_LINES } from '../kernel/edge-lines.ts';
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
} from '../kernel/limits.ts';
import { agencyWords } from './agencies.ts';
import { PAPER_WORDS, TRIGGER_WORDS } from './credit-words.ts';

export { BRACKET, COLON, DASH, LONG_NUMBER, OTHER_SCRIPT, SLASH } from '../kernel/limits.ts';

// What a line holds, as bits: a pattern that needs what is not there is not tried. Nine lines of ten hold nothing. Those that
// the compiled kernel sets by itself stand in its limits.
export const COPYRIGHT_SIGN = 16;
export const AGENCY = 128;
export const PUBLICATION = 256;
export const REPORT = 512;
export const LINK = 1024;
export const CONTRIBUTION = 2048;
export const NOTICE = 4096;
export const PAPER_WORD = 8192;

const BITS = {
  publication: PUBLICATION,
  report: REPORT,
  link: LINK,
  contribution: CONTRIBUTION,
  notice: NOTICE,
} satisfies Record<keyof typeof TRIGGER_WORDS, number>;

/** Bits of a word by its hash. Open addressing: a look-up is a multiplication and a comparison, mostly. */
const keys = new Int32Array(TRIGGER_SLOTS);
const bits = new Uint16Array(TRIGGER_SLOTS);

/**
 * The hash of a word, four bytes after the other: a small unit is one byte, another two. Two words may meet: one more pattern is
 * tried, and finds nothing.
 */
const key = {
  hash: TRIGGER_SEED,
  lane: 0,
  shift: 0,
  isEmpty: true,
  begin(): void {
    key.hash = TRIGGER_SEED;
    key.lane = 0;
    key.shift = 0;
    key.isEmpty = true;
  },
  add(unit: number): void {
    key.isEmpty = false;
    key.addByte(unit & 0xff);
    if (unit > 0xff) key.addByte(unit >> 8);
  },
  addByte(byte: number): void {
    key.lane |= byte << key.shift;
    key.shift += 8;
    if (key.shift === 32) key.mix();
  },
  mix(): void {
    const mixed = Math.imul(key.hash ^ key.lane, TRIGGER_FACTOR);
    key.hash = mixed ^ (mixed >>> 15);
    key.lane = 0;
    key.shift = 0;
  },
  /** Never 0, which is a free slot. */
  end(): number {
    if (key.shift > 0) key.mix();
    return key.hash === 0 ? 1 : key.hash;
  },
};

for (const [name, words] of Object.entries(TRIGGER_WORDS)) {
  for (const word of words) enter(word, BITS[name as keyof typeof TRIGGER_WORDS]);
}
for (const word of agencyWords()) enter(word, AGENCY);
for (const word of PAPER_WORDS) enter(word, PAPER_WORD);

function enter(word: string, bit: number): void {
  key.begin();
  for (let k = 0; k < word.length; k++) key.add(lowered(word.charCodeAt(k)));
  const hash = key.end();
  let slot = slotOf(hash);
  while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) % TRIGGER_SLOTS;
  keys[slot] = hash;
  bits[slot]! |= bit;
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - TRIGGER_SLOT_BITS);
}

/** A small letter for a capital one, as far as ASCII and Latin-1 go. */
function lowered(unit: number): number {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0xc0 && unit <= 0xde) ? unit | 0x20 : unit;
}

/** What a unit below 256 is: the small letter where it is one, else one of these, or nothing to us. */
const BLANK_UNIT = 1;
const units = new Uint8Array(256);
/** The bit of a mark. */
const marks = new Uint8Array(256);

for (let unit = 0; unit < 256; unit++) {
  const letter = lowered(unit);
  if ((letter >= 0x61 && letter <= 0x7a) || letter >= 0xdf) units[unit] = letter;
}
units[0x20] = BLANK_UNIT;
for (let unit = 0x30; unit <= 0x39; unit++) units[unit] = DIGIT_UNIT;
for (const [sign, bit] of [
  [':', COLON],
  ['(', BRACKET],
  ['[', BRACKET],
  ['-', DASH],
  ['/', SLASH],
  ['\u00a9', COPYRIGHT_SIGN],
] as const) {
  units[sign.charCodeAt(0)] = MARK_UNIT;
  marks[sign.charCodeAt(0)] = bit;
}

const plain: EdgeLines = {
  count: 0,
  headCount: 0,
  hasMiddle: false,
  starts: new Uint32Array(MOST_EDGE_LINES),
  ends: new Uint32Array(MOST_EDGE_LINES),
  holds: new Uint32Array(MOST_EDGE_LINES),
};
/** None where there is no memory for it; undefined before it was asked for. */
let compiled: EdgeSweep | 'none' | undefined;

/** The lines at both ends of a text, with what each holds: in compiled code, or plainly, which is the definition. */
export function edgeLinesOf(body: string): EdgeLines {
  if (kernelChosen() === 'plain') return sweptPlainly(body);
  compiled ??= edgeSweepOf({ units, marks, keys, bits }) ?? 'none';
  return (compiled === 'none' ? undefined : compiled(body)) ?? sweptPlainly(body);
}

function sweptPlainly(body: string): EdgeLines {
  const { length } = body;
  plain.count = 0;
  let start = 0;
  while (start < length && plain.count < FIRST_LINES) {
    const feed = body.indexOf('\n', start);
    const end = feed < 0 ? length : feed;
    noteLine(body, start, end);
    start = end + 1;
  }
  plain.headCount = plain.count;
  let end = length;
  while (end > start && plain.count - plain.headCount < LAST_LINES) {
    const begin = Math.max(body.lastIndexOf('\n', end - 1) + 1, start);
    noteLine(body, begin, end);
    end = begin - 1;
  }
  for (const numbers of [plain.starts, plain.ends, plain.holds])
    numbers.subarray(plain.headCount, plain.count).reverse();
  plain.hasMiddle = end > start;
  return plain;
}

/** Adds a line that is not blank. */
function noteLine(body: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && isBlank(body.charCodeAt(start))) start++;
  while (end > start && isBlank(body.charCodeAt(end - 1))) end--;
  if (start === end) return;
  const line = plain.count++;
  plain.starts[line] = start;
  plain.ends[line] = end;
  plain.holds[line] = triggersIn(body, start, Math.min(end, start + MAX_SWEPT));
}

function isBlank(unit: number): boolean {
  return unit <= 0x20 || unit === 0xa0 || unit === 0x3000 || unit === 0xfeff;
}

/** What stands in a text from `start` to `end`. One pass, no allocation. */
function triggersIn(text: string, start: number, end: number): number {
  let found = 0;
  let digits = 0;
  key.begin();
  for (let i = start; i <= end; i++) {
    const unit = i < end ? text.charCodeAt(i) : 0x20;
    const what = unit < 256 ? units[unit]! : unit < 0x250 ? 0xff : 0;
    if (what > MARK_UNIT) {
      key.add(unit < 256 ? what : unit);
      continue;
    }
    if (!key.isEmpty) {
      found |= bitsOf(key.end());
      key.begin();
    }
    if (what === DIGIT_UNIT) {
      if (++digits === MIN_LONG_NUMBER) found |= LONG_NUMBER;
      continue;
    }
    digits = 0;
    if (what === MARK_UNIT) found |= marks[unit]!;
    else if (unit >= 0x2010 && unit <= 0x2015) found |= DASH;
    else if (unit === 0xff1a) found |= COLON | OTHER_SCRIPT;
    else if (unit >= 0x250 && (unit < 0x2000 || unit >= 0x2070)) found |= OTHER_SCRIPT;
  }
  return found;
}

/** The bits of the word of that hash; none where it is no word of the table. */
function bitsOf(hash: number): number {
  let slot = slotOf(hash);
  while (keys[slot] !== 0) {
    if (keys[slot] === hash) return bits[slot]!;
    slot = (slot + 1) % TRIGGER_SLOTS;
  }
  return 0;
}
