import { expect, test } from 'vitest';
import { SKETCH_LIMITS, type SketchTable } from '../../src/kernel/postings.ts';
import { Probe } from '../../src/store/probe.ts';
import { packedSketches, SketchRows } from '../../src/store/sketches.ts';
import { seeded } from '../support/seeded.ts';

function tableOf(sketches: readonly Uint32Array[]): SketchTable {
  const offsets = new Uint32Array(sketches.length + 1);
  for (const [k, sketch] of sketches.entries()) offsets[k + 1] = offsets[k]! + sketch.length;
  return { hashes: Uint32Array.from(sketches.flatMap((sketch) => [...sketch])), offsets };
}

/** Which articles of the index are proposed to the only one that is asked about, and what they share. */
function proposedTo(asked: Uint32Array, index: readonly Uint32Array[]): [doc: number, shared: number][] {
  const probe = new Probe(tableOf([asked]), SKETCH_LIMITS);
  const half = index.length >> 1;
  probe.pass(new SketchRows(packedSketches(index.slice(0, half))), 0, () => true);
  probe.pass(new SketchRows(packedSketches(index.slice(half))), half, () => true);
  const { count, doc, shared } = probe.pairs();
  return Array.from({ length: count }, (_, p) => [doc[p]!, shared[p]!]);
}

test('an article is found although a hundred others have each of its sentences', () => {
  const random = seeded(5);
  const sentences = Array.from({ length: 80 }, () => Array.from({ length: 3 }, () => Math.floor(random() * 2 ** 29)));
  // Each of 80 sentences stands in 100 of the 800 articles, 10 in each.
  const index = Array.from({ length: 800 }, () => {
    const own = new Set<number>();
    while (own.size < 10) own.add(Math.floor(random() * sentences.length));
    return Uint32Array.from([...own].flatMap((k) => sentences[k] ?? [])).sort();
  });
  const cut = index[611]!.slice(0, 21);
  const proposed = proposedTo(cut, index);
  expect(proposed).toContainEqual([611, 21]);
  // Four that its crowded hashes link, at most, and four that are the nearest.
  expect(proposed.length).toBeLessThanOrEqual(4 * 21 + 4);
});

test('of a crowd with the same hashes the first are proposed', () => {
  const sketch = Uint32Array.from({ length: 24 }, (_, k) => k * 1000);
  const proposed = proposedTo(
    sketch,
    Array.from({ length: 120 }, () => sketch),
  );
  expect(proposed).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((doc) => [doc, 24]));
});
