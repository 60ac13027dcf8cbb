import type { PolicyResult, SourceVerdict, Violation } from '../../model.ts';
import { counted, grouped, percent } from '../wording.ts';
import { cutMiddle, pack, padEnd, padStart, widthOf } from './layout.ts';
import { type Page, proseLines } from './page.ts';

/** More are a list for programs. Taste. */
const MAX_VIOLATIONS = 50;
const MAX_STALE = 5;
/** Others that hold the text, too, named on one line. */
const MAX_OTHERS = 3;

/** A column of the table of sources. */
const COLUMNS: readonly { readonly heading: string; readonly cell: (verdict: SourceVerdict) => string }[] = [
  { heading: 'articles', cell: ({ articles }) => grouped(articles) },
  {
    heading: 'copied',
    cell: ({ copied, copiedShare }) => (copied === 0 ? '0' : `${grouped(copied)} (${percent(copiedShare)})`),
  },
  { heading: 'limit', cell: ({ limit }) => percent(limit) },
  { heading: 'let off', cell: ({ allowed }) => grouped(allowed) },
  { heading: 'first', cell: ({ first }) => grouped(first) },
];
/** Only with a baseline. */
const ACCEPTED: (typeof COLUMNS)[number] = { heading: 'accepted', cell: ({ accepted }) => grouped(accepted) };
const VERDICT_WIDTH = 'FAIL'.length;
const GAP = '  ';
/** With less room for their names sources could not be told apart. */
const MIN_NAME_WIDTH = 12;

/** What a check found: the sources that fail and why, then a table of all, so that the end of a log says it. */
export function* policyLines(policy: PolicyResult, page: Page): Iterable<string> {
  const { violations } = policy;
  const shown = violations.slice(0, page.limit(MAX_VIOLATIONS));
  for (const [source, own] of bySource(shown)) {
    yield '';
    const heading = `${nameOf(source, page)}: ${counted(own.length, 'violation')}`;
    yield page.paint.bold.red(cutMiddle(heading, page.columns, page.signs.ellipsis));
    for (const violation of own) yield* violationLines(violation, page);
  }
  if (shown.length < violations.length) {
    yield* ['', `and ${counted(violations.length - shown.length, 'more violation')} (--json has all)`];
  }
  yield '';
  yield* tableLines(policy, page);
  yield '';
  yield* proseLines(verdictOf(policy), page).map((line) => page.paint.bold(line));
  yield* creditLines(policy, page);
  yield* baselineLines(policy, page);
  if (policy.passed || !page.hints) return;
  yield '';
  for (const sentence of ADVICE) yield* proseLines(sentence, page).map((line) => page.paint.dim(line));
}

/** Whose violations they are, in the order in which they come. */
function bySource(violations: readonly Violation[]): Map<string | undefined, Violation[]> {
  const groups = new Map<string | undefined, Violation[]>();
  for (const violation of violations) {
    const known = groups.get(violation.source);
    if (known === undefined) groups.set(violation.source, [violation]);
    else known.push(violation);
  }
  return groups;
}

function* violationLines({ rule, article, others, reason }: Violation, page: Page): Iterable<string> {
  const { columns, signs, show, folder } = page;
  const named = (id: string): string => show(id.startsWith(folder) ? id.slice(folder.length) : id);
  yield `${GAP}${cutMiddle(`${rule}: ${named(article)}`, columns - GAP.length, signs.ellipsis)}`;
  const indent = GAP.repeat(2);
  const more = others.length > MAX_OTHERS ? ` and ${grouped(others.length - MAX_OTHERS)} more` : '';
  for (const [index, other] of others.slice(0, MAX_OTHERS).entries()) {
    const before = index === 0 ? 'also in ' : '        ';
    const after = index === MAX_OTHERS - 1 ? more : '';
    const room = columns - indent.length - before.length - after.length;
    yield indent + before + cutMiddle(named(other), room, signs.ellipsis) + after;
  }
  yield* proseLines(show(reason), page, indent.length).map((line) => indent + line);
}

function* tableLines({ sources, baseline }: PolicyResult, { columns, paint, signs, show }: Page): Iterable<string> {
  const columnsShown = baseline === undefined ? COLUMNS : [...COLUMNS, ACCEPTED];
  const cells = sources.map((verdict) => columnsShown.map(({ cell }) => cell(verdict)));
  const widths = columnsShown.map(({ heading }, at) =>
    Math.max(heading.length, ...cells.map((row) => widthOf(row[at] ?? ''))),
  );
  const taken = widths.reduce((sum, width) => sum + width + GAP.length, VERDICT_WIDTH + GAP.length);
  const names = sources.map(({ source }) => nameOf(source, { show }));
  if (columns - taken < MIN_NAME_WIDTH) {
    // A table would not fit: each source has a few lines of its own.
    for (const [index, { passed }] of sources.entries()) {
      yield `${passed ? 'pass' : 'FAIL'}${GAP}${cutMiddle(names[index] ?? '', columns - VERDICT_WIDTH - GAP.length, signs.ellipsis)}`;
      const told = columnsShown.map(({ heading }, at) => `${heading} ${cells[index]?.[at] ?? ''}`);
      yield* pack(told, ', ', columns - GAP.length, signs.ellipsis).map((line) => GAP + line);
    }
    return;
  }
  const nameWidth = Math.max('source'.length, Math.min(columns - taken, Math.max(...names.map(widthOf), 0)));
  const row = (verdict: string, name: string, of: (at: number) => string): string =>
    [verdict, padEnd(cutMiddle(name, nameWidth, signs.ellipsis), nameWidth)]
      .concat(widths.map((width, at) => padStart(of(at), width)))
      .join(GAP);
  yield paint.dim(row(' '.repeat(VERDICT_WIDTH), 'source', (at) => columnsShown[at]?.heading ?? ''));
  for (const [index, { passed }] of sources.entries()) {
    const line = row(passed ? 'pass' : 'FAIL', names[index] ?? '', (at) => cells[index]?.[at] ?? '');
    yield passed ? line : paint.red(line);
  }
}

function nameOf(source: string | undefined, { show }: Pick<Page, 'show'>): string {
  return source === undefined ? '(no known source)' : show(source);
}

function verdictOf({ passed, sources, failOn, violations }: PolicyResult): string {
  const failed = sources.filter((verdict) => !verdict.passed).length;
  const rules = failOn.join(', ');
  if (passed) return `The policy is kept (${rules}) by ${counted(sources.length, 'source')}.`;
  return `The policy is broken (${rules}): ${grouped(failed)} of ${counted(sources.length, 'source')} failed, ${counted(violations.length, 'violation')}.`;
}

/** How copies say whose they are. */
function* creditLines({ sources }: PolicyResult, page: Page): Iterable<string> {
  for (const { source, attribution, declared } of sources) {
    const { named, generic, missing } = attribution;
    if (generic + missing === 0 && declared === 0) continue;
    const credits = [
      ...(missing > 0 ? [`${grouped(missing)} without a credit`] : []),
      ...(generic > 0 ? [`${grouped(generic)} with one that names nobody`] : []),
      ...(named > 0 ? [`${grouped(named)} with a name`] : []),
      ...(declared > 0 ? [`${grouped(declared)} declared a copy by the page`] : []),
    ];
    yield* proseLines(`${nameOf(source, page)}: of its copies ${credits.join(', ')}.`, page);
  }
}

function* baselineLines({ baseline }: PolicyResult, page: Page): Iterable<string> {
  if (baseline === undefined) return;
  const { accepted, stale } = baseline;
  const lines = [`In the baseline: ${counted(accepted, 'finding')} met.`];
  if (stale.length > 0) {
    const some = stale.slice(0, MAX_STALE).map(page.show).join(', ');
    const more = stale.length > MAX_STALE ? `, and ${grouped(stale.length - MAX_STALE)} more` : '';
    const advice = page.hints ? ' --update-baseline takes them out.' : '';
    lines.push(`${counted(stale.length, 'line')} of it no longer occur: ${some}${more}.${advice}`);
  }
  for (const line of lines) yield* proseLines(line, page);
}

/** What a person who sees a red build can do. */
const ADVICE = [
  'Look at a pair: wirecopy compare LEFT RIGHT.',
  'Accept what is there and fail on new copies only: --baseline FILE --update-baseline.',
  'Say who may copy whom, who is first, and how much is too much: partners, first, maxCopied in a configuration (wirecopy init).',
];
