import { describe, expect, test } from 'vitest';
import { differsInNames, fewNamesShared, namesIn, sharesFewNumbers } from '../../src/match/templates.ts';
import { Words } from '../../src/text/word-list.ts';
import { hashWord, readWords } from '../../src/text/words.ts';

/** So many different values, the first of them from `from` on. */
const values = (count: number, from = 0): Uint32Array => Uint32Array.from({ length: count }, (_, k) => from + k);

describe('a template by its numbers', () => {
  test('has 8 different numbers on both sides', () => {
    expect(sharesFewNumbers(values(8), values(8, 100))).toBe(true);
    expect(sharesFewNumbers(values(7), values(20, 100))).toBe(false);
    expect(sharesFewNumbers(values(20), values(7, 100))).toBe(false);
  });

  test('shares less than .35 of the smaller set', () => {
    // 7 of 20 are .35.
    expect(sharesFewNumbers(values(20), values(40, 14))).toBe(true);
    expect(sharesFewNumbers(values(20), values(40, 13))).toBe(false);
    expect(sharesFewNumbers(values(40, 14), values(20))).toBe(true);
  });
});

describe('a template by its names', () => {
  test('has 6 names on both sides and shares less than half of the fewer', () => {
    expect(fewNamesShared(values(6), values(6, 100))).toBe(0);
    expect(fewNamesShared(values(5), values(6, 100))).toBeUndefined();
    expect(fewNamesShared(values(10), values(30, 6))).toBe(0.4);
    expect(fewNamesShared(values(10), values(30, 5))).toBeUndefined(); // 5 of 10
  });

  test('differs in names in 6 places, and these are .60 of all', () => {
    expect(differsInNames({ all: 10, named: 6 }, 0.4)).toBe(true);
    expect(differsInNames({ all: 11, named: 6 }, 0.4)).toBe(false);
    expect(differsInNames({ all: 5, named: 5 }, 0)).toBe(false);
  });

  test('or .30 of all, under noise that falls on every word, where hardly a name is shared', () => {
    expect(differsInNames({ all: 20, named: 6 }, 0.2)).toBe(true);
    expect(differsInNames({ all: 21, named: 6 }, 0.2)).toBe(false);
    expect(differsInNames({ all: 20, named: 6 }, 0.25)).toBe(false);
  });

  test('takes words with a capital inside a sentence, and numbers, for names', () => {
    const words = new Words();
    readWords(words, 'Yesterday Ada Quill sold 12 boats. She left Port Merrow for good. Ada smiled.');
    const range = { hashes: words.hashes, flags: words.flags, begin: 0, end: words.count };
    const expected = ['ada', 'quill', '12', 'port', 'merrow'].map(hashWord).sort((a, b) => a - b);
    expect([...namesIn(range)]).toEqual(expected);
  });
});
