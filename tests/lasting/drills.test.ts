import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const DRILLS = path.join(import.meta.dirname, '..', '..', 'drills');
const MAX_MS = 240_000;

test.each([
  ['index-kill', 'a writer that is killed loses nothing that was acknowledged'],
  ['index-damage', 'a damaged index gives no wrong answer'],
  ['index-disk', 'a full disk leaves an index as it was'],
  ['index-writers', 'several writers and signals leave an index whole'],
])(
  '%s, in short: %s',
  (drill) => {
    const told = spawnSync(process.execPath, [path.join(DRILLS, `${drill}.mjs`), '--short'], { encoding: 'utf8' });
    expect(told.stdout + told.stderr).not.toMatch(/MISSED|Error/);
    expect(told.status).toBe(0);
  },
  MAX_MS,
);
