import { estimateOf, mergedPairs, type PairTable, type SketchTable } from '../kernel/postings.ts';
import { SCHEME } from '../kernel/scheme.ts';
import { rounded } from '../match/tell.ts';
import type { Article, Settings, StageName, StageRecord } from '../model.ts';
import { type CompareReading, proposePairs, setFurnitureApart } from './comparison.ts';
import type { Hands, Reading } from './reading.ts';

const UNSEEN: Partial<Article> = {};

/** These need no words once the sketches are made, so that none are kept. */
export const WORDLESS_STAGES: ReadonlySet<StageName> = new Set(['articles', 'sketches']);

/** What `--stop-after` prints of each stage. */
export const STAGES: Record<
  StageName,
  (
    reading: Reading,
    settings: Settings,
    watch: Hands,
    compare: CompareReading,
  ) => Iterable<StageRecord> | AsyncIterable<StageRecord>
> = {
  *articles({ ranked, ids, named, sourceNames, corpus, store }, { explain }) {
    for (const article of ranked) {
      const source = sourceNames[article];
      const { title, body, leftOut } = explain ? store.reread(article) : UNSEEN;
      yield {
        type: 'article',
        id: ids[article]!,
        place: named[article]!.place,
        ...(source === undefined ? {} : { source }),
        words: corpus.wordCounts.view()[article]!,
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
        ...(explain && { leftOut: leftOut ?? [] }),
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
  async *candidates(reading, settings, watch) {
    const { unique, ids } = reading;
    const apart = await setFurnitureApart(reading, watch);
    const { sketches } = apart;
    const proposed = await proposePairs(apart, settings, watch);
    const pairs = mergedPairs(proposed.pairs, proposed.quoting);
    for (let p = 0; p < pairs.count; p++) yield candidateRecord(sketches, pairs, p, unique, ids);
  },
  async *matches(reading, settings, watch, compare) {
    const { found } = await compare(reading, { ...settings, only: ['all'] }, watch);
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
