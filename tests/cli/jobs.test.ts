import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/wirecopy.js', import.meta.url));
/** Other threads are asked for files from 16 MiB on. */
const BYTES = 18 << 20;

const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-jobs-'));
const feed = path.join(folder, 'feed.jsonl');

beforeAll(() => {
  writeFileSync(feed, anyFeed());
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
}, 60_000);

/** Each is run by so many: enough pairs that other threads are asked to verify them. */
const COPIES = 12;

/** Articles of invented words, and between them all that a line may be besides. */
function anyFeed(): Buffer {
  const odd: readonly (string | Buffer)[] = [
    '',
    ' \t\r',
    '{"id":"broken","text":"no end',
    '{"id":"empty","text":""}',
    '{"text":"of no name"}',
    '{"id":"twice","source":"The Post","text":"one of two that have a name in common"}',
    '{"id":17,"url":"https://www.a.example/1","text":"a number for a name"}',
    '{"id":"escaped \\u00e9","source":"caf\\u00e9","text":"a name with an escape"}',
    '{"id":"markup","text":"<p>Paragraphs</p><p>of a page</p>"}',
    `{"id":"disguised","text":"${'l\u043eok at th\u0435 words of this '.repeat(12)}"}`,
    '["no","record"]',
    Buffer.from([0x7b, 0xff, 0x7d]),
  ];
  const lines: Buffer[] = [];
  let story = '';
  let state = 7;
  for (let byteLength = 0, k = 0; byteLength < BYTES; k++) {
    if (k % COPIES === 0) {
      const words: string[] = [];
      for (let word = 0; word < 300; word++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        words.push((state >>> 12).toString(36), ...(word % 20 === 19 ? ['.\\n'] : []));
      }
      story = words.join(' ');
    }
    const plain = `{"id":"a${k}","source":"s${k % 7}","text":"${k % 3 === 2 ? 'Taken over. ' : ''}${story} ${k}"}`;
    const line = k % 50 === 49 ? (odd[((k - 49) / 50) % odd.length] ?? '') : plain;
    lines.push(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
    byteLength += lines.at(-1)?.length ?? 0;
  }
  return Buffer.concat(lines);
}

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Asked {
  readonly drill?: object;
  readonly input?: Buffer;
  readonly cwd?: string;
  readonly grain?: 'fine';
}

function scanned(args: readonly string[], { drill, input, cwd = folder, grain }: Asked = {}): Promise<Told> {
  const env = {
    ...process.env,
    ...(drill === undefined ? {} : { WIRECOPY_DRILL: JSON.stringify(drill) }),
    ...(grain === undefined ? {} : { WIRECOPY_GRAIN: grain }),
  };
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 1 << 28 };
    const child = execFile(process.execPath, [BIN, 'scan', ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** Enough texts that other threads are asked for them, and between them some that are none. */
function writeTexts(): void {
  const odd = ['', '\u0001\u0002\u0003', '<p>markup</p>', '{"id":"x","text":"a record"}', Buffer.from([0x61, 0xff])];
  for (let k = 0; k < 5200; k++) {
    const sub = path.join(folder, 'texts', String(Math.floor(k / 400)));
    if (k % 400 === 0) mkdirSync(sub, { recursive: true });
    const text = `${k % 3 === 2 ? k - 1 : k} of the texts `.repeat(20);
    writeFileSync(path.join(sub, `${k}.txt`), k % 90 === 89 ? (odd[((k - 89) / 90) % odd.length] ?? '') : text);
  }
}

test('a scan with no thread at all is refused', async () => {
  const { code, stderr } = await scanned(['feed.jsonl', '--jobs', '0']);
  expect([code, stderr]).toEqual([
    2,
    'wirecopy: --jobs must be 1 or more, and was 0 (leave it out for one thread for each core)\n',
  ]);
});

describe('a scan whose smallest work is shared', () => {
  const cwd = fileURLToPath(new URL('../../fixtures', import.meta.url));
  const args = ['.', '--only', 'all', '--explain', '--json'];

  test.each(['2', '5'])(
    'reports the same of the fixtures with %s threads',
    async (jobs) => {
      const alone = await scanned([...args, '--jobs', '1'], { cwd });
      expect(alone.stdout.length).toBeGreaterThan(100_000);
      expect(await scanned([...args, '--jobs', jobs], { cwd, grain: 'fine' })).toEqual(alone);
    },
    60_000,
  );
});

describe('a scan of many files with several threads', () => {
  beforeAll(writeTexts, 60_000);

  test('reports what one with a single thread does, byte for byte', async () => {
    const alone = await scanned(['texts', '--json', '--jobs', '1']);
    const { counts } = JSON.parse(alone.stdout) as { counts: Record<string, number> };
    expect(counts['seen']).toBe(5200);
    expect(counts['identicalTexts'] ?? counts['matches']).not.toBe(0);
    expect(await scanned(['texts', '--json', '--jobs', '3'])).toEqual(alone);
  }, 60_000);

  test.each(['hang', 'exit'])(
    'loses nothing when one of them comes to %s',
    async (fault) => {
      const args = ['texts', '--stop-after', 'articles', '--jobs', '2'];
      const drill = { fault, path: 'texts/3/1300.txt', stretch: 4, ...(fault === 'hang' && { deadlineMs: 500 }) };
      expect(await scanned(args, { drill })).toEqual(await scanned(args));
    },
    60_000,
  );
});

describe('a scan with several threads', () => {
  test('reports what one with a single thread does, byte for byte', async () => {
    const alone = await scanned(['feed.jsonl', '--json', '--jobs', '1']);
    const { counts } = JSON.parse(alone.stdout) as { counts: Record<string, number> };
    expect(alone.code).toBe(3);
    expect(counts['compared']).toBeGreaterThan(5000);
    expect(counts['skipped']).toBeGreaterThan(10);
    expect(counts['matches']).not.toBe(0);
    expect(await scanned(['feed.jsonl', '--json', '--jobs', '4'])).toEqual(alone);
  }, 120_000);

  test('prints the same articles, by their lines, of what is piped in', async () => {
    const input = readFileSync(feed);
    const alone = await scanned(['-', '--stop-after', 'articles', '--jobs', '1'], { input });
    expect(alone.stdout.length).toBeGreaterThan(500_000);
    expect(await scanned(['-', '--stop-after', 'articles', '--jobs', '3'], { input })).toEqual(alone);
  }, 60_000);

  test('goes on behind a line for which there is no room', async () => {
    const text = 'a word of the long line and '.repeat(50_000);
    const bytes = readFileSync(feed);
    const middle = bytes.indexOf(10, bytes.length >> 1) + 1;
    const line = Buffer.from(`{"id":"long","text":"${text}"}\n`);
    const both = Buffer.concat([bytes.subarray(0, middle), line, bytes.subarray(middle)]);
    writeFileSync(path.join(folder, 'long.jsonl'), both);
    const alone = await scanned(['long.jsonl', '--stop-after', 'articles', '--jobs', '1']);
    expect(alone.stdout).toContain('"id":"long"');
    expect(await scanned(['long.jsonl', '--stop-after', 'articles', '--jobs', '3'])).toEqual(alone);
  }, 60_000);

  test.each(['hang', 'memory', 'exit'])(
    'loses nothing when one of them comes to %s',
    async (fault) => {
      const args = ['feed.jsonl', '--stop-after', 'articles', '--jobs', '2'];
      const drill = { fault, path: 'feed.jsonl', stretch: 4, ...(fault === 'hang' && { deadlineMs: 500 }) };
      expect(await scanned(args, { drill })).toEqual(await scanned(args));
    },
    60_000,
  );
});
