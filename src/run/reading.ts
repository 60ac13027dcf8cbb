import { Corpus, rankedBy } from '../engine/corpus.ts';
import type { PairCrew } from '../engine/pair-work.ts';
import { WirecopyError } from '../errors.ts';
import { type ArticleStore, type Named, Names, settleIds, type TextTaker } from '../input/index.ts';
import { chooseKernel } from '../kernel/compiled.ts';
import type { Problem, Watch } from '../model.ts';
import { readBody } from '../text/disguises.ts';
import { Numbers, readNumbers } from '../text/numbers.ts';
import { Words } from '../text/word-list.ts';
import { Crew } from '../work/crew.ts';
import { pairCrewOf } from '../work/pair-crew.ts';
import { readCrewOf } from '../work/read-crew.ts';
import { takeTurn } from '../work/turn.ts';
import { Told } from './told.ts';

/** Between two reports of progress: a call for each article would cost more than it tells. */
const ARTICLES_PER_REPORT = 256;
/** Words that are read again between two turns of the event loop: a tenth of a second, whether of few texts or of many. */
const WORDS_PER_TURN = 500_000;
/** What reading an article costs beside its words, as a count of words. */
const WORDS_PER_ARTICLE = 500;

/** Those who follow a run, and those who work on it. */
export interface Hands extends Watch {
  readonly crew?: Crew;
}

/** Who verifies pairs beside this thread; nobody where it is alone. */
export function pairCrewIn({ crew }: Hands): PairCrew | undefined {
  return crew === undefined || crew.isAlone ? undefined : pairCrewOf(crew);
}

/** Does some work with as many threads as may be had, and lets them go however it ends. */
export async function withCrew<Result>(watch: Watch, work: (hands: Hands) => Promise<Result>): Promise<Result> {
  const crew = new Crew(watch.jobs ?? 1, watch.grain);
  try {
    return await work({ ...watch, crew });
  } finally {
    crew.close();
  }
}

/** The first read: what is kept of the articles, and what they are called. */
export interface Reading {
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

/** Articles that were read one after the other. */
export interface ReadingPart {
  /** Its articles are numbered from 0. */
  readonly reading: Reading;
  /** How many the store gave before. */
  readonly first: number;
  readonly isLast: boolean;
}

/** Reads every article once and keeps its sketch. The text is let go; its place is known to the store. */
export async function sketchAll(store: ArticleStore, watch: Hands, corpus: Corpus = new Corpus()): Promise<Reading> {
  for await (const { reading } of sketchInParts(store, watch, { corpus, maxArticles: Number.POSITIVE_INFINITY }))
    return reading;
  throw new RangeError('there is always a last part');
}

/**
 * The same in parts, so that the first can be done with before the next is read. What went wrong is told with the last part,
 * which may have no article; ids are unique within a part.
 *
 * @param maxArticles articles of a part
 */
export async function* sketchInParts(
  store: ArticleStore,
  watch: Hands,
  { maxArticles, corpus: firstCorpus = new Corpus() }: { maxArticles: number; corpus?: Corpus },
): AsyncGenerator<ReadingPart> {
  chooseKernel(watch.kernel ?? 'compiled');
  watch.stage?.('read');
  let corpus = firstCorpus;
  let first = 0;
  /** Of all parts, since an id may be held twice in two of them. */
  const names = new Names();
  let sourceNames: (string | undefined)[] = [];
  const told = new Told();
  const note = (problem: Problem, isSkipped: boolean, file?: string): void => {
    if (told.note(problem, isSkipped, file)) watch.problem?.(problem, isSkipped);
  };
  // A part ends with its last article, and a batch anywhere.
  const isWhole = maxArticles === Number.POSITIVE_INFINITY;
  for await (const item of store.read(
    isWhole ? takerWith(corpus.taker, watch) : { ...corpus.taker, batches: () => undefined },
  )) {
    if (item.kind === 'problem') {
      note(item.problem, item.skipped, item.file);
      continue;
    }
    if (item.kind === 'articles') {
      const { count, sourceOf, textOf } = item.articles;
      const before = sourceNames.length;
      names.addBatch(item.articles);
      for (let k = 0; k < count; k++) sourceNames.push(sourceOf(k));
      corpus.addBatch(item.articles.taken, (k) => sourceNames[before + k], textOf);
      watch.progress?.(corpus.count, undefined);
      continue;
    }
    if (item.kind === 'texts') {
      const { count, taken, pathOf, sourceOf, textOf } = item.texts;
      const before = sourceNames.length;
      for (let k = 0; k < count; k++) {
        const path = pathOf(k);
        names.add({ id: path, place: { path } });
        sourceNames.push(sourceOf(k));
      }
      corpus.addBatch(taken, (k) => sourceNames[before + k], textOf);
      watch.progress?.(corpus.count, undefined);
      continue;
    }
    const { article } = item;
    names.add({ id: article.id, place: article.place });
    sourceNames.push(article.source);
    if (item.isTaken === true) corpus.addTaken(article.source);
    else corpus.add(article.body, article.source);
    if (corpus.count % ARTICLES_PER_REPORT === 0) watch.progress?.(first + corpus.count, undefined);
    if (corpus.count < maxArticles) continue;
    const parts = { store: from(store, first), corpus, sourceNames, problems: [], skipped: 0 };
    yield { reading: partOf(parts, names.list().slice(first)), first, isLast: false };
    watch.stage?.('read');
    first = names.count;
    corpus = corpus.successor();
    sourceNames = [];
  }
  for (const [problem, isSkipped] of told.close()) watch.problem?.(problem, isSkipped);
  // To be told of the names is nothing where each article has one of its own.
  const settled = names.areDistinct() ? undefined : names.settled();
  for (const problem of settled?.problems ?? []) note(problem, false);
  const { problems, skipped } = told;
  const parts = { store: from(store, first), corpus, sourceNames, problems, skipped };
  if (first === 0) yield { reading: lazyReading(parts, names, settled?.ids), first, isLast: true };
  else yield { reading: partOf(parts, names.list().slice(first)), first, isLast: true };
}

/** Who takes texts from what is read, with the others that work on it. */
export function takerWith(taker: Corpus['taker'], { crew }: Hands): TextTaker {
  const own = { ...taker, files: taker.batches };
  return crew === undefined || crew.isAlone ? own : { ...own, crew: readCrewOf(crew, taker.batches) };
}

type ReadParts = Pick<Reading, 'store' | 'corpus' | 'sourceNames' | 'problems' | 'skipped'>;

/** One of several parts, whose names are unique in it. */
function partOf(parts: ReadParts, named: readonly Named[]): Reading {
  const { ids } = settleIds(named);
  const ranked = rankedBy(ids);
  const firstOfEquals = parts.corpus.firstOfEquals(ranked);
  const unique = ranked.filter((article) => firstOfEquals[article] === article);
  return { ...parts, named, ids, ranked, firstOfEquals, unique };
}

/** The first read whole; what costs as much as the articles are many is made when somebody asks for it. */
function lazyReading(parts: ReadParts, names: Names, settled: readonly string[] | undefined): Reading {
  let ids = settled;
  let ranked: Uint32Array | undefined;
  let firstOfEquals: Uint32Array | undefined;
  let unique: Uint32Array | undefined;
  return {
    ...parts,
    get named() {
      return names.list();
    },
    get ids() {
      ids ??= names.ids();
      return ids;
    },
    get ranked() {
      ranked ??= rankedBy(this.ids);
      return ranked;
    },
    get firstOfEquals() {
      firstOfEquals ??= parts.corpus.firstOfEquals(this.ranked);
      return firstOfEquals;
    },
    get unique() {
      const first = this.firstOfEquals;
      unique ??= this.ranked.filter((article) => first[article] === article);
      return unique;
    },
  };
}

/** A store without its first articles. */
function from(store: ArticleStore, first: number): ArticleStore {
  if (first === 0) return store;
  return {
    read: (taker) => store.read(taker),
    reread: (article) => store.reread(first + article),
    excludedBy: () => store.excludedBy(),
    close: () => {},
  };
}

/** Draws progress and lets signals be heard; to be called a few times a second. */
export function turnOf(watch: Watch): (done: number, total: number) => Promise<void> {
  return async (done, total) => {
    watch.progress?.(done, total);
    await takeTurn();
  };
}

/**
 * Reads the words of the wanted articles again. One that is not what it was is left out with a problem.
 *
 * @param take what it is given is used again for the next article
 */
export async function rereadWords(
  wanted: Uint8Array,
  { corpus, store, named }: Pick<Reading, 'corpus' | 'store' | 'named'>,
  changed: Map<number, Problem>,
  watch: Watch,
  take: (article: number, words: Words, numbers: Numbers) => void,
): Promise<void> {
  const turn = turnOf(watch);
  const words = new Words();
  const numbers = new Numbers();
  let wordsToTurn = WORDS_PER_TURN;
  for (let article = 0; article < corpus.count; article++) {
    if (wanted[article] === 0 || changed.has(article)) continue;
    if (wordsToTurn <= 0) {
      wordsToTurn = WORDS_PER_TURN;
      await turn(article, corpus.count);
    }
    try {
      const { body } = store.reread(article);
      readBody(words, body);
      wordsToTurn -= WORDS_PER_ARTICLE + words.count;
      if (!corpus.isUnchanged(article, words)) throw changedInput(named[article]);
      readNumbers(numbers, words, body);
      take(article, words, numbers);
    } catch (error) {
      if (!(error instanceof WirecopyError)) throw error;
      changed.set(article, error.toProblem());
      watch.problem?.(error.toProblem(), true);
    }
  }
}

/** The problem of an article that is not what it was. */
export function changedInput(named: Named | undefined): WirecopyError {
  const place = named?.place;
  const line = place?.record === undefined || place.line === undefined ? '' : `:${place.line}`;
  return new WirecopyError('CHANGED_INPUT', {
    where: `${place?.path ?? ''}${line}`,
    what: 'the text changed while it was being read, and was left out',
    remedy: 'run again when nothing writes to the input',
  });
}

/** Can the article no longer be read as it was? */
export function isLost(article: number, { store, corpus }: Reading): boolean {
  try {
    const words = new Words();
    readBody(words, store.reread(article).body);
    return !corpus.isUnchanged(article, words);
  } catch (error) {
    if (error instanceof WirecopyError) return true;
    throw error;
  }
}
