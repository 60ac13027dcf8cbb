import { expect, test } from 'vitest';
import { Numbers, readNumbers } from '../../src/text/numbers.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

function numbersIn(text: string): { hash: number; line: number }[] {
  const words = new Words();
  readWords(words, text);
  const numbers = new Numbers();
  readNumbers(numbers, words, text);
  return Array.from({ length: numbers.count }, (_, k) => ({ hash: numbers.hashes[k]!, line: numbers.lines[k]! }));
}

function hashesIn(text: string): number[] {
  return numbersIn(text).map(({ hash }) => hash);
}

test('a number is one with its separators and decimals', () => {
  expect(hashesIn('1,250.50 on 12:30 and 2025, then 7. End')).toHaveLength(4);
  expect(hashesIn('12-13 and 14/15 and 16 17')).toHaveLength(6);
});

test('two numbers are the same when digits and separators are', () => {
  const [first, same, otherDecimals, otherSeparator, parts] = hashesIn('1,250 x 1,250 x 1,251 x 1.250 x 12,50');
  expect(same).toBe(first);
  expect(new Set([first, otherDecimals, otherSeparator, parts]).size).toBe(4);
  expect(hashesIn('5')).not.toEqual(hashesIn('5,5'));
});

test('words that hold more than digits are no numbers', () => {
  expect(hashesIn('A4 x2 3rd U2 Ⅷ seven')).toEqual([]);
});

test('a number ends with its line and tells which one that is, among lines that hold words', () => {
  const found = numbersIn('In 1999,\n250 more\n\n***\nno number\nthen 1,2,3');
  expect(found.map(({ line }) => line)).toEqual([0, 1, 3]);
  expect(found[1]!.hash).toBe(hashesIn('250')[0]);
});

test('full-width and other decimal digits make numbers too', () => {
  expect(hashesIn('２５ and ٢٥')).toHaveLength(2);
  expect(hashesIn('２５')).toEqual(hashesIn('25'));
});

test('a text may hold any number of numbers', () => {
  const text = Array.from({ length: 1000 }, (_, k) => `n ${k}`).join(' ');
  expect(new Set(hashesIn(text)).size).toBe(1000);
  expect(hashesIn('no number')).toEqual([]);
});
