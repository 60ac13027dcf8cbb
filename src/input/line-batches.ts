import { Buffer, isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { readAt } from './bytes.ts';
import type {
  ArticleBatch,
  LineFields,
  LinePiece,
  LineTaker,
  Parsed,
  RawRecord,
  ReadCrew,
  Stretch,
} from './contract.ts';
import { Unread } from './faults.ts';
import type { SourceRule } from './source-rule.ts';
import type { Drill } from './thread.ts';

/** A line is some thousand bytes. */
const SOUGHT_BYTES = 1 << 14;
const LINE_FEED = 10;
const NOTHING_SAID = {};

/** Large enough that to hand it over costs nothing, small enough that all are done at about the same time. */
const STRETCH_BYTES = { usual: 1 << 21, fine: 1 << 12 } as const;
/** Others are asked for files from so many bytes on: to start them takes as long as reading 10 MB. */
const CREW_BYTES = { usual: 16 << 20, fine: 0 } as const;

/** Lines that were read many at a time. */
export interface FoundLines {
  /** Where in the source the room of the taker begins. */
  readonly base: number;
  readonly byteLength: number;
  /** The line on which the batch begins, and the first record of it. */
  readonly firstLine: number;
  readonly articles: ArticleBatch;
}

/** A source of lines, as `OpenSource` says. */
interface OpenLines {
  readonly fd: number;
  readonly shown: string;
  readonly folder: string | undefined;
}

/** What a source of lines is read by besides. */
interface ByTheLine<Item> extends Pick<SourceRule, 'sourceOf'> {
  readonly taken: LineTaker;
  readonly crew: ReadCrew | undefined;
  readonly drill: Drill | undefined;
  readonly fields: LineFields;
  /** What is found in a line that is no plain record. */
  readonly asUsual: (raw: RawRecord, record: number) => Iterable<Item>;
  readonly parse: (bytes: Buffer) => Parsed | undefined;
}

/** Where a source goes on: the offset of its next line, and the lines and records before it. */
interface Rest {
  readonly offset: number;
  readonly lines: number;
  readonly records: number;
}

/**
 * What a source of lines holds, taken many lines at a time, from `base` on. A line that the taker does not read is read as usual,
 * in its place. Ends at a line for which there is no room, or over which its reader came to an end, and says where that is.
 */
export async function* takenLines<Item>(
  open: OpenLines,
  base: number,
  { taken, crew, drill, fields, sourceOf, asUsual, parse }: ByTheLine<Item>,
): AsyncGenerator<Iterable<Item | { readonly kind: 'lines'; readonly lines: FoundLines }>, Rest | undefined> {
  const { size } = fstatSync(open.fd);
  const isShared = crew !== undefined && size - base >= CREW_BYTES[crew.grain];
  const stretches = isShared ? stretchesOf(open.fd, base, size, STRETCH_BYTES[crew.grain]) : [wholeOf(open.fd, base)];
  const read = isShared
    ? crew.takeLines(stretches, fields, drill?.stretch === undefined ? undefined : drill)
    : [piecesIn(stretches[0] as Stretch, taken)];
  let lines = 0;
  let records = 0;
  let k = 0;
  for await (const pieces of read) {
    if (pieces === undefined) return { offset: stretches[k]?.from ?? base, lines, records };
    k++;
    const before = lines;
    for (const piece of pieces) {
      lines = before + piece.line;
      if (piece.kind === 'taken') {
        const at = { firstLine: lines + 1, firstRecord: records + 1 };
        const articles = batchOf(piece, open, sourceOf, at);
        yield [{ kind: 'lines', lines: { ...piece, ...at, articles } }];
        records += articles.count;
      } else if (piece.kind === 'line') {
        const { offset, bytes } = piece;
        const { length: byteLength } = bytes;
        const raw = { line: lines + 1, offset: offset - base, byteLength, bytes, parse: () => parse(bytes) };
        yield unusual(asUsual(raw, ++records));
      } else if (piece.kind === 'rest') {
        return { offset: piece.offset, lines, records };
      }
    }
  }
  return undefined;
}

function wholeOf(fd: number, base: number): Stretch {
  return { fd, from: base, end: Number.POSITIVE_INFINITY, isFirst: true };
}

/** A file may grow: whatever is behind its end belongs to the last of them. */
function stretchesOf(fd: number, base: number, size: number, byteLength: number): readonly Stretch[] {
  const count = Math.max(1, Math.ceil((size - base) / byteLength));
  return Array.from({ length: count }, (_, k) => ({
    fd,
    from: base + k * byteLength,
    end: k === count - 1 ? Number.POSITIVE_INFINITY : base + (k + 1) * byteLength,
    isFirst: k === 0,
  }));
}

/** Reads a stretch of lines. */
export function* piecesIn(stretch: Stretch, taken: LineTaker): Generator<LinePiece> {
  const { fd, end: endOfStretch } = stretch;
  const room = Buffer.from(taken.room.buffer, taken.room.byteOffset, taken.room.byteLength);
  // Behind the last line there must be room to end it.
  const most = room.length - 1;
  let line = 0;
  let offset = firstLineOf(stretch, room.subarray(0, SOUGHT_BYTES));
  for (let isLast = false; !isLast && offset < endOfStretch; ) {
    const { length } = readAt(fd, offset, most, room.subarray(0, most));
    isLast = length < most;
    if (length === 0) break;
    let end = room.lastIndexOf(LINE_FEED, length - 1) + 1;
    if (isLast && end < length) {
      room[length] = LINE_FEED;
      end = length + 1;
    }
    // The line that begins last in the stretch ends behind it.
    const cut = endOfStretch - 1 - offset;
    if (cut < end) end = room.indexOf(LINE_FEED, cut) + 1;
    if (end === 0) {
      yield { kind: 'rest', line, offset };
      return;
    }
    const isValid = isUtf8(room.subarray(0, end));
    for (let at = 0; at < end; ) {
      const lineEnd = isValid ? end : room.indexOf(LINE_FEED, at) + 1;
      if (isValid || isUtf8(room.subarray(at, lineEnd))) {
        taken.read(at, lineEnd);
        const { count, next, lines, isUnusual } = taken;
        if (count > 0) yield { kind: 'taken', line, taken, bytes: room, base: offset, byteLength: next - at };
        line += lines;
        at = next;
        if (!isUnusual) continue;
      }
      const close = room.indexOf(LINE_FEED, at);
      // A copy: whatever is read now may be laid down where it lies.
      yield { kind: 'line', line, offset: offset + at, bytes: Buffer.from(room.subarray(at, close)) };
      line++;
      at = close + 1;
    }
    offset += end;
  }
  yield { kind: 'end', line };
}

/** Where the first line of a stretch begins. */
function firstLineOf({ fd, from, end, isFirst }: Stretch, room: Buffer): number {
  if (isFirst) return from;
  // Were there a line feed before its first byte, a line would begin with it.
  for (let at = from - 1; at < end; ) {
    const read = readAt(fd, at, room.length, room);
    const close = read.indexOf(LINE_FEED);
    if (close >= 0) return at + close + 1;
    if (read.length < room.length) return end;
    at += read.length;
  }
  return end;
}

function* unusual<Item>(found: Iterable<Item>): Generator<Item> {
  try {
    yield* found;
  } catch (error) {
    throw new Unread(error);
  }
}

function batchOf(
  { taken, bytes }: LinePiece & { kind: 'taken' },
  { shown, folder }: OpenLines,
  sourceOf: SourceRule['sourceOf'],
  { firstLine, firstRecord }: { firstLine: number; firstRecord: number },
): ArticleBatch {
  const { columns } = taken;
  const { line, idStart, idEnd, idEscaped, sourceStart, sourceEnd, sourceEscaped, urlStart, urlEnd, urlEscaped } =
    columns;
  const place = { path: shown, record: firstRecord };
  const valueIn = (start: number, end: number, isEscaped: number): string | undefined => {
    if (start === end) return undefined;
    return isEscaped === 1 ? stringIn(bytes, start, end) : bytes.toString('utf8', start, end);
  };
  const unsaid = sourceOf(NOTHING_SAID, place, folder);
  return {
    count: taken.count,
    taken,
    path: shown,
    firstRecord,
    lineOf: (index) => firstLine + (line[index] ?? 0),
    bytes,
    idStarts: idStart,
    idEnds: idEnd,
    spelledId: (index) =>
      idEscaped[index] === 1 ? stringIn(bytes, idStart[index] ?? 0, idEnd[index] ?? 0) : undefined,
    sourceOf: (index) => {
      const source = valueIn(sourceStart[index] ?? 0, sourceEnd[index] ?? 0, sourceEscaped[index] ?? 0);
      const url = valueIn(urlStart[index] ?? 0, urlEnd[index] ?? 0, urlEscaped[index] ?? 0);
      if (source === undefined && url === undefined) return unsaid;
      const said = { ...(source !== undefined && { source }), ...(url !== undefined && { url }) };
      return sourceOf(said, place, folder);
    },
    textOf: (index) => stringIn(bytes, columns.textStart[index] ?? 0, columns.textEnd[index] ?? 0),
  };
}

/** The string of JSON without whose marks these bytes are. */
function stringIn(bytes: Buffer, start: number, end: number): string {
  return JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
}
