// Benchmark corpora, made by shared/tools/make_corpus.py and kept in the temporary folder.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

export const CACHE = path.join(tmpdir(), 'wirecopy-bench');

/**
 * Makes a corpus, or finds it made, and gives its two files. Other sentences or another generator make another corpus.
 *
 * @param shared the shared folder
 */
export function corpusOf(shared, { count, seed, python }) {
  const generator = path.join(shared, 'tools', 'make_corpus.py');
  const sentences = path.join(shared, 'data', 'bench', 'sentences.txt.gz');
  const version = createHash('sha256').update(readFileSync(generator)).update(readFileSync(sentences)).digest('hex');
  const folder = path.join(CACHE, `corpus-${count}-seed-${seed}-${version.slice(0, 8)}`);
  if (!existsSync(folder)) {
    // Made aside and renamed, so that one cut short is not taken for a whole one.
    mkdirSync(CACHE, { recursive: true });
    const aside = mkdtempSync(`${folder}-`);
    const source = path.join(aside, 'sentences.txt');
    writeFileSync(source, gunzipSync(readFileSync(sentences)));
    const args = [generator, 'corpus', aside, `${count}`, '--seed', `${seed}`, '--source', source];
    execFileSync(python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    renameSync(aside, folder);
  }
  return { articles: path.join(folder, 'articles.jsonl'), gold: path.join(folder, 'gold.jsonl') };
}
