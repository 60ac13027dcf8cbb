import type { Parsed, ParseSettings } from './contract.ts';
import { frontMatterOf } from './markdown/front-matter.ts';
import { type Prose, proseOf } from './markdown/prose.ts';
import { detached, MAX_TITLE_CHARACTERS } from './text.ts';

/**
 * The prose of a Markdown text, with what its front matter says; the title falls back to the first `# heading`.
 *
 * The body is as long as the text: what is no prose is blanked, so that offsets and lines are those of the file. An
 * offset map beside a shorter body would have to be asked wherever an offset or a line is told; a body with the marks in
 * it would need them known wherever words are read.
 */
export function parseMarkdown(text: string, settings: ParseSettings): Parsed {
  return parse(text, settings, 'markdown');
}

/** The same with modules and expressions of JavaScript between, which are code. */
export function parseMdx(text: string, settings: ParseSettings): Parsed {
  return parse(text, settings, 'mdx');
}

function parse(text: string, settings: ParseSettings, dialect: 'markdown' | 'mdx'): Parsed {
  const { metadata, end } = frontMatterOf(text, settings);
  const { body, leftOut } = proseOf(text, end, dialect);
  const title = metadata.title ?? headingOf(text, end, { body, leftOut });
  return {
    ...metadata,
    ...(title !== undefined && { title }),
    body,
    ...(leftOut.length > 0 && { leftOut }),
  };
}

function headingOf(text: string, from: number, { body }: Prose): string | undefined {
  for (const { 0: heading, index } of text.slice(from).matchAll(/^ {0,3}#[ \t]+\S[^\r\n]*/gm)) {
    const shown = body.slice(from + index, from + index + heading.length);
    const title = shown.replace(/[ \t]+/g, ' ').trim();
    // A line of code may begin like a heading, and is blanked.
    if (title !== '') return title.length > MAX_TITLE_CHARACTERS ? undefined : detached(title);
  }
  return undefined;
}
