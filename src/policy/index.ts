import {
  type Acceptable,
  type Match,
  POLICY_RULE_NAMES,
  type Policy,
  type PolicyRuleName,
  type Report,
  type ReportArticle,
  type SourceVerdict,
  SYNDICATED_RELATIONS,
  type Violation,
} from '../model.ts';
import { type Precedence, precedencesOf } from './first.ts';
import { letOffFor } from './let-off.ts';
import { isSource, type Party, partyOf } from './parties.ts';

/** Of every article that was compared, what a policy asks beside the report. */
export interface Census {
  /** Articles that are judged, by source; '' for those whose source is not known. */
  readonly articles: ReadonlyMap<string, number>;
  /** The ids of the reference. */
  readonly reference: ReadonlySet<string>;
  /** Of the articles that the report names: a hash of their words. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** What of all that breaks the policy is told. Everything is compared and counted all the same. */
export interface Focus {
  /** Only pairs with an article in one of these files; they are named as in `Place.path`. */
  readonly changed?: (path: string) => boolean;
  /** Not the pairs, nor the thin articles, with these fingerprints: they were accepted. */
  readonly baseline?: ReadonlySet<string>;
  /** Accepts all that counts, and is handed it: for a baseline to be written. */
  readonly update?: (found: readonly Acceptable[]) => void;
}

/**
 * Holds every source of a report to a policy.
 *
 * The share of a source counts all of its articles that others have, too; who is told of depends on the focus. With a
 * baseline no new copy is let through: where no source of the pair is over its limit, whoever is not shown to have been
 * first is told of.
 */
export function judge(report: Report, census: Census, policy: Policy, asked: Focus = {}): Report {
  const hashOf = (id: string): string => census.hashes.get(id) ?? '';
  const matches = report.matches.map((match) => ({
    ...match,
    fingerprint: [hashOf(match.left), hashOf(match.right)].sort().join(':'),
  }));
  const known: KnownReport = { ...report, matches };
  const standings = standingsOf(known, census, policy);
  const found = acceptablesIn(standings, policy, hashOf);
  asked.update?.(found);
  const focus: Focus =
    asked.update === undefined ? asked : { ...asked, baseline: new Set(found.map(({ fingerprint }) => fingerprint)) };
  const sources = [...census.articles.keys()].sort(byName);
  const isOver = overLimit(standings, census, policy);
  const violations = POLICY_RULE_NAMES.filter((rule) => policy.failOn.includes(rule))
    .flatMap((rule) => standings.map((standing) => BREACHES[rule](standing, { policy, focus, isOver, hashOf })))
    .filter((breach) => breach !== undefined);

  const told = inFocus(known, violations, focus);
  const positions = new Map<Match, number>(told.matches.map((match, position) => [match, position]));
  const failing = new Set(violations.map(({ party }) => party.source));
  const { baseline } = focus;
  const met = metIn(standings, policy, hashOf);
  return {
    ...told,
    policy: {
      passed: violations.length === 0,
      failOn: POLICY_RULE_NAMES.filter((rule) => policy.failOn.includes(rule)),
      sources: sources.map((source) => verdictOn(source, standings, { census, policy, focus, isFailing: failing })),
      violations: violations.map((breach) => violationOf(breach, positions)),
      ...(baseline === undefined
        ? {}
        : {
            baseline: {
              accepted: [...baseline].filter((fingerprint) => met.has(fingerprint)).length,
              stale: [...baseline].filter((fingerprint) => !met.has(fingerprint)).sort(),
            },
          }),
    },
  };
}

/** A pair and what a baseline knows it by. */
type KnownMatch = Match & { readonly fingerprint: string };
type KnownReport = Omit<Report, 'matches'> & { readonly matches: readonly KnownMatch[] };

/** An article and one other, from its side. */
interface Tie {
  readonly match: KnownMatch;
  readonly other: Party;
  readonly kind: 'syndicated' | 'partial' | 'template';
  /** Nothing shows it: undefined. */
  readonly first: 'self' | 'other' | undefined;
  readonly why: string;
  readonly letOff: string | undefined;
}

/** One article that is judged, with all its ties, best first. */
interface Standing {
  readonly party: Party;
  readonly ties: readonly Tie[];
}

function standingsOf(report: KnownReport, { reference }: Census, policy: Policy): Standing[] {
  const parties = new Map(
    report.articles.map((article) => [article.id, partyOf(article, reference.has(article.id), policy)]),
  );
  const pairs = report.matches.flatMap((match) => {
    const [left, right] = [parties.get(match.left), parties.get(match.right)];
    const kind = kindOf(match);
    return left === undefined || right === undefined || kind === undefined ? [] : [{ match, left, right, kind }];
  });
  const precedences = precedencesOf(pairs, policy);
  const tiesOf = new Map<Party, Tie[]>();
  for (const [k, { match, left, right, kind }] of pairs.entries()) {
    for (const [self, other, side] of [
      [left, right, 'left'],
      [right, left, 'right'],
    ] as const) {
      const ties = tiesOf.get(self) ?? [];
      tiesOf.set(self, ties);
      ties.push({ match, other, kind, ...seenFrom(side, precedences[k]), letOff: letOffFor(self, other, policy) });
    }
  }
  return [...parties.values()]
    .filter(({ isReference }) => !isReference)
    .map((party) => ({
      party,
      ties: explained(tiesOf.get(party) ?? []).sort((a, b) => b.match.evidence.score - a.match.evidence.score),
    }));
}

/** Who has a text under licence from one need not answer for others that have it, unless these are shown to be the first. */
function explained(ties: readonly Tie[]): Tie[] {
  const licence = ties.find(
    ({ kind, first, letOff }) => kind === 'syndicated' && first !== 'self' && letOff !== undefined,
  )?.letOff;
  return ties.map((tie) =>
    licence !== undefined && tie.kind !== 'template' && tie.first === undefined ? { ...tie, letOff: licence } : tie,
  );
}

function seenFrom(side: 'left' | 'right', precedence: Precedence | undefined): Pick<Tie, 'first' | 'why'> {
  if (precedence === undefined) return { first: undefined, why: '' };
  return { first: precedence.first === side ? 'self' : 'other', why: precedence.why };
}

function kindOf({ relation, flags }: Match): Tie['kind'] | undefined {
  if (flags.includes('template')) return 'template';
  if (SYNDICATED_RELATIONS.some((name) => name === relation)) return 'syndicated';
  return relation === 'partial' ? 'partial' : undefined;
}

/** The ties of one kind in which the article may have copied and is not let off. */
function counting({ ties }: Standing, kind: Tie['kind']): Tie[] {
  return ties.filter(
    (tie) => tie.kind === kind && tie.letOff === undefined && (kind === 'template' || tie.first !== 'self'),
  );
}

function overLimit(standings: readonly Standing[], { articles }: Census, policy: Policy): (source: string) => boolean {
  const copied = new Map<string, number>();
  for (const standing of standings) {
    const { source } = standing.party;
    if (counting(standing, 'syndicated').length > 0) copied.set(source, (copied.get(source) ?? 0) + 1);
  }
  return (source) => shareOf(copied.get(source) ?? 0, articles.get(source) ?? 0) > limitOf(source, policy);
}

function shareOf(some: number, all: number): number {
  return all === 0 ? 0 : some / all;
}

function limitOf(source: string, { perSource, maxCopied }: Policy): number {
  return perSource.find((row) => isSource(row.source, source))?.maxCopied ?? maxCopied;
}

interface Bench {
  readonly policy: Policy;
  readonly focus: Focus;
  readonly isOver: (source: string) => boolean;
  readonly hashOf: (id: string) => string;
}

/** One article that breaks one rule, with the ties that show it. */
interface Breach {
  readonly rule: PolicyRuleName;
  readonly party: Party;
  readonly ties: readonly Tie[];
  readonly fingerprint: string;
  readonly reason: string;
}

/** One row a rule: does the article break it? */
const BREACHES: Record<PolicyRuleName, (standing: Standing, bench: Bench) => Breach | undefined> = {
  syndicated: (standing, bench) => {
    const { policy, focus, isOver } = bench;
    const { source } = standing.party;
    const ties = fresh(counting(standing, 'syndicated'), standing, bench);
    const limit = limitOf(source, policy);
    const above = limit === 0 ? '' : ` ${nameOf(source)} is over its limit of ${percent(limit)}.`;
    if (isOver(source)) return breachOf('syndicated', standing, ties, above);
    if (focus.baseline === undefined) return undefined;
    const unanswered = ties.filter(({ other }) => other.isReference || !isOver(other.source));
    return breachOf('syndicated', standing, unanswered, ' The baseline does not hold it.');
  },
  unattributed: (standing, bench) => {
    if (standing.party.attribution === 'named') return undefined;
    const ties = fresh(counting(standing, 'syndicated'), standing, bench);
    const how =
      standing.party.attribution === 'generic'
        ? 'It says that it is from elsewhere, and names nobody.'
        : 'It names no source.';
    return breachOf('unattributed', standing, ties, ` ${how}`);
  },
  partial: (standing, bench) => breachOf('partial', standing, fresh(counting(standing, 'partial'), standing, bench)),
  thin: ({ party }, { policy, focus, hashOf }) => {
    const { article, isTrusted } = party;
    const words = article.words - article.furnitureWords;
    const fingerprint = hashOf(article.id);
    if (words >= policy.minWords || focus.baseline?.has(fingerprint) === true) return undefined;
    if (focus.changed?.(article.place.path) === false) return undefined;
    if (isTrusted && article.declarations?.includes('noindex') === true) return undefined;
    const reason = `It has ${words} words of its own, and ${policy.minWords} are asked for.`;
    return { rule: 'thin', party, ties: [], fingerprint, reason };
  },
  template: (standing, bench) => breachOf('template', standing, fresh(counting(standing, 'template'), standing, bench)),
};

/** Those that the baseline does not hold, in the files that changed. */
function fresh(ties: readonly Tie[], { party }: Standing, { focus: { baseline, changed } }: Bench): Tie[] {
  return ties.filter(
    ({ match, other }) =>
      baseline?.has(match.fingerprint) !== true &&
      (changed === undefined || changed(party.article.place.path) || changed(other.article.place.path)),
  );
}

function breachOf(rule: PolicyRuleName, { party }: Standing, ties: readonly Tie[], more = ''): Breach | undefined {
  const [best] = ties;
  if (best === undefined) return undefined;
  const order = rule === 'template' ? '' : `${orderOf(best)} `;
  return { rule, party, ties, fingerprint: best.match.fingerprint, reason: `${order}${best.match.reason}${more}` };
}

function orderOf({ first, why, other }: Tie): string {
  const name = `${other.article.id}${other.source === '' ? '' : ` (${other.source})`}`;
  return first === undefined ? `Nothing shows whether it or ${name} was first.` : `${name} was first: ${why}.`;
}

function nameOf(source: string): string {
  return source === '' ? 'What is of no known source' : source;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function violationOf(
  { rule, party, ties, fingerprint, reason }: Breach,
  positions: ReadonlyMap<Match, number>,
): Violation {
  const match = ties[0] === undefined ? undefined : positions.get(ties[0].match);
  return {
    rule,
    article: party.article.id,
    ...(party.source === '' ? {} : { source: party.source }),
    others: ties.map(({ other }) => other.article.id),
    ...(match === undefined ? {} : { match }),
    fingerprint,
    reason,
  };
}

function verdictOn(
  source: string,
  all: readonly Standing[],
  {
    census,
    policy,
    focus,
    isFailing,
  }: { census: Census; policy: Policy; focus: Focus; isFailing: ReadonlySet<string> },
): SourceVerdict {
  const standings = all.filter(({ party }) => party.source === source);
  const articles = census.articles.get(source) ?? 0;
  const attribution = { named: 0, generic: 0, missing: 0 };
  let [copied, allowed, first, declared, accepted] = [0, 0, 0, 0, 0];
  for (const standing of standings) {
    const ties = standing.ties.filter(({ kind }) => kind === 'syndicated');
    if (ties.length === 0) continue;
    const counted = counting(standing, 'syndicated');
    if (standing.party.isDeclared) declared++;
    if (counted.length === 0 && ties.every((tie) => tie.first === 'self')) {
      first++;
      continue;
    }
    attribution[standing.party.attribution]++;
    if (counted.length === 0) allowed++;
    else {
      copied++;
      if (counted.every(({ match }) => focus.baseline?.has(match.fingerprint) === true)) accepted++;
    }
  }
  return {
    ...(source === '' ? {} : { source }),
    articles,
    copied,
    copiedShare: Math.round(shareOf(copied, articles) * 10_000) / 10_000,
    limit: limitOf(source, policy),
    first,
    allowed,
    declared,
    accepted,
    attribution,
    passed: !isFailing.has(source),
  };
}

/** What is of no known source comes last. */
function byName(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

function metIn(standings: readonly Standing[], policy: Policy, hashOf: (id: string) => string): Set<string> {
  const met = new Set<string>();
  for (const { party, ties } of standings) {
    for (const { match } of ties) met.add(match.fingerprint);
    if (isThin(party.article, policy)) met.add(hashOf(party.article.id));
  }
  return met;
}

function isThin({ words, furnitureWords }: ReportArticle, { failOn, minWords }: Policy): boolean {
  return failOn.includes('thin') && words - furnitureWords < minWords;
}

/** All that counts by the rules of the policy, each once. */
function acceptablesIn(standings: readonly Standing[], policy: Policy, hashOf: (id: string) => string): Acceptable[] {
  const kinds = (['syndicated', 'partial', 'template'] as const).filter(
    (kind) => kind === 'syndicated' || policy.failOn.includes(kind),
  );
  const found = new Map<string, Acceptable>();
  const add = (acceptable: Acceptable): void => {
    if (!found.has(acceptable.fingerprint)) found.set(acceptable.fingerprint, acceptable);
  };
  for (const standing of standings) {
    for (const kind of kinds) {
      for (const { match, kind: what } of counting(standing, kind)) {
        const { fingerprint, relation, left, right } = match;
        add({ fingerprint, what: what === 'template' ? what : relation, articles: [left, right] });
      }
    }
    const { article } = standing.party;
    if (isThin(article, policy)) add({ fingerprint: hashOf(article.id), what: 'thin', articles: [article.id] });
  }
  return [...found.values()];
}

/** The report without the pairs that no changed file has part in, and without what only they named. */
function inFocus(report: KnownReport, breaches: readonly Breach[], { changed }: Focus): KnownReport {
  if (changed === undefined) return report;
  const pathOf = new Map(report.articles.map(({ id, place }) => [id, place.path]));
  const isChanged = (id: string): boolean => changed(pathOf.get(id) ?? '');
  const matches = report.matches.filter(({ left, right }) => isChanged(left) || isChanged(right));
  const named = new Set(matches.flatMap(({ left, right }) => [left, right]));
  for (const { party } of breaches) named.add(party.article.id);
  const clusters = report.clusters.filter(({ members }) => members.some((id) => isChanged(id) && named.has(id)));
  for (const { members } of clusters) for (const id of members) named.add(id);
  const kept = new Set(clusters.map(({ id }) => id));
  return {
    ...report,
    articles: report.articles
      .filter(({ id }) => named.has(id))
      .map(({ cluster, ...article }) =>
        cluster === undefined || !kept.has(cluster) ? article : { ...article, cluster },
      ),
    matches,
    clusters,
  };
}
