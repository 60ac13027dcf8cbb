import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bag, isReordered, isReworded, rewordingOf } from '../../src/match/rewording.ts';
import { hashOf, rangeOf } from '../support/word-range.ts';

/** Words of which no two are the same. */
const words = (count: number, from = 0): number[] => Array.from({ length: count }, (_, k) => from + k);
const compared = (left: number[], right: number[]) => rewordingOf(rangeOf(left), rangeOf(right));
const swapped = (text: number[], stride: number): number[] =>
  text.map((word, at) => (at % stride === stride - 1 ? 100_000 + at : word));

describe('two texts word by word', () => {
  test('a text runs along with itself, and nothing was changed', () => {
    const text = words(200);
    expect(compared(text, text)).toMatchObject({ spanned: 200, kept: 200, replaced: 0, exchanged: 0, turns: 0 });
  });

  test('every third word replaced is two thirds kept, evenly', () => {
    // The last word is one of the replaced: nothing behind it says that the text goes on.
    const found = compared(words(201), swapped(words(201), 3));
    expect(found).toMatchObject({ spanned: 200, kept: 134, replaced: 66, evenness: 1 });
    expect(isReworded(found, 201)).toBe(true);
  });

  test('neighbours exchanged throughout are all kept', () => {
    const text = words(200);
    const found = compared(
      text,
      text.map((_, at) => at ^ 1),
    );
    expect(found).toMatchObject({ kept: 200, exchanged: 100, replaced: 0 });
    expect(isReworded(found, 200)).toBe(true);
  });

  test('a word more or less does not throw it off', () => {
    const text = words(200);
    const longer = [...text.slice(0, 50), 9001, ...text.slice(50, 120), 9002, 9003, ...text.slice(120)];
    expect(compared(text, longer)).toMatchObject({ kept: 200, exchanged: 0, replaced: 0 });
    expect(compared(longer, text).kept).toBe(200);
  });

  test('an edit here and there is no rewording, and neither is noise that leaves words as long as they were', () => {
    expect(isReworded(compared(words(200), swapped(words(200), 12)), 200)).toBe(false);
    const right = swapped(words(200), 3);
    const pool = rangeOf([...words(200), ...right], [], 0);
    const left = { ...pool, end: 200 };
    const places = { starts: words(400).map((at) => at * 10), ends: words(400).map((at) => at * 10 + 5) };
    const typed = { starts: Uint32Array.from(places.starts), ends: Uint32Array.from(places.ends) };
    const found = rewordingOf(left, { ...pool, begin: 200 }, typed);
    expect(found.replacedAlike).toBe(found.replaced);
    expect(isReworded(found, 200)).toBe(false);
  });

  test('passages in another order are told from one that was moved', () => {
    const [a, b, c, d, e] = [words(30), words(30, 100), words(30, 200), words(30, 300), words(30, 400)] as const;
    const text = [a, b, c, d, e].flat();
    expect(isReordered(compared(text, [d, b, e, a, c].flat()), 150)).toBe(true);
    expect(isReordered(compared(text, [a, d, b, c, e].flat()), 150)).toBe(false);
    expect(isReordered(compared(text, [c, d, e, a, b].flat()), 150)).toBe(false);
  });

  test('no word is counted twice, whatever the texts repeat', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 300 }), fc.array(fc.nat(12), { maxLength: 300 }), (left, right) => {
        const found = compared(left, right);
        expect(found.kept).toBeLessThanOrEqual(Math.min(left.length, right.length));
        expect(found.spanned).toBeLessThanOrEqual(left.length);
        expect(found.inOrder).toBeLessThanOrEqual(found.spanned);
      }),
      { seed: 51, numRuns: 200 },
    );
  });

  test('the cost of texts that repeat themselves stays in bounds', () => {
    // 8 copies of a passage begin at as many places as a word may have; a try that leads nowhere ends after a few words.
    const refrain = Array.from({ length: 8 }, () => words(4000)).flat();
    expect(compared(refrain, refrain.toReversed()).spanned).toBe(0);
    expect(compared(refrain, refrain).spanned).toBe(refrain.length);
  });
});

test('a bag has all words of a text in another order, and few of another text', () => {
  const bag = new Bag();
  const text = rangeOf(words(300));
  expect(bag.shares(rangeOf(words(200).toReversed()), text, 1)).toBe(true);
  expect(bag.shares(text, rangeOf(words(200)), 1)).toBe(true);
  expect(bag.shares(rangeOf(words(200, 1000)), text, 0.2)).toBe(false);
  expect(hashOf(1)).not.toBe(hashOf(2));
});
