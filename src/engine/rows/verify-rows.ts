import { pairKernelOf } from '../../kernel/pairs.ts';
import { Verifier } from '../../match/verify.ts';
import { WordShelf } from '../../text/shelf.ts';
import type { MakeRowMode } from './contract.ts';
import { type OwnWordsOfRow, RowWords, wordRangesOf } from './row-words.ts';

interface MemberRow extends OwnWordsOfRow {
  readonly block: number;
  readonly n: number;
  /** What it is paired with as the right side: twice the left one, and 1 more where the two are near by their sketches. */
  readonly lefts?: readonly number[] | null;
}

/** Small blocks are verified together, so that room is made once for them. */
const WORDS_AT_ONCE = 1 << 20;

/** Verifies the pairs of each block, and writes of each pair that is related what it is called. */
export const verifyRows: MakeRowMode = ({ borders, asked, shelf: folder }, write) => {
  const articles = new RowWords(folder);
  const isAsked = new Set(asked);
  let block: number | undefined;
  let shelf = new WordShelf();
  let wordCount = 0;
  const numbers: number[] = [];
  /** Where the articles of the block at hand are on the shelf. */
  const positionOf = new Map<number, number>();
  const rights: { readonly position: number; readonly lefts: readonly number[] }[] = [];
  /** The same with positions for the numbers of articles, once all members of the block are known. */
  const paired: { readonly position: number; readonly lefts: Uint32Array; readonly isNear: Uint8Array }[] = [];

  const endBlock = (): void => {
    for (const { position, lefts } of rights) {
      const positions = new Uint32Array(lefts.length);
      const isNear = new Uint8Array(lefts.length);
      for (const [k, left] of lefts.entries()) {
        const found = positionOf.get(Math.floor(left / 2));
        if (found === undefined) throw new Error(`article ${Math.floor(left / 2)} is not in block ${block}`);
        positions[k] = found;
        isNear[k] = left % 2;
      }
      paired.push({ position, lefts: positions, isNear });
    }
    rights.length = 0;
    positionOf.clear();
  };

  const verify = (): void => {
    const kernel = pairKernelOf(wordRangesOf(shelf, numbers.length));
    const verifier = new Verifier(kernel, { numbersOf: (position) => shelf.numbers(position) }, borders);
    for (const { position: right, lefts, isNear } of paired) {
      verifier.setRight(right);
      verifier.verifyAll(lefts, isNear, (k, { relation, similarity, flags }, whole) => {
        const isTold = asked.length > 0 && (isAsked.has(relation) || similarity > 0);
        write({
          a: numbers[lefts[k]!]!,
          b: numbers[right]!,
          similarity,
          relation,
          template: flags.includes('template'),
          verdict: isTold ? JSON.stringify(whole()) : null,
        });
      });
    }
    shelf = new WordShelf();
    wordCount = 0;
    numbers.length = 0;
    paired.length = 0;
  };

  return {
    take: (row: MemberRow) => {
      if (row.block !== block) {
        endBlock();
        if (wordCount >= WORDS_AT_ONCE) verify();
        block = row.block;
      }
      const position = numbers.length;
      numbers.push(row.n);
      positionOf.set(row.n, position);
      wordCount += articles.put(shelf, position, row);
      if (row.lefts !== undefined && row.lefts !== null) rights.push({ position, lefts: row.lefts });
    },
    end: () => {
      endBlock();
      if (numbers.length > 0) verify();
      articles.close();
    },
  };
};
