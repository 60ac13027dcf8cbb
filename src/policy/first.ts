import type { Match, Policy } from '../model.ts';
import { letOffFor } from './let-off.ts';
import { isSource, type Party, sharesKey } from './parties.ts';

/** Two articles of which one may have copied the other. */
export interface Pair {
  readonly match: Match;
  readonly left: Party;
  readonly right: Party;
}

/** Who was first, and what shows it: the end of the sentence "X was first: ". */
export interface Precedence {
  readonly first: 'left' | 'right';
  readonly why: string;
}

type Rule = (pair: Pair) => Precedence | undefined;

/** So many articles make a record; one is an accident. Taste. */
const MIN_RECORD = 2;

/**
 * Says of each pair who was first, where something shows it.
 *
 * What an article says of itself never speaks for it: a credit makes the one who gives it the later, a date makes its
 * article the earlier only where whoever runs the check vouches for it. docs/decisions/0010 says what was weighed.
 */
export function precedencesOf(pairs: readonly Pair[], policy: Policy): readonly (Precedence | undefined)[] {
  const rules: readonly Rule[] = [
    (pair) => oneOf(pair, (party) => policy.first.some((name) => isSource(name, party.source)), 'the policy says so'),
    byAdmission,
    (pair) => oneOf(pair, (party) => !(party.isTrusted && party.isDeclared), 'the other declares itself a copy'),
    (pair) => oneOf(pair, ({ isReference }) => isReference, 'it is in the reference'),
    byDate,
    creditsOfThirds(pairs),
    (pair) =>
      oneOf(
        pair,
        (party) => letOffFor(otherIn(pair, party), party, policy) !== undefined,
        'the other may have it under licence',
      ),
  ];
  const byThemselves = pairs.map((pair) => {
    for (const rule of rules) {
      const precedence = rule(pair);
      if (precedence !== undefined) return precedence;
    }
    return undefined;
  });
  // What other pairs show of two sources decides where a pair shows nothing of itself, the better record first.
  return RECORDS.reduce<readonly (Precedence | undefined)[]>((found, recordOf) => {
    const byRecord = recordOf(pairs, found, policy);
    return found.map((precedence, k) => precedence ?? byRecord(pairs[k] as Pair));
  }, byThemselves);
}

/** The one side for which something holds that does not hold for the other. */
function oneOf(pair: Pair, holds: (party: Party) => boolean, why: string): Precedence | undefined {
  const [left, right] = [holds(pair.left), holds(pair.right)];
  if (left === right) return undefined;
  return { first: left ? 'left' : 'right', why };
}

/** Who credits the other says that it is the later. */
function byAdmission({ left, right }: Pair): Precedence | undefined {
  const [leftAdmits, rightAdmits] = [sharesKey(left.credits, right.keys), sharesKey(right.credits, left.keys)];
  if (leftAdmits === rightAdmits) return undefined;
  return { first: leftAdmits ? 'right' : 'left', why: 'the other credits it' };
}

/** A date makes an article the earlier only where it is vouched for; the later date needs no belief, for it speaks against itself. */
function byDate({ left, right }: Pair): Precedence | undefined {
  const [leftDay, rightDay] = [dayOf(left), dayOf(right)];
  if (leftDay === undefined || rightDay === undefined || leftDay.day === rightDay.day) return undefined;
  const first = leftDay.day < rightDay.day ? 'left' : 'right';
  const earlier = first === 'left' ? leftDay : rightDay;
  const later = first === 'left' ? rightDay : leftDay;
  return earlier.isVouched ? { first, why: `it is dated ${earlier.day}, the other ${later.day}` } : undefined;
}

/** What the record of a feed says was noted by whoever collected it; what a page says of itself was written by its source. */
function dayOf({ article, isTrusted }: Party): { readonly day: string; readonly isVouched: boolean } | undefined {
  const isRecord = article.place.record !== undefined;
  const dates = (article.dates ?? []).filter(
    ({ value, conflict }) => !value.startsWith('--') && conflict === undefined,
  );
  const noted = dates.find(({ from }) => isRecord && (from === 'published-at' || from === 'url'));
  if (noted !== undefined) return { day: noted.value, isVouched: true };
  const stated = dates.find(({ trust }) => trust !== 'low');
  return stated === undefined ? undefined : { day: stated.value, isVouched: isTrusted };
}

/** Another article of the cluster, of a third source, credits one of the two with the text and nobody credits the other. */
function creditsOfThirds(pairs: readonly Pair[]): Rule {
  /** For each cluster and key the sources that credit it. */
  const creditors = new Map<string, Map<string, Set<string>>>();
  for (const party of new Set(pairs.flatMap(({ left, right }) => [left, right]))) {
    const { cluster } = party.article;
    if (cluster === undefined || party.source === '') continue;
    const byKey = creditors.get(cluster) ?? new Map<string, Set<string>>();
    creditors.set(cluster, byKey);
    for (const key of party.credits) byKey.set(key, (byKey.get(key) ?? new Set()).add(party.source));
  }
  return (pair) => {
    const { left, right } = pair;
    const byKey = left.article.cluster === undefined ? undefined : creditors.get(left.article.cluster);
    if (byKey === undefined || left.article.cluster !== right.article.cluster) return undefined;
    const isCredited = (party: Party): boolean =>
      [...party.keys].some((key) =>
        [...(byKey.get(key) ?? [])].some((source) => source !== left.source && source !== right.source),
      );
    return oneOf(pair, isCredited, 'a third source credits it with the text');
  };
}

type RecordOf = (pairs: readonly Pair[], found: readonly (Precedence | undefined)[], policy: Policy) => Rule;

/** A source that was first with several articles and never the later is believed against one that was never first. */
const ofOriginals: RecordOf = (pairs, found) => {
  const firsts = new Map<string, Set<string>>();
  const laters = new Set<string>();
  for (const [first, later] of ordered(pairs, found)) {
    addTo(firsts, first);
    laters.add(later.source);
  }
  const isOriginal = ({ source }: Party): boolean =>
    (firsts.get(source)?.size ?? 0) >= MIN_RECORD && !laters.has(source);
  return (pair) =>
    oneOf(
      pair,
      (party) => {
        const { source } = otherIn(pair, party);
        return isOriginal(party) && source !== '' && !firsts.has(source);
      },
      'its source was first with other articles, and that of the other never was',
    );
};

/** A source that took several articles without naming whose they are is believed to have taken this one, too. */
const ofTakers: RecordOf = (pairs, found, policy) => {
  const taken = new Map<string, Set<string>>();
  const firsts = new Set<string>();
  for (const [first, later] of ordered(pairs, found)) {
    firsts.add(first.source);
    const isFair = sharesKey(later.credits, first.keys) || letOffFor(later, first, policy) !== undefined;
    if (!isFair) addTo(taken, later);
  }
  const isTaker = ({ source }: Party): boolean => (taken.get(source)?.size ?? 0) >= MIN_RECORD && !firsts.has(source);
  return (pair) =>
    oneOf(
      pair,
      (party) => party.source !== '' && isTaker(otherIn(pair, party)) && !isTaker(party),
      'the source of the other took further articles without naming whose they are',
    );
};

const RECORDS: readonly RecordOf[] = [ofOriginals, ofTakers];

function* ordered(pairs: readonly Pair[], found: readonly (Precedence | undefined)[]): Iterable<[Party, Party]> {
  for (const [k, { left, right }] of pairs.entries()) {
    const precedence = found[k];
    if (precedence !== undefined) yield precedence.first === 'left' ? [left, right] : [right, left];
  }
}

function addTo(articles: Map<string, Set<string>>, { source, article }: Party): void {
  if (source !== '') articles.set(source, (articles.get(source) ?? new Set()).add(article.id));
}

function otherIn({ left, right }: Pair, party: Party): Party {
  return party === left ? right : left;
}
