import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { access, constants, type FileHandle, open, realpath, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Piece } from '../report/index.ts';
import { chunked } from './chunks.ts';
import { writeFailureOf } from './write-failures.ts';

/** What has to be tidied away if the run is broken off; each is called at most once. */
export type Leavings = Set<() => void | Promise<void>>;

/** Says early that a report has nowhere to go: an hour later would be late. Throws WRITE_FAILED. */
export async function checkReportPlace(path: string, cwd: string): Promise<void> {
  try {
    const target = await targetOf(resolve(cwd, path));
    if (target.kind === 'new') await access(dirname(target.path), constants.W_OK);
  } catch (error) {
    throw writeFailureOf(path, error);
  }
}

/**
 * Writes a report so that the file at `path` is the old one until it is the new one: to a file beside it, which then
 * takes its name. A device or a pipe cannot be replaced and is written to as it is. Throws WRITE_FAILED.
 */
export async function writeReportFile(path: string, cwd: string, pieces: Pieces, leavings: Leavings): Promise<void> {
  try {
    const target = await targetOf(resolve(cwd, path));
    if (target.kind === 'stream') await writeTo(await open(target.path, 'a'), pieces);
    else await replaceFile(target.path, target.mode, pieces, leavings);
  } catch (error) {
    throw writeFailureOf(path, error);
  }
}

/** Text, or bytes as they came in. */
type Pieces = Iterable<Piece> | AsyncIterable<Uint8Array>;

type Target =
  | { readonly kind: 'new'; readonly path: string; readonly mode: number }
  | { readonly kind: 'stream'; readonly path: string };

/** Names of what is open already. They lead to a file that must be written on from where it is, not replaced. */
const DESCRIPTORS = /^\/(?:dev\/(?:stdout|stderr|fd\/\d+)|proc\/[^/]+\/fd\/\d+)$/;

/** A link is followed, so that it stays a link. */
async function targetOf(path: string): Promise<Target> {
  if (DESCRIPTORS.test(path)) return { kind: 'stream', path };
  const real = await realpath(path).catch(() => path);
  const known = await stat(real).catch(undefinedWhereMissing);
  if (known === undefined) {
    await stat(dirname(real));
    return { kind: 'new', path: real, mode: 0o666 };
  }
  if (known.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  return known.isFile() ? { kind: 'new', path: real, mode: known.mode & 0o777 } : { kind: 'stream', path: real };
}

function undefinedWhereMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function replaceFile(path: string, mode: number, pieces: Pieces, leavings: Leavings): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.wirecopy-${randomUUID()}.tmp`);
  const removeTemporary = () => rmSync(temporary, { force: true });
  leavings.add(removeTemporary);
  try {
    const file = await open(temporary, 'wx', mode);
    await writeTo(file, pieces, 'synced');
    await rename(temporary, path);
  } catch (error) {
    removeTemporary();
    throw error;
  } finally {
    leavings.delete(removeTemporary);
  }
  await syncFolder(folder);
}

async function writeTo(file: FileHandle, pieces: Pieces, until: 'written' | 'synced' = 'written'): Promise<void> {
  try {
    for await (const piece of Symbol.asyncIterator in pieces ? pieces : chunked(pieces)) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      // A write to a nearly full disk may be short without an error; only the next one fails.
      for (let written = 0; written < bytes.length; ) {
        written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
      }
    }
    if (until === 'synced') await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name last through a power cut. Not every system lets a folder be opened or synced; then it is left to it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
