/**
 * The one place where text that came from the input is made safe to show.
 *
 * Unsafe is what a terminal obeys or a person cannot see: control characters, format characters (direction marks, soft
 * hyphens), line and paragraph separators, lone surrogates, and everything Unicode lets a font leave out. Variation
 * selectors after a visible character are let through: they only choose its shape.
 */
const UNSAFE = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** More marks than this on one letter are drawn over the lines above and below; chosen by eye, no orthography needs five. */
const MARK_PILE = /(?<=\p{M}{4})\p{M}+/gu;

/**
 * What a log of a build server would obey: `::name::` and `##[name]` at the beginning of a line, `##vso[` and
 * `##teamcity[` anywhere. A line may be broken at any blank, so every word counts as a beginning; and a colon at the end
 * may be followed by one of ours.
 */
const LOG_COMMAND = /(?<=^|\s)(?:::|:$|##\[)|##(?=vso\[|teamcity\[)/gi;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Most lines are this, and a scan for it is ten times as fast as one for UNSAFE. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The text on one line, with every unsafe character shown as an escape such as `\x1b` or `\u202e`. */
export function visible(text: string): string {
  const shown = PLAIN.test(text)
    ? text
    : text.replace(UNSAFE, escapeOf).replace(MARK_PILE, (marks) => Array.from(marks, escapeOf).join(''));
  return shown.replace(LOG_COMMAND, (command) => escapeOf(command.charAt(0)) + command.slice(1));
}

/** The same for a terminal that cannot show more than ASCII: typographic signs become plain, the rest escapes. */
export function visibleAscii(text: string): string {
  const plain = text.replace(TYPOGRAPHY, (sign) => PLAIN_SIGNS.get(sign) ?? sign);
  return visible(plain).replace(/[^\0-\x7f]/gu, escapeOf);
}

const PLAIN_SIGNS: ReadonlyMap<string, string> = new Map([
  ...Array.from('\u2018\u2019\u201a\u201b\u2032', (sign) => [sign, "'"] as const),
  ...Array.from('\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', (sign) => [sign, '"'] as const),
  ...Array.from('\u2010\u2011\u2012\u2013\u2014\u2015\u2212', (sign) => [sign, '-'] as const),
  ...Array.from('\u00a0\u2007\u2009\u202f\u3000', (sign) => [sign, ' '] as const),
  ['\u2026', '...'],
]);

const TYPOGRAPHY = new RegExp(`[${[...PLAIN_SIGNS.keys()].join('')}]`, 'gu');

/**
 * JSON on one line. As `JSON.stringify`, with the characters that are unsafe to show, and what a build server would
 * take for a command, written as `\uXXXX`: the value that is parsed stays the same.
 */
export function jsonOf(value: unknown): string {
  const json = JSON.stringify(value);
  const shown = PLAIN.test(json) ? json : json.replace(UNSAFE, (character) => unitsOf(character).join(''));
  return shown.replace(/##(?=\[|vso\[|teamcity\[)/gi, '\\u0023#');
}

function unitsOf(character: string): string[] {
  return Array.from({ length: character.length }, (_, index) => `\\u${hexOf(character.charCodeAt(index), 4)}`);
}

function escapeOf(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hexOf(code, 2)}`;
  return code <= 0xffff ? `\\u${hexOf(code, 4)}` : `\\u{${hexOf(code, 0)}}`;
}

function hexOf(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
