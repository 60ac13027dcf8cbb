import type { Report, TextOf } from '../model.ts';

/** What a reporter may know beside the report: of the place where it is read, which only the text report asks, and of the texts. */
export interface RenderContext {
  /** No line is wider; under 40 counts as 40. */
  readonly columns: number;
  readonly color: boolean;
  readonly characters: 'unicode' | 'ascii';
  /** Whether to close with the options that show more. */
  readonly hints: boolean;
  /** Absent where only the report is at hand; what it gives is not kept. */
  readonly textOf?: TextOf;
}

export interface Reporter {
  /** One sentence, without the period. */
  readonly means: string;
  /** The report in pieces, to be written one after the other: together they may be longer than a string can be. */
  readonly render: (report: Report, context: RenderContext) => Iterable<Piece>;
}

/** Text, or the same in UTF-8; such bytes are good until the next piece is asked for. */
export type Piece = string | Uint8Array;
