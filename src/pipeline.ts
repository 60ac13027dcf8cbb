import { DEFAULT_BORDERS, movedBorders } from './borders.ts';
import { Corpus } from './engine/corpus.ts';
import { verifyAndCluster } from './engine/memory.ts';
import { type ArticleStore, type FileRequest, openArticles, openFiles, openRead } from './input/index.ts';
import { mergedPairs } from './kernel/postings.ts';
import { relationsAskedFor } from './match/outcome.ts';
import type {
  Article,
  ArticleInput,
  Borders,
  DialectName,
  EngineRequest,
  Match,
  MethodName,
  Report,
  Settings,
  StageName,
  StageRecord,
  Watch,
} from './model.ts';
import {
  type CompareReading,
  type Comparison,
  estimatePairs,
  proposePairs,
  setFurnitureApart,
} from './run/comparison.ts';
import { reportOnPair } from './run/pair.ts';
import { type Hands, pairCrewIn, type Reading, sketchAll, turnOf, withCrew } from './run/reading.ts';
import { reportWithoutLost } from './run/reported.ts';
import { STAGES, WORDLESS_STAGES } from './run/stages.ts';
import { Crew } from './work/crew.ts';

/** Where articles come from: the caller's own, files and folders, or a store that is open already. */
export type Inputs =
  | { readonly articles: Iterable<ArticleInput> | AsyncIterable<ArticleInput> }
  | { readonly files: Partial<FileRequest> & Pick<FileRequest, 'paths'> }
  | { readonly store: ArticleStore };

/** What holds where the caller says nothing. */
export const DEFAULT_SETTINGS: Settings = { method: 'scaled', only: ['syndicated', 'partial'], explain: false };

/**
 * Reads articles, finds which are copies of which, and reports it.
 *
 * Reads every article once and the candidates again, so a file must not change meanwhile; one that does is skipped with a
 * problem. Articles that the caller hands in are kept in memory; those in files are not. Prints nothing. A store that is
 * handed in stays open.
 *
 * @throws WirecopyError where nothing can be read at all; what is wrong with one article is a problem in the report
 */
export async function scan(inputs: Inputs, settings: Partial<Settings> = {}, watch: Watch = {}): Promise<Report> {
  const chosen = settled({ ...DEFAULT_SETTINGS, ...settings });
  const store = storeOf(inputs);
  try {
    if (watch.engine !== undefined) return await scanOnEngine(store, chosen, watch, watch.engine);
    return await withCrew(watch, async (hands) => {
      const reading = await sketchAll(store, hands);
      const comparison = await COMPARISONS[chosen.method](reading, chosen, hands);
      watch.stage?.('report');
      const { report } = await reportWithoutLost(reading, comparison, chosen, watch);
      return report;
    });
  } finally {
    // Whoever opened it closes it: a reporter may want to read a text once more.
    if (!('store' in inputs)) store.close();
  }
}

/** The same report, with the articles in tables instead of memory. */
async function scanOnEngine(
  store: ArticleStore,
  settings: Settings,
  watch: Watch,
  request: EngineRequest,
): Promise<Report> {
  const { compareOnEngine } = await import('./planned.ts');
  const { reading, comparison, counted, listing } = await compareOnEngine(store, settings, watch, request);
  const { report } = await reportWithoutLost(reading, comparison, settings, watch, listing);
  return counted(report);
}

/** With the borders that are moved and no others, so that a report says no more than it must; estimates know none. */
export function settled({ borders: given, ...settings }: Settings): Settings {
  const borders = movedBorders(given);
  const isMoved = settings.method === 'scaled' && Object.keys(borders).length > 0;
  return isMoved ? { ...settings, borders } : settings;
}

/** The default method: sketches propose pairs, the exact measure decides, average link clusters. */
export async function verifyCandidates(reading: Reading, settings: Settings, watch: Hands): Promise<Comparison> {
  watch.stage?.('furniture');
  const apart = await setFurnitureApart(reading, watch);
  const { sketches, furniture, changed, wordsFor } = apart;
  watch.stage?.('candidates');
  const { pairs, quoting } = await proposePairs(apart, settings, watch);
  watch.stage?.('verify');
  const shelf = await wordsFor(mergedPairs(pairs, quoting));
  const asked = relationsAskedFor(settings.only);
  const { unique } = reading;
  const candidates = { unique, sketches, pairs, quoting, shelf };
  const borders = { ...DEFAULT_BORDERS, ...settings.borders };
  const found = await verifyAndCluster(candidates, asked, turnOf(watch), borders, pairCrewIn(watch));
  return { found, furniture, changed };
}

const COMPARISONS: Record<MethodName, CompareReading> = {
  scaled: verifyCandidates,
  classic: estimatePairs,
};

/**
 * Compares two articles, whether or not their sketches would have proposed them: the match has the relation, the evidence
 * and the passages, with `independent` for two articles that share nothing to speak of. `left` stays left.
 */
export async function compare(
  left: ArticleInput,
  right: ArticleInput,
  { borders }: Pick<Settings, 'borders'> = {},
): Promise<Match> {
  const { matches } = await reportOnPair(openArticles([left, right]), pairSettings(false, borders));
  // Two articles are one pair, and every relation is asked for.
  return matches[0]!;
}

/** The same for two articles that were read already, as a report with that one match. */
export async function comparePair(
  articles: readonly [left: Article, right: Article],
  { explain, borders }: Pick<Settings, 'explain' | 'borders'>,
  watch: Watch = {},
): Promise<Report> {
  return await reportOnPair(openRead(articles), pairSettings(explain, borders), watch);
}

function pairSettings(explain: boolean, borders: Partial<Borders> | undefined): Settings {
  return settled({ method: 'scaled', only: ['all'], explain, ...(borders !== undefined && { borders }) });
}

/** Runs as far as a stage and gives what it made, in input order. Closes the store. */
export async function* stageRecords(
  inputs: Inputs,
  settings: Settings,
  stage: StageName,
  watch: Watch = {},
): AsyncGenerator<StageRecord> {
  const chosen = settled(settings);
  const store = storeOf(inputs);
  try {
    const corpus = WORDLESS_STAGES.has(stage) ? new Corpus(0, undefined, 'sketches') : new Corpus();
    const crew = new Crew(watch.jobs ?? 1, watch.grain);
    try {
      const reading = await sketchAll(store, { ...watch, crew }, corpus);
      yield* STAGES[stage](reading, chosen, { ...watch, crew }, COMPARISONS[chosen.method]);
    } finally {
      crew.close();
    }
  } finally {
    store.close();
  }
}

export function storeOf(inputs: Inputs): ArticleStore {
  if ('store' in inputs) return inputs.store;
  if ('articles' in inputs) return openArticles(inputs.articles);
  return openFiles({ exclude: [], gitignore: false, cwd: '.', ...inputs.files });
}

/** The SQL of the plan that engines carry out, for people to read. */
export async function planSql(dialect: DialectName, borders: Partial<Borders> = {}): Promise<string> {
  const { writtenPlan } = await import('./planned.ts');
  return writtenPlan(dialect, { ...DEFAULT_BORDERS, ...movedBorders(borders) });
}
