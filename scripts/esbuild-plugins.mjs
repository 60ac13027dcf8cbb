// How esbuild reads src/, for whatever bundles some of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Lets CommonJS code in the bundle `require` a module of Node: esbuild leaves such a call as it is, and an ES module
 * has no `require` to answer it.
 */
export function requiredBuiltins() {
  return {
    name: 'required-builtins',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^(node:)?(assert|buffer|events|fs|path|stream|util)$/ }, ({ path: name, kind }) =>
        kind === 'require-call' ? { path: name.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
      );
      esbuild.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
        contents: `export * from 'node:${name}';`,
      }));
    },
  };
}

const RUNS_OF_PARQUET = /hyparquet[\\/]src[\\/]encoding\.js$/;
const OWN_RUNS = fileURLToPath(new URL('../src/input/parquet-runs.ts', import.meta.url));

/** The code of that module of `hyparquet` with our reader of runs in place of its own. */
function withOwnRuns(code) {
  const [own, mark] = ['export function readRleBitPackedHybrid(', 'function unusedReader('];
  if (!code.includes(own)) throw new Error('hyparquet reads runs elsewhere now: see src/input/parquet-runs.ts');
  return `${code.replace(own, mark)}\nexport { readRuns as readRleBitPackedHybrid } from ${JSON.stringify(OWN_RUNS)};\n`;
}

/** Runs in Parquet pages are read by `src/input/parquet-runs.ts`, wherever hyparquet is bundled … */
export function parquetRuns() {
  return {
    name: 'parquet-runs',
    setup(esbuild) {
      // Also where all packages are left outside.
      esbuild.onResolve({ filter: /^hyparquet$/ }, ({ path: name }) => ({
        path: fileURLToPath(import.meta.resolve(name)),
      }));
      esbuild.onLoad({ filter: RUNS_OF_PARQUET }, ({ path: name }) => ({
        contents: withOwnRuns(readFileSync(name, 'utf8')),
        loader: 'js',
      }));
    },
  };
}

/** … and in vitest. */
export function parquetRunsInTests() {
  return {
    name: 'parquet-runs',
    transform: (code, name) => (RUNS_OF_PARQUET.test(name.replace(/\?.*$/, '')) ? withOwnRuns(code) : undefined),
  };
}

/** `import text from './page.css?raw'` gives the file as text, here and in vitest. */
export function rawAssets() {
  return {
    name: 'raw-assets',
    setup(esbuild) {
      esbuild.onResolve({ filter: /\?raw$/ }, ({ path: name, resolveDir }) => ({
        path: path.join(resolveDir, name.replace(/\?raw$/, '')),
        namespace: 'raw',
      }));
      esbuild.onLoad({ filter: /.*/, namespace: 'raw' }, ({ path: name }) => ({
        contents: readFileSync(name, 'utf8'),
        loader: 'text',
      }));
    },
  };
}
