import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Corpus } from '../../src/engine/corpus.ts';
import { UNSPACED_WORD } from '../../src/kernel/flags.ts';
import { SCHEME } from '../../src/kernel/scheme.ts';
import { shingleHash, sketchInto } from '../../src/kernel/sketch.ts';
import type { StageRecord } from '../../src/model.ts';
import { DEFAULT_SETTINGS, stageRecords } from '../../src/pipeline.ts';
import { readBody } from '../../src/text/disguises.ts';
import { foldWord } from '../../src/text/normalise.ts';
import { Words } from '../../src/text/word-list.ts';
import { hashWord, isHardWrapped, readWords } from '../../src/text/words.ts';
import { anyText, anyWord, anyWrappedText } from '../support/any-text.ts';
import * as page from '../support/sketch-by-the-page.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

interface Vector {
  readonly about: string;
  readonly text: string;
  readonly words: readonly string[];
  readonly unspaced: readonly number[];
  readonly hashes: readonly number[];
  readonly wordsHash: string;
  readonly sketch: readonly number[];
}

const golden = JSON.parse(readFileSync(path.join(ROOT, 'fixtures/golden/sketch-v1.json'), 'utf8')) as Vector[];

/** What the program makes of a text, in the shape of a golden vector. */
function vectorOf(text: string): Omit<Vector, 'about' | 'text'> {
  const words = new Words();
  readWords(words, text);
  const corpus = new Corpus();
  corpus.add(text, undefined);
  const positions = [...words.hashes.subarray(0, words.count).keys()];
  return {
    words: positions.map((k) => foldWord(text.slice(words.starts[k], words.ends[k]))),
    unspaced: positions.filter((k) => (words.flags[k]! & UNSPACED_WORD) !== 0),
    hashes: [...words.hashes.subarray(0, words.count)],
    wordsHash: corpus.wordsHash(0),
    sketch: [...corpus.sketch(0)],
  };
}

/** The same by the second implementation. */
function vectorByThePage(text: string): Omit<Vector, 'about' | 'text'> {
  const words = page.wordsOf(text);
  const hashes = words.map(({ folded }) => page.wordHash(folded));
  const isUnspaced = words.map((word) => word.isUnspaced);
  return {
    words: words.map(({ folded }) => folded),
    unspaced: [...words.keys()].filter((k) => isUnspaced[k]),
    hashes,
    wordsHash: page.wordsHashOf(hashes),
    sketch: page.hasSketch(words) ? page.sketchOf(hashes, isUnspaced) : [],
  };
}

function linesOf(text: string): string[] {
  const words = new Words();
  readWords(words, text);
  return Array.from({ length: words.lineCount }, (_, line) => {
    const key = [words.lineKeysHigh, words.lineKeysLow]
      .map((half) => half[line]!.toString(16).padStart(8, '0'))
      .join('');
    return `${words.lineFirst[line]}-${words.lineFirst[line + 1]} ${key}`;
  });
}

function linesByThePage(text: string): string[] {
  let first = 0;
  return page.linesOf(text).map((line) => {
    const begin = first;
    first += line.length;
    return `${begin}-${first} ${page.wordsHashOf(line.map(({ folded }) => page.wordHash(folded)))}`;
  });
}

describe('the golden vectors of the sketch', () => {
  test('cover every length and more than ten scripts', () => {
    const scripts = [
      'Latin',
      'Greek',
      'Cyrillic',
      'Arabic',
      'Hebrew',
      'Devanagari',
      'Hangul',
      'Han',
      'Hiragana',
      'Thai',
      'Khmer',
    ];
    const texts = golden.map(({ text }) => text).join(' ');
    for (const script of scripts) expect(texts).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    expect(golden.some(({ sketch }) => sketch.length > 24)).toBe(true);
    expect(golden.some(({ sketch }) => sketch.length > 0 && sketch.length < 24)).toBe(true);
  });

  test.each(golden)('$about', ({ about: _, text, ...expected }) => {
    expect(vectorOf(text)).toEqual(expected);
    expect(vectorByThePage(text)).toEqual(expected);
  });
});

describe('the page on the sketch', () => {
  const markdown = readFileSync(path.join(ROOT, 'docs/formats/sketch-v1.md'), 'utf8');
  const example = markdown.slice(markdown.indexOf('## Worked example'), markdown.indexOf('## Unicode'));
  const [, text = '', words = '', printed = ''] =
    /```\n(.*?)\n```.*?```\n(.*?)\n```.*?```json\n(.*?)\n```/s.exec(example) ?? [];

  test('prints in its worked example what the program prints', async () => {
    const records: StageRecord[] = [];
    const articles = [{ id: 'example.txt', body: `${text}\n` }];
    for await (const record of stageRecords({ articles }, DEFAULT_SETTINGS, 'sketches')) records.push(record);
    expect(records).toEqual([JSON.parse(printed)]);
  });

  test('has the words, the hashes and the sums of its example right', () => {
    const expected = vectorByThePage(text);
    expect(words.split(/\s+/)).toEqual(expected.words);
    const cells = [...example.matchAll(/^\| `(.+?)` \| `(.+?)` \| `(0x[0-9a-f]{8})` \|$/gm)];
    expect(cells).toHaveLength(6);
    for (const [, named = '', before = '', hash = ''] of cells) {
      const hashes = named.split(' ').map((word) => page.wordHash(word));
      if (hashes.length === 1) {
        expect(Buffer.from(named).toString('hex')).toBe(before.replaceAll(' ', ''));
        expect(Number(hash)).toBe(hashes[0]);
      } else {
        expect(Number(hash)).toBe(page.shingleHashOf(hashes));
        expect(Number(hash)).toBe(shingleHash(Uint32Array.from(hashes), 0, 3));
      }
    }
    const stored = Buffer.alloc(4);
    stored.writeUInt32LE(expected.sketch[0]!);
    expect(example).toContain(`\`${[...stored].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}\``);
  });

  test('is named after the scheme', () => {
    expect(markdown).toContain(`\`${SCHEME}\``);
  });
});

describe('the reader of words', () => {
  test('hashes a word as the page says, which is MurmurHash3 by its published vectors', () => {
    // Seed 0, from the test suites of several implementations.
    const published: [string, number][] = [
      ['', 0],
      ['hello', 0x248bfa47],
      ['hello, world', 0x149bbb7f],
      ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
    ];
    for (const [text, hash] of published) expect(page.wordHash(text, 0)).toBe(hash);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (word) => {
        expect(hashWord(word)).toBe(page.wordHash(word));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('folds a word as the page says', () => {
    fc.assert(
      fc.property(fc.oneof(anyWord, fc.string({ unit: 'binary', maxLength: 5 })), (word) => {
        expect(foldWord(word)).toBe(page.fold(word));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test('finds the words, places and sketch that the page asks for, in any script', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = new Words();
        // The page begins where a disguise is undone.
        fc.pre(readBody(words, text) === 0);
        expect(vectorOf(text)).toEqual(vectorByThePage(text));
        readWords(words, text);
        const places = page.wordsOf(text).map(({ start, end }) => [start, end]);
        expect(places.map((_, k) => [words.starts[k], words.ends[k]])).toEqual(places);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('takes every character of Unicode as the page says, alone and inside a word', () => {
    const words = new Words();
    const different: string[] = [];
    // Inside of large blocks all characters are alike: Han, Hangul, private use, planes without characters.
    const passedOver: readonly (readonly [number, number])[] = [
      [0x3500, 0x4d00],
      [0x4f00, 0x9f00],
      [0xad00, 0xd700],
      [0xe100, 0xf800],
      [0x12600, 0x16700],
      [0x17100, 0x18b00],
      [0x1fc00, 0x2f700],
      [0x2fb00, 0x32300],
      [0x32400, 0xdff00],
      [0xe0300, 0x10ff00],
    ];
    for (let point = 1; point < 0x110000; point++) {
      const block = passedOver.find(([first]) => first === point);
      if (block !== undefined) point = block[1];
      const character = String.fromCodePoint(point);
      const text = `a${character}b ${character}`;
      readWords(words, text);
      const found = Array.from(
        { length: words.count },
        (_, k) => `${words.starts[k]}-${words.ends[k]} ${words.hashes[k]}`,
      );
      const wanted = page.wordsOf(text).map(({ start, end, folded }) => `${start}-${end} ${page.wordHash(folded)}`);
      if (found.join() !== wanted.join()) different.push(`U+${point.toString(16)}`);
    }
    expect(different).toEqual([]);
  });

  test('takes every letter written as several characters for the one it composes to', () => {
    const words = new Words();
    const hashesIn = (text: string): string => {
      readWords(words, text);
      return words.hashes.subarray(0, words.count).join();
    };
    const different: string[] = [];
    for (let point = 0xc0; point < 0x30000; point++) {
      if (point === 0xad00) point = 0xd700;
      const letter = String.fromCodePoint(point);
      const decomposed = letter.normalize('NFD');
      if (decomposed === letter || !/^[\p{L}\p{N}\p{M}]/u.test(letter)) continue;
      // A Burmese vowel is a word of its own, composed or not; old Han characters of the first plane that stand for one of
      // the second are letters.
      if (/[\p{Script=Myanmar}\p{Script=Han}]/u.test(letter)) continue;
      if (hashesIn(`a${letter}b`) !== hashesIn(`a${decomposed}b`)) different.push(`U+${point.toString(16)}`);
    }
    expect(different).toEqual([]);
  });

  test('keeps the lines, with their keys, that the page asks for', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyWrappedText), (text) => {
        expect(isHardWrapped(text)).toBe(page.isHardWrapped(text));
        expect(linesOf(text)).toEqual(linesByThePage(text));
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  test('reads composed and decomposed text as the same words, scripts without spaces apart', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => vectorByThePage(text).unspaced.length === 0 && !text.includes('\u0338')),
        (text) => {
          expect(vectorOf(text.normalize('NFD')).hashes).toEqual(vectorOf(text.normalize('NFC')).hashes);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  test('keeps its sketch on long texts of words from a small vocabulary, which repeat themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { minLength: 30, maxLength: 600, size: 'max' }),
        fc.integer({ min: 1, max: 9 }),
        (picked, spread) => {
          // With one word in `spread` from a script without spaces, marked as such.
          const hashes = picked.map((word, k) => page.wordHash(`w${word}-${k % 41}`));
          const isUnspaced = picked.map((word) => word % spread === 1);
          const words = Uint32Array.from(hashes);
          const flags = Uint8Array.from(isUnspaced, (is) => (is ? UNSPACED_WORD : 0));
          const out = new Uint32Array(words.length);
          const size = sketchInto(out, words, flags, 0, words.length);
          expect([...out.subarray(0, size)]).toEqual(page.sketchOf(hashes, isUnspaced));
        },
      ),
      { seed: 6, numRuns: 25 },
    );
  });
});
