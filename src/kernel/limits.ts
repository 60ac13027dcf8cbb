/** What the kernel measures by, read by the plain one and by the compiled one alike: whole numbers, and nothing else. */

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

/** Words of the seeds that passages are found by. */
export const PASSAGE_SEED_WORDS = 3;
/** Shorter runs are counted, and not shown. Chosen with the chain's steady runs, which also begin at six words. */
export const MIN_PASSAGE_WORDS = 6;
/** Places of one seed that are tried for the longest run: more are a refrain. */
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
