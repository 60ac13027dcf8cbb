// The entry of dist/kernel.mjs: one file that engines run beside their data. See docs/engines.md.
import { runRows } from './engine/rows/modes.ts';

const [mode = '', argument = ''] = process.argv.slice(2);
const parent = process.ppid;
runRows(mode, argument, () => process.ppid !== parent);
