import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonOf, visible, visibleAscii } from '../../src/report/index.ts';
import { hostileText } from './random-report.ts';

/** Written out by hand, so that a hole in the program's own list is not repeated here. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|[\u{e0000}-\u{e007f}]/u;
const LONE_SURROGATE = /\p{Cs}/u;
const LOG_COMMAND = /^\s*(?:::|##\[)|##(?:vso|teamcity)\[/im;

test.each([
  ['a\u001b[31mred', 'a\\x1b[31mred'],
  ['bell\u0007', 'bell\\x07'],
  ['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
  ['\u009b2J', '\\x9b2J'],
  ['gpj\u202etxt', 'gpj\\u202etxt'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['line\u2028end', 'line\\u2028end'],
  ['half \ud83d', 'half \\ud83d'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
  ['::error::x', '\\x3a:error::x'],
  [':', '\\x3a'],
  ['  ##[group]', '  \\x23#[group]'],
  ['see ##vso[task.x]', 'see \\x23#vso[task.x]'],
  ['see ##TeamCity[x]', 'see \\x23#TeamCity[x]'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each(['plain', 'Prés — “quoted”', '谷の洪水', 'std::string', 'a ## b', 'مرحبا', '❤️', 'e\u0301'])(
  '%s is shown as it is',
  (text) => {
    expect(visible(text)).toBe(text);
  },
);

test('marks that pile up on one letter are let through up to four', () => {
  expect(visible(`a${'\u0301'.repeat(6)}`)).toBe(`a${'\u0301'.repeat(4)}\\u0301\\u0301`);
});

test('nothing that a terminal obeys or a person cannot see is ever shown', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(CONTROLS);
      expect(shown).not.toMatch(INVISIBLE);
      expect(shown).not.toMatch(LONE_SURROGATE);
    }),
  );
});

test('no part of a shown text is a command to a build log, wherever its line is broken', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(visible(text).replaceAll(/\s/g, '\n')).not.toMatch(LOG_COMMAND);
    }),
  );
});

test('for ASCII every character is ASCII, and what was ASCII and harmless stays', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(visibleAscii(text)).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
  expect(visibleAscii('“It’s – well… fine”')).toBe('"It\'s - well... fine"');
  expect(visibleAscii('Zürich 谷')).toBe('Z\\xfcrich \\u8c37');
});

test('JSON reads back as what was written, and is safe to print', () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.jsonValue(), fc.dictionary(hostileText, hostileText)), (value) => {
      const json = jsonOf(value);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(json).not.toMatch(CONTROLS);
      expect(json).not.toMatch(INVISIBLE);
      expect(json).not.toMatch(LONE_SURROGATE);
      expect(json).not.toMatch(/##(?:vso|teamcity)?\[/i);
    }),
  );
});

test('a text of a million hostile characters is made safe in one pass', () => {
  const million = '\u001b\u0301::'.repeat(250_000);
  // 250,000 times: 4 characters for the escape, 1 mark, and the colons, of which none begins a word.
  expect(visible(million)).toHaveLength(250_000 * 7);
});
