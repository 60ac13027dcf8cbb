import { Bounds } from '../kernel/bounds.ts';
import type { Places } from '../kernel/cover.ts';
import {
  CandidateSearch,
  estimateOf,
  MIN_ESTIMATE,
  MIN_SHARED,
  type PairTable,
  type SketchTable,
  sharedIn,
} from '../kernel/postings.ts';
import { MIN_WORDS } from '../kernel/scheme.ts';
import { clusterArticles } from '../match/cluster.ts';
import { MIN_QUOTED_WORDS, PARTIAL_SCORE } from '../match/relations.ts';
import { RUN_WORDS, SEED_WORDS, type Side, sideOf, type Verdict, Verifier } from '../match/verify.ts';
import { RELATION_NAMES, type RelationName } from '../model.ts';
import type { WordShelf } from '../text/shelf.ts';

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

/** A turn of the event loop costs nothing against so many pairs, and these take a fifth of a second at most. */
const PAIRS_PER_TURN = 10_000;

/** What `verifyAndCluster` works on: the unique texts in rank order, their sketches, the candidates, the words. */
export interface Candidates {
  /** Article numbers by position. */
  readonly unique: Uint32Array;
  readonly sketches: SketchTable;
  readonly pairs: PairTable;
  readonly shelf: WordShelf;
}

/** Articles whose candidates are looked for between two turns of the event loop: half a second where stories crowd. */
const ARTICLES_PER_TURN = 4096;

/** Finds the candidate pairs of a sketch table. `turn` is called now and then, so that signals are heard. */
export async function findCandidates(
  sketches: SketchTable,
  turn: (done: number, total: number) => Promise<void>,
): Promise<PairTable> {
  const search = new CandidateSearch(sketches);
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
): Promise<Found> {
  const { unique, sketches, pairs, shelf } = candidates;
  const verifier = new Verifier();
  const bounds = new Bounds(
    [...unique].map((article) => shelf.words(article)),
    SEED_WORDS,
    RUN_WORDS,
  );
  const judged: Judged[] = [];
  const related = Object.fromEntries(RELATION_NAMES.map((name) => [name, 0])) as Record<RelationName, number>;
  let templates = 0;
  const similarity = new Uint16Array(pairs.count);
  const sides: (Side | undefined)[] = [];
  const side = (position: number): Side => {
    const known = sides[position];
    if (known !== undefined) return known;
    const article = unique[position]!;
    const made = sideOf(shelf.words(article), shelf.numbers(article));
    sides[position] = made;
    return made;
  };
  const places: Places = { count: 0, positions: new Uint32Array(4096) };
  let right = -1;
  let nextTurn = PAIRS_PER_TURN;
  for (let p = 0; p < pairs.count; p++) {
    const left = pairs.left[p]!;
    if (pairs.right[p] !== right) {
      right = pairs.right[p]!;
      bounds.setRight(right);
      if (p >= nextTurn) {
        nextTurn = p + PAIRS_PER_TURN;
        await turn(p, pairs.count);
      }
    }
    const wanted = whatToMeasure(bounds, left, right, estimateOf(sketches, left, right, pairs.shared[p]!));
    if (wanted === 'nothing') continue;
    const leftSide = side(left);
    const rightSide = side(right);
    if (isTooShort(leftSide, rightSide)) continue;
    verifier.setRight(rightSide);
    bounds.runPlaces(left, places);
    let verdict = verifier.verdictOn(leftSide, places, wanted);
    if (verdict.relation === 'independent') continue;
    similarity[p] = verdict.similarity;
    related[verdict.relation]++;
    if (verdict.flags.includes('template')) templates++;
    // A verdict that nobody asks for is counted; one that ties is kept all the same.
    if (!asked.has(verdict.relation) && verdict.similarity === 0) continue;
    if (wanted === 'cover') verdict = verifier.verdictOn(leftSide, places);
    judged.push({ left, right, verdict });
  }

  const clusterOf = clusterArticles(
    unique.length,
    { count: pairs.count, left: pairs.left, right: pairs.right, similarity },
    {
      estimate: (left, other) => {
        const shared = sharedIn(sketches, left, other);
        const estimate = estimateOf(sketches, left, other, shared);
        return shared >= MIN_SHARED && estimate >= MIN_ESTIMATE ? estimate : 0;
      },
      verify: (left, other) => {
        if (isTooShort(side(left), side(other))) return 0;
        verifier.setRight(side(other));
        return verifier.verdictOn(side(left)).similarity;
      },
    },
  );
  judged.sort((a, b) => a.left - b.left || a.right - b.right);
  related.independent = pairs.count - RELATION_NAMES.reduce((sum, name) => sum + related[name], 0);
  return { judged, related, templates, clusterOf };
}

/**
 * What must be measured of a pair. Chain and cover count words of the left text that stand in shared seeds, so a bound on
 * these bounds the score; under the lowest border only a shared quotation is left to find.
 *
 * The bound is not used where the estimate is above the border: a text that repeats itself could be covered although it
 * covers little.
 */
function whatToMeasure(bounds: Bounds, left: number, right: number, estimate: number): 'nothing' | 'cover' | 'all' {
  if (estimate >= PARTIAL_SCORE) return 'all';
  const enough = PARTIAL_SCORE * Math.min(bounds.wordCount(left), bounds.wordCount(right));
  if (bounds.covered(left, enough) >= enough) return 'all';
  return bounds.mayShareQuotation(left, MIN_QUOTED_WORDS) ? 'cover' : 'nothing';
}

/** Without its furniture a page may hold too little to judge. */
function isTooShort(left: Side, right: Side): boolean {
  return Math.min(left.wordCount, right.wordCount) < MIN_WORDS * Math.min(left.unitWords, right.unitWords);
}
