import { WirecopyError } from '../errors.ts';
import { type FileRequest, type FileStore, openAdopted } from '../input/index.ts';
import type { Article } from '../model.ts';
import type { IndexFile } from '../store/index-file.ts';
import type { StoredPlace } from '../store/rows.ts';
import type { WordShelf } from '../text/shelf.ts';
import type { KeptWords } from './kept-words.ts';
import type { Places } from './places.ts';

/** Reads texts of an index again: from the copy in it, where it keeps one, or at the place where they were added from. */
export class IndexedTexts {
  readonly #index: IndexFile;
  readonly #places: Places;
  /** By number of the batch. */
  readonly #stores = new Map<number, { readonly store: FileStore; readonly numbers: ReadonlyMap<number, number> }>();
  /** By number of the article: its number in the store of its batch. */
  readonly #adopted = new Map<number, readonly [store: FileStore, number: number]>();

  #lent:
    | { readonly first: number; readonly reread: (doc: number) => Article; readonly words: KeptWords | undefined }
    | undefined;
  readonly #noted = new Map<number, StoredPlace>();

  constructor(index: IndexFile, places: Places) {
    this.#index = index;
    this.#places = places;
  }

  /** Gets articles ready that cannot be read at a place: those in packed files, tables and the like. */
  async fetch(docs: Iterable<number>): Promise<void> {
    const wanted = new Map<FileStore, number[]>();
    for (const doc of docs) {
      if (!this.#index.isSpooled(doc) || this.#isLent(doc)) continue;
      const [store, number] = this.#adopt(doc) ?? [];
      if (store === undefined || number === undefined) continue;
      const known = wanted.get(store);
      if (known === undefined) wanted.set(store, [number]);
      else known.push(number);
    }
    for (const [store, numbers] of wanted) await store.fetch(numbers);
  }

  /** Lends articles that are being added, and whose files the index does not know yet: those from a number on. */
  lend(first: number, reread: (doc: number) => Article, words?: KeptWords): void {
    this.#lent = { first, reread, words };
  }

  /**
   * Puts the words of an article that is being added on a shelf, without its furniture, and gives its sketch, which holds until the
   * next one is asked for; nothing where it must be read again.
   */
  putWords(doc: number, shelf: WordShelf, index: number): Uint32Array | undefined {
    return this.#lent?.words?.put(doc, shelf, index);
  }

  /** Throws CHANGED_INPUT where the text cannot be read. Whether it is what it was is for the caller to ask. */
  reread(doc: number): Article {
    const kept = this.#index.textOf(doc);
    if (kept !== undefined) return kept as Article;
    if (this.#lent !== undefined && this.#isLent(doc)) return this.#lent.reread(doc);
    const adopted = this.#adopt(doc);
    if (adopted === undefined) throw this.#gone(doc);
    const [store, number] = adopted;
    return store.reread(number);
  }

  close(): void {
    for (const { store } of this.#stores.values()) store.close();
    this.#stores.clear();
    this.#adopted.clear();
    this.#noted.clear();
  }

  /** Takes note of where an article lies, for whoever knows it already: to find it again takes the index a look. */
  note(doc: number, where: StoredPlace): void {
    if (!this.#isLent(doc)) this.#noted.set(doc, where);
  }

  #isLent(doc: number): boolean {
    return this.#lent !== undefined && doc >= this.#lent.first;
  }

  #adopt(doc: number): readonly [FileStore, number] | undefined {
    const known = this.#adopted.get(doc);
    if (known !== undefined) return known;
    const where = this.#noted.get(doc) ?? this.#index.placeOf(doc);
    const file = this.#index.files().get(where.file);
    if (file === undefined) return undefined;
    const { store, numbers } = this.#storeOf(file.batch);
    const { place, isSpooled, bodyLength, offset, byteLength } = where;
    const number = store.adopt({
      file: numbers.get(where.file) ?? 0,
      offset: isSpooled ? 0 : offset,
      byteLength: isSpooled ? 0 : byteLength,
      isSpooled,
      line: place.line ?? 0,
      record: place.record ?? 0,
      bodyLength,
    });
    const adopted = [store, number] as const;
    this.#adopted.set(doc, adopted);
    return adopted;
  }

  #storeOf(batch: number): { readonly store: FileStore; readonly numbers: ReadonlyMap<number, number> } {
    const known = this.#stores.get(batch);
    if (known !== undefined) return known;
    const info = this.#index.batches[batch];
    const numbers = new Map<number, number>();
    const files = [...this.#index.files()].filter(([, file]) => file.batch === batch);
    const adopted = files.map(([number, file], k) => {
      numbers.set(number, k);
      return {
        path: this.#places.pathOf(file),
        shown: file.shown,
        certainty: 'named' as const,
        source: file.source,
        format: file.format,
        head: file.head === undefined ? undefined : Buffer.from(file.head, 'base64'),
      };
    });
    const request = (info?.settings ?? {}) as Partial<FileRequest>;
    const store = openAdopted(adopted, {
      ...request,
      paths: [],
      exclude: [],
      gitignore: false,
      cwd: this.#places.folderOf(batch),
    });
    const made = { store, numbers };
    this.#stores.set(batch, made);
    return made;
  }

  #gone(doc: number): WirecopyError {
    const { place } = this.#index.placeOf(doc);
    return new WirecopyError('CHANGED_INPUT', {
      where: place.path,
      what: 'its text is not kept anywhere',
      remedy: 'add it again with --store-texts',
    });
  }
}
