import { setFlagsFromString } from 'node:v8';

/**
 * How V8 is told to run, by the number of its version: a flag that it does not know it would complain about.
 *
 * It compiles what has run for a while once more, with much care. A run of seconds is over before most of that has paid: with
 * fifteen times its usual patience a scan of 10,000 articles takes 1.98 s of processor time and not 2.34
 * (bench/patience.mjs).
 */
const FLAGS_BY_VERSION: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=1000000'],
};

/** To be called by a program of its own, before it does anything: the flags hold for all of the process. */
export function tuneEngine(version: string = process.versions.v8): void {
  for (const flag of FLAGS_BY_VERSION[version.split('.', 1)[0] ?? ''] ?? []) setFlagsFromString(flag);
}
