import type { WordRange } from '../kernel/seeds.ts';
import { sharedCount, sketchInto } from '../kernel/sketch.ts';

/** A line on so many articles with different cores is furniture. Source: detection.md 4. */
const MIN_GROUPS = 3;
/** Articles of one line that are looked at. Source: integrated.md 1.5, as all below. */
const MAX_LOOKED_AT = 40;
/** Cores that share less than this of the smaller sketch are different. */
const SAME_CORE = 0.5;
const CORE_SHINGLE_WORDS = 5;
const CORE_MIN_SKETCH = 16;
/** A core with fewer words is none: the whole text stands for it (lists, hard-wrapped text). */
const MIN_CORE_WORDS = 60;
/** In the last round a core is taken among the lines that do not repeat, where these hold so many words of prose. */
const MIN_OWN_PROSE_WORDS = 100;
/** What a line that is not prose costs a core beside its words. Source: detection.md 4. */
const SHORT_LINE_COST = 8;
const ROUNDS = 2;

/** The lines of many articles in columns: those of article `i` from `offsets[i]` to `offsets[i + 1]`, in the order of the text. */
export interface LineTable {
  readonly offsets: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly wordCounts: Uint32Array;
  readonly prose: Uint8Array;
}

/** Lines that stand on MIN_GROUPS articles or more of one source. */
export interface RepeatedLines {
  /** For each line of the table: which repeated line it is, or -1. */
  readonly lineOf: Int32Array;
  /** The articles of repeated line `r`, at most MAX_LOOKED_AT, from `offsets[r]` to `offsets[r + 1]`. */
  readonly articles: Uint32Array;
  readonly offsets: Uint32Array;
  readonly count: number;
}

/**
 * Finds the lines that stand on several articles of one source. Articles of unknown source count as one source.
 *
 * @param ranked   the articles to count, in rank order; one of several identical texts
 * @param sourceOf number of an article's source, 0 for unknown
 */
export function repeatedLines(lines: LineTable, ranked: Uint32Array, sourceOf: Uint32Array): RepeatedLines {
  const lineCount = lines.keysLow.length;
  const entryOf = new Int32Array(lineCount).fill(-1);
  let slotCount = 1024;
  while (slotCount < lineCount * 2) slotCount *= 2;
  const slots = new Int32Array(slotCount).fill(-1);
  const mask = slotCount - 1;
  // An entry is known by the first line that made it.
  const firstLine = new Uint32Array(lineCount);
  const firstSource = new Uint32Array(lineCount);
  const articleCounts = new Uint32Array(lineCount);
  const lastArticle = new Int32Array(lineCount);
  let entries = 0;

  for (let r = 0; r < ranked.length; r++) {
    const article = ranked[r]!;
    const source = sourceOf[article]!;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      const low = lines.keysLow[line]!;
      const high = lines.keysHigh[line]!;
      let slot = (low ^ Math.imul(source, 0x9e3779b1)) & mask;
      let entry = slots[slot]!;
      while (entry >= 0) {
        const other = firstLine[entry]!;
        if (lines.keysLow[other] === low && lines.keysHigh[other] === high && firstSource[entry] === source) break;
        slot = (slot + 1) & mask;
        entry = slots[slot]!;
      }
      if (entry < 0) {
        entry = entries++;
        slots[slot] = entry;
        firstLine[entry] = line;
        firstSource[entry] = source;
        lastArticle[entry] = -1;
      }
      entryOf[line] = entry;
      if (lastArticle[entry] !== r) {
        lastArticle[entry] = r;
        articleCounts[entry]!++;
      }
    }
  }

  const number = new Int32Array(entries).fill(-1);
  let count = 0;
  let total = 0;
  for (let entry = 0; entry < entries; entry++) {
    if (articleCounts[entry]! < MIN_GROUPS) continue;
    number[entry] = count++;
    total += Math.min(articleCounts[entry]!, MAX_LOOKED_AT);
  }
  const offsets = new Uint32Array(count + 1);
  for (let entry = 0; entry < entries; entry++) {
    const r = number[entry]!;
    if (r >= 0) offsets[r + 1] = Math.min(articleCounts[entry]!, MAX_LOOKED_AT);
  }
  for (let r = 0; r < count; r++) offsets[r + 1]! += offsets[r]!;
  const articles = new Uint32Array(total);
  const filled = offsets.slice(0, count);
  lastArticle.fill(-1);
  for (let k = 0; k < ranked.length; k++) {
    const article = ranked[k]!;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      const entry = entryOf[line]!;
      const r = number[entry]!;
      entryOf[line] = r;
      if (r < 0 || lastArticle[entry] === k) continue;
      lastArticle[entry] = k;
      if (filled[r]! < offsets[r + 1]!) articles[filled[r]!++] = article;
    }
  }
  return { lineOf: entryOf, articles, offsets, count };
}

/**
 * Tells which lines are site furniture: those that stand on three articles or more whose cores differ. A story that is
 * syndicated widely stands on many articles with one core, and is none.
 *
 * Two rounds: cores are taken again without the furniture of the first. A third where the source is known: cores among
 * lines that do not repeat. Source: detection.md 4, integrated.md 1.5.
 *
 * @param wordsOf the words of an article with all its lines
 * @returns 1 for a line of furniture, for each line of the table
 */
export function furnitureLines(
  lines: LineTable,
  repeated: RepeatedLines,
  sourceOf: Uint32Array,
  wordsOf: (article: number) => WordRange,
): Uint8Array {
  const isFurniture = new Uint8Array(lines.keysLow.length);
  if (repeated.count === 0) return isFurniture;
  const judged = new Uint8Array(repeated.count);
  const isNeeded = new Uint8Array(lines.offsets.length);
  for (const article of repeated.articles) isNeeded[article] = 1;
  const cores = new Map<number, Uint32Array>();
  // Where no line of an article was judged since, its core is what it was.
  const judgedLines = new Int32Array(lines.offsets.length).fill(-1);

  for (let round = 0; round <= ROUNDS; round++) {
    const ownLinesOnly = round === ROUNDS;
    for (let article = 0; article < isNeeded.length; article++) {
      if (isNeeded[article] === 0 || (ownLinesOnly && sourceOf[article] === 0)) continue;
      let count = 0;
      for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) count += isFurniture[line]!;
      if (!ownLinesOnly && judgedLines[article] === count) continue;
      judgedLines[article] = count;
      cores.set(article, coreOf(lines, repeated, article, isFurniture, ownLinesOnly, wordsOf(article)));
    }
    for (let r = 0; r < repeated.count; r++) {
      if (judged[r] === 1) continue;
      const begin = repeated.offsets[r]!;
      if (ownLinesOnly && sourceOf[repeated.articles[begin]!] === 0) continue;
      const different: Uint32Array[] = [];
      for (let k = begin; k < repeated.offsets[r + 1]! && different.length < MIN_GROUPS; k++) {
        const core = cores.get(repeated.articles[k]!) ?? NO_CORE;
        if (!different.some((other) => isSameCore(core, other))) different.push(core);
      }
      if (different.length >= MIN_GROUPS) judged[r] = 1;
    }
    for (let line = 0; line < isFurniture.length; line++) {
      const r = repeated.lineOf[line]!;
      if (r >= 0 && judged[r] === 1) isFurniture[line] = 1;
    }
  }
  return isFurniture;
}

const NO_CORE = new Uint32Array(0);

function isSameCore(a: Uint32Array, b: Uint32Array): boolean {
  const smaller = Math.max(1, Math.min(a.length, b.length));
  return sharedCount(a, 0, a.length, b, 0, b.length) >= SAME_CORE * smaller;
}

let coreWords = new Uint32Array(4096);
let coreFlags = new Uint8Array(4096);
let coreSketch = new Uint32Array(4096);

/** The sketch of an article's core: its best block of lines, where prose counts for its words and a short line against. */
function coreOf(
  lines: LineTable,
  repeated: RepeatedLines,
  article: number,
  isFurniture: Uint8Array,
  ownLinesOnly: boolean,
  words: WordRange,
): Uint32Array {
  const begin = lines.offsets[article]!;
  const end = lines.offsets[article + 1]!;
  let usable: number[] = [];
  for (let line = begin; line < end; line++) if (isFurniture[line] === 0) usable.push(line);
  if (ownLinesOnly) {
    const own = usable.filter((line) => repeated.lineOf[line]! < 0);
    let prose = 0;
    for (const line of own) if (lines.prose[line] === 1) prose += lines.wordCounts[line]!;
    if (prose >= MIN_OWN_PROSE_WORDS) usable = own;
  }

  // The block of lines with the largest sum (J. Kadane's scan).
  let best = 0;
  let current = 0;
  let start = 0;
  let bestStart = 0;
  let bestEnd = 0;
  for (const [k, line] of usable.entries()) {
    const count = lines.wordCounts[line]!;
    if (current <= 0) {
      current = 0;
      start = k;
    }
    current += lines.prose[line] === 1 ? count : -(SHORT_LINE_COST + count);
    if (current > best) {
      best = current;
      bestStart = start;
      bestEnd = k + 1;
    }
  }
  let block = usable.slice(bestStart, bestEnd);
  let blockWords = 0;
  for (const line of block) blockWords += lines.wordCounts[line]!;
  if (blockWords < MIN_CORE_WORDS) block = usable;

  const total = words.end - words.begin;
  if (coreWords.length < total) {
    coreWords = new Uint32Array(total * 2);
    coreFlags = new Uint8Array(total * 2);
    coreSketch = new Uint32Array(total * 2);
  }
  let used = 0;
  let at = words.begin;
  let next = 0;
  for (let line = begin; line < end; line++) {
    const count = lines.wordCounts[line]!;
    if (block[next] === line) {
      next++;
      for (let k = 0; k < count; k++, used++) {
        coreWords[used] = words.hashes[at + k]!;
        coreFlags[used] = words.flags[at + k]!;
      }
    }
    at += count;
  }
  const size = sketchInto(coreSketch, coreWords, coreFlags, 0, used, CORE_SHINGLE_WORDS, CORE_MIN_SKETCH);
  return coreSketch.slice(0, size);
}
