import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
// @ts-expect-error A script of plain JavaScript.
import { writeWire } from '../../../drills/house/wire.mjs';
import { command } from '../../house/sample.ts';
import { type Cluster, findSpark, startSpark } from './cluster.ts';

/** The newest one; drills/spark-equality.mjs runs the others. */
const VERSION = '4.1';
const TOKEN = 'a-token-for-the-tests';
const ARTICLES = 400;
/** A machine on which much else runs. */
const LIMIT_MS = 900_000;

const found = findSpark(VERSION);
const missing = 'missing' in found ? found.missing : undefined;
let cluster: Cluster | undefined;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-cluster-'));
  await writeWire(path.join(folder, 'wire.jsonl'), ARTICLES);
  if (missing !== undefined) return;
  cluster = await startSpark({
    version: VERSION,
    token: TOKEN,
    conf: {
      'spark.sql.shuffle.partitions': '2',
      // Streams are cut again and again, so that they must be taken up.
      'spark.connect.execute.reattachable.senderMaxStreamDuration': '500ms',
    },
  });
}, LIMIT_MS);

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
}, LIMIT_MS);

test(
  'a cluster gives the report of a run in memory, byte for byte, and takes up what a run before it finished',
  ({ skip }) => {
    if (cluster === undefined) return skip(missing);
    const engine = ['--engine', 'spark', '--spark', cluster.address, '--work-dir', path.join(folder, 'work')];
    const inMemory = scan();
    const refused = scan(...engine.map((word) => word.replace(TOKEN, 'another')));
    const first = scan(...engine);
    const again = scan(...engine, '--resume', '--timings');

    expect(refused).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('does not let us in') });
    expect(refused.stderr).not.toContain('another');
    expect([first.stderr, first.status]).toEqual(['', 0]);
    expect(first.stdout).toBe(inMemory.stdout);
    expect(again.stdout).toBe(inMemory.stdout);
    expect(again.stderr).toContain('clusters (kept)');
    expect(again.stderr).not.toMatch(/(sketched|verdicts|clustered)_written +\d/);
  },
  LIMIT_MS,
);

function scan(...more: string[]) {
  const args = [command, 'wire.jsonl', '--json', '--no-progress', ...more];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}
