import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { folderOf, linesOfJson } from '../input/support.ts';

const BIN = fileURLToPath(new URL('../../bin/wirecopy.js', import.meta.url));
const RECORDS = 300;

interface Told {
  readonly code: number;
  readonly report: Report;
}

function scanned(folder: string, drill?: object): Promise<Told> {
  const env = { ...process.env, ...(drill === undefined ? {} : { WIRECOPY_DRILL: JSON.stringify(drill) }) };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, 'scan', '.', '--json'], { cwd: folder, env }, (_error, stdout) => {
      resolve({ code: child.exitCode ?? -1, report: JSON.parse(stdout) as Report });
    });
  });
}

/** Beside a text that must be compared, a feed that is packed: it is read in a thread of its own. */
function folderWithFeed(): string {
  const records = Array.from({ length: RECORDS }, (_, k) => ({ id: `r${k}`, text: `record ${k} of the feed` }));
  const feed = gzipSync(linesOfJson(...records));
  return folderOf({ 'a.txt': 'a text that stands beside the feed', 'feed.jsonl.gz': feed });
}

test.each([
  ['hang', 'OVER_LIMIT', 'to read it takes more time than one file may have'],
  ['memory', 'OVER_LIMIT', 'to read it takes more memory than one file may have'],
  ['exit', 'UNREADABLE_INPUT', 'what read it came to an end before its time'],
])('a record whose reading comes to %s costs itself, and nothing else', async (fault, code, what) => {
  const { code: exit, report } = await scanned(folderWithFeed(), {
    fault,
    path: 'feed.jsonl.gz',
    record: 200,
    ...(fault === 'hang' && { deadlineMs: 500 }),
  });

  expect(exit).toBe(3);
  expect(report.counts).toMatchObject({ seen: RECORDS + 1, compared: RECORDS, skipped: 1 });
  expect(report.problems).toMatchObject([{ code, where: 'feed.jsonl.gz:200', what }]);
});

test('a file that hangs before its first record costs itself', async () => {
  const { code, report } = await scanned(folderWithFeed(), { fault: 'hang', path: 'feed.jsonl.gz', deadlineMs: 300 });

  expect(code).toBe(3);
  expect(report.counts).toMatchObject({ seen: 2, compared: 1, skipped: 1 });
  expect(report.problems).toMatchObject([{ where: 'feed.jsonl.gz', what: expect.stringContaining('more time') }]);
});

test('what is read in a thread of its own is what would be read here', async () => {
  const text = 'A sentence of the long article that stands on a line of its own.\n';
  const page = (body: string) => `<!doctype html><html><body><article>${body}</article></body></html>`;
  const paragraphs = `<p>${text.trim()}</p>\n`.repeat(20_000);
  const folder = folderOf({
    'long.html': page(paragraphs),
    'long.txt': text.repeat(20_000),
    // Its first record is read here, and from the second on in the thread.
    'mixed.jsonl': linesOfJson({ id: 'short', text }, { id: 'long', text: text.repeat(20_000) }, { id: 'last', text }),
  });
  writeFileSync(join(folder, 'packed.txt.gz'), gzipSync(text.repeat(20_000)));
  const { code, report } = await scanned(folder);

  expect(code).toBe(0);
  expect(report.counts).toMatchObject({ seen: 6, compared: 6 });
  const [long] = report.clusters.filter(({ members }) => members.includes('long.txt'));
  expect(long?.members).toEqual(['long', 'long.html', 'long.txt', 'packed.txt.gz']);
  expect(report.articles.find(({ id }) => id === 'last')?.place).toEqual({ path: 'mixed.jsonl', line: 3, record: 3 });
});
