// What does it save to have the JavaScript engine compile less? See src/cli/javascript-engine.ts.
//
// usage: node bench/patience.mjs [--counts 10000,100000] [--seed 1] [--runs 5] [--save patience]
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { measure, medianOf } from './house/timing.mjs';

const bench = openBench('What the patience of the JavaScript engine saves', {
  counts: { type: 'string', default: '10000,100000' },
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '5' },
});
main(bench);

function main({ values, table, tell, bar, close }) {
  const rows = values.counts.split(',').map((count) => measured(Number(count), values));
  table(
    ['articles', 'CPU s as it is', 'CPU s untuned', 'ratio'],
    rows.map(({ count, tuned, untuned }) => [
      count,
      tuned.toFixed(2),
      untuned.toFixed(2),
      (tuned / untuned).toFixed(3),
    ]),
  );
  tell(
    `wirecopy --json on recombined sentences, medians of ${values.runs} runs of each in turns, Node ${process.version}.`,
  );
  bar(
    'a run costs no more with the flags than without',
    rows.every(({ tuned, untuned }) => tuned <= untuned),
  );
  close();
}

function measured(count, { shared, seed, runs, bin, python }) {
  const { articles } = corpusOf(shared, { count, seed, kind: 'recombined', python });
  // The same command, but for the call that sets the flags.
  const cli = path.resolve(bin, '../../dist/cli.js');
  const untunedRun = `const { main, processIo } = await import(${JSON.stringify(cli)});
    process.exitCode = await main(process.argv.slice(1), processIo(process));`;
  const taken = Array.from({ length: Number(runs) }, () => ({
    tuned: measure([process.execPath, bin, articles, '--json'], python).cpu,
    untuned: measure([process.execPath, '--input-type=module', '-e', untunedRun, articles, '--json'], python).cpu,
  }));
  return {
    count,
    tuned: medianOf(taken.map(({ tuned }) => tuned)),
    untuned: medianOf(taken.map(({ untuned }) => untuned)),
  };
}
