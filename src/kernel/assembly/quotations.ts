// Quoted speech, as `text/quotes.ts` defines it, from the same marks.
import {
  ALPHABETIC,
  ALWAYS_CLOSES,
  ALWAYS_OPENS,
  CAN_CLOSE,
  CAN_OPEN,
  DOUBLE,
  ENDS_SPEECH,
  GUILLEMET,
  MAKE_BITS,
  MAKE_SHIFT,
  NESTS,
  PAIRED_SINGLE,
  SINGLE,
  SINGLE_GUILLEMET,
  SPACE,
  STRAIGHT,
  STRAIGHT_SINGLE,
} from '../classes';
import { QUOTED } from '../flags';
import { MAX_DEPTH, MAX_UNCLOSED_WORDS } from '../limits';
import { numberAt, setNumber } from './arrays';
import {
  flags,
  markWords,
  marks,
  openInner,
  openMakes,
  openWords,
  traitsOf,
  unitAt,
} from './text-store';

/** Marks the replies of a paragraph that opens with a dash, and says how many words these are. */
@external('env', 'quoteReplies')
declare function quoteReplies(ink: i32, end: i32, first: i32, count: i32): i32;

/** Does a word stand there that has lost its beginning? */
@external('env', 'isElision')
declare function isElision(at: i32): bool;

export let quotedCount: i32 = 0;
let markCount: i32 = 0;
let pendingMake: i32 = 0;
let pendingFrom: i32 = 0;
let pendingTo: i32 = 0;

let openCount: i32 = 0;

export function clearMarks(): void {
  quotedCount = 0;
  markCount = 0;
  pendingMake = 0;
  openCount = 0;
}

@inline
export function pushMark(offset: i32, word: i32): void {
  setNumber(marks, markCount, offset);
  setNumber(markWords, markCount++, word);
}

function quote(from: i32, to: i32): void {
  for (let at = from; at < to; at++) {
    const flag = load<u8>(flags + <usize>at);
    quotedCount += 1 - (flag & QUOTED);
    store<u8>(flags + <usize>at, flag | QUOTED);
  }
}

export function endParagraph(start: i32, end: i32, first: i32, count: i32): void {
  let ink = start;
  while (ink < end && isBlank(unitAt(ink))) ink++;
  const opener = unitAt(ink);
  const isContinued = settlePending(markCount > 0 && numberAt(marks, 0) === <u32>ink);
  if (opener === 0x3e) {
    quote(first, count);
    markCount = 0;
    return;
  }
  if (opener >= 0x2013 && opener <= 0x2015) quotedCount += quoteReplies(ink, end, first, count);
  if (markCount === 0) return;
  for (let k = 0; k < markCount; k++) takeMark(end, k, isContinued && k === 0);
  markCount = 0;
  closeAll(count);
}

export function settleMarks(): void {
  settlePending(false);
}

function settlePending(isTakenUp: bool): bool {
  if (pendingMake === 0) return false;
  const isShort = pendingTo - pendingFrom <= MAX_UNCLOSED_WORDS;
  const isSingle = pendingMake === SINGLE || pendingMake === STRAIGHT_SINGLE;
  if (isTakenUp || (isShort && !isSingle)) quote(pendingFrom, pendingTo);
  pendingMake = 0;
  return isTakenUp;
}

function makeOf(unit: u32): i32 {
  return (traitsOf(unit) >> MAKE_SHIFT) & MAKE_BITS;
}

function takeMark(end: i32, k: i32, isContinuation: bool): void {
  const at = <i32>numberAt(marks, k);
  const word = <i32>numberAt(markWords, k);
  const unit = unitAt(at);
  const traits = traitsOf(unit);
  let make = (traits >> MAKE_SHIFT) & MAKE_BITS;
  let after = at + 1;
  if (make === STRAIGHT_SINGLE && unitAt(after) === unit) {
    make = PAIRED_SINGLE;
    after++;
  }
  if (make === 0) return;
  const beforeUnit: u32 = at > 0 ? unitAt(at - 1) : 0x20;
  const before = traitsOf(beforeUnit);
  const next = traitsOf(after < end ? unitAt(after) : 0x20);
  const opens = (before & CAN_OPEN) !== 0 && (next & SPACE) === 0;
  const closes = (next & CAN_CLOSE) !== 0 && (before & SPACE) === 0;
  const closesAlways = (traits & ALWAYS_CLOSES) !== 0;
  const depth = depthOf(make);
  if (depth >= 0 && !isContinuation) {
    const isNested = !closesAlways && opens && !closes && depth === openCount - 1 && (traits & NESTS) !== 0;
    if (!isNested && (make < SINGLE || make === PAIRED_SINGLE || closesSingle(beforeUnit, before, next, k))) {
      // A mark that can only open, while one is open: the closing mark was lost.
      close(depth, word);
      if ((make === STRAIGHT || make === DOUBLE) && opens && !closes) open(make, word);
      return;
    }
    if (!isNested) return;
  }
  if (closesAlways && !isContinuation) return;
  if (isContinuation || (traits & ALWAYS_OPENS) !== 0 || opensHere(make, unit, before, next, opens, closes)) {
    if (make >= SINGLE && make <= STRAIGHT_SINGLE && isElision(after)) return;
    open(make, word);
  }
}

function open(make: i32, word: i32): void {
  if (openCount >= MAX_DEPTH) return;
  setNumber(openMakes, openCount, make);
  setNumber(openWords, openCount, word);
  setNumber(openInner, openCount++, -1);
}

function depthOf(make: i32): i32 {
  let depth = openCount - 1;
  while (depth >= 0 && numberAt(openMakes, depth) !== <u32>make) depth--;
  return depth;
}

/** An apostrophe at the end of a word is none of speech, where a mark that is one follows. */
function closesSingle(beforeUnit: u32, before: i32, next: i32, k: i32): bool {
  if ((before & ENDS_SPEECH) !== 0) return true;
  if ((next & CAN_CLOSE) === 0) return false;
  if ((beforeUnit | 0x20) !== 0x73) return true;
  for (let later = k + 1; later < markCount; later++) {
    const at = <i32>numberAt(marks, later);
    const make = makeOf(unitAt(at));
    if ((make === SINGLE || make === STRAIGHT_SINGLE) && (traitsOf(unitAt(at - 1)) & ENDS_SPEECH) !== 0) return false;
  }
  return true;
}

function close(depth: i32, word: i32): void {
  openCount = depth;
  quote(numberAt(openWords, depth), word);
  if (depth > 0 && numberAt(openMakes, depth - 1) === numberAt(openMakes, depth)) setNumber(openInner, depth - 1, word);
}

function closeAll(count: i32): void {
  if (openCount === 0) return;
  const inner = <i32>numberAt(openInner, 0);
  if (inner >= 0) {
    // One mark often closes two.
    quote(numberAt(openWords, 0), inner);
  } else {
    pendingMake = numberAt(openMakes, 0);
    pendingFrom = numberAt(openWords, 0);
    pendingTo = count;
  }
  openCount = 0;
}

function opensHere(make: i32, unit: u32, before: i32, next: i32, opens: bool, closes: bool): bool {
  if (make === DOUBLE) {
    // ” opens where it is the only mark of the language; elsewhere it is one whose partner was lost.
    return unit === 0x201d ? opens && !closes : opens || !closes;
  }
  if (make === GUILLEMET || make === SINGLE_GUILLEMET) {
    // « opens, with or without a blank after it; » only where nothing else can be meant.
    return unit === 0xab || unit === 0x2039 ? opens || (next & SPACE) !== 0 : opens && !closes;
  }
  const startsWord = (before & CAN_OPEN) !== 0 && (next & ALPHABETIC) !== 0;
  if (make === SINGLE) return unit === 0x2018 && startsWord;
  if (make === STRAIGHT_SINGLE) return startsWord;
  return opens || !closes;
}

function isBlank(unit: u32): bool {
  return unit === 0x20 || unit === 9 || unit === 0xa0 || unit === 0x3000;
}
