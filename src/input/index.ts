import type { ArticleInput, InputFormatName } from '../model.ts';
import type { ArticleStore, Format } from './contract.ts';
import { type FileRequest, FileStore } from './files.ts';
import { parseHtml } from './html.ts';
import { parseRecord } from './jsonl.ts';
import { parseMarkdown } from './markdown.ts';
import { MemoryStore } from './memory.ts';
import { parseText } from './text.ts';

export type { ArticleStore, ReadItem } from './contract.ts';
export type { FileRequest, InputLimits } from './files.ts';
export { type Named, settleIds } from './ids.ts';

/** What wirecopy can read. A new kind of file is its name in `model.ts`, a reader, and a row here. */
export const FORMATS = {
  text: { extensions: ['.txt', '.text'], means: 'plain text, one article a file', framing: 'file', parse: parseText },
  markdown: {
    extensions: ['.md', '.markdown'],
    means: 'Markdown with YAML front matter, one article a file',
    framing: 'file',
    parse: parseMarkdown,
  },
  html: {
    extensions: ['.html', '.htm', '.xhtml'],
    means: 'web pages, one article a file',
    framing: 'file',
    parse: parseHtml,
  },
  jsonl: {
    extensions: ['.jsonl', '.ndjson'],
    means: 'JSON Lines, one article a line',
    framing: 'lines',
    parse: parseRecord,
  },
} satisfies Record<InputFormatName, Format>;

/**
 * The articles in files, folders, globs and standard input, in ascending byte order of their paths.
 *
 * Throws USAGE when standard input is asked for twice or is not there; `read` throws MISSING_INPUT when the list of
 * files cannot be read. Everything else that cannot be read becomes a problem, and the rest is read.
 */
export function openFiles(request: FileRequest): ArticleStore {
  return new FileStore(request, FORMATS);
}

/** The articles a caller of the library hands in; they stay in memory until `close`. */
export function openArticles(articles: Iterable<ArticleInput> | AsyncIterable<ArticleInput>): ArticleStore {
  return new MemoryStore(articles);
}
