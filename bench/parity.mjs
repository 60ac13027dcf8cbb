// How far have our relations moved from those of the research prototype, pair by pair? They were the same once
// (results/parity.md); sentences, the sites of pages and flags have moved them since (docs/decisions/).
//
// usage: node bench/parity.mjs [--seed 1]
// The prototype needs numpy and numba: name a Python that has them with --python.
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { openBench } from './house/bench.mjs';
import { linesOf } from './house/command.mjs';
import { CACHE, corpusOf } from './house/corpora.mjs';

const COMPARER = fileURLToPath(new URL('parity.py', import.meta.url));
/** What parity.py prints of a set of relations, and below it of each way to differ. */
const SET = /^(?<relations>.+): (?<pairs>\d+) pairs, (?<share>[\d.]+) agree$/;
const DIFFERENCE = /^ +(?<pairs>\d+) {2}(?<change>.+) {2}\(/;

const bench = openBench('Relations beside those of the research prototype', {
  seed: { type: 'string', default: '1' },
});
const prototype = bench.sharedPlace('research', 'prototype');
if (prototype !== undefined) await main(bench);

async function main({ values, table, tell, say, close }) {
  const inputs = [
    {
      name: 'web-news',
      articles: path.join(values.shared, 'data', 'web-news', 'articles.jsonl'),
      flags: ['--sources'],
    },
    {
      name: `10,000 made, seed ${values.seed}`,
      articles: corpusOf(values.shared, { count: 10_000, seed: values.seed, python: values.python }).articles,
      flags: [],
    },
  ];
  const results = [];
  for (const input of inputs) {
    const sets = await compare(input, values);
    results.push(...sets.map((set) => ({ ...set, name: input.name })));
  }
  table(
    ['data', 'hash of the prototype', 'relations', 'pairs', 'agree', 'share'],
    results.map(({ name, hash, relations, pairs, share, differences }) => [
      name,
      hash,
      relations,
      pairs,
      pairs - differences.reduce((sum, difference) => sum + Number(difference.pairs), 0),
      share,
    ]),
  );
  tell(
    'Pairs to which one or both give a relation, at defaults.',
    'Both choose candidates by a sample of the shingles, and tell site furniture by another.',
    'With its own hash the prototype takes other samples: pairs near the border of the candidate stage come and go, and',
    'shares near 0.80, the border of copy, move by a hundredth. With our hash the samples are the same, and what is left',
    'is a difference of method: our bound on the score leaves out a page that repeats one passage many times.',
    'How pairs differ, prototype -> ours (None: not proposed, or not related):',
  );
  for (const { name, hash, relations, differences } of results) {
    const told = differences.map(({ pairs, change }) => `${pairs} ${change}`).join(', ');
    say(`- ${name}, ${hash} hash, ${relations}: ${told || 'no difference'}`);
  }
  close();
}

/** Runs the command once and the prototype with either hash. */
async function compare({ articles, flags }, { bin, python }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-parity-'));
  try {
    const matches = path.join(scratch, 'matches.ndjson');
    const printed = linesOf(process.execPath, [bin, articles, '--stop-after', 'matches']);
    await pipeline(
      Readable.from(printed).map((line) => `${line}\n`),
      createWriteStream(matches),
    );
    const sets = [];
    for (const [hash, chosen] of Object.entries({ 'its own': [], our: ['--same-hash'] })) {
      const args = [COMPARER, prototype, articles, matches, ...flags, ...chosen];
      for await (const line of linesOf(python, args, { env: pythonEnv() })) {
        const set = SET.exec(line)?.groups;
        if (set !== undefined) sets.push({ ...set, hash, differences: [] });
        const difference = DIFFERENCE.exec(line)?.groups;
        if (difference !== undefined) sets.at(-1).differences.push(difference);
      }
    }
    return sets;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Keeps what Python and numba compile out of the shared folder. */
function pythonEnv() {
  const cache = path.join(CACHE, 'numba');
  mkdirSync(cache, { recursive: true });
  return { ...process.env, NUMBA_CACHE_DIR: cache, PYTHONDONTWRITEBYTECODE: '1' };
}
