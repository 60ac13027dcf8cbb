import { GrowingUint32 } from '../kernel/growing.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { shingleSetInto, sketchInto } from '../kernel/sketch.ts';
import { FURNITURE_REASON_NAMES, type FurnitureReason } from '../model.ts';
import {
  type LineTable,
  MIN_GROUPS,
  PHRASE_LINE,
  type RepeatedLines,
  repeatedLines,
  weighed,
} from './repeated-lines.ts';
import { mayHaveSites, sitesOf } from './sites.ts';
import { PROSE_LINE } from './word-list.ts';

/** Cores that share less than this of the smaller sketch are different. Source: integrated.md 1.5, as what follows. */
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
/**
 * In an inferred site two pages are of different stories when the prose that only they have shares less than this of its
 * runs of three words. Source: furniture.md 2: pages of different stories share .009 at most, versions of one .02 and more.
 */
const SAME_STORY = 0.03;
const STORY_SHINGLE_WORDS = 3;
/**
 * Neighbouring lines of prose that repeat and together hold so many words are a passage. Where it stands in the core of an
 * article, versions of a story or reports that took it over have it, and that article has no vote on its lines: furniture
 * stands beside the core. From 40 to 90 nothing changes: bench/results/farm.md.
 */
const MIN_PASSAGE_WORDS = 60;
/**
 * Furniture has the prose of its page on one side at most, and on the same one on each page. A passage of which more articles
 * than this share say otherwise is their own, whoever votes. Taste, by bench/results/farm.md.
 */
const MAX_OTHER_SIDE = 0.2;
/** So much prose in neighbouring lines is a page's own text, and no teaser. Taste. */
const MIN_OWN_STRETCH_WORDS = 40;
/**
 * Where neither source nor site is known, a passage at the end of some reports may well be the agency's. On so many different
 * stories it is a notice. Taste.
 */
const MIN_STORIES_OF_NO_SITE = 6;
/** A page with so many lines of furniture is a whole page, and only its core is an article. Source: furniture.md 2. */
const WHOLE_PAGE_LINES = 16;

/** What was set apart of many articles, by the lines of their table. */
export interface Furniture {
  /** 1 for a line of furniture. */
  readonly isFurniture: Uint8Array;
  /** Why it is: 1 + the index of FURNITURE_REASON_NAMES. */
  readonly reasons: Uint8Array;
}

/** Where nothing was looked for. */
export function nothingSetApart(lines: LineTable): Furniture {
  const lineCount = lines.keysLow.length;
  return { isFurniture: new Uint8Array(lineCount), reasons: new Uint8Array(lineCount) };
}

/** The lines among which furniture is learned, and the articles of which words are needed for that. */
export interface FurnitureSearch {
  readonly lines: LineTable;
  /** The articles to count, in rank order; one of several identical texts. */
  readonly ranked: Uint32Array;
  /** Number of an article's source, 0 for unknown. */
  readonly sourceOf: Uint32Array;
  /** Lines that repeat in one source, or among the articles of none. */
  readonly repeated: RepeatedLines;
}

/** Begins the search: which lines repeat. */
export function searchFurniture(lines: LineTable, ranked: Uint32Array, sourceOf: Uint32Array): FurnitureSearch {
  return { lines, ranked, sourceOf, repeated: repeatedLines(lines, ranked, sourceOf) };
}

/**
 * Tells which lines are site furniture: those that stand on three articles or more whose cores differ. A story that is
 * syndicated widely stands on many articles with one core, and is none.
 *
 * Counted inside a source where that is known. Elsewhere sites are inferred from menu lines, and counted inside a site; pages
 * of no site are counted among themselves. Where much of a page is furniture, all but its core is. Known phrases of web pages
 * are furniture wherever they stand. Source: detection.md 4, furniture.md 2.
 *
 * @param wordsOf the words of an article with all its lines
 */
export function furnitureOf(search: FurnitureSearch, wordsOf: (article: number) => WordRange): Furniture {
  const { lines } = search;
  const { isFurniture, reasons } = nothingSetApart(lines);
  const mark = (line: number, reason: FurnitureReason): void => {
    isFurniture[line] = 1;
    reasons[line] = 1 + FURNITURE_REASON_NAMES.indexOf(reason);
  };
  if (search.repeated.count > 0) {
    const { learned, isInSite } = learnedOf(search, wordsOf);
    for (const article of search.ranked) {
      const reason = isInSite(article) ? 'site' : 'learned';
      let count = 0;
      for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
        if (learned[line] === 0) continue;
        mark(line, reason);
        count++;
      }
      if (count >= WHOLE_PAGE_LINES) keepCoreOnly(lines, article, isFurniture, (line) => mark(line, 'outside-core'));
    }
  }
  for (let line = 0; line < isFurniture.length; line++)
    if ((lines.flags[line]! & PHRASE_LINE) !== 0 && isFurniture[line] === 0) mark(line, 'phrase');
  return { isFurniture, reasons };
}

/**
 * How a third round is held, after two over all lines. `own-lines`: cores among the lines that do not repeat, which finds every
 * menu and takes some passages with it. `own-stories`: by the prose that does not repeat, and only where there is enough of it.
 * `passages`: the same for passages alone, and by more stories.
 */
type ThirdRound = 'own-lines' | 'own-stories' | 'passages';

/** Learns furniture in the source of each article, in its site where one is inferred, or among the articles of neither. */
function learnedOf(
  { lines, ranked, sourceOf, repeated }: FurnitureSearch,
  wordsOf: (article: number) => WordRange,
): { learned: Uint8Array; isInSite: (article: number) => boolean } {
  const unknown = ranked.filter((article) => sourceOf[article] === 0);
  const bySource = new Jury(lines, ranked, sourceOf, repeated, wordsOf);
  if (!mayHaveSites(lines, unknown, repeated)) {
    bySource.judge((source) => (source === 0 ? 'passages' : 'own-stories'));
    return { learned: bySource.isFurniture, isInSite: () => false };
  }
  const beforeThird = bySource.judge((source) => (source === 0 ? 'own-lines' : 'own-stories'));
  const sites = sitesOf(lines, unknown, repeated, bySource.isFurniture);
  // Then a second jury would find in its first two rounds what the first one found.
  if (sites.count === 0) {
    bySource.judgeAnew(beforeThird, 0, 'passages');
    return { learned: bySource.isFurniture, isInSite: () => false };
  }
  const sourceCount = sourceOf.reduce((most, source) => Math.max(most, source), 0);
  const groupOf = Uint32Array.from(sourceOf, (source, article) => {
    const site = sites.siteOf[article]!;
    return site === 0 ? source : sourceCount + site;
  });
  // Pages of no site are judged among themselves: over the folder, copies of a story on three sites look like furniture.
  const byGroup = new Jury(lines, unknown, groupOf, repeatedLines(lines, unknown, groupOf, repeated), wordsOf);
  byGroup.judge((group) => (group === 0 ? 'passages' : 'own-stories'));
  const learned = bySource.isFurniture.slice();
  for (const article of unknown) {
    const [first, end] = [lines.offsets[article]!, lines.offsets[article + 1]!];
    learned.set(byGroup.isFurniture.subarray(first, end), first);
  }
  return { learned, isInSite: (article) => sites.siteOf[article] !== 0 };
}

function weightOf(lines: LineTable, line: number): number {
  return weighed(lines.wordCounts[line]!, lines.flags[line]!);
}

const NO_LINES: ReadonlySet<number> = new Set();

/**
 * The cores of articles, made when they are asked for: three different ones settle a line that stands on thousands. Their hashes
 * lie in one list, since an array for each costs more than it holds.
 */
class Cores {
  readonly #make: (article: number) => number;
  readonly #hashes = new GrowingUint32();
  /** By article: 0 where its core was not made, else 1 + where it begins; and where it ends. */
  readonly #begins: Uint32Array;
  readonly #ends: Uint32Array;

  /** @param make writes a core to `coreHashes`, and says how many hashes it has */
  constructor(articleCount: number, make: (article: number) => number) {
    this.#make = make;
    this.#begins = new Uint32Array(articleCount);
    this.#ends = new Uint32Array(articleCount);
  }

  /** Is there a core at all? */
  has(article: number): boolean {
    if (this.#begins[article] === 0) {
      this.#begins[article] = this.#hashes.length + 1;
      const count = this.#make(article);
      this.#hashes.pushAll(coreHashes, count);
      this.#ends[article] = this.#hashes.length;
    }
    return this.#ends[article]! >= this.#begins[article]!;
  }

  /** Do two cores share so much of the smaller one? Most share next to nothing or nearly all, and it is known halfway. */
  areSame(left: number, right: number, same: number): boolean {
    const hashes = this.#hashes.values;
    const leftEnd = this.#ends[left]!;
    const rightEnd = this.#ends[right]!;
    let i = this.#begins[left]! - 1;
    let j = this.#begins[right]! - 1;
    const enough = same * Math.min(leftEnd - i, rightEnd - j);
    let shared = 0;
    while (shared < enough) {
      if (shared + Math.min(leftEnd - i, rightEnd - j) < enough) return false;
      const x = hashes[i]!;
      const y = hashes[j]!;
      if (x === y) shared++;
      if (x <= y) i++;
      if (y <= x) j++;
    }
    return true;
  }

  forget(articles: Iterable<number>): void {
    for (const article of articles) this.#begins[article] = 0;
  }

  /** To be called when none of the articles so far will be asked about again. */
  clear(): void {
    this.#hashes.length = 0;
  }
}

/** How many articles have prose of their own before a passage, after it, on both sides, on none. */
type Sides = Record<'before' | 'after' | 'both' | 'none', number>;

function isOneSided({ before, after, both, none }: Sides): boolean {
  return both + Math.min(before, after) <= MAX_OTHER_SIDE * (before + after + both + none);
}

/** The articles and the repeated lines of a group that has any. */
interface Group {
  readonly articles: number[];
  readonly repeated: number[];
}

/** By line: is it furniture? And by repeated line: was it judged? */
interface Judgement {
  readonly isFurniture: Uint8Array;
  readonly isJudged: Uint8Array;
}

/** Judges the repeated lines of groups of articles, one group after the other. */
class Jury {
  /** 1 for a line of furniture. */
  readonly isFurniture: Uint8Array;
  readonly #lines: LineTable;
  readonly #repeated: RepeatedLines;
  readonly #wordsOf: (article: number) => WordRange;
  readonly #isJudged: Uint8Array;
  /** The repeated lines that an article has in passages of its core. */
  readonly #passages = new Map<number, ReadonlySet<number>>();
  readonly #groups = new Map<number, Group>();

  constructor(
    lines: LineTable,
    ranked: Uint32Array,
    groupOf: Uint32Array,
    repeated: RepeatedLines,
    wordsOf: (article: number) => WordRange,
  ) {
    this.isFurniture = new Uint8Array(lines.keysLow.length);
    this.#lines = lines;
    this.#repeated = repeated;
    this.#wordsOf = wordsOf;
    this.#isJudged = new Uint8Array(repeated.count);
    for (let r = 0; r < repeated.count; r++) {
      const group = groupOf[repeated.articles[repeated.offsets[r]!]!]!;
      const known = this.#groups.get(group);
      if (known === undefined) this.#groups.set(group, { articles: [], repeated: [r] });
      else known.repeated.push(r);
    }
    for (const article of ranked) this.#groups.get(groupOf[article]!)?.articles.push(article);
  }

  /**
   * Two rounds: cores are taken again without the furniture of the first. Then the third one.
   *
   * @param thirdOf how the third round of a group is held
   * @returns what is known before the third rounds
   */
  judge(thirdOf: (group: number) => ThirdRound): Judgement {
    const cores = this.#cores((article) => this.#coreOf(article, this.#usableLines(article)));
    for (const group of this.#groups.values()) {
      cores.clear();
      // Where no line of an article was judged since, its core is what it was.
      for (let round = 0; round < ROUNDS; round++) cores.forget(this.#vote(group, cores, SAME_CORE));
    }
    const before = { isFurniture: this.isFurniture.slice(), isJudged: this.#isJudged.slice() };
    const third = this.#thirdRound();
    for (const [number, group] of this.#groups) third(group, thirdOf(number));
    return before;
  }

  /** Takes back what the third round of a group found, and holds it in another way. */
  judgeAnew({ isFurniture, isJudged }: Judgement, number: number, third: ThirdRound): void {
    const group = this.#groups.get(number);
    if (group === undefined) return;
    for (const r of group.repeated) this.#isJudged[r] = isJudged[r]!;
    for (const article of group.articles) {
      const [first, end] = [this.#lines.offsets[article]!, this.#lines.offsets[article + 1]!];
      this.isFurniture.set(isFurniture.subarray(first, end), first);
    }
    this.#thirdRound()(group, third);
  }

  #cores(make: (article: number) => number): Cores {
    return new Cores(this.#lines.offsets.length - 1, make);
  }

  #thirdRound(): (group: Group, third: ThirdRound) => void {
    const byOwn = this.#cores((article) => {
      const own = this.#ownLines(article, false);
      return this.#coreOf(
        article,
        proseWords(this.#lines, own) >= MIN_OWN_PROSE_WORDS ? own : this.#usableLines(article),
      );
    });
    const stories = this.#cores((article) => this.#storyOf(article));
    return (group, third) => {
      for (const cores of [byOwn, stories]) cores.clear();
      this.#passages.clear();
      if (third === 'own-lines') {
        this.#vote(group, byOwn, SAME_CORE);
        return;
      }
      const sides = this.#sidesOfPassages(group.articles);
      const isCandidate = (r: number): boolean => {
        const side = sides.get(r);
        return side === undefined ? third === 'own-stories' : isOneSided(side);
      };
      const repeated = group.repeated.filter((r) => this.#isJudged[r] === 0 && isCandidate(r));
      if (repeated.length === 0) return;
      const voters = third === 'passages' ? MIN_STORIES_OF_NO_SITE : MIN_GROUPS;
      this.#vote({ articles: group.articles, repeated }, stories, SAME_STORY, voters);
    };
  }

  /** On which sides of the passages that a repeated line stands in an article has prose of its own, and how often. */
  #sidesOfPassages(articles: readonly number[]): Map<number, Sides> {
    const lines = this.#lines;
    const { lineOf } = this.#repeated;
    const isProse = (line: number): boolean => (lines.flags[line]! & PROSE_LINE) !== 0;
    const sides = new Map<number, Sides>();
    for (const article of articles) {
      const begin = lines.offsets[article]!;
      const end = lines.offsets[article + 1]!;
      const hasOwn = (from: number, step: 1 | -1): boolean => {
        let own = 0;
        for (let line = from; line >= begin && line < end && lineOf[line]! < 0 && isProse(line); line += step)
          own += weightOf(lines, line);
        return own >= MIN_OWN_STRETCH_WORDS;
      };
      for (let first = begin; first < end; first++) {
        let last = first;
        let words = 0;
        for (; last < end && lineOf[last]! >= 0 && isProse(last); last++) words += weightOf(lines, last);
        if (words >= MIN_PASSAGE_WORDS) {
          const [isBefore, isAfter] = [hasOwn(first - 1, -1), hasOwn(last, 1)];
          const side = isBefore ? (isAfter ? 'both' : 'before') : isAfter ? 'after' : 'none';
          for (let line = first; line < last; line++) {
            const r = lineOf[line]!;
            const known = sides.get(r);
            if (known !== undefined) known[side]++;
            else sides.set(r, { before: 0, after: 0, both: 0, none: 0, [side]: 1 });
          }
        }
        first = last;
      }
    }
    return sides;
  }

  /**
   * Makes furniture of the lines that stand on MIN_GROUPS articles with different cores, and returns the articles on which
   * it did.
   *
   * @param cores an article without a core has no vote
   * @param same  cores that share so much of the smaller one are the same
   * @param least how many different cores it takes
   */
  #vote({ repeated, articles }: Group, cores: Cores, same: number, least: number = MIN_GROUPS): number[] {
    const { offsets, articles: holders, lineOf } = this.#repeated;
    const isJudged = this.#isJudged;
    // Articles whose cores are.
    const different: number[] = [];
    let found = false;
    for (const r of repeated) {
      if (isJudged[r] === 1) continue;
      different.length = 0;
      for (let k = offsets[r]!; k < offsets[r + 1]! && different.length < least; k++) {
        const holder = holders[k]!;
        if (!cores.has(holder) || this.#passages.get(holder)?.has(r)) continue;
        let isNew = true;
        for (let d = 0; d < different.length && isNew; d++) isNew = !cores.areSame(holder, different[d]!, same);
        if (isNew) different.push(holder);
      }
      if (different.length < least) continue;
      isJudged[r] = 1;
      found = true;
    }
    const changed: number[] = [];
    if (!found) return changed;
    for (const article of articles) {
      let isChanged = false;
      for (let line = this.#lines.offsets[article]!; line < this.#lines.offsets[article + 1]!; line++) {
        const r = lineOf[line]!;
        if (r < 0 || isJudged[r] === 0 || this.isFurniture[line] === 1) continue;
        this.isFurniture[line] = 1;
        isChanged = true;
      }
      if (isChanged) changed.push(article);
    }
    return changed;
  }

  /** Lists the lines of an article that are no furniture. */
  #usableLines(article: number): LineList {
    usableLines.clear(this.#lines, article);
    const end = this.#lines.offsets[article + 1]!;
    for (let line = this.#lines.offsets[article]!; line < end; line++)
      if (this.isFurniture[line] === 0) usableLines.push(line);
    return usableLines;
  }

  /** Lists those of them that no other page repeats, and only prose where that is asked for. */
  #ownLines(article: number, areProse: boolean): LineList {
    const { lineOf } = this.#repeated;
    const { flags, offsets } = this.#lines;
    ownLines.clear(this.#lines, article);
    for (let line = offsets[article]!; line < offsets[article + 1]!; line++) {
      const isOwn = this.isFurniture[line] === 0 && lineOf[line]! < 0;
      if (isOwn && (!areProse || (flags[line]! & PROSE_LINE) !== 0)) ownLines.push(line);
    }
    return ownLines;
  }

  /** Writes the sketch of the best block of the lines to `coreHashes`, and returns how many hashes it has. */
  #coreOf(article: number, usable: LineList): number {
    const lines = this.#lines;
    const block = usable.bestBlock(lines);
    const passages = this.#passagesIn(block);
    if (passages.size > 0) this.#passages.set(article, passages);
    else this.#passages.delete(article);
    let words = 0;
    for (let k = block.first; k < block.end; k++) words += weightOf(lines, block.lines[k]!);
    return this.#hashesOf(article, words < MIN_CORE_WORDS ? usable : block, coreSketchInto);
  }

  /** The repeated lines of prose that stand side by side and together hold MIN_PASSAGE_WORDS. */
  #passagesIn({ lines: block, first, end }: LineRange): ReadonlySet<number> {
    const lines = this.#lines;
    const { lineOf } = this.#repeated;
    let found: Set<number> | undefined;
    // From here on the lines stand side by side and are not yet among those found.
    let run = first;
    let words = 0;
    for (let k = first; k < end; k++) {
      const line = block[k]!;
      const isRepeated = lineOf[line]! >= 0 && (lines.flags[line]! & PROSE_LINE) !== 0;
      if (!isRepeated || (k > first && block[k - 1] !== line - 1)) {
        run = isRepeated ? k : k + 1;
        words = 0;
      }
      if (!isRepeated) continue;
      words += weightOf(lines, line);
      if (words < MIN_PASSAGE_WORDS) continue;
      found ??= new Set();
      for (; run <= k; run++) found.add(lineOf[block[run]!]!);
    }
    return found ?? NO_LINES;
  }

  /**
   * Writes all shingles of the prose that only this page has, or one other, to `coreHashes`; none where that is too little. Stretches of it where
   * these are enough: a teaser that two pages have is a line by itself, and does not make them one story.
   */
  #storyOf(article: number): number {
    const lines = this.#lines;
    const own = this.#ownLines(article, true);
    if (proseWords(lines, own) < MIN_OWN_PROSE_WORDS) return 0;
    stretchLines.clear(lines, article);
    for (let first = 0; first < own.end; ) {
      let end = first + 1;
      while (end < own.end && own.lines[end] === own.lines[end - 1]! + 1) end++;
      const stretch = { lines: own.lines, first, end };
      if (proseWords(lines, stretch) >= MIN_OWN_STRETCH_WORDS)
        for (let k = first; k < end; k++) stretchLines.push(own.lines[k]!);
      first = end;
    }
    const chosen = proseWords(lines, stretchLines) >= MIN_OWN_PROSE_WORDS ? stretchLines : own;
    return this.#hashesOf(article, chosen, storyShinglesInto);
  }

  #hashesOf(article: number, chosen: LineRange, hash: (out: Uint32Array, words: WordRange) => number): number {
    const words = this.#wordsIn(article, chosen);
    const count = words.end - words.begin;
    if (coreHashes.length < count) coreHashes = new Uint32Array(count * 2);
    return hash(coreHashes, words);
  }

  /** The words of some lines, ascending: where they lie if these follow each other, else moved together. */
  #wordsIn(article: number, { lines: chosen, first: firstLine, end: endLine }: LineRange): WordRange {
    const { hashes, flags, begin, end } = this.#wordsOf(article);
    const { offsets, wordCounts } = this.#lines;
    let line = offsets[article]!;
    let from = begin;
    let used = 0;
    for (let k = firstLine; k < endLine; ) {
      for (; line < chosen[k]!; line++) from += wordCounts[line]!;
      let to = from;
      const first = k;
      for (; k < endLine && chosen[k] === line; k++, line++) to += wordCounts[line]!;
      if (k - first === endLine - firstLine) return { hashes, flags, begin: from, end: to };
      if (coreWords.length < end - begin) {
        coreWords = new Uint32Array((end - begin) * 2);
        coreFlags = new Uint8Array((end - begin) * 2);
      }
      coreWords.set(hashes.subarray(from, to), used);
      coreFlags.set(flags.subarray(from, to), used);
      used += to - from;
      from = to;
    }
    return { hashes: coreWords, flags: coreFlags, begin: 0, end: used };
  }
}

let coreWords = new Uint32Array(4096);
let coreFlags = new Uint8Array(4096);
let coreHashes = new Uint32Array(4096);

function coreSketchInto(out: Uint32Array, { hashes, flags, begin, end }: WordRange): number {
  return sketchInto(out, hashes, flags, begin, end, CORE_SHINGLE_WORDS, CORE_MIN_SKETCH);
}

function storyShinglesInto(out: Uint32Array, { hashes, flags, begin, end }: WordRange): number {
  return shingleSetInto(out, hashes, flags, begin, end, STORY_SHINGLE_WORDS);
}

/** Lines in ascending order: those of the list from `first` up to `end`. */
interface LineRange {
  readonly lines: Uint32Array;
  readonly first: number;
  readonly end: number;
}

/** Lines of an article, listed anew for each: an array for each of a hundred thousand would be made and thrown away. */
class LineList implements LineRange {
  lines = new Uint32Array(256);
  readonly first = 0;
  end = 0;

  /** Makes room for all lines of an article. */
  clear({ offsets }: LineTable, article: number): void {
    this.end = 0;
    const most = offsets[article + 1]! - offsets[article]!;
    if (most > this.lines.length) this.lines = new Uint32Array(most * 2);
  }

  push(line: number): void {
    this.lines[this.end++] = line;
  }

  /** The lines that make the best block: those of prose count for their words, others against. */
  bestBlock(table: LineTable): LineRange {
    const best = new BestBlock();
    for (let k = 0; k < this.end; k++) best.add(k, gainOf(table, this.lines[k]!));
    return { lines: this.lines, first: best.begin, end: best.end };
  }
}

const usableLines = new LineList();
const ownLines = new LineList();
const stretchLines = new LineList();

function proseWords(lines: LineTable, chosen: LineRange): number {
  let words = 0;
  for (let k = chosen.first; k < chosen.end; k++) {
    const line = chosen.lines[k]!;
    if ((lines.flags[line]! & PROSE_LINE) !== 0) words += weightOf(lines, line);
  }
  return words;
}

/** What a line counts for a core: prose for its words, another one against. */
function gainOf(lines: LineTable, line: number): number {
  const weight = weightOf(lines, line);
  return (lines.flags[line]! & PROSE_LINE) !== 0 ? weight : -(SHORT_LINE_COST + weight);
}

/** The stretch of items with the largest sum, from `begin` up to `end` (J. Kadane's scan). */
class BestBlock {
  begin = 0;
  end = 0;
  #best = 0;
  #current = 0;
  #start = 0;

  add(item: number, gain: number): void {
    if (this.#current <= 0) {
      this.#current = 0;
      this.#start = item;
    }
    this.#current += gain;
    if (this.#current <= this.#best) return;
    this.#best = this.#current;
    this.begin = this.#start;
    this.end = item + 1;
  }
}

/**
 * Marks all that is outside the core of a page: teasers that change from page to page stand on no three of them, but they are
 * parted from the body by furniture. One line of it inside the body does not cut that in two.
 */
function keepCoreOnly(lines: LineTable, article: number, isFurniture: Uint8Array, mark: (line: number) => void): void {
  const first = lines.offsets[article]!;
  const end = lines.offsets[article + 1]!;
  const best = new BestBlock();
  for (let line = first; line < end; line++)
    best.add(line, isFurniture[line] === 1 ? -(SHORT_LINE_COST + weightOf(lines, line)) : gainOf(lines, line));
  let kept = 0;
  for (let line = best.begin; line < best.end; line++) if (isFurniture[line] === 0) kept += weightOf(lines, line);
  if (kept < MIN_CORE_WORDS) return;
  for (let line = first; line < end; line++)
    if ((line < best.begin || line >= best.end) && isFurniture[line] === 0) mark(line);
}
