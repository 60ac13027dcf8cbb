/** Where a page is read, as the library's readers hand it on. */
interface PageReader {
  readonly view: DataView;
  offset: number;
}

/** No number of a run has more bits. */
const MAX_WIDTH = 32;

/**
 * Reads runs of numbers and packed numbers up to the end of `output`: levels, and places in a dictionary. It stands in for the
 * library's own (`scripts/esbuild-plugins.mjs`), which believes what a run says of its length, and goes round for as long as
 * that is.
 *
 * @param width  bits of a number
 * @param length bytes of all runs; where it is not given, it stands before them
 *
 * Source: the Parquet format, "Run Length Encoding / Bit-Packing Hybrid".
 */
export function readRuns(reader: PageReader, width: number, output: number[], length?: number): void {
  const { view } = reader;
  let byteLength = length;
  if (byteLength === undefined) {
    byteLength = view.getUint32(reader.offset, true);
    reader.offset += 4;
  }
  if (!(width >= 0 && width <= MAX_WIDTH)) throw new RangeError('no such width');
  const start = reader.offset;
  let seen = 0;
  while (seen < output.length) {
    const head = headOf(reader);
    const count = (head >>> 1) * ((head & 1) === 0 ? 1 : 8);
    const end = Math.min(output.length, seen + count);
    if ((head & 1) === 0) {
      output.fill(numberAt(reader, width), seen, end);
    } else {
      unpack(reader, width, output, seen, end);
      // What is past the last number is there to fill a byte, and writers leave it out at the end of a page.
      reader.offset = Math.min(view.byteLength, reader.offset + (count / 8) * width);
    }
    seen = end;
  }
  reader.offset = start + byteLength;
}

/** A number of up to 32 bits, seven a byte. */
function headOf(reader: PageReader): number {
  let head = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.view.getUint8(reader.offset++);
    head |= (byte & 127) << shift;
    if (byte < 128) return head >>> 0;
  }
  throw new RangeError('no such number');
}

/** A number in whole bytes. */
function numberAt(reader: PageReader, width: number): number {
  let value = 0;
  for (let shift = 0; shift < width; shift += 8) value |= reader.view.getUint8(reader.offset++) << shift;
  return value >>> 0;
}

/** Numbers side by side, from the lowest bit up. */
function unpack({ view, offset }: PageReader, width: number, output: number[], from: number, to: number): void {
  if (width === 0) {
    output.fill(0, from, to);
    return;
  }
  let at = offset;
  let bits = 0;
  let byte = 0;
  for (let k = from; k < to; k++) {
    let value = 0;
    for (let got = 0; got < width; ) {
      if (bits === 0) {
        byte = view.getUint8(at++);
        bits = 8;
      }
      const taken = Math.min(bits, width - got);
      value |= (byte & ((1 << taken) - 1)) << got;
      byte >>>= taken;
      bits -= taken;
      got += taken;
    }
    output[k] = value >>> 0;
  }
}
