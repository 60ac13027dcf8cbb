import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Named, settleIds } from '../../src/input/index.ts';

function record(id: string, line: number, path = 'feed.jsonl'): Named {
  return { id, place: { path, line, record: line } };
}

function file(path: string): Named {
  return { id: path, place: { path } };
}

test('an id stays with the first that has it; the others and missing ones become path and line', () => {
  const { ids, problems } = settleIds([
    record('a', 1),
    record('', 2),
    record('same', 3),
    record('same', 4),
    file('b.txt'),
  ]);
  expect(ids).toEqual(['a', 'feed.jsonl#2', 'same', 'feed.jsonl#4', 'b.txt']);
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'REPEATED_ID',
      where: 'feed.jsonl:3',
      what: 'the id "same" is held by 2 articles',
    }),
  ]);
});

test('ids that objects inherit are ids', () => {
  const given = ['__proto__', 'constructor', 'toString', '9', '10', ' ', '../../x', 'same', 'SAME'];
  expect(settleIds(given.map((id, index) => record(id, index + 1)))).toEqual({ ids: given, problems: [] });
  expect(settleIds([record('__proto__', 1), record('__proto__', 2)]).ids).toEqual(['__proto__', 'feed.jsonl#2']);
});

test('an id that is the place of another gives way, and so on', () => {
  // The second has no id and is named by its place; the first claims that name, gets its own place, which the third claims.
  const { ids, problems } = settleIds([record('feed.jsonl#2', 1), record('', 2), record('feed.jsonl#1', 3)]);
  expect(ids).toEqual(['feed.jsonl#1', 'feed.jsonl#2', 'feed.jsonl#3']);
  expect(problems).toEqual([]);
});

test('a file keeps its path, unless it is called like the place of a record', () => {
  expect(settleIds([record('a.txt', 1), file('a.txt')]).ids).toEqual(['feed.jsonl#1', 'a.txt']);
  expect(settleIds([record('', 3), file('feed.jsonl#3')]).ids).toEqual(['feed.jsonl#3', 'feed.jsonl#3#1']);
});

test('articles of a caller are numbered', () => {
  const articles = ['', 'x', 'x'].map((id, index) => ({ id, place: { path: 'input', record: index + 1 } }));
  expect(settleIds(articles).ids).toEqual(['input#1', 'x', 'input#3']);
});

test('many repeated ids are named up to twenty and then counted; a long id is cut', () => {
  const twice = Array.from({ length: 25 }, (_, index) => [
    record(`id${index}`, 2 * index + 1),
    record(`id${index}`, 2 * index + 2),
  ]);
  const { problems } = settleIds(twice.flat());
  expect(problems).toHaveLength(21);
  expect(problems.at(-1)?.what).toBe('and 5 more repeated ids');
  const long = settleIds([record('x'.repeat(4000), 1), record('x'.repeat(4000), 2)]);
  expect(long.problems[0]?.what.length).toBeLessThan(120);
});

test('whatever the ids, the names are unique, and what was unique is kept', () => {
  const id = fc.oneof(
    fc.constantFrom('', 'a', 'b', 'f#1', 'f#2', 'f#3', 'f#1#1', 'f', 'g', 'g#1', '__proto__'),
    fc.string({ maxLength: 2 }),
  );
  const records = fc.array(fc.tuple(id, fc.constantFrom('f', 'g')), { maxLength: 12 });
  const files = fc.uniqueArray(fc.constantFrom('a', 'b', 'f#1', 'f#2', 'f#1#1', 'g#1'), { maxLength: 6 });
  fc.assert(
    fc.property(records, files, (given, paths) => {
      const articles = [...given.map(([own, path], index) => record(own, index + 1, path)), ...paths.map(file)];
      const { ids } = settleIds(articles);
      expect(new Set(ids).size).toBe(articles.length);
      // By place whatever the order: reversing the articles reverses the names.
      expect(settleIds(articles.toReversed()).ids).toEqual(ids.toReversed());
      const places = new Set(articles.map(({ place }) => `${place.path}#${place.line ?? 1}`));
      for (const [index, article] of articles.entries()) {
        const isAlone = articles.filter((other) => other.id === article.id).length === 1;
        if (isAlone && article.id !== '' && !places.has(article.id)) expect(ids[index]).toBe(article.id);
      }
    }),
  );
});

test('articles of the very same place are numbered in the order they come', () => {
  const { ids } = settleIds([file('stdin'), file('stdin'), file('stdin#1')]);
  expect(new Set(ids).size).toBe(3);
});

test('a chain of a hundred thousand ids that push each other is settled at once', () => {
  const articles = Array.from({ length: 100_000 }, (_, index) =>
    record(index === 0 ? '' : `feed.jsonl#${index}`, index + 1),
  );
  expect(new Set(settleIds(articles).ids).size).toBe(articles.length);
});

test('thirty thousand records on one line are named in the time that thirty thousand take', () => {
  const count = 30_000;
  const { ids } = settleIds(
    Array.from({ length: count }, (_, k) => ({ id: '', place: { path: 'feed.rss', line: 1, record: k + 1 } })),
  );

  expect(ids.slice(0, 3)).toEqual(['feed.rss#1', 'feed.rss#1#2', 'feed.rss#1#3']);
  expect(new Set(ids).size).toBe(count);
});
