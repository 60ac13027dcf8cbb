import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import type { KeptArticle } from '../engine/corpus.ts';
import { WirecopyError } from '../errors.ts';
import {
  type Batch,
  type BatchInfo,
  BLANK,
  type Edges,
  framesOf,
  type KnownLines,
  type NewArticle,
  NUMBER_COLUMNS,
  SHORT,
  SPOOLED,
  type StoredFile,
} from './batch.ts';
import type { Disk } from './disk.ts';
import { damaged, type Frame, Log } from './log.ts';
import { shortKeyOf } from './names.ts';
import {
  apartFrom,
  deflatedRowsIn,
  linesFrom,
  placeFrom,
  type Rows,
  rowsIn,
  type StoredApart,
  type StoredLines,
  type StoredPlace,
  textFromBytes,
} from './rows.ts';
import { SketchRows } from './sketches.ts';

/** Blocks whose parts are kept at hand: articles are mostly asked for in their order. */
const MAX_OPEN_BLOCKS = 16;
/** A document of ours is far smaller. */
const MAX_JSON_BYTES = 2 ** 30;

/** What an index has of an article. */
export interface KeptParts {
  /** Its sketches are those of the whole text. */
  readonly kept: KeptArticle;
  readonly apart: StoredApart | undefined;
  /** With site furniture set apart: what is compared. */
  readonly sketch: Uint32Array;
}

interface Block {
  readonly first: number;
  readonly count: number;
  readonly frames: ReadonlyMap<string, Frame>;
}

interface OpenBlock {
  /** What its parts were read into. */
  readonly rooms: Buffer[];
  places?: Rows;
  lines?: Rows;
  apart?: Rows | 'none';
  texts?: Rows | 'none';
  sketches?: SketchRows;
  pairs?: SketchRows;
}

const NO_NUMBERS = new Uint32Array(0);
/** An index as it was when it was opened. Every part of it is checked before it is used; one that is not whole is refused. */
export class IndexFile {
  readonly log: Log;
  readonly batches: BatchInfo[] = [];
  readonly blocks: Block[] = [];
  docCount = 0;
  liveCount = 0;
  wordCounts = NO_NUMBERS;
  sequenceLow = NO_NUMBERS;
  sequenceHigh = NO_NUMBERS;
  /** Hash of what an article would be called if it were alone. */
  nameHashes = NO_NUMBERS;
  /** Hash of a text too short to judge; 0 for all others and for blank ones. */
  shortHashes = NO_NUMBERS;
  /** 1 + the number of each article's file, 0 for none. */
  fileOf = NO_NUMBERS;
  /** Number of each article's cluster, 0 for none. */
  clusterOf = NO_NUMBERS;
  /** Of articles that are there. */
  edges: Edges = { left: NO_NUMBERS, right: NO_NUMBERS, similarity: new Uint16Array(0) };
  nextCluster = 1;
  readonly #shown: string;
  #disguises = NO_NUMBERS;
  #bits = new Uint8Array(0);
  #isGone = new Uint8Array(0);
  readonly #goneFiles = new Set<number>();
  readonly #fileFrames: Frame[] = [];
  readonly #lineFrames: Frame[] = [];
  readonly #open = new Map<number, OpenBlock>();
  #rooms: Buffer[] = [];
  #files: readonly StoredFile[] | undefined;
  #livingFiles: ReadonlyMap<number, StoredFile> | undefined;
  #damage: WirecopyError | undefined;

  private constructor(log: Log, shown: string) {
    this.log = log;
    this.#shown = shown;
    this.#load();
  }

  /** Takes in what all frames say. */
  #load(): void {
    const { log } = this;
    for (const list of [this.batches, this.blocks, this.#fileFrames, this.#lineFrames]) list.length = 0;
    this.#goneFiles.clear();
    this.#open.clear();
    this.#files = undefined;
    this.#livingFiles = undefined;
    const numbers: Frame[] = [];
    const changes: Frame[] = [];
    let nextCluster = 1;
    let docCount = 0;
    let frames: Map<string, Frame> | undefined;
    for (const frame of log.frames) {
      if (frame.kind === 'nums') {
        const count = this.#decoded(frame, () => this.#countIn(log.payloadOf(frame)));
        frames = new Map([[frame.kind, frame]]);
        this.blocks.push({ first: docCount, count, frames });
        numbers.push(frame);
        docCount += count;
      } else if (BLOCK_FRAMES.has(frame.kind)) frames?.set(frame.kind, frame);
      else if (frame.kind === 'info') {
        const { info, next } = this.#json(frame) as { info?: BatchInfo; next: number };
        if (info !== undefined) this.batches.push(info);
        nextCluster = next;
      } else if (frame.kind === 'file') this.#fileFrames.push(frame);
      else if (frame.kind === 'furn') this.#lineFrames.push(frame);
      else if (CHANGES.has(frame.kind)) changes.push(frame);
      else throw damaged(this.#shown, `a frame is of a kind that is not known: ${JSON.stringify(frame.kind)}`);
    }
    this.docCount = docCount;
    this.nextCluster = nextCluster;
    const column = () => new Uint32Array(docCount);
    this.wordCounts = column();
    this.sequenceLow = column();
    this.sequenceHigh = column();
    this.nameHashes = column();
    this.shortHashes = column();
    this.fileOf = column();
    this.clusterOf = column();
    this.#disguises = column();
    this.#bits = new Uint8Array(docCount);
    this.#isGone = new Uint8Array(docCount);
    for (const [k, frame] of numbers.entries())
      this.#decoded(frame, () => this.#readNumbers(log.payloadOf(frame), this.blocks[k]!.first));
    const edges = this.#decoded(undefined, () => this.#readChanges(changes));
    let gone = 0;
    for (const isGone of this.#isGone) gone += isGone;
    this.liveCount = docCount - gone;
    this.edges = edges;
  }

  /** Throws BAD_INDEX and MISSING_INPUT as `Log.open` does. */
  static open(path: string, shown: string, mode: 'read' | 'write', disk?: Disk): IndexFile {
    const log = Log.open(path, shown, mode, disk);
    try {
      return new IndexFile(log, shown);
    } catch (error) {
      log.close();
      throw error;
    }
  }

  isThere(doc: number): boolean {
    return this.#isGone[doc] === 0;
  }

  /** Does it lie where it cannot be read at a place? */
  isSpooled(doc: number): boolean {
    return (this.#bits[doc]! & SPOOLED) !== 0;
  }

  /** As `KeptArticle.shortText`. */
  shortTextOf(doc: number): string | undefined {
    const bits = this.#bits[doc]!;
    if ((bits & BLANK) !== 0) return '';
    return (bits & SHORT) === 0 ? undefined : this.#shortTextOf(doc);
  }

  /** The numbers of all articles that are there. */
  docs(): Uint32Array {
    const docs = new Uint32Array(this.liveCount);
    let count = 0;
    for (let doc = 0; doc < this.docCount; doc++) if (this.#isGone[doc] === 0) docs[count++] = doc;
    return docs;
  }

  /** The sketches of a block, for who passes all of them by: valid until the next are asked for. */
  passing(block: Block, kind: 'skch' | 'pair'): SketchRows {
    const frame = this.#frameOf(block, kind);
    return this.#decoded(frame, () => new SketchRows(this.log.passing(frame)));
  }

  placeOf(doc: number): StoredPlace {
    const { block, open, k } = this.#openFor(doc);
    open.places ??= this.#part(block, open, 'rows', deflatedRowsIn);
    const { places } = open;
    return this.#decoded(block.frames.get('rows'), () => placeFrom(places.row(k), this.fileOf[doc]! - 1));
  }

  /** What was kept of an article when it was read; its sketches are those of the whole text. */
  keptOf(doc: number): KeptArticle {
    return this.partsOf(doc).kept;
  }

  /** What was kept of an article when it was read, and what is compared of it. */
  partsOf(doc: number): KeptParts {
    const lines = this.#linesOf(doc);
    const apart = this.apartOf(doc);
    const compared = this.comparedSketchesOf(doc);
    const kept = {
      wordCount: this.wordCounts[doc]!,
      sequenceLow: this.sequenceLow[doc]!,
      sequenceHigh: this.sequenceHigh[doc]!,
      disguises: this.#disguises[doc]!,
      shortText: this.shortTextOf(doc),
      sketch: apart?.wholeSketch ?? compared.sketch,
      pairSketch: apart?.wholePairSketch ?? compared.pairSketch,
      ...lines,
    };
    return { kept, apart, sketch: compared.sketch };
  }

  /** The sketches of what is an article's own. */
  comparedSketchesOf(doc: number): Pick<NewArticle, 'sketch' | 'pairSketch'> {
    const { block, open, k } = this.#openFor(doc);
    open.sketches ??= this.#part(block, open, 'skch', (bytes) => new SketchRows(bytes));
    open.pairs ??= this.#part(block, open, 'pair', (bytes) => new SketchRows(bytes));
    const { sketches, pairs } = open;
    return this.#decoded(block.frames.get('skch'), () => ({ sketch: sketches.sketch(k), pairSketch: pairs.sketch(k) }));
  }

  apartOf(doc: number): StoredApart | undefined {
    const { block, open, k } = this.#openFor(doc);
    open.apart ??= block.frames.has('aprt') ? this.#part(block, open, 'aprt', rowsIn) : 'none';
    const { apart } = open;
    return apart === 'none' ? undefined : this.#decoded(block.frames.get('aprt'), () => apartFrom(apart.row(k)));
  }

  /** The article whose text is kept in the index; nothing where it is not. */
  textOf(doc: number): unknown {
    const { block, open, k } = this.#openFor(doc);
    open.texts ??= block.frames.has('text') ? this.#part(block, open, 'text', rowsIn) : 'none';
    const { texts } = open;
    if (texts === 'none') return undefined;
    return this.#decoded(block.frames.get('text'), () => {
      const row = texts.row(k);
      return row.length === 0 ? undefined : textFromBytes(row);
    });
  }

  /** All files by number; those that are gone or were replaced are absent. */
  files(): ReadonlyMap<number, StoredFile> {
    this.#livingFiles ??= new Map([...this.#allFiles().entries()].filter(([number]) => !this.#goneFiles.has(number)));
    return this.#livingFiles;
  }

  /** All files that there ever were: the number of the next one. */
  get fileCount(): number {
    return this.#allFiles().length;
  }

  #allFiles(): readonly StoredFile[] {
    this.#files ??= this.#fileFrames.flatMap((frame) => this.#json(frame) as StoredFile[]);
    return this.#files;
  }

  /** The lines that are known to be furniture. */
  *knownLines(): Generator<KnownLines> {
    for (const frame of this.#lineFrames) yield this.#decoded(frame, () => linesIn(this.log.payloadOf(frame)));
  }

  /** Does without some articles from now on; nothing is written. */
  forget(docs: Iterable<number>, edges: Edges, clusters: ReadonlyMap<number, number>): void {
    for (const doc of docs) {
      if (this.isThere(doc)) this.liveCount--;
      this.#isGone[doc] = 1;
    }
    for (const [doc, cluster] of clusters) this.clusterOf[doc] = cluster;
    this.edges = this.#edgesIn([this.edges, edges]);
  }

  /** Adds a batch: it is seen here, and counts nowhere until `seal`. */
  stage(batch: Batch): void {
    this.refuseDamage();
    this.log.stage(framesOf(batch));
    this.#load();
  }

  /** Makes all count that was staged, at once: it is on the disk when this returns. */
  seal(): void {
    this.refuseDamage();
    this.log.seal();
  }

  /** Reads and checks every part. Throws BAD_INDEX. */
  verify(): void {
    for (const frame of this.log.frames) this.log.payloadOf(frame);
    this.files();
    for (const doc of this.docs()) {
      this.placeOf(doc);
      this.keptOf(doc);
      this.textOf(doc);
    }
    for (const _ of this.knownLines());
  }

  close(): void {
    this.log.close();
    this.#open.clear();
  }

  #linesOf(doc: number): StoredLines {
    const { block, open, k } = this.#openFor(doc);
    open.lines ??= this.#part(block, open, 'line', rowsIn);
    const { lines } = open;
    return this.#decoded(block.frames.get('line'), () => linesFrom(lines.row(k)));
  }

  #shortTextOf(doc: number): string {
    return shortKeyOf(this.shortHashes[doc]!, {
      wordCount: this.wordCounts[doc]!,
      sequenceLow: this.sequenceLow[doc]!,
      sequenceHigh: this.sequenceHigh[doc]!,
    });
  }

  #openFor(doc: number): { block: Block; open: OpenBlock; k: number } {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle]!.first <= doc) low = middle;
      else high = middle - 1;
    }
    const block = this.blocks[low];
    if (block === undefined || doc >= this.docCount) throw new RangeError(`there is no article ${doc} in the index`);
    let open = this.#open.get(low);
    if (open === undefined) {
      if (this.#open.size >= MAX_OPEN_BLOCKS) this.#shut();
      open = { rooms: [] };
      this.#open.set(low, open);
    }
    return { block, open, k: doc - block.first };
  }

  #part<T>(block: Block, open: OpenBlock, kind: string, decode: (bytes: Buffer) => T): T {
    const frame = this.#frameOf(block, kind);
    return this.#decoded(frame, () => {
      const room = this.#roomFor(frame.byteLength);
      open.rooms.push(room);
      return decode(this.log.payloadOf(frame, room));
    });
  }

  /** Lets go of all parts at hand. Nothing that is given to others lies in their rooms, and the next parts are read into them. */
  #shut(): void {
    this.#rooms = [...this.#open.values()].flatMap(({ rooms }) => rooms);
    this.#open.clear();
  }

  #roomFor(byteLength: number): Buffer {
    const place = this.#rooms.findIndex((room) => room.length >= byteLength);
    const [room] = place < 0 ? [] : this.#rooms.splice(place, 1);
    return room ?? Buffer.allocUnsafe(byteLength + (byteLength >>> 2));
  }

  #frameOf(block: Block, kind: string): Frame {
    const frame = block.frames.get(kind);
    if (frame === undefined) throw damaged(this.#shown, `a block has no frame ${kind}`);
    return frame;
  }

  /**
   * Throws BAD_INDEX where a part that was asked for was found to be damaged. Whoever takes a text that cannot be read for one
   * that is gone may have gone on.
   */
  refuseDamage(): void {
    if (this.#damage !== undefined) throw this.#damage;
  }

  /** What is whole and still makes no sense was not written by us. */
  #decoded<T>(frame: Frame | undefined, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      const where = frame === undefined ? 'its frames' : `frame ${frame.number} (${frame.kind})`;
      this.#damage ??= error instanceof WirecopyError ? error : damaged(this.#shown, `${where} cannot be understood`);
      throw this.#damage;
    }
  }

  #json(frame: Frame): unknown {
    return this.#decoded(frame, () =>
      JSON.parse(inflateRawSync(this.log.payloadOf(frame), { maxOutputLength: MAX_JSON_BYTES }).toString('utf8')),
    );
  }

  #countIn(payload: Buffer): number {
    const count = payload.readUInt32LE(0);
    if (payload.length !== 4 + count * (NUMBER_COLUMNS * 4 + 1)) throw new RangeError('a column is cut short');
    return count;
  }

  #readNumbers(payload: Buffer, first: number): void {
    const count = payload.readUInt32LE(0);
    const columns = [
      this.wordCounts,
      this.sequenceLow,
      this.sequenceHigh,
      this.nameHashes,
      this.shortHashes,
      this.#disguises,
      this.fileOf,
    ];
    let at = 4;
    for (const column of columns) {
      column.set(column32(payload, at, count), first);
      at += count * 4;
    }
    this.#bits.set(payload.subarray(at), first);
  }

  #readChanges(frames: readonly Frame[]): Edges {
    const all: Edges[] = [];
    for (const frame of frames) {
      const payload = this.log.payloadOf(frame);
      const count = payload.readUInt32LE(0);
      const column = (k: number) => column32(payload, 4 + k * count * 4, count);
      if (frame.kind === 'gone') for (const doc of column(0)) this.#isGone[doc] = 1;
      else if (frame.kind === 'left') for (const file of column(0)) this.#goneFiles.add(file);
      else if (frame.kind === 'clus') {
        const clusters = column(1);
        for (const [k, doc] of column(0).entries()) this.clusterOf[doc] = clusters[k]!;
      } else all.push({ left: column(0), right: column(1), similarity: Uint16Array.from(column(2)) });
    }
    return this.#edgesIn(all);
  }

  #edgesIn(all: readonly Edges[]): Edges {
    const total = all.reduce((sum, { left }) => sum + left.length, 0);
    const left = new Uint32Array(total);
    const right = new Uint32Array(total);
    const similarity = new Uint16Array(total);
    let kept = 0;
    for (const edges of all) {
      for (let e = 0; e < edges.left.length; e++) {
        if (!this.isThere(edges.left[e]!) || !this.isThere(edges.right[e]!)) continue;
        left[kept] = edges.left[e]!;
        right[kept] = edges.right[e]!;
        similarity[kept++] = edges.similarity[e]!;
      }
    }
    return {
      left: left.subarray(0, kept),
      right: right.subarray(0, kept),
      similarity: similarity.subarray(0, kept),
    };
  }
}

const BLOCK_FRAMES: ReadonlySet<string> = new Set(['skch', 'pair', 'line', 'rows', 'aprt', 'text']);
const CHANGES: ReadonlySet<string> = new Set(['gone', 'left', 'edge', 'clus']);

function column32(payload: Buffer, at: number, count: number): Uint32Array {
  const column = new Uint32Array(count);
  const bytes = payload.subarray(at, at + count * 4);
  if (bytes.length !== count * 4) throw new RangeError('a column is cut short');
  new Uint8Array(column.buffer).set(bytes);
  return column;
}

function linesIn(payload: Buffer): KnownLines {
  const count = payload.readUInt32LE(0);
  const column = (k: number) => column32(payload, 4 + k * count * 4, count);
  return { sources: column(0), keysLow: column(1), keysHigh: column(2), reasons: Uint8Array.from(column(3)) };
}
