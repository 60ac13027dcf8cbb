import type { Problem } from './model.ts';

/** Every code an error or a problem may carry, with the exit code it leads to when it ends a run. */
export const ERROR_CODES = {
  /** A flag, a value or a combination of them that makes no sense. */
  USAGE: 2,
  /** A path that was named and is not there. */
  MISSING_INPUT: 2,
  /** A configuration that cannot be read, or says what cannot be meant. */
  BAD_CONFIG: 2,
  /** A baseline that is none. */
  BAD_BASELINE: 2,
  /** An index that is none, or is damaged. */
  BAD_INDEX: 2,
  /** Somebody else writes to the index. */
  INDEX_IN_USE: 2,
  /** Nothing was left to compare. */
  NOTHING_TO_COMPARE: 2,
  /** An engine that is not installed, or cannot be reached. */
  NO_ENGINE: 2,
  /** An engine that did not do what it was asked. */
  ENGINE_FAILED: 2,
  /** A report could not be written. */
  WRITE_FAILED: 2,
  /** A file or a record that cannot be read or understood. */
  UNREADABLE_INPUT: 3,
  /** A file that is not text. */
  BINARY_INPUT: 3,
  /** A file or a record over a limit. */
  OVER_LIMIT: 3,
  /** A file that was not the same at the second read. */
  CHANGED_INPUT: 3,
  /** An article of an index whose text is gone or changed: what it shares with others cannot be told. */
  UNVERIFIED: 3,
  /** An id that several records have; they are told apart and compared. */
  REPEATED_ID: 0,
  /** More pairs than a report can list; they are counted. */
  MATCHES_OMITTED: 0,
  /** Bytes that are not valid in the encoding; the text was compared with replacement characters. */
  UNCERTAIN_ENCODING: 0,
  /** Front matter that was dropped; the text was compared. */
  BAD_FRONT_MATTER: 0,
} as const;

/** What kind of thing went wrong. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What happened, where, and how to mend it. Prints as one line: `where: what (remedy)`. */
export class WirecopyError extends Error {
  readonly code: ErrorCode;
  readonly where: string;
  readonly what: string;
  readonly remedy: string;

  constructor(code: ErrorCode, told: { where: string; what: string; remedy: string; cause?: unknown }) {
    super(messageOf(told), told.cause === undefined ? undefined : { cause: told.cause });
    this.name = 'WirecopyError';
    this.code = code;
    this.where = told.where;
    this.what = told.what;
    this.remedy = told.remedy;
  }

  /** The same as data, for `Report.problems`. */
  toProblem(): Problem {
    return { code: this.code, where: this.where, what: this.what, remedy: this.remedy };
  }
}

/** `where: what (remedy)`; a part that is empty is left out. */
export function messageOf(told: { where: string; what: string; remedy: string }): string {
  const where = told.where === '' ? '' : `${told.where}: `;
  const remedy = told.remedy === '' ? '' : ` (${told.remedy})`;
  return `${where}${told.what}${remedy}`;
}
