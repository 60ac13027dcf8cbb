import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairKernelOf } from '../../src/kernel/pairs.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { type Verdict, Verifier } from '../../src/match/verify.ts';
import { seeded, shuffled } from '../support/seeded.ts';
import { anyPairWithoutRepeats, QUOTED, rangeOf, seedsIn, UNSPACED, wordsIn } from '../support/word-range.ts';

const NO_NUMBERS = new Uint32Array(0);
const SCRIPTS = ['spaced', 'unspaced', 'mixed'] as const;

interface Side {
  readonly words: WordRange;
  readonly numbers: Uint32Array;
}

function sideFor(words: readonly number[], flags: readonly number[] = [], numbers: Uint32Array = NO_NUMBERS): Side {
  return { words: rangeOf(words, flags), numbers };
}

function verifierOf(sides: readonly Side[]): Verifier {
  const kernel = pairKernelOf(sides.map(({ words }) => words));
  return new Verifier(kernel, { numbersOf: (position) => sides[position]!.numbers });
}

function verdictOn(left: Side, right: Side): Verdict {
  return verifierOf([left, right]).verdictOn(0, 1);
}

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** Words in runs of four that the other text has, quotations apart and quotations only: by definition. */
function coverByDefinition(text: WordRange, other: WordRange): { outside: number; quoted: number; all: number } {
  const keys = new Set(seedsIn(other, 4).map((seed) => seed?.key));
  const covered = new Set<number>();
  for (const [at, seed] of seedsIn(text, 4).entries()) {
    if (seed !== undefined && keys.has(seed.key)) for (let k = at; k < at + seed.size; k++) covered.add(k);
  }
  const quoted = wordsIn(text).filter(({ isQuoted }, k) => isQuoted && covered.has(k)).length;
  return { outside: covered.size - quoted, quoted, all: covered.size };
}

describe.each(SCRIPTS)('a verdict on two %s texts', (script) => {
  const anySides = anyPairWithoutRepeats(script).map((pair) => pair.map((words) => ({ words, numbers: NO_NUMBERS })));

  test('changes sides when the texts do', () => {
    fc.assert(
      fc.property(anySides, ([left, right]) => {
        const there = verdictOn(left!, right!).measures;
        const back = verdictOn(right!, left!).measures;
        expect(back.leftInRight).toBe(there.rightInLeft);
        expect(back.rightInLeft).toBe(there.leftInRight);
        expect(back.matchedWords).toBe(there.matchedWords);
        expect(back.quotedWords).toBe(there.quotedWords);
        expect(back.unitWords).toBe(there.unitWords);
      }),
      { seed: 102, numRuns: 100 },
    );
  });

  test('rests on shares that are what they are by definition', () => {
    fc.assert(
      fc.property(anySides, ([left, right]) => {
        const { measures } = verdictOn(left!, right!);
        const [leftWords, rightWords] = [left!.words, right!.words];
        const [ofLeft, ofRight] = [coverByDefinition(leftWords, rightWords), coverByDefinition(rightWords, leftWords)];
        const outside = (text: WordRange): number => wordsIn(text).filter(({ isQuoted }) => !isQuoted).length;
        const shorter = Math.max(1, Math.min(wordsIn(leftWords).length, wordsIn(rightWords).length));
        expect(measures.leftInRight).toBe(ofLeft.outside / Math.max(1, outside(leftWords)));
        expect(measures.rightInLeft).toBe(ofRight.outside / Math.max(1, outside(rightWords)));
        expect(measures.matchedWords).toBe(Math.min(ofLeft.outside, ofRight.outside));
        expect(measures.quotedWords).toBe(Math.min(ofLeft.quoted, ofRight.quoted));
        const coverShare = Math.min(ofLeft.all, ofRight.all) / shorter;
        expect(measures.score).toBe(Math.max(measures.chain, Math.min(1, coverShare)));
        expect(measures.reach).toBeGreaterThanOrEqual(Math.min(1, coverShare));
        for (const ratio of [measures.score, measures.chain, measures.reach]) {
          expect(ratio).toBeGreaterThanOrEqual(0);
          expect(ratio).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 103, numRuns: 150 },
    );
  });
});

describe('a verifier', () => {
  test('gives the same verdicts whatever it was asked before', () => {
    const pairs = fc.sample(anyPairWithoutRepeats('mixed'), { seed: 104, numRuns: 40 });
    const sides = pairs.flat().map((words) => ({ words, numbers: NO_NUMBERS }));
    const random = seeded(105);
    const verifier = verifierOf(sides);
    const positions = sides.map((_, position) => position);
    for (const right of shuffled(positions, random).slice(0, 20)) {
      for (const left of shuffled(positions, random).slice(0, 10)) {
        expect(verifier.verdictOn(left, right)).toEqual(verdictOn(sides[left]!, sides[right]!));
      }
    }
  });

  test('calls each kind of pair by its name', () => {
    const original = story(0, 300);
    const other = story(1000, 1300);
    const named: readonly (readonly [string, Side, Side])[] = [
      ['copy', sideFor(original), sideFor([...original.slice(0, 290), ...story(5000, 5010)])],
      ['contained', sideFor(original), sideFor(original.slice(50, 200))],
      ['contained', sideFor([...other, ...original]), sideFor(original)],
      // Every third word is another one: no run of four is left, but the chain goes through.
      ['contained', sideFor(original), sideFor(original.map((word) => (word % 3 === 2 ? word + 5000 : word)))],
      // Every fifth: runs of exactly four, so that .80 of both is covered.
      ['copy', sideFor(original), sideFor(original.map((word) => (word % 5 === 4 ? word + 5000 : word)))],
      ['partial', sideFor([...original.slice(0, 120), ...other]), sideFor(original)],
      ['independent', sideFor([...original.slice(0, 80), ...other]), sideFor(original)],
      ['independent', sideFor(original), sideFor(other)],
    ];
    for (const [relation, left, right] of named) expect(verdictOn(left, right).relation).toBe(relation);
  });

  test('scales its counts where most words of a side are characters, on both sides', () => {
    const characters = new Array<number>(200).fill(UNSPACED);
    const half = story(0, 200).map((k) => (k < 100 ? UNSPACED : 0));
    const unitOf = (left: readonly number[], right: readonly number[]): number =>
      verdictOn(sideFor(story(0, 200), left), sideFor(story(0, 200), right)).measures.unitWords;
    expect(unitOf(characters, characters)).toBe(8 / 3);
    expect(unitOf(characters, [])).toBe(1);
    expect(unitOf(half, half)).toBe(1);
    expect(unitOf(half.with(150, UNSPACED), characters)).toBe(8 / 3);
  });

  test('takes 8 shared quoted words for a shared quotation, and not 7', () => {
    const withQuotation = (from: number, marked: number): Side => {
      const words = [...story(from, from + 100), ...story(5000, 5012), ...story(from + 100, from + 200)];
      const flags = words.map((_, k) => (k >= 100 && k < 100 + marked ? QUOTED : 0));
      return sideFor(words, flags);
    };
    expect(verdictOn(withQuotation(0, 8), withQuotation(1000, 12))).toMatchObject({
      relation: 'quotes',
      similarity: 0,
      measures: { quotedWords: 8 },
    });
    expect(verdictOn(withQuotation(0, 12), withQuotation(1000, 7)).relation).toBe('independent');
  });

  test('flags one frame with other numbers, and ties it to nothing', () => {
    const frame = story(0, 100);
    const numbers = (from: number): Uint32Array => Uint32Array.from(story(from, from + 10));
    const same = verdictOn(sideFor(frame, [], numbers(0)), sideFor(frame, [], numbers(0)));
    expect(same).toMatchObject({ relation: 'copy', flags: [], similarity: 10_000 });
    const other = verdictOn(sideFor(frame, [], numbers(0)), sideFor(frame, [], numbers(7)));
    expect(other).toMatchObject({ relation: 'copy', flags: ['template'], similarity: 0 });
    // The flag is for what could be taken for one story.
    const apart = verdictOn(sideFor(frame, [], numbers(0)), sideFor(story(500, 600), [], numbers(7)));
    expect(apart).toMatchObject({ relation: 'independent', flags: [] });
  });
});
