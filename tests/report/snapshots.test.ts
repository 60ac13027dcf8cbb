import { expect, test } from 'vitest';
import { rendered } from './render.ts';
import { SAMPLE, textOf } from './sample.ts';

test('the sample as text', async () => {
  await expect(rendered('text', SAMPLE)).toMatchFileSnapshot('snapshots/sample.txt');
});

test('the sample as text with everything explained, in ASCII', async () => {
  const explained = { ...SAMPLE, settings: { ...SAMPLE.settings, explain: true } };
  await expect(rendered('text', explained, { characters: 'ascii' })).toMatchFileSnapshot(
    'snapshots/sample-explained-ascii.txt',
  );
});

test('the sample as JSON', async () => {
  await expect(rendered('json', SAMPLE)).toMatchFileSnapshot('snapshots/sample.json.txt');
});

test('the sample as NDJSON', async () => {
  await expect(rendered('ndjson', SAMPLE)).toMatchFileSnapshot('snapshots/sample.ndjson.txt');
});

test.each(['csv', 'markdown', 'sarif', 'github', 'junit'] as const)('the sample as %s', async (format) => {
  await expect(rendered(format, SAMPLE, { textOf })).toMatchFileSnapshot(`snapshots/sample.${format}.txt`);
});
