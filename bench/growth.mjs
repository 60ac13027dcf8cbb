// How do time and memory grow with the number of articles?
//
// usage: node bench/growth.mjs [--kind fresh|recombined] [--counts 10000,30000,100000,300000,1000000] [--seed 1] [--runs 1] [--plot]
//
// --plot draws docs/growth.svg out of the figures.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { growthPlot } from './house/plot.mjs';
import { measure, medianOf } from './house/timing.mjs';

const PLOT = fileURLToPath(new URL('../docs/growth.svg', import.meta.url));
const MAX_TIME_EXPONENT = 1.15;
const MAX_MEMORY_EXPONENT = 1.05;
const MAX_PEAK_MIB = 2048;
const MAX_WALL_SECONDS = 60;
/** The bars hold from here to there. */
const [BARRED_FROM, BARRED_TO] = [100_000, 1_000_000];

const bench = openBench('Growth of time and memory', {
  kind: { type: 'string', default: 'fresh' },
  counts: { type: 'string', default: '10000,30000,100000,300000,1000000' },
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '1' },
  plot: { type: 'boolean', default: false },
});
main(bench);

function main({ values, table, tell, bar, close }) {
  const rows = values.counts.split(',').map((count) => measured(Number(count), values));
  table(
    ['articles', 'MB', 'CPU s', 'wall s', 'peak MiB', 'x wc CPU', 'CPU us an article', 'bytes an article'],
    rows.map(({ count, megabytes, cpu, wall, peak, timesCpu }) => [
      count,
      megabytes.toFixed(0),
      cpu.toFixed(2),
      wall.toFixed(2),
      peak.toFixed(0),
      timesCpu.toFixed(1),
      ((cpu / count) * 1e6).toFixed(0),
      ((peak * 2 ** 20) / count).toFixed(0),
    ]),
  );
  const barred = rows.filter(({ count }) => count >= BARRED_FROM && count <= BARRED_TO);
  const [time, memory] = ['cpu', 'peak'].map((measure) => exponentOf(rows, measure));
  tell(
    `wirecopy --json, ${values.kind} sentences, medians of ${values.runs} runs. Exponents of growth over all rows (least squares`,
    `of logarithms): ${time.toFixed(2)} for CPU, ${memory.toFixed(2)} for memory.`,
  );
  if (barred.length > 1 && barred.at(-1).count === BARRED_TO) {
    const [barredTime, barredMemory] = ['cpu', 'peak'].map((measure) => exponentOf(barred, measure));
    const span = `from ${BARRED_FROM.toLocaleString('en')} to ${BARRED_TO.toLocaleString('en')} articles`;
    bar(
      `${span} CPU grows with an exponent of at most ${MAX_TIME_EXPONENT} (${barredTime.toFixed(2)})`,
      barredTime <= MAX_TIME_EXPONENT,
    );
    bar(
      `and memory of at most ${MAX_MEMORY_EXPONENT} (${barredMemory.toFixed(2)})`,
      barredMemory <= MAX_MEMORY_EXPONENT,
    );
    const largest = barred.at(-1);
    bar(`a million within ${MAX_PEAK_MIB} MiB (${largest.peak.toFixed(0)})`, largest.peak <= MAX_PEAK_MIB);
    bar(`and ${MAX_WALL_SECONDS} s (${largest.wall.toFixed(0)})`, largest.wall <= MAX_WALL_SECONDS);
  }
  if (values.plot) {
    writeFileSync(PLOT, growthPlot(rows));
    console.log(`drawn in ${path.basename(PLOT)}`);
  }
  close();
}

function measured(count, { shared, kind, seed, runs, bin, python }) {
  const { articles } = corpusOf(shared, { count, seed, kind, python });
  const taken = Array.from({ length: Number(runs) }, () => ({
    base: measure(['wc', '-w', articles], python),
    own: measure([process.execPath, bin, articles, '--json'], python),
  }));
  const mid = (of) => medianOf(taken.map(of));
  return {
    count,
    megabytes: statSync(articles).size / 1e6,
    cpu: mid(({ own }) => own.cpu),
    wall: mid(({ own }) => own.wall),
    peak: Math.max(...taken.map(({ own }) => own.peak)),
    timesCpu: mid(({ own, base }) => own.cpu / base.cpu),
  };
}

/** The slope of the straight line through the logarithms: 1 where twice the articles take twice as much. */
function exponentOf(rows, measure) {
  if (rows.length < 2) return Number.NaN;
  const points = rows.map((row) => [Math.log(row.count), Math.log(row[measure])]);
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
