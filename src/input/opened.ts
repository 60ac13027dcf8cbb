import { Buffer } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { extname } from 'node:path';
import { WirecopyError } from '../errors.ts';
import { readAt } from './bytes.ts';
import type { OpenFile } from './contract.ts';
import { decoderOf } from './encodings.ts';
import { spool } from './spool.ts';
import {
  type Chunks,
  COMPRESSIONS,
  type CompressionName,
  compressionOf,
  type UnpackLimits,
  unpacked,
} from './unpack.ts';

/** Large enough that the system call costs nothing, small enough to stay in the cache until it is taken apart. */
const BLOCK_BYTES = 1 << 20;
/** What is packed is read in smaller pieces: how much goes in is known only piece by piece, and the ratio with it. */
const PACKED_BLOCK_BYTES = 1 << 16;
/** Enough of a file to tell what it is, and how it is encoded. */
const HEAD_BYTES = 1 << 16;

/** An open file with what it was packed in taken off. */
export interface Opened {
  /** Its first bytes, unpacked. */
  readonly head: Buffer;
  /** Of its name, without those of compressions; lowercase, with the dot. */
  readonly extension: string;
  readonly isPacked: boolean;
  /** The unpacked bytes from `from` on, once. A piece is valid until the next one is asked for. */
  chunks(from: number): Chunks;
  /** The unpacked bytes as a file, to be closed by the caller. */
  file(): Promise<OpenFile & { close(): void }>;
}

export interface OpenLimits extends UnpackLimits {
  readonly maxNesting: number;
}

const PACKED_EXTENSIONS = new Set(
  Object.values(COMPRESSIONS).flatMap(({ extensions }) => extensions as readonly string[]),
);

/** The extensions of compressions taken off a name: `a.jsonl.gz` is `a.jsonl`. */
export function unpackedName(name: string): string {
  let inner = name;
  for (let extension = extname(inner); PACKED_EXTENSIONS.has(extension.toLowerCase()); extension = extname(inner)) {
    inner = inner.slice(0, -extension.length);
  }
  return inner;
}

/** What shows of a file before anything is unpacked. */
export interface Look extends Pick<Opened, 'head' | 'extension'> {
  readonly compression: CompressionName | undefined;
}

export function lookAt(fd: number, name: string): Look {
  const head = readAt(fd, 0, HEAD_BYTES);
  const compression = compressionOf(extname(name).toLowerCase(), head);
  return { head, extension: extname(unpackedName(name)).toLowerCase(), compression };
}

/** Takes off what a file is packed in, as far as it goes. Throws OVER_LIMIT where it is packed more often than allowed. */
export async function openUnpacked(
  fd: number,
  { head, extension, compression }: Look,
  limits: OpenLimits,
): Promise<Opened> {
  if (compression === undefined) {
    return {
      head,
      extension,
      isPacked: false,
      chunks: (from) => blocksOf(fd, from),
      file: async () => ({ fd, byteLength: fstatSync(fd).size, close: () => {} }),
    };
  }
  let stream = await peeked(unpacked(compression, packedBlocksOf(fd), limits));
  for (let depth = 1; ; depth++) {
    const inner = compressionOf('', stream.head);
    if (inner === undefined) break;
    if (depth >= limits.maxNesting) throw nestedTooDeeply(limits.maxNesting);
    stream = await peeked(unpacked(inner, stream.chunks(0), limits));
  }
  const { chunks } = stream;
  return { head: stream.head, extension, isPacked: true, chunks, file: () => spool(chunks(0)) };
}

/** All bytes of a stream; undefined when there are more than `maxBytes`. */
export async function gathered(chunks: Chunks, maxBytes: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of chunks) {
    byteLength += chunk.length;
    if (byteLength > maxBytes) return undefined;
    pieces.push(Buffer.from(chunk));
  }
  return Buffer.concat(pieces);
}

/** The same text in UTF-8. */
export async function* transcoded(chunks: Chunks, label: string): AsyncGenerator<Buffer> {
  const decoder = decoderOf(label);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}

function* blocksOf(fd: number, from: number): Generator<Buffer> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (let at = from; ; ) {
    const read = readAt(fd, at, BLOCK_BYTES, block);
    if (read.length > 0) yield read;
    if (read.length < BLOCK_BYTES) return;
    at += read.length;
  }
}

/** Pieces that are not written into again: the decompressor may still hold them. */
function* packedBlocksOf(fd: number): Generator<Buffer> {
  for (let at = 0; ; ) {
    const read = readAt(fd, at, PACKED_BLOCK_BYTES);
    if (read.length > 0) yield read;
    if (read.length < PACKED_BLOCK_BYTES) return;
    at += read.length;
  }
}

/** A stream whose first bytes are known and still come. */
async function peeked(
  chunks: AsyncGenerator<Buffer>,
): Promise<{ readonly head: Buffer; readonly chunks: (from: number) => AsyncIterable<Buffer> }> {
  const first: Buffer[] = [];
  let byteLength = 0;
  while (byteLength < HEAD_BYTES) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    first.push(value);
    byteLength += value.length;
  }
  const begun = Buffer.concat(first);
  return {
    head: begun.subarray(0, HEAD_BYTES),
    chunks: async function* (from) {
      yield begun.subarray(from);
      yield* chunks;
    },
  };
}

function nestedTooDeeply(maxNesting: number): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `it is packed more than ${maxNesting} times over`,
    remedy: 'unpack it, or raise --max-nesting',
  });
}
