import { type DisguiseName, FLAG_NAMES, type FlagName } from '../model.ts';
import { type DisguiseBits, disguiseNames, disguisesBetween } from '../text/disguises.ts';

/** From this score on two articles of one source are versions of one story, and no follow-up that repeats a paragraph. Taste. */
const VERSION_SCORE = 0.5;
/** Less of one side's sentences is in the other: something was written anew. More, and it is the same text posted twice. */
const VERSION_SENTENCES = 0.95;

/** What the flags look at that no measure of words tells. */
export interface FlagSides {
  readonly disguises: (article: number) => DisguiseBits;
  readonly sourceNames: readonly (string | undefined)[];
}

/** What is known of a pair when its flags are told. */
interface Flagged {
  readonly left: number;
  readonly right: number;
  /** Those that measures alone decide. */
  readonly flags: readonly FlagName[];
  /** Disguises that both texts together show. */
  readonly shown?: readonly DisguiseName[];
  /** None for two texts with the same words. */
  readonly shares?: { readonly score: number; readonly leftSentences: number; readonly rightSentences: number };
}

const NO_DISGUISES: readonly DisguiseName[] = [];

/** All flags of a pair, in the order of FLAG_NAMES, and what it is disguised with. */
export function flagsOf(
  { left, right, flags, shown = NO_DISGUISES, shares }: Flagged,
  { disguises, sourceNames }: FlagSides,
): { flags: readonly FlagName[]; disguises: readonly DisguiseName[] } {
  const between = disguisesBetween(disguises(left), disguises(right));
  const source = sourceNames[left];
  const isVersion =
    shares !== undefined &&
    source !== undefined &&
    source === sourceNames[right] &&
    !flags.includes('template') &&
    shares.score >= VERSION_SCORE &&
    Math.min(shares.leftSentences, shares.rightSentences) < VERSION_SENTENCES;
  if (between === 0 && shown.length === 0 && !isVersion) return { flags, disguises: NO_DISGUISES };
  const names = [...disguiseNames(between), ...shown];
  const found = new Set<FlagName>(flags);
  if (names.length > 0) found.add('disguised');
  if (isVersion) found.add('version');
  return { flags: FLAG_NAMES.filter((name) => found.has(name)), disguises: names };
}
