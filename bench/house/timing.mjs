// What a command takes, measured in turns with a baseline.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const METER = fileURLToPath(new URL('../measure.py', import.meta.url));

/**
 * Runs a command once.
 *
 * @param command program and arguments
 * @returns `{ cpu, wall, peak }`: seconds of CPU of all its threads and children, seconds, and the resident MiB of its largest process
 */
export function measure(command, python) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return JSON.parse(
    execFileSync(python, [METER, ...command], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/**
 * Runs two commands in turns, so that a busy minute of the machine falls on both. Figures are medians, the peak is the
 * highest met.
 *
 * @param take gives what one run of a command took
 */
export function inTurns(pairs, take, base, command) {
  const runs = Array.from({ length: Number(pairs) }, () => ({ base: take(base), own: take(command) }));
  const mid = (of) => medianOf(runs.map(of));
  const times = runs.map(({ own, base: other }) => own.cpu / other.cpu);
  return {
    cpu: mid(({ own }) => own.cpu),
    wall: mid(({ own }) => own.wall),
    peak: Math.max(...runs.map(({ own }) => own.peak)),
    timesCpu: medianOf(times),
    timesWall: mid(({ own, base: other }) => own.wall / other.wall),
    lowest: Math.min(...times),
    highest: Math.max(...times),
    base: { cpu: mid((run) => run.base.cpu), wall: mid((run) => run.base.wall), peak: mid((run) => run.base.peak) },
  };
}

export function medianOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
