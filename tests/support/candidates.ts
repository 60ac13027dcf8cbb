import { CandidateSearch, type PairTable, type SketchTable } from '../../src/kernel/postings.ts';

/** All candidate pairs of a table, in one go. */
export function candidatePairs(table: SketchTable): PairTable {
  const search = new CandidateSearch(table);
  search.search(0, search.articleCount);
  return search.pairs();
}
