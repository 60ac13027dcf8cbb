import { agencyWords } from './agencies.ts';
import { PAPER_WORDS, TRIGGER_WORDS } from './credit-words.ts';

/** What a line holds, as bits: a pattern that needs what is not there is not tried. Nine lines of ten hold nothing. */
export const COLON = 1;
export const BRACKET = 2;
export const DASH = 4;
export const SLASH = 8;
export const COPYRIGHT_SIGN = 16;
/** As many digits on end as a wire code has. */
export const LONG_NUMBER = 32;
/** Letters of a script other than Latin: nothing can be told from its words here. */
export const OTHER_SCRIPT = 64;
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

const MIN_LONG_NUMBER = 12;

/** Bits of a word by its hash. Open addressing: a look-up is a multiplication and a comparison, mostly. */
const SLOTS = 4096;
const keys = new Int32Array(SLOTS);
const bits = new Uint16Array(SLOTS);

for (const [name, words] of Object.entries(TRIGGER_WORDS)) {
  for (const word of words) enter(word, BITS[name as keyof typeof TRIGGER_WORDS]);
}
for (const word of agencyWords()) enter(word, AGENCY);
for (const word of PAPER_WORDS) enter(word, PAPER_WORD);

function enter(word: string, bit: number): void {
  let key = 0;
  for (let k = 0; k < word.length; k++) key = mixed(key, lowered(word.charCodeAt(k)));
  let slot = slotOf(key);
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % SLOTS;
  keys[slot] = key;
  bits[slot]! |= bit;
}

/** Two words may meet: one more pattern is tried, and finds nothing. */
function mixed(key: number, unit: number): number {
  return (Math.imul(key, 31) + unit) | 0;
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 20;
}

/** A small letter for a capital one, as far as ASCII and Latin-1 go. */
function lowered(unit: number): number {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0xc0 && unit <= 0xde) ? unit | 0x20 : unit;
}

/** What a unit below 256 is: the small letter where it is one, else one of these, or nothing to us. */
const BLANK = 1;
const DIGIT = 2;
const MARK = 3;
const units = new Uint8Array(256);
/** The bit of a mark. */
const marks = new Uint8Array(256);

for (let unit = 0; unit < 256; unit++) {
  const letter = lowered(unit);
  if ((letter >= 0x61 && letter <= 0x7a) || letter >= 0xdf) units[unit] = letter;
}
units[0x20] = BLANK;
for (let unit = 0x30; unit <= 0x39; unit++) units[unit] = DIGIT;
for (const [sign, bit] of [
  [':', COLON],
  ['(', BRACKET],
  ['[', BRACKET],
  ['-', DASH],
  ['/', SLASH],
  ['\u00a9', COPYRIGHT_SIGN],
] as const) {
  units[sign.charCodeAt(0)] = MARK;
  marks[sign.charCodeAt(0)] = bit;
}

/** What stands in a text from `start` to `end`. One pass, no allocation. */
export function triggersIn(text: string, start: number, end: number): number {
  let found = 0;
  let key = 0;
  let digits = 0;
  for (let i = start; i <= end; i++) {
    const unit = i < end ? text.charCodeAt(i) : 0x20;
    const what = unit < 256 ? units[unit]! : unit < 0x250 ? 0xff : 0;
    if (what > MARK) {
      key = mixed(key, unit < 256 ? what : unit);
      continue;
    }
    if (key !== 0) {
      let slot = slotOf(key);
      while (keys[slot] !== 0) {
        if (keys[slot] === key) {
          found |= bits[slot]!;
          break;
        }
        slot = (slot + 1) % SLOTS;
      }
      key = 0;
    }
    if (what === DIGIT) {
      if (++digits === MIN_LONG_NUMBER) found |= LONG_NUMBER;
      continue;
    }
    digits = 0;
    if (what === MARK) found |= marks[unit]!;
    else if (unit >= 0x2010 && unit <= 0x2015) found |= DASH;
    else if (unit === 0xff1a) found |= COLON | OTHER_SCRIPT;
    else if (unit >= 0x250 && (unit < 0x2000 || unit >= 0x2070)) found |= OTHER_SCRIPT;
  }
  return found;
}
