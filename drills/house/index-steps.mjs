// What is done with an index in the drills: additions, removals and rebuildings, and what it must hold after each.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { madeSentences, randomFrom } from '../../bench/house/random.mjs';
import { addToIndex, exportIndex, rebuildIndex, removeFromIndex } from '../../dist/index.js';

export const INDEX = 'news.index';
const SENTENCES = 9;
const PART_ARTICLES = 7;

/**
 * Writes articles, a folder for each batch. Every one is in a cluster with one of its own batch, and every fifth pair with one
 * of the batch before, so that a report names them all and clusters grow.
 */
export function writeBatches(folder, { batches, articles, seed = 'index' }) {
  const random = randomFrom(seed);
  const sentences = madeSentences(random, 200 + (batches * articles * SENTENCES) / 2);
  const pick = () => sentences[Math.floor(random() * sentences.length)];
  let before = [];
  for (let batch = 0; batch < batches; batch++) {
    const stories = [];
    for (let k = 0; k < articles; k += 2) {
      const isOld = k % 10 === 0 && before.length > 0;
      const story = isOld ? before[k % before.length] : Array.from({ length: SENTENCES }, pick);
      stories.push(story);
      const site = path.join(folder, `batch-${batch}`);
      mkdirSync(site, { recursive: true });
      writeFileSync(path.join(site, `${k}.txt`), `${[pick(), ...story].join(' ')}\n`);
      writeFileSync(path.join(site, `${k + 1}.txt`), `${[...story.slice(0, -1), pick()].join(' ')}\n`);
    }
    before = stories;
  }
}

/** Every batch is added; now and then one is taken out and added again, or all is compared anew. */
export function stepsFor(batches) {
  const steps = [];
  for (let batch = 0; batch < batches; batch++) {
    steps.push({ kind: 'add', path: `batch-${batch}` });
    if (batch % 6 === 3)
      steps.push({ kind: 'remove', path: `batch-${batch - 2}` }, { kind: 'add', path: `batch-${batch - 2}` });
    if (batch % 8 === 7) steps.push({ kind: 'rebuild' });
  }
  return steps;
}

const WORK = {
  // Every other batch goes in by several parts, so that writers are ended between these, too.
  add: (place, step) =>
    addToIndex(
      place,
      { files: { paths: [step.path] } },
      /[13579]$/.test(step.path) ? { partArticles: PART_ARTICLES } : {},
    ),
  remove: (place, step) => removeFromIndex(place, [step.path]),
  rebuild: (place) => rebuildIndex(place),
};

export async function take(step, cwd) {
  await WORK[step.kind]({ file: INDEX, cwd }, step);
}

/** All that an index says of its articles, as one text. */
export async function told(cwd) {
  return JSON.stringify(await exportIndex({ file: INDEX, cwd }));
}
