import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Corpus } from '../../src/engine/corpus.ts';
import { chooseKernel } from '../../src/kernel/compiled.ts';
import { anyDamage, anyRecord, damaged } from '../support/any-record.ts';
import { readBy } from '../support/read-by.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-lines-'));
const file = path.join(folder, 'any.jsonl');

afterAll(() => {
  chooseKernel('compiled');
  rmSync(folder, { recursive: true });
});

async function sameBothWays(lines: string | Uint8Array, asked: { idField?: string; source?: string } = {}) {
  writeFileSync(file, lines);
  const compiled = await readBy('compiled', { cwd: folder, paths: ['any.jsonl'], ...asked });
  expect(compiled).toEqual(await readBy('plain', { cwd: folder, paths: ['any.jsonl'], ...asked }));
  return compiled;
}

const STORY = 'The harbour board met for nine hours on Monday and sold two of its cranes to a yard across the bay. ';

describe('lines that are read many at a time', () => {
  test('are the records that they are one by one, whatever is in them', async () => {
    let seen = 0;
    const addBatch = vi.spyOn(Corpus.prototype, 'addBatch');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { maxLength: 6 }), async (records) => {
        seen += (await sameBothWays(records.join('\n'))).articles.length;
      }),
      { seed: 411, numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(300);
    expect(addBatch.mock.calls.length).toBeGreaterThan(100);
    addBatch.mockRestore();
  });

  test('are refused where those are, and the rest is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyRecord, fc.array(anyDamage, { maxLength: 2 }))), async (records) => {
        await sameBothWays(records.map(([record, damages]) => damaged(record, damages)).join('\n'));
      }),
      { seed: 412, numRuns: 300 },
    );
  });

  test('may hold bytes that are not UTF-8', async () => {
    const line = (id: number) => `{"id":"${id}","text":"${STORY.repeat(3)}"}\n`;
    const bytes = Buffer.concat([Buffer.from(line(1)), Buffer.from([0x7b, 0xff, 10]), Buffer.from(line(2) + line(3))]);
    bytes[30] = 0xe9;
    const { articles, skipped } = await sameBothWays(bytes);
    expect([articles.length, skipped]).toEqual([3, 1]);
  });

  test.each([
    ['blank lines and carriage returns', `\n \r\n{"text":"${STORY}"}\r\n\t\n{"text":"${STORY}two"}`, 2],
    [
      'an id that is a number',
      '{"id":17,"text":"a"}\n{"id":0,"text":"b"}\n{"id":-0,"text":"c"}\n{"id":1.50,"text":"d"}',
      4,
    ],
    ['an id that is true', '{"id":true,"text":"a"}\n{"id":null,"url":"http://a.example/","text":"b"}', 2],
    ['one id twice', '{"id":"a","text":"a"}\n{"id":"b","text":"b"}\n{"id":"a","text":"c"}', 3],
    ['no id', '{"text":"a"}\n{"id":"","text":"b"}\n{"id":"any.jsonl#1","text":"c"}', 3],
    ['escapes in the id', '{"id":"\\u00e9\\/\\ud800","text":"a"}\n{"id":"é","text":"b"}', 2],
    ['sources and urls', '{"source":"The Post","text":"a"}\n{"url":"https:\\/\\/www.b.example\\/1","text":"b"}', 2],
    ['a source with a name', '{"source":{"name":"The Post"},"text":"a"}\n{"source":["x"],"text":"b"}', 2],
    ['nested fields', '{"tags":[{"a":[]},{},[1,-2.5e3,"x\\n"]],"text":"a"}\n{"tags":[1,],"text":"b"}', 1],
    ['numbers that are none', '{"n":01,"text":"a"}\n{"n":1.,"text":"b"}\n{"n":1e,"text":"c"}\n{"n":-,"text":"d"}', 0],
    ['words that are none', '{"n":tru,"text":"a"}\n{"n":nul}\n{"n":falsy,"text":"c"}', 0],
    ['a text of HTML', '{"text":"  <p>One</p>"}\n{"text":"\\u00a0<p>Two</p>"}', 2],
    ['a disguised text', `{"text":"${'l\\u043eok at th\\u0435 wоrds of this '.repeat(12)}"}`, 1],
    ['a known phrase', `{"text":"${STORY}\\nLeave a comment\\nMENAFN1234567\\nRead more: x"}`, 1],
    ['something behind the record', '{"text":"a"} {"text":"b"}\n{"text":"a"}]', 0],
  ])('may have %s', async (_, lines, count) => {
    expect((await sameBothWays(lines)).articles).toHaveLength(count);
  });

  test('may be asked by other names of fields', async () => {
    const lines = '{"key":"a","paper":"The Post","text":"a"}\n{"key":"b","id":"x","paper":"","text":"b"}';
    const { ids, sourceNames } = await sameBothWays(lines, { idField: 'key', source: 'field:paper' });
    expect(ids).toEqual(['a', 'b']);
    expect(sourceNames).toEqual(['The Post', undefined]);
  });

  test('go on from one megabyte to the next, past a line that is larger than one', async () => {
    const lines: string[] = [];
    for (let k = 0; k < 9000; k++) lines.push(`{"id":"a${k}","text":"${STORY.repeat(1 + (k % 4))}${k}"}`);
    lines.splice(6000, 0, `{"id":"large","text":"${STORY.repeat(12_000)}"}`);
    const { articles, named } = await sameBothWays(lines.join('\n'));
    expect(articles).toHaveLength(9001);
    expect(named.at(-1)).toEqual({ id: 'a8999', place: { path: 'any.jsonl', line: 9001, record: 9001 } });
  }, 60_000);
});
