import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

async function readMarkdown(text: string, name = 'a.md') {
  const read = await readAll(folderOf({ [name]: text }), [name]);
  return { article: read.articles[0], warnings: read.warnings };
}

/** The prose with its blanks drawn together. */
async function proseOf(text: string, name?: string): Promise<string> {
  const { article } = await readMarkdown(text, name);
  expect(article?.body).toHaveLength(text.length);
  return (article?.body ?? '').replace(/\s+/g, ' ').trim();
}

const PROSE: readonly (readonly [markdown: string, prose: string])[] = [
  ['# A heading ##\n\nText.', 'A heading Text.'],
  ['A heading\n=========\n\nText.\n\n---\n\nMore.', 'A heading Text. More.'],
  [
    'A [link](https://a.example/x_(y) "title") and [another][ref] and [^1].\n\n[ref]: https://b.example/\n[^1]: Note.',
    'A link and another and . Note.',
  ],
  ['![a photo](x.jpg) Text ![[wiki.png]] end.', 'Text ![[wiki.png]] end.'],
  [
    'un**believ**able, *so* and __so__, snake_case_name, 5*3 ~~gone~~',
    'unbelievable , so and so , snake_case_name, 5*3 gone',
  ],
  ['Say `code` and ``a ` b``.\n\n```js\nlet x = 1;\n```\n\nAfter.', 'Say code and a ` b . After.'],
  ['> Quoted\n>> twice\n\n- one\n- [x] two\n\n1. three', 'Quoted twice one two three'],
  ['<div class="a > b">Text</div><br/> a < b <https://a.example/>', 'Text a < b'],
  ['<!-- hidden\n\nwords --> shown <script>let y = "<p>";</script> end', 'shown end'],
  [
    'Before {{< figure src="x" >}} {{% note %}}inner{{% /note %}} {% include "x" %} after {: .class}',
    'Before inner after',
  ],
  ['Tom &amp; Jerry &#8212; caf&#xe9;s &nope;', 'Tom & Jerry — cafés &nope;'],
  ['Escaped \\*stars\\* and \\[brackets\\](x)', 'Escaped *stars * and [brackets ](x)'],
  [
    'A [link over\ntwo lines](https://a.example/) here, [not one](just prose in brackets).',
    'A link over two lines here, [not one](just prose in brackets).',
  ],
  ['```\nnever closed\n\nText.', 'never closed Text.'],
  ['| a | b |\n|---|:-:|\n| c | d |', '| a | b | |---|:-:| | c | d |'],
];

test('marks, addresses, code and tags are blanked, and the prose is kept', async () => {
  for (const [markdown, prose] of PROSE) {
    expect(await proseOf(markdown)).toBe(prose);
  }
});

test('components and expressions of MDX are blanked', async () => {
  const mdx =
    'import A from "./a"\nexport const b = {\n  c: 1,\n}\n\n# Title\n\n<A x={{ y: 1 }}>Inner {b.c + 1} text</A>\n';
  expect(await proseOf(mdx, 'a.mdx')).toBe('Title Inner text');
  expect(await proseOf('A set {x} of things.')).toBe('A set {x} of things.');
});

test('words stand where they stood, on their lines', async () => {
  const text = '---\ntitle: T\n---\n\n# A **bold** [story](https://a.example/)\r\n\r\nSecond line &amp; more.\n';
  const { article } = await readMarkdown(text);
  for (const word of ['bold', 'story', 'Second', 'line', 'more']) {
    expect(article?.body.indexOf(word)).toBe(text.indexOf(word));
  }
  expect(article?.body.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''));
  expect(article?.place).toEqual({ path: 'a.md' });
});

test('what was left out is counted by reason', async () => {
  const { article } = await readMarkdown(
    '---\ntitle: One two\n---\nText [a](https://a.example/) `b`.\n\n```\nc d e f\n```\n',
  );
  expect(article?.leftOut).toEqual([
    { reason: 'code', words: 4 },
    { reason: 'front matter', words: 3 },
    { reason: 'link address', words: 3 },
  ]);
});

test('front matter in YAML and in TOML says the same', async () => {
  const yaml =
    '---\ntitle: T\ndate: 2024-01-02\nauthors: [A, B]\nsite: S\ncanonical: https://c.example/\nsyndicated_from: https://o.example/\nagency: Wire\nrobots: [noindex, nofollow]\nwirecopy: ignore\n---\nText.';
  const toml =
    '+++\ntitle = "T"\ndate = 2024-01-02\nauthors = ["A", "B"]\nsite = "S"\ncanonical = "https://c.example/"\nsyndicated_from = "https://o.example/"\nagency = "Wire"\nnoindex = true\nwirecopy = "ignore"\n[nested]\nx = 1\n+++\nText.';
  for (const text of [yaml, toml]) {
    const { article, warnings } = await readMarkdown(text);
    expect(article).toMatchObject({
      title: 'T',
      publishedAt: '2024-01-02',
      author: 'A, B',
      source: 'S',
      canonicalUrl: 'https://c.example/',
      originalUrl: 'https://o.example/',
      credit: 'Wire',
      declarations: ['noindex', 'ignore'],
    });
    expect(warnings).toEqual([]);
  }
});

test('TOML that cannot be read is dropped with a warning', async () => {
  for (const block of ['title = [unclosed', 'title = "a"\ntitle = "b"', `x = ${'['.repeat(20_000)}`]) {
    const { article, warnings } = await readMarkdown(`+++\n${block}\n+++\nText.`);
    expect(article?.body.trim()).toBe('Text.');
    expect(warnings).toMatchObject([{ code: 'BAD_FRONT_MATTER', where: 'a.md' }]);
  }
});

test('any text keeps its length, its lines and its letters in their order', async () => {
  const piece = fc.constantFrom(
    'a',
    'b ',
    '\n',
    '\n\n',
    '*',
    '_',
    '`',
    '```\n',
    '[',
    '](',
    ')',
    '![',
    '<',
    '>',
    '<a ',
    '{{',
    '}}',
    '{',
    '}',
    '&amp;',
    '"',
    '# ',
    '- ',
    '> ',
    '|',
    '\\',
    '<!--',
    '-->',
    '~~~',
    '[^x]',
    ']: ',
    '+++\n',
    '---\n',
    '😀',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.constantFrom('a.md', 'a.mdx'), async (pieces, name) => {
      const text = pieces.join('');
      const { article } = await readMarkdown(text, name);
      expect(article?.body).toHaveLength(text.length);
      expect(article?.body.replace(/[^\n]/g, '')).toBe(text.replace(/[^\n]/g, ''));
    }),
    { numRuns: 300 },
  );
});
