import { Buffer } from 'node:buffer';
import type { Parsed } from './contract.ts';

/** A first line that is longer is taken for the text's own first paragraph. Chosen by eye: wire headlines stay below 120. */
export const MAX_TITLE_CHARACTERS = 200;
/** NEL and the Unicode separators end a line for a reader, too. */
const LINE_END = /[\r\n\u0085\u2028\u2029]/;

/** The whole file is the article. Its title is the first line that is not blank, when it is short and text follows. */
export function parseText(text: string): Parsed {
  const title = firstLineOf(text);
  return title === undefined ? { body: text } : { title, body: text };
}

function firstLineOf(text: string): string | undefined {
  const start = text.search(/\S/);
  if (start < 0) return undefined;
  const head = text.slice(start, start + MAX_TITLE_CHARACTERS + 1);
  const length = head.search(LINE_END);
  if (length < 0 || !/\S/.test(text.slice(start + length))) return undefined;
  return detached(head.slice(0, length).trim());
}

/** A copy of a short piece of text. V8 keeps the whole text alive for as long as a slice of it is held. */
export function detached(piece: string): string {
  return Buffer.from(piece, 'utf8').toString('utf8');
}
