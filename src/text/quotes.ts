import {
  ALPHABETIC,
  ALWAYS_CLOSES,
  ALWAYS_OPENS,
  CAN_CLOSE,
  CAN_OPEN,
  CORNER,
  DOUBLE,
  ENDS_SPEECH,
  GUILLEMET,
  MAKE_SHIFT,
  NESTS,
  PAIRED_SINGLE,
  SINGLE,
  SINGLE_GUILLEMET,
  SPACE,
  STRAIGHT,
  STRAIGHT_SINGLE,
  WHITE_CORNER,
} from '../kernel/classes.ts';
import { MAX_DEPTH, MAX_UNCLOSED_WORDS } from '../kernel/limits.ts';
import type { Words } from './word-list.ts';

/**
 * Quoted speech: what stands between quotation marks of any make, in block quotes, and in the replies of a dialogue. It is
 * settled a paragraph at a time, from the marks that `readWords` met: a text without marks costs nothing.
 *
 * Marks are used both ways round in different languages (“…”, „…“, ”…”, «…», »…«), so that what stands around one
 * decides as much as its shape.
 */

const MAKES = new Map<number, number>();
for (const [make, marks] of [
  [DOUBLE, '\u201c\u201d\u201e\u201f\u301d\u301e\u301f'],
  [STRAIGHT, '"\uff02'],
  [GUILLEMET, '\u00ab\u00bb'],
  [SINGLE_GUILLEMET, '\u2039\u203a'],
  [CORNER, '\u300c\u300d\uff62\uff63'],
  [WHITE_CORNER, '\u300e\u300f'],
  [SINGLE, '\u2018\u2019\u201a\u201b'],
  [STRAIGHT_SINGLE, "'`\uff07"],
] as const) {
  for (const mark of marks) MAKES.set(mark.charCodeAt(0), make);
}
/** Marks that open whatever stands around them, and those that close. All others are told by their neighbours. */
const OPENERS = new Set([...'\u201e\u300c\u300e\uff62\u201a\u301d'].map((mark) => mark.charCodeAt(0)));
const CLOSERS = new Set([...'\u300d\u300f\uff63\u301e\u301f'].map((mark) => mark.charCodeAt(0)));

const BLANK = /\s/;
const OPENING = /[\s([{<¿¡\u2013\u2014\u2015\u2012/"'\u2018\u201c\u201e\u00ab\u2039\u300c\u300e-]/;
const CLOSING =
  /[\s)\]}>.,;:!?\u2026\u3002\u3001\uff0c\uff01\uff1f\u060c\u061b\u061f\u2013\u2014\u2015/"'\u2019\u201d\u00bb\u203a\u300d\u300f-]/;
const SPEECH_END = /[.,;:!?\u2026\u3002\uff01\uff1f\u060c\u061f"\u201d\u00bb]/;
const LETTER = /\p{L}/u;
/** A dash that opens a reply. */
const DIALOGUE_DASH = /^[\u2014\u2015]\s*\S|^\u2013\s+\S/;
/** A dash between a reply and what its speaker does: beside a mark of speech, or before a word it touches. */
const INNER_DASH =
  /[,.!?\u2026\u00bb\u201d]\s*[\u2013\u2014\u2015]|\s[\u2014\u2015](?=\p{L})|[\u2014\u2015](?=[.,;:])/gu;

/** English words that lost their beginning. */
const ELISION = /^(?:bout|cause|cos|em|n|round|s|til|tis|twas)(?!\p{L})/iu;

/** Enough of a text to tell one. */
export const ELISION_UNITS = 6;

/** Does the text begin with a word that has lost its beginning? */
export function isElision(text: string): boolean {
  return ELISION.test(text);
}

/** What a code unit is to quotations: the bits of `classes.ts` that the compiled reader asks for. */
export function quoteTraitsOf(unit: number): number {
  const mark = String.fromCharCode(unit);
  let traits = (MAKES.get(unit) ?? 0) << MAKE_SHIFT;
  if (BLANK.test(mark)) traits |= SPACE;
  if (LETTER.test(mark)) traits |= ALPHABETIC;
  if (OPENING.test(mark)) traits |= CAN_OPEN;
  if (CLOSING.test(mark)) traits |= CAN_CLOSE;
  if (SPEECH_END.test(mark)) traits |= ENDS_SPEECH;
  if (OPENERS.has(unit)) traits |= ALWAYS_OPENS;
  if (CLOSERS.has(unit)) traits |= ALWAYS_CLOSES;
  if (nests(unit)) traits |= NESTS;
  return traits;
}

interface Open {
  readonly make: number;
  readonly word: number;
  /** The first word after a quotation of the same make inside this one, or -1. */
  innerEnd: number;
}

/** The quotation marks of one paragraph, and the quotation that the paragraph before left open. */
export class Quotations {
  #count = 0;
  #offsets = new Uint32Array(64);
  #words = new Uint32Array(64);
  readonly #open: Open[] = [];
  #pendingMake = 0;
  #pendingFrom = 0;
  #pendingTo = 0;

  clear(): void {
    this.#count = 0;
    this.#open.length = 0;
    this.#pendingMake = 0;
  }

  /** A mark at an offset of the body, after so many words. */
  push(offset: number, word: number): void {
    if (this.#count === this.#offsets.length) {
      const offsets = new Uint32Array(this.#count * 2);
      const words = new Uint32Array(this.#count * 2);
      offsets.set(this.#offsets);
      words.set(this.#words);
      this.#offsets = offsets;
      this.#words = words;
    }
    this.#offsets[this.#count] = offset;
    this.#words[this.#count++] = word;
  }

  /** Settles the paragraph from `start` to `end` of the body, whose first word is `first`, and marks its quoted words. */
  endParagraph(words: Words, body: string, start: number, end: number, first: number): void {
    let ink = start;
    while (ink < end && isBlank(body.charCodeAt(ink))) ink++;
    const opener = body.charCodeAt(ink);
    const isContinued = this.#settlePending(words, this.#count > 0 && this.#offsets[0] === ink);
    if (opener === 0x3e) {
      words.quote(first, words.count);
      this.#count = 0;
      return;
    }
    if (opener >= 0x2013 && opener <= 0x2015) quoteReplies(words, body.slice(ink, end), ink, first);
    if (this.#count === 0) return;
    for (let k = 0; k < this.#count; k++) this.#take(words, body, end, k, isContinued && k === 0);
    this.#count = 0;
    this.#closeAll(words);
  }

  /** The end of the text: nothing takes up what is still open. */
  finish(words: Words): void {
    this.#settlePending(words, false);
  }

  #settlePending(words: Words, isTakenUp: boolean): boolean {
    if (this.#pendingMake === 0) return false;
    const isShort = this.#pendingTo - this.#pendingFrom <= MAX_UNCLOSED_WORDS;
    const isSingle = this.#pendingMake === SINGLE || this.#pendingMake === STRAIGHT_SINGLE;
    if (isTakenUp || (isShort && !isSingle)) words.quote(this.#pendingFrom, this.#pendingTo);
    this.#pendingMake = 0;
    return isTakenUp;
  }

  #take(words: Words, body: string, end: number, k: number, isContinuation: boolean): void {
    const at = this.#offsets[k]!;
    const unit = body.charCodeAt(at);
    let make = MAKES.get(unit) ?? 0;
    let after = at + 1;
    if (make === STRAIGHT_SINGLE && body.charCodeAt(after) === unit) {
      make = PAIRED_SINGLE;
      after++;
    }
    if (make === 0) return;
    const before = at > 0 ? body.charAt(at - 1) : ' ';
    const next = after < end ? body.charAt(after) : ' ';
    const opens = OPENING.test(before) && !BLANK.test(next);
    const closes = CLOSING.test(next) && !BLANK.test(before);
    const depth = this.#depthOf(make);
    if (depth >= 0 && !isContinuation) {
      const isNested = !CLOSERS.has(unit) && opens && !closes && depth === this.#open.length - 1 && nests(unit);
      if (!isNested && (make < SINGLE || make === PAIRED_SINGLE || this.#closesSingle(body, before, next, k))) {
        // A mark that can only open, while one is open: the closing mark was lost.
        this.#close(words, depth, this.#words[k]!);
        if ((make === STRAIGHT || make === DOUBLE) && opens && !closes) this.#push(make, this.#words[k]!);
        return;
      }
      if (!isNested) return;
    }
    if (CLOSERS.has(unit) && !isContinuation) return;
    if (isContinuation || OPENERS.has(unit) || opensHere(make, unit, before, next, opens, closes)) {
      if (make >= SINGLE && make <= STRAIGHT_SINGLE && isElision(body.slice(after, after + ELISION_UNITS))) return;
      this.#push(make, this.#words[k]!);
    }
  }

  #push(make: number, word: number): void {
    if (this.#open.length < MAX_DEPTH) this.#open.push({ make, word, innerEnd: -1 });
  }

  #depthOf(make: number): number {
    let depth = this.#open.length - 1;
    while (depth >= 0 && this.#open[depth]!.make !== make) depth--;
    return depth;
  }

  /** An apostrophe at the end of a word is none of speech, where a mark that is one follows. */
  #closesSingle(body: string, before: string, next: string, k: number): boolean {
    if (SPEECH_END.test(before)) return true;
    if (!CLOSING.test(next)) return false;
    if (before !== 's' && before !== 'S') return true;
    for (let later = k + 1; later < this.#count; later++) {
      const at = this.#offsets[later]!;
      const make = MAKES.get(body.charCodeAt(at));
      if ((make === SINGLE || make === STRAIGHT_SINGLE) && SPEECH_END.test(body.charAt(at - 1))) return false;
    }
    return true;
  }

  #close(words: Words, depth: number, word: number): void {
    const closed = this.#open[depth]!;
    this.#open.length = depth;
    words.quote(closed.word, word);
    const outer = this.#open[depth - 1];
    if (outer?.make === closed.make) outer.innerEnd = word;
  }

  #closeAll(words: Words): void {
    const outermost = this.#open[0];
    if (outermost === undefined) return;
    if (outermost.innerEnd >= 0) {
      // One mark often closes two.
      words.quote(outermost.word, outermost.innerEnd);
    } else {
      this.#pendingMake = outermost.make;
      this.#pendingFrom = outermost.word;
      this.#pendingTo = words.count;
    }
    this.#open.length = 0;
  }
}

/** Marks of which one can stand inside another of its make. */
function nests(unit: number): boolean {
  return unit === 0xab || unit === 0x300c || unit === 0x300e || unit === 0x201e;
}

function opensHere(make: number, unit: number, before: string, next: string, opens: boolean, closes: boolean): boolean {
  switch (make) {
    case DOUBLE:
      // ” opens where it is the only mark of the language; elsewhere it is one whose partner was lost.
      return unit === 0x201d ? opens && !closes : opens || !closes;
    case GUILLEMET:
    case SINGLE_GUILLEMET:
      // « opens, with or without a blank after it; » only where nothing else can be meant.
      return unit === 0xab || unit === 0x2039 ? opens || BLANK.test(next) : opens && !closes;
    case SINGLE:
      return unit === 0x2018 && OPENING.test(before) && LETTER.test(next);
    case STRAIGHT_SINGLE:
      return OPENING.test(before) && LETTER.test(next);
    default:
      return opens || !closes;
  }
}

/** Quotes the replies of a paragraph that opens with a dash: up to a dash that parts them from what their speaker does, and again. */
export function quoteReplies(words: Words, paragraph: string, ink: number, first: number): void {
  if (!DIALOGUE_DASH.test(paragraph)) return;
  let isReply = true;
  let word = first;
  let parts = 0;
  for (const { index, 0: found } of paragraph.matchAll(INNER_DASH)) {
    const dash = ink + index + found.length - 1;
    if (dash <= ink) continue;
    parts++;
    const from = word;
    while (word < words.count && words.starts[word]! < dash) word++;
    if (isReply) words.quote(from, word);
    isReply = !isReply;
  }
  // Without a dash inside, it is an item of a list as well as a reply.
  if (parts > 0 && isReply) words.quote(word, words.count);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 9 || unit === 0xa0 || unit === 0x3000;
}
