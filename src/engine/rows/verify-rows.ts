import { pairKernelOf } from '../../kernel/pairs.ts';
import { Verifier } from '../../match/verify.ts';
import { WordShelf } from '../../text/shelf.ts';
import { KINDS, type MakeRowMode } from './contract.ts';
import { MetPairs } from './met-pairs.ts';
import { type OwnWordsOfRow, RowWords, wordRangesOf } from './row-words.ts';

interface MemberRow extends OwnWordsOfRow {
  readonly block: number;
  readonly n: number;
  /** What it met as the right side: the left one times KINDS, and the bits of MET; ascending. */
  readonly lefts?: readonly number[] | null;
}

/** Small blocks are verified together, so that room is made once for them. */
const WORDS_AT_ONCE = 1 << 20;

/** Verifies the candidates of each block, and writes of each pair that is related what it is called. */
export const verifyRows: MakeRowMode = ({ borders, asked, shelf: folder }, write) => {
  const articles = new RowWords(folder);
  const isAsked = new Set(asked);
  let block: number | undefined;
  let batch = new Batch();
  let candidates = 0;

  const verify = (): void => {
    const { shelf, numbers, met } = batch;
    const kernel = pairKernelOf(wordRangesOf(shelf, numbers.length));
    const verifier = new Verifier(kernel, { numbersOf: (position) => shelf.numbers(position) }, borders);
    for (const { right, lefts, kinds } of batch.rights) {
      const isNear = new Uint8Array(lefts.length);
      let count = 0;
      for (let k = 0; k < lefts.length; k++) {
        const estimate = met.estimateOf(lefts[k]!, right, kinds[k]!);
        if (estimate === undefined) continue;
        lefts[count] = lefts[k]!;
        isNear[count++] = estimate >= borders.partialScore ? 1 : 0;
      }
      candidates += count;
      const pairs = { left: lefts.subarray(0, count), right: new Uint32Array(count).fill(right), isNear };
      verifier.verifyAll(pairs, (k, { relation, similarity, flags }, whole) => {
        const isTold = isAsked.has(relation) || (asked.length > 0 && similarity > 0);
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
    batch = new Batch();
  };

  return {
    take: (row: MemberRow) => {
      if (row.block !== block) {
        batch.endBlock();
        if (batch.wordCount >= WORDS_AT_ONCE) verify();
        block = row.block;
      }
      batch.add(row, articles);
    },
    end: () => {
      batch.endBlock();
      if (batch.numbers.length > 0) verify();
      articles.close();
      return { candidates };
    },
  };
};

/** The articles and the pairs of some blocks. */
class Batch {
  readonly shelf = new WordShelf();
  readonly met = new MetPairs();
  /** Of the articles, by their position. */
  readonly numbers: number[] = [];
  /** Pairs by positions, in blocks that are complete. */
  readonly rights: { readonly right: number; readonly lefts: Uint32Array; readonly kinds: Uint8Array }[] = [];
  wordCount = 0;
  /** Of the block at hand: where its articles are, and rows whose left sides may still have to come. */
  readonly #positionOf = new Map<number, number>();
  readonly #waiting: { readonly right: number; readonly lefts: readonly number[] }[] = [];

  add(row: MemberRow, articles: RowWords): void {
    const position = this.numbers.length;
    this.numbers.push(row.n);
    this.#positionOf.set(row.n, position);
    const article = articles.put(this.shelf, position, row);
    this.met.add(article);
    this.wordCount += article.words.count;
    if (row.lefts !== undefined && row.lefts !== null) this.#waiting.push({ right: position, lefts: row.lefts });
  }

  endBlock(): void {
    for (const { right, lefts } of this.#waiting) {
      const positions = new Uint32Array(lefts.length);
      const kinds = new Uint8Array(lefts.length);
      let count = 0;
      let last = -1;
      for (const left of lefts) {
        const n = Math.floor(left / KINDS);
        if (n !== last) {
          const position = this.#positionOf.get(n);
          if (position === undefined) throw new Error(`article ${n} is paired with one of another block`);
          positions[count++] = position;
          last = n;
        }
        // One that met in both sketches came twice.
        kinds[count - 1]! |= left % KINDS;
      }
      this.rights.push({ right, lefts: positions.subarray(0, count), kinds: kinds.subarray(0, count) });
    }
    this.#waiting.length = 0;
    this.#positionOf.clear();
  }
}
