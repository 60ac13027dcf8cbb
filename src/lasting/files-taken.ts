import type { StoredFile } from '../store/batch.ts';
import type { Reader, WritableWorld } from './world.ts';

/** The files that are read for an index: which numbers they get, and which of the index they take the place of. */
export class FilesTaken {
  /** By number in the store: the number in the index. */
  readonly numbers = new Map<number, number>();
  readonly #reader: Reader;
  readonly #firstNumber: number;
  #replaced = new Set<number>();
  readonly #everReplaced = new Set<number>();

  /** @param firstNumber the number that the first of them gets in the index */
  constructor(reader: Reader, firstNumber: number) {
    this.#reader = reader;
    this.#firstNumber = firstNumber;
  }

  /** Takes note of the files of articles that were read, by their numbers in the store. */
  see(first: number, count: number): void {
    const { files } = this.#reader;
    if (files === undefined) return;
    for (let article = first; article < first + count; article++) {
      const number = files.store.whereabouts(article).file;
      if (this.numbers.has(number)) continue;
      const file = files.store.fileAt(number);
      if (file === undefined) continue;
      this.numbers.set(number, this.#firstNumber + this.numbers.size);
      this.#replace(file.path);
    }
  }

  /** The files of the index whose place others were seen to take since this was asked last. */
  takeReplaced(): ReadonlySet<number> {
    const replaced = this.#replaced;
    this.#replaced = new Set();
    return replaced;
  }

  /**
   * What is to be noted of the files, once all are read. Those of the index in which there is no article any more are replaced.
   *
   * @param batch the number of the batch they come with
   */
  notes({ cwd, takenNs }: Pick<WritableWorld, 'cwd' | 'takenNs'>, batch: number): StoredFile[] {
    const { files } = this.#reader;
    if (files === undefined) return [];
    const { store, known } = files;
    for (let number = 0; number < store.fileCount; number++) {
      if (this.numbers.has(number)) continue;
      const [file, notes] = [store.fileAt(number), store.notesOn(number)];
      // A file that could not be read may be what it was.
      if (file === undefined || notes === undefined || notes.problems.some(({ skipped }) => skipped)) continue;
      this.#replace(file.path);
    }
    return [...this.numbers.keys()].flatMap((number) => {
      const file = store.fileAt(number);
      if (file === undefined) return [];
      const head = file.head === undefined ? {} : { head: file.head.toString('base64') };
      const notes = store.notesOn(number) ?? { problems: [], excluded: {} };
      return [known.noteOf(file, notes, { format: file.format, ...head, batch }, cwd, takenNs)];
    });
  }

  #replace(path: string): void {
    const number = this.#reader.files?.known.numberAt(path);
    if (number === undefined || this.#everReplaced.has(number)) return;
    this.#everReplaced.add(number);
    this.#replaced.add(number);
  }
}
