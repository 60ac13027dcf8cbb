import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SeedIndex, type WordRange } from '../../src/kernel/seeds.ts';
import { anyPair, rangeOf, seedsIn, UNSPACED } from '../support/word-range.ts';

const SIZES = [2, 3, 4, 5];

/** Where each seed of `right` stands, and what `left` looks up in it. */
function lookUps(left: WordRange, right: WordRange, seedWords: number): (number[] | undefined)[] {
  const places = new Map<string, number[]>();
  for (const [at, seed] of seedsIn(right, seedWords).entries()) {
    if (seed !== undefined) places.set(seed.key, [...(places.get(seed.key) ?? []), at]);
  }
  return seedsIn(left, seedWords).map((seed) => (seed === undefined ? undefined : places.get(seed.key)));
}

/** The same, asked of the index. */
function lookUpsIn(index: SeedIndex, left: WordRange): (number[] | undefined)[] {
  const located = new Int32Array(left.end - left.begin).fill(-7);
  index.locateInto(located, left);
  return [...located].map((seed) => {
    if (seed < 0) {
      expect(seed).toBe(-1);
      return undefined;
    }
    const places: number[] = [];
    for (let place = index.lastPosition[seed]!; place >= 0; place = index.previous[place]!) places.unshift(place);
    expect(index.occurrences[seed]).toBe(places.length);
    for (const place of places) expect(index.seedAt[place]).toBe(seed);
    return places;
  });
}

describe('an index of seeds', () => {
  test('finds every place of every seed of another text, and no other seed', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(...SIZES), ([left, right], seedWords) => {
        const index = new SeedIndex(seedWords);
        index.build(right);
        expect(lookUpsIn(index, left)).toEqual(lookUps(left, right, seedWords));
        expect(index.seedCount).toBe(
          new Set(seedsIn(right, seedWords).map((seed) => seed?.key ?? '')).size - endsTooSoon(right, seedWords),
        );
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('forgets a text when it is built for another', () => {
    fc.assert(
      fc.property(anyPair(), anyPair({ maxLength: 100, vocabulary: 40 }), ([left, right], [before]) => {
        const index = new SeedIndex(2);
        index.build(before);
        index.build(right);
        expect(lookUpsIn(index, left)).toEqual(lookUps(left, right, 2));
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  test('holds a text of any length, also after a short one', () => {
    const short = rangeOf([1, 2, 3]);
    const long = rangeOf(Array.from({ length: 2500 }, (_, k) => (k * k) % 709));
    const index = new SeedIndex(3);
    index.build(short);
    index.build(long);
    expect(lookUpsIn(index, long)).toEqual(lookUps(long, long, 3));
    expect(lookUpsIn(index, short)).toEqual(lookUps(short, long, 3));
  });

  test('numbers a position where the text ends too soon as none', () => {
    const index = new SeedIndex(2);
    index.build(rangeOf([1, 2, 3, 4, 5], [0, UNSPACED, 0, 0, 0]));
    // The unspaced seed is five words, and only four are left; the last word begins none.
    expect([...index.seedAt.subarray(0, 5)].map((seed) => seed >= 0)).toEqual([true, false, true, true, false]);
    index.build(rangeOf([]));
    expect(index.seedCount).toBe(0);
  });

  test('does not take a seed of two words for one of five that sums to the same', () => {
    // Words whose hash is 0 add nothing to a sum.
    const unspaced = {
      hashes: Uint32Array.of(7, 9, 0, 0, 0),
      flags: Uint8Array.of(UNSPACED, 0, 0, 0, 0),
      begin: 0,
      end: 5,
    };
    const spaced = { ...unspaced, flags: new Uint8Array(5) };
    const index = new SeedIndex(2);
    index.build(unspaced);
    expect(lookUpsIn(index, spaced)).toEqual(lookUps(spaced, unspaced, 2));
    expect(lookUpsIn(index, spaced)[0]).toBeUndefined();
    index.build(spaced);
    expect(lookUpsIn(index, unspaced)[0]).toBeUndefined();
  });

  test('tells apart seeds that differ in one word only, wherever it stands', () => {
    for (const seedWords of SIZES) {
      const words = Array.from({ length: seedWords }, (_, k) => k);
      const index = new SeedIndex(seedWords);
      index.build(rangeOf(words));
      for (let changed = 0; changed < seedWords; changed++) {
        const other = words.map((word, k) => (k === changed ? 99 : word));
        expect(lookUpsIn(index, rangeOf(other))[0]).toBeUndefined();
      }
      expect(lookUpsIn(index, rangeOf(words))[0]).toEqual([0]);
    }
  });
});

/** 1 where the list of seeds holds an `undefined`, which counts as one more key above. */
function endsTooSoon(range: WordRange, seedWords: number): number {
  return seedsIn(range, seedWords).includes(undefined) ? 1 : 0;
}

test('a text of a million and a half different words is indexed, and each of its seeds found', () => {
  // A table that starts its search in too few slots needs minutes here: the runner would give up.
  const length = 1_500_000;
  const hashes = Uint32Array.from({ length }, (_, k) => Math.imul(k + 1, 0x9e3779b1) ^ (k >>> 7));
  const text: WordRange = { hashes, flags: new Uint8Array(length), begin: 0, end: length };
  const index = new SeedIndex(2);
  index.build(text);
  const located = new Int32Array(length);
  index.locateInto(located, text);
  expect(index.seedCount).toBe(length - 1);
  expect(located.subarray(0, length - 1).every((seed, position) => index.lastPosition[seed] === position)).toBe(true);
});
