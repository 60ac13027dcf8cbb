import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { WirecopyError } from '../errors.ts';
import { type BytePath, bytePathOf, openable, shownPath } from './byte-path.ts';
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
export function readFileList(path: string, cwd: string, flag = '--files-from'): readonly GivenPath[] {
  try {
    return pathsIn(readFileSync(openable(resolve(bytePathOf(cwd), bytePathOf(path)))));
  } catch (error) {
    const { what } = problemOf(error, path);
    throw new WirecopyError('MISSING_INPUT', {
      where: path,
      what: `the list of files cannot be read: ${what}`,
      remedy: `name a readable file with ${flag}, or - for standard input`,
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

/**
 * Reads a list of changed files, as `git diff --name-only` prints it, with or without -z: is the file of this place one of
 * them, or in a folder that is? Throws MISSING_INPUT when the list cannot be read.
 */
export async function changedFiles(
  list: string,
  cwd: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<(path: string) => boolean> {
  const given = list === '-' ? await readFileListFrom(stdin) : readFileList(list, cwd, '--changed');
  const here = bytePathOf(cwd);
  const named = new Set(given.map(({ path }) => shownPath(relative(here, resolve(here, unquoted(path))))));
  return (path) => {
    for (let place = path; ; place = dirname(place)) {
      if (named.has(place) || (place === '.' && named.has(''))) return true;
      if (dirname(place) === place) return false;
    }
  };
}

const GIT_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Git writes a path with unusual bytes in quotation marks, as C does. */
function unquoted(path: BytePath): BytePath {
  if (path.length < 2 || !path.startsWith('"') || !path.endsWith('"')) return path;
  return path
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/gs, (_, octal: string | undefined, letter: string) =>
      octal === undefined ? (GIT_ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8) & 0xff),
    );
}
