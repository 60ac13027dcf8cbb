// Flags and marks of words, a byte each, sixteen at a time, and the sentences that they tell of: what sentences.ts defines, number
// for number, in WebAssembly. Behind the last word there may be anything, and there is room for sixteen.
import { PROSE, SENTENCE_START } from '../flags';
import { MIN_PROSE_WORDS, MIN_SENTENCE_WORDS } from '../limits';
import { setSigned as setNumber } from './arrays';

/** A bit for each of the 16 words whose flags stand from an address on, set where it has the flag. */
@inline
function flaggedAt(address: usize, flag: i32): i32 {
  const flagged = v128.and(v128.load(address), i8x16.splat(<i8>flag));
  return i8x16.bitmask(i8x16.ne(flagged, i8x16.splat(0)));
}

/** How many of so many words have the flag. */
export function flaggedCount(address: usize, count: i32, flag: i32): i32 {
  let flagged: i32 = 0;
  let k: i32 = 0;
  for (; k + 16 <= count; k += 16) flagged += popcnt(flaggedAt(address + <usize>k, flag));
  if (k < count) flagged += popcnt(flaggedAt(address + <usize>k, flag) & ((1 << (count - k)) - 1));
  return flagged;
}

/** A bit for each of the 16 words from `index` on, set where it is not marked. */
@inline
export function unmarkedAt(marks: usize, index: i32): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(marks + <usize>index), i8x16.splat(0)));
}

/** How many of the words from `from` up to `to` are not marked. */
export function unmarkedCount(marks: usize, from: i32, to: i32): i32 {
  let unmarked: i32 = 0;
  let k = from;
  for (; k + 16 <= to; k += 16) unmarked += popcnt(unmarkedAt(marks, k));
  if (k < to) unmarked += popcnt(unmarkedAt(marks, k) & ((1 << (to - k)) - 1));
  return unmarked;
}

/** The first word from `from` on that begins a sentence; `count` where none does. */
function nextSentence(flags: usize, from: i32, count: i32): i32 {
  for (let k = from; k < count; k += 16) {
    const found = flaggedAt(flags + <usize>k, SENTENCE_START);
    if (found !== 0) return min(k + <i32>ctz(found), count);
  }
  return count;
}

/**
 * Writes to `out` how many of so many words stand in sentences, and in how many of these most are marked.
 *
 * @param flags where those of the first word stand
 */
export function countSentences(
  out: usize,
  flags: usize,
  marks: usize,
  count: i32,
  unitWords: f64,
  sentenceShare: f64,
): void {
  const isList = <f64>flaggedCount(flags, count, PROSE) < MIN_PROSE_WORDS * unitWords;
  const least = MIN_SENTENCE_WORDS * unitWords;
  let counted: i32 = 0;
  let reused: i32 = 0;
  for (let start: i32 = 0; start < count; ) {
    const end = nextSentence(flags, start + 1, count);
    const length = end - start;
    const hits = length - unmarkedCount(marks, start, end);
    if (<f64>length >= least && (isList || (load<u8>(flags + <usize>start) & PROSE) !== 0)) {
      counted += length;
      if (<f64>hits >= sentenceShare * <f64>length) reused += length;
    }
    start = end;
  }
  setNumber(out, 0, counted);
  setNumber(out, 1, reused);
}
