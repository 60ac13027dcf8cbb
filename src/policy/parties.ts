import type { AttributionName, OriginSign, OriginSignName, Policy, ReportArticle } from '../model.ts';
import { keysOfSource } from '../text/agencies.ts';

/** An article as the policy sees it: whose it is, whom it credits, and how far its word is taken. */
export interface Party {
  readonly article: ReportArticle;
  /** '' where it is not known. */
  readonly source: string;
  readonly isReference: boolean;
  /** Names under which others may credit its source. */
  readonly keys: ReadonlySet<string>;
  /** Keys of whom it credits where readers see it. */
  readonly credits: ReadonlySet<string>;
  readonly attribution: AttributionName;
  /** Does the policy believe what its source declares of itself? */
  readonly isTrusted: boolean;
  /** Says it of itself that it is a copy, believed or not. */
  readonly isDeclared: boolean;
}

/**
 * What a page states apart from its text. A reader never sees it, and whoever copies writes it as he likes: it credits
 * nobody unless the source is trusted. What the record of a feed says was put there by whoever collected it.
 */
const HIDDEN_SIGNS: ReadonlySet<OriginSignName> = new Set(['original-url', 'canonical-url', 'author-field']);
/** Signs that are no credit although they may bear a name. */
const NO_CREDITS: ReadonlySet<OriginSignName> = new Set(['wire-code', 'date', 'date-conflict']);
/** Signs that say "this is from elsewhere" and name nobody. */
const MARKS: ReadonlySet<OriginSignName> = new Set(['generic', 'repost-mark', 'wire-code', 'distributor']);

/** Stands for every source in a list of sources. */
const EVERY_SOURCE = '*';

export function partyOf(article: ReportArticle, isReference: boolean, policy: Policy): Party {
  const source = article.source ?? '';
  const isTrusted = policy.trustDeclarations.some((name) => isSource(name, source));
  const isRecord = article.place.record !== undefined;
  const keys = new Set(source === '' ? [] : keysOfSource(source));
  if (isRecord && article.url !== undefined) for (const key of keysOfSource(article.url)) keys.add(key);
  const signs = (article.attribution?.evidence ?? []).filter(
    ({ sign }) => isTrusted || (!HIDDEN_SIGNS.has(sign) && (isRecord || sign !== 'credit-field')),
  );
  const credits = new Set(
    signs
      .filter(({ sign }) => !NO_CREDITS.has(sign))
      .map(({ name }) => (name === undefined ? [] : keysOfSource(name)))
      .filter((named) => !named.some((key) => keys.has(key)))
      .flat(),
  );
  return {
    article,
    source,
    isReference,
    keys,
    credits,
    attribution: attributionOf(article, signs, credits.size > 0),
    isTrusted,
    isDeclared: (article.declarations ?? []).length > 0 || pointsElsewhere(article, keys),
  };
}

function attributionOf(
  { attribution }: ReportArticle,
  signs: readonly OriginSign[],
  creditsSomebody: boolean,
): AttributionName {
  if (attribution?.kind === 'named' && creditsSomebody) return 'named';
  return signs.some(({ sign }) => MARKS.has(sign)) ? 'generic' : 'missing';
}

/** Its canonical link leads to another site. */
function pointsElsewhere({ canonicalUrl, url }: ReportArticle, keys: ReadonlySet<string>): boolean {
  if (canonicalUrl === undefined || !/^https?:/i.test(canonicalUrl)) return false;
  const own = url === undefined ? [] : keysOfSource(url);
  return !keysOfSource(canonicalUrl).some((key) => keys.has(key) || own.includes(key));
}

/** Is that the source a policy names? Letter case and `www.` make no difference. */
export function isSource(named: string, source: string): boolean {
  return named === EVERY_SOURCE || (source !== '' && plain(named) === plain(source));
}

function plain(source: string): string {
  return source.toLowerCase().replace(/^www\./, '');
}

export function sharesKey(some: Iterable<string>, others: ReadonlySet<string>): boolean {
  for (const key of some) if (others.has(key)) return true;
  return false;
}
