import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { parquetRunsInTests } from './scripts/esbuild-plugins.mjs';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  // As scripts/build.mjs does, so that src/ reads the same version bundled and not.
  define: { __WIRECOPY_VERSION__: JSON.stringify(manifest.version) },
  plugins: [parquetRunsInTests()],
  test: {
    // What is changed in the bundle is changed here.
    server: { deps: { inline: ['hyparquet'] } },
    include: ['tests/**/*.test.ts'],
    // A test that hangs must end; one that is slow on a busy machine has not failed.
    testTimeout: 60_000,
    // A style sheet imported as text is what it is; left to itself, vitest makes it empty.
    css: true,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Where a wrong branch gives a wrong number rather than an error; the rest has no figure to chase.
      thresholds: { 'src/kernel/**': { branches: 100 }, 'src/match/relations.ts': { branches: 100 } },
    },
  },
});
