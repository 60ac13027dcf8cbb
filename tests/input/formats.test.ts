import { expect, test } from 'vitest';
import { FORMATS } from '../../src/input/index.ts';
import { folderOf, readAll } from './support.ts';

async function readOne(name: string, content: string) {
  const read = await readAll(folderOf({ [name]: content }), [name]);
  return { article: read.articles[0], warnings: read.warnings };
}

test('no two formats claim the same extension', () => {
  const extensions = Object.values(FORMATS).flatMap((format) => format.extensions as readonly string[]);
  expect(new Set(extensions).size).toBe(extensions.length);
});

test('the title of a text is its first line, when it is short and text follows', async () => {
  const titleOf = async (text: string) => (await readOne('a.txt', text)).article?.title;
  expect(await titleOf('\n\n  Harbour vote delayed \n\nThe vote was delayed.')).toBe('Harbour vote delayed');
  expect(await titleOf('Harbour vote delayed\r\n\r\nThe vote.')).toBe('Harbour vote delayed');
  expect(await titleOf('Harbour vote delayed\rThe vote.')).toBe('Harbour vote delayed');
  expect(await titleOf('Harbour vote delayed\n\n')).toBeUndefined();
  expect(await titleOf(`${'long '.repeat(41)}\nThe vote.`)).toBeUndefined();
  expect(await titleOf('')).toBeUndefined();
});

test('an empty or blank file is an article, and every body is the text as it is', async () => {
  for (const text of ['', ' \n\t\n', 'One line', 'a\r\nb\rc\n', '\n\nTitle\n\ntext\n']) {
    expect((await readOne('a.txt', text)).article?.body).toBe(text);
  }
});

test('front matter becomes metadata, as it was written', async () => {
  const { article, warnings } = await readOne(
    'a.md',
    '---\ntitle: "Vote: delayed"\ndate: 2024-01-02\nsite: Port Alder News\nlink: https://www.example.org/a\ncanonical_url: https://wire.example/b\n---\n\n# Heading\n\nText.\n',
  );
  expect(article).toEqual({
    id: 'a.md',
    place: { path: 'a.md' },
    title: 'Vote: delayed',
    body: expect.stringMatching(/^[ \n]* Heading\n\nText.\n$/),
    leftOut: [{ reason: 'front matter', words: 21 }],
    source: 'Port Alder News',
    publishedAt: '2024-01-02',
    url: 'https://www.example.org/a',
    canonicalUrl: 'https://wire.example/b',
  });
  expect(warnings).toEqual([]);
});

test('the source falls back to the host of the url', async () => {
  const { article } = await readOne('a.md', '---\nurl: https://WWW.Example.org:8080/a\n---\nText.');
  expect(article?.source).toBe('example.org');
  expect((await readOne('a.md', '---\nurl: javascript:alert(1)\n---\nText.')).article?.source).toBeUndefined();
});

test('without front matter the whole text is the body and the first heading its title', async () => {
  const text = 'Intro.\n\n#hashtag\n\n# Vote delayed ##\n\nText.\n\n---\n\nMore.\n';
  expect((await readOne('a.md', text)).article).toEqual({
    id: 'a.md',
    place: { path: 'a.md' },
    title: 'Vote delayed',
    body: 'Intro.\n\n#hashtag\n\n  Vote delayed   \n\nText.\n\n   \n\nMore.\n',
  });
});

test('front matter may end its lines in any way, and in three dots', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    for (const fence of ['---', '...']) {
      const { article } = await readOne('a.md', ['---', 'title: T', fence, 'Text.', ''].join(end));
      expect(article).toMatchObject({ title: 'T', place: { path: 'a.md' } });
      expect(article?.body.trimStart()).toBe(`Text.${end}`);
    }
  }
});

test('a rule with prose after it is text, not front matter', async () => {
  for (const text of [
    '---\n\nJust some prose\n\n---\nMore.',
    '----\ntitle: no\n---\n',
    '--- by our own staff\n---\n',
  ]) {
    const { article, warnings } = await readOne('a.md', text);
    expect(article?.body.match(/\w+/g)).toEqual(text.match(/\w+/g));
    expect(warnings).toEqual([]);
  }
});

const BOMB = `a: &a [x,x,x,x]\n${'bcdefghi'
  .split('')
  .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]\n`)
  .join('')}`;

test('front matter that cannot be used is dropped with a warning, and the text is kept', async () => {
  const blocks = {
    code: '---js\n{ title: process.exit(9) }\n---\n',
    'spaced code': '--- javascript\n({})\n---\n',
    broken: '---\ntitle: [unclosed\n---\n',
    'given twice': '---\ntitle: a\ntitle: b\n---\n',
    deep: `---\nx: ${'['.repeat(20_000)}\n---\n`,
    dashes: `---\nx:\n  ${'- '.repeat(20_000)}\n---\n`,
  };
  for (const [name, block] of Object.entries(blocks)) {
    const { article, warnings } = await readOne('a.md', `${block}Text.\n`);
    expect(article?.body.trimStart(), name).toBe('Text.\n');
    expect(article?.title, name).toBeUndefined();
    expect(warnings, name).toMatchObject([{ code: 'BAD_FRONT_MATTER', where: 'a.md' }]);
  }
});

test('front matter that never ends, or not within its limit, stays in the text', async () => {
  for (const text of ['---\ntitle: never closed\nText.\n', `---\n? ${'k'.repeat(70_000)}\n: v\n---\nText.\n`]) {
    const { article, warnings } = await readOne('a.md', text);
    expect(article?.body.match(/\w+/g)).toEqual(text.match(/\w+/g));
    expect(warnings).toMatchObject([{ code: 'BAD_FRONT_MATTER', where: 'a.md' }]);
  }
});

test('the limit of front matter counts its bytes, fences apart', async () => {
  const text = '---\ntitle: ééé\n---\nText.';
  // "title: ééé\n" has 14 bytes.
  for (const [maxFrontMatterBytes, title] of [
    [14, 'ééé'],
    [13, undefined],
  ] as const) {
    const read = await readAll(folderOf({ 'a.md': text }), ['a.md'], { limits: { maxFrontMatterBytes } });
    expect(read.articles[0]?.title).toBe(title);
  }
});

test('nothing in front matter is followed, evaluated, or able to change an object', async () => {
  const { article, warnings } = await readOne(
    'a.md',
    `---\n${BOMB}title: !!js/function "function(){}"\nsource: *a\n__proto__:\n  polluted: true\ndate: 99999-99-99\nurl: 0x1F\n---\nText.`,
  );
  expect(article).toMatchObject({ title: 'function(){}', publishedAt: '99999-99-99', url: '0x1F' });
  expect(article?.body.trim()).toBe('Text.');
  expect(article?.source).toBeUndefined();
  expect(warnings).toEqual([]);
  expect({}).not.toHaveProperty('polluted');
});

test('empty front matter is no metadata', async () => {
  expect(await readOne('a.md', '---\n---\nText.')).toMatchObject({
    article: { body: '   \n   \nText.' },
    warnings: [],
  });
  expect(await readOne('a.md', '---\ntitle: ~\n---\n')).toMatchObject({
    article: { body: expect.stringMatching(/^\s*$/) },
    warnings: [],
  });
});
