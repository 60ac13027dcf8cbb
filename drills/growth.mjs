// Is any file of a megabyte read in two seconds, and does twice as much take no more than two and a half times as long?
//
// usage: node drills/growth.mjs [--short] [--only PATTERN]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { madeSentences, randomFrom } from '../bench/house/random.mjs';
import { claimCalm, drill } from './house/drill.mjs';

const MIB = 1 << 20;
const MAX_SECONDS = 2;
const MAX_GROWTH = 2.5;
/** Under so many seconds a doubling is not measured but guessed. */
const MEASURABLE_SECONDS = 0.25;
/** What misses a bar is measured so often, and the best counts: others work on the machine, too. */
const TRIES = 3;

const prose = madeSentences(randomFrom('growth'), 2000);
const fill = (unit, size) => unit.repeat(Math.ceil(size / Buffer.byteLength(unit)));
const numbered = (size, unitOf) => {
  const units = [];
  for (let length = 0, k = 0; length < size; k++) {
    units.push(unitOf(k));
    length += units.at(-1).length;
  }
  return units.join('');
};
const sentences = (size) => numbered(size, (k) => `${prose[k % prose.length]} `);
const open = (size, unit) => fill(unit, size);

/** What a file holds, by its name; each is `(size) => text or bytes`. */
const SHAPES = {
  // Shapes that any reader of text meets.
  'prose.txt': (size) => numbered(size, (k) => `${prose[k % prose.length]}${k % 7 === 6 ? '\n\n' : ' '}`),
  'one-line.txt': (size) => sentences(size),
  'long-words.txt': (size) => numbered(size, (k) => `${'word'.repeat(20_000)}${k} `),
  'swapped.txt': (size) => numbered(size, (k) => `${k % 2 === 0 ? 'one two' : 'two one'} `),
  'refrain.txt': (size) => fill(sentences(size / 8), size),
  'spaced-evenly.txt': (size) => fill('t h e m i n i s t e r s a i d t h a t ', size),
  'spaced-letters.txt': (size) => fill('z q ', size),
  'one-word.txt': (size) => fill('a', size),
  'blanks.txt': (size) => fill(' ', size),
  'line-ends.txt': (size) => fill('\n', size),
  'short-lines.txt': (size) => fill('ab\n', size),
  'numbers.txt': (size) => numbered(size, (k) => `${k} `),
  'quotes.txt': (size) => fill('“', size),
  'quotes-open.txt': (size) => fill('"a b ', size),
  'apostrophes.txt': (size) => fill("'a", size),
  'dashes.txt': (size) => fill('a—-', size),
  'marks.txt': (size) => fill('e\u0301\u0301', size),
  'marks-only.txt': (size) => `a${fill('\u0301', size)}`,
  'lookalikes.txt': (size) => fill('аpрle ', size),
  'spaced.txt': (size) => fill('a b c d e f ', size),
  'invisible.txt': (size) => fill('a\u200b\u00ad', size),
  'full-width.txt': (size) => fill('ａｂｃ ', size),
  'ligatures.txt': (size) => fill('ﷺ', size),
  'han.txt': (size) => fill('新聞記事の写し', size),
  'thai.txt': (size) => fill('ข่าว', size),
  'dates.txt': (size) => fill('January 12, 2024 10:00 ', size),
  'datelines.txt': (size) => fill('LONDON (Reuters) - ', size),
  'credits.txt': (size) => fill('originally published by ', size),
  'addresses.txt': (size) => fill('https://a.example/b?c=d ', size),
  'one-sentence.txt': (size) => fill('The same sentence stands here over and over again. ', size),
  'stop-words.txt': (size) => fill('the of and to in a is ', size),
  'two-words.txt': (size) => fill('ab ba ab ab ba ', size),
  'surrogates.txt': (size) => Buffer.from(fill('\ud83d\ude00', size / 2), 'utf16le'),
  'latin-1.txt': (size) => Buffer.from(fill('é caf\xe9 na\xefve ', size), 'latin1'),
  'shift-jis.txt': (size) => Buffer.from(fill('\x90\x56\x95\xb7', size), 'latin1'),
  'random.txt': (size) => randomBytesOf(size),
  'utf-16.txt': (size) => Buffer.from(`\ufeff${fill('words of two bytes each ', size / 2)}`, 'utf16le'),
  // Markdown.
  'prose.md': (size) => `---\ntitle: a\n---\n${numbered(size, (k) => `## ${k}\n\n${prose[k % prose.length]}\n\n`)}`,
  'emphasis.md': (size) => fill('**a _b ', size),
  'brackets.md': (size) => fill('[', size),
  'links.md': (size) => fill('[a](b', size),
  'images.md': (size) => fill('![a][b] ', size),
  'ticks.md': (size) => fill('`a ', size),
  'tick-runs.md': (size) => numbered(size, (k) => `${'`'.repeat((k % 500) + 1)} `),
  'fences.md': (size) => fill('```\na\n', size),
  'tables.md': (size) => fill('|a|b|\n|-|-|\n', size),
  'quotes.md': (size) => fill('>', size),
  'lists.md': (size) => fill('- 1. * ', size),
  'tags.md': (size) => fill('<a ', size),
  'comments.md': (size) => fill('<!-- ', size),
  'footnotes.md': (size) => numbered(size, (k) => `[^${k}] `),
  'front-matter.md': (size) => `---\n${fill('a: [', size)}`,
  'front-matter-dashes.md': (size) => fill('---\n', size),
  'toml.md': (size) => `+++\n${fill('a = [', size)}`,
  'braces.mdx': (size) => fill('{', size),
  'jsx.mdx': (size) => fill('<A b={<', size),
  'imports.mdx': (size) => fill('import a from "b"\n', size),
  'exports.mdx': (size) => fill('export const a = {\n', size),
  // Web pages.
  'prose.html': (size) => page(numbered(size, (k) => `<p>${prose[k % prose.length]}</p>\n`)),
  'nested.html': (size) => page(open(size, '<div>')),
  'nested-text.html': (size) => page(open(size, '<div>a ')),
  'inline.html': (size) => page(open(size, '<i>a ')),
  'closing.html': (size) => page(open(size, '</div>')),
  'misnested.html': (size) => page(open(size, '<p><b><div></b>')),
  'tables.html': (size) => page(open(size, '<table><tr><td>a')),
  'lists.html': (size) => page(open(size, '<ul><li>a')),
  'attributes.html': (size) => page(`<p ${numbered(size, (k) => `a${k}="b" `)}>a</p>`),
  'classes.html': (size) => page(numbered(size, (k) => `<p class="c${k} share nav">a b c d</p>`)),
  'angles.html': (size) => page(open(size, '<')),
  'marks.html': (size) => page(`<p>a${fill('\u0301', size)}</p>`),
  'quotes.html': (size) => page(`<p>${fill('&quot;a ', size)}</p>`),
  'tag-names.html': (size) => page(numbered(size, (k) => `<x-${k}>a`)),
  'select.html': (size) => page(open(size, '<select><option>a')),
  'svg.html': (size) => page(open(size, '<svg><math><p>a')),
  'entities.html': (size) => page(open(size, '&amp;&#65;&bogus;')),
  'comments.html': (size) => page(open(size, '<!--a-->')),
  'open-comment.html': (size) => page(`<!--${fill('-', size)}`),
  'scripts.html': (size) => page(open(size, '<script>a</script>')),
  'templates.html': (size) => page(open(size, '<template>a b c')),
  'linked-data.html': (size) =>
    page(open(size, '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"a"}</script>')),
  'linked-data-deep.html': (size) => page(`<script type="application/ld+json">${fill('[', size)}</script>`),
  'meta.html': (size) => `<!doctype html><html><head>${fill('<meta name="a" content="b">', size)}`,
  'links.html': (size) => page(open(size, '<a href="b">a</a> ')),
  'breaks.html': (size) => page(open(size, 'a<br>')),
  'articles.html': (size) => page(open(size, '<article><p>one two three four five six seven</p></article>')),
  'hidden.html': (size) => page(open(size, '<p hidden style="display:none">a</p>')),
  // Records.
  'records.jsonl': (size) => numbered(size, (k) => `${JSON.stringify({ id: k, text: prose[k % prose.length] })}\n`),
  'broken.jsonl': (size) => fill('x\n', size),
  'open.jsonl': (size) => fill('{\n', size),
  'empty.jsonl': (size) => fill('{}\n', size),
  'deep.jsonl': (size) => `{"text":"a","b":${fill('[', size)}\n`,
  'tiny.jsonl': (size) => fill('{"text":"a"}\n', size),
  'quotes.jsonl': (size) => `${JSON.stringify({ text: fill('"', size / 2) })}\n`,
  'escapes.jsonl': (size) => `{"text":"${fill('\\u0061', size)}"}\n`,
  'keys.jsonl': (size) => `{${numbered(size, (k) => `"${k}":1,`)}"text":"a"}\n`,
  'same-keys.jsonl': (size) => `{${fill('"text":"a",', size)}"text":"b"}\n`,
  'numbers.jsonl': (size) => `{"text":"a","b":${fill('9', size)}}\n`,
  'markup.jsonl': (size) => `${JSON.stringify({ text: `<p>${fill('<div>a ', size)}` })}\n`,
  'same-ids.jsonl': (size) => fill('{"id":1,"text":"one two three four five"}\n', size),
  'values.json': (size) => `[{"text":"a","b":[${fill('[],', size)}[]]}]`,
  'array.json': (size) =>
    `[${numbered(size, (k) => `${JSON.stringify({ id: k, text: prose[k % prose.length] })},`)}{}]`,
  'commas.json': (size) => `[${fill(',', size)}]`,
  'brackets.json': (size) => `[{"a":"b"},${fill('[', size)}`,
  'objects.json': (size) => fill('{"a":1}', size),
  'rows.csv': (size) => `id,text\n${numbered(size, (k) => `${k},"${prose[k % prose.length]}"\n`)}`,
  'ragged.csv': (size) => `id,text\n${fill('a\n', size)}`,
  'open-quote.csv': (size) => `id,text\n${fill('1,"a\n', size)}`,
  'quotes.csv': (size) => `id,text\n1,${fill('"', size)}`,
  'cells.csv': (size) => `id,text\n${fill(',', size)}`,
  'columns.csv': (size) => `text,${fill('a,', size)}\n1,2\n`,
  'bare-returns.csv': (size) => `id,text\r${fill('1,one two three\r', size)}`,
  'entries.rss': (size) =>
    `<rss><channel>${numbered(size, (k) => `<item><title>${k}</title><description>${prose[k % prose.length]}</description></item>`)}`,
  'attributes.rss': (size) =>
    `<rss><channel><item ${numbered(size, (k) => `a${k}="b" `)}><description>a</description></item>`,
  'doctype.rss': (size) => `<!DOCTYPE rss [${fill('<!ENTITY a "b">', size)}]><rss><channel><item/>`,
  'deep.rss': (size) => `<rss><channel><item><description>${fill('<b>', size)}`,
  'entities.rss': (size) => `<rss><channel><item><description>${fill('&lt;b&gt;', size)}</description></item>`,
  'cdata.rss': (size) => `<rss><channel><item><description>${fill('<![CDATA[a]]>', size)}</description></item>`,
  'empty-items.rss': (size) => `<rss><channel>${fill('<item/>', size)}`,
  'pages.warc': (size) => numbered(size, (k) => warcRecord(page(`<p>${prose[k % prose.length]}</p>`))),
  'damaged.warc': (size) => `WARC/1.0\r\n${fill('WARC/1.0\r\nContent-Length: x\r\n\r\n', size)}`,
  'headers.warc': (size) => `WARC/1.0\r\n${fill('A: b\r\n', size)}`,
  'empty.warc': (size) => fill('WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n', size),
  // Columnar and packed: a megabyte as it lies, or ten unpacked where almost nothing is left of them.
  'rows.parquet': (size) => parquet(Array.from({ length: Math.ceil(size / 130) }, (_, k) => prose[k % prose.length])),
  'same.parquet': (size) => parquet(Array.from({ length: Math.ceil((size * 10) / prose[0].length) }, () => prose[0])),
  'zeros.txt.gz': (size) => gzipSync(Buffer.alloc(size * 100)),
  'prose.txt.gz': (size) => gzipSync(sentences(size * 2)),
  'records.jsonl.gz': (size) =>
    gzipSync(numbered(size * 2, (k) => `${JSON.stringify({ id: k, text: prose[k % prose.length] })}\n`)),
  'members.jsonl.gz': (size) => Buffer.concat(Array.from({ length: Math.ceil(size / 40) }, () => GZIPPED_LINE)),
  'prose.txt.br': (size) => brotliCompressSync(sentences(size), { params: { 1: 4 } }),
};
const GZIPPED_LINE = gzipSync('{"text":"one two"}\n');

await drill(
  'is any megabyte read in two seconds, and twice as much in two and a half times as long?',
  async (opened) => {
    const { values, scratch, claim, say } = opened;
    const size = values.short ? MIB / 8 : MIB;
    const names = Object.keys(SHAPES).filter((name) => new RegExp(values.only).test(name));
    const folder = path.join(scratch, 'in');
    mkdirSync(folder);
    const bare = await secondsOf(opened, []);
    say(`the program alone takes ${bare.toFixed(2)} s of processor time, which is taken off below`);
    for (const name of names) {
      const seconds = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = 0; k < TRIES && !isHeld(seconds); k++) {
        for (const [index, factor] of [1, 2].entries()) {
          writeFileSync(path.join(folder, name), SHAPES[name](size * factor));
          seconds[index] = Math.min(seconds[index], Math.max(0, (await secondsOf(opened, [name])) - bare));
          rmSync(path.join(folder, name));
        }
      }
      const growth = growthOf(seconds);
      say(`${name.padEnd(24)} ${seconds[0].toFixed(2)} s  ${seconds[1].toFixed(2)} s`);
      claim(
        `${size / MIB} MiB takes under ${MAX_SECONDS} s`,
        seconds[0] < MAX_SECONDS,
        `${name}: ${seconds[0].toFixed(2)} s`,
      );
      claim(
        `twice as much takes at most ${MAX_GROWTH} times as long`,
        growth <= MAX_GROWTH,
        `${name}: ${growth.toFixed(2)} times`,
      );
    }

    /** Processor time of a scan. */
    async function secondsOf({ shell }, paths) {
      const asked = paths.length === 0 ? '--version' : `scan 'in/${paths[0]}' --format json --report html=/dev/null`;
      const told = await shell(`TIMEFORMAT='%U %S'; time "$@" ${asked} > /dev/null`);
      if (paths.length > 0) claimCalm(opened, { ...told, stderr: '' }, [0, 2, 3], paths[0]);
      const [user = 0, system = 0] = told.stderr.trim().split('\n').at(-1).split(' ').map(Number);
      return user + system;
    }
  },
  { only: { type: 'string', default: '.' } },
);

function growthOf([once, twice]) {
  return twice / Math.max(once, MEASURABLE_SECONDS);
}

function isHeld(seconds) {
  return seconds[0] < MAX_SECONDS && growthOf(seconds) <= MAX_GROWTH;
}

function page(body) {
  return `<!doctype html><html><head><title>A page</title></head><body>${body}`;
}

function warcRecord(html) {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${html}`;
  return `WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${http.length}\r\n\r\n${http}\r\n\r\n`;
}

function parquet(texts) {
  return new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'text', data: texts, type: 'STRING' }] }));
}

function randomBytesOf(size) {
  const random = randomFrom('bytes');
  return Buffer.from(Uint8Array.from({ length: size }, () => 256 * random()));
}
