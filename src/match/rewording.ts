import { QUOTED } from '../kernel/flags.ts';
import type { WordRange } from '../kernel/seeds.ts';

/**
 * What became of the words of one text in another that runs along with it, word by word: most stand in their place, some have
 * another in it, some changed places with their neighbour. That is what tells a copy with words swapped throughout from one
 * that was edited here and there; and where no two words in a row are left, it still finds that the texts run along.
 */
export interface Rewording {
  /** Words of the left text in stretches that run along. */
  readonly spanned: number;
  /** Of these, words that the right text has there, in place or beside it. */
  readonly kept: number;
  /** The same outside quotations, on the side that has fewer. */
  readonly keptOutside: number;
  /** Words with one other in their place … */
  readonly replaced: number;
  /** … of these, with one about as long: noise damages words, and who swaps them looks for no length. */
  readonly replacedAlike: number;
  /** Neighbours that changed places. */
  readonly exchanged: number;
  /** Of the distances from one such change to the next the share that is the commonest: nearly all where every fifth word is swapped. */
  readonly evenness: number;
  /** Words of the left text in the heaviest choice of these stretches that come in one order in both. */
  readonly inOrder: number;
  /** How often a stretch comes before the one that it follows in the other text. */
  readonly turns: number;
}

/** Where words end and begin, so that their lengths are known. */
export interface WordPlaces {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A word with more places in the right text begins no stretch. As for the seeds of the chain. */
const MAX_PLACES = 8;
/** A word is looked for so many places around its own: two neighbours changed places, and one word more or less stands before them. */
const SHIFTS = [0, 1, -1, 2, -2];
/** A stretch has so many kept words more than others: what two texts on one event share by chance gets to 3. Taste. */
const MIN_LEAD = 8;
/** It ends where it has lost so much of its lead. */
const MAX_LOSS = 5;
/** More words in a row that are others are no swap. */
const MAX_SWAPPED_ROW = 3;
/** Distances between two changes that are counted apart. */
const DISTANCES = 32;

let places = new Int32Array(4096);
let next = new Int32Array(4096);
let usedIn = new Uint32Array(4096);
let bestPlaces = new Int32Array(4096);
let firsts = new Int32Array(8192);
let counts = new Uint32Array(8192);
let slotMask = 0;

/** 2^16, one for each value of the low bits of a word's hash. */
const BAG_MARKS = 1 << 16;

/** Tells at the cost of a look whether two texts have many words in common, in whatever order. It may say so of too many. */
export class Bag {
  readonly #marks = new Uint32Array(BAG_MARKS);
  #mark = 0;
  #marked: Pick<WordRange, 'hashes' | 'begin'> | undefined;

  /** Of the words of the shorter text, has the other such a share? */
  shares(left: WordRange, right: WordRange, share: number): boolean {
    const isLeftShorter = left.end - left.begin < right.end - right.begin;
    const [shorter, longer] = isLeftShorter ? [left, right] : [right, left];
    const marks = this.#marks;
    if (this.#marked?.hashes !== longer.hashes || this.#marked.begin !== longer.begin) {
      this.#marked = longer;
      this.#mark++;
      for (let at = longer.begin; at < longer.end; at++) marks[longer.hashes[at]! & (BAG_MARKS - 1)] = this.#mark;
    }
    const mark = this.#mark;
    let shared = 0;
    for (let at = shorter.begin; at < shorter.end; at++) {
      if (marks[shorter.hashes[at]! & (BAG_MARKS - 1)] === mark) shared++;
    }
    return shared >= share * (shorter.end - shorter.begin);
  }
}

/** A stretch of the left text as it was tried. */
interface Tried {
  lead: number;
  end: number;
}

/**
 * Compares two texts word by word.
 *
 * @param wordPlaces places of the words of both, by their place in the ranges
 *
 * Cost: a look-up a word, and for each word that begins no stretch up to MAX_PLACES tries, each of which ends MAX_LOSS words on.
 */
export function rewordingOf(left: WordRange, right: WordRange, wordPlaces?: WordPlaces): Rewording {
  const leftCount = left.end - left.begin;
  const rightCount = right.end - right.begin;
  reserve(Math.max(leftCount, rightCount));
  index(right);
  usedIn.fill(0, 0, rightCount);
  const tally = new Tally(left, right, wordPlaces);
  const TAKEN = 0xffffffff;
  let tries = 0;
  for (let at = 0; at < leftCount; ) {
    const slot = slotOf(left.hashes[left.begin + at]!, right);
    let best: Tried = { lead: 0, end: at };
    if (counts[slot]! <= MAX_PLACES) {
      for (let other = firsts[slot]!; other >= 0; other = next[other]!) {
        if (usedIn[other] === TAKEN) continue;
        const tried = run(at, other, ++tries);
        if (tried.lead <= best.lead) continue;
        best = tried;
        bestPlaces.set(places.subarray(at, tried.end), at);
      }
    }
    if (best.lead < MIN_LEAD) {
      at++;
      continue;
    }
    for (let k = at; k < best.end; k++) if (bestPlaces[k]! >= 0) usedIn[bestPlaces[k]!] = TAKEN;
    tally.add(at, best.end);
    at = best.end;
  }
  return tally.result();

  /** Runs along from a place of each text while the lead is not lost. */
  function run(from: number, to: number, mark: number): Tried {
    let diagonal = to - from;
    let lead = 0;
    const tried: Tried = { lead: 0, end: from };
    for (let at = from; at < leftCount && lead > tried.lead - MAX_LOSS; at++) {
      const hash = left.hashes[left.begin + at]!;
      places[at] = -1;
      for (const shift of SHIFTS) {
        const place = at + diagonal + shift;
        if (!isFree(place, mark) || right.hashes[right.begin + place] !== hash) continue;
        places[at] = place;
        usedIn[place] = mark;
        if (shift !== 0 && isAt(at + 1, place + 1, mark) && !isAt(at + 1, at + 1 + diagonal, mark)) diagonal += shift;
        break;
      }
      lead += places[at]! >= 0 ? 1 : -1;
      if (lead <= tried.lead) continue;
      tried.lead = lead;
      tried.end = at + 1;
    }
    return tried;
  }

  function isFree(place: number, mark: number): boolean {
    return place >= 0 && place < rightCount && usedIn[place] !== mark && usedIn[place] !== TAKEN;
  }

  function isAt(at: number, place: number, mark: number): boolean {
    return at < leftCount && isFree(place, mark) && left.hashes[left.begin + at] === right.hashes[right.begin + place];
  }
}

/** Lays out where each word of a text stands: its first place by the slot of its hash, the next ones from place to place. */
function index({ hashes, begin, end }: WordRange): void {
  const count = end - begin;
  let size = 256;
  while (size < count * 2) size *= 2;
  if (firsts.length < size) {
    firsts = new Int32Array(size);
    counts = new Uint32Array(size);
  }
  slotMask = size - 1;
  firsts.fill(-1, 0, size);
  counts.fill(0, 0, size);
  for (let at = count - 1; at >= 0; at--) {
    const slot = slotOf(hashes[begin + at]!, { hashes, begin });
    next[at] = firsts[slot]!;
    firsts[slot] = at;
    counts[slot]!++;
  }
}

/** The slot of a word of the indexed text, or the free one where it would be put. */
function slotOf(hash: number, { hashes, begin }: Pick<WordRange, 'hashes' | 'begin'>): number {
  let slot = hash & slotMask;
  while (firsts[slot]! >= 0 && hashes[begin + firsts[slot]!] !== hash) slot = (slot + 1) & slotMask;
  return slot;
}

/** Counts what became of the words of the stretches that are kept. */
class Tally {
  readonly #left: WordRange;
  readonly #right: WordRange;
  readonly #wordPlaces: WordPlaces | undefined;
  readonly #distances = new Uint32Array(DISTANCES);
  #spanned = 0;
  #kept = 0;
  #leftOutside = 0;
  #rightOutside = 0;
  #replaced = 0;
  #alike = 0;
  #exchanged = 0;
  /** Where each stretch begins in the right text, and its words. */
  readonly #begins: number[] = [];
  readonly #sizes: number[] = [];

  constructor(left: WordRange, right: WordRange, wordPlaces: WordPlaces | undefined) {
    this.#left = left;
    this.#right = right;
    this.#wordPlaces = wordPlaces;
  }

  add(from: number, end: number): void {
    const left = this.#left;
    const right = this.#right;
    this.#spanned += end - from;
    this.#begins.push(bestPlaces[from]!);
    this.#sizes.push(end - from);
    let before = -1;
    let change = -1;
    const changed = (at: number): void => {
      if (change >= 0 && at - change < DISTANCES) this.#distances[at - change]!++;
      change = at;
    };
    for (let at = from; at < end; at++) {
      const place = bestPlaces[at]!;
      if (place < 0) continue;
      this.#kept++;
      this.#leftOutside += 1 - (left.flags[left.begin + at]! & QUOTED);
      this.#rightOutside += 1 - (right.flags[right.begin + place]! & QUOTED);
      const gap = at - before - 1;
      if (before >= 0 && place < bestPlaces[before]!) {
        this.#exchanged++;
        changed(at);
      } else if (before >= 0 && gap > 0 && gap <= MAX_SWAPPED_ROW && place - bestPlaces[before]! - 1 === gap) {
        this.#replaced += gap;
        for (let k = 1; k <= gap; k++) this.#alike += this.#areAlike(before + k, bestPlaces[before]! + k) ? 1 : 0;
        changed(before + 1);
      }
      before = at;
    }
  }

  #areAlike(at: number, place: number): boolean {
    if (this.#wordPlaces === undefined) return false;
    const { starts, ends } = this.#wordPlaces;
    const letters = (word: number): number => ends[word]! - starts[word]!;
    return Math.abs(letters(this.#left.begin + at) - letters(this.#right.begin + place)) <= 1;
  }

  result(): Rewording {
    let all = 0;
    let commonest = 0;
    for (const count of this.#distances) {
      all += count;
      commonest = Math.max(commonest, count);
    }
    return {
      spanned: this.#spanned,
      kept: this.#kept,
      keptOutside: Math.min(this.#leftOutside, this.#rightOutside),
      replaced: this.#replaced,
      replacedAlike: this.#alike,
      exchanged: this.#exchanged,
      evenness: all === 0 ? 0 : commonest / all,
      inOrder: heaviestRising(this.#begins, this.#sizes),
      turns: this.#begins.reduce((turns, begin, k, begins) => turns + (begin < (begins[k - 1] ?? 0) ? 1 : 0), 0),
    };
  }
}

/** More stretches are not put in order one by one: a text of so many has thousands of words. */
const MAX_STRETCHES = 2000;

/** The most words of stretches whose begins rise. */
function heaviestRising(begins: readonly number[], sizes: readonly number[]): number {
  const best: number[] = [];
  let heaviest = 0;
  for (let k = 0; k < Math.min(begins.length, MAX_STRETCHES); k++) {
    let before = 0;
    for (let other = 0; other < k; other++) {
      if (begins[other]! < begins[k]! && best[other]! > before) before = best[other]!;
    }
    best.push(before + sizes[k]!);
    heaviest = Math.max(heaviest, best[k]!);
  }
  // Those that were not looked at count as being in order.
  for (const size of sizes.slice(MAX_STRETCHES)) heaviest += size;
  return heaviest;
}

function reserve(count: number): void {
  if (places.length >= count) return;
  const room = count * 2;
  places = new Int32Array(room);
  next = new Int32Array(room);
  usedIn = new Uint32Array(room);
  bestPlaces = new Int32Array(room);
}

/** A text runs along for so many words: fewer tell of no habit. Taste, as all below. */
const MIN_SPANNED_WORDS = 60;
/** … and for so much of the shorter one. */
const MIN_SPANNED_SHARE = 0.4;
/** So many of the words changed places with a neighbour: nobody edits so, and no noise does. */
const MIN_EXCHANGED_SHARE = 0.1;
/** So many have another in their place, wherever: two copies that each had a tenth of their words changed have .19. */
const MIN_REPLACED_SHARE = 0.22;
/** Where it is no habit that shows, the text must run along for so many words, and so much of the shorter one: short news are updated so. */
const MIN_WORDS_AT_RANDOM = 90;
const MIN_SHARE_AT_RANDOM = 0.65;
/** So many, evenly: every eighth word, … */
const MIN_EVENLY_REPLACED_SHARE = 0.12;
/** … where at random the commonest distance is that of next neighbours, as often as words are replaced. */
const MIN_EVENNESS = 0.45;
/** Noise leaves words as long as they were. Of words taken at random a third are as long, one letter more or less. */
const MAX_ALIKE = 0.75;
/** Of a text in another order so much of the shorter one is there … */
const MIN_SHUFFLED_SPAN = 0.6;
/** … less than this share of that stays in order, … */
const MAX_IN_ORDER = 0.75;
/** … and it goes back more than once: a passage moved, or the end put first, goes back once. */
const MIN_TURNS = 2;

/** Were words swapped throughout, for others or among neighbours? */
export function isReworded(found: Rewording, shorterWords: number): boolean {
  const { spanned, replaced, replacedAlike, exchanged, evenness } = found;
  if (spanned < MIN_SPANNED_WORDS || spanned < MIN_SPANNED_SHARE * shorterWords) return false;
  if (exchanged * 2 >= MIN_EXCHANGED_SHARE * spanned) return true;
  if (replacedAlike >= MAX_ALIKE * replaced) return false;
  if (evenness >= MIN_EVENNESS && replaced >= MIN_EVENLY_REPLACED_SHARE * spanned) return true;
  const isWhole = spanned >= MIN_WORDS_AT_RANDOM && spanned >= MIN_SHARE_AT_RANDOM * shorterWords;
  return isWhole && replaced >= MIN_REPLACED_SHARE * spanned;
}

/** Was the text put in another order, and not just a passage moved? */
export function isReordered({ spanned, inOrder, turns }: Rewording, shorterWords: number): boolean {
  const isWhole = spanned >= MIN_SPANNED_WORDS && spanned >= MIN_SHUFFLED_SPAN * shorterWords;
  return isWhole && turns >= MIN_TURNS && inOrder < MAX_IN_ORDER * spanned;
}
