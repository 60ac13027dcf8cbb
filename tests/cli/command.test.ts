import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REPORT_FORMAT_NAMES } from '../../src/model.ts';
import { longFlagOf, optionsOf } from '../../src/options.ts';
import { command, root, STORY_AND_CUT_REPORT, writeStoryAndCut } from '../house/sample.ts';

const A_MINUTE = 60_000;
const STORY = () => readFileSync(path.join(folder, 'articles', 'story.txt'), 'utf8');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-command-'));
  writeStoryAndCut(folder);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a link to itself beside the articles is a problem of its own, and the rest is compared',
  () => {
    symlinkSync('loop.txt', path.join(folder, 'articles', 'loop.txt'));

    const run = wirecopy(['articles']);

    expect(run.stdout).toContain('2 articles compared');
    expect(run.stderr).not.toContain('internal error');
  },
  A_MINUTE,
);

test(
  'a folder of articles in, the copies out',
  () => {
    const run = wirecopy(['articles']);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('2 articles compared · 2 of them in 1 cluster of copies\n');
    expect(run.stdout).toMatch(/All of cut\.txt stands in story\.txt/);
    expect(run.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  },
  A_MINUTE,
);

test(
  'scan can be named or left out',
  () => {
    expect(wirecopy(['scan', 'articles', '--json']).stdout).toBe(wirecopy(['articles', '--json']).stdout);
  },
  A_MINUTE,
);

test(
  'the JSON is the same by folder, by files in any order, by a list and in any locale',
  () => {
    const whole = wirecopy(['articles', '--json']);
    writeFileSync(path.join(folder, 'list'), 'articles/story.txt\narticles/cut.txt\n');
    const others = [
      wirecopy(['articles/story.txt', 'articles/cut.txt', '--json']),
      wirecopy(['--files-from', 'list', '--json']),
      wirecopy(['--files-from', '-', '--json'], { input: 'articles/cut.txt\narticles/story.txt\n' }),
      wirecopy(['articles', '--json'], { env: { LC_ALL: 'C', TZ: 'Pacific/Kiritimati', FORCE_COLOR: '1' } }),
    ];

    expect(JSON.parse(whole.stdout)).toMatchObject(STORY_AND_CUT_REPORT);
    const withoutSource = (text: string) => text.replaceAll(/"source":"[^"]*",?/g, '');
    for (const other of others) expect(withoutSource(other.stdout)).toBe(withoutSource(whole.stdout));
  },
  A_MINUTE,
);

test(
  'a missing path is named, the rest is compared, and the exit code is 3 unless it is allowed',
  () => {
    const run = wirecopy(['articles', 'gone', '--json']);

    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/^wirecopy: gone: .+ \(.+\)\n$/);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { seen: 3, compared: 2, skipped: 1 }, clusters: [{}] });
    expect(wirecopy(['articles', 'gone', '--allow-skipped']).status).toBe(0);
  },
  A_MINUTE,
);

test(
  'nothing but missing paths is nothing to compare: exit code 2, and the JSON all the same',
  () => {
    const text = wirecopy(['gone', 'gone-too']);
    const json = wirecopy(['gone', 'gone-too', '--json']);

    expect([text.status, json.status]).toEqual([2, 2]);
    expect(text.stdout).toBe('');
    expect(text.stderr).toMatch(/^wirecopy: gone: .+\nwirecopy: gone-too: .+\nwirecopy: nothing to compare: .+\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({ counts: { compared: 0, skipped: 2 } });
  },
  A_MINUTE,
);

test(
  'an empty folder is nothing to compare, and what was left out is said',
  () => {
    mkdirSync(path.join(folder, 'empty'));
    mkdirSync(path.join(folder, 'odd'));
    writeFileSync(path.join(folder, 'odd', '.hidden.txt'), 'x');
    const [empty, odd] = [wirecopy(['empty']), wirecopy(['odd'])];

    expect([empty.status, odd.status]).toEqual([2, 2]);
    expect(empty.stderr).toMatch(/^wirecopy: nothing to compare: there is no article in empty \(.+\)\n$/);
    expect(odd.stderr).toContain('left out: 1 (1 hidden)');
  },
  A_MINUTE,
);

// A user who may read everything cannot see this.
test.skipIf(process.getuid?.() === 0)(
  'a file that must not be read is named, and the rest is compared',
  () => {
    writeFileSync(path.join(folder, 'articles', 'locked.txt'), 'x');
    chmodSync(path.join(folder, 'articles', 'locked.txt'), 0);
    const run = wirecopy(['articles', '--json']);

    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/^wirecopy: articles\/locked\.txt: .+\n$/);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { compared: 2, skipped: 1 } });
  },
  A_MINUTE,
);

test(
  'what each cluster keeps and drops is written as it came in, from standard input as well',
  () => {
    const story = STORY();
    const lines = [story, 'Nothing to do with it.', `${story}\nMore.`].map((text) => JSON.stringify({ text }));
    const input = `${lines.join('\n')}\n`;
    const run = wirecopy(['-', '--json', '--kept', 'kept', '--dropped', 'dropped'], { input });
    const written = (name: string) => readFileSync(path.join(folder, name), 'utf8');

    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).clusters).toHaveLength(1);
    expect([...written('kept').split('\n'), ...written('dropped').split('\n')].sort()).toEqual(
      [...lines, '', ''].sort(),
    );
    expect(written('dropped').split('\n')).toHaveLength(2);
    expect(wirecopy(['articles', '--format', 'none', '--kept', 'kept']).status).toBe(0);
    expect(written('kept')).toMatch(/^articles\/(?:cut|story)\.txt\n$/);
  },
  A_MINUTE,
);

test(
  'the stage of articles explains what was taken for the text and what was left out',
  () => {
    writeFileSync(path.join(folder, 'page.md'), '---\ntitle: T\n---\nText with `code`.\n\n```\na b c\n```\n');
    const run = wirecopy(['page.md', '--stop-after', 'articles', '--explain']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'article',
      title: 'T',
      body: expect.stringContaining('Text with  code .'),
      leftOut: [
        { reason: 'code', words: 3 },
        { reason: 'front matter', words: 2 },
      ],
    });
  },
  A_MINUTE,
);

test(
  'broken lines of a feed are named by their numbers, and the others are compared',
  () => {
    const lines = [
      JSON.stringify({ id: 'one', text: STORY() }),
      '{"id":',
      '[]',
      JSON.stringify({ id: 'two', text: STORY() }),
    ];
    writeFileSync(path.join(folder, 'feed.jsonl'), `${lines.join('\n')}\n`);
    const run = wirecopy(['feed.jsonl', '--json']);

    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/^wirecopy: feed\.jsonl:2: .+\nwirecopy: feed\.jsonl:3: .+\n$/);
    expect(JSON.parse(run.stdout)).toMatchObject({
      counts: { compared: 2, skipped: 2 },
      matches: [{ left: 'one', right: 'two', relation: 'identical' }],
    });
  },
  A_MINUTE,
);

test(
  'records come by standard input as well',
  () => {
    const lines = [JSON.stringify({ id: 'one', text: STORY() }), JSON.stringify({ id: 'two', text: STORY() })];
    const run = wirecopy(['-', '--json'], { input: `${lines.join('\n')}\n` });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ clusters: [{ members: ['one', 'two'] }] });
  },
  A_MINUTE,
);

test(
  'names that try the terminal arrive as text on both outputs',
  () => {
    const name = 'a\u001b[31m\u202e::error::x.txt';
    writeFileSync(path.join(folder, 'articles', name), STORY());
    const run = wirecopy(['articles', 'gone\u0007']);

    expect(run.stdout).toContain('a\\x1b[31m\\u202e');
    expect(run.stderr).toContain('gone\\x07');
    expect(run.stdout + run.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  },
  A_MINUTE,
);

test(
  'in an ASCII locale the report is ASCII',
  () => {
    expect(wirecopy(['articles'], { env: { LC_ALL: 'C' } }).stdout).toMatch(/^[\x20-\x7e\n]+$/);
  },
  A_MINUTE,
);

test(
  'a reader that closes the pipe early hears nothing more, and the run ends well',
  () => {
    writeCrowd(3000);
    const run = shell('set -o pipefail; "$NODE" "$COMMAND" crowd.jsonl --json | head -c 10');

    expect(run).toMatchObject({ status: 0, stdout: '{\n  "schem', stderr: '' });
  },
  A_MINUTE,
);

test(
  'a slow reader gets every byte',
  () => {
    writeCrowd(3000);
    const whole = wirecopy(['crowd.jsonl', '--json']).stdout;
    const slow = shell('"$NODE" "$COMMAND" crowd.jsonl --json | (sleep 1; cat)');

    // More than any pipe holds.
    expect(whole.length).toBeGreaterThan(1_000_000);
    expect(slow.stdout === whole).toBe(true);
  },
  A_MINUTE,
);

test.skipIf(!existsSync('/dev/full'))(
  'a full disk behind standard output is an error that says so',
  () => {
    for (const args of ['articles', 'articles --json', '--help', 'articles --stop-after sketches']) {
      const run = shell(`"$NODE" "$COMMAND" ${args} > /dev/full`);
      expect(run.status, args).toBe(2);
      expect(run.stderr, args).toMatch(/^wirecopy: standard output: there is no space left .+\n$/);
    }
  },
  A_MINUTE,
);

test(
  'every format can be written to a file beside what is printed, and is what would be printed',
  () => {
    const formats = REPORT_FORMAT_NAMES.filter((name) => name !== 'none');
    const reports = formats.flatMap((name) => ['--report', `${name}=out.${name}`]);
    const run = wirecopy(['articles', '--quiet', '--format', 'none', ...reports]);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    for (const name of formats) {
      const written = readFileSync(path.join(folder, `out.${name}`), 'utf8');
      expect(written.length, name).toBeGreaterThan(20);
      expect(written, name).toBe(wirecopy(['articles', '--quiet', '--format', name]).stdout);
    }
  },
  A_MINUTE,
);

test(
  'reports are written beside what is printed',
  () => {
    const run = wirecopy(['articles', '--format', 'ndjson', '--report', 'json=out.json', '--report', 'text=out.txt']);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe(wirecopy(['articles', '--json']).stdout);
    expect(readFileSync(path.join(folder, 'out.txt'), 'utf8')).toBe(wirecopy(['articles', '--quiet']).stdout);
    expect(JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'summary' });
    expect(readdirSync(folder).sort()).toEqual(['articles', 'out.json', 'out.txt']);
  },
  A_MINUTE,
);

test.each([
  ['articles', 'article'],
  ['sketches', 'sketch'],
  ['candidates', 'candidate'],
  ['matches', 'match'],
])(
  '--stop-after %s prints that stage, one JSON record a line',
  (stage, type) => {
    const run = wirecopy(['articles', '--stop-after', stage]);
    const records = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(new Set(records.map((record) => record.type))).toEqual(new Set([type]));
  },
  A_MINUTE,
);

test(
  '--help names every option, and --version is the version of the package',
  () => {
    const help = wirecopy(['--help']);
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

    expect(help).toMatchObject({ status: 0, stderr: '' });
    for (const [, spec] of optionsOf('scan')) expect(help.stdout).toContain(longFlagOf(spec));
    expect(wirecopy(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  },
  A_MINUTE,
);

test(
  'wrong use is one line that names the nearest option',
  () => {
    expect(wirecopy(['articles', '--explian'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'wirecopy: there is no option --explian (did you mean --explain?)\n',
    });
  },
  A_MINUTE,
);

test(
  'docs/options.md is what the options table makes',
  () => {
    const run = spawnSync(process.execPath, [path.join(root, 'scripts', 'options-doc.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  },
  A_MINUTE,
);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s while articles are read ends the run with %i and leaves no file',
  async (signal, exitCode) => {
    const scratch = path.join(folder, 'scratch');
    mkdirSync(scratch);
    const child = spawn(process.execPath, [command, '-', '--report', 'json=out.json'], {
      cwd: folder,
      env: { ...process.env, TMPDIR: scratch },
    });
    const told: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => told.push(chunk));

    await isReading(child);
    child.kill(signal);
    const ended = await new Promise((resolve) => child.on('exit', (code) => resolve(code)));

    expect(ended).toBe(exitCode);
    expect(Buffer.concat(told).toString()).toBe('');
    expect([readdirSync(scratch), readdirSync(folder).sort()]).toEqual([[], ['articles', 'scratch']]);
  },
  A_MINUTE,
);

/** More than a pipe holds has been taken, so the command has started and reads. */
function isReading(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.stdin?.write(Buffer.alloc(4 << 20, 'word '), () => resolve());
  });
}

/** One feed of equal stories: as many articles, and nearly as many matches. */
function writeCrowd(size: number): void {
  const text = STORY();
  const lines = Array.from({ length: size }, (_, index) => JSON.stringify({ id: `copy-${index}`, text }));
  writeFileSync(path.join(folder, 'crowd.jsonl'), `${lines.join('\n')}\n`);
}

interface World {
  readonly input?: string;
  readonly env?: Record<string, string>;
}

/** Runs the built command in the folder, in a UTF-8 locale unless said otherwise. */
function wirecopy(args: readonly string[], { input = '', env = {} }: World = {}) {
  return spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: environment(env),
    maxBuffer: 1 << 28,
  });
}

function shell(line: string) {
  const env = environment({ NODE: process.execPath, COMMAND: command });
  return spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 28 });
}

function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, LC_ALL: _all, LC_CTYPE: _type, ...rest } = process.env;
  return { ...rest, LANG: 'C.UTF-8', ...more };
}
