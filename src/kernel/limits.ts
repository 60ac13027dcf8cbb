/** What the kernel measures by, read by the plain one and by the compiled one alike: whole numbers, and nothing else. */

/**
 * Words of a shingle of the second sketch, which is blind to their order: of neighbours that are exchanged every other pair
 * is left (docs/decisions/0011-pairs-of-words.md).
 */
export const PAIR_WORDS = 2;

/** Words of a seed of the chain. Source of this and the next: detection.md 3. */
export const SEED_WORDS = 2;
/** Words of a run of the cover. */
export const RUN_WORDS = 4;
/** A seed with more pairs of places in the two texts says nothing about order. Source: detection.md 3. */
export const MAX_PLACES = 8;
/** The next seed of a steady run begins at most so many words on. Source: integrated.md 1.8, as the two below. */
export const MAX_GAP_WORDS = 16;
/** And its diagonal is shifted by at most so many words. */
export const MAX_SHIFT_WORDS = 3;
/** A steady run counts from so many matched words on: chance matches make shorter ones. */
export const MIN_RUN_WORDS = 6;

/** A run of fewer words is left aside while another could still go on: chance makes pairs of words. */
export const MIN_TURN_WORDS = 3;
/**
 * A hole inside a run counts as reused up to so many words on both sides: an edit inside a sentence, not a rewritten one.
 * From 6 to 12 the labelled pairs come out the same (docs/decisions/0005-sentences-decide.md).
 */
export const MAX_HOLE_WORDS = 8;
/** A slot holds at most so many words on either side: a name, a sum, a date. Taste. */
export const MAX_SLOT_WORDS = 5;

/** A list of more articles than this links each to its predecessors only. Source: integrated.md 1.7. */
export const MAX_POSTING = 50;

/**
 * How many predecessors: a hard cut-off would lose the most syndicated story of all, and four keep 300 of 300 copies in one
 * component (detection.md 2, "The df cap must not be a cliff").
 */
export const PREDECESSORS = 4;

/** What is worth measuring of a pair: nothing, the cover alone, or chain and cover. */
export const WANT_NOTHING = 0;
export const WANT_COVER = 1;
export const WANT_ALL = 2;
/** Before it is measured: as WANT_NOTHING, and if nothing is found its words may have been exchanged. */
export const MAY_BE_REWORDED = 3;

/** Numbers that a kernel writes of a pair: four of the cover, three of the chain, and one to round it off. */
export const NUMBERS_A_PAIR = 8;

/** Where the compiled reader puts what it has counted. */
export const READ_COUNT = 0;
export const READ_LINES = 1;
export const READ_QUOTED = 2;
export const READ_UNSPACED = 3;
export const READ_SEQUENCE_LOW = 4;
export const READ_SEQUENCE_HIGH = 5;
export const READ_SUSPECT = 6;
/** And where the string lies that it has taken out of a record. */
export const TAKEN_START = 7;
export const TAKEN_END = 8;

/** Lines that hold something which are looked at, from the top and from the end: where credits stand. A taste; farms put dozens of menu lines below. */
export const FIRST_LINES = 60;
export const LAST_LINES = 120;
/** Characters of a line that are looked at for what it holds. */
export const MAX_SWEPT = 20_000;

/** What a unit below 256 is to the look for credits where it is no letter; 0 is nothing to it. */
export const DIGIT_UNIT = 2;
export const MARK_UNIT = 3;
/** Bits of what a line holds that are not of single words; see `text/triggers.ts`. */
export const COLON = 1;
export const BRACKET = 2;
export const DASH = 4;
export const SLASH = 8;
/** As many digits on end as a wire code has. */
export const LONG_NUMBER = 32;
export const MIN_LONG_NUMBER = 12;
/** Letters of a script other than Latin: nothing can be told from its words here. */
export const OTHER_SCRIPT = 64;
/** Slots of the table of words by their hashes, a power of two, and its exponent. */
export const TRIGGER_SLOTS = 4096;
export const TRIGGER_SLOT_BITS = 12;
/** What a hash of such a word begins with, and is multiplied by for each four bytes: odd, of 32 bits, and well mixed. A taste. */
export const TRIGGER_SEED = 0x2545f491;
export const TRIGGER_FACTOR = 0x4f6cdd1d;

/** And what became of a batch of lines: records, where the next line begins, lines passed, and whether that one was unusual. */
export const BATCH_COUNT = 9;
export const BATCH_NEXT = 10;
export const BATCH_LINES = 11;
export const BATCH_UNUSUAL = 12;

/** Records of a batch at most: of usual length, a megabyte holds four hundred. */
export const BATCH_ROWS = 4096;
/** What is known of each, one column behind the other. Offsets are bytes, those of strings have their quotation marks outside. */
export const FIELD_OFFSET = 0;
export const FIELD_BYTE_LENGTH = 1;
/** Counted from 0, blank ones too. */
export const FIELD_LINE = 2;
export const FIELD_BODY_LENGTH = 3;
export const FIELD_TEXT_START = 4;
export const FIELD_TEXT_END = 5;
/** Of what a record has not, start and end are 0. */
export const FIELD_ID_START = 6;
export const FIELD_ID_END = 7;
export const FIELD_SOURCE_START = 8;
export const FIELD_SOURCE_END = 9;
export const FIELD_URL_START = 10;
export const FIELD_URL_END = 11;
/** 1 for a string with escapes, else 0. */
export const FIELD_ID_ESCAPED = 12;
export const FIELD_SOURCE_ESCAPED = 13;
export const FIELD_URL_ESCAPED = 14;
/** 1 for a text that is too short to judge, else 0. */
export const FIELD_TOO_SHORT = 15;
export const FIELD_WORDS = 16;
export const FIELD_SEQUENCE_LOW = 17;
export const FIELD_SEQUENCE_HIGH = 18;
/** How many of each it has. */
export const FIELD_SKETCH = 19;
export const FIELD_PAIRS = 20;
export const FIELD_LINES = 21;
export const FIELD_NUMBERS = 22;
/** Of its words, those that are quoted. */
export const FIELD_QUOTED = 23;
export const BATCH_FIELDS = 24;

/** What is wanted of a batch besides sketches and hashes of sequences: lines and sketches of pairs; words and numbers. */
export const WANT_LINES = 1;
export const WANT_WORDS = 2;

/** Where the numbers of the scheme stand: of a sketch its words, its characters, its least hashes and the bits of those kept. */
export const SCHEME_SHINGLES = 0;
export const SCHEME_PAIRS = 4;
/** Texts with fewer words are too short to judge, and have no sketch; the same for scripts without spaces stand so much further on. */
export const SCHEME_MIN_WORDS = 8;
export const SCHEME_MIN_SKETCH_WORDS = 9;
export const SCHEME_UNSPACED = 2;

/** In what a piece of a text can be other than in most texts. */
export const ODD_CAPITALS = 1;
export const ODD_ACCENTS = 2;
export const ODD_SPACES = 4;

/** A quotation that is not closed in its paragraph, nor taken up by the next one, ends with it if it is not longer. Taste. */
export const MAX_UNCLOSED_WORDS = 60;
/** More quotations than this inside one another are broken marks. */
export const MAX_DEPTH = 8;

/** A line with so many words is prose; see `PROSE_SENTENCE_WORDS`. Source: detection.md 4. */
export const PROSE_WORDS = 12;
/** A line with so many words is prose when it ends like a sentence. */
export const PROSE_SENTENCE_WORDS = 6;
/** What is known of a line: the bits of `lineFlags`. */
export const PROSE_LINE = 1;
/** Most of its words are characters of a script without spaces. */
export const UNSPACED_LINE = 2;
/** It is a known phrase of web pages. */
export const KNOWN_PHRASE_LINE = 4;

/** Words of the seeds that passages are found by. */
export const PASSAGE_SEED_WORDS = 3;
/** Shorter runs are counted, and not shown. Chosen with the chain's steady runs, which also begin at six words. */
export const MIN_PASSAGE_WORDS = 6;
/** Places of one seed that are tried, for the longest run or for one that goes on: more are a refrain. */
export const MAX_TRIED_PLACES = 32;
/** Shared words that a stretch of a text's own may hold: a name or a phrase both texts use. A taste. */
export const MAX_SHARED_INSIDE = 8;
/** Fewer words are an inserted sentence. The size of a short paragraph, and of what `contained` asks to be matched. */
export const MIN_OWN_WORDS = 30;
/** Such a stretch does not end with a shorter sentence or line: what stands below a story is a link or a prompt. */
export const MIN_LAST_SENTENCE_WORDS = 6;
/** Shorter sentences are none. */
export const MIN_SENTENCE_WORDS = 4;
/** With less prose a text is a list: all its lines count. */
export const MIN_PROSE_WORDS = 30;
