import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readAll } from './support.ts';

const TEXT = 'Le ministre a dit : « déjà ».\nDeuxième ligne, 日本語 😀.\n';

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

async function readBytes(bytes: string | Uint8Array, name = 'a.txt') {
  return readAll(folderOf({ [name]: bytes }), [name]);
}

test('UTF-8 and UTF-16 with their byte order marks give the same text', async () => {
  for (const bytes of [TEXT, `\ufeff${TEXT}`, utf16(TEXT, 'le'), utf16(TEXT, 'be')]) {
    const read = await readBytes(bytes);
    expect(read.articles[0]?.body).toBe(TEXT);
    expect([read.warnings, read.skipped]).toEqual([[], []]);
  }
});

test('a byte order mark alone is an empty article', async () => {
  for (const bytes of ['\ufeff', Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]) {
    expect((await readBytes(bytes)).articles).toMatchObject([{ body: '' }]);
  }
});

test('UTF-32 is recognised and refused', async () => {
  const little = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from([0x41, 0, 0, 0])]);
  for (const bytes of [little, Buffer.from(little).swap32()]) {
    expect((await readBytes(bytes)).skipped).toMatchObject([{ code: 'UNREADABLE_INPUT', where: 'a.txt' }]);
  }
});

test('invalid bytes among valid UTF-8 are replaced, and the line is told', async () => {
  const read = await readBytes(
    Buffer.concat([Buffer.from('one é\ntwo '), Buffer.from([0xe9]), Buffer.from(' three\n')]),
  );
  expect(read.articles[0]?.body).toBe('one é\ntwo \ufffd three\n');
  expect(read.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING', where: 'a.txt' }]);
  expect(read.warnings[0]?.what).toContain('line 2');
});

test('half a character at the end of UTF-16 is replaced', async () => {
  const read = await readBytes(Buffer.concat([utf16(TEXT, 'le'), Buffer.from([0x41])]));
  expect(read.articles[0]?.body).toBe(`${TEXT}\ufffd`);
  expect(read.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING' }]);
});

test('a stray NUL in a text is kept and told, many are binary', async () => {
  const stray = await readBytes(`${TEXT}\0${TEXT}`);
  expect(stray.articles[0]?.body).toBe(`${TEXT}\0${TEXT}`);
  expect(stray.warnings).toMatchObject([{ code: 'UNCERTAIN_ENCODING' }]);
  expect((await readBytes('a\0\x01\0\x02\0')).skipped).toMatchObject([{ code: 'BINARY_INPUT' }]);
  expect((await readBytes(Buffer.from(`${TEXT}\0é`, 'latin1'))).skipped).toMatchObject([{ code: 'BINARY_INPUT' }]);
});

test('what is known not to be text is skipped, whatever its name says', async () => {
  const beginnings = ['\x89PNG\r\n\x1a\n', '\x7fELF', 'PK\x03\x04', '%PDF-1.7\n', '\xff\xd8\xff'];
  for (const beginning of beginnings) {
    for (const name of ['a.txt', 'a.md', 'a.jsonl']) {
      const read = await readBytes(Buffer.from(beginning, 'latin1'), name);
      expect(read.skipped, `${JSON.stringify(beginning)} as ${name}`).toMatchObject([{ code: 'BINARY_INPUT' }]);
      expect(read.articles).toEqual([]);
    }
  }
});

test('coloured logs and form feeds are text', async () => {
  const text = '\x1b[31mred\x1b[0m\f\x1b[1mbold\x1b[0m\b\n';
  expect((await readBytes(text)).articles[0]?.body).toBe(text);
});

test('any bytes give one article or one skip, and any text comes back unchanged', async () => {
  const cwd = folderOf({});
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      writeFileSync(`${cwd}/a.txt`, bytes);
      const { articles, skipped } = await readAll(cwd, ['a.txt']);
      expect(articles.length + skipped.length).toBe(1);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      writeFileSync(`${cwd}/a.txt`, `Text: ${text}`);
      expect((await readAll(cwd, ['a.txt'])).articles[0]?.body).toBe(`Text: ${text}`);
    }),
  );
});
