import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../../src/index.ts';

/** Texts of publishers, which stand beside the project where it is worked on and are not in it. */
const SEEDS = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'seeds');

test('of five articles on one event the syndicated pair is told with its common source outside', async ({ skip }) => {
  skip(!existsSync(SEEDS), `${SEEDS} is not there`);
  const { articles, clusters, matches } = await scan({ files: { paths: ['.'], cwd: SEEDS } });
  expect(clusters).toMatchObject([
    {
      members: [expect.stringMatching(/^000/), expect.stringMatching(/^001/)],
      relation: 'contained',
      origin: { kind: 'outside', name: 'Live Mint', confidence: 'medium' },
    },
  ]);
  expect(clusters[0]?.reason).toContain('Common source outside the input: Live Mint');
  // Three headed sections that the shorter text lacks.
  expect(matches[0]?.rightOwn).toMatchObject({ words: 195, line: 29, endLine: 43 });
  expect(matches[0]?.reason).toContain('a further 195 words of its own');
  expect(articles).toMatchObject([
    {
      attribution: { kind: 'named', credit: 'Live Mint' },
      dates: [
        { value: '2025-02-12', from: 'wire-code' },
        { value: '2024-01-02', conflict: expect.stringContaining('the wire code on line 26 says 2025-02-12') },
      ],
    },
    { attribution: { kind: 'generic' }, dates: [{ value: '--02-13' }] },
  ]);
});
