import {
  estimateOf,
  MIN_ESTIMATE,
  MIN_SHARED,
  type PairTable,
  type SketchTable,
  sharedIn,
} from '../kernel/postings.ts';
import { clusterArticles } from '../match/cluster.ts';
import { type Side, sideOf, type Verdict, Verifier } from '../match/verify.ts';
import { RELATION_NAMES, type RelationName } from '../model.ts';
import type { WordShelf } from '../text/shelf.ts';

/** A candidate that is related in some way. Positions count the unique texts in rank order. */
export interface Judged {
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
  readonly clusterOf: Uint32Array;
}

/** What `verifyAndCluster` works on: the unique texts in rank order, their sketches, the candidates, the words. */
export interface Candidates {
  /** Article numbers by position. */
  readonly unique: Uint32Array;
  readonly sketches: SketchTable;
  readonly pairs: PairTable;
  readonly shelf: WordShelf;
}

/**
 * Verifies every candidate and clusters what holds. The candidates come grouped by their right side, which is indexed once.
 *
 * @param asked verdicts of these relations are kept; the others are counted
 */
export function verifyAndCluster(
  candidates: Candidates,
  asked: ReadonlySet<RelationName>,
  progress: (done: number, total: number) => void,
): Found {
  const { unique, sketches, pairs, shelf } = candidates;
  const verifier = new Verifier();
  const judged: Judged[] = [];
  const related = Object.fromEntries(RELATION_NAMES.map((name) => [name, 0])) as Record<RelationName, number>;
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
  let right = -1;
  for (let p = 0; p < pairs.count; p++) {
    const left = pairs.left[p]!;
    if (pairs.right[p] !== right) {
      right = pairs.right[p]!;
      verifier.setRight(side(right));
      progress(p, pairs.count);
    }
    const verdict = verifier.verdictOn(side(left), estimateOf(sketches, left, right, pairs.shared[p]!));
    if (verdict === undefined) continue;
    similarity[p] = verdict.similarity;
    related[verdict.relation]++;
    // A verdict that nobody asks for is counted; one that ties is kept all the same.
    if (asked.has(verdict.relation))
      judged.push({
        left,
        right,
        verdict: verdict.relation === 'quotes' ? verifier.fullVerdictOn(side(left)) : verdict,
      });
    else if (verdict.similarity > 0) judged.push({ left, right, verdict });
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
        verifier.setRight(side(other));
        const shared = sharedIn(sketches, left, other);
        return verifier.verdictOn(side(left), estimateOf(sketches, left, other, shared))?.similarity ?? 0;
      },
    },
  );
  judged.sort((a, b) => a.left - b.left || a.right - b.right);
  related.independent = pairs.count - RELATION_NAMES.reduce((sum, name) => sum + related[name], 0);
  return { judged, related, clusterOf };
}
