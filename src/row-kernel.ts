// The entry of dist/kernel.mjs: one file that engines run beside their data. See docs/engines.md.
import { runRows } from './engine/rows/modes.ts';

const [mode = '', argument = '', columns] = process.argv.slice(2);
const parent = process.ppid;
runRows(mode, argument, columns, () => process.ppid !== parent);
