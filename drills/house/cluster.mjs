// What drills on a cluster share: runs on it, and what its event log says of them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A run of the whole archive on a busy machine. */
export const RUN_LIMIT_MS = 30 * 60_000;

/** What a report says of clusters: each article in one, with the first of it, in order of bytes; and the SHA-256 of that. */
export function clustersOf(stdout) {
  const { clusters } = JSON.parse(stdout);
  const rows = clusters.flatMap(({ members }) => {
    const [first] = [...members].sort(byBytes);
    return members.map((member) => `${member}\t${first}\n`);
  });
  return { count: clusters.length, sha256: createHash('sha256').update(rows.sort(byBytes).join('')).digest('hex') };
}

function byBytes(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Sums over the event log of a cluster. */
export function toldBy(events) {
  const told = { shuffleBytes: 0, taskSeconds: 0, lostExecutors: 0, failedTasks: 0 };
  for (const event of events) {
    if (event.Event === 'SparkListenerExecutorRemoved') told.lostExecutors++;
    if (event.Event !== 'SparkListenerTaskEnd') continue;
    if (event['Task End Reason'].Reason !== 'Success') told.failedTasks++;
    const metrics = event['Task Metrics'];
    if (metrics === undefined) continue;
    told.shuffleBytes += metrics['Shuffle Write Metrics']['Shuffle Bytes Written'];
    told.taskSeconds += metrics['Executor CPU Time'] / 1e9;
  }
  return told;
}

/** Processes of a kernel in a mode, as `{ pid, parent }`. */
export function kernelsIn(mode) {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const isKernel = /wirecopy-[\da-f]{16}\.mjs$/.test(words[1] ?? '') && (mode === undefined || words[2] === mode);
      return isKernel ? [Number(pid)] : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** The process group, which is that of the worker or the server that a process belongs to. */
export function groupOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}
