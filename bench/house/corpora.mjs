// Benchmark corpora, made once and kept in the temporary folder.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { writeOwnCorpus } from './own-corpus.mjs';

export const CACHE = path.join(tmpdir(), 'wirecopy-bench');

/**
 * Who makes a corpus. `recombined`: 71,591 real sentences in new orders, so that every article shares sentences with
 * dozens of others. `fresh`: every sentence new, of invented words. `own`: the same in little, where the shared folder is absent.
 */
const MAKERS = {
  recombined: {
    sources: (shared) => [generatorIn(shared), path.join(shared, 'data', 'bench', 'sentences.txt.gz')],
    make(folder, { shared, count, seed, python }) {
      const source = path.join(folder, 'sentences.txt');
      writeFileSync(source, gunzipSync(readFileSync(path.join(shared, 'data', 'bench', 'sentences.txt.gz'))));
      run(python, generatorIn(shared), folder, count, seed, '--source', source);
    },
  },
  fresh: {
    sources: (shared) => [generatorIn(shared)],
    make: (folder, { shared, count, seed, python }) => run(python, generatorIn(shared), folder, count, seed),
  },
  own: {
    sources: () => [fileURLToPath(new URL('own-corpus.mjs', import.meta.url))],
    make: (folder, { count, seed }) => writeOwnCorpus(folder, { count: Number(count), seed }),
  },
};

const generatorIn = (shared) => path.join(shared, 'tools', 'make_corpus.py');

function run(python, generator, folder, count, seed, ...rest) {
  const args = [generator, 'corpus', folder, `${count}`, '--seed', `${seed}`, ...rest];
  execFileSync(python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/**
 * Makes a corpus, or finds it made, and gives its two files. Other sentences or another generator make another corpus.
 *
 * @param shared the shared folder
 * @param kind   a maker; without the shared folder all are `own`
 */
export function corpusOf(shared, { count, seed, python, kind = 'recombined' }) {
  const maker = MAKERS[existsSync(generatorIn(shared)) ? kind : 'own'];
  const version = createHash('sha256');
  for (const source of maker.sources(shared)) version.update(readFileSync(source));
  const folder = path.join(CACHE, `corpus-${count}-seed-${seed}-${version.digest('hex').slice(0, 8)}`);
  if (!existsSync(folder)) {
    // Made aside and renamed, so that one cut short is not taken for a whole one.
    mkdirSync(CACHE, { recursive: true });
    const aside = mkdtempSync(`${folder}-`);
    maker.make(aside, { shared, count, seed, python });
    renameSync(aside, folder);
  }
  return { articles: path.join(folder, 'articles.jsonl'), gold: path.join(folder, 'gold.jsonl') };
}
