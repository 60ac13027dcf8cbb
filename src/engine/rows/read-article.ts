import { createHash } from 'node:crypto';
import { BodyReader } from '../../text/body.ts';
import { readBody } from '../../text/disguises.ts';
import type { NumberList } from '../../text/numbers.ts';
import { phraseFinder } from '../../text/phrases.ts';
import { PHRASE_LINE } from '../../text/repeated-lines.ts';
import { Words } from '../../text/word-list.ts';
import { isTooShort } from '../corpus.ts';

/** What is known of an article's words: it holds until the next article is read. */
export interface ArticleWords {
  readonly words: Words;
  readonly numbers: NumberList;
  /** Words of each line, and its flags, those of known phrases as well. */
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint8Array;
}

/** Reads articles from their texts. */
export class TextReader {
  // Made before anything is read, since it reads phrases itself.
  readonly #phrases = phraseFinder();
  readonly #body = new BodyReader();
  #lineWords = new Uint32Array(64);
  #lineFlags = new Uint8Array(64);

  read(text: string): ArticleWords {
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
    return {
      words,
      numbers: body.numbers(),
      lineWords: this.#lineWords.subarray(0, lineCount),
      lineFlags: this.#lineFlags.subarray(0, lineCount),
    };
  }

  /** Of the article that was read last: valid until the next one is made. */
  sketch(): Uint32Array {
    const count = this.#body.sketch();
    return this.#body.made.subarray(0, count);
  }

  pairSketch(): Uint32Array {
    const count = this.#body.pairSketch();
    return this.#body.made.subarray(0, count);
  }
}

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
