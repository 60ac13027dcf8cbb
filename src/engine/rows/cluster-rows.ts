import { pairKernelOf } from '../../kernel/pairs.ts';
import { estimateOf, MIN_ESTIMATE, MIN_SHARED, type SketchTable, sharedIn } from '../../kernel/postings.ts';
import { clusterArticles } from '../../match/cluster.ts';
import { Verifier } from '../../match/verify.ts';
import { WordShelf } from '../../text/shelf.ts';
import type { MakeRowMode } from './contract.ts';
import { type OwnWordsOfRow, RowWords, wordRangesOf } from './row-words.ts';

interface ComponentRow extends OwnWordsOfRow {
  readonly c: number;
  readonly n: number;
  readonly sketch: readonly number[];
  /** Candidates whose right side it is: the left one and the similarity, with a blank between them. */
  readonly pairs?: readonly string[] | null;
}

/** Clusters one component after the other, and writes of each article the first one of its cluster. */
export const clusterRows: MakeRowMode = ({ borders, shelf: folder }, write) => {
  const articles = new RowWords(folder);
  let members: ComponentRow[] = [];

  const cluster = (): void => {
    if (members.length === 0) return;
    const sketches = sketchTableOf(members);
    let verifier: Verifier | undefined;
    const roots = clusterArticles(
      members.length,
      similaritiesOf(members),
      {
        estimate: (left, right) => {
          const shared = sharedIn(sketches, left, right);
          const estimate = estimateOf(sketches, left, right, shared);
          return shared >= MIN_SHARED && estimate >= MIN_ESTIMATE ? estimate : 0;
        },
        verify: (left, right) => {
          verifier ??= verifierOf(members);
          verifier.setRight(right);
          return verifier.isTooShort(left) ? 0 : verifier.verdictOn(left).similarity;
        },
      },
      borders,
    );
    for (const [k, { n }] of members.entries()) write({ n, root: members[roots[k]!]!.n });
    members = [];
  };

  /** Only a component too large for average link asks for pairs that were no candidates. */
  const verifierOf = (rows: readonly ComponentRow[]): Verifier => {
    const shelf = new WordShelf();
    for (const [k, row] of rows.entries()) articles.put(shelf, k, row);
    return new Verifier(
      pairKernelOf(wordRangesOf(shelf, rows.length)),
      { numbersOf: (position) => shelf.numbers(position) },
      borders,
    );
  };

  return {
    take: (row: ComponentRow) => {
      if (members.length > 0 && members[0]?.c !== row.c) cluster();
      members.push(row);
    },
    end: () => {
      cluster();
      articles.close();
    },
  };
};

function sketchTableOf(rows: readonly ComponentRow[]): SketchTable {
  const offsets = new Uint32Array(rows.length + 1);
  for (const [k, { sketch }] of rows.entries()) offsets[k + 1] = offsets[k]! + sketch.length;
  const hashes = new Uint32Array(offsets[rows.length]!);
  for (const [k, { sketch }] of rows.entries()) hashes.set(Int32Array.from(sketch), offsets[k]);
  return { hashes, offsets };
}

function similaritiesOf(rows: readonly ComponentRow[]): Parameters<typeof clusterArticles>[1] {
  const positionOf = new Map(rows.map(({ n }, k) => [n, k]));
  const count = rows.reduce((sum, { pairs }) => sum + (pairs?.length ?? 0), 0);
  const left = new Uint32Array(count);
  const right = new Uint32Array(count);
  const similarity = new Uint16Array(count);
  let p = 0;
  for (const [k, { pairs }] of rows.entries()) {
    for (const pair of pairs ?? []) {
      const blank = pair.indexOf(' ');
      left[p] = positionOf.get(Number(pair.slice(0, blank)))!;
      right[p] = k;
      similarity[p++] = Number(pair.slice(blank + 1));
    }
  }
  return { count, left, right, similarity };
}
