import { execFile } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, STORY_AND_CUT_REPORT, writeStoryAndCut } from './sample.ts';

const run = promisify(execFile);

const MAX_PACKAGES = 12;
const MAX_BYTES = 5_000_000;
const MINUTES = 60_000;

/** Of the npm that runs the tests, what would lead the one below it back to this repository. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|package_|lifecycle_)/.test(name)),
);

describe('the package in an empty folder', () => {
  let folder: string;
  let packed: string[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-package-'));
    const packOptions = ['--ignore-scripts', '--json', '--pack-destination', folder];
    const { stdout } = await run('npm', ['pack', ...packOptions], { cwd: root, env });
    const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
    packed = tarball!.files.map((file) => file.path);

    const home = path.join(folder, 'home');
    mkdirSync(home);
    const installOptions = ['--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', ['install', ...installOptions, path.join(folder, tarball!.filename)], { cwd: home, env });
    writeStoryAndCut(home);
  }, 3 * MINUTES);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds what a user needs and nothing else', () => {
    const expected = [
      'bin/wirecopy.js',
      'dist/cli.js',
      'dist/index.js',
      'dist/index.d.ts',
      'schema/report-1.json',
      'LICENSE',
      'NOTICE',
      'CHANGELOG.md',
      'README.md',
    ];
    expect(packed).toEqual(expect.arrayContaining(expected));
    expect(packed.filter((file) => !/^(bin|dist|schema|docs\/formats)\/|^[^/]+$/.test(file))).toEqual([]);
    expect(packed).not.toContain('dist/meta.json');
  });

  test(`installs at most ${MAX_PACKAGES} packages and ${MAX_BYTES / 1_000_000} MB`, () => {
    const modules = path.join(folder, 'home', 'node_modules');
    const lock = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')) as { packages: object };
    const installed = Object.keys(lock.packages);

    expect(installed).toContain('node_modules/wirecopy');
    expect(installed.length, installed.join('\n')).toBeLessThanOrEqual(MAX_PACKAGES);
    expect(bytesIn(modules)).toBeLessThanOrEqual(MAX_BYTES);
  });

  test(
    'runs its command and prints JSON and nothing else',
    async () => {
      const home = path.join(folder, 'home');
      const installed = path.join(home, 'node_modules', '.bin', 'wirecopy');
      const { stdout, stderr } = await run(installed, ['articles', '--json'], { cwd: home, env });

      expect(JSON.parse(stdout)).toMatchObject(STORY_AND_CUT_REPORT);
      expect(stderr).toBe('');
    },
    MINUTES,
  );

  test(
    'is a library for whoever imports it',
    async () => {
      const code = "import * as wirecopy from 'wirecopy'; console.log(typeof wirecopy.scan, typeof wirecopy.compare);";
      const cwd = path.join(folder, 'home');
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd, env });

      expect(stdout).toBe('function function\n');
    },
    MINUTES,
  );
});

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(path.join(entry.parentPath, entry.name)).size, 0);
}
