import { turned } from '../match/checked-pairs.ts';
import type { ListedPair, Listing, Outcome } from '../match/outcome.ts';
import type { RelationName, Report, Settings, Watch } from '../model.ts';
import type { Reading } from '../run/reading.ts';
import { reportWithoutLost } from '../run/reported.ts';
import type { IndexFile } from '../store/index-file.ts';
import { numbersFor } from './clusters.ts';
import type { Extension } from './extend.ts';
import { withUnverified } from './unverified.ts';
import { readingOf } from './whole.ts';

/** Of two groups of equal texts so many pairs are listed: a crowd is told by its cluster. */
const MAX_PAIRS_OF_GROUPS = 50;

/** The report on the articles asked about: pairs with one of them, and clusters under the ids that they have in the index. */
export async function reportOnAsked(
  extension: Extension,
  index: IndexFile,
  settings: Settings,
  watch: Watch,
): Promise<Report> {
  const { reading: read, askedCount, docs, furniture, found, apart, lost, unverified } = extension;
  const isAsked = (article: number): boolean => article < askedCount;
  watch.stage?.('report');
  const without = lost.size === 0 ? read : readingOf(read, lost);
  const comparison = { found: movedTo(without, read, found), furniture, changed: apart.changed };
  const { report, outcome } = await reportWithoutLost(
    without,
    comparison,
    settings,
    watch,
    listingOf(isAsked, settings),
  );
  const met = new Set(unverified.flatMap(({ left, right }) => [left, right]));
  const lostMet = new Set([...lost].filter((article) => met.has(article)));
  const clusterIn = (article: number): number =>
    isAsked(article) ? 0 : (index.clusterOf[docs[article - askedCount] ?? 0] ?? 0);
  const told = numberedReport(report, read, clusterIn, index.nextCluster);
  const changedAsked = [...apart.changed.keys()].filter(isAsked).length;
  const compared = askedCount - changedAsked;
  const asked = outcome.ranked.filter(isAsked);
  const identical = outcome.ranked.filter((article) => {
    const first = outcome.firstOfEquals[article] ?? article;
    return first !== article && (isAsked(first) || isAsked(article));
  }).length;
  const { counts } = told;
  const skipped = read.skipped + changedAsked;
  const excluded = counts.excluded;
  const ids = new Set(Array.from(asked, (article) => read.ids[article]));
  return withUnverified(
    {
      ...told,
      counts: {
        ...counts,
        seen: compared + skipped + excluded,
        compared,
        skipped,
        tooShort: asked.filter((article) => outcome.isTooShort(article)).length,
        clusters: told.clusters.length,
        clustered: told.clusters.flatMap(({ members }) => members).filter((id) => ids.has(id)).length,
        relations: { ...counts.relations, identical },
      },
    },
    read,
    unverified,
    lostMet,
  );
}

/** What was found, by the positions of a reading that leaves some articles out. */
function movedTo(without: Reading, read: Reading, found: Extension['found']): Extension['found'] {
  if (without === read) return found;
  const positionOf = new Map<number, number>();
  for (const [position, article] of without.unique.entries()) positionOf.set(article, position);
  const roots = new Map<number, number>();
  const clusterOf = new Uint32Array(without.unique.length);
  for (const [position, article] of read.unique.entries()) {
    const now = positionOf.get(article);
    if (now === undefined) continue;
    const root = found.clusterOf[position] ?? position;
    if (!roots.has(root)) roots.set(root, now);
    clusterOf[now] = roots.get(root) ?? now;
  }
  const judged = found.judged.flatMap(({ left, right, verdict }) => {
    const [a, b] = [positionOf.get(read.unique[left] ?? 0), positionOf.get(read.unique[right] ?? 0)];
    return a === undefined || b === undefined ? [] : [{ left: a, right: b, verdict }];
  });
  return { ...found, judged, clusterOf };
}

/** The pairs in which one is asked about. Equal texts are one while pairs are looked for; here each of them has its own. */
function listingOf(isAsked: (article: number) => boolean, settings: Settings): Listing {
  const listsTemplates = settings.only.includes('all');
  return {
    pairs: (outcome, asked) => {
      const rankOf = new Map<number, number>();
      for (const [rank, article] of outcome.ranked.entries()) rankOf.set(article, rank);
      const rank = (article: number): number => rankOf.get(article) ?? 0;
      const pairs = pairsOf(outcome, asked, { isAsked, rank, listsTemplates });
      return pairs.sort((a, b) => rank(a.left) - rank(b.left) || rank(a.right) - rank(b.right));
    },
    alsoNamed: () => [],
  };
}

function pairsOf(
  { ranked, firstOfEquals, judged }: Outcome,
  asked: ReadonlySet<RelationName>,
  {
    isAsked,
    rank,
    listsTemplates,
  }: { isAsked: (article: number) => boolean; rank: (article: number) => number; listsTemplates: boolean },
): ListedPair[] {
  const equals = new Map<number, number[]>();
  for (const article of ranked) {
    const first = firstOfEquals[article]!;
    const known = equals.get(first);
    if (known === undefined) equals.set(first, [article]);
    else known.push(article);
  }
  const pairs: ListedPair[] = [];
  for (const { left, right, verdict } of judged) {
    if (!asked.has(verdict.relation) || (verdict.flags.includes('template') && !listsTemplates)) continue;
    let count = 0;
    for (const one of equals.get(left) ?? []) {
      for (const other of equals.get(right) ?? []) {
        if ((!isAsked(one) && !isAsked(other)) || count++ >= MAX_PAIRS_OF_GROUPS) continue;
        const isInOrder = rank(one) < rank(other);
        if (isInOrder) pairs.push({ left: one, right: other, verdict });
        else pairs.push({ left: other, right: one, verdict: turned(verdict) });
      }
    }
  }
  if (!asked.has('identical')) return pairs;
  for (const right of ranked) {
    const left = firstOfEquals[right]!;
    if (left !== right && (isAsked(left) || isAsked(right))) pairs.push({ left, right });
  }
  return pairs;
}

/** The report with the ids that clusters have in the index. */
export function numberedReport(
  report: Report,
  { ids }: Reading,
  clusterIn: (article: number) => number,
  nextCluster: number,
): Report {
  const articleOf = new Map(ids.map((id, article) => [id, article]));
  const groups = report.clusters.map(({ members }) => members.map((id) => articleOf.get(id) ?? 0));
  const { numbers } = numbersFor(groups, clusterIn, nextCluster);
  const idOf = new Map(report.clusters.map(({ id }, k) => [id, `c${numbers[k]}`]));
  return {
    ...report,
    articles: report.articles.map((article) =>
      article.cluster === undefined ? article : { ...article, cluster: idOf.get(article.cluster) ?? article.cluster },
    ),
    clusters: report.clusters.map((cluster) => ({ ...cluster, id: idOf.get(cluster.id) ?? cluster.id })),
  };
}
