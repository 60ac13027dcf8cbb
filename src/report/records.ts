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
import { jsonOf } from './escape.ts';

type Plain = string | number | boolean;
/** The keys of a record in the order in which they are written; a record inside it has a shape of its own. */
type Shape<T> = { readonly [K in keyof Required<T>]: ShapeOf<Required<T>[K]> };
type ShapeOf<V> = V extends Plain | readonly Plain[] | Readonly<Record<string, number>>
  ? true
  : V extends readonly (infer Item)[]
    ? Shape<Item>
    : Shape<V>;

// A key that the model has and a shape lacks does not compile.
function shape<T>(keys: Shape<T>): Shape<T> {
  return keys;
}

const PLACE = shape<Place>({ path: true, line: true, record: true });
const SIGN = shape<OriginSign>({ sign: true, name: true, via: true, line: true, text: true });
const ATTRIBUTION = shape<Attribution>({ kind: true, credit: true, evidence: SIGN });
const DATE = shape<ArticleDate>({ value: true, from: true, trust: true, line: true, conflict: true });
const FURNITURE_REASONS = shape<Required<ReportArticle>['furnitureReasons']>({
  learned: true,
  site: true,
  'outside-core': true,
  phrase: true,
});
const ARTICLE = shape<ReportArticle>({
  id: true,
  place: PLACE,
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
  furnitureReasons: FURNITURE_REASONS,
  cluster: true,
  attribution: ATTRIBUTION,
  dates: DATE,
});
const EVIDENCE = shape<Evidence>({
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
});
const PASSAGE_SIDE = shape<PassageSide>({ start: true, end: true, line: true, endLine: true });
const PASSAGE = shape<Passage>({ left: PASSAGE_SIDE, right: PASSAGE_SIDE, words: true, quoted: true });
const OWN = shape<OwnPassage>({ start: true, end: true, line: true, endLine: true, words: true });
const MATCH = shape<Match>({
  left: true,
  right: true,
  relation: true,
  estimate: true,
  flags: true,
  disguises: true,
  evidence: EVIDENCE,
  reason: true,
  passages: PASSAGE,
  leftOwn: OWN,
  rightOwn: OWN,
  fingerprint: true,
});
const ORIGIN_EVIDENCE = shape<OriginEvidence>({ article: true, ...SIGN });
const ORIGIN = shape<Origin>({ kind: true, article: true, name: true, confidence: true, evidence: ORIGIN_EVIDENCE });
const CLUSTER = shape<Cluster>({
  id: true,
  members: true,
  representative: true,
  relation: true,
  keyTerms: true,
  origin: ORIGIN,
  reason: true,
});
const SOURCE = shape<SourceSummary>({ source: true, articles: true, clustered: true });
const PROBLEM = shape<Problem>({ code: true, where: true, what: true, remedy: true, count: true });
const COUNTS = shape<Counts>({
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
});
const SETTINGS = shape<Settings>({ method: true, only: true, explain: true, borders: true });
const VERDICT = shape<SourceVerdict>({
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
});
const VIOLATION = shape<Violation>({
  rule: true,
  article: true,
  source: true,
  others: true,
  match: true,
  fingerprint: true,
  reason: true,
});
const BASELINE = shape<NonNullable<PolicyResult['baseline']>>({ accepted: true, stale: true });
const POLICY = shape<PolicyResult>({
  passed: true,
  failOn: true,
  sources: VERDICT,
  violations: VIOLATION,
  baseline: BASELINE,
});
const TOOL = shape<Report['tool']>({ name: true, version: true });

/** The parts of a report as both JSON formats write them: one line each, every key in one fixed order, absent ones left out. */
export const RECORD_TEXT = {
  article: writerOf(ARTICLE),
  match: writerOf(MATCH),
  cluster: writerOf(CLUSTER),
  source: writerOf(SOURCE),
  problem: writerOf(PROBLEM),
  counts: writerOf(COUNTS),
  settings: writerOf(SETTINGS),
  tool: writerOf(TOOL),
  policy: writerOf(POLICY),
};

/**
 * Writes records of one shape as JSON. A large report is mostly matches, of thirty numbers each: to put them in order in
 * new objects first, for `JSON.stringify`, would take half of the time that writing takes.
 */
function writerOf<T>(keys: Shape<T>): (record: T) => string {
  const fields = Object.entries<unknown>(keys).map(([key, inner]) => ({
    key: key as keyof T,
    head: `${JSON.stringify(key)}:`,
    write: inner === true ? valueText : writerOf(inner as Shape<unknown>),
  }));
  return (record) => {
    let text = '';
    for (const { key, head, write } of fields) {
      const value = record[key];
      if (value === undefined) continue;
      text += text === '' ? '{' : ',';
      text += head;
      text += Array.isArray(value) && write !== valueText ? `[${value.map(write).join(',')}]` : write(value);
    }
    return text === '' ? '{}' : `${text}}`;
  };
}

/** What needs no escape inside quotation marks; `#` could begin a command of a build server. */
const CLEAR = /^[ !$-[\]-~]*$/;

function valueText(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && CLEAR.test(value) ? `"${value}"` : jsonOf(value);
}
