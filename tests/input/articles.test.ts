import { expect, test } from 'vitest';
import { openArticles } from '../../src/input/index.ts';
import type { ArticleInput } from '../../src/model.ts';
import { drain } from './support.ts';

test('articles of a caller are read in order and can be read again', async () => {
  const store = openArticles([
    { id: 'a', body: 'one', url: 'https://www.example.org/' },
    { body: 'two', source: 'S' },
  ]);
  const { articles } = await drain(store);
  expect(articles).toEqual([
    {
      id: 'a',
      body: 'one',
      url: 'https://www.example.org/',
      source: 'example.org',
      place: { path: 'input', record: 1 },
    },
    { id: '', body: 'two', source: 'S', place: { path: 'input', record: 2 } },
  ]);
  expect([store.reread(0), store.reread(1)]).toEqual(articles);
  expect(() => store.reread(2)).toThrowError(RangeError);
});

test('articles may come one after the other', async () => {
  async function* feed(): AsyncGenerator<ArticleInput> {
    yield { body: 'one' };
    yield { body: 'two' };
  }
  expect((await drain(openArticles(feed()))).articles.map(({ body }) => body)).toEqual(['one', 'two']);
});

test('an article without a body is a problem, and the others are read', async () => {
  const wrong = [{ body: 7 }, null, { body: 'ok' }] as unknown as ArticleInput[];
  const { articles, skipped } = await drain(openArticles(wrong));
  expect(articles).toMatchObject([{ body: 'ok', place: { record: 3 } }]);
  expect(skipped.map(({ where }) => where)).toEqual(['input:1', 'input:2']);
});
