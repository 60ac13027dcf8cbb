// What does a scan cost beside `wc -w`, the least one can do to read words?
//
// usage: node bench/speed.mjs [--count 100000] [--pairs 5] [--seed 1]
import { statSync } from 'node:fs';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { inTurns, measure } from './house/timing.mjs';

/** The bars are for this many articles. */
const BARRED_COUNT = 100_000;
const MAX_TIMES_WC = 15;
const MAX_PEAK_MIB = 1536;
const MAX_HELP_CPU_MS = 150;

const bench = openBench('CPU, time and memory of a scan', {
  count: { type: 'string', default: `${BARRED_COUNT}` },
  pairs: { type: 'string', default: '5' },
  seed: { type: 'string', default: '1' },
});
if (bench.sharedPlace('data', 'bench') !== undefined) main(bench);

function main({ values, table, tell, bar, close }) {
  const { articles } = corpusOf(values.shared, values);
  const wc = ['wc', '-w', articles];
  const wirecopy = (...args) => [process.execPath, values.bin, ...args];
  const take = (command) => measure(command, values.python);
  // Once unmeasured, so that every run finds the file in memory.
  take(wc);
  const scan = inTurns(values.pairs, take, wc, wirecopy(articles, '--json'));
  const sketch = inTurns(values.pairs, take, wc, wirecopy(articles, '--stop-after', 'sketches', '--format', 'none'));
  const help = inTurns(values.pairs, take, wc, wirecopy('--help'));

  const megabytes = statSync(articles).size / 1e6;
  const row = (name, { cpu, wall, peak, timesCpu, timesWall }) => [
    name,
    cpu.toFixed(2),
    wall.toFixed(2),
    peak?.toFixed(0) ?? '',
    timesCpu?.toFixed(2) ?? '',
    timesWall?.toFixed(2) ?? '',
    name.includes('--help') ? '' : (megabytes / wall).toFixed(0),
  ];
  table(
    ['command', 'CPU s', 'wall s', 'peak MiB', 'x wc CPU', 'x wc wall', 'MB/s'],
    [
      row('wc -w', { ...scan.base, timesCpu: 1, timesWall: 1 }),
      row('wirecopy --json', scan),
      row('wirecopy --stop-after sketches --format none', sketch),
      row('wirecopy --help', { ...help, timesCpu: undefined, timesWall: undefined }),
    ],
  );
  tell(
    `${Number(values.count).toLocaleString('en')} articles, ${megabytes.toFixed(0)} MB of JSON Lines in memory.`,
    `Medians of ${values.pairs} pairs of runs, \`wc -w\` (LC_ALL=C.UTF-8) and the command in turns; the multiples are medians`,
    'of the multiples of each pair, and the peak is the highest met. CPU is user and system time of all threads.',
    `The lowest and highest multiple of CPU: ${span(scan)} for --json, ${span(sketch)} for sketches.`,
  );
  if (Number(values.count) === BARRED_COUNT) {
    bar(`a scan takes at most ${MAX_TIMES_WC} times the CPU of wc -w`, scan.timesCpu <= MAX_TIMES_WC);
    bar(`and at most ${MAX_PEAK_MIB} MiB`, scan.peak <= MAX_PEAK_MIB);
    bar(`--help takes at most ${MAX_HELP_CPU_MS} ms of CPU`, help.cpu * 1000 <= MAX_HELP_CPU_MS);
  }
  close();
}

function span({ lowest, highest }) {
  return `${lowest.toFixed(1)} to ${highest.toFixed(1)}`;
}
