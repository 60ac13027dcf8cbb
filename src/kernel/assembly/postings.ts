// The search for candidate pairs of `kernel/postings.ts`, pair for pair. AssemblyScript; the caller lays out the memory and
// hands over the addresses once, by `lay`. Nothing is allocated here.
import { MAX_POSTING, PREDECESSORS } from '../limits';
import { numberAt, setNumber } from './arrays';

@external('env', 'sortNumbers')
declare function sortNumbers(address: usize, count: i32): void;

/** The hashes by article, 4 bytes each, and from where on each article has its own. */
let hashes: usize = 0;
let offsets: usize = 0;
let articleCount: i32 = 0;
let hashCount: i32 = 0;
/** Room to sort: hash and article, 4 bytes each, twice. The first becomes `places`, the second `longLists`. */
let sorted: usize = 0;
let spare: usize = 0;
/**
 * For the hash at each place 8 bytes: where it stands in the postings, and from where its list is walked; of a long list its
 * number, how many predecessors are walked, and the highest bit.
 */
let places: usize = 0;
/** The articles of the postings, list by list; where the hashes were. */
let owners: usize = 0;
/** The numbers of the long lists that an article is in, and from where on it has its own. */
let longLists: usize = 0;
let longOffsets: usize = 0;
/** A byte a long list: 1 for each that the article at hand is in. */
let isOwnLong: usize = 0;
/**
 * 4 bytes an article: hashes met in the postings, and in the upper half how many of them in long lists, which show only some.
 */
let counts: usize = 0;
let touched: usize = 0;
/** Of the pairs found, 4 bytes each: left, right, shared hashes. */
let left: usize = 0;
let right: usize = 0;
let shared: usize = 0;
let pairRoom: i32 = 0;
let pairCount: i32 = 0;
let histogram: usize = 0;

const LONG: u32 = 0x80000000;
const WALKED_SHIFT: u32 = 28;
const LIST_MASK: u32 = (1 << WALKED_SHIFT) - 1;
const DIGIT_BITS: u32 = 11;
const DIGITS: i32 = 1 << DIGIT_BITS;
/** All that a count says: more shared hashes than this say no more. */
const MOST: u32 = 0xffff;
/** So many are sorted here, one by one. */
const FEW: i32 = 48;

export function lay(table: usize, articles: i32, total: i32, room: i32): void {
  hashes = load<u32>(table);
  offsets = load<u32>(table, 4);
  sorted = load<u32>(table, 8);
  spare = load<u32>(table, 12);
  longOffsets = load<u32>(table, 16);
  isOwnLong = load<u32>(table, 20);
  counts = load<u32>(table, 24);
  touched = load<u32>(table, 28);
  left = load<u32>(table, 32);
  right = load<u32>(table, 36);
  shared = load<u32>(table, 40);
  histogram = load<u32>(table, 44);
  articleCount = articles;
  hashCount = total;
  pairRoom = room;
}

/** Sorts by one digit of the hashes, keeping the order of equal ones. */
function sortByDigit(from: usize, to: usize, shift: u32): void {
  memory.fill(histogram, 0, DIGITS << 2);
  const end = from + (<usize>hashCount << 3);
  for (let at = from; at < end; at += 8) {
    const digit = (load<u32>(at) >> shift) & (DIGITS - 1);
    setNumber(histogram, digit, numberAt(histogram, digit) + 1);
  }
  let total: u32 = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const here = numberAt(histogram, digit);
    setNumber(histogram, digit, total);
    total += here;
  }
  for (let at = from; at < end; at += 8) {
    const pair = load<u64>(at);
    const digit = (<u32>pair >> shift) & (DIGITS - 1);
    const place = numberAt(histogram, digit);
    setNumber(histogram, digit, place + 1);
    store<u64>(to + (<usize>place << 3), pair);
  }
}

/** Makes the postings. The hashes of an article are ascending, so that its places come in their order. */
export function build(): void {
  for (let article = 0; article < articleCount; article++) {
    const end = numberAt(offsets, article + 1);
    for (let place = numberAt(offsets, article); place < end; place++)
      store<u64>(sorted + (<usize>place << 3), (<u64>article << 32) | <u64>numberAt(hashes, place));
  }
  sortByDigit(sorted, spare, 0);
  sortByDigit(spare, sorted, DIGIT_BITS);
  sortByDigit(sorted, spare, 2 * DIGIT_BITS);

  places = sorted;
  owners = hashes;
  const nextPlace = touched;
  memory.copy(nextPlace, offsets, <usize>articleCount << 2);
  let listCount: u32 = 0;
  for (let begin: i32 = 0, end: i32 = 0; begin < hashCount; begin = end) {
    const hash = load<u32>(spare + (<usize>begin << 3));
    while (end < hashCount && load<u32>(spare + (<usize>end << 3)) === hash) end++;
    const isLong = end - begin > MAX_POSTING;
    for (let at = begin; at < end; at++) {
      const article = load<u32>(spare + (<usize>at << 3), 4);
      const place = numberAt(nextPlace, article);
      setNumber(nextPlace, article, place + 1);
      setNumber(owners, at, article);
      const walk = isLong ? LONG | (<u32>min(at - begin, PREDECESSORS) << WALKED_SHIFT) | listCount : <u32>begin;
      store<u64>(places + (<usize>place << 3), (<u64>walk << 32) | <u64>at);
    }
    if (isLong) listCount++;
  }

  longLists = spare;
  let long: i32 = 0;
  setNumber(longOffsets, 0, 0);
  for (let article = 0; article < articleCount; article++) {
    const end = numberAt(offsets, article + 1);
    for (let place = numberAt(offsets, article); place < end; place++) {
      const walk = load<u32>(places + (<usize>place << 3), 4);
      setNumber(longLists, long, walk & LIST_MASK);
      long += walk >> 31;
    }
    setNumber(longOffsets, article + 1, long);
  }
}

export function getPairCount(): i32 {
  return pairCount;
}

/**
 * Finds the pairs whose right side is one of the articles from `begin` up to `end`, and returns before which article it
 * stopped: the room for pairs may be taken.
 */
export function search(begin: i32, end: i32, minShared: u32, minEstimate: f64): i32 {
  pairCount = 0;
  for (let article = begin; article < end; article++) {
    if (pairRoom - pairCount < articleCount) return article;
    const first = numberAt(offsets, article);
    const last = numberAt(offsets, article + 1);
    let touchedCount: i32 = 0;
    for (let place = first; place < last; place++) {
      const walk = load<u32>(places + (<usize>place << 3), 4);
      const upTo = numberAt(places, place << 1);
      const isLong = walk >= LONG;
      const from = isLong ? upTo - ((walk & ~LONG) >> WALKED_SHIFT) : walk;
      const step: u32 = isLong ? 0x1_0001 : 1;
      for (let at = from; at < upTo; at++) {
        const other = numberAt(owners, at);
        const met = numberAt(counts, other);
        // Written in any case, and kept where it is the first time: no branch that cannot be foreseen.
        setNumber(touched, touchedCount, other);
        touchedCount += met === 0 ? 1 : 0;
        setNumber(counts, other, (met & MOST) === MOST ? met : met + step);
      }
    }

    const ownSize = last - first;
    const ownLong = numberAt(longOffsets, article);
    const ownLongEnd = numberAt(longOffsets, article + 1);
    for (let k = ownLong; k < ownLongEnd; k++) store<u8>(isOwnLong + numberAt(longLists, k), 1);
    let kept: i32 = 0;
    for (let t = 0; t < touchedCount; t++) {
      const other = numberAt(touched, t);
      const count = numberAt(counts, other);
      const met = count & MOST;
      setNumber(counts, other, 0);
      if (met < minShared) continue;
      let exact = met - (count >> 16);
      const need = minEstimate * <f64>min(ownSize, numberAt(offsets, other + 1) - numberAt(offsets, other));
      // Long lists hide shared hashes, but never more than this article has of them.
      if (<f64>(exact + ownLongEnd - ownLong) < need) continue;
      const listEnd = longLists + (<usize>numberAt(longOffsets, other + 1) << 2);
      for (let list = longLists + (<usize>numberAt(longOffsets, other) << 2); list < listEnd; list += 4)
        exact += load<u8>(isOwnLong + load<u32>(list));
      if (<f64>exact < need) continue;
      setNumber(touched, kept++, other);
      setNumber(counts, other, min(exact, MOST));
    }
    for (let k = ownLong; k < ownLongEnd; k++) store<u8>(isOwnLong + numberAt(longLists, k), 0);
    sortKept(kept);
    for (let k = 0; k < kept; k++, pairCount++) {
      const other = numberAt(touched, k);
      setNumber(left, pairCount, other);
      setNumber(right, pairCount, article);
      setNumber(shared, pairCount, numberAt(counts, other));
      setNumber(counts, other, 0);
    }
  }
  return end;
}

/** Sorts the first articles of `touched`. */
function sortKept(count: i32): void {
  if (count > FEW) {
    sortNumbers(touched, count);
    return;
  }
  for (let k = 1; k < count; k++) {
    const article = numberAt(touched, k);
    let to = k;
    while (to > 0 && numberAt(touched, to - 1) > article) {
      setNumber(touched, to, numberAt(touched, to - 1));
      to--;
    }
    setNumber(touched, to, article);
  }
}
