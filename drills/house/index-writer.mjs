// Takes steps with the index of a folder, and tells each one that is done: a process to be killed.
//
// usage: node drills/house/index-writer.mjs FOLDER BATCHES
import { writeSync } from 'node:fs';
import { stepsFor, take } from './index-steps.mjs';

const [folder, batches] = process.argv.slice(2);
writeSync(1, 'ready\n');
for (const [number, step] of stepsFor(Number(batches)).entries()) {
  await take(step, folder);
  writeSync(1, `${number}\n`);
}
