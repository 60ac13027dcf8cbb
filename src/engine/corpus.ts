import type { BatchReader, ReadBatch, Wanted } from '../kernel/batch.ts';
import { UNSPACED_WORD } from '../kernel/flags.ts';
import { copyRange, GrowingUint32 } from '../kernel/growing.ts';
import type { SketchTable } from '../kernel/postings.ts';
import { MIN_SKETCH_WORDS, MIN_WORDS, UNSPACED_UNIT, unitWordsOf } from '../kernel/scheme.ts';
import type { WordRange } from '../kernel/seeds.ts';
import { type pairSketchInto, sketchInto } from '../kernel/sketch.ts';
import { BodyReader } from '../text/body.ts';
import type { DisguiseBits } from '../text/disguises.ts';
import type { NumberList } from '../text/numbers.ts';
import { phraseFinder } from '../text/phrases.ts';
import { type LineTable, PHRASE_LINE } from '../text/repeated-lines.ts';
import { type ReadWordList, WordShelf } from '../text/shelf.ts';
import type { Words } from '../text/word-list.ts';

/**
 * So many words are kept from the first read, as numbers, those of equal texts once; a run with more reads its candidates again, and keeps only
 * these. 320 MB: what 170,000 articles of usual length take.
 */
const MAX_KEPT_WORDS = 1 << 26;

/** All that a corpus keeps of one article. */
export interface KeptArticle {
  readonly wordCount: number;
  /** Hash of the word sequence, 64 bits in two halves. */
  readonly sequenceLow: number;
  readonly sequenceHigh: number;
  readonly disguises: DisguiseBits;
  /** Of an article too short to judge: what is equal for equal texts alone, '' for a blank one. */
  readonly shortText: string | undefined;
  readonly sketch: Uint32Array;
  readonly pairSketch: Uint32Array;
  /** By line. */
  readonly keysLow: Uint32Array;
  readonly keysHigh: Uint32Array;
  readonly lineWords: Uint32Array;
  readonly lineFlags: Uint32Array;
}

/**
 * All that is kept of the articles after the first read: sketches, line keys, hashes. Texts are let go. Articles have the
 * numbers of that read, from 0; `rankedBy` puts them in input order.
 */
export class Corpus {
  count = 0;
  /** Words of each article. */
  readonly wordCounts = new GrowingUint32();
  readonly #sequenceLow = new GrowingUint32();
  readonly #sequenceHigh = new GrowingUint32();
  readonly #sketchHashes = new GrowingUint32(1 << 16);
  readonly #sketchOffsets = new GrowingUint32();
  readonly #pairHashes = new GrowingUint32(1 << 16);
  readonly #pairOffsets = new GrowingUint32();
  readonly #keysLow = new GrowingUint32(1 << 16);
  readonly #keysHigh = new GrowingUint32(1 << 16);
  readonly #lineWords = new GrowingUint32(1 << 16);
  readonly #lineFlags = new GrowingUint32(1 << 16);
  readonly #lineOffsets = new GrowingUint32();
  readonly #sources = new GrowingUint32();
  readonly #disguises = new GrowingUint32();
  readonly #sourceNumbers = new Map<string, number>();
  /** Too short to judge: the text itself, since only equal bytes make such articles identical. */
  readonly #shortTexts = new Map<number, string>();
  readonly #body: BodyReader;
  readonly #phrases = phraseFinder();
  #shelf: WordShelf | undefined;
  readonly #maxKeptWords: number;
  #shelvedWords = 0;
  #batches: BatchReader | undefined;
  /** What batches keep that keep no words. */
  readonly #leastWanted: Wanted;

  /**
   * @param maxKeptWords words kept from the first read; with more, candidates must be read again
   * @param kept         what is kept of each article besides: with `sketches`, no lines and no sketches of pairs where they are read in batches
   */
  constructor(
    maxKeptWords: number = MAX_KEPT_WORDS,
    body: BodyReader = new BodyReader(),
    kept: 'lines' | 'sketches' = 'lines',
  ) {
    this.#leastWanted = kept;
    this.#maxKeptWords = maxKeptWords;
    this.#body = body;
    if (maxKeptWords > 0) this.#shelf = new WordShelf();
    this.#sketchOffsets.push(0);
    this.#pairOffsets.push(0);
    this.#lineOffsets.push(0);
  }

  /** An empty one that has the same taker. */
  successor(): Corpus {
    return new Corpus(this.#maxKeptWords, this.#body);
  }

  /** Takes in one article; its number is `count` before the call. */
  add(body: string, source: string | undefined): void {
    this.#body.read(body);
    this.#addRead(source);
  }

  /** The same of the text that was taken last from `taker`. */
  addTaken(source: string | undefined): void {
    this.#body.readTaken();
    this.#addRead(source);
  }

  /** Who takes texts from records, so that no string is made of them. */
  get taker(): Pick<BodyReader, 'take'> & { batches(): BatchReader | undefined } {
    return {
      take: (record, names) => this.#body.take(record, names),
      batches: () => {
        const batches = this.#body.batches();
        if (batches !== undefined) batches.wanted = this.#shelf === undefined ? this.#leastWanted : 'words';
        this.#batches = batches;
        return batches;
      },
    };
  }

  /** Takes in the articles of a batch. */
  addBatch(
    batches: ReadBatch,
    sourceOf: (index: number) => string | undefined,
    textOf: (index: number) => string,
  ): void {
    const { count, columns } = batches;
    const { words, sequenceLow, sequenceHigh, sketch, pairs, lines, numbers, quoted, tooShort } = columns;
    const sketchesBefore = this.#sketchHashes.length;
    const pairsBefore = this.#pairHashes.length;
    const linesBefore = this.#keysLow.length;
    const { wanted } = batches;
    let sketchEnd = sketchesBefore;
    let pairEnd = pairsBefore;
    let lineEnd = linesBefore;
    // Of the article at hand, in the lists of the batch.
    const wordList = {
      hashes: batches.hashes,
      flags: batches.flags,
      begin: 0,
      count: 0,
      sequenceLow: 0,
      sequenceHigh: 0,
      quoted: 0,
    };
    const numberList = { hashes: batches.numbers, lines: batches.numberLines, begin: 0, count: 0 };
    this.wordCounts.pushAll(words, count);
    this.#sequenceLow.pushAll(sequenceLow, count);
    this.#sequenceHigh.pushAll(sequenceHigh, count);
    for (let k = 0; k < count; k++) {
      this.#disguises.push(0);
      this.#sources.push(this.#numberOf(sourceOf(k)));
      sketchEnd += sketch[k]!;
      pairEnd += pairs[k]!;
      if (wanted !== 'sketches') lineEnd += lines[k]!;
      this.#sketchOffsets.push(sketchEnd);
      this.#pairOffsets.push(pairEnd);
      this.#lineOffsets.push(lineEnd);
      if (tooShort[k] === 1) {
        const text = textOf(k);
        this.#shortTexts.set(this.count, text.trim() === '' ? '' : text);
      }
      if (wanted === 'words' && this.#shelf !== undefined) {
        wordList.count = words[k]!;
        wordList.sequenceLow = sequenceLow[k]!;
        wordList.sequenceHigh = sequenceHigh[k]!;
        wordList.quoted = quoted[k]!;
        numberList.count = numbers[k]!;
        this.#shelve(wordList, numberList);
        wordList.begin += wordList.count;
        numberList.begin += numberList.count;
      }
      this.count++;
    }
    this.#sketchHashes.pushAll(batches.sketches, sketchEnd - sketchesBefore);
    this.#pairHashes.pushAll(batches.pairs, pairEnd - pairsBefore);
    const lineCount = lineEnd - linesBefore;
    this.#keysLow.pushAll(batches.keysLow, lineCount);
    this.#keysHigh.pushAll(batches.keysHigh, lineCount);
    this.#lineWords.pushAll(batches.lineWords, lineCount);
    this.#lineFlags.pushAll(batches.lineFlags, lineCount);
    if (this.#shelf === undefined && this.#batches !== undefined) this.#batches.wanted = this.#leastWanted;
  }

  #addRead(source: string | undefined): void {
    const reader = this.#body;
    const { words } = reader;
    this.#disguises.push(reader.disguises);
    this.wordCounts.push(words.count);
    this.#sequenceLow.push(words.sequenceLow);
    this.#sequenceHigh.push(words.sequenceHigh);
    this.#sources.push(this.#numberOf(source));
    if (isTooShort(words)) {
      const text = reader.text();
      this.#shortTexts.set(this.count, text.trim() === '' ? '' : text);
    }
    if (hasSketch(words)) {
      const count = reader.sketch();
      this.#sketchHashes.pushAll(reader.made, count);
      const pairCount = reader.pairSketch();
      this.#pairHashes.pushAll(reader.made, pairCount);
    }
    this.#sketchOffsets.push(this.#sketchHashes.length);
    this.#pairOffsets.push(this.#pairHashes.length);
    for (let line = 0; line < words.lineCount; line++) {
      this.#lineWords.push(words.lineFirst[line + 1]! - words.lineFirst[line]!);
      this.#lineFlags.push(words.lineFlags[line]! | (this.#phrases.holds(words, line, reader) ? PHRASE_LINE : 0));
    }
    this.#keysLow.pushAll(words.lineKeysLow, words.lineCount);
    this.#keysHigh.pushAll(words.lineKeysHigh, words.lineCount);
    this.#lineOffsets.push(this.#keysLow.length);
    this.#keep();
    this.count++;
  }

  /** What is kept of an article; its arrays are valid until the next one is taken in. */
  kept(article: number): KeptArticle {
    const pairs = this.#pairOffsets.view();
    const lines = this.#lineOffsets.view();
    const [first, end] = [lines[article]!, lines[article + 1]!];
    return {
      wordCount: this.wordCounts.view()[article]!,
      sequenceLow: this.#sequenceLow.view()[article]!,
      sequenceHigh: this.#sequenceHigh.view()[article]!,
      disguises: this.disguises(article),
      shortText: this.#shortTexts.get(article),
      sketch: this.sketch(article),
      pairSketch: this.#pairHashes.view().subarray(pairs[article], pairs[article + 1]),
      keysLow: this.#keysLow.view().subarray(first, end),
      keysHigh: this.#keysHigh.view().subarray(first, end),
      lineWords: this.#lineWords.view().subarray(first, end),
      lineFlags: this.#lineFlags.view().subarray(first, end),
    };
  }

  /** Takes in an article that another corpus kept. Its words are not on the shelf. */
  restore(kept: KeptArticle, source: string | undefined): void {
    this.wordCounts.push(kept.wordCount);
    this.#sequenceLow.push(kept.sequenceLow);
    this.#sequenceHigh.push(kept.sequenceHigh);
    this.#disguises.push(kept.disguises);
    this.#sources.push(this.#numberOf(source));
    if (kept.shortText !== undefined) this.#shortTexts.set(this.count, kept.shortText);
    this.#sketchHashes.pushAll(kept.sketch);
    this.#sketchOffsets.push(this.#sketchHashes.length);
    this.#pairHashes.pushAll(kept.pairSketch);
    this.#pairOffsets.push(this.#pairHashes.length);
    this.#keysLow.pushAll(kept.keysLow);
    this.#keysHigh.pushAll(kept.keysHigh);
    this.#lineWords.pushAll(kept.lineWords);
    this.#lineFlags.pushAll(kept.lineFlags);
    this.#lineOffsets.push(this.#keysLow.length);
    this.#shelf = undefined;
    this.count++;
  }

  /** The words of all articles, where they were few enough to keep. To be asked once: the shelf is then the caller's. */
  takeShelf(): WordShelf | undefined {
    const shelf = this.#shelf;
    this.#shelf = undefined;
    return shelf;
  }

  #keep(): void {
    if (this.#shelf !== undefined) this.#shelve(this.#body.words, this.#body.numbers());
  }

  #shelve(words: ReadWordList, numbers: NumberList): void {
    if (this.#shelf === undefined) return;
    this.#shelvedWords += this.#shelf.put(this.count, words, numbers);
    if (this.#shelvedWords > this.#maxKeptWords) this.#shelf = undefined;
  }

  isTooShort(article: number): boolean {
    return this.#shortTexts.has(article);
  }

  /** Are these the words that the first read found? */
  isUnchanged(article: number, words: Words): boolean {
    return (
      this.wordCounts.view()[article] === words.count &&
      this.#sequenceLow.view()[article] === words.sequenceLow &&
      this.#sequenceHigh.view()[article] === words.sequenceHigh
    );
  }

  /** Hash of an article's word sequence, 16 hexadecimal digits. */
  wordsHash(article: number): string {
    const high = this.#sequenceHigh.view()[article]!.toString(16).padStart(8, '0');
    return high + this.#sequenceLow.view()[article]!.toString(16).padStart(8, '0');
  }

  /** The number of an article's source; 0 for unknown. */
  sources(): Uint32Array {
    return this.#sources.view();
  }

  /** What an article is disguised with, one bit a disguise. */
  disguises(article: number): DisguiseBits {
    return this.#disguises.view()[article]!;
  }

  sketch(article: number): Uint32Array {
    const offsets = this.#sketchOffsets.view();
    return this.#sketchHashes.view().subarray(offsets[article], offsets[article + 1]);
  }

  lines(): LineTable {
    return {
      offsets: this.#lineOffsets.view(),
      keysLow: this.#keysLow.view(),
      keysHigh: this.#keysHigh.view(),
      wordCounts: this.#lineWords.view(),
      flags: Uint8Array.from(this.#lineFlags.view()),
    };
  }

  /**
   * Collapses equal texts: for each article the first in rank order that has the same words in the same order, itself
   * where there is none. Too short ones are equal only byte by byte, and blank ones to nothing.
   *
   * @param ranked all articles in rank order
   */
  firstOfEquals(ranked: Uint32Array): Uint32Array {
    const first = new Uint32Array(this.count);
    const low = this.#sequenceLow.view();
    const high = this.#sequenceHigh.view();
    const counts = this.wordCounts.view();
    const bySequence = new Map<number, number>();
    const byText = new Map<string, number>();
    for (const article of ranked) {
      first[article] = article;
      const text = this.#shortTexts.get(article);
      if (text === '') continue;
      if (text !== undefined) {
        const same = byText.get(text);
        if (same === undefined) byText.set(text, article);
        else first[article] = same;
        continue;
      }
      // 53 of the 64 bits make the key; the rest is compared.
      const key = low[article]! * 0x20_0000 + (high[article]! >>> 11);
      const same = bySequence.get(key);
      if (same === undefined) bySequence.set(key, article);
      else if (high[same] === high[article] && counts[same] === counts[article]) first[article] = same;
    }
    return first;
  }

  /**
   * The sketches of some articles as one table, in the order given.
   *
   * @param instead sketches that take the place of those of the whole texts
   */
  sketchTable(articles: Uint32Array, instead?: OwnSketches): SketchTable {
    return tableOf(articles, this.#sketchHashes.view(), this.#sketchOffsets.view(), instead);
  }

  /** The same of their sketches of word pairs. */
  pairSketchTable(articles: Uint32Array, instead?: OwnSketches): SketchTable {
    return tableOf(articles, this.#pairHashes.view(), this.#pairOffsets.view(), instead);
  }

  #numberOf(source: string | undefined): number {
    if (source === undefined) return 0;
    const known = this.#sourceNumbers.get(source);
    if (known !== undefined) return known;
    const number = this.#sourceNumbers.size + 1;
    this.#sourceNumbers.set(source, number);
    return number;
  }
}

/** A text of so many words is long enough in any script. */
const MOST_TOO_SHORT = MIN_WORDS * UNSPACED_UNIT;

/** The sketches of articles without their site furniture: of those that have any, or of all. */
export class OwnSketches {
  readonly #hashes = new GrowingUint32();
  /** For each article 1 + where its sketch begins, and where it ends. */
  readonly #begins: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #sketchInto: typeof pairSketchInto;
  #sketch = new Uint32Array(4096);

  /** @param into how a sketch is made: `sketchInto`, `pairSketchInto` or `quotedShinglesInto` */
  constructor(articleCount: number, into: typeof pairSketchInto = sketchInto) {
    this.#sketchInto = into;
    this.#begins = new Uint32Array(articleCount);
    this.#ends = new Uint32Array(articleCount);
  }

  /**
   * Makes the sketch of an article from the words that are its own. One that is left with too few to judge keeps the sketch
   * of its whole text: it will be in no relation, and what was missed can still be told from what is refused.
   */
  put(article: number, { hashes, flags, begin, end }: WordRange): void {
    const count = end - begin;
    if (count < MOST_TOO_SHORT) {
      let unspaced = 0;
      for (let at = begin; at < end; at++) if ((flags[at]! & UNSPACED_WORD) !== 0) unspaced++;
      if (count < MIN_WORDS * unitWordsOf(unspaced, count)) return;
    }
    if (this.#sketch.length < count) this.#sketch = new Uint32Array(count * 2);
    this.#begins[article] = this.#hashes.length + 1;
    this.#hashes.pushAll(this.#sketch, this.#sketchInto(this.#sketch, hashes, flags, begin, end));
    this.#ends[article] = this.#hashes.length;
  }

  /** Hashes of the sketch; nothing for an article that was never put. */
  size(article: number): number | undefined {
    const begin = this.#begins[article]!;
    return begin === 0 ? undefined : this.#ends[article]! - (begin - 1);
  }

  /** Nothing for an article that was never put. */
  sketch(article: number): Uint32Array | undefined {
    const begin = this.#begins[article]!;
    return begin === 0 ? undefined : this.#hashes.values.subarray(begin - 1, this.#ends[article]);
  }

  /** Copies a sketch; tells that there is none for an article that was never put. */
  copyTo(to: Uint32Array, at: number, article: number): boolean {
    const begin = this.#begins[article]!;
    if (begin === 0) return false;
    copyRange(to, at, this.#hashes.values, begin - 1, this.#ends[article]!);
    return true;
  }

  /** The sketches of some articles as one table, in the order given; nothing of those that were never put. */
  table(articles: Uint32Array): SketchTable {
    return tableOf(articles, NO_HASHES, new Uint32Array(this.#begins.length + 1), this);
  }
}

const NO_HASHES = new Uint32Array(0);

function tableOf(articles: Uint32Array, all: Uint32Array, from: Uint32Array, instead?: OwnSketches): SketchTable {
  const offsets = new Uint32Array(articles.length + 1);
  for (let k = 0; k < articles.length; k++) {
    const article = articles[k]!;
    offsets[k + 1] = offsets[k]! + (instead?.size(article) ?? from[article + 1]! - from[article]!);
  }
  const hashes = new Uint32Array(offsets[articles.length]!);
  for (let k = 0; k < articles.length; k++) {
    const article = articles[k]!;
    if (instead?.copyTo(hashes, offsets[k]!, article) === true) continue;
    copyRange(hashes, offsets[k]!, all, from[article]!, from[article + 1]!);
  }
  return { hashes, offsets };
}

/** Fewer than MIN_WORDS words, or the characters that stand for so many. */
export function isTooShort(words: Words): boolean {
  return words.count < MIN_WORDS * unitOf(words);
}

/** Briefs too short to judge are proposed all the same, so that what the sketches miss can be told from what is refused. */
export function hasSketch(words: Words): boolean {
  return words.count >= MIN_SKETCH_WORDS * unitOf(words);
}

function unitOf(words: Words): number {
  return unitWordsOf(words.unspacedCount, words.count);
}

/** The order of two strings by their UTF-8 bytes, which differs from JavaScript's own where surrogates are met. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above all of the Basic Multilingual Plane.
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** The numbers of the articles in input order: ascending by the UTF-8 bytes of their ids. */
export function rankedBy(ids: readonly string[]): Uint32Array {
  const ranked = new Uint32Array(ids.length);
  let isInOrder = true;
  for (let i = 0; i < ids.length; i++) {
    ranked[i] = i;
    if (isInOrder && i > 0 && compareUtf8(ids[i - 1]!, ids[i]!) > 0) isInOrder = false;
  }
  return isInOrder ? ranked : ranked.sort((a, b) => compareUtf8(ids[a]!, ids[b]!));
}
