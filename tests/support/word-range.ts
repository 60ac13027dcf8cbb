import fc from 'fast-check';
import type { WordRange } from '../../src/kernel/seeds.ts';

export const QUOTED = 1;
export const UNSPACED = 2;

/** Word hashes as well mixed as real ones, from small numbers. Source: the finalizer of MurmurHash3. */
export function hashOf(word: number): number {
  let h = Math.imul(word + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Words by small numbers, with a flag byte each, in a pool that has other words before and after them. */
export function rangeOf(words: readonly number[], flags: readonly number[] = [], padding = 3): WordRange {
  const around = Array.from({ length: padding }, (_, k) => hashOf(k));
  return {
    hashes: Uint32Array.from([...around, ...words.map(hashOf), ...around]),
    flags: Uint8Array.from([...around.map(() => 0), ...words.map((_, k) => flags[k] ?? 0), ...around.map(() => 0)]),
    begin: padding,
    end: padding + words.length,
  };
}

/** The words of a range as what they are: hash and script. */
export function wordsIn(range: WordRange): { hash: number; isQuoted: boolean; isUnspaced: boolean }[] {
  return [...range.hashes.subarray(range.begin, range.end)].map((hash, k) => {
    const flags = range.flags[range.begin + k]!;
    return { hash, isQuoted: (flags & QUOTED) !== 0, isUnspaced: (flags & UNSPACED) !== 0 };
  });
}

/** For each word the seed that begins there, as a string; `undefined` where the text ends too soon. */
export function seedsIn(range: WordRange, seedWords: number): ({ key: string; size: number } | undefined)[] {
  const words = wordsIn(range);
  // 8 characters stand for 3 words.
  const unspacedWords = Math.round((seedWords * 8) / 3);
  return words.map(({ isUnspaced }, at) => {
    const size = isUnspaced ? unspacedWords : seedWords;
    if (at + size > words.length) return undefined;
    const hashes = words.slice(at, at + size).map(({ hash }) => hash);
    return { key: `${isUnspaced ? 'unspaced' : 'spaced'} ${hashes.join(' ')}`, size };
  });
}

interface PairOptions {
  readonly maxLength?: number;
  readonly vocabulary?: number;
  readonly script?: Script;
}

/** Two texts that share much: stretches of one list of words, and words of their own; some quoted, in any script. */
export function anyPair(options: PairOptions = {}): fc.Arbitrary<readonly [WordRange, WordRange]> {
  const { maxLength = 60, vocabulary = 12, script = 'mixed' } = options;
  // A word has the same script wherever it stands.
  const isUnspaced = (word: number): boolean => script === 'unspaced' || (script === 'mixed' && word % 3 === 0);
  const words = (atMost: number) => fc.array(fc.nat(vocabulary - 1), { maxLength: atMost, size: 'max' });
  const stretches = fc.array(
    fc.record({ from: fc.nat(maxLength - 1), length: fc.integer({ min: 1, max: 20 }), after: words(2) }),
    { maxLength: 5, size: 'max' },
  );
  const masks = fc.array(fc.boolean(), { minLength: 2 * maxLength, maxLength: 2 * maxLength });
  const side = fc.record({ stretches, masks, padding: fc.nat(4) });
  return fc.tuple(words(maxLength), side, side).map(([common, left, right]) => {
    const rangeFor = ({ stretches: taken, masks: quoted, padding }: typeof left): WordRange => {
      const text = taken
        .flatMap(({ from, length, after }) => [...common.slice(from, from + length), ...after])
        .slice(0, maxLength);
      const flags = text.map((word, k) => (quoted[k] ? QUOTED : 0) | (isUnspaced(word) ? UNSPACED : 0));
      return rangeOf(text, flags, padding);
    };
    return [rangeFor(left), rangeFor(right)] as const;
  });
}

export type Script = 'spaced' | 'unspaced' | 'mixed';

/**
 * Two texts that repeat nothing: blocks both have, in any order, between words of their own; up to half of each quoted, as
 * a text keeps its quotation marks only then.
 */
export function anyPairWithoutRepeats(script: Script): fc.Arbitrary<readonly [WordRange, WordRange]> {
  const block = fc.record({
    length: fc.integer({ min: 1, max: 40 }),
    place: fc.nat(1000),
    own: fc.nat(12),
    isQuoted: fc.boolean(),
  });
  return fc
    .record({
      blocks: fc.array(block, { minLength: 1, maxLength: 8, size: 'max' }),
      // How much of a text is its own: from nothing, so that the borders are met from both sides.
      leftOwn: fc.integer({ min: 0, max: 12 }),
      rightOwn: fc.integer({ min: 0, max: 12 }),
      isShuffled: fc.boolean(),
    })
    .map(({ blocks, leftOwn, rightOwn, isShuffled }) => {
      let next = 0;
      const fresh = (count: number): number[] => Array.from({ length: count }, () => next++);
      const common = blocks.map(({ length }) => fresh(length));
      const textOf = (order: readonly number[], own: number): WordRange => {
        const words = order.flatMap((k) =>
          [...common[k]!, ...fresh(blocks[k]!.own * own)].map((word) => ({ word, isQuoted: blocks[k]!.isQuoted })),
        );
        const isBroken = words.filter(({ isQuoted }) => isQuoted).length * 2 > words.length;
        const flags = words.map(({ word, isQuoted }) => {
          const isCharacter = script === 'unspaced' || (script === 'mixed' && word % 2 === 0);
          return (isCharacter ? UNSPACED : 0) | (isQuoted && !isBroken ? QUOTED : 0);
        });
        return rangeOf(
          words.map(({ word }) => word),
          flags,
        );
      };
      const inOrder = common.map((_, k) => k);
      const other = isShuffled ? inOrder.toSorted((a, b) => blocks[a]!.place - blocks[b]!.place || a - b) : inOrder;
      return [textOf(inOrder, leftOwn), textOf(other, rightOwn)] as const;
    });
}
