import { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import { extname } from 'node:path';
import { WirecopyError } from '../errors.ts';
import type { Article, InputFormatName, Place } from '../model.ts';
import { Apart } from './apart.ts';
import { ArticleSpool } from './article-spool.ts';
import { bytePathOf } from './byte-path.ts';
import { readAt, readWhole } from './bytes.ts';
import type { FileArticles, FilePiece, RawRecord, ReadItem, TextTaker } from './contract.ts';
import { Descriptors, type Links, openRegular } from './descriptors.ts';
import { knownEncoding } from './encodings.ts';
import { overLimit, TooHeavy, Unread, unreadable } from './faults.ts';
import { readFileList, readFileListFrom } from './file-list.ts';
import { extensionsOf } from './kind.ts';
import type { FoundLines } from './line-batches.ts';
import { lookAt, openUnpacked } from './opened.ts';
import { Pace } from './pace.ts';
import { Records, type Whereabouts } from './records.ts';
import { joined, type Picked } from './selection.ts';
import {
  type Form,
  type Formats,
  type Found,
  failure,
  type OpenSource,
  placeOf,
  type ReaderSettings,
  SourceReader,
} from './source.ts';
import { type Spool, spool } from './spool.ts';
import { textsIn } from './text-batches.ts';
import type { Drill } from './thread.ts';
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

/** Text seldom packs to a tenth of its size, and what is made to do harm to a thousandth: gzip can do no more. */
const MAX_RATIO = 200;
/** Out of one file, whatever it is packed in. Only what is one article is ever in memory, so time is the limit. */
const MAX_UNPACKED_BYTES = 64 * 2 ** 30;
/** `a.txt.gz` packed again is an accident; more than that is none. */
const MAX_NESTING = 2;

/** What is read at most; what is over a limit is skipped with a problem, and the rest is read. */
export interface InputLimits {
  readonly maxFileBytes: number;
  readonly maxRecordBytes: number;
  readonly maxFiles: number;
  readonly maxDepth: number;
  readonly maxFrontMatterBytes: number;
  /** Of all that one file unpacks to; what is one article is held to the limits above. */
  readonly maxUnpackedBytes: number;
  /** How much larger than its packed form it may be. */
  readonly maxRatio: number;
  /** How many times over it may be packed. */
  readonly maxNesting: number;
}

export const DEFAULT_LIMITS: InputLimits = {
  maxFileBytes: MAX_FILE_BYTES,
  maxRecordBytes: MAX_RECORD_BYTES,
  maxFiles: MAX_FILES,
  maxDepth: MAX_DEPTH,
  maxFrontMatterBytes: MAX_FRONT_MATTER_BYTES,
  maxUnpackedBytes: MAX_UNPACKED_BYTES,
  maxRatio: MAX_RATIO,
  maxNesting: MAX_NESTING,
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
  /** Read every file as this, whatever its name or its first bytes say. */
  readonly inputFormat?: InputFormatName;
  /** What texts are encoded in that bear no byte order mark. */
  readonly encoding?: string;
  /** What counts as one source: `dir`, `host`, `field:NAME` or `regex:PATTERN`. */
  readonly source?: string;
  /** Where `source` says nothing; `placed`: a file is its folder's, whatever it says of itself. */
  readonly sources?: 'stated' | 'placed';
  /** What paths are relative to. */
  readonly cwd: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly limits?: Partial<InputLimits>;
  /**
   * A fault to be had on purpose, for drills.
   *
   * @internal
   */
  readonly drill?: Drill;
  /**
   * What was found beside articles in a file whose articles are known from elsewhere: it is listed and not opened.
   *
   * @internal
   */
  readonly known?: (file: FoundFile) => FileNotes | undefined;
}

/** A file whose articles were read in an earlier run. */
export interface AdoptedFile extends FoundFile {
  readonly format: InputFormatName;
  /** What stands before its records. */
  readonly head: Buffer | undefined;
}

/** What reading one file found besides articles. */
export interface FileNotes {
  readonly problems: readonly (ReadItem & { readonly kind: 'problem' })[];
  /** Records left out by a rule, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** What is read: a file of the listing, or standard input. */
type Source = FoundFile | { readonly shown: 'stdin'; readonly extension: ''; readonly spooled: Spool };

const STDIN = '-';
const NOTHING = Buffer.alloc(0);
/** A file that is one article is read again whole. */
const NOWHERE = { offset: 0, byteLength: 0 };
/** Opening a file takes as long as parsing this much. */
const BYTES_PER_FILE = 16 << 10;

/** Fewer files are read one by one: the room for many is not needed for them. */
const MIN_TEXTS = { usual: 16, fine: 1 } as const;
/** Others are asked for so many files: to start them takes as long as reading 4,000. */
const FILES_FOR_CREW = { usual: 5000, fine: 0 } as const;
/** Of that many files a thread reads at once. */
const FILES_A_GROUP = { usual: 256, fine: 3 } as const;
/** What reading a plain text finds it to be. */
const TEXT_FORM: Form = { format: 'text', isAsItLies: true, isInPieces: false, head: undefined };
const NOTHING_NOTED: FileNotes = { problems: [], excluded: {} };

/** The articles in files, folders and standard input. Nothing is opened before `read`. */
export class FileStore implements FileArticles {
  readonly #request: FileRequest;
  readonly #formats: Formats;
  readonly #limits: InputLimits;
  readonly #reader: SourceReader;
  readonly #apart: Apart;
  readonly #records = new Records();
  readonly #kept = new ArticleSpool();
  readonly #descriptors = new Descriptors();
  readonly #pace = new Pace();
  readonly #excluded = new Map<string, number>();
  #taker: TextTaker | undefined;
  /** Adopted articles that were read once more, by number: where they lie now. */
  readonly #fetched = new Map<number, number>();
  readonly #notes = new Map<number, FileNotes>();
  #sources: readonly Source[] = [];
  /** By number of the source. */
  readonly #forms = new Map<number, Form>();
  #spooled: Spool | undefined;

  /** Throws USAGE when standard input is wanted twice or is not there, and for an encoding or a source that make no sense. */
  constructor(request: FileRequest, formats: Formats) {
    this.#request = request;
    this.#formats = formats;
    this.#limits = { ...DEFAULT_LIMITS, ...request.limits };
    const encoding = encodingIn(request);
    const settings: ReaderSettings = {
      parse: {
        maxFrontMatterBytes: this.#limits.maxFrontMatterBytes,
        maxRecordBytes: this.#limits.maxRecordBytes,
        maxRatio: this.#limits.maxRatio,
        ...(request.textField !== undefined && { textField: request.textField }),
        ...(request.idField !== undefined && { idField: request.idField }),
        ...(encoding !== undefined && { encoding }),
      },
      limits: this.#limits,
      inputFormat: request.inputFormat,
      source: request.source,
      sources: request.sources,
      drill: request.drill,
    };
    this.#reader = new SourceReader(formats, settings);
    this.#apart = new Apart(settings, request.drill);
    checkStdin(request);
  }

  async *read(taker?: TextTaker): AsyncGenerator<ReadItem> {
    this.#taker = taker;
    const listing = await listFiles({
      given: await this.#givenPaths(),
      cwd: bytePathOf(this.#request.cwd),
      exclude: this.#request.exclude,
      gitignore: this.#request.gitignore,
      maxFiles: this.#limits.maxFiles,
      maxDepth: this.#limits.maxDepth,
      extensions: new Set(Object.values(this.#formats).flatMap(extensionsOf)),
    });
    for (const reason of listing.excluded) this.#exclude(reason);
    yield* listing.problems;

    const sources: Source[] = [...listing.files];
    if (this.#request.paths.includes(STDIN)) yield* this.#addStdin(sources);
    this.#sources = sources;
    for (let number = 0; number < sources.length; ) {
      const end = this.#textsFrom(number);
      if (end - number < MIN_TEXTS[this.#taker?.crew?.grain ?? 'usual']) yield* this.#itemsIn(number++);
      else {
        yield* this.#textsIn(number, end);
        number = end;
      }
    }
  }

  /** The number behind the last of those files, from a number on, that are texts by their names and may be read many at a time. */
  #textsFrom(first: number): number {
    const { inputFormat = 'text', encoding, known } = this.#request;
    if (this.#taker?.files === undefined || inputFormat !== 'text' || encoding !== undefined) return first;
    if (known !== undefined) return first;
    const extensions = this.#formats.text.extensions;
    let number = first;
    for (; number < this.#sources.length; number++) {
      const source = this.#sources[number] as Source;
      if ('spooled' in source || this.#apart.isDrilled(source)) break;
      const extension = extname(source.path).toLowerCase();
      // A name like `20041` has none.
      if (extension !== '' && !extensions.includes(extension)) break;
    }
    return number;
  }

  /** What is in files that are texts by their names. Whichever is none, or of which nothing can be said, is read as any other. */
  async *#textsIn(first: number, end: number): AsyncGenerator<ReadItem> {
    const taker = this.#taker?.files?.();
    if (taker === undefined) {
      for (let number = first; number < end; number++) yield* this.#itemsIn(number);
      return;
    }
    const sources = this.#sources.slice(first, end) as FoundFile[];
    const files = sources.map(({ path, certainty }) => ({ path, links: linksFor(certainty) }));
    const texts = { files, maxBytes: this.#limits.maxFileBytes };
    const { crew } = this.#taker ?? {};
    const isShared = crew !== undefined && files.length >= FILES_FOR_CREW[crew.grain];
    const ends = isShared ? groupEnds(files.length, FILES_A_GROUP[crew.grain]) : [files.length];
    const { drill } = this.#request;
    const drilled = sources.some(({ shown }) => shown === drill?.path) ? drill : undefined;
    const groups = isShared ? crew.takeFiles(texts, ends, drilled) : [textsIn(texts, 0, files.length, taker)];
    let begin = 0;
    let group = 0;
    for await (const pieces of groups) {
      const groupEnd = ends[group++] ?? begin;
      if (pieces === undefined) {
        // Whoever read them came to an end: each is read where it can do no harm.
        for (let file = begin; file < groupEnd; file++) yield* this.#itemsIn(first + file, 'apart');
      } else {
        for (const piece of pieces) {
          if (piece.kind === 'file') yield* this.#itemsIn(first + piece.file);
          else yield this.#bookedTexts(first + piece.first, piece);
        }
      }
      begin = groupEnd;
      if (this.#pace.isDue) await this.#pace.rest();
    }
  }

  /** What is in one file. The fault boundary: whatever goes wrong in it ends with it. */
  async *#itemsIn(number: number, where: 'here' | 'apart' = 'here'): AsyncGenerator<ReadItem> {
    const source = this.#sources[number] as Source;
    const known = 'path' in source ? this.#request.known?.(source) : undefined;
    if (known !== undefined) {
      yield* known.problems;
      for (const [reason, count] of Object.entries(known.excluded)) this.#exclude(reason, count);
      return;
    }
    const problems: (ReadItem & { kind: 'problem' })[] = [];
    const excludedBefore = new Map(this.#excluded);
    try {
      for await (const items of this.#batchesOf(number, source, where)) {
        for (const item of items) {
          // Noted for a later run; of a broken table there may be as many as it has rows.
          if (item.kind === 'problem' && this.#request.known !== undefined) problems.push(item);
          yield item;
          if (this.#pace.isDue) await this.#pace.rest();
        }
      }
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const { cause } = error;
      const isBinary = cause instanceof WirecopyError && cause.code === 'BINARY_INPUT';
      if (isBinary && 'certainty' in source && source.certainty === 'found') this.#exclude('kind');
      else {
        const item = failure(cause, source.shown);
        problems.push(item);
        yield item;
      }
    }
    this.#note(number, problems, excludedBefore);
    this.#pace.count(BYTES_PER_FILE);
    if (this.#pace.isDue) await this.#pace.rest();
  }

  /** Takes in files that are not to be read: their articles are adopted one by one. Gives the number of each file. */
  adoptFiles(files: readonly AdoptedFile[]): void {
    this.#sources = files;
    for (const [number, { format, head }] of files.entries())
      this.#forms.set(number, { format, isAsItLies: true, isInPieces: false, head });
  }

  /** Takes in an article that was read in an earlier run, and gives its number. */
  adopt(where: Whereabouts): number {
    this.#records.add(where);
    return this.#records.count - 1;
  }

  /**
   * Reads adopted articles again that lie in packed files, tables and the like: those cannot be read at a place. One that is
   * not there any more is left to `reread`, which says so.
   */
  async fetch(indexes: Iterable<number>): Promise<void> {
    const wanted = new Map<number, Map<number, number>>();
    for (const index of indexes) {
      const { file, record, isSpooled } = this.#records.at(index);
      if (!isSpooled || this.#fetched.has(index)) continue;
      const ofFile = wanted.get(file);
      if (ofFile === undefined) wanted.set(file, new Map([[record, index]]));
      else ofFile.set(record, index);
    }
    for (const [file, ofFile] of wanted) {
      let next = this.#records.count;
      try {
        for await (const items of this.#batchesOf(file, this.#sources[file] as Source)) {
          for (const item of items) {
            if (item.kind !== 'article') continue;
            const index = ofFile.get(item.article.place.record ?? 0);
            if (index !== undefined) this.#fetched.set(index, next);
            next++;
            if (this.#pace.isDue) await this.#pace.rest();
          }
        }
      } catch (error) {
        if (!(error instanceof Unread)) throw error;
      }
    }
  }

  whereabouts(index: number): Whereabouts {
    return this.#records.at(index);
  }

  /** The file of a number; undefined for standard input. */
  fileAt(number: number): AdoptedFile | undefined {
    const source = this.#sources[number];
    const form = this.#forms.get(number);
    if (source === undefined || 'spooled' in source || form === undefined) return undefined;
    return { ...source, format: form.format, head: form.head };
  }

  /** What was found in a file beside articles; nothing for one that was not read. */
  notesOn(number: number): FileNotes | undefined {
    return this.#notes.get(number);
  }

  /** The numbers of the files in which articles were read. */
  filesWithArticles(): ReadonlySet<number> {
    const numbers = new Set<number>();
    for (let index = 0; index < this.#records.count; index++) numbers.add(this.#records.at(index).file);
    return numbers;
  }

  get fileCount(): number {
    return this.#sources.length;
  }

  reread(index: number): Article {
    const where = this.#records.at(this.#fetched.get(index) ?? index);
    const source = this.#sources[where.file] as Source;
    try {
      const article = this.#articleAt(source, where);
      if (article.body.length === where.bodyLength) return article;
      throw unreadable('its length is not what it was', '');
    } catch (error) {
      throw changed(placeOf(source.shown, where.line, where.record), error);
    }
  }

  pick(isChosen: (place: Place) => boolean): AsyncIterable<Buffer> {
    const forms = [...this.#forms.values()];
    const [first] = forms;
    const format = first === undefined ? undefined : this.#formats[first.format];
    const isOneKind = forms.every(({ isInPieces, head, format: name }) => {
      return isInPieces && name === first?.format && (head ?? NOTHING).equals(first.head ?? NOTHING);
    });
    const join = isOneKind && format?.framing === 'records' ? format.join : undefined;
    return joined(join === undefined ? this.#places(isChosen) : this.#pieces(isChosen), join, first?.head);
  }

  excludedBy(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#excluded].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  close(): void {
    this.#apart.close();
    this.#descriptors.close();
    this.#kept.close();
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
      const place = sources.findIndex((source) => bytePathOf(source.shown) > 'stdin');
      sources.splice(place < 0 ? sources.length : place, 0, { shown: 'stdin', extension: '', spooled });
    } catch (error) {
      yield failure(error, 'stdin');
    }
  }

  /** What a source holds, in pieces that are read while they are gone through. What ends the source is thrown as Unread. */
  async *#batchesOf(
    number: number,
    source: Source,
    where: 'here' | 'apart' = 'here',
  ): AsyncGenerator<Iterable<ReadItem>> {
    let fd: number | undefined;
    try {
      fd = openSource(source);
      const open = openAs(source, fd);
      for await (const found of this.#foundIn(open, where)) yield this.#booked(number, open, found);
      const isFile = this.#formats[this.#forms.get(number)?.format ?? 'text'].framing === 'file';
      if (isFile || 'spooled' in source) return;
      this.#descriptors.keep(number, fd);
      fd = undefined;
    } catch (error) {
      throw error instanceof Unread ? error : new Unread(error);
    } finally {
      if (fd !== undefined && !('spooled' in source)) closeSync(fd);
    }
  }

  /** Reads what is light here, and the rest, or all of it, in a thread of its own. */
  async *#foundIn(open: OpenSource, where: 'here' | 'apart'): AsyncGenerator<Iterable<Found>> {
    let from = 1;
    try {
      if (where === 'here' && !this.#apart.isDrilled(open)) {
        yield* this.#reader.read(open, { isLight: this.#apart.isPossible, taker: this.#taker });
        return;
      }
    } catch (error) {
      if (!(error instanceof TooHeavy)) throw error;
      from = error.record;
    }
    yield* this.#apart.read(open, from);
  }

  /** Takes note of what was found, and of where it lies. */
  *#booked(number: number, open: OpenSource, found: Iterable<Found>): Generator<ReadItem> {
    for (const item of found) {
      if (item.kind === 'form') this.#forms.set(number, item.form);
      else if (item.kind === 'excluded') this.#exclude(item.reason);
      else if (item.kind === 'problem') yield item;
      else if (item.kind === 'lines') yield this.#bookedLines(number, item.lines);
      else yield this.#bookedArticle(number, open, item);
    }
  }

  #bookedLines(number: number, { base, byteLength, articles }: FoundLines): ReadItem {
    this.#pace.count(byteLength);
    const { offset, byteLength: byteLengths, bodyLength } = articles.taken.columns;
    const { count, lineOf, firstRecord } = articles;
    for (let k = 0; k < count; k++) {
      this.#records.addLine(
        number,
        base + (offset[k] ?? 0),
        byteLengths[k] ?? 0,
        lineOf(k),
        firstRecord + k,
        bodyLength[k] ?? 0,
      );
    }
    return { kind: 'articles', articles };
  }

  #bookedTexts(number: number, { taken, bytes }: FilePiece & { kind: 'texts' }): ReadItem {
    const { bodyLength, textStart, textEnd } = taken.columns;
    for (let k = 0; k < taken.count; k++) {
      const [start = 0, end = 0] = [textStart[k], textEnd[k]];
      this.#pace.count(end - start);
      this.#forms.set(number + k, TEXT_FORM);
      this.#notes.set(number + k, NOTHING_NOTED);
      this.#records.addLine(number + k, 0, 0, 0, 0, bodyLength[k] ?? 0);
    }
    const sourceAt = (k: number): Source => this.#sources[number + k] as Source;
    return {
      kind: 'texts',
      texts: {
        count: taken.count,
        taken,
        pathOf: (k) => sourceAt(k).shown,
        sourceOf: (k) => this.#reader.sourceOf(namesOf(sourceAt(k))),
        textOf: (k) => bytes.toString('utf8', textStart[k], textEnd[k]),
      },
    };
  }

  #bookedArticle(number: number, open: OpenSource, { article, isTaken, lies }: Found & { kind: 'article' }): ReadItem {
    const { isSpooled, line, record, bodyLength } = lies;
    this.#pace.count(lies.byteLength);
    try {
      const { offset, byteLength } = isSpooled ? this.#kept.put(article) : record === 0 ? NOWHERE : lies;
      this.#records.add({ file: number, offset, byteLength, isSpooled, line, record, bodyLength });
      return isTaken ? { kind: 'article', article, isTaken } : { kind: 'article', article };
    } catch (error) {
      return failure(error, placeOf(open.shown, line, record));
    }
  }

  /** undefined when it is larger than an article may be. */
  #bytesOf(source: Source): Buffer | undefined {
    const fd = openSource(source);
    try {
      return readWhole(fd, this.#limits.maxFileBytes);
    } finally {
      if (!('spooled' in source)) closeSync(fd);
    }
  }

  #articleAt(source: Source, where: Whereabouts): Article {
    if (where.isSpooled) return this.#kept.at(where.offset, where.byteLength);
    const { format: name, head } = this.#forms.get(where.file) as Form;
    const format = this.#formats[name];
    if (format.framing !== 'records' || format.parseAgain === undefined) {
      const bytes = this.#bytesOf(source);
      if (bytes === undefined) throw overLimit('file', this.#limits.maxFileBytes);
      return this.#reader.parseFile(namesOf(source), name, bytes).article;
    }
    const bytes = readAt(this.#descriptorOf(where.file, source), where.offset, where.byteLength);
    const parsed = format.parseAgain(bytes, this.#reader.parseSettings, head);
    return this.#reader.recordFrom(namesOf(source), parsed, where.line, where.record);
  }

  *#places(isChosen: (place: Place) => boolean): Generator<Picked> {
    for (let index = 0; index < this.#records.count; index++) {
      const where = this.#records.at(index);
      const place = placeIn((this.#sources[where.file] as Source).shown, where);
      if (isChosen(place)) yield { place };
    }
  }

  /** Takes every file apart once more: what is packed cannot be read at a place. */
  async *#pieces(isChosen: (place: Place) => boolean): AsyncGenerator<Picked> {
    const next = { index: 0 };
    for (const number of this.#forms.keys()) {
      const source = this.#sources[number] as Source;
      try {
        const fd = this.#descriptorOf(number, source);
        const opened = await openUnpacked(fd, lookAt(fd, nameOf(source)), this.#limits);
        const format = this.#formats[(this.#forms.get(number) as Form).format];
        if (format.framing !== 'records') continue;
        const reader = format.open(this.#reader.parseSettings);
        let record = 0;
        const chosen = function* (this: FileStore, found: Iterable<RawRecord>): Generator<Picked> {
          for (const raw of found) {
            const picked = this.#pieceOf(raw, number, ++record, next, isChosen);
            if (picked !== undefined) yield picked;
            this.#pace.count(raw.byteLength);
          }
        }.bind(this);
        for await (const chunk of this.#reader.streamOf(format, opened).chunks) {
          yield* chosen(reader.push(chunk));
          if (this.#pace.isDue) await this.#pace.rest();
        }
        yield* chosen(reader.end());
      } catch (error) {
        // What broke off when it was first read does so again.
        if (this.#hasMore(number, next.index)) throw changed(source.shown, error);
      }
      if (this.#hasMore(number, next.index)) throw changed(source.shown, undefined);
    }
  }

  #note(number: number, problems: FileNotes['problems'], before: ReadonlyMap<string, number>): void {
    const excluded: Record<string, number> = {};
    for (const [reason, count] of this.#excluded) {
      const added = count - (before.get(reason) ?? 0);
      if (added > 0) excluded[reason] = added;
    }
    this.#notes.set(number, { problems, excluded });
  }

  #hasMore(file: number, index: number): boolean {
    return index < this.#records.count && this.#records.at(index).file === file;
  }

  /** The bytes of a record that was read as an article and is chosen. */
  #pieceOf(
    raw: RawRecord,
    file: number,
    record: number,
    next: { index: number },
    isChosen: (place: Place) => boolean,
  ): Picked | undefined {
    if (!this.#hasMore(file, next.index)) return undefined;
    const where = this.#records.at(next.index);
    if (where.record !== record) return undefined;
    next.index++;
    if (!isChosen(placeIn((this.#sources[file] as Source).shown, where))) return undefined;
    if (raw.bytes === undefined || raw.parse()?.body.length !== where.bodyLength) {
      throw unreadable('its length is not what it was', '');
    }
    return { bytes: raw.bytes };
  }

  #descriptorOf(file: number, source: Source): number {
    if ('spooled' in source) return source.spooled.fd;
    return this.#descriptors.of(file) ?? this.#descriptors.keep(file, openSource(source));
  }

  #exclude(reason: string, count = 1): void {
    this.#excluded.set(reason, (this.#excluded.get(reason) ?? 0) + count);
  }
}

function linksFor(certainty: FoundFile['certainty']): Links {
  return certainty === 'named' ? 'followed' : 'refused';
}

function groupEnds(count: number, size: number): readonly number[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, k) => Math.min(count, (k + 1) * size));
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

/** Throws USAGE for a name that is none of an encoding. */
function encodingIn({ encoding }: FileRequest): string | undefined {
  if (encoding === undefined) return undefined;
  const known = knownEncoding(encoding);
  if (known !== undefined) return known;
  throw usage(`--encoding must be the name of an encoding, and was "${encoding}"`, 'for example windows-1252, gb18030');
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

function nameOf(source: Source): string {
  return 'spooled' in source ? '' : source.path;
}

function openSource(source: Source): number {
  if ('spooled' in source) return source.spooled.fd;
  return openRegular(source.path, linksFor(source.certainty));
}

function openAs(source: Source, fd: number): OpenSource {
  const certainty = 'spooled' in source ? 'piped' : source.certainty;
  return { fd, name: nameOf(source), certainty, ...namesOf(source) };
}

function namesOf(source: Source): Pick<OpenSource, 'shown' | 'folder'> {
  return { shown: source.shown, folder: folderOf(source) };
}

function folderOf(source: Source): string | undefined {
  return 'spooled' in source ? undefined : source.source;
}

function placeIn(path: string, { line, record }: Whereabouts): Place {
  if (record === 0) return { path };
  return line === 0 ? { path, record } : { path, line, record };
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
