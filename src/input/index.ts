import type { Article, ArticleInput, InputFormatName } from '../model.ts';
import type { ArticleStore, FileArticles, Format } from './contract.ts';
import { openCsv, parseCsvRow } from './csv.ts';
import { beginsLikeFeed, openFeed } from './feed.ts';
import { type AdoptedFile, type FileRequest, FileStore } from './files.ts';
import { declaredCharset } from './html/charset.ts';
import { beginsLikeHtml, parseHtml } from './html.ts';
import { beginsLikeJson, openJson } from './json.ts';
import { beginsLikeJsonLines, openJsonLines, parseJsonBytes } from './jsonl.ts';
import { parseMarkdown, parseMdx } from './markdown.ts';
import { MemoryStore } from './memory.ts';
import { beginsLikeParquet, parquetRecords } from './parquet.ts';
import { firstFieldsOf } from './record.ts';
import { parseText } from './text.ts';
import { beginsLikeWarc, openWarc } from './warc.ts';

export { type BytePath, bytePathOf, openable } from './byte-path.ts';
export type {
  ArticleBatch,
  ArticleStore,
  LineFields,
  LineTaker,
  ReadItem,
  TakenLines,
  TextBatch,
  TextTaker,
} from './contract.ts';
export { changedFiles } from './file-list.ts';
export { DEFAULT_LIMITS, type FileNotes, type FileRequest, FileStore, type InputLimits } from './files.ts';
export { type Named, settleIds } from './ids.ts';
export { joinStores } from './joined.ts';
export { Names } from './names.ts';
export { unlinkedFile } from './spool.ts';
export type { FoundFile } from './walk.ts';

/** What wirecopy can read. A new kind of file is its name in `model.ts`, a reader, and a row here. */
export const FORMATS = {
  text: { extensions: ['.txt', '.text'], means: 'plain text, one article a file', framing: 'file', parse: parseText },
  markdown: {
    extensions: ['.md', '.markdown'],
    means: 'Markdown with YAML or TOML front matter, one article a file',
    framing: 'file',
    parse: parseMarkdown,
  },
  mdx: {
    extensions: ['.mdx'],
    means: 'Markdown with components, one article a file',
    framing: 'file',
    parse: parseMdx,
  },
  html: {
    extensions: ['.html', '.htm', '.xhtml'],
    means: 'web pages, one article a file',
    framing: 'file',
    begins: beginsLikeHtml,
    declaredCharset,
    parse: parseHtml,
  },
  jsonl: {
    extensions: ['.jsonl', '.ndjson'],
    means: 'JSON Lines, one article a line',
    framing: 'records',
    decoding: 'records',
    begins: beginsLikeJsonLines,
    beginsLikeProse: true,
    open: openJsonLines,
    lineFields: firstFieldsOf,
    parseAgain: parseJsonBytes,
    join: { before: '', between: '\n', after: '\n' },
  },
  json: {
    extensions: [],
    sharedExtensions: ['.json'],
    means: 'JSON: an array of articles, or an object that holds one',
    framing: 'records',
    decoding: 'stream',
    begins: beginsLikeJson,
    beginsLikeProse: true,
    open: openJson,
    parseAgain: parseJsonBytes,
    join: { before: '[\n', between: ',\n', after: '\n]\n' },
  },
  csv: {
    extensions: ['.csv', '.tsv', '.tab'],
    means: 'CSV or TSV, one article a row',
    framing: 'records',
    decoding: 'records',
    open: openCsv,
    parseAgain: parseCsvRow,
    join: { before: '', between: '\n', after: '\n' },
  },
  feed: {
    extensions: ['.rss', '.atom', '.rdf'],
    sharedExtensions: ['.xml'],
    means: 'an RSS or Atom feed, one article an entry',
    framing: 'records',
    decoding: 'stream',
    begins: beginsLikeFeed,
    declaredCharset,
    open: openFeed,
  },
  warc: {
    extensions: ['.warc', '.wet'],
    means: 'a WARC archive of a crawl, one article a page',
    framing: 'records',
    decoding: 'reader',
    begins: beginsLikeWarc,
    open: openWarc,
  },
  parquet: {
    extensions: ['.parquet', '.pq'],
    means: 'a Parquet table, one article a row',
    framing: 'indexed',
    begins: beginsLikeParquet,
    records: parquetRecords,
  },
} satisfies Record<InputFormatName, Format>;

/**
 * The articles in files, folders, globs and standard input, in ascending byte order of their paths.
 *
 * Throws USAGE when standard input is asked for twice or is not there; `read` throws MISSING_INPUT when the list of
 * files cannot be read. Everything else that cannot be read becomes a problem, and the rest is read.
 */
export function openFiles(request: FileRequest): FileArticles {
  return openFileStore(request);
}

/** The same, for those who ask where articles lie. */
export function openFileStore(request: FileRequest): FileStore {
  return new FileStore(request, FORMATS);
}

/** The articles a caller of the library hands in; they stay in memory until `close`. */
export function openArticles(articles: Iterable<ArticleInput> | AsyncIterable<ArticleInput>): ArticleStore {
  return new MemoryStore(articles);
}

/** Articles that were read already, each with the place it was read at. */
export function openRead(articles: readonly Article[]): ArticleStore {
  return new MemoryStore(articles, ({ place }) => place);
}

/** Files that were read in an earlier run, to read articles of them again. They are adopted one by one. */
export function openAdopted(files: readonly AdoptedFile[], request: FileRequest): FileStore {
  const store = new FileStore(request, FORMATS);
  store.adoptFiles(files);
  return store;
}
