import { Buffer } from 'node:buffer';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decompress as unpackZstd } from 'fzstd';
import {
  type ColumnMetaData,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  snappyUncompress,
} from 'hyparquet';
import { WirecopyError } from '../errors.ts';
import { readAt } from './bytes.ts';
import type { OpenFile, ParseSettings, RawRecord } from './contract.ts';
import { unreadable } from './faults.ts';
import { plainTextOf } from './html.ts';
import { unpackLz4 } from './lz4.ts';
import { arePagesInLine } from './parquet-pages.ts';
import { articleOfRecord, Columns, hasText, isKnownField, refuseWithoutText } from './record.ts';

const MAGIC = 'PAR1';
/** Chosen by eye: the index of a million rows in groups of a thousand has some two megabytes. */
const MAX_INDEX_BYTES = 64 << 20;
/** Of the columns that are read, at once; writers make groups of rows a tenth of this. */
const MAX_GROUP_BYTES = 256 << 20;
/** Writers make pages of a megabyte; one long text may make one larger. */
const MAX_PAGE_BYTES = 128 << 20;

/** Of a column of lists a page has more values than rows. Writers end a page after 20,000 rows. */
const MAX_LIST_VALUES = 1 << 24;

export function beginsLikeParquet(head: string): boolean {
  return head.startsWith(MAGIC);
}

/** The rows of a Parquet file, one group at a time; only the columns that mean something are read. */
export async function* parquetRecords(file: OpenFile, settings: ParseSettings): AsyncGenerator<RawRecord> {
  const metadata = await unlessDamaged(() => metadataOf(file));
  const names = columnsOf(metadata);
  if (!hasText(names, settings)) refuseWithoutText(settings);
  const columns = names.filter((name) => isKnownField(name, settings));
  const byName = new Columns(columns);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const chunks = group.columns.flatMap(({ meta_data: chunk }) =>
      chunk !== undefined && columns.includes(chunk.path_in_schema[0] ?? '') ? [chunk] : [],
    );
    const rowCount = Number(group.num_rows);
    if (!chunks.every((chunk) => isInLine(file, chunk, rowCount))) throw damaged();
    const groupBytes = chunks.reduce((sum, chunk) => sum + Number(chunk.total_uncompressed_size), 0);
    const step = Math.max(1, Math.ceil(rowCount / Math.max(1, Math.ceil(groupBytes / MAX_GROUP_BYTES))));
    const groupEnd = rowStart + rowCount;
    for (let from = rowStart; from < groupEnd; from += step) {
      const range = { rowStart: from, rowEnd: Math.min(from + step, groupEnd) };
      const rows = await unlessDamaged(() =>
        parquetReadObjects({ file: bufferOf(file), metadata, columns, compressors: COMPRESSORS, ...range }),
      );
      for (const row of rows) {
        const parse = () =>
          articleOfRecord(byName.fieldsOf(columns.map((name) => row[name])), settings, plainTextOf, 'column');
        yield { offset: 0, byteLength: Math.ceil(groupBytes / Math.max(1, rowCount)), parse };
      }
    }
    rowStart = groupEnd;
  }
}

function isInLine({ fd, byteLength }: OpenFile, chunk: ColumnMetaData, rowCount: number): boolean {
  const from = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const to = from + Number(chunk.total_compressed_size);
  return (
    from >= 0 &&
    to >= from &&
    to <= byteLength &&
    arePagesInLine(fd, from, to, chunk.path_in_schema.length > 1 ? MAX_LIST_VALUES : rowCount)
  );
}

/** What an attacker says of a length is held against what is there, before memory is set aside for it. */
const COMPRESSORS: Compressors = {
  SNAPPY: (packed, length) => {
    const page = new Uint8Array(checkedLength(length));
    snappyUncompress(packed, page);
    return page;
  },
  GZIP: (packed, length) => gunzipSync(packed, { maxOutputLength: checkedLength(length) + 1 }),
  BROTLI: (packed, length) => brotliDecompressSync(packed, { maxOutputLength: checkedLength(length) + 1 }),
  ZSTD: (packed, length) => unpackZstd(packed, new Uint8Array(checkedLength(length))),
  LZ4_RAW: (packed, length) => unpackLz4(packed, checkedLength(length)),
};

function checkedLength(length: number): number {
  if (length >= 0 && length <= MAX_PAGE_BYTES) return length;
  throw new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `a page of it unpacks to more than ${MAX_PAGE_BYTES} bytes`,
    remedy: 'write it again with smaller pages',
  });
}

async function metadataOf(file: OpenFile): Promise<FileMetaData> {
  const tail = readAt(file.fd, Math.max(0, file.byteLength - 8), 8);
  const isWhole = file.byteLength >= 12 && tail.toString('latin1', 4) === MAGIC;
  if (!isWhole) throw unreadable('its Parquet data break off', 'make or fetch the file again');
  if (tail.readUInt32LE(0) > Math.min(MAX_INDEX_BYTES, file.byteLength - 12)) throw damaged();
  return await parquetMetadataAsync(bufferOf(file));
}

function columnsOf({ schema }: FileMetaData): readonly string[] {
  const names: string[] = [];
  const count = schema[0]?.num_children ?? 0;
  let at = 1;
  for (let child = 0; child < count && at < schema.length; child++) {
    names.push(schema[at]?.name ?? '');
    // What lies below a column is passed over.
    for (let missing = 1; missing > 0 && at < schema.length; at++) missing += (schema[at]?.num_children ?? 0) - 1;
  }
  return names;
}

/** A file as the library asks for it: pieces of an ArrayBuffer. */
function bufferOf({ fd, byteLength }: OpenFile) {
  return {
    byteLength,
    slice: (start: number, end: number = byteLength): ArrayBuffer => {
      if (!(start >= 0 && end >= start && end <= byteLength)) throw damaged();
      const piece = new ArrayBuffer(end - start);
      readAt(fd, start, end - start, Buffer.from(piece));
      return piece;
    },
  };
}

/** The library throws plain errors for what is damaged, and the engine for lengths that no memory has. */
async function unlessDamaged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WirecopyError) throw error;
    const codec = /unsupported compression codec: (\w+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (codec === undefined) throw damaged(error);
    throw unreadable(`its columns are packed with ${codec}, which is not read`, 'write it again with zstd or snappy');
  }
}

function damaged(cause?: unknown): WirecopyError {
  return unreadable('its Parquet data are damaged', 'make or fetch the file again', cause);
}
