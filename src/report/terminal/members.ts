import { FURNITURE_REASON_NAMES, type FurnitureReason } from '../../model.ts';
import { toldAttribution, toldConflicts, toldDates, toldSign } from '../origin.ts';
import { counted } from '../wording.ts';
import { cutMiddle, padEnd, padStart, widthOf } from './layout.ts';
import { indented, isFilled, type Page, proseLines } from './page.ts';

/** Why a line was set apart. */
const FURNITURE_LABELS: Record<FurnitureReason, string> = {
  learned: 'on pages of other stories',
  site: 'on pages of other stories of its site',
  'outside-core': 'outside the core of the page',
  phrase: 'a known phrase',
};

/** One line for each article: name, words, source, title. The columns are as wide as this list needs. */
export function memberRows(ids: readonly string[], page: Page): string[] {
  const { signs, show, paint } = page;
  const cells = ids.map((id) => {
    const article = page.articles.get(id);
    return {
      name: show(id.slice(page.folder.length)),
      words: article === undefined ? '' : counted(article.words, 'word'),
      source: show(article?.source ?? ''),
      title: show(article?.title ?? ''),
    };
  });
  const widest = (of: (cell: (typeof cells)[number]) => string) =>
    cells.reduce((width, cell) => Math.max(width, widthOf(of(cell))), 0);
  const gap = 2;
  const room = page.columns - gap;
  const hasTitles = cells.some(({ title }) => title !== '');
  const wordsWidth = widest(({ words }) => words);
  const sourceWidth = Math.min(
    widest(({ source }) => source),
    Math.floor(room / 5),
  );
  const fixed = wordsWidth + gap + (sourceWidth > 0 ? sourceWidth + gap : 0);
  const nameRoom = hasTitles ? Math.floor((room - fixed) * 0.55) : room - fixed;
  const nameWidth = Math.min(
    widest(({ name }) => name),
    nameRoom,
  );
  const titleWidth = hasTitles ? room - fixed - nameWidth - gap : 0;
  return cells.map(({ name, words, source, title }) => {
    const columns = [
      { text: cutMiddle(name, nameWidth, signs.ellipsis), width: nameWidth },
      { text: padStart(words, wordsWidth), width: wordsWidth },
      { text: cutMiddle(source, sourceWidth, signs.ellipsis), width: sourceWidth, look: paint.dim },
      { text: cutMiddle(title, titleWidth, signs.ellipsis), width: titleWidth },
    ].filter(({ width }) => width > 0);
    // The last column that holds something is not padded: blanks at the end of a line are in nobody's interest.
    const last = columns.findLastIndex(({ text }) => text.trim() !== '');
    const padded = columns.slice(0, last + 1).map(({ text, width, look }, index) => {
      const cell = index === last ? text.trimEnd() : padEnd(text, width);
      return look === undefined ? cell : look(cell);
    });
    return `  ${padded.join('  ')}`;
  });
}

/** Whom an article credits and which of its dates is not believed; every sign of its origin with `explain`. */
export function* provenanceLines(id: string, page: Page): Iterable<string> {
  const article = page.articles.get(id);
  if (article === undefined) return;
  const { attribution, dates } = article;
  const told = page.report.settings.explain
    ? [...(attribution?.evidence ?? []).map((sign) => toldSign(sign, page)), ...toldDates(dates, page)]
    : [toldAttribution(attribution, page) ?? '', ...toldConflicts(dates, page)];
  for (const line of told.filter(isFilled)) {
    yield* indented(proseLines(line, page, 4), '    ');
  }
}

export function* furnitureLines(id: string, page: Page): Iterable<string> {
  const article = page.articles.get(id);
  if (!page.report.settings.explain || article === undefined || article.furnitureWords === 0) return;
  const lines = article.furnitureLines ?? [];
  const why = FURNITURE_REASON_NAMES.filter((name) => article.furnitureReasons?.[name] !== undefined).map(
    (name) => `${rangesOf(article.furnitureReasons?.[name] ?? [])} (${FURNITURE_LABELS[name]})`,
  );
  const shown = why.length === 0 ? rangesOf(lines) : why.join(', ');
  const on = lines.length === 0 ? '' : ` on ${lines.length === 1 ? 'line' : 'lines'} ${shown}`;
  yield* indented(proseLines(`site furniture: ${counted(article.furnitureWords, 'word')}${on}`, page, 4), '    ');
}

/** `1-5, 26-31` of ascending numbers. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
