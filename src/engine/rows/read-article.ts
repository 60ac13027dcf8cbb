import { createHash } from 'node:crypto';
import type { BatchReader, ReadBatch } from '../../kernel/batch.ts';
import { BodyReader } from '../../text/body.ts';
import type { NumberList } from '../../text/numbers.ts';
import { phraseFinder } from '../../text/phrases.ts';
import { PHRASE_LINE } from '../../text/repeated-lines.ts';
import type { Words } from '../../text/word-list.ts';
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
type KeptWords = Pick<Words, 'count' | 'lineCount' | 'sequenceLow' | 'sequenceHigh'> & {
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly lineKeysLow: Uint32Array;
  readonly lineKeysHigh: Uint32Array;
};

/** Reads articles from their texts. */
export class TextReader {
  // Made before anything is read, since it reads phrases itself.
  readonly #phrases = phraseFinder();
  readonly #body = new BodyReader();
  #lineWords = new Uint32Array(64);
  #lineFlags = new Uint8Array(64);

  read(text: string): ArticleWords & { readonly words: Words } {
    this.#body.read(text);
    return this.#made();
  }

  /** Who takes texts from records, so that no string is made of them. */
  get taker(): Pick<BodyReader, 'take'> & { batches(): BatchReader | undefined } {
    return {
      take: (record, names) => this.#body.take(record, names),
      batches: () => {
        const batches = this.#body.batches();
        if (batches !== undefined) batches.wanted = 'words';
        return batches;
      },
    };
  }

  /** Reads the text that was taken last. */
  readTaken(): ArticleWords & { readonly words: Words } {
    this.#body.readTaken();
    return this.#made();
  }

  /** That text. */
  text(): string {
    return this.#body.text();
  }

  /** The articles of a batch, one after the other. */
  *articlesIn(batches: ReadBatch): Generator<{ readonly article: ArticleWords; readonly isShort: boolean }> {
    const { count, columns } = batches;
    let [words, lines, numbers, sketches, pairs] = [0, 0, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      const wordsEnd = words + columns.words[k]!;
      const linesEnd = lines + columns.lines[k]!;
      const numbersEnd = numbers + columns.numbers[k]!;
      const sketchesEnd = sketches + columns.sketch[k]!;
      const pairsEnd = pairs + columns.pairs[k]!;
      yield {
        article: {
          words: {
            count: columns.words[k]!,
            hashes: batches.hashes.subarray(words, wordsEnd),
            flags: batches.flags.subarray(words, wordsEnd),
            lineCount: columns.lines[k]!,
            lineKeysLow: batches.keysLow.subarray(lines, linesEnd),
            lineKeysHigh: batches.keysHigh.subarray(lines, linesEnd),
            sequenceLow: columns.sequenceLow[k]!,
            sequenceHigh: columns.sequenceHigh[k]!,
          },
          numbers: {
            count: columns.numbers[k]!,
            hashes: batches.numbers.subarray(numbers, numbersEnd),
            lines: batches.numberLines.subarray(numbers, numbersEnd),
          },
          sketch: batches.sketches.subarray(sketches, sketchesEnd),
          pairs: batches.pairs.subarray(pairs, pairsEnd),
          lineWords: batches.lineWords.subarray(lines, linesEnd),
          lineFlags: Uint8Array.from(batches.lineFlags.subarray(lines, linesEnd)),
        },
        isShort: columns.tooShort[k] === 1,
      };
      words = wordsEnd;
      lines = linesEnd;
      numbers = numbersEnd;
      sketches = sketchesEnd;
      pairs = pairsEnd;
    }
  }

  #made(): ArticleWords & { readonly words: Words } {
    const body = this.#body;
    const { words } = body;
    const { lineCount, lineFirst } = words;
    if (this.#lineWords.length < lineCount) {
      this.#lineWords = new Uint32Array(lineCount * 2);
      this.#lineFlags = new Uint8Array(lineCount * 2);
    }
    for (let line = 0; line < lineCount; line++) {
      this.#lineWords[line] = lineFirst[line + 1]! - lineFirst[line]!;
      this.#lineFlags[line] = words.lineFlags[line]! | (this.#phrases.holds(words, line, body) ? PHRASE_LINE : 0);
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
export function keyOfWords({
  count,
  sequenceLow,
  sequenceHigh,
}: Pick<Words, 'count' | 'sequenceLow' | 'sequenceHigh'>): string {
  return `${sequenceHigh.toString(16).padStart(8, '0')}${sequenceLow.toString(16).padStart(8, '0')}.${count}`;
}

/** The same for texts too short to judge, of which only equal bytes are equal; nothing for a blank one, which equals none. */
export function keyOfShort(body: string): string | null {
  return body.trim() === '' ? null : `=${createHash('sha256').update(body, 'utf16le').digest('base64')}`;
}

/** The key of a text, long or short. */
export function keyOfBody(body: string, words: Words): string | null {
  return isTooShort(words) ? keyOfShort(body) : keyOfWords(words);
}
