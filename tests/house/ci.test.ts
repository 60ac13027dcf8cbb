import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readArguments } from '../../src/cli/program.ts';
import { requestOf } from '../../src/cli/request.ts';
import { SITES, writeFarm } from '../support/farm/index.ts';
import { command, root } from './sample.ts';

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ACTION = parse(read('action.yml')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-ci-'));
  writeFarm(folder);
  const bin = path.join(folder, 'temp', 'wirecopy', 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(command, path.join(bin, 'wirecopy'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the action fails where the policy is broken: annotations in the log, the summary and the SARIF written', () => {
  const run = runAction({ paths: `${SITES}\n`, 'max-copied': '0.6' });

  expect(run.status).toBe(1);
  expect(run.log).toMatch(/^::(?:error|warning) /m);
  expect(run.outputs).toEqual({ status: '1', sarif: path.join(folder, 'temp', 'wirecopy.sarif') });
  expect(JSON.parse(readFileSync(run.outputs['sarif'] ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(run.summary).toContain('tide-gauge-you-wont-believe.txt');
});

test('the action passes where it is kept', () => {
  const run = runAction({ paths: `${SITES}/harbour-post\n\n`, 'fail-on': 'syndicated,unattributed' });

  expect(run).toMatchObject({ status: 0, outputs: { status: '0' } });
});

test('the action hands on the reference and the baseline', () => {
  const against = `${SITES}/harbour-post\n${SITES}/ledger-wire\n`;
  writeFileSync(path.join(folder, 'accepted'), '');

  expect(runAction({ paths: `${SITES}/daily-buzz`, against, baseline: 'accepted' }).outputs['status']).toBe('1');
  expect(runAction({ paths: `${SITES}/daily-buzz`, against: 'gone' }).outputs['status']).toBe('2');
});

test('the action tells of what changed since a commit, and fails where the history does not reach so far', () => {
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
  writeFileSync(
    path.join(folder, SITES, 'harbour-post', 'new.txt'),
    'A brief that nobody else has, written for this test.\n',
  );
  git('add', '.');
  git('commit', '--quiet', '--message', 'one more');

  expect(runAction({ paths: SITES, 'changed-since': 'HEAD~1' })).toMatchObject({ status: 0, outputs: { status: '0' } });
  expect(runAction({ paths: SITES, 'changed-since': 'deadbeef' })).toMatchObject({
    status: 2,
    outputs: { status: '2' },
  });
});

test('a path is never a command, nor an option', () => {
  const run = runAction({ paths: '$(touch CANARY)\n--allow-skipped\n`touch CANARY`\n"; touch CANARY; "' });

  expect(run.outputs['status']).toBe('2');
  expect(existsSync(path.join(folder, 'CANARY'))).toBe(false);
});

test('the action writes no input into a script: what a workflow says comes in as a variable', () => {
  const steps = ACTION.runs.steps.filter(({ run }) => run !== undefined);

  expect(ACTION.runs.using).toBe('composite');
  for (const { run, shell } of steps) {
    expect(run).not.toContain('${{');
    expect(shell).toBe('bash');
  }
  const used = new Set([...read('action.yml').matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(ACTION.inputs).sort());
});

test('the action installs what it is told to, without running scripts of packages', () => {
  const npm = path.join(folder, 'npm');
  writeFileSync(npm, '#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/asked"\n');
  chmodSync(npm, 0o755);
  const install = ACTION.runs.steps.find(({ name }) => name === 'Install');
  runStep(install as Step, { package: 'wirecopy@0.1.0' }, { PATH: `${folder}:${process.env['PATH']}` });

  const asked = readFileSync(path.join(folder, 'temp', 'asked'), 'utf8').split('\n');
  expect(asked).toContain('--ignore-scripts');
  expect(asked.at(-2)).toBe('wirecopy@0.1.0');
});

test('the pre-commit hook is a command line that the program takes', () => {
  const [hook] = parse(read('.pre-commit-hooks.yaml')) as [Readonly<Record<string, unknown>>];
  const [program, ...argv] = String(hook['entry']).split(' ');
  const typed = readArguments([...argv, 'content/'], '1');

  expect(program).toBe('wirecopy');
  expect(hook).toMatchObject({ id: 'wirecopy', language: 'node', pass_filenames: false });
  expect(typed).toMatchObject({ kind: 'command', command: 'check', paths: ['content/'] });
});

test('every command line in the page on CI is one that the program takes', () => {
  const page = read('docs/ci.md').replaceAll('\\\n', ' ');
  const lines = [...page.matchAll(/\bwirecopy (check .*)$/gm)].map(([, line]) => (line ?? '').replace(/`.*$/, ''));

  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const typed = readArguments(line.replace(/[).]+$/, '').split(/\s+/), '1');
    if (typed.kind === 'print') throw new Error(line);
    expect(requestOf(typed.command, typed.paths, typed.given).kind).toBe('check');
  }
  for (const [, block = ''] of page.matchAll(/```yaml\n(.*?)```/gs)) expect(() => parse(block)).not.toThrow();
});

test('the image is built in two stages from a pinned base, runs without rights, and takes arguments as they are', () => {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const bases = lines.filter((line) => line.startsWith('FROM '));
  const last = lines.slice(lines.lastIndexOf(bases.at(-1) ?? ''));

  expect(bases).toHaveLength(2);
  for (const base of bases) expect(base).toMatch(/^FROM [\w./-]+:\d+\.\d+\.\d+-[\w-]+(?: AS \w+)?$/);
  expect(lines.every((line) => /^(?:FROM|WORKDIR|COPY|RUN|USER|ENTRYPOINT|CMD) /.test(line))).toBe(true);
  expect(last.indexOf('USER node')).toBeGreaterThan(last.findLastIndex((line) => line.startsWith('RUN ')));
  expect(last.some((line) => line.startsWith('COPY . '))).toBe(false);
  for (const line of lines.filter((each) => /npm (?:ci|install)/.test(each)))
    expect(line).toContain('--ignore-scripts');
  for (const line of lines.filter((each) => /^(?:ENTRYPOINT|CMD) /.test(each)))
    expect(() => JSON.parse(line.replace(/^\w+ /, ''))).not.toThrow();
  expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist']));
});

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  const run = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

/** Runs the steps that are scripts, but the installation, as the runner would. */
function runAction(inputs: Readonly<Record<string, string>>) {
  let status = 0;
  let log = '';
  const files = {
    GITHUB_OUTPUT: path.join(folder, 'temp', 'output'),
    GITHUB_STEP_SUMMARY: path.join(folder, 'temp', 'summary'),
  };
  for (const file of Object.values(files)) writeFileSync(file, '');
  for (const step of ACTION.runs.steps) {
    if (step.run === undefined || step.name === 'Install') continue;
    const run = runStep(step, inputs, files, outputsIn(files.GITHUB_OUTPUT));
    log += run.stdout;
    status = run.status ?? -1;
    if (status !== 0) break;
  }
  return {
    status,
    log,
    outputs: outputsIn(files.GITHUB_OUTPUT),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

function outputsIn(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

function runStep(
  { run = '', env = {} }: Step,
  inputs: Readonly<Record<string, string>>,
  world: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, string>> = {},
) {
  const values = Object.entries(env).map(([name, value]) => [
    name,
    value.replace(
      /\$\{\{ *(?:inputs\.([\w-]+)|steps\.check\.outputs\.(\w+)) *\}\}/g,
      (_, input?: string, output?: string) =>
        input === undefined ? (outputs[output ?? ''] ?? '') : (inputs[input] ?? ACTION.inputs[input]?.default ?? ''),
    ),
  ]);
  const script = path.join(folder, 'temp', 'step.sh');
  writeFileSync(script, run);
  // The runner's own command line for `shell: bash`.
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, RUNNER_TEMP: path.join(folder, 'temp'), ...Object.fromEntries(values), ...world },
  });
}
