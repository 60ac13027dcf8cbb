/**
 * The sketch once more, written from docs/formats/sketch-v1.md and from nothing else: slow, in the words of the page, with
 * whole numbers of any size. Tests hold it against the product.
 */

export interface PageWord {
  /** The word as it is hashed. */
  readonly folded: string;
  readonly isUnspaced: boolean;
  /** UTF-16 offsets of the first letter and of the end of the last one. */
  readonly start: number;
  readonly end: number;
}

const APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\u2032";
const BREAKS = '\u000a\u000b\u000c\u000d\u0085\u2028\u2029';
const VOICING_MARKS = '\u3099\u309a\uff9e\uff9f';
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;
const ARABIC_SIGN = /[\u064b-\u065f\u0670\u0640]/u;
const WORDLIKE = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED_BLOCKS: readonly (readonly [number, number])[] = [
  [0x0e00, 0x0eff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x3040, 0x30ff],
  [0x31f0, 0x31ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x3ffff],
];
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ['а е о р с у х і ј ѕ ԁ һ ԛ ԝ', 'a e o p c y x i j s d h q w'],
  ['α ο ρ ν ι κ', 'a o p v i k'],
  ['А В Е К М Н О Р С Т Х І Ј Ѕ', 'a b e k m h o p c t x i j s'],
  ['Α Β Ε Ζ Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ', 'a b e z h i k m n o p t y x'],
];

function without(text: string, unwanted: (character: string) => boolean): string {
  return [...text].filter((character) => !unwanted(character)).join('');
}

function asLatin(character: string): string {
  for (const [from, to] of LOOKALIKES) {
    const at = from.split(' ').indexOf(character);
    if (at >= 0) return to.split(' ')[at]!;
  }
  return character;
}

/** The six steps of "Folding". */
export function fold(text: string): string {
  let folded = without(text, (character) => APOSTROPHES.includes(character));
  folded = folded.normalize('NFKC');
  folded = without(folded, (character) => INVISIBLE.test(character) || ARABIC_SIGN.test(character));
  const characters = [...folded];
  const hasLatin = characters.some((character) => /^[A-Za-z]$/.test(character));
  const hasOther = characters.some((character) => character >= '\u0370' && character <= '\u052f');
  if (hasLatin && hasOther) folded = characters.map(asLatin).join('');
  folded = [...folded]
    .map((character) => (character === '\u0131' ? character : character.toLowerCase().toUpperCase().toLowerCase()))
    .join('')
    .replaceAll('i\u0307', 'i');
  return without(folded, (character) => !WORDLIKE.test(character));
}

type Kind = 'apostrophe' | 'break' | 'letter' | 'invisible' | 'dot' | 'unspaced' | 'other';

function isInBlocks(character: string): boolean {
  const point = character.codePointAt(0)!;
  return UNSPACED_BLOCKS.some(([first, last]) => point >= first && point <= last);
}

/** The table of "Kinds of characters", row by row. */
function kindOf(character: string): Kind {
  const point = character.codePointAt(0)!;
  const isBasic = point <= 0xffff;
  if (point >= 0xd800 && point <= 0xdfff) return 'other';
  if (APOSTROPHES.includes(character)) return 'apostrophe';
  if (BREAKS.includes(character)) return 'break';
  if (point >= 0x653 && point <= 0x655) return 'letter';
  if (INVISIBLE.test(character) || ARABIC_SIGN.test(character)) return 'invisible';
  if ('\uff01\uff0e\uff1f\uff61'.includes(character)) return 'other';
  const f = without(character.normalize('NFKC'), (one) => INVISIBLE.test(one));
  if (!WORDLIKE.test(f)) {
    if (isBasic && f.startsWith('.') && !f.startsWith('...')) return 'dot';
    if (isBasic && f !== '' && APOSTROPHES.includes([...f][0]!)) return 'apostrophe';
    return 'other';
  }
  const isUnspaced = isBasic ? f.length === 1 && isInBlocks(f) : [...fold(character)].some(isInBlocks);
  return isUnspaced ? 'unspaced' : 'letter';
}

const kinds = new Map<string, Kind>();

function knownKindOf(character: string): Kind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  const kind = kindOf(character);
  kinds.set(character, kind);
  return kind;
}

/** The code units before and after a place that are not invisible: is each of them letterlike? */
function* letterlikeFrom(text: string, from: number, step: 1 | -1): Generator<boolean> {
  for (let at = from; at >= 0 && at < text.length; at += step) {
    const unit = text[at]!;
    const isSurrogate = unit >= '\ud800' && unit <= '\udfff';
    const kind = knownKindOf(unit);
    if (kind === 'invisible') continue;
    yield isSurrogate || kind === 'letter' || kind === 'unspaced';
  }
}

function joins(text: string, at: number, kind: 'apostrophe' | 'dot'): boolean {
  const [after = false, afterThat = false] = letterlikeFrom(text, at + 1, 1);
  if (kind === 'apostrophe') return after;
  const [before = false, beforeThat = false] = letterlikeFrom(text, at - 1, -1);
  return before && !beforeThat && after && !afterThat;
}

/** "Cutting a text into words". */
export function wordsOf(text: string): PageWord[] {
  const words: PageWord[] = [];
  let start = -1;
  let end = -1;
  const close = (): void => {
    if (start >= 0) {
      const folded = fold(text.slice(start, end));
      if (folded !== '') words.push({ folded, isUnspaced: false, start, end });
    }
    start = -1;
  };
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    let next = at + character.length;
    const kind = knownKindOf(character);
    if (kind === 'letter') {
      if (start < 0) start = at;
      end = next;
    } else if (kind === 'unspaced') {
      close();
      if (next < text.length && VOICING_MARKS.includes(text[next]!)) next++;
      words.push({ folded: fold(text.slice(at, next)), isUnspaced: true, start: at, end: next });
    } else if (kind === 'apostrophe' || kind === 'dot') {
      if (!joins(text, at, kind)) close();
    } else if (kind !== 'invisible') {
      close();
    }
    at = next;
  }
  close();
  return words;
}

/** "Texts too short". */
export function hasSketch(words: readonly PageWord[]): boolean {
  const unspaced = words.filter((word) => word.isUnspaced).length;
  return words.length >= (2 * unspaced > words.length ? 22 : 8);
}

const TWO_32 = 2n ** 32n;
const low32 = (value: bigint): bigint => ((value % TWO_32) + TWO_32) % TWO_32;
const rotl = (value: bigint, by: bigint): bigint => low32(value << by) | (value >> (32n - by));

function step(h: bigint, lane: bigint): bigint {
  const k = low32(rotl(low32(lane * 0xcc9e2d51n), 15n) * 0x1b873593n);
  return low32(rotl(h ^ k, 13n) * 5n + 0xe6546b64n);
}

function finish(h: bigint, n: number): bigint {
  let mixed = h ^ BigInt(n);
  mixed = low32((mixed ^ (mixed >> 16n)) * 0x85ebca6bn);
  mixed = low32((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n);
  return mixed ^ (mixed >> 16n);
}

/** "The hash of a word". */
export function wordHash(folded: string, seed = 0x77697265): number {
  const bytes = [...Buffer.from(folded, 'utf8')];
  let h = BigInt(seed);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    h = step(h, BigInt(bytes[at]! + bytes[at + 1]! * 2 ** 8 + bytes[at + 2]! * 2 ** 16 + bytes[at + 3]! * 2 ** 24));
  }
  let k = 0n;
  for (const [place, byte] of bytes.slice(at).entries()) k += BigInt(byte) << BigInt(8 * place);
  h ^= low32(rotl(low32(k * 0xcc9e2d51n), 15n) * 0x1b873593n);
  return Number(finish(h, bytes.length));
}

const MULTIPLIERS = [
  0x9e3779b1n,
  0x85ebca77n,
  0xc2b2ae3dn,
  0x6a09e667n,
  0xbb67ae85n,
  0x3c6ef373n,
  0xa54ff53bn,
  0x510e527fn,
];

/** "The hash of a shingle". */
export function shingleHashOf(wordHashes: readonly number[]): number {
  let sum = 0n;
  for (const [place, hash] of wordHashes.entries()) sum += BigInt(hash) * MULTIPLIERS[place]!;
  sum = low32(sum);
  let h = low32((sum ^ (sum >> 15n)) * 0x2c1b3c6dn);
  h = low32((h ^ (h >> 12n)) * 0x297a2d39n);
  return Number(h ^ (h >> 15n));
}

/** "What is kept", for a text that is not too short. */
export function sketchOf(hashes: readonly number[], isUnspaced: readonly boolean[]): number[] {
  const all = new Set<number>();
  for (let first = 0; first < hashes.length; first++) {
    const size = isUnspaced[first] ? 8 : 3;
    if (first + size <= hashes.length) all.add(shingleHashOf(hashes.slice(first, first + size)));
  }
  const ascending = [...all].sort((a, b) => a - b);
  const below = ascending.filter((hash) => hash < 0x20000000);
  return below.length < 24 ? ascending.slice(0, 24) : below;
}

/** "The hash of a text's words", and the key of a line. */
export function wordsHashOf(hashes: readonly number[]): string {
  let low = 0x2545f491n;
  let high = 0x4f6cdd1dn;
  for (const hash of hashes) {
    low = low32((rotl(low, 5n) ^ BigInt(hash)) * 0x9e3779b1n);
    high = low32((rotl(high, 11n) + BigInt(hash)) * 0x85ebca77n);
  }
  const halves = [finish(high, hashes.length), finish(low, hashes.length)];
  return halves.map((half) => half.toString(16).padStart(8, '0')).join('');
}

/** "Lines and their keys": the words of each line. */
export function linesOf(text: string): PageWord[][] {
  const isWrapped = isHardWrapped(text);
  const lines: PageWord[][] = [];
  let line: PageWord[] = [];
  let sinceBreak = '';
  const words = wordsOf(text);
  const endLine = (upTo: number): void => {
    while (words.length > 0 && words[0]!.start < upTo) line.push(words.shift()!);
    if (line.length > 0) lines.push(line);
    line = [];
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!;
    const isBreak = BREAKS.includes(unit) && !(unit === '\r' && text[at + 1] === '\n');
    if (!isBreak) {
      sinceBreak += unit;
      continue;
    }
    const [lineAfter = ''] = text.slice(at + 1).split('\n');
    const hasInk = [...sinceBreak].some((one) => knownKindOf(one) !== 'invisible' && !/^\s+$/u.test(one));
    const goesOn = lineAfter.trim() !== '' && !lineAfter.startsWith('  ');
    if (!(isWrapped && unit === '\n' && hasInk && goesOn)) endLine(at);
    sinceBreak = '';
  }
  endLine(text.length);
  return lines;
}

export function isHardWrapped(text: string): boolean {
  const lines = text.split('\n');
  const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
  const looked = lines.flatMap((line, k) => (isBlank(line) || isBlank(lines[k + 1]) ? [] : [k]));
  const changing = looked.filter((k) => {
    const first = lines[k + 1]!.trimStart()[0]!;
    return first.toUpperCase() !== first;
  });
  const lengths = looked.map((k) => lines[k]!.length).sort((a, b) => a - b);
  const count = looked.length;
  if (count < 4 || changing.length < 0.4 * count) return false;
  const wide = lengths[Math.floor((9 * count) / 10)]!;
  return wide >= 40 && wide <= 100 && lengths[Math.floor(count / 2)]! >= 0.8 * wide;
}
