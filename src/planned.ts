import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_BORDERS } from './borders.ts';
import { Corpus, type KeptArticle } from './engine/corpus.ts';
import { DuckEngine } from './engine/duckdb/engine.ts';
import { DIALECTS } from './engine/plan/dialect.ts';
import type { Engine } from './engine/plan/engine.ts';
import { ARTICLES, IDS, type PlanSettings, planFor } from './engine/plan/plan.ts';
import { runPlan } from './engine/plan/run.ts';
import { planText } from './engine/plan/text.ts';
import { unpackApart } from './engine/rows/apart.ts';
import { type Columns, packArgument } from './engine/rows/contract.ts';
import { keyOfShort, keyOfWords } from './engine/rows/read-article.ts';
import { newShelfFile, ShelfWriter } from './engine/rows/shelf-file.ts';
import { ShelvedArticles } from './engine/rows/sketch-rows.ts';
import { readSparkAddress } from './engine/spark/address.ts';
import { SparkEngine } from './engine/spark/engine.ts';
import { WirecopyError } from './errors.ts';
import { type ArticleBatch, type ArticleStore, type Named, Names, type TextTaker } from './input/index.ts';
import { type Listing as ReportListing, relationsAskedFor } from './match/outcome.ts';
import { NOTHING_MEASURED } from './match/relations.ts';
import type { Verdict } from './match/verify.ts';
import {
  type Article,
  type Borders,
  type DialectName,
  type EngineRequest,
  FURNITURE_REASON_NAMES,
  type Problem,
  RELATION_NAMES,
  type RelationName,
  type Report,
  type Settings,
  type Watch,
} from './model.ts';
import { type Comparison, copyFurniture, NOTHING_RELATED } from './run/comparison.ts';
import { changedInput, type Hands, type Reading, takerWith, withCrew } from './run/reading.ts';
import { Told } from './run/told.ts';
import { PHRASE_LINE } from './text/repeated-lines.ts';

/** Articles are sent to kernels in pieces of about so many characters. */
const SENT_AT_ONCE = 1 << 18;
/** Between two reports of progress where articles come one by one. */
const ARTICLES_PER_REPORT = 256;
/** Articles whose links to others are counted at once, in one part of the work, where 1 GB is allowed. Measured on made news. */
const ARTICLES_A_PART = 80_000;
/** What a word takes while pairs are verified. */
const BYTES_A_WORD = 9;
/** Of the memory that is allowed, what all kernels together may take for words: the database is shut meanwhile. */
const SHARE_FOR_WORDS = 0.8;
const GIGABYTE = 2 ** 30;
/** What was read, by its digest: beside the tables, so that a run that is resumed knows whether it is the same. */
const INPUT = 'input.json';

/** What a run on an engine found: articles that the report tells of as a reading of their own, and counts over all. */
export interface Planned {
  readonly reading: Reading;
  readonly comparison: Comparison;
  /** Puts the counts over all articles into a report on those that are told of. */
  readonly counted: (report: Report) => Report;
  /** What is listed, where that is not all. */
  readonly listing?: ReportListing;
}

/** What a batch of articles in one file and one of files have in common. */
type TakenBatch = Pick<ArticleBatch, 'taken' | 'textOf'>;

/** Takes in articles as they are read, under the keys that they come with. */
interface Taker {
  /** Who is given texts in place of strings. */
  readonly texts?: TextTaker;
  readonly add: (key: number, article: Article, isTaken: boolean) => void;
  /** Many at a time, from a key on. */
  readonly addBatch: (first: number, batch: TakenBatch, sources: readonly (string | undefined)[]) => void;
}

/** All that is remembered of the articles while they are with the engine. */
class Listing {
  readonly #names = new Names();
  readonly sourceNames: (string | undefined)[] = [];
  readonly problems: Problem[] = [];
  skipped = 0;
  readonly #store: ArticleStore;
  readonly #watch: Watch;
  /** Of what was read, beside the ids. */
  readonly digest = createHash('sha256');
  /** Each source once, however many articles it has. */
  readonly #sources = new Map<string, string>();
  #ids: readonly string[] = [];

  constructor(store: ArticleStore, watch: Watch) {
    this.#store = store;
    this.#watch = watch;
  }

  get count(): number {
    return this.#names.count;
  }

  get named(): readonly Named[] {
    return this.#names.list();
  }

  /** Reads all articles. */
  async *read({ texts, add, addBatch }: Taker): AsyncGenerator<number> {
    const names = this.#names;
    const told = new Told();
    const note = (problem: Problem, isSkipped: boolean, file?: string): void => {
      if (told.note(problem, isSkipped, file)) this.#watch.problem?.(problem, isSkipped);
    };
    for await (const item of this.#store.read(texts)) {
      if (item.kind === 'problem') {
        note(item.problem, item.skipped, item.file);
        continue;
      }
      const key = names.count;
      if (item.kind === 'articles') {
        const { articles } = item;
        names.addBatch(articles);
        const sources = Array.from({ length: articles.count }, (_, k) => this.#known(articles.sourceOf(k)));
        for (const source of sources) this.sourceNames.push(source);
        addBatch(key, articles, sources);
      } else if (item.kind === 'texts') {
        const { texts: files } = item;
        const sources = Array.from({ length: files.count }, (_, k) => this.#known(files.sourceOf(k)));
        for (const [k, source] of sources.entries()) {
          const path = files.pathOf(k);
          names.add({ id: path, place: { path } });
          this.sourceNames.push(source);
        }
        addBatch(key, files, sources);
      } else {
        const { article } = item;
        names.add({ id: article.id, place: article.place });
        this.sourceNames.push(this.#known(article.source));
        add(key, article, item.isTaken === true);
      }
      yield names.count;
    }
    const settled = names.areDistinct() ? undefined : names.settled();
    this.#ids = settled?.ids ?? names.ids();
    for (const [problem, isSkipped] of told.close()) this.#watch.problem?.(problem, isSkipped);
    for (const problem of settled?.problems ?? []) note(problem, false);
    this.problems.push(...told.problems);
    this.skipped = told.skipped;
    for (const [key, id] of this.#ids.entries()) this.digest.update(`${id}\0${this.sourceNames[key] ?? ''}\0`);
  }

  /** Reads all articles, and gives them as rows. */
  async *rows(): AsyncGenerator<string> {
    let held = '';
    const taker: Taker = {
      add: (key, { source = null, body }) => {
        const row = `${JSON.stringify({ key: String(key), source, text: body })}\n`;
        this.digest.update(row);
        held += row;
      },
      addBatch: () => {
        throw new TypeError('nobody takes batches');
      },
    };
    for await (const count of this.read(taker)) {
      if (held.length < SENT_AT_ONCE) continue;
      yield held;
      held = '';
      this.#watch.progress?.(count, undefined);
    }
    if (held !== '') yield held;
  }

  idOf(key: number): string {
    return this.#ids[key] ?? '';
  }

  *idRows(): Generator<{ key: string; id: string }> {
    for (const [key, id] of this.#ids.entries()) yield { key: String(key), id };
  }

  /** Of all that was read. */
  digested(): string {
    return this.digest.copy().digest('hex');
  }

  #known(source: string | undefined): string | undefined {
    if (source === undefined) return undefined;
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    this.#sources.set(source, source);
    return source;
  }
}

/**
 * Reads all articles, and makes rows of them here: many are taken in at once then, in a fifth of the time that it takes to
 * send them to others.
 *
 * @param shelf where their words go; none where all that is wanted is to know what was read
 */
async function sketchHere(
  listing: Listing,
  hands: Hands,
  shelf: string | undefined,
  write: (row: object) => void,
): Promise<number> {
  const words = new ShelfWriter(shelf === undefined ? undefined : newShelfFile(shelf), listing.digest);
  const articles = new ShelvedArticles(words, write);
  const taker: Taker = {
    texts: takerWith(articles.taker, hands),
    add: (key, { body, source }, isTaken) => {
      if (isTaken) articles.addTaken(String(key), source);
      else articles.add(String(key), body, source);
    },
    addBatch: (first, { taken, textOf }, sources) => articles.addBatch(taken, first, (k) => sources[k], textOf),
  };
  try {
    for await (const count of listing.read(taker)) {
      if (count % ARTICLES_PER_REPORT === 0) hands.progress?.(count, undefined);
    }
  } finally {
    words.close();
  }
  return listing.count;
}

/** Has the articles of a store compared by an engine. */
export async function compareOnEngine(
  store: ArticleStore,
  settings: Settings,
  watch: Watch,
  request: EngineRequest,
): Promise<Planned> {
  refuseWhatNoEngineDoes(settings);
  const { workDir, kernel } = request;
  const listing = new Listing(store, watch);
  const { engine, begin, stop, shelf, sizes } = await HOSTS[request.name](request, listing, watch);
  request.onStop?.(stop);
  const borders = { ...DEFAULT_BORDERS, ...settings.borders };
  const asked = [...relationsAskedFor(settings.only)];
  try {
    if (request.resume) watch.stage?.('read');
    const keyFor = (articles: string): string =>
      keyOf([readFileSync(kernel), workDir, articles, JSON.stringify({ borders, asked })]);
    const { isKept, articles } = await begin(keyFor);
    const run = {
      resume: isKept,
      argument: packArgument({ borders, asked, ...(shelf !== undefined && { shelf }) }),
      key: keyFor(articles),
      onStep: (name: string, state: 'begun' | 'kept') => watch.stage?.(state === 'kept' ? `${name} (kept)` : name),
    };
    // How the rest is parted is known once the articles are read.
    const reading = planFor(engine.dialect, { borders, parts: 1, articlesAtOnce: 1 }).slice(0, 1);
    await runPlan(engine, reading, run);
    const settled = { borders, ...(await sizes()) };
    await runPlan(engine, planFor(engine.dialect, settled).slice(1), {
      ...run,
      // Tables of a run over other articles may lie here as well, and its later ones are still marked when it was followed by one that broke off.
      key: keyOf([run.key, listing.digested(), planText(engine.dialect, settled)]),
    });
    watch.stage?.('report');
    return await plannedOf(engine, listing, store, watch, asked);
  } finally {
    await engine.close();
  }
}

/** An engine, and how the articles of a store get there. */
interface Host {
  readonly engine: Engine;
  /** Ends whatever runs. */
  readonly stop: () => void | Promise<void>;
  /**
   * To be called before the plan is carried out: are the articles there from an earlier run that is taken over, and what is
   * known of them so far?
   *
   * @param keyFor the key of the run's tables, by what is known of the articles
   *
   * @throws WirecopyError where they are others
   */
  readonly begin: (
    keyFor: (articles: string) => string,
  ) => Promise<{ readonly isKept: boolean; readonly articles: string }>;
  /** Where the words of articles are put, where they are. */
  readonly shelf?: string;
  /** How much is worked on at once; known once articles are read. */
  readonly sizes: () => Promise<Pick<PlanSettings, 'parts' | 'articlesAtOnce'>>;
}

type OpenHost = (request: EngineRequest, listing: Listing, watch: Watch) => Promise<Host>;
const HOSTS: Record<EngineRequest['name'], OpenHost> = {
  duckdb: onDuck,
  spark: onSpark,
};

/** The articles are read by ourselves as the first step wants them. */
async function onDuck(request: EngineRequest, listing: Listing, watch: Watch): Promise<Host> {
  const { workDir, memory, jobs, node, kernel, resume } = request;
  const shelf = path.join(workDir, 'words');
  const input = path.join(workDir, INPUT);
  const engine = new DuckEngine({
    workDir,
    memory: `${Math.floor(memory / 2 ** 20)}MiB`,
    threads: jobs,
    jobs,
    node,
    kernel,
    sketch: async (write) => {
      // Whatever an earlier run put there is of no use to this one.
      rmSync(shelf, { recursive: true, force: true });
      rmSync(input, { force: true });
      mkdirSync(shelf, { recursive: true });
      const count = await withCrew({ ...watch, jobs }, (hands) => sketchHere(listing, hands, shelf, write));
      writeFileSync(input, listing.digested());
      return count;
    },
    ids: () => listing.idRows(),
  });
  return {
    engine,
    stop: () => engine.stop(),
    begin: async (keyFor) => {
      // Articles are read again where their sketches are there: for their names, and to know that they are the same.
      const isKept = resume && existsSync(input) && (await engine.isKept('sketched_written', keyFor('')));
      if (isKept) {
        await withCrew({ ...watch, jobs }, (hands) => sketchHere(listing, hands, undefined, () => {}));
        if (readFileSync(input, 'utf8') !== listing.digested()) throw otherInput(workDir);
      }
      return { isKept, articles: '' };
    },
    shelf,
    sizes: () => sizesOf(engine, listing.count, request),
  };
}

/** The articles are read by ourselves, and sent. */
async function onSpark(request: EngineRequest, listing: Listing): Promise<Host> {
  const { workDir, kernel, resume, server = '', pause = () => Promise.resolve() } = request;
  const engine = await SparkEngine.open(
    { address: readSparkAddress(server), workUrl: workDir, kernel: readFileSync(kernel), resume },
    { pause },
  );
  const lay = async (name: string, columns: Columns, rows: AsyncIterable<string> | Iterable<string>) => {
    await engine.keepRows(name, columns, rows);
    const { lost } = await one(engine, `SELECT ${listing.count} - count(*) AS lost FROM ${name}`);
    if (lost !== 0) throw lostRows(name, Number(lost));
  };
  return {
    engine,
    stop: () => engine.stop(),
    begin: async () => {
      if (resume && (await engine.isMarked(LAID))) {
        for await (const _ of listing.rows()) {
          // All that is wanted of the rows is that they have been read.
        }
        const articles = listing.digested();
        const isSame = (await engine.isKept('ids', articles)) && (await engine.isKept(LAID, articles));
        if (!isSame) throw otherInput(workDir);
        return { isKept: true, articles };
      }
      await lay(LAID, ARTICLES, listing.rows());
      await lay('ids', IDS, idLines(listing));
      const articles = listing.digested();
      await engine.markKept('ids', articles);
      await engine.markKept(LAID, articles);
      return { isKept: false, articles };
    },
    sizes: async () => ({ parts: 1, articlesAtOnce: 1 }),
  };
}

function* idLines(listing: Listing): Generator<string> {
  for (const row of listing.idRows()) yield `${JSON.stringify(row)}\n`;
}

/** The table of articles that were sent. */
const LAID = 'articles';

function lostRows(name: string, count: number): WirecopyError {
  return new WirecopyError('ENGINE_FAILED', {
    where: '',
    what: `of the rows of ${name} that were sent, ${count} did not arrive`,
    remedy: 'run again',
  });
}

/** The plan as it is carried out where one part of the work is enough. */
export function writtenPlan(dialect: DialectName, borders: Borders): string {
  return planText(DIALECTS[dialect], { borders, parts: 1, articlesAtOnce: ARTICLES_A_PART });
}

function keyOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** How much is worked on at once, by how much memory there is and how long the articles are. */
async function sizesOf(
  engine: Engine,
  articleCount: number,
  { memory, jobs }: EngineRequest,
): Promise<Pick<PlanSettings, 'parts' | 'articlesAtOnce'>> {
  const { words } = await one(engine, 'SELECT coalesce(sum(words), 0) AS words FROM sketched');
  const wordsAnArticle = Math.max(1, Number(words) / Math.max(1, articleCount));
  const atOnce = (memory * SHARE_FOR_WORDS) / jobs / (2 * wordsAnArticle * BYTES_A_WORD);
  return {
    parts: Math.max(1, Math.ceil(articleCount / ((ARTICLES_A_PART * memory) / GIGABYTE))),
    articlesAtOnce: Math.max(1, Math.floor(atOnce)),
  };
}

/** With more pairs than this a report lists none, and tells of clusters alone: it is made in memory. 500 MB of JSON. */
const MAX_LISTED_PAIRS = 300_000;

/** The table of the articles that a report tells of, and their numbers. */
const TOLD = 'told';
const ARE_TOLD = `SELECT n FROM ${TOLD}`;

/** What a report tells of, as queries. */
interface Scope {
  /** Articles in clusters, in pairs that are listed, or equal to others; by `n`. */
  readonly articles: string;
  /** Pairs with their verdict: those that are listed, and those that hold clusters together. */
  readonly pairs: string;
  /** The pairs that are too many to list. */
  readonly omitted: number;
}

const WHOLE: Scope = {
  articles:
    'SELECT n FROM joined UNION SELECT a AS n FROM verdicts WHERE verdict IS NOT NULL ' +
    'UNION SELECT b AS n FROM verdicts WHERE verdict IS NOT NULL',
  pairs: 'SELECT a, b, verdict, relation, similarity FROM verdicts WHERE verdict IS NOT NULL',
  omitted: 0,
};

const CLUSTERS: Omit<Scope, 'omitted'> = {
  articles: 'SELECT n FROM (SELECT n, count(*) OVER (PARTITION BY root) AS size FROM joined) j WHERE size > 1',
  pairs:
    'SELECT v.a AS a, v.b AS b, NULL AS verdict, v.relation AS relation, v.similarity AS similarity FROM verdicts v ' +
    'JOIN rooted x ON x.n = v.a JOIN rooted y ON y.n = v.b AND y.root = x.root WHERE v.similarity > 0',
};

async function scopeOf(engine: Engine, asked: readonly RelationName[]): Promise<Scope> {
  const names = asked.map((name) => `'${name}'`).join(', ');
  const { pairs } = await one(
    engine,
    `SELECT (SELECT count(*) FROM verdicts WHERE NOT template AND relation IN (${names})) + (SELECT count(*) FROM copies) AS pairs`,
  );
  return Number(pairs) <= MAX_LISTED_PAIRS ? WHOLE : { ...CLUSTERS, omitted: Number(pairs) };
}

/** Shows all clusters, and no pair. */
function clustersAlone(omitted: number): ReportListing {
  return { pairs: () => [], alsoNamed: () => [], omitted };
}

function tooManyPairs(omitted: number): Problem {
  return {
    code: 'MATCHES_OMITTED',
    where: '',
    what: `${omitted} pairs are too many for one report: it tells of clusters, and counts the pairs in matchesOmitted`,
    remedy: 'the table verdicts in --work-dir holds them',
  };
}

/** Reads once more what the report tells of. */
async function plannedOf(
  engine: Engine,
  listing: Listing,
  store: ArticleStore,
  watch: Watch,
  asked: readonly RelationName[],
): Promise<Planned> {
  const scope = await scopeOf(engine, asked);
  const { omitted } = scope;
  const corpus = new Corpus(0);
  const keys: number[] = [];
  const positionOf = new Map<number, number>();
  const same: (string | null)[] = [];
  // Kept, since it is asked for again and again. Put in order here: an engine would move all rows for that.
  await engine.keep(TOLD, [
    `SELECT t.n AS n, numbered.key AS key, signed.same AS same FROM (${scope.articles}) t ` +
      'JOIN numbered ON numbered.n = t.n JOIN signed ON signed.n = t.n',
  ]);
  const told: { readonly n: number; readonly key: number; readonly same: string | null }[] = [];
  for await (const { n, key, same: keyOfEquals } of engine.rows(`SELECT n, key, same FROM ${TOLD}`))
    told.push({ n: Number(n), key: Number(key), same: (keyOfEquals ?? null) as string | null });
  told.sort((left, right) => left.n - right.n);
  for (const { n, key, same: keyOfEquals } of told) {
    positionOf.set(n, keys.length);
    keys.push(key);
    same.push(keyOfEquals);
  }
  const changed = new Map<number, Problem>();
  for (const [k, key] of keys.entries()) {
    const body = bodyOf(store, key);
    corpus.add(body ?? '', listing.sourceNames[key]);
    if (body !== undefined && keyOfKept(corpus.kept(k), body) === (same[k] ?? null)) continue;
    const problem = changedInput(listing.named[key]).toProblem();
    changed.set(k, problem);
    watch.problem?.(problem, true);
  }

  const ranked = Uint32Array.from(keys, (_, k) => k);
  const firstOfEquals = ranked.slice();
  for await (const { n, original } of engine.rows(`SELECT n, original FROM copies WHERE n IN (${ARE_TOLD})`))
    firstOfEquals[at(positionOf, n)] = at(positionOf, original);
  const unique = ranked.filter((article) => firstOfEquals[article] === article);
  const reading: Reading = {
    store: { ...readOnly(store), reread: (article) => store.reread(keys[article] ?? 0) },
    corpus,
    ids: keys.map((key) => listing.idOf(key)),
    named: keys.map((key) => listing.named[key] as Named),
    sourceNames: keys.map((key) => listing.sourceNames[key]),
    ranked,
    firstOfEquals,
    unique,
    problems: omitted === 0 ? listing.problems : [...listing.problems, tooManyPairs(omitted)],
    skipped: listing.skipped,
  };
  const found = await foundOn(engine, scope, positionOf, unique);
  const furniture = await furnitureOn(engine, positionOf, corpus, firstOfEquals);
  return {
    reading,
    comparison: { found, furniture, changed },
    counted: await countsOn(engine, listing),
    ...(omitted === 0 ? {} : { listing: clustersAlone(omitted) }),
  };
}

function at(positionOf: ReadonlyMap<number, number>, n: unknown): number {
  const position = positionOf.get(Number(n));
  if (position === undefined) throw new Error(`article ${n} is told of and was not read`);
  return position;
}

function readOnly(store: ArticleStore): ArticleStore {
  return {
    read: () => store.read(),
    reread: (index) => store.reread(index),
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
}

/** None where it cannot be read any more. */
function bodyOf(store: ArticleStore, key: number): string | undefined {
  try {
    return store.reread(key).body;
  } catch (error) {
    if (error instanceof WirecopyError) return undefined;
    throw error;
  }
}

/** The key that the first read gave such an article. */
function keyOfKept({ shortText, wordCount, sequenceLow, sequenceHigh }: KeptArticle, body: string): string | null {
  return shortText === undefined ? keyOfWords({ count: wordCount, sequenceLow, sequenceHigh }) : keyOfShort(body);
}

async function foundOn(
  engine: Engine,
  scope: Scope,
  positionOf: ReadonlyMap<number, number>,
  unique: Uint32Array,
): Promise<Comparison['found']> {
  const uniqueOf = new Map<number, number>();
  for (const [position, article] of unique.entries()) uniqueOf.set(article, position);
  const place = (n: unknown): number => uniqueOf.get(at(positionOf, n)) as number;
  const judged: { left: number; right: number; verdict: Verdict }[] = [];
  for await (const { a, b, verdict, relation, similarity } of engine.rows(scope.pairs)) {
    const whole = typeof verdict === 'string' ? (JSON.parse(verdict) as Verdict) : untold(relation, similarity);
    judged.push({ left: place(a), right: place(b), verdict: whole });
  }
  judged.sort((one, other) => one.left - other.left || one.right - other.right);
  const clusterOf = Uint32Array.from(unique, (_, position) => position);
  for await (const { n, root } of engine.rows(`SELECT n, root FROM rooted WHERE n IN (${ARE_TOLD})`))
    clusterOf[place(n)] = place(root);

  const related: Record<RelationName, number> = { ...NOTHING_RELATED };
  let templates = 0;
  const counted =
    'SELECT relation, count(*) AS pairs, sum(CASE WHEN template THEN 1 ELSE 0 END) AS templates FROM verdicts GROUP BY relation';
  for await (const { relation, pairs, templates: some } of engine.rows(counted)) {
    related[relation as RelationName] = Number(pairs);
    templates += Number(some);
  }
  const { candidates } = await one(engine, 'SELECT coalesce(sum(candidates), 0) AS candidates FROM verdicts_written');
  related.independent = Number(candidates) - RELATION_NAMES.reduce((sum, name) => sum + related[name], 0);
  return { judged, related, templates, clusterOf };
}

/** A verdict that no report tells: it holds a cluster together. */
function untold(relation: unknown, similarity: unknown): Verdict {
  return {
    relation: relation as RelationName,
    flags: [],
    similarity: Number(similarity),
    measures: NOTHING_MEASURED,
  };
}

async function furnitureOn(
  engine: Engine,
  positionOf: ReadonlyMap<number, number>,
  corpus: Corpus,
  firstOfEquals: Uint32Array,
): Promise<Comparison['furniture']> {
  const lines = corpus.lines();
  const isFurniture = new Uint8Array(lines.keysLow.length);
  const reasons = new Uint8Array(lines.keysLow.length);
  for (let line = 0; line < lines.flags.length; line++) {
    if (((lines.flags[line] ?? 0) & PHRASE_LINE) === 0) continue;
    isFurniture[line] = 1;
    reasons[line] = REASON_PHRASE;
  }
  for await (const { n, apart } of engine.rows(`SELECT n, apart FROM apart WHERE n IN (${ARE_TOLD})`)) {
    const article = at(positionOf, n);
    const own = reasons.subarray(lines.offsets[article], lines.offsets[article + 1]);
    unpackApart(String(apart), own);
    for (const [k, reason] of own.entries()) isFurniture[(lines.offsets[article] ?? 0) + k] = reason === 0 ? 0 : 1;
  }
  for (const [article, first] of firstOfEquals.entries())
    copyFurniture(lines, { isFurniture, reasons }, first, article);
  return { isFurniture, reasons };
}

/** 1 + where `phrase` stands among the reasons. */
const REASON_PHRASE = 1 + FURNITURE_REASON_NAMES.indexOf('phrase');

/** Counts that go over all articles, in a report that was made of some. */
async function countsOn(engine: Engine, listing: Listing): Promise<(report: Report) => Report> {
  const { short } = await one(engine, 'SELECT count(*) AS short FROM signed WHERE short');
  const articlesOf = new Map<unknown, number>();
  for await (const { source, articles } of engine.rows(
    'SELECT source, count(*) AS articles FROM signed WHERE source IS NOT NULL GROUP BY source',
  ))
    articlesOf.set(source, Number(articles));
  return (report) => {
    const { counts, sources } = report;
    // An article that was lost on the second read is counted as skipped.
    const compared = listing.count - (counts.skipped - listing.skipped);
    return {
      ...report,
      counts: { ...counts, compared, seen: compared + counts.skipped + counts.excluded, tooShort: Number(short) },
      sources: sources.map((summary) => ({
        ...summary,
        articles: articlesOf.get(summary.source) ?? summary.articles,
      })),
    };
  };
}

async function one(engine: Engine, query: string): Promise<Readonly<Record<string, unknown>>> {
  for await (const row of engine.rows(query)) return row;
  return {};
}

function otherInput(workDir: string): WirecopyError {
  return new WirecopyError('CHANGED_INPUT', {
    where: workDir,
    what: 'the input is not the one of the run that is to be resumed',
    remedy: 'run without --resume to begin anew',
  });
}

/** What is only there in a run in memory. */
function refuseWhatNoEngineDoes({ method, only }: Settings): void {
  const refused =
    method === 'classic' ? '--method classic' : relationsAskedFor(only).has('quotes') ? '--only quotes' : undefined;
  if (refused === undefined) return;
  throw new WirecopyError('USAGE', {
    where: '',
    what: `${refused} is for runs in memory, and an engine was asked for`,
    remedy: 'leave out one of them, or use --engine memory',
  });
}
