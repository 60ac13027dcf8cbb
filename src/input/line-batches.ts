import { Buffer, isUtf8 } from 'node:buffer';
import { readAt } from './bytes.ts';
import type { ArticleBatch, LineTaker, Parsed, RawRecord } from './contract.ts';
import { Unread } from './faults.ts';
import type { SourceRule } from './source-rule.ts';

const LINE_FEED = 10;
const NOTHING_SAID = {};

/** Lines that were read many at a time. */
export interface FoundLines {
  readonly taken: LineTaker;
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
 * in its place. Ends at a line for which there is no room, and says where that is.
 */
export function* takenLines<Item>(
  open: OpenLines,
  taken: LineTaker,
  base: number,
  { sourceOf, asUsual, parse }: ByTheLine<Item>,
): Generator<Iterable<Item | { readonly kind: 'lines'; readonly lines: FoundLines }>, Rest | undefined> {
  const room = Buffer.from(taken.room.buffer, taken.room.byteOffset, taken.room.byteLength);
  // Behind the last line there must be room to end it.
  const most = room.length - 1;
  let line = 1;
  let record = 0;
  let offset = base;
  for (let isLast = false; !isLast; ) {
    const { length } = readAt(open.fd, offset, most, room.subarray(0, most));
    isLast = length < most;
    if (length === 0) return undefined;
    let end = room.lastIndexOf(LINE_FEED, length - 1) + 1;
    if (isLast && end < length) {
      room[length] = LINE_FEED;
      end = length + 1;
    }
    if (end === 0) return { offset, lines: line - 1, records: record };
    const isValid = isUtf8(room.subarray(0, end));
    for (let at = 0; at < end; ) {
      const lineEnd = isValid ? end : room.indexOf(LINE_FEED, at) + 1;
      if (isValid || isUtf8(room.subarray(at, lineEnd))) {
        taken.read(at, lineEnd);
        const { count, next, lines, isUnusual } = taken;
        if (count > 0) {
          const articles = batchOf(taken, room, open, sourceOf, { firstLine: line, firstRecord: record + 1 });
          yield [{ kind: 'lines', lines: { taken, base: offset, byteLength: next - at, firstLine: line, articles } }];
        }
        record += count;
        line += lines;
        at = next;
        if (!isUnusual) continue;
      }
      const close = room.indexOf(LINE_FEED, at);
      // A copy: whatever is read now may be laid down where it lies.
      const bytes = Buffer.from(room.subarray(at, close));
      const raw = {
        line,
        offset: offset - base + at,
        byteLength: bytes.length,
        bytes,
        parse: () => parse(bytes),
      };
      yield unusual(asUsual(raw, ++record));
      line++;
      at = close + 1;
    }
    offset += end;
  }
  return undefined;
}

function* unusual<Item>(found: Iterable<Item>): Generator<Item> {
  try {
    yield* found;
  } catch (error) {
    throw new Unread(error);
  }
}

function batchOf(
  taken: LineTaker,
  bytes: Buffer,
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
