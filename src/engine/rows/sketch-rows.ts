import type { ReadBatch } from '../../kernel/batch.ts';
import { finishHash, mixLane } from '../../kernel/scheme.ts';
import { PHRASE_LINE } from '../../text/repeated-lines.ts';
import { isTooShort } from '../corpus.ts';
import type { MakeRowMode } from './contract.ts';
import { type ArticleWords, keyOfBody, keyOfShort, keyOfWords, TextReader } from './read-article.ts';
import type { ShelfWriter } from './shelf-file.ts';

interface ArticleRow {
  readonly key: string;
  readonly source?: string | null;
  readonly text?: string | null;
}

/** Of each article its sketches, the keys of its lines, and the key that equal texts share. */
export const sketchRows: MakeRowMode = (_, write) => {
  const reader = new TextReader();
  return {
    take: ({ key, source, text }: ArticleRow) => {
      const body = text ?? '';
      const article = reader.read(body);
      const read = { key, source, article, same: keyOfBody(body, article.words), short: isTooShort(article.words) };
      write({ ...rowOf(read), sketch: signed(article.sketch), pairs: signed(article.pairs) });
    },
    end: () => undefined,
  };
};

/** Articles that are read here, and whose words go on a shelf: the same rows, with the place of each. */
export class ShelvedArticles {
  readonly #reader = new TextReader();
  readonly #shelf: ShelfWriter;
  readonly #write: (row: object) => void;

  constructor(shelf: ShelfWriter, write: (row: object) => void) {
    this.#shelf = shelf;
    this.#write = write;
  }

  get taker(): TextReader['taker'] {
    return this.#reader.taker;
  }

  add(key: string, body: string, source: string | undefined): void {
    const article = this.#reader.read(body);
    this.#put(key, source, article, keyOfBody(body, article.words), isTooShort(article.words));
  }

  /** The text that was taken last from `taker`. */
  addTaken(key: string, source: string | undefined): void {
    const article = this.#reader.readTaken();
    const short = isTooShort(article.words);
    const same = short ? keyOfShort(this.#reader.text()) : keyOfWords(article.words);
    this.#put(key, source, article, same, short);
  }

  /** The articles of a batch, with the keys from `first` on. */
  addBatch(
    batch: ReadBatch,
    first: number,
    sourceOf: (index: number) => string | undefined,
    textOf: (index: number) => string,
  ): void {
    let k = 0;
    for (const { article, isShort } of this.#reader.articlesIn(batch)) {
      const same = isShort ? keyOfShort(textOf(k)) : keyOfWords(article.words);
      this.#put(String(first + k), sourceOf(k), article, same, isShort);
      k++;
    }
  }

  #put(key: string, source: string | undefined, article: ArticleWords, same: string | null, short: boolean): void {
    const place = this.#shelf.put(article);
    const { sketch, pairs } = article;
    this.#write({ ...rowOf({ key, source, article, same, short }), sketch, pairs, place });
  }
}

interface ReadArticle {
  readonly key: string;
  readonly source: string | null | undefined;
  readonly article: ArticleWords;
  readonly same: string | null;
  readonly short: boolean;
}

function rowOf({ key, source, article: { words, lineFlags }, same, short }: ReadArticle): object {
  return {
    key,
    source: source ?? null,
    words: words.count,
    short,
    same,
    lines: lineKeysOf(words, source),
    phrases: lineFlags.some((flags) => (flags & PHRASE_LINE) !== 0),
  };
}

/** Hashes as SQL has them: the same 32 bits. */
export function signed(hashes: Uint32Array): number[] {
  return Array.from(new Int32Array(hashes.buffer, hashes.byteOffset, hashes.length));
}

/** One number for each different line of a source: two lines may share one, which then are both looked at. */
function lineKeysOf(
  { lineKeysLow, lineKeysHigh, lineCount }: ArticleWords['words'],
  source: string | null | undefined,
): number[] {
  const seed = source === null || source === undefined ? 0 : hashOf(source);
  const keys = new Set<number>();
  for (let line = 0; line < lineCount; line++)
    keys.add(finishHash(mixLane(mixLane(seed, lineKeysLow[line]!), lineKeysHigh[line]!), 0, 8) | 0);
  return [...keys];
}

function hashOf(text: string): number {
  let state = 0;
  for (let i = 0; i < text.length; i++) state = mixLane(state, text.charCodeAt(i));
  return finishHash(state, 0, text.length * 2);
}
