import {
  type Match,
  type Policy,
  type PolicyResult,
  type Report,
  type ReportArticle,
  type SourceVerdict,
  SYNDICATED_RELATIONS,
  type Violation,
} from '../model.ts';

/** Holds every source of a report to a policy. */
export function judge(report: Report, policy: Policy): Report {
  const articles = new Map(report.articles.map((article) => [article.id, article]));
  const copies = copiesIn(report, articles);
  const violations: Violation[] = [];
  const sources = report.sources.map(({ source, articles: count }): SourceVerdict => {
    const own = copies.filter((copy) => copy.article.source === source);
    const copiedShare = count === 0 ? 0 : own.length / count;
    const passed = !policy.failOn.includes('syndicated') || copiedShare <= policy.maxCopied;
    if (!passed) violations.push(...own.map(violationOf));
    const attribution = { named: 0, generic: 0, missing: 0 };
    for (const { article } of own) attribution[article.attribution?.kind ?? 'missing']++;
    return {
      source,
      articles: count,
      copied: own.length,
      copiedShare,
      limit: policy.maxCopied,
      first: 0,
      allowed: 0,
      declared: 0,
      accepted: 0,
      attribution,
      passed,
    };
  });
  const result: PolicyResult = { passed: violations.length === 0, failOn: policy.failOn, sources, violations };
  return { ...report, policy: result };
}

interface Copy {
  readonly article: ReportArticle;
  /** The pairs that say so, best first, with their positions. */
  readonly matches: readonly (readonly [position: number, match: Match])[];
}

/** The articles that another source has, too. */
function copiesIn(report: Report, articles: ReadonlyMap<string, ReportArticle>): Copy[] {
  const matchesOf = new Map<string, [number, Match][]>();
  for (const [position, match] of report.matches.entries()) {
    const { left, right, relation, flags } = match;
    if (!SYNDICATED_RELATIONS.some((name) => name === relation) || flags.includes('template')) continue;
    const source = articles.get(left)?.source;
    if (source !== undefined && source === articles.get(right)?.source) continue;
    for (const id of [left, right]) matchesOf.set(id, [...(matchesOf.get(id) ?? []), [position, match]]);
  }
  return report.articles.flatMap((article) => {
    const matches = matchesOf.get(article.id);
    if (matches === undefined) return [];
    return [{ article, matches: matches.sort(([, a], [, b]) => b.evidence.score - a.evidence.score) }];
  });
}

function violationOf({ article, matches }: Copy): Violation {
  const others = matches.map(([, { left, right }]) => (left === article.id ? right : left));
  const [position, match] = matches[0] ?? [0, undefined];
  return {
    rule: 'syndicated',
    article: article.id,
    ...(article.source === undefined ? {} : { source: article.source }),
    others,
    match: position,
    fingerprint: match?.fingerprint ?? '',
    reason: match?.reason ?? '',
  };
}
