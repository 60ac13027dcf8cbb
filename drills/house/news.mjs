// Articles for drills: invented words, a third of the stories run by a second site.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { madeSentences, randomFrom } from '../../bench/house/random.mjs';

/** So many for each article that two seldom share one by accident. */
const SENTENCES_PER_ARTICLE = 8;
const MAX_SENTENCES = 100_000;
/** How many articles one folder holds: the sites. */
const ARTICLES_PER_SITE = 40;

/** Gives articles as `{ id, text }`; every third one is a repost of the one before it. */
export function* news(count, { seed = 'drill', sentences: length = 14 } = {}) {
  const random = randomFrom(seed);
  const sentences = madeSentences(random, Math.min(MAX_SENTENCES, 1000 + count * SENTENCES_PER_ARTICLE));
  const pick = () => sentences[Math.floor(random() * sentences.length)];
  let story = [];
  for (let k = 0; k < count; k++) {
    if (k % 3 !== 2) story = Array.from({ length }, pick);
    const text = k % 3 === 2 ? ['Taken over from another site.', ...story.slice(0, -1)] : story;
    yield { id: `site-${Math.floor(k / ARTICLES_PER_SITE)}/article-${k}.txt`, text: text.join(' ') };
  }
}

/** Writes them as a folder of text files. */
export function writeNews(folder, count, more) {
  for (const { id, text } of news(count, more)) {
    mkdirSync(path.dirname(path.join(folder, id)), { recursive: true });
    writeFileSync(path.join(folder, id), `${text}\n`);
  }
}

/** Writes them as JSON Lines. */
export function writeFeed(file, count, more) {
  const lines = [];
  for (const article of news(count, more)) lines.push(`${JSON.stringify(article)}\n`);
  writeFileSync(file, lines.join(''));
}
