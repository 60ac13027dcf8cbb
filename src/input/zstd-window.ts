import type { Buffer } from 'node:buffer';
import { WirecopyError } from '../errors.ts';

/** What the `zstd` command unpacks without being asked twice (windowLog 27). A header may ask for two gigabytes. */
const MAX_WINDOW_BYTES = 128 << 20;

/**
 * Throws OVER_LIMIT for zstd data whose first frame asks for a larger window than we make: memory is set aside for it
 * before a byte is unpacked. Source: RFC 8878, 3.1.1.1.
 */
export function checkZstdWindow(bytes: Buffer): void {
  const windowBytes = windowBytesOf(bytes);
  if (windowBytes === undefined || windowBytes <= MAX_WINDOW_BYTES) return;
  throw new WirecopyError('OVER_LIMIT', {
    where: '',
    what: `its zstd data ask for a window of more than ${MAX_WINDOW_BYTES} bytes`,
    remedy: 'pack it again without --long or --ultra',
  });
}

/** undefined where the bytes do not hold a whole header of a frame. */
function windowBytesOf(bytes: Buffer): number | undefined {
  if (bytes.length < 18 || bytes.readUInt32LE(0) !== 0xfd2fb528) return undefined;
  const descriptor = bytes[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) {
    const exponent = (bytes[5] ?? 0) >> 3;
    const mantissa = (bytes[5] ?? 0) & 7;
    const base = 2 ** (10 + exponent);
    return base + (base / 8) * mantissa;
  }
  const idBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + idBytes;
  const sizeFlag = descriptor >> 6;
  if (sizeFlag === 0) return bytes[at];
  if (sizeFlag === 1) return bytes.readUInt16LE(at) + 256;
  return sizeFlag === 2 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
}
