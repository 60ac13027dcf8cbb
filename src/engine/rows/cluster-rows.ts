import { pairKernelOf } from '../../kernel/pairs.ts';
import { estimateOf, MIN_ESTIMATE, MIN_SHARED, sharedIn } from '../../kernel/postings.ts';
import { clusterArticles } from '../../match/cluster.ts';
import { Verifier } from '../../match/verify.ts';
import { WordShelf } from '../../text/shelf.ts';
import type { MakeRowMode } from './contract.ts';
import { MetPairs } from './met-pairs.ts';
import { type OwnWordsOfRow, RowWords, wordRangesOf } from './row-words.ts';

interface ComponentRow extends OwnWordsOfRow {
  readonly c: number;
  readonly n: number;
  readonly sketch: readonly number[];
  readonly pairs: readonly number[];
  /** What it met as the right side: the left one, the bits of MET, and the similarity, with blanks between them. */
  readonly lefts?: readonly string[] | null;
}

/** Clusters one component after the other, and writes of each article the first one of its cluster. */
export const clusterRows: MakeRowMode = ({ borders, shelf: folder }, write) => {
  const articles = new RowWords(folder);
  let members: ComponentRow[] = [];

  const cluster = (): void => {
    if (members.length === 0) return;
    const met = new MetPairs();
    for (const { sketch, pairs } of members) met.add({ sketch: unsigned(sketch), pairs: unsigned(pairs) });
    const { sketches } = met;
    let verifier: Verifier | undefined;
    const roots = clusterArticles(
      members.length,
      similaritiesOf(members, met),
      {
        estimate: (left, right) => {
          const shared = sharedIn(sketches, left, right);
          const estimate = estimateOf(sketches, left, right, shared);
          return shared >= MIN_SHARED && estimate >= MIN_ESTIMATE ? estimate : 0;
        },
        verify: (left, right) => {
          verifier ??= verifierOf(members);
          return verifier.isTooShort(left, right) ? 0 : verifier.verdictOn(left, right).similarity;
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
      return undefined;
    },
  };
};

function unsigned(hashes: readonly number[]): Uint32Array {
  return new Uint32Array(Int32Array.from(hashes).buffer);
}

function similaritiesOf(rows: readonly ComponentRow[], met: MetPairs): Parameters<typeof clusterArticles>[1] {
  const positionOf = new Map(rows.map(({ n }, k) => [n, k]));
  const most = rows.reduce((sum, { lefts }) => sum + (lefts?.length ?? 0), 0);
  const left = new Uint32Array(most);
  const right = new Uint32Array(most);
  const similarity = new Uint16Array(most);
  let count = 0;
  for (const [k, { lefts }] of rows.entries()) {
    for (const told of lefts ?? []) {
      const [n, kinds, similar] = told.split(' ').map(Number) as [number, number, number];
      const position = positionOf.get(n) as number;
      if (met.estimateOf(position, k, kinds) === undefined) continue;
      left[count] = position;
      right[count] = k;
      similarity[count++] = similar;
    }
  }
  return { count, left, right, similarity };
}
