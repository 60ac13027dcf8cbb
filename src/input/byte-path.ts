import { Buffer, isUtf8 } from 'node:buffer';
import { sep } from 'node:path';

/**
 * A path as its bytes, one character (U+0000 to U+00FF) a byte.
 *
 * File names need not be valid UTF-8, and two that are not must not become one. In this form every name is kept as it
 * is, `node:path` still works, and plain `<` is the byte order that reports promise.
 */
export type BytePath = string;

export function bytePathOf(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** What `node:fs` takes. */
export function openable(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1');
}

export function joinPath(folder: BytePath, name: BytePath): BytePath {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/**
 * Shows a path: POSIX separators, bytes that are not UTF-8 as `\xFF`. A name that really holds such an escape has its
 * backslash written as `\x5C`, so no two paths look the same.
 */
export function shownPath(path: BytePath): string {
  const escaped = sep === '\\' ? path.replaceAll('\\', '/') : path.replaceAll(/\\(?=x[0-9A-F]{2})/g, '\\x5C');
  const bytes = openable(escaped);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let shown = '';
  for (let start = 0; start < bytes.length; ) {
    const end = endOfCharacter(bytes, start);
    shown += end === undefined ? `\\x${hexOf(bytes[start] ?? 0)}` : bytes.toString('utf8', start, end);
    start = end ?? start + 1;
  }
  return shown;
}

function endOfCharacter(bytes: Buffer, start: number): number | undefined {
  for (let end = start + 1; end <= Math.min(start + 4, bytes.length); end++) {
    if (isUtf8(bytes.subarray(start, end))) return end;
  }
  return undefined;
}

function hexOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
