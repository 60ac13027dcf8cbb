import type { InputFormatName } from '../model.ts';
import type { Format } from './contract.ts';
import type { Opened } from './opened.ts';

/** What shows in the first bytes of a file is looked for in so many. */
const SHOWN_BYTES = 4096;

/** What a file is: what the user says, else what its first bytes show, else what its name says, else text. */
export function formatOf(
  formats: Readonly<Record<InputFormatName, Format>>,
  { head, extension }: Pick<Opened, 'head' | 'extension'>,
  stated: InputFormatName | undefined,
): InputFormatName {
  if (stated !== undefined) return stated;
  const names = Object.keys(formats) as InputFormatName[];
  const start = head.toString('latin1', 0, SHOWN_BYTES).replace(/^\xef\xbb\xbf/, '');
  const named = names.find((name) => formats[name].extensions.includes(extension));
  if (named !== undefined && formats[named].begins?.(start) === true) return named;
  return names.find((name) => formats[name].begins?.(start) === true) ?? named ?? 'text';
}
