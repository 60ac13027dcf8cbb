import { resolve } from 'node:path';
import { DEFAULT_BORDERS } from './borders.ts';
import { WirecopyError } from './errors.ts';
import { bytePathOf, FileStore } from './input/index.ts';
import { chooseKernel } from './kernel/compiled.ts';
import { numberedReport, reportOnAsked } from './lasting/asked.ts';
import { type AddResult, docsByFile, NO_CHANGE, placesOf, takeIn, wholeBatch } from './lasting/batches.ts';
import { regroupWithout } from './lasting/clusters.ts';
import { extend } from './lasting/extend.ts';
import { FilesTaken } from './lasting/files-taken.ts';
import { baseIn } from './lasting/places.ts';
import { withUnverified } from './lasting/unverified.ts';
import { compareWhole, restored, withKnown } from './lasting/whole.ts';
import {
  type IndexInputs,
  type IndexPlace,
  type IndexWorld,
  readerFor,
  reading,
  storeFor,
  writing,
} from './lasting/world.ts';
import { relationsAskedFor } from './match/outcome.ts';
import type { Borders, Report, Settings, Watch } from './model.ts';
import { DEFAULT_SETTINGS, settled } from './pipeline.ts';
import { sketchAll, sketchInParts } from './run/reading.ts';
import { reportWithoutLost } from './run/reported.ts';
import type { IndexFile } from './store/index-file.ts';
import { firstNameOf, hashOf } from './store/names.ts';

export type { AddResult } from './lasting/batches.ts';
export type { IndexInputs, IndexPlace } from './lasting/world.ts';

declare const __WIRECOPY_VERSION__: string;

/**
 * So many articles are compared and written before the next are read: with those of the index that have to do with them they
 * take up to a gigabyte. bench/index.mjs
 */
const PART_ARTICLES = 32_768;

/** How articles are added. */
export interface AddSettings {
  /** Keep compressed copies of the texts in the index. Articles that lie in no file are kept so in any case. */
  readonly storeTexts?: boolean;
  readonly borders?: Partial<Borders>;
  /** So many articles are compared and written before the next are read, which bounds the memory of a large addition. */
  readonly partArticles?: number;
}

/** What is known of an index without looking at its articles. */
export interface IndexInfo {
  readonly articles: number;
  readonly files: number;
  readonly clusters: number;
  readonly clustered: number;
  /** Additions and removals since it was made or rebuilt. */
  readonly changes: number;
  readonly bytes: number;
}

/**
 * Adds articles to an index, which is made where there is none. Files that are unchanged since they were added are not read;
 * changed ones take the place of what they were. All of it counts or nothing, and once this resolves it is on the disk.
 *
 * New articles are compared with all old ones. Site furniture is learned among those added together and from what the index
 * knows of their sources; `rebuildIndex` learns it anew.
 *
 * @throws INDEX_IN_USE while another process writes; BAD_INDEX for a file that is no index or a damaged one
 */
export async function addToIndex(
  place: IndexPlace,
  inputs: IndexInputs,
  settings: AddSettings = {},
  watch: Watch = {},
): Promise<AddResult> {
  return await writing(place, 'made', async (world) => {
    const reader = readerFor(world, inputs, settings.storeTexts === true);
    try {
      const atATime = settings.partArticles ?? PART_ARTICLES;
      const borders = { ...DEFAULT_BORDERS, ...settings.borders };
      const parts = sketchInParts(reader.store, watch, { maxArticles: atATime });
      return await takeIn(parts, { world, reader, borders, watch, atATime });
    } finally {
      reader.store.close();
    }
  });
}

/**
 * Asks an index about articles: which of them are copies of its articles, or of each other. The report lists only pairs with
 * one of them; a cluster of the index keeps its id. An article of the index whose text is gone or changed gives matches called
 * `unverified`. Nothing is written, and nobody who writes need be waited for.
 */
export async function queryIndex(
  place: IndexPlace,
  inputs: IndexInputs,
  settings: Partial<Settings> = {},
  watch: Watch = {},
): Promise<Report> {
  const chosen = settled({ ...DEFAULT_SETTINGS, ...settings, method: 'scaled' });
  return await reading(place, async (world) => {
    const { index, places, texts } = world;
    const store = storeFor(inputs, world.cwd);
    world.closeLater(() => store.close());
    const read = await sketchAll(store, watch);
    // An article that is in the index already is not a copy of itself.
    const same = new Set<number>();
    if (store instanceof FileStore && index.fileCount > 0) {
      const numbers = new Map([...index.files()].map(([number, file]) => [places.pathOf(file), number]));
      for (let k = 0; k < store.fileCount; k++) {
        const number = numbers.get(store.fileAt(k)?.path ?? '');
        if (number !== undefined) same.add(number + 1);
      }
    }
    const borders = { ...DEFAULT_BORDERS, ...chosen.borders };
    const asked = relationsAskedFor(chosen.only);
    const isLeftOut = (doc: number): boolean => same.has(index.fileOf[doc]!);
    const found = await extend(read, { index, texts, isLeftOut, borders, asked, watch });
    return await reportOnAsked(found, index, chosen, whileOpen(place, watch));
  });
}

/**
 * Takes articles out of an index: by the path of their file, by a folder, or by their id.
 *
 * @returns how many went
 * @throws MISSING_INPUT, and takes nothing out, where one of the names is that of no article
 */
export async function removeFromIndex(
  place: IndexPlace,
  names: readonly string[],
  { borders }: Pick<AddSettings, 'borders'> = {},
): Promise<number> {
  return await writing(place, 'there', async ({ index, path, places, cwd, shown, stage, seal }) => {
    const gone = new Set<number>();
    const removedFiles = new Set<number>();
    const files = [...index.files()].map(([number, file]) => [number, places.pathOf(file)] as const);
    const docsOfFile = docsByFile(index);
    for (const name of names) {
      const before = gone.size;
      const wanted = bytePathOf(resolve(cwd, name));
      for (const [number, at] of files) {
        if (at !== wanted && !at.startsWith(`${wanted}/`)) continue;
        removedFiles.add(number);
        for (const doc of docsOfFile.get(number + 1) ?? []) gone.add(doc);
      }
      const hash = hashOf(name);
      for (let doc = 0; doc < index.docCount; doc++) {
        if (index.nameHashes[doc] === hash && index.isThere(doc) && firstNameOf(index.placeOf(doc)) === name)
          gone.add(doc);
      }
      if (gone.size === before && !isKnownAgain(wanted, files, removedFiles)) throw notInIndex(name, shown);
    }
    const regrouped = regroupWithout(gone, index, { ...DEFAULT_BORDERS, ...borders });
    stage({
      ...NO_CHANGE,
      info: { ...baseIn(path, cwd), settings: {}, version: __WIRECOPY_VERSION__ },
      removed: [...gone],
      removedFiles: [...removedFiles],
      edges: regrouped.edges,
      clusters: regrouped.clusters,
      nextCluster: regrouped.next,
    });
    seal();
    return gone.size;
  });
}

/** Reads and checks every byte of an index that counts. Throws BAD_INDEX where one is not what was written. */
export async function verifyIndex(place: IndexPlace): Promise<IndexInfo> {
  return await reading(place, async ({ index }) => {
    index.verify();
    return infoOf(index);
  });
}

/** What is known of an index without looking at its articles. */
export async function indexInfo(place: IndexPlace): Promise<IndexInfo> {
  return await reading(place, async ({ index }) => infoOf(index));
}

/**
 * The report of a scan of all articles of an index, made from the texts where they lie: the same but for the ids of clusters.
 * Those whose texts are gone or changed are counted as skipped, and give matches called `unverified`.
 */
export async function exportIndex(
  place: IndexPlace,
  settings: Partial<Settings> = {},
  watch: Watch = {},
): Promise<Report> {
  const chosen = settled({ ...DEFAULT_SETTINGS, ...settings, method: 'scaled' });
  return await reading(place, async (world) => {
    const { index } = world;
    const docs = index.docs();
    const whole = await wholeOf(docs, world, chosen, watch);
    const { reading: read, comparison, lost, unverified } = whole;
    watch.stage?.('report');
    const { report } = await reportWithoutLost(read, comparison, chosen, whileOpen(place, watch));
    const told = withUnverified(report, read, unverified, lost);
    return numberedReport(told, read, (article) => index.clusterOf[docs[article]!]!, index.nextCluster);
  });
}

/**
 * Compares all articles of an index from the beginning, site furniture included, and writes it anew, without what was removed.
 * Clusters keep their ids. Articles whose texts are gone or changed stay, and are in no cluster.
 */
export async function rebuildIndex(
  place: IndexPlace,
  { borders }: Pick<AddSettings, 'borders'> = {},
  watch: Watch = {},
): Promise<IndexInfo> {
  await writing(place, 'there', async (world) => {
    const { index, path } = world;
    const docs = index.docs();
    const chosen: Settings = { ...DEFAULT_SETTINGS, ...(borders !== undefined && { borders }) };
    const whole = await wholeOf(docs, world, chosen, watch);
    watch.stage?.('write');
    const info = { ...baseIn(path, world.cwd), settings: {}, version: __WIRECOPY_VERSION__ };
    const { found } = whole.comparison;
    const { batch, earlier } = wholeBatch({ ...whole, found, docs: Int32Array.from(docs) }, index, info);
    world.replace(batch, earlier);
  });
  return await indexInfo(place);
}

/**
 * Scans files, and does not read those again that an index knows and that are what they were. The report is that of a scan
 * without the index but for the ids of clusters; what was new or changed is in the index when this resolves.
 */
export async function scanWithIndex(
  place: IndexPlace,
  files: IndexInputs & { readonly files: unknown },
  { storeTexts = false, ...given }: Partial<Settings> & Pick<AddSettings, 'storeTexts'> = {},
  watch: Watch = {},
): Promise<Report> {
  const chosen = settled({ ...DEFAULT_SETTINGS, ...given, method: 'scaled' });
  const borders = { ...DEFAULT_BORDERS, ...chosen.borders };
  return await writing(place, 'made', async (world) => {
    const { index, texts } = world;
    const reader = readerFor(world, files, storeTexts);
    world.closeLater(() => reader.store.close());
    const read = await sketchAll(reader.store, watch);
    const byFile = docsByFile(index);
    const unchanged = [...(reader.files?.known.unchanged ?? [])];
    const known = Uint32Array.from(unchanged.flatMap((file) => byFile.get(file + 1) ?? [])).sort();
    watch.stage?.('reread');
    await texts.fetch(known);
    const all = withKnown(read, known, world);
    const asked = relationsAskedFor(chosen.only);
    const whole = await compareWhole(all, chosen, { asked, borders, watch });
    watch.stage?.('report');
    const { reading: compared, comparison, lost, unverified } = whole;
    const { report } = await reportWithoutLost(compared, comparison, chosen, whileOpen(place, watch));
    const docs = new Int32Array(all.corpus.count).fill(-1);
    docs.set(known, read.corpus.count);
    const told = numberedReport(
      withUnverified(report, all, unverified, lost),
      all,
      (article) => (docs[article]! < 0 ? 0 : index.clusterOf[docs[article]!]!),
      index.nextCluster,
    );
    watch.stage?.('write');
    // Where all that the index will hold was just compared, that need not be done again.
    if (known.length === index.liveCount && lost.size === 0 && comparison.changed.size === 0) {
      if (read.corpus.count === 0) return told;
      const batch = index.batches.length;
      const files = new FilesTaken(reader, 0);
      files.see(0, read.corpus.count);
      const fresh = { stored: files.notes(world, batch), placeOf: placesOf({ read, reader, fileOf: files.numbers }) };
      const { found } = comparison;
      const made = wholeBatch({ ...whole, found, docs, fresh }, index, reader.info);
      world.replace(made.batch, made.earlier);
    } else
      await takeIn([{ reading: read, first: 0, isLast: true }], {
        world,
        reader,
        borders,
        watch,
        atATime: PART_ARTICLES,
      });
    return told;
  });
}

/** Whoever does not close the index has no texts to read once it is closed. */
function whileOpen({ holding }: IndexPlace, watch: Watch): Watch {
  if (holding !== undefined) return watch;
  const { texts: _, ...rest } = watch;
  return rest;
}

async function wholeOf(docs: Uint32Array, { index, texts }: IndexWorld, settings: Settings, watch: Watch) {
  chooseKernel(watch.kernel ?? 'compiled');
  watch.stage?.('read');
  await texts.fetch(docs);
  const asked = relationsAskedFor(settings.only);
  const borders = { ...DEFAULT_BORDERS, ...settings.borders };
  return await compareWhole(restored(docs, index, texts), settings, { asked, borders, watch });
}

function infoOf(index: IndexFile): IndexInfo {
  const clusters = new Set<number>();
  let clustered = 0;
  for (const doc of index.docs()) {
    const cluster = index.clusterOf[doc] ?? 0;
    if (cluster === 0) continue;
    clusters.add(cluster);
    clustered++;
  }
  return {
    articles: index.liveCount,
    files: index.files().size,
    clusters: clusters.size,
    clustered,
    changes: index.batches.length,
    bytes: index.log.byteLength,
  };
}

/** Was a folder or a file named whose articles an earlier name took out already? */
function isKnownAgain(
  wanted: string,
  files: readonly (readonly [number: number, at: string])[],
  removed: ReadonlySet<number>,
): boolean {
  return files.some(([number, at]) => removed.has(number) && (at === wanted || at.startsWith(`${wanted}/`)));
}

function notInIndex(name: string, shown: string): WirecopyError {
  return new WirecopyError('MISSING_INPUT', {
    where: name,
    what: `no article of ${shown} is called so or lies there`,
    remedy: 'name a file, a folder or an id as the reports show it; nothing was taken out',
  });
}
