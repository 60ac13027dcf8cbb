/**
 * Folding: what makes two spellings of a word the same word. NFKC, case fold, invisible characters and Arabic vowel signs
 * dropped, lookalikes folded inside words that mix scripts; diacritics are kept (research: folding them merges a quarter
 * of all Vietnamese words). `docs/formats/sketch-v1.md` says the same in prose.
 *
 * The table answers for one UTF-16 code unit; what needs its neighbours (combining marks, surrogates) is marked ODD, and
 * the word it stands in goes through `foldWord` as a whole.
 */

import {
  APOSTROPHE,
  BLANK,
  CLOSER,
  DOT,
  GREEK_OR_CYRILLIC,
  IGNORED,
  LATIN,
  LETTER,
  NEWLINE,
  NOT_DIGIT,
  ODD,
  QUOTE_CLOSE,
  QUOTE_OPEN,
  QUOTE_TOGGLE,
  SENTENCE_END,
  SENTENCE_STOP,
  SEPARATOR,
  UNSPACED,
  UPPER,
} from '../kernel/classes.ts';

/** Lookalikes of Latin letters, folded only where a word also holds Latin letters. Facts of Unicode's confusables. */
const LOOKALIKES = new Map<string, string>(
  [...'аеорсухіјѕԁһԛԝоαορνικ'].map((letter, index) => [letter, [...'aeopcyxijsdhqwoaopvik'][index] ?? letter]),
);
// Capitals that look like another Latin letter than their lower case does: В is b, Н is h, and so on.
for (const [index, letter] of [...'АВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'].entries()) {
  LOOKALIKES.set(letter, [...'abekmhopctxijsabezhikmnoptyx'][index] ?? letter);
}

const WORD_CHARACTER = /^[\p{L}\p{N}\p{M}]$/u;
const HAS_WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const NOT_WORD = /[^\p{L}\p{N}\p{M}]/gu;
const MARK = /^\p{M}$/u;
const DECIMAL = /^\p{Nd}$/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const ARABIC_SIGNS = /[\u064b-\u065f\u0670\u0640]/g;
const APOSTROPHES = /['\u2018\u2019\u02bc\u00b4`\u2032]/g;
const GREEK_CYRILLIC_BLOCKS = /[\u0370-\u052f]/;
const LATIN_LETTER = /[A-Za-z]/;
const CAPITAL_LETTER = /^[\p{Lu}\p{Lt}]$/u;
// Thai, Lao, Burmese, Khmer, Kana, Han. Hangul is written with spaces.
const UNSPACED_BLOCKS =
  /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]$/u;
const UNSPACED_ANY =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/u;
// Marks from U+0900 on that join the letter before them under NFKC; all other marks there stay as they are.
const JOINING_MARKS = new Set([
  0x093c, 0x09be, 0x09d7, 0x0b3e, 0x0b56, 0x0b57, 0x0bbe, 0x0bd7, 0x0c56, 0x0cc2, 0x0cd5, 0x0cd6, 0x0d3e, 0x0d57,
  0x0dca, 0x0dcf, 0x0ddf, 0x0fb5, 0x0fb7, 0x102e, 0x1b35, 0x3099, 0x309a,
]);

function joinsLetter(unit: number): boolean {
  // Marks for symbols and half marks may be put on any letter.
  return JOINING_MARKS.has(unit) || (unit >= 0x20d0 && unit <= 0x20ff) || (unit >= 0xfe20 && unit <= 0xfe2f);
}

/** Does NFKC put this mark before or behind others, whatever order they are written in? A low class and a high one tell. */
function changesPlaces(mark: string): boolean {
  return [`${mark}\u05b0`, `\u094d${mark}`].some((pair) => pair.normalize('NFD') !== pair);
}

/** Case folding by what JavaScript has: lower, upper, lower reaches ß, ẞ and ς; the dotless ı keeps its own letter. */
function foldCase(text: string): string {
  let out = '';
  for (const character of text) {
    out += character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase();
  }
  // İ folds to i and a dot above; Turkish and English spellings of one name should meet.
  return out.replace(/i\u0307/g, 'i');
}

function classifyPunctuation(character: string): number {
  switch (character) {
    case '\n':
    case '\r':
    case '\v':
    case '\f':
    case '\u0085':
    case '\u2028':
    case '\u2029':
      return NEWLINE;
    case '.':
      return DOT;
    case "'":
    case '\u2018':
    case '\u2019':
    case '\u02bc':
    case '\u00b4':
    case '`':
    case '\u2032':
      return APOSTROPHE;
    case '\u201c':
    case '\u00ab':
    case '\u201e':
    case '\u201f':
    case '\u201a':
    case '\u201b':
    case '\u2039':
    case '\u300c':
    case '\u300e':
    case '\u301d':
      return QUOTE_OPEN;
    case '\u201d':
    case '\u00bb':
    case '\u203a':
    case '\u300d':
    case '\u300f':
    case '\u301e':
    case '\u301f':
      return QUOTE_CLOSE;
    case '"':
      return QUOTE_TOGGLE;
    case '!':
    case '?':
      return SENTENCE_END;
    case '\u3002':
      return SENTENCE_STOP;
    case ')':
    case ']':
      return CLOSER;
    default:
      return /^\s$/u.test(character) ? BLANK : SEPARATOR;
  }
}

function classify(unit: number): number {
  const raw = String.fromCharCode(unit);
  if (unit >= 0xd800 && unit <= 0xdfff) return ODD << 16;
  const ownClass = classifyPunctuation(raw);
  // Before NFKC, which would turn ´ and NEL into something else.
  if (ownClass === APOSTROPHE || ownClass === NEWLINE) return ownClass << 16;
  // Madda and hamza join the letter before them under NFKC: أ may be written as two characters.
  if (unit >= 0x653 && unit <= 0x655) return ODD << 16;
  if (raw.replace(INVISIBLE, '').replace(ARABIC_SIGNS, '') === '') return IGNORED << 16;
  // Full-width ！ and ？ fold to ! and ?, but are followed by no blank.
  if (unit === 0xff01 || unit === 0xff1f || unit === 0xff0e || unit === 0xff61) return SENTENCE_STOP << 16;

  const folded = foldCase(raw.normalize('NFKC').replace(INVISIBLE, ''));
  if (!HAS_WORD_CHARACTER.test(folded)) {
    if (folded.startsWith('...') || folded.startsWith('!') || folded.startsWith('?')) return SENTENCE_END << 16;
    return classifyPunctuation(folded.slice(0, 1)) << 16;
  }
  if (folded.length !== 1 || !WORD_CHARACTER.test(folded)) return ODD << 16;
  const foldedUnit = folded.charCodeAt(0);
  // Jamo, half-width and compatible ones too, join into syllables.
  if (foldedUnit >= 0x1100 && foldedUnit <= 0x11ff) return ODD << 16;
  if (UNSPACED_BLOCKS.test(folded)) return (UNSPACED << 16) | foldedUnit;
  if (MARK.test(raw) && (unit < 0x900 || joinsLetter(unit) || changesPlaces(raw))) return ODD << 16;
  let entry = (LETTER << 16) | foldedUnit;
  if (LATIN_LETTER.test(folded)) entry |= LATIN;
  if (GREEK_CYRILLIC_BLOCKS.test(folded)) entry |= GREEK_OR_CYRILLIC;
  if (!DECIMAL.test(folded)) entry |= NOT_DIGIT;
  if (CAPITAL_LETTER.test(raw)) entry |= UPPER;
  return entry;
}

/** `class << 16 | folded code unit`, with the script bits above; 0 where a code unit was not met yet. Filled as texts need it. */
export const FOLD_TABLE = new Int32Array(0x10000);

/** Fills in the table's entry for one UTF-16 code unit. */
export function makeEntry(unit: number): number {
  const made = classify(unit);
  FOLD_TABLE[unit] = made;
  return made;
}

/** The table's entry for one UTF-16 code unit: its class in bits 16 to 19, the folded unit of a letter in bits 0 to 15. */
export function entryOf(unit: number): number {
  const entry = FOLD_TABLE[unit]!;
  return entry !== 0 ? entry : makeEntry(unit);
}

/** The class alone. */
export function classOf(unit: number): number {
  return (entryOf(unit) >>> 16) & 0xf;
}

/** Tells what a code point outside the Basic Multilingual Plane is to a word: LETTER, UNSPACED, IGNORED or SEPARATOR. */
export function classOfCodePoint(codePoint: number): number {
  const folded = foldWord(String.fromCodePoint(codePoint));
  if (folded === '')
    return /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u.test(String.fromCodePoint(codePoint)) ? IGNORED : SEPARATOR;
  return UNSPACED_ANY.test(folded) ? UNSPACED : LETTER;
}

/** Folds one word as a whole; gives `''` for a word of which nothing is left. */
export function foldWord(raw: string): string {
  // Before NFKC, which makes a mark of ´; ʼ would pass for a letter.
  let word = raw.replace(APOSTROPHES, '').normalize('NFKC').replace(INVISIBLE, '').replace(ARABIC_SIGNS, '');
  if (GREEK_CYRILLIC_BLOCKS.test(word) && LATIN_LETTER.test(word)) {
    let mapped = '';
    for (const letter of word) mapped += LOOKALIKES.get(letter) ?? letter;
    word = mapped;
  }
  return foldCase(word).replace(NOT_WORD, '');
}
