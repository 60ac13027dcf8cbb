import type { Buffer } from 'node:buffer';
import type { Article, DeclarationName, LeftOut, Place, Problem } from '../model.ts';
import type { BytePath } from './byte-path.ts';
import type { Links } from './descriptors.ts';
import type { Drill } from './thread.ts';

/** What a reader gives: an article, or what went wrong instead. */
export type ReadItem =
  | { readonly kind: 'articles'; readonly articles: ArticleBatch }
  /** Only given to a taker that takes files. */
  | { readonly kind: 'texts'; readonly texts: TextBatch }
  | {
      readonly kind: 'article';
      readonly article: Article;
      /** Its text lies with the taker until the next item is asked for, and its body is empty. */
      readonly isTaken?: true;
    }
  /** `skipped` is false for a warning: the text is still compared. */
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      readonly skipped: boolean;
      /** The file that it is in, where that holds several articles. */
      readonly file?: string;
    };

/** Articles that were read many at a time: all of one file, and no string was made of any. Valid until the next item is asked for. */
export interface ArticleBatch {
  readonly count: number;
  /** What was read of them. */
  readonly taken: TakenLines;
  /** Of the file. */
  readonly path: string;
  /** Of the first article and those behind it: its line, and its record in the file, the others of which follow. */
  readonly lineOf: (index: number) => number;
  readonly firstRecord: number;
  /** The UTF-8 bytes of its own id, from `start` up to `end` of `bytes`; none where these are equal. */
  readonly bytes: Buffer;
  readonly idStarts: Uint32Array;
  readonly idEnds: Uint32Array;
  /** Its own id where it is not in these bytes. */
  readonly spelledId: (index: number) => string | undefined;
  /** Who published it, by the rule for all sources; undefined where nothing tells. */
  readonly sourceOf: (index: number) => string | undefined;
  /** The text of one that is too short to judge. */
  readonly textOf: (index: number) => string;
}

/** Files that were read many at a time, each of which is an article named by its path. Valid until the next item is asked for. */
export interface TextBatch {
  readonly count: number;
  /** What was read of them. */
  readonly taken: TakenLines;
  /** As it is shown. */
  readonly pathOf: (index: number) => string;
  /** Who published it, by the rule for all sources; undefined where nothing tells. */
  readonly sourceOf: (index: number) => string | undefined;
  /** The text of one that is too short to judge. */
  readonly textOf: (index: number) => string;
}

/** What was read of some records; see `ReadBatch` of `kernel/batch.ts`. */
export interface TakenLines {
  /** Records that were read. */
  readonly count: number;
  readonly wanted: 'sketches' | 'lines' | 'words';
  /** What is known of each record, one number each; offsets are places in the room. */
  readonly columns: Readonly<
    Record<
      | 'offset'
      | 'byteLength'
      | 'line'
      | 'bodyLength'
      | 'textStart'
      | 'textEnd'
      | 'idStart'
      | 'idEnd'
      | 'sourceStart'
      | 'sourceEnd'
      | 'urlStart'
      | 'urlEnd'
      | 'idEscaped'
      | 'sourceEscaped'
      | 'urlEscaped'
      | 'tooShort'
      | 'words'
      | 'sequenceLow'
      | 'sequenceHigh'
      | 'quoted'
      | 'sketch'
      | 'pairs'
      | 'lines'
      | 'numbers',
      Uint32Array
    >
  >;
  readonly sketches: Uint32Array;
  readonly pairs: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint32Array;
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly numbers: Uint32Array;
  readonly numberLines: Uint32Array;
}

/** Reads whole lines of JSON, many at a time, into columns; see `kernel/batch.ts`. What was read is valid until more is. */
export interface LineTaker extends TakenLines {
  /** Where the bytes of lines are put. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Can it look for these names? From then on it does. */
  readonly looksFor: (names: LineFields) => boolean;
  /** Reads the lines from `from` up to `end` in the room, where one ends; they are valid UTF-8. */
  readonly read: (from: number, end: number) => void;
  /** Where the next line begins in the room. */
  readonly next: number;
  /** Lines that were passed. */
  readonly lines: number;
  /** The next line is for others to read. */
  readonly isUnusual: boolean;
}

/** A file that is a text by its name. */
export interface TextFile {
  readonly path: BytePath;
  readonly links: Links;
}

/** Texts to be read many at a time. */
export interface TextFiles {
  readonly files: readonly TextFile[];
  readonly maxBytes: number;
}

/** Reads whole files, many at a time; see `kernel/batch.ts`. */
export interface FileTaker extends TakenLines {
  /** Where their bytes are put. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** How many files may be read at once. */
  readonly mostFiles: number;
  /** Reads those from `first` up to `end`; where each begins, and how many bytes it has, stands in the columns. */
  readonly readFiles: (first: number, end: number) => void;
  /** The file behind those that were read is for others to read. */
  readonly isUnusual: boolean;
}

/** What stands in some files, in their order. Valid until the next is asked for. */
export type FilePiece =
  | {
      readonly kind: 'texts';
      /** The number of the first file; the others follow it. */
      readonly first: number;
      readonly taken: TakenLines;
      /** What the columns tell the places of texts in. */
      readonly bytes: Buffer;
    }
  /** One that is for others to read. */
  | { readonly kind: 'file'; readonly file: number };

/** A stretch of the lines of an open file, for one to read at a time. */
export interface Stretch {
  readonly fd: number;
  /** The lines that begin in these bytes; the first of them is the one that begins at `from`, or behind it. */
  readonly from: number;
  readonly end: number;
  /** There may be a line that begins before. */
  readonly isFirst: boolean;
}

/** What stands in a stretch of lines, in their order; `line` is how many of it stand before. Valid until the next is asked for. */
export type LinePiece =
  | {
      readonly kind: 'taken';
      readonly line: number;
      readonly taken: TakenLines;
      /** What the columns tell the places of strings in. */
      readonly bytes: Buffer;
      /** Where the room of the taker begins in the file. */
      readonly base: number;
      readonly byteLength: number;
    }
  /** One that is for others to read. */
  | { readonly kind: 'line'; readonly line: number; readonly offset: number; readonly bytes: Buffer }
  /** The next line is longer than there is room for, and nothing behind it was read. */
  | { readonly kind: 'rest'; readonly line: number; readonly offset: number }
  /** All was read. */
  | { readonly kind: 'end'; readonly line: number };

/** Others who read at the same time. */
export interface ReadCrew {
  /** `fine`: they are asked however little there is to do. */
  readonly grain: 'usual' | 'fine';
  /**
   * Has each stretch read once, by whoever is free, and gives what is in them in their order; nothing of one whose reader came
   * to an end over it.
   */
  takeLines(
    stretches: readonly Stretch[],
    fields: LineFields,
    drill?: Drill,
  ): AsyncIterable<Iterable<LinePiece> | undefined>;
  /** The same of files that are texts, in groups that end where `ends` says. */
  takeFiles(files: TextFiles, ends: readonly number[], drill?: Drill): AsyncIterable<Iterable<FilePiece> | undefined>;
}

/** The names of fields that are looked for, the first that says something counts. */
export interface LineFields {
  readonly text: readonly string[];
  readonly id: readonly string[];
  readonly source: readonly string[];
  readonly url: readonly string[];
}

/** Takes the text of a record from its bytes, for a reader that needs no string of it. */
export interface TextTaker {
  /**
   * The string of the first of some fields that has one; undefined where the record must be read as usual.
   *
   * @param record one object of JSON in valid UTF-8; where it is none, anything may be given
   */
  take(
    record: Buffer,
    names: readonly string[],
  ): { readonly start: number; readonly end: number; readonly length: number } | undefined;
  /** Takes whole lines; nothing where it takes texts one by one. */
  batches(): LineTaker | undefined;
  /**
   * Takes whole files that are plain texts.
   *
   * @internal
   */
  files?(): FileTaker | undefined;
  /**
   * Takes them with others, where there are any.
   *
   * @internal
   */
  readonly crew?: ReadCrew | undefined;
}

/**
 * Articles that can be read twice: once from front to back, then again by number.
 * Numbers count the articles of the first read from 0, in the order they came.
 */
export interface ArticleStore {
  /**
   * The first read, to be called once. An article's `id` is the path of its file, a record's own id, or '' where a
   * record has none; `settleIds` makes them unique afterwards.
   */
  read(taker?: TextTaker): AsyncIterable<ReadItem>;
  /** The second read of one article; throws CHANGED_INPUT when it is gone or no longer parses. Synchronous: it is one pread. */
  reread(index: number): Article;
  /** What was left out by a rule, by reason. Complete once `read` has ended. */
  excludedBy(): Readonly<Record<string, number>>;
  /** Lets go of files; removes what was spooled. */
  close(): void;
}

/** Articles in files, which can be picked out as they came in. */
export interface FileArticles extends ArticleStore {
  /**
   * The records at the places that are chosen, byte for byte and in the order they came: as JSON Lines, as JSON or as a
   * table, when all that was read is of that one kind. Else a list of paths, with `#line` or `#record` where a file holds
   * several. To be called after `read` has ended. Throws CHANGED_INPUT when a file is not what it was.
   */
  pick(isChosen: (place: Place) => boolean): AsyncIterable<Buffer>;
}

/** What a format's reader found in one file or one line; what it does not say is left to the file's place. */
export interface Parsed {
  readonly id?: string;
  readonly title?: string;
  readonly body: string;
  /** The body was taken and `body` is empty: its length in UTF-16 code units. */
  readonly takenLength?: number;
  /** 1-based line of the parsed text on which the body begins, when that is not the first. */
  readonly bodyLine?: number;
  /** The line of the parsed text for each line of the body, when the body is no stretch of it. */
  readonly bodyLines?: readonly number[];
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
  /** The field that names the source. */
  readonly sourceField?: string;
  /** What the text is encoded in, whatever it says of itself. */
  readonly encoding?: string;
  readonly maxFrontMatterBytes: number;
  readonly maxRecordBytes: number;
  readonly maxRatio: number;
  /** Who is given texts in place of strings, where a reader knows how. */
  readonly taker?: TextTaker;
}

/** One record as it lies in its container. */
export interface RawRecord {
  /** 1-based line on which it begins, where the container has lines. */
  readonly line?: number;
  /** Where its bytes begin in what the reader was given, and how many there are. */
  readonly offset: number;
  readonly byteLength: number;
  /** Its bytes as they came in, where it is a piece of the container; valid until the next record is asked for. */
  readonly bytes?: Buffer;
  /** Throws a WirecopyError without a place when it is broken; undefined when it is no article and need not be one. */
  readonly parse: () => Parsed | undefined;
}

/** Takes a container apart while its bytes come in: the container may be larger than memory. */
export interface RecordReader {
  push(bytes: Buffer): Iterable<RawRecord>;
  /** To be called once, when there are no more bytes. */
  end(): Iterable<RawRecord>;
  /** What stands before the records and belongs to each: the head of a table. */
  readonly head?: Buffer | undefined;
}

/** A file that can be read at any place. */
export interface OpenFile {
  readonly fd: number;
  readonly byteLength: number;
}

interface FormatBase {
  /** Lowercase, with the dot. */
  readonly extensions: readonly string[];
  readonly means: string;
  /** Those that files of other kinds have, too: in a folder, one that does not begin like this format is left out. */
  readonly sharedExtensions?: readonly string[];
  /** Do the first bytes of a file show that it is of this format, whatever its name says? */
  readonly begins?: (head: string) => boolean;
  /** Prose may begin so, too: only what is called text, or goes by no name, is taken for it. */
  readonly beginsLikeProse?: true;
}

/** The file is one article. */
interface FileFormat extends FormatBase {
  readonly framing: 'file';
  /** The encoding that the bytes declare of themselves. */
  readonly declaredCharset?: (head: Buffer) => string | undefined;
  /** Throws a WirecopyError without a place when there is no article in the text. */
  readonly parse: (text: string, settings: ParseSettings) => Parsed;
}

/** The file holds records, one after the other. */
export interface RecordsFormat extends FormatBase {
  readonly framing: 'records';
  readonly open: (settings: ParseSettings) => RecordReader;
  /** Makes an article of the bytes of one record alone; where there is none, what was read is kept in a temporary file. */
  readonly parseAgain?: (bytes: Buffer, settings: ParseSettings, head: Buffer | undefined) => Parsed;
  /** Its records are lines that may be taken many at a time, by these names of fields; nothing where these must be looked for otherwise. */
  readonly lineFields?: (settings: ParseSettings) => LineFields | undefined;
  /** How its records are joined to a file again; where there is none, a list of their places stands for them. */
  readonly join?: { readonly before: string; readonly between: string; readonly after: string };
  /**
   * Who turns bytes into text. `reader`: it is given the bytes as they are. `records`: so it is, but UTF-16, and decodes
   * each record. `stream`: it is given UTF-8, whatever the file is encoded in.
   */
  readonly decoding: 'reader' | 'records' | 'stream';
  readonly declaredCharset?: (head: Buffer) => string | undefined;
}

/** The file holds records that are found through an index in it, so that it must be there whole. */
interface IndexedFormat extends FormatBase {
  readonly framing: 'indexed';
  readonly records: (file: OpenFile, settings: ParseSettings) => AsyncIterable<RawRecord>;
}

/** One kind of file. A new one is its name in `model.ts`, a reader of its own, and a row in `FORMATS`. */
export type Format = FileFormat | RecordsFormat | IndexedFormat;
