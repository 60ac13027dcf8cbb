import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIGITS, QUOTED, SENTENCE_START, UNSPACED_WORD } from '../../src/kernel/flags.ts';
import { PROSE_LINE, Words } from '../../src/text/word-list.ts';
import { isHardWrapped, readWords } from '../../src/text/words.ts';
import { anyText } from '../support/any-text.ts';

/** The words as they stand in the text. */
function spellingsOf(text: string): string[] {
  return flagged(text).map(({ word }) => word);
}

function flagged(text: string): { word: string; flags: number }[] {
  const words = new Words();
  readWords(words, text);
  return Array.from({ length: words.count }, (_, k) => ({
    word: text.slice(words.starts[k], words.ends[k]),
    flags: words.flags[k]!,
  }));
}

function wordsWith(flag: number, text: string): string[] {
  return flagged(text)
    .filter(({ flags }) => (flags & flag) !== 0)
    .map(({ word }) => word);
}

function linesOf(text: string): string[] {
  const words = new Words();
  readWords(words, text);
  const line = (k: number): string =>
    text.slice(words.starts[words.lineFirst[k]!], words.ends[words.lineFirst[k + 1]! - 1]);
  return Array.from({ length: words.lineCount }, (_, k) => line(k));
}

function proseOf(text: string): boolean[] {
  const words = new Words();
  readWords(words, text);
  return [...words.lineFlags.subarray(0, words.lineCount)].map((flags) => (flags & PROSE_LINE) !== 0);
}

function keysOf(text: string): string[] {
  const words = new Words();
  readWords(words, text);
  return Array.from({ length: words.lineCount }, (_, k) => `${words.lineKeysHigh[k]} ${words.lineKeysLow[k]}`);
}

describe('the reader of words', () => {
  test('gives each word its place in the text, rising and apart', () => {
    expect(spellingsOf('“U.S. troops,” they’re told: Zoë’s café – re-opened!')).toEqual([
      'U.S',
      'troops',
      'they’re',
      'told',
      'Zoë’s',
      'café',
      're',
      'opened',
    ]);
    fc.assert(
      fc.property(anyText, (text) => {
        const words = new Words();
        readWords(words, text);
        let before = 0;
        for (let k = 0; k < words.count; k++) {
          expect(words.starts[k]).toBeGreaterThanOrEqual(before);
          expect(words.ends[k]).toBeGreaterThan(words.starts[k]!);
          before = words.ends[k]!;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }),
      { seed: 111, numRuns: 200 },
    );
  });

  test('counts quoted and unspaced words, and lines that cover all words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = new Words();
        readWords(words, text);
        expect(words.quotedCount).toBe(wordsWith(QUOTED, text).length);
        expect(words.unspacedCount).toBe(wordsWith(UNSPACED_WORD, text).length);
        const firsts = [...words.lineFirst.subarray(0, words.lineCount + 1)];
        if (words.count === 0) expect(words.lineCount).toBe(0);
        else expect([firsts[0], firsts.at(-1)]).toEqual([0, words.count]);
        for (let k = 0; k < words.lineCount; k++) expect(firsts[k + 1]).toBeGreaterThan(firsts[k]!);
      }),
      { seed: 112, numRuns: 200 },
    );
  });

  test('reads the same from arrays that held a longer text before', () => {
    const again = new Words();
    readWords(again, 'Line after line.\n'.repeat(2000));
    expect(again.count).toBe(6000);
    expect(again.lineCount).toBe(2000);
    expect(new Set(again.lineKeysLow.subarray(0, 2000)).size).toBe(1);
    const text = 'One line, “and a quotation”\nand one more.';
    readWords(again, text);
    const fresh = new Words();
    readWords(fresh, text);
    for (const name of ['count', 'lineCount', 'quotedCount', 'unspacedCount', 'sequenceLow', 'sequenceHigh'] as const) {
      expect(again[name]).toBe(fresh[name]);
    }
    for (const name of ['hashes', 'starts', 'ends', 'flags'] as const) {
      expect(again[name].subarray(0, again.count)).toEqual(fresh[name].subarray(0, fresh.count));
    }
  });

  test('marks the words inside quotation marks of every make', () => {
    expect(wordsWith(QUOTED, 'He said “we will stay” and left')).toEqual(['we', 'will', 'stay']);
    expect(wordsWith(QUOTED, 'He said "we will stay" and left')).toEqual(['we', 'will', 'stay']);
    expect(wordsWith(QUOTED, "He said ''we will stay'' and left")).toEqual(['we', 'will', 'stay']);
    expect(wordsWith(QUOTED, 'Er sagte: „wir bleiben” und ging')).toEqual(['wir', 'bleiben']);
    expect(wordsWith(QUOTED, 'Il a dit «nous restons» puis')).toEqual(['nous', 'restons']);
  });

  test.each([
    ['English', 'He said ‘we will stay’ and left', 'we will stay'],
    ['English, an apostrophe inside', '‘The dogs’ bone is here,’ he said, and it’s his.', 'The dogs bone is here'],
    ['English, straight', "He said 'we will stay,' and left the dogs' bone.", 'we will stay'],
    ['German', 'Er sagte: „Wir bleiben“, und ging.', 'Wir bleiben'],
    ['German, turned guillemets', 'Er sagte »wir bleiben« und ging.', 'wir bleiben'],
    ['Swedish', 'Hon sade: ”Vi stannar nu” och gick.', 'Vi stannar nu'],
    ['French', 'Il a dit : « Nous restons » hier, « ici » même.', 'Nous restons ici'],
    ['Swiss', 'Er nannte es ‹ganz neu› und ging.', 'ganz neu'],
    ['Spanish', 'Dijo «nos quedamos» y salió.', 'nos quedamos'],
    ['Portuguese', 'Disse “ficamos aqui” e saiu.', 'ficamos aqui'],
    ['Italian', 'Ha detto «restiamo qui» ed è uscito.', 'restiamo qui'],
    ['Turkish', '“Kalıyoruz” dedi ve gitti.', 'Kalıyoruz'],
    ['Polish', 'Powiedział: „Zostajemy” i wyszedł.', 'Zostajemy'],
    ['Russian, one inside another', '«Газета «Речь» вышла», — сказал он.', 'Газета Речь вышла'],
    ['Russian, one mark closes two', 'ООО «Группа «Сад» выросла за год.', 'Группа Сад'],
    ['Ukrainian', 'Він сказав: „Ми залишаємося“ й пішов.', 'Ми залишаємося'],
    ['Arabic', 'قال «سنبقى هنا» ثم غادر', 'سنبقى هنا'],
    ['Chinese', '他说：“我们走”然后离开。', '我 们 走'],
    ['Chinese, traditional', '他說：「走吧」然後離開。', '走 吧'],
    ['Japanese', '彼は『行く』と言った。', '行 く'],
    ['inside another', '“We say ‘no’ to it,” he said.', 'We say no to it'],
    [
      'a closing mark that was lost',
      '“We will stay, he said, “and work.” Then he left.',
      'We will stay he said and work',
    ],
  ])('marks quoted words: %s', (_, text, quoted) => {
    expect(wordsWith(QUOTED, text).join(' ')).toBe(quoted);
  });

  test.each([
    ['apostrophes', "rock 'n' roll kids of the '90s don't love 'em or the dogs' bone", ''],
    ['measures', 'It is 5\'10" tall and 6" wide, he said.', ''],
    ['letters of their own', 'O‘zbekiston va ko‘p so‘z', ''],
    ['marks without a partner', 'three ” four “', ''],
  ])('takes no speech for it: %s', (_, text, quoted) => {
    expect(wordsWith(QUOTED, text).join(' ')).toBe(quoted);
  });

  test('marks the replies of a dialogue, and no item of a list', () => {
    expect(wordsWith(QUOTED, '— Мы пойдём, — сказал он. — И вернёмся.').join(' ')).toBe('Мы пойдём И вернёмся');
    expect(wordsWith(QUOTED, '—Nos quedamos —dijo Ana—. Y ya.').join(' ')).toBe('Nos quedamos Y ya');
    expect(wordsWith(QUOTED, '— First item of a list\n— Second item')).toEqual([]);
  });

  test('marks a block quote', () => {
    expect(wordsWith(QUOTED, 'He wrote:\n> We will stay\n>> here\nand left.').join(' ')).toBe('We will stay here');
  });

  test('takes an unclosed quotation up in the next paragraph where that opens with a mark', () => {
    const long = Array.from({ length: 80 }, (_, k) => `word${k}`).join(' ');
    expect(wordsWith(QUOTED, `“${long}\n“and so on,” he said.`)).toHaveLength(83);
    expect(wordsWith(QUOTED, `«${long}\n»y así,» dijo.`)).toHaveLength(82);
    expect(wordsWith(QUOTED, `‘${long}\n‘and so on,’ he said.`)).toHaveLength(83);
  });

  test('ends an unclosed quotation with its paragraph, and a long one is none', () => {
    expect(wordsWith(QUOTED, 'He said “we will stay\nand left “it there” then').join(' ')).toBe(
      'we will stay it there',
    );
    const long = Array.from({ length: 80 }, (_, k) => `word${k}`).join(' ');
    expect(wordsWith(QUOTED, `He said “${long}\nand left.`)).toEqual([]);
  });

  test('marks words that are made of decimal digits', () => {
    expect(wordsWith(DIGITS, 'In 2025 some 1,200 of ٤٥ and ½, A4, 3D, x2, Ⅷ and 七')).toEqual([
      '2025',
      '1',
      '200',
      '٤٥',
      '½',
    ]);
  });

  test('marks the words that begin a sentence', () => {
    const starts = (text: string): string[] => wordsWith(SENTENCE_START, text);
    expect(starts('One two. Three four! Five? Six… Seven')).toEqual(['One', 'Three', 'Five', 'Six', 'Seven']);
    expect(starts('At 3.5 km the U.S.A team (who else) won, and U.K.-born J.R. Hartley lost.')).toEqual([
      'At',
      'Hartley',
    ]);
    expect(starts('“Stay.” He left (for good.) Then rain')).toEqual(['Stay', 'He', 'Then']);
    expect(starts('No blank.After the dot, Dr.Who')).toEqual(['No']);
    expect(starts('A line\nanother line\n\na third')).toEqual(['A', 'another', 'a']);
    expect(starts('他来了。我走了！好 吗')).toEqual(['他', '我', '好']);
  });

  test('takes a sentence for ended until a comma or a word says otherwise', () => {
    expect(wordsWith(SENTENCE_START, 'What?, he asked. ) And')).toEqual(['What', 'And']);
  });
});

describe('a line', () => {
  test('ends at every kind of newline, once at a carriage return with its line feed', () => {
    expect(linesOf('one two\nthree\r\nfour\rfive\u0085six\u2028seven\u2029eight\vnine\ften')).toEqual([
      'one two',
      'three',
      'four',
      'five',
      'six',
      'seven',
      'eight',
      'nine',
      'ten',
    ]);
    expect(linesOf('\n\n  \n***\none\n\n')).toEqual(['one']);
  });

  test('has the key of its words: other case and punctuation give the same, another word or order do not', () => {
    const [first, same, other, turned, shorter, again] = keysOf(
      'Read more: Sports\nREAD MORE — sports!\nread more sport\nmore read sports\nread more\nread more sports',
    );
    expect(same).toBe(first);
    expect(again).toBe(first);
    expect(new Set([first, other, turned, shorter]).size).toBe(4);
  });

  test('is prose from 12 words on, or from 6 that end like a sentence', () => {
    const words = (count: number): string => Array.from({ length: count }, (_, k) => `word${k}`).join(' ');
    expect(
      proseOf(`${words(12)}\n${words(11)}\n${words(6)}.\n${words(5)}.\n${words(6)}!\n${words(6)}.”\n${words(6)},`),
    ).toEqual([true, false, true, false, true, true, false]);
  });
});

describe('a hard-wrapped text', () => {
  const wide = 'the quick brown fox jumps over the lazy dog and on'; // 50 characters
  const wrapped = (lines: readonly string[]): string => lines.join('\n');

  test('has its paragraphs as lines', () => {
    const paragraph = wrapped([wide, wide, wide, wide, 'to the end.']);
    expect(linesOf(`${paragraph}\n\n${paragraph}`)).toEqual([paragraph, paragraph].map((lines) => lines.slice(0, -1)));
    // Indented lines and blank ones begin a line of their own; a carriage return alone always does.
    expect(linesOf(`${paragraph}\n  indented ${wide}`)).toHaveLength(2);
    expect(linesOf(`${paragraph}\r${wide}`)).toHaveLength(2);
    expect(linesOf(`${paragraph}\n \nnext`)).toHaveLength(2);
    expect(linesOf(paragraph.replaceAll('\n', '\r\n'))).toHaveLength(1);
  });

  test('carries quotations and sentences over its line breaks', () => {
    const text = wrapped([wide, wide, wide, `${wide} “and`, 'so on” it went.', 'Then more of it']);
    expect(wordsWith(QUOTED, text)).toEqual(['and', 'so', 'on']);
    expect(wordsWith(SENTENCE_START, text)).toEqual(['the', 'Then']);
  });

  test('has four lines with a line after them, at least', () => {
    expect(isHardWrapped(wrapped([wide, wide, wide, wide, 'end']))).toBe(true);
    expect(isHardWrapped(wrapped([wide, wide, wide, 'end']))).toBe(false);
    expect(isHardWrapped('')).toBe(false);
  });

  test('goes on in lower case after 40 % of its breaks', () => {
    const upper = `T${wide.slice(1)}`;
    // Five breaks: two go on in lower case, or one.
    expect(isHardWrapped(wrapped([upper, wide, wide, upper, upper, upper]))).toBe(true);
    expect(isHardWrapped(wrapped([upper, upper, wide, upper, upper, upper]))).toBe(false);
    // A figure is neither case.
    expect(isHardWrapped(wrapped([upper, `1${wide}`, wide, `2${wide}`, upper, upper]))).toBe(false);
  });

  test('is 40 to 100 characters wide', () => {
    const of = (width: number): string => wrapped(new Array(6).fill('x'.repeat(width)));
    expect([39, 40, 100, 101].map((width) => isHardWrapped(of(width)))).toEqual([false, true, true, false]);
  });

  test('has a median line of .8 of its width', () => {
    const of = (short: number): string =>
      // Of six lines with a line after them, sorted, the fourth is the median and the sixth the width.
      wrapped([...new Array(4).fill('x'.repeat(short)), ...new Array(2).fill('x'.repeat(60)), 'end']);
    expect([48, 47].map((short) => isHardWrapped(of(short)))).toEqual([true, false]);
  });

  test('takes its width from the line that nine in ten are not longer than', () => {
    // Of ten lines the last one sorted is the width; of eleven the tenth, so that one long line does not count.
    const lines = (count: number): string[] => new Array(count).fill('x'.repeat(60));
    expect(isHardWrapped(wrapped([...lines(9), 'x'.repeat(200), 'end']))).toBe(false);
    expect(isHardWrapped(wrapped([...lines(10), 'x'.repeat(200), 'end']))).toBe(true);
  });
});
