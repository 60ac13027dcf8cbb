// Reads whole lines of JSON, one record after the other, and keeps what is made of each behind what was made of those before it.
// A line that is not a plain record with a text (`takeRecord` says which those are) ends the batch, and is read elsewhere.
import {
  BATCH_COUNT,
  BATCH_LINES,
  BATCH_NEXT,
  BATCH_ROWS,
  BATCH_UNUSUAL,
  FIELD_BODY_LENGTH,
  FIELD_BYTE_LENGTH,
  FIELD_ID_END,
  FIELD_ID_ESCAPED,
  FIELD_ID_START,
  FIELD_LINE,
  FIELD_LINES,
  FIELD_NUMBERS,
  FIELD_OFFSET,
  FIELD_PAIRS,
  FIELD_QUOTED,
  FIELD_SEQUENCE_HIGH,
  FIELD_SEQUENCE_LOW,
  FIELD_SKETCH,
  FIELD_SOURCE_END,
  FIELD_SOURCE_ESCAPED,
  FIELD_SOURCE_START,
  FIELD_TEXT_END,
  FIELD_TEXT_START,
  FIELD_TOO_SHORT,
  FIELD_URL_END,
  FIELD_URL_ESCAPED,
  FIELD_URL_START,
  FIELD_WORDS,
  KNOWN_PHRASE_LINE,
  READ_COUNT,
  READ_LINES,
  READ_QUOTED,
  READ_SEQUENCE_HIGH,
  READ_SEQUENCE_LOW,
  READ_SUSPECT,
  READ_UNSPACED,
  SCHEME_MIN_SKETCH_WORDS,
  SCHEME_MIN_WORDS,
  SCHEME_PAIRS,
  SCHEME_SHINGLES,
  SCHEME_UNSPACED,
  UNSPACED_LINE,
  WANT_LINES,
  WANT_WORDS,
} from '../limits';
import { SPACE } from '../classes';
import { numberAt, setNumber } from './arrays';
import { plainText, unescape } from './json';
import { FOR_ID, FOR_SOURCE, FOR_TEXT, FOR_URL, recordAt, valueEnd, valueIsEscaped, valueStart } from './record';
import { sketch } from './sketch';
import {
  bytes,
  columns,
  entryOf,
  flags,
  hashAt,
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
  lineFirst,
  lineFlags,
  lineKeysHigh,
  lineKeysLow,
  marks,
  markWords,
  mostPhraseWords,
  out,
  results,
  scheme,
  starts,
  traitsOf,
  unitAt,
} from './text-store';
import { makeEntry, maySpaceLetters, oddityOf, read, readNumbers } from './words';

export * from './words';

/** Is the line of the text that was read a known phrase? Asked only where it may be one. */
@external('env', 'isPhrase')
declare function isPhrase(line: i32): bool;

/** So many units at the beginning and in the middle of a text show whether it is odd; see `text/disguises.ts`. */
const SAMPLE: i32 = 256;
/** With fewer units a word than this, blank and all, letters may be spaced apart. */
const SHORT_WORDS: f64 = 4.6;

let sketchesUsed: i32 = 0;
let pairsUsed: i32 = 0;
let linesUsed: i32 = 0;
let wordsUsed: i32 = 0;
let numbersUsed: i32 = 0;

@inline
function setField(row: i32, field: i32, value: u32): void {
  setNumber(columns, field * BATCH_ROWS + row, value);
}

@inline
function copied(to: usize, used: i32, from: usize, count: i32): void {
  memory.copy(to + (<usize>used << 2), from, <usize>count << 2);
}

/** The line feed that ends the line at `from`: there is one. */
function lineFeedFrom(from: i32): i32 {
  let i = from;
  let found: i32 = 0;
  for (; ; i += 16) {
    found = i8x16.bitmask(i8x16.eq(v128.load(bytes + <usize>i), i8x16.splat(10)));
    if (found !== 0) break;
  }
  return i + <i32>ctz(found);
}

function isBlankLine(from: i32, end: i32): bool {
  for (let i = from; i < end; i++) {
    const byte = load<u8>(bytes + <usize>i);
    if (byte !== 0x20 && byte !== 9 && byte !== 13) return false;
  }
  return true;
}

/** Could the text of so many units be HTML, or be nothing? */
function mayBeHtml(length: i32): bool {
  for (let i: i32 = 0; i < length; i++) {
    const unit = unitAt(i);
    if (entryOf(unit) === 0) makeEntry(unit);
    if ((traitsOf(unit) & SPACE) === 0) return unit === 0x3c;
  }
  return false;
}

/** Could the text that was read be disguised? As `suspicionsOf` in `text/disguises.ts`. */
function mayBeDisguised(length: i32): bool {
  const count = numberAt(results, READ_COUNT);
  if (count < numberAt(scheme, SCHEME_MIN_WORDS)) return false;
  if (numberAt(results, READ_SUSPECT) !== 0) return true;
  const isUnspaced = numberAt(results, READ_UNSPACED) * 2 > count;
  if (!isUnspaced && <f64>count * SHORT_WORDS > <f64>length && maySpaceLetters(length)) return true;
  if (oddityOf(0, min(length, SAMPLE)) !== 0) return true;
  const middle = length >> 1;
  return length > 2 * SAMPLE && oddityOf(middle, min(length, middle + SAMPLE)) !== 0;
}

/** Of how many words of a line its first word shows that it is no known phrase. */
function mayBePhrase(line: i32): bool {
  const first = numberAt(lineFirst, line);
  const count = numberAt(lineFirst, line + 1) - first;
  // A story's number at an agency begins with an M.
  if (count === 1 && (unitAt(numberAt(starts, first)) | 0x20) === 0x6d) return true;
  const most = <u32>load<u8>(mostPhraseWords + <usize>(hashAt(first) & 0xffff));
  if (most === 0) return false;
  const isUnspaced = (load<u8>(lineFlags + <usize>line) & UNSPACED_LINE) !== 0;
  return isUnspaced ? count * 3 <= most * 8 : count <= most;
}

function keepLines(count: i32): void {
  copied(keptKeysLow, linesUsed, lineKeysLow, count);
  copied(keptKeysHigh, linesUsed, lineKeysHigh, count);
  for (let line: i32 = 0; line < count; line++) {
    setNumber(keptLineWords, linesUsed + line, numberAt(lineFirst, line + 1) - numberAt(lineFirst, line));
    const known = mayBePhrase(line) && isPhrase(line) ? KNOWN_PHRASE_LINE : 0;
    setNumber(keptLineFlags, linesUsed + line, load<u8>(lineFlags + <usize>line) | known);
  }
  linesUsed += count;
}

/** Makes the sketch of the words whose numbers stand at `at` in the scheme, and keeps it. */
function keepSketch(count: i32, at: i32, kept: usize, used: i32): i32 {
  const made = sketch(
    count,
    numberAt(scheme, at),
    numberAt(scheme, at + 1),
    numberAt(scheme, at + 2),
    numberAt(scheme, at + 3),
  );
  copied(kept, used, out, made);
  return made;
}

/** Reads the text of so many units, and keeps what is made of it, in a row; false where it may be disguised. */
function keepText(row: i32, length: i32, wanted: i32): bool {
  read(length);
  if (mayBeDisguised(length)) return false;
  const count = <i32>numberAt(results, READ_COUNT);
  const lines = <i32>numberAt(results, READ_LINES);
  const scale: i32 = <i32>numberAt(results, READ_UNSPACED) * 2 > count ? SCHEME_UNSPACED : 0;
  setField(row, FIELD_BODY_LENGTH, length);
  setField(row, FIELD_TOO_SHORT, count < <i32>numberAt(scheme, SCHEME_MIN_WORDS + scale) ? 1 : 0);
  setField(row, FIELD_WORDS, count);
  setField(row, FIELD_QUOTED, numberAt(results, READ_QUOTED));
  setField(row, FIELD_SEQUENCE_LOW, numberAt(results, READ_SEQUENCE_LOW));
  setField(row, FIELD_SEQUENCE_HIGH, numberAt(results, READ_SEQUENCE_HIGH));
  let sketched: i32 = 0;
  let paired: i32 = 0;
  if (count >= <i32>numberAt(scheme, SCHEME_MIN_SKETCH_WORDS + scale)) {
    sketched = keepSketch(count, SCHEME_SHINGLES, keptSketches, sketchesUsed);
    sketchesUsed += sketched;
    if ((wanted & WANT_LINES) !== 0) paired = keepSketch(count, SCHEME_PAIRS, keptPairs, pairsUsed);
    pairsUsed += paired;
  }
  setField(row, FIELD_SKETCH, sketched);
  setField(row, FIELD_PAIRS, paired);
  setField(row, FIELD_LINES, lines);
  if ((wanted & WANT_LINES) !== 0) keepLines(lines);
  if ((wanted & WANT_WORDS) !== 0) {
    copied(keptHashes, wordsUsed, hashes, count);
    memory.copy(keptFlags + <usize>wordsUsed, flags, <usize>count);
    wordsUsed += count;
    const numbers = readNumbers();
    copied(keptNumbers, numbersUsed, marks, numbers);
    copied(keptNumberLines, numbersUsed, markWords, numbers);
    numbersUsed += numbers;
    setField(row, FIELD_NUMBERS, numbers);
  }
  return true;
}

/** Reads the line from `from` up to `end` into a row; false where that is for others to do. */
function readLine(row: i32, from: i32, end: i32, nameCount: i32, wanted: i32): bool {
  if (!recordAt(from, end, nameCount)) return false;
  const length = unescape(valueStart(FOR_TEXT), valueEnd(FOR_TEXT));
  if (length < 0 || mayBeHtml(length) || !keepText(row, length, wanted)) return false;
  setField(row, FIELD_TEXT_START, valueStart(FOR_TEXT));
  setField(row, FIELD_TEXT_END, valueEnd(FOR_TEXT));
  setField(row, FIELD_ID_START, valueStart(FOR_ID));
  setField(row, FIELD_ID_END, valueEnd(FOR_ID));
  setField(row, FIELD_SOURCE_START, valueStart(FOR_SOURCE));
  setField(row, FIELD_SOURCE_END, valueEnd(FOR_SOURCE));
  setField(row, FIELD_URL_START, valueStart(FOR_URL));
  setField(row, FIELD_URL_END, valueEnd(FOR_URL));
  setField(row, FIELD_ID_ESCAPED, valueIsEscaped(FOR_ID) ? 1 : 0);
  setField(row, FIELD_SOURCE_ESCAPED, valueIsEscaped(FOR_SOURCE) ? 1 : 0);
  setField(row, FIELD_URL_ESCAPED, valueIsEscaped(FOR_URL) ? 1 : 0);
  return true;
}

/** Reads the file whose bytes go from `from` up to `end` into a row; false where that is for others to do. */
function readFile(row: i32, from: i32, end: i32, wanted: i32): bool {
  const length = plainText(from, end);
  if (length < 0 || !keepText(row, length, wanted)) return false;
  setField(row, FIELD_TEXT_START, from);
  setField(row, FIELD_TEXT_END, end);
  for (let field: i32 = FIELD_ID_START; field <= FIELD_URL_ESCAPED; field++) setField(row, field, 0);
  return true;
}

function beginBatch(): void {
  sketchesUsed = 0;
  pairsUsed = 0;
  linesUsed = 0;
  wordsUsed = 0;
  numbersUsed = 0;
}

/**
 * Reads the lines from `from` up to `end`, where one ends, as far as there is a row for each record and until one that is for
 * others to read.
 */
export function readLines(from: i32, end: i32, nameCount: i32, wanted: i32): void {
  beginBatch();
  let row: i32 = 0;
  let line: i32 = 0;
  let isUnusual: u32 = 0;
  let at = from;
  for (; at < end && row < BATCH_ROWS; line++) {
    const next = lineFeedFrom(at);
    if (!isBlankLine(at, next)) {
      if (!readLine(row, at, next, nameCount, wanted)) {
        isUnusual = 1;
        break;
      }
      setField(row, FIELD_OFFSET, at);
      setField(row, FIELD_BYTE_LENGTH, next - at);
      setField(row, FIELD_LINE, line);
      row++;
    }
    at = next + 1;
  }
  setNumber(results, BATCH_COUNT, row);
  setNumber(results, BATCH_NEXT, at);
  setNumber(results, BATCH_LINES, line);
  setNumber(results, BATCH_UNUSUAL, isUnusual);
}

/**
 * Reads the files from number `first` up to `end`, each of which is a text, until one that is for others to read. Where their
 * bytes begin and how many they are stand in two of the columns, by their numbers; what is read goes to the rows from the first.
 */
export function readFiles(first: i32, end: i32, wanted: i32): void {
  beginBatch();
  let file = first;
  for (; file < end; file++) {
    const from = <i32>numberAt(columns, FIELD_OFFSET * BATCH_ROWS + file);
    const length = <i32>numberAt(columns, FIELD_BYTE_LENGTH * BATCH_ROWS + file);
    if (!readFile(file - first, from, from + length, wanted)) break;
  }
  setNumber(results, BATCH_COUNT, file - first);
  setNumber(results, BATCH_UNUSUAL, file < end ? 1 : 0);
}
