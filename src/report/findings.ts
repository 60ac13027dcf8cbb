import {
  type Match,
  type PolicyRuleName,
  RELATION_NAMES,
  type Report,
  type ReportArticle,
  type SourceVerdict,
  UNVERIFIED,
  type Violation,
} from '../model.ts';
import { counted, disguiseOf, grouped, isEstimate, isSyndicated, isTemplate, percent } from './wording.ts';

/** How much a finding weighs, as build servers count it. */
export type Level = 'error' | 'warning' | 'note';

const LEVELS: readonly Level[] = ['error', 'warning', 'note'];

/** One match as one of its two articles has it. */
export interface Side {
  readonly match: Match;
  readonly own: 'left' | 'right';
}

export interface Partner extends Side {
  /** The other article. */
  readonly article: ReportArticle;
}

/** What is to be said of one article: everything it shares with others, what says most first. */
export interface Finding {
  readonly article: ReportArticle;
  readonly level: Level;
  /** None for an article that breaks the policy by itself. */
  readonly best?: Partner;
  readonly partners: readonly Partner[];
  /** How it breaks the policy, where there is one. */
  readonly broken: readonly Violation[];
}

/**
 * One finding for each article that a listed match or a broken rule names, what weighs most first: build servers show
 * files, not pairs. Under a policy only what breaks it is an error; the rest is let off, and noted.
 */
export function findingsOf(report: Report): Finding[] {
  const articles = new Map(report.articles.map((article) => [article.id, article]));
  const partnersOf = new Map<string, Partner[]>();
  for (const match of report.matches) {
    if (match.relation === 'independent') continue;
    for (const own of ['left', 'right'] as const) {
      const article = articles.get(own === 'left' ? match.right : match.left);
      if (article === undefined) continue;
      const known = partnersOf.get(match[own]);
      if (known === undefined) partnersOf.set(match[own], [{ match, own, article }]);
      else known.push({ match, own, article });
    }
  }
  const brokenBy = new Map<string, Violation[]>();
  for (const violation of report.policy?.violations ?? []) {
    const known = brokenBy.get(violation.article);
    if (known === undefined) brokenBy.set(violation.article, [violation]);
    else known.push(violation);
  }
  const ids = new Set([...brokenBy.keys(), ...report.articles.map(({ id }) => id)]);
  const findings: Finding[] = [];
  for (const id of ids) {
    const broken = brokenBy.get(id) ?? [];
    // A broken rule says which pair broke it; that one is the best to show.
    const shown = report.matches[broken.find(({ match }) => match !== undefined)?.match ?? -1];
    const partners = partnersOf.get(id) ?? [];
    partners.sort((a, b) => Number(b.match === shown) - Number(a.match === shown) || weightOf(a) - weightOf(b));
    const [best] = partners;
    if (best === undefined && broken.length === 0) continue;
    const level =
      broken.length > 0 ? 'error' : best === undefined || report.policy !== undefined ? 'note' : levelOf(best.match);
    const article = articles.get(id) ?? { id, place: { path: id }, words: 0, furnitureWords: 0 };
    findings.push({ article, level, ...(best === undefined ? {} : { best }), partners, broken });
  }
  const weight = ({ best }: Finding) => (best === undefined ? 0 : weightOf(best));
  return findings.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || weight(a) - weight(b));
}

/** What a rule of the policy is called in a sentence. */
export const RULE_LABELS: Readonly<Record<PolicyRuleName, string>> = {
  syndicated: 'a copy of another source',
  unattributed: 'a copy that does not say whose it is',
  partial: 'passages of another source',
  thin: 'too short to stand for itself',
  template: 'one frame with other data',
};

/** `7 of 9 articles (78 %) copy another source; the limit is 20 %`. */
export function copiedShareOf({ copied, articles, copiedShare, limit }: SourceVerdict): string {
  const verb = copied === 1 ? 'copies' : 'copy';
  return `${grouped(copied)} of ${counted(articles, 'article')} (${percent(copiedShare)}) ${verb} another source; the limit is ${percent(limit)}`;
}

/** `3 articles`: those that break a rule, each counted once. */
export function brokenArticles(violations: readonly Violation[]): string {
  return counted(new Set(violations.map(({ article }) => article)).size, 'article');
}

/** `Breaks the policy (a copy of another source). `; empty where it does not. */
export function brokenIn({ broken }: Finding): string {
  if (broken.length === 0) return '';
  const rules = [...new Set(broken.map(({ rule }) => RULE_LABELS[rule]))];
  return `Breaks the policy (${rules.join('; ')}). `;
}

/** The strongest claim first; of an unverified pair nothing is claimed. */
const TOLD_RELATIONS: readonly Match['relation'][] = [...RELATION_NAMES, UNVERIFIED];

/** A template is a weaker claim than any relation. */
function weightOf({ match }: Partner): number {
  return TOLD_RELATIONS.indexOf(match.relation) + (isTemplate(match) ? TOLD_RELATIONS.length : 0);
}

function levelOf(match: Match): Level {
  return isSyndicated(match.relation) && !isTemplate(match) ? 'warning' : 'note';
}

/** `98 % of it stands in NAME, 97 % the other way; …`, from the side of one article. */
export function sharesOf(partner: Partner, name: string, report: Report): string {
  return sharesAround(partner, report).join(name);
}

/** What stands before and after the name of the other article. */
export function sharesAround({ match, own }: Partner, report: Report): readonly [before: string, after: string] {
  const { evidence, relation } = match;
  const disguise = disguiseOf(match);
  const told = disguise === undefined ? '' : `; one is ${disguise}`;
  if (relation === 'identical') return ['the same words as ', told];
  if (isEstimate(report)) return ['resembles ', ` by about ${percent(evidence.jaccard)}, estimated`];
  if (relation === UNVERIFIED)
    return [`may share ${percent(match.estimate ?? 0)} with `, '; the text of one is gone or changed'];
  if (relation === 'quotes') return [`shares ${counted(evidence.quotedWords, 'quoted word')} with `, ''];
  const [there, back] =
    own === 'left' ? [evidence.leftInRight, evidence.rightInLeft] : [evidence.rightInLeft, evidence.leftInRight];
  const run = `the longest run has ${counted(evidence.longestRun, 'word')}`;
  return [`${percent(there)} of it stands in `, `, ${percent(back)} the other way; ${run}${told}`];
}

/** The lines of the longest passage on the article's own side; its first line where the pair has no passage. */
export function linesOf({ match, own }: Side, { place }: ReportArticle): { line: number; endLine?: number } {
  const side = match.passages[0]?.[own];
  if (side === undefined) return { line: place.line ?? 1 };
  return side.endLine === undefined ? { line: side.line } : { line: side.line, endLine: side.endLine };
}
