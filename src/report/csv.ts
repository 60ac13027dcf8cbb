import type { Match, Report, ReportArticle } from '../model.ts';
import { csvCell } from './escape.ts';

/** What a column holds. Sides come as articles; a number is never quoted. */
type Cell = (match: Match, left: ReportArticle | undefined, right: ReportArticle | undefined) => string | number;

/** The columns in order. A new one goes to the end: spreadsheets count. */
const COLUMNS: Readonly<Record<string, Cell>> = {
  left: ({ left }) => left,
  right: ({ right }) => right,
  relation: ({ relation }) => relation,
  flags: ({ flags }) => flags.join(' '),
  score: ({ evidence }) => evidence.score,
  left_in_right: ({ evidence }) => evidence.leftInRight,
  right_in_left: ({ evidence }) => evidence.rightInLeft,
  matched_words: ({ evidence }) => evidence.matchedWords,
  quoted_words: ({ evidence }) => evidence.quotedWords,
  longest_run: ({ evidence }) => evidence.longestRun,
  cluster: (_match, left, right) => (left?.cluster === right?.cluster ? (left?.cluster ?? '') : ''),
  left_source: (_match, left) => left?.source ?? '',
  right_source: (_match, _left, right) => right?.source ?? '',
  left_title: (_match, left) => left?.title ?? '',
  right_title: (_match, _left, right) => right?.title ?? '',
  left_published: (_match, left) => left?.publishedAt ?? '',
  right_published: (_match, _left, right) => right?.publishedAt ?? '',
  left_words: (_match, left) => left?.words ?? '',
  right_words: (_match, _left, right) => right?.words ?? '',
  reason: ({ reason }) => reason,
};

/** One row a match, in the order of the report, under a row of names (RFC 4180). */
export function* renderCsv(report: Report): Iterable<string> {
  const articles = new Map(report.articles.map((article) => [article.id, article]));
  yield row(Object.keys(COLUMNS));
  for (const match of report.matches) {
    const left = articles.get(match.left);
    const right = articles.get(match.right);
    yield row(Object.values(COLUMNS).map((cell) => cell(match, left, right)));
  }
}

function row(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
