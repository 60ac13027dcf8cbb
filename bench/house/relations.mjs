// What a run makes of any two articles, read off its stages.
import { recordsOf } from './command.mjs';

/**
 * Groups the articles that are compared as one: the same words, or for those too short to judge the same text.
 *
 * @param texts bodies by id
 * @returns `firstOf`: for each id the one that stands for it; `tooShort`: ids without a sketch; `wordsOf`: words by id
 */
export async function collapsedOf(bin, input, texts) {
  const firstOf = new Map();
  const firstOfKey = new Map();
  const tooShort = new Set();
  const wordsOf = new Map();
  for await (const { id, words, wordsHash, hashes } of recordsOf(bin, input, '--stop-after', 'sketches')) {
    wordsOf.set(id, words);
    if (hashes.length === 0) tooShort.add(id);
    const key = hashes.length === 0 ? `text ${texts.get(id).trim() === '' ? id : texts.get(id)}` : `words ${wordsHash}`;
    // Stages print in input order, so that the first one met is the one that is compared.
    if (!firstOfKey.has(key)) firstOfKey.set(key, id);
    firstOf.set(id, firstOfKey.get(key));
  }
  return { firstOf, tooShort, wordsOf };
}

/** The name of a pair, the same from both sides. */
export function pairKey(a, b) {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}
