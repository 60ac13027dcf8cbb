// Are the bytes of a report the same whatever the number of workers, the order of the arguments, the locale and the time zone?
//
// usage: node drills/same.mjs [--short]
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFrom, shuffled } from '../bench/house/random.mjs';
import { drill, hostileFiles } from './house/drill.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const JOBS = [1, 2, 8];
const LOCALES = ['C', 'tr_TR.UTF-8', 'ja_JP.UTF-8'];
const ZONES = ['Pacific/Kiritimati', 'America/St_Johns'];
const ORDERS = 3;
/** So little work is shared, too: most of these inputs are small. */
const GRAINS = ['fine', 'fine', 'usual', 'fine'];

await drill('are the bytes the same on any machine?', async ({ values, scratch, claim, run, say, skip }) => {
  for (const [name, cwd, paths] of inputs({ values, scratch, skip })) {
    const hashes = new Map();
    const combinations = values.short ? 2 : 9;
    for (let k = 0; k < combinations; k++) {
      const order = shuffled(paths, randomFrom(`order ${k % ORDERS}`));
      const jobs = JOBS[k % JOBS.length];
      // By threes and by ones, so that each order meets each locale.
      const env = {
        LC_ALL: LOCALES[Math.floor(k / ORDERS) % LOCALES.length],
        TZ: ZONES[k % ZONES.length],
        WIRECOPY_GRAIN: GRAINS[k % GRAINS.length],
      };
      const args = ['scan', ...order, '--only', 'all', '--json', '--jobs', `${jobs}`];
      const told = await run(args, { cwd, env });
      claim('there is a report', told.outBytes > 0, `${name}: ${told.stderr}`);
      const hash = createHash('sha256').update(told.stdout).digest('hex');
      const how = `order ${k % ORDERS}, ${env.LC_ALL}, ${env.TZ}, ${jobs} jobs of ${env.WIRECOPY_GRAIN} grain: ${told.outBytes} bytes`;
      hashes.set(hash, [...(hashes.get(hash) ?? []), how]);
    }
    say(`${name}: ${combinations} runs, ${[...hashes.keys()].map((hash) => hash.slice(0, 16)).join(', ')}`);
    claim('one hash', hashes.size === 1, `${name}: ${[...hashes.values()].map((runs) => runs.join('; ')).join(' / ')}`);
  }
});

function* inputs({ values, scratch, skip }) {
  const fixtures = path.join(root, 'fixtures');
  yield ['fixtures', fixtures, readdirSync(fixtures)];
  const seeds = path.join(values.shared, 'seeds');
  if (existsSync(seeds)) yield ['seeds', seeds, readdirSync(seeds)];
  else skip('the seeds', `${seeds} is absent`);
  const hostile = values.short ? undefined : hostileFiles(values, scratch);
  if (hostile !== undefined)
    yield ['hostile files', hostile.folder, hostile.names.map((name) => path.join(name, 'in'))];
  else skip('the hostile files', values.short ? 'this is the short version' : 'they are not beside the project');
}
