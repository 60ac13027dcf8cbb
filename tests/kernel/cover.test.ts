import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoverCounts, coverInto, coverOf } from '../../src/kernel/cover.ts';
import { SeedIndex, type WordRange } from '../../src/kernel/seeds.ts';
import { anyPair, QUOTED, rangeOf, seedsIn, UNSPACED, wordsIn } from '../support/word-range.ts';

const SIZES = [2, 3, 4];

/** By definition: a word is covered when it stands in a seed that the other text has too. */
function marksByDefinition(text: WordRange, other: WordRange, seedWords: number): number[] {
  const keys = new Set(seedsIn(other, seedWords).map((seed) => seed?.key));
  const marks = wordsIn(text).map(() => 0);
  for (const [at, seed] of seedsIn(text, seedWords).entries()) {
    if (seed !== undefined && keys.has(seed.key)) marks.fill(1, at, at + seed.size);
  }
  return marks;
}

function quotedOf(text: WordRange, marks: readonly number[]): number {
  return wordsIn(text).filter(({ isQuoted }, at) => isQuoted && marks[at] === 1).length;
}

const sum = (marks: readonly number[]): number => marks.reduce((total, mark) => total + mark, 0);

function indexOf(text: WordRange, seedWords: number): SeedIndex {
  const index = new SeedIndex(seedWords);
  index.build(text);
  return index;
}

function marksOf(left: WordRange, right: WordRange, seedWords: number) {
  const leftMarks = new Uint8Array(left.end - left.begin).fill(9);
  const rightMarks = new Uint8Array(right.end - right.begin).fill(9);
  const { sharedSeeds } = coverInto(leftMarks, rightMarks, left, right, indexOf(right, seedWords));
  return { left: [...leftMarks], right: [...rightMarks], sharedSeeds };
}

function countsOf(left: WordRange, right: WordRange, seedWords: number): CoverCounts {
  const count = left.end - left.begin;
  const everywhere = { count, positions: Uint32Array.from({ length: count }, (_, at) => at) };
  return coverOf(left, right, indexOf(right, seedWords), everywhere);
}

describe('the cover of two texts', () => {
  test('marks exactly the words that stand in a seed both have', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(...SIZES), ([left, right], seedWords) => {
        const marks = marksOf(left, right, seedWords);
        expect(marks.left).toEqual(marksByDefinition(left, right, seedWords));
        expect(marks.right).toEqual(marksByDefinition(right, left, seedWords));
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  test('counts the different seeds both have', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(...SIZES), ([left, right], seedWords) => {
        const [leftKeys, rightKeys] = [left, right].map(
          (text) => new Set(seedsIn(text, seedWords).flatMap((seed) => (seed === undefined ? [] : [seed.key]))),
        );
        const shared = [...leftKeys!].filter((key) => rightKeys!.has(key));
        expect(marksOf(left, right, seedWords).sharedSeeds).toBe(shared.length);
      }),
      { seed: 22, numRuns: 200 },
    );
  });

  test('counts as many words and quoted words as it marks', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(...SIZES), ([left, right], seedWords) => {
        const leftMarks = marksByDefinition(left, right, seedWords);
        const rightMarks = marksByDefinition(right, left, seedWords);
        expect(countsOf(left, right, seedWords)).toEqual({
          left: sum(leftMarks),
          leftQuoted: quotedOf(left, leftMarks),
          right: sum(rightMarks),
          rightQuoted: quotedOf(right, rightMarks),
        });
      }),
      { seed: 23, numRuns: 300 },
    );
  });

  test('counts the same where only the places are looked at whose runs are shared', () => {
    fc.assert(
      fc.property(anyPair(), fc.constantFrom(...SIZES), ([left, right], seedWords) => {
        const keys = new Set(seedsIn(right, seedWords).map((seed) => seed?.key));
        const shared = seedsIn(left, seedWords).flatMap((seed, at) =>
          seed !== undefined && keys.has(seed.key) ? [at] : [],
        );
        // Room for one more, which does not count.
        const places = { count: shared.length, positions: Uint32Array.from([...shared, 0]) };
        expect(coverOf(left, right, indexOf(right, seedWords), places)).toEqual(countsOf(left, right, seedWords));
      }),
      { seed: 25, numRuns: 100 },
    );
  });

  test('changes sides when the texts do', () => {
    fc.assert(
      fc.property(anyPair(), ([left, right]) => {
        const there = countsOf(left, right, 4);
        const back = countsOf(right, left, 4);
        expect(back).toEqual({
          left: there.right,
          leftQuoted: there.rightQuoted,
          right: there.left,
          rightQuoted: there.leftQuoted,
        });
      }),
      { seed: 24, numRuns: 100 },
    );
  });

  test('counts a word once where a long seed reaches over short ones', () => {
    // 0 is one character of a script without spaces: its seed of 2 is five words long, and ends behind that of word 1.
    const words = [0, 1, 2, 3, 4, 5];
    const flags = [UNSPACED, 0, 0, 0, 0, 0];
    const text = rangeOf(words, flags);
    expect(countsOf(text, text, 2)).toMatchObject({ left: 6, right: 6 });
  });

  test('covers a shuffled text as a whole', () => {
    const story = Array.from({ length: 40 }, (_, k) => k);
    const shuffledStory = [...story.slice(20), ...story.slice(0, 20)];
    expect(countsOf(rangeOf(story), rangeOf(shuffledStory), 4)).toMatchObject({ left: 40, right: 40 });
  });

  test('needs runs as long as its seeds', () => {
    // Three words in common between foreign ones: a run of 3, and none of 4.
    const left = rangeOf([1, 2, 3, 50, 51, 52], [QUOTED, QUOTED, 0, 0, 0, 0]);
    const right = rangeOf([60, 1, 2, 3, 61, 62]);
    expect(countsOf(left, right, 3)).toEqual({ left: 3, leftQuoted: 2, right: 3, rightQuoted: 0 });
    expect(countsOf(left, right, 4)).toEqual({ left: 0, leftQuoted: 0, right: 0, rightQuoted: 0 });
  });

  test('has room for texts longer than all before, and of no words', () => {
    const long = rangeOf(Array.from({ length: 9000 }, (_, k) => k));
    const short = rangeOf([1, 2, 3, 4, 5]);
    const empty = rangeOf([]);
    const longer = rangeOf(Array.from({ length: 19_000 }, (_, k) => k));
    expect(sum(marksOf(short, long, 4).left)).toBe(5);
    expect(sum(marksOf(long, short, 4).left)).toBe(5);
    expect(countsOf(long, long, 4)).toMatchObject({ left: 9000, right: 9000 });
    expect(countsOf(short, longer, 4)).toMatchObject({ left: 5, right: 5 });
    expect(countsOf(empty, long, 4)).toMatchObject({ left: 0, right: 0 });
    expect(countsOf(long, empty, 4)).toMatchObject({ left: 0, right: 0 });
  });
});
