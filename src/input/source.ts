import type { Buffer } from 'node:buffer';
import { fstatSync } from 'node:fs';
import type { Article, InputFormatName, Place, Problem } from '../model.ts';
import { articleFrom } from './article.ts';
import { readWhole } from './bytes.ts';
import type {
  Format,
  LineFields,
  LineTaker,
  Parsed,
  ParseSettings,
  RawRecord,
  ReadItem,
  RecordsFormat,
  TextTaker,
} from './contract.ts';
import { decode, markLengthOf, refuseBinary, streamEncodingOf, uncertaintyOf } from './decode.ts';
import { overLimit, problemOf, TooHeavy, Unread, withoutStacks } from './faults.ts';
import { formatOf, isOfAnotherKind } from './kind.ts';
import { type FoundLines, takenLines } from './line-batches.ts';
import { gathered, lookAt, type Opened, type OpenLimits, openUnpacked, transcoded } from './opened.ts';
import { type SourceRule, sourceRuleFor } from './source-rule.ts';
import type { Drill } from './thread.ts';
import type { Chunks } from './unpack.ts';

/**
 * What is larger is read in a thread of its own (`apart.ts`), where it can do no harm. A page of so many bytes takes a
 * tenth of a second and some 30 MB, and starting the thread takes as long; articles are a hundredth of it.
 */
const HEAVY_BYTES = 1 << 20;
const NOTHING_PASSED: ReadonlyMap<number, Omit<Problem, 'where'>> = new Map();

export type Formats = Readonly<Record<InputFormatName, Format>>;

/** All that shapes what is read; plain data, so that another thread can be given it. */
export interface ReaderSettings {
  readonly parse: ParseSettings;
  readonly limits: OpenLimits & { readonly maxFileBytes: number };
  readonly inputFormat?: InputFormatName | undefined;
  /** As in `FileRequest`. */
  readonly source?: string | undefined;
  readonly sources?: 'stated' | 'placed' | undefined;
  readonly drill?: Drill | undefined;
}

/** A file, or what was piped in, open to be read at any place. */
export interface OpenSource {
  readonly fd: number;
  /** Of the file, for its extensions; '' where it has none. */
  readonly name: string;
  /** As a person reads it. */
  readonly shown: string;
  /** The folder that is the source of articles that name none. */
  readonly folder: string | undefined;
  readonly certainty: 'named' | 'known' | 'found' | 'piped';
}

/** What a source turned out to be. Known in part from the start, in full when the source was read. */
export interface Form {
  readonly format: InputFormatName;
  /** Its bytes are neither packed nor encoded in another way than they are taken apart in. */
  isAsItLies: boolean;
  /** Its records are pieces of it, in the encoding that they came in. */
  isInPieces: boolean;
  /** What stands before its records. */
  head: Buffer | undefined;
}

/** Where an article lies in its source, for the second read. */
interface Lies {
  readonly offset: number;
  readonly byteLength: number;
  /** It cannot be read again there, or not without the time and memory that it took: it is to be kept. */
  readonly isSpooled: boolean;
  readonly line: number;
  readonly record: number;
  /** In UTF-16 code units, also of a body that was taken. */
  readonly bodyLength: number;
}

/** What is found in a source, in the order of its records. */
export type Found =
  | (ReadItem & { readonly kind: 'article'; readonly lies: Lies })
  | (ReadItem & { readonly kind: 'problem' })
  | { readonly kind: 'lines'; readonly lines: FoundLines }
  | { readonly kind: 'excluded'; readonly reason: string }
  | { readonly kind: 'form'; readonly form: Form };

/** How a source is read; all of it where nothing is said. */
export interface Reading {
  /** Gives up with TooHeavy where it could take much time or memory. */
  readonly isLight?: boolean;
  /** Takes texts from the bytes of records that can be read again where they lie. */
  readonly taker?: TextTaker | undefined;
  /** The first record wanted, from 1. */
  readonly from?: number;
  /** Records that are not to be looked into, and what is to be said of each. */
  readonly passed?: ReadonlyMap<number, Omit<Problem, 'where'>>;
  /** Called before anything that may take long: with the record, 0 between two, and the bytes at hand. */
  readonly beat?: ((record: number, byteLength: number) => void) | undefined;
}

/** Reads one source at a time, and remembers nothing of it. */
export class SourceReader {
  readonly #formats: Formats;
  readonly #settings: ReaderSettings;
  readonly #sourceRule: SourceRule;

  /** Throws USAGE for a source rule that makes no sense. */
  constructor(formats: Formats, settings: ReaderSettings) {
    this.#formats = formats;
    this.#sourceRule = sourceRuleFor(settings.source, settings.sources);
    const { field } = this.#sourceRule;
    this.#settings = field === undefined ? settings : { ...settings, parse: { ...settings.parse, sourceField: field } };
  }

  get parseSettings(): ParseSettings {
    return this.#settings.parse;
  }

  /** What a source holds, in pieces that are read while they are gone through. What ends the source is thrown as Unread. */
  async *read(open: OpenSource, reading: Reading = {}): AsyncGenerator<Iterable<Found>> {
    const { limits, inputFormat } = this.#settings;
    const look = lookAt(open.fd, open.name);
    if (reading.isLight === true && this.#isHeavy(open, look)) throw new TooHeavy(1);
    const opened = await openUnpacked(open.fd, look, limits);
    const name = formatOf(this.#formats, opened, inputFormat);
    const format = this.#formats[name];
    if ((open.certainty === 'known' || open.certainty === 'found') && isOfAnotherKind(format, opened)) {
      yield [{ kind: 'excluded', reason: 'kind' }];
      return;
    }
    if (format.framing === 'file') yield await this.#fileIn(open, name, opened, reading);
    else yield* this.#recordsIn(open, name, opened, reading);
  }

  /** Whose a file is that says nothing of itself. */
  sourceOf({ shown, folder }: Pick<OpenSource, 'shown' | 'folder'>): string | undefined {
    return this.#sourceRule.sourceOf({}, { path: shown }, folder);
  }

  /** The article that the bytes of a whole file are. */
  parseFile(
    open: Pick<OpenSource, 'shown' | 'folder'>,
    name: InputFormatName,
    bytes: Buffer,
  ): { article: Article; warnings: readonly Problem[] } {
    const { parse } = this.#settings;
    const format = this.#formats[name];
    if (format.framing !== 'file') throw new TypeError(`${name} is no format of one article a file`);
    const declared = format.declaredCharset?.(bytes);
    const { text, uncertain } = decode(bytes, { encoding: parse.encoding, declared });
    const parsed = format.parse(text, parse);
    const warnings: Problem[] = [];
    if (uncertain !== undefined) warnings.push({ code: 'UNCERTAIN_ENCODING', where: open.shown, ...uncertain });
    if (parsed.warning !== undefined) warnings.push({ where: open.shown, ...parsed.warning });
    const whence = { id: open.shown, place: placeInFile(open.shown, parsed), folder: open.folder };
    return { article: articleFrom(parsed, whence, this.#sourceRule), warnings };
  }

  /** The article that a record is. */
  recordFrom(open: Pick<OpenSource, 'shown' | 'folder'>, parsed: Parsed, line: number, record: number): Article {
    const place = line === 0 ? { path: open.shown, record } : { path: open.shown, line, record };
    return articleFrom(parsed, { id: parsed.id ?? '', place, folder: open.folder }, this.#sourceRule);
  }

  /** The bytes that a reader is given, and how far into the file they begin; no number where they are other bytes. */
  streamOf(
    format: RecordsFormat,
    opened: Opened,
  ): { chunks: Chunks; base: number | undefined; uncertain?: { what: string; remedy: string } | undefined } {
    const { head } = opened;
    if (format.decoding === 'reader') return { chunks: opened.chunks(0), base: 0 };
    const told = { encoding: this.#settings.parse.encoding, declared: format.declaredCharset?.(head) };
    const encoding = streamEncodingOf(head, told, format.decoding === 'stream' ? 'guess' : 'leave');
    if (encoding !== undefined) {
      const chunks = transcoded(opened.chunks(0), encoding.label);
      return { chunks, base: undefined, uncertain: uncertaintyOf(encoding) };
    }
    // A broken record must not hide the others: only what does not even begin like data is taken for binary.
    if (!/^[[{<]/.test(firstCharacterOf(head))) refuseBinary(head);
    const markLength = markLengthOf(head);
    return { chunks: opened.chunks(markLength), base: markLength };
  }

  /** What is packed may be any size, and an index in a file may say anything; lines are cut by a loop that looks at each byte once. */
  #isHeavy({ fd }: OpenSource, look: ReturnType<typeof lookAt>): boolean {
    if (look.compression !== undefined) return true;
    const format = this.#formats[formatOf(this.#formats, look, this.#settings.inputFormat)];
    if (format.framing === 'indexed') return true;
    return !isCutInLines(format) && fstatSync(fd).size > HEAVY_BYTES;
  }

  async #fileIn(
    open: OpenSource,
    name: InputFormatName,
    opened: Opened,
    { passed = NOTHING_PASSED, beat }: Reading,
  ): Promise<Found[]> {
    const { maxFileBytes } = this.#settings.limits;
    const bytes = opened.isPacked ? await gathered(opened.chunks(0), maxFileBytes) : readWhole(open.fd, maxFileBytes);
    if (bytes === undefined) throw overLimit('file', maxFileBytes);
    beat?.(1, bytes.length);
    const trouble = passed.get(1);
    if (trouble !== undefined) return [problemIn(open.shown, trouble)];
    const { article, warnings } = this.parseFile(open, name, bytes);
    const isSpooled = opened.isPacked || bytes.length > HEAVY_BYTES;
    const bodyLength = article.body.length;
    const lies = { offset: 0, byteLength: bytes.length, isSpooled, line: 0, record: 0, bodyLength };
    return [
      { kind: 'form', form: { format: name, isAsItLies: !opened.isPacked, isInPieces: false, head: undefined } },
      { kind: 'article', article, lies },
      ...warnings.map((problem) => ({ kind: 'problem' as const, problem, skipped: false })),
    ];
  }

  async *#recordsIn(
    open: OpenSource,
    name: InputFormatName,
    opened: Opened,
    reading: Reading,
  ): AsyncGenerator<Iterable<Found>> {
    const form: Form = { format: name, isAsItLies: !opened.isPacked, isInPieces: true, head: undefined };
    yield [{ kind: 'form', form }];
    const format = this.#formats[name];
    const { from = 1, passed = NOTHING_PASSED, isLight = false, beat } = reading;
    let record = 0;
    /** Lines that were taken many at a time, before those that are cut one by one. */
    let linesBefore = 0;
    let heavy: number | undefined;
    const foundIn = function* (this: SourceReader, records: Iterable<RawRecord>, base: number): Generator<Found> {
      try {
        for (const raw of records) {
          if (raw.bytes === undefined) form.isInPieces = false;
          if (++record < from) continue;
          const { byteLength } = raw;
          beat?.(record, byteLength);
          if (isLight && byteLength > HEAVY_BYTES) {
            heavy = record;
            return;
          }
          const trouble = passed.get(record);
          if (trouble === undefined) yield* this.#recordItems(open, form, raw, base, record, linesBefore);
          else yield problemIn(placeOf(open.shown, raw.line ?? 0, record), trouble, open.shown);
          beat?.(0, byteLength);
        }
      } catch (error) {
        throw new Unread(error);
      }
    }.bind(this);
    const giveUpWhereHeavy = (): void => {
      if (heavy !== undefined) throw new TooHeavy(heavy);
    };

    if (format.framing === 'indexed') {
      const file = await opened.file();
      try {
        for await (const raw of format.records(file, this.#settings.parse)) yield foundIn([raw], 0);
      } finally {
        file.close();
      }
      return;
    }
    if (format.framing !== 'records') return;
    const { chunks: whole, base, uncertain } = this.streamOf(format, opened);
    form.isAsItLies = !opened.isPacked && base !== undefined;
    form.isInPieces = base !== undefined;
    if (uncertain !== undefined && from === 1)
      yield [problemIn(open.shown, { code: 'UNCERTAIN_ENCODING', ...uncertain }, undefined, false)];
    // What must be kept in a temporary file is needed whole.
    const taker = form.isAsItLies ? reading.taker : undefined;
    const fields = format.lineFields?.(this.#settings.parse);
    const lines = base === undefined ? undefined : lineTaker(fields, taker);
    let chunks = whole;
    let begin = base ?? 0;
    if (lines !== undefined && fields !== undefined) {
      const { drill } = this.#settings;
      const rest = yield* takenLines(open, begin, {
        drill: drill?.path === open.shown ? drill : undefined,
        taken: lines,
        crew: taker?.crew,
        fields,
        sourceOf: this.#sourceRule.sourceOf,
        asUsual: (raw, number) => this.#recordItems(open, form, raw, base ?? 0, number),
        parse: (bytes) => format.parseAgain?.(bytes, this.#settings.parse, undefined),
      });
      if (rest === undefined) return;
      if (isLight) throw new TooHeavy(rest.records + 1);
      record = rest.records;
      linesBefore = rest.lines;
      begin = rest.offset;
      chunks = opened.chunks(begin);
    }
    const reader = format.open(taker === undefined ? this.#settings.parse : { ...this.#settings.parse, taker });
    for await (const chunk of chunks) {
      beat?.(0, chunk.length);
      yield foundIn(reader.push(chunk), begin);
      giveUpWhereHeavy();
      form.head = reader.head;
    }
    yield foundIn(reader.end(), begin);
    giveUpWhereHeavy();
    form.head = reader.head;
  }

  /** What a record turns out to be, and what is wrong with it. */
  #recordItems(
    open: OpenSource,
    form: Form,
    raw: RawRecord,
    base: number,
    record: number,
    linesBefore = 0,
  ): readonly Found[] {
    const line = raw.line === undefined ? 0 : raw.line + linesBefore;
    return withoutStacks<readonly Found[]>(
      () => {
        const parsed = raw.parse();
        if (parsed === undefined) return [{ kind: 'excluded', reason: 'record' }];
        const article = this.recordFrom(open, parsed, line, record);
        const format = this.#formats[form.format];
        const canBeReadAgain =
          form.isAsItLies && raw.bytes !== undefined && format.framing === 'records' && format.parseAgain !== undefined;
        const isSpooled = !canBeReadAgain || raw.byteLength > HEAVY_BYTES;
        const bodyLength = parsed.takenLength ?? article.body.length;
        const lies = { offset: base + raw.offset, byteLength: raw.byteLength, isSpooled, line, record, bodyLength };
        const found: Found =
          parsed.takenLength === undefined
            ? { kind: 'article', article, lies }
            : { kind: 'article', article, lies, isTaken: true };
        if (parsed.warning === undefined) return [found];
        return [found, problemIn(placeOf(open.shown, line, record), parsed.warning, open.shown, false)];
      },
      (error) => [failure(error, placeOf(open.shown, line, record), open.shown)],
    );
  }
}

/** Who takes the lines of a source many at a time, where that is possible. */
function lineTaker(fields: LineFields | undefined, taker: TextTaker | undefined): LineTaker | undefined {
  const lines = fields === undefined ? undefined : taker?.batches();
  return fields !== undefined && lines?.looksFor(fields) === true ? lines : undefined;
}

function isCutInLines(format: Format): boolean {
  return format.framing === 'records' && format.decoding === 'records';
}

/** `path:line`, `path#record` where it has no lines, or the path of a file that is one article. */
export function placeOf(path: string, line: number, record: number): string {
  if (line > 0) return `${path}:${line}`;
  return record > 0 ? `${path}#${record}` : path;
}

/** What was thrown while `where` was read. */
export function failure(error: unknown, where: string, file?: string): ReadItem & { kind: 'problem' } {
  return problemIn(where, problemOf(error, where), file);
}

function problemIn(
  where: string,
  told: Omit<Problem, 'where'>,
  file?: string,
  skipped = true,
): ReadItem & { kind: 'problem' } {
  return { kind: 'problem', problem: { where, ...told }, skipped, ...(file !== undefined && { file }) };
}

/** The first character that is not blank; '' when there is none. */
function firstCharacterOf(head: Buffer): string {
  return head.toString('latin1', markLengthOf(head)).trimStart().charAt(0);
}

function placeInFile(path: string, parsed: Parsed): Place {
  return parsed.bodyLine === undefined ? { path } : { path, line: parsed.bodyLine };
}
