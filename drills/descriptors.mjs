// Is a folder of tiny files read with few open files?
//
// usage: node drills/descriptors.mjs [--short] [--files 200000]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimCalm, countsOf, drill } from './house/drill.mjs';

const FILES_PER_FOLDER = 1000;

await drill(
  'are many tiny files read with 64 open ones?',
  async (opened) => {
    const { values, scratch, claim, shell, say } = opened;
    const count = values.short ? 2000 : Number(values.files);
    for (let k = 0; k < count; k++) {
      const folder = path.join(scratch, 'in', `${Math.floor(k / FILES_PER_FOLDER)}`);
      if (k % FILES_PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
      // Gzip, tables and feeds among them keep files open for longer than text does.
      if (k % 100 === 0) writeFileSync(path.join(folder, `${k}.jsonl`), `{"text":"line ${k} of a feed"}\n`);
      else writeFileSync(path.join(folder, `${k}.txt`), `the tiny file number ${k} says hardly anything at all\n`);
    }
    const told = await shell('ulimit -n 64; "$@" scan in --json', { deadlineMs: 600_000 });
    claimCalm(opened, told, [0], `${count} files`);
    const counts = countsOf(told.stdout);
    claim('all of them are compared', counts.addUp && counts.compared === count, JSON.stringify(counts));
    say(
      `${counts.compared} of ${count} files compared in ${(told.ms / 1000).toFixed(1)} s, ${told.peakMiB.toFixed(0)} MiB`,
    );
  },
  { files: { type: 'string', default: '200000' } },
);
