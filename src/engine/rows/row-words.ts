import type { WordRange } from '../../kernel/seeds.ts';
import type { WordShelf } from '../../text/shelf.ts';
import { unpackApart } from './apart.ts';
import type { WordsOfRow } from './contract.ts';
import { type ArticleWords, TextReader } from './read-article.ts';
import { ShelfReader } from './shelf-file.ts';

export interface OwnWordsOfRow extends WordsOfRow {
  readonly apart?: string | null;
}

/** Brings the words of rows onto shelves, with their furniture set apart. */
export class RowWords {
  readonly #texts = new TextReader();
  readonly #shelf: ShelfReader | undefined;
  #isFurniture = new Uint8Array(64);

  constructor(folder: string | undefined) {
    this.#shelf = folder === undefined ? undefined : new ShelfReader(folder);
  }

  /** Puts the article of a row onto a shelf, and returns how many words it has. */
  put(shelf: WordShelf, index: number, { text, place, apart }: OwnWordsOfRow): number {
    const article: ArticleWords =
      this.#shelf === undefined ? this.#texts.read(text ?? '') : this.#shelf.read(place ?? 0);
    const { words, numbers, lineWords } = article;
    const { count, lineCount } = words;
    shelf.put(index, words, numbers);
    if (this.#isFurniture.length < lineCount) this.#isFurniture = new Uint8Array(lineCount * 2);
    unpackApart(apart ?? '', this.#isFurniture);
    for (let line = 0; line < lineCount; line++) if (this.#isFurniture[line] !== 0) this.#isFurniture[line] = 1;
    shelf.setApart(index, lineWords, this.#isFurniture, 0, lineCount);
    return count;
  }

  close(): void {
    this.#shelf?.close();
  }
}

/** The words of the first articles of a shelf. */
export function wordRangesOf(shelf: WordShelf, count: number): WordRange[] {
  return Array.from({ length: count }, (_, k) => shelf.words(k));
}
