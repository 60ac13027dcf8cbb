import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseKernel } from '../../src/kernel/compiled.ts';
import { PAIR_WORDS } from '../../src/kernel/limits.ts';
import { charactersFor, KEEP_BELOW, MIN_SKETCH, SHINGLE_CHARACTERS } from '../../src/kernel/scheme.ts';
import { quotedShinglesInto, sharedCount, shingleHash, sketchInto, sortDistinct } from '../../src/kernel/sketch.ts';
import { between, seeded } from '../support/seeded.ts';
import { hashOf, QUOTED, rangeOf, UNSPACED } from '../support/word-range.ts';

function sketchOf(
  words: readonly number[],
  options: { unspaced?: boolean; size?: number; floor?: number } = {},
): number[] {
  const hashes = Uint32Array.from(words, hashOf);
  const flags = new Uint8Array(words.length).fill(options.unspaced ? UNSPACED : 0);
  const out = new Uint32Array(words.length + 1).fill(0xdead);
  const count = sketchInto(out, hashes, flags, 0, words.length, options.size ?? 3, options.floor ?? MIN_SKETCH);
  // It must not write past what it may use.
  expect(out[words.length]).toBe(0xdead);
  return [...out.subarray(0, count)];
}

function shinglesOf(words: readonly number[], size = 3): Set<number> {
  const hashes = Uint32Array.from(words, hashOf);
  const all = new Set<number>();
  for (let at = 0; at + size <= words.length; at++) all.add(shingleHash(hashes, at, size));
  return all;
}

/** Of pairs the order does not count: each is the hash of one word, the sum of both. */
function pairsOf(words: readonly number[], size: number): Set<number> {
  const all = new Set<number>();
  for (let at = 0; at + size <= words.length; at++) {
    const sum = words.slice(at, at + size).reduce((total, word) => (total + hashOf(word)) | 0, 0);
    all.add(shingleHash(Uint32Array.of(sum), 0, 1));
  }
  return all;
}

function shared(a: Iterable<number>, b: Iterable<number>): number {
  const other = new Set(b);
  return [...new Set(a)].filter((value) => other.has(value)).length;
}

const anyWords = fc.array(fc.nat(5000), { maxLength: 1200, size: 'max' });

describe.each(['compiled', 'plain'] as const)('a sketch by the %s kernel', (kernel) => {
  beforeEach(() => chooseKernel(kernel));
  afterEach(() => chooseKernel('compiled'));

  test('holds the shingle hashes below an eighth, and at least the 24 smallest', () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        const all = [...shinglesOf(words)].sort((a, b) => a - b);
        const below = all.filter((hash) => hash < 2 ** 32 / 8);
        const expected = below.length >= 24 ? below : all.slice(0, 24);
        // One or two words make no shingle of three: they stand for themselves.
        const short = [shingleHash(Uint32Array.from(words, hashOf), 0, words.length)];
        expect(sketchOf(words)).toEqual(words.length === 0 ? [] : words.length < 3 ? short : expected);
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  test('is right where the floor is just met, or just not', () => {
    const random = seeded(47);
    // Of eight hashes one is kept: most often it hangs on the floor where a text has some eight times as many words.
    for (let k = 0; k < 4000; k++) {
      const count = 20 + (k % 400);
      const words = Array.from({ length: count }, () => between(random, 0, 1_000_000));
      for (const [size, floor] of [
        [3, 24],
        [5, 16],
        [PAIR_WORDS, 30],
      ] as const) {
        const all = [...(size === PAIR_WORDS ? pairsOf : shinglesOf)(words, size)].sort((a, b) => a - b);
        const below = all.filter((hash) => hash < KEEP_BELOW);
        expect(sketchOf(words, { size, floor })).toEqual(below.length >= floor ? below : all.slice(0, floor));
      }
    }
  });

  test('takes any size of shingle and any floor it is asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 5, maxLength: 400, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 40 }),
        (words, size, floor) => {
          const madeOf = size === PAIR_WORDS ? pairsOf : shinglesOf;
          const all = [...madeOf(words, size)].sort((a, b) => a - b);
          const below = all.filter((hash) => hash < KEEP_BELOW);
          expect(sketchOf(words, { size, floor })).toEqual(below.length >= floor ? below : all.slice(0, floor));
          const unspaced = [...madeOf(words, charactersFor(size))].sort((a, b) => a - b);
          if (words.length >= charactersFor(size)) {
            expect(sketchOf(words, { size, floor: 1000, unspaced: true })).toEqual(unspaced);
          }
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });

  test('has shingles of 8 characters where words are characters, from the scale of 3 words', () => {
    expect([2, 3, 4, 5].map(charactersFor)).toEqual([5, 8, 11, 13]);
    expect(charactersFor(3)).toBe(SHINGLE_CHARACTERS);
    const words = Array.from({ length: 20 }, (_, k) => k);
    expect(sketchOf(words, { unspaced: true })).toEqual([...shinglesOf(words, 8)].sort((a, b) => a - b));
  });

  test('of a text shorter than one shingle is the hash of all its words', () => {
    expect(sketchOf([])).toEqual([]);
    expect(sketchOf([7])).toEqual([shingleHash(Uint32Array.of(hashOf(7)), 0, 1)]);
    const seven = [1, 2, 3, 4, 5, 6, 7];
    expect(sketchOf(seven, { unspaced: true })).toEqual([shingleHash(Uint32Array.from(seven, hashOf), 0, 7)]);
  });

  test('has room for a text longer than any it met before', () => {
    const words = Array.from({ length: 10_000 }, (_, k) => k);
    const expected = [...shinglesOf(words)].filter((hash) => hash < KEEP_BELOW).sort((a, b) => a - b);
    expect(sketchOf(words)).toEqual(expected);
  });

  test('reads its own stretch of a pool and nothing else', () => {
    const words = Uint32Array.from({ length: 60 }, (_, k) => hashOf(k));
    const out = new Uint32Array(60);
    const count = sketchInto(out, words, new Uint8Array(60), 20, 50);
    const own = Array.from({ length: 30 }, (_, k) => k + 20);
    expect([...out.subarray(0, count)]).toEqual(sketchOf(own));
  });

  test('does not change when a text is repeated, but for the shingles across the seam', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 400, maxLength: 900, size: 'max' }), (words) => {
        const seam = shinglesOf([...words.slice(-2), ...words.slice(0, 2)]);
        const once = sketchOf(words, { floor: 0 });
        const twice = sketchOf([...words, ...words], { floor: 0 });
        expect(twice.filter((hash) => !seam.has(hash))).toEqual(once.filter((hash) => !seam.has(hash)));
      }),
      { seed: 43, numRuns: 20 },
    );
  });

  test('is blind to the order of its shingles: of paragraphs that change places only the seams change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 400, maxLength: 900, size: 'max' }),
        fc.nat(399),
        (words, cut) => {
          const swapped = [...words.slice(cut), ...words.slice(0, cut)];
          const seams = new Set([
            ...shinglesOf([...words.slice(-2), ...words.slice(0, 2)]),
            ...shinglesOf(words.slice(Math.max(0, cut - 2), cut + 2)),
          ]);
          const ofWords = sketchOf(words, { floor: 0 }).filter((hash) => !seams.has(hash));
          expect(sketchOf(swapped, { floor: 0 }).filter((hash) => !seams.has(hash))).toEqual(ofWords);
        },
      ),
      { seed: 44, numRuns: 20 },
    );
  });
});

describe('what a sketch estimates', () => {
  /** Two texts with `common` words in one stretch of both, between words of their own. */
  function pairOf(random: () => number): { left: number[]; right: number[] } {
    const fresh = (count: number): number[] => Array.from({ length: count }, () => between(random, 0, 2 ** 30));
    const common = fresh(between(random, 50, 600));
    return {
      left: [...fresh(between(random, 50, 900)), ...common],
      right: [...common, ...fresh(between(random, 50, 900))],
    };
  }

  const random = seeded(45);
  const trials = Array.from({ length: 200 }, () => {
    const { left, right } = pairOf(random);
    const [leftShingles, rightShingles] = [shinglesOf(left), shinglesOf(right)];
    // Without the floor, which biases an estimate where it acts.
    const [leftSketch, rightSketch] = [sketchOf(left, { floor: 0 }), sketchOf(right, { floor: 0 })];
    const both = shared(leftSketch, rightSketch);
    const exactBoth = shared(leftShingles, rightShingles);
    return {
      sampled: [leftSketch.length, rightSketch.length] as const,
      estimated: [both / leftSketch.length, both / rightSketch.length] as const,
      exact: [exactBoth / leftShingles.size, exactBoth / rightShingles.size] as const,
      jaccard: both / (leftSketch.length + rightSketch.length - both),
      exactJaccard: exactBoth / (leftShingles.size + rightShingles.size - exactBoth),
      union: leftSketch.length + rightSketch.length - both,
      kept: leftSketch.length,
      of: leftShingles.size,
    };
  });

  /**
   * How far a mean of `samples` draws may be from the truth with a chance of one in a million to be further: Hoeffding's
   * bound, sqrt(ln(2 / 10^-6) / 2n), which also holds for draws without replacement.
   */
  const boundFor = (samples: number): number => Math.sqrt(Math.log(2e6) / (2 * samples));

  test('is containment in both directions, and resemblance, within the error bound of its size', () => {
    for (const { sampled, estimated, exact, jaccard, exactJaccard, union } of trials) {
      for (const side of [0, 1] as const) {
        expect(Math.abs(estimated[side] - exact[side])).toBeLessThan(boundFor(sampled[side]));
      }
      expect(Math.abs(jaccard - exactJaccard)).toBeLessThan(boundFor(union));
    }
  });

  test('is not biased: errors of 200 pairs cancel out', () => {
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    // One error deviates by at most .5 / sqrt(n); the mean of 200 with at least 12 hashes each by .0102; four times that.
    expect(Math.min(...trials.map(({ sampled }) => Math.min(...sampled)))).toBeGreaterThanOrEqual(12);
    for (const side of [0, 1] as const) {
      const errors = trials.map(({ estimated, exact }) => estimated[side] - exact[side]);
      expect(Math.abs(mean(errors))).toBeLessThan(0.041);
    }
  });

  test('rests on one shingle in eight', () => {
    for (const { kept, of } of trials) expect(Math.abs(kept / of - 1 / 8)).toBeLessThan(boundFor(of));
  });

  test('is biased where the floor of 24 acts, by more of the smaller text than of the larger', () => {
    // The 24 smallest of 98 shingles, and all below an eighth of 998: the large text shows an eighth of its own only.
    const small = Array.from({ length: 100 }, (_, k) => k);
    const large = Array.from({ length: 1000 }, (_, k) => k);
    const found = shared(sketchOf(small), sketchOf(large));
    expect(shared(shinglesOf(small), shinglesOf(large))).toBe(98);
    expect(sketchOf(small)).toHaveLength(24);
    expect(found).toBe([...shinglesOf(small)].filter((hash) => hash < KEEP_BELOW).length);
    expect(found).toBeLessThan(24);
  });
});

describe('the count of shared hashes', () => {
  const ascending = fc.uniqueArray(fc.nat(60), { maxLength: 40 }).map((values) => values.sort((a, b) => a - b));

  test('is the size of the intersection, whichever side comes first', () => {
    fc.assert(
      fc.property(ascending, ascending, (a, b) => {
        const pool = Uint32Array.from([...a, ...b]);
        expect(sharedCount(pool, 0, a.length, pool, a.length, pool.length)).toBe(shared(a, b));
        expect(sharedCount(pool, a.length, pool.length, pool, 0, a.length)).toBe(shared(a, b));
      }),
      { seed: 46, numRuns: 200 },
    );
  });

  test('holds for hashes over the sign bit', () => {
    const a = Uint32Array.of(1, 0x7fffffff, 0x80000000, 0xffffffff);
    const b = Uint32Array.of(0, 0x80000000, 0xfffffffe, 0xffffffff);
    expect(sharedCount(a, 0, 4, b, 0, 4)).toBe(2);
  });
});

test('numbers are sorted as unsigned and repeats dropped, in the first places only', () => {
  const values = Uint32Array.of(5, 0xffffffff, 5, 0x80000000, 1, 1, 0);
  // The last number is past the count.
  expect(sortDistinct(values, 6)).toBe(4);
  expect([...values.subarray(0, 4)]).toEqual([1, 5, 0x80000000, 0xffffffff]);
  expect(values[6]).toBe(0);
  expect(sortDistinct(values, 0)).toBe(0);
  expect(sortDistinct(Uint32Array.of(9), 1)).toBe(1);
});

test('sorting drops repeats of any numbers, few or many, spread or crowded', () => {
  const anyNumbers = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 2000, size: 'max' }),
    fc.array(fc.integer({ min: 0xfffffff0, max: 0xffffffff }), { maxLength: 60 }),
    fc.array(fc.nat(20), { maxLength: 60 }),
    // All but one in the last slot.
    fc.array(fc.integer({ min: 0xffff0000, max: 0xffffffff }), { maxLength: 1023, size: 'max' }),
  );
  fc.assert(
    fc.property(anyNumbers, (numbers) => {
      const values = Uint32Array.from([...numbers, 77]);
      const count = sortDistinct(values, numbers.length);
      expect([...values.subarray(0, count)]).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(values[numbers.length]).toBe(77);
    }),
    { seed: 45, numRuns: 500 },
  );
});

describe('the shingles of quotations', () => {
  function quotedShingles(words: readonly number[], flags: readonly number[]): number[] {
    const { hashes, flags: flagged, begin, end } = rangeOf(words, flags);
    const out = new Uint32Array(words.length);
    return [...out.subarray(0, quotedShinglesInto(out, hashes, flagged, begin, end))];
  }

  test('lie wholly inside quoted words', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ word: fc.nat(30), isQuoted: fc.boolean() }), { maxLength: 60 }), (text) => {
        const words = text.map(({ word }) => word);
        const expected = new Set<number>();
        for (let at = 0; at + 3 <= text.length; at++) {
          if (!text.slice(at, at + 3).every(({ isQuoted }) => isQuoted)) continue;
          expected.add(shingleHash(Uint32Array.from(words, hashOf), at, 3));
        }
        const found = quotedShingles(
          words,
          text.map(({ isQuoted }) => (isQuoted ? QUOTED : 0)),
        );
        expect(found).toEqual([...expected].sort((a, b) => a - b));
      }),
    );
  });

  test('are six of eight quoted words, and in a script without spaces one of eight characters', () => {
    const eight = [1, 2, 3, 4, 5, 6, 7, 8];
    const quoted = eight.map(() => QUOTED);
    expect(quotedShingles([90, ...eight, 91], [0, ...quoted, 0])).toHaveLength(6);
    const characters = eight.map(() => QUOTED | UNSPACED);
    expect(quotedShingles(eight, characters)).toHaveLength(1);
    expect(quotedShingles(eight.slice(1), characters.slice(1))).toHaveLength(0);
  });
});
