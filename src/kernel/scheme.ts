/**
 * The constants of the sketch, and the arithmetic that turns words into 32-bit numbers. Together with the folding rules
 * of `text/normalise.ts` they are the written format `docs/formats/sketch-v1.md`: change one and the scheme's name changes.
 */

/** The name that a stored or printed sketch carries. */
export const SCHEME = 'wirecopy-sketch-1';

/** Words in a shingle. Three survive an edit at every fifth word, where five do not: detection.md 2, "Why w=3". */
export const SHINGLE_WORDS = 3;

/** Characters in a shingle that begins in a script without spaces (detection.md 8: 8 of them stand for about 3 words). */
export const SHINGLE_CHARACTERS = 8;

/** Shingle hashes below this are kept: 2^32 / 8, one in eight (integrated.md 1.6). */
export const KEEP_BELOW = 0x20000000;

/** At least this many of the smallest hashes are kept, so that a short article can be found too (integrated.md 1.6). */
export const MIN_SKETCH = 24;

/**
 * A second sketch, of pairs of words, finds what no three words in a row survive: every third word replaced, neighbours
 * exchanged, noise in every tenth character. It is not written anywhere, and no part of the format. One hash in 32 is kept, and
 * at least 30: of texts of 150 words and more with every third word replaced 95 of 100 still share a fifth of it, where of 12
 * hashes 87 did (docs/decisions/0011-pairs-of-words.md).
 */
export const PAIR_KEEP_BELOW = 0x08000000;
export const MIN_PAIR_SKETCH = 30;

/** A text with fewer words has no sketch: a handful of shingles is a phrase, and many briefs share one. */
export const MIN_SKETCH_WORDS = 8;

/** An article with fewer words is too short to judge: no pair of them can reach the 30 matched words of a relation. */
export const MIN_WORDS = 30;

/** Seed of the word hash, MurmurHash3 x86_32 over the folded word in UTF-8. */
export const WORD_SEED = 0x77697265;

/**
 * One odd multiplier a position in a shingle; a shingle of `w` words uses the first `w`. The first three are the primes
 * of xxHash32 (Y. Collet, xxHash specification); the rest are fractions of
 * square roots of primes as SHA-2 uses them: numbers without a hidden choice.
 */
export const POSITION_MULTIPLIERS = new Int32Array([
  0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x6a09e667, 0xbb67ae85, 0x3c6ef373, 0xa54ff53b, 0x510e527f, 0x9b05688d,
  0x1f83d9ab, 0x5be0cd19, 0xcbbb9d5d, 0x629a292b,
]);

/** One step of MurmurHash3 x86_32: takes four bytes, little-endian, into the state. Source: A. Appleby, MurmurHash3, 2010. */
export function mixLane(state: number, lane: number): number {
  let k = Math.imul(lane, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = state ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** The end of MurmurHash3 x86_32: the last one to three bytes in `tail` (0 when there are none), then the length in bytes. */
export function finishHash(state: number, tail: number, byteCount: number): number {
  let h = state;
  if (tail !== 0) {
    let k = Math.imul(tail, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
  }
  h ^= byteCount;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Mixes the sum of a shingle's multiplied words into its hash, an unsigned 32-bit integer.
 * Source: C. Wellons, "Prospecting for Hash Functions", 2018 (the two-round function he calls lowbias32).
 */
export function mixShingle(sum: number): number {
  let h = sum ^ (sum >>> 15);
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** How many characters of a script without spaces stand for `words` words: 3 are 8, 2 are 5, 4 are 11, 5 are 13. */
export function charactersFor(words: number): number {
  return Math.round((words * SHINGLE_CHARACTERS) / SHINGLE_WORDS);
}

/** Words that stand for one in scripts without spaces, where a word is a character. */
export const UNSPACED_UNIT = charactersFor(3) / 3;

/** How many words of a text stand for one: 1, or more where most are characters of a script without spaces. */
export function unitWordsOf(unspacedCount: number, wordCount: number): number {
  return unspacedCount * 2 > wordCount ? UNSPACED_UNIT : 1;
}
