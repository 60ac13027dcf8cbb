import {
  type ArticleDate,
  type Attribution,
  type Cluster,
  type Counts,
  EACH_PASSAGE,
  type Evidence,
  type Match,
  type Origin,
  type OriginEvidence,
  type OriginSign,
  type OwnPassage,
  type PassageSide,
  type Place,
  type PolicyResult,
  type Problem,
  type Report,
  type ReportArticle,
  type Settings,
  type SourceSummary,
  type SourceVerdict,
  type TakePassage,
  type Violation,
} from '../model.ts';
import { type Fixed, fixed, type Pen } from './pen.ts';

type Plain = string | number | boolean;
/** The keys of a record in the order in which they are written; a record inside it has a shape or a writer of its own. */
type Shape<T> = { readonly [K in keyof Required<T>]: ShapeOf<Required<T>[K]> };
type ShapeOf<V> = V extends Plain | readonly Plain[] | Readonly<Record<string, number>>
  ? true
  : V extends readonly (infer Item)[]
    ? Shape<Item> | RecordWriter<Item>
    : Shape<V> | RecordWriter<V>;

/** Writes a record as JSON. `type` is put first where it is given: the field as JSON, with the brace before it. */
export type RecordWriter<T> = (pen: Pen, record: T, type?: Fixed) => void;

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

const EMPTY = fixed('{}');
const OPENED = fixed('{');
const CLOSED = fixed('}');
const LIST_OPENED = fixed('[');
const LIST_CLOSED = fixed(']');
const COMMA = fixed(',');

/** Writes records of one shape: to put them in order in new objects first, for `JSON.stringify`, would take twice as long. */
function writerOf<T>(keys: Shape<T>): RecordWriter<T> {
  const fields = Object.entries<unknown>(keys).map(([key, inner]) => ({
    key: key as keyof T,
    first: fixed(`{${JSON.stringify(key)}:`),
    further: fixed(`,${JSON.stringify(key)}:`),
    write: writerFor(inner),
  }));
  return (pen, record, type) => {
    let isOpen = type !== undefined;
    if (type !== undefined) pen.fixed(type);
    for (const { key, first, further, write } of fields) {
      const value = record[key];
      if (value === undefined) continue;
      pen.fixed(isOpen ? further : first);
      isOpen = true;
      if (write === undefined) pen.value(value);
      else if (Array.isArray(value)) writeList(pen, value, write);
      else write(pen, value);
    }
    pen.fixed(isOpen ? CLOSED : EMPTY);
  };
}

/** None for a plain value. */
function writerFor(inner: unknown): RecordWriter<unknown> | undefined {
  if (inner === true) return undefined;
  return typeof inner === 'function' ? (inner as RecordWriter<unknown>) : writerOf(inner as Shape<unknown>);
}

function writeList<T>(pen: Pen, items: readonly T[], write: RecordWriter<T>): void {
  pen.fixed(LIST_OPENED);
  let isFirst = true;
  for (const item of items) {
    if (!isFirst) pen.fixed(COMMA);
    isFirst = false;
    write(pen, item);
  }
  pen.fixed(LIST_CLOSED);
}

// Nine tenths of a large report are these, written out: to ask a table for each of their keys takes three times as long.

const SCORE = fixed('{"score":');
const LEFT_IN_RIGHT = fixed(',"leftInRight":');
const RIGHT_IN_LEFT = fixed(',"rightInLeft":');
const LEFT_SENTENCES = fixed(',"leftSentences":');
const RIGHT_SENTENCES = fixed(',"rightSentences":');
const CHAIN = fixed(',"chain":');
const REACH = fixed(',"reach":');
const MATCHED_WORDS = fixed(',"matchedWords":');
const QUOTED_WORDS = fixed(',"quotedWords":');
const LONGEST_RUN = fixed(',"longestRun":');
const JACCARD = fixed(',"jaccard":');

function writeEvidence(pen: Pen, evidence: Evidence): void {
  pen.number(SCORE, evidence.score);
  pen.number(LEFT_IN_RIGHT, evidence.leftInRight);
  pen.number(RIGHT_IN_LEFT, evidence.rightInLeft);
  pen.number(LEFT_SENTENCES, evidence.leftSentences);
  pen.number(RIGHT_SENTENCES, evidence.rightSentences);
  pen.number(CHAIN, evidence.chain);
  pen.number(REACH, evidence.reach);
  pen.number(MATCHED_WORDS, evidence.matchedWords);
  pen.number(QUOTED_WORDS, evidence.quotedWords);
  pen.number(LONGEST_RUN, evidence.longestRun);
  pen.number(JACCARD, evidence.jaccard);
  pen.fixed(CLOSED);
}

/** The keys of a match in the order in which they are written: one that the model has and this lacks does not compile. */
const MATCH_KEYS = {
  left: fixed('"left":'),
  right: fixed(',"right":'),
  relation: fixed(',"relation":'),
  estimate: fixed(',"estimate":'),
  flags: fixed(',"flags":'),
  disguises: fixed(',"disguises":'),
  evidence: fixed(',"evidence":'),
  reason: fixed(',"reason":'),
  passages: fixed(',"passages":'),
  leftOwn: fixed(',"leftOwn":'),
  rightOwn: fixed(',"rightOwn":'),
  fingerprint: fixed(',"fingerprint":'),
} satisfies Readonly<Record<keyof Match, Fixed>>;

function writeMatch(pen: Pen, match: Match, type: Fixed | undefined): void {
  const { left, right, relation, estimate, flags, disguises, leftOwn, rightOwn, fingerprint } = match;
  pen.fixed(type ?? OPENED);
  if (type !== undefined) pen.fixed(COMMA);
  pen.string(MATCH_KEYS.left, left);
  pen.string(MATCH_KEYS.right, right);
  pen.string(MATCH_KEYS.relation, relation);
  if (estimate !== undefined) pen.number(MATCH_KEYS.estimate, estimate);
  pen.fixed(MATCH_KEYS.flags);
  pen.value(flags);
  if (disguises !== undefined) {
    pen.fixed(MATCH_KEYS.disguises);
    pen.value(disguises);
  }
  pen.fixed(MATCH_KEYS.evidence);
  writeEvidence(pen, match.evidence);
  pen.string(MATCH_KEYS.reason, match.reason);
  pen.fixed(MATCH_KEYS.passages);
  writePassages(pen, match);
  if (leftOwn !== undefined) {
    pen.fixed(MATCH_KEYS.leftOwn);
    writeOwn(pen, leftOwn);
  }
  if (rightOwn !== undefined) {
    pen.fixed(MATCH_KEYS.rightOwn);
    writeOwn(pen, rightOwn);
  }
  if (fingerprint !== undefined) pen.string(MATCH_KEYS.fingerprint, fingerprint);
  pen.fixed(CLOSED);
}

const OWN_START = fixed('{"start":');
const OWN_WORDS = fixed(',"words":');

function writeOwn(pen: Pen, own: OwnPassage): void {
  pen.number(OWN_START, own.start);
  writePlace(pen, own);
  pen.number(OWN_WORDS, own.words);
  pen.fixed(CLOSED);
}

const LEFT_START = fixed('{"left":{"start":');
const RIGHT_START = fixed('},"right":{"start":');
const END = fixed(',"end":');
const LINE = fixed(',"line":');
const END_LINE = fixed(',"endLine":');
const PASSAGE_WORDS = fixed('},"words":');
const IS_QUOTED = fixed(',"quoted":true}');
const IS_NOT_QUOTED = fixed(',"quoted":false}');

function writePassages(pen: Pen, match: Match): void {
  const { [EACH_PASSAGE]: each } = match as KeptAsNumbers;
  pen.fixed(LIST_OPENED);
  const before = pen.written;
  if (each !== undefined) each.call(match, { pen, before }, writePassage);
  else
    for (const { left, right, words, quoted } of match.passages)
      writePassage({ pen, before }, left, right, words, quoted);
  pen.fixed(LIST_CLOSED);
}

interface KeptAsNumbers {
  readonly [EACH_PASSAGE]?: (to: PassageList, take: TakePassage<PassageList>) => void;
}

/** A list that is being written: nothing of it is while `pen` has written as much as `before`. */
interface PassageList {
  readonly pen: Pen;
  readonly before: number;
}

function writePassage(
  { pen, before }: PassageList,
  left: PassageSide,
  right: PassageSide,
  words: number,
  quoted: boolean,
): void {
  if (pen.written > before) pen.fixed(COMMA);
  pen.number(LEFT_START, left.start);
  writePlace(pen, left);
  pen.number(RIGHT_START, right.start);
  writePlace(pen, right);
  pen.number(PASSAGE_WORDS, words);
  pen.fixed(quoted ? IS_QUOTED : IS_NOT_QUOTED);
}

function writePlace(pen: Pen, { end, line, endLine }: PassageSide): void {
  pen.number(END, end);
  pen.number(LINE, line);
  if (endLine !== undefined && endLine !== line) pen.number(END_LINE, endLine);
}

/** The parts of a report as both JSON formats write them: one line each, every key in one fixed order, absent ones left out. */
export const WRITE_RECORD = {
  article: writerOf(ARTICLE),
  match: writeMatch,
  cluster: writerOf(CLUSTER),
  source: writerOf(SOURCE),
  problem: writerOf(PROBLEM),
  counts: writerOf(COUNTS),
  settings: writerOf(SETTINGS),
  tool: writerOf(TOOL),
  policy: writerOf(POLICY),
};
