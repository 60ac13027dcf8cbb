import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WirecopyError } from '../errors.ts';
import { bytePathOf, openable } from './byte-path.ts';
import { problemOf } from './faults.ts';
import type { GivenPath } from './walk.ts';

const NUL = '\0';

/**
 * The paths in a list made by `ls`, `find -print0` or by hand: one a line, or one before each NUL when it holds any. They
 * are bytes, need not be UTF-8, and are never taken for globs.
 */
function pathsIn(list: Buffer): readonly GivenPath[] {
  const bytes = list.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const paths = bytes.includes(NUL) ? bytes.split(NUL) : bytes.split(/\r?\n/);
  return paths.filter((path) => path.trim() !== '').map((path) => ({ path, exact: true }));
}

/** Throws MISSING_INPUT when the list cannot be read: without it there is no run to speak of. */
export function readFileList(path: string, cwd: string): readonly GivenPath[] {
  try {
    return pathsIn(readFileSync(openable(resolve(bytePathOf(cwd), bytePathOf(path)))));
  } catch (error) {
    const { what } = problemOf(error, path);
    throw new WirecopyError('MISSING_INPUT', {
      where: path,
      what: `the list of files cannot be read: ${what}`,
      remedy: 'name a readable file with --files-from, or - for standard input',
      cause: error,
    });
  }
}

/** The same from a stream. */
export async function readFileListFrom(stream: AsyncIterable<Uint8Array>): Promise<readonly GivenPath[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return pathsIn(Buffer.concat(chunks));
}
