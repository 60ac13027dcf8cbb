import { setFlagsFromString } from 'node:v8';

/**
 * How V8 is told to run, by the number of its version: a flag that it does not know it would complain about.
 *
 * It compiles what has run for a while once more, with much care, and what that calls with it. A run of seconds is over before
 * most of that has paid: with six times its usual patience, and half as much compiled along, a scan of 10,000 articles takes 2.0 s
 * of processor time and not 2.4, and one of 100,000 takes 12.1 and not 12.5 (bench/patience.mjs). With more patience still the
 * large one takes longer.
 */
const FLAGS_BY_VERSION: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=400'],
};

/** To be called by a program of its own, before it does anything: the flags hold for all of the process. */
export function tuneEngine(version: string = process.versions.v8): void {
  for (const flag of FLAGS_BY_VERSION[version.split('.', 1)[0] ?? ''] ?? []) setFlagsFromString(flag);
}
