// Reads the words of a text: what `text/words.ts` defines, in one pass over its code units, and what is made of them.
//
// Most texts are mostly ASCII, so a first look takes sixteen units at a time and leaves bits behind: where letters are, where
// capitals. Words of ASCII are then cut by these, and everything else is read unit by unit.
import {
  ALPHABETIC,
  APOSTROPHE,
  BLANK,
  CASED,
  CLOSER,
  DOT,
  ENDED,
  GREEK_OR_CYRILLIC,
  IGNORED,
  LATIN,
  LETTER,
  NEWLINE,
  NOT_DIGIT,
  ODD,
  OPEN,
  PARTED,
  QUOTE_CLOSE,
  QUOTE_OPEN,
  QUOTE_TOGGLE,
  SENTENCE_END,
  SENTENCE_STOP,
  SEPARATOR,
  SPACE,
  SUSPECT,
  UNSPACED,
  UPPER,
} from '../classes';
import { CAPITAL, DIGITS, PROSE, SENTENCE_START, UNSPACED_WORD } from '../flags';
import {
  ODD_ACCENTS,
  ODD_CAPITALS,
  ODD_SPACES,
  PROSE_LINE,
  PROSE_SENTENCE_WORDS,
  PROSE_WORDS,
  READ_COUNT,
  READ_LINES,
  READ_QUOTED,
  READ_SEQUENCE_HIGH,
  READ_SEQUENCE_LOW,
  READ_SUSPECT,
  READ_UNSPACED,
  UNSPACED_LINE,
} from '../limits';
import { finishHash, mixLane, utf8Bytes } from './arithmetic';
import { clearMarks, endParagraph, pushMark, quotedCount, settleMarks } from './quotations';
import { numberAt, setNumber } from './arrays';
import {
  breaks,
  capitals,
  classOf,
  ends,
  entryOf,
  flags,
  hashAt,
  hashes,
  letters,
  lineFirst,
  lineFlags,
  lineKeysHigh,
  lineKeysLow,
  low,
  marks,
  markWords,
  notDigits,
  results,
  starts,
  text,
  traitsOf,
  unitAt,
} from './text-store';

export { takeText } from './json';
export { sketch } from './sketch';
export {
  bytes,
  columns,
  ends,
  flags,
  hashes,
  keptFlags,
  keptHashes,
  keptKeysHigh,
  keptKeysLow,
  keptLineFlags,
  keptLineWords,
  keptNumberLines,
  keptNumbers,
  keptPairs,
  keptSketches,
  layFor,
  layForBatches,
  lineFirst,
  lineFlags,
  lineKeysHigh,
  lineKeysLow,
  marks,
  markWords,
  mostPhraseWords,
  multipliers,
  names,
  out,
  results,
  roles,
  scheme,
  starts,
  table,
  text,
  traits,
} from './text-store';

/** Makes the entry of a unit that was not met yet, and its traits. */
@external('env', 'makeEntry')
export declare function makeEntry(unit: i32): void;

/** The class of a character above U+FFFF. */
@external('env', 'classOfCodePoint')
declare function classOfCodePoint(codePoint: i32): i32;

/** The hash of a word that must be folded as a whole, and above it what `EMPTY` and `ALL_DIGITS` say. */
@external('env', 'foldWhole')
declare function foldWhole(start: i32, end: i32): f64;

/** Is the text wrapped by hand? To be asked only where its lines may be. */
@external('env', 'isHardWrapped')
declare function isHardWrapped(): bool;

const ALL_DIGITS: i32 = 1;
const EMPTY: i32 = 2;

const MIXED: u32 = LATIN | GREEK_OR_CYRILLIC;
const LINE_FEED: u32 = 10;
/** So many units are there for certain behind any place of a bit array, in one look. */
const BITS_AHEAD: i32 = 57;
/** Words shorter than this are hashed without a branch: 49 of 50. */
const SHORT_WORD: i32 = 12;
/** What `wordSeed` of `scheme.ts` is. */
let wordSeed: u32 = 0;

export function seedWith(seed: u32): void {
  wordSeed = seed;
}

let count: i32 = 0;
let lineCount: i32 = 0;
let unspacedCount: i32 = 0;
let unspacedInLines: i32 = 0;
let sequenceLow: u32 = 0;
let sequenceHigh: u32 = 0;
/** The text holds what could be part of a disguise. */
let isSuspect: bool = false;

/** Looks at the units of a text, sixteen at a time. */
function look(length: i32): void {
  for (let k: i32 = 0; k < 48; k++) store<u16>(text + (<usize>(length + k) << 1), LINE_FEED);
  isSuspect = false;
  // Up to the line feed behind the text, and some more: bits are read eight bytes at once.
  for (let i: i32 = 0; i < length + 16; i += 16) {
    let first = v128.load(text + (<usize>i << 1));
    let second = v128.load(text + (<usize>i << 1), 16);
    if (v128.any_true(v128.and(v128.or(first, second), i16x8.splat(<i16>0xff80)))) {
      // All that is not ASCII becomes 0x80.
      first = i16x8.min_u(first, i16x8.splat(0x80));
      second = i16x8.min_u(second, i16x8.splat(0x80));
      let wide = i8x16.bitmask(i8x16.narrow_i16x8_u(first, second));
      for (; wide !== 0; wide &= wide - 1) lookAt(i + <i32>ctz(wide), length);
    }
    const bytes = i8x16.narrow_i16x8_u(first, second);
    const lowered = v128.or(bytes, i8x16.splat(0x20));
    const isLetter = i8x16.le_u(i8x16.sub(lowered, i8x16.splat(0x61)), i8x16.splat(25));
    const isDigit = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9));
    const isUpper = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(25));
    v128.store(low + <usize>i, v128.bitselect(lowered, bytes, isLetter));
    const at = <usize>i >> 3;
    store<u16>(letters + at, <u16>i8x16.bitmask(v128.or(isLetter, isDigit)));
    store<u16>(capitals + at, <u16>i8x16.bitmask(isUpper));
    store<u16>(notDigits + at, <u16>i8x16.bitmask(isLetter));
    store<u16>(breaks + at, <u16>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(10))));
  }
}

function isAsciiLetter(unit: u32): bool {
  return (unit | 0x20) - 0x61 <= 25;
}

/** Makes sure that the class of a unit that is not ASCII is known. */
function lookAt(i: i32, length: i32): void {
  const unit = unitAt(i);
  if (entryOf(unit) === 0) makeEntry(unit);
  if ((traitsOf(unit) & SUSPECT) !== 0) isSuspect = true;
  if (unit >= 0x370 && unit <= 0x52f && ((i > 0 && isAsciiLetter(unitAt(i - 1))) || isAsciiLetter(unitAt(i + 1)))) {
    isSuspect = true;
  }
}

/** The next line feed from `from` on, or the end of the text. */
function lineEndFrom(from: i32, length: i32): i32 {
  let i = from;
  while (i < length) {
    const ahead = load<u64>(breaks + (<usize>i >> 3)) >> (i & 7);
    if (ahead !== 0) return min(length, i + <i32>ctz(ahead));
    i += BITS_AHEAD;
  }
  return length;
}

/** The first unit from `from` up to `end` that is no space; `end` where all are. */
function inkFrom(from: i32, end: i32): i32 {
  let i = from;
  while (i < end && (traitsOf(unitAt(i)) & SPACE) !== 0) i++;
  return i;
}

/** Could the text be wrapped by hand, by how its lines begin? */
function mayBeWrapped(length: i32): bool {
  let beforeOthers: i32 = 0;
  let lowerStarts: i32 = 0;
  let isAfterInk = false;
  for (let start: i32 = 0; start <= length; ) {
    const end = lineEndFrom(start, length);
    const ink = inkFrom(start, end);
    if (ink < end && isAfterInk) {
      beforeOthers++;
      if ((traitsOf(unitAt(ink)) & CASED) !== 0) lowerStarts++;
    }
    isAfterInk = ink < end;
    start = end + 1;
  }
  return beforeOthers >= 4 && <f64>lowerStarts >= 0.4 * <f64>beforeOthers;
}

/** Does the paragraph of a hard-wrapped text go on after the line break at `at`? */
function goesOn(at: i32, length: i32): bool {
  if (unitAt(at + 1) === 0x20 && unitAt(at + 2) === 0x20) return false;
  const end = lineEndFrom(at + 1, length);
  return inkFrom(at + 1, end) < end;
}

function isWordClass(kind: i32): bool {
  return kind === LETTER || kind === ODD || kind === UNSPACED;
}

/** The first unit from `from` on, in steps of `step`, that is not invisible; -1 at the edge of the text. */
function visibleFrom(from: i32, step: i32, length: i32): i32 {
  for (let i = from; i >= 0 && i < length; i += step) if (classOf(unitAt(i)) !== IGNORED) return i;
  return -1;
}

function joinsWord(at: i32, length: i32): bool {
  const after = visibleFrom(at + 1, 1, length);
  return after >= 0 && isWordClass(classOf(unitAt(after)));
}

/** Is the dot at `at` one of an acronym's, between two single characters (U.S.)? It is then no end of anything. */
function isAcronymDot(at: i32, length: i32): bool {
  const before = visibleFrom(at - 1, -1, length);
  if (before < 0 || !isWordClass(classOf(unitAt(before)))) return false;
  const beforeThat = visibleFrom(before - 1, -1, length);
  if (beforeThat >= 0 && isWordClass(classOf(unitAt(beforeThat)))) return false;
  const after = visibleFrom(at + 1, 1, length);
  if (after < 0 || !isWordClass(classOf(unitAt(after)))) return false;
  const afterThat = visibleFrom(after + 1, 1, length);
  return afterThat < 0 || !isWordClass(classOf(unitAt(afterThat)));
}

/** The character at `i`, in one unit or two. */
function codePointAt(i: i32, length: i32): i32 {
  const unit = <i32>unitAt(i);
  if (unit >= 0xdc00 || i + 1 >= length) return unit;
  const second = <i32>unitAt(i + 1);
  if (second < 0xdc00 || second > 0xdfff) return unit;
  return ((unit - 0xd800) << 10) + (second - 0xdc00) + 0x10000;
}

/** Of an odd unit: the class of the character it begins, and where the next one begins. */
let oddNext: i32 = 0;
function classOfOdd(i: i32, length: i32): i32 {
  oddNext = i + 1;
  const unit = unitAt(i);
  if (unit < 0xd800 || unit > 0xdfff) return LETTER;
  const codePoint = codePointAt(i, length);
  if (codePoint <= 0xffff) return SEPARATOR;
  oddNext = i + 2;
  return classOfCodePoint(codePoint);
}

/** What `readWord` read. */
let wordHash: u32 = 0;
let wordStart: i32 = 0;
let wordEnd: i32 = 0;
let wordFlags: i32 = 0;
let isEmptyWord: bool = false;

/** Reads the word that opens at `from`, unit by unit, and returns what ends it. */
function readWord(from: i32, length: i32): i32 {
  let i = from;
  let start: i32 = -1;
  let end: i32 = 0;
  let hash: u32 = wordSeed;
  // Up to eight bytes, first byte lowest: most words end before they are full, without a branch on the way.
  let lanes: u64 = 0;
  let shift: u64 = 0;
  let bytes: u32 = 0;
  let bits: u32 = 0;
  let isOdd = false;
  for (; i <= length; ) {
    // The line feed behind the text is no letter.
    let entry = entryOf(unitAt(i));
    let kind: i32 = (entry >> 16) & 0xf;
    if (kind === LETTER) {
      if (start < 0) start = i;
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
        entry = entryOf(unitAt(++i));
        kind = (entry >> 16) & 0xf;
      } while (kind === LETTER);
      end = i;
    }
    let next = i + 1;
    if (kind === ODD) {
      kind = classOfOdd(i, length);
      next = oddNext;
      if (kind === LETTER) {
        if (start < 0) start = i;
        end = next;
        isOdd = true;
        i = next;
        continue;
      }
    }
    if (
      kind === IGNORED ||
      (kind === APOSTROPHE && joinsWord(i, length)) ||
      (kind === DOT && isAcronymDot(i, length))
    ) {
      i = next;
      continue;
    }
    break;
  }
  wordStart = start;
  wordEnd = end;
  isEmptyWord = false;
  let digits: i32 = (bits & NOT_DIGIT) === 0 ? DIGITS : 0;
  if (isOdd || (bits & MIXED) === MIXED) {
    const told = <u64>foldWhole(start, end);
    wordHash = <u32>told;
    const facts = <i32>(told >> 32);
    digits = (facts & ALL_DIGITS) !== 0 ? DIGITS : 0;
    isEmptyWord = (facts & EMPTY) !== 0;
  } else {
    bytes += <u32>shift >> 3;
    if (shift >= 32) {
      hash = mixLane(hash, <u32>lanes);
      lanes >>= 32;
    }
    wordHash = finishHash(hash, <u32>lanes, bytes);
  }
  wordFlags = digits | ((bits & UPPER) !== 0 ? CAPITAL : 0);
  return i;
}

/** The hash of a word whose bytes lie at `at`, lowered. */
@inline
function hashOfBytes(at: usize, length: i32): u32 {
  const lanes = length >> 2;
  const tail = load<u32>(at + (<usize>lanes << 2)) & ((1 << ((length & 3) << 3)) - 1);
  if (length < SHORT_WORD) {
    const one = mixLane(wordSeed, load<u32>(at));
    const two = mixLane(one, load<u32>(at, 4));
    return finishHash(select<u32>(two, select<u32>(one, wordSeed, lanes === 1), lanes === 2), tail, length);
  }
  let hash = wordSeed;
  for (let lane: i32 = 0; lane < lanes; lane++) hash = mixLane(hash, load<u32>(at + (<usize>lane << 2)));
  return finishHash(hash, tail, length);
}

/** Does the unit end a word of ASCII of so many units, without a look at what follows? */
@inline
function endsWord(unit: u32, length: i32): bool {
  if (unit === 0x20) return true;
  if (unit >= 0x80) return false;
  const kind = classOf(unit);
  // Only after a single letter can a dot be one of an acronym.
  return kind !== APOSTROPHE && (kind !== DOT || length > 1);
}

/** Half-width and decomposed kana carry their voicing mark behind them. */
@inline
function isVoicing(unit: u32): bool {
  return unit === 0x3099 || unit === 0x309a || unit === 0xff9e || unit === 0xff9f;
}

@inline
function put(at: i32, hash: u32, start: i32, end: i32, flag: i32): void {
  const place = <usize>at << 2;
  store<u32>(hashes + place, hash);
  store<u32>(starts + place, start);
  store<u32>(ends + place, end);
  store<u8>(flags + <usize>at, <u8>flag);
}

/** Reads a text of so many units. */
export function read(length: i32): void {
  look(length);
  clearMarks();
  lineCount = 0;
  unspacedCount = 0;
  unspacedInLines = 0;
  sequenceLow = LOW_START;
  sequenceHigh = HIGH_START;
  const isWrapped = mayBeWrapped(length) && isHardWrapped();
  let made: i32 = 0;
  let firstOfLine: i32 = 0;
  let lineStart: i32 = 0;
  let hasInk = false;
  let sentence: i32 = OPEN;
  let sentenceFlag: i32 = SENTENCE_START;
  for (let i: i32 = 0; ; ) {
    const byte = <usize>i >> 3;
    const bit = <u64>(i & 7);
    const run = <i32>ctz(~(load<u64>(letters + byte) >> bit));
    if (run > 0 && run < BITS_AHEAD) {
      const end = i + run;
      const unit = unitAt(end);
      if (endsWord(unit, run)) {
        const within: u64 = (<u64>1 << run) - 1;
        const digits = ((load<u64>(notDigits + byte) >> bit) & within) === 0 ? DIGITS : 0;
        const capital = ((load<u64>(capitals + byte) >> bit) & within) !== 0 ? CAPITAL : 0;
        put(made, hashOfBytes(low + <usize>i, run), i, end, digits | capital | sentenceFlag);
        made++;
        sentenceFlag = 0;
        sentence = OPEN;
        hasInk = true;
        // A blank behind a word says nothing.
        i = end + (unit === 0x20 ? 1 : 0);
        continue;
      }
    }
    let unit = unitAt(i);
    let entry = entryOf(unit);
    let kind: i32 = (entry >> 16) & 0xf;
    let next = i + 1;
    if (kind === ODD) {
      kind = classOfOdd(i, length);
      next = oddNext;
      entry = 0;
    }
    if (kind === LETTER) {
      i = readWord(i, length);
      if (!isEmptyWord) {
        put(made, wordHash, wordStart, wordEnd, wordFlags | sentenceFlag);
        made++;
        sentenceFlag = 0;
        sentence = OPEN;
        hasInk = true;
      }
      continue;
    }
    // The first half of a CR LF is a blank: one break, not two.
    if (unit === 13 && i + 1 < length && unitAt(i + 1) === LINE_FEED) kind = BLANK;
    if (kind === BLANK) {
      if (sentence === ENDED) {
        sentence = PARTED;
        sentenceFlag = SENTENCE_START;
      }
    } else if (kind === IGNORED) {
      // A word that opens with an invisible character has not opened yet.
    } else if (kind === UNSPACED) {
      if (sentence === PARTED) sentenceFlag = SENTENCE_START;
      // As many as there are.
      for (;;) {
        const folded = entry & 0xffff;
        let hash: u32;
        unit = unitAt(next);
        const isVoiced = isVoicing(unit);
        if (isVoiced) unit = unitAt(++next);
        if (isVoiced || entry === 0) hash = <u32>(<u64>foldWhole(i, next));
        else hash = finishHash(wordSeed, utf8Bytes(folded), folded < 0x800 ? 2 : 3);
        put(made, hash, i, next, UNSPACED_WORD | sentenceFlag);
        made++;
        unspacedCount++;
        sentenceFlag = 0;
        entry = entryOf(unit);
        if (((entry >> 16) & 0xf) !== UNSPACED) break;
        i = next++;
      }
      sentence = OPEN;
      hasInk = true;
    } else if (kind === NEWLINE) {
      if (isWrapped && unit === LINE_FEED && i < length && hasInk && goesOn(i, length)) {
        if (sentence === ENDED) sentence = PARTED;
        if (sentence === PARTED) sentenceFlag = SENTENCE_START;
        hasInk = false;
      } else {
        if (made > firstOfLine) {
          endParagraph(lineStart, i, firstOfLine, made);
          endLine(firstOfLine, made, sentence !== OPEN);
        }
        if (i >= length) break;
        firstOfLine = made;
        lineStart = i + 1;
        hasInk = false;
        sentence = OPEN;
        sentenceFlag = SENTENCE_START;
      }
    } else {
      hasInk = true;
      if (kind === SEPARATOR) {
        // A symbol or a comma: the sentence, if it had ended, has not.
        sentence = OPEN;
      } else if (kind === DOT || kind === SENTENCE_END) {
        sentence = ENDED;
      } else if (kind === SENTENCE_STOP) {
        sentence = ENDED;
        sentenceFlag = SENTENCE_START;
      } else if (kind === APOSTROPHE) {
        pushMark(i, made);
        // Two single marks side by side are an old way to write a double one.
        if (unitAt(i + 1) === unit && unit !== 0xb4) next = i + 2;
      } else {
        if (kind !== CLOSER) pushMark(i, made);
        if ((kind === CLOSER || kind === QUOTE_CLOSE) && sentence === PARTED) sentence = OPEN;
      }
    }
    i = next;
  }
  settleMarks();
  count = made;
  setNumber(results, READ_COUNT, made);
  setNumber(results, READ_LINES, lineCount);
  setNumber(results, READ_QUOTED, quotedCount);
  setNumber(results, READ_UNSPACED, unspacedCount);
  setNumber(results, READ_SEQUENCE_LOW, finishHash(sequenceLow, 0, made));
  setNumber(results, READ_SEQUENCE_HIGH, finishHash(sequenceHigh, 0, made));
  setNumber(results, READ_SUSPECT, isSuspect ? 1 : 0);
}

// The chains of `word-list.ts`.
const LOW_START: u32 = 0x2545f491;
const HIGH_START: u32 = 0x4f6cdd1d;

@inline
function mixLow(state: u32, hash: u32): u32 {
  return (rotl<u32>(state, 5) ^ hash) * 0x9e3779b1;
}

@inline
function mixHigh(state: u32, hash: u32): u32 {
  return (rotl<u32>(state, 11) + hash) * 0x85ebca77;
}

function endLine(first: i32, end: i32, endsSentence: bool): void {
  const length = end - first;
  let keyLow = LOW_START;
  let keyHigh = HIGH_START;
  let allLow = sequenceLow;
  let allHigh = sequenceHigh;
  for (let i = first; i < end; i++) {
    const hash = hashAt(i);
    keyLow = mixLow(keyLow, hash);
    keyHigh = mixHigh(keyHigh, hash);
    allLow = mixLow(allLow, hash);
    allHigh = mixHigh(allHigh, hash);
  }
  sequenceLow = allLow;
  sequenceHigh = allHigh;
  const at = lineCount++;
  setNumber(lineFirst, at, first);
  setNumber(lineFirst, at + 1, end);
  setNumber(lineKeysLow, at, finishHash(keyLow, 0, length));
  setNumber(lineKeysHigh, at, finishHash(keyHigh, 0, length));
  const isUnspaced = (unspacedCount - unspacedInLines) * 2 > length;
  unspacedInLines = unspacedCount;
  // Eight characters stand for three words.
  const weight = isUnspaced ? length * 3 : length * 8;
  const isProse = weight >= PROSE_WORDS * 8 || (weight >= PROSE_SENTENCE_WORDS * 8 && endsSentence);
  store<u8>(lineFlags + <usize>at, (isProse ? PROSE_LINE : 0) | (isUnspaced ? UNSPACED_LINE : 0));
  if (isProse) {
    let i = first;
    for (; i + 16 <= end; i += 16) {
      const place = flags + <usize>i;
      v128.store(place, v128.or(v128.load(place), i8x16.splat(<i8>PROSE)));
    }
    for (; i < end; i++) store<u8>(flags + <usize>i, load<u8>(flags + <usize>i) | PROSE);
  }
}

/** How many of eight units lie from `first` on, so many and one more. */
@inline
function within(units: v128, first: i16, more: i16): i32 {
  return popcnt(i16x8.bitmask(i16x8.le_u(i16x8.sub(units, i16x8.splat(first)), i16x8.splat(more))));
}

/** In what capitals, accents or blanks of the units from `from` up to `to` are other than in most texts. See `text/disguises.ts`. */
export function oddityOf(from: i32, to: i32): i32 {
  let upper: i32 = 0;
  let lower: i32 = 0;
  let accented: i32 = 0;
  let hardSpaces: i32 = 0;
  let spaces: i32 = 0;
  for (let at = from; at < to; at += 8) {
    let units = v128.load(text + (<usize>at << 1));
    // What is past the end counts for nothing.
    if (at + 8 > to) units = v128.and(units, i16x8.gt_s(i16x8.splat(<i16>(to - at)), LANES));
    lower += within(units, 0x61, 25);
    upper += within(units, 0x41, 25);
    spaces += within(units, 0x20, 0);
    if (!v128.any_true(i16x8.gt_u(units, i16x8.splat(0x7f)))) continue;
    hardSpaces += within(units, 0xa0, 0);
    accented += within(units, 0xc0, 0x24f - 0xc0) + within(units, 0x1e00, 0xff);
  }
  return (
    (upper > lower * 4 ? ODD_CAPITALS : 0) |
    (accented * 12 > lower + upper ? ODD_ACCENTS : 0) |
    (hardSpaces > spaces ? ODD_SPACES : 0)
  );
}

/** Are there four letters with the same thing between them that may part spaced ones? See `text/disguises.ts`. */
export function maySpaceLetters(length: i32): bool {
  for (let at: i32 = 1; at + 4 < length; at += 8) {
    const place = text + (<usize>at << 1);
    const units = v128.load(place);
    const same = v128.and(i16x8.eq(units, v128.load(place, 4)), i16x8.eq(units, v128.load(place, 8)));
    const half = i16x8.eq(v128.and(units, i16x8.splat(<i16>0xf800)), i16x8.splat(<i16>0xd800));
    let found = i16x8.bitmask(v128.or(same, half));
    for (; found !== 0; found &= found - 1) {
      const place = at + <i32>ctz(found);
      // Line feeds stand behind the text.
      if (place + 4 >= length) break;
      const unit = unitAt(place);
      if ((unit & 0xf800) === 0xd800) return true;
      if (
        isLetterGap(unit) &&
        isAlphabetic(place - 1) &&
        isAlphabetic(place + 1) &&
        isAlphabetic(place + 3) &&
        isAlphabetic(place + 5) &&
        !(place > 1 && isAlphabetic(place - 2)) &&
        !isAlphabetic(place + 6)
      ) {
        return true;
      }
    }
  }
  return false;
}

function isAlphabetic(at: i32): bool {
  return (traitsOf(unitAt(at)) & ALPHABETIC) !== 0;
}

function isLetterGap(unit: u32): bool {
  if (unit === 0x20 || unit === 0xa0 || unit === 0x2e || unit === 0xb7 || unit === 0x5f) return true;
  return unit === 0x2a || unit === 0x2d || (unit >= 0x2000 && unit <= 0x200a);
}

const LANES: v128 = i16x8(0, 1, 2, 3, 4, 5, 6, 7);

/** Finds the numbers of the text, as `text/numbers.ts` does, where the marks were; returns how many. */
export function readNumbers(): i32 {
  let found: i32 = 0;
  let line: i32 = 0;
  for (let at: i32 = 0; at < count; at++) {
    if ((load<u8>(flags + <usize>at) & DIGITS) === 0) {
      // Mostly there is none among sixteen words.
      while (at + 16 < count && !v128.any_true(v128.and(v128.load(flags + <usize>at), i8x16.splat(<i8>DIGITS)))) at += 16;
      if ((load<u8>(flags + <usize>at) & DIGITS) === 0) continue;
    }
    while (<u32>at >= numberAt(lineFirst, line + 1)) line++;
    const lineEnd = <i32>numberAt(lineFirst, line + 1);
    let state = mixLane(0, hashAt(at));
    let parts: i32 = 1;
    while (at + 1 < lineEnd && (load<u8>(flags + <usize>(at + 1)) & DIGITS) !== 0) {
      const from = <i32>numberAt(ends, at);
      const to = <i32>numberAt(starts, at + 1);
      if (!isNumberJoint(from, to)) break;
      for (let i = from; i < to; i++) state = mixLane(state, unitAt(i));
      at++;
      state = mixLane(state, hashAt(at));
      parts++;
    }
    setNumber(marks, found, finishHash(state, 0, parts));
    setNumber(markWords, found++, line);
  }
  return found;
}

function isNumberJoint(from: i32, to: i32): bool {
  for (let i = from; i < to; i++) {
    const unit = unitAt(i);
    if (unit !== 0x2c && unit !== 0x2e && unit !== 0x3a) return false;
  }
  return to > from;
}
