import type { KernelName } from '../../src/kernel/compiled.ts';
import { pairSearchOf } from '../../src/kernel/compiled-search.ts';
import { type PairTable, SKETCH_LIMITS, type SketchTable } from '../../src/kernel/postings.ts';

/** All candidate pairs of a table, in one go. */
export function candidatePairs(table: SketchTable, kernel?: KernelName): PairTable {
  const search = pairSearchOf(table, SKETCH_LIMITS, kernel);
  search.search(0, search.articleCount);
  return search.pairs();
}
