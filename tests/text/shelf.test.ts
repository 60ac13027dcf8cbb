import { describe, expect, test } from 'vitest';
import { QUOTED } from '../../src/kernel/flags.ts';
import { Numbers, readNumbers } from '../../src/text/numbers.ts';
import { WordShelf } from '../../src/text/shelf.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

function put(shelf: WordShelf, index: number, body: string): Words {
  const words = new Words();
  const numbers = new Numbers();
  readWords(words, body);
  readNumbers(numbers, words, body);
  shelf.put(index, words, numbers);
  return words;
}

/** Sets the given lines of a text apart, as if its lines stood behind three others in the table. */
function setApart(shelf: WordShelf, index: number, words: Words, furniture: readonly number[]): void {
  const counts = [9, 9, 9];
  for (let line = 0; line < words.lineCount; line++) counts.push(words.lineFirst[line + 1]! - words.lineFirst[line]!);
  const isFurniture = Uint8Array.from(counts, (_, line) => (line < 3 || furniture.includes(line - 3) ? 1 : 0));
  shelf.setApart(index, Uint32Array.from(counts), isFurniture, 3, words.lineCount);
}

function hashesOn(shelf: WordShelf, index: number): number[] {
  const { hashes, begin, end } = shelf.words(index);
  return [...hashes.subarray(begin, end)];
}

function quotedOn(shelf: WordShelf, index: number): number {
  const { flags, begin, end } = shelf.words(index);
  return flags.subarray(begin, end).filter((flag) => (flag & QUOTED) !== 0).length;
}

function hashesOf(body: string): number[] {
  const words = new Words();
  readWords(words, body);
  return [...words.hashes.subarray(0, words.count)];
}

describe('a shelf of words', () => {
  test('keeps the words of each article beside those of others', () => {
    const shelf = new WordShelf();
    const bodies = ['one two three', '', 'four five', 'six seven eight nine'];
    for (const [k, body] of bodies.entries()) put(shelf, k * 10, body);
    for (const [k, body] of bodies.entries()) {
      expect(shelf.has(k * 10)).toBe(true);
      expect(hashesOn(shelf, k * 10)).toEqual(hashesOf(body));
    }
    expect(shelf.has(5)).toBe(false);
    expect(hashesOn(shelf, 5)).toEqual([]);
    expect([...shelf.numbers(5)]).toEqual([]);
  });

  test('keeps equal words once', () => {
    const shelf = new WordShelf();
    const words = put(shelf, 0, 'one two 3');
    put(shelf, 1, 'one two 3');
    expect(hashesOn(shelf, 1)).toEqual(hashesOf('one two 3'));
    expect(shelf.words(1).begin).toBe(shelf.words(0).begin);
    put(shelf, 2, 'one “two” 3');
    expect(shelf.words(2).begin).toBe(words.count);
    expect(quotedOn(shelf, 2)).toBe(1);
    expect(quotedOn(shelf, 0)).toBe(0);
  });

  test.each([
    [0, 1, 2],
    [2, 1, 0],
  ])('sets equal words apart line by line for each article', (...order) => {
    const shelf = new WordShelf();
    const bodies = ['menu of site\nthe story goes', 'menu of\nsite the story goes', 'menu of site\nthe story goes'];
    const read = bodies.map((body, index) => put(shelf, index, body));
    const furniture = [[0], [0], []];
    for (const index of order) setApart(shelf, index, read[index]!, furniture[index]!);
    expect([0, 1, 2].map((index) => hashesOn(shelf, index))).toEqual(
      ['the story goes', 'site the story goes', 'menu of site the story goes'].map(hashesOf),
    );
  });

  test('settles the numbers of equal texts for each of them', () => {
    const shelf = new WordShelf();
    const read = [0, 1].map((index) => put(shelf, index, 'page 7 of 9\n12 were there, 9 left'));
    setApart(shelf, 0, read[0]!, [0]);
    setApart(shelf, 1, read[1]!, []);
    expect([0, 1].map((index) => shelf.numbers(index).length)).toEqual([2, 3]);
  });

  test('takes the furniture out and leaves the neighbours alone', () => {
    const shelf = new WordShelf();
    put(shelf, 0, 'before');
    const words = put(shelf, 1, 'menu of site\nthe story goes\nshare this\non and on');
    put(shelf, 2, 'after');
    setApart(shelf, 1, words, [0, 2]);
    expect(hashesOn(shelf, 1)).toEqual(hashesOf('the story goes on and on'));
    expect(hashesOn(shelf, 0)).toEqual(hashesOf('before'));
    expect(hashesOn(shelf, 2)).toEqual(hashesOf('after'));
  });

  test('has each number of the text once, ascending, without those of the furniture', () => {
    const shelf = new WordShelf();
    const words = put(shelf, 0, 'page 12 of 99\nIn 2025, 1,250 boats and 12 crews\nand 2025 again');
    setApart(shelf, 0, words, [0]);
    const found = [...shelf.numbers(0)];
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    // 2025, 1,250 and 12, which stands in the story as well.
    expect(found).toHaveLength(3);
    const menuOnly = put(shelf, 1, 'page 12\nno number here');
    setApart(shelf, 1, menuOnly, [0]);
    expect([...shelf.numbers(1)]).toEqual([]);
  });

  test('ignores quotation marks around nearly all of what is left of a text', () => {
    const shelf = new WordShelf();
    const most = put(shelf, 0, '“one two three four” five');
    setApart(shelf, 0, most, []);
    expect(quotedOn(shelf, 0)).toBe(4); // 4 of 5: on the border
    const more = put(shelf, 1, '“one two three four five” six');
    setApart(shelf, 1, more, []);
    expect(quotedOn(shelf, 1)).toBe(0);
    // Without its furniture the text is quoted for the most part.
    const menu = put(shelf, 2, 'home news sport weather\n“one two three four five” six');
    setApart(shelf, 2, menu, [0]);
    expect(quotedOn(shelf, 2)).toBe(0);
  });

  test('does nothing to an article that was never put', () => {
    const shelf = new WordShelf();
    shelf.setApart(4, Uint32Array.of(1), Uint8Array.of(1), 0, 1);
    expect(shelf.has(4)).toBe(false);
  });

  test('has room for an article larger than a page, and for others after it', () => {
    const shelf = new WordShelf();
    const words = new Words();
    for (let k = 0; k < (1 << 20) + 5; k++) words.push(k, k, k + 1, 0);
    put(shelf, 0, 'first article');
    shelf.put(1, words, new Numbers());
    put(shelf, 2, 'third article');
    expect(shelf.words(1).end - shelf.words(1).begin).toBe((1 << 20) + 5);
    expect(shelf.words(1).hashes[shelf.words(1).begin + 777]).toBe(777);
    expect(hashesOn(shelf, 0)).toEqual(hashesOf('first article'));
    expect(hashesOn(shelf, 2)).toEqual(hashesOf('third article'));
  });
});
