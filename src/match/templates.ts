import { CAPITAL, DIGITS, SENTENCE_START } from '../kernel/flags.ts';
import type { Slots } from '../kernel/reuse.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { sharedCount, sortDistinct } from '../kernel/sketch.ts';

/** Two texts in one frame: both have so many different numbers, integrated.md 1.10, … */
const MIN_NUMBERS = 8;
/** … and share less than this of the smaller set. True copies share .50 and more, templates .27 at most (integrated.md 2). */
const MAX_SHARED_NUMBERS = 0.35;

/** The same with names: both have so many … */
const MIN_NAMES = 6;
/** … and share less than this of the smaller set: spun pages .14, copies with noise in 6 % of their characters .72 (detection.md 6). */
const MAX_SHARED_NAMES = 0.5;
/** The frame shows it: so many places where both have a name, and not the same, … */
const MIN_NAMED_SLOTS = 6;
/** … and these are so many of the places where the texts differ. Noise falls on all words alike, … */
const MIN_NAMED_SHARE = 0.6;
/** … but no noise leaves so few names shared: then a noisy page of a frame needs only this. */
const HARDLY_SHARED_NAMES = 0.25;
const MIN_NAMED_SHARE_OF_NOISY = 0.3;

/** Same frame, other data: enough numbers on both sides and few of them shared. Both arrays ascending and distinct. */
export function sharesFewNumbers(left: Uint32Array, right: Uint32Array): boolean {
  return sharesFew(left, right, MIN_NUMBERS, MAX_SHARED_NUMBERS);
}

/** How many of the fewer names both have; nothing where it is too many, or there are too few to tell. Both as `namesIn` gives them. */
export function fewNamesShared(left: Uint32Array, right: Uint32Array): number | undefined {
  if (!sharesFew(left, right, MIN_NAMES, MAX_SHARED_NAMES)) return undefined;
  return sharedCount(left, 0, left.length, right, 0, right.length) / Math.min(left.length, right.length);
}

/** Do two texts that share so few of their names differ where names stand, and hardly elsewhere? */
export function differsInNames({ all, named }: Slots, namesShared: number): boolean {
  const least = namesShared < HARDLY_SHARED_NAMES ? MIN_NAMED_SHARE_OF_NOISY : MIN_NAMED_SHARE;
  return named >= MIN_NAMED_SLOTS && named >= least * all;
}

function sharesFew(left: Uint32Array, right: Uint32Array, least: number, mostShared: number): boolean {
  const fewer = Math.min(left.length, right.length);
  return fewer >= least && !sharesAsMany(left, right, mostShared * fewer);
}

/** Do they share so many? Most pairs do, and it is known halfway. */
function sharesAsMany(left: Uint32Array, right: Uint32Array, enough: number): boolean {
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length && shared < enough; ) {
    const x = left[i]!;
    const y = right[j]!;
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared >= enough;
}

/** Hashes of a text's different names and numbers, ascending: words with a capital inside a sentence, and words of digits. */
export function namesIn({ hashes, flags, begin, end }: WordRange): Uint32Array {
  const names = new Uint32Array(end - begin);
  let count = 0;
  for (let at = begin; at < end; at++) {
    const flag = flags[at]!;
    if ((flag & DIGITS) !== 0 || ((flag & CAPITAL) !== 0 && (flag & SENTENCE_START) === 0))
      names[count++] = hashes[at]!;
  }
  return names.slice(0, sortDistinct(names, count));
}
