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
}

/** Tells whether a line is one of the known phrases of web pages. */
class PhraseFinder {
  readonly #words = new Words();
  /** By the hash of their first word. */
  readonly #phrases = new Map<number, Phrase[]>();
  /** For the low bits of those hashes the most words of such a line: nearly every one can be told from a phrase by this alone. */
  readonly mostWords = new Uint8Array(1 << 16);

  constructor() {
    for (const phrases of Object.values(KNOWN_PHRASES)) for (const phrase of phrases) this.#add(phrase);
  }

  #add(text: string): void {
    const parts = text.split(GAP).map((part) => part.trim());
    const isOpen = parts.at(-1) === '';
    const first = parts[0]!;
    const phrase: Phrase = {
      parts: parts.filter((part) => part !== '').map((part) => this.#hashesOf(part)),
      isOpen,
      hasColon: /[:：]$/u.test(first),
    };
    const key = phrase.parts[0]![0]!;
    const most = mostWordsOf(phrase);
    if (most > this.mostWords[key & 0xffff]!) this.mostWords[key & 0xffff] = most;
    const known = this.#phrases.get(key);
    if (known === undefined) this.#phrases.set(key, [phrase]);
    else known.push(phrase);
  }

  #hashesOf(part: string): readonly number[] {
    readWords(this.#words, part);
    return [...this.#words.hashes.subarray(0, this.#words.count)];
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
    return this.#phrases.get(hash)?.some((phrase) => isPhrase(phrase, words, first, end, weight, body)) === true;
  }
}

let shared: PhraseFinder | undefined;

/** The one finder: made when it is first asked for, since a run that reads nothing needs none. */
export function phraseFinder(): PhraseFinder {
  shared ??= new PhraseFinder();
  return shared;
}

function mostWordsOf({ parts }: Pick<Phrase, 'parts'>): number {
  return parts.length > 1 ? MAX_SPLIT_WORDS : MAX_OPEN_WORDS;
}

function isPhrase(
  { parts, isOpen, hasColon }: Phrase,
  { hashes, ends }: Words,
  first: number,
  end: number,
  weight: number,
  body: Sliced,
): boolean {
  if (weight > mostWordsOf({ parts })) return false;
  let at = first;
  for (const [k, part] of parts.entries()) {
    // The first part stands at the beginning; the last one at the end, where nothing may follow it.
    const isLast = k === parts.length - 1;
    const from = k > 0 && isLast && !isOpen ? Math.max(at, end - part.length) : at;
    const last = k === 0 ? at : end - part.length;
    let found = -1;
    for (let place = from; place <= last && found < 0; place++)
      if (place + part.length <= end && part.every((hash, n) => hashes[place + n] === hash)) found = place;
    if (found < 0) return false;
    at = found + part.length;
    if (k === 0 && hasColon && !/^[\s\p{M}]{0,3}[:：]/u.test(body.slice(ends[at - 1]!, ends[at - 1]! + 4)))
      return false;
  }
  return isOpen || at === end;
}
