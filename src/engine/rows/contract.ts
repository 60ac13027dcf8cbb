import type { Borders, RelationName } from '../../model.ts';

/** Types of columns. A hash is an `int` with its 32 bits as they are: no statement asks which of two is larger. */
export type ColumnType = 'string' | 'long' | 'int' | 'double' | 'boolean' | 'ints' | 'longs';
export type Columns = Readonly<Record<string, ColumnType>>;

/** What the kernel does with rows. */
export const KERNEL_MODES = ['sketch', 'furniture', 'verify', 'cluster'] as const;
export type KernelMode = (typeof KERNEL_MODES)[number];

/** In which of the two sketches a pair met, as bits … */
export const MET = { sketch: 1, pairs: 2 } as const;
/** … beside which an article's number is multiplied by this. */
export const KINDS = 4;

/** What a kernel is told beside its mode: the same for all modes of a run. */
export interface KernelArgument {
  readonly borders: Borders;
  /** Verdicts of these relations are written whole. */
  readonly asked: readonly RelationName[];
  /** A folder where words are put by the first read; rows then bring their place in it, and no text. */
  readonly shelf?: string;
}

/** As one word of a command line, of letters, digits, `-` and `_`. */
export function packArgument(argument: KernelArgument): string {
  return Buffer.from(JSON.stringify(argument)).toString('base64url');
}

export function unpackArgument(packed: string): KernelArgument {
  return JSON.parse(Buffer.from(packed, 'base64url').toString()) as KernelArgument;
}

/** The columns of a table to be written, in the same form. */
export function packColumns(columns: Columns): string {
  return Buffer.from(JSON.stringify(columns)).toString('base64url');
}

export function unpackColumns(packed: string): Columns {
  return JSON.parse(Buffer.from(packed, 'base64url').toString()) as Columns;
}

/** Where the words of a row's article are to be had: one of the two. */
export interface WordsOfRow {
  readonly text?: string | null;
  readonly place?: number | null;
}

/** Takes rows in the order they come, and writes rows. */
interface RowMode {
  readonly take: (row: never) => void;
  /** No more rows come. Returns what the last row tells beside how many there were. */
  readonly end: () => object | undefined;
}

/** Makes a mode for one process. */
export type MakeRowMode = (argument: KernelArgument, write: (row: object) => void) => RowMode;
