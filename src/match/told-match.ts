import { RUN_NUMBERS, type SharedWords } from '../kernel/passages.ts';
import type { Match, Passage, PassageSide } from '../model.ts';

/** Numbers of a passage: start and end left, the same right, and twice its words and one more where it is quoted. */
const PLACE_NUMBERS = 5;
/** Its first and last line left, and the same right; two records are one line each, and these are kept once. */
const LINE_NUMBERS = 4;
const RECORD_NUMBERS = 2;
/** Numbers of a page; a match with more gets one of its own. */
const PAGE_NUMBERS = 1 << 16;

/** A text whose passages are kept. */
export interface KeptSide {
  /** Its first word in the lists of places. */
  readonly begin: number;
  /** The 1-based line of the original file on which an offset stands. */
  readonly lineAt: (offset: number) => number;
  /** All of it stands on one line. */
  readonly isRecord: boolean;
}

/** The passages of one match, as numbers. */
interface Kept {
  readonly page: Uint32Array;
  readonly at: number;
  readonly count: number;
  readonly areRecords: boolean;
}

/**
 * The passages of many matches as numbers, in pages that are never copied. A report on 100,000 articles has a million of
 * them: as objects they would take eight times as much memory, and be moved about by the garbage collector while it fills.
 */
export class PassageNumbers {
  #page = new Uint32Array(PAGE_NUMBERS);
  #used = 0;

  /**
   * Keeps the runs of a match.
   *
   * @param starts offsets into the body of all words of both sides, as are `ends`
   */
  keep(
    left: KeptSide,
    right: KeptSide,
    { runs, runCount: count }: SharedWords,
    starts: Uint32Array,
    ends: Uint32Array,
  ): Kept {
    const areRecords = left.isRecord && right.isRecord;
    const size = areRecords ? RECORD_NUMBERS + count * PLACE_NUMBERS : count * (PLACE_NUMBERS + LINE_NUMBERS);
    if (this.#used + size > this.#page.length) {
      this.#page = new Uint32Array(Math.max(PAGE_NUMBERS, size));
      this.#used = 0;
    }
    const page = this.#page;
    const at = this.#used;
    this.#used += size;
    let next = at;
    if (areRecords) {
      page[next++] = left.lineAt(0);
      page[next++] = right.lineAt(0);
    }
    for (let run = 0; run < count * RUN_NUMBERS; run += RUN_NUMBERS) {
      const leftAt = left.begin + runs[run]!;
      const rightAt = right.begin + runs[run + 1]!;
      const words = runs[run + 2]!;
      const [leftStart, leftEnd] = [starts[leftAt]!, ends[leftAt + words - 1]!];
      const [rightStart, rightEnd] = [starts[rightAt]!, ends[rightAt + words - 1]!];
      page[next++] = leftStart;
      page[next++] = leftEnd;
      page[next++] = rightStart;
      page[next++] = rightEnd;
      page[next++] = words * 2 + runs[run + 3]!;
      if (areRecords) continue;
      page[next++] = left.lineAt(leftStart);
      page[next++] = left.lineAt(leftEnd);
      page[next++] = right.lineAt(rightStart);
      page[next++] = right.lineAt(rightEnd);
    }
    return { page, at, count, areRecords };
  }
}

function passagesIn({ page, at, count, areRecords }: Kept): Passage[] {
  const passages: Passage[] = [];
  let next = areRecords ? at + RECORD_NUMBERS : at;
  for (let k = 0; k < count; k++) {
    // Where lines stand: behind the places, or once before all of them.
    const lines = areRecords ? at : next + PLACE_NUMBERS;
    const [leftLine, rightLine] = [page[lines]!, page[areRecords ? lines + 1 : lines + 2]!];
    passages.push({
      left: sideFrom(page[next]!, page[next + 1]!, leftLine, areRecords ? leftLine : page[lines + 1]!),
      right: sideFrom(page[next + 2]!, page[next + 3]!, rightLine, areRecords ? rightLine : page[lines + 3]!),
      words: page[next + 4]! >>> 1,
      quoted: (page[next + 4]! & 1) === 1,
    });
    next += areRecords ? PLACE_NUMBERS : PLACE_NUMBERS + LINE_NUMBERS;
  }
  return passages;
}

/** One side of a passage. */
export function sideFrom(start: number, end: number, line: number, endLine: number): PassageSide {
  return endLine === line ? { start, end, line } : { start, end, line, endLine };
}

/**
 * A match with its passages, which are made of their numbers whenever they are asked for: to all that lists its keys, copies
 * it, compares it or turns it into JSON it is a plain object.
 */
export function withPassages(match: Omit<Match, 'passages'>, kept: Kept): Match {
  return new ToldMatch(match, kept) as unknown as Match;
}

class ToldMatch {
  static readonly #passages: PropertyDescriptor & ThisType<ToldMatch> = {
    enumerable: true,
    get() {
      return passagesIn(this.#kept);
    },
  };
  readonly #kept: Kept;

  constructor(match: Omit<Match, 'passages'>, kept: Kept) {
    this.#kept = kept;
    Object.assign(this, match);
    Object.defineProperty(this, 'passages', ToldMatch.#passages);
  }
}
