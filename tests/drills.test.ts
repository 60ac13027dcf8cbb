import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Those that hold in seconds; `npm run drills` runs all of them, and each of these at many more points. */
const QUICK = ['pipes', 'signals', 'changes', 'descriptors', 'crowd'];
/** On a machine where much else runs they take ten times as long as alone. */
const MAX_MS = 240_000;

test.each(QUICK)('the drill %s holds in its short form', { timeout: MAX_MS }, (name) => {
  const drill = fileURLToPath(new URL(`../drills/${name}.mjs`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [drill, '--short'], { encoding: 'utf8' });
  expect(status, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toContain('held');
});
