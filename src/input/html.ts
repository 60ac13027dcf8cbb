import type { LeftOut } from '../model.ts';
import type { Parsed } from './contract.ts';
import { unreadable } from './faults.ts';
import { chooseBody } from './html/body.ts';
import { metadataOf } from './html/metadata.ts';
import type { LeftOutReason } from './html/names.ts';
import { type Block, type Page, readPage } from './html/page.ts';
import { detached } from './text.ts';

/**
 * The text in the linked data, or in a template that a script would show, is taken where the page itself shows less than
 * this share of it, as paywalls do.
 */
const SHOWN_SHARE = 0.6;

/**
 * The article of a saved page: its own paragraphs, one a line with a blank line between, and what its head says of it.
 *
 * Nothing in the page is run or fetched. Throws where there is markup but no text.
 */
export function parseHtml(html: string): Parsed {
  const page = readPage(html);
  const { kept, reasons } = chooseBody(page);
  const { fields, articleBody } = metadataOf(page);
  const shown = textOf(kept);
  const stated = articleBody === undefined ? '' : plainTextOf(articleBody);
  const late = page.templates
    .filter((template) => template.length * SHOWN_SHARE > shown.length)
    .map((template) => textOf(chooseBody(readPage(template)).kept));
  const body = [stated, ...late].reduce(
    (best, other) => (best.length < other.length * SHOWN_SHARE ? other : best),
    shown,
  );
  if (body === '' && /\S/.test(html)) throw noText(page);
  const leftOut = leftOutOf(reasons);
  return {
    ...fields,
    body: detached(body),
    ...(body === shown && { bodyLines: linesOf(html, kept) }),
    ...(leftOut.length > 0 && { leftOut }),
  };
}

function textOf(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join('\n\n');
}

/** For each line of the body, and of the blank ones between, the line of the page on which its paragraph begins. */
function linesOf(html: string, kept: readonly Block[]): readonly number[] {
  const lineEnd = html.includes('\n') ? '\n' : '\r';
  const lines: number[] = [];
  let line = 1;
  let next = html.indexOf(lineEnd);
  for (const { text, offset } of kept) {
    for (; next >= 0 && next < offset; next = html.indexOf(lineEnd, next + 1)) line++;
    for (let at = 0; at >= 0; at = text.indexOf('\n', at + 1)) lines.push(line);
    lines.push(line);
  }
  return lines;
}

/** A doctype or the root element, after comments and an XML declaration. */
export function beginsLikeHtml(head: string): boolean {
  const start = head.replace(/^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*/, '');
  return /^<(?:!doctype\s+html|html)\b/i.test(start);
}

/** Where these part the lines of a text, its line ends are no more than blanks. */
const LINE_TAGS = /<(?:p|br|div|li|h[1-6]|td)\b/i;

/** The text that a piece of HTML shows; plain text keeps its lines. */
export function plainTextOf(text: string): string {
  return textOf(readPage(LINE_TAGS.test(text) ? text : text.replaceAll('\n', '<br>')).blocks);
}

function leftOutOf(reasons: ReadonlyMap<Block, LeftOutReason>): readonly LeftOut[] {
  const words = new Map<string, number>();
  for (const [{ text }, reason] of reasons) {
    words.set(reason, (words.get(reason) ?? 0) + wordCountOf(text));
  }
  return [...words]
    .map(([reason, count]) => ({ reason, words: count }))
    .sort((left, right) => right.words - left.words || (left.reason < right.reason ? -1 : 1));
}

function wordCountOf(text: string): number {
  return text.match(/[\u3040-\u30ff\u3400-\u9fff]|[\p{L}\p{N}\p{M}'’-]+/gu)?.length ?? 0;
}

function noText(page: Page) {
  return page.hiddenChars > 0
    ? unreadable('all text of the page is hidden', 'save the page as it is shown, or leave it out with --exclude')
    : unreadable('the page holds no text', 'save it after its scripts have run, or leave it out with --exclude');
}
