import { PROSE, QUOTED, UNSPACED_WORD } from '../kernel/flags.ts';
import { PROSE_LINE, PROSE_SENTENCE_WORDS, PROSE_WORDS, UNSPACED_LINE } from '../kernel/limits.ts';
import type { TextReader } from '../kernel/reader.ts';
import { finishHash, SHINGLE_CHARACTERS, SHINGLE_WORDS } from '../kernel/scheme.ts';

export { PROSE_LINE, UNSPACED_LINE };

/**
 * The words of one article, in typed arrays that are used again for the next one. What is past the counts is left over
 * from earlier texts.
 */
export class Words {
  /** Who has read them, where they lie in its memory. */
  reader: TextReader | undefined;

  count = 0;
  /** Unsigned 32-bit hash of each folded word. */
  hashes = new Uint32Array(1024);
  /** UTF-16 offsets into the text, half-open. */
  starts = new Uint32Array(1024);
  ends = new Uint32Array(1024);
  flags = new Uint8Array(1024);

  /** Lines that hold a word; hard-wrapped lines of a paragraph are one line. */
  lineCount = 0;
  /** Index of each line's first word; one more entry closes the last line. */
  lineFirst = new Uint32Array(64);
  /** A line's key, 64 bits in two halves: the same words give the same key. */
  lineKeysLow = new Uint32Array(64);
  lineKeysHigh = new Uint32Array(64);
  lineFlags = new Uint8Array(64);

  quotedCount = 0;
  unspacedCount = 0;
  /** Hash of the word sequence, 64 bits in two halves. */
  sequenceLow = 0;
  sequenceHigh = 0;
  /** Characters of scripts without spaces in the lines that are closed. */
  #unspacedInLines = 0;

  /** Stands from now on for what a reader has read, in its arrays, until it reads the next text. */
  lieIn(reader: TextReader): void {
    this.reader = reader;
    this.hashes = reader.hashes;
    this.starts = reader.starts;
    this.ends = reader.ends;
    this.flags = reader.flags;
    this.lineFirst = reader.lineFirst;
    this.lineKeysLow = reader.lineKeysLow;
    this.lineKeysHigh = reader.lineKeysHigh;
    this.lineFlags = reader.lineFlags;
    this.count = reader.count;
    this.lineCount = reader.lineCount;
    this.quotedCount = reader.quotedCount;
    this.unspacedCount = reader.unspacedCount;
    this.sequenceLow = reader.sequenceLow;
    this.sequenceHigh = reader.sequenceHigh;
  }

  /** Takes over what another list holds. */
  copyFrom(other: Words): void {
    const { count, lineCount } = other;
    while (this.hashes.length < count) this.#growWords();
    while (this.lineFirst.length < lineCount + 1) this.#growLines();
    this.hashes.set(other.hashes.subarray(0, count));
    this.starts.set(other.starts.subarray(0, count));
    this.ends.set(other.ends.subarray(0, count));
    this.flags.set(other.flags.subarray(0, count));
    this.lineFirst.set(other.lineFirst.subarray(0, lineCount + 1));
    this.lineKeysLow.set(other.lineKeysLow.subarray(0, lineCount));
    this.lineKeysHigh.set(other.lineKeysHigh.subarray(0, lineCount));
    this.lineFlags.set(other.lineFlags.subarray(0, lineCount));
    this.count = count;
    this.lineCount = lineCount;
    this.quotedCount = other.quotedCount;
    this.unspacedCount = other.unspacedCount;
    this.sequenceLow = other.sequenceLow;
    this.sequenceHigh = other.sequenceHigh;
  }

  clear(): void {
    this.count = 0;
    this.lineCount = 0;
    this.quotedCount = 0;
    this.unspacedCount = 0;
    this.#unspacedInLines = 0;
    this.sequenceLow = LOW_START;
    this.sequenceHigh = HIGH_START;
  }

  push(hash: number, start: number, end: number, flags: number): void {
    const at = this.count;
    if (at === this.hashes.length) this.#growWords();
    this.hashes[at] = hash;
    this.starts[at] = start;
    this.ends[at] = end;
    this.flags[at] = flags;
    this.count = at + 1;
    if ((flags & UNSPACED_WORD) !== 0) this.unspacedCount++;
  }

  /** Marks the words from `from` up to `to` as quoted. */
  quote(from: number, to: number): void {
    const { flags } = this;
    for (let at = from; at < to; at++) {
      this.quotedCount += 1 - (flags[at]! & QUOTED);
      flags[at]! |= QUOTED;
    }
  }

  /** Closes the line that began with word `first`, and takes its words into the sequence; a line without words leaves no trace. */
  endLine(first: number, endsSentence: boolean): void {
    const length = this.count - first;
    if (length === 0) return;
    const at = this.lineCount;
    if (at + 1 >= this.lineFirst.length) this.#growLines();
    const { hashes, count } = this;
    let low = LOW_START;
    let high = HIGH_START;
    let sequenceLow = this.sequenceLow;
    let sequenceHigh = this.sequenceHigh;
    for (let i = first; i < count; i++) {
      const hash = hashes[i]!;
      low = mixLow(low, hash);
      high = mixHigh(high, hash);
      sequenceLow = mixLow(sequenceLow, hash);
      sequenceHigh = mixHigh(sequenceHigh, hash);
    }
    this.sequenceLow = sequenceLow;
    this.sequenceHigh = sequenceHigh;
    this.lineFirst[at] = first;
    this.lineFirst[at + 1] = count;
    this.lineKeysLow[at] = finishHash(low, 0, length);
    this.lineKeysHigh[at] = finishHash(high, 0, length);
    const isUnspaced = (this.unspacedCount - this.#unspacedInLines) * 2 > length;
    this.#unspacedInLines = this.unspacedCount;
    const weight = isUnspaced ? (length * SHINGLE_WORDS) / SHINGLE_CHARACTERS : length;
    const isProse = weight >= PROSE_WORDS || (weight >= PROSE_SENTENCE_WORDS && endsSentence);
    this.lineFlags[at] = (isProse ? PROSE_LINE : 0) | (isUnspaced ? UNSPACED_LINE : 0);
    if (isProse) for (let i = first; i < count; i++) this.flags[i]! |= PROSE;
    this.lineCount = at + 1;
  }

  /** Closes the sequence; to be called once all lines are. */
  finish(): void {
    this.sequenceLow = finishHash(this.sequenceLow, 0, this.count);
    this.sequenceHigh = finishHash(this.sequenceHigh, 0, this.count);
  }

  #growWords(): void {
    this.hashes = grown(this.hashes);
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    const flags = new Uint8Array(this.flags.length * 2);
    flags.set(this.flags);
    this.flags = flags;
  }

  #growLines(): void {
    this.lineFirst = grown(this.lineFirst);
    this.lineKeysLow = grown(this.lineKeysLow);
    this.lineKeysHigh = grown(this.lineKeysHigh);
    const lineFlags = new Uint8Array(this.lineFlags.length * 2);
    lineFlags.set(this.lineFlags);
    this.lineFlags = lineFlags;
  }
}

// Two chains of 32 bits over word hashes: a sequence is known by both, closed with `finishHash`. One multiplication each,
// since word hashes are well mixed; the rotation makes order count.
const LOW_START = 0x2545f491;
const HIGH_START = 0x4f6cdd1d;

function mixLow(state: number, hash: number): number {
  return Math.imul(((state << 5) | (state >>> 27)) ^ hash, 0x9e3779b1);
}

function mixHigh(state: number, hash: number): number {
  return Math.imul(((state << 11) | (state >>> 21)) + hash, 0x85ebca77);
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
