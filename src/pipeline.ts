import { classicPairs, tellEstimate } from './classic/index.ts';
import { Corpus, rankedBy } from './engine/corpus.ts';
import { type Found, findCandidates, verifyAndCluster } from './engine/memory.ts';
import { WirecopyError } from './errors.ts';
import { type ArticleStore, type FileRequest, type Named, openArticles, openFiles, settleIds } from './input/index.ts';
import { estimateOf, type PairTable, type SketchTable } from './kernel/postings.ts';
import { SCHEME } from './kernel/scheme.ts';
import { type Outcome, relationsAskedFor, reportOn, tellPair } from './match/outcome.ts';
import { LostArticle, rounded } from './match/tell.ts';
import { sideOf, Verifier } from './match/verify.ts';
import type {
  ArticleInput,
  Match,
  MethodName,
  OnlyName,
  Problem,
  RelationName,
  Report,
  StageName,
  StageRecord,
} from './model.ts';
import { furnitureLines, repeatedLines } from './text/furniture.ts';
import { Numbers, readNumbers } from './text/numbers.ts';
import { WordShelf } from './text/shelf.ts';
import { readWords, Words } from './text/words.ts';
import { takeTurn } from './work/turn.ts';

/** Where articles come from: the caller's own, files and folders, or a store that is open already. */
export type Inputs =
  | { readonly articles: Iterable<ArticleInput> | AsyncIterable<ArticleInput> }
  | { readonly files: Partial<FileRequest> & Pick<FileRequest, 'paths'> }
  | { readonly store: ArticleStore };

/** What shapes the result of a run. */
export interface Settings {
  /** `scaled` verifies every pair it reports; `classic` is the textbook method, which estimates. */
  readonly method: MethodName;
  /** The relations to list; the others are counted. */
  readonly only: readonly OnlyName[];
  /** Adds to each article the lines that were set apart as site furniture. */
  readonly explain: boolean;
}

/** What holds where the caller says nothing. */
export const DEFAULT_SETTINGS: Settings = { method: 'scaled', only: ['syndicated', 'partial'], explain: false };

/** For those who follow a run; nothing here changes its result. */
export interface Watch {
  /** A stage begins. */
  readonly stage?: (name: string) => void;
  /** So much of the stage is done; the total is not known while reading. */
  readonly progress?: (done: number, total: number | undefined) => void;
  /** Something is wrong with one input, which is skipped or compared all the same. */
  readonly problem?: (problem: Problem, skipped: boolean) => void;
}

/**
 * Reads articles, finds which are copies of which, and reports it.
 *
 * Reads every article once and the candidates again, so a file must not change meanwhile; one that does is skipped with a
 * problem. Articles that the caller hands in are kept in memory; those in files are not. Prints nothing.
 *
 * @throws WirecopyError where nothing can be read at all; what is wrong with one article is a problem in the report
 */
export async function scan(inputs: Inputs, settings: Partial<Settings> = {}, watch: Watch = {}): Promise<Report> {
  const store = storeOf(inputs);
  const chosen = { ...DEFAULT_SETTINGS, ...settings };
  try {
    const reading = await sketchAll(store, watch);
    const comparison = await COMPARISONS[chosen.method](reading, chosen, watch);
    watch.stage?.('report');
    return await reportWithoutLost(reading, comparison, chosen, watch);
  } finally {
    store.close();
  }
}

/**
 * Compares two articles, whether or not their sketches would have proposed them: the match has the relation, the evidence
 * and the passages, with `independent` for two articles that share nothing to speak of. `left` stays left.
 */
export async function compare(left: ArticleInput, right: ArticleInput): Promise<Match> {
  const store = storeOf({ articles: [left, right] });
  const reading = await sketchAll(store, {});
  const unique = Uint32Array.of(0, 1);
  const pair: PairTable = { count: 1, left: Uint32Array.of(0), right: Uint32Array.of(1), shared: Uint32Array.of(0) };
  const { shelf, isFurniture, changed } = await setFurnitureApart({ ...reading, unique }, pair, {});
  const verifier = new Verifier();
  verifier.setRight(sideOf(shelf.words(1), shelf.numbers(1)));
  const isIdentical = reading.firstOfEquals[0] === reading.firstOfEquals[1];
  const verdict = isIdentical ? undefined : verifier.verdictOn(sideOf(shelf.words(0), shelf.numbers(0)));
  const found: Found = { judged: [], related: NOTHING_RELATED, templates: 0, clusterOf: unique };
  const outcome = outcomeOf(reading, { found, shelf, isFurniture, changed }, {});
  return await tellPair({ left: 0, right: 1, ...(verdict === undefined ? {} : { verdict }) }, outcome);
}

function storeOf(inputs: Inputs): ArticleStore {
  if ('store' in inputs) return inputs.store;
  if ('articles' in inputs) return openArticles(inputs.articles);
  return openFiles({ exclude: [], gitignore: false, cwd: '.', ...inputs.files });
}

/** Runs as far as a stage and gives what it made, in input order. Closes the store. */
export async function* stageRecords(
  inputs: Inputs,
  settings: Settings,
  stage: StageName,
  watch: Watch = {},
): AsyncGenerator<StageRecord> {
  const store = storeOf(inputs);
  try {
    const reading = await sketchAll(store, watch);
    yield* STAGES[stage](reading, settings, watch);
  } finally {
    store.close();
  }
}

/** A turn of the event loop costs nothing against so many articles, and these take a tenth of a second at most. */
const ARTICLES_PER_TURN = 256;

/** The first read: what is kept of the articles, and what they are called. */
interface Reading {
  readonly store: ArticleStore;
  readonly corpus: Corpus;
  readonly ids: readonly string[];
  readonly named: readonly Named[];
  readonly sourceNames: readonly (string | undefined)[];
  /** All articles in input order. */
  readonly ranked: Uint32Array;
  readonly firstOfEquals: Uint32Array;
  /** The first of each group of equal texts, in input order: what is compared. */
  readonly unique: Uint32Array;
  readonly problems: readonly Problem[];
  readonly skipped: number;
}

/** What a method found; positions are those of `Reading.unique`. */
interface Comparison {
  readonly found: Found;
  readonly shelf: WordShelf;
  readonly isFurniture: Uint8Array;
  /** Articles that were not the same at the second read. */
  readonly changed: ReadonlyMap<number, Problem>;
  readonly tell?: Outcome['tell'];
}

const NOTHING_RELATED: Readonly<Record<RelationName, number>> = {
  identical: 0,
  copy: 0,
  contained: 0,
  partial: 0,
  quotes: 0,
  independent: 0,
};

const COMPARISONS: Record<MethodName, (reading: Reading, settings: Settings, watch: Watch) => Promise<Comparison>> = {
  scaled: verifyCandidates,
  classic: estimatePairs,
};

/** Reads every article once and keeps its sketch. The text is let go; its place is known to the store. */
async function sketchAll(store: ArticleStore, watch: Watch): Promise<Reading> {
  watch.stage?.('read');
  const corpus = new Corpus();
  const named: Named[] = [];
  const sourceNames: (string | undefined)[] = [];
  const problems: Problem[] = [];
  let skipped = 0;
  const note = (problem: Problem, isSkipped: boolean): void => {
    problems.push(problem);
    if (isSkipped) skipped++;
    watch.problem?.(problem, isSkipped);
  };
  for await (const item of store.read()) {
    if (item.kind === 'problem') {
      note(item.problem, item.skipped);
      continue;
    }
    const { article } = item;
    named.push({ id: article.id, place: article.place });
    sourceNames.push(article.source);
    corpus.add(article.body, article.source);
    if (corpus.count % ARTICLES_PER_TURN === 0) watch.progress?.(corpus.count, undefined);
  }
  const settled = settleIds(named);
  for (const problem of settled.problems) note(problem, false);
  const ranked = rankedBy(settled.ids);
  const firstOfEquals = corpus.firstOfEquals(ranked);
  const unique = ranked.filter((article) => firstOfEquals[article] === article);
  return { store, corpus, ids: settled.ids, named, sourceNames, ranked, firstOfEquals, unique, problems, skipped };
}

/** The default method: sketches propose pairs, the exact measure decides, average link clusters. */
async function verifyCandidates(reading: Reading, settings: Settings, watch: Watch): Promise<Comparison> {
  const { corpus, unique } = reading;
  watch.stage?.('candidates');
  const sketches = corpus.sketchTable(unique);
  const pairs = await findCandidates(sketches, turnOf(watch));
  watch.stage?.('furniture');
  const { shelf, isFurniture, changed } = await setFurnitureApart(reading, pairs, watch);
  watch.stage?.('verify');
  const asked = relationsAskedFor(settings.only);
  const found = await verifyAndCluster({ unique, sketches, pairs, shelf }, asked, turnOf(watch));
  return { found, shelf, isFurniture, changed };
}

/** Draws progress and lets signals be heard; to be called a few times a second. */
function turnOf(watch: Watch): (done: number, total: number) => Promise<void> {
  return async (done, total) => {
    watch.progress?.(done, total);
    await takeTurn();
  };
}

/** The words of the candidates, where these were not kept by a second read, with the site furniture set apart. */
async function setFurnitureApart(
  { corpus, store, unique, named }: Reading,
  pairs: PairTable,
  watch: Watch,
): Promise<Pick<Comparison, 'shelf' | 'isFurniture' | 'changed'>> {
  const lines = corpus.lines();
  const sources = corpus.sources();
  const repeated = repeatedLines(lines, unique, sources);
  const wanted = new Uint8Array(corpus.count);
  for (const article of repeated.articles) wanted[article] = 1;
  for (let p = 0; p < pairs.count; p++) {
    wanted[unique[pairs.left[p]!]!] = 1;
    wanted[unique[pairs.right[p]!]!] = 1;
  }

  const changed = new Map<number, Problem>();
  const shelf = corpus.takeShelf() ?? (await rereadWords(wanted, { corpus, store, named }, changed, watch));
  const isFurniture = furnitureLines(lines, repeated, sources, (article) => shelf.words(article));
  for (let article = 0; article < corpus.count; article++) {
    if (wanted[article] === 0 || changed.has(article)) continue;
    const first = lines.offsets[article]!;
    shelf.setApart(article, lines.wordCounts, isFurniture, first, lines.offsets[article + 1]! - first);
  }
  return { shelf, isFurniture, changed };
}

/** Reads the words of the wanted articles again. One that is not what it was is left out with a problem. */
async function rereadWords(
  wanted: Uint8Array,
  { corpus, store, named }: Pick<Reading, 'corpus' | 'store' | 'named'>,
  changed: Map<number, Problem>,
  watch: Watch,
): Promise<WordShelf> {
  const turn = turnOf(watch);
  const shelf = new WordShelf();
  const words = new Words();
  const numbers = new Numbers();
  for (let article = 0; article < corpus.count; article++) {
    if (wanted[article] === 0) continue;
    if (article % ARTICLES_PER_TURN === 0) await turn(article, corpus.count);
    try {
      const { body } = store.reread(article);
      readWords(words, body);
      if (!corpus.isUnchanged(article, words)) throw changedInput(named[article]);
      readNumbers(numbers, words, body);
      shelf.put(article, words, numbers);
    } catch (error) {
      if (!(error instanceof WirecopyError)) throw error;
      changed.set(article, error.toProblem());
      watch.problem?.(error.toProblem(), true);
    }
  }
  return shelf;
}

function changedInput(named: Named | undefined): WirecopyError {
  const place = named?.place;
  const line = place?.record === undefined || place.line === undefined ? '' : `:${place.line}`;
  return new WirecopyError('CHANGED_INPUT', {
    where: `${place?.path ?? ''}${line}`,
    what: 'the text changed while it was being read, and was left out',
    remedy: 'run again when nothing writes to the input',
  });
}

/** The textbook method: MinHash signatures and bands, for comparison. */
async function estimatePairs(reading: Reading, _settings: Settings, watch: Watch): Promise<Comparison> {
  const { corpus, store, unique, ids } = reading;
  watch.stage?.('classic');
  const compared = unique.filter((article) => !corpus.isTooShort(article));
  const positionOf = new Map<number, number>();
  for (const [position, article] of unique.entries()) positionOf.set(article, position);
  const { judged, clusterOf } = classicPairs({
    bodies: (function* () {
      for (const [k, article] of compared.entries()) {
        if (k % 16 === 0) watch.progress?.(k, compared.length);
        yield store.reread(article).body;
      }
    })(),
  });
  const position = (k: number): number => positionOf.get(compared[k]!)!;
  const clusters = Uint32Array.from(unique, (_, k) => k);
  for (const [k, root] of clusterOf.entries()) clusters[position(k)] = position(root);
  return {
    found: {
      judged: judged.map((pair) => ({ left: position(pair.left), right: position(pair.right), verdict: pair.verdict })),
      related: { ...NOTHING_RELATED, copy: judged.length },
      templates: 0,
      clusterOf: clusters,
    },
    shelf: new WordShelf(),
    isFurniture: new Uint8Array(corpus.lines().keysLow.length),
    changed: new Map(),
    tell: (pair) => tellEstimate(ids[pair.left]!, ids[pair.right]!, pair.verdict),
  };
}

/** Makes the report; again without them, when articles are found to have changed since they were compared. */
async function reportWithoutLost(
  reading: Reading,
  comparison: Comparison,
  settings: Settings,
  watch: Watch,
): Promise<Report> {
  const changed = new Map(comparison.changed);
  for (;;) {
    try {
      return await reportOn(outcomeOf(reading, { ...comparison, changed }, watch), settings);
    } catch (error) {
      if (!(error instanceof LostArticle)) throw error;
      // One is lost, so others may be: all are looked at before the next try.
      changed.set(error.article, changedInput(reading.named[error.article]).toProblem());
      for (const article of reading.ranked) {
        if (!changed.has(article) && isLost(article, reading))
          changed.set(article, changedInput(reading.named[article]).toProblem());
      }
    }
  }
}

function isLost(article: number, { store, corpus }: Reading): boolean {
  try {
    const words = new Words();
    readWords(words, store.reread(article).body);
    return !corpus.isUnchanged(article, words);
  } catch (error) {
    if (error instanceof WirecopyError) return true;
    throw error;
  }
}

/** Puts the two reads together, from positions back to articles. */
function outcomeOf(reading: Reading, comparison: Comparison, watch: Watch): Outcome {
  const { corpus, store, unique } = reading;
  const { found, changed, tell } = comparison;
  const clusterOf = new Map<number, number>();
  for (const [position, root] of found.clusterOf.entries()) {
    if (root !== position) clusterOf.set(unique[position]!, unique[root]!);
  }
  const ranked = changed.size === 0 ? reading.ranked : reading.ranked.filter((article) => !changed.has(article));
  const firstOfEquals = reading.firstOfEquals.slice();
  for (const article of ranked) {
    const lost = firstOfEquals[article]!;
    if (!changed.has(lost)) continue;
    // The first of some equal texts is gone: the next one takes its place.
    clusterOf.set(article, clusterOf.get(lost) ?? lost);
    for (const other of ranked) if (firstOfEquals[other] === lost) firstOfEquals[other] = article;
  }
  return {
    ids: reading.ids,
    ranked,
    firstOfEquals,
    clusterOf,
    judged: found.judged
      .map(({ left, right, verdict }) => ({ left: unique[left]!, right: unique[right]!, verdict }))
      .filter(({ left, right }) => !changed.has(left) && !changed.has(right)),
    related: found.related,
    templates: found.templates,
    wordCounts: corpus.wordCounts.view(),
    furnitureWords: (article) => comparison.shelf.furnitureWords(article),
    lines: corpus.lines(),
    isFurniture: comparison.isFurniture,
    sourceNames: reading.sourceNames,
    reread: (article) => {
      try {
        return store.reread(article);
      } catch (error) {
        if (error instanceof WirecopyError) throw new LostArticle(article);
        throw error;
      }
    },
    isUnchanged: (article, words) => corpus.isUnchanged(article, words),
    turn: turnOf(watch),
    tooShort: corpus.tooShortCount,
    skipped: reading.skipped + changed.size,
    excludedBy: store.excludedBy(),
    problems: [...reading.problems, ...changed.values()],
    ...(tell === undefined ? {} : { tell }),
  };
}

/** What `--stop-after` prints of each stage. */
const STAGES: Record<
  StageName,
  (reading: Reading, settings: Settings, watch: Watch) => Iterable<StageRecord> | AsyncIterable<StageRecord>
> = {
  *articles({ ranked, ids, named, sourceNames, corpus }) {
    for (const article of ranked) {
      const source = sourceNames[article];
      yield {
        type: 'article',
        id: ids[article]!,
        place: named[article]!.place,
        ...(source === undefined ? {} : { source }),
        words: corpus.wordCounts.view()[article]!,
      };
    }
  },
  *sketches({ ranked, ids, corpus }) {
    for (const article of ranked) {
      yield {
        type: 'sketch',
        id: ids[article]!,
        scheme: SCHEME,
        words: corpus.wordCounts.view()[article]!,
        wordsHash: corpus.wordsHash(article),
        hashes: [...corpus.sketch(article)],
      };
    }
  },
  async *candidates({ unique, ids, corpus }, _settings, watch) {
    const sketches = corpus.sketchTable(unique);
    const pairs = await findCandidates(sketches, turnOf(watch));
    for (let p = 0; p < pairs.count; p++) yield candidateRecord(sketches, pairs, p, unique, ids);
  },
  async *matches(reading, settings, watch) {
    const { found } = await COMPARISONS[settings.method](reading, { ...settings, only: ['all'] }, watch);
    for (const { left, right, verdict } of found.judged) {
      yield {
        type: 'match',
        left: reading.ids[reading.unique[left]!]!,
        right: reading.ids[reading.unique[right]!]!,
        relation: verdict.relation,
        flags: verdict.flags,
        similarity: verdict.similarity / 10_000,
        score: rounded(verdict.measures.score),
        leftInRight: rounded(verdict.measures.leftInRight),
        rightInLeft: rounded(verdict.measures.rightInLeft),
        reach: rounded(verdict.measures.reach),
        matchedWords: Math.max(verdict.measures.matchedWords, verdict.measures.runMatchedWords),
        quotedWords: verdict.measures.quotedWords,
      };
    }
  },
};

function candidateRecord(
  sketches: SketchTable,
  pairs: PairTable,
  p: number,
  unique: Uint32Array,
  ids: readonly string[],
): StageRecord {
  const left = pairs.left[p]!;
  const right = pairs.right[p]!;
  const sharedHashes = pairs.shared[p]!;
  return {
    type: 'candidate',
    left: ids[unique[left]!]!,
    right: ids[unique[right]!]!,
    sharedHashes,
    estimate: rounded(estimateOf(sketches, left, right, sharedHashes)),
  };
}
