import { Buffer } from 'node:buffer';
import type { ArticleBatch } from './contract.ts';
import { type Named, type SettledIds, settleIds } from './ids.ts';

/** Bytes of ids there is room for at first, and articles. */
const FIRST_BYTES = 1 << 16;
const FIRST_COUNT = 1 << 10;

/**
 * What articles say of how they are to be named. Of those that were read many at a time only the bytes of their ids are kept,
 * and no string is made of them before somebody asks for one.
 */
export class Names {
  /** Those of articles that came one by one; nothing for the others. */
  readonly #named: (Named | undefined)[] = [];
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Where the id of each article ends among these bytes; the one before ends where it begins. */
  #ends = new Uint32Array(FIRST_COUNT);
  #lines = new Uint32Array(FIRST_COUNT);
  #records = new Uint32Array(FIRST_COUNT);
  readonly #paths: string[] = [];
  /** The first article of each path. */
  readonly #pathFirsts: number[] = [];
  #list: readonly Named[] | undefined;

  get count(): number {
    return this.#named.length;
  }

  add(named: Named): void {
    this.#list = undefined;
    this.#reserve(1, 0);
    const at = this.#named.push(named) - 1;
    this.#ends[at] = at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
  }

  addBatch(batch: ArticleBatch): void {
    const { count, path, bytes, idStarts, idEnds, firstRecord, lineOf, spelledId } = batch;
    this.#list = undefined;
    let byteCount = 0;
    for (let k = 0; k < count; k++) byteCount += (idEnds[k] ?? 0) - (idStarts[k] ?? 0);
    this.#reserve(count, byteCount);
    let at = this.#named.length;
    let end = at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
    if (this.#paths.at(-1) !== path || this.#named[at - 1] !== undefined) {
      this.#paths.push(path);
      this.#pathFirsts.push(at);
    }
    for (let k = 0; k < count; k++, at++) {
      const id = spelledId(k);
      if (id === undefined) {
        for (let from = idStarts[k] ?? 0; from < (idEnds[k] ?? 0); from++) this.#bytes[end++] = bytes[from] ?? 0;
        this.#named.push(undefined);
      } else {
        this.#named.push({ id, place: { path, line: lineOf(k), record: firstRecord + k } });
      }
      this.#ends[at] = end;
      this.#lines[at] = lineOf(k);
      this.#records[at] = firstRecord + k;
    }
  }

  /** All of them as objects: made when they are first asked for. */
  list(): readonly Named[] {
    this.#list ??= this.#listed();
    return this.#list;
  }

  /** The names of all, as `settleIds` gives them. */
  settled(): SettledIds {
    return settleIds(this.list());
  }

  /** Have all records an id of their own that no other has, and are there no articles but these records? */
  areDistinct(): boolean {
    const { count } = this;
    let slotCount = 16;
    while (slotCount < count * 2) slotCount *= 2;
    const slots = new Uint32Array(slotCount);
    const highs = new Uint32Array(count);
    for (let at = 0, from = 0; at < count; at++) {
      const end = this.#ends[at] ?? 0;
      if (this.#named[at] !== undefined || from === end) return false;
      let low = 0x811c9dc5;
      let high = end - from;
      for (; from < end; from++) {
        const byte = this.#bytes[from] ?? 0;
        low = Math.imul(low ^ byte, 0x01000193);
        high = Math.imul(((high << 5) | (high >>> 27)) ^ byte, 0x9e3779b1);
      }
      highs[at] = high;
      // Two halves that are alike are taken for one id, and then looked at as strings.
      let slot = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) >>> 0;
      slot = (slot ^ (slot >>> 13)) & (slotCount - 1);
      for (; slots[slot] !== 0; slot = (slot + 1) & (slotCount - 1))
        if (highs[(slots[slot] ?? 0) - 1] === highs[at]) return false;
      slots[slot] = at + 1;
    }
    return true;
  }

  /** The own ids of all, in ascending order of their bytes or not. */
  ids(): string[] {
    const ids: string[] = [];
    for (let at = 0, from = 0; at < this.count; at++) {
      const end = this.#ends[at] ?? 0;
      ids.push(this.#named[at]?.id ?? this.#bytes.toString('utf8', from, end));
      from = end;
    }
    return ids;
  }

  #listed(): readonly Named[] {
    const ids = this.ids();
    let path = -1;
    return ids.map((id, at) => {
      while (path + 1 < this.#pathFirsts.length && (this.#pathFirsts[path + 1] ?? 0) <= at) path++;
      const place = { path: this.#paths[path] ?? '', line: this.#lines[at] ?? 0, record: this.#records[at] ?? 0 };
      return this.#named[at] ?? { id, place };
    });
  }

  #reserve(count: number, byteCount: number): void {
    const articles = this.#named.length + count;
    if (articles > this.#ends.length) {
      const length = Math.max(articles, this.#ends.length * 2);
      this.#ends = grown(this.#ends, length);
      this.#lines = grown(this.#lines, length);
      this.#records = grown(this.#records, length);
    }
    const used = this.#named.length === 0 ? 0 : (this.#ends[this.#named.length - 1] ?? 0);
    if (used + byteCount > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(used + byteCount, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, used);
      this.#bytes = larger;
    }
  }
}

function grown(values: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(values);
  return larger;
}
