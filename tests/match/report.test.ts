import { expect, test } from 'vitest';
import { openArticles } from '../../src/input/index.ts';
import { Passages } from '../../src/match/passages.ts';
import type { ArticleInput, Match } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';
import { Newsroom } from '../support/newsroom.ts';

const newsroom = new Newsroom(71);

/** A story, a copy with a paragraph more, and one that shares a paragraph with either. */
function articles(): ArticleInput[] {
  const story = newsroom.story(6);
  const more = newsroom.story(2);
  const other = newsroom.story(6);
  return [
    { id: 'a', body: story.join('\n') },
    { id: 'b', body: [...story.slice(0, 3), ...more, ...story.slice(3)].join('\n') },
    { id: 'c', body: [...other.slice(0, 3), ...story.slice(0, 2), ...other.slice(3)].join('\n') },
    { id: 'd', body: story.join('\n') },
  ];
}

test('a report is plain data: its copies, by whatever way they are made, are the same', async () => {
  const report = await scan({ articles: articles() }, { only: ['all'] });
  const told = report.matches.find(({ relation }) => relation === 'contained');

  expect(told?.passages.length).toBeGreaterThan(0);
  expect(Object.keys(told ?? {})).toContain('passages');
  expect(structuredClone(report)).toEqual(report);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect({ ...told }).toEqual(told);
});

test('each text is read once more for its report, however many pairs it is in', async () => {
  const store = openArticles(articles());
  const reads = new Map<number, number>();
  const counted = {
    read: () => store.read(),
    reread: (index: number) => {
      reads.set(index, (reads.get(index) ?? 0) + 1);
      return store.reread(index);
    },
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
  const { matches, clusters } = await scan({ store: counted }, { only: ['all'] });

  expect(matches.length).toBeGreaterThan(1);
  // Once more for the key terms of a cluster, which are found among all of them.
  expect(Math.max(...reads.values())).toBeLessThanOrEqual(clusters.length === 0 ? 1 : 2);
  expect([...reads.values()].filter((count) => count > 1)).toHaveLength(clusters.length);
});

test('passages name the lines of texts, and the one line of records', async () => {
  const [whole] = articles();
  const body = whole?.body ?? '';
  const story = body.split('\n');
  const files: ArticleInput[] = [
    { id: 'a', body },
    { id: 'b', body: ['A line of its own above', ...story].join('\n') },
  ];
  const records = await scan({ articles: files });
  expect(sidesOf(records.matches[0])).toEqual([[1, 1, undefined, undefined]]);

  const { matches } = await scan({ store: openAsFiles(files) });
  expect(sidesOf(matches[0])).toEqual([[1, 2, story.length, story.length + 1]]);
});

/** First line left and right, last line left and right, of each passage. */
function sidesOf(match: Match | undefined): unknown[] {
  return (match?.passages ?? []).map(({ left, right }) => [left.line, right.line, left.endLine, right.endLine]);
}

/** The same articles, each as if it were a file. */
function openAsFiles(inputs: readonly ArticleInput[]) {
  const store = openArticles(inputs);
  const asFile = <A extends { readonly id: string }>(article: A) => ({ ...article, place: { path: article.id } });
  return {
    async *read() {
      for await (const item of store.read()) {
        yield item.kind === 'article' ? { ...item, article: asFile(item.article) } : item;
      }
    },
    reread: (index: number) => asFile(store.reread(index)),
    excludedBy: () => store.excludedBy(),
    close: () => store.close(),
  };
}

test('texts that are told next stay as they are while more come in, past the room there is at first', () => {
  const passages = new Passages();
  const noFurniture = new Uint8Array(100);
  const words = new Words();
  const body = Array.from({ length: 300 }, (_, k) => `word${k}`).join(' ');
  readWords(words, body);
  const first = passages.put(words, 0, noFurniture);
  const said = { ...passages.sharedBy(first, passages.put(words, 0, noFurniture), 1), runs: undefined };
  readWords(words, Array.from({ length: 70_000 }, (_, k) => `other${k % 5000}`).join(' '));
  passages.put(words, 0, noFurniture);
  readWords(words, body);
  const last = passages.put(words, 0, noFurniture);

  expect({ ...passages.sharedBy(first, last, 1), runs: undefined }).toEqual(said);
  expect(body.slice(passages.starts[last.begin], passages.ends[last.begin])).toBe('word0');
});

test('words on lines of furniture are left out of what is told', () => {
  const passages = new Passages();
  const words = new Words();
  readWords(words, 'Home News Sport\nOne two three four five six seven.\nShare this story\nEight nine ten.');
  const own = passages.put(words, 2, Uint8Array.of(0, 0, 1, 0, 1, 0));
  readWords(words, 'One two three four five six seven eight nine ten.');
  const whole = passages.put(words, 0, new Uint8Array(4));

  expect(own.end - own.begin).toBe(10);
  expect(passages.sharedBy(own, whole, 1)).toMatchObject({ longest: 10, leftOwn: 0, rightOwn: 0 });
});
