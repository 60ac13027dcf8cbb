import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainMeasures, chainOf } from '../../src/kernel/chain.ts';
import { SeedIndex, type WordRange } from '../../src/kernel/seeds.ts';
import { anyPair, QUOTED, rangeOf, seedsIn, UNSPACED, wordsIn } from '../support/word-range.ts';

function measuresOf(left: WordRange, right: WordRange, unitWords = 1): ChainMeasures {
  const index = new SeedIndex(2);
  index.build(right);
  return chainOf(left, right, index, unitWords);
}

/**
 * By definition: all pairs of places of a seed, seeds of more than 8 pairs left out; the longest rising chain; and, over
 * all chains of that length, the fewest and the most words of the left text that their seeds cover.
 */
function longestChains(left: WordRange, right: WordRange): { length: number; fewest: number; most: number } {
  const rightSeeds = seedsIn(right, 2);
  const leftSeeds = seedsIn(left, 2);
  const pairs: { at: number; other: number; size: number }[] = [];
  for (const [at, seed] of leftSeeds.entries()) {
    if (seed === undefined) continue;
    const here = leftSeeds.filter((one) => one?.key === seed.key).length;
    const there = rightSeeds.flatMap((one, other) => (one?.key === seed.key ? [other] : []));
    if (here * there.length <= 8) for (const other of there) pairs.push({ at, other, size: seed.size });
  }
  const ending: { length: number; fewest: number; most: number }[] = [];
  for (const [k, { at, other, size }] of pairs.entries()) {
    const best = { length: 1, fewest: size, most: size };
    for (let before = 0; before < k; before++) {
      const earlier = pairs[before]!;
      if (earlier.at >= at || earlier.other >= other) continue;
      const chain = ending[before]!;
      const fresh = size - Math.max(0, earlier.at + earlier.size - at);
      if (chain.length + 1 > best.length) {
        Object.assign(best, { length: chain.length + 1, fewest: chain.fewest + fresh, most: chain.most + fresh });
      } else if (chain.length + 1 === best.length) {
        best.fewest = Math.min(best.fewest, chain.fewest + fresh);
        best.most = Math.max(best.most, chain.most + fresh);
      }
    }
    ending.push(best);
  }
  const length = Math.max(0, ...ending.map((chain) => chain.length));
  const longest = ending.filter((chain) => chain.length === length);
  return {
    length,
    fewest: length === 0 ? 0 : Math.min(...longest.map((chain) => chain.fewest)),
    most: length === 0 ? 0 : Math.max(...longest.map((chain) => chain.most)),
  };
}

/** `count` words that stand nowhere else. */
function foreign(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => 10_000 + from * 1000 + k);
}

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

describe('the chain of two texts', () => {
  test.each(['spaced', 'unspaced'] as const)('covers as many words as a longest chain of %s words does', (script) => {
    let unambiguous = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 60 }).chain((vocabulary) => anyPair({ script, vocabulary, maxLength: 50 })),
        ([left, right]) => {
          const { covered } = measuresOf(left, right);
          const { fewest, most } = longestChains(left, right);
          expect(covered).toBeGreaterThanOrEqual(fewest);
          expect(covered).toBeLessThanOrEqual(most);
          if (fewest === most && most > 0) unambiguous++;
        },
      ),
      { seed: 31, numRuns: 400 },
    );
    expect(unambiguous).toBeGreaterThan(50);
  });

  test('stays within its texts', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(1, 8 / 3), ([left, right], unitWords) => {
        const { covered, reached, runMatched } = measuresOf(left, right, unitWords);
        const leftCount = left.end - left.begin;
        const outside = (text: WordRange): number => wordsIn(text).filter(({ isQuoted }) => !isQuoted).length;
        expect(covered).toBeLessThanOrEqual(leftCount);
        expect(reached).toBeLessThanOrEqual(leftCount);
        expect(runMatched).toBeLessThanOrEqual(Math.min(covered, outside(left)));
        for (const measure of [covered, reached, runMatched]) expect(measure).toBeGreaterThanOrEqual(0);
      }),
      { seed: 32, numRuns: 300 },
    );
  });

  test('covers, reaches and matches all of a text in itself', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100_000), { minLength: 6, maxLength: 80, size: 'max' }), (words) => {
        const all = words.length;
        expect(measuresOf(rangeOf(words), rangeOf(words))).toEqual({ covered: all, reached: all, runMatched: all });
      }),
      { seed: 33, numRuns: 50 },
    );
  });

  test('is nothing where no two words in a row are shared', () => {
    const nothing = { covered: 0, reached: 0, runMatched: 0 };
    expect(measuresOf(rangeOf([1, 2, 3, 4]), rangeOf([4, 3, 2, 1]))).toEqual(nothing);
    expect(measuresOf(rangeOf([]), rangeOf([1, 2]))).toEqual(nothing);
    expect(measuresOf(rangeOf([1, 2]), rangeOf([]))).toEqual(nothing);
  });

  test('takes one of two passages that changed places', () => {
    const first = story(0, 30);
    const second = story(100, 120);
    const swapped = measuresOf(rangeOf([...first, ...second]), rangeOf([...second, ...first]));
    expect(swapped).toEqual({ covered: 30, reached: 30, runMatched: 30 });
  });

  test('spans the edits of a noisy copy, which a chain of matches alone does not', () => {
    // Every third word is another one: 2 of 3 words match, and the steady run spans all from the first to the last match.
    const left = story(0, 60);
    const right = left.map((word) => (word % 3 === 2 ? 5000 + word : word));
    expect(measuresOf(rangeOf(left), rangeOf(right))).toEqual({ covered: 40, reached: 59, runMatched: 40 });
  });

  test('keeps a run over a gap of 16 words to the next seed, and not of 17', () => {
    // Two passages of 6 words; the second begins 16 or 17 words after the last seed of the first, which begins at word 4.
    for (const [gap, reached] of [
      [14, 26],
      [15, 12],
    ] as const) {
      const left = rangeOf([...story(0, 6), ...foreign(1, gap), ...story(6, 12)]);
      const right = rangeOf([...story(0, 6), ...foreign(2, gap), ...story(6, 12)]);
      expect(measuresOf(left, right)).toEqual({ covered: 12, reached, runMatched: 12 });
    }
  });

  test('keeps a run over a shift of 3 words, and not of 4', () => {
    for (const [shift, reached] of [
      [3, 17],
      [4, 12],
    ] as const) {
      const left = rangeOf([...story(0, 6), ...foreign(1, 5), ...story(6, 12)]);
      for (const gap of [5 + shift, 5 - shift]) {
        const right = rangeOf([...story(0, 6), ...foreign(2, gap), ...story(6, 12)]);
        expect(measuresOf(left, right)).toEqual({ covered: 12, reached, runMatched: 12 });
      }
    }
  });

  test('counts a run from 6 matched words on', () => {
    const left = rangeOf([...story(0, 6), ...foreign(1, 30), ...story(10, 15)]);
    const right = rangeOf([...story(0, 6), ...foreign(2, 30), ...story(10, 15)]);
    // The run of 6 counts; the other passage, of 5 words, is covered only.
    expect(measuresOf(left, right)).toEqual({ covered: 11, reached: 6, runMatched: 6 });
    expect(measuresOf(rangeOf(story(10, 15)), rangeOf(story(10, 15)))).toEqual({
      covered: 5,
      reached: 0,
      runMatched: 0,
    });
  });

  test('multiplies its limits where words are characters', () => {
    // 6 words are 16 characters; a gap of 16 words is one of 42 characters, a shift of 3 one of 8.
    const flags = new Array<number>(200).fill(UNSPACED);
    const unit = 8 / 3;
    const of = (words: number[]) => rangeOf(words, flags);
    expect(measuresOf(of(story(0, 15)), of(story(0, 15)), unit)).toMatchObject({ covered: 15, reached: 0 });
    expect(measuresOf(of(story(0, 16)), of(story(0, 16)), unit)).toMatchObject({ covered: 16, reached: 16 });
    // Seeds are 5 characters: the last seed of the first passage begins at character 15.
    for (const [gap, reached] of [
      [42 - 5, 40 + 37],
      [43 - 5, 40],
    ] as const) {
      const left = of([...story(0, 20), ...foreign(1, gap), ...story(20, 40)]);
      const right = of([...story(0, 20), ...foreign(2, gap), ...story(20, 40)]);
      expect(measuresOf(left, right, unit)).toMatchObject({ covered: 40, reached });
    }
    for (const [shift, reached] of [
      [8, 40 + 20],
      [9, 40],
    ] as const) {
      const left = of([...story(0, 20), ...foreign(1, 20), ...story(20, 40)]);
      const right = of([...story(0, 20), ...foreign(2, 20 + shift), ...story(20, 40)]);
      expect(measuresOf(left, right, unit)).toMatchObject({ covered: 40, reached });
    }
  });

  test('passes over a seed with more than 8 pairs of places', () => {
    // "1 2" stands three times on each side, 9 pairs; between foreign words, so that it is no other seed's part.
    const refrain = (from: number, times: number): number[] =>
      story(0, times).flatMap((k) => [1, 2, ...foreign(from + k, 3)]);
    expect(measuresOf(rangeOf(refrain(0, 3)), rangeOf(refrain(3, 3))).covered).toBe(0);
    // Twice and four times are 8 pairs, and two of them make a chain.
    expect(measuresOf(rangeOf(refrain(0, 2)), rangeOf(refrain(3, 4))).covered).toBe(4);
  });

  test('leaves quoted words out of what its runs match, by the side that quotes more', () => {
    const words = story(0, 20);
    const quoting = (from: number, to: number) => words.map((_, k) => (k >= from && k < to ? QUOTED : 0));
    const left = rangeOf(words, quoting(0, 5));
    const right = rangeOf(words, quoting(0, 8));
    expect(measuresOf(left, right)).toEqual({ covered: 20, reached: 20, runMatched: 12 });
    expect(measuresOf(right, left)).toEqual({ covered: 20, reached: 20, runMatched: 12 });
  });

  test('has room for pairs of places beyond any it met before', () => {
    const long = rangeOf(story(0, 20_000));
    expect(measuresOf(long, long)).toEqual({ covered: 20_000, reached: 20_000, runMatched: 20_000 });
    // 400 seeds, each at 2 places on the left and 4 on the right: 8 pairs each.
    const left = rangeOf(story(0, 2).flatMap(() => story(0, 3000)));
    const right = rangeOf(story(0, 4).flatMap(() => story(0, 3000)));
    expect(measuresOf(left, right)).toMatchObject({ covered: 6000, reached: 6000 });
  });
});
