import { Buffer } from 'node:buffer';
import type { Parsed, ParseSettings, RawRecord, RecordReader } from './contract.ts';
import { decode } from './decode.ts';
import { overLimit, unreadable } from './faults.ts';
import { plainTextOf } from './html.ts';
import { articleOfRecord, Columns, hasText, refuseWithoutText } from './record.ts';

const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 34;
/** What may stand between cells, the likeliest first. */
const DELIMITERS = [',', ';', '\t', '|'];
/** Separators, line ends, or a second quote that doubles the first. */
const MAY_FOLLOW_QUOTE = new Set([...DELIMITERS.map((delimiter) => delimiter.charCodeAt(0)), LINE_FEED, RETURN, QUOTE]);
const NOTHING = Buffer.alloc(0);

interface Row {
  /** With its line end; empty when `isOver`. */
  readonly bytes: Buffer;
  readonly line: number;
  readonly offset: number;
  readonly byteLength: number;
  readonly isOver: boolean;
  readonly isOpen: boolean;
}

/**
 * A table as text, RFC 4180 and what programs make of it: separated by commas, semicolons, tabs or bars, rows that end in
 * LF, CR LF or CR, cells in quotes that hold any of these. The first row names the columns.
 */
export function openCsv(settings: ParseSettings): RecordReader {
  const rows = new RowCutter(settings.maxRecordBytes);
  let table: Table | undefined;
  let head: Buffer | undefined;

  function* recordsOf(found: Iterable<Row>): Generator<RawRecord> {
    for (const { bytes, line, offset, byteLength, isOver, isOpen } of found) {
      if (!isOver && isBlank(bytes)) continue;
      if (head === undefined) {
        if (isOver) throw overLimit('record', settings.maxRecordBytes);
        head = Buffer.from(bytes);
        table = tableOf(head, settings);
        continue;
      }
      const parse = (): Parsed => {
        if (isOver) throw overLimit('record', settings.maxRecordBytes);
        if (isOpen)
          throw unreadable('a quoted cell in the row never ends', 'close the quote, or double it inside a cell');
        return parseRow(bytes, table as Table, settings);
      };
      yield { line, offset, byteLength, bytes: withoutFeed(bytes), parse };
    }
  }
  return {
    push: (bytes) => recordsOf(rows.push(bytes)),
    end: () => recordsOf(rows.end()),
    get head() {
      return head;
    },
  };
}

interface Table {
  readonly columns: Columns;
  readonly columnCount: number;
  readonly delimiter: string;
}

/** What was made of the row that names the columns: every row is read again by it. */
const tables = new WeakMap<Buffer, { readonly settings: ParseSettings; readonly table: Table }>();

/** One row from its bytes alone, and those of the row that names the columns. */
export function parseCsvRow(bytes: Buffer, settings: ParseSettings, head: Buffer = NOTHING): Parsed {
  let known = tables.get(head);
  if (known?.settings !== settings) {
    known = { settings, table: tableOf(head, settings) };
    tables.set(head, known);
  }
  return parseRow(bytes, known.table, settings);
}

function tableOf(head: Buffer, settings: ParseSettings): Table {
  const { text } = decode(head);
  for (const delimiter of DELIMITERS) {
    const names = cellsOf(text, delimiter).map((name) => name.trim());
    if (hasText(names, settings)) return { columns: new Columns(names), columnCount: names.length, delimiter };
  }
  return refuseWithoutText(settings);
}

function parseRow(bytes: Buffer, { columns, columnCount, delimiter }: Table, settings: ParseSettings): Parsed {
  const { text, uncertain } = decode(bytes);
  const cells = cellsOf(text, delimiter);
  const isRagged = cells.length < columnCount || cells.some((cell, place) => place >= columnCount && cell !== '');
  if (isRagged) {
    throw unreadable(
      `the row has ${cells.length} cells, and the table ${columnCount} columns`,
      'put cells that hold separators or line ends in quotes',
    );
  }
  const parsed = articleOfRecord(columns.fieldsOf(cells), settings, plainTextOf, 'column');
  return uncertain === undefined ? parsed : { ...parsed, warning: { code: 'UNCERTAIN_ENCODING', ...uncertain } };
}

/** The cells of one row, line end and quotes taken away. */
function cellsOf(row: string, delimiter: string): readonly string[] {
  const text = withoutEnd(row);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        cell += text.slice(at, quote < 0 ? text.length : quote);
        at = quote < 0 ? text.length : quote + 1;
        if (quote < 0 || text[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const end = text.indexOf(delimiter, at);
    cells.push(cell + text.slice(at, end < 0 ? text.length : end));
    if (end < 0) return cells;
    at = end + 1;
  }
}

function withoutEnd(row: string): string {
  const end = row.endsWith('\n') ? row.length - 1 : row.length;
  return row.slice(0, row[end - 1] === '\r' ? end - 1 : end);
}

/** A table with more quotes that never end is read line by line: each costs a look at what it swallowed. */
const MAX_RECOVERIES = 8;

/**
 * Cuts rows out of bytes as they come. A quote that never ends swallows what follows, until the table ends or another
 * quote stands where none may: then its line is given up, and what follows is cut anew.
 */
class RowCutter {
  readonly #maxBytes: number;
  #offset = 0;
  #line = 1;
  /** The row that has not ended. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isOver = false;
  #isInQuotes = false;
  /** A quote opens a cell only where the cell begins. */
  #isCellStart = true;
  #linesInRow = 0;
  #last = 0;
  #mayQuoteLineEnds = true;
  #recoveries = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(bytes: Buffer): Generator<Row> {
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      const last = this.#last;
      this.#last = byte;
      // The row ended at CR, and what follows it was not known yet.
      if (last === RETURN && !this.#isInQuotes && byte !== LINE_FEED && (i > start || this.#heldBytes > 0)) {
        yield this.#row(bytes.subarray(start, i), false);
        start = i;
      }
      if (last === QUOTE && !this.#isInQuotes && this.#linesInRow > 0 && !MAY_FOLLOW_QUOTE.has(byte)) {
        this.#hold(bytes.subarray(start, i));
        start = i;
        yield* this.#withoutFirstLine(this.#recoveries < MAX_RECOVERIES);
        this.#last = byte;
      }
      if (byte === QUOTE) {
        if (this.#isInQuotes) this.#isInQuotes = false;
        else if (this.#isCellStart || last === QUOTE) this.#isInQuotes = true;
        this.#isCellStart = false;
        continue;
      }
      if (byte === LINE_FEED || (byte === RETURN && this.#isInQuotes)) {
        if (byte === LINE_FEED) this.#linesInRow++;
        if (this.#isInQuotes && this.#mayQuoteLineEnds) continue;
        if (byte === LINE_FEED) {
          yield this.#row(bytes.subarray(start, i + 1), this.#isInQuotes);
          start = i + 1;
        }
        continue;
      }
      if (byte === RETURN) continue;
      if (!this.#isInQuotes) this.#isCellStart = byte !== QUOTE && MAY_FOLLOW_QUOTE.has(byte);
    }
    this.#hold(bytes.subarray(start));
    if (this.#heldBytes <= this.#maxBytes || this.#isOver) return;
    if (this.#swallowsLines()) yield* this.#withoutFirstLine(false);
    else {
      this.#isOver = true;
      this.#held = [];
    }
  }

  *end(): Generator<Row> {
    if (this.#swallowsLines()) yield* this.#withoutFirstLine(false);
    if (this.#heldBytes > 0) yield this.#row(NOTHING, this.#isInQuotes);
  }

  /** Gives up the line whose quote never ended, and cuts what was swallowed anew. */
  *#withoutFirstLine(mayQuoteLineEnds: boolean): Generator<Row> {
    const swallowed = Buffer.concat(this.#held);
    const firstEnd = swallowed.indexOf(LINE_FEED) + 1;
    this.#held = [];
    this.#heldBytes = 0;
    this.#linesInRow = 1;
    this.#recoveries++;
    this.#mayQuoteLineEnds = mayQuoteLineEnds;
    yield this.#row(swallowed.subarray(0, firstEnd), true);
    yield* this.push(swallowed.subarray(firstEnd));
  }

  #hold(rest: Buffer): void {
    if (!this.#isOver && rest.length > 0) this.#held.push(Buffer.from(rest));
    this.#heldBytes += rest.length;
  }

  /** Has a quote swallowed a line end? */
  #swallowsLines(): boolean {
    return this.#isInQuotes && this.#mayQuoteLineEnds && !this.#isOver && this.#linesInRow > 0;
  }

  #row(last: Buffer, isOpen: boolean): Row {
    const byteLength = this.#heldBytes + last.length;
    const isOver = this.#isOver || byteLength > this.#maxBytes;
    const bytes = isOver ? NOTHING : this.#held.length === 0 ? last : Buffer.concat([...this.#held, last]);
    const row = { bytes, line: this.#line, offset: this.#offset, byteLength, isOver, isOpen };
    this.#offset += byteLength;
    this.#line += Math.max(1, this.#linesInRow);
    this.#linesInRow = 0;
    this.#held = [];
    this.#heldBytes = 0;
    this.#isOver = false;
    this.#isInQuotes = false;
    this.#isCellStart = true;
    return row;
  }
}

function withoutFeed(bytes: Buffer): Buffer {
  return bytes.at(-1) === LINE_FEED ? bytes.subarray(0, -1) : bytes;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === LINE_FEED || byte === RETURN || byte === 9);
}
