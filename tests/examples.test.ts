import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './house/sample.ts';

const run = promisify(execFile);
const A_MINUTE = 60_000;

test(
  'the library example prints the clusters of the demo and one comparison',
  async () => {
    const { stdout, stderr } = await run(process.execPath, [path.join(root, 'examples', 'find-copies.mjs')]);

    expect(stderr).toBe('');
    expect(stdout).toContain('articles: 7, clusters of copies: 1\n');
    expect(stdout).toMatch(
      /\(contained\)\n {2}agency-ferry-strike\.txt.*\n {2}island-kitchen-blog\.md.*\n {2}selwick-daily-ferry-strike\.txt/,
    );
    expect(stdout).toContain('\nagency-ferry-strike.txt and selwick-daily-ferry-strike.txt: contained\n');
    expect(stdout).toMatch(/ {2}the second in the first: \d+ %\n {2}\d+ words: .+ \.\.\. /);
  },
  A_MINUTE,
);

test(
  'the library example reads the folder it is given, and compares texts that are only partly alike',
  async () => {
    const folder = path.join(root, 'fixtures', 'partial-reuse', 'articles');
    const { stdout } = await run(process.execPath, [path.join(root, 'examples', 'find-copies.mjs'), folder]);

    expect(stdout).toContain('articles: 3, clusters of copies: 0\n');
    expect(stdout).toContain('.txt: partial\n');
  },
  A_MINUTE,
);
