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

/** What one article says of its origin, and by which names others may credit it. */
export interface Provenance {
  readonly id: string;
  readonly signs: readonly PlacedSign[];
  readonly dates: readonly ArticleDate[];
  /** When it was published, in minutes, where the date that is believed most has an hour and a zone. */
  readonly minute?: number;
  /** Keys of its own source: a credit to these is no attribution, and one on another article points here. */
  readonly ownKeys: ReadonlySet<string>;
  readonly url?: string;
  /** Is it known who published it? */
  readonly hasSource: boolean;
}

interface PlacedSign extends OriginSign {
  readonly isStrong: boolean;
}

type NamingSign = PlacedSign & { readonly name: string };

/** Signs that say "this is from elsewhere" and name nobody. */
const MARKS: ReadonlySet<OriginSignName> = new Set(['generic', 'repost-mark', 'wire-code', 'distributor']);
/** Signs that name somebody, the plainest first: where one article has several, the first of these is its credit. */
const NAMING: readonly OriginSignName[] = [
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

/** Reads what an article says of its origin. `lineAt` gives the line of an offset. */
export function provenanceOf(
  id: string,
  article: Article,
  source: string | undefined,
  lineAt: () => (offset: number) => number,
): Provenance {
  const { url, place } = article;
  const ownKeys = new Set<string>();
  for (const own of [source, url]) if (own !== undefined) for (const key of keysOfSource(own)) ownKeys.add(key);
  const hasSource = ownKeys.size > 0;
  if (!hasSource && place.record === undefined) {
    const file = place.path.slice(place.path.lastIndexOf('/') + 1).replace(/(?:\.\p{L}{1,5}){1,2}$/u, '');
    for (const name of [file, file.replace(/[\d_.-]+$/u, '')]) {
      const key = keyOfName(name);
      if (/\p{L}{2}/u.test(key)) ownKeys.add(key);
    }
  }
  const credits = readCredits(article.body);
  let counter: ((offset: number) => number) | undefined;
  const toLine = (offset: number): number => {
    counter ??= lineAt();
    return counter(offset);
  };
  const read = readDates({ ...article, marks: credits }, toLine);
  const minute = read.find((date) => isBelieved(date))?.minute;
  return {
    id,
    signs: [
      ...statedSigns(article),
      ...credits.map(({ start, ...sign }): PlacedSign => ({ ...sign, line: toLine(start) })),
    ],
    dates: read.map(({ minute: _, ...date }) => date),
    ...(minute === undefined ? {} : { minute }),
    ownKeys,
    hasSource,
    ...(url === undefined ? {} : { url }),
  };
}

const MAX_STATED_CHARACTERS = 160;

/** What the format states apart from the text. */
function statedSigns({ credit, author, originalUrl, canonicalUrl }: Article): PlacedSign[] {
  const signs: PlacedSign[] = [];
  const add = (sign: OriginSignName, text: string, name: string | undefined): void => {
    if (name !== undefined) signs.push({ sign, text: text.slice(0, MAX_STATED_CHARACTERS), name, isStrong: true });
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
export function attributionOf(article: Provenance, origin?: Origin): Attribution {
  const naming = namingSigns(article).filter((sign) => sign.isStrong || agrees(sign, origin));
  const evidence = article.signs.map(plain);
  const credit = naming[0]?.name;
  if (credit !== undefined) return { kind: 'named', credit, evidence };
  return { kind: article.signs.some(({ sign }) => MARKS.has(sign)) ? 'generic' : 'missing', evidence };
}

function agrees(sign: OriginSign, origin: Origin | undefined): boolean {
  if (origin?.name === undefined) return true;
  return sign.name !== undefined && keyOfName(sign.name) === keyOfName(origin.name);
}

/** Its signs that name somebody else, the plainest first. Of two names the one that is not its own counts. */
function namingSigns({ signs, ownKeys }: Provenance): NamingSign[] {
  return NAMING.flatMap((kind) =>
    signs.flatMap((sign) => {
      const name = [sign.name, sign.via].find((each) => each !== undefined && !isOwn(each, ownKeys));
      return sign.sign === kind && name !== undefined ? [{ ...sign, name }] : [];
    }),
  );
}

function isOwn(name: string, ownKeys: ReadonlySet<string>): boolean {
  return keysOfSource(name).some((key) => ownKeys.has(key));
}

function plain({ isStrong: _, ...sign }: PlacedSign): OriginSign {
  return sign;
}

function evidenceOf(article: Provenance, sign: OriginSign | PlacedSign): OriginEvidence {
  const { sign: kind, text, name, via, line } = sign;
  return {
    article: article.id,
    sign: kind,
    text,
    ...(name === undefined ? {} : { name }),
    ...(via === undefined ? {} : { via }),
    ...(line === undefined ? {} : { line }),
  };
}

/** Whom one member credits: another member, by position, or a name that none of them has. */
interface Credit {
  readonly by: number;
  readonly to: number | string;
  readonly sign: NamingSign;
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
  for (const [k, member] of members.entries()) {
    for (const { by, sign } of credits) if (by === k) evidence.push(evidenceOf(member, sign));
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
  const crediting = new Set(credits.map(({ by }) => by)).size;
  const isUnanimous = best.supporters === crediting;
  if (!isUnanimous && !(second !== undefined && best.supporters >= MAJORITY * (crediting - best.supporters)))
    return notShown(evidence);

  const isExplicit = credits.some(({ sign, to }) => EXPLICIT.has(sign.sign) && to === best.end);
  const hasStrong = credits.some(({ sign }) => sign.isStrong);
  const full: TrustName = !hasStrong || !isUnanimous ? 'low' : isExplicit || best.supporters > 1 ? 'high' : 'medium';
  if (typeof best.end === 'string') {
    // One that says nothing of itself and whose source is not known may be the credited text itself.
    const mayBeIt = members.some(
      (member, k) => !member.hasSource && !credits.some(({ by }) => by === k) && !isMarked(member),
    );
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
    for (const sign of namingSigns(member)) {
      if (sign.sign === 'distributor') continue;
      const pointed =
        sign.sign === 'original-url' || sign.sign === 'canonical-url' ? byUrl.get(plainUrl(sign.text)) : undefined;
      const named = keysOfSource(sign.name)
        .flatMap((key) => memberOf.get(key) ?? [])
        .filter((k) => k !== by);
      const to = pointed ?? earliest(named, members);
      if (to === by) continue;
      // What is credited with one fact, or a part, is upstream of the text only where it is here and holds the same text.
      if (to === undefined && !sign.isStrong && !AUTHORING.has(sign.sign)) continue;
      credits.push({ by, to: to ?? keyOfName(sign.name), sign });
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
    for (const { to, sign } of creditsOf.get(k) ?? []) {
      if (typeof to === 'number' && creditsOf.has(to)) {
        if (open.has(to)) isCircle = true;
        else for (const end of follow(to)) found.add(end);
        continue;
      }
      found.add(to);
      if (!ends.has(to)) ends.set(to, { end: to, name: sign.name, supporters: 0 });
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
