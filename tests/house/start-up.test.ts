import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command, root, writeStoryAndCut } from './sample.ts';

const A_MINUTE = 60_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-start-up-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test(
  '--help loads neither natural nor yaml',
  () => {
    const packages = packagesLoadedBy(['--help']);

    expect(packages).not.toContain('natural');
    expect(packages).not.toContain('minhash');
    expect(packages).not.toContain('yaml');
    // The command's own parser is always loaded: without it here, nothing was written down.
    expect(packages).toContain('commander');
  },
  A_MINUTE,
);

test(
  'the textbook method loads natural and minhash when it is asked for',
  () => {
    writeStoryAndCut(folder);

    expect(packagesLoadedBy(['articles', '--method', 'classic'])).toEqual(
      expect.arrayContaining(['natural', 'minhash']),
    );
  },
  A_MINUTE,
);

/** The npm packages whose code Node loaded while the built command ran, those bundled into dist/ included. */
function packagesLoadedBy(args: string[]): string[] {
  const loaded = path.join(folder, 'loaded.txt');
  const hooks = path.join(folder, 'hooks.mjs');
  writeFileSync(loaded, '');
  writeFileSync(
    hooks,
    `import { appendFileSync } from 'node:fs';
     export async function load(url, context, next) {
       appendFileSync(${JSON.stringify(loaded)}, url + '\\n');
       return next(url, context);
     }`,
  );
  const register = `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)});`;
  const preload = `data:text/javascript,${encodeURIComponent(register)}`;
  const run = spawnSync(process.execPath, ['--import', preload, command, ...args], { cwd: folder, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);

  const { outputs } = JSON.parse(readFileSync(path.join(root, 'dist', 'meta.json'), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  return readFileSync(loaded, 'utf8')
    .split('\n')
    .filter((url) => url.startsWith('file:'))
    .map((url) => path.relative(root, fileURLToPath(url)).split(path.sep).join('/'))
    .flatMap((file) => {
      if (!file.startsWith('dist/')) return [file];
      // A chunk that meta.json does not know is of another build, and nobody can say what is in it.
      expect(Object.keys(outputs)).toContain(file);
      return Object.keys(outputs[file]!.inputs);
    })
    .flatMap((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
}
