import { DEFAULT_BORDERS } from '../borders.ts';
import type { Found } from '../engine/memory.ts';
import type { ArticleStore } from '../input/index.ts';
import { pairKernelOf } from '../kernel/pairs.ts';
import type { PairTable } from '../kernel/postings.ts';
import { clusterArticles } from '../match/cluster.ts';
import { reportOn } from '../match/report.ts';
import { textsOf } from '../match/texts.ts';
import { type Verdict, Verifier } from '../match/verify.ts';
import { type Borders, RELATION_NAMES, type Report, type Settings, type Watch } from '../model.ts';
import type { WordShelf } from '../text/shelf.ts';
import { NOTHING_RELATED, outcomeOf, setFurnitureApart } from './comparison.ts';
import { type Reading, sketchAll } from './reading.ts';

/** The one pair there is. */
const PAIR: PairTable = {
  count: 1,
  left: Uint32Array.of(0),
  right: Uint32Array.of(1),
  shared: Uint32Array.of(0),
};

/** The report on two articles, whatever their relation is. The first that the store gives is the left one. */
export async function reportOnPair(store: ArticleStore, settings: Settings, watch: Watch = {}): Promise<Report> {
  const read = await sketchAll(store, watch);
  // Whoever asks says which one is left, so the order of ids does not count.
  const ranked = Uint32Array.of(0, 1);
  const firstOfEquals = read.corpus.firstOfEquals(ranked);
  const reading: Reading = { ...read, ranked, firstOfEquals, unique: ranked };
  const { furniture, changed, wordsFor } = await setFurnitureApart(reading, watch);
  const borders = { ...DEFAULT_BORDERS, ...settings.borders };
  const found = foundIn(verdictOn(firstOfEquals, await wordsFor(PAIR), borders, watch), borders);
  const outcome = outcomeOf(reading, { found, furniture, changed }, watch);
  const report = await reportOn(outcome, settings, { asked: new Set(RELATION_NAMES) });
  watch.texts?.(textsOf(outcome));
  return report;
}

/** None for two texts with the same words. */
function verdictOn(
  firstOfEquals: Uint32Array,
  shelf: WordShelf,
  borders: Borders,
  { kernel }: Watch,
): Verdict | undefined {
  if (firstOfEquals[1] === 0) return undefined;
  const verifier = new Verifier(
    pairKernelOf([shelf.words(0), shelf.words(1)], kernel),
    { numbersOf: (position) => shelf.numbers(position) },
    borders,
  );
  return verifier.verdictOn(0, 1);
}

/** What a run would find whose only candidate is this pair. */
function foundIn(verdict: Verdict | undefined, borders: Borders): Found {
  if (verdict === undefined) {
    return { judged: [], related: NOTHING_RELATED, templates: 0, clusterOf: Uint32Array.of(0, 1) };
  }
  const similarity = Uint16Array.of(verdict.similarity);
  return {
    judged: [{ left: 0, right: 1, verdict }],
    related: { ...NOTHING_RELATED, [verdict.relation]: 1 },
    templates: verdict.flags.includes('template') ? 1 : 0,
    clusterOf: clusterArticles(2, { ...PAIR, similarity }, { estimate: () => 0, verify: () => 0 }, borders),
  };
}
