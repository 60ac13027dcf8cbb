import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Corpus } from '../../src/engine/corpus.ts';
import type { FileRequest } from '../../src/input/index.ts';
import { bytePathOf, FORMATS } from '../../src/input/index.ts';
import { textsIn } from '../../src/input/text-batches.ts';
import { chooseKernel } from '../../src/kernel/compiled.ts';
import { BodyReader } from '../../src/text/body.ts';
import { anyText } from '../support/any-text.ts';
import { readBy } from '../support/read-by.ts';

const root = mkdtempSync(path.join(tmpdir(), 'wirecopy-texts-'));
let folders = 0;

afterAll(() => {
  chooseKernel('compiled');
  rmSync(root, { recursive: true });
});

const STORY = 'The harbour board met for nine hours on Monday and sold two of its cranes to a yard across the bay.\n';

/** What may stand in a file that is called a text. */
const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  blanks: ' \r\n\t\n',
  'one word': 'word',
  'a story': STORY.repeat(9),
  'a story with CR LF': STORY.repeat(5).replaceAll('\n', '\r\n'),
  'a byte order mark': `\ufeff${STORY.repeat(3)}`,
  'a character that begins like a mark': `\ufb01rst ${STORY.repeat(3)}`,
  NUL: `${STORY}\0${STORY}`,
  'control characters': '\u0001\u0002\u0003 binary \u0004\u0005\u0006\u0007',
  'an escape sequence': `\u001b[1m${STORY}\u001b[0m`,
  'a form feed': `${STORY}\f${STORY}`,
  'a deleted character': `${STORY}\u007f`,
  'bytes of windows-1252': Buffer.from(`caf\u00e9 ${STORY}`, 'latin1'),
  'UTF-16': Buffer.from(`\ufeff${STORY}`, 'utf16le'),
  'UTF-16 without a mark': Buffer.from(STORY.repeat(3), 'utf16le'),
  'half a character': Buffer.from([0x61, 0xe2, 0x82]),
  'an encoded surrogate': Buffer.from([0x61, 0xed, 0xa0, 0x80]),
  'lines of JSON': `{"id":"x","text":"${STORY.trim()}"}\n{"id":"y","text":"other"}\n`,
  'a list of JSON': `[{"id":"z","text":"${STORY.trim()}"}]`,
  'a brace': `{ ${STORY}`,
  'a page': `<!doctype html><html><body><p>${STORY}</p></body></html>`,
  'a page behind blanks': `\n\n <html><body><p>${STORY}</p></body></html>`,
  'a tag': `<b>${STORY}</b>`,
  'a feed': `<rss><channel><item><title>A</title><description>${STORY}</description></item></channel></rss>`,
  'an archive': `WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n`,
  'a war': `WARNING ${STORY}`,
  'a table': 'PAR1 and no more',
  'a document': `%PDF-1.4 ${STORY}`,
  'an image': `GIF89a ${STORY}`,
  'packed bytes': `BZh91AY&SY ${STORY}`,
  'a program': Buffer.from('\x7fELF and more of it', 'latin1'),
  Cyrillic: 'Порт продал два крана верфи на другом берегу залива после девяти часов споров. '.repeat(9),
  Chinese: '港口委员会星期一开会九个小时，把两台起重机卖给了海湾对面的船厂。'.repeat(9),
  Arabic: 'باع مجلس الميناء رافعتين لحوض بناء السفن عبر الخليج بعد تسع ساعات. '.repeat(9),
  'supplementary characters': `😀 ${STORY} 𝒜 ${STORY}`,
  disguised: 'l\u043eok at th\u0435 words of this '.repeat(30),
  'invisible characters': STORY.replaceAll('o', 'o\u200b').repeat(4),
  'spaced letters': 'h a r b o u r  b o a r d '.repeat(40),
  'a known phrase': `${STORY}\nLeave a comment\nMENAFN1234567\n`,
  'hard-wrapped': `${STORY.trim().replace(/(.{40,50}) /g, '$1\n')}\n`.repeat(6),
  quotations: `“We sold them,” she said. ${STORY}\n> ${STORY}`,
  'a megabyte': STORY.repeat(11_000),
  'a quarter of it': STORY.repeat(2700),
};

async function sameBothWays(
  contents: readonly (string | Buffer)[],
  asked: Partial<FileRequest> = {},
  nameOf = (k: number): string => `${k % 3}/${String(k).padStart(4, '0')}.txt`,
) {
  const folder = path.join(root, String(folders++));
  for (const [k, content] of contents.entries()) {
    const file = path.join(folder, nameOf(k));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const request = { cwd: folder, paths: ['.'], ...asked };
  const compiled = await readBy('compiled', request);
  expect(compiled).toEqual(await readBy('plain', request));
  return compiled;
}

describe('texts that are read many at a time', () => {
  test('are what they are one by one, whatever is in them', async () => {
    const addBatch = vi.spyOn(Corpus.prototype, 'addBatch');
    const contents = Object.values(CONTENTS);
    const { articles, skipped, problems } = await sameBothWays([...contents, ...contents.toReversed()]);
    expect(addBatch.mock.calls.length).toBeGreaterThan(10);
    addBatch.mockRestore();
    expect(articles.length).toBeGreaterThan(2 * contents.length - 20);
    expect(skipped).toBeGreaterThan(5);
    expect(problems.length).toBeGreaterThan(5);
  }, 60_000);

  test('may be of any characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 16, maxLength: 40 }), async (texts) => {
        await sameBothWays(texts.map((text) => Buffer.from(text, 'utf8')));
      }),
      { seed: 413, numRuns: 60 },
    );
  }, 60_000);

  test('may have names without an extension, and stand between files that are none', async () => {
    const kinds = ['.txt', '', '.TEXT', '.md', '.html', '.dat'];
    const contents = Array.from({ length: 120 }, (_, k) => (k % 7 === 6 ? '\u0001\u0002' : `${k} ${STORY}`));
    const { articles } = await sameBothWays(
      contents,
      {},
      (k) => `${100 + Math.floor(k / 20)}/${k}${kinds[Math.floor(k / 20)]}`,
    );
    expect(articles.length).toBeGreaterThan(80);
  });

  test('obey limits, and the rule for sources', async () => {
    const contents = Array.from({ length: 40 }, (_, k) => STORY.repeat(1 + (k % 5)));
    const { skipped, sourceNames } = await sameBothWays(contents, {
      limits: { maxFileBytes: STORY.length * 3 },
      source: 'regex:/(\\d+)\\.txt$',
    });
    expect(skipped).toBe(16);
    expect(sourceNames).toContain('0002');
  });

  test.skipIf(process.platform === 'win32')(
    'are left to others where a pipe took their place, and not waited for',
    () => {
      const pipe = path.join(root, 'pipe.txt');
      execFileSync('mkfifo', [pipe]);
      writeFileSync(path.join(root, 'plain.txt'), STORY);
      chooseKernel('compiled');
      const reader = new BodyReader().batches();
      if (reader === undefined) throw new TypeError('there is compiled code');
      const files = [pipe, path.join(root, 'plain.txt'), path.join(root, 'gone.txt')];
      const given = {
        files: files.map((file) => ({ path: bytePathOf(file), links: 'refused' as const })),
        maxBytes: 1e6,
      };
      const kinds = Array.from(textsIn(given, 0, 3, reader), (piece) =>
        piece.kind === 'file' ? piece.file : [piece.first, piece.taken.count],
      );
      expect(kinds).toEqual([0, [1, 1], 2]);
    },
  );

  test('are never of a format that begins otherwise than with what is looked for', () => {
    const begins = Object.values(FORMATS).flatMap((format) => ('begins' in format ? [format.begins] : []));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const start = text.trimStart();
        fc.pre(!/^(?:[<{[]|WARC|PAR1)/.test(start));
        for (const isBegun of begins) expect(isBegun(text)).toBe(false);
      }),
    );
  });
});
