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

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute of HTML or XML 1.0. XML refuses two code points more than a terminal does. */
export function markup(text: string): string {
  return visible(text).replace(/[&<>"'\ufffe\uffff]/g, (sign) => XML_ENTITIES[sign] ?? escapeOf(sign));
}

/**
 * JSON for a script element of type application/json: as `jsonOf`, and nothing in it can end the element or open a
 * comment.
 */
export function jsonInMarkup(value: unknown): string {
  return jsonOf(value).replace(/[<>&]/g, (sign) => `\\u${hexOf(sign.charCodeAt(0), 4)}`);
}

/** What a spreadsheet takes for a formula, also after blanks and quotation marks and in full-width form. */
const FORMULA = /^[\s"']*[=+\-@＝＋－＠\t\r]/;

/** One cell of a CSV file (RFC 4180). A text that a spreadsheet would run gets a leading apostrophe. */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const shown = visible(value);
  const cell = FORMULA.test(shown) || FORMULA.test(value) ? `'${shown}` : shown;
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const COMMAND_CODES: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};

/** The message of a workflow command: shown on one line, so that only the per cent sign is left to encode. */
export function commandMessage(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

/** A property of a workflow command. A name with a line break stays the name it is. */
export function commandProperty(text: string): string {
  return text.replace(/[%\r\n:,]|[^%\r\n:,]+/g, (part) => COMMAND_CODES[part] ?? visible(part));
}

/**
 * A relative path as a URI reference. What begins with a slash loses it, since a report names no place on the machine; a
 * colon is encoded, so that no part is taken for a scheme.
 */
export function uriOf(path: string): string {
  return path
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');
}

/** What a filter that looks at Markdown as text takes for markup or a link, code or not. */
const LOOKS_LIVE = /[<>]|\]\(/;

/**
 * Text as a span of code in Markdown, also inside a table: nobody is mentioned and nothing is linked from it. What looks
 * like markup is written in character references, so that it is none for whoever reads the page by other rules either.
 */
export function markdownCode(text: string): string {
  const plain = visible(text);
  if (LOOKS_LIVE.test(plain)) {
    return `<code>${plain.replace(/[^\p{L}\p{M}\p{N} /-]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`;
  }
  const shown = plain.replaceAll('|', '\\|');
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || shown.trim() === '' ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Text inside a link of a SARIF message. */
export function sarifText(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&');
}
