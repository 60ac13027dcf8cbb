/** Which lines of an article are furniture and why, as one digit a line, 0 for none: without the zeros at the end. */
export function packApart(isFurniture: Uint8Array, reasons: Uint8Array): string {
  let packed = '';
  for (let line = 0; line < isFurniture.length; line++) packed += isFurniture[line] === 1 ? reasons[line]! : 0;
  return packed.replace(/0+$/, '');
}

/** Writes them back; what is past the digits is 0. */
export function unpackApart(packed: string, reasons: Uint8Array): void {
  reasons.fill(0);
  for (let line = 0; line < packed.length; line++) reasons[line] = packed.charCodeAt(line) - DIGIT_ZERO;
}

const DIGIT_ZERO = 0x30;
