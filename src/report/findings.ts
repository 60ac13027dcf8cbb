import { type Match, RELATION_NAMES, type Report, type ReportArticle } from '../model.ts';
import { counted, isEstimate, isSyndicated, isTemplate, percent } from './wording.ts';

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
  readonly best: Partner;
  readonly partners: readonly Partner[];
}

/** One finding for each article that a listed match names, what weighs most first. Build servers show files, not pairs. */
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
  const findings: Finding[] = [];
  for (const article of report.articles) {
    const partners = partnersOf.get(article.id)?.sort((a, b) => weightOf(a) - weightOf(b)) ?? [];
    const [best] = partners;
    if (best !== undefined) findings.push({ article, level: levelOf(best.match), best, partners });
  }
  return findings.sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || weightOf(a.best) - weightOf(b.best),
  );
}

/** A template is a weaker claim than any relation. */
function weightOf({ match }: Partner): number {
  return RELATION_NAMES.indexOf(match.relation) + (isTemplate(match) ? RELATION_NAMES.length : 0);
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
  if (relation === 'identical') return ['the same words as ', ''];
  if (isEstimate(report)) return ['resembles ', ` by about ${percent(evidence.jaccard)}, estimated`];
  if (relation === 'quotes') return [`shares ${counted(evidence.quotedWords, 'quoted word')} with `, ''];
  const [there, back] =
    own === 'left' ? [evidence.leftInRight, evidence.rightInLeft] : [evidence.rightInLeft, evidence.leftInRight];
  const run = `the longest run has ${counted(evidence.longestRun, 'word')}`;
  return [`${percent(there)} of it stands in `, `, ${percent(back)} the other way; ${run}`];
}

/** The lines of the longest passage on the article's own side; its first line where the pair has no passage. */
export function linesOf({ match, own }: Side, { place }: ReportArticle): { line: number; endLine?: number } {
  const side = match.passages[0]?.[own];
  if (side === undefined) return { line: place.line ?? 1 };
  return side.endLine === undefined ? { line: side.line } : { line: side.line, endLine: side.endLine };
}
