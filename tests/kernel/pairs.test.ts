import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WANT_ALL, WANT_COVER, WANT_NOTHING } from '../../src/kernel/limits.ts';
import { type PairKernel, pairKernelOf } from '../../src/kernel/pairs.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { seeded, shuffled } from '../support/seeded.ts';
import { anyPair, anyPairWithoutRepeats, QUOTED, rangeOf, UNSPACED } from '../support/word-range.ts';

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** Everything a kernel says of all pairs of some texts, asked in an order of its own. */
function saidBy(kernel: PairKernel, count: number, order: readonly number[]): unknown {
  const said = new Map<string, unknown>();
  const all = Uint32Array.from({ length: count }, (_, position) => position);
  for (const right of order) {
    kernel.setRight(right);
    const wanted = new Uint8Array(count);
    kernel.screen(all, wanted, 0.3, 8);
    for (const left of order) {
      for (const unit of [1, 8 / 3]) said.set(`chain ${left} ${right} ${unit}`, kernel.chain(left, unit));
      said.set(`cover ${left} ${right}`, kernel.cover(left));
      said.set(`wanted ${left} ${right}`, wanted[left]);
    }
  }
  return [kernel.texts, [...said].sort(([a], [b]) => (a < b ? -1 : 1))];
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
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((pairs) => pairs.flat());

  test('of texts that share stretches, repeat themselves, quote, and mix scripts', () => {
    fc.assert(
      fc.property(anyTexts, fc.integer(), (texts, seed) => {
        const order = shuffled(
          texts.map((_, position) => position),
          seeded(seed),
        );
        const compiled = saidBy(pairKernelOf(texts, 'compiled'), texts.length, order);
        expect(compiled).toEqual(saidBy(pairKernelOf(texts, 'plain'), texts.length, order.toReversed()));
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
    expect(saidBy(pairKernelOf(texts, 'compiled'), texts.length, order)).toEqual(
      saidBy(pairKernelOf(texts, 'plain'), texts.length, order),
    );
  });

  test('of seeds that stand so often on both sides that the pairs of their places take all the room there is', () => {
    // Each pair of words stands twice in the one and four times in the other text: 8 pairs of places for 2 and 4 words.
    const left = story(0, 500).flatMap((k) => [2 * k, 2 * k + 1, 10_000 + k, 2 * k, 2 * k + 1, 20_000 + k]);
    const right = story(0, 500).flatMap((k) => [0, 1, 2, 3].flatMap((n) => [2 * k, 2 * k + 1, 30_000 + 4 * k + n]));
    const texts = [rangeOf(left), rangeOf(right), rangeOf(right.toReversed())];
    expect(saidBy(pairKernelOf(texts, 'compiled'), 3, [0, 1, 2])).toEqual(
      saidBy(pairKernelOf(texts, 'plain'), 3, [0, 1, 2]),
    );
  });

  test('of no text, and of empty ones', () => {
    expect(pairKernelOf([], 'compiled').texts).toEqual(pairKernelOf([], 'plain').texts);
    const texts = [rangeOf([]), rangeOf([1]), rangeOf([])];
    expect(saidBy(pairKernelOf(texts, 'compiled'), 3, [0, 1, 2])).toEqual(
      saidBy(pairKernelOf(texts, 'plain'), 3, [0, 1, 2]),
    );
  });
});

describe.each(['compiled', 'plain'] as const)('the %s kernel', (name) => {
  const quoting = (from: number): WordRange =>
    rangeOf(
      [...story(from, from + 100), ...story(5000, 5012), ...story(from + 100, from + 200)],
      Array.from({ length: 212 }, (_, k) => (k >= 100 && k < 112 ? QUOTED : 0)),
    );

  test('screens pairs: all where the score may be enough or was known to be, the cover where a quotation may be shared', () => {
    const texts = [
      rangeOf(story(0, 200)),
      rangeOf(story(100, 300)),
      quoting(1000),
      quoting(2000),
      rangeOf(story(4000, 4200)),
    ];
    const kernel = pairKernelOf(texts, name);
    const screened = (right: number, before = WANT_NOTHING): number[] => {
      const wanted = new Uint8Array(texts.length).fill(before);
      kernel.setRight(right);
      kernel.screen(Uint32Array.from(story(0, texts.length)), wanted, 0.3, 8);
      return [...wanted];
    };
    expect(screened(0)).toEqual([WANT_ALL, WANT_ALL, WANT_NOTHING, WANT_NOTHING, WANT_NOTHING]);
    expect(screened(3)).toEqual([WANT_NOTHING, WANT_NOTHING, WANT_COVER, WANT_ALL, WANT_NOTHING]);
    expect(screened(4, WANT_ALL)).toEqual(new Array(5).fill(WANT_ALL));
  });

  test('screens as many left texts as there are', () => {
    const texts = story(0, 2500).map((k) => rangeOf(story(k * 50, k * 50 + 40)));
    const kernel = pairKernelOf(texts, name);
    const wanted = new Uint8Array(texts.length);
    kernel.setRight(2400);
    kernel.screen(Uint32Array.from(story(0, 2500)), wanted, 0.3, 8);
    expect([...wanted.entries()].filter(([, want]) => want !== WANT_NOTHING)).toEqual([[2400, WANT_ALL]]);
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
      unspaced: Uint32Array.of(1, 0),
    });
  });
});
