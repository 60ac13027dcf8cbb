import type { LeftOut } from '../../model.ts';

/** A Markdown text with everything blanked that is not prose: every letter stands where it stood, on its own line. */
export interface Prose {
  /** As long as the text. */
  readonly body: string;
  readonly leftOut: readonly LeftOut[];
}

/** Why a piece is blanked. What has no reason has no words either, and is not told. */
const REASONS = [
  '',
  '',
  'front matter',
  'code',
  'markup',
  'shortcode',
  'link address',
  'image',
  'comment',
  'footnote mark',
];
const KEPT = 0;
const SIGN = 1;
const FRONT_MATTER = 2;
const CODE = 3;
const MARKUP = 4;
const SHORTCODE = 5;
const ADDRESS = 6;
const IMAGE = 7;
const COMMENT = 8;
const FOOTNOTE = 9;

/** Longer ones are not taken for what they begin like; so no beginning is looked after for longer than this. */
const MAX_TAG_LENGTH = 10_000;
const MAX_ADDRESS_LENGTH = 1024;

const FENCE = /^[ \t]*(`{3,}|~{3,})([^\n]*)$/;
const HEADING = /^ {0,3}#{1,6}(?=[ \t\r]|$)/;
const CLOSING_HASHES = /[ \t]#+[ \t\r]*$/;
const RULE = /^ {0,3}(?:=+|-+|([-*_])(?:[ \t]*\1){2,})[ \t\r]*$/;
const LIST_MARK = /^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+(?:\[[ xX]\](?=[ \t]))?/;
const QUOTE_MARKS = /^(?:[ \t]{0,3}>)+/;
const DEFINITION = /^ {0,3}\[[^\]\n]{1,999}\]:/;
const ADMONITION = /^[ \t]*:{3,}[ \t]*\w*/;
const MODULE_LINE = /^(?:import|export)[ \t{*]/;
const AUTOLINK = /<(?:[a-z][a-z0-9+.-]{1,30}:[^\s<>]{0,2000}|[\w.+-]{1,100}@[\w.-]{1,100})>/iy;
const TAG_NAME = /<\/?([A-Za-z][\w.:-]{0,100})(?=[\s/>])|<\/?>/y;
const FOOTNOTE_MARK = /\[\^[^\]\s]{1,100}\]:?/y;
const LABEL = /\[[^\]\n]{0,999}\]/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/iy;
/** Code points of those that prose needs; another one stays as it is. */
const ENTITIES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    amp: 38,
    lt: 60,
    gt: 62,
    quot: 34,
    apos: 39,
    nbsp: 160,
    ndash: 8211,
    mdash: 8212,
    lsquo: 8216,
    rsquo: 8217,
    ldquo: 8220,
    rdquo: 8221,
    laquo: 171,
    raquo: 187,
    hellip: 8230,
    shy: 173,
  }),
);
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;
const NOT_WORD = /[^\p{L}\p{N}\p{M}]/u;

/**
 * Blanks what is not prose from `from` on, and all before it. Linear in the text, and nothing is evaluated: a scanner
 * that knows the usual marks, not a whole Markdown parser.
 *
 * Blanked letters become spaces, so that offsets and lines of the body are those of the file. Only inside a word, as in
 * `un**believ**able`, do the letters after a mark move up, and the spaces follow the word.
 */
export function proseOf(text: string, from: number, dialect: 'markdown' | 'mdx'): Prose {
  const marks = new Marks(text);
  marks.put(0, from, FRONT_MATTER);
  markBlocks(text, from, marks, dialect);
  markInline(text, from, marks, dialect);
  return { body: marks.blanked(), leftOut: marks.leftOut() };
}

/** What is to become of each letter. */
class Marks {
  readonly #text: string;
  readonly #reasons: Uint8Array;
  /** What stands for an entity, by where it begins. */
  readonly #instead = new Map<number, string>();

  constructor(text: string) {
    this.#text = text;
    this.#reasons = new Uint8Array(text.length);
  }

  put(start: number, end: number, reason: number): void {
    this.#reasons.fill(reason, start, end);
  }

  at(index: number): number {
    return this.#reasons[index] ?? KEPT;
  }

  replace(start: number, end: number, character: string): void {
    this.#instead.set(start, character);
    this.put(start + character.length, end, SIGN);
  }

  blanked(): string {
    const text = this.#text;
    const pieces: string[] = [];
    /** Spaces that were not put inside a word and follow it. */
    let owed = 0;
    for (let start = 0, end = 0; start < text.length; start = end) {
      const isBlank = this.at(start) !== KEPT;
      while (end < text.length && (this.at(end) !== KEPT) === isBlank) end++;
      if (!isBlank) {
        owed = this.#keep(start, end, owed, pieces);
      } else if (this.#isInWord(start, end) && !/[\r\n]/.test(text.slice(start, end))) {
        owed += end - start;
      } else {
        pieces.push(' '.repeat(owed), text.slice(start, end).replace(/[^\r\n]/g, ' '));
        owed = 0;
      }
    }
    pieces.push(' '.repeat(owed));
    return pieces.join('');
  }

  /** Blanks between two letters would make two words of one. */
  #isInWord(start: number, end: number): boolean {
    if (start === 0 || end === this.#text.length) return false;
    const before = this.#instead.get(start - 1) ?? this.#instead.get(start - 2) ?? this.#text[start - 1] ?? ' ';
    return !NOT_WORD.test(before) && !NOT_WORD.test(this.#text[end] ?? ' ');
  }

  #keep(start: number, end: number, owed: number, pieces: string[]): number {
    const kept = this.#withEntities(start, end);
    if (owed === 0) {
      pieces.push(kept);
      return 0;
    }
    const wordEnd = kept.search(NOT_WORD);
    if (wordEnd < 0) {
      pieces.push(kept);
      return owed;
    }
    pieces.push(kept.slice(0, wordEnd), ' '.repeat(owed), kept.slice(wordEnd));
    return 0;
  }

  #withEntities(start: number, end: number): string {
    const instead = this.#instead.get(end - 1) ?? this.#instead.get(end - 2);
    if (instead === undefined || !this.#instead.has(end - instead.length)) return this.#text.slice(start, end);
    return this.#text.slice(start, end - instead.length) + instead;
  }

  leftOut(): readonly LeftOut[] {
    const words = new Map<number, number>();
    const text = this.#text;
    for (let start = 0, end = 0; start < text.length; start = end) {
      const reason = this.at(start);
      while (end < text.length && this.at(end) === reason) end++;
      if (reason < FRONT_MATTER) continue;
      words.set(reason, (words.get(reason) ?? 0) + (text.slice(start, end).match(WORD)?.length ?? 0));
    }
    return [...words]
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ reason: REASONS[reason] ?? '', words: count }))
      .sort((left, right) => right.words - left.words || (left.reason < right.reason ? -1 : 1));
  }
}

/** What is told by how its line begins. */
function markBlocks(text: string, from: number, marks: Marks, dialect: 'markdown' | 'mdx'): void {
  let fence: { readonly sign: string; readonly start: number } | undefined;
  let isModule = false;
  for (let start = from, next = from; start < text.length; start = next) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    next = end + 1;
    const quoted = QUOTE_MARKS.exec(text.slice(start, end))?.[0].length ?? 0;
    if (quoted > 0) marks.put(start, start + quoted, SIGN);
    const begin = start + quoted;
    const line = text.slice(begin, end);
    const [, sign = '', info = ''] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      marks.put(begin, end, CODE);
      if (sign.startsWith(fence.sign) && info.trim() === '') fence = undefined;
      continue;
    }
    if (sign !== '' && !(sign.startsWith('`') && info.includes('`'))) {
      fence = { sign, start: next };
      marks.put(begin, end, CODE);
      continue;
    }
    isModule = dialect === 'mdx' && line.trim() !== '' && (isModule || MODULE_LINE.test(line));
    if (isModule) marks.put(begin, end, CODE);
    else markLine(line, begin, marks);
  }
  // Nobody means all the rest for code: a fence that never ends is a slip.
  if (fence !== undefined) marks.put(fence.start, text.length, KEPT);
}

function markLine(line: string, start: number, marks: Marks): void {
  const end = start + line.length;
  if (RULE.test(line)) {
    marks.put(start, end, SIGN);
    return;
  }
  const heading = HEADING.exec(line)?.[0].length ?? 0;
  if (heading > 0) {
    marks.put(start, start + heading, SIGN);
    const closing = CLOSING_HASHES.exec(line.slice(-200))?.[0].length ?? 0;
    marks.put(end - closing, end, SIGN);
    return;
  }
  if (DEFINITION.test(line)) {
    if (!line.trimStart().startsWith('[^')) marks.put(start, end, ADDRESS);
    return;
  }
  const mark = (LIST_MARK.exec(line) ?? ADMONITION.exec(line))?.[0].length ?? 0;
  marks.put(start, start + mark, SIGN);
}

/** Where a sign comes next, looked up once for all who ask on the way there. */
class NextIndex {
  readonly #text: string;
  readonly #sign: string;
  #known = -1;

  constructor(text: string, sign: string) {
    this.#text = text;
    this.#sign = sign;
  }

  /** At or after `index`; the end of the text when there is none. Must be asked for rising indexes. */
  after(index: number): number {
    if (this.#known >= index) return this.#known;
    const found = this.#text.indexOf(this.#sign, index);
    this.#known = found < 0 ? this.#text.length : found;
    return this.#known;
  }
}

interface Opener {
  readonly at: number;
  readonly isImage: boolean;
}

function markInline(text: string, from: number, marks: Marks, dialect: 'markdown' | 'mdx'): void {
  const ticks = tickRuns(text, from, marks);
  const commentEnd = new NextIndex(text, '-->');
  const doubleQuote = new NextIndex(text, '"');
  const singleQuote = new NextIndex(text, "'");
  const closers: Readonly<Record<string, NextIndex>> = {
    '{{': new NextIndex(text, '}}'),
    '{%': new NextIndex(text, '%}'),
    '{#': new NextIndex(text, '#}'),
    '{:': new NextIndex(text, '}'),
  };
  const rawEnds: Readonly<Record<string, NextIndex>> = {
    script: new NextIndex(text, '</script'),
    style: new NextIndex(text, '</style'),
  };
  const brace = new NextIndex(text, '}');
  let openers: Opener[] = [];
  let i = from;

  const HANDLERS: Readonly<Record<string, () => number>> = {
    '\n': () => {
      if (/^[ \t\r]*\n/.test(text.slice(i + 1, i + 200))) openers = [];
      return i + 1;
    },
    '\\': () => {
      if (!/[!-/:-@[-`{-~]/.test(text[i + 1] ?? '')) return i + 1;
      marks.put(i, i + 1, SIGN);
      return i + 2;
    },
    '`': () => {
      const run = ticks.get(i);
      if (run === undefined) return i + 1;
      marks.put(i, i + run.length, SIGN);
      if (run.end !== undefined) marks.put(run.end, run.end + run.length, SIGN);
      return run.end === undefined ? i + run.length : run.end + run.length;
    },
    '!': () => {
      if (text[i + 1] !== '[') return i + 1;
      openers.push({ at: i, isImage: true });
      return i + 2;
    },
    '[': () => {
      FOOTNOTE_MARK.lastIndex = i;
      const mark = FOOTNOTE_MARK.exec(text)?.[0];
      if (mark !== undefined) {
        marks.put(i, i + mark.length, FOOTNOTE);
        return i + mark.length;
      }
      openers.push({ at: i, isImage: false });
      return i + 1;
    },
    ']': () => {
      const opener = openers.pop();
      const end = opener === undefined ? undefined : linkEnd();
      if (opener === undefined || end === undefined) return i + 1;
      if (opener.isImage) {
        marks.put(opener.at, end, IMAGE);
      } else {
        marks.put(opener.at, opener.at + 1, SIGN);
        marks.put(i, end, ADDRESS);
      }
      return end;
    },
    '<': () => {
      if (text.startsWith('<!--', i)) {
        const end = commentEnd.after(i + 4);
        if (end === text.length) return i + 4;
        marks.put(i, end + 3, COMMENT);
        return end + 3;
      }
      AUTOLINK.lastIndex = i;
      const link = AUTOLINK.exec(text)?.[0];
      if (link !== undefined) {
        marks.put(i, i + link.length, ADDRESS);
        return i + link.length;
      }
      return tagEnd();
    },
    '{': () => {
      const closer = closers[text.slice(i, i + 2)];
      const end = closer?.after(i + 2) ?? text.length;
      if (closer !== undefined && end < text.length && end - i <= MAX_TAG_LENGTH) {
        const length = text[i + 1] === ':' ? 1 : 2;
        marks.put(i, end + length, SHORTCODE);
        return end + length;
      }
      return dialect === 'mdx' ? expressionEnd() : i + 1;
    },
    '*': () => markEmphasis('*'),
    _: () => markEmphasis('_'),
    '~': () => markEmphasis('~'),
    '&': () => {
      ENTITY.lastIndex = i;
      const found = ENTITY.exec(text);
      const code = found === null ? undefined : codePointOf(found);
      if (found === null || code === undefined) return i + 1;
      marks.replace(i, i + found[0].length, String.fromCodePoint(code));
      return i + found[0].length;
    },
  };

  while (i < text.length) {
    if (marks.at(i) !== KEPT) {
      i++;
      continue;
    }
    const handle = HANDLERS[text[i] ?? ''];
    i = handle === undefined ? i + 1 : handle();
  }

  /** Where the address of the link ends whose text ends here; undefined where it is no link. */
  function linkEnd(): number | undefined {
    if (text[i + 1] === '(') return addressEnd(text, i + 1);
    LABEL.lastIndex = i + 1;
    const label = text[i + 1] === '[' ? LABEL.exec(text)?.[0] : undefined;
    return label === undefined ? undefined : i + 1 + label.length;
  }

  /** Marks a tag with its attributes, and what is inside a script or a style. */
  function tagEnd(): number {
    TAG_NAME.lastIndex = i;
    const found = TAG_NAME.exec(text);
    if (found === null) return i + 1;
    let at = i + found[0].length;
    const limit = Math.min(text.length, i + MAX_TAG_LENGTH);
    if (found[1] !== undefined) {
      for (; at < limit && text[at] !== '>'; at++) {
        if (text[at] === '<') return i + 1;
        if (text[at] === '"') at = doubleQuote.after(at + 1);
        else if (text[at] === "'") at = singleQuote.after(at + 1);
      }
      if (at >= limit) return i + 1;
      at++;
    }
    const raw = found[0].startsWith('</') ? undefined : rawEnds[found[1]?.toLowerCase() ?? ''];
    const end = raw === undefined ? at : raw.after(at);
    marks.put(i, end, MARKUP);
    return end;
  }

  /** Marks `{…}` of MDX with the braces inside it. */
  function expressionEnd(): number {
    const limit = Math.min(text.length, i + MAX_ADDRESS_LENGTH);
    if (brace.after(i) >= limit) return i + 1;
    let depth = 0;
    for (let at = i; at < limit; at++) {
      if (text[at] === '{') depth++;
      else if (text[at] === '}') depth--;
      if (depth > 0) continue;
      marks.put(i, at + 1, CODE);
      return at + 1;
    }
    return i + 1;
  }

  function markEmphasis(sign: string): number {
    let end = i + 1;
    while (text[end] === sign) end++;
    const before = text[i - 1] ?? ' ';
    const after = text[end] ?? ' ';
    const isInside = !NOT_WORD.test(before) && !NOT_WORD.test(after);
    const isArithmetic = /\d/.test(before) && /\d/.test(after);
    const isMark =
      sign === '_'
        ? !isInside
        : sign === '~'
          ? end - i === 2
          : !isArithmetic && !(/\s/.test(before) && /\s/.test(after));
    if (isMark) marks.put(i, end, SIGN);
    return end;
  }
}

const OPEN = 40;
const CLOSE = 41;

/** `(address "title")`: where it ends, or undefined. Letter by letter: it may be asked at every bracket. */
function addressEnd(text: string, open: number): number | undefined {
  const limit = Math.min(text.length, open + MAX_ADDRESS_LENGTH);
  let depth = 1;
  for (let at = open + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return at + 1;
    else if (code <= 32) return titleEnd(text, at, limit);
  }
  return undefined;
}

/** A blank in the address begins its title, in quotes or brackets; prose in brackets has none. */
function titleEnd(text: string, from: number, limit: number): number | undefined {
  const found = /\s*(?:"[^"]*"|'[^']*'|\([^()]*\))?\s*\)/y;
  found.lastIndex = 0;
  const title = found.exec(text.slice(from, limit))?.[0];
  return title === undefined || /\n[ \t\r]*\n/.test(title) ? undefined : from + title.length;
}

function codePointOf([, decimal, hex, name]: RegExpExecArray): number | undefined {
  const code =
    name === undefined ? Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10) : ENTITIES.get(name);
  return code !== undefined && code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? code : undefined;
}

interface TickRun {
  readonly length: number;
  /** Where the run begins that closes it; none where it is no code. */
  readonly end?: number;
}

/** The runs of backticks, each with the next of its length in its paragraph: CommonMark's code spans, in one pass back. */
function tickRuns(text: string, from: number, marks: Marks): ReadonlyMap<number, TickRun> {
  const runs = new Map<number, TickRun>();
  const found: { readonly at: number; readonly length: number; readonly paragraph: number }[] = [];
  let paragraph = 0;
  for (const match of text.slice(from).matchAll(/`+|\n[ \t\r]{0,200}\n/g)) {
    if (!match[0].startsWith('`')) paragraph++;
    else if (marks.at(from + match.index) === KEPT) {
      found.push({ at: from + match.index, length: match[0].length, paragraph });
    }
  }
  const next = new Map<number, { at: number; paragraph: number }>();
  for (const { at, length, paragraph: own } of found.reverse()) {
    const closer = next.get(length);
    runs.set(at, closer !== undefined && closer.paragraph === own ? { length, end: closer.at } : { length });
    next.set(length, { at, paragraph: own });
  }
  return runs;
}
