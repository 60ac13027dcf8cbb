import type {
  Article,
  ArticleDate,
  Attribution,
  Origin,
  OriginEvidence,
  OriginSign,
  OriginSignName,
  TrustName,
} from '../model.ts';
import { isAgency, keyOfName, keysOfSource, nameIn } from '../text/agencies.ts';
import { readCredits } from '../text/credit.ts';
import { dayNumberOfIso, readDates } from '../text/dates.ts';
import { ownCopy } from '../text/own-copy.ts';

/** What one article says of its origin, and by which names others may credit it. */
export interface Provenance {
  readonly id: string;
  readonly signs: readonly OriginSign[];
  /** Those of its signs that name somebody else, the plainest first. */
  readonly naming: readonly NamingSign[];
  readonly dates: readonly ArticleDate[];
  /** When it was published, in minutes, where the date that is believed most has an hour and a zone. */
  readonly minute?: number;
  /** Keys of its own source: a credit to these is no attribution, and one on another article points here. */
  readonly ownKeys: ReadonlySet<string>;
  readonly url?: string;
  /** Is it known who published it? */
  readonly hasSource: boolean;
}

/** Of two names of a sign the one that is not its article's own is the name. */
interface NamingSign {
  readonly sign: OriginSign;
  readonly name: string;
  readonly isStrong: boolean;
}

/** Signs that say "this is from elsewhere" and name nobody. */
const MARKS: ReadonlySet<OriginSignName> = new Set(['generic', 'repost-mark', 'wire-code', 'distributor']);
/** Signs that name somebody, the plainest first: where one article has several, the first of these is its credit. */
const NAMING_SIGNS: readonly OriginSignName[] = [
  'original-url',
  'first-published',
  'dateline',
  'credit',
  'credit-field',
  'byline',
  'author-field',
  'copyright',
  'canonical-url',
  'reported-by',
  'distributor',
];
const NAMING_RANK = new Map(NAMING_SIGNS.map((name, rank) => [name, rank]));
/** Signs that say in so many words where the text first stood. */
const EXPLICIT: ReadonlySet<OriginSignName> = new Set(['original-url', 'first-published', 'canonical-url']);
/** Signs that speak of the whole text though they be weak: a line that may be a byline, a station's dateline. */
const AUTHORING: ReadonlySet<OriginSignName> = new Set(['byline', 'dateline', 'copyright']);
/** Evidence that is listed of one cluster: a crowd says the same thing many times. */
const MAX_EVIDENCE = 20;
/** Clocks and time zones differ: only more than so many days later contradicts a credit. */
const MAX_DAYS_LATER = 1;
/** Against so many times as many credits a few others are a mistake and no conflict. A taste. */
const MAJORITY = 4;

const NO_SIGNS: readonly OriginSign[] = [];
const NONE_NAMING: readonly NamingSign[] = [];
const NO_DATES: readonly ArticleDate[] = [];
const NO_KEYS: readonly string[] = [];
const NONE_OWN: ReadonlySet<string> = new Set();

/** Reads what an article says of its origin. `lineAt` gives the line of an offset. Nothing of it holds the text. */
export function provenanceOf(
  id: string,
  article: Article,
  source: string | undefined,
  lineAt: (offset: number) => number,
): Provenance {
  const { url } = article;
  const sourceKeys = source === undefined && url === undefined ? NO_KEYS : keysOfBoth(source, url);
  const keys = sourceKeys.length > 0 ? sourceKeys : keysOfFile(article);
  const ownKeys = keys.length === 0 ? NONE_OWN : new Set(keys);
  const credits = readCredits(article.body);
  const signs: OriginSign[] = [];
  const naming: NamingSign[] = [];
  const add = (sign: OriginSign, isStrong: boolean): void => {
    signs.push(sign);
    if (!NAMING_RANK.has(sign.sign)) return;
    const name = notOwn(sign.name, ownKeys) ?? notOwn(sign.via, ownKeys);
    if (name !== undefined) naming.push({ sign, name, isStrong });
  };
  for (const sign of statedSigns(article)) add(sign, true);
  for (const { sign, text, name, via, start, isStrong } of credits) {
    const placed: Writable<OriginSign> = { sign, text: ownCopy(text) };
    if (name !== undefined) placed.name = ownCopy(name);
    if (via !== undefined) placed.via = ownCopy(via);
    placed.line = lineAt(start);
    add(placed, isStrong);
  }
  if (naming.length > 1) naming.sort((a, b) => NAMING_RANK.get(a.sign.sign)! - NAMING_RANK.get(b.sign.sign)!);
  const dates = readDates(article, credits, lineAt);
  const minute = dates.find(isBelieved)?.minute;
  return {
    id,
    signs: signs.length === 0 ? NO_SIGNS : signs,
    naming: naming.length === 0 ? NONE_NAMING : naming,
    dates: dates.length === 0 ? NO_DATES : dates.map(({ minute: _, ...date }) => date),
    ...(minute === undefined ? {} : { minute }),
    ownKeys,
    hasSource: sourceKeys.length > 0,
    ...(url === undefined ? {} : { url }),
  };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function keysOfBoth(source: string | undefined, url: string | undefined): readonly string[] {
  const ofSource = source === undefined ? NO_KEYS : keysOfSource(source);
  return url === undefined ? ofSource : [...ofSource, ...keysOfSource(url)];
}

/** An article whose source is not known may be credited by the name of its file. */
function keysOfFile({ place }: Article): readonly string[] {
  if (place.record !== undefined) return NO_KEYS;
  const file = place.path.slice(place.path.lastIndexOf('/') + 1).replace(/(?:\.\p{L}{1,5}){1,2}$/u, '');
  const keys = [file, file.replace(/[\d_.-]+$/u, '')].map(keyOfName);
  return keys.filter((key) => /\p{L}{2}/u.test(key));
}

const MAX_STATED_CHARACTERS = 160;

/** What the format states apart from the text. */
function statedSigns({ credit, author, originalUrl, canonicalUrl }: Article): OriginSign[] {
  const signs: OriginSign[] = [];
  const add = (sign: OriginSignName, text: string, name: string | undefined): void => {
    if (name !== undefined)
      signs.push({ sign, text: ownCopy(text.slice(0, MAX_STATED_CHARACTERS)), name: ownCopy(name) });
  };
  if (originalUrl !== undefined) add('original-url', originalUrl, hostOf(originalUrl));
  if (credit !== undefined) add('credit-field', credit, nameIn(credit));
  if (author !== undefined) add('author-field', author, agencyAmong(author));
  if (canonicalUrl !== undefined) add('canonical-url', canonicalUrl, hostOf(canonicalUrl));
  return signs;
}

function hostOf(url: string): string | undefined {
  const name = nameIn(url);
  return name?.includes('.') === true ? name : undefined;
}

/** "Jane Roe, Associated Press", "Reuters": the agency of an author's name. */
function agencyAmong(author: string): string | undefined {
  const parts = author
    .slice(0, MAX_STATED_CHARACTERS)
    .replace(/^(?:by|por|par|von|di)\s+/iu, '')
    .split(/\s*(?:[,;|/()]|\s[-–—]\s|\bfor\b|\bof\b|\band\b)\s*/iu);
  for (const part of parts) {
    const name = nameIn(part);
    if (name !== undefined && isAgency(name)) return name;
  }
  return undefined;
}

/**
 * What an article says of whom its text is from: `named` only where it names an agency or outlet other than its own source.
 *
 * @param origin of its cluster: a credit of one fact ("as reported by") counts where it does not name somebody else
 */
export function attributionOf({ naming, signs }: Provenance, origin?: Origin): Attribution {
  const credit = naming.find((sign) => sign.isStrong || agrees(sign, origin))?.name;
  if (credit !== undefined) return { kind: 'named', credit, evidence: signs };
  if (signs.length === 0) return MISSING;
  return { kind: signs.some(({ sign }) => MARKS.has(sign)) ? 'generic' : 'missing', evidence: signs };
}

const MISSING: Attribution = { kind: 'missing', evidence: NO_SIGNS };

function agrees({ name }: NamingSign, origin: Origin | undefined): boolean {
  return origin?.name === undefined || keyOfName(name) === keyOfName(origin.name);
}

/** The name, where it is none of its article's own. */
function notOwn(name: string | undefined, ownKeys: ReadonlySet<string>): string | undefined {
  if (name === undefined || ownKeys.size === 0) return name;
  return keysOfSource(name).some((key) => ownKeys.has(key)) ? undefined : name;
}

function evidenceOf(article: Provenance, sign: OriginSign): OriginEvidence {
  return { article: article.id, ...sign };
}

/** Whom one member credits: another member, by position, or a name that none of them has. */
interface Credit {
  readonly by: number;
  readonly to: number | string;
  readonly naming: NamingSign;
}

/**
 * Weighs where the text of a cluster comes from.
 *
 * Credits decide: each points from a member to another member or to a name outside, and is followed to its end. All must
 * end at one; dates can take a verdict back but give one only by themselves where all members bear one that is believed,
 * and then with low confidence. What contains what is not looked at. docs/decisions/0009 says what was weighed.
 */
export function originOf(members: readonly Provenance[]): Origin {
  const credits = creditsAmong(members);
  const evidence: OriginEvidence[] = [];
  // Credits come one member after the other.
  let c = 0;
  for (const [k, member] of members.entries()) {
    for (; c < credits.length && credits[c]!.by === k; c++) {
      const { sign, name } = credits[c]!.naming;
      evidence.push({ ...evidenceOf(member, sign), name });
    }
    for (const sign of member.signs)
      if (MARKS.has(sign.sign) && sign.sign !== 'wire-code' && sign.sign !== 'distributor')
        evidence.push(evidenceOf(member, sign));
    for (const date of member.dates) {
      if (date.conflict !== undefined) evidence.push(dateEvidence(member, date));
    }
  }
  if (credits.length === 0) return byDates(members, evidence);

  const ends = endsOf(credits);
  if (ends === undefined) return notShown(evidence);
  const [best, second] = ends;
  if (best === undefined) return notShown(evidence);
  const crediting = new Set(credits.map(({ by }) => by));
  const others = crediting.size - best.supporters;
  const isUnanimous = others === 0;
  if (!isUnanimous && !(second !== undefined && best.supporters >= MAJORITY * others)) return notShown(evidence);

  const isExplicit = credits.some(({ naming, to }) => EXPLICIT.has(naming.sign.sign) && to === best.end);
  const hasStrong = credits.some(({ naming }) => naming.isStrong);
  const full: TrustName = !hasStrong || !isUnanimous ? 'low' : isExplicit || best.supporters > 1 ? 'high' : 'medium';
  if (typeof best.end === 'string') {
    // One that says nothing of itself and whose source is not known may be the credited text itself.
    const mayBeIt = members.some((member, k) => !member.hasSource && !crediting.has(k) && !isMarked(member));
    return { kind: 'outside', name: best.name, confidence: mayBeIt ? 'low' : full, evidence: shortened(evidence) };
  }
  const first = members[best.end]!;
  const later = laterThanItsCopies(best.end, members, credits);
  if (isMarked(first) || later.length > 0) return notShown([...evidence, ...later]);
  return { kind: 'article', article: first.id, name: best.name, confidence: full, evidence: shortened(evidence) };
}

function notShown(evidence: readonly OriginEvidence[]): Origin {
  return { kind: 'not-shown', confidence: 'low', evidence: shortened(evidence) };
}

function shortened(evidence: readonly OriginEvidence[]): readonly OriginEvidence[] {
  return evidence.length <= MAX_EVIDENCE ? evidence : evidence.slice(0, MAX_EVIDENCE);
}

function isMarked({ signs }: Provenance): boolean {
  return signs.some(({ sign }) => sign === 'generic' || sign === 'repost-mark');
}

function creditsAmong(members: readonly Provenance[]): Credit[] {
  const memberOf = new Map<string, number[]>();
  for (const [k, { ownKeys }] of members.entries()) {
    for (const key of ownKeys) {
      const known = memberOf.get(key);
      if (known === undefined) memberOf.set(key, [k]);
      else known.push(k);
    }
  }
  const byUrl = new Map<string, number>();
  for (const [k, { url }] of members.entries())
    if (url !== undefined && !byUrl.has(plainUrl(url))) byUrl.set(plainUrl(url), k);
  const credits: Credit[] = [];
  for (const [by, member] of members.entries()) {
    for (const naming of member.naming) {
      const { name, isStrong } = naming;
      const { sign, text } = naming.sign;
      if (sign === 'distributor') continue;
      const pointed = sign === 'original-url' || sign === 'canonical-url' ? byUrl.get(plainUrl(text)) : undefined;
      const named = keysOfSource(name)
        .flatMap((key) => memberOf.get(key) ?? [])
        .filter((k) => k !== by);
      const to = pointed ?? earliest(named, members);
      if (to === by) continue;
      // What is credited with one fact, or a part, is upstream of the text only where it is here and holds the same text.
      if (to === undefined && !isStrong && !AUTHORING.has(sign)) continue;
      credits.push({ by, to: to ?? keyOfName(name), naming });
    }
  }
  return credits;
}

function plainUrl(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/iu, '')
    .replace(/[?#].*$/u, '')
    .replace(/\/+$/u, '')
    .toLowerCase();
}

/** Of several members of one source the one that is dated first; the first in input order where dates do not tell. */
function earliest(candidates: readonly number[], members: readonly Provenance[]): number | undefined {
  let best: number | undefined;
  for (const k of candidates) {
    if (best === undefined) best = k;
    else {
      const [known, other] = [believedDate(members[best]!), believedDate(members[k]!)];
      if (known !== undefined && other !== undefined && other.value < known.value) best = k;
    }
  }
  return best;
}

interface End {
  readonly end: number | string;
  readonly name: string;
  supporters: number;
}

/** Where the chains of credits end, those of most members first; none where credits run in a circle. */
function endsOf(credits: readonly Credit[]): End[] | undefined {
  const creditsOf = new Map<number, Credit[]>();
  for (const credit of credits) {
    const known = creditsOf.get(credit.by);
    if (known === undefined) creditsOf.set(credit.by, [credit]);
    else known.push(credit);
  }
  const ends = new Map<number | string, End>();
  const reached = new Map<number, ReadonlySet<number | string>>();
  const open = new Set<number>();
  let isCircle = false;
  const follow = (k: number): ReadonlySet<number | string> => {
    const known = reached.get(k);
    if (known !== undefined) return known;
    const found = new Set<number | string>();
    open.add(k);
    for (const { to, naming } of creditsOf.get(k) ?? []) {
      if (typeof to === 'number' && creditsOf.has(to)) {
        if (open.has(to)) isCircle = true;
        else for (const end of follow(to)) found.add(end);
        continue;
      }
      found.add(to);
      if (!ends.has(to)) ends.set(to, { end: to, name: naming.name, supporters: 0 });
    }
    open.delete(k);
    reached.set(k, found);
    return found;
  };
  for (const k of creditsOf.keys()) for (const end of follow(k)) ends.get(end)!.supporters++;
  if (isCircle) return undefined;
  const order = [...ends.values()];
  return order.sort((a, b) => b.supporters - a.supporters || order.indexOf(a) - order.indexOf(b));
}

/** The date that is believed most, if one is. */
function believedDate({ dates }: Provenance): ArticleDate | undefined {
  return dates.find(isBelieved);
}

function isBelieved({ trust, conflict, value }: ArticleDate): boolean {
  return trust !== 'low' && conflict === undefined && !value.startsWith('--');
}

function dateEvidence(member: Provenance, date: ArticleDate): OriginEvidence {
  return {
    article: member.id,
    sign: date.conflict === undefined ? 'date' : 'date-conflict',
    text: date.conflict === undefined ? date.value : `${date.value}: ${date.conflict}`,
    ...(date.line === undefined ? {} : { line: date.line }),
  };
}

/** The dates that put a credited member after one that credits it. */
function laterThanItsCopies(
  first: number,
  members: readonly Provenance[],
  credits: readonly Credit[],
): OriginEvidence[] {
  const own = believedDate(members[first]!);
  if (own === undefined) return [];
  for (const { by, to } of credits) {
    if (to !== first) continue;
    const copy = believedDate(members[by]!);
    if (copy === undefined || daysBetween(copy.value, own.value) <= MAX_DAYS_LATER) continue;
    return [dateEvidence(members[first]!, own), dateEvidence(members[by]!, copy)];
  }
  return [];
}

function daysBetween(from: string, to: string): number {
  return dayNumberOfIso(to) - dayNumberOfIso(from);
}

/** No credit names anybody: only dates can tell, and little. All members must bear one, and one of them an earlier one. */
function byDates(members: readonly Provenance[], evidence: readonly OriginEvidence[]): Origin {
  const dated = members.flatMap((member) => {
    const date = believedDate(member);
    return date === undefined ? [] : [{ member, date }];
  });
  if (dated.length < members.length) return notShown(evidence);
  const isToTheMinute = members.every(({ minute }) => minute !== undefined);
  const whenOf = ({ member, date }: (typeof dated)[number]): number =>
    isToTheMinute ? (member.minute ?? 0) : dayNumberOfIso(date.value);
  const [first, next] = [...dated].sort((a, b) => whenOf(a) - whenOf(b));
  const all = [...evidence, ...dated.map(({ member, date }) => dateEvidence(member, date))];
  if (first === undefined || next === undefined || whenOf(first) === whenOf(next) || isMarked(first.member)) {
    return notShown(all);
  }
  const othersAreMarked = members.every((member) => member === first.member || isMarked(member));
  return {
    kind: 'article',
    article: first.member.id,
    confidence: othersAreMarked ? 'medium' : 'low',
    evidence: shortened(all),
  };
}
