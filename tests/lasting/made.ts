/** A generator of numbers in [0, 1) that repeats. Source: T. Ettinger, mulberry32, 2017. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Sentences of invented words. */
export function madeSentences(random: () => number, count: number): string[] {
  const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) => [...'aeiou'].map((vowel) => consonant + vowel));
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = () => Array.from({ length: 1 + Math.floor(random() * 4) }, () => one(syllables)).join('');
  const words = Array.from({ length: 5000 }, word);
  return Array.from(
    { length: count },
    () => `${Array.from({ length: 10 + Math.floor(random() * 15) }, () => one(words)).join(' ')}.`,
  );
}
