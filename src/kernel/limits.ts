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

/** What is worth measuring of a pair: nothing, the cover alone, or chain and cover. */
export const WANT_NOTHING = 0;
export const WANT_COVER = 1;
export const WANT_ALL = 2;
