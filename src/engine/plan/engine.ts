import type { Columns } from '../rows/contract.ts';
import type { Dialect } from './dialect.ts';
import type { KernelStep } from './plan.ts';

/** A row as an engine gives it: numbers that do not fit come as `bigint`. */
export type Row = Readonly<Record<string, unknown>>;

/** Who carries a plan out. A table is kept under its name where the engine keeps its work, and read by that name in SQL. */
export interface Engine {
  readonly dialect: Dialect;
  /**
   * Keeps the rows of some queries, one after the other, as a table in place of what was there; it can be read afterwards.
   *
   * @param isParted they have a column `part`, and will be read part by part
   */
  keep(name: string, queries: readonly string[], isParted?: boolean): Promise<void>;
  /** Makes a query readable by a name. */
  view(name: string, query: string): Promise<void>;
  /** Keeps as `table` what the kernel writes of the rows of a step: its columns and `seen`, a long. */
  kernel(table: string, step: KernelStep, argument: string): Promise<void>;
  /** The rows of a query. */
  rows(query: string): AsyncIterable<Row>;
  /** Is there a table of an earlier run, finished and checked under the same key? Then it can be read now. */
  isKept(name: string, key: string): Promise<boolean>;
  /** The table is finished and checked. */
  markKept(name: string, key: string): Promise<void>;
  /** No step reads these any more. */
  drop(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Columns that a kernel writes, with the one that counts what it read. */
export function writtenColumns({ columns }: KernelStep): Columns {
  return { ...columns, seen: 'long' };
}
