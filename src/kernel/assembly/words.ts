// Reads the plain stretches of a text: words of letters that fold one by one, characters of scripts without spaces, and
// the blanks, commas and ends of sentences between them. What needs more is left to readWords, which is the definition:
// this stops before it, and goes on after it.
import {
  BLANK,
  CLOSER,
  DOT,
  ENDED,
  GREEK_OR_CYRILLIC,
  LATIN,
  LETTER,
  NOT_DIGIT,
  ODD,
  IGNORED,
  APOSTROPHE,
  OPEN,
  PARTED,
  SENTENCE_END,
  SENTENCE_STOP,
  SEPARATOR,
  UNSPACED,
  UPPER,
} from '../classes';
import { CAPITAL, DIGITS, SENTENCE_START, UNSPACED_WORD } from '../flags';

const CLASS_BITS: u32 = 0xf << 16;
const LETTER_BITS: u32 = LETTER << 16;
const MIXED: u32 = LATIN | GREEK_OR_CYRILLIC;

/** 4 bytes a code unit, 2 bytes a unit of the text; words of 4, 4, 4 and 1 bytes. */
let table: usize = 0;
let text: usize = 0;
let hashes: usize = 0;
let starts: usize = 0;
let ends: usize = 0;
let flags: usize = 0;
let wordSeed: u32 = 0;

export function lay(
  tableAt: usize,
  textAt: usize,
  hashesAt: usize,
  startsAt: usize,
  endsAt: usize,
  flagsAt: usize,
  seed: u32,
): void {
  table = tableAt;
  text = textAt;
  hashes = hashesAt;
  starts = startsAt;
  ends = endsAt;
  flags = flagsAt;
  wordSeed = seed;
}

/** How many words there are, and how the sentence stands: read and written by both sides. */
let count: i32 = 0;
let sentence: i32 = OPEN;
let sentenceFlag: i32 = SENTENCE_START;
let hasInk: bool = false;
let unspacedCount: i32 = 0;
/** The unit whose class was not known when reading stopped for it, else -1. */
let unknownUnit: i32 = -1;

export function getUnspacedCount(): i32 {
  return unspacedCount;
}

export function getUnknownUnit(): i32 {
  return unknownUnit;
}

export function getCount(): i32 {
  return count;
}

/** The sentence in bits 0 and 1, its flag in bit 3, ink on the line in bit 4. */
export function getSentence(): i32 {
  return sentence | sentenceFlag | (hasInk ? 16 : 0);
}

@inline
function mixLane(state: u32, lane: u32): u32 {
  const h = state ^ (rotl<u32>(lane * 0xcc9e2d51, 15) * 0x1b873593);
  return rotl<u32>(h, 13) * 5 + 0xe6546b64;
}

@inline
function finishHash(state: u32, lane: u32, byteCount: u32): u32 {
  // Nothing is left of a lane of zeros.
  let h = state ^ (rotl<u32>(lane * 0xcc9e2d51, 15) * 0x1b873593);
  h ^= byteCount;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

@inline
function utf8Bytes(unit: u32): u32 {
  if (unit < 0x800) return 0xc0 | (unit >> 6) | ((0x80 | (unit & 0x3f)) << 8);
  return 0xe0 | (unit >> 12) | ((0x80 | ((unit >> 6) & 0x3f)) << 8) | ((0x80 | (unit & 0x3f)) << 16);
}

@inline
function push(hash: u32, start: i32, end: i32, flag: i32): void {
  const at = <usize>count << 2;
  store<u32>(hashes + at, hash);
  store<u32>(starts + at, start);
  store<u32>(ends + at, end);
  store<u8>(flags + <usize>count, <u8>flag);
  count++;
  sentenceFlag = 0;
  sentence = OPEN;
  hasInk = true;
}

@inline
function unitAt(i: i32): u32 {
  return load<u16>(text + (<usize>i << 1));
}

@inline
function entryAt(i: i32): u32 {
  return load<u32>(table + (<usize>unitAt(i) << 2));
}

/** Half-width and decomposed kana carry their voicing mark behind them. */
@inline
function isVoicing(unit: u32): bool {
  return unit === 0x3099 || unit === 0x309a || unit === 0xff9e || unit === 0xff9f;
}

/**
 * Reads from `from` on and returns where it stopped: before a unit that it leaves alone, or before a word that holds one.
 * No word is open then. The text has a unit of its own at `length`, which belongs to no word and is not read past.
 *
 * @param state as `getSentence` gives it
 */
export function readPlain(from: i32, length: i32, wordCount: i32, state: i32): i32 {
  count = wordCount;
  unspacedCount = 0;
  sentence = state & 3;
  sentenceFlag = state & SENTENCE_START;
  hasInk = (state & 16) !== 0;
  unknownUnit = -1;
  let i = from;
  while (i < length) {
    let entry = entryAt(i);
    let kind = (entry >> 16) & 0xf;
    if (kind === LETTER) {
      const start = i;
      let hash = wordSeed;
      // Up to eight bytes, first byte lowest: most words end before they are full, without a branch on the way.
      let lanes: u64 = 0;
      let shift: u64 = 0;
      let bytes: u32 = 0;
      let bits: u32 = 0;
      // The line feed behind the text is no letter.
      do {
        bits |= entry;
        const folded = entry & 0xffff;
        if (folded < 0x80) {
          lanes |= <u64>folded << shift;
          shift += 8;
          if (shift === 64) {
            hash = mixLane(mixLane(hash, <u32>lanes), <u32>(lanes >> 32));
            lanes = 0;
            shift = 0;
            bytes += 8;
          }
        } else {
          // Two or three bytes of UTF-8, as far as there is room.
          const more = <u64>utf8Bytes(folded);
          const filled = shift + (folded < 0x800 ? 16 : 24);
          lanes |= more << shift;
          if (filled >= 64) {
            hash = mixLane(mixLane(hash, <u32>lanes), <u32>(lanes >> 32));
            lanes = filled === 64 ? 0 : more >> (64 - shift);
            shift = filled - 64;
            bytes += 8;
          } else {
            shift = filled;
          }
        }
        entry = entryAt(++i);
      } while ((entry & CLASS_BITS) === LETTER_BITS);
      kind = (entry >> 16) & 0xf;
      if (i < length) {
        if (entry === 0) {
          unknownUnit = unitAt(i);
          return start;
        }
        if (kind === ODD || kind === IGNORED || kind === APOSTROPHE) return start;
      }
      // Only after a single letter can a dot be one of an acronym.
      if ((bits & MIXED) === MIXED || (kind === DOT && i === start + 1)) return start;
      const digits = (bits & NOT_DIGIT) === 0 ? DIGITS : 0;
      const capital = (bits & UPPER) !== 0 ? CAPITAL : 0;
      bytes += <u32>shift >> 3;
      if (shift >= 32) {
        hash = mixLane(hash, <u32>lanes);
        lanes >>= 32;
      }
      push(finishHash(hash, <u32>lanes, bytes), start, i, digits | capital | sentenceFlag);
      if (i >= length) return i;
    }
    if (kind === BLANK) {
      if (sentence === ENDED) {
        sentence = PARTED;
        sentenceFlag = SENTENCE_START;
      }
    } else if (kind === SEPARATOR) {
      // The sentence, if it had ended, has not.
      sentence = OPEN;
      hasInk = true;
    } else if (kind === UNSPACED) {
      const folded = entry & 0xffff;
      if (folded < 0x80 || isVoicing(unitAt(i + 1))) return i;
      if (sentence === PARTED) sentenceFlag = SENTENCE_START;
      push(finishHash(wordSeed, utf8Bytes(folded), folded < 0x800 ? 2 : 3), i, i + 1, UNSPACED_WORD | sentenceFlag);
      unspacedCount++;
    } else if (kind === DOT || kind === SENTENCE_END) {
      sentence = ENDED;
      hasInk = true;
    } else if (kind === SENTENCE_STOP) {
      sentence = ENDED;
      sentenceFlag = SENTENCE_START;
      hasInk = true;
    } else if (kind === CLOSER) {
      if (sentence === PARTED) sentence = OPEN;
      hasInk = true;
    } else {
      if (entry === 0) unknownUnit = unitAt(i);
      return i;
    }
    i++;
  }
  return i;
}
