// Makes the package that would be published, from a clean tree that passes everything, and shows what is in it.
// It publishes nothing: that stays a decision of a person, who then has the very file that was looked at.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const changed = output('git', 'status', '--porcelain');
if (changed !== '') stop(`commit or set aside these first:\n${changed}`);

show('npm', 'run', '--silent', 'build');
show('npm', 'run', '--silent', 'check');
show('npm', 'test');
if (output('git', 'status', '--porcelain') !== '')
  stop('building or testing changed a file that is under version control');

// The scripts are left out: what is packed is the dist/ that was just tested.
const [packed] = JSON.parse(output('npm', 'pack', '--ignore-scripts', '--json'));
const bill = `${packed.filename.replace(/\.tgz$/, '')}.cdx.json`;
writeFileSync(new URL(`../${bill}`, import.meta.url), output('node', 'scripts/sbom.mjs'));
for (const { path, size } of packed.files) console.log(`${kilobytes(size).padStart(12)}  ${path}`);
console.log(
  `\n${packed.filename}: ${packed.files.length} files, ${kilobytes(packed.size)}, ${kilobytes(packed.unpackedSize)} unpacked`,
);
console.log(`${bill}: what is in it, for whoever asks`);

function show(tool, ...args) {
  try {
    execFileSync(tool, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    stop(`${[tool, ...args].join(' ')} failed`);
  }
}

function output(tool, ...args) {
  return execFileSync(tool, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function stop(message) {
  console.error(`release: ${message}`);
  process.exit(1);
}
