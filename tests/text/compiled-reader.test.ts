import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseKernel, type KernelName } from '../../src/kernel/compiled.ts';
import { BodyReader } from '../../src/text/body.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';
import { anyText, anyWrappedText } from '../support/any-text.ts';

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

function madeIn(reader: BodyReader, count: number): number[] {
  return [...reader.made.subarray(0, count)];
}

/** All that is made of a body at its first read. */
function madeBy(kernel: KernelName, body: string) {
  chooseKernel(kernel);
  const reader = new BodyReader();
  reader.read(body);
  const numbers = reader.numbers();
  return {
    starts: [...reader.words.starts.subarray(0, reader.words.count)],
    disguises: reader.disguises,
    sketch: madeIn(reader, reader.sketch()),
    pairSketch: madeIn(reader, reader.pairSketch()),
    numbers: [...numbers.hashes.subarray(0, numbers.count)],
    numberLines: [...numbers.lines.subarray(0, numbers.count)],
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

  test('of speech in all makes of marks, opened, nested and never closed', () => {
    const speech = fc
      .array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom('word', 'says', "'tis", 'a', 'Era', 's', '9', 'слово', '東') },
          { weight: 4, arbitrary: fc.constantFrom(' ', ' ', ', ', '. ', '.', '!', '-', ' – ', '— ', '—', '(', ')') },
          { weight: 5, arbitrary: fc.constantFrom(...'"\u201c\u201d\u201e\u201f«»‹›「」『』｢｣\'‘’‚‛`´＂＇〝〞〟') },
          { weight: 2, arbitrary: fc.constantFrom('\n', '\n\n', '\n— ', '\n> ', '\n“', '\r', '\r\n') },
        ),
        { maxLength: 120, size: 'max' },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(speech, (body) => {
        expect(readBy('compiled', body)).toEqual(readBy('plain', body));
      }),
      { seed: 304, numRuns: 3000 },
    );
  });

  test('with the sketches, numbers and disguises of any text, short and long', () => {
    const long = fc
      .tuple(fc.array(anyText, { maxLength: 12, size: 'max' }), fc.nat(3))
      .map(([texts, times]) => texts.join(' 1,250.5 3:0\n').repeat(times));
    fc.assert(
      fc.property(fc.oneof(anyText, long, anyWrappedText), (body) => {
        expect(madeBy('compiled', body)).toEqual(madeBy('plain', body));
      }),
      { seed: 306, numRuns: 1500 },
    );
  });

  test('with the disguises of texts of short words, spaced letters and accents', () => {
    const piece = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'é', 'ế', '가', '나다', 'of', 'A', '한국', '𝐀', 'x', '1') },
      { weight: 5, arbitrary: fc.constantFrom(' ', ' ', ' ', '.', '-', '*', '_', '\u00a0', '\u2002', '\n', ', ') },
    );
    const text = fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 60 }))
      .map(([pieces, times]) => pieces.join('').repeat(times));
    fc.assert(
      fc.property(text, (body) => {
        expect(madeBy('compiled', body)).toEqual(madeBy('plain', body));
      }),
      { seed: 307, numRuns: 1000 },
    );
  });

  test('of lines that are wrapped by hand', () => {
    fc.assert(
      fc.property(anyWrappedText, (body) => {
        expect(readBy('compiled', body)).toEqual(readBy('plain', body));
      }),
      { seed: 305, numRuns: 500 },
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
    [
      'a text whose kept hashes are more than are sorted in slots',
      Array.from({ length: 40_000 }, (_, k) => `w${k * 7}`).join(' '),
    ],
    ['one phrase over and over', 'the same three words '.repeat(9000)],
    ['words of every length', Array.from({ length: 130 }, (_, k) => 'aZ3'.repeat(50).slice(0, k)).join(' ')],
    ['words at every place', Array.from({ length: 80 }, (_, k) => `${' '.repeat(k)}Word${'x'.repeat(k)}é`).join('\n')],
    ['a text too long for the compiled reader', 'A sentence ends. '.repeat(70_000)],
    ['characters of scripts without spaces', '\u6771\u4eac\u306f\u3001\u96e8\u3002\u304b\u3099\u30ab\uff9e'],
  ])('of %s', (_, body) => {
    expect(readBy('compiled', body)).toEqual(readBy('plain', body));
    expect(madeBy('compiled', body)).toEqual(madeBy('plain', body));
  });
});
