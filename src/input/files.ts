import type { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import { WirecopyError } from '../errors.ts';
import type { Article, InputFormatName, Place, Problem } from '../model.ts';
import { articleFrom } from './article.ts';
import { bytePathOf } from './byte-path.ts';
import { readAt, readWhole } from './bytes.ts';
import type { ArticleStore, Format, Parsed, ParseSettings, ReadItem } from './contract.ts';
import { decode, markLengthOf, refuseBinary, refuseWideEncodings } from './decode.ts';
import { Descriptors, openRegular } from './descriptors.ts';
import { problemOf, unreadable } from './faults.ts';
import { readFileList, readFileListFrom } from './file-list.ts';
import { type Line, linesOf } from './lines.ts';
import { Pace } from './pace.ts';
import { Records, type Whereabouts } from './records.ts';
import { type Spool, spool } from './spool.ts';
import { type FoundFile, type GivenPath, listFiles } from './walk.ts';

/** The largest file that may be one article; a book has 2 MB. */
const MAX_FILE_BYTES = 32 << 20;
/** The longest line of a feed that may be one article. */
const MAX_RECORD_BYTES = 32 << 20;
/** Files of one run: their list is held in memory, at about 500 bytes each. */
const MAX_FILES = 2_000_000;
/** Folders below a given one. Deeper trees are made by accident or by malice, and near 4,096 bytes of path the system gives up. */
const MAX_DEPTH = 256;
/** Front matter is a dozen lines. Made to be slow, this much takes the YAML parser half a second. */
const MAX_FRONT_MATTER_BYTES = 64 << 10;

/** What is read at most; what is over a limit is skipped with a problem, and the rest is read. */
export interface InputLimits {
  readonly maxFileBytes: number;
  readonly maxRecordBytes: number;
  readonly maxFiles: number;
  readonly maxDepth: number;
  readonly maxFrontMatterBytes: number;
}

const DEFAULT_LIMITS: InputLimits = {
  maxFileBytes: MAX_FILE_BYTES,
  maxRecordBytes: MAX_RECORD_BYTES,
  maxFiles: MAX_FILES,
  maxDepth: MAX_DEPTH,
  maxFrontMatterBytes: MAX_FRONT_MATTER_BYTES,
};

/** What is to be read, as the user said it. */
export interface FileRequest {
  /** Files, folders and globs; `-` is standard input. */
  readonly paths: readonly string[];
  /** A file of paths, one a line; `-` is standard input. */
  readonly filesFrom?: string;
  /** Globs for what to leave out. */
  readonly exclude: readonly string[];
  /** Obey .gitignore files from the given folders down. */
  readonly gitignore: boolean;
  readonly textField?: string;
  readonly idField?: string;
  /** What paths are relative to. */
  readonly cwd: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly limits?: Partial<InputLimits>;
}

export type Formats = Readonly<Record<InputFormatName, Format>>;

/** What is read: a file of the listing, or standard input. */
type Source = FoundFile | { readonly shown: 'stdin'; readonly format: InputFormatName; readonly spooled: Spool };

const STDIN = '-';
/** Opening a file takes as long as parsing this much. */
const BYTES_PER_FILE = 16 << 10;
/** Enough of a feed to tell what it is not. */
const SNIFFED_BYTES = 4096;

/** The articles in files, folders and standard input. Nothing is opened before `read`. */
export class FileStore implements ArticleStore {
  readonly #request: FileRequest;
  readonly #formats: Formats;
  readonly #limits: InputLimits;
  readonly #settings: ParseSettings;
  readonly #records = new Records();
  readonly #descriptors = new Descriptors();
  readonly #pace = new Pace();
  readonly #excluded = new Map<string, number>();
  #sources: readonly Source[] = [];
  #spooled: Spool | undefined;

  /** Throws USAGE when standard input is wanted twice, or is not there. */
  constructor(request: FileRequest, formats: Formats) {
    this.#request = request;
    this.#formats = formats;
    this.#limits = { ...DEFAULT_LIMITS, ...request.limits };
    this.#settings = {
      maxFrontMatterBytes: this.#limits.maxFrontMatterBytes,
      ...(request.textField !== undefined && { textField: request.textField }),
      ...(request.idField !== undefined && { idField: request.idField }),
    };
    checkStdin(request);
  }

  async *read(): AsyncGenerator<ReadItem> {
    const listing = await listFiles({
      given: await this.#givenPaths(),
      cwd: bytePathOf(this.#request.cwd),
      exclude: this.#request.exclude,
      gitignore: this.#request.gitignore,
      maxFiles: this.#limits.maxFiles,
      maxDepth: this.#limits.maxDepth,
      kinds: kindsOf(this.#formats),
    });
    for (const reason of listing.excluded) this.#exclude(reason);
    yield* listing.problems;

    const sources: Source[] = [...listing.files];
    if (this.#request.paths.includes(STDIN)) yield* this.#addStdin(sources);
    this.#sources = sources;
    for (const [number, source] of sources.entries()) {
      for (const item of this.#itemsOf(number, source)) {
        yield item;
        if (this.#pace.isDue) await this.#pace.rest();
      }
      this.#pace.count(BYTES_PER_FILE);
      if (this.#pace.isDue) await this.#pace.rest();
    }
  }

  reread(index: number): Article {
    const where = this.#records.at(index);
    const source = this.#sources[where.file] as Source;
    try {
      const article = where.record === 0 ? this.#parseFile(source).article : this.#rereadRecord(source, where);
      if (article.body.length === where.bodyLength) return article;
      throw unreadable('its length is not what it was', '');
    } catch (error) {
      throw changed(placeOf(source.shown, where.line), error);
    }
  }

  excludedBy(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#excluded].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  close(): void {
    this.#descriptors.close();
    this.#spooled?.close();
    this.#spooled = undefined;
  }

  async #givenPaths(): Promise<readonly GivenPath[]> {
    const { paths, filesFrom, stdin, cwd } = this.#request;
    const named = paths.filter((path) => path !== STDIN).map((path) => ({ path: bytePathOf(path), exact: false }));
    if (filesFrom === undefined) return named;
    const listed =
      filesFrom === STDIN && stdin !== undefined ? await readFileListFrom(stdin) : readFileList(filesFrom, cwd);
    return [...named, ...listed];
  }

  /** Puts standard input in its place among the files, where the path `stdin` belongs. */
  async *#addStdin(sources: Source[]): AsyncGenerator<ReadItem> {
    try {
      this.#spooled = await spool(this.#request.stdin ?? noBytes());
      const spooled = this.#spooled;
      if (spooled.byteLength === 0) return;
      const format = firstByteOf(readAt(spooled.fd, 0, SNIFFED_BYTES)) === '{' ? 'jsonl' : 'text';
      const place = sources.findIndex((source) => bytePathOf(source.shown) > 'stdin');
      sources.splice(place < 0 ? sources.length : place, 0, { shown: 'stdin', format, spooled });
    } catch (error) {
      yield failure(error, 'stdin');
    }
  }

  /** The fault boundary: whatever goes wrong in one file ends with it. */
  *#itemsOf(number: number, source: Source): Generator<ReadItem> {
    try {
      if (this.#formats[source.format].framing === 'lines') yield* this.#readLines(number, source);
      else yield* this.#readFile(number, source);
    } catch (error) {
      const isBinary = error instanceof WirecopyError && error.code === 'BINARY_INPUT';
      if (isBinary && 'certainty' in source && source.certainty === 'found') this.#exclude('kind');
      else yield failure(error, source.shown);
    }
  }

  *#readFile(number: number, source: Source): Generator<ReadItem> {
    const { article, warnings } = this.#parseFile(source);
    this.#records.add({ file: number, offset: 0, byteLength: 0, line: 0, record: 0, bodyLength: article.body.length });
    yield { kind: 'article', article };
    for (const problem of warnings) yield { kind: 'problem', problem, skipped: false };
  }

  *#readLines(number: number, source: Source): Generator<ReadItem> {
    const fd = openSource(source);
    if (!('spooled' in source)) this.#descriptors.keep(number, fd);
    const head = readAt(fd, 0, SNIFFED_BYTES);
    refuseWideEncodings(head);
    // A broken record must not hide the others: only what does not even begin like a feed is taken for binary.
    if (firstByteOf(head) !== '{') refuseBinary(head);

    let record = 0;
    for (const line of linesOf(fd, markLengthOf(head), this.#limits.maxRecordBytes)) {
      this.#pace.count(line.byteLength);
      const item = this.#readRecord(number, source, line, ++record);
      yield item;
      if (item.kind === 'article' && !line.isValid) yield invalidRecord(placeOf(source.shown, line.number));
    }
  }

  #readRecord(file: number, source: Source, line: Line, record: number): ReadItem {
    try {
      if (line.isOver) throw overLimit('record', this.#limits.maxRecordBytes);
      const article = this.#recordFrom(source, line.text, line.number, record);
      const { offset, byteLength, number } = line;
      this.#records.add({ file, offset, byteLength, line: number, record, bodyLength: article.body.length });
      return { kind: 'article', article };
    } catch (error) {
      return failure(error, placeOf(source.shown, line.number));
    }
  }

  #recordFrom(source: Source, text: string, line: number, record: number): Article {
    const parsed = this.#formats[source.format].parse(text, this.#settings);
    return articleFrom(parsed, parsed.id ?? '', { path: source.shown, line, record }, folderOf(source));
  }

  #parseFile(source: Source): { article: Article; warnings: readonly Problem[] } {
    const { text, uncertain } = decode(this.#bytesOf(source));
    const parsed = this.#formats[source.format].parse(text, this.#settings);
    const warnings: Problem[] = [];
    if (uncertain !== undefined) warnings.push({ code: 'UNCERTAIN_ENCODING', where: source.shown, ...uncertain });
    if (parsed.warning !== undefined) warnings.push({ where: source.shown, ...parsed.warning });
    return {
      article: articleFrom(parsed, source.shown, placeInFile(source.shown, parsed), folderOf(source)),
      warnings,
    };
  }

  #bytesOf(source: Source): Buffer {
    const fd = openSource(source);
    try {
      const bytes = readWhole(fd, this.#limits.maxFileBytes);
      if (bytes === undefined) throw overLimit('file', this.#limits.maxFileBytes);
      this.#pace.count(bytes.length);
      return bytes;
    } finally {
      if (!('spooled' in source)) closeSync(fd);
    }
  }

  #rereadRecord(source: Source, { file, offset, byteLength, line, record }: Whereabouts): Article {
    const bytes = readAt(this.#descriptorOf(file, source), offset, byteLength);
    return this.#recordFrom(source, bytes.toString('utf8'), line, record);
  }

  #descriptorOf(file: number, source: Source): number {
    if ('spooled' in source) return source.spooled.fd;
    return this.#descriptors.of(file) ?? this.#descriptors.keep(file, openSource(source));
  }

  #exclude(reason: string): void {
    this.#excluded.set(reason, (this.#excluded.get(reason) ?? 0) + 1);
  }
}

function checkStdin({ paths, filesFrom, stdin }: FileRequest): void {
  const wantsArticles = paths.includes(STDIN);
  const wantsList = filesFrom === STDIN;
  if (wantsArticles && wantsList) {
    throw usage('- and --files-from - both ask for standard input', 'give one of them a file');
  }
  if ((wantsArticles || wantsList) && stdin === undefined) {
    throw usage('- asks for standard input, and there is none', 'name a file or a folder');
  }
}

function kindsOf(formats: Formats): ReadonlyMap<string, InputFormatName> {
  const names = Object.keys(formats) as InputFormatName[];
  return new Map(names.flatMap((name) => formats[name].extensions.map((extension) => [extension, name] as const)));
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

function openSource(source: Source): number {
  if ('spooled' in source) return source.spooled.fd;
  return openRegular(source.path, source.certainty === 'named' ? 'followed' : 'refused');
}

function folderOf(source: Source): string | undefined {
  return 'spooled' in source ? undefined : source.source;
}

/** The first character that is not blank; '' when there is none. */
function firstByteOf(head: Buffer): string {
  return head.toString('latin1', markLengthOf(head)).trimStart().charAt(0);
}

function placeInFile(path: string, parsed: Parsed): Place {
  return parsed.bodyLine === undefined ? { path } : { path, line: parsed.bodyLine };
}

function placeOf(path: string, line: number): string {
  return line === 0 ? path : `${path}:${line}`;
}

function failure(error: unknown, where: string): ReadItem {
  return { kind: 'problem', problem: problemOf(error, where), skipped: true };
}

function invalidRecord(where: string): ReadItem {
  const what = 'the record is not valid UTF-8; what is invalid was replaced by U+FFFD';
  const problem = { code: 'UNCERTAIN_ENCODING', where, what, remedy: 'write the feed as UTF-8' };
  return { kind: 'problem', problem, skipped: false };
}

function overLimit(what: 'file' | 'record', maxBytes: number): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `the ${what} is larger than the ${maxBytes} bytes that one article may have`,
    remedy: 'split it, or leave it out with --exclude',
  });
}

function usage(what: string, remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '', what, remedy });
}

function changed(where: string, cause: unknown): WirecopyError {
  return new WirecopyError('CHANGED_INPUT', {
    where,
    what: 'it was changed or removed while it was compared',
    remedy: 'run again when nothing else writes there',
    cause,
  });
}
