import { expect, test } from 'vitest';
import { Corpus } from '../../src/engine/corpus.ts';
import { WirecopyError } from '../../src/errors.ts';
import { type ArticleStore, openArticles } from '../../src/input/index.ts';
import { scan } from '../../src/pipeline.ts';
import { setFurnitureApart } from '../../src/run/comparison.ts';
import { sketchAll } from '../../src/run/reading.ts';

/** A story of 60 different words, and one with other words. */
const storyOf = (seed: string): string =>
  Array.from({ length: 60 }, (_, k) => `${seed}${String.fromCharCode(97 + (k % 26), 97 + ((k * 7) % 26))}${k}`).join(
    ' ',
  );

const ARTICLES = [
  { id: 'a', body: storyOf('x') },
  { id: 'b', body: `${storyOf('x')} and a line of its own` },
  { id: 'c', body: `${storyOf('x')} with another end to it` },
  { id: 'd', body: storyOf('y') },
];

/** A store whose article `id` is another one, or none, when it is read again. */
function storeLosing(id: string, becomes: 'another' | 'unreadable'): ArticleStore {
  const store = openArticles(ARTICLES);
  return {
    read: () => store.read(),
    reread: (index) => {
      const article = store.reread(index);
      if (article.id !== id) return article;
      if (becomes === 'another') return { ...article, body: storyOf('z') };
      throw new WirecopyError('CHANGED_INPUT', { where: id, what: 'it is gone', remedy: '' });
    },
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
}

const ALL_PAIRS = { count: 1, left: Uint32Array.of(0), right: Uint32Array.of(1), shared: Uint32Array.of(9) };

test('words that were not kept are read again, and are the same words', async () => {
  const kept = await sketchAll(openArticles(ARTICLES), {});
  const dropped = await sketchAll(openArticles(ARTICLES), {}, new Corpus(0));
  const fromFirst = await setFurnitureApart(kept, {});
  const fromSecond = await setFurnitureApart(dropped, {});
  const shelves = [await fromFirst.wordsFor(ALL_PAIRS), await fromSecond.wordsFor(ALL_PAIRS)];
  for (const article of [0, 1]) {
    const [first, second] = shelves.map((shelf) => {
      const { hashes, flags, begin, end } = shelf.words(article);
      return { hashes: [...hashes.subarray(begin, end)], flags: [...flags.subarray(begin, end)] };
    });
    expect(first?.hashes.length).toBeGreaterThan(59);
    expect(second).toEqual(first);
  }
  expect(fromSecond.changed.size).toBe(0);
});

test('furniture goes out of the sketches all the same, whether words were kept or not', async () => {
  const menu = 'Home | News | Sport | Weather | Letters to the desk';
  const pages = ['x', 'y', 'z', 'w'].map((name) => ({ id: name, body: `${menu}\n${storyOf(name)}\n${menu}` }));
  const withPhrase = { id: 'v', body: `${storyOf('v')}\nLeave a comment` };
  const [kept, dropped, plain] = await Promise.all(
    [new Corpus(), new Corpus(0)]
      .map((corpus) => sketchAll(openArticles([...pages, withPhrase]), {}, corpus))
      .concat(sketchAll(openArticles(['x', 'y', 'z', 'w', 'v'].map((id) => ({ id, body: storyOf(id) }))), {})),
  );
  const sketches = (await setFurnitureApart(kept!, {})).sketches;
  expect((await setFurnitureApart(dropped!, {})).sketches).toEqual(sketches);
  expect((await setFurnitureApart(plain!, {})).sketches).toEqual(sketches);
});

test('the shingles of quotations are the same, whether words were kept or not, and without furniture or broken marks', async () => {
  const menu = 'Home | News | "the whole region in one paper every day of the year" | Letters to the desk';
  const said = '"we have waited for this road for longer than anybody here can remember"';
  const bodies = ['x', 'y', 'z', 'w'].map((name) => `${menu}\n${storyOf(name)} She, ${name}, said: ${said}.\n${menu}`);
  const statement = `"${storyOf('v')}"`;
  const articles = [...bodies, statement].map((body, k) => ({ id: `${k}`, body }));
  const [kept, dropped, alone] = await Promise.all([
    sketchAll(openArticles(articles), {}),
    sketchAll(openArticles(articles), {}, new Corpus(0)),
    sketchAll(openArticles([{ id: 'alone', body: `${storyOf('x')} She, x, said: ${said}.` }]), {}),
  ]);
  const quotations = await (await setFurnitureApart(kept, {})).quotations();
  expect(await (await setFurnitureApart(dropped, {})).quotations()).toEqual(quotations);
  const own = await (await setFurnitureApart(alone, {})).quotations();
  expect(own.hashes).toHaveLength(11);
  expect([...quotations.hashes]).toEqual([1, 2, 3, 4].flatMap(() => [...own.hashes]));
});

test.each(['another', 'unreadable'] as const)(
  'an article that is %s at the second read is left out',
  async (becomes) => {
    const reading = await sketchAll(storeLosing('b', becomes), {}, new Corpus(0));
    const { changed, wordsFor } = await setFurnitureApart(reading, {});
    const shelf = await wordsFor(ALL_PAIRS);
    expect([...changed.keys()]).toEqual([1]);
    expect(changed.get(1)?.code).toBe('CHANGED_INPUT');
    expect(shelf.has(0)).toBe(true);
    expect(shelf.has(1)).toBe(false);
  },
);

test.each(['another', 'unreadable'] as const)(
  'a report is made without an article that is %s by then',
  async (becomes) => {
    const report = await scan({ store: storeLosing('b', becomes) });
    expect(report.clusters.map(({ members }) => members)).toEqual([['a', 'c']]);
    expect(report.matches.map(({ left, right }) => [left, right])).toEqual([['a', 'c']]);
    expect(report.problems.map(({ code }) => code)).toEqual(['CHANGED_INPUT']);
    expect(report.counts).toMatchObject({ seen: 4, compared: 3, skipped: 1 });
  },
);

test('when the first of some equal texts is gone, the next one stands for them', async () => {
  const twins = [
    { id: 'a', body: storyOf('x') },
    { id: 'b', body: storyOf('x') },
    { id: 'c', body: storyOf('x') },
  ];
  const store = openArticles(twins);
  const losing: ArticleStore = {
    read: () => store.read(),
    reread: (index) => {
      if (index === 0) throw new WirecopyError('CHANGED_INPUT', { where: 'a', what: 'it is gone', remedy: '' });
      return store.reread(index);
    },
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
  const report = await scan({ store: losing });
  expect(report.clusters.map(({ members }) => members)).toEqual([['b', 'c']]);
  expect(report.matches).toMatchObject([{ left: 'b', right: 'c', relation: 'identical' }]);
  expect(report.counts).toMatchObject({ seen: 3, compared: 2, skipped: 1 });
});

test('a copy that is gone is counted neither as identical nor as too short', async () => {
  const brief = 'four words of text';
  const bodies = [storyOf('x'), storyOf('x'), brief, brief];
  const store = openArticles(bodies.map((body, k) => ({ id: `${k}`, body })));
  const losing: ArticleStore = {
    read: () => store.read(),
    reread: (index) => {
      if (index % 2 === 0) return store.reread(index);
      throw new WirecopyError('CHANGED_INPUT', { where: `${index}`, what: 'it is gone', remedy: '' });
    },
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
  const { counts } = await scan({ store: losing });
  expect(counts).toMatchObject({ compared: 2, skipped: 2, tooShort: 1, clusters: 0 });
  expect(counts.relations.identical).toBe(0);
});
