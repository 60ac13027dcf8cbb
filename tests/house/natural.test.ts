import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { METHOD_NAMES } from '../../src/model.ts';
import { command, root, STORY_AND_CUT_REPORT, writeStoryAndCut } from './sample.ts';

const MARKER = 'planted-7f3a';
const A_MINUTE = 60_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-natural-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Both methods, since they reach natural by different doors: key terms, and words.
test.each(METHOD_NAMES)(
  'a planted .env is neither read nor heard of: --method %s',
  (method) => {
    writeStoryAndCut(folder);
    const planted = `NODE_OPTIONS=--throw-deprecation\nWIRECOPY_MARKER=${MARKER}\nDOTENV_CONFIG_DEBUG=true\n`;
    for (const place of ['.env', 'articles/.env']) writeFileSync(path.join(folder, place), planted);

    const { run, opened } = runAndListen(['articles', '--json', '--method', method]);

    expect(JSON.parse(run.stdout)).toMatchObject(STORY_AND_CUT_REPORT);
    expect(run.stderr).toBe('');
    expect(run.stdout).not.toContain(MARKER);
    expect(opened.filter((file) => path.basename(file).startsWith('.env'))).toEqual([]);
    // Otherwise nobody listened, and the line above says nothing.
    expect(opened.map((file) => path.basename(file))).toContain('story.txt');
  },
  A_MINUTE,
);

test('no source file imports natural by one of its entry points', () => {
  const imports = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => {
      const source = readFileSync(path.join(root, 'src', file), 'utf8');
      const specifiers = source.matchAll(/(?:from|import|require)\s*\(?\s*['"](natural(?:\/[^'"]*)?)['"]/g);
      return Array.from(specifiers, ([, specifier]) => specifier!);
    });

  expect(imports.length).toBeGreaterThan(0);
  expect(
    imports.filter((specifier) => !/^natural\/lib\/natural\/(?!util\/index)\w+\/\w+(\.js)?$/.test(specifier)),
  ).toEqual([]);
});

/** Runs the built command in the folder and lists the files it opened, those of Node's own module loader apart. */
function runAndListen(args: string[]) {
  const ear = path.join(folder, 'ear.cjs');
  const heard = path.join(folder, 'heard.txt');
  writeFileSync(ear, EAR);
  writeFileSync(heard, '');
  const run = spawnSync(process.execPath, ['--require', ear, command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, WIRECOPY_TEST_HEARD: heard, NODE_OPTIONS: '' },
  });
  return { run, opened: readFileSync(heard, 'utf8').split('\n') };
}

/** Loaded ahead of the command: writes down each path that is opened through node:fs, whichever way it is imported. */
const EAR = `
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const openSync = fs.openSync;
const writeSync = fs.writeSync;
const heard = openSync(process.env.WIRECOPY_TEST_HEARD, 'a');
function listen(owner, name) {
  const original = owner[name];
  owner[name] = function (file, ...rest) {
    if (typeof file === 'string' || Buffer.isBuffer(file) || file instanceof URL) writeSync(heard, String(file) + '\\n');
    return original.call(this, file, ...rest);
  };
}
for (const name of ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream']) listen(fs, name);
for (const name of ['open', 'readFile']) listen(fs.promises, name);
syncBuiltinESMExports();
`;
