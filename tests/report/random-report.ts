import fc from 'fast-check';
import { BORDERS } from '../../src/borders.ts';
import {
  ATTRIBUTION_NAMES,
  DATE_SOURCE_NAMES,
  FLAG_NAMES,
  type Match,
  ONLY_NAMES,
  ORIGIN_KIND_NAMES,
  ORIGIN_SIGN_NAMES,
  type Passage,
  POLICY_RULE_NAMES,
  RELATION_NAMES,
  type Report,
  type ReportArticle,
  TRUST_NAMES,
} from '../../src/model.ts';
import { EMPTY_REPORT } from './sample.ts';

const movedSome = fc
  .subarray(Object.entries(BORDERS), { minLength: 1 })
  .map((rows) => Object.fromEntries(rows.map(([name, { minimum }]) => [name, minimum])));

/** Pieces that mean something to a terminal, a build log or a layout, beside any code unit there is. */
const TRICKS = [
  '\u001b[2J',
  '\r',
  '\n',
  '\t',
  '\u202e',
  '\u200b',
  '::error::',
  '##[group]',
  '##vso[',
  ' ',
  '/',
  '.',
  '…',
  '谷',
  '👩‍👩‍👧',
  'e\u0301',
  '🇫🇷',
  '\ud800',
  '%',
  '=',
  ':',
];

const codeUnits = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const characters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 });

/** Text as it may come from a hostile page. */
export const hostileText = fc
  .array(
    fc.oneof(codeUnits, characters, fc.constantFrom(...TRICKS), fc.constantFrom('word', 'a', 'longer-word-1234')),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const ratio = fc.integer({ min: 0, max: 10_000 }).map((share) => share / 10_000);
const count = fc.oneof(fc.nat(30), fc.nat(3_000_000));
const line = fc.integer({ min: 1, max: 99_999 });
const side = fc
  .record({
    start: count,
    length: fc.integer({ min: 1, max: 5000 }),
    line,
    endLine: fc.option(line, { nil: undefined }),
  })
  .map(({ start, length, line: first, endLine }) => ({
    start,
    end: start + length,
    line: first,
    ...(endLine !== undefined && { endLine }),
  }));
const passage: fc.Arbitrary<Passage> = fc.record({ left: side, right: side, words: count, quoted: fc.boolean() });

const judged: fc.Arbitrary<Omit<Match, 'left' | 'right'>> = fc.record({
  relation: fc.constantFrom(...RELATION_NAMES),
  flags: fc.subarray([...FLAG_NAMES]),
  evidence: fc.record({
    score: ratio,
    leftInRight: ratio,
    rightInLeft: ratio,
    leftSentences: ratio,
    rightSentences: ratio,
    chain: ratio,
    reach: ratio,
    matchedWords: count,
    quotedWords: count,
    longestRun: count,
    jaccard: ratio,
  }),
  reason: hostileText,
  passages: fc.array(passage, { maxLength: 3 }),
  fingerprint: fc.constantFrom('0011223344556677-8899aabbccddeeff', '8899aabbccddeeff-8899aabbccddeeff'),
});

const verdict = fc.record(
  {
    source: hostileText,
    articles: count,
    copied: count,
    copiedShare: ratio,
    limit: ratio,
    first: count,
    allowed: count,
    declared: count,
    accepted: count,
    attribution: fc.record({ named: count, generic: count, missing: count }, { noNullPrototype: true }),
    passed: fc.boolean(),
  },
  {
    requiredKeys: [
      'articles',
      'copied',
      'copiedShare',
      'limit',
      'first',
      'allowed',
      'declared',
      'accepted',
      'attribution',
      'passed',
    ],
    noNullPrototype: true,
  },
);
const violation = fc.record(
  {
    rule: fc.constantFrom(...POLICY_RULE_NAMES),
    article: hostileText,
    source: hostileText,
    others: fc.array(hostileText, { maxLength: 3 }),
    match: fc.nat(11),
    fingerprint: hostileText,
    reason: hostileText,
  },
  { requiredKeys: ['rule', 'article', 'others', 'fingerprint', 'reason'], noNullPrototype: true },
);
const policy = fc.record(
  {
    passed: fc.boolean(),
    failOn: fc.subarray([...POLICY_RULE_NAMES], { minLength: 1 }),
    sources: fc.array(verdict, { maxLength: 3 }),
    violations: fc.array(violation, { maxLength: 3 }),
    baseline: fc.record({ accepted: count, stale: fc.array(hostileText, { maxLength: 2 }) }, { noNullPrototype: true }),
  },
  { requiredKeys: ['passed', 'failOn', 'sources', 'violations'], noNullPrototype: true },
);

const sign = fc.record(
  {
    sign: fc.constantFrom(...ORIGIN_SIGN_NAMES),
    text: hostileText,
    name: hostileText,
    via: hostileText,
    line,
  },
  { requiredKeys: ['sign', 'text'], noNullPrototype: true },
);
const attribution = fc.record(
  { kind: fc.constantFrom(...ATTRIBUTION_NAMES), credit: hostileText, evidence: fc.array(sign, { maxLength: 3 }) },
  { requiredKeys: ['kind', 'evidence'], noNullPrototype: true },
);
const origin = fc.record(
  {
    kind: fc.constantFrom(...ORIGIN_KIND_NAMES),
    article: hostileText,
    name: hostileText,
    confidence: fc.constantFrom(...TRUST_NAMES),
    evidence: fc.array(
      fc.tuple(hostileText, sign).map(([article, stated]) => ({ article, ...stated })),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['kind', 'confidence', 'evidence'], noNullPrototype: true },
);
const date = fc.record(
  {
    value: fc.constantFrom('2024-04-12', '--04-12'),
    from: fc.constantFrom(...DATE_SOURCE_NAMES),
    trust: fc.constantFrom(...TRUST_NAMES),
    line,
    conflict: hostileText,
  },
  { requiredKeys: ['value', 'from', 'trust'], noNullPrototype: true },
);

/** An article without what depends on the rest of the report. */
const article = fc.record({
  title: fc.option(hostileText, { nil: undefined }),
  source: fc.option(hostileText, { nil: undefined }),
  words: count,
  furnitureWords: count,
  furnitureLines: fc.option(fc.array(line, { maxLength: 8 }), { nil: undefined }),
  attribution: fc.option(attribution, { nil: undefined }),
  dates: fc.option(fc.array(date, { maxLength: 2 }), { nil: undefined }),
  inRecord: fc.boolean(),
  cluster: fc.option(fc.nat(2), { nil: undefined }),
});

/** Any report that keeps the promises of the model: unique ids, `left` before `right`, members that exist. */
export const randomReport: fc.Arbitrary<Report> = fc
  .record({
    ids: fc.uniqueArray(
      hostileText.filter((id) => id !== ''),
      { maxLength: 18 },
    ),
    articles: fc.array(article, { minLength: 18, maxLength: 18 }),
    pairs: fc.array(fc.record({ left: fc.nat(17), right: fc.nat(17), judged }), { maxLength: 12 }),
    clusters: fc.array(
      fc.record({
        relation: fc.constantFrom(...RELATION_NAMES),
        keyTerms: fc.array(hostileText, { maxLength: 4 }),
        id: hostileText,
        origin: fc.option(origin, { nil: undefined }),
        reason: hostileText,
      }),
      { minLength: 3, maxLength: 3 },
    ),
    only: fc.subarray([...ONLY_NAMES], { minLength: 1 }),
    method: fc.constantFrom('scaled' as const, 'classic' as const),
    borders: fc.option(movedSome, { nil: undefined }),
    explain: fc.boolean(),
    skipped: fc.nat(3),
    excludedBy: fc.dictionary(hostileText, fc.nat(5), { maxKeys: 3, noNullPrototype: true }),
    counts: fc.record({
      compared: fc.nat(30),
      tooShort: count,
      candidates: count,
      templates: count,
      matchesOmitted: count,
    }),
    relations: fc.record({
      identical: count,
      copy: count,
      contained: count,
      partial: count,
      quotes: count,
      independent: count,
    }),
    problems: fc.array(
      fc.record({ code: fc.constant('UNREADABLE_INPUT'), where: hostileText, what: hostileText, remedy: hostileText }),
      { maxLength: 4 },
    ),
    policy: fc.option(policy, { nil: undefined }),
  })
  .map(({ ids, articles, pairs, clusters, counts, ...rest }) => {
    const membersOf = clusters.map((_, index) => ids.filter((_id, at) => articles[at]?.cluster === index));
    const real = clusters
      .map(({ origin: told, ...cluster }, index) => ({
        ...cluster,
        ...(told !== undefined && { origin: told }),
        id: `${index}${cluster.id}`,
        members: membersOf[index] ?? [],
      }))
      .filter(({ members }) => members.length > 1);
    const clusterOf = new Map(real.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));
    const matches = pairs.flatMap(({ left, right, judged: told }): Match[] => {
      const [first, second] = [ids[Math.min(left, right)], ids[Math.max(left, right)]];
      return first === undefined || second === undefined || first === second
        ? []
        : [{ left: first, right: second, ...told }];
    });
    const described = ids.map((id, index): ReportArticle => {
      const {
        title,
        source,
        furnitureLines,
        inRecord,
        words,
        furnitureWords,
        attribution: told,
        dates,
      } = articles[index]!;
      const cluster = clusterOf.get(id);
      return {
        id,
        place: inRecord ? { path: 'feed.jsonl', line: index + 1, record: index + 1 } : { path: id },
        words,
        furnitureWords,
        ...(title !== undefined && { title }),
        ...(source !== undefined && { source }),
        ...(furnitureLines !== undefined && { furnitureLines }),
        ...(cluster !== undefined && { cluster }),
        ...(told !== undefined && { attribution: told }),
        ...(dates !== undefined && { dates }),
      };
    });
    const excluded = Object.values(rest.excludedBy).reduce((sum, n) => sum + n, 0);
    return {
      ...EMPTY_REPORT,
      settings: {
        method: rest.method,
        only: rest.only,
        explain: rest.explain,
        ...(rest.borders !== undefined && { borders: rest.borders }),
      },
      counts: {
        ...EMPTY_REPORT.counts,
        ...counts,
        skipped: rest.skipped,
        excluded,
        seen: counts.compared + rest.skipped + excluded,
        clusters: real.length,
        clustered: clusterOf.size,
        relations: rest.relations,
        excludedBy: rest.excludedBy,
      },
      articles: described,
      matches,
      clusters: real.map((cluster) => ({ ...cluster, representative: cluster.members[0]! })),
      sources: [...new Set(described.flatMap(({ source }) => source ?? []))].map((source) => ({
        source,
        articles: 1,
        clustered: 0,
      })),
      problems: rest.problems,
      ...(rest.policy !== undefined && { policy: rest.policy }),
    };
  });
