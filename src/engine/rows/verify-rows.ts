import { GrowingUint32 } from '../../kernel/growing.ts';
import { pairKernelOf } from '../../kernel/pairs.ts';
import { Verifier, wantedOf } from '../../match/verify.ts';
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
/** Pairs that are handed to the verifier in one piece. */
const PAIRS_AT_ONCE = 1 << 14;

/** Verifies the candidates of each block, and writes of each pair that is related what it is called. */
export const verifyRows: MakeRowMode = ({ borders, asked, shelf: folder }, write) => {
  const articles = new RowWords(folder);
  const isAsked = new Set(asked);
  let block: number | undefined;
  const positions = new Positions();
  let batch = new Batch();
  let candidates = 0;

  const verify = (): void => {
    const { shelf, numbers, met } = batch;
    const kernel = pairKernelOf(wordRangesOf(shelf, numbers.length));
    const verifier = new Verifier(kernel, { numbersOf: (position) => shelf.numbers(position) }, borders);
    const [rights, ends, lefts, kinds] = [
      batch.rights.view(),
      batch.ends.view(),
      batch.lefts.view(),
      batch.kinds.view(),
    ];
    const some = {
      left: new Uint32Array(PAIRS_AT_ONCE),
      right: new Uint32Array(PAIRS_AT_ONCE),
      wanted: new Uint8Array(PAIRS_AT_ONCE),
    };
    let count = 0;
    const verifySome = (): void => {
      const pairs = { left: some.left.subarray(0, count), right: some.right, wanted: some.wanted };
      verifier.verifyAll(pairs, (k, { relation, similarity, flags }, whole) => {
        const isTold = isAsked.has(relation) || (asked.length > 0 && similarity > 0);
        write({
          a: numbers[some.left[k]!]!,
          b: numbers[some.right[k]!]!,
          similarity,
          relation,
          template: flags.includes('template'),
          verdict: isTold ? JSON.stringify(whole()) : null,
        });
      });
      candidates += count;
      count = 0;
    };
    for (let r = 0, p = 0; r < rights.length; r++) {
      const right = rights[r]!;
      for (; p < ends[r]!; p++) {
        const estimate = met.estimateOf(lefts[p]!, right, kinds[p]!);
        if (estimate === undefined) continue;
        some.left[count] = lefts[p]!;
        some.right[count] = right;
        some.wanted[count++] = wantedOf(estimate, borders);
        if (count === PAIRS_AT_ONCE) verifySome();
      }
    }
    verifySome();
    batch = new Batch();
  };

  return {
    take: (row: MemberRow) => {
      if (row.block !== block) {
        positions.endBlock();
        if (batch.wordCount >= WORDS_AT_ONCE) verify();
        block = row.block;
      }
      batch.add(row, articles, positions);
    },
    end: () => {
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
  /** Pairs by positions: each article that is a right side, and where its left sides end in `lefts`. */
  readonly rights = new GrowingUint32();
  readonly ends = new GrowingUint32();
  readonly lefts = new GrowingUint32(1 << 16);
  readonly kinds = new GrowingUint32(1 << 16);
  wordCount = 0;

  /** Rows of a block come in ascending order, so that left sides are there before right ones. */
  add(row: MemberRow, articles: RowWords, positions: Positions): void {
    const position = this.numbers.length;
    this.numbers.push(row.n);
    positions.set(row.n, position);
    const article = articles.put(this.shelf, position, row);
    this.met.add(article);
    this.wordCount += article.words.count;
    if (row.lefts === undefined || row.lefts === null) return;
    let last = -1;
    let kinds = 0;
    for (const left of row.lefts) {
      const n = Math.floor(left / KINDS);
      // One that met in both sketches came twice.
      if (n === last) {
        kinds |= left % KINDS;
        continue;
      }
      if (last !== -1) this.#push(last, kinds, positions);
      last = n;
      kinds = left % KINDS;
    }
    if (last !== -1) this.#push(last, kinds, positions);
    this.rights.push(position);
    this.ends.push(this.lefts.length);
  }

  #push(n: number, kinds: number, positions: Positions): void {
    this.lefts.push(positions.of(n));
    this.kinds.push(kinds);
  }
}

/** Where the articles of the block at hand are, by their numbers. */
class Positions {
  #positions = new Uint32Array(1 << 16);
  /** In which block each was seen last. */
  #blocks = new Uint32Array(1 << 16);
  #block = 1;

  set(n: number, position: number): void {
    if (n >= this.#positions.length) {
      const length = Math.max(n + 1, this.#positions.length * 2);
      this.#positions = grownTo(length, this.#positions);
      this.#blocks = grownTo(length, this.#blocks);
    }
    this.#positions[n] = position;
    this.#blocks[n] = this.#block;
  }

  of(n: number): number {
    if (this.#blocks[n] !== this.#block) throw new Error(`article ${n} is paired with one of another block`);
    return this.#positions[n]!;
  }

  endBlock(): void {
    this.#block++;
  }
}

function grownTo(length: number, values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(values);
  return larger;
}
