import { OwnSketches } from '../engine/corpus.ts';
import { type Found, findCandidates, findQuoting } from '../engine/memory.ts';
import { WirecopyError } from '../errors.ts';
import { NO_PAIRS, type PairTable, type SketchTable } from '../kernel/postings.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { pairSketchInto, quotedShinglesInto } from '../kernel/sketch.ts';
import { type Outcome, relationsAskedFor } from '../match/outcome.ts';
import { LostArticle } from '../match/tell.ts';
import type { Problem, RelationName, Settings, Watch } from '../model.ts';
import { type Furniture, furnitureOf, nothingSetApart, searchFurniture } from '../text/furniture.ts';
import type { Numbers } from '../text/numbers.ts';
import type { LineTable } from '../text/repeated-lines.ts';
import { dropBrokenMask, WordShelf } from '../text/shelf.ts';
import type { Words } from '../text/word-list.ts';
import { type Hands, type Reading, rereadWords, turnOf } from './reading.ts';
import { Told } from './told.ts';

/** A turn of the event loop costs nothing against the quotations of so many texts, and these take a tenth of a second at most. */
const TEXTS_PER_TURN = 4096;

/** What a method found; positions are those of `Reading.unique`. */
export interface Comparison {
  readonly found: Found;
  readonly furniture: Furniture;
  /** Articles that were not the same at the second read. */
  readonly changed: ReadonlyMap<number, Problem>;
  readonly tell?: Outcome['tell'];
}

/**
 * The pairs to verify: what sketches propose, and where quotations are asked for what these alone propose. Any other run
 * is spared the search, and has the same clusters.
 */
export async function proposePairs(
  { sketches, pairSketches, quotations }: Apart,
  { only }: Settings,
  watch: Watch,
): Promise<{ pairs: PairTable; quoting: PairTable }> {
  const pairs = await findCandidates(sketches, pairSketches, turnOf(watch));
  const asksForQuotes = relationsAskedFor(only).has('quotes');
  return { pairs, quoting: asksForQuotes ? await findQuoting(await quotations(), pairs, turnOf(watch)) : NO_PAIRS };
}

/** A method: from what was read to what is alike. */
export type CompareReading = (reading: Reading, settings: Settings, watch: Hands) => Promise<Comparison>;

/** No pair of any relation. */
export const NOTHING_RELATED: Readonly<Record<RelationName, number>> = {
  identical: 0,
  copy: 0,
  contained: 0,
  partial: 0,
  quotes: 0,
  independent: 0,
};

/** What is known of a run once its site furniture is: what candidates are looked for in, and what their words are taken of. */
export interface Apart {
  readonly furniture: Furniture;
  /** Of the texts without their furniture, by position. */
  readonly sketches: SketchTable;
  readonly pairSketches: SketchTable;
  /** The shingles inside the quotations of these texts, by position; every text is read again where words were not kept. */
  readonly quotations: () => Promise<SketchTable>;
  /** The words of an article with its furniture set apart, for those that stand in one of the pairs. */
  readonly wordsFor: (pairs: PairTable) => Promise<WordShelf>;
  /** Articles that were not the same when they were read again. */
  readonly changed: ReadonlyMap<number, Problem>;
}

/**
 * Learns what is furniture and takes it out of the sketches. Words are at hand where the first read kept them; else the
 * articles that decide are read again and kept, and those that hold furniture are read once more, one at a time.
 *
 * @param more marks lines that are known to be furniture from elsewhere
 */
export async function setFurnitureApart(
  reading: Reading,
  watch: Watch,
  more?: (furniture: Furniture, lines: LineTable) => void,
): Promise<Apart> {
  const { corpus, unique, firstOfEquals } = reading;
  const lines = corpus.lines();
  const search = searchFurniture(lines, unique, corpus.sources());
  const changed = new Map<number, Problem>();
  const keptShelf = corpus.takeShelf();
  const shelf = keptShelf ?? new WordShelf();
  const keep = (article: number, words: Words, numbers: Numbers): void => {
    shelf.put(article, words, numbers);
  };
  if (keptShelf === undefined)
    await rereadWords(marked(corpus.count, search.repeated.articles), reading, changed, watch, keep);

  const furniture = furnitureOf(search, (article) => shelf.words(article));
  more?.(furniture, lines);
  const { isFurniture } = furniture;
  const isSettled = new Uint8Array(corpus.count);
  const settle = (article: number): void => {
    if (isSettled[article] === 1 || !shelf.has(article)) return;
    isSettled[article] = 1;
    const first = lines.offsets[article]!;
    shelf.setApart(article, lines.wordCounts, isFurniture, first, lines.offsets[article + 1]! - first);
  };

  const own = new OwnSketches(corpus.count);
  const ownPairs = new OwnSketches(corpus.count, pairSketchInto);
  const putOwn = (article: number, words: WordRange): void => {
    own.put(article, words);
    ownPairs.put(article, words);
  };
  const elsewhere: number[] = [];
  for (const article of unique) {
    if (!isFurniture.subarray(lines.offsets[article], lines.offsets[article + 1]).includes(1)) continue;
    settle(article);
    if (shelf.has(article)) putOwn(article, shelf.words(article));
    else if (!changed.has(article)) elsewhere.push(article);
  }
  await rereadWords(marked(corpus.count, elsewhere), reading, changed, watch, (article, words) =>
    putOwn(article, ownWords(words, isFurniture, lines.offsets[article]!)),
  );
  for (let article = 0; article < corpus.count; article++)
    copyFurniture(lines, furniture, firstOfEquals[article]!, article);

  return {
    furniture,
    sketches: corpus.sketchTable(unique, own),
    pairSketches: corpus.pairSketchTable(unique, ownPairs),
    changed,
    quotations: async () => {
      const quoted = new OwnSketches(corpus.count, quotedShinglesInto);
      const turn = turnOf(watch);
      const away: number[] = [];
      for (const [k, article] of unique.entries()) {
        if (k % TEXTS_PER_TURN === 0) await turn(k, unique.length);
        settle(article);
        if (shelf.has(article)) quoted.put(article, shelf.words(article));
        else away.push(article);
      }
      await rereadWords(marked(corpus.count, away), reading, changed, watch, (article, words) => {
        const own = ownWords(words, isFurniture, lines.offsets[article]!);
        dropBrokenMask(own.flags, own.begin, own.end);
        quoted.put(article, own);
      });
      return quoted.table(unique);
    },
    wordsFor: async (pairs) => {
      const wanted = new Uint8Array(corpus.count);
      for (let p = 0; p < pairs.count; p++) {
        wanted[unique[pairs.left[p]!]!] = 1;
        wanted[unique[pairs.right[p]!]!] = 1;
      }
      const missing = wanted.map((isWanted, article) => (isWanted === 1 && !shelf.has(article) ? 1 : 0));
      await rereadWords(missing, reading, changed, watch, keep);
      for (const article of unique) if (wanted[article] === 1) settle(article);
      return shelf;
    },
  };
}

function marked(count: number, articles: Iterable<number>): Uint8Array {
  const marks = new Uint8Array(count);
  for (const article of articles) marks[article] = 1;
  return marks;
}

/** The words that are an article's own, moved together in place. */
function ownWords(words: Words, isFurniture: Uint8Array, firstLine: number): WordRange {
  const { hashes, flags, lineFirst } = words;
  let end = 0;
  for (let line = 0; line < words.lineCount; line++) {
    if (isFurniture[firstLine + line] === 1) continue;
    for (let at = lineFirst[line]!; at < lineFirst[line + 1]!; at++, end++) {
      hashes[end] = hashes[at]!;
      flags[end] = flags[at]!;
    }
  }
  return { hashes, flags, begin: 0, end };
}

/** What is furniture on the first of some equal texts is so on the others, where their lines are the same. */
export function copyFurniture(lines: LineTable, { isFurniture, reasons }: Furniture, from: number, to: number): void {
  if (from === to) return;
  const [first, end, target] = [lines.offsets[from]!, lines.offsets[from + 1]!, lines.offsets[to]!];
  if (lines.offsets[to + 1]! - target !== end - first) return;
  for (let k = 0; k < end - first; k++) if (lines.keysLow[first + k] !== lines.keysLow[target + k]) return;
  isFurniture.copyWithin(target, first, end);
  reasons.copyWithin(target, first, end);
}

/** The textbook method: MinHash signatures and bands, for comparison. */
export async function estimatePairs(reading: Reading, _settings: Settings, watch: Watch): Promise<Comparison> {
  const { corpus, store, unique, ids } = reading;
  // Its packages take longer to load than five articles to compare.
  const { classicPairs, tellEstimate } = await import('../classic/index.ts');
  watch.stage?.('classic');
  const compared = unique.filter((article) => !corpus.isTooShort(article));
  const positionOf = new Map<number, number>();
  for (const [position, article] of unique.entries()) positionOf.set(article, position);
  const { judged, clusterOf } = classicPairs({
    bodies: (function* () {
      for (const [k, article] of compared.entries()) {
        if (k % 16 === 0) watch.progress?.(k, compared.length);
        yield store.reread(article).body;
      }
    })(),
  });
  const position = (k: number): number => positionOf.get(compared[k]!)!;
  const clusters = Uint32Array.from(unique, (_, k) => k);
  for (const [k, root] of clusterOf.entries()) clusters[position(k)] = position(root);
  return {
    found: {
      judged: judged.map((pair) => ({ left: position(pair.left), right: position(pair.right), verdict: pair.verdict })),
      related: { ...NOTHING_RELATED, copy: judged.length },
      templates: 0,
      clusterOf: clusters,
    },
    furniture: nothingSetApart(corpus.lines()),
    changed: new Map(),
    tell: (pair) => tellEstimate(ids[pair.left]!, ids[pair.right]!, pair.verdict),
  };
}

/** Puts the two reads together, from positions back to articles. */
export function outcomeOf(reading: Reading, comparison: Comparison, watch: Watch): Outcome {
  const { corpus, store, unique } = reading;
  const { found, changed, tell, furniture } = comparison;
  const lines = corpus.lines();
  const clusterOf = new Map<number, number>();
  for (let position = 0; position < found.clusterOf.length; position++) {
    const root = found.clusterOf[position]!;
    if (root !== position) clusterOf.set(unique[position]!, unique[root]!);
  }
  const ranked = changed.size === 0 ? reading.ranked : reading.ranked.filter((article) => !changed.has(article));
  const firstOfEquals = reading.firstOfEquals.slice();
  const successors = new Map<number, number>();
  for (const article of ranked) {
    const lost = firstOfEquals[article]!;
    if (!changed.has(lost)) continue;
    // The first of some equal texts is gone: the next one takes its place.
    const successor = successors.get(lost) ?? article;
    if (successor === article) {
      successors.set(lost, article);
      clusterOf.set(article, clusterOf.get(lost) ?? lost);
    }
    firstOfEquals[article] = successor;
  }
  return {
    ids: reading.ids,
    ranked,
    firstOfEquals,
    clusterOf,
    judged: found.judged
      .map(({ left, right, verdict }) => ({ left: unique[left]!, right: unique[right]!, verdict }))
      .filter(({ left, right }) => !changed.has(left) && !changed.has(right)),
    related: found.related,
    templates: found.templates,
    wordCounts: corpus.wordCounts.view(),
    lines,
    isFurniture: furniture.isFurniture,
    furnitureReasons: furniture.reasons,
    sourceNames: reading.sourceNames,
    reread: (article) => {
      try {
        return store.reread(article);
      } catch (error) {
        if (error instanceof WirecopyError) throw new LostArticle(article);
        throw error;
      }
    },
    isUnchanged: (article, words) => corpus.isUnchanged(article, words),
    disguises: (article) => corpus.disguises(article),
    wordsHash: (article) => corpus.wordsHash(article),
    turn: turnOf(watch),
    isTooShort: (article) => corpus.isTooShort(article),
    tooShort: ranked.filter((article) => corpus.isTooShort(article)).length,
    skipped: reading.skipped + changed.size,
    excludedBy: store.excludedBy(),
    problems: [...reading.problems, ...toldOf(changed, reading)],
    ...(tell === undefined ? {} : { tell }),
  };
}

function toldOf(changed: ReadonlyMap<number, Problem>, { named }: Reading): readonly Problem[] {
  const told = new Told();
  for (const [article, problem] of changed) told.note(problem, true, named[article]?.place.path);
  told.close();
  return told.problems;
}
