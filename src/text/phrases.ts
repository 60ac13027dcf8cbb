import { KNOWN_PHRASES } from './known-phrases.ts';
import { weighed } from './repeated-lines.ts';
import { Words } from './word-list.ts';
import { readWords } from './words.ts';

/** A line that goes on behind the phrase is a link, a name, a date: not more than so many words. Taste. */
const MAX_OPEN_WORDS = 20;
/** The same for a phrase with words in its middle: a disclaimer is a sentence, not a story. Taste. */
const MAX_SPLIT_WORDS = 45;
/** A story's number at an agency, alone on its line. */
const WIRE_CODE = /^menafn\d{6,}\w*$/iu;
const GAP = '…';
const PARAGRAPH = '\n\n';

/** A text of which pieces can be had. */
interface Sliced {
  slice(start: number, end: number): string;
}

interface Phrase {
  /** The words of each part; anything may stand between two of them. */
  readonly parts: readonly (readonly number[])[];
  /** Whether more may follow the last part. */
  readonly isOpen: boolean;
  /** Whether a colon must follow the first part. */
  readonly hasColon: boolean;
  /** A line with more words is another. */
  readonly mostWords: number;
}

/** Tells whether a line is one of the known phrases of web pages. */
class PhraseFinder {
  /** By the hash of their first word. */
  readonly #phrases = new Map<number, Phrase[]>();
  /** For the low bits of those hashes the most words of such a line: nearly every one can be told from a phrase by this alone. */
  readonly mostWords = new Uint8Array(1 << 16);

  constructor() {
    const phrases = Object.values(KNOWN_PHRASES).flatMap((all) =>
      all.map((text) => text.split(GAP).map((part) => part.trim())),
    );
    const hashes = hashesOf(phrases.flat().filter((part) => part !== '')).values();
    for (const parts of phrases)
      this.#add(
        parts,
        parts.flatMap((part) => (part === '' ? [] : [hashes.next().value ?? []])),
      );
  }

  #add(parts: readonly string[], hashes: readonly (readonly number[])[]): void {
    const isOpen = parts.at(-1) === '';
    const phrase: Phrase = {
      parts: hashes,
      isOpen,
      hasColon: /[:：]$/u.test(parts[0]!),
      mostWords: hashes.length > 1 ? MAX_SPLIT_WORDS : MAX_OPEN_WORDS,
    };
    const key = hashes[0]![0]!;
    const { mostWords } = phrase;
    if (mostWords > this.mostWords[key & 0xffff]!) this.mostWords[key & 0xffff] = mostWords;
    const known = this.#phrases.get(key);
    if (known === undefined) this.#phrases.set(key, [phrase]);
    else known.push(phrase);
  }

  /** Is this line of a text a known phrase, all of it? */
  holds(words: Words, line: number, body: Sliced): boolean {
    const first = words.lineFirst[line]!;
    const end = words.lineFirst[line + 1]!;
    const hash = words.hashes[first]!;
    if (end - first === 1 && WIRE_CODE.test(body.slice(words.starts[first]!, words.ends[first]!))) return true;
    const most = this.mostWords[hash & 0xffff]!;
    if (most === 0) return false;
    const weight = weighed(end - first, words.lineFlags[line]!);
    if (weight > most) return false;
    const phrases = this.#phrases.get(hash);
    if (phrases === undefined) return false;
    for (let k = 0; k < phrases.length; k++)
      if (weight <= phrases[k]!.mostWords && isPhrase(phrases[k]!, words, first, end, body)) return true;
    return false;
  }
}

/** The hashes of the words of each text. All are read at once, a paragraph each: one by one, it takes 20 ms of every run. */
function hashesOf(texts: readonly string[]): readonly (readonly number[])[] {
  const words = new Words();
  readWords(words, texts.join(PARAGRAPH));
  let at = 0;
  let end = 0;
  return texts.map((text) => {
    const first = at;
    end += text.length;
    while (at < words.count && words.starts[at]! < end) at++;
    end += PARAGRAPH.length;
    return [...words.hashes.subarray(first, at)];
  });
}

let shared: PhraseFinder | undefined;

/** The one finder: made when it is first asked for, since a run that reads nothing needs none. */
export function phraseFinder(): PhraseFinder {
  shared ??= new PhraseFinder();
  return shared;
}

/** Asked of some ten lines a page: it makes nothing. */
function isPhrase(
  { parts, isOpen, hasColon }: Phrase,
  words: Words,
  first: number,
  end: number,
  body: Sliced,
): boolean {
  const { hashes, ends } = words;
  let at = first;
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k]!;
    // The first part stands at the beginning; the last one at the end, where nothing may follow it.
    const isLast = k === parts.length - 1;
    const from = k > 0 && isLast && !isOpen ? Math.max(at, end - part.length) : at;
    const last = k === 0 ? at : end - part.length;
    let place = from;
    while (place <= last && !standsAt(part, hashes, place, end)) place++;
    if (place > last) return false;
    at = place + part.length;
    if (k === 0 && hasColon && !/^[\s\p{M}]{0,3}[:：]/u.test(body.slice(ends[at - 1]!, ends[at - 1]! + 4)))
      return false;
  }
  return isOpen || at === end;
}

function standsAt(part: readonly number[], hashes: Uint32Array, place: number, end: number): boolean {
  if (place + part.length > end) return false;
  for (let n = 0; n < part.length; n++) if (hashes[place + n] !== part[n]) return false;
  return true;
}
