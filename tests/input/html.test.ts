import { expect, test } from 'vitest';
import { declaredCharset } from '../../src/input/html/charset.ts';
import { parseHtml } from '../../src/input/html.ts';
import { folderOf, readAll } from './support.ts';

const FIRST =
  'The council of Veldham has bought the old tram depot, and will open it as a library before the end of next year.';
const SECOND =
  'Nobody had asked for a library, said the mayor on Tuesday, but nobody had asked for a depot without trams either.';
const THIRD =
  'The rails stay where they are: the shelves will stand on them, and can be rolled out into the yard when the sun shines.';
const ARTICLE = `<p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p>`;
const BODY = [FIRST, SECOND, THIRD].join('\n\n');

function bodyOf(html: string): string {
  return parseHtml(html).body;
}

test('the paragraphs of a page are its body, each on a line of its own', () => {
  expect(bodyOf(`<html><body><div>${ARTICLE}</div></body></html>`)).toBe(BODY);
});

test('what a site puts around an article and into it is left out, and said', () => {
  const { body, leftOut } = parseHtml(
    `<body><nav><a href="/">Start</a></nav><article><div class="share-bar"><a href="#">Send it to a friend</a></div>${ARTICLE}
    <div class="newsletter-signup"><p>Read us every morning before the trams run, wherever you are and whatever you do.</p></div></article>
    <div id="comments"><p>I have lived beside that depot for forty years, and it never once opened on time.</p></div></body>`,
  );
  expect(body).toBe(BODY);
  expect(leftOut?.map(({ reason }) => reason).sort()).toEqual(['comments', 'navigation', 'notice', 'sharing']);
  // Of the comment: I have lived beside that depot for forty years and it never once opened on time.
  expect(leftOut).toContainEqual({ reason: 'comments', words: 16 });
});

test('paragraphs may be parted by two line breaks, stand in a table, or never be closed', () => {
  expect(bodyOf(`<div>${FIRST}<br><br>${SECOND}<br/>\n<br/>${THIRD}</div>`)).toBe(BODY);
  expect(bodyOf(`<table><tr><td>${FIRST}<p>${SECOND}<p>${THIRD}</table>`)).toBe(BODY);
  expect(bodyOf(`<p>${FIRST}<p>${SECOND}<p>${THIRD}`)).toBe(BODY);
  expect(bodyOf(`<div><p>${FIRST}</b></p></span><p><i>${SECOND}</p></i><p>${THIRD}</div></div></div>`)).toBe(BODY);
});

test('one line break ends a line', () => {
  expect(bodyOf(`<p>${FIRST}<br>${SECOND}</p>`)).toBe(`${FIRST}\n${SECOND}`);
});

test('each line of the body knows the line of the page on which its paragraph begins', () => {
  const { body, bodyLines } = parseHtml(
    `<html>\n<body>\n<div>\n<p>${FIRST}<br>\n${SECOND}</p>\n\n<p>\n  &ldquo;${THIRD}&rdquo;\n</p></div></body></html>`,
  );
  expect(body).toBe(`${FIRST}\n${SECOND}\n\n“${THIRD}”`);
  // Two lines of the first paragraph, the blank line behind it, and the second with the blank line that would follow.
  expect(bodyLines).toEqual([4, 4, 4, 8, 8]);
});

test('entities become characters, blanks become one, and NUL becomes nothing', () => {
  const body = bodyOf(
    `<p>The &ldquo;depot&rdquo; &amp; its\n\n  yard&nbsp;&#8212; &#x41;ll of\0 it &mdash; ${FIRST}</p>`,
  );
  expect(body).toBe(`The “depot” & its yard — All of it — ${FIRST}`);
});

test('what a browser does not show is no text', () => {
  for (const unseen of [
    '<script>var text = "<p>not this</p>";</script>',
    '<style>p::after { content: "not this" }</style>',
    '<noscript><div><p>not this</div></noscript>',
    '<template><p>not this</p></template>',
    '<svg><title>not this</title><text>not this</text></svg>',
    '<!-- not this --> <!-- > -- not this -->',
    '<div hidden><p>not this <div>not this</div></p></div>',
    '<div style="color: red; display : none">not this</div>',
    '<span aria-hidden="true"><span>not</span> this</span>',
    '<p hidden>not this<p hidden>not this',
    '<select><option>not this<option>not this</select>',
    '<iframe><p>not this</p></iframe>',
  ]) {
    expect(bodyOf(`<div><p>${FIRST}</p>${unseen}<p>${SECOND}</p><p>${THIRD}</p></div>`), unseen).toBe(BODY);
  }
});

test('quotations and lists inside the article are kept', () => {
  const html = `<article><p>${FIRST}</p><blockquote><p>${SECOND}</p></blockquote><ul><li>${THIRD}</li><li>Shelves on rails.</li></ul><p>${FIRST}</p></article>`;
  expect(bodyOf(html)).toBe([FIRST, SECOND, THIRD, 'Shelves on rails.', FIRST].join('\n\n'));
});

test('scripts without blanks between words are measured by their characters', () => {
  const chinese = '市议会买下了旧电车车库，并将在明年年底之前把它改建成图书馆。';
  const page = `<div class="nav"><a href="/">首页</a></div><div><p>${chinese}</p><p>${chinese}</p></div><div class="footer">版权所有</div>`;
  expect(bodyOf(page)).toBe(`${chinese}\n\n${chinese}`);
});

test('the head, the linked data and the page itself are asked for metadata', async () => {
  const linked = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', name: 'Veldham Voice' },
      {
        '@type': ['NewsArticle'],
        headline: 'A headline for machines',
        datePublished: '2025-04-11T06:00:00Z',
        author: [{ name: 'Edvin Lask' }, 'Mona Rask'],
        publisher: { name: 'Veldham Voice' },
        isBasedOn: { '@type': 'NewsArticle', name: 'Harbour Wire', url: 'https://wire.example/depot' },
      },
    ],
  };
  const html = `<html><head><title>A library in the depot | Veldham Voice</title>
    <link rel="alternate canonical" href="https://wire.example/depot?a=1&amp;b=2">
    <meta property="og:url" content="https://voice.example/depot"><meta property="og:site_name" content="Veldham &amp; Voice">
    <meta property="og:title" content="A library in the depot"><meta name="robots" content="NOINDEX, follow">
    <script type="application/ld+json">${JSON.stringify(linked)}</script></head><body>${ARTICLE}</body></html>`;
  const { articles } = await readAll(folderOf({ 'a.html': html }), ['a.html']);
  expect(articles).toEqual([
    {
      id: 'a.html',
      place: { path: 'a.html' },
      title: 'A library in the depot',
      body: BODY,
      source: 'Veldham & Voice',
      publishedAt: '2025-04-11T06:00:00Z',
      url: 'https://voice.example/depot',
      canonicalUrl: 'https://wire.example/depot?a=1&b=2',
      author: 'Edvin Lask, Mona Rask',
      credit: 'Harbour Wire',
      originalUrl: 'https://wire.example/depot',
      declarations: ['noindex'],
      // The document has its article on the fifth line.
      bodyLines: Array(6).fill(5),
    },
  ]);
});

test('the syndication source of a page is where its text was first published', () => {
  const meta = '<meta name="syndication-source" content="https://wire.example/depot">';
  expect(parseHtml(`${meta}${ARTICLE}`).originalUrl).toBe('https://wire.example/depot');
  expect(parseHtml(`${meta.replace('https', 'javascript')}${ARTICLE}`).originalUrl).toBeUndefined();
});

test('where a page shows only the beginning, the text in its linked data is the body', () => {
  const linked = JSON.stringify({ '@type': 'NewsArticle', headline: 'x', articleBody: BODY });
  const html = `<script type="application/ld+json">${linked}</script><article><p>${FIRST}</p><p>Subscribe to read on.</p></article>`;
  expect(bodyOf(html)).toBe(BODY);
});

test('text that a script would show late is read where the page itself has none', () => {
  const page = (template: string) =>
    `<h2>Library</h2><script type="text/template"><nav><a href="/">Start</a></nav>${template}</script>`;
  expect(bodyOf(page(ARTICLE))).toBe(BODY);
  expect(bodyOf(page(`{{#each articles}}${ARTICLE}{{/each}}`))).toBe('Library');
});

test('a title does not repeat the name of the site', () => {
  const titleOf = (title: string) =>
    parseHtml(
      `<meta property="og:site_name" content="Veldham Voice"><meta property="og:title" content="${title}">${ARTICLE}`,
    ).title;
  expect(titleOf('A library in the depot | Veldham Voice')).toBe('A library in the depot');
  expect(titleOf('Why we read Veldham Voice')).toBe('Why we read Veldham Voice');
});

test('linked data that is broken, deep or of another shape does no harm', () => {
  for (const linked of [
    '{"@type":',
    '['.repeat(100_000),
    '[[[1]]]',
    'null',
    '{"@graph":{"@type":"NewsArticle","headline":7}}',
  ]) {
    expect(bodyOf(`<script type="application/ld+json">${linked}</script>${ARTICLE}`), linked.slice(0, 20)).toBe(BODY);
  }
});

test('a page without text is skipped with a message, and an empty file is not', async () => {
  const cwd = folderOf({
    'app.html': '<!doctype html><div id="root"></div><script src="app.js"></script>',
    'empty.html': '',
    'hidden.html': `<div hidden>${ARTICLE}</div>`,
  });
  const { articles, skipped } = await readAll(cwd, ['.']);
  expect(articles.map(({ id, body }) => [id, body])).toEqual([['empty.html', '']]);
  expect(skipped.map(({ where, what }) => [where, what])).toEqual([
    ['app.html', 'the page holds no text'],
    ['hidden.html', 'all text of the page is hidden'],
  ]);
});

test('a page of links alone still has a body', () => {
  expect(bodyOf('<ul><li><a href="/a">Depot</a></li><li><a href="/b">Library</a></li></ul>')).toBe('Depot\n\nLibrary');
});

test('an element that nests a hundred thousand deep is read like any other', () => {
  for (const tag of ['div', 'b', 'blockquote', 'table><tr><td']) {
    expect(bodyOf(`${`<${tag}>`.repeat(100_000)}${ARTICLE}`), tag).toBe(BODY);
  }
});

/** Each of these has made some parser take quadratic time, which would here be minutes. */
const SLOW: Readonly<Record<string, (count: number) => string>> = {
  'open tags': (count) => '<div>'.repeat(count),
  'open and stray closing tags': (count) => `${'<b><div>'.repeat(count)}${'</i></section>'.repeat(count)}`,
  'links in links': (count) => '<a href=x>y'.repeat(count),
  'list items': (count) => '<ul><li>x'.repeat(count),
  cells: (count) => '<table><tr><td>'.repeat(count),
  blanks: (count) => `<pre>x${' '.repeat(count * 5)}x</pre>`,
  'less-than signs': (count) => '<'.repeat(count * 4),
  ampersands: (count) => '&#x41;&nope;&'.repeat(count),
  attributes: (count) => `<p ${' class=a hidden=b'.repeat(count)}>`,
  comments: (count) => '<!--'.repeat(count),
  scripts: (count) => '<script>'.repeat(count),
  paragraphs: (count) => '<p>Text of some length, so that it counts.'.repeat(count),
  'linked data': (count) => `<script type="application/ld+json">${'-->'.repeat(count)}${' '.repeat(count)}x</script>`,
};
test.each(Object.entries(SLOW))('time grows with the length of a page alone: %s', (_, make) => {
  try {
    parseHtml(make(100_000) + ARTICLE);
  } catch (error) {
    expect(String(error)).toMatch(/no text|hidden/);
  }
});

test('a page says which encoding it is in', () => {
  const declared = (head: string) => declaredCharset(Buffer.from(head, 'latin1'));
  expect(declared('<html><meta charset="Shift_JIS">')).toBe('shift_jis');
  expect(declared('<META http-equiv=Content-Type content="text/html; charset=windows-1252">')).toBe('windows-1252');
  expect(declared("<?xml version='1.0' encoding='GB18030'?><html>")).toBe('gb18030');
  expect(declared('<!-- <meta charset=koi8-r> --><meta name=a><meta charset=utf-8>')).toBe('utf-8');
  expect(declared('<p>No charset="x" here')).toBeUndefined();
});
