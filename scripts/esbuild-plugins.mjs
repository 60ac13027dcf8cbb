// How esbuild reads src/, for whatever bundles some of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

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
