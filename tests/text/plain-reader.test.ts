import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseKernel, type KernelName } from '../../src/kernel/compiled.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';
import { anyText } from '../support/any-text.ts';

afterEach(() => chooseKernel('compiled'));

/** All that is read of a text. */
function readBy(kernel: KernelName, body: string, words = new Words()) {
  chooseKernel(kernel);
  readWords(words, body);
  const { count, lineCount } = words;
  return {
    hashes: [...words.hashes.subarray(0, count)],
    starts: [...words.starts.subarray(0, count)],
    ends: [...words.ends.subarray(0, count)],
    flags: [...words.flags.subarray(0, count)],
    lineFirst: [...words.lineFirst.subarray(0, lineCount + 1)],
    lineKeysLow: [...words.lineKeysLow.subarray(0, lineCount)],
    lineKeysHigh: [...words.lineKeysHigh.subarray(0, lineCount)],
    lineFlags: [...words.lineFlags.subarray(0, lineCount)],
    counts: [words.quotedCount, words.unspacedCount, words.sequenceLow, words.sequenceHigh],
  };
}

describe('the compiled reader reads what the plain one reads', () => {
  test('of any text, in any script', () => {
    fc.assert(
      fc.property(anyText, (body) => {
        expect(readBy('compiled', body)).toEqual(readBy('plain', body));
      }),
      { seed: 301, numRuns: 3000 },
    );
  });

  test('of any units at all, lone surrogates too', () => {
    const units = fc
      .array(
        fc.oneof(
          fc.nat(0xffff),
          fc.constantFrom(...'aZ9 \n.\'\u2019"\r\u00e9\u0438'.split('').map((c) => c.charCodeAt(0))),
        ),
      )
      .map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(units, (body) => {
        expect(readBy('compiled', body)).toEqual(readBy('plain', body));
      }),
      { seed: 302, numRuns: 3000 },
    );
  });

  test('one text after the other, whatever was read before', () => {
    const words = new Words();
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        readBy('compiled', first, words);
        const kept = new Words();
        readBy('compiled', second, kept);
        expect(readBy('compiled', first, words)).toEqual(readBy('plain', first));
      }),
      { seed: 303, numRuns: 300 },
    );
  });

  test.each([
    ['an empty text', ''],
    ['one letter', 'a'],
    ['a word that ends with the text', 'word and word'],
    ['acronyms and their dots', 'The U.S. and the E.U. met. A. B said so.C came'],
    ['apostrophes', "don't 'quote' rock'n'roll o''clock"],
    ['scripts mixed in a word', 'p\u0430ypal \u0440aypal'],
    ['a text of many words, more than there was room for', 'word, '.repeat(30_000)],
    ['a text of one word', 'w'.repeat(200_000)],
    ['a text too long for the compiled reader', 'A sentence ends. '.repeat(70_000)],
    ['characters of scripts without spaces', '\u6771\u4eac\u306f\u3001\u96e8\u3002\u304b\u3099\u30ab\uff9e'],
  ])('of %s', (_, body) => {
    expect(readBy('compiled', body)).toEqual(readBy('plain', body));
  });
});
