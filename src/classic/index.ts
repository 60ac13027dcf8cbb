import minhash from 'minhash';
import natural from 'natural/lib/natural/ngrams/ngrams.js';
import tokenizers from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';
import { DisjointSet } from '../kernel/disjoint-set.ts';
import { NOTHING_MEASURED } from '../match/relations.ts';
import { rounded } from '../match/tell.ts';
import type { Verdict } from '../match/verify.ts';
import type { Match } from '../model.ts';

/**
 * The textbook pipeline, from public packages: words and n-grams of `natural`, signatures and bands of `minhash`, bare
 * components. It is the yardstick for the default method: every number it gives is an estimate, it sees resemblance only,
 * so that cut and extended reprints fall below its border, and it hashes each shingle once a permutation.
 */

/** The settings most tools of the field have: five words, 128 permutations, half resembling. Source: peers.md. */
const SHINGLE_WORDS = 5;
const PERMUTATIONS = 128;
const MIN_RESEMBLANCE = 0.5;
/** Values in a band: 32 bands of 4, whose S-curve rises at (1/32)^(1/4) = .42, below the border. */
const BAND_ROWS = 4;

const tokenizer = new tokenizers.RegexpTokenizer({ pattern: /[\p{L}\p{M}\p{N}]+/gu, gaps: false });

export interface ClassicPair {
  readonly left: number;
  readonly right: number;
  readonly verdict: Verdict;
}

/**
 * Finds pairs of an estimated resemblance of MIN_RESEMBLANCE, and their components.
 *
 * @param texts bodies in input order; pairs and clusters name them by position
 * @returns pairs ascending by right, then by left; for each text the lowest one of its cluster
 */
export function classicPairs(texts: { readonly bodies: Iterable<string> }): {
  judged: ClassicPair[];
  clusterOf: Uint32Array;
} {
  const index = new minhash.LshIndex({ bandSize: BAND_ROWS });
  const signatures: (minhash.Minhash | undefined)[] = [];
  const judged: ClassicPair[] = [];
  let position = 0;
  for (const body of texts.bodies) {
    const signature = signatureOf(body);
    signatures.push(signature);
    if (signature !== undefined) {
      // Inserted before it is asked for: the index throws on a text it does not know. Keys are ours, never ids of the input.
      index.insert(keyOf(position), signature);
      const candidates = index
        .query(signature)
        .map(positionOf)
        .filter((other) => other < position);
      for (const left of candidates.sort((a, b) => a - b)) {
        const resemblance = signature.jaccard(signatures[left] ?? signature);
        if (resemblance >= MIN_RESEMBLANCE) judged.push({ left, right: position, verdict: verdictFor(resemblance) });
      }
    }
    position++;
  }
  const clusters = new DisjointSet(position);
  for (const { left, right } of judged) clusters.union(left, right);
  return { judged, clusterOf: Uint32Array.from({ length: position }, (_, k) => clusters.find(k)) };
}

/** None for a text with no shingle: two empty signatures would be called equal. */
function signatureOf(body: string): minhash.Minhash | undefined {
  const words = tokenizer.tokenize(body.normalize('NFKC').toLowerCase()) ?? [];
  const shingles = new Set(natural.ngrams(words, SHINGLE_WORDS).map((words) => words.join(' ')));
  if (shingles.size === 0) return undefined;
  const signature = new minhash.Minhash({ numPerm: PERMUTATIONS });
  for (const shingle of shingles) signature.update(shingle);
  return signature;
}

const keyOf = (position: number): string => `t${position}`;
const positionOf = (key: string): number => Number(key.slice(1));

function verdictFor(resemblance: number): Verdict {
  return {
    relation: 'copy',
    flags: [],
    similarity: Math.round(resemblance * 10_000),
    measures: { ...NOTHING_MEASURED, score: resemblance },
  };
}

/** The match of a pair that was estimated: it has no passages to show, and says so. */
export function tellEstimate(left: string, right: string, verdict: Verdict): Match {
  const resemblance = rounded(verdict.measures.score);
  return {
    left,
    right,
    relation: verdict.relation,
    flags: verdict.flags,
    evidence: {
      score: resemblance,
      leftInRight: 0,
      rightInLeft: 0,
      leftSentences: 0,
      rightSentences: 0,
      chain: 0,
      reach: 0,
      matchedWords: 0,
      quotedWords: 0,
      longestRun: 0,
      jaccard: resemblance,
    },
    reason: `Estimated resemblance of ${Math.round(resemblance * 100)} % from ${PERMUTATIONS} minhashes; the classic method estimates, and shows no passages.`,
    passages: [],
  };
}
