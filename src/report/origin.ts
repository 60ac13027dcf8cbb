import type { ArticleDate, Attribution, DateSourceName, Origin, OriginSign, OriginSignName } from '../model.ts';

/** How a sign is told to a person, before the words of the input. */
const SIGN_LABELS: Record<OriginSignName, string> = {
  dateline: 'dateline',
  credit: 'credit line',
  byline: 'byline',
  'first-published': 'first published elsewhere',
  copyright: 'copyright',
  'reported-by': 'credit of a report',
  distributor: 'disclaimer of a distributor',
  generic: 'credit without a name',
  'repost-mark': 'link to a source without a name',
  'wire-code': 'wire code',
  'credit-field': 'field for the credit',
  'author-field': 'field for the author',
  'original-url': 'address of the original',
  'canonical-url': 'canonical address',
  date: 'date',
  'date-conflict': 'date not believed',
};

/** `show` makes input safe; `nameOf` gives the short name of a member. */
interface Telling {
  readonly show: (text: string) => string;
  readonly nameOf: (id: string) => string;
}

/** `credit line "(WIREFEED- Norlund Press)", line 6` */
export function toldSign({ sign, text, line }: OriginSign, { show }: Pick<Telling, 'show'>): string {
  return `${SIGN_LABELS[sign]} "${show(text)}"${line === undefined ? '' : `, line ${line}`}`;
}

/** Where a cluster's text comes from, on one line; none where it is not shown. */
export function toldOrigin(origin: Origin | undefined, { show, nameOf }: Telling): string | undefined {
  if (origin === undefined || origin.kind === 'not-shown') return undefined;
  const confidence = `(confidence ${origin.confidence})`;
  if (origin.kind === 'outside') return `Common source outside the input: ${show(origin.name ?? '')} ${confidence}`;
  return `Likely first: ${nameOf(origin.article ?? '')} ${confidence}`;
}

/** What an article says of its upstream; none where it says nothing. */
export function toldAttribution(
  attribution: Attribution | undefined,
  { show }: Pick<Telling, 'show'>,
): string | undefined {
  if (attribution === undefined || attribution.kind === 'missing') return undefined;
  const sign =
    attribution.kind === 'named'
      ? attribution.evidence.find(({ name, via }) => [name, via].includes(attribution.credit))
      : attribution.evidence[0];
  const place = sign?.line === undefined ? '' : ` (line ${sign.line})`;
  if (attribution.kind === 'generic') {
    return sign === undefined ? 'credit without a name' : `credit without a name: "${show(sign.text)}"${place}`;
  }
  const via = sign?.via === undefined || sign.via === attribution.credit ? '' : ` by way of ${show(sign.via)}`;
  return `credits ${show(attribution.credit ?? '')}${via}${place}`;
}

/** The dates of an article that are not believed, and why. */
export function toldConflicts(dates: readonly ArticleDate[] | undefined, { show }: Pick<Telling, 'show'>): string[] {
  return (dates ?? []).flatMap(({ value, line, conflict }) =>
    conflict === undefined
      ? []
      : [`dated ${show(value)}${line === undefined ? '' : ` on line ${line}`}, not believed: ${show(conflict)}`],
  );
}

const DATE_LABELS: Record<DateSourceName, string> = {
  'published-at': 'date of publication',
  'wire-code': 'date of the wire code',
  url: 'date in the address',
  header: 'date above the text',
  title: 'date in the title',
  dateline: 'date of the dateline',
};

/** All dates of an article, with how far each is believed and why not. */
export function toldDates(dates: readonly ArticleDate[] | undefined, { show }: Pick<Telling, 'show'>): string[] {
  return (dates ?? []).map(({ value, from, trust, line, conflict }) => {
    const place = line === undefined ? '' : `, line ${line}`;
    const why = conflict === undefined ? '' : `: ${show(conflict)}`;
    return `${DATE_LABELS[from]} ${show(value)}${place}, trust ${trust}${why}`;
  });
}
