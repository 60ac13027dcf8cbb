import {
  type Match,
  type Problem,
  RELATION_NAMES,
  type Report,
  type ReportArticle,
  type TextOf,
  UNVERIFIED,
} from '../model.ts';
import { jsonOf, sarifText, uriOf, visible } from './escape.ts';
import {
  brokenIn,
  type Finding,
  findingsOf,
  type Level,
  linesOf,
  RULE_LABELS,
  type Side,
  sharesAround,
  sharesOf,
} from './findings.ts';
import type { RenderContext } from './reporter.ts';
import { capital, counted, grouped, isSyndicated, problemCount, RELATION_LABELS } from './wording.ts';

/**
 * GitHub keeps this many results of a run and drops the others (docs.github.com, "SARIF results exceed one or more
 * limits"); ours come with what weighs most first.
 */
const MAX_RESULTS = 5_000;
/** GitHub refuses an upload of more than 10 MB after gzip; before gzip it cannot be more after it. */
const MAX_BYTES = 10_000_000;
/** GitHub shows 100 locations of a result; more than this is not read by anyone. Taste. */
const MAX_PARTNERS = 20;
/** A snippet shows which passage is meant; the file has the rest. Taste. */
const MAX_SNIPPET_CHARACTERS = 400;
const MAX_NOTIFICATIONS = 200;

/** What a rule says to one who has never heard of wirecopy. */
const HELP: Readonly<Partial<Record<Match['relation'], string>>> = {
  identical: 'Another article has the same words in the same order. Keep one, or name the one it was taken from.',
  copy: 'Another article tells this story in the same words, with small edits. Check who published first, and whether it is credited.',
  contained:
    'One of the two articles stands in the other, cut or extended. Check who published first, and whether it is credited.',
  partial: 'Passages of another article are reused here. Check whether they are credited.',
  quotes: 'Both articles quote the same speech and share hardly anything else. Nothing needs to be done.',
  unverified:
    'An index knows an article that may hold this text, but its own text is gone or changed. Add it again to know.',
};

/** SARIF 2.1.0: one result for each article that shares something, with the passages of its partners beside it. */
export function* renderSarif(report: Report, { textOf }: Pick<RenderContext, 'textOf'>): Iterable<string> {
  const findings = findingsOf(report);
  const driver = { name: report.tool.name, version: report.tool.version, rules: RULES };
  yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n';
  yield `"tool": ${jsonOf({ driver })},\n"columnKind": "utf16CodeUnits",\n"results": [`;
  let bytes = 0;
  let written = 0;
  for (const finding of findings.slice(0, MAX_RESULTS)) {
    const result = jsonOf(resultOf(finding, report, textOf));
    bytes += Buffer.byteLength(result);
    if (bytes > MAX_BYTES) break;
    yield `${written === 0 ? '\n' : ',\n'}${result}`;
    written++;
  }
  const notifications = [
    ...leftOutOf(findings.length, written),
    ...report.problems.slice(0, MAX_NOTIFICATIONS).map(problemOf),
  ];
  const left = problemCount(report.problems.slice(MAX_NOTIFICATIONS));
  if (left > 0) notifications.push(note(`${counted(left, 'more input')} not read or read with a warning`));
  const invocation = { executionSuccessful: true, toolExecutionNotifications: notifications };
  yield `\n],\n"invocations": [${jsonOf(invocation)}],\n"properties": ${jsonOf({ counts: report.counts })}\n}]\n}\n`;
}

const TOLD_RELATIONS = [...RELATION_NAMES, UNVERIFIED] as const;
const RELATION_RULES = TOLD_RELATIONS.filter((name) => name !== 'independent').map((name) => ({
  id: name,
  text: capital(RELATION_LABELS[name]),
  help: HELP[name] ?? '',
  level: isSyndicated(name) ? 'warning' : 'note',
}));

/** Rules of a policy that an article can break by itself; the others go by the relation that broke them. */
const POLICY_RULES = [
  {
    id: 'thin',
    text: capital(RULE_LABELS.thin),
    help: 'The body of this article is under the least number of words that the policy asks for. Say more, or leave it out.',
    level: 'error',
  },
];

const RULES = [...RELATION_RULES, ...POLICY_RULES].map(({ id, text, help, level }) => ({
  id,
  shortDescription: { text },
  fullDescription: { text: help },
  help: { text: help },
  defaultConfiguration: { level },
  properties: { tags: ['news', 'near-duplicate'] },
}));

function resultOf(finding: Finding, report: Report, textOf: TextOf | undefined): object {
  const { article, level, best, partners, broken } = finding;
  const own = textOf?.(article.id);
  const shown = partners.slice(0, MAX_PARTNERS);
  const related = shown.map((partner, index) => {
    const itsSide: Side = { match: partner.match, own: partner.own === 'left' ? 'right' : 'left' };
    return {
      id: index + 1,
      message: { text: visible(capital(`${sharesOf(partner, partner.article.id, report)}.`)) },
      // The text of the first partner shows what is meant; those of twenty would be a library.
      ...locationOf(partner.article, itsSide, index === 0 ? textOf?.(partner.article.id)?.body : undefined),
    };
  });
  const rule = best?.match.relation ?? broken[0]?.rule ?? '';
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level,
    message: { text: messageOf(finding, shown.length, report) },
    locations: [locationOf(article, best, own?.body)],
    relatedLocations: related,
    ...fingerprintsOf(own?.fingerprint, best === undefined ? undefined : textOf?.(best.article.id)?.fingerprint),
    properties: {
      ...(best === undefined
        ? {}
        : { relation: best.match.relation, flags: best.match.flags, evidence: best.match.evidence }),
      ...(broken.length === 0 ? {} : { policy: broken.map((violation) => violation.rule) }),
    },
  };
}

function messageOf(finding: Finding, linked: number, report: Report): string {
  const { best, partners, broken } = finding;
  if (best === undefined) return sarifText(visible(brokenIn(finding) + (broken[0]?.reason ?? '')));
  const [before, after] = sharesAround(best, report);
  const name = `[${sarifText(visible(best.article.id))}](1)`;
  const others = partners.length === 1 ? '' : `; and ${counted(partners.length - 1, 'more article')}`;
  const unlinked = partners.length > linked ? ` (${grouped(linked)} listed)` : '';
  const heading = capital(RELATION_LABELS[best.match.relation]);
  return `${brokenIn(finding)}${heading}: ${before}${name}${after}${others}${unlinked}.`;
}

/** Stable when files move or are renamed, and when others come to match: the article's words, and its closest partner's. */
function fingerprintsOf(own: string | undefined, partner: string | undefined): object {
  if (own === undefined) return {};
  return {
    partialFingerprints: {
      'wirecopyArticle/v1': own,
      ...(partner === undefined ? {} : { 'wirecopyPair/v1': [own, partner].sort().join(':') }),
    },
  };
}

function locationOf(article: ReportArticle, side: Side | undefined, body: string | undefined): object {
  const { line, endLine } = side === undefined ? { line: article.place.line ?? 1 } : linesOf(side, article);
  const passage = side?.match.passages[0]?.[side.own];
  const snippet = body === undefined ? undefined : snippetOf(body, passage?.start ?? 0, passage?.end ?? body.length);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(article.place.path) },
      region: {
        startLine: line,
        ...(endLine === undefined ? {} : { endLine }),
        ...(snippet === undefined ? {} : { snippet: { text: snippet } }),
      },
    },
  };
}

function snippetOf(body: string, start: number, end: number): string {
  if (end - start <= MAX_SNIPPET_CHARACTERS) return body.slice(start, end);
  return `${body.slice(start, start + MAX_SNIPPET_CHARACTERS)} […]`;
}

function leftOutOf(found: number, written: number): Notification[] {
  if (written === found) return [];
  return [
    note(
      `${counted(found - written, 'article')} left out: GitHub keeps ${grouped(MAX_RESULTS)} results and 10 MB; the JSON report has all`,
    ),
  ];
}

interface Notification {
  readonly level: Level;
  readonly message: { readonly text: string };
  readonly descriptor?: { readonly id: string };
}

function note(text: string): Notification {
  return { level: 'note', message: { text } };
}

function problemOf({ code, where, what, remedy }: Problem): Notification {
  const text = `${where === '' ? '' : `${where}: `}${what}${remedy === '' ? '' : ` (${remedy})`}`;
  return { level: 'warning', message: { text: visible(text) }, descriptor: { id: code } };
}
