import { expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';
import { MAX_TOLD } from '../../src/run/told.ts';
import { folderOf } from '../input/support.ts';
import { rendered } from '../report/render.ts';

const MORE = 523;

async function scanned(files: Readonly<Record<string, string>>): Promise<Report> {
  return scan({ files: { paths: ['.'], cwd: folderOf(files) } });
}

test('of a table whose rows are all broken a thousand are told, and all are counted', async () => {
  const rows = 'one cell\n'.repeat(MAX_TOLD + MORE);
  const { counts, problems } = await scanned({ 'flood.csv': `id,text\n${rows}`, 'one.jsonl': '{\n' });

  expect(counts).toMatchObject({ seen: MAX_TOLD + MORE + 1, skipped: MAX_TOLD + MORE + 1 });
  expect(problems).toHaveLength(MAX_TOLD + 2);
  expect(problems[0]).toMatchObject({ where: 'flood.csv:2' });
  expect(problems[MAX_TOLD]).toMatchObject({ where: 'one.jsonl:1' });
  expect(problems.at(-1)).toEqual({
    code: 'UNREADABLE_INPUT',
    where: 'flood.csv',
    what: `and ${MORE} more like these, which were not read`,
    remedy: '',
    count: MORE,
  });
});

test('warnings are counted apart from what was not read', async () => {
  const lines = Array.from({ length: MAX_TOLD + 1 }, (_, line) => (line % 2 === 0 ? '[]\n' : '{"text":"\xff one"}\n'));
  const folder = folderOf({ 'a.jsonl': Buffer.from(lines.join(''), 'latin1') });
  const { counts, problems } = await scan({ files: { paths: ['.'], cwd: folder } });

  expect(counts).toMatchObject({ compared: MAX_TOLD / 2, skipped: MAX_TOLD / 2 + 1 });
  expect(problems.every(({ count }) => count === undefined)).toBe(true);
});

test.each([
  ['text', /Not read: 2,000/],
  ['markdown', /and 1,990 more/],
  ['sarif', /1,800 more inputs/],
  ['html', /"problems":1000/],
] as const)('%s counts also what is not told by itself', async (format, counted) => {
  const report = await scanned({ 'flood.csv': `id,text\n${'one cell\n'.repeat(2 * MAX_TOLD)}`, 'a.txt': 'some words' });

  expect(rendered(format, report)).toMatch(counted);
});
