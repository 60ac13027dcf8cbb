import { createHash } from 'node:crypto';
import { BodyReader } from '../../text/body.ts';
import { readBody } from '../../text/disguises.ts';
import type { NumberList } from '../../text/numbers.ts';
import { phraseFinder } from '../../text/phrases.ts';
import { PHRASE_LINE } from '../../text/repeated-lines.ts';
import { Words } from '../../text/word-list.ts';
import { hasSketch, isTooShort } from '../corpus.ts';

/** What is known of an article's words: it holds until the next article is read. */
export interface ArticleWords {
  readonly words: KeptWords;
  readonly numbers: NumberList;
  /** Of three words, and of pairs of words. */
  readonly sketch: Uint32Array;
  readonly pairs: Uint32Array;
  /** Words of each line, and its flags, those of known phrases as well. */
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint8Array;
}

/** What a shelf keeps of the words themselves. */
type KeptWords = Pick<
  Words,
  'count' | 'hashes' | 'flags' | 'lineCount' | 'lineKeysLow' | 'lineKeysHigh' | 'sequenceLow' | 'sequenceHigh'
>;

/** Reads articles from their texts. */
export class TextReader {
  // Made before anything is read, since it reads phrases itself.
  readonly #phrases = phraseFinder();
  readonly #body = new BodyReader();
  #lineWords = new Uint32Array(64);
  #lineFlags = new Uint8Array(64);

  read(text: string): ArticleWords & { readonly words: Words } {
    const body = this.#body;
    body.read(text);
    const { words } = body;
    const { lineCount, lineFirst } = words;
    if (this.#lineWords.length < lineCount) {
      this.#lineWords = new Uint32Array(lineCount * 2);
      this.#lineFlags = new Uint8Array(lineCount * 2);
    }
    for (let line = 0; line < lineCount; line++) {
      this.#lineWords[line] = lineFirst[line + 1]! - lineFirst[line]!;
      this.#lineFlags[line] = words.lineFlags[line]! | (this.#phrases.holds(words, line, text) ? PHRASE_LINE : 0);
    }
    const isSketched = hasSketch(words);
    // The next one is made where this one is.
    const sketch = isSketched ? takenFrom(body, body.sketch()) : NO_HASHES;
    const pairs = isSketched ? takenFrom(body, body.pairSketch()) : NO_HASHES;
    return {
      words,
      numbers: body.numbers(),
      sketch,
      pairs,
      lineWords: this.#lineWords.subarray(0, lineCount),
      lineFlags: this.#lineFlags.subarray(0, lineCount),
    };
  }
}

function takenFrom({ made }: BodyReader, count: number): Uint32Array {
  return made.slice(0, count);
}

const NO_HASHES = new Uint32Array(0);

/** What texts of the same words in the same order have in common. */
function keyOfWords({ count, sequenceLow, sequenceHigh }: Words): string {
  return `${sequenceHigh.toString(16).padStart(8, '0')}${sequenceLow.toString(16).padStart(8, '0')}.${count}`;
}

/** The same for texts too short to judge, of which only equal bytes are equal; nothing for a blank one, which equals none. */
function keyOfShort(body: string): string | null {
  return body.trim() === '' ? null : `=${createHash('sha256').update(body, 'utf16le').digest('base64')}`;
}

/** The key of a text, long or short. */
export function keyOfBody(body: string, words: Words = wordsOf(body)): string | null {
  return isTooShort(words) ? keyOfShort(body) : keyOfWords(words);
}

function wordsOf(body: string): Words {
  const words = new Words();
  readBody(words, body);
  return words;
}
