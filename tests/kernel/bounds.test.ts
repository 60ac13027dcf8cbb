import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bounds } from '../../src/kernel/bounds.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { anyPair, anyPairWithoutRepeats, QUOTED, rangeOf, seedsIn, wordsIn } from '../support/word-range.ts';

/** Places of `text` that stand in seeds the other one has too, and where these seeds begin. */
function sharedPlaces(
  text: WordRange,
  other: WordRange,
  seedWords: number,
): { covered: Set<number>; begins: number[] } {
  const keys = new Set(seedsIn(other, seedWords).map((seed) => seed?.key));
  const covered = new Set<number>();
  const begins: number[] = [];
  for (const [at, seed] of seedsIn(text, seedWords).entries()) {
    if (seed === undefined || !keys.has(seed.key)) continue;
    begins.push(at);
    for (let k = at; k < at + seed.size; k++) covered.add(k);
  }
  return { covered, begins };
}

function sharedQuotedWords(left: WordRange, right: WordRange): number {
  const counts = [
    [left, right],
    [right, left],
  ].map(([text, other]) => {
    const { covered } = sharedPlaces(text!, other!, 4);
    return wordsIn(text!).filter(({ isQuoted }, k) => isQuoted && covered.has(k)).length;
  });
  return Math.min(...counts);
}

function boundsOf(texts: readonly WordRange[], right: number): Bounds {
  const bounds = new Bounds(texts, 2, 4);
  bounds.setRight(right);
  return bounds;
}

const anyTexts = fc.oneof(anyPair(), anyPairWithoutRepeats('spaced'), anyPairWithoutRepeats('mixed'));

describe('a bound', () => {
  test('on the words in shared seeds is never below their number, or tells that it is below what would be enough', () => {
    fc.assert(
      fc.property(anyTexts, fc.nat(100), ([left, right], share) => {
        const exact = sharedPlaces(left, right, 2).covered.size;
        const bounds = boundsOf([right, left], 0);
        const enough = (share / 100) * (left.end - left.begin);
        if (exact >= enough) expect(bounds.covered(1, enough)).toBeGreaterThanOrEqual(enough);
        expect(bounds.covered(1, exact)).toBeGreaterThanOrEqual(exact);
        expect(bounds.wordCount(1)).toBe(left.end - left.begin);
      }),
      { seed: 151, numRuns: 400 },
    );
  });

  test('is near what is shared with the right side at hand, and not with one before it', () => {
    const story = (from: number): number[] => Array.from({ length: 300 }, (_, k) => from + k);
    const texts = [rangeOf(story(0)), rangeOf(story(1000)), rangeOf(story(0))];
    const bounds = new Bounds(texts, 2, 4);
    const places = { count: 0, positions: new Uint32Array(0) };
    for (const [right, shared] of [
      [2, 300],
      [1, 0],
      [0, 300],
    ] as const) {
      bounds.setRight(right);
      bounds.runPlaces(0, places);
      // One seed in two hundred passes for one of the other text, and stands for two words or four.
      expect(Math.abs(bounds.covered(0, 300) - shared)).toBeLessThan(20);
      expect(Math.abs(places.count - shared)).toBeLessThan(20);
    }
  });

  test('on the places of shared runs misses none, and gives few besides', () => {
    let given = 0;
    let needed = 0;
    fc.assert(
      fc.property(anyTexts, ([left, right]) => {
        const { begins } = sharedPlaces(left, right, 4);
        const places = { count: 0, positions: new Uint32Array(0) };
        boundsOf([left, right], 1).runPlaces(0, places);
        const found = [...places.positions.subarray(0, places.count)];
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
        for (const at of begins) expect(found).toContain(at);
        given += found.length;
        needed += begins.length;
      }),
      { seed: 152, numRuns: 200 },
    );
    // Every text ends with some positions where no run begins; they share one mark.
    expect(given).toBeLessThan(needed * 1.5);
  });

  test('on shared quotations refuses no pair that shares as many quoted words', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyTexts, fc.integer({ min: 1, max: 20 }), ([left, right], least) => {
        const bounds = boundsOf([left, right], 1);
        const shared = sharedQuotedWords(left, right);
        if (shared > 0) expect(bounds.mayShareQuotation(0, shared)).toBe(true);
        const may = bounds.mayShareQuotation(0, least);
        if (shared >= least) expect(may).toBe(true);
        if (!may) refused++;
      }),
      { seed: 153, numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test('on shared quotations asks both texts for quoted words, then for seeds, then for runs', () => {
    const words = Array.from({ length: 60 }, (_, k) => k);
    const quoting = (count: number): number[] => words.map((_, k) => (k < count ? QUOTED : 0));
    // Every third word is another one: seeds of two are left, and no run of four.
    const thirds = words.map((word) => (word % 3 === 2 ? word + 1000 : word));
    const texts = [
      rangeOf(words, quoting(20)),
      rangeOf(words, quoting(7)),
      rangeOf(words, quoting(60)),
      rangeOf(thirds, quoting(20)),
      rangeOf(
        words.map((word) => word + 5000),
        quoting(20),
      ),
    ];
    const bounds = boundsOf(texts, 0);
    expect([0, 1, 2, 3, 4].map((left) => bounds.mayShareQuotation(left, 8))).toEqual([true, false, true, false, false]);
    bounds.setRight(1);
    expect(bounds.mayShareQuotation(0, 8)).toBe(false);
    for (const _ of ['once', 'and again']) {
      bounds.setRight(0);
      expect(bounds.mayShareQuotation(2, 8)).toBe(true);
    }
  });

  test('counts quoted words that only runs from before the mark reach', () => {
    // Three times six words in common, the last three of them quoted, behind words of their own.
    const textOf = (own: number): WordRange => {
      const words = [0, 1, 2].flatMap((turn) => [
        ...Array.from({ length: 20 }, (_, k) => own + turn * 100 + k),
        ...Array.from({ length: 6 }, (_, k) => 9000 + turn * 10 + k),
      ]);
      return rangeOf(
        words,
        words.map((_, k) => (k % 26 >= 23 ? QUOTED : 0)),
      );
    };
    const texts = [textOf(0), textOf(1000)];
    expect(sharedQuotedWords(texts[0]!, texts[1]!)).toBe(9);
    expect(boundsOf(texts, 1).mayShareQuotation(0, 9)).toBe(true);
  });

  test('finds the quotations of every text in the pool, one that is still open at the end too', () => {
    const quotation = [9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008];
    const own = (from: number): number[] => Array.from({ length: 30 }, (_, k) => from + k);
    const texts = [0, 100, 200].map((from) => {
      const text = [...own(from), ...quotation];
      return rangeOf(
        text,
        text.map((_, k) => (k >= 30 ? QUOTED : 0)),
      );
    });
    for (const right of [0, 1, 2]) {
      const bounds = boundsOf(texts, right);
      for (const left of [0, 1, 2]) expect(bounds.mayShareQuotation(left, 8)).toBe(true);
    }
  });
});
