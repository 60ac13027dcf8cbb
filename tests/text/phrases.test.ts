import { describe, expect, test } from 'vitest';
import { KNOWN_PHRASES } from '../../src/text/known-phrases.ts';
import { phraseFinder } from '../../src/text/phrases.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

/** The lines of a text that are known phrases. */
function phrasesIn(body: string): string[] {
  const words = new Words();
  readWords(words, body);
  return Array.from({ length: words.lineCount }, (_, line) => line)
    .filter((line) => phraseFinder().holds(words, line, body))
    .map((line) => body.slice(words.starts[words.lineFirst[line]!], words.ends[words.lineFirst[line + 1]! - 1]));
}

describe('a known phrase of web pages', () => {
  test.each(Object.entries(KNOWN_PHRASES))('is known in %s, each one of the list', (_language, phrases) => {
    for (const phrase of phrases) {
      const line = phrase.replaceAll('…', ' xyz 12 ').trim();
      expect([phrase, phrasesIn(line)]).toEqual([phrase, [expect.anything()]]);
    }
  });

  test('is known in any case and punctuation, and only as a whole line', () => {
    const lines = [
      '» LEAVE A COMMENT «',
      'Leave a comment!',
      'leave a comment',
      'Leave a comment and win a bus',
      'Do leave a comment',
    ];
    expect(phrasesIn(lines.join('\n'))).toHaveLength(3);
  });

  test('may go on where the list says so, but not for as long as a story does', () => {
    const most = `Follow us on ${'x '.repeat(17)}`;
    expect(phrasesIn('Follow us on Bluesky and Mastodon')).toHaveLength(1);
    expect(phrasesIn(most)).toHaveLength(1);
    expect(phrasesIn(`${most} y`)).toHaveLength(0);
  });

  test('needs its colon where it has one: a heading that begins like a link is none', () => {
    expect(phrasesIn('Read more: Ferry berth closed until May')).toHaveLength(1);
    expect(phrasesIn('Read more books, says the minister')).toHaveLength(0);
    expect(phrasesIn('相关阅读：渡轮停运')).toHaveLength(1);
    expect(phrasesIn('相关阅读渡轮停运的消息')).toHaveLength(0);
  });

  test('has all its parts, in order', () => {
    expect(
      phrasesIn('The views expressed here are mine and do not necessarily reflect those of the paper.'),
    ).toHaveLength(1);
    expect(phrasesIn('The views expressed at the meeting were many.')).toHaveLength(0);
    expect(phrasesIn('They do not necessarily reflect the views expressed.')).toHaveLength(0);
  });

  test('is a wire code alone on its line, and no word in a sentence', () => {
    expect(phrasesIn('MENAFN31012024000045011158ID1107796525')).toHaveLength(1);
    expect(phrasesIn('MENAFN')).toHaveLength(0);
    expect(phrasesIn('The code MENAFN31012024000045011158ID1107796525 stood below.')).toHaveLength(0);
  });

  test('is no line of a story that begins with the same words', () => {
    const story = `The advertisement ran for a year before anybody complained.
Comments by the minister were met with laughter.
Print is not dead, said the owner of the press, and showed us round the hall.
Share prices fell on Monday after the ferry company gave a warning.
Subscribe to the view that boats are cheap and you will soon be poor.
Publicidad engañosa, dice el juez.
Reklamı gören çocuklar limana koştu.
Реклама на пароме обошлась городу дорого.
广告公司昨日宣布裁员。`;
    expect(phrasesIn(story)).toEqual([]);
  });
});
