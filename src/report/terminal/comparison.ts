import { Chalk, type ChalkInstance } from 'chalk';
import type { ArticleText, Match, Report, ReportArticle } from '../../model.ts';
import { alignmentOf, isIn, type Part, type Stretch, type Word } from '../alignment.ts';
import { visible, visibleAscii } from '../escape.ts';
import type { RenderContext } from '../reporter.ts';
import { renderTerminal } from '../terminal.ts';
import { capital, counted, grouped, isTemplate, percent, RELATION_LABELS } from '../wording.ts';
import { cutMiddle, widthOf, wrap } from './layout.ts';

const MIN_COLUMNS = 40;
/** From here on two columns have room for a sentence each. */
const TWO_COLUMNS = 100;
/** A longer line is hard to follow back to its beginning. Taste. */
const MAX_COLUMN = 72;
const MAX_PROSE_COLUMNS = 100;
const INDENT = '  ';
/** Of an unbroken run so many words are shown at either end; what stands between is the same. `--explain` shows all. */
const RUN_ENDS = 24;
/** Of what one side has alone so many words are shown. */
const OWN_WORDS = 18;
/** Fewer are not worth the line that says so. */
const MIN_LEFT_OUT = 8;
const BAR_WIDTH = 24;

interface Signs {
  readonly ellipsis: string;
  readonly separator: string;
  readonly gutter: string;
  readonly filled: string;
  readonly empty: string;
  readonly same: (text: string) => string;
}

const SIGNS: Record<RenderContext['characters'], Signs> = {
  unicode: { ellipsis: '…', separator: ' · ', gutter: ' │ ', filled: '█', empty: '░', same: (text) => `⋯ ${text} ⋯` },
  ascii: {
    ellipsis: '...',
    separator: ' | ',
    gutter: ' | ',
    filled: '#',
    empty: '.',
    same: (text) => `... ${text} ...`,
  },
};

/** One side of what is compared. */
interface Side {
  readonly article: ReportArticle;
  readonly text: ArticleText | undefined;
  readonly name: 'left' | 'right';
}

interface Page {
  readonly report: Report;
  readonly columns: number;
  readonly paint: ChalkInstance;
  readonly color: boolean;
  readonly signs: Signs;
  readonly show: (text: string) => string;
  readonly left: Side;
  readonly right: Side;
}

/** A report on one pair, for people: what the two are to each other, and their passages side by side. */
export function* renderComparison(report: Report, context: RenderContext): Iterable<string> {
  const [match] = report.matches;
  const sideOf = (name: 'left' | 'right'): Side | undefined => {
    const article = report.articles.find(({ id }) => id === match?.[name]);
    return article === undefined ? undefined : { article, text: context.textOf?.(article.id), name };
  };
  const [left, right] = [sideOf('left'), sideOf('right')];
  if (match === undefined || left === undefined || right === undefined) return yield* renderTerminal(report, context);
  const page: Page = {
    report,
    columns: Math.max(MIN_COLUMNS, context.columns),
    paint: new Chalk({ level: context.color ? 1 : 0 }),
    color: context.color,
    signs: SIGNS[context.characters],
    show: context.characters === 'ascii' ? visibleAscii : visible,
    left,
    right,
  };
  for (const line of lines(match, page)) yield `${line}\n`;
}

function* lines(match: Match, page: Page): Iterable<string> {
  const { paint, signs, show } = page;
  const flags = isTemplate(match) ? `${signs.separator}one frame, other data` : '';
  yield paint.bold(`${capital(RELATION_LABELS[match.relation])}${flags}`);
  yield* wrap(show(match.reason), Math.min(page.columns, MAX_PROSE_COLUMNS), signs.ellipsis);
  yield '';
  yield* sideLines(page);
  if (match.relation !== 'identical') yield* shareLines(match, page);
  if (page.report.settings.explain) yield* evidenceLines(match, page);
  yield* passageLines(match, page);
}

/** Both articles: name, words, source, title. */
function* sideLines({ left, right, columns, show, signs, paint }: Page): Iterable<string> {
  for (const { article, name } of [left, right]) {
    const label = `${INDENT}${name.padEnd(5)}  `;
    const words = counted(article.words, 'word');
    const about = [words, ...(article.source === undefined ? [] : [show(article.source)])].join(signs.separator);
    const room = columns - label.length;
    const shown = cutMiddle(show(article.id), Math.max(20, room - widthOf(about) - 2), signs.ellipsis);
    yield `${paint.dim(label)}${paint.bold(shown)}${INDENT}${paint.dim(cutMiddle(about, room - widthOf(shown) - 2, signs.ellipsis))}`.trimEnd();
    if (article.title !== undefined) {
      yield `${' '.repeat(label.length)}${cutMiddle(show(article.title), room, signs.ellipsis)}`;
    }
  }
}

function* shareLines({ evidence }: Match, { signs, paint, columns }: Page): Iterable<string> {
  const [before, after] = [`${INDENT}left in right   `, '  under 1 %'];
  const width = Math.min(BAR_WIDTH, columns - before.length - after.length);
  const bar = (share: number) => {
    const filled = Math.round(share * width);
    return signs.filled.repeat(filled) + signs.empty.repeat(width - filled);
  };
  yield '';
  yield `${before}${paint.cyan(bar(evidence.leftInRight))}  ${percent(evidence.leftInRight)}`;
  yield `${INDENT}right in left   ${paint.cyan(bar(evidence.rightInLeft))}  ${percent(evidence.rightInLeft)}`;
}

function* evidenceLines({ evidence }: Match, page: Page): Iterable<string> {
  const figures = [
    `score ${evidence.score}`,
    `in order ${evidence.chain}`,
    `reach ${evidence.reach}`,
    `in reused sentences ${evidence.leftSentences} and ${evidence.rightSentences}`,
    `jaccard ${evidence.jaccard}`,
    `${counted(evidence.matchedWords, 'word')} shared outside quotations`,
    `${grouped(evidence.quotedWords)} inside`,
    `longest run ${counted(evidence.longestRun, 'word')}`,
  ].join(page.signs.separator);
  yield '';
  for (const line of wrap(figures, Math.min(page.columns, MAX_PROSE_COLUMNS) - INDENT.length, page.signs.ellipsis)) {
    yield INDENT + line;
  }
}

function* passageLines(match: Match, page: Page): Iterable<string> {
  const { left, right } = page;
  yield '';
  if (match.relation === 'identical')
    return yield* sentence('Both say the same, word for word; only marks and line breaks may differ.', page);
  if (match.passages.length === 0) return yield* sentence('They share no run of six words or more.', page);
  if (left.text === undefined || right.text === undefined) {
    for (const passage of match.passages) yield* sentence(placesOf([passage], page), page);
    return;
  }
  const stretches = alignmentOf(match, left.text, right.text);
  if (!page.color && stretches.some(hasChanges)) {
    yield* sentence('Changed words: [-on the left-] {+on the right+}', page);
    yield '';
  }
  let own: Own[] = [];
  let isFirst = true;
  for (const stretch of [...stretches, undefined]) {
    if (stretch?.kind === 'own') {
      own.push(stretch);
      continue;
    }
    if (own.length > 0) {
      if (!isFirst) yield '';
      yield* besides(
        ['left', 'right'].map((name) =>
          own.filter(({ side }) => side === name).flatMap((each) => ownLines(each, page)),
        ),
        page,
      );
      own = [];
      isFirst = false;
    }
    if (stretch === undefined) return;
    if (!isFirst) yield '';
    yield* sharedLines(stretch, page);
    isFirst = false;
  }
}

function* sentence(text: string, { columns, signs }: Page): Iterable<string> {
  for (const line of wrap(text, columns - INDENT.length, signs.ellipsis)) yield INDENT + line;
}

type Shared = Extract<Stretch, { kind: 'shared' }>;
type Own = Extract<Stretch, { kind: 'own' }>;

function hasChanges(stretch: Stretch): boolean {
  return stretch.kind === 'shared' && stretch.parts.some(({ kind }) => kind === 'changed');
}

function* sharedLines(stretch: Shared, page: Page): Iterable<string> {
  const { paint, signs, columns, left, right } = page;
  const moved = stretch.moved ? `${signs.separator}elsewhere in the right text` : '';
  yield paint.yellow(cutMiddle(INDENT + placesOf(stretch.passages, page) + moved, columns, signs.ellipsis));
  for (const piece of piecesOf(stretch.parts, page)) {
    if (typeof piece === 'number') {
      const same = signs.same(`${grouped(piece)} words the same`);
      yield* besides(
        [[same], columns >= TWO_COLUMNS ? [same] : []].map((texts) => texts.map((text) => dimLine(text, page))),
        page,
        'unlabelled',
      );
    } else yield* besides([cellLines(piece.left, left, page), cellLines(piece.right, right, page)], page);
  }
}

/** Words of both sides that are shown beside each other, or how many equal ones are left out. */
type Piece = number | { readonly left: readonly ShownWord[]; readonly right: readonly ShownWord[] };
type ShownWord = Word & { readonly changed: boolean };

/** The parts of a stretch as they are shown: of a long equal part its two ends. */
function piecesOf(parts: readonly Part[], { report }: Page): Piece[] {
  const pieces: Piece[] = [];
  let left: ShownWord[] = [];
  let right: ShownWord[] = [];
  const add = (part: Part) => {
    left.push(...part.left.map((word) => ({ ...word, changed: part.kind === 'changed' })));
    right.push(...part.right.map((word) => ({ ...word, changed: part.kind === 'changed' })));
  };
  for (const part of parts) {
    const most = 2 * RUN_ENDS + MIN_LEFT_OUT;
    if (part.kind === 'changed' || report.settings.explain || Math.min(part.left.length, part.right.length) < most) {
      add(part);
      continue;
    }
    add({ ...part, left: part.left.slice(0, RUN_ENDS), right: part.right.slice(0, RUN_ENDS) });
    pieces.push({ left, right }, part.left.length - 2 * RUN_ENDS);
    [left, right] = [[], []];
    add({ ...part, left: part.left.slice(-RUN_ENDS), right: part.right.slice(-RUN_ENDS) });
  }
  return [...pieces, { left, right }];
}

/** What only one side has: how much it is, and the beginning of its words. */
function ownLines({ side, words }: Own, page: Page): Line[] {
  const { signs, report } = page;
  const whose = page[side];
  // A dash or a bar between blanks is shown, and is no word.
  const counting = words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const furniture = counting.filter((word) => isIn(word, whose.text?.furniture ?? [])).length;
  const isFurniture = furniture > 0 && furniture === counting.length;
  const shown = report.settings.explain ? words : words.slice(0, isFurniture ? 0 : OWN_WORDS);
  const of = isFurniture
    ? ' of site furniture'
    : furniture === 0
      ? ''
      : `, ${grouped(furniture)} of them site furniture`;
  const text = cellLines(
    shown.map((word) => ({ ...word, changed: false })),
    whose,
    page,
  );
  return [
    dimLine(`(only ${side}: ${counted(counting.length, 'word')}${of})`, page),
    ...text.map((line) => ({ ...line, text: page.paint.dim(line.text) })),
    ...(shown.length < words.length && text.length > 0 ? [dimLine(signs.ellipsis, page)] : []),
  ];
}

/** Two columns where there is room for them, else one below the other. */
function* besides(
  sides: readonly (readonly Line[])[],
  page: Page,
  labels: 'labelled' | 'unlabelled' = 'labelled',
): Iterable<string> {
  const { signs, paint } = page;
  const [left = [], right = []] = sides;
  const gutter = paint.dim(signs.gutter);
  if (page.columns >= TWO_COLUMNS) {
    const width = columnWidth(page);
    for (let row = 0; row < Math.max(left.length, right.length); row++) {
      const line = left[row];
      const padding = ' '.repeat(Math.max(0, width - (line?.width ?? 0)));
      yield `${INDENT}${line?.text ?? ''}${padding}${gutter}${right[row]?.text ?? ''}`.trimEnd();
    }
    return;
  }
  for (const [name, lines] of [
    ['left ', left],
    ['right', right],
  ] as const) {
    for (const [row, line] of lines.entries()) {
      const label = row === 0 && labels === 'labelled' ? name : ' '.repeat(name.length);
      yield `${INDENT}${paint.dim(label)}${gutter}${line.text}`.trimEnd();
    }
  }
}

function dimLine(text: string, page: Page): Line {
  const shown = cutMiddle(text, columnWidth(page), page.signs.ellipsis);
  return { text: page.paint.dim(shown), width: widthOf(shown) };
}

function columnWidth({ columns, signs }: Page): number {
  const gutter = widthOf(signs.gutter);
  if (columns >= TWO_COLUMNS) return Math.min(MAX_COLUMN, Math.floor((columns - INDENT.length - gutter) / 2));
  return Math.min(MAX_PROSE_COLUMNS, columns - INDENT.length - 'right'.length - gutter);
}

/** A line that is shown, and the columns it takes without its colours. */
interface Line {
  readonly text: string;
  readonly width: number;
}

/** `:6-24 = :9-27 · 311 words, quoted` of passages that are shown as one. */
function placesOf(passages: Shared['passages'], { signs, left, right }: Page): string {
  const [first, last] = [passages[0], passages.at(-1)];
  if (first === undefined || last === undefined) return '';
  const words = passages.reduce((sum, passage) => sum + passage.words, 0);
  const quoted = passages.every((passage) => passage.quoted) ? ', quoted' : '';
  const place = (side: 'left' | 'right', { article }: Side) => {
    const [from, to] = [first[side].line, last[side].endLine ?? last[side].line];
    const range = from === to ? `line ${from}` : `lines ${from}-${to}`;
    return article.place.record === undefined ? range : `record ${article.place.record}`;
  };
  return `${place('left', left)} = ${place('right', right)}${signs.separator}${counted(words, 'word')}${quoted}`;
}

/** The words of one side in lines of the column's width, changes marked, quotations and furniture dimmed. */
function cellLines(words: readonly ShownWord[], side: Side, page: Page): Line[] {
  const { paint, signs, show, color } = page;
  const width = columnWidth(page);
  const [open, close] = side.name === 'left' ? ['[-', '-]'] : ['{+', '+}'];
  const changed = side.name === 'left' ? paint.red : paint.green;
  const lines: Line[] = [];
  let line = { text: '', width: 0 };
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    const plain = show(word.text);
    const opened = word.changed && !color && before?.changed !== true ? open : '';
    const closed = word.changed && !color && words[index + 1]?.changed !== true ? close : '';
    const text = cutMiddle(opened + plain + closed, width, signs.ellipsis);
    const isDim = isIn(word, side.text?.furniture ?? []) || isIn(word, side.text?.quotations ?? []);
    const look = word.changed ? changed : isDim ? paint.dim : undefined;
    // In a script without spaces there is none between two words.
    const blank = before !== undefined && before.end === word.start ? '' : ' ';
    const wide = widthOf(text);
    if (line.width > 0 && (word.opens || line.width + blank.length + wide > width)) {
      lines.push(line);
      line = { text: '', width: 0 };
    }
    const gap = line.width === 0 ? '' : blank;
    line = { text: line.text + gap + (look === undefined ? text : look(text)), width: line.width + gap.length + wide };
  }
  if (line.width > 0) lines.push(line);
  return lines;
}
