import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Corpus, compareUtf8, isTooShort, rankedBy } from '../../src/engine/corpus.ts';
import { PROSE_LINE, Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

function wordsOf(body: string): Words {
  const words = new Words();
  readWords(words, body);
  return words;
}

function corpusOf(bodies: readonly string[]): Corpus {
  const corpus = new Corpus();
  for (const body of bodies) corpus.add(body, undefined);
  return corpus;
}

/** For each article the number of the first one that is the same text, with the articles ranked as they come. */
function firstsOf(bodies: readonly string[], ranked: readonly number[] = bodies.map((_, k) => k)): number[] {
  return [...corpusOf(bodies).firstOfEquals(Uint32Array.from(ranked))];
}

const long = (first: string): string =>
  `${first}, ${Array.from({ length: 40 }, (_, k) => `and word ${k} of it`).join(' ')}.`;

describe('input order', () => {
  test('is that of the bytes of UTF-8, also where surrogates are met', () => {
    const anyId = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', 'b', '\uffff', '\ue000', '\ud7ff', '𐀀', '😀'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 6,
    });
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { seed: 131, numRuns: 200 },
    );
    // JavaScript's own order is another one here.
    expect(compareUtf8('\ufb01', '😀')).toBeLessThan(0);
    expect('\ufb01' < '😀').toBe(false);
  });

  test('gives the numbers of the articles', () => {
    expect([...rankedBy(['b.txt', 'a/z.txt', 'B.txt', 'a.txt', 'é.txt', '10.txt', '9.txt'])]).toEqual([
      5, 6, 2, 3, 1, 0, 4,
    ]);
    expect([...rankedBy([])]).toEqual([]);
  });
});

describe('a corpus', () => {
  test('collapses texts with the same words in the same order on the first in rank', () => {
    const bodies = [long('One'), long('Two'), long('ONE!'), long('two'), long('Three')];
    expect(firstsOf(bodies)).toEqual([0, 1, 0, 1, 4]);
    expect(firstsOf(bodies, [4, 3, 2, 1, 0])).toEqual([2, 3, 2, 3, 4]);
  });

  test('does not collapse texts whose words stand in another order, or more often', () => {
    const words = Array.from({ length: 40 }, (_, k) => `word${k}`);
    expect(firstsOf([words.join(' '), words.toReversed().join(' '), [...words, ...words].join(' ')])).toEqual([
      0, 1, 2,
    ]);
  });

  test('collapses texts too short to judge only where they are the same bytes, and blank ones never', () => {
    expect(firstsOf(['Fire in Brenn.', 'fire in brenn', 'Fire in Brenn.', '', ' \n', '', '***', '***'])).toEqual([
      0, 1, 0, 3, 4, 5, 6, 6,
    ]);
  });

  test('calls a text too short below 30 words, or below 80 where most are characters', () => {
    const words = (count: number): string => Array.from({ length: count }, (_, k) => `w${k}`).join(' ');
    expect([29, 30].map((count) => isTooShort(wordsOf(words(count))))).toEqual([true, false]);
    expect([79, 80].map((count) => isTooShort(wordsOf('新'.repeat(count))))).toEqual([true, false]);
    // Half of the words are characters, then one more than half.
    expect(isTooShort(wordsOf(`${words(20)} ${'新'.repeat(20)}`))).toBe(false);
    expect(isTooShort(wordsOf(`${words(20)} ${'新'.repeat(21)}`))).toBe(true);
    const corpus = corpusOf([words(29), words(30), '']);
    expect([0, 1, 2].map((article) => corpus.isTooShort(article))).toEqual([true, false, true]);
    expect(Array.from({ length: corpus.count }, (_, k) => k).filter((k) => corpus.isTooShort(k))).toHaveLength(2);
  });

  test('has a sketch of every text of 8 words, or of 22 characters, too short to judge or not', () => {
    const corpus = corpusOf(['one two three four five six seven', 'one two three four five six seven eight']);
    for (const count of [21, 22]) corpus.add('新'.repeat(count), undefined);
    expect([0, 1, 2, 3].map((article) => corpus.sketch(article).length)).toEqual([0, 6, 0, 1]);
  });

  test('keeps the sketches of chosen articles as one table, in the order given', () => {
    const corpus = corpusOf([long('One'), 'brief', long('Two'), long('Three')]);
    const { hashes, offsets } = corpus.sketchTable(Uint32Array.of(3, 1, 0));
    const sketches = [0, 1, 2].map((k) => [...hashes.subarray(offsets[k], offsets[k + 1])]);
    expect(sketches).toEqual([[...corpus.sketch(3)], [], [...corpus.sketch(0)]]);
    expect(offsets).toHaveLength(4);
    for (const sketch of sketches) expect(sketch).toEqual([...new Set(sketch)].sort((a, b) => a - b));
  });

  test('keeps the lines of each article with their keys, their words and whether they are prose', () => {
    const bodies = ['Menu of it\n\nThis is a sentence of words.', '', 'menu OF it'];
    const { offsets, keysLow, keysHigh, wordCounts, flags } = corpusOf(bodies).lines();
    expect([...offsets]).toEqual([0, 2, 2, 3]);
    expect([...wordCounts]).toEqual([3, 6, 3]);
    expect([...flags]).toEqual([0, PROSE_LINE, 0]);
    expect([keysLow[2], keysHigh[2]]).toEqual([keysLow[0], keysHigh[0]]);
    expect(keysLow[1]).not.toBe(keysLow[0]);
  });

  test('numbers sources from 1 as it meets them, and unknown ones 0', () => {
    const corpus = new Corpus();
    for (const source of ['wire', undefined, 'blog', 'wire', '']) corpus.add('text', source);
    expect([...corpus.sources()]).toEqual([1, 0, 2, 1, 3]);
    expect(corpus.count).toBe(5);
  });

  test('sees when an article is no longer the words that were read', () => {
    const corpus = corpusOf([long('One')]);
    expect(corpus.isUnchanged(0, wordsOf(long('ONE')))).toBe(true);
    expect(corpus.isUnchanged(0, wordsOf(long('Two')))).toBe(false);
    expect(corpus.isUnchanged(0, wordsOf(`${long('One')} more`))).toBe(false);
  });

  test('prints the hash of the words as 16 hexadecimal digits', () => {
    const corpus = corpusOf(['', 'one two', 'One, two!', 'two one']);
    const [none, some, same, turned] = [0, 1, 2, 3].map((article) => corpus.wordsHash(article));
    for (const hash of [none, some, turned]) expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(same).toBe(some);
    expect(new Set([none, some, turned]).size).toBe(3);
  });
});
