import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '../input/support.ts';
import { root } from './sample.ts';

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('assembly-bytes.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(root, 'src', name), 'utf8') }));

/** Comments may speak of anything. */
function filesWith(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) => pattern.test(text.replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '')))
    .map(({ name }) => name);
}

test('the streams of the process are known to one file', () => {
  expect(filesWith(/\b(?:process|proc)\.(?:stdout|stderr)\b|\bconsole\b/)).toEqual(['cli/io.ts']);
});

test('one file writes to them: it shows messages as visible text, and prints what reports are made of', () => {
  expect(filesWith(/\b(?:stdout|stderr|output)\.write\(/)).toEqual(['cli/tell.ts']);
});

/** All that is printed as it is, each with who made it safe. A new row is a decision: whose text is it, and what escapes it? */
const PRINTED: Readonly<Record<string, string>> = {
  'cli/compare.ts': 'a reporter',
  'cli/follow.ts': 'numbers and names of stages',
  'cli/index-file.ts': 'visible and jsonOf',
  'cli/main.ts': 'the help text, the configuration as JSON, and SQL of our own',
  'cli/run.ts': 'a reporter; the progress line',
  'cli/scan.ts': 'jsonOf',
  'cli/tell.ts': 'visible',
};

test('what is printed is made safe by those who are known to', () => {
  const printing = filesWith(/\b(?:print|say)\(\s*(?:io|output|world)\b/);
  expect(printing.filter((name) => !(name in PRINTED))).toEqual([]);
});

const ESCAPE = '\x1b]0;owned\x07\u202e\x9b31m';
/** Nothing a terminal obeys; line feeds part lines. */
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/;

test.each([
  ['an unknown option', [`--${ESCAPE}`]],
  ['an unknown command of a kind', ['check', `--fail-on=${ESCAPE}`, 'a']],
  ['a path that is not there', ['scan', ESCAPE]],
  ['a list that is not there', ['scan', '--files-from', ESCAPE]],
  ['a configuration that is not there', ['scan', '--config', ESCAPE, '.']],
  ['a place for a report that is not there', ['scan', '.', '--report', `json=${ESCAPE}/a.json`]],
  ['a format that is not there', ['scan', '.', '--format', ESCAPE]],
  ['an encoding that is not there', ['scan', '.', '--encoding', ESCAPE]],
  ['a rule for sources that is none', ['scan', '.', '--source', ESCAPE]],
  ['the configuration in force', ['scan', '.', '--exclude', ESCAPE, '--print-config']],
  ['a baseline that is not there', ['check', '.', '--baseline', ESCAPE]],
  ['an index that is not there', ['scan', '.', '--index', ESCAPE]],
  ['two articles that are not there', ['compare', ESCAPE, `${ESCAPE}2`]],
])('%s is told without what a terminal would obey', (_what, args) => {
  const cwd = folderOf({ 'a.txt': 'an article of a few words', [`${ESCAPE}.jsonl`]: `{"id":"${ESCAPE}"}\n{` });
  const told = spawnSync(process.execPath, [path.join(root, 'bin', 'wirecopy.js'), ...args], { cwd, encoding: 'utf8' });

  expect(told.stdout + told.stderr).not.toBe('');
  expect(told.stdout + told.stderr).not.toMatch(CONTROL);
});

test('with --debug a stack shows no more than a message does', () => {
  const cwd = folderOf({});
  const bin = path.join(root, 'bin', 'wirecopy.js');
  const told = spawnSync(process.execPath, [bin, 'scan', ESCAPE, '--debug'], { cwd, encoding: 'utf8' });

  expect(told.stderr).not.toMatch(CONTROL);
  expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toMatch(/^\d/);
});
