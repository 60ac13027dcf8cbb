import { WirecopyError } from '../errors.ts';
import { GrowingUint32 } from '../kernel/growing.ts';
import type { SketchTable } from '../kernel/postings.ts';
import { type Borders, FURNITURE_REASON_NAMES, type Problem, type Watch } from '../model.ts';
import type { Apart } from '../run/comparison.ts';
import type { Reading, ReadingPart } from '../run/reading.ts';
import type { Batch, BatchInfo, KnownLines, NewArticle, StoredFile } from '../store/batch.ts';
import type { IndexFile } from '../store/index-file.ts';
import { hashOf, withoutText } from '../store/names.ts';
import type { StoredApart, StoredPlace } from '../store/rows.ts';
import { changesOf, edgesOf, numbersFor, regroupWithout, SAME } from './clusters.ts';
import { askedPositions, type Extension, extend, sourceHashOf } from './extend.ts';
import { FilesTaken } from './files-taken.ts';
import { KeptWords } from './kept-words.ts';
import type { Whole } from './whole.ts';
import type { Reader, WritableWorld } from './world.ts';

const NONE = new Uint32Array(0);

/** A batch that changes nothing. */
export const NO_CHANGE: Omit<Batch, 'info' | 'nextCluster'> = {
  files: [],
  articleCount: 0,
  articleAt: () => {
    throw new RangeError('there is no article in this batch');
  },
  removed: [],
  removedFiles: [],
  edges: { left: NONE, right: NONE, similarity: new Uint16Array(0) },
  clusters: new Map(),
  lines: { sources: NONE, keysLow: NONE, keysHigh: NONE, reasons: new Uint8Array(0) },
};

/** What came of adding articles. */
export interface AddResult {
  readonly added: number;
  /** Articles of files that are what they were when they were added. */
  readonly unchanged: number;
  /** Articles that went because their files have changed. */
  readonly replaced: number;
  /** Articles that could not be read. */
  readonly skipped: number;
  /** All articles of the index now. */
  readonly articles: number;
  /** Of the added ones, those that are in a cluster. */
  readonly clustered: number;
  readonly problems: readonly Problem[];
}

interface Intake {
  readonly world: WritableWorld;
  readonly reader: Reader;
  readonly borders: Borders;
  readonly watch: Watch;
  /** So many articles are at hand at a time, of those that are added and of those of the index. */
  readonly atATime: number;
}

/** What is known of an addition while its parts are taken in. */
interface Progress {
  /** The number of its first article in the index, and by what is behind it their numbers in the store. */
  readonly firstDoc: number;
  readonly articleOf: GrowingUint32;
  readonly docsOfFile: ReadonlyMap<number, readonly number[]>;
  readonly files: FilesTaken;
  replaced: number;
  changed: Problem[];
  isStaged: boolean;
}

/** Compares what is read with the index, part by part, and adds it. All of it is on the disk when this resolves, or nothing. */
export async function takeIn(
  parts: Iterable<ReadingPart> | AsyncIterable<ReadingPart>,
  intake: Intake,
): Promise<AddResult> {
  const { world, reader } = intake;
  const { index, texts } = world;
  const progress: Progress = {
    firstDoc: index.docCount,
    articleOf: new GrowingUint32(),
    docsOfFile: docsByFile(index),
    files: new FilesTaken(reader, index.fileCount),
    replaced: 0,
    changed: [],
    isStaged: false,
  };
  const { firstDoc } = progress;
  const reread = (doc: number) => reader.store.reread(progress.articleOf.view()[doc - firstDoc] ?? 0);
  texts.lend(firstDoc, reread);
  let words: KeptWords | undefined;
  let last: Reading | undefined;
  for await (const part of parts) {
    if (words === undefined && !part.isLast) {
      words = new KeptWords(firstDoc);
      world.closeLater(() => words?.close());
      texts.lend(firstDoc, reread, words);
    }
    await takePart(part, intake, progress, words);
    if (part.isLast) last = part.reading;
  }
  if (progress.isStaged) world.seal();
  let unchanged = 0;
  for (const file of reader.files?.known.unchanged ?? []) unchanged += progress.docsOfFile.get(file + 1)?.length ?? 0;
  let clustered = 0;
  for (let doc = progress.firstDoc; doc < index.docCount; doc++) if (index.clusterOf[doc]! > 0) clustered++;
  const { changed, replaced } = progress;
  return {
    added: index.docCount - progress.firstDoc,
    unchanged,
    replaced,
    skipped: (last?.skipped ?? 0) + changed.length,
    problems: [...(last?.problems ?? []), ...changed],
    articles: index.liveCount,
    clustered,
  };
}

/** Compares a part of an addition with all that the index has by now, and adds it. It does not count yet. */
async function takePart(
  { reading: read, first, isLast }: ReadingPart,
  intake: Intake,
  progress: Progress,
  words: KeptWords | undefined,
): Promise<void> {
  const { world, reader, borders, watch, atATime } = intake;
  const { index, texts } = world;
  const { files, docsOfFile, firstDoc, articleOf } = progress;
  const isFirst = !progress.isStaged;
  const batch = index.batches.length - (isFirst ? 0 : 1);
  files.see(first, read.corpus.count);
  const stored = isLast ? files.notes(world, batch) : [];
  const replacedFiles = files.takeReplaced();
  const gone = new Set([...replacedFiles].flatMap((file) => docsOfFile.get(file + 1) ?? []));
  for (const doc of handedInAgain(read, index)) if (doc < firstDoc) gone.add(doc);

  const regrouped = regroupWithout(gone, index, borders);
  index.forget(gone, regrouped.edges, regrouped.clusters);
  const found = await extend(read, { index, texts, isLeftOut: () => false, borders, asked: new Set(), watch, atATime });
  progress.changed.push(...found.apart.changed.values());
  progress.replaced += gone.size;
  const kept = newcomers(read, found.apart.changed);
  if (isFirst && kept.length === 0 && gone.size === 0 && replacedFiles.size === 0) return;

  watch.stage?.('write');
  const docOf = new Map<number, number>();
  for (const [k, article] of kept.entries()) docOf.set(article, index.docCount + k);
  for (const [k, doc] of found.docs.entries()) docOf.set(found.askedCount + k, doc);
  // Of two that the index has the edge is known.
  const { docCount } = index;
  const isNew = (left: number, right: number): boolean => left >= docCount || right >= docCount;
  const ties = tiesIn(found.reading, found.found, (article) => docOf.get(article), isNew);
  const earlierOf = (doc: number): number => index.clusterOf[doc] ?? 0;
  const { numbers, next } = numbersFor(ties.groups, earlierOf, regrouped.next);
  const changes = changesOf(ties.groups, numbers, docOf.values(), earlierOf);
  const placeOf = placesOf({ read, first, reader, fileOf: files.numbers });
  const comparedOf = comparedFrom(read, found.apart);
  for (const article of kept) articleOf.push(first + article);
  world.stage({
    info: isFirst ? reader.info : undefined,
    files: stored,
    articleCount: kept.length,
    articleAt: (k) => ({
      ...comparedOf(kept[k]!, withoutText(read.corpus.kept(kept[k]!))),
      ...placeOf(kept[k]!),
    }),
    removed: [...gone],
    removedFiles: [...replacedFiles],
    edges: joinedEdges(regrouped.edges, ties.edges),
    clusters: new Map([...regrouped.clusters, ...changes]),
    nextCluster: next,
    lines: linesOf(found.apart, read, kept),
  });
  progress.isStaged = true;
  if (words !== undefined && !isLast) await keepWords(words, read, found.apart, kept);
}

/** Keeps the words of what a part has added for those that follow. */
async function keepWords(
  words: KeptWords,
  { unique, firstOfEquals }: Reading,
  { wordsFor, sketches: { hashes, offsets } }: Apart,
  kept: readonly number[],
): Promise<void> {
  const all = Uint32Array.from(unique, (_, position) => position);
  const shelf = await wordsFor({ count: all.length, left: all, right: all, shared: new Uint32Array(all.length) });
  const positionOf = new Map<number, number>();
  for (const [position, article] of unique.entries()) positionOf.set(article, position);
  for (const article of kept) {
    const position = positionOf.get(article);
    // Of equal texts only one is compared, and those that changed are in no part.
    const isThere = position !== undefined && firstOfEquals[article] === article && shelf.has(article);
    words.add(
      isThere
        ? {
            words: shelf.words(article),
            numbers: shelf.numbers(article),
            sketch: hashes.subarray(offsets[position], offsets[position + 1]),
          }
        : undefined,
    );
  }
  words.flush();
}

/** The articles of each file, by 1 + its number. */
export function docsByFile(index: IndexFile): Map<number, number[]> {
  const docs = new Map<number, number[]>();
  for (let doc = 0; doc < index.docCount; doc++) {
    if (!index.isThere(doc)) continue;
    const file = index.fileOf[doc]!;
    const known = docs.get(file);
    if (known === undefined) docs.set(file, [doc]);
    else known.push(doc);
  }
  return docs;
}

/** Articles of the index that lie in no file and have the id of one that is handed in now. */
function handedInAgain({ named }: Reading, index: IndexFile): number[] {
  const ids = new Set(named.flatMap(({ id, place }) => (place.record !== undefined && id !== '' ? [id] : [])));
  const hashes = new Set(Array.from(ids, hashOf));
  const found: number[] = [];
  for (let doc = 0; doc < index.docCount; doc++) {
    if (index.fileOf[doc] !== 0 || !index.isThere(doc) || !hashes.has(index.nameHashes[doc]!)) continue;
    if (ids.has(index.placeOf(doc).id)) found.push(doc);
  }
  return found;
}

/** The articles that did not change while they were compared, in the order of their reading. */
function newcomers({ corpus }: Reading, changed: ReadonlyMap<number, unknown>): number[] {
  return Array.from({ length: corpus.count }, (_, article) => article).filter((article) => !changed.has(article));
}

/** Groups and edges that were found, by numbers in the index. */
function tiesIn(
  { ranked, unique, firstOfEquals }: Reading,
  { clusterOf, judged }: Extension['found'],
  docOf: (article: number) => number | undefined,
  isNew: (left: number, right: number) => boolean = () => true,
): { groups: number[][]; edges: Batch['edges'] } {
  const positionOf = new Map<number, number>();
  for (const [position, article] of unique.entries()) positionOf.set(article, position);
  const groups = new Map<number, number[]>();
  const edges: { left: number; right: number; similarity: number }[] = [];
  for (const article of ranked) {
    const doc = docOf(article);
    const first = firstOfEquals[article]!;
    const position = positionOf.get(first);
    if (doc === undefined || position === undefined) continue;
    const root = clusterOf[position]!;
    const members = groups.get(root);
    if (members === undefined) groups.set(root, [doc]);
    else members.push(doc);
    const firstDoc = docOf(first);
    if (first !== article && firstDoc !== undefined && isNew(firstDoc, doc))
      edges.push({ left: firstDoc, right: doc, similarity: SAME });
  }
  for (const { left, right, verdict } of judged) {
    const [a, b] = [docOf(unique[left]!), docOf(unique[right]!)];
    if (verdict.similarity > 0 && a !== undefined && b !== undefined && isNew(a, b))
      edges.push({ left: a, right: b, similarity: verdict.similarity });
  }
  return { groups: [...groups.values()].filter((members) => members.length > 1), edges: edgesOf(edges) };
}

function joinedEdges(first: Batch['edges'], second: Batch['edges']): Batch['edges'] {
  return {
    left: Uint32Array.from([...first.left, ...second.left]),
    right: Uint32Array.from([...first.right, ...second.right]),
    similarity: Uint16Array.from([...first.similarity, ...second.similarity]),
  };
}

/** The lines that were learned to be furniture, each once. */
function linesOf({ furniture }: Apart, { corpus, sourceNames }: Reading, articles: Iterable<number>): KnownLines {
  const lines = corpus.lines();
  const met = new Set<string>();
  const found: [number, number, number, number][] = [];
  for (const article of articles) {
    const source = sourceHashOf(sourceNames[article]);
    for (let line = lines.offsets[article]!; line < lines.offsets[article + 1]!; line++) {
      const reason = furniture.reasons[line]!;
      if (!LEARNED.has(reason)) continue;
      const [low, high] = [lines.keysLow[line]!, lines.keysHigh[line]!];
      const key = `${source}:${low}:${high}`;
      if (met.has(key)) continue;
      met.add(key);
      found.push([source, low, high, reason]);
    }
  }
  return {
    sources: Uint32Array.from(found, ([source]) => source),
    keysLow: Uint32Array.from(found, ([, low]) => low),
    keysHigh: Uint32Array.from(found, ([, , high]) => high),
    reasons: Uint8Array.from(found, ([, , , reason]) => reason),
  };
}

/** Reasons that hold for the same line on another page; the rest are found on each page anew. */
const LEARNED: ReadonlySet<number> = new Set(
  (['learned', 'site'] as const).map((reason) => 1 + FURNITURE_REASON_NAMES.indexOf(reason)),
);

/** Where articles lie that were just read, and the texts of those that are to be kept. */
export function placesOf({
  read: { named, sourceNames, store },
  first = 0,
  reader,
  fileOf,
}: {
  read: Pick<Reading, 'named' | 'sourceNames' | 'store'>;
  /** The number in the reader's store of the first article. */
  first?: number;
  reader: Reader;
  /** By number in the store: the number to store. */
  fileOf: ReadonlyMap<number, number>;
}): (article: number) => Newcomer {
  return (article) => {
    const { id, place } = named[article]!;
    const source = sourceNames[article];
    const lies = reader.files?.store.whereabouts(first + article);
    const isAtPlace = lies?.isSpooled === false;
    const where: StoredPlace = {
      id,
      place,
      ...(source !== undefined && { source }),
      file: lies === undefined ? -1 : (fileOf.get(lies.file) ?? -1),
      offset: isAtPlace ? lies.offset : 0,
      byteLength: isAtPlace ? lies.byteLength : 0,
      isSpooled: lies !== undefined && !isAtPlace,
      bodyLength: lies?.bodyLength ?? 0,
    };
    return { where, ...(reader.storesTexts && { text: textOf(article, store) }) };
  };
}

/** One that changed in the last moment has no copy, and will not be found as it was. */
function textOf(article: number, store: Reading['store']): unknown {
  try {
    return store.reread(article);
  } catch (error) {
    if (error instanceof WirecopyError) return undefined;
    throw error;
  }
}

/** What is compared of an article, and what was set apart. */
function comparedFrom(read: Reading, { furniture, sketches, pairSketches }: Apart) {
  const positions = askedPositions(read);
  const { offsets } = read.corpus.lines();
  const part = ({ hashes, offsets: from }: SketchTable, position: number): Uint32Array =>
    hashes.subarray(from[position], from[position + 1]);
  return (article: number, kept: NewArticle['kept']): Omit<NewArticle, 'where' | 'text'> => {
    const reasons = furniture.reasons.slice(offsets[article], offsets[article + 1]);
    const position = positions[article]!;
    const isWhole = reasons.every((reason) => reason === 0);
    const apart: StoredApart = { reasons, wholeSketch: kept.sketch, wholePairSketch: kept.pairSketch };
    return {
      kept,
      sketch: isWhole ? kept.sketch : part(sketches, position),
      pairSketch: isWhole ? kept.pairSketch : part(pairSketches, position),
      apart: isWhole ? undefined : apart,
    };
  };
}

/** Articles that were compared from the beginning, and where each of them is known from. */
export interface Compared extends Omit<Whole, 'comparison' | 'unverified'> {
  readonly found: Extension['found'];
  /** For each article its number in the index, or -1 for one that was just read. */
  readonly docs: Int32Array;
  /** What is stored of those that were just read, and their files. */
  readonly fresh?: { readonly stored: readonly StoredFile[]; readonly placeOf: (article: number) => Newcomer };
}

/** Where an article that was just read lies, and its text where that is to be kept. */
interface Newcomer {
  readonly where: StoredPlace;
  readonly text?: unknown;
}

/** All articles that were compared as the one batch of a new file. */
export function wholeBatch(
  { reading, apart, found, lost, docs, fresh }: Compared,
  index: IndexFile,
  info: BatchInfo,
): { batch: Batch; earlier: readonly BatchInfo[] } {
  const fileOf = new Map<number, number>([[-1, -1]]);
  const stored: StoredFile[] = [];
  const holders = new Set(Array.from(docs, (doc) => (doc < 0 ? -1 : index.fileOf[doc]! - 1)));
  for (const [number, file] of index.files()) {
    if (!holders.has(number)) continue;
    fileOf.set(number, stored.length);
    stored.push(file);
  }
  const known = stored.length;
  const comparedOf = comparedFrom(reading, apart);
  const { groups, edges } = tiesIn(reading, found, (article) => article);
  const earlierOf = (article: number): number => (docs[article]! < 0 ? 0 : index.clusterOf[docs[article]!]!);
  const { numbers, next } = numbersFor(groups, earlierOf, index.nextCluster);
  const clusters = new Map(groups.flatMap((members, k) => members.map((member) => [member, numbers[k]!] as const)));
  return {
    batch: {
      ...NO_CHANGE,
      info,
      files: [...stored, ...(fresh?.stored ?? [])],
      articleCount: docs.length,
      articleAt: (article) => {
        const doc = docs[article]!;
        const kept = reading.corpus.kept(article);
        if (doc < 0 && fresh !== undefined) {
          const { where, ...text } = fresh.placeOf(article);
          const file = where.file < 0 ? -1 : where.file + known;
          return { ...comparedOf(article, kept), where: { ...where, file }, ...text };
        }
        const where = index.placeOf(doc);
        const text = index.textOf(doc);
        const compared = lost.has(article)
          ? { kept, ...index.comparedSketchesOf(doc), apart: index.apartOf(doc) }
          : comparedOf(article, kept);
        const place = { ...where, file: fileOf.get(where.file) ?? -1 };
        return { ...compared, where: place, ...(text !== undefined && { text }) };
      },
      edges,
      clusters,
      nextCluster: next,
      lines: linesOf(
        apart,
        reading,
        Array.from(docs, (_, article) => article),
      ),
    },
    earlier: index.batches,
  };
}
