import { pairSearchOf } from '../kernel/compiled-search.ts';
import { DisjointSet } from '../kernel/disjoint-set.ts';
import { type LineTable, MIN_GROUPS, type RepeatedLines } from './repeated-lines.ts';
import { PROSE_LINE } from './word-list.ts';

/**
 * Two pages are of one site when they share so many menu lines, … Source: furniture.md 2: from 6 to 12 nothing changes,
 * 16 loses sites of four pages.
 */
const MIN_MENU_LINES = 8;
/** … and these are so much of the smaller page's menu lines. Source: furniture.md 2: from .3 to .7 nothing changes. */
const MIN_MENU_SHARE = 0.5;

/** Is there any page with so many lines that could be a menu's, and are there enough such pages for a site? */
export function mayHaveSites(lines: LineTable, ranked: Uint32Array, { lineOf }: RepeatedLines): boolean {
  let pages = 0;
  for (const article of ranked) {
    let menuLines = 0;
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++)
      if (lineOf[line]! >= 0 && (lines.flags[line]! & PROSE_LINE) === 0) menuLines++;
    if (menuLines >= MIN_MENU_LINES && ++pages >= MIN_GROUPS) return true;
  }
  return false;
}

/**
 * Infers which pages are of one site from the menu lines that they share: lines of furniture that are not prose. A site has
 * MIN_GROUPS pages at least.
 *
 * @param isFurniture 1 for a line of furniture, judged over all pages
 * @returns by article: the number of its site, from 1, or 0 for none
 */
export function sitesOf(
  lines: LineTable,
  ranked: Uint32Array,
  { lineOf }: RepeatedLines,
  isFurniture: Uint8Array,
): { siteOf: Uint32Array; count: number } {
  const offsets = new Uint32Array(ranked.length + 1);
  const menus: number[] = [];
  const isMenu = (line: number): boolean => isFurniture[line] === 1 && (lines.flags[line]! & PROSE_LINE) === 0;
  for (let position = 0; position < ranked.length; position++) {
    const [first, end] = [lines.offsets[ranked[position]!]!, lines.offsets[ranked[position]! + 1]!];
    let most = 0;
    for (let line = first; line < end; line++) if (isMenu(line)) most++;
    // Most pages have no menu.
    if (most >= MIN_MENU_LINES) {
      const menu = new Set<number>();
      for (let line = first; line < end; line++) if (isMenu(line)) menu.add(lineOf[line]!);
      if (menu.size >= MIN_MENU_LINES) for (const line of [...menu].sort((a, b) => a - b)) menus.push(line);
    }
    offsets[position + 1] = menus.length;
  }
  // The search for pairs of articles with hashes in common, over menu lines: long lists link neighbours only.
  const search = pairSearchOf({ hashes: Uint32Array.from(menus), offsets });
  search.search(0, ranked.length);
  const { count: pairCount, left, right, shared } = search.pairs();
  const sites = new DisjointSet(ranked.length);
  for (let p = 0; p < pairCount; p++) {
    const [a, b] = [left[p]!, right[p]!];
    const smaller = Math.min(offsets[a + 1]! - offsets[a]!, offsets[b + 1]! - offsets[b]!);
    if (shared[p]! >= MIN_MENU_LINES && shared[p]! >= MIN_MENU_SHARE * smaller) sites.union(a, b);
  }

  const pages = new Uint32Array(ranked.length);
  for (let position = 0; position < ranked.length; position++) pages[sites.find(position)]!++;
  const numberOf = new Uint32Array(ranked.length);
  const siteOf = new Uint32Array(lines.offsets.length - 1);
  let count = 0;
  for (const [position, article] of ranked.entries()) {
    const site = sites.find(position);
    if (pages[site]! < MIN_GROUPS) continue;
    if (site === position) numberOf[site] = ++count;
    siteOf[article] = numberOf[site]!;
  }
  return { siteOf, count };
}
