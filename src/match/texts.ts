import { QUOTED } from '../kernel/flags.ts';
import type { ArticleText, Span, TextOf } from '../model.ts';
import { readBody } from '../text/disguises.ts';
import { Words } from '../text/word-list.ts';
import type { Outcome } from './outcome.ts';
import { LostArticle } from './tell.ts';

/** Marks that may stand before and after quoted words; they are shown with them. */
const OPENING_MARKS = /["'“”„‟«»‹›「『`‘‚]+$/u;
const CLOSING_MARKS = /^[.,!?…]?["'”“»«›‹」』’´]+/u;
/** Enough for any mark and the stop before it. */
const MARK_CHARACTERS = 4;

/** Reads texts of a run once more, each with its furniture and its quotations. Nothing is kept between two calls. */
export function textsOf(outcome: Outcome): TextOf {
  let numbers: ReadonlyMap<string, number> | undefined;
  const words = new Words();
  return (id) => {
    numbers ??= new Map(outcome.ids.map((each, article) => [each, article]));
    const article = numbers.get(id);
    if (article === undefined) return undefined;
    const body = bodyOf(article, outcome);
    if (body === undefined) return undefined;
    readBody(words, body);
    return outcome.isUnchanged(article, words) ? partsOf(body, words, article, outcome) : undefined;
  };
}

function bodyOf(article: number, outcome: Outcome): string | undefined {
  try {
    return outcome.reread(article).body;
  } catch (error) {
    if (error instanceof LostArticle) return undefined;
    throw error;
  }
}

function partsOf(body: string, words: Words, article: number, { lines, isFurniture }: Outcome): ArticleText {
  const furniture: Span[] = [];
  const quotations: Span[] = [];
  const first = lines.offsets[article]!;
  for (let line = 0; line < words.lineCount; line++) {
    const begin = words.lineFirst[line]!;
    const end = words.lineFirst[line + 1]!;
    if (isFurniture[first + line] === 1) {
      addSpan(furniture, wholeLines(body, words.starts[begin]!, words.ends[end - 1]!));
      continue;
    }
    for (let at = begin; at < end; at++) {
      if ((words.flags[at]! & QUOTED) === 0) continue;
      let last = at;
      while (last + 1 < end && (words.flags[last + 1]! & QUOTED) !== 0) last++;
      const [start, stop] = withMarks(body, words.starts[at]!, words.ends[last]!);
      quotations.push([Math.max(start, quotations.at(-1)?.[1] ?? 0), stop]);
      at = last;
    }
  }
  return { body, fingerprint: hexOf(words.sequenceHigh) + hexOf(words.sequenceLow), furniture, quotations };
}

function hexOf(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}

/** Furniture lines that follow each other are one part. */
function addSpan(spans: Span[], [start, end]: Span): void {
  const before = spans.at(-1);
  if (before !== undefined && start <= before[1]) spans[spans.length - 1] = [before[0], Math.max(before[1], end)];
  else spans.push([start, end]);
}

function wholeLines(body: string, start: number, end: number): Span {
  const lineEnd = body.indexOf('\n', end);
  return [body.lastIndexOf('\n', start) + 1, lineEnd < 0 ? body.length : lineEnd + 1];
}

function withMarks(body: string, start: number, end: number): Span {
  const before = OPENING_MARKS.exec(body.slice(Math.max(0, start - MARK_CHARACTERS), start))?.[0].length ?? 0;
  const after = CLOSING_MARKS.exec(body.slice(end, end + MARK_CHARACTERS))?.[0].length ?? 0;
  return [start - before, end + after];
}
