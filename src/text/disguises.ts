import { ODD_ACCENTS, ODD_CAPITALS, ODD_SPACES } from '../kernel/limits.ts';
import { MIN_WORDS } from '../kernel/scheme.ts';
import { type DisguiseName, LETTER_DISGUISE_NAMES } from '../model.ts';
import { wordEndsIn } from './spaced-words.ts';
import { SUSPECT_NEIGHBOURS, SUSPECT_UNITS } from './suspects.ts';
import type { Words } from './word-list.ts';
import { readInPlace, readTaken, readWords } from './words.ts';

/**
 * Disguises: the same words, written so that programs take them for others. Most are folded away with the words
 * (`normalise.ts`); three are not, since honest texts hold the same characters, and are undone here where a text holds so
 * many of them that nothing else can be meant: marks laid over letters, lookalikes of another alphabet, letters spaced apart.
 *
 * Nothing is done for a text without a suspect character, which nearly all are.
 */

/** One bit for each name of LETTER_DISGUISE_NAMES, in their order. */
export type DisguiseBits = number;

type LetterDisguise = (typeof LETTER_DISGUISE_NAMES)[number];

const BIT = Object.fromEntries(LETTER_DISGUISE_NAMES.map((name, k) => [name, 1 << k])) as Record<
  LetterDisguise,
  number
>;
/** Soft hyphens are invisible too, and honest where a whole site sets them: they are told where one text has them only. */
const SOFT_HYPHENS = 1 << LETTER_DISGUISE_NAMES.length;
const TO_UNDO = BIT.lookalikes | BIT['spaced-letters'] | BIT['combining-marks'];
/** No honest text has these: they are told of a pair though both texts should have them. */
const NEVER_HONEST = TO_UNDO | BIT['invisible-characters'] | BIT['full-width'] | BIT['styled-letters'];

/** The names that the bits stand for. */
export function disguiseNames(given: DisguiseBits): DisguiseName[] {
  const bits = (given & SOFT_HYPHENS) === 0 ? given : given | BIT['invisible-characters'];
  return LETTER_DISGUISE_NAMES.filter((name) => (bits & BIT[name]) !== 0);
}

/** What disguises one of two texts with the same words: what one has and the other has not, or what no honest text has. */
export function disguisesBetween(left: DisguiseBits, right: DisguiseBits): DisguiseBits {
  return (left ^ right) | ((left | right) & NEVER_HONEST);
}

// All shares below: taste, far from what pages of thirty languages hold and from what a disguise must do to work.
const MIN_INVISIBLE = 0.05;
/** Hyphenation of long words is honest; of every word it is not. */
const MIN_SOFT_HYPHENS = 0.25;
const MIN_LOOKALIKES = 0.03;
const MIN_FULL_WIDTH = 0.05;
const MIN_LIGATURES = 0.005;
const MIN_SPACED_LETTERS = 0.05;
const MIN_ODD_SPACES = 0.5;
/** A page around the text has its own. */
const MIN_CAPITALS = 0.7;
/** Marks that join no letter: of an African or a Baltic text a few words have them. */
const MIN_OVERLAYS = 0.1;
/** One mark on three quarters of one letter, and that letter common: no alphabet does it. Vietnamese ê comes nearest, .62. */
const MIN_MARKED_SHARE = 0.75;
const MIN_MARKED_LETTER = 0.04;
/** Letters that carry marks, of 26: Slovak has 14. */
const MAX_MARKED_LETTERS = 15;
const MIN_MARKED_WORDS = 0.4;
/** Shorter texts show too little. */
const MIN_LETTERS = 200;
const MIN_COUNT = 3;

/** Anything that could be part of a disguise; one in a text and the text is looked at. */
const SUSPECT = new RegExp(`${SUSPECT_UNITS}|${SUSPECT_NEIGHBOURS}`);
const INVISIBLE = '[\\p{Default_Ignorable_Code_Point}\\p{Cf}]';
const CASED_SCRIPT = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}]';
const INVISIBLE_AT_LETTER = new RegExp(`(?<=${CASED_SCRIPT})${INVISIBLE}+|${INVISIBLE}+(?=${CASED_SCRIPT})`, 'gu');
const SOFT_HYPHEN = /(?<=\p{L})\u00ad(?=\p{L})/gu;
const WORD = /[\p{L}\p{M}\p{N}\p{Cf}]+/gu;
const LATIN = /[A-Za-z]/;
const OTHER_ALPHABET = /[\u0370-\u03ff\u0400-\u052f]/;
const MADE_UP_LATIN = /[\u0251\u0261\u0262\u026a\u0274\u0280\u0299\u029c\u029f\u028f\u1d00-\u1d22\ua730\ua731]/;
const FULL_WIDTH = /[\uff21-\uff3a\uff41-\uff5a]+/g;
/** Letters of mathematics, in rings and in brackets: ordinary ones to a reader. */
const STYLED = /[\u{1d400}-\u{1d7ff}\u249c-\u24e9\u{1f110}-\u{1f149}]+/gu;
const LIGATURE = /[\ufb00-\ufb06]/g;
const ODD_SPACE = /(?<=\S)[\u00a0\u2000-\u200a\u202f\u205f](?=\S)/g;
const PLAIN_SPACE = /(?<=\S) (?=\S)/g;
/** Four letters and more, one by one, with the same sort of thing between them. */
const SPACED =
  /(?<![\p{L}\p{M}\p{N}])\p{L}(?:([ \u00a0\u2000-\u200a.\u00b7_*-])\p{L}(?:\1\p{L}){2,})(?![\p{L}\p{M}\p{N}])/gu;
/** Spaced words have five letters or ten in the mean, by language; phrases between two commas more. */
const EVEN_RUN_LETTERS = 14;
/** In a text that has these, shorter words and numbers are spaced too. */
const SPACED_WORD =
  /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]([ \u00a0\u2000-\u200a.\u00b7_*-])[\p{L}\p{N}](?:\1[\p{L}\p{N}])*(?![\p{L}\p{M}\p{N}])/gu;
const LETTER = /\p{L}/u;
const UPPER = /\p{Lu}/gu;
const LOWER = /\p{Ll}/gu;
const MARKED_SCRIPTS = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
const MARKS = /\p{Mn}+$/u;
/** A mark that stayed alone after composition, on a letter of these alphabets. */
const OVERLAY = new RegExp(`(?<=${CASED_SCRIPT})\\p{Mn}+`, 'gu');

/** What may part spaced letters, besides the blanks of different widths. */
const LETTER_GAPS = new Set([...' \u00a0.\u00b7_*-'].map((gap) => gap.charCodeAt(0)));

/** So many characters from the begin and the middle of a text tell whether to count capitals, blanks and accents in all of it. */
const SAMPLE = 256;
/** With shorter words than this, blank and all, a text may hold spaced letters. English has 6, Vietnamese 4.5. */
const SHORT_WORDS = 4.6;

/**
 * Reads the words of a body as `readWords` does, with its disguise undone where it has one; offsets point into the body all
 * the same. A text too short to judge is not looked at.
 */
export function readBody(words: Words, body: string): DisguiseBits {
  const { words: read, disguises } = readBodyInPlace(words, body);
  if (read !== words) words.copyFrom(read);
  return disguises;
}

/** The same without a copy, where there is no need of one: the words are `words`, or hold until anything is read. */
export function readBodyInPlace(words: Words, body: string): { words: Words; disguises: DisguiseBits } {
  return looked(readInPlace(words, body), words, () => body);
}

/** The same of the text that was taken last, and the body where a string had to be made of it. */
export function readTakenBody(own: Words): { words: Words; disguises: DisguiseBits; body: string | undefined } {
  const words = readTaken();
  let body: string | undefined;
  const found = looked(words, own, () => {
    body ??= words.reader?.slice(0, words.reader.length) ?? '';
    return body;
  });
  return { ...found, body };
}

/**
 * What was read of a body, with its disguise undone where it has one.
 *
 * @param own  where words are read that must be read again
 * @param body asked for only where something is suspect
 */
function looked(read: Words, own: Words, body: () => string): { words: Words; disguises: DisguiseBits } {
  const suspicions = read.count < MIN_WORDS ? 0 : suspicionsOf(read, body);
  if (suspicions === 0) return { words: read, disguises: 0 };
  const text = body();
  const disguises = disguisesOf(text, read, suspicions);
  if ((disguises & TO_UNDO) === 0) return { words: read, disguises };
  const plain = undone(text, disguises);
  readWords(own, plain.text);
  for (let at = 0; at < own.count; at++) {
    own.starts[at] = plain.offsets[own.starts[at]!]!;
    own.ends[at] = plain.offsets[own.ends[at]!]!;
  }
  return { words: own, disguises };
}

/** Why a text is looked at: for a character that could be part of any disguise, or for what its words or a piece of it are like. */
const BY_UNITS = 8;
const BY_SHORT_WORDS = 16;

function suspicionsOf(words: Words, body: () => string): number {
  const { reader } = words;
  let suspicions = 0;
  if (reader === undefined ? SUSPECT.test(body()) : reader.isSuspect) suspicions |= BY_UNITS;
  const length = reader?.length ?? body().length;
  const isUnspaced = words.unspacedCount * 2 > words.count;
  if (!isUnspaced && words.count * SHORT_WORDS > length && (reader?.maySpaceLetters() ?? maySpaceLetters(body()))) {
    suspicions |= BY_SHORT_WORDS;
  }
  const oddities = (from: number): number => {
    const to = Math.min(length, from + SAMPLE);
    return reader === undefined ? oddityOf(body(), from, to) : reader.oddityOf(from, to);
  };
  suspicions |= oddities(0);
  if (length > 2 * SAMPLE) suspicions |= oddities(length >> 1);
  return suspicions;
}

/** Are there four letters with the same thing between them that may part spaced ones? Korean has short words, too. */
function maySpaceLetters(body: string): boolean {
  for (let at = 1; at + 4 < body.length; at++) {
    const unit = body.charCodeAt(at);
    // A letter of two units.
    if ((unit & 0xf800) === 0xd800) return true;
    if (unit !== body.charCodeAt(at + 2) || unit !== body.charCodeAt(at + 4) || !isLetterGap(unit)) continue;
    const isLetter = (place: number): boolean => LETTER.test(body.charAt(place));
    if ([-1, 1, 3, 5].every((k) => isLetter(at + k)) && !isLetter(at - 2) && !isLetter(at + 6)) return true;
  }
  return false;
}

function isLetterGap(unit: number): boolean {
  return LETTER_GAPS.has(unit) || (unit >= 0x2000 && unit <= 0x200a);
}

/** In what the capitals, the accents or the blanks of a piece of the text are other than in most: ODD_CAPITALS and so on. */
function oddityOf(body: string, from: number, to: number): number {
  let upper = 0;
  let lower = 0;
  let accented = 0;
  let hardSpaces = 0;
  let spaces = 0;
  for (let at = from; at < to; at++) {
    const unit = body.charCodeAt(at);
    if (unit >= 0x61 && unit <= 0x7a) lower++;
    else if (unit === 0x20) spaces++;
    else if (unit >= 0x41 && unit <= 0x5a) upper++;
    else if (unit === 0xa0) hardSpaces++;
    else if ((unit >= 0xc0 && unit <= 0x24f) || (unit >= 0x1e00 && unit <= 0x1eff)) accented++;
  }
  return (
    (upper > lower * 4 ? ODD_CAPITALS : 0) |
    (accented * 12 > lower + upper ? ODD_ACCENTS : 0) |
    (hardSpaces > spaces ? ODD_SPACES : 0)
  );
}

function countOf(body: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of body.matchAll(pattern)) count++;
  return count;
}

/** The disguises of a text, looked at whole where a character is suspect, else for what it is suspected of. */
function disguisesOf(body: string, words: Words, suspicions: number): DisguiseBits {
  let bits = 0;
  const wordCount = Math.max(1, words.count);
  const set = (name: LetterDisguise, count: number, share: number): void => {
    if (count >= MIN_COUNT && count >= share * wordCount) bits |= BIT[name];
  };
  const all = (suspicions & BY_UNITS) !== 0;
  if (all) {
    const softHyphens = countOf(body, SOFT_HYPHEN);
    set('invisible-characters', countOf(body, INVISIBLE_AT_LETTER) - softHyphens, MIN_INVISIBLE);
    if (softHyphens >= MIN_COUNT && softHyphens >= MIN_SOFT_HYPHENS * wordCount) bits |= SOFT_HYPHENS;
    const isUnspaced = words.unspacedCount * 2 > words.count;
    if (!isUnspaced) set('full-width', countOf(body, FULL_WIDTH), MIN_FULL_WIDTH);
    set('styled-letters', countOf(body, STYLED), MIN_FULL_WIDTH);
    set('ligatures', countOf(body, LIGATURE), MIN_LIGATURES);
    let mixed = 0;
    for (const [word] of body.matchAll(WORD)) {
      if ((LATIN.test(word) && OTHER_ALPHABET.test(word)) || MADE_UP_LATIN.test(word)) mixed++;
    }
    set('lookalikes', mixed, MIN_LOOKALIKES);
  }
  if (all || (suspicions & ODD_SPACES) !== 0) {
    const oddSpaces = countOf(body, ODD_SPACE);
    if (oddSpaces >= MIN_COUNT && oddSpaces >= MIN_ODD_SPACES * (oddSpaces + countOf(body, PLAIN_SPACE))) {
      bits |= BIT['odd-spaces'];
    }
  }
  if (all || (suspicions & ODD_CAPITALS) !== 0) {
    const upper = countOf(body, UPPER);
    if (upper >= MIN_LETTERS && upper >= MIN_CAPITALS * (upper + countOf(body, LOWER))) bits |= BIT.capitals;
  }
  if (all || (suspicions & BY_SHORT_WORDS) !== 0) {
    const { runs, share } = spacedIn(body, words);
    set('spaced-letters', runs, MIN_SPACED_LETTERS * share);
  }
  if ((all || (suspicions & ODD_ACCENTS) !== 0) && isMarked(body, wordCount)) bits |= BIT['combining-marks'];
  return bits;
}

/** Runs of spaced letters; they are many words, and the share is that of as many as are left when they are joined. */
function spacedIn(body: string, words: Words): { runs: number; share: number } {
  let letters = 0;
  let runs = 0;
  for (const [run] of body.matchAll(SPACED)) {
    const own = (run.length + 1) / 2;
    letters += own;
    // Words that are no further apart than their letters are one run.
    runs += Math.max(1, Math.floor(own / EVEN_RUN_LETTERS));
  }
  return { runs, share: (words.count - letters + runs) / Math.max(1, words.count) };
}

const unitCounts = new Uint32Array(0x1_0000);

/** How often each character occurs, those of two units first. */
function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const units: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if ((unit & 0xf800) === 0xd800) {
      const letter = String.fromCodePoint(text.codePointAt(at) ?? 0);
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
      at += letter.length - 1;
      continue;
    }
    if (unitCounts[unit] === 0) units.push(unit);
    unitCounts[unit]!++;
  }
  for (const unit of units) {
    counts.set(String.fromCharCode(unit), unitCounts[unit]!);
    unitCounts[unit] = 0;
  }
  return counts;
}

/** Do the marks on letters belong to no alphabet? */
function isMarked(body: string, wordCount: number): boolean {
  const composed = body.normalize('NFC');
  if (countOf(composed, OVERLAY) >= Math.max(MIN_COUNT, MIN_OVERLAYS * wordCount)) return true;
  const letters = new Map<string, number>();
  const marked = new Map<string, number>();
  let all = 0;
  // Counted first: a text has hundreds of letters, and some sixty different ones.
  for (const [letter, count] of countsOf(composed.toLowerCase())) {
    if (!MARKED_SCRIPTS.test(letter)) continue;
    const [base = letter, mark] = letter.normalize('NFD');
    letters.set(base, (letters.get(base) ?? 0) + count);
    all += count;
    if (mark !== undefined) marked.set(base + mark, (marked.get(base + mark) ?? 0) + count);
  }
  if (all < MIN_LETTERS) return false;
  const carriers = new Set<string>();
  for (const [pair, count] of marked) {
    const base = pair.charAt(0);
    const total = letters.get(base) ?? 0;
    if (count >= MIN_MARKED_SHARE * total && total >= MIN_MARKED_LETTER * all) return true;
    if (count >= MIN_COUNT) carriers.add(base);
  }
  if (carriers.size <= MAX_MARKED_LETTERS) return false;
  let markedWords = 0;
  for (const [word] of composed.matchAll(WORD)) if (/\p{Mn}/u.test(word.normalize('NFD'))) markedWords++;
  return markedWords >= MIN_MARKED_WORDS * wordCount;
}

/** Lookalikes and the Latin letter they stand for: small letters, then capitals. Facts of Unicode's confusables. */
const TO_LATIN = new Map<string, string>();
const TO_CYRILLIC = new Map<string, string>();
for (const [others, latin] of [
  ['аеорсухіјѕԁһԛԝӏьгпв', 'aeopcyxijsdhqwlbrnb'],
  ['АВЕКМНОРСТХІЈЅУ', 'ABEKMHOPCTXIJSY'],
  ['αορνικτυηγχεωσ', 'aopviktunyxewo'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ['ɑɡɪʏʀʟɴɢʙʜᴀᴄᴅᴇꜰᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢ', 'agiyrlngbhacdefjkmopstuvwz'],
] as const) {
  for (const [k, letter] of [...others].entries()) if (!TO_LATIN.has(letter)) TO_LATIN.set(letter, latin.charAt(k));
}
for (const [k, letter] of [...'aeopcyxijsABEKMHOPCTXIJSY'].entries()) {
  TO_CYRILLIC.set(letter, [...'аеорсухіјѕАВЕКМНОРСТХІЈЅУ'][k] ?? letter);
}

/** Are words no further apart than letters? Then what is spaced goes on from word to word. */
function isSpacedEvenly(body: string): boolean {
  let letters = 0;
  let runs = 0;
  for (const [run] of body.matchAll(SPACED)) {
    letters += (run.length + 1) / 2;
    runs++;
  }
  return letters >= EVEN_RUN_LETTERS * runs;
}

/** A text without what hides it, and for each of its UTF-16 code units, and its end, the offset in the body. */
function undone(body: string, bits: DisguiseBits): { text: string; offsets: Uint32Array } {
  const isDropped = new Uint8Array(body.length);
  if ((bits & BIT['spaced-letters']) !== 0) {
    const isEven = isSpacedEvenly(body);
    for (const { index, 0: run } of body.matchAll(SPACED_WORD)) {
      let isLetter = true;
      const ends = isEven ? wordEndsIn([...run].filter((_, k) => k % 2 === 0)) : undefined;
      let letters = 0;
      for (let at = index; at < index + run.length; ) {
        const width = (body.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
        if (isLetter) letters++;
        else if (ends?.has(letters) !== true) isDropped[at] = 1;
        isLetter = !isLetter;
        at += width;
      }
    }
  }
  const lookalikes = (bits & BIT.lookalikes) !== 0 ? lookalikesOf(body) : undefined;
  const isMarked = (bits & BIT['combining-marks']) !== 0;
  const offsets: number[] = [];
  let text = '';
  let isAfterLetter = false;
  for (let at = 0; at < body.length; ) {
    const letter = String.fromCodePoint(body.codePointAt(at) ?? 0);
    const from = at;
    at += letter.length;
    if (isDropped[from] === 1) continue;
    let plain = lookalikes?.get(letter) ?? letter;
    if (isMarked) {
      if (isAfterLetter && MARKS.test(letter)) continue;
      isAfterLetter = MARKED_SCRIPTS.test(plain);
      if (isAfterLetter) plain = plain.normalize('NFD').replace(MARKS, '');
    }
    text += plain;
    for (let k = 0; k < plain.length; k++) offsets.push(from);
  }
  offsets.push(body.length);
  return { text, offsets: Uint32Array.from(offsets) };
}

/** Which way lookalikes go: to the alphabet whose own letters, those without a double, the text holds most of. */
function lookalikesOf(body: string): ReadonlyMap<string, string> {
  let latin = 0;
  let cyrillic = 0;
  for (const letter of body) {
    if (LATIN.test(letter)) {
      if (!TO_CYRILLIC.has(letter)) latin++;
    } else if (letter >= '\u0400' && letter <= '\u052f' && !TO_LATIN.has(letter)) cyrillic++;
  }
  return latin >= cyrillic ? TO_LATIN : TO_CYRILLIC;
}
