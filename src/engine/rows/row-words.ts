import type { WordRange } from '../../kernel/seeds.ts';
import { pairSketchInto } from '../../kernel/sketch.ts';
import type { WordShelf } from '../../text/shelf.ts';
import { OwnSketches } from '../corpus.ts';
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

  /** Puts the article of a row onto a shelf; what is returned holds until the next one is put. */
  put(shelf: WordShelf, index: number, { text, place, apart }: OwnWordsOfRow): ArticleWords {
    const article = this.#shelf === undefined ? this.#texts.read(text ?? '') : this.#shelf.read(place ?? 0);
    const { words, numbers, lineWords } = article;
    const { lineCount } = words;
    shelf.put(index, words, numbers);
    if (this.#isFurniture.length < lineCount) this.#isFurniture = new Uint8Array(lineCount * 2);
    unpackApart(apart ?? '', this.#isFurniture);
    for (let line = 0; line < lineCount; line++) if (this.#isFurniture[line] !== 0) this.#isFurniture[line] = 1;
    shelf.setApart(index, lineWords, this.#isFurniture, 0, lineCount);
    if (apart === undefined || apart === null || this.#shelf !== undefined) return article;
    const own = shelf.words(index);
    return {
      ...article,
      sketch: ownSketch(new OwnSketches(1), own) ?? article.sketch,
      pairs: ownSketch(new OwnSketches(1, pairSketchInto), own) ?? article.pairs,
    };
  }

  close(): void {
    this.#shelf?.close();
  }
}

function ownSketch(sketches: OwnSketches, words: WordRange): Uint32Array | undefined {
  sketches.put(0, words);
  return sketches.sketch(0);
}

/** The words of the first articles of a shelf. */
export function wordRangesOf(shelf: WordShelf, count: number): WordRange[] {
  return Array.from({ length: count }, (_, k) => shelf.words(k));
}
