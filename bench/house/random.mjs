// Randomness that repeats: the same seed gives the same numbers on every machine.
import { createHash } from 'node:crypto';

/** A generator of numbers in [0, 1). Source: T. Ettinger, mulberry32, 2017. */
export function randomFrom(seed) {
  let state = createHash('sha256').update(`${seed}`).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The same items in another order. */
export function shuffled(items, random) {
  const list = [...items];
  for (let k = list.length - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [list[k], list[other]] = [list[other], list[k]];
  }
  return list;
}

/** Sentences of invented words, of which few are frequent and most are rare. */
export function madeSentences(random, count) {
  return Array.from({ length: count }, sentenceMaker(random));
}

/** Gives such sentences one by one, all of one vocabulary. */
export function sentenceMaker(random) {
  const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) => [...'aeiou'].map((vowel) => consonant + vowel));
  const word = () => Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(syllables)).join('');
  const pick = (list) => list[Math.floor(random() * list.length)];
  const words = Array.from({ length: 30_000 }, word);
  // The cube leans to the front of the list, much as word frequencies do.
  const next = () => words[Math.floor(random() ** 3 * words.length)];
  return () => {
    const length = 8 + Math.floor(random() * 25);
    return `${Array.from({ length }, next).join(' ')}.`;
  };
}
