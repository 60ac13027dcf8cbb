import type {
  ArticleDate,
  Attribution,
  Cluster,
  Counts,
  Evidence,
  Match,
  Origin,
  OriginEvidence,
  OriginSign,
  OwnPassage,
  Passage,
  PassageSide,
  Place,
  PolicyResult,
  Problem,
  Report,
  ReportArticle,
  Settings,
  SourceSummary,
  SourceVerdict,
  Violation,
} from '../model.ts';

type Keys<T> = { readonly [K in keyof Required<T>]: true };

// The order in which each record's keys are written. A key that the model has and a table lacks does not compile.
const PLACE: Keys<Place> = { path: true, line: true, record: true };
const ARTICLE: Keys<ReportArticle> = {
  id: true,
  place: true,
  title: true,
  source: true,
  publishedAt: true,
  url: true,
  canonicalUrl: true,
  author: true,
  credit: true,
  originalUrl: true,
  declarations: true,
  words: true,
  furnitureWords: true,
  furnitureLines: true,
  cluster: true,
  attribution: true,
  dates: true,
};
const SIGN: Keys<OriginSign> = { sign: true, name: true, via: true, line: true, text: true };
const ATTRIBUTION: Keys<Attribution> = { kind: true, credit: true, evidence: true };
const DATE: Keys<ArticleDate> = { value: true, from: true, trust: true, line: true, conflict: true };
const ORIGIN_EVIDENCE: Keys<OriginEvidence> = { article: true, ...SIGN };
const ORIGIN: Keys<Origin> = { kind: true, article: true, name: true, confidence: true, evidence: true };
const EVIDENCE: Keys<Evidence> = {
  score: true,
  leftInRight: true,
  rightInLeft: true,
  leftSentences: true,
  rightSentences: true,
  chain: true,
  reach: true,
  matchedWords: true,
  quotedWords: true,
  longestRun: true,
  jaccard: true,
};
const PASSAGE: Keys<Passage> = { left: true, right: true, words: true, quoted: true };
const PASSAGE_SIDE: Keys<PassageSide> = { start: true, end: true, line: true, endLine: true };
const MATCH: Keys<Match> = {
  left: true,
  right: true,
  relation: true,
  flags: true,
  evidence: true,
  reason: true,
  passages: true,
  leftOwn: true,
  rightOwn: true,
  fingerprint: true,
};
const OWN: Keys<OwnPassage> = { start: true, end: true, line: true, endLine: true, words: true };
const CLUSTER: Keys<Cluster> = {
  id: true,
  members: true,
  representative: true,
  relation: true,
  keyTerms: true,
  origin: true,
  reason: true,
};
const SOURCE: Keys<SourceSummary> = { source: true, articles: true, clustered: true };
const PROBLEM: Keys<Problem> = { code: true, where: true, what: true, remedy: true };
const COUNTS: Keys<Counts> = {
  seen: true,
  compared: true,
  skipped: true,
  excluded: true,
  tooShort: true,
  candidates: true,
  clusters: true,
  clustered: true,
  relations: true,
  templates: true,
  matchesOmitted: true,
  excludedBy: true,
};
const SETTINGS: Keys<Settings> = { method: true, only: true, explain: true };
const VERDICT: Keys<SourceVerdict> = {
  source: true,
  articles: true,
  copied: true,
  copiedShare: true,
  limit: true,
  first: true,
  allowed: true,
  declared: true,
  accepted: true,
  attribution: true,
  passed: true,
};
const VIOLATION: Keys<Violation> = {
  rule: true,
  article: true,
  source: true,
  others: true,
  match: true,
  fingerprint: true,
  reason: true,
};
const POLICY: Keys<PolicyResult> = { passed: true, failOn: true, sources: true, violations: true, baseline: true };
const BASELINE: Keys<NonNullable<PolicyResult['baseline']>> = { accepted: true, stale: true };
const TOOL: Keys<Report['tool']> = { name: true, version: true };

/** The parts of a report as both JSON formats write them: every key in one fixed order, absent ones left out. */
export const RECORDS = {
  article: (article: ReportArticle) => ({
    ...inOrder(ARTICLE, article),
    place: inOrder(PLACE, article.place),
    ...(article.attribution === undefined ? {} : { attribution: attributionRecord(article.attribution) }),
    ...(article.dates === undefined ? {} : { dates: article.dates.map((date) => inOrder(DATE, date)) }),
  }),
  match: (match: Match) => ({
    ...inOrder(MATCH, match),
    evidence: inOrder(EVIDENCE, match.evidence),
    passages: match.passages.map(passageRecord),
    ...(match.leftOwn === undefined ? {} : { leftOwn: inOrder(OWN, match.leftOwn) }),
    ...(match.rightOwn === undefined ? {} : { rightOwn: inOrder(OWN, match.rightOwn) }),
  }),
  cluster: (cluster: Cluster) => ({
    ...inOrder(CLUSTER, cluster),
    ...(cluster.origin === undefined ? {} : { origin: originRecord(cluster.origin) }),
  }),
  source: (source: SourceSummary) => inOrder(SOURCE, source),
  problem: (problem: Problem) => inOrder(PROBLEM, problem),
  counts: (counts: Counts) => inOrder(COUNTS, counts),
  settings: (settings: Settings) => inOrder(SETTINGS, settings),
  tool: (tool: Report['tool']) => inOrder(TOOL, tool),
  policy: (policy: PolicyResult) => ({
    ...inOrder(POLICY, policy),
    sources: policy.sources.map((verdict) => inOrder(VERDICT, verdict)),
    violations: policy.violations.map((violation) => inOrder(VIOLATION, violation)),
    ...(policy.baseline === undefined ? {} : { baseline: inOrder(BASELINE, policy.baseline) }),
  }),
};

function attributionRecord(attribution: Attribution): Attribution {
  return {
    ...inOrder(ATTRIBUTION, attribution),
    evidence: attribution.evidence.map((sign) => inOrder(SIGN, sign)),
  };
}

function originRecord(origin: Origin): Origin {
  return {
    ...inOrder(ORIGIN, origin),
    evidence: origin.evidence.map((evidence) => inOrder(ORIGIN_EVIDENCE, evidence)),
  };
}

function passageRecord(passage: Passage): Passage {
  return {
    ...inOrder(PASSAGE, passage),
    left: inOrder(PASSAGE_SIDE, passage.left),
    right: inOrder(PASSAGE_SIDE, passage.right),
  };
}

function inOrder<T extends object>(keys: Keys<T>, value: T): T {
  const ordered: Partial<T> = {};
  for (const key of Object.keys(keys) as (keyof T)[]) {
    if (value[key] !== undefined) ordered[key] = value[key];
  }
  return ordered as T;
}
