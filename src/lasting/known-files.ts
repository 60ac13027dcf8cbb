import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { type BytePath, bytePathOf, type FileNotes, type FoundFile, openable } from '../input/index.ts';
import type { BatchInfo, StoredFile } from '../store/batch.ts';
import type { IndexFile } from '../store/index-file.ts';
import type { Places } from './places.ts';

/** A larger file that was touched is read again, which costs little more than its digest. */
const MAX_DIGEST_BYTES = 64 << 20;
/** A file that changed so shortly before it was read may change again and keep its time: FAT counts in two seconds. */
const SETTLED_NS = 2_000_000_000n;

interface Stamp {
  readonly text: string;
  readonly size: bigint;
  readonly changedNs: bigint;
}

/** The files that an index knows, as they lie now: which of them need not be read, and what to note of those that are. */
export class KnownFiles {
  /** Files that need not be read again: by number in the index. */
  readonly unchanged = new Set<number>();
  readonly #index: IndexFile;
  readonly #places: Places;
  readonly #settings: string;
  readonly #byPath = new Map<BytePath, number>();
  readonly #stamps = new Map<BytePath, Stamp | undefined>();

  /** @param info how files are read now: one that was read otherwise is another one */
  constructor(index: IndexFile, places: Places, info: BatchInfo, cwd: string) {
    this.#index = index;
    this.#places = places;
    this.#settings = JSON.stringify([cwd, info.settings]);
    for (const [number, file] of index.files()) this.#byPath.set(places.pathOf(file), number);
  }

  /** The number in the index of the file at a path. */
  numberAt(path: BytePath): number | undefined {
    return this.#byPath.get(path);
  }

  /** What was found beside articles in a file that need not be read again. To be asked right before it would be. */
  notesOn(found: FoundFile): FileNotes | undefined {
    const stamp = stampOf(found.path);
    this.#stamps.set(found.path, stamp);
    const number = this.#byPath.get(found.path);
    const file = number === undefined ? undefined : this.#index.files().get(number);
    if (number === undefined || file === undefined || stamp === undefined) return undefined;
    if (file.shown !== found.shown || file.source !== found.source) return undefined;
    const info = this.#index.batches[file.batch];
    if (JSON.stringify([this.#places.folderOf(file.batch), info?.settings]) !== this.#settings) return undefined;
    const isSame =
      file.stamp === stamp.text ||
      (file.digest !== '' && file.digest.startsWith(`${stamp.size}:`) && file.digest === digestOf(found.path, stamp));
    if (!isSame) return undefined;
    this.unchanged.add(number);
    return {
      problems: (file.problems ?? []).map((noted) => ({ kind: 'problem' as const, ...noted })),
      excluded: file.excluded ?? {},
    };
  }

  /**
   * What to note of a file that was read.
   *
   * @param nowNs a time of the file system that was not later than the reading
   */
  noteOf(
    { path, shown, certainty, source }: FoundFile,
    { problems, excluded }: FileNotes,
    rest: Pick<StoredFile, 'format' | 'head' | 'batch'>,
    cwd: string,
    nowNs: bigint,
  ): StoredFile {
    const before = this.#stamps.get(path);
    const after = stampOf(path);
    const isSteady = before !== undefined && before.text === after?.text;
    const isSettled = isSteady && before.changedNs + SETTLED_NS < nowNs;
    return {
      ...rest,
      path: relative(bytePathOf(cwd), path),
      shown,
      certainty,
      ...(source !== undefined && { source }),
      stamp: isSettled ? before.text : '',
      digest: isSteady ? digestOf(path, before) : '',
      ...(problems.length > 0 && { problems: problems.map(({ kind: _, ...noted }) => noted) }),
      ...(Object.keys(excluded).length > 0 && { excluded }),
    };
  }
}

function stampOf(path: BytePath): Stamp | undefined {
  const stats = statSync(openable(path), { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const { size, mtimeNs, ctimeNs } = stats;
  return { text: `${size}:${mtimeNs}:${ctimeNs}`, size, changedNs: mtimeNs > ctimeNs ? mtimeNs : ctimeNs };
}

/** '' for a file that is not worth it. */
function digestOf(path: BytePath, { size }: Stamp): string {
  if (size > MAX_DIGEST_BYTES) return '';
  try {
    return `${size}:${createHash('sha256')
      .update(readFileSync(openable(path)))
      .digest('base64')
      .slice(0, 22)}`;
  } catch {
    return '';
  }
}
