import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkReportPlace, writeReportFile } from '../../src/cli/report-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-report-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the file holds the whole report, and nothing stands beside it', async () => {
  const pieces = Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`);

  await writeReportFile('out.json', folder, pieces, new Set());

  expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe(pieces.join(''));
  expect(readdirSync(folder)).toEqual(['out.json']);
});

test('a report that fails half-way leaves the old file as it was, and no other', async () => {
  writeFileSync(path.join(folder, 'out.json'), 'the old one');
  function* broken() {
    yield 'x'.repeat(1_000_000);
    throw new Error('a bug in a reporter');
  }

  await expect(writeReportFile('out.json', folder, broken(), new Set())).rejects.toThrow('a bug in a reporter');
  expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe('the old one');
  expect(readdirSync(folder)).toEqual(['out.json']);
});

test('a run that is broken off leaves the old file as it was, and no other', async () => {
  writeFileSync(path.join(folder, 'out.json'), 'the old one');
  const leavings = new Set<() => void>();
  const seen: string[][] = [];
  function* brokenOff() {
    yield 'x'.repeat(1_000_000);
    seen.push(readdirSync(folder));
    for (const tidy of leavings) tidy();
    seen.push(readdirSync(folder));
    throw new Error('the process ends here');
  }

  await expect(writeReportFile('out.json', folder, brokenOff(), leavings)).rejects.toThrow();
  expect(seen.map((names) => names.length)).toEqual([2, 1]);
  expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe('the old one');
});

test('nothing is left to tidy once the report is written', async () => {
  const leavings = new Set<() => void>();
  await writeReportFile('out.json', folder, ['a'], leavings);
  expect(leavings.size).toBe(0);
});

test('a link stays a link, and a file keeps its mode', async () => {
  const real = path.join(folder, 'real.json');
  writeFileSync(real, 'the old one');
  chmodSync(real, 0o600);
  symlinkSync('real.json', path.join(folder, 'link.json'));

  await writeReportFile('link.json', folder, ['new'], new Set());

  expect(lstatSync(path.join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('new');
  expect(statSync(real).mode & 0o777).toBe(0o600);
});

test.skipIf(!existsSync('/dev/null'))('a device is written to and not replaced', async () => {
  await writeReportFile('/dev/null', folder, ['a'], new Set());
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.each([
  ['no/out.json', 'no/out.json: there is no such folder (make the folder first)'],
  ['sub', 'sub: it is a folder (name a file in it)'],
  ['file/out.json', 'file/out.json: a part of the path is not a folder (check the path)'],
  [
    `${'x'.repeat(300)}.json`,
    `${'x'.repeat(300)}.json: the name is longer than the system allows (choose a shorter one)`,
  ],
])('a place where no report can stand is refused before and at writing: %#', async (name, message) => {
  mkdirSync(path.join(folder, 'sub'));
  writeFileSync(path.join(folder, 'file'), '');
  const refusal = expect.objectContaining({ code: 'WRITE_FAILED', message });

  await expect(checkReportPlace(name, folder)).rejects.toEqual(refusal);
  await expect(writeReportFile(name, folder, ['a'], new Set())).rejects.toEqual(refusal);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is named with the path', async () => {
  await expect(writeReportFile('/dev/full', folder, ['a'], new Set())).rejects.toMatchObject({
    code: 'WRITE_FAILED',
    message: '/dev/full: there is no space left on the device (free some space, or write elsewhere)',
  });
});
