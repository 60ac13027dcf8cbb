import { QUOTED } from '../kernel/flags.ts';
import type {
  Article,
  Cluster,
  Counts,
  FurnitureReason,
  Match,
  OnlyName,
  Problem,
  RelationName,
  Report,
  ReportArticle,
  Settings,
  SourceSummary,
} from '../model.ts';
import { FURNITURE_REASON_NAMES, RELATION_NAMES, SYNDICATED_RELATIONS } from '../model.ts';
import { type DisguiseBits, readBody } from '../text/disguises.ts';
import type { LineTable } from '../text/repeated-lines.ts';
import { Words } from '../text/word-list.ts';
import { flagsOf } from './flags.ts';
import { type Bond, representativeOf, weakestNeeded } from './groups.ts';
import { keyTermsOf } from './key-terms.ts';
import { attributionOf, originOf, type Provenance, provenanceOf } from './origin.ts';
import { clusterReasonOf, reasonOf } from './reason.ts';
import { identicalEvidence, lineCounter, Teller } from './tell.ts';
import type { Verdict } from './verify.ts';

/** A cluster of more members lists each member's best match only: a crowd costs its size, not its square. */
const MAX_LISTED_MEMBERS = 50;
/** With more clusters than this their labels are titles: TF-IDF reads one more text for each. */
const MAX_LABELLED_CLUSTERS = 1000;

/** A turn of the event loop costs nothing against so many pairs. */
const PAIRS_PER_TURN = 1000;

declare const __WIRECOPY_VERSION__: string;

/** A candidate that is related in some way, by article numbers; `left` before `right` in input order. */
interface JudgedPair {
  readonly left: number;
  readonly right: number;
  readonly verdict: Verdict;
}

/** All that is known at the end of a run, by article numbers. */
export interface Outcome {
  readonly ids: readonly string[];
  /** Articles in input order. */
  readonly ranked: Uint32Array;
  /** For each article the first one with the same words, itself where there is none. */
  readonly firstOfEquals: Uint32Array;
  /** For each article that is the first of its equals: the lowest in input order of its cluster. */
  readonly clusterOf: ReadonlyMap<number, number>;
  /** In input order; all that were asked for. */
  readonly judged: readonly JudgedPair[];
  /** All candidates by relation, listed or not. */
  readonly related: Readonly<Record<RelationName, number>>;
  /** Of these, those flagged `template`. */
  readonly templates: number;
  readonly wordCounts: Uint32Array;
  readonly lines: LineTable;
  readonly isFurniture: Uint8Array;
  /** Why a line is: 1 + the index of FURNITURE_REASON_NAMES. */
  readonly furnitureReasons: Uint8Array;
  readonly sourceNames: readonly (string | undefined)[];
  /** Throws LostArticle where it cannot be read any more. */
  readonly reread: (article: number) => Article;
  /** Are these the words that were compared? */
  readonly isUnchanged: (article: number, words: Words) => boolean;
  readonly disguises: (article: number) => DisguiseBits;
  /** Hash of an article's words in their order, 16 hexadecimal digits. */
  readonly wordsHash: (article: number) => string;
  /** Called now and then, so that signals are heard during a long run. */
  readonly turn: (done: number, total: number) => Promise<void>;
  /** Has it too few words to be judged? */
  readonly isTooShort: (article: number) => boolean;
  readonly tooShort: number;
  readonly skipped: number;
  readonly excludedBy: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  /** How the method of the run tells a pair, where it is not by its passages. */
  readonly tell?: (pair: JudgedPair) => Match;
}

/** Other pairs than a scan lists, and articles that are named without one. Only clusters that hold a listed pair are shown. */
export interface Listing {
  /** In input order. */
  readonly pairs: (outcome: Outcome, asked: ReadonlySet<RelationName>) => readonly ListedPair[];
  readonly alsoNamed: (outcome: Outcome) => readonly number[];
}

/** What a report is made of beside what its settings say. */
interface ReportRequest {
  /** Relations that are listed although the settings do not name them. */
  readonly asked?: ReadonlySet<RelationName>;
  readonly listing?: Listing | undefined;
}

const RELATIONS_OF: Record<OnlyName, readonly RelationName[]> = {
  syndicated: SYNDICATED_RELATIONS,
  partial: ['partial'],
  quotes: ['quotes'],
  all: RELATION_NAMES.filter((name) => name !== 'independent'),
};

/** The relations that `--only` stands for. */
export function relationsAskedFor(only: readonly OnlyName[]): ReadonlySet<RelationName> {
  return new Set(only.flatMap((name) => RELATIONS_OF[name]));
}

/**
 * Makes the report of a run: clusters, the matches asked for, and the articles these name.
 *
 * @param listing other pairs than a scan lists
 */
export async function reportOn(
  outcome: Outcome,
  settings: Settings,
  { asked = relationsAskedFor(settings.only), listing }: ReportRequest = {},
): Promise<Report> {
  const groups = groupsOf(outcome);
  const { listed, omitted } =
    listing === undefined
      ? pairsToList(outcome, groups, asked, settings.only.includes('all'))
      : { listed: listing.pairs(outcome, asked), omitted: 0 };
  const candidates = listing === undefined ? groups : groupsWith(listed, groups);
  const shown = candidates.filter((group) => isAskedFor(group, asked));
  const named = new Set<number>(shown.flatMap((group) => group.members));
  for (const article of listing?.alsoNamed(outcome) ?? []) named.add(article);
  for (const pair of listed) named.add(pair.left).add(pair.right);
  const described = describeArticles(
    outcome.ranked.filter((article) => named.has(article)),
    outcome,
    settings,
  );
  const matches = await tellAll(listed, outcome);
  const clusters = describe(shown, outcome, described, matches);
  const clusterOf = new Map<number, Cluster>();
  for (const [k, group] of shown.entries()) for (const member of group.members) clusterOf.set(member, clusters[k]!);

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
    articles: [...described].map(([article, { told, provenance }]) => {
      const cluster = clusterOf.get(article);
      return {
        ...told,
        ...(cluster === undefined ? {} : { cluster: cluster.id }),
        attribution: attributionOf(provenance, cluster?.origin),
        ...(provenance.dates.length === 0 ? {} : { dates: provenance.dates }),
      };
    }),
    matches,
    clusters,
    sources: sourcesOf(outcome, groups),
    problems: outcome.problems,
  };
}

/** A cluster in the making. */
interface Group {
  /** In input order. */
  readonly members: readonly number[];
  readonly bonds: readonly Bond[];
}

/** A pair to be listed; one of identical texts has no verdict. */
export interface ListedPair {
  readonly left: number;
  readonly right: number;
  readonly verdict?: Verdict;
}

function groupsOf(outcome: Outcome): Group[] {
  const { ranked, firstOfEquals, clusterOf, judged } = outcome;
  const membersOf = new Map<number, number[]>();
  for (const article of ranked) {
    const first = firstOfEquals[article]!;
    const root = clusterOf.get(first) ?? first;
    const members = membersOf.get(root);
    if (members === undefined) membersOf.set(root, [article]);
    else members.push(article);
  }
  const bondsOf = new Map<number, Bond[]>();
  const add = (root: number, bond: Bond): void => {
    const bonds = bondsOf.get(root);
    if (bonds === undefined) bondsOf.set(root, [bond]);
    else bonds.push(bond);
  };
  for (const article of ranked) {
    const first = firstOfEquals[article]!;
    if (first !== article) {
      add(clusterOf.get(first) ?? first, { left: first, right: article, relation: 'identical', similarity: 10_000 });
    }
  }
  for (const { left, right, verdict } of judged) {
    const root = clusterOf.get(left) ?? left;
    if (root !== (clusterOf.get(right) ?? right) || verdict.similarity === 0) continue;
    add(root, { left, right, relation: verdict.relation, similarity: verdict.similarity });
  }
  return [...membersOf]
    .filter(([, members]) => members.length > 1)
    .map(([root, members]) => ({ members, bonds: bondsOf.get(root) ?? [] }));
}

function isAskedFor(group: Group, asked: ReadonlySet<RelationName>): boolean {
  return group.bonds.some((bond) => asked.has(bond.relation));
}

/** The groups in which one of the pairs stands. */
function groupsWith(listed: readonly ListedPair[], groups: readonly Group[]): Group[] {
  const groupOf = new Map(groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const met = new Set<Group>();
  for (const { left, right } of listed) {
    const group = groupOf.get(left);
    if (group !== undefined && group === groupOf.get(right)) met.add(group);
  }
  return groups.filter((group) => met.has(group));
}

/** A template is a weaker claim than any relation it comes with, and is listed only when all is asked for. */
function isTemplated({ verdict }: JudgedPair): boolean {
  return verdict.flags.includes('template');
}

function pairsToList(
  outcome: Outcome,
  groups: readonly Group[],
  asked: ReadonlySet<RelationName>,
  listsTemplates: boolean,
): { listed: ListedPair[]; omitted: number } {
  const { judged, firstOfEquals, ranked } = outcome;
  const crowdOf = new Map<number, number>();
  for (const [k, group] of groups.entries()) {
    if (group.members.length > MAX_LISTED_MEMBERS) for (const member of group.members) crowdOf.set(member, k);
  }
  const isInCrowd = (pair: JudgedPair): boolean =>
    crowdOf.has(pair.left) && crowdOf.get(pair.left) === crowdOf.get(pair.right);

  const best = new Map<number, JudgedPair>();
  const wanted = judged.filter((pair) => asked.has(pair.verdict.relation) && (listsTemplates || !isTemplated(pair)));
  for (const pair of wanted) {
    if (!isInCrowd(pair)) continue;
    for (const article of [pair.left, pair.right]) {
      const known = best.get(article);
      if (known === undefined || pair.verdict.measures.score > known.verdict.measures.score) best.set(article, pair);
    }
  }
  const bestPairs = new Set(best.values());
  const kept = wanted.filter((pair) => !isInCrowd(pair) || bestPairs.has(pair));

  const rankOf = new Uint32Array(ranked.length);
  for (const [rank, article] of ranked.entries()) rankOf[article] = rank;
  const listed: ListedPair[] = [...kept];
  if (asked.has('identical')) {
    for (const article of ranked) {
      const first = firstOfEquals[article]!;
      if (first !== article) listed.push({ left: first, right: article });
    }
  }
  listed.sort((a, b) => rankOf[a.left]! - rankOf[b.left]! || rankOf[a.right]! - rankOf[b.right]!);
  return { listed, omitted: wanted.length - kept.length };
}

async function tellAll(listed: readonly ListedPair[], outcome: Outcome): Promise<Match[]> {
  const teller = new Teller(outcome);
  const tell = outcome.tell ?? ((pair: JudgedPair) => teller.tell(pair.left, pair.right, pair.verdict));
  const quotedOf = quotedCounter(outcome);
  // One cluster after the other, so that a text is read once; in it one right side after the other, which is indexed once.
  const clusterOf = (article: number): number => outcome.clusterOf.get(article) ?? article;
  const order = listed
    .map((pair, k) => ({ k, cluster: clusterOf(pair.left), right: pair.right }))
    .sort((a, b) => a.cluster - b.cluster || a.right - b.right || a.k - b.k);
  const told = new Array<Match>(listed.length);
  for (const [done, { k }] of order.entries()) {
    if (done % PAIRS_PER_TURN === PAIRS_PER_TURN - 1) await outcome.turn(done, order.length);
    const { left, right, verdict } = listed[k]!;
    told[k] =
      verdict === undefined ? tellIdentical(left, right, quotedOf(left), outcome) : tell({ left, right, verdict });
  }
  return told;
}

const NO_OWN_WORDS = { all: 0 };

function tellIdentical(left: number, right: number, quotedWords: number, outcome: Outcome): Match {
  const words = outcome.wordCounts[left]!;
  const evidence = identicalEvidence(words, quotedWords);
  const { flags, disguises } = flagsOf({ left, right, flags: [] }, outcome);
  return {
    left: outcome.ids[left]!,
    right: outcome.ids[right]!,
    relation: 'identical',
    flags,
    ...(disguises.length > 0 ? { disguises } : {}),
    evidence,
    reason: reasonOf('identical', flags, {
      evidence,
      disguises,
      left: '',
      right: '',
      leftWords: words,
      leftOwn: NO_OWN_WORDS,
      rightOwn: NO_OWN_WORDS,
    }),
    passages: [],
  };
}

/** Quoted words of an article, read once for all its copies. */
function quotedCounter(outcome: Outcome): (article: number) => number {
  const words = new Words();
  let last = -1;
  let quoted = 0;
  return (article) => {
    if (article !== last) {
      last = article;
      quoted = 0;
      readBody(words, outcome.reread(article).body);
      for (let k = 0; k < words.count; k++) quoted += words.flags[k]! & QUOTED;
    }
    return quoted;
  };
}

function describe(
  groups: readonly Group[],
  outcome: Outcome,
  described: ReadonlyMap<number, Described>,
  matches: readonly Match[],
): Cluster[] {
  const pairs = new Set(
    groups.filter(({ members }) => members.length === 2).map(({ members }) => outcome.ids[members[0]!]!),
  );
  // Only of pairs: an archive of the same pages again and again has a match for each of them.
  const matchOf = new Map(
    matches.filter(({ left }) => pairs.has(left)).map((match) => [`${match.left}\n${match.right}`, match]),
  );
  const representatives = groups.map((group) => representativeOf(group.members, group.bonds));
  const labels =
    groups.length > 0 && groups.length <= MAX_LABELLED_CLUSTERS
      ? keyTermsOf(representatives.map((article) => ownTextOf(article, outcome)))
      : [];
  return groups.map((group, k) => {
    const terms = labels[k] ?? [];
    const title = terms.length > 0 ? undefined : outcome.reread(representatives[k]!).title;
    const relation = weakestNeeded(group.members, group.bonds);
    const members = group.members.map((member) => outcome.ids[member]!);
    const match = members.length === 2 ? matchOf.get(members.join('\n')) : undefined;
    const origin = originOf(group.members.map((member) => described.get(member)!.provenance));
    return {
      id: `c${k + 1}`,
      members,
      representative: outcome.ids[representatives[k]!]!,
      relation,
      keyTerms: title === undefined ? terms : [title],
      origin,
      reason: clusterReasonOf({
        members,
        words: group.members.map((member) => outcome.wordCounts[member]! - furnitureWordsOf(member, outcome)),
        relation,
        origin,
        ...(match === undefined ? {} : { match }),
      }),
    };
  });
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

/** An article as the report names it, and what it says of its origin: from one reading. */
interface Described {
  readonly told: ReportArticle;
  readonly provenance: Provenance;
}

function describeArticles(
  articles: Iterable<number>,
  outcome: Outcome,
  settings: Settings,
): ReadonlyMap<number, Described> {
  const described = new Map<number, Described>();
  for (const article of articles) {
    const read = outcome.reread(article);
    const { body: _, leftOut: __, bodyLines: ___, ...stated } = read;
    const id = outcome.ids[article]!;
    const source = outcome.sourceNames[article];
    described.set(article, {
      told: {
        ...stated,
        id,
        ...(source === undefined ? {} : { source }),
        words: outcome.wordCounts[article]!,
        furnitureWords: furnitureWordsOf(article, outcome),
        ...(settings.explain ? furnitureLinesOf(article, read, outcome) : {}),
      },
      provenance: provenanceOf(id, read, source, () => lineCounter(read)),
    });
  }
  return described;
}

export function furnitureWordsOf(article: number, { lines, isFurniture }: Outcome): number {
  let words = 0;
  for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++)
    if (isFurniture[line] === 1) words += lines.wordCounts[line]!;
  return words;
}

function furnitureLinesOf(
  article: number,
  read: Article,
  outcome: Outcome,
): Required<Pick<ReportArticle, 'furnitureLines' | 'furnitureReasons'>> {
  const { lines, isFurniture } = outcome;
  const first = lines.offsets[article]!;
  const end = lines.offsets[article + 1]!;
  if (!isFurniture.subarray(first, end).includes(1)) return { furnitureLines: [], furnitureReasons: {} };
  const words = new Words();
  readBody(words, read.body);
  const lineAt = lineCounter(read);
  const found = new Map<number, FurnitureReason>();
  for (let line = first; line < end; line++) {
    if (isFurniture[line] === 0) continue;
    const reason = FURNITURE_REASON_NAMES[outcome.furnitureReasons[line]! - 1]!;
    found.set(lineAt(words.starts[words.lineFirst[line - first]!]!), reason);
  }
  const numbers = [...found.keys()];
  const byReason = FURNITURE_REASON_NAMES.map((name) => [name, numbers.filter((line) => found.get(line) === name)]);
  return {
    furnitureLines: numbers,
    furnitureReasons: Object.fromEntries(byReason.filter(([, ofReason]) => ofReason!.length > 0)),
  };
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
