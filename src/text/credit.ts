import { type EdgeLines, MOST_EDGE_LINES } from '../kernel/edge-lines.ts';
import { MAX_SWEPT } from '../kernel/limits.ts';
import type { OriginSignName } from '../model.ts';
import { isAgency, nameIn } from './agencies.ts';
import { ACTIVE, PAPER, REPORTED, REPORTED_TURKISH, UNSPACED } from './credit-patterns.ts';
import {
  ANY_NEED,
  EDGE_CHARACTERS,
  type Found,
  isDisclaimer,
  LINE_RULES,
  type LineView,
  type RulePlace,
} from './credit-rules.ts';
import { edgeLinesOf, LINK, NOTICE, OTHER_SCRIPT, REPORT } from './triggers.ts';

/** A sign of origin in a text, before its line is known. */
export interface CreditSign {
  readonly sign: OriginSignName;
  /** UTF-16 offset into the body. */
  readonly start: number;
  readonly text: string;
  readonly name?: string;
  readonly via?: string;
  /** Stands where credits stand and is of a credit's own grammar; a weak one may be of one fact of the story only. */
  readonly isStrong: boolean;
}

/** A line of so many characters is prose; in scripts without spaces a character says more. A taste. */
const PROSE_CHARACTERS = 60;
const PROSE_UNSPACED_CHARACTERS = 24;
/** The first and last part of the prose in which a credit speaks of the whole story, … */
const EDGE_SHARE = 0.25;
/** … and so many lines of prose at either end do in any case. */
const EDGE_PROSE_LINES = 2;
/** Signs kept of one article: enough for any honest page. */
const MAX_SIGNS = 12;
/** How much of a sign's text is kept. */
const MAX_SIGN_CHARACTERS = 160;

/** One line of a text that holds something. */
interface TextLine {
  readonly start: number;
  readonly text: string;
  /** Bits of what it holds. */
  readonly holds: number;
  readonly isProse: boolean;
  /** Among the first of the prose, or above it. A short text has lines that are both. */
  readonly isHead: boolean;
  /** Among the last of it, or below. */
  readonly isTail: boolean;
  /** The very first or last of the prose, or no prose: what stands here may be of any grammar. */
  readonly isOutermost: boolean;
  /** What the next line begins with, where it may matter. */
  readonly next: string;
}

/**
 * Reads what a text says of its own origin: datelines, credit lines, bylines, "originally published by", wire codes,
 * repost marks. What counts is where words stand and in which grammar: "LONDON (Reuters) -" opens a story, "Source: Reuters"
 * is a line of its own, while "Reuters reported that" inside a story is of one fact and is left alone.
 *
 * @returns in the order of the text; claims of the text, never proofs
 */
export function readCredits(body: string): CreditSign[] {
  const lines = edgeLinesOf(body);
  const { count, headCount, hasMiddle, starts, ends, holds } = lines;
  const { total, lineCount } = markProse(lines, body);
  const signs: CreditSign[] = [];
  let before = 0;
  let proseBefore = 0;
  for (let k = 0; k < count; k++) {
    const start = starts[k]!;
    const end = ends[k]!;
    const isProse = proseMarks[k] === 1;
    const size = isProse ? end - start : 0;
    const held = holds[k]!;
    if ((held & ANY_NEED) !== 0) {
      const share = hasMiddle ? (k < headCount ? 0 : 1) : total === 0 ? 0 : before / total;
      const after = hasMiddle ? 1 - share : total === 0 ? 0 : (total - before - size) / total;
      const proseAfter = lineCount - proseBefore - (isProse ? 1 : 0);
      const isOuter = proseBefore < EDGE_PROSE_LINES;
      const mayLabel = (held & (LINK | OTHER_SCRIPT)) !== 0 && k + 1 < count;
      const line: TextLine = {
        start,
        text: body.slice(start, end),
        holds: held,
        isProse,
        isHead: isOuter || share <= EDGE_SHARE,
        isTail: proseAfter < EDGE_PROSE_LINES || after <= EDGE_SHARE,
        isOutermost: !isProse || isOuter || proseAfter < EDGE_PROSE_LINES,
        next: mayLabel ? body.slice(starts[k + 1]!, Math.min(ends[k + 1]!, starts[k + 1]! + EDGE_CHARACTERS)) : '',
      };
      addSigns(signs, line);
      if (signs.length >= MAX_SIGNS) break;
    }
    before += size;
    if (isProse) proseBefore++;
  }
  return signs.slice(0, MAX_SIGNS).sort((a, b) => a.start - b.start);
}

function addSigns(signs: CreditSign[], line: TextLine): void {
  const found = signsOfLine(line);
  for (const sign of found) signs.push(asSign(sign, line.start, line.text));
  if (found.length === 0 && (line.holds & (REPORT | OTHER_SCRIPT)) !== 0) signs.push(...reportedIn(line));
}

function asSign({ sign, name, via, text, isStrong = true }: Found, start: number, line: string): CreditSign {
  return {
    sign,
    start,
    text: (text ?? line)
      .slice(0, 2 * MAX_SIGN_CHARACTERS)
      .replace(/\s+/gu, ' ')
      .slice(0, MAX_SIGN_CHARACTERS),
    ...(name === undefined ? {} : { name }),
    ...(via === undefined ? {} : { via }),
    isStrong,
  };
}

/** 1 for each line of the text at hand that is prose. */
const proseMarks = new Uint8Array(MOST_EDGE_LINES);

/** Marks the lines that are prose; returns how many there are, and their characters. */
function markProse({ count, starts, ends, holds }: EdgeLines, body: string): { total: number; lineCount: number } {
  let total = 0;
  let lineCount = 0;
  for (let k = 0; k < count; k++) {
    const start = starts[k]!;
    const length = ends[k]! - start;
    const held = holds[k]!;
    let isProse = length >= PROSE_CHARACTERS;
    if ((held & OTHER_SCRIPT) !== 0 && length >= PROSE_UNSPACED_CHARACTERS) {
      isProse ||= UNSPACED.test(body.slice(start, start + PROSE_UNSPACED_CHARACTERS));
    }
    if (isProse && (held & NOTICE) !== 0) isProse = !isDisclaimer(body.slice(start, start + EDGE_CHARACTERS));
    proseMarks[k] = isProse ? 1 : 0;
    if (!isProse) continue;
    total += length;
    lineCount++;
  }
  return { total, lineCount };
}

/** What a line says: one thing, or one at either end of a long one. */
function signsOfLine(line: TextLine): Found[] {
  const { text, holds, isProse, isHead, isTail, next } = line;
  const isShort = text.length <= EDGE_CHARACTERS;
  const view: LineView = {
    text,
    holds,
    near: isShort ? text : text.slice(0, EDGE_CHARACTERS),
    end: isShort ? text : text.slice(-EDGE_CHARACTERS),
    isProse,
    isHead,
    isTail,
    next,
  };
  const signs: Found[] = [];
  for (const { read, where, needs, also = needs } of LINE_RULES) {
    if ((holds & needs) === 0 || (holds & also) === 0 || !STANDS[where](line)) continue;
    const found = read(view);
    if (found === undefined) continue;
    signs.push(found);
    if (isShort || signs.length === 2) break;
  }
  return signs;
}

/** Where in a text a rule may be tried. */
const STANDS = {
  anywhere: () => true,
  head: ({ isHead }: TextLine) => isHead,
  tail: ({ isTail }: TextLine) => isTail,
  /** The outermost lines at either end. */
  outer: ({ isHead, isTail, isOutermost }: TextLine) => isOutermost && (isHead || isTail),
  /** These, and all that belongs to the last part of the prose. */
  ends: ({ isHead, isTail, isOutermost }: TextLine) => isTail || (isOutermost && isHead),
} satisfies Record<RulePlace, (line: TextLine) => boolean>;

/** What a line says with "as reported by". */
function reportedIn({ start, text, isHead, isTail }: TextLine): CreditSign[] {
  const swept = text.slice(0, MAX_SWEPT);
  const signs: CreditSign[] = [];
  for (const pattern of [REPORTED, REPORTED_TURKISH]) {
    for (const found of swept.matchAll(pattern)) {
      const value = found.groups?.['value'] ?? '';
      const name = agencyAtStart(value);
      if (name === undefined) continue;
      const within = found.index / text.length;
      const isAtEdge =
        text.length <= LONG_PARAGRAPH ? isHead || isTail : within <= EDGE_SHARE || within >= 1 - EDGE_SHARE;
      if (!isAtEdge && ACTIVE.test(found[0])) continue;
      const told = found[0].slice(0, MAX_SIGN_CHARACTERS);
      signs.push({ sign: 'reported-by', start: start + found.index, text: told, name, isStrong: isAtEdge });
      if (signs.length >= MAX_SIGNS) return signs;
    }
  }
  return signs;
}

/** The agency or paper with which a clause begins: "VOA", "the Daily Harbour", "新华社报道". */
function agencyAtStart(value: string): string | undefined {
  const cleaned = value.replace(/^[«“"„]/u, '').replace(/(?:报道|報道|报导|消息|电|電|讯).*$/u, '');
  const words = cleaned.trim().split(/\s+/u);
  for (let count = Math.min(6, words.length); count > 0; count--) {
    const name = nameIn(words.slice(0, count).join(' '));
    if (name === undefined) continue;
    if (
      isAgency(name) ||
      (PAPER.test(name) &&
        words
          .slice(0, count)
          .every((word) => /^[\p{Lu}\p{Lo}«“"]|^(?:the|of|and|de|la|le|el|der|die|das|i|y)$/u.test(word)))
    )
      return name;
  }
  return undefined;
}

/** A paragraph of more characters holds a whole story, and has a beginning and an end of its own. */
const LONG_PARAGRAPH = 2000;
