import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command as built. */
export const command = path.join(root, 'bin', 'wirecopy.js');

const STORY = [
  'The harbour council voted on Tuesday to close the old swing bridge for eleven months while its iron deck is replaced.',
  'Engineers found cracks in nine of the forty girders in March, and lorries have been sent round by the ring road since.',
  'The work will cost about four million, a third of it paid by the port, and is due to begin in the first week of June.',
  'Shopkeepers on the eastern quay asked for a ferry while the bridge is shut, saying trade fell by half in the last closure.',
  'A free boat will run every twenty minutes from seven in the morning until ten at night, the council decided late in the session.',
  'The bridge, opened in 1911, is one of three of its kind that are still turned by their first hydraulic engines.',
];

/** Writes two files into `folder/articles`: a story, and the same story without its last two paragraphs. */
export function writeStoryAndCut(folder: string): void {
  const articles = path.join(folder, 'articles');
  mkdirSync(articles, { recursive: true });
  writeFileSync(path.join(articles, 'cut.txt'), `${STORY.slice(0, -2).join('\n\n')}\n`);
  writeFileSync(path.join(articles, 'story.txt'), `${STORY.join('\n\n')}\n`);
}

/** What a report says of these two files, as far as any method must agree. */
export const STORY_AND_CUT_REPORT = {
  schemaVersion: 1,
  tool: { name: 'wirecopy' },
  counts: { compared: 2, skipped: 0 },
  clusters: [{ members: ['articles/cut.txt', 'articles/story.txt'] }],
};
