// node drills/spark-equality.mjs [--articles 50000] [--short]
import { cpSync } from 'node:fs';
import path from 'node:path';
import { findSpark, startSpark } from '../scripts/spark.mjs';
import { clustersOf, RUN_LIMIT_MS, toldBy } from './house/cluster.mjs';
import { drill } from './house/drill.mjs';
import { writeWire } from './house/wire.mjs';

const CLUSTERS = [
  { version: '4.1', kind: 'standalone', partitions: 2 },
  { version: '4.1', kind: 'standalone', partitions: 8 },
  { version: '3.5', kind: 'local-cluster', partitions: 4 },
];
const DUCKS = ['1', '2'].flatMap((jobs) => ['768M', '1G'].map((memory) => ['--jobs', jobs, '--memory', memory]));
const MAX_SHUFFLE_BYTES = 1536;

await drill(
  'does every engine give the clusters of a run in memory?',
  async ({ values, scratch, run, say, skip, claim }) => {
    const count = values.short ? 2000 : Number(values.articles);
    const file = path.join(scratch, 'wire.jsonl');
    await writeWire(file, count);
    const scan = (...more) => run([file, '--json', '-q', ...more], { deadlineMs: RUN_LIMIT_MS });
    const memory = await scan();
    const { count: clusters, sha256 } = clustersOf(memory.stdout);
    say(`${count} articles, ${clusters} clusters, SHA-256 ${sha256}`);
    const compare = (name, { code, stdout, stderr, ms }) => {
      claim('it ends with 0', code === 0, `${name}: ${code} ${stderr.slice(0, 500)}`);
      if (code !== 0) return;
      const got = clustersOf(stdout);
      say(`${name}: ${got.sha256.slice(0, 16)}, ${(ms / 1000).toFixed(0)} s`);
      claim('the clusters are the same', got.sha256 === sha256, `${name}: ${got.count} clusters, ${got.sha256}`);
      claim('the whole report is the same, byte for byte', stdout === memory.stdout, name);
    };
    if (values.only === undefined || values.only === 'duckdb')
      for (const flags of DUCKS) {
        const workDir = path.join(scratch, `duck-${flags[1]}-${flags[3]}`);
        const got = await scan('--engine', 'duckdb', '--work-dir', workDir, ...flags);
        if (/needs the package/.test(got.stderr)) skip('duckdb', 'it is not installed');
        else compare(`duckdb ${flags.join(' ')}`, got);
      }
    for (const { version, kind, partitions } of CLUSTERS) {
      const name = `Spark ${version}, ${kind}, ${partitions} partitions`;
      if (values.only !== undefined && values.only !== `${version}-${partitions}`) continue;
      const { missing } = findSpark(version);
      if (missing !== undefined) {
        skip(name, missing);
        continue;
      }
      const conf = { 'spark.sql.shuffle.partitions': String(partitions) };
      const cluster = await startSpark({ version, kind, conf });
      try {
        const workDir = path.join(scratch, `spark-${version}-${partitions}`);
        compare(name, await scan('--engine', 'spark', '--spark', cluster.address, '--work-dir', workDir));
        if (values.keep !== undefined) cpSync(path.join(cluster.folder, 'events'), values.keep, { recursive: true });
        const { shuffleBytes, taskSeconds } = toldBy(cluster.eventLog());
        const perArticle = Math.round(shuffleBytes / count);
        say(`${name}: ${perArticle} bytes of shuffle an article, ${taskSeconds.toFixed(0)} s in tasks`);
        claim(
          `shuffle is at most ${MAX_SHUFFLE_BYTES} bytes an article`,
          perArticle <= MAX_SHUFFLE_BYTES,
          `${perArticle}`,
        );
      } finally {
        await cluster.stop();
      }
    }
  },
  { articles: { type: 'string', default: '50000' }, only: { type: 'string' }, keep: { type: 'string' } },
);
