import { Corpus, rankedBy } from '../engine/corpus.ts';
import { type Found, verifyAndCluster } from '../engine/memory.ts';
import { WirecopyError } from '../errors.ts';
import { type ArticleStore, type Named, settleIds } from '../input/index.ts';
import { estimateOf, mergedPairs } from '../kernel/postings.ts';
import type { Borders, Problem, RelationName, Settings, Watch } from '../model.ts';
import { type Apart, type Comparison, proposePairs, setFurnitureApart } from '../run/comparison.ts';
import { isLost, type Reading, turnOf } from '../run/reading.ts';
import type { IndexFile } from '../store/index-file.ts';
import { withoutText } from '../store/names.ts';
import type { UnverifiedPair } from './extend.ts';
import type { IndexedTexts } from './texts.ts';
import type { IndexWorld } from './world.ts';

/** Articles of an index as if they had just been read, compared from the beginning. */
export interface Whole {
  readonly reading: Reading;
  readonly apart: Apart;
  readonly comparison: Comparison;
  /** Numbers of articles that cannot be read as they were; they are left out of the comparison. */
  readonly lost: ReadonlySet<number>;
  /** By numbers in the reading. */
  readonly unverified: readonly UnverifiedPair[];
}

/** The articles of an index as a reading. */
export function restored(docs: Uint32Array, index: IndexFile, texts: IndexedTexts): Reading {
  const corpus = new Corpus(0);
  const named: Named[] = [];
  const sourceNames: (string | undefined)[] = [];
  for (const doc of docs) {
    const { id, place, source } = index.placeOf(doc);
    named.push({ id, place });
    sourceNames.push(source);
    corpus.restore(index.keptOf(doc), source);
  }
  const store: ArticleStore = {
    async *read() {},
    reread: (article) => texts.reread(docs[article]!),
    excludedBy: () => ({}),
    close: () => {},
  };
  const { ids, problems } = settleIds(named);
  return readingOf({ store, corpus, ids, named, sourceNames, problems, skipped: 0 });
}

/** What was just read, and behind it articles of an index that need not be read again. */
export function withKnown(read: Reading, docs: Uint32Array, { index, texts }: IndexWorld): Reading {
  const count = read.corpus.count;
  const corpus = new Corpus(0);
  for (let article = 0; article < count; article++)
    corpus.restore(withoutText(read.corpus.kept(article)), read.sourceNames[article]);
  const behind = restored(docs, index, texts);
  for (const [k, source] of behind.sourceNames.entries()) corpus.restore(behind.corpus.kept(k), source);
  const named = [...read.named, ...behind.named];
  const { ids, problems } = settleIds(named);
  return readingOf({
    store: {
      read: () => read.store.read(),
      reread: (article) => (article < count ? read.store.reread(article) : behind.store.reread(article - count)),
      excludedBy: () => read.store.excludedBy(),
      close: () => {},
    },
    corpus,
    ids,
    named,
    sourceNames: [...read.sourceNames, ...behind.sourceNames],
    problems: [...read.problems.filter(({ code }) => code !== 'REPEATED_ID'), ...problems],
    skipped: read.skipped,
  });
}

/** Puts articles in input order and equal ones together; those that are left out are in neither. */
export function readingOf(
  parts: Omit<Reading, 'ranked' | 'firstOfEquals' | 'unique'>,
  leftOut: ReadonlySet<number> = new Set(),
): Reading {
  const ranked = rankedBy(parts.ids).filter((article) => !leftOut.has(article));
  const firstOfEquals = parts.corpus.firstOfEquals(ranked);
  return { ...parts, ranked, firstOfEquals, unique: ranked.filter((article) => firstOfEquals[article] === article) };
}

/** Compares all articles of a reading, part or all of which lies in an index. Those that are lost are found and left out. */
export async function compareWhole(
  reading: Reading,
  settings: Settings,
  { asked, borders, watch }: { asked: ReadonlySet<RelationName>; borders: Borders; watch: Watch },
): Promise<Whole> {
  const lost = new Set<number>();
  const unverified: UnverifiedPair[] = [];
  let current = reading;
  for (;;) {
    watch.stage?.('furniture');
    const apart = await setFurnitureApart(current, watch);
    watch.stage?.('candidates');
    const { pairs, quoting } = await proposePairs(apart, settings, watch);
    watch.stage?.('reread');
    const shelf = await apart.wordsFor(mergedPairs(pairs, quoting));
    const found = new Set(apart.changed.keys());
    for (const article of equalOnes(current)) if (!found.has(article) && isLost(article, current)) found.add(article);
    if (found.size > 0) {
      const { unique } = current;
      for (let p = 0; p < pairs.count; p++) {
        const [left, right] = [unique[pairs.left[p]!]!, unique[pairs.right[p]!]!];
        const estimate = estimateOf(apart.sketches, pairs.left[p]!, pairs.right[p]!, pairs.shared[p]!);
        if ((found.has(left) || found.has(right)) && estimate >= borders.partialScore)
          unverified.push({ left, right, estimate });
      }
      for (const right of current.ranked) {
        const left = current.firstOfEquals[right]!;
        if (left !== right && (found.has(left) || found.has(right))) unverified.push({ left, right, estimate: 1 });
      }
      for (const article of found) lost.add(article);
      current = readingOf(reading, lost);
      continue;
    }
    watch.stage?.('verify');
    const { unique } = current;
    const { sketches } = apart;
    const result: Found = await verifyAndCluster(
      { unique, sketches, pairs, quoting, shelf },
      asked,
      turnOf(watch),
      borders,
    );
    const comparison = { found: result, furniture: apart.furniture, changed: apart.changed };
    return { reading: current, apart, comparison, lost, unverified };
  }
}

/** The articles that have the words of another. */
function equalOnes({ ranked, firstOfEquals }: Reading): ReadonlySet<number> {
  const equal = new Set<number>();
  for (const article of ranked) {
    const first = firstOfEquals[article]!;
    if (first !== article) equal.add(article).add(first);
  }
  return equal;
}

/** What is told of an article that cannot be read as it was. */
export function lostProblem({ path, line, record }: Named['place']): Problem {
  const where = record === undefined || line === undefined ? path : `${path}:${line}`;
  return new WirecopyError('UNVERIFIED', {
    where,
    what: 'the text that the index knows is gone or changed, so nothing is said of what it shares',
    remedy: 'put it back, add it again, or take it out with index remove; --store-texts keeps copies',
  }).toProblem();
}
