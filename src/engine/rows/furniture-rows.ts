import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GrowingUint32 } from '../../kernel/growing.ts';
import { pairSketchInto } from '../../kernel/sketch.ts';
import { type Furniture, furnitureOf, searchFurniture } from '../../text/furniture.ts';
import type { LineTable } from '../../text/repeated-lines.ts';
import { WordShelf } from '../../text/shelf.ts';
import { OwnSketches } from '../corpus.ts';
import { packApart } from './apart.ts';
import type { MakeRowMode, WordsOfRow } from './contract.ts';
import { type ArticleWords, TextReader } from './read-article.ts';
import { newShelfFile, ownWordsOf, ShelfReader, ShelfWriter } from './shelf-file.ts';
import { signed } from './sketch-rows.ts';

interface SuspectRow extends WordsOfRow {
  readonly site: string;
  readonly source?: string | null;
  readonly n: number;
}

/** Articles whose own sketches are made at once. */
const SKETCHED_AT_ONCE = 1024;

/** The lines and the places of the articles of one source. */
class Group {
  readonly numbers: number[] = [];
  readonly places: number[] = [];
  readonly #offsets = new GrowingUint32();
  readonly #keysLow = new GrowingUint32();
  readonly #keysHigh = new GrowingUint32();
  readonly #wordCounts = new GrowingUint32();
  readonly #flags = new GrowingUint32();

  constructor() {
    this.#offsets.push(0);
  }

  add(n: number, place: number, { words, lineWords, lineFlags }: ArticleWords): void {
    this.numbers.push(n);
    this.places.push(place);
    this.#keysLow.pushAll(words.lineKeysLow.subarray(0, words.lineCount));
    this.#keysHigh.pushAll(words.lineKeysHigh.subarray(0, words.lineCount));
    this.#wordCounts.pushAll(lineWords);
    for (const flags of lineFlags) this.#flags.push(flags);
    this.#offsets.push(this.#keysLow.length);
  }

  lines(): LineTable {
    return {
      offsets: this.#offsets.view(),
      keysLow: this.#keysLow.view(),
      keysHigh: this.#keysHigh.view(),
      wordCounts: this.#wordCounts.view(),
      flags: Uint8Array.from(this.#flags.view()),
    };
  }
}

/** Learns furniture in one source after the other, and makes the sketches of what is left where anything is set apart. */
export const furnitureRows: MakeRowMode = ({ shelf }, write) => {
  const texts = new TextReader();
  // Texts that come in the rows are more than memory may hold: their words are put down, and read again as they are asked for.
  const spooled = shelf === undefined ? mkdtempSync(path.join(tmpdir(), 'wirecopy-words-')) : undefined;
  const writer = spooled === undefined ? undefined : new ShelfWriter(newShelfFile(spooled));
  /** What is left of articles, for those who look for words on the shelf. */
  const left = shelf === undefined ? undefined : new ShelfWriter(newShelfFile(shelf));
  const reader = new ShelfReader(spooled ?? shelf ?? '');
  const told = shelf === undefined ? signed : (hashes: Uint32Array) => hashes;
  let site: string | undefined;
  let isSource = 0;
  let group = new Group();

  const judge = (): void => {
    const { numbers, places } = group;
    if (numbers.length === 0) return;
    writer?.flush();
    const lines = group.lines();
    const ranked = Uint32Array.from(numbers, (_, k) => k);
    const search = searchFurniture(lines, ranked, new Uint32Array(numbers.length).fill(isSource));
    const furniture = furnitureOf(search, (k) => {
      const { hashes, flags, count } = reader.read(places[k]!).words;
      return { hashes, flags, begin: 0, end: count };
    });
    const changed = ranked.filter((k) =>
      furniture.isFurniture.subarray(lines.offsets[k], lines.offsets[k + 1]).includes(1),
    );
    for (let from = 0; from < changed.length; from += SKETCHED_AT_ONCE)
      writeOwn(changed.subarray(from, from + SKETCHED_AT_ONCE), lines, furniture);
  };

  const writeOwn = (articles: Uint32Array, lines: LineTable, { isFurniture, reasons }: Furniture): void => {
    const words = new WordShelf();
    const own = new OwnSketches(articles.length);
    const ownPairs = new OwnSketches(articles.length, pairSketchInto);
    for (const [k, number] of articles.entries()) {
      const article = reader.read(group.places[number]!);
      words.put(k, article.words, article.numbers);
      const first = lines.offsets[number]!;
      const end = lines.offsets[number + 1]!;
      words.setApart(k, lines.wordCounts, isFurniture, first, end - first);
      own.put(k, words.words(k));
      ownPairs.put(k, words.words(k));
      const sketch = own.sketch(k);
      const pairs = ownPairs.sketch(k);
      write({
        n: group.numbers[number]!,
        apart: packApart(isFurniture.subarray(first, end), reasons.subarray(first, end)),
        // None where too little is left: then the sketch of the whole text stands.
        sketch: sketch === undefined ? null : told(sketch),
        pairs: pairs === undefined ? null : told(pairs),
        place: left?.put(
          ownWordsOf({
            words: words.words(k),
            numbers: words.numbers(k),
            sketch: sketch ?? article.sketch,
            pairs: pairs ?? article.pairs,
          }),
        ),
      });
    }
  };

  return {
    take: (row: SuspectRow) => {
      if (row.site !== site) {
        judge();
        group = new Group();
        site = row.site;
        isSource = row.source === undefined || row.source === null ? 0 : 1;
      }
      if (writer === undefined) {
        const place = row.place ?? 0;
        group.add(row.n, place, reader.read(place));
      } else {
        const article = texts.read(row.text ?? '');
        group.add(row.n, writer.put(article), article);
      }
    },
    end: () => {
      judge();
      writer?.close();
      left?.close();
      reader.close();
      if (spooled !== undefined) rmSync(spooled, { recursive: true, force: true });
      return undefined;
    },
  };
};
