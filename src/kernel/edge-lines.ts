import { exportsOf, Layout, memoryOf } from './compiled.ts';
import { FIRST_LINES, LAST_LINES, MAX_SWEPT } from './limits.ts';

/** The lines at both ends of a text that are not blank, in its order. Good until the next text is looked over. */
export interface EdgeLines {
  /** How many there are, and how many of these are of the top. */
  count: number;
  headCount: number;
  /** Are there lines between those of the top and those of the end? */
  hasMiddle: boolean;
  /** UTF-16 offsets, without the blanks around a line. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Bits of what a line holds. */
  readonly holds: Uint32Array;
}

/** What lines are looked over for. */
export interface TriggerTables {
  /** What each unit below 256 is, and the bit of one that is a mark. */
  readonly units: Uint8Array;
  readonly marks: Uint8Array;
  /** Of each slot the hash of its word, 0 where it is free, and the bits of this word. */
  readonly keys: Int32Array;
  readonly bits: Uint16Array;
}

/** So many lines there are at most. */
export const MOST_EDGE_LINES = FIRST_LINES + LAST_LINES;
/** Longer texts are looked over by the plain code. Of the room for them only what was written to takes memory. */
const MAX_UNITS = 1 << 20;

/** 2^15 bits, one for each value of 15 bits of a hash. */
const FILTER_BYTES = (1 << 15) >> 3;
/** Units are looked at sixteen at a time, past the last one too. */
const READ_AHEAD = 32;

/** What assembly/edges.ts exports. */
interface EdgeExports {
  readonly lay: (table: number) => void;
  readonly sweep: (length: number) => number;
}

/** Gives the lines of a text; undefined where it is too long. */
export type EdgeSweep = (body: string) => EdgeLines | undefined;

/** Compiled code that looks over texts as `text/triggers.ts` says; nothing where there is no memory for it. */
export function edgeSweepOf({ units, marks, keys, bits }: TriggerTables): EdgeSweep | undefined {
  const layout = new Layout();
  const lineBytes = MOST_EDGE_LINES * 4;
  const sizes = [
    units.byteLength,
    marks.byteLength,
    keys.byteLength,
    bits.byteLength,
    lineBytes,
    lineBytes,
    lineBytes,
    FILTER_BYTES,
    MAX_SWEPT + READ_AHEAD,
    (MAX_SWEPT >> 3) + READ_AHEAD,
    (MAX_UNITS + READ_AHEAD) * 2,
  ];
  const table = layout.take(sizes.length * 4);
  const addresses = sizes.map((size) => layout.take(size));
  const memory = memoryOf(layout.size);
  if (memory === undefined) return undefined;
  const { buffer } = memory;
  new Uint32Array(buffer, table, addresses.length).set(addresses);
  const [unitsAt = 0, marksAt = 0, keysAt = 0, bitsAt = 0, startsAt = 0, endsAt = 0, holdsAt = 0] = addresses;
  new Uint8Array(buffer, unitsAt, units.length).set(units);
  new Uint8Array(buffer, marksAt, marks.length).set(marks);
  new Int32Array(buffer, keysAt, keys.length).set(keys);
  new Uint16Array(buffer, bitsAt, bits.length).set(bits);
  const text = Buffer.from(buffer, addresses.at(-1), MAX_UNITS * 2);
  const { lay, sweep } = exportsOf<EdgeExports>('edges', memory);
  lay(table);
  const lines: EdgeLines = {
    count: 0,
    headCount: 0,
    hasMiddle: false,
    starts: new Uint32Array(buffer, startsAt, MOST_EDGE_LINES),
    ends: new Uint32Array(buffer, endsAt, MOST_EDGE_LINES),
    holds: new Uint32Array(buffer, holdsAt, MOST_EDGE_LINES),
  };
  return (body) => {
    if (body.length > MAX_UNITS) return undefined;
    text.write(body, 0, 'utf16le');
    const found = sweep(body.length);
    lines.headCount = found & 0xff;
    lines.count = lines.headCount + ((found >> 8) & 0xff);
    lines.hasMiddle = found >> 16 !== 0;
    return lines;
  };
}
