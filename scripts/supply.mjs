// Says what the project is made of, and with --check whether that is what was agreed upon: no network is asked.
// What was agreed upon stands in scripts/supply/: the names of all packages, and the files of the package that is published.
// A new name there is a decision of a person, who looks at the package first.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Their licences let them be bundled, or used to build and test. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT OR Apache-2.0',
  // Of argparse, in a tool that is not published.
  'Python-2.0',
]);
/** Not for what is published: changed files of theirs would have to be published, too. */
const TOOL_LICENCES = new Set(['MPL-2.0']);
/** They name no licence in the lock, or none that is known; a person has read what they come with. */
const LICENCES_READ = new Map([
  ['sylvester', 'MIT, in its source; asked for by natural, and not bundled (scripts/build.mjs)'],
]);
/** They run a script when they are installed; `npm ci --ignore-scripts` does without it. */
const INSTALL_SCRIPTS = new Map([['esbuild', 'looks whether the binary for this system is there, and is quicker']]);
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
const packages = Object.entries(lock.packages)
  .filter(([where]) => where !== '')
  .map(([where, entry]) => ({ where, name: entry.name ?? where.split('node_modules/').at(-1), ...entry }));

const agreed = {
  'packages.txt': [...new Set(packages.map(({ name }) => name))].sort(),
  'published.txt': publishedFiles(),
};

if (process.argv.includes('--check')) {
  const faults = [...faultsOfLock(), ...Object.entries(agreed).flatMap(([page, lines]) => faultsOfPage(page, lines))];
  if (faults.length > 0) {
    console.error(`${faults.join('\n')}\n(look at what is new, then run node scripts/supply.mjs and commit its pages)`);
    process.exitCode = 1;
  }
} else {
  for (const [page, lines] of Object.entries(agreed)) writeFileSync(pathOf(page), `${lines.join('\n')}\n`);
}

function* faultsOfLock() {
  if (lock.lockfileVersion !== 3)
    yield `package-lock.json has version ${lock.lockfileVersion}, and 3 is what is checked`;
  for (const { where, name, integrity, resolved, hasInstallScript, license, dev, link } of packages) {
    if (link === true) yield `${where} is a link to a folder`;
    if (!INTEGRITY.test(integrity ?? '')) yield `${where} has no sha512 integrity`;
    if (resolved !== undefined) yield `${where} names the place it came from`;
    if (hasInstallScript === true && !INSTALL_SCRIPTS.has(name)) yield `${where} runs a script when it is installed`;
    const isTool = dev === true && !isBundled(name);
    const isKnown = LICENCES.has(license) || LICENCES_READ.has(name) || (isTool && TOOL_LICENCES.has(license));
    if (!isKnown) yield `${where} has the licence ${license ?? '(none)'}, which nobody agreed to`;
  }
}

function faultsOfPage(page, lines) {
  const known = readFileSync(pathOf(page), 'utf8').trimEnd().split('\n');
  return [
    ...lines.filter((line) => !known.includes(line)).map((line) => `${line} is new, and not in scripts/supply/${page}`),
    ...known
      .filter((line) => !lines.includes(line))
      .map((line) => `${line} is gone, and still in scripts/supply/${page}`),
  ];
}

function isBundled(name) {
  const { inputs } = JSON.parse(readFileSync(path.join(root, 'dist', 'meta.json'), 'utf8'));
  return Object.keys(inputs).some((input) => input.includes(`node_modules/${name}/`));
}

/** Hashes and the many declarations left out of their names: what kind of file is published where is what matters. */
function publishedFiles() {
  const told = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(told);
  const names = files.map(({ path: file }) =>
    file.replace(/^(dist\/chunks\/).*(\.js)$/, '$1*$2').replace(/^dist\/.*\.d\.ts$/, 'dist/**/*.d.ts'),
  );
  return [...new Set(names)].sort();
}

function pathOf(page) {
  return path.join(root, 'scripts', 'supply', page);
}
