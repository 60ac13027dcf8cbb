#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Node ends with 1 when a program cannot be loaded, and 1 is a check that failed.
process.exitCode = 2;
if (existsSync(new URL('../dist/cli.js', import.meta.url))) {
  try {
    const { main, processIo, tuneEngine } = await import('../dist/cli.js');
    tuneEngine();
    process.exitCode = await main(process.argv.slice(2), processIo(process));
  } catch (error) {
    process.stderr.write(`wirecopy: it could not be loaded: ${error}\n`);
  }
} else {
  process.stderr.write('wirecopy: dist/cli.js is missing (build it with npm run build)\n');
}
