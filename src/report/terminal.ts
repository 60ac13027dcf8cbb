import { Chalk, type ChalkInstance } from 'chalk';
import {
  type Cluster,
  type Evidence,
  FURNITURE_REASON_NAMES,
  type FurnitureReason,
  type Match,
  type OnlyName,
  type PassageSide,
  type RelationName,
  type Report,
  type ReportArticle,
  SYNDICATED_RELATIONS,
} from '../model.ts';
import { visible, visibleAscii } from './escape.ts';
import { toldExclusions } from './exclusions.ts';
import { toldAttribution, toldConflicts, toldDates, toldOrigin, toldSign } from './origin.ts';
import type { RenderContext } from './reporter.ts';
import { cutMiddle, pack, padEnd, padStart, widthOf, wrap } from './terminal-layout.ts';
import { policyLines } from './terminal-policy.ts';
import {
  capital,
  counted,
  grouped,
  isEstimate,
  isSyndicated,
  isTemplate,
  lastPart,
  percent,
  RELATION_LABELS,
  toldBorders,
} from './wording.ts';

const MIN_COLUMNS = 40;
/** A longer line is hard to follow back to its beginning; tables still use the whole width. Taste. */
const MAX_PROSE_COLUMNS = 100;
const MAX_MEMBERS = 12;
const MAX_CLUSTERS = 50;
const MAX_PAIRS = 50;
/** A feed of results or prices makes thousands of these, and a few show which frame it is. Taste. */
const MAX_TEMPLATE_PAIRS = 5;
/** Clusters up to this size show every pair; in larger ones each member is set beside one other. */
const MAX_MEMBERS_IN_PAIRS = 3;
/** What is longer is cut before it is looked at: a title may have megabytes. */
const MAX_CHARACTERS = 4096;

/** Why a line was set apart. */
const FURNITURE_LABELS: Record<FurnitureReason, string> = {
  learned: 'on pages of other stories',
  site: 'on pages of other stories of its site',
  'outside-core': 'outside the core of the page',
  phrase: 'a known phrase',
};

interface PairSection {
  readonly holds: (match: Match) => boolean;
  readonly heading: string;
  /** In the summary. */
  readonly counted: (pairs: string) => string;
  /** How many are shown without `explain`. */
  readonly most: number;
}

/** Pairs that no cluster holds, in the order of the report. The first row that fits a pair shows it. */
const PAIR_SECTIONS: readonly PairSection[] = [
  {
    holds: (match) => isSyndicated(match.relation) && !isTemplate(match),
    heading: 'Copies outside one cluster: each is closer to other articles, or to none',
    counted: (pairs) => `${pairs} of copies outside one cluster`,
    most: MAX_PAIRS,
  },
  {
    holds: (match) => match.relation === 'partial' && !isTemplate(match),
    heading: 'Partly reused',
    counted: (pairs) => `${pairs} partly reused`,
    most: MAX_PAIRS,
  },
  {
    holds: isTemplate,
    heading: 'Same frame, other facts: templates, not copies',
    counted: (pairs) => `${pairs} sharing only a frame`,
    most: MAX_TEMPLATE_PAIRS,
  },
  {
    holds: (match) => match.relation === 'quotes',
    heading: 'Only quotations shared',
    counted: (pairs) => `${pairs} sharing only quotations`,
    most: MAX_PAIRS,
  },
];

/** The report for people. Reads without the manual; says what was compared, and what was not. */
export function* renderTerminal(report: Report, context: RenderContext): Iterable<string> {
  const page = pageOf(report, context);
  for (const line of reportLines(page)) yield `${line}\n`;
}

function* reportLines(page: Page): Iterable<string> {
  const { policy } = page.report;
  yield* summaryLines(page);
  // A violation says itself which pair it is about and why; all pairs are there with `explain`.
  if (policy === undefined || page.report.settings.explain) yield* findingLines(page);
  if (page.report.settings.explain) yield* sourceLines(page);
  if (policy !== undefined) yield* policyLines(policy, page);
  yield* closingLines(page);
}

function* findingLines(page: Page): Iterable<string> {
  const { clusters, pairs } = page;
  const shown = clusters.slice(0, page.limit(MAX_CLUSTERS));
  for (const cluster of shown) yield* clusterLines(cluster, page);
  if (shown.length < clusters.length) yield* ['', moreLine(clusters.length - shown.length, 'cluster')];

  for (const [index, section] of PAIR_SECTIONS.entries()) {
    const matches = pairs[index] ?? [];
    if (matches.length > 0) yield* pairSectionLines(section, matches, page);
  }
}

/** What every part of the text report needs: the report by its parts, and how things are shown. */
interface Page {
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

function pageOf(report: Report, context: RenderContext): Page {
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

function* summaryLines(page: Page): Iterable<string> {
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

function* clusterLines(cluster: Cluster, page: Page): Iterable<string> {
  const { paint, signs, show, report } = page;
  const matches = page.matchesOf.get(cluster.id) ?? [];
  const isSmall = cluster.members.length <= MAX_MEMBERS_IN_PAIRS;
  const others = cluster.members.filter((member) => member !== cluster.representative);
  const ordered = isSmall ? cluster.members : [cluster.representative, ...others];
  const members = ordered.slice(0, page.limit(MAX_MEMBERS));

  yield '';
  const heading = [
    `${signs.bullet} ${capital(RELATION_LABELS[cluster.relation])}`,
    counted(cluster.members.length, 'article'),
    `cluster ${show(cluster.id)}`,
  ];
  for (const line of pack(heading, signs.separator, page.columns, signs.ellipsis)) yield paint.bold.cyan(line);
  if (cluster.keyTerms.length > 0) {
    yield `  ${cutMiddle(cluster.keyTerms.map(show).join(', '), page.columns - 2, signs.ellipsis)}`;
  }
  const nameOf = shortNames(cluster.members, page);
  const origin = toldOrigin(cluster.origin, { show, nameOf });
  if (origin !== undefined) yield* indented(proseLines(origin, page, 2), '  ');
  yield '';

  const rows = memberRows(members, page);
  const hasPairs = isSmall || report.settings.explain;
  const beside = hasPairs || cluster.relation === 'identical' ? undefined : bestMatches(matches);
  for (const [index, member] of members.entries()) {
    yield rows[index] ?? '';
    yield* furnitureLines(member, page);
    if (hasPairs) yield* provenanceLines(member, page);
    const match = beside?.get(member);
    if (match !== undefined && member !== cluster.representative) yield* besideLines(member, match, page);
  }
  if (members.length < ordered.length) yield `  ${moreLine(ordered.length - members.length, 'article')}`;

  if (report.settings.explain) yield* ['', ...indented(proseLines(show(cluster.reason), page, 2), '  ')];
  if (hasPairs) return yield* eachPairLines(matches, page, members.length === 2 ? 'above' : 'here');
  const loosest = [...(beside?.values() ?? [])]
    .filter(({ relation }) => relation !== 'identical')
    .sort(byScore)
    .at(0);
  if (loosest === undefined) return;
  const indent = '  ';
  const pair = namedPair(loosest, page, page.columns - indent.length, ['The loosest pair is ', ' and ', ':']);
  yield* ['', indent + pair, ...pairLines(loosest, page, 'above')];
}

function* eachPairLines(matches: readonly Match[], page: Page, introduced: 'above' | 'here'): Iterable<string> {
  for (const match of matches) {
    yield '';
    yield* pairLines(match, page, introduced);
  }
}

/** The match of each article that says most about it. */
function bestMatches(matches: readonly Match[]): ReadonlyMap<string, Match> {
  const best = new Map<string, Match>();
  for (const match of matches) {
    for (const member of [match.left, match.right]) {
      const known = best.get(member);
      if (known === undefined || match.evidence.score > known.evidence.score) best.set(member, match);
    }
  }
  return best;
}

function byScore(a: Match, b: Match): number {
  return a.evidence.score - b.evidence.score;
}

/** How a member of a large cluster stands to the article it is most like. */
function* besideLines(member: string, match: Match, page: Page): Iterable<string> {
  const isLeft = member === match.left;
  const other = isLeft ? match.right : match.left;
  const [own, back] = isLeft
    ? [match.evidence.leftInRight, match.evidence.rightInLeft]
    : [match.evidence.rightInLeft, match.evidence.leftInRight];
  const name = shortNames([member, other], page)(other);
  const pieces =
    match.relation === 'identical'
      ? [`the same words as ${name}`]
      : isEstimate(page.report)
        ? [`resemblance with ${name} about ${percent(match.evidence.jaccard)}, estimated`]
        : [`${percent(own)} of it is in ${name}`, `${percent(back)} the other way`, longestRun(match.evidence)];
  yield* indented(pack(pieces, page.signs.separator, page.columns - 4, page.signs.ellipsis), '    ');
}

function* pairSectionLines({ heading, most }: PairSection, matches: readonly Match[], page: Page): Iterable<string> {
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
function* pairLines(match: Match, page: Page, introduced: 'above' | 'here'): Iterable<string> {
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
function namedPair(
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

function longestRun({ longestRun: words }: Evidence): string {
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

/** One line for each article: name, words, source, title. The columns are as wide as this list needs. */
function memberRows(ids: readonly string[], page: Page): string[] {
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
function* provenanceLines(id: string, page: Page): Iterable<string> {
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

function* furnitureLines(id: string, page: Page): Iterable<string> {
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

function* sourceLines(page: Page): Iterable<string> {
  const { sources } = page.report;
  if (sources.length < 2) return;
  yield* ['', page.paint.bold('Sources')];
  for (const { source, articles, clustered } of sources) {
    const share = `: ${grouped(clustered)} of ${counted(articles, 'article')} in a cluster`;
    yield `  ${cutMiddle(page.show(source), page.columns - 2 - share.length, page.signs.ellipsis)}${share}`;
  }
}

function* closingLines(page: Page): Iterable<string> {
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
  const warnings = problems.length - counts.skipped;
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

function isAsked(relation: RelationName, only: readonly OnlyName[]): boolean {
  if (only.includes('all')) return relation !== 'independent';
  if (isSyndicated(relation)) return only.includes('syndicated');
  return only.some((name) => name === relation);
}

/** The last part of each id where that tells them apart, the whole id where it does not. */
function shortNames(ids: readonly string[], page: Page): (id: string) => string {
  const areTold = new Set(ids.map(lastPart)).size === new Set(ids).size;
  return (id) => page.show(areTold ? lastPart(id) : id);
}

/** The same for the files in which the two articles of a match stand. */
function shortPlaces(match: Match, page: Page): (id: string) => string {
  const pathOf = (id: string) => page.articles.get(id)?.place.path ?? id;
  const nameOf = shortNames([pathOf(match.left), pathOf(match.right)], page);
  return (id) => nameOf(pathOf(id));
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

function proseLines(text: string, page: Page, indent = 0): string[] {
  return wrap(text, Math.min(page.columns, MAX_PROSE_COLUMNS) - indent, page.signs.ellipsis);
}

function indented(lines: readonly string[], indent: string): string[] {
  return lines.map((line) => indent + line);
}

function moreLine(count: number, noun: string): string {
  return `and ${counted(count, `more ${noun}`)} (--json has all)`;
}

function ratio(share: number): string {
  return String(Math.round(share * 10_000) / 10_000);
}

function isFilled(text: string): boolean {
  return text !== '';
}
