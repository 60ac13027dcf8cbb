// Where a text lies, and what is read of it: one stretch of memory after the other. The tables come first, so that they stay
// where they are when there must be room for a longer text.

import { BATCH_FIELDS, BATCH_ROWS, MAX_DEPTH } from '../limits';

/** The first page is the compiled code's own. */
const FIRST: usize = 0x1_0000;
const UNITS: usize = 0x1_0000;
/** What is read sixteen units at a time is read past the end. */
const SLACK: usize = 64;

/** 4 bytes a code unit, and 2: the class and the traits of `classes.ts`. */
export const table: usize = FIRST;
export const traits: usize = table + (UNITS << 2);
/** The multipliers of a shingle, 4 bytes each. */
export const multipliers: usize = traits + (UNITS << 1);
/** Room to sort in. */
export const slots: usize = multipliers + 64;
export const SLOT_COUNT: i32 = 4096;
/** Quotations that are open: make, first word, and the word behind one of the same make inside, 4 bytes each. */
export const openMakes: usize = slots + (<usize>SLOT_COUNT << 2);
export const openWords: usize = openMakes + (MAX_DEPTH << 2);
export const openInner: usize = openWords + (MAX_DEPTH << 2);
/** Names of fields. */
export const names: usize = openInner + (MAX_DEPTH << 2);
/** What was read, in numbers of 4 bytes: see `READ_COUNT` and those after it in `limits.ts`. */
export const results: usize = names + 1024;
/** How sketches are made and what is too short for one: see `SCHEME_SHINGLES` and those after it in `limits.ts`. */
export const scheme: usize = results + 64;
/** Which names of fields may hold what: for each of the four a count, and so many numbers of names. */
export const roles: usize = scheme + 64;
const REST: usize = roles + 1024;

/** 2 bytes a unit, and behind it the line feeds that end it. */
export let text: usize = 0;
/** A byte a unit: letters of ASCII in lower case. */
export let low: usize = 0;
/** A bit a unit: letters and digits of ASCII, capitals, letters, line feeds. */
export let letters: usize = 0;
export let capitals: usize = 0;
export let notDigits: usize = 0;
export let breaks: usize = 0;
/** What is known of words: 4 bytes each, the flags one. */
export let hashes: usize = 0;
export let starts: usize = 0;
export let ends: usize = 0;
export let flags: usize = 0;
/** And of lines. */
export let lineFirst: usize = 0;
export let lineKeysLow: usize = 0;
export let lineKeysHigh: usize = 0;
export let lineFlags: usize = 0;
/** Quotation marks while a text is read, its numbers once it was: 4 bytes each. */
export let marks: usize = 0;
export let markWords: usize = 0;
/** A sketch. */
export let out: usize = 0;
/** A record, before its text is taken out. */
export let bytes: usize = 0;

/** Of the low bits of a word's hash, a byte each: the most words of a known phrase that begins with it. */
export let mostPhraseWords: usize = 0;
/** What is made of the records of a batch: numbers of 4 bytes by field and record, then what each has many of. */
export let columns: usize = 0;
export let keptSketches: usize = 0;
export let keptPairs: usize = 0;
export let keptKeysLow: usize = 0;
export let keptKeysHigh: usize = 0;
export let keptLineWords: usize = 0;
export let keptLineFlags: usize = 0;
export let keptHashes: usize = 0;
export let keptFlags: usize = 0;
export let keptNumbers: usize = 0;
export let keptNumberLines: usize = 0;

let next: usize = 0;

function take(byteLength: usize): usize {
  const at = next;
  next = (next + byteLength + 63) & ~63;
  return at;
}

/** Gives out the memory for a text of so many units, each of which could be a word, and says where it ends. */
export function layFor(capacity: i32): usize {
  const units = <usize>capacity + SLACK;
  next = REST;
  text = take(units << 1);
  low = take(units);
  letters = take(units >> 3);
  capitals = take(units >> 3);
  notDigits = take(units >> 3);
  breaks = take(units >> 3);
  hashes = take(units << 2);
  starts = take(units << 2);
  ends = take(units << 2);
  flags = take(units);
  // A line has a word and an end.
  lineFirst = take(units << 1);
  lineKeysLow = take(units << 1);
  lineKeysHigh = take(units << 1);
  lineFlags = take(units);
  marks = take(units << 2);
  markWords = take(units << 2);
  out = take(units << 2);
  bytes = take(units);
  return next;
}

/** Gives out, behind that, the memory for batches of so many bytes, each of which could be a word. To be asked after `layFor`. */
export function layForBatches(capacity: i32): usize {
  const units = <usize>capacity + SLACK;
  mostPhraseWords = take(UNITS);
  columns = take(BATCH_FIELDS * BATCH_ROWS * 4);
  keptSketches = take(units << 2);
  keptPairs = take(units << 2);
  keptKeysLow = take(units << 2);
  keptKeysHigh = take(units << 2);
  keptLineWords = take(units << 2);
  keptLineFlags = take(units << 2);
  keptHashes = take(units << 2);
  keptFlags = take(units);
  keptNumbers = take(units << 2);
  keptNumberLines = take(units << 2);
  return next;
}

@inline
export function unitAt(i: i32): u32 {
  return load<u16>(text + (<usize>i << 1));
}

@inline
export function entryOf(unit: u32): u32 {
  return load<u32>(table + (<usize>unit << 2));
}

@inline
export function classOf(unit: u32): i32 {
  return (entryOf(unit) >> 16) & 0xf;
}

@inline
export function traitsOf(unit: u32): i32 {
  return load<u16>(traits + (<usize>unit << 1));
}

@inline
export function hashAt(i: i32): u32 {
  return load<u32>(hashes + (<usize>i << 2));
}
