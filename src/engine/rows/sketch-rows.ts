import { finishHash, mixLane } from '../../kernel/scheme.ts';
import { PHRASE_LINE } from '../../text/repeated-lines.ts';
import type { Words } from '../../text/word-list.ts';
import { isTooShort } from '../corpus.ts';
import type { MakeRowMode } from './contract.ts';
import { keyOfBody, TextReader } from './read-article.ts';
import { ShelfWriter } from './shelf-file.ts';

interface ArticleRow {
  readonly key: string;
  readonly source?: string | null;
  readonly text?: string | null;
}

/** Of each article its sketches, the keys of its lines, and the key that equal texts share. */
export const sketchRows: MakeRowMode = ({ shelf }, write) => {
  const reader = new TextReader();
  const shelved = shelf === undefined ? undefined : new ShelfWriter(shelf);
  return {
    take: ({ key, source, text }: ArticleRow) => {
      const body = text ?? '';
      const article = reader.read(body);
      const { words, lineFlags, sketch, pairs } = article;
      const place = shelved?.put(article);
      const short = isTooShort(words);
      write({
        key,
        source: source ?? null,
        words: words.count,
        short,
        same: keyOfBody(body, words),
        sketch: signed(sketch),
        pairs: signed(pairs),
        lines: lineKeysOf(words, source),
        phrases: lineFlags.some((flags) => (flags & PHRASE_LINE) !== 0),
        place,
      });
    },
    end: () => {
      shelved?.close();
      return undefined;
    },
  };
};

/** Hashes as SQL has them: the same 32 bits. */
export function signed(hashes: Uint32Array): number[] {
  return Array.from(new Int32Array(hashes.buffer, hashes.byteOffset, hashes.length));
}

/** One number for each different line of a source: two lines may share one, which then are both looked at. */
function lineKeysOf({ lineKeysLow, lineKeysHigh, lineCount }: Words, source: string | null | undefined): number[] {
  const seed = source === null || source === undefined ? 0 : hashOf(source);
  const keys = new Set<number>();
  for (let line = 0; line < lineCount; line++)
    keys.add(finishHash(mixLane(mixLane(seed, lineKeysLow[line]!), lineKeysHigh[line]!), 0, 8) | 0);
  return [...keys];
}

function hashOf(text: string): number {
  let state = 0;
  for (let i = 0; i < text.length; i++) state = mixLane(state, text.charCodeAt(i));
  return finishHash(state, 0, text.length * 2);
}
