import { DIGITS } from '../kernel/flags.ts';
import { finishHash, mixLane } from '../kernel/scheme.ts';
import type { Words } from './word-list.ts';

/** The numbers of a text with the line each stands on: `count` of them, from `begin` on or from the first. */
export interface NumberList {
  readonly begin?: number;
  readonly count: number;
  /** Unsigned 32-bit hash of a number with its decimals and separators, `1,250.50` as one. */
  readonly hashes: Uint32Array;
  /** Index of the line among those that hold a word. */
  readonly lines: Uint32Array;
}

/** Such a list, used again for the next text. */
export class Numbers implements NumberList {
  count = 0;
  hashes = new Uint32Array(256);
  lines = new Uint32Array(256);

  push(hash: number, line: number): void {
    if (this.count === this.hashes.length) {
      const hashes = new Uint32Array(this.count * 2);
      const lines = new Uint32Array(this.count * 2);
      hashes.set(this.hashes);
      lines.set(this.lines);
      this.hashes = hashes;
      this.lines = lines;
    }
    this.hashes[this.count] = hash;
    this.lines[this.count++] = line;
  }
}

/** Finds the numbers among words already read: words of digits, joined across `.`, `,` and `:`. Source: integrated.md 1.10. */
export function readNumbers(numbers: Numbers, words: Words, body: string): void {
  numbers.count = 0;
  let line = 0;
  for (let at = 0; at < words.count; at++) {
    while (at >= words.lineFirst[line + 1]!) line++;
    if ((words.flags[at]! & DIGITS) === 0) continue;
    let state = mixLane(0, words.hashes[at]!);
    let parts = 1;
    let last = at;
    while (last + 1 < words.lineFirst[line + 1]! && (words.flags[last + 1]! & DIGITS) !== 0) {
      const from = words.ends[last]!;
      const to = words.starts[last + 1]!;
      if (!isNumberJoint(body, from, to)) break;
      for (let i = from; i < to; i++) state = mixLane(state, body.charCodeAt(i));
      last++;
      state = mixLane(state, words.hashes[last]!);
      parts++;
    }
    numbers.push(finishHash(state, 0, parts), line);
    at = last;
  }
}

function isNumberJoint(body: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = body.charCodeAt(i);
    if (unit !== 0x2c && unit !== 0x2e && unit !== 0x3a) return false;
  }
  return to > from;
}
