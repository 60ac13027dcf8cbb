import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns a text without control characters takes on a terminal. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Code units a column can take at most: a letter and four marks (escape.ts), two units each, and some to spare. */
const UNITS_PER_COLUMN = 12;

/** The text, with its middle left out where it is wider than `width`. */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  const isLong = text.length > width * UNITS_PER_COLUMN;
  if (!isLong && widthOf(text) <= width) return text;
  const room = width - ellipsis.length;
  if (room < 1) return ellipsis.slice(0, Math.max(0, width));
  // Only what may stay is looked at piece by piece: this is the slow part, and a title may be long.
  const head = takeWidth(piecesOf(text.slice(0, room * UNITS_PER_COLUMN)), Math.ceil(room / 2));
  const ending = piecesOf(text.slice(-room * UNITS_PER_COLUMN)).reverse();
  const tail = takeWidth(ending, room - widthOf(head.join('')));
  return head.join('') + ellipsis + tail.reverse().join('');
}

function piecesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function takeWidth(pieces: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const piece of pieces) {
    used += widthOf(piece);
    if (used > width) break;
    taken.push(piece);
  }
  return taken;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Lines of at most `width`, broken between words; a word that is wider by itself loses its middle. `7 %` is one word. */
export function wrap(text: string, width: number, ellipsis: string): string[] {
  return pack(text.trim().split(/ +(?!%)/), ' ', width, ellipsis);
}

/** Lines of at most `width`, each holding as many of the pieces as fit. */
export function pack(pieces: readonly string[], separator: string, width: number, ellipsis: string): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const whole of pieces) {
    const piece = cutMiddle(whole, width, ellipsis);
    const joined: string = line === undefined ? piece : line + separator + piece;
    if (line !== undefined && widthOf(joined) > width) {
      lines.push(line.trimEnd());
      line = piece;
    } else line = joined;
  }
  if (line !== undefined) lines.push(line);
  return lines;
}
