/** The bits of a word's flag byte. */

/** The word stands inside quotation marks. Bit 0, so that `flags & QUOTED` counts. */
export const QUOTED = 1;
/** The word is one character of a script without spaces. */
export const UNSPACED_WORD = 2;
/** The word is made of decimal digits only. */
export const DIGITS = 4;
/** The word begins a sentence. */
export const SENTENCE_START = 8;
/** The word stands on a line of prose: no headline, caption or menu. */
export const PROSE = 16;
/** The word holds a capital: a name, the begin of a sentence, or in German a noun. */
export const CAPITAL = 32;
