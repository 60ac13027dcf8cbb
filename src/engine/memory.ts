import { DEFAULT_BORDERS } from '../borders.ts';
import { type PairSearch, pairSearchOf } from '../kernel/compiled-search.ts';
import { pairKernelOf, sharedPairKernelOf } from '../kernel/pairs.ts';
import {
  estimateOf,
  MIN_ESTIMATE,
  MIN_SHARED,
  mergedPairs,
  PAIR_LIMITS,
  type PairTable,
  pairsWithout,
  QUOTATION_LIMITS,
  SKETCH_LIMITS,
  type SketchTable,
  sharedIn,
  withoutLoneHashes,
} from '../kernel/postings.ts';
import { clusterArticles, type SimilarityTable } from '../match/cluster.ts';
import { type TakeVerdict, type Verdict, Verifier, wantedOf } from '../match/verify.ts';
import { type Borders, RELATION_NAMES, type RelationName } from '../model.ts';
import type { WordShelf } from '../text/shelf.ts';
import {
  PAIRS_A_RANGE,
  type PairCrew,
  type PairWork,
  pairWorkOf,
  takeJudged,
  verifyRange,
  WORDS_A_RANGE,
  WORDS_PER_PAIR,
} from './pair-work.ts';

/** A candidate that is related in some way. Positions count the unique texts in rank order. */
interface Judged {
  readonly left: number;
  readonly right: number;
  readonly verdict: Verdict;
}

/** What was found among unique texts: verdicts, and for each text the lowest one of its cluster. */
export interface Found {
  /** In input order. */
  readonly judged: readonly Judged[];
  /** All verified pairs by relation, kept or not. */
  readonly related: Readonly<Record<RelationName, number>>;
  /** Of these, those flagged `template`. */
  readonly templates: number;
  readonly clusterOf: Uint32Array;
}

/** With fewer pairs no other thread is asked: to start it takes as long as verifying so many. */
const PAIRS_FOR_CREW = { usual: 50_000, fine: 0 } as const;
/** What `verifyAndCluster` works on: the unique texts in rank order, their sketches, the candidates, the words. */
export interface Candidates {
  /** Article numbers by position. */
  readonly unique: Uint32Array;
  readonly sketches: SketchTable;
  readonly pairs: PairTable;
  /** Pairs that only their quotations propose. */
  readonly quoting: PairTable;
  readonly shelf: Pick<WordShelf, 'words' | 'numbers'>;
  /** Pairs that were verified in an earlier run and are none of those above. */
  readonly known?: SimilarityTable;
}

/** Articles whose candidates are looked for between two turns of the event loop: half a second where stories crowd. */
const ARTICLES_PER_TURN = 4096;

/**
 * Finds the candidate pairs of two tables of sketches, of three words and of pairs of words, over the same articles. `turn`
 * is called now and then, so that signals are heard.
 */
export async function findCandidates(
  sketches: SketchTable,
  pairSketches: SketchTable,
  turn: (done: number, total: number) => Promise<void>,
): Promise<PairTable> {
  const first = await pairsOf(pairSearchOf(sketches, SKETCH_LIMITS), turn);
  const second = await pairsOf(pairSearchOf(pairSketches, PAIR_LIMITS), turn);
  return mergedPairs(first, second);
}

/**
 * Finds the pairs that share a quotation and are not among those known: articles of usual length that quote one sentence
 * share too little for their sketches to propose them. Their `shared` is 0: it tells of no sketch.
 *
 * @param quotations the shingles inside the quotations of the same articles
 */
export async function findQuoting(
  quotations: SketchTable,
  known: PairTable,
  turn: (done: number, total: number) => Promise<void>,
): Promise<PairTable> {
  const found = await pairsOf(pairSearchOf(withoutLoneHashes(quotations), QUOTATION_LIMITS), turn);
  return pairsWithout(found, known);
}

async function pairsOf(search: PairSearch, turn: (done: number, total: number) => Promise<void>): Promise<PairTable> {
  for (let begin = 0; begin < search.articleCount; begin += ARTICLES_PER_TURN) {
    search.search(begin, Math.min(begin + ARTICLES_PER_TURN, search.articleCount));
    await turn(begin, search.articleCount);
  }
  return search.pairs();
}

/**
 * Verifies every candidate and clusters what holds. The candidates come grouped by their right side, which is indexed once.
 *
 * @param asked verdicts of these relations are kept; the others are counted
 * @param turn  called now and then, so that signals are heard during a long run
 */
export async function verifyAndCluster(
  candidates: Candidates,
  asked: ReadonlySet<RelationName>,
  turn: (done: number, total: number) => Promise<void>,
  borders: Borders = DEFAULT_BORDERS,
  crew?: PairCrew,
): Promise<Found> {
  const { unique, sketches, pairs, quoting, shelf } = candidates;
  const words = Array.from(unique, (article) => shelf.words(article));
  const others = crew !== undefined && pairs.count >= PAIRS_FOR_CREW[crew.grain] ? crew : undefined;
  const { kernel, shared } = sharedPairKernelOf(words, others?.threads ?? 1);
  const numbersOf = (position: number): Uint32Array => shelf.numbers(unique[position]!);
  const verifier = new Verifier(kernel, { numbersOf }, borders);
  const judged: Judged[] = [];
  const related = Object.fromEntries(RELATION_NAMES.map((name) => [name, 0])) as Record<RelationName, number>;
  let templates = 0;
  const similarity = new Uint16Array(pairs.count);
  const verification = { verifier, sketches, pairs, borders, turn };
  const verifyAll =
    others === undefined || shared === undefined
      ? (take: TakeVerdict) => verifyEach(verification, take)
      : (take: TakeVerdict) =>
          verifyWith(
            others,
            verification,
            pairWorkOf(shared, numbersOf, { ...verification, grain: others.grain }, asked),
            take,
          );
  await verifyAll((p, verdict, whole) => {
    similarity[p] = verdict.similarity;
    related[verdict.relation]++;
    if (verdict.flags.includes('template')) templates++;
    // A verdict that nobody asks for is counted; one that ties is kept all the same.
    if (!asked.has(verdict.relation) && verdict.similarity === 0) return;
    judged.push({ left: pairs.left[p]!, right: pairs.right[p]!, verdict: whole() });
  });
  related.independent = pairs.count - RELATION_NAMES.reduce((sum, name) => sum + related[name], 0);

  const clusterOf = clusterArticles(
    unique.length,
    withKnown({ count: pairs.count, left: pairs.left, right: pairs.right, similarity }, candidates.known),
    {
      estimate: (left, other) => {
        const shared = sharedIn(sketches, left, other);
        const estimate = estimateOf(sketches, left, other, shared);
        return shared >= MIN_SHARED && estimate >= MIN_ESTIMATE ? estimate : 0;
      },
      verify: (left, other) => (verifier.isTooShort(left, other) ? 0 : verifier.verdictOn(left, other).similarity),
    },
    borders,
  );
  // Looked for only when quotations are asked for: what else these pairs may be must change no cluster and no other count.
  await verifyEach({ verifier, sketches, pairs: quoting, borders, turn }, (p, { relation }, whole) => {
    if (relation !== 'quotes') return;
    related.quotes++;
    judged.push({ left: quoting.left[p]!, right: quoting.right[p]!, verdict: { ...whole(), similarity: 0 } });
  });
  judged.sort((a, b) => a.left - b.left || a.right - b.right);
  return { judged, related, templates, clusterOf };
}

/**
 * Verifies every candidate and tells which of them hold two texts together; none is clustered.
 *
 * @returns a byte a pair: 1 for those with a similarity
 */
export async function tiesAmong(
  { unique, sketches, pairs, shelf }: Omit<Candidates, 'quoting' | 'known'>,
  turn: (done: number, total: number) => Promise<void>,
  borders: Borders,
): Promise<Uint8Array> {
  const kernel = pairKernelOf(Array.from(unique, (article) => shelf.words(article)));
  const verifier = new Verifier(kernel, { numbersOf: (position) => shelf.numbers(unique[position]!) }, borders);
  const ties = new Uint8Array(pairs.count);
  await verifyEach({ verifier, sketches, pairs, borders, turn }, (p, { similarity }) => {
    if (similarity > 0) ties[p] = 1;
  });
  return ties;
}

function withKnown(found: SimilarityTable, known: SimilarityTable | undefined): SimilarityTable {
  if (known === undefined) return found;
  const joined = (a: Uint32Array, b: Uint32Array): Uint32Array => {
    const both = new Uint32Array(a.length + b.length);
    both.set(a);
    both.set(b, a.length);
    return both;
  };
  const similarity = new Uint16Array(found.count + known.count);
  similarity.set(found.similarity);
  similarity.set(known.similarity, found.count);
  return {
    count: found.count + known.count,
    left: joined(found.left, known.left),
    right: joined(found.right, known.right),
    similarity,
  };
}

/** Verifies all pairs with others. They come in no order. */
async function verifyWith(
  crew: PairCrew,
  { verifier, pairs, turn }: Verification,
  work: PairWork,
  take: TakeVerdict,
): Promise<void> {
  let range = 0;
  for await (const judged of crew.verify(work, (mine) => verifyRange(verifier, work, mine, take))) {
    if (judged === undefined) verifyRange(verifier, work, range, take);
    else if (judged !== 'here') takeJudged(judged, take);
    await turn(work.ends[range++]!, pairs.count);
  }
}

/** What pairs are verified with. */
interface Verification {
  readonly verifier: Verifier;
  readonly sketches: SketchTable;
  readonly pairs: PairTable;
  readonly borders: Borders;
  readonly turn: (done: number, total: number) => Promise<void>;
}

/** Verifies the pairs in turn and hands on each that is related. */
async function verifyEach(
  { verifier, sketches, pairs, borders, turn }: Verification,
  take: TakeVerdict,
): Promise<void> {
  const wanted = new Uint8Array(PAIRS_A_RANGE.usual);
  let wordsToTurn = WORDS_A_RANGE;
  for (let begin = 0, end = 0; begin < pairs.count; begin = end) {
    for (; end < pairs.count && end - begin < PAIRS_A_RANGE.usual && wordsToTurn > 0; end++) {
      const left = pairs.left[end]!;
      const right = pairs.right[end]!;
      wordsToTurn -= WORDS_PER_PAIR + verifier.wordCountOf(left) + verifier.wordCountOf(right);
      wanted[end - begin] = wantedOf(estimateOf(sketches, left, right, pairs.shared[end]!), borders);
    }
    const some = { left: pairs.left.subarray(begin, end), right: pairs.right.subarray(begin, end), wanted };
    verifier.verifyAll(some, (p, verdict, whole) => take(begin + p, verdict, whole));
    if (wordsToTurn > 0) continue;
    wordsToTurn = WORDS_A_RANGE;
    await turn(end, pairs.count);
  }
}
