/**
 * What a UTF-16 code unit is to the words of a text, read by the plain reader and by the compiled one alike. An entry of the
 * table holds the class in bits 16 to 19, the folded unit of a letter in bits 0 to 15, and the bits below; 0 is an entry
 * that was not made yet.
 */

export const SEPARATOR = 1;
export const LETTER = 2;
/** Part of a word, but its word must be folded as a whole. */
export const ODD = 3;
/** A letter of a script without spaces: a word of its own. */
export const UNSPACED = 4;
export const IGNORED = 5;
export const APOSTROPHE = 6;
export const DOT = 7;
export const NEWLINE = 8;
export const QUOTE_OPEN = 9;
export const QUOTE_CLOSE = 10;
/** A straight quotation mark: opens and closes. */
export const QUOTE_TOGGLE = 11;
export const SENTENCE_END = 12;
/** Ends a sentence without a blank after it: 。！？ */
export const SENTENCE_STOP = 13;
export const CLOSER = 14;
export const BLANK = 15;

/** Bits beside the class, for words that mix scripts. */
export const LATIN = 1 << 24;
export const GREEK_OR_CYRILLIC = 1 << 25;
/** Any letter or digit but a decimal digit. */
export const NOT_DIGIT = 1 << 26;
/** A capital letter. */
export const UPPER = 1 << 27;

/** What a dot, a bracket or a blank says about the sentence: none open to end, one ended, one ended and parted by a blank. */
export const OPEN = 0;
export const ENDED = 1;
export const PARTED = 2;

/**
 * What else is to be known of a code unit, in a table of its own: bits of its traits. Of a space, what `\s` says; of a letter,
 * what `\p{L}` says; cased is what changes in upper case.
 */
export const SPACE = 1;
export const CASED = 2;
export const ALPHABETIC = 4;
/** Could be part of a disguise. */
export const SUSPECT = 8;
/** A quotation mark can open behind it, can close before it; speech ends with it. */
export const CAN_OPEN = 16;
export const CAN_CLOSE = 32;
export const ENDS_SPEECH = 64;
/** Marks that open or close whatever stands around them, and those of which one can stand inside another of its make. */
export const ALWAYS_OPENS = 128;
export const ALWAYS_CLOSES = 256;
export const NESTS = 512;
/** The make of a mark, from this bit on; 0 for none. */
export const MAKE_SHIFT = 12;
export const MAKE_BITS = 0xf;

/** A make of marks. Marks of one make close each other, whichever way round. */
export const DOUBLE = 1;
export const STRAIGHT = 2;
export const GUILLEMET = 3;
export const SINGLE_GUILLEMET = 4;
export const CORNER = 5;
export const WHITE_CORNER = 6;
export const SINGLE = 7;
export const STRAIGHT_SINGLE = 8;
/** Two straight single marks, an old way to write a double one. */
export const PAIRED_SINGLE = 9;
