import { Corpus, rankedBy } from '../engine/corpus.ts';
import { type Found, findCandidates, verifyAndCluster } from '../engine/memory.ts';
import { WirecopyError } from '../errors.ts';
import { type ArticleStore, type Named, settleIds } from '../input/index.ts';
import { DisjointSet } from '../kernel/disjoint-set.ts';
import { NO_PAIRS, PAIR_LIMITS, SKETCH_LIMITS, type SketchTable } from '../kernel/postings.ts';
import type { SimilarityTable } from '../match/cluster.ts';
import type { Borders, RelationName, Watch } from '../model.ts';
import { type Apart, setFurnitureApart } from '../run/comparison.ts';
import { type Reading, turnOf } from '../run/reading.ts';
import type { IndexFile, KeptParts } from '../store/index-file.ts';
import { firstNameOf, hashOf, withoutText } from '../store/names.ts';
import { Probe, type ProbedPairs } from '../store/probe.ts';
import type { StoredPlace } from '../store/rows.ts';
import { readBody } from '../text/disguises.ts';
import type { Furniture } from '../text/furniture.ts';
import { Numbers, readNumbers } from '../text/numbers.ts';
import type { LineTable } from '../text/repeated-lines.ts';
import { Words } from '../text/word-list.ts';
import { PairList, pairTable } from './pair-list.ts';
import { type Proposed, selfPairs, sifted } from './sift.ts';
import type { IndexedTexts } from './texts.ts';

/** Two articles of which one can no longer be read as it was compared, by their numbers in the reading. */
export interface UnverifiedPair {
  readonly left: number;
  readonly right: number;
  /** The share of the smaller sketch that the other has. */
  readonly estimate: number;
}

/** What was found of articles among themselves and against an index. */
export interface Extension {
  /** The articles asked about, by their own numbers, and behind them those of the index that have to do with them. */
  readonly reading: Reading;
  readonly askedCount: number;
  /** The numbers in the index of the articles behind those asked about, ascending. */
  readonly docs: Uint32Array;
  /** What was learned of the articles asked about, by their own numbers. */
  readonly apart: Apart;
  /** Of all articles of the reading. */
  readonly furniture: Furniture;
  readonly found: Found;
  /** Articles of the index that cannot be read as they were, by number in the reading. */
  readonly lost: ReadonlySet<number>;
  readonly unverified: readonly UnverifiedPair[];
}

/** What a comparison with an index needs besides the two. */
export interface ExtensionRequest {
  readonly index: IndexFile;
  readonly texts: IndexedTexts;
  /** Articles of the index that do not count: they are about to be replaced. */
  readonly isLeftOut: (doc: number) => boolean;
  readonly borders: Borders;
  readonly asked: ReadonlySet<RelationName>;
  readonly watch: Watch;
  /**
   * For whoever only wants to know what holds together: so many articles of the index are looked at at a time, and pairs that
   * do not are left out. Absent where all pairs are to be told.
   */
  readonly atATime?: number;
}

/** Compares articles that were just read among themselves and with all of an index. */
export async function extend(read: Reading, request: ExtensionRequest): Promise<Extension> {
  const { index, texts, isLeftOut, borders, asked, watch } = request;
  const counts = (doc: number): boolean => index.isThere(doc) && !isLeftOut(doc);
  watch.stage?.('furniture');
  const apart = await setFurnitureApart(read, watch, (furniture, lines) => markKnown(furniture, lines, read, index));
  watch.stage?.('candidates');
  const proposed = await probed(apart, index, counts, watch);
  const { atATime } = request;
  const { near, alike } =
    atATime === undefined ? proposed : await sifted(proposed, { apart, read, index, texts, borders, watch, atATime });
  const equal = equalDocs(read, index, counts);
  const met = new Set<number>(equal);
  for (const { doc } of [near, alike]) for (const each of doc) met.add(each);
  const docs = closureOf(met, index, counts);
  const askedCount = read.corpus.count;

  const known = partsOf(docs, index, texts);
  const reading = joined(read, known, { docs, index, texts });
  const articleOf = new Map<number, number>();
  for (const [k, doc] of docs.entries()) articleOf.set(doc, askedCount + k);
  const furniture = joinedFurniture(apart.furniture, read, reading, known);

  watch.stage?.('reread');
  await texts.fetch(met);
  const among = await findCandidates(apart.sketches, apart.pairSketches, turnOf(watch));
  await apart.wordsFor(among);
  const shelf = await apart.wordsFor(selfPairs(near, alike));
  const lost = new Set<number>();
  const words = new Words();
  const numbers = new Numbers();
  const lines = reading.corpus.lines();
  for (const [k, doc] of docs.entries()) {
    if (!met.has(doc)) continue;
    const article = askedCount + k;
    if (texts.putWords(doc, shelf, article) !== undefined) continue;
    try {
      const { body } = reading.store.reread(article);
      readBody(words, body);
      if (!reading.corpus.isUnchanged(article, words)) lost.add(article);
      else {
        readNumbers(numbers, words, body);
        shelf.put(article, words, numbers);
        const first = lines.offsets[article]!;
        const count = lines.offsets[article + 1]! - first;
        shelf.setApart(article, lines.wordCounts, furniture.isFurniture, first, count);
      }
    } catch (error) {
      if (!(error instanceof WirecopyError) || error.code === 'BAD_INDEX') throw error;
      lost.add(article);
    }
  }
  const { firstOfEquals, unique } = collapsed(reading, lost);
  const settled: Reading = { ...reading, firstOfEquals, unique };

  const positionOf = new Int32Array(settled.corpus.count).fill(-1);
  for (const [position, article] of unique.entries()) positionOf[article] = position;
  const positionFor = (article: number): number => positionOf[firstOfEquals[article]!]!;
  const isAlone = reading === read;
  const sketches = isAlone ? apart.sketches : tableFor(settled, read, apart.sketches, known);
  watch.stage?.('verify');
  const { pairs, unverified } = pairsWith(
    { near, alike, read, sketches: apart.sketches },
    (doc) => {
      const article = articleOf.get(doc)!;
      return { article, isLost: lost.has(article), size: known[article - askedCount]!.sketch.length };
    },
    borders,
  );
  unverified.push(...equalToLost(settled, askedCount, lost, unverified));
  let table = among;
  if (!isAlone) {
    for (let p = 0; p < among.count; p++)
      pairs.push(read.unique[among.left[p]!]!, read.unique[among.right[p]!]!, among.shared[p]!);
    table = pairTable(pairs, positionFor, unique.length);
  }
  const knownOnes = knownPairs(index, articleOf, positionFor, counts);
  const found = await verifyAndCluster(
    { unique, sketches, pairs: table, quoting: NO_PAIRS, shelf, known: knownOnes },
    asked,
    turnOf(watch),
    borders,
  );
  return { reading: settled, askedCount, docs, apart, furniture, found, lost, unverified };
}

/** Lets all sketches of the index pass by. */
async function probed(
  { sketches, pairSketches }: Apart,
  index: IndexFile,
  counts: (doc: number) => boolean,
  watch: Watch,
): Promise<Proposed> {
  if (index.blocks.length === 0 || sketches.hashes.length === 0) return { near: NONE_PROBED, alike: NONE_PROBED };
  const near = new Probe(sketches, SKETCH_LIMITS);
  const alike = new Probe(pairSketches, PAIR_LIMITS);
  const turn = turnOf(watch);
  for (const [k, block] of index.blocks.entries()) {
    near.pass(index.passing(block, 'skch'), block.first, counts);
    alike.pass(index.passing(block, 'pair'), block.first, counts);
    if (k % 8 === 0) await turn(k, index.blocks.length);
  }
  return { near: near.pairs(), alike: alike.pairs() };
}

const NO_NUMBERS = new Uint32Array(0);
const NONE_PROBED: ProbedPairs = { count: 0, asked: NO_NUMBERS, doc: NO_NUMBERS, shared: NO_NUMBERS };

/** The articles of the index that have the words of one asked about. */
function equalDocs({ corpus }: Reading, index: IndexFile, counts: (doc: number) => boolean): number[] {
  if (index.docCount === 0) return [];
  const { sequenceLow, sequenceHigh, wordCounts } = index;
  const byLow = new Map<number, number[]>();
  for (let article = 0; article < corpus.count; article++) {
    const { sequenceLow: low, shortText } = corpus.kept(article);
    if (shortText === '') continue;
    const known = byLow.get(low);
    if (known === undefined) byLow.set(low, [article]);
    else known.push(article);
  }
  const isEqual = (article: number, doc: number): boolean => {
    const kept = corpus.kept(article);
    if (kept.wordCount !== wordCounts[doc] || kept.sequenceHigh !== sequenceHigh[doc]) return false;
    return withoutText(kept).shortText === index.shortTextOf(doc);
  };
  const found: number[] = [];
  for (let doc = 0; doc < index.docCount; doc++) {
    const articles = byLow.get(sequenceLow[doc]!);
    if (articles !== undefined && counts(doc) && articles.some((article) => isEqual(article, doc))) found.push(doc);
  }
  return found;
}

/** All articles that are tied to some, at one remove or at many; ascending. */
function closureOf(docs: ReadonlySet<number>, index: IndexFile, counts: (doc: number) => boolean): Uint32Array {
  const { left, right } = index.edges;
  const tied = new DisjointSet(index.docCount);
  for (let e = 0; e < left.length; e++) if (counts(left[e]!) && counts(right[e]!)) tied.union(left[e]!, right[e]!);
  const roots = new Set(Array.from(docs, (doc) => tied.find(doc)));
  const all = new Set(docs);
  for (let e = 0; e < left.length; e++) {
    for (const doc of [left[e]!, right[e]!]) if (counts(doc) && roots.has(tied.find(doc))) all.add(doc);
  }
  return Uint32Array.from(all).sort();
}

/** What an index has of an article, and where that lies. */
type KnownArticle = KeptParts & { readonly where: StoredPlace };

/** All that is needed of some articles of the index, got in their order, since what lies together is unpacked together. */
function partsOf(docs: Uint32Array, index: IndexFile, texts: IndexedTexts): KnownArticle[] {
  return Array.from(docs, (doc) => {
    const where = index.placeOf(doc);
    texts.note(doc, where);
    return { ...index.partsOf(doc), where };
  });
}

/** What was read, and behind it articles of the index, as one reading. */
function joined(
  read: Reading,
  known: readonly KnownArticle[],
  { docs, index, texts }: { docs: Uint32Array; index: IndexFile; texts: IndexedTexts },
): Reading {
  // There is nothing that it could be joined with, and no reason to have it all twice.
  if (index.liveCount === 0) return read;
  const askedCount = read.corpus.count;
  const corpus = new Corpus(0);
  for (let article = 0; article < askedCount; article++)
    corpus.restore(withoutText(read.corpus.kept(article)), read.sourceNames[article]);
  const named: Named[] = read.named.slice();
  const sourceNames = read.sourceNames.slice();
  for (const { where, kept } of known) {
    named.push({ id: where.id, place: where.place });
    sourceNames.push(where.source);
    corpus.restore(kept, where.source);
  }
  const store: ArticleStore = {
    read: () => read.store.read(),
    reread: (article) =>
      article < askedCount ? read.store.reread(article) : texts.reread(docs[article - askedCount]!),
    excludedBy: () => read.store.excludedBy(),
    close: () => {},
  };
  const ids = idsFor(named, docs, index);
  const ranked = rankedBy(ids);
  const firstOfEquals = corpus.firstOfEquals(ranked);
  const { problems, skipped } = read;
  return { store, corpus, ids, named, sourceNames, ranked, firstOfEquals, unique: ranked, problems, skipped };
}

/** The lower bits of a hash, for a look that spares most names a longer one. */
const LIKELY_MASK = 0xf_ffff;

/**
 * How articles are called among all of an index. Only those others are looked at that may be called like one of them, or
 * like one that may be, and so on.
 */
function idsFor(named: readonly Named[], docs: Uint32Array, index: IndexFile): readonly string[] {
  const met = new Set(docs);
  const others: Named[] = [];
  for (let fresh = named; fresh.length > 0; ) {
    const hashes = new Set(fresh.flatMap((each) => [firstNameOf(each), firstNameOf({ ...each, id: '' })]).map(hashOf));
    const found: Named[] = [];
    const isLikely = new Uint8Array(LIKELY_MASK + 1);
    for (const hash of hashes) isLikely[hash & LIKELY_MASK] = 1;
    for (let doc = 0; doc < index.docCount; doc++) {
      const hash = index.nameHashes[doc]!;
      if (isLikely[hash & LIKELY_MASK] === 0 || !hashes.has(hash) || met.has(doc) || !index.isThere(doc)) continue;
      met.add(doc);
      const { id, place } = index.placeOf(doc);
      found.push({ id, place });
    }
    others.push(...found);
    fresh = found;
  }
  return settleIds([...named, ...others]).ids.slice(0, named.length);
}

/** Marks lines that are furniture of the same source in the index. */
function markKnown({ isFurniture, reasons }: Furniture, lines: LineTable, read: Reading, index: IndexFile): void {
  for (const known of index.knownLines()) {
    const byLow = new Map<number, number>();
    /** The next line with the same lower half, from the end. */
    const next = new Int32Array(known.keysLow.length);
    for (const [k, low] of known.keysLow.entries()) {
      next[k] = byLow.get(low) ?? -1;
      byLow.set(low, k);
    }
    for (let article = 0; article < read.corpus.count; article++) {
      const source = sourceHashOf(read.sourceNames[article]);
      for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
        if (isFurniture[line] === 1) continue;
        for (let k = byLow.get(lines.keysLow[line]!) ?? -1; k >= 0; k = next[k]!) {
          if (known.keysHigh[k] !== lines.keysHigh[line] || known.sources[k] !== source) continue;
          isFurniture[line] = 1;
          reasons[line] = known.reasons[k]!;
        }
      }
    }
  }
}

/** The hash under which lines of a source are known; 0 where it is not known whose they are. */
export function sourceHashOf(source: string | undefined): number {
  return source === undefined ? 0 : hashOf(source) || 1;
}

function joinedFurniture(own: Furniture, read: Reading, reading: Reading, known: readonly KnownArticle[]): Furniture {
  const { offsets } = reading.corpus.lines();
  const lineCount = offsets[reading.corpus.count]!;
  const isFurniture = new Uint8Array(lineCount);
  const reasons = new Uint8Array(lineCount);
  isFurniture.set(own.isFurniture);
  reasons.set(own.reasons);
  for (const [k, { apart }] of known.entries()) {
    if (apart === undefined) continue;
    const first = offsets[read.corpus.count + k]!;
    reasons.set(apart.reasons, first);
    for (const [line, reason] of apart.reasons.entries()) isFurniture[first + line] = reason === 0 ? 0 : 1;
  }
  return { isFurniture, reasons };
}

/** Equal texts are one, but for those that cannot be read: what they are now nobody knows. */
function collapsed({ corpus, ranked }: Reading, lost: ReadonlySet<number>): Pick<Reading, 'firstOfEquals' | 'unique'> {
  const firstOfEquals = corpus.firstOfEquals(ranked.filter((article) => !lost.has(article)));
  if (lost.size > 0) {
    const amongLost = corpus.firstOfEquals(ranked.filter((article) => lost.has(article)));
    for (const article of lost) firstOfEquals[article] = amongLost[article]!;
  }
  return { firstOfEquals, unique: ranked.filter((article) => firstOfEquals[article] === article) };
}

/** The sketches of the unique articles of the whole reading. */
function tableFor(
  { unique, corpus }: Reading,
  read: Reading,
  asked: SketchTable,
  known: readonly KnownArticle[],
): SketchTable {
  const askedCount = read.corpus.count;
  const positions = askedPositions(read);
  const parts = Array.from(unique, (article) => {
    if (article >= askedCount) return known[article - askedCount]!.sketch;
    const position = positions[article]!;
    return asked.hashes.subarray(asked.offsets[position], asked.offsets[position + 1]);
  });
  const offsets = new Uint32Array(parts.length + 1);
  for (const [k, part] of parts.entries()) offsets[k + 1] = offsets[k]! + part.length;
  const hashes = new Uint32Array(offsets[parts.length]!);
  for (const [k, part] of parts.entries()) hashes.set(part, offsets[k]);
  return corpus.count === 0 ? { hashes, offsets: new Uint32Array(1) } : { hashes, offsets };
}

/** For each article its position among the unique ones of the same reading. */
export function askedPositions({ corpus, unique, firstOfEquals }: Reading): Uint32Array {
  const own = new Uint32Array(corpus.count);
  for (const [position, article] of unique.entries()) own[article] = position;
  return Uint32Array.from(firstOfEquals, (first) => own[first]!);
}

/** The pairs that were proposed of an article asked about and one of the index: those to verify, and those that cannot be. */
function pairsWith(
  { near, alike, read, sketches }: { near: ProbedPairs; alike: ProbedPairs; read: Reading; sketches: SketchTable },
  docOf: (doc: number) => { readonly article: number; readonly isLost: boolean; readonly size: number },
  { partialScore }: Borders,
): { pairs: PairList; unverified: UnverifiedPair[] } {
  const pairs = new PairList();
  const unverified: UnverifiedPair[] = [];
  for (let p = 0; p < near.count; p++) {
    const position = near.asked[p]!;
    const [left, shared] = [read.unique[position]!, near.shared[p]!];
    const { article: right, isLost, size } = docOf(near.doc[p]!);
    if (!isLost) pairs.push(left, right, shared);
    else {
      const estimate = shared / Math.min(size, sketches.offsets[position + 1]! - sketches.offsets[position]!);
      if (estimate >= partialScore) unverified.push({ left, right, estimate });
    }
  }
  for (let p = 0; p < alike.count; p++) {
    const { article: right, isLost } = docOf(alike.doc[p]!);
    if (!isLost) pairs.push(read.unique[alike.asked[p]!]!, right, 0);
  }
  unverified.sort((a, b) => a.right - b.right || a.left - b.left);
  return { pairs, unverified };
}

/** What the index knows of pairs of its own articles. */
function knownPairs(
  { edges }: IndexFile,
  articleOf: ReadonlyMap<number, number>,
  positionFor: (article: number) => number,
  counts: (doc: number) => boolean,
): SimilarityTable {
  const known: { left: number; right: number; similarity: number }[] = [];
  for (let e = 0; e < edges.left.length; e++) {
    const left = articleOf.get(edges.left[e]!);
    const right = articleOf.get(edges.right[e]!);
    if (left === undefined || right === undefined || !counts(edges.left[e]!) || !counts(edges.right[e]!)) continue;
    const [a, b] = [positionFor(left), positionFor(right)];
    if (a === b) continue;
    known.push({ left: Math.min(a, b), right: Math.max(a, b), similarity: edges.similarity[e]! });
  }
  return {
    count: known.length,
    left: Uint32Array.from(known, ({ left }) => left),
    right: Uint32Array.from(known, ({ right }) => right),
    similarity: Uint16Array.from(known, ({ similarity }) => similarity),
  };
}

/** The articles asked about with the words that one of the index had when it was added, and does not show any more. */
function equalToLost(
  { corpus, ranked }: Reading,
  askedCount: number,
  lost: ReadonlySet<number>,
  met: readonly UnverifiedPair[],
): UnverifiedPair[] {
  if (lost.size === 0) return [];
  const first = corpus.firstOfEquals(ranked);
  const lostOf = new Map<number, number[]>();
  for (const article of lost) lostOf.set(first[article]!, [...(lostOf.get(first[article]!) ?? []), article]);
  const known = new Set(met.map(({ left, right }) => `${left}:${right}`));
  const found: UnverifiedPair[] = [];
  for (let left = 0; left < askedCount; left++) {
    for (const right of lostOf.get(first[left]!) ?? [])
      if (!known.has(`${left}:${right}`)) found.push({ left, right, estimate: 1 });
  }
  return found;
}
