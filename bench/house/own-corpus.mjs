// A corpus with planted copies, of invented words: for a machine that has no other.
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { randomFrom, sentenceMaker } from './random.mjs';

/** A fifth are copies of one of the articles before them, as in the corpora of real sentences. */
const COPIES = 0.2;
/** Cut to so much at the shortest. */
const LEAST_KEPT = 0.6;
/** Of the words of a copy at most so many are others. */
const MOST_EDITED = 0.1;
/** An original is kept for copies of it so often; the rest is let go, so that a million articles need no memory. */
const KEPT_ORIGINALS = 2000;
const BATCH = 1000;

/** Writes `articles.jsonl` (`{ id, text }`) and `gold.jsonl` (`{ id, cluster, role }`) into a folder. */
export function writeOwnCorpus(folder, { count, seed }) {
  const random = randomFrom(seed);
  const upTo = (most) => Math.floor(random() * most);
  const articles = openSync(path.join(folder, 'articles.jsonl'), 'w');
  const gold = openSync(path.join(folder, 'gold.jsonl'), 'w');
  const sentence = sentenceMaker(random);
  const originals = [];
  for (let first = 0; first < count; first += BATCH) {
    const lines = [];
    const labels = [];
    for (let k = first; k < Math.min(count, first + BATCH); k++) {
      const id = `a${String(k).padStart(7, '0')}`;
      if (originals.length > 0 && random() < COPIES) {
        const { cluster, text } = originals[upTo(originals.length)];
        lines.push({ id, text: edited(text, random) });
        labels.push({ id, cluster, role: 'copy' });
        continue;
      }
      const text = Array.from({ length: 6 + upTo(20) }, sentence).join(' ');
      const original = { cluster: `c${k}`, text };
      if (originals.length < KEPT_ORIGINALS) originals.push(original);
      else originals[upTo(KEPT_ORIGINALS)] = original;
      lines.push({ id, text });
      labels.push({ id, cluster: original.cluster, role: 'plain' });
    }
    for (const [file, records] of [
      [articles, lines],
      [gold, labels],
    ])
      writeSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
  closeSync(articles);
  closeSync(gold);
}

function edited(text, random) {
  const words = text.split(' ');
  const kept = words.slice(0, Math.ceil(words.length * (LEAST_KEPT + random() * (1 - LEAST_KEPT))));
  const share = random() * MOST_EDITED;
  return kept.map((word) => (random() < share ? words[Math.floor(random() * words.length)] : word)).join(' ');
}
