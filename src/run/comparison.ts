import { classicPairs, tellEstimate } from '../classic/index.ts';
import type { Found } from '../engine/memory.ts';
import { WirecopyError } from '../errors.ts';
import type { PairTable } from '../kernel/postings.ts';
import type { Outcome } from '../match/outcome.ts';
import { LostArticle } from '../match/tell.ts';
import type { Problem, RelationName, Settings, Watch } from '../model.ts';
import { furnitureLines, repeatedLines } from '../text/furniture.ts';
import { WordShelf } from '../text/shelf.ts';
import { type Reading, rereadWords, turnOf } from './reading.ts';

/** What a method found; positions are those of `Reading.unique`. */
export interface Comparison {
  readonly found: Found;
  readonly shelf: WordShelf;
  readonly isFurniture: Uint8Array;
  /** Articles that were not the same at the second read. */
  readonly changed: ReadonlyMap<number, Problem>;
  readonly tell?: Outcome['tell'];
}

/** A method: from what was read to what is alike. */
export type CompareReading = (reading: Reading, settings: Settings, watch: Watch) => Promise<Comparison>;

/** No pair of any relation. */
export const NOTHING_RELATED: Readonly<Record<RelationName, number>> = {
  identical: 0,
  copy: 0,
  contained: 0,
  partial: 0,
  quotes: 0,
  independent: 0,
};

/** The words of the candidates, kept from the first read or read again, with the site furniture set apart. */
export async function setFurnitureApart(
  { corpus, store, unique, named }: Reading,
  pairs: PairTable,
  watch: Watch,
): Promise<Pick<Comparison, 'shelf' | 'isFurniture' | 'changed'>> {
  const lines = corpus.lines();
  const sources = corpus.sources();
  const repeated = repeatedLines(lines, unique, sources);
  const wanted = new Uint8Array(corpus.count);
  for (const article of repeated.articles) wanted[article] = 1;
  for (let p = 0; p < pairs.count; p++) {
    wanted[unique[pairs.left[p]!]!] = 1;
    wanted[unique[pairs.right[p]!]!] = 1;
  }

  const changed = new Map<number, Problem>();
  const shelf = corpus.takeShelf() ?? (await rereadWords(wanted, { corpus, store, named }, changed, watch));
  const isFurniture = furnitureLines(lines, repeated, sources, (article) => shelf.words(article));
  for (let article = 0; article < corpus.count; article++) {
    if (wanted[article] === 0 || changed.has(article)) continue;
    const first = lines.offsets[article]!;
    shelf.setApart(article, lines.wordCounts, isFurniture, first, lines.offsets[article + 1]! - first);
  }
  return { shelf, isFurniture, changed };
}

/** The textbook method: MinHash signatures and bands, for comparison. */
export async function estimatePairs(reading: Reading, _settings: Settings, watch: Watch): Promise<Comparison> {
  const { corpus, store, unique, ids } = reading;
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
    shelf: new WordShelf(),
    isFurniture: new Uint8Array(corpus.lines().keysLow.length),
    changed: new Map(),
    tell: (pair) => tellEstimate(ids[pair.left]!, ids[pair.right]!, pair.verdict),
  };
}

/** Puts the two reads together, from positions back to articles. */
export function outcomeOf(reading: Reading, comparison: Comparison, watch: Watch): Outcome {
  const { corpus, store, unique } = reading;
  const { found, changed, tell } = comparison;
  const clusterOf = new Map<number, number>();
  for (const [position, root] of found.clusterOf.entries()) {
    if (root !== position) clusterOf.set(unique[position]!, unique[root]!);
  }
  const ranked = changed.size === 0 ? reading.ranked : reading.ranked.filter((article) => !changed.has(article));
  const firstOfEquals = reading.firstOfEquals.slice();
  for (const article of ranked) {
    const lost = firstOfEquals[article]!;
    if (!changed.has(lost)) continue;
    // The first of some equal texts is gone: the next one takes its place.
    clusterOf.set(article, clusterOf.get(lost) ?? lost);
    for (const other of ranked) if (firstOfEquals[other] === lost) firstOfEquals[other] = article;
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
    furnitureWords: (article) => comparison.shelf.furnitureWords(article),
    lines: corpus.lines(),
    isFurniture: comparison.isFurniture,
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
    turn: turnOf(watch),
    tooShort: ranked.filter((article) => corpus.isTooShort(article)).length,
    skipped: reading.skipped + changed.size,
    excludedBy: store.excludedBy(),
    problems: [...reading.problems, ...changed.values()],
    ...(tell === undefined ? {} : { tell }),
  };
}
