import { SHINGLE_CHARACTERS, SHINGLE_WORDS } from '../kernel/scheme.ts';
import { UNSPACED_LINE } from './word-list.ts';

/** A line on so many articles with different cores is furniture, and fewer pages are no site. Source: detection.md 4. */
export const MIN_GROUPS = 3;
/** Articles of one line that are looked at. Source: integrated.md 1.5. */
const MAX_LOOKED_AT = 40;

/** It is one of the known phrases of web pages: a bit of `LineTable.flags`, beside those that `Words` gives a line. */
export const PHRASE_LINE = 4;

/** The lines of many articles in columns: those of article `i` from `offsets[i]` to `offsets[i + 1]`, in the order of the text. */
export interface LineTable {
  readonly offsets: Uint32Array;
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly wordCounts: Uint32Array;
  readonly flags: Uint8Array;
}

/** How many words a line weighs: where a word is a character, 8 weigh 3. */
export function weighed(wordCount: number, lineFlags: number): number {
  return (lineFlags & UNSPACED_LINE) === 0 ? wordCount : (wordCount * SHINGLE_WORDS) / SHINGLE_CHARACTERS;
}

/** Lines that stand on MIN_GROUPS articles or more of one group. */
export interface RepeatedLines {
  /** For each line of the table: which repeated line it is, or -1. */
  readonly lineOf: Int32Array;
  /** The articles of repeated line `r`, at most MAX_LOOKED_AT, from `offsets[r]` to `offsets[r + 1]`. */
  readonly articles: Uint32Array;
  readonly offsets: Uint32Array;
  readonly count: number;
}

/** Spreads the keys of a group's lines over a table. */
function mixed(keyLow: number, group: number): number {
  return keyLow ^ Math.imul(group, 0x9e3779b1);
}

/** Of the filter below: two megabytes, which stay near. */
const COUNTERS = 1 << 21;

/**
 * Most lines stand on one article alone. Counts them in one of COUNTERS each, up to MIN_GROUPS, so that only those that may
 * stand on so many go into the table.
 */
function frequencyOf(
  lines: LineTable,
  ranked: Uint32Array,
  groupOf: Uint32Array,
  among: RepeatedLines | undefined,
): { isFrequent: (keyLow: number, group: number) => boolean; frequentCount: number } {
  const counters = new Uint8Array(COUNTERS);
  // The low bits choose a slot of the table.
  const counterOf = (keyLow: number, group: number): number => mixed(keyLow, group) >>> 11;
  let frequentCount = 0;
  for (const article of ranked) {
    const group = groupOf[article]!;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      if (among !== undefined && among.lineOf[line]! < 0) continue;
      const counter = counterOf(lines.keysLow[line]!, group);
      const count = counters[counter]!;
      // With the last one that makes it frequent come those before it.
      if (count === MIN_GROUPS - 1) frequentCount += MIN_GROUPS;
      else if (count === MIN_GROUPS) frequentCount++;
      if (count < MIN_GROUPS) counters[counter] = count + 1;
    }
  }
  return { isFrequent: (keyLow, group) => counters[counterOf(keyLow, group)] === MIN_GROUPS, frequentCount };
}

/**
 * Finds the lines that stand on several articles of one group.
 *
 * @param ranked  the articles to count, in rank order; one of several identical texts
 * @param groupOf number of the group in which an article is counted
 * @param among   the repeated lines of groups that hold these: no others are looked at
 */
export function repeatedLines(
  lines: LineTable,
  ranked: Uint32Array,
  groupOf: Uint32Array,
  among?: RepeatedLines,
): RepeatedLines {
  const lineCount = lines.keysLow.length;
  const entryOf = new Int32Array(lineCount).fill(-1);
  const { isFrequent, frequentCount } = frequencyOf(lines, ranked, groupOf, among);
  let slotCount = 1024;
  while (slotCount < frequentCount * 2) slotCount *= 2;
  const slots = new Int32Array(slotCount).fill(-1);
  const mask = slotCount - 1;
  // An entry is known by the first line that made it.
  const firstLine = new Uint32Array(frequentCount);
  const firstGroup = new Uint32Array(frequentCount);
  const articleCounts = new Uint32Array(frequentCount);
  const lastArticle = new Int32Array(frequentCount).fill(-1);
  let entries = 0;

  for (let r = 0; r < ranked.length; r++) {
    const article = ranked[r]!;
    const group = groupOf[article]!;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      const low = lines.keysLow[line]!;
      if ((among !== undefined && among.lineOf[line]! < 0) || !isFrequent(low, group)) continue;
      const high = lines.keysHigh[line]!;
      let slot = mixed(low, group) & mask;
      let entry = slots[slot]!;
      while (entry >= 0) {
        const other = firstLine[entry]!;
        if (lines.keysLow[other] === low && lines.keysHigh[other] === high && firstGroup[entry] === group) break;
        slot = (slot + 1) & mask;
        entry = slots[slot]!;
      }
      if (entry < 0) {
        entry = entries++;
        slots[slot] = entry;
        firstLine[entry] = line;
        firstGroup[entry] = group;
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
  lastArticle.fill(-1, 0, entries);
  for (let k = 0; k < ranked.length; k++) {
    const article = ranked[k]!;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      const entry = entryOf[line]!;
      if (entry < 0) continue;
      const r = number[entry]!;
      entryOf[line] = r;
      if (r < 0 || lastArticle[entry] === k) continue;
      lastArticle[entry] = k;
      if (filled[r]! < offsets[r + 1]!) articles[filled[r]!++] = article;
    }
  }
  return { lineOf: entryOf, articles, offsets, count };
}
