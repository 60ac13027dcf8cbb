import { Buffer } from 'node:buffer';
import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { WirecopyError } from '../errors.ts';
import { systemCodeOf, unreadable } from './faults.ts';
import { checkZstdWindow } from './zstd-window.ts';

export type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

interface Compression {
  readonly means: string;
  /** Lowercase, with the dot. */
  readonly extensions: readonly string[];
  /** How its data begin; Brotli's do not begin in any way of their own. */
  readonly magic?: string;
  readonly unpack: (chunks: Chunks) => AsyncIterable<Buffer>;
}

/** What a file of any format may be packed in. */
export const COMPRESSIONS = {
  gzip: {
    means: 'gzip',
    extensions: ['.gz'],
    magic: '\x1f\x8b',
    unpack: (chunks) => through(zlib.createGunzip(), chunks),
  },
  zstd: { means: 'zstd', extensions: ['.zst', '.zstd'], magic: '\x28\xb5\x2f\xfd', unpack: unpackZstd },
  brotli: { means: 'Brotli', extensions: ['.br'], unpack: (chunks) => through(zlib.createBrotliDecompress(), chunks) },
} satisfies Record<string, Compression>;

export type CompressionName = keyof typeof COMPRESSIONS;

/**
 * The ratio counts from here on: a short text that says one thing over and over packs as well as a bomb. Chosen so that
 * what is unpacked below it costs less than half a second.
 */
const RATIO_FREE_BYTES = 128 << 20;
/** fzstd calls itself for each frame in a piece; this many bytes hold too few frames to end the stack. */
const ZSTD_PIECE_BYTES = 1 << 15;

export interface UnpackLimits {
  readonly maxUnpackedBytes: number;
  readonly maxRatio: number;
}

/** How the bytes are packed, by how they begin, or where that says nothing by the extension. */
export function compressionOf(extension: string, head: Buffer): CompressionName | undefined {
  const rows = Object.entries(COMPRESSIONS) as [CompressionName, Compression][];
  const shown = rows.find(([, { magic }]) => magic !== undefined && head.toString('latin1', 0, magic.length) === magic);
  if (shown !== undefined) return shown[0];
  const named = rows.find(([, { magic, extensions }]) => magic === undefined && extensions.includes(extension));
  return named !== undefined && !isPlain(head) ? named[0] : undefined;
}

/** Text that somebody only called `.br`. */
function isPlain(head: Buffer): boolean {
  return head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

/** The unpacked bytes, as they come. Throws OVER_LIMIT while unpacking, not after, and UNREADABLE_INPUT where the data break off. */
export async function* unpacked(name: CompressionName, packed: Chunks, limits: UnpackLimits): AsyncGenerator<Buffer> {
  const { means, unpack } = COMPRESSIONS[name];
  let packedBytes = 0;
  const counted = (async function* () {
    for await (const chunk of packed) {
      packedBytes += chunk.length;
      yield chunk;
    }
  })();
  let unpackedBytes = 0;
  try {
    for await (const chunk of unpack(counted)) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > limits.maxUnpackedBytes) throw tooLarge(limits.maxUnpackedBytes);
      if (unpackedBytes > RATIO_FREE_BYTES && unpackedBytes > packedBytes * limits.maxRatio) {
        throw tooDense(limits.maxRatio);
      }
      yield chunk;
    }
  } catch (error) {
    throw faultOf(error, means);
  }
}

/** Unpacks what is whole in memory. Throws as `unpacked` does. */
export function unpackWhole(name: 'gzip' | 'brotli' | 'deflate', packed: Buffer, maxBytes: number): Buffer {
  const options = { maxOutputLength: maxBytes };
  try {
    if (name === 'gzip') return zlib.gunzipSync(packed, options);
    if (name === 'brotli') return zlib.brotliDecompressSync(packed, options);
    // Servers send raw deflate data under that name, too.
    return ((packed[0] ?? 0) & 0x0f) === 8 ? zlib.inflateSync(packed, options) : zlib.inflateRawSync(packed, options);
  } catch (error) {
    if (systemCodeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw faultOf(error, name);
  }
}

async function* through(transform: Transform, chunks: Chunks): AsyncGenerator<Buffer> {
  const source = Readable.from(chunks, { objectMode: false });
  // Without a listener an error of the source would end the process; it is handed on and thrown below.
  source.on('error', (error) => transform.destroy(error));
  source.pipe(transform);
  try {
    yield* transform as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
  }
}

/** Node has zstd from 22.15 on; before that it is done in JavaScript, at a fifth of the speed. */
function unpackZstd(chunks: Chunks): AsyncIterable<Buffer> {
  const native = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;
  return native === undefined ? unpackZstdHere(chunks) : through(native(), chunks);
}

async function* unpackZstdHere(chunks: Chunks): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  // The decompressor writes into its window again, so what it hands out is copied.
  const stream = new Decompress((data) => ready.push(Buffer.from(data)));
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) checkZstdWindow(chunk);
    isFirst = false;
    for (let start = 0; start < chunk.length; start += ZSTD_PIECE_BYTES) {
      stream.push(chunk.subarray(start, start + ZSTD_PIECE_BYTES));
      yield* ready.splice(0);
    }
  }
  stream.push(new Uint8Array(0), true);
  yield* ready.splice(0);
}

function faultOf(error: unknown, means: string): unknown {
  if (error instanceof WirecopyError) return error;
  const code = systemCodeOf(error);
  // The system's own refusals, ENOSPC and the like, have words of their own.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return error;
  const breaksOff = code === 'Z_BUF_ERROR' || (error instanceof Error && /unexpected e(nd|of)/i.test(error.message));
  return unreadable(
    breaksOff ? `its ${means} data break off` : `its ${means} data are damaged`,
    'make or fetch the file again',
    error,
  );
}

function tooLarge(maxBytes: number): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `it unpacks to more than ${maxBytes} bytes`,
    remedy: 'raise --max-unpacked-size, or leave it out with --exclude',
  });
}

function tooDense(maxRatio: number): WirecopyError {
  return new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `it unpacks to more than ${maxRatio} times its size, as what is made to do harm does`,
    remedy: 'raise --max-ratio if it is to be trusted, or leave it out with --exclude',
  });
}
