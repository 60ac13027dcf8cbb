import type { OnlyName, Report } from '../../model.ts';
import { counted, grouped } from '../wording.ts';
import { cutMiddle, pack } from './layout.ts';
import { isAsked, type Page, proseLines } from './page.ts';
import { PAIR_SECTIONS } from './sections.ts';

export function* summaryLines(page: Page): Iterable<string> {
  const { report, clusters, pairs, paint, signs } = page;
  const { counts } = report;
  const bold = (lines: readonly string[]) => lines.map((line) => paint.bold(line));
  if (counts.compared === 0) return yield paint.bold('Nothing was compared.');
  if (counts.compared === 1)
    return yield* bold(proseLines('1 article was compared: for a copy there must be a second one.', page));

  const articles = `${counted(counts.compared, 'article')}`;
  if (clusters.length === 0 && pairs.every((matches) => matches.length === 0)) {
    yield* bold(proseLines(`${nothingFound(report)} among ${articles}.`, page));
    return yield* proseLines(`${effortOf(report)}.`, page);
  }
  const members = clusters.reduce((sum, cluster) => sum + cluster.members.length, 0);
  const pieces = [`${articles} compared`];
  if (members > 0) pieces.push(`${grouped(members)} of them in ${counted(clusters.length, 'cluster')} of copies`);
  for (const [index, section] of PAIR_SECTIONS.entries()) {
    const count = pairs[index]?.length ?? 0;
    if (count > 0) pieces.push(section.counted(counted(count, 'pair')));
  }
  yield* bold(pack(pieces, signs.separator, page.columns, signs.ellipsis));
  if (page.folder === '') return;
  const [before, after] = ['The articles below are in ', '.'];
  const room = page.columns - before.length - after.length;
  yield before + cutMiddle(page.show(page.folder), room, signs.ellipsis) + after;
}

/** Says no more than was asked: what --only leaves out may well be there. */
function nothingFound({ settings }: Report): string {
  if (asksForCopies(settings.only)) return 'No copies found';
  return `Nothing of what --only ${settings.only.join(',')} asks for was found`;
}

function effortOf({ counts, settings }: Report): string {
  const pairs = (counts.compared * (counts.compared - 1)) / 2;
  const possible = pairs === 1 ? 'There is 1 pair' : `There are ${grouped(pairs)} pairs`;
  if (counts.candidates === 0) return `${possible}; none looked alike enough to be read side by side`;
  const verdict = asksForCopies(settings.only) ? ': too little is shared' : '';
  return `${possible}; ${grouped(counts.candidates)} looked alike and ${counts.candidates === 1 ? 'was' : 'were'} read side by side${verdict}`;
}

function asksForCopies(only: readonly OnlyName[]): boolean {
  return isAsked('copy', only) && isAsked('partial', only);
}
