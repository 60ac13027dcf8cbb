import { exportsOf, type KernelName, kernelChosen, Layout, memoryOf } from './compiled.ts';
import { GrowingUint32 } from './growing.ts';
import { MAX_POSTING } from './limits.ts';
import { type CandidateLimits, CandidateSearch, SKETCH_LIMITS, type SketchTable } from './postings.ts';

/** What assembly/postings.ts exports. */
interface PostingExports {
  readonly lay: (table: number, articles: number, hashes: number, room: number) => void;
  readonly build: () => void;
  readonly search: (begin: number, end: number, minShared: number, minEstimate: number) => number;
  readonly getPairCount: () => number;
}

/** Pairs that there is room for, beside those that one article can have. */
const PAIR_ROOM = 1 << 16;
const HISTOGRAM_BYTES = 2048 * 4;

/** In the order in which `lay` reads them. */
const ADDRESS_NAMES = [
  'hashes',
  'offsets',
  'sorted',
  'spare',
  'longOffsets',
  'isOwnLong',
  'counts',
  'touched',
  'left',
  'right',
  'shared',
  'histogram',
] as const;

/** How candidates are searched: in steps, over articles in rising order. */
export type PairSearch = Pick<CandidateSearch, 'articleCount' | 'search' | 'pairs'>;

/**
 * The search for the candidates of a table, in compiled code where that is chosen.
 *
 * @param table the hashes of each article ascending and distinct
 */
export function pairSearchOf(
  table: SketchTable,
  limits: CandidateLimits = SKETCH_LIMITS,
  name: KernelName = kernelChosen(),
): PairSearch {
  const compiled = name === 'compiled' ? compiledSearch(table, limits) : undefined;
  return compiled ?? new CandidateSearch(table, limits);
}

/**
 * `CandidateSearch` in compiled code; nothing where there is not so much memory in one piece. Memory: 20 bytes a hash, 28 an
 * article, 12 a pair.
 */
function compiledSearch(table: SketchTable, { minShared, minEstimate }: CandidateLimits): PairSearch | undefined {
  const hashCount = table.hashes.length;
  const articleCount = table.offsets.length - 1;
  const room = articleCount + PAIR_ROOM;
  const layout = new Layout();
  const addressTable = layout.take(ADDRESS_NAMES.length * 4);
  const sizes: Record<(typeof ADDRESS_NAMES)[number], number> = {
    hashes: hashCount * 4,
    offsets: (articleCount + 1) * 4,
    sorted: hashCount * 8,
    // One number more than there are hashes is written where the long lists are told.
    spare: (hashCount + 1) * 8,
    longOffsets: (articleCount + 1) * 4,
    isOwnLong: Math.ceil(hashCount / MAX_POSTING) + 1,
    counts: articleCount * 4,
    touched: (articleCount + 1) * 4,
    left: room * 4,
    right: room * 4,
    shared: room * 4,
    histogram: HISTOGRAM_BYTES,
  };
  const addresses = ADDRESS_NAMES.map((name) => layout.take(sizes[name]));
  const memory = memoryOf(layout.size);
  if (memory === undefined) return undefined;
  const { buffer } = memory;
  const numbersAt = (name: (typeof ADDRESS_NAMES)[number], count: number): Uint32Array =>
    new Uint32Array(buffer, addresses[ADDRESS_NAMES.indexOf(name)], count);
  numbersAt('hashes', hashCount).set(table.hashes);
  numbersAt('offsets', articleCount + 1).set(table.offsets);
  new Uint32Array(buffer, addressTable, addresses.length).set(addresses);

  const kernel = exportsOf<PostingExports>('postings', memory, {
    sortNumbers: (address, count) => {
      new Uint32Array(buffer, address, count).sort();
    },
  });
  kernel.lay(addressTable, articleCount, hashCount, room);
  kernel.build();
  const found = { left: new GrowingUint32(), right: new GrowingUint32(), shared: new GrowingUint32() };
  const columns = [
    [found.left, numbersAt('left', room)],
    [found.right, numbersAt('right', room)],
    [found.shared, numbersAt('shared', room)],
  ] as const;
  return {
    articleCount,
    search: (begin, end) => {
      for (let from = begin; from < end; ) {
        from = kernel.search(from, end, minShared, minEstimate);
        for (const [list, numbers] of columns) list.pushAll(numbers.subarray(0, kernel.getPairCount()));
      }
    },
    pairs: () => ({
      count: found.left.length,
      left: found.left.view(),
      right: found.right.view(),
      shared: found.shared.view(),
    }),
  };
}
