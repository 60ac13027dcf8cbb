import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { drain, folderOf, linesOfJson, pathsOf, readAll, storeOf, streamOf } from './support.ts';

test('standard input that begins with a brace is JSON Lines', async () => {
  const stdin = streamOf('\n {"id":"a","te', 'xt":"one"}\n{"text":"two"}\n');
  const read = await readAll(folderOf({}), ['-'], { stdin });
  expect(read.articles).toEqual([
    { id: 'a', body: 'one', place: { path: 'stdin', line: 2, record: 1 } },
    { id: '', body: 'two', place: { path: 'stdin', line: 3, record: 2 } },
  ]);
});

test('other standard input is one text', async () => {
  const read = await readAll(folderOf({}), ['-', '-'], { stdin: streamOf('Vote delayed\n\nThe ', 'vote.') });
  expect(read.articles).toEqual([
    { id: 'stdin', title: 'Vote delayed', body: 'Vote delayed\n\nThe vote.', place: { path: 'stdin' } },
  ]);
});

test('standard input takes its place among the files', async () => {
  const cwd = folderOf({ 'a.txt': 'a', 'z.txt': 'z' });
  expect(pathsOf(await readAll(cwd, ['z.txt', '-', 'a.txt'], { stdin: streamOf('s') }))).toEqual([
    'a.txt',
    'stdin',
    'z.txt',
  ]);
});

test('empty standard input holds nothing', async () => {
  expect((await readAll(folderOf({}), ['-'], { stdin: streamOf() })).articles).toEqual([]);
});

test('binary, oversized and failing standard input are problems of their own', async () => {
  const cwd = folderOf({ 'a.txt': 'a' });
  const skippedOf = async (stdin: AsyncIterable<Uint8Array>) => {
    const read = await readAll(cwd, ['-', 'a.txt'], { stdin, limits: { maxFileBytes: 100 } });
    expect(pathsOf(read)).toEqual(['a.txt']);
    return read.skipped;
  };
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('begun');
    throw Object.assign(new Error('read failed'), { code: 'EISDIR' });
  }
  expect(await skippedOf(streamOf('\x7fELF'))).toMatchObject([{ code: 'BINARY_INPUT', where: 'stdin' }]);
  expect(await skippedOf(streamOf('x'.repeat(101)))).toMatchObject([{ code: 'OVER_LIMIT', where: 'stdin' }]);
  expect(await skippedOf(failing())).toMatchObject([{ code: 'UNREADABLE_INPUT', where: 'stdin' }]);
});

test('nothing is left in the temporary folder, not even while standard input is read', async () => {
  const cwd = folderOf({});
  const temporary = folderOf({});
  vi.stubEnv('TMPDIR', temporary);
  const store = storeOf(cwd, ['-'], { stdin: streamOf(linesOfJson({ text: 'a' }, { text: 'b' })) });
  await drain(store);
  if (process.platform !== 'win32') expect(readdirSync(temporary)).toEqual([]);
  expect(store.reread(1).body).toBe('b');
  store.close();
  expect(readdirSync(temporary)).toEqual([]);

  vi.stubEnv('TMPDIR', join(temporary, 'none'));
  const { skipped } = await readAll(cwd, ['-'], { stdin: streamOf('text') });
  expect(skipped).toMatchObject([{ code: 'UNREADABLE_INPUT', where: 'stdin' }]);
  vi.unstubAllEnvs();
});

test('standard input cannot be both the articles and their list, and has to be there', () => {
  const usage = expect.objectContaining({ code: 'USAGE' });
  expect(() => storeOf('.', ['-'], { filesFrom: '-', stdin: streamOf() })).toThrowError(usage);
  expect(() => storeOf('.', ['-'])).toThrowError(usage);
});
