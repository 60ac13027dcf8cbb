import type { Article, DeclarationName, Problem } from '../model.ts';

/** What a reader gives: an article, or what went wrong instead. */
export type ReadItem =
  | { readonly kind: 'article'; readonly article: Article }
  /** `skipped` is false for a warning: the text is still compared. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly skipped: boolean };

/**
 * Articles that can be read twice: once from front to back, then again by number.
 * Numbers count the articles of the first read from 0, in the order they came.
 */
export interface ArticleStore {
  /**
   * The first read, to be called once. An article's `id` is the path of its file, a record's own id, or '' where a
   * record has none; `settleIds` makes them unique afterwards.
   */
  read(): AsyncIterable<ReadItem>;
  /** The second read of one article; throws CHANGED_INPUT when it is gone or no longer parses. Synchronous: it is one pread. */
  reread(index: number): Article;
  /** What was left out by a rule, by reason. Complete once `read` has ended. */
  excludedBy(): Readonly<Record<string, number>>;
  /** Lets go of files; removes what was spooled. */
  close(): void;
}

/** What a reader did not take for the article's text, by reason. */
export interface LeftOut {
  readonly reason: string;
  readonly words: number;
}

/** What a format's reader found in one file or one line; what it does not say is left to the file's place. */
export interface Parsed {
  readonly id?: string;
  readonly title?: string;
  readonly body: string;
  /** 1-based line of the parsed text on which the body begins, when that is not the first. */
  readonly bodyLine?: number;
  readonly source?: string;
  readonly publishedAt?: string;
  readonly url?: string;
  readonly canonicalUrl?: string;
  readonly author?: string;
  readonly credit?: string;
  readonly originalUrl?: string;
  readonly declarations?: readonly DeclarationName[];
  /** Most words first. */
  readonly leftOut?: readonly LeftOut[];
  /** What was wrong, though the text is good enough to compare. */
  readonly warning?: Omit<Problem, 'where'>;
}

/** What a user may say about how articles are parsed. */
export interface ParseSettings {
  /** The field of a record that holds the text; dots lead into nested objects. */
  readonly textField?: string;
  /** The field of a record that holds its id. */
  readonly idField?: string;
  readonly maxFrontMatterBytes: number;
}

/** One kind of file. A new one is its name in `model.ts`, a reader of its own, and a row in `FORMATS`. */
export interface Format {
  /** Lowercase, with the dot. */
  readonly extensions: readonly string[];
  readonly means: string;
  /** `file`: the file is one article. `lines`: each line is one, and the file may be larger than memory. */
  readonly framing: 'file' | 'lines';
  /** Throws a WirecopyError without a place when there is no article in the text. */
  readonly parse: (text: string, settings: ParseSettings) => Parsed;
}
