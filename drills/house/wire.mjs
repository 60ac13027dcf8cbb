// Articles for the engines: what a day's wire is like at the size of an archive, with all that breaks rows and lines.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { randomFrom, sentenceMaker } from '../../bench/house/random.mjs';

const SITES = 40;
/** Two in a hundred are one story, word for word, and two in a hundred one page with other names and numbers. */
const VERBATIM_SHARE = 0.02;
const TEMPLATE_SHARE = 0.02;
/** Half of the rest is told by two to eight sites. */
const STORY_SHARE = 0.5;
const MAX_COPIES = 8;
/** Some 300 words. */
const SENTENCES = 16;
/** So many articles come as whole pages, with what their site says on each. */
const PAGE_SHARE = 0.05;

/** What a text may hold and a row of a table should not notice. */
const STRANGE = [
  '\t',
  ' "',
  "' ",
  ' \\ ',
  '\\n',
  '\r\n',
  '\u2028',
  '\u0085',
  '\u0001',
  ' | ',
  ' naïve – “quoted” ',
  ' 東京 ',
  ' 🗞 ',
  '\n\n',
  ' {"text":1} ',
];
/** So that ids in order of their bytes are not those in order of JavaScript's. */
const ID_ENDS = ['', '-é', '-\uffee', '-🗞'];

/** Gives articles as `{ id, source?, text }`, the same ones for the same seed. */
export function* wire(count, seed = 'wire') {
  const random = randomFrom(seed);
  const sentence = sentenceMaker(random);
  const told = (length) => Array.from({ length }, sentence);
  const broken = (parts) =>
    parts
      .map((part) => (random() < 0.15 ? part + STRANGE[Math.floor(random() * STRANGE.length)] : `${part} `))
      .join('');
  const verbatim = broken(told(SENTENCES));
  const frame = told(SENTENCES);
  let story = [];
  let copiesLeft = 0;
  for (let k = 0; k < count; k++) {
    const site = Math.floor(random() * SITES);
    const kind = random();
    let text;
    if (kind < VERBATIM_SHARE) text = verbatim;
    else if (kind < VERBATIM_SHARE + TEMPLATE_SHARE)
      text = frame
        .map((sentence, at) =>
          at % 3 === 0 ? `${sentence} Unit ${k} closed at ${k % 97}.${k % 13}. ` : `${sentence} `,
        )
        .join('');
    else {
      if (copiesLeft === 0) {
        story = told(SENTENCES);
        copiesLeft = random() < STORY_SHARE / 3 ? 2 + Math.floor(random() * (MAX_COPIES - 1)) : 1;
      }
      copiesLeft--;
      const cut = random() < 0.4 ? story.slice(0, Math.ceil(SENTENCES * (0.5 + random() / 2))) : story;
      text = broken(random() < 0.3 ? [...told(2), ...cut] : cut);
    }
    yield {
      id: `site-${site}/article-${k}${ID_ENDS[k % ID_ENDS.length]}`,
      ...(k % 20 !== 0 && { source: `site-${site}.example` }),
      text:
        random() < PAGE_SHARE
          ? `Home | News | Weather of site ${site}\n${text}\nCopyright of the owner of site ${site}, all rights reserved\n`
          : text,
    };
  }
}

/** Writes them as JSON Lines. */
export async function writeWire(file, count, seed) {
  const out = createWriteStream(file);
  for (const article of wire(count, seed)) if (!out.write(`${JSON.stringify(article)}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
}
