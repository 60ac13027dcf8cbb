import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BORDERS } from '../../src/borders.ts';
import { type Found, findCandidates, verifyAndCluster } from '../../src/engine/memory.ts';
import { judgeOf, type PairCrew } from '../../src/engine/pair-work.ts';
import { pairKernelOf } from '../../src/kernel/pairs.ts';
import { NO_PAIRS, type SketchTable } from '../../src/kernel/postings.ts';
import type { WordRange } from '../../src/kernel/seeds.ts';
import { Verifier } from '../../src/match/verify.ts';
import { RELATION_NAMES, type RelationName } from '../../src/model.ts';
import { Numbers } from '../../src/text/numbers.ts';
import { WordShelf } from '../../src/text/shelf.ts';
import { Words } from '../../src/text/word-list.ts';
import { candidatePairs } from '../support/candidates.ts';
import { between, seeded } from '../support/seeded.ts';
import { anyPairWithoutRepeats, hashOf, QUOTED, rangeOf, UNSPACED } from '../support/word-range.ts';

const ALL: ReadonlySet<RelationName> = new Set(RELATION_NAMES.filter((name) => name !== 'independent'));
const NO_TURN = (): Promise<void> => Promise.resolve();

/** Verifies all pairs of some texts, each with this estimate of its containment. */
function verify(texts: readonly WordRange[], estimate: number, asked = ALL, crew?: PairCrew): Promise<Found> {
  const shelf = new WordShelf();
  for (const [article, { hashes, flags, begin, end }] of texts.entries()) {
    const words = new Words();
    for (let at = begin; at < end; at++) words.push(hashes[at]!, at, at + 1, flags[at]!);
    shelf.put(article, words, new Numbers());
  }
  // Sketches of 100 hashes each, of which as many are shared as the estimate says.
  const offsets = Uint32Array.from({ length: texts.length + 1 }, (_, k) => k * 100);
  const hashes = Uint32Array.from({ length: texts.length * 100 }, (_, k) => {
    const own = k % 100;
    return own < estimate * 100 ? own : 1000 + k;
  });
  const sketches: SketchTable = { hashes, offsets };
  const all = texts.flatMap((_, right) => Array.from({ length: right }, (_other, left) => ({ left, right })));
  const pairs = {
    count: all.length,
    left: Uint32Array.from(all, ({ left }) => left),
    right: Uint32Array.from(all, ({ right }) => right),
    shared: new Uint32Array(all.length).fill(Math.round(estimate * 100)),
  };
  const unique = Uint32Array.from(texts, (_, article) => article);
  return verifyAndCluster({ unique, sketches, pairs, quoting: NO_PAIRS, shelf }, asked, NO_TURN, DEFAULT_BORDERS, crew);
}

function verifierOf(left: WordRange, right: WordRange): Verifier {
  return new Verifier(pairKernelOf([left, right]), { numbersOf: () => new Uint32Array(0) });
}

function fullVerdict(left: WordRange, right: WordRange) {
  return verifierOf(left, right).verdictOn(0, 1);
}

function isTooShort(left: WordRange, right: WordRange): boolean {
  return verifierOf(left, right).isTooShort(0, 1);
}

function relationOf(found: Found): RelationName {
  return found.judged[0]?.verdict.relation ?? 'independent';
}

const story = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

describe.each(['spaced', 'unspaced', 'mixed'] as const)('the verification of %s texts', (script) => {
  test('misses no relation by its bounds, though the estimate is 0 and most is never measured', async () => {
    const seen = new Map<RelationName, number>();
    await fc.assert(
      fc.asyncProperty(anyPairWithoutRepeats(script), async ([left, right]) => {
        const full = fullVerdict(left, right);
        const found = await verify([left, right], 0);
        if (isTooShort(left, right)) {
          expect(found.judged).toEqual([]);
          return;
        }
        if (full.relation === 'independent') expect(found.judged).toEqual([]);
        else expect(found.judged).toEqual([{ left: 0, right: 1, verdict: full }]);
        expect(found.related[full.relation]).toBe(1);
        seen.set(full.relation, (seen.get(full.relation) ?? 0) + 1);
      }),
      { seed: 141, numRuns: 400 },
    );
    for (const relation of ['copy', 'contained', 'partial', 'quotes', 'independent'] as const) {
      expect(seen.get(relation) ?? 0, relation).toBeGreaterThan(1);
    }
  });
});

describe('the verification of candidates', () => {
  test('finds a quotation that is all two long texts share, also where a run begins before the mark', async () => {
    const quotation = story(5000, 5012);
    const withQuotation = (from: number, at: number, marked: number): WordRange => {
      const words = [...story(from, from + at), ...quotation, ...story(from + at, from + 300)];
      // The first words of what is shared stand before the opening mark.
      return rangeOf(
        words,
        words.map((_, k) => (k >= at + 12 - marked && k < at + 12 ? QUOTED : 0)),
      );
    };
    for (const [left, right, relation] of [
      [12, 12, 'quotes'],
      [9, 12, 'quotes'],
      [8, 8, 'quotes'],
      [7, 12, 'independent'],
      [12, 7, 'independent'],
      [12, 0, 'independent'],
    ] as const) {
      const found = await verify([withQuotation(0, 100, left), withQuotation(1000, 200, right)], 0);
      expect(relationOf(found)).toBe(relation);
    }
  });

  test('passes over texts of fewer than 30 words, or of 80 characters', async () => {
    const characters = new Array<number>(200).fill(UNSPACED);
    const spaced = (count: number): WordRange => rangeOf(story(0, count));
    const unspaced = (count: number): WordRange => rangeOf(story(0, count), characters);
    expect(relationOf(await verify([spaced(29), spaced(100)], 1))).toBe('independent');
    expect(relationOf(await verify([spaced(30), spaced(100)], 1))).toBe('contained');
    expect(relationOf(await verify([unspaced(200), unspaced(79)], 1))).toBe('independent');
    expect(relationOf(await verify([unspaced(200), unspaced(80)], 1))).toBe('contained');
  });

  test('trusts its bound for no pair that was estimated over the lowest border', async () => {
    // The right text says one thing over and over: it is covered as a whole by a text that holds little else of it.
    const refrain = story(0, 45);
    const left = rangeOf([...refrain, ...story(1000, 1155)]);
    const right = rangeOf(story(0, 5).flatMap(() => refrain));
    expect(fullVerdict(left, right).relation).toBe('contained');
    expect(relationOf(await verify([left, right], 0.3))).toBe('contained');
  });

  test('keeps the verdicts that are asked for and those that tie, and counts all', async () => {
    const texts = [
      rangeOf(story(0, 300)),
      rangeOf([...story(0, 290), ...story(9000, 9010)]),
      // Reuses 120 words of the first two, which are half of what is left of it.
      rangeOf([...story(100, 220), ...story(2000, 2200)]),
    ];
    const relations = (found: Found): unknown =>
      found.judged.map(({ left, right, verdict }) => [left, right, verdict.relation, verdict.similarity > 0]);
    const all = await verify(texts, 0.5);
    expect(relations(all)).toEqual([
      [0, 1, 'copy', true],
      [0, 2, 'partial', false],
      [1, 2, 'partial', false],
    ]);
    expect(all.related).toMatchObject({ copy: 1, partial: 2, independent: 0 });
    expect([...all.clusterOf]).toEqual([0, 0, 2]);
    const quotesOnly = await verify(texts, 0.5, new Set(['quotes']));
    expect(relations(quotesOnly)).toEqual([[0, 1, 'copy', true]]);
    expect(quotesOnly.related).toEqual(all.related);
  });

  test('puts its verdicts in input order, by left and then by right', async () => {
    const texts = Array.from({ length: 6 }, () => rangeOf(story(0, 100)));
    const { judged, clusterOf } = await verify(texts, 1);
    const places = judged.map(({ left, right }) => left * 10 + right);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).toHaveLength(15);
    expect(new Set(clusterOf)).toEqual(new Set([0]));
  });

  test('clusters a crowd of over 500 by leaders, where only some pairs were candidates', async () => {
    const texts = Array.from({ length: 510 }, (_, k) =>
      rangeOf([...story(0, 60), ...story(10_000 + k * 10, 10_005 + k * 10)]),
    );
    // Too short a page stands among them: its pairs are never verified.
    const shelf = new WordShelf();
    for (const [article, { hashes, flags, begin, end }] of texts.entries()) {
      const words = new Words();
      for (let at = begin; at < end; at++) words.push(hashes[at]!, at, at + 1, flags[at]!);
      shelf.put(article, words, new Numbers());
    }
    const sketch = story(0, 30)
      .map(hashOf)
      .sort((a, b) => a - b);
    const sketches: SketchTable = {
      hashes: Uint32Array.from(texts.flatMap(() => sketch)),
      offsets: Uint32Array.from({ length: texts.length + 1 }, (_, k) => k * 30),
    };
    const pairs = candidatePairs(sketches);
    expect(pairs.count).toBeLessThan(510 * 4);
    const unique = Uint32Array.from(texts, (_, article) => article);
    const { clusterOf } = await verifyAndCluster({ unique, sketches, pairs, quoting: NO_PAIRS, shelf }, ALL, NO_TURN);
    expect(new Set(clusterOf)).toEqual(new Set([0]));
  });
});

describe('the search for candidates in steps', () => {
  test('finds what it finds in one go, and gives others their turn', async () => {
    // More articles than one step looks at, two by two alike.
    const articles = 5000;
    const hashes = Array.from({ length: articles }, (_, k) =>
      [0, 1, 2].map((one) => hashOf((k >> 1) * 3 + one)).sort((a, b) => a - b),
    );
    const table: SketchTable = {
      hashes: Uint32Array.from(hashes.flat()),
      offsets: Uint32Array.from({ length: articles + 1 }, (_, k) => k * 3),
    };
    let turns = 0;
    const found = await findCandidates(table, table, () => {
      turns++;
      return Promise.resolve();
    });
    expect(found).toEqual(candidatePairs(table));
    expect(found.count).toBe(articles / 2);
    expect(turns).toBeGreaterThan(1);
  });
});

describe('pairs that several verify', () => {
  /** Of three ranges one is done here, one by another, and over one that other comes to an end. */
  const crew: PairCrew = {
    threads: 2,
    grain: 'usual',
    async *verify(work, here) {
      const judged = judgeOf(work, 1);
      for (let range = 0; range < work.ends.length; range++) {
        if (range % 3 === 0) here(range);
        yield range % 3 === 0 ? 'here' : range % 3 === 1 ? judged(range) : undefined;
      }
    },
  };

  test.each([
    ['all relations', ALL],
    ['copies', new Set<RelationName>(['copy'])],
  ])('have the verdicts that one gives, when %s are asked for', async (_, asked) => {
    const random = seeded(7);
    const texts = Array.from({ length: 210 }, (_text, k) => {
      const from = between(random, 0, 4) * 400;
      const words = story(from, from + between(random, 60, 140));
      // Every sixth is put together anew, every fifth speaks, every fourth is in a script without spaces.
      const told = k % 6 === 0 ? [...words.slice(40), ...words.slice(0, 40)] : words;
      const mark = (k % 5 === 0 ? QUOTED : 0) | (k % 4 === 0 ? UNSPACED : 0);
      return rangeOf(
        told,
        told.map((_word, at) => (at < 30 ? mark : 0)),
      );
    });
    const alone = await verify(texts, 0.5, asked);
    expect(new Set(alone.judged.map(({ verdict }) => verdict.relation)).size).toBeGreaterThan(1);
    expect(alone.judged.some(({ verdict }) => verdict.flags.length > 0)).toBe(true);
    expect(await verify(texts, 0.5, asked, crew)).toEqual(alone);
  });
});
