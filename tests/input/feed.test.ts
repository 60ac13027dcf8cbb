import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

const RSS = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Port Alder News</title><link>https://port.example/</link>
<item>
  <title>Harbour &amp; vote</title>
  <link>https://www.port.example/a</link>
  <guid isPermaLink="false">port-1</guid>
  <pubDate>Tue, 02 Jan 2024 10:00:00 GMT</pubDate>
  <dc:creator>A. Reporter</dc:creator>
  <source url="https://wire.example/feed">Northern Wire</source>
  <description>Only the lead.</description>
  <content:encoded><![CDATA[<p>The vote was <b>delayed</b>.</p><p>It &amp; others wait.</p>]]></content:encoded>
</item>
<item><title>Only a link</title><link>https://port.example/b</link></item>
<item><guid>port-3</guid><description>Plain text &lt;i&gt;with&lt;/i&gt; markup.</description></item>
</channel></rss>
`;

const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>
<entry><id>urn:1</id><title type="html">Ferries</title>
<link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
<published>2024-01-02</published><author><name>B. Writer</name><email>b@example.org</email></author>
<source><id>urn:s</id><title>Northern Wire</title></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second <em>one</em>.</p></div></content>
</entry></feed>`;

test('the entries of RSS are articles, their markup taken away', async () => {
  const read = await readAll(folderOf({ 'a.rss': RSS }), ['.']);
  expect(read.articles).toEqual([
    {
      id: 'port-1',
      place: { path: 'a.rss', line: 4, record: 1 },
      title: 'Harbour & vote',
      body: 'The vote was delayed.\n\nIt & others wait.',
      source: 'port.example',
      publishedAt: 'Tue, 02 Jan 2024 10:00:00 GMT',
      url: 'https://www.port.example/a',
      author: 'A. Reporter',
      credit: 'Northern Wire',
    },
    { id: 'port-3', place: { path: 'a.rss', line: 15, record: 3 }, body: 'Plain text with markup.' },
  ]);
  expect([read.excludedBy, read.skipped]).toEqual([{ record: 1 }, []]);
});

test('the entries of Atom are articles', async () => {
  const read = await readAll(folderOf({ 'a.xml': ATOM }), ['.']);
  expect(read.articles).toEqual([
    {
      id: 'urn:1',
      place: { path: 'a.xml', line: 2, record: 1 },
      title: 'Ferries',
      body: 'First.\n\nSecond one.',
      source: 'a.example',
      publishedAt: '2024-01-02',
      url: 'https://a.example/1',
      author: 'B. Writer',
      credit: 'Northern Wire',
    },
  ]);
});

test('other XML in a folder is left out, and named when it was asked for', async () => {
  const cwd = folderOf({ 'pom.xml': '<project><item><description>x</description></item></project>', 'a.txt': 'a' });
  expect(await readAll(cwd, ['.'])).toMatchObject({ excludedBy: { kind: 1 }, skipped: [] });
  expect((await readAll(cwd, ['pom.xml'])).skipped).toMatchObject([{ code: 'UNREADABLE_INPUT', where: 'pom.xml' }]);
});

test('an entry that breaks off is not read, and entities are never looked up', async () => {
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
  const cwd = folderOf({
    'cut.rss': RSS.slice(0, RSS.indexOf('It &amp; others')),
    'bomb.rss': `${bomb}<rss><item><description>&a;&b; text</description></item></rss>`,
  });
  const read = await readAll(cwd, ['.']);
  expect(read.articles.map(({ body }) => body)).toEqual(['&a;&b; text']);
});

test('a feed in a declared encoding is read', async () => {
  const feed =
    '<?xml version="1.0" encoding="windows-1251"?><rss><item><description>Порт закрыт</description></item></rss>';
  const bytes = Buffer.from([...feed].map((c) => (c > '\u0400' ? c.charCodeAt(0) - 0x0410 + 0xc0 : c.charCodeAt(0))));
  const read = await readAll(folderOf({ 'a.rss': bytes }), ['.']);
  expect(read.articles.map(({ body }) => body)).toEqual(['Порт закрыт']);
  expect(read.warnings).toEqual([]);
});
