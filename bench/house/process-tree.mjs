// What a process and all that it started take, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the times in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Processor seconds of a process and its children, those that have ended as well, and what they hold of memory now, in bytes. */
export function sampleTree(pid) {
  const told = { cpu: 0, resident: 0 };
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      const stat = readFileSync(`/proc/${next}/stat`, 'utf8');
      // After the name, which may hold anything: state, parent, …; the four times stand 12th to 15th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      told.cpu += fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
      const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${next}/smaps_rollup`, 'utf8'))?.[1];
      told.resident += Number(kilobytes ?? 0) * 1024;
      for (const thread of readdirSync(`/proc/${next}/task`))
        waiting.push(...childrenOf(`/proc/${next}/task/${thread}/children`));
    } catch {
      // It ended meanwhile.
    }
  }
  return told;
}

function childrenOf(file) {
  return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
}
