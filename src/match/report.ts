import type { Cluster, Counts, Match, RelationName, Report, ReportArticle, Settings, SourceSummary } from '../model.ts';
import { RELATION_NAMES } from '../model.ts';
import { readBody } from '../text/disguises.ts';
import { Words } from '../text/word-list.ts';
import { circlesOf } from './circles.ts';
import { type Described, describeArticle } from './describe.ts';
import { representativeOf, weakestNeeded } from './groups.ts';
import { KeyTerms } from './key-terms.ts';
import { type Group, groupsOf, groupsWith, isAskedFor, pairsToList } from './listing.ts';
import { attributionOf, originOf } from './origin.ts';
import { type ListedPair, type Listing, type Outcome, relationsAskedFor } from './outcome.ts';
import { clusterReasonOf } from './reason.ts';
import { Teller } from './tell.ts';

/** With more clusters than this their labels are titles: TF-IDF reads one more text for each. */
const MAX_LABELLED_CLUSTERS = 1000;

/** Words that are told between two turns of the event loop: a quarter of a second, whether of few texts or of many. */
const WORDS_PER_TURN = 500_000;
/** What telling a pair or an article costs beside its words, as a count of words. */
const WORDS_PER_TOLD = 500;

declare const __WIRECOPY_VERSION__: string;

/** What a report is made of beside what its settings say. */
interface ReportRequest {
  /** Relations that are listed although the settings do not name them. */
  readonly asked?: ReadonlySet<RelationName>;
  /** Other pairs than a scan lists. */
  readonly listing?: Listing | undefined;
}

/** Makes the report of a run: clusters, the matches asked for, and the articles these name. */
export async function reportOn(
  outcome: Outcome,
  settings: Settings,
  { asked = relationsAskedFor(settings.only), listing }: ReportRequest = {},
): Promise<Report> {
  const groups = groupsOf(outcome);
  const { listed, omitted } =
    listing === undefined
      ? pairsToList(outcome, groups, asked, settings.only.includes('all'))
      : { listed: listing.pairs(outcome, asked), omitted: listing.omitted ?? 0 };
  const candidates = listing === undefined || omitted > 0 ? groups : groupsWith(listed, groups);
  const shown = candidates.filter((group) => isAskedFor(group, asked));
  const named = new Uint8Array(outcome.ids.length);
  for (const { members } of shown) for (const member of members) named[member] = 1;
  for (const article of listing?.alsoNamed(outcome) ?? []) named[article] = 1;
  for (const { left, right } of listed) {
    named[left] = 1;
    named[right] = 1;
  }
  const { articles, matches, clusters } = await tellAll(
    { named: outcome.ranked.filter((article) => named[article] === 1), groups: shown, listed },
    outcome,
    settings,
  );
  return {
    schemaVersion: 1,
    tool: { name: 'wirecopy', version: __WIRECOPY_VERSION__ },
    settings: {
      method: settings.method,
      only: settings.only,
      explain: settings.explain,
      ...(settings.borders !== undefined && { borders: settings.borders }),
    },
    counts: countsOf(outcome, groups, omitted),
    articles,
    matches,
    clusters,
    sources: sourcesOf(outcome, groups),
    problems: outcome.problems,
  };
}

/** What a report is about, by article numbers. */
interface Listed {
  /** In input order. */
  readonly named: Uint32Array;
  readonly groups: readonly Group[];
  readonly listed: readonly ListedPair[];
}

/** Tells all that is told from texts, circle by circle: each text is read once, and let go with its circle. */
async function tellAll(
  { named, groups, listed }: Listed,
  outcome: Outcome,
  settings: Settings,
): Promise<Pick<Report, 'articles' | 'matches' | 'clusters'>> {
  const articles = new Array<ReportArticle>(named.length);
  const matches = new Array<Match>(listed.length);
  const clusters = new Array<Cluster>(groups.length);
  const positionOf = new Uint32Array(outcome.ids.length);
  for (let position = 0; position < named.length; position++) positionOf[named[position]!] = position;
  const representatives = groups.map(({ members, bonds }) => representativeOf(members, bonds, outcome.disguises));
  const pace = new Pace(outcome.turn, listed.length + named.length);
  const labels = await labelsOf(representatives, outcome, pace);
  const pairsOfTwo = positionsOfTwo(groups, listed);
  const described = new Map<number, Described>();
  const teller = new Teller(outcome, (article, read, lineAt) => {
    if (!described.has(article)) described.set(article, describeArticle(article, read, lineAt, outcome, settings));
  });
  const tell = ({ left, right, verdict }: ListedPair): Match => {
    if (verdict === undefined) return teller.tellIdentical(left, right);
    return outcome.tell === undefined ? teller.tell(left, right, verdict) : outcome.tell({ left, right, verdict });
  };
  for (const circle of circlesOf(named, groups, listed, outcome)) {
    for (const k of circle.pairs) {
      const pair = listed[k]!;
      matches[k] = tell(pair);
      pace.told(outcome.wordCounts[pair.left]! + outcome.wordCounts[pair.right]!);
      if (pace.isDue) await pace.rest();
    }
    for (const article of circle.articles) {
      if (!described.has(article)) teller.lookAt(article);
      pace.told(outcome.wordCounts[article]!);
      if (pace.isDue) await pace.rest();
    }
    for (const k of circle.groups) {
      const { members, bonds } = groups[k]!;
      const cluster = clusterFrom({
        id: `c${k + 1}`,
        members,
        relation: weakestNeeded(members, bonds),
        representative: representatives[k]!,
        keyTerms: labels[k],
        match: matches[pairsOfTwo.get(members[0]!) ?? -1],
        described,
        outcome,
      });
      clusters[k] = cluster;
      for (const member of members) described.get(member)!.cluster = cluster;
    }
    for (const article of circle.articles) articles[positionOf[article]!] = articleFrom(described.get(article)!);
    described.clear();
    teller.forget();
  }
  return { articles, matches, clusters };
}

/** Counts what is told, so that the event loop can turn now and then. */
class Pace {
  readonly #turn: Outcome['turn'];
  readonly #total: number;
  #done = 0;
  #words = 0;

  constructor(turn: Outcome['turn'], total: number) {
    this.#turn = turn;
    this.#total = total;
  }

  /** Counts a pair or an article of so many words. */
  told(words: number): void {
    this.#done++;
    this.read(words);
  }

  /** Counts words that were read on the way. */
  read(words: number): void {
    this.#words += WORDS_PER_TOLD + words;
  }

  /** Asked first, because an `await` for each would cost more than telling it. */
  get isDue(): boolean {
    return this.#words > WORDS_PER_TURN;
  }

  async rest(): Promise<void> {
    this.#words = 0;
    await this.#turn(this.#done, this.#total);
  }
}

/** Where among the listed pairs that of a cluster of two stands, by its left article. */
function positionsOfTwo(groups: readonly Group[], listed: readonly ListedPair[]): ReadonlyMap<number, number> {
  const rightOf = new Map<number, number>();
  for (const { members } of groups) if (members.length === 2) rightOf.set(members[0]!, members[1]!);
  const positions = new Map<number, number>();
  for (let k = 0; k < listed.length; k++) {
    const { left, right } = listed[k]!;
    if (rightOf.get(left) === right) positions.set(left, k);
  }
  return positions;
}

function articleFrom({ told, provenance, cluster }: Described): ReportArticle {
  if (cluster !== undefined) told.cluster = cluster.id;
  told.attribution = attributionOf(provenance, cluster?.origin);
  if (provenance.dates.length > 0) told.dates = provenance.dates;
  return told;
}

/** What a cluster is told from. */
interface ClusterDraft extends Pick<Cluster, 'id' | 'relation'> {
  /** Article numbers. */
  readonly members: readonly number[];
  readonly representative: number;
  /** None where a title stands for them. */
  readonly keyTerms: readonly string[] | undefined;
  /** The match of the two, where there are two. */
  readonly match: Match | undefined;
  readonly described: ReadonlyMap<number, Described>;
  readonly outcome: Outcome;
}

function clusterFrom(draft: ClusterDraft): Cluster {
  const { id, members, representative, relation, keyTerms = [], match, described, outcome } = draft;
  const ids = members.map((member) => outcome.ids[member]!);
  const title = keyTerms.length > 0 ? undefined : described.get(representative)!.told.title;
  const origin = originOf(members.map((member) => described.get(member)!.provenance));
  return {
    id,
    members: ids,
    representative: outcome.ids[representative]!,
    relation,
    keyTerms: title === undefined ? keyTerms : [title],
    origin,
    reason: clusterReasonOf({
      members: ids,
      words: members.map((member) => {
        const { told } = described.get(member)!;
        return told.words - told.furnitureWords;
      }),
      relation,
      origin,
      ...(match === undefined ? {} : { match }),
    }),
  };
}

/** Key terms for each cluster by its representative; none where there are too many clusters. */
async function labelsOf(representatives: readonly number[], outcome: Outcome, pace: Pace): Promise<string[][]> {
  if (representatives.length === 0 || representatives.length > MAX_LABELLED_CLUSTERS) return [];
  const terms = new KeyTerms();
  for (const article of representatives) {
    terms.add(ownTextOf(article, outcome));
    pace.read(outcome.wordCounts[article]!);
    if (pace.isDue) await pace.rest();
  }
  return terms.best();
}

/** The body without the lines of site furniture: a menu is no label for a story. */
function ownTextOf(article: number, outcome: Outcome): string {
  const { body } = outcome.reread(article);
  const first = outcome.lines.offsets[article]!;
  if (!outcome.isFurniture.subarray(first, outcome.lines.offsets[article + 1]!).includes(1)) return body;
  const words = new Words();
  readBody(words, body);
  const kept: string[] = [];
  for (let line = 0; line < words.lineCount; line++) {
    if (outcome.isFurniture[first + line] === 1) continue;
    kept.push(body.slice(words.starts[words.lineFirst[line]!]!, words.ends[words.lineFirst[line + 1]! - 1]!));
  }
  return kept.join('\n');
}

function countsOf(outcome: Outcome, groups: readonly Group[], matchesOmitted: number): Counts {
  const relations = { ...outcome.related };
  const candidates = RELATION_NAMES.reduce((sum, name) => sum + relations[name], 0);
  for (const article of outcome.ranked) if (outcome.firstOfEquals[article] !== article) relations.identical++;
  const excluded = Object.values(outcome.excludedBy).reduce((sum, count) => sum + count, 0);
  const compared = outcome.ranked.length;
  return {
    seen: compared + outcome.skipped + excluded,
    compared,
    skipped: outcome.skipped,
    excluded,
    tooShort: outcome.tooShort,
    candidates,
    clusters: groups.length,
    clustered: groups.reduce((sum, group) => sum + group.members.length, 0),
    relations,
    templates: outcome.templates,
    matchesOmitted,
    excludedBy: outcome.excludedBy,
  };
}

/** The sources that have an article in a cluster, by name. */
function sourcesOf(outcome: Outcome, groups: readonly Group[]): SourceSummary[] {
  const clustered = new Map<string, number>();
  for (const group of groups) {
    for (const member of group.members) {
      const source = outcome.sourceNames[member];
      if (source !== undefined) clustered.set(source, (clustered.get(source) ?? 0) + 1);
    }
  }
  const articles = new Map<string, number>();
  for (const source of outcome.sourceNames) {
    if (source !== undefined && clustered.has(source)) articles.set(source, (articles.get(source) ?? 0) + 1);
  }
  return [...articles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, count]) => ({ source, articles: count, clustered: clustered.get(source) ?? 0 }));
}
