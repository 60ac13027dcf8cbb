import { expect, test } from 'vitest';
import { type ArticleStore, openArticles } from '../../src/input/index.ts';
import type { ArticleInput, ArticleText, Span, TextOf } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';
import { Newsroom } from '../support/newsroom.ts';

const newsroom = new Newsroom(61);
const MENU = 'Home | News | Weather | Sport';

/** A site of four stories under one menu, and a copy of the first elsewhere. */
function site(): ArticleInput[] {
  const stories = Array.from({ length: 4 }, () => newsroom.story(5).join('\n').replaceAll(/[“”]/g, ''));
  const pages = stories.map((story, k) => ({ id: `site-${k}`, source: 'site', body: `${MENU}\n${story}` }));
  return [...pages, { id: 'copy', source: 'elsewhere', body: stories[0] ?? '' }];
}

async function textsAfterScan(store: ArticleStore): Promise<TextOf> {
  let texts: TextOf | undefined;
  await scan({ store }, {}, { texts: (textOf) => (texts = textOf) });
  return (id) => texts?.(id);
}

function shown(text: ArticleText | undefined, part: 'furniture' | 'quotations'): string[] {
  return (text?.[part] ?? []).map(([start, end]: Span) => text?.body.slice(start, end) ?? '');
}

test('a text is read again with the lines of its site marked as furniture', async () => {
  const articles = site();
  const textOf = await textsAfterScan(openArticles(articles));

  expect(textOf('site-0')?.body).toBe(articles[0]?.body);
  expect(shown(textOf('site-0'), 'furniture')).toEqual([`${MENU}\n`]);
  expect(shown(textOf('copy'), 'furniture')).toEqual([]);
});

test.each([
  ['“We leave at dawn,” she said.', ['“We leave at dawn,”']],
  ['He called it "a new day". Others: "no day at all."', ['"a new day"', '"no day at all."']],
  ['Elle dit : «On part.» Puis partit.', ['«On part.»']],
  ['"one""two" three', ['"one""two"']],
  ['no speech at all', []],
])('quotations of %j are %j', async (line, quotations) => {
  const body = `${newsroom.story(3).join('\n').replaceAll(/[“”]/g, '')}\n${line}`;
  const textOf = await textsAfterScan(openArticles([{ id: 'a', body }]));

  expect(shown(textOf('a'), 'quotations')).toEqual(quotations);
});

test('nothing is told of a text that changed, or of one that was never read', async () => {
  const store = openArticles([{ id: 'a', body: 'one two three' }]);
  let body = 'one two three';
  const textOf = await textsAfterScan({
    read: () => store.read(),
    reread: (index) => ({ ...store.reread(index), body }),
    excludedBy: () => ({}),
    close: () => {},
  });

  expect(textOf('a')?.body).toBe(body);
  expect(textOf('b')).toBeUndefined();
  body = 'one two four';
  expect(textOf('a')).toBeUndefined();
});
