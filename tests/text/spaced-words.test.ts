import { expect, test } from 'vitest';
import { wordEndsIn } from '../../src/text/spaced-words.ts';

/** The words that are found when all gaps are taken out. */
function foundIn(text: string): string[] {
  const letters = [...text.replaceAll(' ', '')];
  const ends = [0, ...[...wordEndsIn(letters)].sort((a, b) => a - b), letters.length];
  return ends.slice(1).map((end, k) => letters.slice(ends[k], end).join(''));
}

test('words are found in letters without gaps', () => {
  const text = 'The minister said on Monday that the company would receive a new ferry before the end of the year';
  expect(foundIn(text)).toEqual(text.split(' '));
});

test('a word that nobody knows stays whole between those around it', () => {
  expect(foundIn('the people of Selwick said')).toEqual(['the', 'people', 'of', 'Selwick', 'said']);
});

test('letters that are no words are taken as they are, and a megabyte of them takes no longer than its length', () => {
  expect(foundIn('')).toEqual(['']);
  expect(wordEndsIn([...'zq'.repeat(50_000)]).size).toBeGreaterThan(0);
});
