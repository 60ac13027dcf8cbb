import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STORIES } from './stories.ts';

/**
 * Forty articles of four sources.
 *
 * - harbour-post: ten of its own
 * - ledger-wire: six of its own, four of the harbour-post's, which it may print under licence
 * - valley-echo: seven of its own, three of the harbour-post's, which it credits
 * - daily-buzz: three of its own, seven taken without a word: from each of the others
 */
export const SITES = 'sites';

type Source = keyof typeof STORIES;
type StoryOf<S extends Source> = keyof (typeof STORIES)[S] & string;

function storyOf<S extends Source>(source: S, name: StoryOf<S>): string {
  return STORIES[source][name] as string;
}

/** A partner prints what it gets, under a line of its own. */
export const LICENSED: readonly StoryOf<'harbour-post'>[] = [
  'crane-sale',
  'allotment-rent',
  'night-bus',
  'school-bees',
];
/** These are credited. */
export const CREDITED: readonly StoryOf<'harbour-post'>[] = ['ferry-strike', 'otter-count', 'bakery-court'];
/** The farm takes these, some of which others have as well. */
export const TAKEN = [
  ['harbour-post', 'tide-gauge'],
  ['harbour-post', 'library-roof'],
  ['harbour-post', 'ferry-strike'],
  ['ledger-wire', 'tin-price'],
  ['ledger-wire', 'coffee-frost'],
  ['valley-echo', 'goat-bridge'],
  ['valley-echo', 'winter-road'],
] as const;

/** The article that a farm makes of another: a new headline, the first sentence turned, the last paragraph cut. */
export function reworked(story: string, headline: string): string {
  const paragraphs = story.split('\n');
  const kept = paragraphs.slice(0, -1).join('\n').replaceAll(' said ', ' told us ').replace('the ', 'the very ');
  return `${headline}\n\n${kept}\n\nWhat do you make of it? Tell us below and share it with your friends!\n`;
}

/** Writes the forty articles under `folder`/sites, one folder a source. */
export function writeFarm(folder: string): void {
  const write = (source: Source, name: string, text: string) => {
    mkdirSync(path.join(folder, SITES, source), { recursive: true });
    writeFileSync(path.join(folder, SITES, source, `${name}.txt`), text);
  };
  for (const source of Object.keys(STORIES) as Source[]) {
    for (const [name, story] of Object.entries(STORIES[source])) write(source, name, `${titleOf(name)}\n\n${story}\n`);
  }
  for (const name of LICENSED) {
    write('ledger-wire', `regional-${name}`, `LEDGER WIRE REGIONAL\n\n${storyOf('harbour-post', name)}\n`);
  }
  for (const name of CREDITED) {
    const story = storyOf('harbour-post', name);
    write(
      'valley-echo',
      `guest-${name}`,
      `${titleOf(name)}\n\n${story}\n\nThis article was first published by Harbour Post.\n`,
    );
  }
  for (const [source, name] of TAKEN) {
    const story = (STORIES[source] as Readonly<Record<string, string>>)[name] ?? '';
    write('daily-buzz', `${name}-you-wont-believe`, reworked(story, `You will not believe this: ${titleOf(name)}`));
  }
}

/** One more copy by the farm, made after a baseline was written. */
export function writeOneMoreCopy(folder: string): void {
  const text = reworked(storyOf('ledger-wire', 'port-merger'), 'Rivals shake hands at sea');
  writeFileSync(path.join(folder, SITES, 'daily-buzz', 'rivals-at-sea.txt'), text);
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
