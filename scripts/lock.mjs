// Completes package-lock.json, or with --check says whether it is complete.
// npm leaves out of the lock the builds for other systems that its registry could not give it, as a mirror may hold
// only its own; npm ci then refuses the lock everywhere. An entry without integrity is enough for it: it is installed
// on its own system alone. The lock names no registry either, so that a clone installs from whichever it has.
import { readFileSync, writeFileSync } from 'node:fs';

const lockPath = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(lockPath, 'utf8'));

const OS = /android|darwin|freebsd|linux|openharmony|win32/;
const CPU = /arm64|arm|ia32|ppc64|riscv64|s390x|x64/;

const missing = Object.entries(lock.packages).flatMap(([where, { optionalDependencies = {}, engines, license }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !(`node_modules/${name}` in lock.packages || `${where}/node_modules/${name}` in lock.packages))
    .map(([name, version]) => [`node_modules/${name}`, { version, ...systemOf(name, license), engines }]),
);
const named = Object.keys(lock.packages).filter((where) => 'resolved' in lock.packages[where]);

if (process.argv.includes('--check')) {
  const faults = [
    ...missing.map(([where]) => `${where} is missing`),
    ...named.map((where) => `${where} names the registry it came from`),
  ];
  if (faults.length > 0) {
    console.error(`package-lock.json: ${faults.join('\n')}\n(run node scripts/lock.mjs and commit the lock)`);
    process.exitCode = 1;
  }
} else {
  for (const where of named) delete lock.packages[where].resolved;
  for (const [where, entry] of missing) lock.packages[where] = entry;
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(lockPath, `${JSON.stringify(lock, undefined, 2)}\n`);
}

/** What a platform's build says of itself, read from its name: the package itself may be out of reach. */
function systemOf(name, license) {
  const build = name.split('/').at(-1);
  const os = OS.exec(build)?.[0];
  const cpu = CPU.exec(build)?.[0];
  if (os === undefined || cpu === undefined)
    throw new Error(`${name}: which system is it for? Add it to scripts/lock.mjs`);
  const libc = /musl/.test(build) ? ['musl'] : /gnu/.test(build) ? ['glibc'] : undefined;
  return { cpu: [cpu], dev: true, libc, license, optional: true, os: [os] };
}
