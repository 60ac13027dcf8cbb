import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockIndex } from '../../src/store/lock.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-lock-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const index = path.join(scratch, 'news.index');
const folder = `${index}.lock`;
const host = encodeURIComponent(hostname());

test('one writes at a time, and the next one may once the first has let go', async () => {
  const first = await lockIndex(index, 'news.index');
  await expect(lockIndex(index, 'news.index')).rejects.toMatchObject({
    code: 'INDEX_IN_USE',
    message: expect.stringContaining(`in use by process ${process.pid}`),
  });
  first.letGo();
  (await lockIndex(index, 'news.index')).letGo();
  expect(existsSync(folder)).toBe(false);
});

test('of many at once one may write', async () => {
  const tried = await Promise.allSettled(Array.from({ length: 8 }, () => lockIndex(index, 'news.index')));
  const taken = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(taken).toHaveLength(1);
  for (const { letGo } of taken) letGo();
});

test('a process that is gone shuts nobody out', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${pid}.12345.some-name.${host}`), '');
  (await lockIndex(index, 'news.index')).letGo();
  expect(existsSync(folder)).toBe(false);
});

test.runIf(existsSync('/proc/self/stat'))('nor does one whose number another process has now', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${child.pid}.1.some-name.${host}`), '');
    (await lockIndex(index, 'news.index')).letGo();
    const began = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '';
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${child.pid}.${began}.some-name.${host}`), '');
    await expect(lockIndex(index, 'news.index')).rejects.toThrow(`in use by process ${child.pid}`);
    expect(readdirSync(folder)).toHaveLength(1);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

test('of a process on another machine nothing is known, and the message says what to do', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, '77.1.some-name.elsewhere.example'), '');
  await expect(lockIndex(index, 'news.index')).rejects.toThrow(
    /process 77 on elsewhere\.example.*remove news\.index\.lock/,
  );
});
