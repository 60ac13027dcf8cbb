import type { BatchReader } from '../kernel/batch.ts';
import {
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
  SUSPECT,
  UNSPACED,
  UPPER,
} from '../kernel/classes.ts';
import { kernelChosen } from '../kernel/compiled.ts';
import { CAPITAL, DIGITS, SENTENCE_START, UNSPACED_WORD } from '../kernel/flags.ts';
import { type TakenText, TextReader } from '../kernel/reader.ts';
import { finishHash, mixLane, WORD_SEED } from '../kernel/scheme.ts';
import { classOf, classOfCodePoint, entryOf, FOLD_TABLE, foldWord, makeEntry } from './normalise.ts';
import { ELISION_UNITS, isElision, Quotations, quoteReplies, quoteTraitsOf } from './quotes.ts';
import { SUSPECT_UNITS } from './suspects.ts';
import { Words } from './word-list.ts';

const utf8 = new TextEncoder();
const ALL_DECIMAL = /^\p{Nd}+$/u;

/** MurmurHash3 of the word's UTF-8 bytes: the slow twin of the loop in `readWords`. */
export function hashWord(folded: string): number {
  const bytes = utf8.encode(folded);
  let state = WORD_SEED;
  let lane = 0;
  let shift = 0;
  for (const byte of bytes) {
    lane |= byte << shift;
    shift += 8;
    if (shift === 32) {
      state = mixLane(state, lane);
      lane = 0;
      shift = 0;
    }
  }
  return finishHash(state, lane, bytes.length);
}

/** A word that must be folded as a whole. */
function foldWhole(word: string): { hash: number; digits: number; isEmpty: boolean } {
  const folded = foldWord(word);
  return { hash: hashWord(folded), digits: ALL_DECIMAL.test(folded) ? DIGITS : 0, isEmpty: folded === '' };
}

/** True for a class that `\w` would take: letters, digits and marks of any script. */
function isWordClass(kind: number): boolean {
  return kind === LETTER || kind === ODD || kind === UNSPACED;
}

/** The first code unit from `from` on, in steps of `step`, that is not invisible; -1 at the edge of the text. */
function visibleFrom(body: string, from: number, step: 1 | -1): number {
  let i = from;
  while (i >= 0 && i < body.length) {
    if (classOf(body.charCodeAt(i)) !== IGNORED) return i;
    i += step;
  }
  return -1;
}

/** Is the dot at `at` one of an acronym's, between two single characters (U.S.)? It is then no end of anything. */
function isAcronymDot(body: string, at: number): boolean {
  const before = visibleFrom(body, at - 1, -1);
  if (before < 0 || !isWordClass(classOf(body.charCodeAt(before)))) return false;
  const beforeThat = visibleFrom(body, before - 1, -1);
  if (beforeThat >= 0 && isWordClass(classOf(body.charCodeAt(beforeThat)))) return false;
  const after = visibleFrom(body, at + 1, 1);
  if (after < 0 || !isWordClass(classOf(body.charCodeAt(after)))) return false;
  const afterThat = visibleFrom(body, after + 1, 1);
  return afterThat < 0 || !isWordClass(classOf(body.charCodeAt(afterThat)));
}

/**
 * Is the text wrapped by hand, its lines ending at a column and not at a paragraph? Then a line break inside a paragraph
 * means nothing. Source: integrated.md 1.1.
 */
export function isHardWrapped(body: string): boolean {
  const lengths: number[] = [];
  let lowerStarts = 0;
  let start = 0;
  let previous = -1; // length of the line before, -1 where it is blank or there is none
  while (start <= body.length) {
    let end = body.indexOf('\n', start);
    if (end < 0) end = body.length;
    const line = body.slice(start, end);
    const blank = line.trim() === '';
    if (!blank) {
      if (previous >= 0) {
        lengths.push(previous);
        const first = line.trimStart().charAt(0);
        if (first !== first.toUpperCase()) lowerStarts++;
      }
      previous = line.length;
    } else {
      previous = -1;
    }
    start = end + 1;
  }
  const count = lengths.length;
  if (count < 4 || lowerStarts < 0.4 * count) return false;
  lengths.sort((a, b) => a - b);
  const wide = lengths[Math.floor((count * 9) / 10)] ?? 0;
  return wide >= 40 && wide <= 100 && (lengths[count >> 1] ?? 0) >= 0.8 * wide;
}

/** Does the paragraph of a hard-wrapped text go on after the line break at `at`? */
function goesOn(body: string, at: number): boolean {
  const end = body.indexOf('\n', at + 1);
  const next = body.slice(at + 1, end < 0 ? body.length : end);
  return next.trim() !== '' && !next.startsWith('  ');
}

const CLASS_BITS = 0xf << 16;
const LETTER_BITS = LETTER << 16;
const BLANK_BITS = BLANK << 16;
const MIXED = LATIN | GREEK_OR_CYRILLIC;

/** The UTF-8 bytes of a code unit at or above 0x80, first byte lowest. */
function utf8Bytes(unit: number): number {
  if (unit < 0x800) return 0xc0 | (unit >> 6) | ((0x80 | (unit & 0x3f)) << 8);
  return 0xe0 | (unit >> 12) | ((0x80 | ((unit >> 6) & 0x3f)) << 8) | ((0x80 | (unit & 0x3f)) << 16);
}

const quotations = new Quotations();

/**
 * Reads the words of a text into `words`, in one pass: their hashes, offsets and flags, the lines with their keys.
 *
 * Words are runs of letters, digits and marks, folded as `normalise.ts` says; apostrophes and invisible characters inside
 * a word, and the dots of acronyms, are dropped. `quotes.ts` says which words are quoted, paragraph by paragraph.
 * No string is made for a word, but for the rare ones that must be folded as a whole.
 */
export function readWords(words: Words, body: string): void {
  const read = readInPlace(words, body);
  if (read !== words) words.copyFrom(read);
}

/** The same without a copy, where there is no need of one: what it gives holds until anything is read, and is `words` or not. */
export function readInPlace(words: Words, body: string): Words {
  const reader = readerOf(body);
  if (reader === undefined) {
    readPlainly(words, body);
    return words;
  }
  reader.read();
  lying.lieIn(reader);
  return lying;
}

/** Takes a text out of a record, as `TextReader.takeRecord` does. None is taken where it would be read plainly. */
export function takeRecord(record: Uint8Array, names: readonly string[]): TakenText | undefined {
  return compiledReader()?.takeRecord(record, names);
}

/** Reads the words of the text that was taken last, in place. */
export function readTaken(): Words {
  if (reader === undefined) throw new TypeError('no text was taken');
  reader.read();
  lying.lieIn(reader);
  return lying;
}

/** Reads whole lines of JSON, as `TextReader.batches` does; none where texts are to be read plainly. */
export function batchReader(
  mostPhraseWords: Uint8Array,
  isPhrase: (words: Words, line: number, text: TextReader) => boolean,
): BatchReader | undefined {
  const compiled = compiledReader();
  return compiled?.batches(mostPhraseWords, (line) => {
    lying.lieIn(compiled);
    return isPhrase(lying, line, compiled);
  });
}

/** The definition of what a text's words are; `kernel/assembly/words.ts` gives the same numbers sooner. */
function readPlainly(words: Words, body: string): void {
  words.clear();
  quotations.clear();
  const wrapped = isHardWrapped(body);
  const length = body.length;
  let lineFirst = 0;
  let inkOnLine = false;
  let lineStart = 0;
  let sentence: number = OPEN;
  let sentenceFlag: number = SENTENCE_START;

  // The open word: start < 0 when there is none.
  let start = -1;
  let end = 0;
  let state = WORD_SEED;
  let lane = 0;
  let shift = 0;
  let lanes = 0;
  let odd = false;
  let bits = 0;

  for (let i = 0; i <= length; i++) {
    let unit = i < length ? body.charCodeAt(i) : 10;
    let entry = FOLD_TABLE[unit]!;
    if (entry === 0) entry = makeEntry(unit);

    if ((entry & CLASS_BITS) === LETTER_BITS) {
      if (start < 0) {
        start = i;
        state = WORD_SEED;
        lane = 0;
        shift = 0;
        lanes = 0;
        odd = false;
        bits = 0;
      }
      // As many letters as there are: nearly all of a text is read in this loop.
      do {
        bits |= entry;
        const folded = entry & 0xffff;
        if (folded < 0x80) {
          lane |= folded << shift;
          shift += 8;
          if (shift === 32) {
            state = mixLane(state, lane);
            lane = 0;
            shift = 0;
            lanes++;
          }
        } else {
          // Two or three bytes of UTF-8, first byte lowest, as far as the lane has room.
          const bytes = utf8Bytes(folded);
          const filled = shift + (folded < 0x800 ? 16 : 24);
          lane |= bytes << shift;
          if (filled >= 32) {
            state = mixLane(state, lane);
            lane = filled === 32 ? 0 : bytes >>> (32 - shift);
            shift = filled - 32;
            lanes++;
          } else {
            shift = filled;
          }
        }
        i++;
        unit = i < length ? body.charCodeAt(i) : 10;
        entry = FOLD_TABLE[unit]!;
        if (entry === 0) entry = makeEntry(unit);
      } while ((entry & CLASS_BITS) === LETTER_BITS);
      end = i;
      // Five words of six end at a blank and need nothing of what follows.
      if ((entry & CLASS_BITS) === BLANK_BITS && !odd && (bits & MIXED) !== MIXED) {
        const flags = ((bits & NOT_DIGIT) === 0 ? DIGITS : 0) | ((bits & UPPER) !== 0 ? CAPITAL : 0) | sentenceFlag;
        words.push(finishHash(state, lane, (lanes << 2) + (shift >> 3)), start, end, flags);
        sentenceFlag = 0;
        sentence = OPEN;
        inkOnLine = true;
        start = -1;
        continue;
      }
    }

    let kind = (entry >>> 16) & 0xf;
    let next = i + 1;
    if (kind === ODD) {
      let oddKind = LETTER;
      if (unit >= 0xd800 && unit <= 0xdfff) {
        const codePoint = body.codePointAt(i) ?? 0;
        if (codePoint > 0xffff) next = i + 2;
        oddKind = codePoint > 0xffff ? classOfCodePoint(codePoint) : SEPARATOR;
      }
      if (oddKind === LETTER) {
        if (start < 0) {
          start = i;
          bits = 0;
        }
        end = next;
        odd = true;
        i = next - 1;
        continue;
      }
      kind = oddKind;
      entry = 0;
    }

    if (kind === IGNORED) {
      i = next - 1;
      // A word that opens with an invisible character has not opened yet; one inside or after it changes nothing.
      continue;
    }

    if (start >= 0) {
      if (kind === APOSTROPHE || kind === DOT) {
        const after = visibleFrom(body, i + 1, 1);
        const joins = kind === DOT ? isAcronymDot(body, i) : after >= 0 && isWordClass(classOf(body.charCodeAt(after)));
        if (joins) continue;
      }
      // The word is over.
      if ((bits & MIXED) === MIXED) odd = true;
      let hash: number;
      let empty = false;
      let digits = (bits & NOT_DIGIT) === 0;
      if (odd) {
        const whole = foldWhole(body.slice(start, end));
        empty = whole.isEmpty;
        digits = whole.digits !== 0;
        hash = whole.hash;
      } else {
        hash = finishHash(state, lane, (lanes << 2) + (shift >> 3));
      }
      if (!empty) {
        words.push(hash, start, end, (digits ? DIGITS : 0) | ((bits & UPPER) !== 0 ? CAPITAL : 0) | sentenceFlag);
        sentenceFlag = 0;
        sentence = OPEN;
        inkOnLine = true;
      }
      start = -1;
    }

    // The first half of a CR LF is a blank: one break, not two.
    if (unit === 13 && body.charCodeAt(i + 1) === 10) kind = BLANK;

    switch (kind) {
      case UNSPACED: {
        // Half-width and decomposed kana carry their voicing mark behind them.
        const mark = body.charCodeAt(next);
        const voiced = mark === 0x3099 || mark === 0x309a || mark === 0xff9e || mark === 0xff9f;
        if (voiced) next++;
        const hash = voiced || entry === 0 ? foldWhole(body.slice(i, next)).hash : hashUnit(entry & 0xffff);
        if (sentence === PARTED) sentenceFlag = SENTENCE_START;
        words.push(hash, i, next, UNSPACED_WORD | sentenceFlag);
        sentenceFlag = 0;
        sentence = OPEN;
        inkOnLine = true;
        break;
      }
      case NEWLINE: {
        const soft = wrapped && unit === 10 && i < length && inkOnLine && goesOn(body, i);
        if (soft) {
          if (sentence === ENDED) sentence = PARTED;
          if (sentence === PARTED) sentenceFlag = SENTENCE_START;
          inkOnLine = false;
          break;
        }
        if (words.count > lineFirst) quotations.endParagraph(words, body, lineStart, i, lineFirst);
        words.endLine(lineFirst, sentence !== OPEN);
        lineFirst = words.count;
        lineStart = i + 1;
        inkOnLine = false;
        sentence = OPEN;
        sentenceFlag = SENTENCE_START;
        break;
      }
      case BLANK:
        if (sentence === ENDED) {
          sentence = PARTED;
          sentenceFlag = SENTENCE_START;
        }
        break;
      case DOT:
      case SENTENCE_END:
        sentence = ENDED;
        inkOnLine = true;
        break;
      case SENTENCE_STOP:
        sentence = ENDED;
        sentenceFlag = SENTENCE_START;
        inkOnLine = true;
        break;
      case CLOSER:
        if (sentence === PARTED) sentence = OPEN;
        inkOnLine = true;
        break;
      case QUOTE_CLOSE:
        quotations.push(i, words.count);
        if (sentence === PARTED) sentence = OPEN;
        inkOnLine = true;
        break;
      case QUOTE_OPEN:
      case QUOTE_TOGGLE:
        quotations.push(i, words.count);
        inkOnLine = true;
        break;
      case APOSTROPHE:
        quotations.push(i, words.count);
        // Two single marks side by side are an old way to write a double one.
        if (body.charCodeAt(i + 1) === unit && unit !== 0xb4) next = i + 2;
        inkOnLine = true;
        break;
      default:
        // A symbol or a comma: the sentence, if it had ended, has not.
        sentence = OPEN;
        inkOnLine = true;
    }
    i = next - 1;
  }
  quotations.finish(words);
  words.finish();
}

/** MurmurHash3 of one folded code unit at or above 0x80. */
function hashUnit(folded: number): number {
  return finishHash(WORD_SEED, utf8Bytes(folded), folded < 0x800 ? 2 : 3);
}

let reader: TextReader | undefined;
/** The words that the reader has read, in its memory. */
const lying = new Words();
const codePointClasses = new Map<number, number>();

/** The compiled reader, with the text taken; none where it is to be read plainly. */
function readerOf(body: string): TextReader | undefined {
  const compiled = compiledReader();
  return compiled?.take(body) === true ? compiled : undefined;
}

/** None where texts are to be read plainly. */
function compiledReader(): TextReader | undefined {
  if (kernelChosen() === 'plain') return undefined;
  reader ??= new TextReader({
    entryOf,
    traitsOf,
    classOfCodePoint: (codePoint) => {
      const known = codePointClasses.get(codePoint);
      if (known !== undefined) return known;
      const kind = classOfCodePoint(codePoint);
      codePointClasses.set(codePoint, kind);
      return kind;
    },
    foldWhole,
    isHardWrapped,
    quoteReplies: (paragraph, ink, first, count) => {
      if (reader === undefined) return 0;
      lying.lieIn(reader);
      lying.count = count;
      lying.quotedCount = 0;
      quoteReplies(lying, paragraph, ink, first);
      return lying.quotedCount;
    },
    isElision,
    elisionUnits: ELISION_UNITS,
  });
  return reader;
}

const SUSPECT_UNIT = new RegExp(SUSPECT_UNITS);

function traitsOf(unit: number): number {
  const character = String.fromCharCode(unit);
  let traits = quoteTraitsOf(unit);
  if (character !== character.toUpperCase()) traits |= CASED;
  if (SUSPECT_UNIT.test(character)) traits |= SUSPECT;
  return traits;
}
