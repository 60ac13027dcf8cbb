import type { Evidence, Match, PassageSide } from '../../model.ts';
import { counted, grouped, isEstimate, percent } from '../wording.ts';
import { cutMiddle, pack, widthOf } from './layout.ts';
import { furnitureLines, memberRows, provenanceLines } from './members.ts';
import { indented, isFilled, moreLine, type Page, proseLines, shortNames, shortPlaces } from './page.ts';
import type { PairSection } from './sections.ts';

export function* pairSectionLines(
  { heading, most }: PairSection,
  matches: readonly Match[],
  page: Page,
): Iterable<string> {
  const { paint, signs } = page;
  yield '';
  const pieces = [heading, counted(matches.length, 'pair')];
  for (const line of pack(pieces, signs.separator, page.columns, signs.ellipsis)) yield paint.bold.yellow(line);
  const shown = matches.slice(0, page.limit(most));
  for (const match of shown) {
    yield '';
    const sides = [match.left, match.right];
    for (const [index, row] of memberRows(sides, page).entries()) {
      yield row;
      yield* furnitureLines(sides[index] ?? '', page);
      yield* provenanceLines(sides[index] ?? '', page);
    }
    yield* pairLines(match, page, 'above');
  }
  if (shown.length < matches.length) yield* ['', `  ${moreLine(matches.length - shown.length, 'pair')}`];
}

/**
 * One pair: the sentence that says who holds how much of whom and why, and where the longest passage stands; with
 * `explain` every measure and passage. Which two articles it is about is said where the lines above do not show it.
 */
export function* pairLines(match: Match, page: Page, introduced: 'above' | 'here'): Iterable<string> {
  const { signs, columns, paint, report } = page;
  const indent = '    ';
  const room = columns - indent.length;
  const packed = (pieces: readonly string[]) => indented(pack(pieces, signs.separator, room, signs.ellipsis), indent);
  if (introduced === 'here') yield* indented([namedPair(match, page, room, ['', ' and ', ':'])], indent);
  yield* indented(proseLines(page.show(match.reason), page, indent.length), indent);
  if (report.settings.explain && !isEstimate(report)) {
    yield* packed(sharePieces(match, page, room));
    yield* packed(evidencePieces(match.evidence));
  }
  for (const line of indented(passageLines(match, page, room), indent)) yield paint.dim(line);
}

function sharePieces(match: Match, page: Page, room: number): string[] {
  const { leftInRight, rightInLeft } = match.evidence;
  return [
    namedPair(match, page, room, [`${percent(leftInRight)} of `, ' is in ', '']),
    `${percent(rightInLeft)} the other way`,
    longestRun(match.evidence),
  ];
}

/** Both names in at most `room` columns, with words before, between and after them. */
export function namedPair(
  { left, right }: Match,
  page: Page,
  room: number,
  [before, between, after]: readonly [string, string, string],
): string {
  const nameOf = shortNames([left, right], page);
  const namesRoom = room - before.length - between.length - after.length;
  const [leftName, rightName] = sharedRoom(nameOf(left), nameOf(right), namesRoom, page.signs.ellipsis);
  return `${before}${leftName}${between}${rightName}${after}`;
}

export function longestRun({ longestRun: words }: Evidence): string {
  return `longest shared run ${counted(words, 'word')}`;
}

/** Two names that together have `room` columns: a short one leaves its share to the other. */
function sharedRoom(left: string, right: string, room: number, ellipsis: string): [string, string] {
  const half = Math.floor(room / 2);
  const leftRoom = Math.max(half, room - widthOf(right));
  const shortLeft = cutMiddle(left, leftRoom, ellipsis);
  return [shortLeft, cutMiddle(right, room - widthOf(shortLeft), ellipsis)];
}

function passageLines(match: Match, page: Page, room: number): string[] {
  const { signs, report } = page;
  const shown = match.passages.slice(0, page.limit(1));
  const placeOf = shortPlaces(match, page);
  const lines = shown.map((passage) => {
    const words = `${counted(passage.words, 'word')}${passage.quoted ? ', quoted' : ''}`;
    const offsets = report.settings.explain
      ? `${signs.separator}characters ${offsetsOf(passage.left)} = ${offsetsOf(passage.right)}`
      : '';
    const after = `${signs.separator}${words}${offsets}`;
    const left = linesOf(passage.left);
    const right = linesOf(passage.right);
    const namesRoom = room - left.length - right.length - ' = '.length;
    const fits = namesRoom - after.length >= 24;
    const [leftName, rightName] = sharedRoom(
      placeOf(match.left),
      placeOf(match.right),
      fits ? namesRoom - after.length : namesRoom,
      signs.ellipsis,
    );
    const places = `${leftName}${left} = ${rightName}${right}`;
    return fits
      ? [`${places}${after}`]
      : pack(
          [places, words, offsets.slice(signs.separator.length)].filter(isFilled),
          signs.separator,
          room,
          signs.ellipsis,
        );
  });
  const left = match.passages.length - shown.length;
  const more = left === 0 ? [] : [`and ${counted(left, 'shorter passage')}`];
  return [...lines.flat(), ...more];
}

function linesOf({ line, endLine }: PassageSide): string {
  return endLine === undefined || endLine === line ? `:${line}` : `:${line}-${endLine}`;
}

function offsetsOf({ start, end }: PassageSide): string {
  return `${start}-${end}`;
}

function evidencePieces(evidence: Evidence): string[] {
  return [
    `score ${ratio(evidence.score)}`,
    `in order ${ratio(evidence.chain)}`,
    `reach ${ratio(evidence.reach)}`,
    `in reused sentences ${ratio(evidence.leftSentences)} and ${ratio(evidence.rightSentences)}`,
    `jaccard ${ratio(evidence.jaccard)}`,
    `${counted(evidence.matchedWords, 'word')} shared outside quotations`,
    `${grouped(evidence.quotedWords)} inside`,
  ];
}

function ratio(share: number): string {
  return String(Math.round(share * 10_000) / 10_000);
}
