import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { WirecopyError } from '../errors.ts';
import { type ArticleStore, type FileRequest, type FileStore, openArticles, openFileStore } from '../input/index.ts';
import type { ArticleInput } from '../model.ts';
import { type Batch, type BatchInfo, framesOf } from '../store/batch.ts';
import { IndexFile } from '../store/index-file.ts';
import { lockIndex } from '../store/lock.ts';
import { Log } from '../store/log.ts';
import { KnownFiles } from './known-files.ts';
import { baseIn, Places } from './places.ts';
import { IndexedTexts } from './texts.ts';

declare const __WIRECOPY_VERSION__: string;

/** Where an index is, and what paths are relative to. */
export interface IndexPlace {
  /** The file of the index. */
  readonly file: string;
  /** The working folder; that of the process unless it is said. */
  readonly cwd?: string;
  /**
   * Is told how to let go of the index: to be called should the work be broken off, and once it is done. Where it is absent an
   * index is let go as soon as there is a report, whose texts then cannot be read any more.
   */
  readonly holding?: (letGo: () => void) => void;
}

/** What is to be added or asked about: files and folders, or articles of the caller's own. */
export type IndexInputs =
  | { readonly files: Partial<FileRequest> & Pick<FileRequest, 'paths'> }
  | { readonly articles: Iterable<ArticleInput> | AsyncIterable<ArticleInput> };

/** An open index, and what belongs to it. */
export interface IndexWorld {
  readonly index: IndexFile;
  /** Absolute. */
  readonly path: string;
  /** As it was given. */
  readonly shown: string;
  readonly cwd: string;
  readonly places: Places;
  readonly texts: IndexedTexts;
  /** What is to be closed with it. */
  readonly closeLater: (close: () => void) => void;
}

/** An index that this process may write to. */
export interface WritableWorld extends IndexWorld {
  /** A time of the file system when the work began. */
  readonly takenNs: bigint;
  /** Adds to the index, where it is seen from now on. It counts when all is sealed. */
  readonly stage: (batch: Batch) => void;
  /** Makes count what was staged: it is on the disk when this returns. */
  readonly seal: () => void;
  /** Writes the index anew. */
  readonly replace: (batch: Batch, earlier: readonly BatchInfo[]) => void;
}

/** Opens an index, works with what it is now, and closes it. */
export async function reading<T>(place: IndexPlace, work: (world: IndexWorld) => Promise<T>): Promise<T> {
  const { path, shown, cwd } = placeOf(place);
  const { world, close } = opened(IndexFile.open(path, shown, 'read'), { path, shown, cwd });
  place.holding?.(close);
  try {
    const result = await work(world);
    world.index.refuseDamage();
    return result;
  } finally {
    if (place.holding === undefined) close();
  }
}

function opened(
  index: IndexFile,
  { path, shown, cwd }: Pick<IndexWorld, 'path' | 'shown' | 'cwd'>,
): { world: IndexWorld; close: () => void } {
  const places = new Places(index, path);
  const texts = new IndexedTexts(index, places);
  const closers = [() => texts.close(), () => index.close()];
  const close = () => {
    for (const each of closers.splice(0)) each();
  };
  return { world: { index, path, shown, cwd, places, texts, closeLater: (each) => closers.push(each) }, close };
}

/**
 * Opens an index as the only one who writes to it.
 *
 * @param missing where there is no index: it is `made`, or must be `there`. One that was made and not written to is removed
 */
export async function writing<T>(
  place: IndexPlace,
  missing: 'made' | 'there',
  work: (world: WritableWorld) => Promise<T>,
): Promise<T> {
  const { path, shown, cwd } = placeOf(place);
  // Said before the folder of the lock is made: a file that is no index is left alone, and all around it.
  if (existsSync(path) || missing === 'there') IndexFile.open(path, shown, 'read').close();
  const { takenNs, letGo } = await lockIndex(path, shown);
  place.holding?.(letGo);
  try {
    const isNew = !existsSync(path);
    if (isNew) Log.write(path, []);
    let isWritten = false;
    const { world, close } = opened(IndexFile.open(path, shown, 'write'), { path, shown, cwd });
    const { index } = world;
    place.holding?.(close);
    try {
      return await work({
        ...world,
        takenNs,
        stage: (batch) => index.stage(batch),
        seal: () => {
          index.seal();
          isWritten = true;
        },
        replace: (batch, earlier) => {
          index.refuseDamage();
          Log.write(path, framesOf(batch, earlier));
          isWritten = true;
        },
      });
    } finally {
      if (place.holding === undefined) close();
      if (isNew && !isWritten) rmSync(path, { force: true });
    }
  } finally {
    letGo();
  }
}

function placeOf({ file, cwd = '.' }: IndexPlace): { path: string; shown: string; cwd: string } {
  return { path: resolve(cwd, file), shown: file, cwd: resolve(cwd) };
}

/** Who reads what is to be added. */
export interface Reader {
  readonly store: ArticleStore;
  /** Absent where articles are handed in. */
  readonly files?: { readonly store: FileStore; readonly known: KnownFiles };
  readonly info: BatchInfo;
  readonly storesTexts: boolean;
}

/** Opens what is to be added, without the files that an index knows and that are what they were. */
export function readerFor({ index, path, places, cwd }: IndexWorld, inputs: IndexInputs, storesTexts: boolean): Reader {
  const base = baseIn(path, cwd);
  if ('articles' in inputs) {
    const info = { ...base, settings: {}, version: __WIRECOPY_VERSION__ };
    return { store: openArticles(inputs.articles), info, storesTexts: true };
  }
  const request = requestOf(inputs.files, cwd);
  if (request.paths.includes('-') && !storesTexts) {
    throw new WirecopyError('USAGE', {
      where: '',
      what: 'texts stay where they lie, and standard input lies nowhere',
      remedy: 'keep copies with --store-texts, or name files',
    });
  }
  const info = { ...base, settings: settingsIn(request), version: __WIRECOPY_VERSION__ };
  const known = new KnownFiles(index, places, info, cwd);
  const store = openFileStore({ ...request, known: (file) => known.notesOn(file) });
  return { store, files: { store, known }, info, storesTexts };
}

/** Opens what is asked about. */
export function storeFor(inputs: IndexInputs, cwd: string): ArticleStore {
  return 'articles' in inputs ? openArticles(inputs.articles) : openFileStore(requestOf(inputs.files, cwd));
}

function requestOf(files: Partial<FileRequest> & Pick<FileRequest, 'paths'>, cwd: string): FileRequest {
  return { exclude: [], gitignore: false, ...files, cwd: resolve(cwd, files.cwd ?? '.') };
}

/** What must be known to read an article again as it was read. */
function settingsIn(request: FileRequest): BatchInfo['settings'] {
  const { textField, idField, inputFormat, encoding, source, sources, limits } = request;
  const all = { textField, idField, inputFormat, encoding, source, sources, limits };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
