import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAPITAL, DIGITS, PROSE, SENTENCE_START } from '../../src/kernel/flags.ts';
import { NUMBERS_A_PAIR, WANT_ALL, WANT_COVER, WANT_NOTHING } from '../../src/kernel/limits.ts';
import { MEASURED_AT_ONCE, type PairKernel, pairKernelOf } from '../../src/kernel/pairs.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { seeded, shuffled } from '../support/seeded.ts';
import { anyPair, anyPairWithoutRepeats, QUOTED, rangeOf, UNSPACED } from '../support/word-range.ts';

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** What is measured of some left texts with a right one: what was worth it, and the numbers that mean something. */
function measured(
  kernel: PairKernel,
  right: number,
  lefts: readonly number[],
  before = WANT_NOTHING,
  minWords = 0,
): (readonly [number, ...number[]])[] {
  kernel.lefts.set(lefts);
  kernel.rights.fill(right, 0, lefts.length);
  kernel.wanted.fill(before, 0, lefts.length);
  kernel.measure(lefts.length, 0.3, 8, minWords);
  return lefts.map((_, k) => {
    const want = kernel.wanted[k]!;
    const numbers = kernel.found.subarray(k * NUMBERS_A_PAIR, k * NUMBERS_A_PAIR + 7);
    return [want, ...(want === WANT_NOTHING ? [] : numbers)];
  });
}

/** Everything a kernel says of all pairs of some texts, asked in an order of its own. */
function saidBy(kernel: PairKernel, order: readonly number[]): unknown {
  const said = new Map<string, unknown>();
  for (const right of order) {
    for (const before of [WANT_NOTHING, WANT_ALL]) {
      for (const minWords of [0, 12]) {
        for (const [k, numbers] of measured(kernel, right, order, before, minWords).entries())
          said.set(`${order[k]} ${right} ${before} ${minWords}`, numbers);
      }
    }
    for (const left of order)
      for (const unit of [1, 8 / 3]) said.set(`${left} ${right} reuse ${unit}`, kernel.reuseOf(left, right, unit));
  }
  return [kernel.texts, [...said].sort(([a], [b]) => (a < b ? -1 : 1))];
}

/** The same texts with sentences, prose, names and numbers anywhere. */
function marked(texts: readonly WordRange[], random: () => number): WordRange[] {
  const marks = [0, 0, SENTENCE_START, SENTENCE_START | CAPITAL, CAPITAL, DIGITS];
  return texts.map((text) => {
    const prose = random() < 0.8 ? PROSE : 0;
    return { ...text, flags: text.flags.map((flag) => flag | prose | marks[Math.floor(random() * marks.length)]!) };
  });
}

describe('the compiled kernel says what the plain one says', () => {
  const anyTexts = fc
    .array(
      fc.oneof(
        anyPair(),
        anyPair({ vocabulary: 3 }),
        anyPair({ script: 'unspaced' }),
        anyPair({ script: 'spaced', maxLength: 200, vocabulary: 40 }),
        anyPair({ maxLength: 200, vocabulary: 40 }),
        anyPairWithoutRepeats('mixed'),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((pairs) => pairs.flat());

  test('of texts that share stretches, repeat themselves, quote, and mix scripts', () => {
    fc.assert(
      fc.property(anyTexts, fc.integer(), (unmarked, seed) => {
        const texts = marked(unmarked, seeded(seed));
        const order = shuffled(
          texts.map((_, position) => position),
          seeded(seed),
        );
        const compiled = saidBy(pairKernelOf(texts, 'compiled'), order);
        expect(compiled).toEqual(saidBy(pairKernelOf(texts, 'plain'), order.toReversed()));
      }),
      { seed: 201, numRuns: 300 },
    );
  });

  test('of texts whose words are all one word, where most places meet', () => {
    const texts = [7, 8, 40, 1000].flatMap((length) => [
      rangeOf(new Array<number>(length).fill(1)),
      rangeOf(
        Array.from({ length }, (_, k) => k % 3),
        new Array<number>(length).fill(UNSPACED),
      ),
    ]);
    const order = texts.map((_, position) => position);
    expect(saidBy(pairKernelOf(texts, 'compiled'), order)).toEqual(saidBy(pairKernelOf(texts, 'plain'), order));
  });

  test('of seeds that stand so often on both sides that the pairs of their places take all the room there is', () => {
    // Each pair of words stands twice in the one and four times in the other text: 8 pairs of places for 2 and 4 words.
    const left = story(0, 500).flatMap((k) => [2 * k, 2 * k + 1, 10_000 + k, 2 * k, 2 * k + 1, 20_000 + k]);
    const right = story(0, 500).flatMap((k) => [0, 1, 2, 3].flatMap((n) => [2 * k, 2 * k + 1, 30_000 + 4 * k + n]));
    const texts = [rangeOf(left), rangeOf(right), rangeOf(right.toReversed())];
    expect(saidBy(pairKernelOf(texts, 'compiled'), [0, 1, 2])).toEqual(saidBy(pairKernelOf(texts, 'plain'), [0, 1, 2]));
  });

  test('of one word so often that the pairs of its places are more than 32 bits count', () => {
    // 49,999 places in each: 2,499,900,001 pairs, which as a number of 32 bits would be less than nothing.
    const texts = [
      rangeOf([2, ...new Array<number>(50_000).fill(1)]),
      rangeOf([...new Array<number>(50_000).fill(1), 3]),
    ];
    expect(saidBy(pairKernelOf(texts, 'compiled'), [0, 1])).toEqual(saidBy(pairKernelOf(texts, 'plain'), [0, 1]));
  });

  test('of no text, and of empty ones', () => {
    expect(pairKernelOf([], 'compiled').texts).toEqual(pairKernelOf([], 'plain').texts);
    const texts = [rangeOf([]), rangeOf([1]), rangeOf([])];
    expect(saidBy(pairKernelOf(texts, 'compiled'), [0, 1, 2])).toEqual(saidBy(pairKernelOf(texts, 'plain'), [0, 1, 2]));
  });
});

describe.each(['compiled', 'plain'] as const)('the %s kernel', (name) => {
  const quoting = (from: number): WordRange =>
    rangeOf(
      [...story(from, from + 100), ...story(5000, 5012), ...story(from + 100, from + 200)],
      Array.from({ length: 212 }, (_, k) => (k >= 100 && k < 112 ? QUOTED : 0)),
    );

  test('measures what is worth it: all where the score may be enough or was known to be, the cover where a quotation may be shared', () => {
    const texts = [
      rangeOf(story(0, 200)),
      rangeOf(story(100, 300)),
      quoting(1000),
      quoting(2000),
      rangeOf(story(4000, 4200)),
    ];
    const kernel = pairKernelOf(texts, name);
    const wantedOf = (right: number, before = WANT_NOTHING): number[] =>
      measured(kernel, right, story(0, texts.length), before).map(([want]) => want);
    expect(wantedOf(0)).toEqual([WANT_ALL, WANT_ALL, WANT_NOTHING, WANT_NOTHING, WANT_NOTHING]);
    expect(wantedOf(3)).toEqual([WANT_NOTHING, WANT_NOTHING, WANT_COVER, WANT_ALL, WANT_NOTHING]);
    expect(wantedOf(4, WANT_ALL)).toEqual(new Array(5).fill(WANT_ALL));
  });

  test('measures as many left texts as it takes at once', () => {
    const texts = story(0, MEASURED_AT_ONCE).map((k) => rangeOf(story(k * 50, k * 50 + 40)));
    const kernel = pairKernelOf(texts, name);
    const said = measured(kernel, 1000, story(0, MEASURED_AT_ONCE));
    expect([...said.entries()].filter(([, [want]]) => want !== WANT_NOTHING)).toEqual([
      [1000, [WANT_ALL, 40, 0, 40, 0, 40, 40, 40]],
    ]);
  });

  test('hands out the words it was given', () => {
    const texts = [rangeOf([1, 2, 3], [QUOTED, 0, UNSPACED]), rangeOf([4])];
    const kernel = pairKernelOf(texts, name);
    for (const [position, { hashes, flags, begin, end }] of texts.entries()) {
      const own = kernel.wordsOf(position);
      expect([...own.hashes.subarray(own.begin, own.end)]).toEqual([...hashes.subarray(begin, end)]);
      expect([...own.flags.subarray(own.begin, own.end)]).toEqual([...flags.subarray(begin, end)]);
    }
    expect(kernel.texts).toEqual({
      words: Uint32Array.of(3, 1),
      quoted: Uint32Array.of(1, 0),
      unitWords: Float64Array.of(1, 1),
    });
  });
});
