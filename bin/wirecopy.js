#!/usr/bin/env node
import { existsSync } from 'node:fs';

if (existsSync(new URL('../dist/cli.js', import.meta.url))) {
  const { main, processIo } = await import('../dist/cli.js');
  process.exitCode = await main(process.argv.slice(2), processIo(process));
} else {
  process.stderr.write('wirecopy: dist/cli.js is missing (build it with npm run build)\n');
  process.exitCode = 2;
}
