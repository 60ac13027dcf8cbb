import type { Buffer } from 'node:buffer';
import type { InputFormatName } from '../model.ts';
import type { Format } from './contract.ts';
import type { Opened } from './opened.ts';

/** What shows in the first bytes of a file is looked for in so many. */
const SHOWN_BYTES = 4096;

/** All that a format goes by. */
export function extensionsOf({ extensions, sharedExtensions = [] }: Format): readonly string[] {
  return [...extensions, ...sharedExtensions];
}

/** Is the file of another kind than its extension, which several kinds have, seems to say? */
export function isOfAnotherKind(format: Format, { head, extension }: Pick<Opened, 'head' | 'extension'>): boolean {
  return format.sharedExtensions?.includes(extension) === true && format.begins?.(startOf(head)) === false;
}

/** What a file is: what the user says, else what its first bytes show, else what its name says, else text. */
export function formatOf(
  formats: Readonly<Record<InputFormatName, Format>>,
  { head, extension }: Pick<Opened, 'head' | 'extension'>,
  stated: InputFormatName | undefined,
): InputFormatName {
  if (stated !== undefined) return stated;
  const names = Object.keys(formats) as InputFormatName[];
  const start = startOf(head);
  const named = names.find((name) => extensionsOf(formats[name]).includes(extension));
  if (named !== undefined && formats[named].begins?.(start) === true) return named;
  const isOpen = named === undefined || named === 'text' || formats[named].beginsLikeProse === true;
  const shown = names.find((name) => {
    return formats[name].begins?.(start) === true && (isOpen || formats[name].beginsLikeProse !== true);
  });
  return shown ?? named ?? 'text';
}

function startOf(head: Buffer): string {
  if (isWideMark(head))
    return new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head.subarray(0, SHOWN_BYTES));
  return head.toString('latin1', 0, SHOWN_BYTES).replace(/^\xef\xbb\xbf/, '');
}

function isWideMark(head: Buffer): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}
