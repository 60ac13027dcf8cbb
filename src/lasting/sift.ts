import { tiesAmong } from '../engine/memory.ts';
import { WirecopyError } from '../errors.ts';
import { GrowingUint32 } from '../kernel/growing.ts';
import type { PairTable } from '../kernel/postings.ts';
import type { Borders, Watch } from '../model.ts';
import type { Apart } from '../run/comparison.ts';
import { type Reading, turnOf } from '../run/reading.ts';
import type { IndexFile } from '../store/index-file.ts';
import type { ProbedPairs } from '../store/probe.ts';
import { readBody } from '../text/disguises.ts';
import { Numbers, readNumbers } from '../text/numbers.ts';
import { WordShelf } from '../text/shelf.ts';
import { Words } from '../text/word-list.ts';
import { PairList, pairTable } from './pair-list.ts';
import type { IndexedTexts } from './texts.ts';

/** The pairs that were proposed of articles asked about and those of an index: by three words, and by pairs of words. */
export interface Proposed {
  readonly near: ProbedPairs;
  readonly alike: ProbedPairs;
}

interface Sifting {
  readonly apart: Apart;
  readonly read: Reading;
  readonly index: IndexFile;
  readonly texts: IndexedTexts;
  readonly borders: Borders;
  readonly watch: Watch;
  /** Articles of the index whose words are at hand at a time. */
  readonly atATime: number;
}

/**
 * Leaves of many proposed pairs those that hold together, and those with an article that cannot be read as it was. They are
 * verified by so many articles of the index at a time that their words have room. A few are left as they are.
 */
export async function sifted(proposed: Proposed, sifting: Sifting): Promise<Proposed> {
  const { near, alike } = proposed;
  const met = new Set<number>();
  for (const { doc } of [near, alike]) for (const each of doc) met.add(each);
  const { apart, read, index, texts, watch, atATime } = sifting;
  if (met.size <= atATime) return proposed;
  watch.stage?.('verify');
  const docs = Uint32Array.from(met).sort();
  const shelf = await apart.wordsFor(selfPairs(near, alike));
  const askedCount = read.unique.length;
  const byDoc = [near, alike].map((pairs) => pairsByDoc(pairs, index.docCount));
  /** Kept pairs, as one number each. */
  const kept = new Set<number>();
  for (let begin = 0; begin < docs.length; begin += atATime) {
    const chunk = docs.subarray(begin, begin + atATime);
    await texts.fetch(chunk);
    const { words, sketches, isLost } = wordsOf(chunk, index, texts);
    const pairs = new PairList();
    for (const [k, doc] of chunk.entries()) {
      for (const { of, order, offsets } of byDoc) {
        for (let place = offsets[doc]!; place < offsets[doc + 1]!; place++) {
          const p = order[place]!;
          if (isLost[k] === 1) kept.add(of.asked[p]! * index.docCount + doc);
          else pairs.push(of.asked[p]!, askedCount + k, of === near ? of.shared[p]! : 0);
        }
      }
    }
    const size = askedCount + chunk.length;
    const table = pairTable(pairs, (position) => position, size);
    const all = Uint32Array.from({ length: size }, (_, position) => position);
    const holder = (position: number) => (position < askedCount ? shelf : words);
    const numberIn = (position: number) => (position < askedCount ? read.unique[position]! : position - askedCount);
    const ties = await tiesAmong(
      {
        unique: all,
        sketches: joinedSketches(apart.sketches, sketches),
        pairs: table,
        shelf: {
          words: (position) => holder(position).words(numberIn(position)),
          numbers: (position) => holder(position).numbers(numberIn(position)),
        },
      },
      turnOf(watch),
      sifting.borders,
    );
    for (let p = 0; p < table.count; p++)
      if (ties[p] === 1) kept.add(table.left[p]! * index.docCount + chunk[table.right[p]! - askedCount]!);
  }
  const isKept = (asked: number, doc: number): boolean => kept.has(asked * index.docCount + doc);
  return { near: pairsThat(near, isKept), alike: pairsThat(alike, isKept) };
}

/** Makes the words of the articles asked about wanted that stand in a pair with one of the index. */
export function selfPairs(...tables: readonly ProbedPairs[]): PairTable {
  const wanted = new Set<number>();
  for (const { asked } of tables) for (const position of asked) wanted.add(position);
  const all = Uint32Array.from(wanted);
  return { count: all.length, left: all, right: all, shared: new Uint32Array(all.length) };
}

/** Which pairs an article of the index stands in: from `offsets[doc]` to `offsets[doc + 1]` of `order`. */
function pairsByDoc(
  pairs: ProbedPairs,
  docCount: number,
): { readonly of: ProbedPairs; readonly order: Uint32Array; readonly offsets: Uint32Array } {
  const offsets = new Uint32Array(docCount + 1);
  for (const doc of pairs.doc) offsets[doc + 1]!++;
  for (let doc = 0; doc < docCount; doc++) offsets[doc + 1]! += offsets[doc]!;
  const order = new Uint32Array(pairs.count);
  const filled = offsets.slice();
  for (let p = 0; p < pairs.count; p++) order[filled[pairs.doc[p]!]!++] = p;
  return { of: pairs, order, offsets };
}

/** The words of some articles of the index without their site furniture, by place among them. */
function wordsOf(
  docs: Uint32Array,
  index: IndexFile,
  texts: IndexedTexts,
): { words: WordShelf; sketches: Uint32Array[]; isLost: Uint8Array } {
  const shelf = new WordShelf();
  const sketches: Uint32Array[] = [];
  const isLost = new Uint8Array(docs.length);
  const words = new Words();
  const numbers = new Numbers();
  for (const [k, doc] of docs.entries()) {
    const known = texts.putWords(doc, shelf, k);
    if (known !== undefined) {
      sketches.push(known.slice());
      continue;
    }
    const { kept, apart, sketch } = index.partsOf(doc);
    sketches.push(sketch);
    try {
      const { body } = texts.reread(doc);
      readBody(words, body);
      const isUnchanged =
        words.count === kept.wordCount &&
        words.sequenceLow === kept.sequenceLow &&
        words.sequenceHigh === kept.sequenceHigh;
      if (!isUnchanged) isLost[k] = 1;
      else {
        readNumbers(numbers, words, body);
        shelf.put(k, words, numbers);
        const reasons = apart?.reasons ?? new Uint8Array(kept.lineWords.length);
        const isFurniture = reasons.map((reason) => (reason === 0 ? 0 : 1));
        shelf.setApart(k, kept.lineWords, isFurniture, 0, isFurniture.length);
      }
    } catch (error) {
      if (!(error instanceof WirecopyError) || error.code === 'BAD_INDEX') throw error;
      isLost[k] = 1;
    }
  }
  return { words: shelf, sketches, isLost };
}

function joinedSketches({ hashes, offsets }: Apart['sketches'], more: readonly Uint32Array[]): Apart['sketches'] {
  const asked = offsets.length - 1;
  const joined = new Uint32Array(asked + more.length + 1);
  joined.set(offsets);
  for (const [k, sketch] of more.entries()) joined[asked + k + 1] = joined[asked + k]! + sketch.length;
  const all = new Uint32Array(joined[asked + more.length]!);
  all.set(hashes);
  for (const [k, sketch] of more.entries()) all.set(sketch, joined[asked + k]);
  return { hashes: all, offsets: joined };
}

function pairsThat(pairs: ProbedPairs, isKept: (asked: number, doc: number) => boolean): ProbedPairs {
  const [asked, doc, shared] = [new GrowingUint32(), new GrowingUint32(), new GrowingUint32()];
  for (let p = 0; p < pairs.count; p++) {
    if (!isKept(pairs.asked[p]!, pairs.doc[p]!)) continue;
    asked.push(pairs.asked[p]!);
    doc.push(pairs.doc[p]!);
    shared.push(pairs.shared[p]!);
  }
  return { count: doc.length, asked: asked.view(), doc: doc.view(), shared: shared.view() };
}
