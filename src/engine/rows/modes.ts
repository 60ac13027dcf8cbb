import { readSync, writeSync } from 'node:fs';
import { clusterRows } from './cluster-rows.ts';
import { KERNEL_MODES, type KernelMode, type MakeRowMode, unpackArgument, unpackColumns } from './contract.ts';
import { furnitureRows } from './furniture-rows.ts';
import { ParquetTable } from './parquet-table.ts';
import { sketchRows } from './sketch-rows.ts';
import { verifyRows } from './verify-rows.ts';

const MODES: Record<KernelMode, MakeRowMode> = {
  sketch: sketchRows,
  furniture: furnitureRows,
  verify: verifyRows,
  cluster: clusterRows,
};

const READ_AT_ONCE = 1 << 20;
const WRITE_AT_ONCE = 1 << 16;
/** Rows between two looks for the parent: a second of work at most. */
const ROWS_A_LOOK = 1024;
const STDIN = 0;
const STDOUT = 1;
const NEWLINE = 0x0a;
/** How long to wait where a pipe that must not block has nothing yet, or no room. */
const WAIT_MS = 1;

/**
 * Reads rows from standard input and writes rows to standard output, and at last how many it read.
 *
 * @param columns  of a table that is written, as `packColumns` gives them; where there are none, rows are written as JSON
 * @param isOrphan is whoever started the process gone? Then nobody waits for what it makes.
 */
export function runRows(mode: string, argument: string, columns: string | undefined, isOrphan: () => boolean): void {
  if (!isMode(mode)) throw new Error(`the mode must be one of ${KERNEL_MODES.join(', ')}, and was "${mode}"`);
  const { write, close } = columns === undefined ? linesOut() : tableOut(columns);
  const { take, end } = MODES[mode](unpackArgument(argument), write);
  let seen = 0;
  try {
    for (const line of linesIn()) {
      take(JSON.parse(line) as never);
      seen++;
      if (seen % ROWS_A_LOOK === 0 && isOrphan()) throw new Error('whoever started the kernel is gone');
    }
  } catch (error) {
    // Whoever cannot hand over all rows tells of a broken pipe, and not of what is said here.
    leaveUnread();
    throw error;
  }
  write({ ...end(), seen });
  close();
}

/** Where rows go. */
interface RowsOut {
  readonly write: (row: object) => void;
  readonly close: () => void;
}

function linesOut(): RowsOut {
  let held = '';
  const flush = (): void => {
    writeAll(Buffer.from(held));
    held = '';
  };
  const write = (row: object): void => {
    held += `${JSON.stringify(row)}\n`;
    if (held.length >= WRITE_AT_ONCE) flush();
  };
  return { write, close: flush };
}

/** Standard output is a file, then. */
function tableOut(columns: string): RowsOut {
  const table = new ParquetTable(STDOUT, unpackColumns(columns));
  return { write: (row) => table.add(row as Record<string, unknown>), close: () => table.end() };
}

function isMode(mode: string): mode is KernelMode {
  return (KERNEL_MODES as readonly string[]).includes(mode);
}

/** Synchronous: there is nothing else to do, and whoever writes waits while rows are worked on. */
function* linesIn(): Generator<string> {
  let buffer = Buffer.allocUnsafe(READ_AT_ONCE);
  let used = 0;
  for (;;) {
    if (used === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, 0, used);
      buffer = larger;
    }
    const read = patiently(() => readSync(STDIN, buffer, used, buffer.length - used, null));
    if (read === 0) break;
    const searched = used;
    used += read;
    let from = 0;
    for (let end = buffer.indexOf(NEWLINE, searched); end >= 0 && end < used; end = buffer.indexOf(NEWLINE, from)) {
      if (end > from) yield buffer.toString('utf8', from, end);
      from = end + 1;
    }
    buffer.copyWithin(0, from, used);
    used -= from;
  }
  if (used > 0) yield buffer.toString('utf8', 0, used);
}

function leaveUnread(): void {
  const buffer = Buffer.allocUnsafe(READ_AT_ONCE);
  while (patiently(() => readSync(STDIN, buffer, 0, buffer.length, null)) > 0);
}

function writeAll(bytes: Buffer): void {
  for (let from = 0; from < bytes.length; )
    from += patiently(() => writeSync(STDOUT, bytes, from, bytes.length - from));
}

/** A pipe of the caller's may have been set not to block. */
function patiently(io: () => number): number {
  for (;;) {
    try {
      return io();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(CLOCK, 0, 0, WAIT_MS);
    }
  }
}

const CLOCK = new Int32Array(new SharedArrayBuffer(4));
