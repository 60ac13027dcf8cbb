import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PassageKernel, passageKernelOf, RUN_NUMBERS, type SharedWords } from '../../src/kernel/passages.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { anyPair, anyPairWithoutRepeats, QUOTED, rangeOf, UNSPACED } from '../support/word-range.ts';

const PROSE = 16;
const SENTENCE_START = 8;

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** A kernel that holds some texts one after the other, and where each begins and ends. */
function holding(name: 'compiled' | 'plain', texts: readonly WordRange[]) {
  const lengths = texts.map(({ begin, end }) => end - begin);
  const kernel: PassageKernel = passageKernelOf(lengths.reduce((sum, length) => sum + length, 0) + 1, name);
  let used = 0;
  const places = texts.map(({ hashes, flags, begin, end }) => {
    kernel.hashes.set(hashes.subarray(begin, end), used);
    kernel.flags.set(flags.subarray(begin, end), used);
    const place = { begin: used, end: used + end - begin };
    used = place.end;
    return place;
  });
  return { kernel, places };
}

function told({ runs, runCount, ...shared }: SharedWords): unknown {
  return { ...shared, runs: [...runs.subarray(0, runCount * RUN_NUMBERS)] };
}

/** Everything a kernel says of all pairs of some texts. */
function saidBy(name: 'compiled' | 'plain', texts: readonly WordRange[]): unknown[] {
  const { kernel, places } = holding(name, texts);
  return places.flatMap((right) => [
    kernel.setRight(right.begin, right.end),
    ...places.flatMap((left) => [0, 1, 8 / 3].map((unit) => told(kernel.share(left.begin, left.end, unit)))),
  ]);
}

function sharedBy(name: 'compiled' | 'plain', left: WordRange, right: WordRange, unitWords = 1): SharedWords {
  const { kernel, places } = holding(name, [left, right]);
  kernel.setRight(places[1]!.begin, places[1]!.end);
  return kernel.share(places[0]!.begin, places[0]!.end, unitWords);
}

describe('the compiled kernel says what the plain one says', () => {
  const anyTexts = fc
    .array(
      fc.oneof(
        anyPair(),
        anyPair({ vocabulary: 3 }),
        anyPair({ script: 'unspaced' }),
        anyPair({ script: 'spaced', maxLength: 200, vocabulary: 40 }),
        anyPairWithoutRepeats('mixed'),
        anyPairWithoutRepeats('spaced'),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .chain((pairs) => {
      const texts = pairs.flat();
      // Sentences and prose anywhere: what of a flag byte the texts above do not say.
      const more = texts.map(({ flags }) => fc.array(fc.nat(9), { minLength: flags.length, maxLength: flags.length }));
      return fc.tuple(...more).map((bits) =>
        texts.map((text, k) => ({
          ...text,
          flags: text.flags.map((flag, at) => {
            const bit = bits[k]?.[at] ?? 0;
            return flag | (bit === 0 ? SENTENCE_START : 0) | (bit < 7 ? PROSE : 0);
          }),
        })),
      );
    });

  test('of texts that share stretches, repeat themselves, quote, and mix scripts', () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        expect(saidBy('compiled', texts)).toEqual(saidBy('plain', texts));
      }),
      { seed: 301, numRuns: 300 },
    );
  });

  test('of texts that are all one word, or share very many runs, and of empty ones', () => {
    const shuffledRuns = story(0, 900).flatMap((k) => [7 * k, 7 * k + 1, 7 * k + 2, 7 * k + 3, 7 * k + 4, 7 * k + 5]);
    const texts = [
      rangeOf(new Array<number>(300).fill(1)),
      rangeOf(story(0, 200), new Array<number>(200).fill(UNSPACED)),
      rangeOf(shuffledRuns),
      rangeOf(story(0, 900).flatMap((k) => (k % 2 === 0 ? [] : story(7 * k, 7 * k + 7)))),
      rangeOf([]),
      rangeOf([1]),
    ];
    expect(saidBy('compiled', texts)).toEqual(saidBy('plain', texts));
  });
});

describe.each(['compiled', 'plain'] as const)('the %s kernel', (name) => {
  test('tells runs of six words and more, longest first, and takes the first of equal places', () => {
    // Both have 0-9 and 20-39, the right one 20-39 twice; five words at the end are too short to show.
    const left = rangeOf([...story(0, 10), 900, ...story(20, 40), 901, ...story(50, 55)]);
    const right = rangeOf([...story(20, 40), 800, ...story(0, 10), 801, ...story(20, 40), 802, ...story(50, 55)]);
    const { runs, runCount, longest, leftOwn, rightOwn } = sharedBy(name, left, right);
    expect([...runs.subarray(0, runCount * RUN_NUMBERS)]).toEqual([11, 0, 20, 0, 0, 21, 10, 0]);
    expect({ longest, leftOwn, rightOwn }).toEqual({ longest: 20, leftOwn: 2, rightOwn: 3 });
  });

  test('says that a run is quoted where most of it is on one side', () => {
    const words = story(0, 20);
    const quoted = rangeOf(
      words,
      words.map((k) => (k < 11 ? QUOTED : 0)),
    );
    expect(sharedBy(name, quoted, rangeOf(words)).runs[3]).toBe(1);
    const half = rangeOf(
      words,
      words.map((k) => (k < 10 ? QUOTED : 0)),
    );
    expect(sharedBy(name, rangeOf(words), half).runs[3]).toBe(0);
  });

  test('tells the longest stretch one text has alone, without a scrap behind its last sentence', () => {
    const own = story(100, 140);
    const scrap = story(200, 205);
    const words = [...story(0, 20), ...own, ...scrap, ...story(20, 40)];
    const flags = words.map((word) => (word === 100 || word === 200 ? SENTENCE_START : 0));
    const { leftStretch, rightStretch, leftOwn } = sharedBy(name, rangeOf(words, flags), rangeOf(story(0, 40)));
    expect(leftStretch).toEqual({ first: 20, end: 60, unmarked: 40 });
    expect(rightStretch).toBeUndefined();
    // All of the text that is not the other's, the scrap too.
    expect(leftOwn).toBe(45);
  });

  test('keeps a phrase of up to eight shared words inside such a stretch, and tells none of under thirty words', () => {
    const with8 = rangeOf([...story(0, 20), ...story(100, 120), ...story(0, 8), ...story(120, 140), ...story(20, 40)]);
    expect(sharedBy(name, with8, rangeOf(story(0, 40))).leftStretch).toEqual({ first: 20, end: 68, unmarked: 40 });
    const with9 = rangeOf([...story(0, 20), ...story(100, 120), ...story(0, 9), ...story(120, 140), ...story(20, 40)]);
    expect(sharedBy(name, with9, rangeOf(story(0, 40))).leftStretch).toBeUndefined();
  });

  test('counts words in sentences that are the other text’s for the most part, and only where that is asked', () => {
    const words = [...story(0, 20), ...story(100, 120)];
    const flags = words.map((word) => PROSE | (word % 10 === 0 ? SENTENCE_START : 0));
    const shared = sharedBy(name, rangeOf(words, flags), rangeOf(story(0, 20), flags));
    expect(shared).toMatchObject({ leftSentences: 0.5, rightSentences: 1 });
    expect(sharedBy(name, rangeOf(words, flags), rangeOf(story(0, 20), flags), 0)).toMatchObject({ leftSentences: 0 });
  });
});
