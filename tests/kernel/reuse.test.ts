import { describe, expect, test } from 'vitest';
import { markReused } from '../../src/kernel/reuse.ts';
import { SeedIndex, type WordRange } from '../../src/kernel/seeds.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

function rangeOf(text: string): WordRange {
  const words = new Words();
  readWords(words, text);
  return {
    hashes: words.hashes.slice(0, words.count),
    flags: words.flags.slice(0, words.count),
    begin: 0,
    end: words.count,
  };
}

/** The words of either text that are marked, the others as dots. */
function reusedIn(left: string, right: string, unitWords = 1): [string, string] {
  const [a, b] = [rangeOf(left), rangeOf(right)];
  const index = new SeedIndex(2);
  index.build(b);
  const leftMarks = new Uint8Array(a.end + 2).fill(7);
  const rightMarks = new Uint8Array(b.end + 2).fill(7);
  markReused(leftMarks, rightMarks, a, b, index, unitWords);
  const shown = (text: string, marks: Uint8Array): string =>
    (unitWords === 1 ? text.split(' ') : [...text]).map((word, k) => (marks[k] === 1 ? word : '.')).join(' ');
  return [shown(left, leftMarks), shown(right, rightMarks)];
}

describe('words in steady runs', () => {
  test('are marked with the small edits between them', () => {
    expect(reusedIn('a b c d e f g h i j', 'a b c X Y f g h i j')).toEqual([
      'a b c d e f g h i j',
      'a b c X Y f g h i j',
    ]);
  });

  test('are found where every third word is another', () => {
    const [left, right] = reusedIn('a b 1 c d 2 e f 3 g h 4 i j', 'a b 5 c d 6 e f 7 g h 8 i j');
    expect(left).toBe('a b 1 c d 2 e f 3 g h 4 i j');
    expect(right).toBe('a b 5 c d 6 e f 7 g h 8 i j');
  });

  test('leave out a hole of more than eight words', () => {
    const eight = '1 2 3 4 5 6 7 8';
    expect(reusedIn(`a b c d ${eight} e f g h`, `a b c d ${eight.replaceAll(' ', 'x ')} e f g h`)[0]).not.toContain(
      '.',
    );
    expect(reusedIn(`a b c d ${eight} 9 e f g h`, `a b c d ${eight.replaceAll(' ', 'x ')} 9x e f g h`)[0]).toBe(
      'a b c d . . . . . . . . . e f g h',
    );
  });

  test('may stand in any order', () => {
    expect(reusedIn('a b c d e f g h i j k l', 'g h i j k l a b c d e f')[0]).toBe('a b c d e f g h i j k l');
  });

  test('count alone from three unbroken words on, and two are chance', () => {
    expect(reusedIn('x a b c y', 'v a b c w')).toEqual(['. a b c .', '. a b c .']);
    expect(reusedIn('x a b y', 'v a b w')).toEqual(['. . . .', '. . . .']);
  });

  test('are not broken off by a pair of words that stands elsewhere too', () => {
    const right = 'a b c d Q R e f g h 1 2 3 4 5 6 7 8 9 10 p q';
    expect(reusedIn('a b c d p q e f g h', right)[0]).toBe('a b c d p q e f g h');
  });

  test('are runs of characters where words are not parted', () => {
    const text = '政府今日宣布新铁路计划将于明年春季动工';
    expect(reusedIn(text, `据悉${text}`, 8 / 3)[0]).toBe([...text].join(' '));
  });
});
