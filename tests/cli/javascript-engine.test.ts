import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { tuneEngine } from '../../src/cli/javascript-engine.ts';

const set = vi.hoisted(() => vi.fn<(flag: string) => void>());
vi.mock('node:v8', () => ({ setFlagsFromString: set }));

test('an engine is told nothing that it may not know', () => {
  for (const version of ['12.4.254.21-node.33', '13.6.233.17-node.30', '110.1', '']) tuneEngine(version);
  expect(set).not.toHaveBeenCalled();
});

test('and what it is told, it knows', () => {
  tuneEngine('11.3.244.8-node.38');
  expect(set).toHaveBeenCalled();
  if (!process.versions.v8.startsWith('11.')) return;
  const flags = set.mock.calls.map(([flag]) => flag);
  // It would complain of one that it does not know.
  const script = `for (const flag of ${JSON.stringify(flags)}) require('node:v8').setFlagsFromString(flag);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout + stderr).toBe('');
});
