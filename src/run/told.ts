import type { Problem } from '../model.ts';

/**
 * So many problems of one kind are told of one file; the others are counted. Nobody reads more, and of a table whose half a
 * million rows are all broken, telling each took as long as reading them, and 90 bytes a byte of it. Taste.
 */
export const MAX_TOLD = 1000;

/** What went wrong, for the report: all of it counted, and of one file no more told than a person reads. */
export class Told {
  readonly problems: Problem[] = [];
  /** By code and file. */
  readonly #kinds = new Map<string, Kind>();
  #skipped = 0;

  /** Inputs that were not read. */
  get skipped(): number {
    return this.#skipped;
  }

  /**
   * Takes a problem, and says whether it is told by itself.
   *
   * @param file the file that it is in, where there is one
   */
  note(problem: Problem, isSkipped: boolean, file: string | undefined): boolean {
    if (isSkipped) this.#skipped++;
    if (file !== undefined) {
      const key = `${problem.code} ${file}`;
      const kind = this.#kinds.get(key);
      if (kind === undefined) this.#kinds.set(key, { count: 1, file, code: problem.code, isSkipped });
      else if (++kind.count > MAX_TOLD) return false;
    }
    this.problems.push(problem);
    return true;
  }

  /** Adds one problem for all those of a kind that were only counted, and gives these. */
  close(): readonly (readonly [problem: Problem, isSkipped: boolean])[] {
    const added: [Problem, boolean][] = [];
    for (const { count, file, code, isSkipped } of this.#kinds.values()) {
      const more = count - MAX_TOLD;
      if (more <= 0) continue;
      const what = `and ${more} more like these, ${isSkipped ? 'which were not read' : 'read with a warning'}`;
      added.push([{ code, where: file, what, remedy: '', count: more }, isSkipped]);
    }
    this.#kinds.clear();
    this.problems.push(...added.map(([problem]) => problem));
    return added;
  }
}

interface Kind {
  count: number;
  readonly file: string;
  readonly code: string;
  readonly isSkipped: boolean;
}
