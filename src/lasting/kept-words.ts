import { ownWordsOf, ShelfReader, ShelfWriter } from '../engine/rows/shelf-file.ts';
import { unlinkedFile } from '../input/index.ts';
import type { WordRange } from '../kernel/seeds.ts';
import type { WordShelf } from '../text/shelf.ts';

/**
 * The words of articles that were added by earlier parts of an addition, without their furniture: each later part asks for many
 * of them again, and to read a text takes twenty times as long. They lie in a temporary file, 2 KB an article.
 */
export class KeptWords {
  readonly #first: number;
  readonly #file = unlinkedFile();
  readonly #writer = new ShelfWriter({ fd: this.#file.fd, number: 0 });
  readonly #reader = new ShelfReader(() => this.#file.fd);
  /** By number behind the first; none where no words were given. */
  readonly #places: (number | undefined)[] = [];

  /** @param first the number in the index of the first article */
  constructor(first: number) {
    this.#first = first;
  }

  /** Takes the next article. */
  add(article: { words: WordRange; numbers: Uint32Array; sketch: Uint32Array } | undefined): void {
    this.#places.push(article === undefined ? undefined : this.#writer.put(ownWordsOf(article)));
  }

  /** What was added can be read. */
  flush(): void {
    this.#writer.flush();
  }

  /** Puts the words of an article on a shelf, and gives its sketch, which holds until the next one is asked for; nothing where they are not kept. */
  put(doc: number, shelf: WordShelf, index: number): Uint32Array | undefined {
    const place = this.#places[doc - this.#first];
    if (place === undefined) return undefined;
    const { words, numbers, lineWords, sketch } = this.#reader.read(place);
    shelf.put(index, words, numbers);
    shelf.setApart(index, lineWords, NOTHING_APART, 0, 1);
    return sketch;
  }

  close(): void {
    this.#file.close();
  }
}

const NOTHING_APART = new Uint8Array(1);
