/**
 * Unpacks one LZ4 block. Throws a RangeError where it says more or less than `length` bytes.
 *
 * Source of the format: lz4_Block_format.md of the LZ4 project.
 */
export function unpackLz4(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  let filled = 0;
  const longer = (nibble: number): number => {
    let total = nibble;
    for (let byte = 255; nibble === 15 && byte === 255; total += byte) {
      if (at >= packed.length) throw new RangeError('the block breaks off');
      byte = packed[at++] ?? 0;
    }
    return total;
  };
  while (at < packed.length) {
    const token = packed[at++] ?? 0;
    const literals = longer(token >> 4);
    if (at + literals > packed.length || filled + literals > length) throw new RangeError('the block is damaged');
    out.set(packed.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    if (at >= packed.length) break;
    const distance = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    at += 2;
    const matched = longer(token & 15) + 4;
    if (distance === 0 || distance > filled || filled + matched > length) throw new RangeError('the block is damaged');
    // Byte by byte: what is copied may overlap what is written.
    for (let i = 0; i < matched; i++, filled++) out[filled] = out[filled - distance] ?? 0;
  }
  if (filled !== length) throw new RangeError('the block is not as long as it says');
  return out;
}
