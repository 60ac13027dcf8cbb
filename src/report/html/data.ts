import type { ArticleText, Cluster, Match, PolicyResult, Report, ReportArticle, TextOf } from '../../model.ts';
import { jsonInMarkup, visible } from '../escape.ts';
import { RULE_LABELS } from '../findings.ts';
import { isSyndicated, isTemplate, problemCount } from '../wording.ts';

/** A page over this is slow to open and refused by mail servers. Taste; docs/ARCHITECTURE.md says it. */
const MAX_PAGE_BYTES = 10_000_000;
/** For the page itself, its script and its style, sources, problems and broken rules, and some to spare. */
const FRAME_BYTES = 500_000;
/**
 * Clusters and their articles come first, then pairs; texts take what is left. Room for the 10,000 clusters of a run over
 * 20,000 articles (bench/html-report.mjs), for which a page without its stories would be no report.
 */
const MAX_CLUSTER_BYTES = 8_400_000;
const MAX_MATCH_BYTES = 9_400_000;
/** A longer text is a book; it would take the room of a hundred articles. */
const MAX_TEXT_CHARACTERS = 300_000;
/** Texts that did not fit, one after the other, before the rest is not even read. */
const MAX_MISSES = 50;
/** Of a larger crowd so many are in the page: its other members say nothing new. */
const MAX_MEMBERS = 5000;
const MAX_PROBLEMS = 1000;
const MAX_SOURCES = 2000;
const MAX_VIOLATIONS = 500;

/** What the page's script reads, as JSON in pieces, and what had to be left out. */
export interface PageData {
  /** One JSON document: clusters, articles, pairs in numbers. */
  readonly base: readonly string[];
  /** One record a line, each parsed when it is shown: `m12 […]` tells pair 12, `t7 […]` is the text of article 7. */
  readonly details: readonly string[];
}

/** Puts a report into a page of at most MAX_PAGE_BYTES; what weighs most comes first. */
export function pageDataOf(report: Report, textOf: TextOf | undefined): PageData {
  const packer = new Packer(report, textOf);
  const { kept, left, indexOf } = packer.pack();
  const { counts, settings } = report;
  const head = {
    method: settings.method,
    counts: { ...counts, excludedBy: {} },
    sources: sourcesOf(report).slice(0, MAX_SOURCES),
    problems: report.problems
      .slice(0, MAX_PROBLEMS)
      .map(({ where, what, remedy }) => [visible(where), visible(what), visible(remedy)]),
    ...(report.policy === undefined ? {} : { policy: policyRecord(report, report.policy, indexOf) }),
    left: { ...left, problems: problemCount(report.problems.slice(MAX_PROBLEMS)) },
  };
  const base = [
    `{"head":${jsonInMarkup(head)}`,
    ...list('articles', kept.articles),
    ...list('clusters', kept.clusters),
    ...list('matches', kept.matches),
    '}',
  ];
  return { base, details: kept.details };
}

function* list(name: string, rows: readonly string[]): Iterable<string> {
  yield `,"${name}":[`;
  for (const [index, row] of rows.entries()) yield index === 0 ? row : `,\n${row}`;
  yield ']';
}

class Packer {
  readonly #report: Report;
  readonly #textOf: TextOf | undefined;
  readonly #described: ReadonlyMap<string, ReportArticle>;
  readonly #clusterIndex = new Map<string, number>();
  readonly #articleIndex = new Map<string, number>();
  readonly #hasText = new Map<string, boolean>();
  readonly #kept = {
    articles: [] as string[],
    clusters: [] as string[],
    matches: [] as string[],
    details: [] as string[],
  };
  #bytes = FRAME_BYTES;

  constructor(report: Report, textOf: TextOf | undefined) {
    this.#report = report;
    this.#textOf = textOf;
    this.#described = new Map(report.articles.map((article) => [article.id, article]));
  }

  pack() {
    const { clusters, matches } = this.#report;
    const bySize = [...clusters].sort((a, b) => b.members.length - a.members.length);
    for (const cluster of bySize) if (!this.#addCluster(cluster)) break;

    const inside: Match[][] = this.#kept.clusters.map(() => []);
    const outside: Match[] = [];
    for (const match of matches) {
      const cluster = this.#clusterOf(match);
      if (cluster === undefined) outside.push(match);
      else if (cluster >= 0) inside[cluster]?.push(match);
    }
    outside.sort((a, b) => rankOf(a) - rankOf(b) || b.evidence.matchedWords - a.evidence.matchedWords);
    for (const pairs of inside) pairs.sort((a, b) => b.evidence.score - a.evidence.score);
    // The first pair of every cluster, the pairs outside, then the others: each story can be looked at before any twice.
    const ordered = [
      ...inside.flatMap((pairs) => pairs.slice(0, 1)),
      ...outside,
      ...inside.flatMap((pairs) => pairs.slice(1)),
    ];
    const kept: Match[] = [];
    for (const match of ordered) {
      if (!this.#addMatch(match)) break;
      kept.push(match);
    }
    const told = this.#addDetails(kept);
    return {
      kept: this.#kept,
      indexOf: new Map(kept.map((match, index) => [match, index])),
      left: {
        clusters: clusters.length - this.#kept.clusters.length,
        matches: matches.length - kept.length,
        texts: kept.length - told,
        hasTexts: this.#textOf !== undefined,
      },
    };
  }

  /** The index of the cluster that holds both sides, -1 where it was left out. */
  #clusterOf({ left, right }: Match): number | undefined {
    const cluster = this.#described.get(left)?.cluster;
    if (cluster === undefined || cluster !== this.#described.get(right)?.cluster) return undefined;
    return this.#clusterIndex.get(cluster) ?? -1;
  }

  #addCluster(cluster: Cluster): boolean {
    const members = membersShown(cluster);
    this.#clusterIndex.set(cluster.id, this.#kept.clusters.length);
    const rows = members.map((id) => this.#articleRow(id));
    const first = this.#kept.articles.length;
    for (const [index, id] of members.entries()) this.#articleIndex.set(id, first + index);
    const row = jsonInMarkup(this.#clusterRecord(cluster, members));
    const bytes = byteLengthOf([...rows, row]);
    if (this.#bytes + bytes > MAX_CLUSTER_BYTES) {
      this.#clusterIndex.delete(cluster.id);
      for (const id of members) this.#articleIndex.delete(id);
      return false;
    }
    this.#bytes += bytes;
    this.#kept.articles.push(...rows);
    this.#kept.clusters.push(row);
    return true;
  }

  #clusterRecord(cluster: Cluster, members: readonly string[]): object {
    const { id, relation, representative, keyTerms, reason, origin } = cluster;
    const indexOf = (member: string) => this.#articleIndex.get(member) ?? 0;
    return {
      id: visible(id),
      relation,
      members: members.map(indexOf),
      count: cluster.members.length,
      like: indexOf(representative),
      terms: visible(keyTerms.join(', ')),
      reason: visible(reason),
      ...(origin?.article === undefined ? {} : { first: indexOf(origin.article), trust: origin.confidence }),
    };
  }

  #articleRow(id: string): string {
    const article = this.#described.get(id);
    const { place, title, source, words, furnitureWords, attribution, dates, publishedAt } = article ?? NOBODY;
    const [date] = dates ?? [];
    const cluster = article?.cluster === undefined ? undefined : this.#clusterIndex.get(article.cluster);
    return jsonInMarkup({
      id: visible(id),
      words,
      ...(place.path === id
        ? {}
        : { place: visible(place.line === undefined ? place.path : `${place.path}:${place.line}`) }),
      ...(title === undefined ? {} : { title: visible(title) }),
      ...(source === undefined ? {} : { source: visible(source) }),
      ...(furnitureWords === 0 ? {} : { furniture: furnitureWords }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(date === undefined
        ? publishedAt === undefined
          ? {}
          : { date: visible(publishedAt) }
        : { date: visible(date.value), dateFrom: date.from }),
      ...(attribution === undefined ? {} : { credit: attribution.kind }),
      ...(attribution?.credit === undefined ? {} : { creditTo: visible(attribution.credit) }),
    });
  }

  #addMatch(match: Match): boolean {
    const sides = [match.left, match.right];
    const missing = sides.filter((id) => !this.#articleIndex.has(id));
    const rows = missing.map((id) => this.#articleRow(id));
    const next = this.#kept.articles.length;
    const indexOf = (id: string) => this.#articleIndex.get(id) ?? next + missing.indexOf(id);
    const { evidence } = match;
    const row = jsonInMarkup([
      indexOf(match.left),
      indexOf(match.right),
      match.relation,
      match.flags,
      evidence.leftInRight,
      evidence.rightInLeft,
      evidence.longestRun,
      evidence.matchedWords,
      evidence.quotedWords,
      evidence.score,
    ]);
    const bytes = byteLengthOf([...rows, row]);
    if (this.#bytes + bytes > MAX_MATCH_BYTES) return false;
    this.#bytes += bytes;
    for (const [index, id] of missing.entries()) this.#articleIndex.set(id, next + index);
    this.#kept.articles.push(...rows);
    this.#kept.matches.push(row);
    return true;
  }

  /** Adds texts and passages as long as there is room, and returns how many pairs have theirs. */
  #addDetails(matches: readonly Match[]): number {
    if (this.#textOf === undefined) return 0;
    let told = 0;
    let misses = 0;
    for (const [index, match] of matches.entries()) {
      if (misses > MAX_MISSES) break;
      const lines = this.#detailLines(match, index);
      const bytes = lines === undefined ? 0 : byteLengthOf(lines.map(([, line]) => line));
      if (lines === undefined || this.#bytes + bytes > MAX_PAGE_BYTES) {
        misses++;
        continue;
      }
      this.#bytes += bytes;
      misses = 0;
      told++;
      for (const [id, line] of lines) {
        if (id !== '') this.#hasText.set(id, true);
        this.#kept.details.push(line);
      }
    }
    return told;
  }

  /** What is to be added for one pair; nothing where one of its texts cannot be shown. */
  #detailLines(match: Match, index: number): (readonly [article: string, line: string])[] | undefined {
    const passages = match.passages.map(({ left, right, words, quoted }) => [
      left.start,
      left.end,
      right.start,
      right.end,
      words,
      quoted ? 1 : 0,
    ]);
    const lines: (readonly [string, string])[] = [
      ['', `m${index} ${jsonInMarkup([visible(match.reason), passages])}\n`],
    ];
    for (const id of [match.left, match.right]) {
      if (this.#hasText.get(id) === true) continue;
      const text = this.#hasText.get(id) === false ? undefined : this.#textOf?.(id);
      if (text === undefined || text.body.length > MAX_TEXT_CHARACTERS) {
        this.#hasText.set(id, false);
        return undefined;
      }
      lines.push([id, `t${this.#articleIndex.get(id)} ${textJson(text)}\n`]);
    }
    return lines;
  }
}

function membersShown({ members, representative, origin }: Cluster): string[] {
  if (members.length <= MAX_MEMBERS) return [...members];
  const first = origin?.article === undefined ? [] : [origin.article];
  return [...new Set([...first, representative, ...members])].slice(0, MAX_MEMBERS);
}

const NOBODY: Omit<ReportArticle, 'id'> = { place: { path: '' }, words: 0, furnitureWords: 0 };

function textJson({ body, furniture, quotations }: ArticleText): string {
  return jsonInMarkup([body, furniture.flat(), quotations.flat()]);
}

function rankOf(match: Match): number {
  if (isTemplate(match)) return 2;
  if (isSyndicated(match.relation)) return 0;
  return match.relation === 'partial' ? 1 : 3;
}

/** For each source: its articles, how many are in a cluster, how often it was first, how many of them credit nobody. */
function sourcesOf({ sources, articles, clusters }: Report): (string | number)[][] {
  const sourceOf = new Map(articles.map(({ id, source }) => [id, source]));
  const first = new Map<string | undefined, number>();
  for (const { origin } of clusters) {
    if (origin?.article === undefined) continue;
    const source = sourceOf.get(origin.article);
    first.set(source, (first.get(source) ?? 0) + 1);
  }
  const uncredited = new Map<string | undefined, number>();
  for (const { source, cluster, attribution } of articles) {
    if (cluster === undefined || attribution?.kind !== 'missing') continue;
    uncredited.set(source, (uncredited.get(source) ?? 0) + 1);
  }
  return sources
    .map(({ source, articles: count, clustered }) => [
      visible(source),
      count,
      clustered,
      first.get(source) ?? 0,
      uncredited.get(source) ?? 0,
    ])
    .sort((a, b) => Number(b[2]) - Number(a[2]));
}

function policyRecord(
  { matches }: Report,
  { passed, sources, violations }: PolicyResult,
  indexOf: ReadonlyMap<Match, number>,
): object {
  return {
    passed,
    sources: sources.slice(0, MAX_SOURCES).map((verdict) => ({
      ...(verdict.source === undefined ? {} : { name: visible(verdict.source) }),
      count: verdict.articles,
      copied: verdict.copied,
      share: verdict.copiedShare,
      limit: verdict.limit,
      first: verdict.first,
      allowed: verdict.allowed,
      ...verdict.attribution,
      passed: verdict.passed,
    })),
    violations: violations.slice(0, MAX_VIOLATIONS).map(({ rule, article, reason, match }) => {
      const pair = match === undefined ? undefined : matches[match];
      return {
        rule: RULE_LABELS[rule],
        article: visible(article),
        reason: visible(reason),
        ...(pair === undefined ? {} : { pair: indexOf.get(pair) }),
      };
    }),
    count: violations.length,
  };
}

function byteLengthOf(rows: readonly string[]): number {
  // A comma and a line break each.
  return rows.reduce((sum, row) => sum + Buffer.byteLength(row) + 2, 0);
}
