import type { RelationName } from '../model.ts';
import { furnitureWordsOf, type ListedPair, type Listing, type Outcome } from './outcome.ts';
import type { Verdict } from './verify.ts';

/** What a check asks of a report beyond what a scan lists. */
export interface Scope {
  /** Absent where there is no reference; else only pairs between the two sides count. */
  readonly isReference?: (article: number) => boolean;
  /** Templates are listed, those of one source among them: doorway pages stand side by side. */
  readonly listsTemplates: boolean;
  /** Articles with fewer words of their own are named in the report, whether or not they match another. */
  readonly thinUnder: number;
}

/** Up to so many pairs an article shows all of them. */
const MAX_PAIRS_OF_ONE = 50;
/** With more it shows the best pair with each of so many other sources: a crowd costs its size, not its square. */
const MAX_SOURCES_OF_ONE = 16;

/**
 * The pairs of different sources, or of the two sides, in input order.
 *
 * Equal texts are one text while pairs are looked for; here each of them gets pairs of its own. Otherwise the second copy
 * of a copy would show only the first one, which is of the same source and lets it off.
 */
function checkedPairs(outcome: Outcome, asked: ReadonlySet<RelationName>, scope: Scope): ListedPair[] {
  const { judged, firstOfEquals, ranked } = outcome;
  const rankOf = new Uint32Array(outcome.ids.length);
  const equals = new Map<number, number[]>();
  for (const [rank, article] of ranked.entries()) {
    rankOf[article] = rank;
    const first = firstOfEquals[article]!;
    const known = equals.get(first);
    if (known === undefined) equals.set(first, [article]);
    else known.push(article);
  }
  const found = new Map<number, ListedPair>();
  const sideOf = sidesOf(outcome, scope);
  const add = (one: number, other: number, verdict: Verdict | undefined): void => {
    const isTemplate = verdict?.flags.includes('template') === true;
    const isOneSource = sideOf(one) !== undefined && sideOf(one) === sideOf(other);
    if (one === other || (isOneSource && !(isTemplate && scope.isReference === undefined))) return;
    const isInOrder = rankOf[one]! < rankOf[other]!;
    const [left, right] = isInOrder ? [one, other] : [other, one];
    const key = left * outcome.ids.length + right;
    if (found.has(key)) return;
    const told = verdict === undefined || isInOrder ? verdict : turned(verdict);
    found.set(key, told === undefined ? { left, right } : { left, right, verdict: told });
  };
  const addAll = (lefts: readonly number[], rights: readonly number[], verdict?: Verdict): void => {
    if (lefts.length * rights.length <= MAX_PAIRS_OF_ONE ** 2) {
      for (const left of lefts) for (const right of rights) add(left, right, verdict);
      return;
    }
    const [someLefts, someRights] = [oneOfEach(lefts, sideOf), oneOfEach(rights, sideOf)];
    for (const left of lefts) for (const right of someRights) add(left, right, verdict);
    for (const right of rights) for (const left of someLefts) add(left, right, verdict);
  };
  for (const { left, right, verdict } of judged) {
    if (!asked.has(verdict.relation) || (verdict.flags.includes('template') && !scope.listsTemplates)) continue;
    addAll(equals.get(left) ?? [left], equals.get(right) ?? [right], verdict);
  }
  if (asked.has('identical')) {
    for (const group of equals.values()) {
      // The same few words, as two notices have them, are no story that somebody took.
      if (group.length > 1 && !outcome.isTooShort(group[0]!)) addAll(group, group);
    }
  }
  return shortened([...found.values()], sideOf).sort(
    (a, b) => rankOf[a.left]! - rankOf[b.left]! || rankOf[a.right]! - rankOf[b.right]!,
  );
}

/** Whose an article is: pairs within one side do not count. Nothing where that is not known. */
function sidesOf({ sourceNames }: Outcome, { isReference }: Scope): (article: number) => string | undefined {
  if (isReference !== undefined) return (article) => (isReference(article) ? 'reference' : 'checked');
  return (article) => sourceNames[article];
}

/** The first article of each side, and some of no known side. One more than are needed, for an article's own. */
function oneOfEach(articles: readonly number[], sideOf: (article: number) => string | undefined): number[] {
  const seen = new Set<string>();
  const chosen: number[] = [];
  for (const article of articles) {
    const side = sideOf(article);
    if (side !== undefined && seen.has(side)) continue;
    if (side !== undefined) seen.add(side);
    chosen.push(article);
    if (chosen.length > MAX_SOURCES_OF_ONE) break;
  }
  return chosen;
}

/** The same verdict with its sides changed over. */
export function turned(verdict: Verdict): Verdict {
  const { leftInRight, rightInLeft } = verdict.measures;
  return { ...verdict, measures: { ...verdict.measures, leftInRight: rightInLeft, rightInLeft: leftInRight } };
}

/** Leaves out pairs of an article that has very many; what is the best of either side with the other's source stays. */
function shortened(pairs: readonly ListedPair[], sideOf: (article: number) => string | undefined): ListedPair[] {
  const countOf = new Map<number, number>();
  for (const { left, right } of pairs)
    for (const article of [left, right]) countOf.set(article, (countOf.get(article) ?? 0) + 1);
  const best = new Map<number, Map<string, ListedPair>>();
  for (const pair of pairs) {
    for (const [article, other] of [
      [pair.left, pair.right],
      [pair.right, pair.left],
    ] as const) {
      if (countOf.get(article)! <= MAX_PAIRS_OF_ONE) continue;
      const bySource = best.get(article) ?? new Map<string, ListedPair>();
      best.set(article, bySource);
      const side = sideOf(other) ?? '';
      const known = bySource.get(side);
      if (known === undefined ? bySource.size < MAX_SOURCES_OF_ONE : scoreOf(pair) > scoreOf(known))
        bySource.set(side, pair);
    }
  }
  const kept = new Set([...best.values()].flatMap((bySource) => [...bySource.values()]));
  const shows = (article: number): boolean => countOf.get(article)! <= MAX_PAIRS_OF_ONE;
  return pairs.filter((pair) => kept.has(pair) || shows(pair.left) || shows(pair.right));
}

/** Equal texts have no verdict. */
function scoreOf({ verdict }: ListedPair): number {
  return verdict?.measures.score ?? 1;
}

/** Counts who was compared. `named` are the articles of the report. */
export function censusOf(
  outcome: Outcome,
  scope: Scope,
  named: ReadonlySet<string>,
): { articles: Map<string, number>; reference: Set<string>; hashes: Map<string, string> } {
  const articles = new Map<string, number>();
  const reference = new Set<string>();
  const hashes = new Map<string, string>();
  for (const article of outcome.ranked) {
    const id = outcome.ids[article]!;
    if (named.has(id)) hashes.set(id, outcome.wordsHash(article));
    if (scope.isReference?.(article) === true) {
      reference.add(id);
      continue;
    }
    const source = outcome.sourceNames[article] ?? '';
    articles.set(source, (articles.get(source) ?? 0) + 1);
  }
  return { articles, reference, hashes };
}

/** What a report lists in a check. */
export function listingFor(scope: Scope): Listing {
  return {
    pairs: (outcome, asked) => checkedPairs(outcome, asked, scope),
    alsoNamed: (outcome) => thinArticles(outcome, scope),
  };
}

/** Articles of the checked side with fewer words of their own than the scope asks for. */
function thinArticles(outcome: Outcome, { isReference, thinUnder }: Scope): number[] {
  if (thinUnder === 0) return [];
  return [...outcome.ranked].filter(
    (article) =>
      isReference?.(article) !== true && outcome.wordCounts[article]! - furnitureWordsOf(article, outcome) < thinUnder,
  );
}
