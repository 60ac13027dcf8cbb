import { Chalk, type ChalkInstance } from 'chalk';
import type { Cluster, Match, OnlyName, RelationName, Report, ReportArticle } from '../../model.ts';
import { visible, visibleAscii } from '../escape.ts';
import type { RenderContext } from '../reporter.ts';
import { counted, isSyndicated, lastPart } from '../wording.ts';
import { wrap } from './layout.ts';
import { PAIR_SECTIONS } from './sections.ts';

const MIN_COLUMNS = 40;

/** A longer line is hard to follow back to its beginning; tables still use the whole width. Taste. */
const MAX_PROSE_COLUMNS = 100;

/** What is longer is cut before it is looked at: a title may have megabytes. */
const MAX_CHARACTERS = 4096;

/** What every part of the text report needs: the report by its parts, and how things are shown. */
export interface Page {
  readonly report: Report;
  readonly columns: number;
  readonly hints: boolean;
  readonly paint: ChalkInstance;
  readonly signs: Signs;
  /** Input made safe to show on one line. */
  readonly show: (text: string) => string;
  /** How many of a list are shown: all with `explain`. */
  readonly limit: (count: number) => number;
  readonly articles: ReadonlyMap<string, ReportArticle>;
  /** What all ids begin with, up to a slash; tables leave it out. */
  readonly folder: string;
  /** Biggest first. */
  readonly clusters: readonly Cluster[];
  readonly matchesOf: ReadonlyMap<string, readonly Match[]>;
  /** The pairs that no cluster holds, by the index of their section. */
  readonly pairs: readonly (readonly Match[])[];
}

interface Signs {
  readonly ellipsis: string;
  readonly separator: string;
  readonly bullet: string;
}

const SIGNS: Record<RenderContext['characters'], Signs> = {
  unicode: { ellipsis: '…', separator: ' · ', bullet: '●' },
  ascii: { ellipsis: '...', separator: ' | ', bullet: '*' },
};

export function pageOf(report: Report, context: RenderContext): Page {
  const makeSafe = context.characters === 'ascii' ? visibleAscii : visible;
  const articles = new Map(report.articles.map((article) => [article.id, article]));
  const matchesOf = new Map<string, Match[]>();
  const pairs: Match[][] = PAIR_SECTIONS.map(() => []);
  for (const match of report.matches) {
    const cluster = articles.get(match.left)?.cluster;
    if (cluster !== undefined && cluster === articles.get(match.right)?.cluster) {
      const known = matchesOf.get(cluster);
      if (known === undefined) matchesOf.set(cluster, [match]);
      else known.push(match);
    } else pairs[PAIR_SECTIONS.findIndex((section) => section.holds(match))]?.push(match);
  }
  for (const matches of pairs) matches.sort((a, b) => b.evidence.matchedWords - a.evidence.matchedWords);
  return {
    report,
    columns: Math.max(MIN_COLUMNS, context.columns),
    hints: context.hints,
    paint: new Chalk({ level: context.color ? 1 : 0 }),
    signs: SIGNS[context.characters],
    show: (text) => makeSafe(text.length <= MAX_CHARACTERS ? text : endsOf(text)),
    limit: (count) => (report.settings.explain ? Number.POSITIVE_INFINITY : count),
    articles,
    folder: commonFolder([...articles.keys()]),
    clusters: [...report.clusters].sort((a, b) => b.members.length - a.members.length),
    matchesOf,
    pairs,
  };
}

function endsOf(text: string): string {
  return `${text.slice(0, MAX_CHARACTERS / 2)}${text.slice(-MAX_CHARACTERS / 2)}`;
}

function commonFolder(ids: readonly string[]): string {
  let [shared = ''] = ids;
  for (const id of ids) {
    let length = 0;
    while (length < shared.length && id[length] === shared[length]) length++;
    shared = shared.slice(0, length);
  }
  const folder = shared.slice(0, shared.lastIndexOf('/') + 1);
  return ids.length < 2 || ids.includes(folder) ? '' : folder;
}

/** The last part of each id where that tells them apart, the whole id where it does not. */
export function shortNames(ids: readonly string[], page: Page): (id: string) => string {
  const areTold = new Set(ids.map(lastPart)).size === new Set(ids).size;
  return (id) => page.show(areTold ? lastPart(id) : id);
}

/** The same for the files in which the two articles of a match stand. */
export function shortPlaces(match: Match, page: Page): (id: string) => string {
  const pathOf = (id: string) => page.articles.get(id)?.place.path ?? id;
  const nameOf = shortNames([pathOf(match.left), pathOf(match.right)], page);
  return (id) => nameOf(pathOf(id));
}

export function isAsked(relation: RelationName, only: readonly OnlyName[]): boolean {
  if (only.includes('all')) return relation !== 'independent';
  if (isSyndicated(relation)) return only.includes('syndicated');
  return only.some((name) => name === relation);
}

export function proseLines(text: string, page: Page, indent = 0): string[] {
  return wrap(text, Math.min(page.columns, MAX_PROSE_COLUMNS) - indent, page.signs.ellipsis);
}

export function indented(lines: readonly string[], indent: string): string[] {
  return lines.map((line) => indent + line);
}

export function moreLine(count: number, noun: string): string {
  return `and ${counted(count, `more ${noun}`)} (--json has all)`;
}

export function isFilled(text: string): boolean {
  return text !== '';
}
