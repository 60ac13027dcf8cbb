import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { KeptArticle } from '../engine/corpus.ts';
import type { StoredPlace } from './rows.ts';

/** What an article would be called if it were alone. */
export function firstNameOf({ id, place }: Pick<StoredPlace, 'id' | 'place'>): string {
  if (place.record === undefined) return place.path;
  return id === '' ? `${place.path}#${place.line ?? place.record}` : id;
}

/** Of a name, for a quick look whether anything may be called so. */
export function hashOf(name: string): number {
  return crc32(Buffer.from(name, 'utf8'));
}

type Sequence = Pick<KeptArticle, 'wordCount' | 'sequenceLow' | 'sequenceHigh'>;

/** Stands for a text too short to judge, as long as the text itself would be compared byte for byte. */
export function shortKeyOf(hash: number, { wordCount, sequenceLow, sequenceHigh }: Sequence): string {
  return `${hash}:${wordCount}:${sequenceHigh}:${sequenceLow}`;
}

/** What is kept of an article that was just read, as an index keeps it: without a word of its text. */
export function withoutText(kept: KeptArticle): KeptArticle {
  const { shortText } = kept;
  if (shortText === undefined || shortText === '') return kept;
  // Never 0, which stands for all other texts.
  const hash = createHash('sha256').update(shortText, 'utf8').digest().readUInt32LE(0) || 1;
  return { ...kept, shortText: shortKeyOf(hash, kept) };
}

/** The hash in the key of a short text; 0 where there is none. */
export function shortHashOf(shortText: string | undefined): number {
  return shortText === undefined || shortText === '' ? 0 : Number(shortText.slice(0, shortText.indexOf(':')));
}
