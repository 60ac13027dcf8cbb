import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BORDERS } from '../../src/borders.ts';
import { UNSPACED_UNIT } from '../../src/kernel/scheme.ts';
import {
  hasEnoughWords,
  isShuffled,
  type Measures,
  NOTHING_MEASURED,
  RELATIONS,
  relationOf,
  similarityOf,
} from '../../src/match/relations.ts';
import { RELATION_NAMES, type RelationName } from '../../src/model.ts';

/** A pair that shares nothing, but for what a test gives it. */
function measures(given: Partial<Measures> = {}): Measures {
  return { ...NOTHING_MEASURED, ...given };
}

/** The same pair from its other side. */
function turned(given: Measures): Measures {
  return {
    ...given,
    leftInRight: given.rightInLeft,
    rightInLeft: given.leftInRight,
    leftCovered: given.rightCovered,
    rightCovered: given.leftCovered,
    leftSentences: given.rightSentences,
    rightSentences: given.leftSentences,
  };
}

/** Below the border and on it, or above it and below the border that follows. */
type Side = readonly [RelationName, Partial<Measures>];

/** Pairs that are alike but for one measure, on both sides of one border. */
const BORDERS: Readonly<Record<string, readonly [Side, Side]>> = {
  'the same words are identical, whatever else': [
    ['independent', { sameWords: false }],
    ['identical', { sameWords: true }],
  ],
  'a copy is covered by .80 both ways': [
    ['contained', { leftInRight: 0.7999, rightInLeft: 1, matchedWords: 200, score: 1 }],
    ['copy', { leftInRight: 0.8, rightInLeft: 1, matchedWords: 200, score: 1 }],
  ],
  'a copy is covered by .80 both ways, the right side too': [
    ['contained', { leftInRight: 1, rightInLeft: 0.7999, matchedWords: 200, score: 1 }],
    ['copy', { leftInRight: 1, rightInLeft: 0.8, matchedWords: 200, score: 1 }],
  ],
  'quotations count where .80 of both sides is covered with them': [
    ['contained', { leftCovered: 0.7999, rightCovered: 1, leftInRight: 0.9, matchedWords: 200, score: 1 }],
    ['copy', { leftCovered: 0.8, rightCovered: 1, leftInRight: 0.9, matchedWords: 200, score: 1 }],
  ],
  'a copy stands in sentences both ways by .80': [
    [
      'contained',
      { leftInRight: 0.75, rightInLeft: 0.9, leftSentences: 0.7999, rightSentences: 1, matchedWords: 200, score: 1 },
    ],
    [
      'copy',
      { leftInRight: 0.75, rightInLeft: 0.9, leftSentences: 0.8, rightSentences: 1, matchedWords: 200, score: 1 },
    ],
  ],
  'a copy by its sentences is covered by .75 both ways': [
    [
      'contained',
      { leftInRight: 0.7499, rightInLeft: 0.9, leftSentences: 1, rightSentences: 1, matchedWords: 200, score: 1 },
    ],
    ['copy', { leftInRight: 0.75, rightInLeft: 0.9, leftSentences: 1, rightSentences: 1, matchedWords: 200, score: 1 }],
  ],
  'one side that stands in sentences by .70 is contained': [
    ['partial', { leftSentences: 0.6999, leftInRight: 0.6, rightInLeft: 0.2, matchedWords: 200, score: 0.6 }],
    ['contained', { leftSentences: 0.7, leftInRight: 0.6, rightInLeft: 0.2, matchedWords: 200, score: 0.6 }],
  ],
  'one side covered by .85 is contained': [
    ['partial', { leftInRight: 0.8499, rightInLeft: 0.2, matchedWords: 200, score: 0.6 }],
    ['contained', { leftInRight: 0.85, rightInLeft: 0.2, matchedWords: 200, score: 0.6 }],
  ],
  'what is contained has 30 matched words': [
    ['independent', { leftInRight: 1, rightInLeft: 0.5, matchedWords: 29, score: 1 }],
    ['contained', { leftInRight: 1, rightInLeft: 0.5, matchedWords: 30, score: 1 }],
  ],
  'words matched along the chain count as well': [
    ['independent', { leftInRight: 0.9, rightInLeft: 0.5, matchedWords: 9, runMatchedWords: 29, score: 1 }],
    ['contained', { leftInRight: 0.9, rightInLeft: 0.5, matchedWords: 9, runMatchedWords: 30, score: 1 }],
  ],
  'a release that is mostly quotation has 10 matched words of narration': [
    ['quotes', { leftInRight: 1, matchedWords: 9, quotedWords: 90, score: 1, leftCovered: 0.7 }],
    ['contained', { leftInRight: 1, matchedWords: 10, quotedWords: 90, score: 1, leftCovered: 0.7 }],
  ],
  'and .60 of its narration is copied': [
    ['quotes', { leftInRight: 0.5999, matchedWords: 20, quotedWords: 90, score: 0.9 }],
    ['partial', { leftInRight: 0.6, matchedWords: 20, quotedWords: 90, score: 0.9 }],
  ],
  'and 30 words in all': [
    ['quotes', { leftInRight: 0.9, matchedWords: 12, quotedWords: 17, score: 0.9 }],
    ['contained', { leftInRight: 0.9, matchedWords: 12, quotedWords: 18, score: 0.9 }],
  ],
  'a noisy copy that keeps its sentences is contained from a score of .30 on': [
    ['independent', { leftSentences: 1, score: 0.2999, leftInRight: 0.2, matchedWords: 80 }],
    ['contained', { leftSentences: 1, score: 0.3, leftInRight: 0.2, matchedWords: 80 }],
  ],
  'and from .10 of it in unbroken runs on': [
    ['independent', { leftSentences: 1, score: 0.9, leftInRight: 0.0999, matchedWords: 80 }],
    ['contained', { leftSentences: 1, score: 0.9, leftInRight: 0.1, matchedWords: 80 }],
  ],
  'partial reuse scores .30': [
    ['independent', { score: 0.2999, leftInRight: 0.3, matchedWords: 80 }],
    ['partial', { score: 0.3, leftInRight: 0.3, matchedWords: 80 }],
  ],
  'partial reuse covers .10 of one side': [
    ['independent', { score: 0.4, rightInLeft: 0.0999, matchedWords: 80 }],
    ['partial', { score: 0.4, rightInLeft: 0.1, matchedWords: 80 }],
  ],
  'partial reuse has 30 matched words': [
    ['independent', { score: 0.4, leftInRight: 0.3, matchedWords: 29 }],
    ['partial', { score: 0.4, leftInRight: 0.3, matchedWords: 30 }],
  ],
  'shared quotations have 8 words': [
    ['independent', { quotedWords: 7 }],
    ['quotes', { quotedWords: 8 }],
  ],
  'shared quotations are all that is shared: less than .20 of either side stands outside them': [
    ['independent', { quotedWords: 50, leftInRight: 0.05, rightInLeft: 0.2, matchedWords: 80 }],
    ['quotes', { quotedWords: 50, leftInRight: 0.05, rightInLeft: 0.1999, matchedWords: 80 }],
  ],
  '30 words are 80 characters where words are characters': [
    ['independent', { score: 0.4, leftInRight: 0.3, matchedWords: 79, unitWords: 8 / 3 }],
    ['partial', { score: 0.4, leftInRight: 0.3, matchedWords: 80, unitWords: 8 / 3 }],
  ],
  '8 quoted words are 22 characters where words are characters': [
    ['independent', { quotedWords: 21, unitWords: 8 / 3 }],
    ['quotes', { quotedWords: 22, unitWords: 8 / 3 }],
  ],
};

describe('a relation', () => {
  test.each(Object.entries(BORDERS))('%s', (_, [below, above]) => {
    for (const [name, given] of [below, above]) expect(relationOf(measures(given))).toBe(name);
  });

  test('is the first of the table whose rule holds, and the table goes from the strongest claim to the weakest', () => {
    expect(Object.keys(RELATIONS)).toEqual([...RELATION_NAMES]);
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const anyMeasures = fc.record({
      sameWords: fc.boolean(),
      score: ratio,
      leftInRight: ratio,
      rightInLeft: ratio,
      leftCovered: ratio,
      rightCovered: ratio,
      leftSentences: ratio,
      rightSentences: ratio,
      chain: ratio,
      reach: ratio,
      matchedWords: fc.nat(90),
      runMatchedWords: fc.nat(90),
      quotedWords: fc.nat(30),
      unitWords: fc.constantFrom(1, 8 / 3),
    });
    fc.assert(
      fc.property(anyMeasures, (given) => {
        const name = relationOf(given);
        for (const stronger of RELATION_NAMES.slice(0, RELATION_NAMES.indexOf(name))) {
          expect(RELATIONS[stronger].holds(given, DEFAULT_BORDERS)).toBe(false);
        }
        expect(RELATIONS[name].holds(given, DEFAULT_BORDERS)).toBe(true);
        // The sides of a pair are no different from each other.
        expect(relationOf(turned(given))).toBe(name);
      }),
      { seed: 71, numRuns: 500 },
    );
  });

  test('says in plain words what it means', () => {
    for (const name of RELATION_NAMES) expect(RELATIONS[name].means).toMatch(/^(the same|one story|two articles)/);
  });
});

describe('a shuffled pair', () => {
  test('is covered by .60, and less than .70 of that in order', () => {
    expect(isShuffled(measures({ score: 0.6, chain: 0.4199 }))).toBe(true);
    expect(isShuffled(measures({ score: 0.6, chain: 0.42 }))).toBe(false);
    expect(isShuffled(measures({ score: 0.5999, chain: 0.1 }))).toBe(false);
  });
});

describe('the similarity of a pair', () => {
  const tied = measures({ score: 0.41237, reach: 0.5, matchedWords: 30 });

  test('is its score in whole ten-thousandths', () => {
    expect(similarityOf(tied, [])).toBe(4124);
    expect(similarityOf({ ...tied, score: 1 }, [])).toBe(10_000);
  });

  test('is nothing under a reach of .50, under 30 matched words, or for a template', () => {
    expect(similarityOf({ ...tied, reach: 0.4999 }, [])).toBe(0);
    expect(similarityOf({ ...tied, matchedWords: 29 }, [])).toBe(0);
    expect(similarityOf({ ...tied, matchedWords: 0, runMatchedWords: 30 }, [])).toBe(4124);
    expect(similarityOf(tied, ['template'])).toBe(0);
  });

  test('asks for 80 characters where words are characters', () => {
    expect(hasEnoughWords({ ...tied, unitWords: UNSPACED_UNIT, matchedWords: 79 })).toBe(false);
    expect(hasEnoughWords({ ...tied, unitWords: UNSPACED_UNIT, matchedWords: 80 })).toBe(true);
  });
});
