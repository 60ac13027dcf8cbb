// Runs every drill, one after the other, and says at the end which held.
//
// usage: node drills/all.mjs [--short]
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const args = process.argv.slice(2);
/** Fuzzing is a drill without an end (npm run fuzz). */
const names = readdirSync(folder).filter((name) => name.endsWith('.mjs') && !['all.mjs', 'fuzz.mjs'].includes(name));
const missed = names.filter((name) => {
  const { status } = spawnSync(process.execPath, [path.join(folder, name), ...args], { stdio: 'inherit' });
  return status !== 0;
});
console.log(missed.length === 0 ? `${names.length} drills held` : `missed: ${missed.join(', ')}`);
if (missed.length > 0) process.exitCode = 1;
