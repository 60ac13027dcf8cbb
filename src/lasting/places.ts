import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BytePath, bytePathOf, openable } from '../input/index.ts';
import type { BatchInfo, StoredFile } from '../store/batch.ts';
import type { IndexFile } from '../store/index-file.ts';

/** Files of a batch that are looked for to learn where it lies now. */
const MAX_LOOKED_FOR = 8;

/** How the folder is told in which paths of a batch are meant: on two ways, for an index may be moved with its texts or without. */
export function baseIn(indexPath: string, cwd: string): Pick<BatchInfo, 'base' | 'home'> {
  return { base: relative(dirname(indexPath), cwd), home: cwd };
}

/** Where the files of an index lie now. */
export class Places {
  readonly #index: IndexFile;
  readonly #indexPath: string;
  /** By number of the batch. */
  readonly #folders = new Map<number, string>();
  #samples: ReadonlyMap<number, readonly BytePath[]> | undefined;

  constructor(index: IndexFile, indexPath: string) {
    this.#index = index;
    this.#indexPath = indexPath;
  }

  /** The folder that the paths of a batch are relative to: seen from the index, or where it was when the batch was added. */
  folderOf(batch: number): string {
    const known = this.#folders.get(batch);
    if (known !== undefined) return known;
    const info = this.#index.batches[batch];
    const beside = join(dirname(this.#indexPath), info?.base ?? '');
    const home = info?.home ?? beside;
    const isThere = (folder: string): boolean =>
      this.#samplesOf(batch).some((path) => existsSync(openable(join(bytePathOf(folder), path))));
    const folder = beside === home || isThere(beside) || !isThere(home) ? beside : home;
    this.#folders.set(batch, folder);
    return folder;
  }

  /** Where a file lies, as bytes. */
  pathOf({ batch, path }: StoredFile): BytePath {
    return join(bytePathOf(this.folderOf(batch)), path);
  }

  #samplesOf(batch: number): readonly BytePath[] {
    if (this.#samples === undefined) {
      const samples = new Map<number, BytePath[]>();
      for (const file of this.#index.files().values()) {
        const known = samples.get(file.batch);
        if (known === undefined) samples.set(file.batch, [file.path]);
        else if (known.length < MAX_LOOKED_FOR) known.push(file.path);
      }
      this.#samples = samples;
    }
    return this.#samples.get(batch) ?? [];
  }
}
