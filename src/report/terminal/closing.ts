import { type RelationName, type Report, SYNDICATED_RELATIONS } from '../../model.ts';
import { toldExclusions } from '../exclusions.ts';
import { counted, grouped, problemCount, toldBorders } from '../wording.ts';
import { cutMiddle } from './layout.ts';
import { isAsked, isFilled, type Page, proseLines } from './page.ts';

export function* sourceLines(page: Page): Iterable<string> {
  const { sources } = page.report;
  if (sources.length < 2) return;
  yield* ['', page.paint.bold('Sources')];
  for (const { source, articles, clustered } of sources) {
    const share = `: ${grouped(clustered)} of ${counted(articles, 'article')} in a cluster`;
    yield `  ${cutMiddle(page.show(source), page.columns - 2 - share.length, page.signs.ellipsis)}${share}`;
  }
}

export function* closingLines(page: Page): Iterable<string> {
  const { report, paint } = page;
  const { counts, settings, problems } = report;
  const told: string[] = [];
  const borders = toldBorders(report);
  if (borders !== undefined) told.push(borders);
  const hidden = hiddenRelations(report);
  if (hidden.length > 0) told.push(`Not listed: ${hidden.join(', ')}${page.hints ? ' (--only all lists them)' : ''}.`);
  if (counts.matchesOmitted > 0) {
    told.push(`Counted, not listed: ${counted(counts.matchesOmitted, 'pair')} inside clusters of more than 50.`);
  }
  if (counts.tooShort > 0) {
    told.push(
      `Too short to judge: ${counted(counts.tooShort, 'article')}. Only another with the very same words would match.`,
    );
  }
  if (counts.excluded > 0) {
    const reasons = page.show(toldExclusions(counts.excludedBy));
    told.push(`Left out: ${grouped(counts.excluded)}${reasons === '' ? '' : ` (${reasons})`}.`);
  }
  if (told.length > 0 || problems.length > 0) yield '';
  for (const sentence of told) yield* proseLines(sentence, page);
  for (const line of problemLines(page)) yield paint.yellow(line);
  if (!page.hints || report.articles.length === 0) return;
  const hint = settings.explain
    ? 'For programs: --json.'
    : 'Every measure and passage: --explain. For programs: --json.';
  yield* ['', ...proseLines(hint, page).map((line) => paint.dim(line))];
}

/** Where something was wrong; what it was stands on standard error and in the JSON, and here with `explain`. */
function problemLines(page: Page): string[] {
  const { counts, problems, settings } = page.report;
  if (problems.length === 0) return [];
  if (settings.explain) {
    return problems.flatMap(({ where, what, remedy }) =>
      proseLines(page.show(`${where === '' ? '' : `${where}: `}${what}${remedy === '' ? '' : ` (${remedy})`}`), page),
    );
  }
  const warnings = problemCount(problems) - counts.skipped;
  const kinds = [
    ...(counts.skipped > 0 ? [`Not read: ${grouped(counts.skipped)}`] : []),
    ...(warnings > 0
      ? [`${counts.skipped > 0 ? 'read with a warning' : 'Read with a warning'}: ${grouped(warnings)}`]
      : []),
  ];
  const shown = problems.slice(0, 3).map(({ where }) => cutMiddle(page.show(where), 40, page.signs.ellipsis));
  const more = problems.length > shown.length ? ', ...' : '';
  return proseLines(`${kinds.join('; ')} (${shown.filter(isFilled).join(', ')}${more}).`, page);
}

/** Relations that were found and are not among those asked for. */
function hiddenRelations({ counts, settings }: Report): string[] {
  const words: Partial<Record<RelationName, string>> = { partial: 'partly reused', quotes: 'sharing only quotations' };
  const hidden: string[] = [];
  const syndicated = SYNDICATED_RELATIONS.reduce((sum, relation) => sum + counts.relations[relation], 0);
  if (syndicated > 0 && !isAsked('copy', settings.only)) hidden.push(`${counted(syndicated, 'pair')} of copies`);
  for (const relation of ['partial', 'quotes'] as const) {
    const count = counts.relations[relation];
    if (count > 0 && !isAsked(relation, settings.only)) hidden.push(`${counted(count, 'pair')} ${words[relation]}`);
  }
  if (counts.templates > 0 && !settings.only.includes('all')) {
    hidden.push(`${counted(counts.templates, 'pair')} in one frame with other data`);
  }
  return hidden;
}
