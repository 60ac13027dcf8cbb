// What does it cost and find, beside `wc -w`, plain parsing, the textbook method and the field's other tools?
//
// usage: node bench/peers.mjs [--kind recombined|fresh] [--count 100000] [--seed 1] [--pairs 5] [--only NAME,NAME] [--peers FOLDER]
//
// --peers names the folder that ../shared/tools/peers/setup.sh filled; a peer that is not installed there is left out.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBench } from './house/bench.mjs';
import { corpusOf } from './house/corpora.mjs';
import { readRecords } from './house/records.mjs';
import { inTurns, measure } from './house/timing.mjs';
import { groupingScores } from './house/yardsticks.mjs';

const PARSER = fileURLToPath(new URL('house/parse-lines.mjs', import.meta.url));
/** A command that takes longer runs once: its figure is no median, and says so. */
const MAX_REPEATED_SECONDS = 60;
/** The textbook packages take half a second for a hundred articles. */
const MAX_CLASSIC_ARTICLES = 10_000;
/** What the whole scan may cost in multiples of wc -w, and of which other tools it is to take so much less, by kind of corpus. */
const BARS = {
  recombined: { cpu: 4, wall: 2.5, peers: { gaoya: 1.7, rensa: 5, datasketch: 15 }, f1: 0.997 },
  fresh: { cpu: 2.5, wall: 1.6, peers: {}, f1: 0.997 },
};
const MIN_SKETCH_SPEED = 1.5;
const BARRED_COUNT = 100_000;

/** The field's other tools: what each needs installed, and how it is run; each writes one `{ id, cluster }` a line. */
const PEERS = [
  { name: 'gaoya', needs: 'gaoya_rs/target/release/gaoya_rs', what: 'gaoya crate 0.2.2', run: (tool) => [tool] },
  { name: 'rensa', needs: 'main/bin/python', what: 'rensa 0.5.0', script: 'rensa.py' },
  { name: 'gaoya-py', needs: 'main/bin/python', what: 'gaoya for Python 0.2.2', script: 'gaoya_py.py' },
  { name: 'tors', needs: 'main/bin/python', what: 'tors 0.16.0', script: 'tors.py' },
  { name: 'datasketch', needs: 'main/bin/python', what: 'datasketch 2.0.0', script: 'datasketch.py' },
  { name: 'text-dedup', needs: 'td/bin/python', what: 'text-dedup 0.4.0', script: 'text_dedup_0_4_0.sh' },
  { name: 'datatrove', needs: 'dt/bin/python', what: 'datatrove 0.10.1', script: 'datatrove.py' },
];

const bench = openBench('Cost and quality beside other tools', {
  kind: { type: 'string', default: 'recombined' },
  count: { type: 'string', default: `${BARRED_COUNT}` },
  seed: { type: 'string', default: '1' },
  pairs: { type: 'string', default: '5' },
  only: { type: 'string', default: '' },
});
main(bench);

function main({ values, table, tell, bar, close }) {
  const corpus = corpusOf(values.shared, values);
  const meant = clustersIn(corpus.gold);
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-peers-'));
  try {
    const base = ['wc', '-w', corpus.articles];
    const take = (command) => measure(command, values.python);
    // Once unmeasured, so that every run finds the file in memory.
    take(base);
    const wanted = new Set(values.only.split(',').filter((name) => name !== ''));
    const runners = [...ownRunners(corpus, values, scratch), ...peerRunners(corpus, values, scratch)];
    const results = runners
      .filter(({ name }) => wanted.size === 0 || wanted.has(name))
      .map((runner) => ({ ...runner, ...repeated(runner, base, take, values.pairs), scores: scored(runner, meant) }));
    results.sort((a, b) => a.timesCpu - b.timesCpu);

    const megabytes = statSync(corpus.articles).size / 1e6;
    const share = (number) => number?.toFixed(4) ?? '';
    table(
      ['command', 'CPU s', 'wall s', 'peak MiB', 'x wc CPU', 'x wc wall', 'MB/s', 'P', 'R', 'F1', 'runs'],
      results.map(({ what, cpu, wall, peak, timesCpu, timesWall, runs, scores }) => [
        what,
        cpu.toFixed(2),
        wall.toFixed(2),
        peak.toFixed(0),
        timesCpu.toFixed(2),
        timesWall.toFixed(2),
        (megabytes / wall).toFixed(1),
        share(scores?.precision),
        share(scores?.recall),
        share(scores?.f1),
        runs,
      ]),
    );
    tell(
      `${Number(values.count).toLocaleString('en')} articles (${values.kind}), ${megabytes.toFixed(0)} MB of JSON Lines in memory.`,
      `Medians of runs in turns with \`wc -w\` (LC_ALL=C.UTF-8); what takes over ${MAX_REPEATED_SECONDS} s ran once.`,
      'CPU is user and system time of all threads and children, the peak that of the largest process. P, R and F1: pairs of',
      'articles in one cluster against the planted clusters. The other tools run at word 5-grams, 128 permutations and a border of .5.',
    );
    if (Number(values.count) === BARRED_COUNT) holdToBars(results, BARS[values.kind], bar);
    close();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function holdToBars(results, bars, bar) {
  const of = (wanted) => results.find(({ name }) => name === wanted);
  const scan = of('scan');
  const sketches = of('sketches');
  if (sketches !== undefined) {
    const speed = 1 / sketches.timesWall;
    bar(
      `sketches at least ${MIN_SKETCH_SPEED} times as fast as wc -w (${speed.toFixed(2)})`,
      speed >= MIN_SKETCH_SPEED,
    );
  }
  if (scan === undefined) return;
  bar(
    `a scan takes at most ${bars.cpu} times the CPU of wc -w (${scan.timesCpu.toFixed(1)})`,
    scan.timesCpu <= bars.cpu,
  );
  bar(`and at most ${bars.wall} times its wall time (${scan.timesWall.toFixed(1)})`, scan.timesWall <= bars.wall);
  bar(`pair F1 at least ${bars.f1} (${scan.scores.f1.toFixed(4)})`, scan.scores.f1 >= bars.f1);
  for (const [name, least] of Object.entries(bars.peers)) {
    const peer = of(name);
    if (peer === undefined) continue;
    const ratio = peer.timesCpu / scan.timesCpu;
    bar(`${name} takes at least ${least} times the CPU of a scan (${ratio.toFixed(2)})`, ratio >= least);
  }
}

/** Ours, and what reading alone takes. */
function ownRunners({ articles }, { bin, count }, scratch) {
  const wirecopy = (...args) => [process.execPath, bin, articles, ...args];
  const report = (name) => path.join(scratch, `${name}.ndjson`);
  const kept = (name) => ({ found: () => clustersReported(report(name)) });
  const told = (name, ...args) => ({
    ...kept(name),
    // The report goes to a file, so that one run gives both the figures and the clusters.
    command: wirecopy(...args, '--format', 'none', '--report', `ndjson=${report(name)}`),
  });
  return [
    { name: 'wc', what: '`wc -w`', command: ['wc', '-w', articles] },
    { name: 'parse', what: 'Node, `JSON.parse` a line', command: [process.execPath, PARSER, articles] },
    {
      name: 'sketches',
      what: 'wirecopy to sketches',
      command: wirecopy('--stop-after', 'sketches', '--format', 'none'),
    },
    { name: 'scan', what: '**wirecopy**', ...told('scan') },
    ...(Number(count) > MAX_CLASSIC_ARTICLES
      ? []
      : [{ name: 'classic', what: 'wirecopy `--method classic`', ...told('classic', '--method', 'classic') }]),
  ];
}

function peerRunners({ articles }, { shared, peers }, scratch) {
  const scripts = path.join(shared, 'tools', 'peers');
  return PEERS.filter(({ needs }) => existsSync(path.join(peers, needs))).map(({ name, what, needs, run, script }) => {
    const tool = path.join(peers, needs);
    const output = path.join(scratch, `${name}.jsonl`);
    const start = run?.(tool) ?? [...(script.endsWith('.sh') ? ['bash'] : [tool]), path.join(scripts, script)];
    return { name, what, command: [...start, articles, output], found: () => clustersIn(output) };
  });
}

function repeated({ command }, base, take, pairs) {
  const first = inTurns(1, take, base, command);
  if (first.wall > MAX_REPEATED_SECONDS || Number(pairs) < 2) return { ...first, runs: 1 };
  return { ...inTurns(pairs, take, base, command), runs: Number(pairs) };
}

function scored({ found }, meant) {
  return found === undefined ? undefined : groupingScores(found(), meant);
}

function clustersIn(file) {
  return new Map(readRecords(file).map(({ id, cluster }) => [id, cluster]));
}

/** An article in no cluster stands alone: its group is its own id, which no cluster is called. */
function clustersReported(file) {
  const clusterOf = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.startsWith('{"type":"cluster"')) continue;
    const { id, members } = JSON.parse(line);
    for (const member of members) clusterOf.set(member, id);
  }
  return { get: (id) => clusterOf.get(id) ?? `alone ${id}` };
}
