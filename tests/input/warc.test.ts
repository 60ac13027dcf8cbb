import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

const PAGE =
  '<html><head><title>Vote</title></head><body><article><p>The harbour vote was delayed.</p></article></body></html>';

function record(type: string, content: string | Uint8Array, fields: Readonly<Record<string, string>> = {}): Buffer {
  const bytes = Buffer.from(content);
  const head = Object.entries({ 'WARC-Type': type, 'Content-Length': `${bytes.length}`, ...fields });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`WARC/1.0\r\n${lines}\r\n`), bytes, Buffer.from('\r\n\r\n')]);
}

function response(
  url: string,
  body: string | Uint8Array,
  fields = 'Content-Type: text/html\r\n',
  status = '200 OK',
): Buffer {
  const http = Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${fields}\r\n`), Buffer.from(body)]);
  return record('response', http, { 'WARC-Target-URI': url });
}

const INFO = record('warcinfo', 'software: a crawler\r\n');

test('the pages of an archive are articles; what is no page is left out, and what is about the crawl is not counted', async () => {
  const archive = Buffer.concat([
    INFO,
    record('request', 'GET / HTTP/1.1\r\n\r\n', { 'WARC-Target-URI': 'https://a.example/1' }),
    response('https://www.a.example/1', PAGE),
    response('https://a.example/picture', '\x89PNG', 'Content-Type: image/png\r\n'),
    response('https://a.example/gone', PAGE, 'Content-Type: text/html\r\n', '404 Not Found'),
    response('https://a.example/empty', '<html><body></body></html>'),
    record('conversion', 'Plain text.', { 'WARC-Target-URI': 'https://a.example/2', 'Content-Type': 'text/plain' }),
  ]);
  const read = await readAll(folderOf({ 'a.warc': archive }), ['.']);
  expect(read.articles).toMatchObject([
    {
      id: 'https://www.a.example/1',
      url: 'https://www.a.example/1',
      source: 'a.example',
      title: 'Vote',
      body: 'The harbour vote was delayed.',
      place: { path: 'a.warc', record: 1 },
    },
    { id: 'https://a.example/2', body: 'Plain text.', place: { path: 'a.warc', record: 5 } },
  ]);
  expect([read.excludedBy, read.skipped]).toEqual([{ record: 3 }, []]);
});

test('a member of gzip for each record, bodies in pieces and packed bodies are read', async () => {
  const chunked = `${PAGE.length.toString(16)}\r\n${PAGE}\r\n0\r\n\r\n`;
  const html = 'Content-Type: text/html\r\n';
  const archive = Buffer.concat(
    [
      INFO,
      response('https://a.example/1', chunked, `${html}Transfer-Encoding: chunked\r\n`),
      response('https://a.example/2', gzipSync(PAGE), `${html}Content-Encoding: gzip\r\n`),
      // Crawlers keep these headers of what they have put together and unpacked.
      response('https://a.example/3', PAGE, `${html}Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n`),
    ].map((each) => gzipSync(each)),
  );
  const read = await readAll(folderOf({ 'a.warc.gz': archive }), ['.']);
  expect(read.articles.map(({ body }) => body)).toEqual(Array(3).fill('The harbour vote was delayed.'));
  expect(read.articles.map(({ place }) => place.record)).toEqual([1, 2, 3]);
});

test('the encoding that the server names is believed where the bytes allow it', async () => {
  const bytes = Buffer.from('<html><body><p>déjà vu à la crête</p></body></html>', 'latin1');
  const read = await readAll(
    folderOf({ 'a.warc': response('https://a.example/', bytes, 'Content-Type: text/html; charset=ISO-8859-1\r\n') }),
    ['.'],
  );
  expect(read.articles[0]?.body).toBe('déjà vu à la crête');
  expect(read.warnings).toEqual([]);
});

test('lengths that lie cost their record, and the next one is found', async () => {
  const lie = Buffer.from('WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nrubbish\r\n');
  const cwd = folderOf({
    'a.warc': Buffer.concat([lie, response('https://a.example/1', PAGE)]),
    'huge.warc': Buffer.from(`WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999\r\n\r\n${PAGE}`),
    'cut.warc': response('https://a.example/2', PAGE).subarray(0, 200),
  });
  const read = await readAll(cwd, ['.']);
  expect(read.articles.map(({ id }) => id)).toEqual(['https://a.example/1']);
  expect(read.skipped.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'UNREADABLE_INPUT a.warc#1',
    'UNREADABLE_INPUT cut.warc#1',
    'OVER_LIMIT huge.warc#1',
  ]);
});

test('an archive is taken apart the same in pieces of any size', async () => {
  const broken = Buffer.from('WARC/1.0\r\n\r\nrubbish');
  const archive = Buffer.concat([
    INFO,
    response('https://a.example/1', PAGE),
    broken,
    response('https://a.example/2', PAGE),
  ]);
  const { openWarc } = await import('../../src/input/warc.ts');
  const settings = { maxRecordBytes: 1 << 20, maxFrontMatterBytes: 0, maxRatio: 1 };
  for (const size of [1, 2, 3, 7, 64, 1000]) {
    const reader = openWarc(settings);
    const ids: (string | undefined)[] = [];
    for (let at = 0; at < archive.length; at += size) {
      for (const raw of reader.push(archive.subarray(at, at + size))) if (raw.byteLength > 0) ids.push(raw.parse()?.id);
    }
    for (const raw of reader.end()) ids.push(raw.parse()?.id);
    expect(ids).toEqual(['https://a.example/1', 'https://a.example/2']);
  }
});
