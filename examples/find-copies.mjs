// Which articles of a folder tell one story in the same words, and how two of them compare.
//
// usage: node examples/find-copies.mjs [FOLDER]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, scan } from 'wirecopy';

const folder = process.argv[2] ?? fileURLToPath(new URL('../fixtures/demo', import.meta.url));

// Articles in memory are as good: scan({ articles }), with any iterable of { id, body }, an async generator included.
const report = await scan({ files: { paths: ['.'], cwd: folder } });

console.log(`articles: ${report.counts.compared}, clusters of copies: ${report.clusters.length}`);
for (const { members, representative, relation, keyTerms } of report.clusters) {
  console.log(`\n${keyTerms.join(', ')} (${relation})`);
  for (const id of members) console.log(`  ${id}${id === representative ? '  <- most like the others' : ''}`);
}
for (const { where, what } of report.problems) console.error(`${where}: ${what}`);

// Two texts alone. The id of a text file is its path below the folder.
const pair = report.matches.find(({ left, right }) => left.endsWith('.txt') && right.endsWith('.txt'));
if (pair !== undefined) {
  const [left, right] = [pair.left, pair.right].map((id) => ({
    id,
    body: readFileSync(path.join(folder, id), 'utf8'),
  }));
  const { relation, evidence, reason, passages } = await compare(left, right);

  console.log(`\n${left.id} and ${right.id}: ${relation}`);
  console.log(`  ${reason}`);
  console.log(`  the first in the second: ${percent(evidence.leftInRight)}`);
  console.log(`  the second in the first: ${percent(evidence.rightInLeft)}`);
  for (const passage of passages) {
    const shared = left.body.slice(passage.left.start, passage.left.end).replace(/\s+/g, ' ');
    console.log(`  ${passage.words} words: ${shared.slice(0, 30)} ... ${shared.slice(-30)}`);
  }
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}
