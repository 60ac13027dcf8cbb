import type { BatchReader } from '../kernel/batch.ts';
import { PAIR_WORDS } from '../kernel/limits.ts';
import type { TakenText } from '../kernel/reader.ts';
import { KEEP_BELOW, MIN_PAIR_SKETCH, MIN_SKETCH, PAIR_KEEP_BELOW, SHINGLE_WORDS } from '../kernel/scheme.ts';
import { pairSketchInto, sketchInto } from '../kernel/sketch.ts';
import { type DisguiseBits, readBodyInPlace, readTakenBody } from './disguises.ts';
import { type NumberList, Numbers, readNumbers } from './numbers.ts';
import { phraseFinder } from './phrases.ts';
import { Words } from './word-list.ts';
import { batchReader, takeRecord } from './words.ts';

/**
 * All that is made of a body when it is first read, in place: what this gives holds until anything is read, by whomever.
 * Nothing is copied on the way from the compiled reader to those who keep it.
 */
export class BodyReader {
  words = new Words();
  disguises: DisguiseBits = 0;
  /** None where the text lies with the reader alone. */
  #body: string | undefined = '';
  readonly #own = this.words;
  readonly #numbers = new Numbers();
  #sketch = new Uint32Array(4096);
  /** The sketch that was made last, and what is left over behind it. */
  made = this.#sketch;

  read(body: string): void {
    this.#hold(readBodyInPlace(this.#own, body), body);
  }

  /** Takes a text out of a record, to be read next; see `TextReader.takeRecord`. */
  take(record: Uint8Array, names: readonly string[]): TakenText | undefined {
    return takeRecord(record, names);
  }

  /** Reads whole lines of JSON; none where texts are read plainly. What was read before is lost with it. */
  batches(): BatchReader | undefined {
    const phrases = phraseFinder();
    return batchReader(phrases.mostWords, (words, line, text) => phrases.holds(words, line, text));
  }

  /** Reads what was taken last. */
  readTaken(): void {
    const read = readTakenBody(this.#own);
    this.#hold(read, read.body);
  }

  /** A piece of the body. */
  slice(start: number, end: number): string {
    return this.#body?.slice(start, end) ?? this.words.reader?.slice(start, end) ?? '';
  }

  /** The body whole. */
  text(): string {
    return this.#body ?? this.slice(0, this.words.reader?.length ?? 0);
  }

  #hold({ words, disguises }: { words: Words; disguises: DisguiseBits }, body: string | undefined): void {
    this.words = words;
    this.disguises = disguises;
    this.#body = body;
  }

  /** Makes the sketch of its words in `made`; returns how many hashes it has. */
  sketch(): number {
    const { reader } = this.words;
    if (reader === undefined) return this.#plainly(sketchInto);
    this.made = reader.out;
    return reader.sketch(SHINGLE_WORDS, MIN_SKETCH, KEEP_BELOW);
  }

  /** The same of pairs of words. */
  pairSketch(): number {
    const { reader } = this.words;
    if (reader === undefined) return this.#plainly(pairSketchInto);
    this.made = reader.out;
    return reader.sketch(PAIR_WORDS, MIN_PAIR_SKETCH, PAIR_KEEP_BELOW);
  }

  numbers(): NumberList {
    const { reader } = this.words;
    if (reader !== undefined) return reader.numbers();
    readNumbers(this.#numbers, this.words, this.text());
    return this.#numbers;
  }

  #plainly(into: typeof pairSketchInto): number {
    const { hashes, flags, count } = this.words;
    if (this.#sketch.length < count) this.#sketch = new Uint32Array(count * 2);
    this.made = this.#sketch;
    return into(this.#sketch, hashes, flags, 0, count);
  }
}
