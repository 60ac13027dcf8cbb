import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { endFuzzing, FUZZ_TARGETS, type FuzzTarget } from './support/fuzz-targets.ts';

/** What a run of `npm run fuzz` found once; it holds ever after. */
const REGRESS = fileURLToPath(new URL('../fixtures/regress', import.meta.url));
const RUNS = 120;

afterAll(endFuzzing);

/** Seeds cut and joined with what such input is made of, and with anything. */
function bytesFor({ seeds, tokens }: FuzzTarget): fc.Arbitrary<Buffer> {
  const token = fc.constantFrom(...tokens).map((text) => Buffer.from(text));
  const seed = fc.constantFrom(...seeds);
  const cut = fc
    .tuple(seed, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([bytes, a, b]) => bytes.subarray(Math.min(a, b) * bytes.length, Math.max(a, b) * bytes.length));
  const piece = fc.oneof(
    { weight: 3, arbitrary: cut },
    { weight: 3, arbitrary: token },
    { weight: 2, arbitrary: seed },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)) },
  );
  return fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));
}

describe.each(FUZZ_TARGETS)('$name', (target) => {
  test('takes whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(bytesFor(target), async (bytes) => {
        await target.run(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  const folder = join(REGRESS, target.name);
  const found = existsSync(folder) ? readdirSync(folder) : [];
  test.each(found)('takes %s, which it once did not', async (name) => {
    await target.run(readFileSync(join(folder, name)));
  });
});

test('every folder of once found input belongs to a target', () => {
  const names = FUZZ_TARGETS.map(({ name }) => name);
  for (const name of existsSync(REGRESS) ? readdirSync(REGRESS) : []) expect(names).toContain(name);
});
