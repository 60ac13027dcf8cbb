import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { LinePiece, Stretch } from '../../src/input/contract.ts';
import { piecesIn } from '../../src/input/line-batches.ts';
import { chooseKernel } from '../../src/kernel/compiled.ts';
import { BodyReader } from '../../src/text/body.ts';
import { held, opened } from '../../src/work/reading.ts';
import { anyDamage, anyRecord, damaged } from '../support/any-record.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-stretches-'));
const file = path.join(folder, 'any.jsonl');
const FIELDS = { text: ['text', 'body'], id: ['id'], source: ['source'], url: ['url'] };

afterAll(() => rmSync(folder, { recursive: true }));

function reader() {
  chooseKernel('compiled');
  const made = new BodyReader().batches();
  if (made?.looksFor(FIELDS) !== true) throw new TypeError('the compiled reader looks for these fields');
  return made;
}

/** What is known of each article in some pieces, and of each line that is for others. */
function toldBy(pieces: Iterable<LinePiece>, linesBefore: number) {
  const told: unknown[] = [];
  let lines = linesBefore;
  for (const piece of pieces) {
    lines = linesBefore + piece.line;
    if (piece.kind === 'line') told.push([lines, piece.offset, piece.bytes.toString('hex')]);
    if (piece.kind === 'rest') told.push(['rest', lines, piece.offset]);
    if (piece.kind !== 'taken') continue;
    const { taken, bytes, base } = piece;
    const { columns } = taken;
    const at = { sketches: 0, pairs: 0, lines: 0, words: 0, numbers: 0 };
    const next = (list: Uint32Array | Uint8Array, of: keyof typeof at, count: number) => [
      ...list.subarray(at[of], at[of] + count),
    ];
    for (let k = 0; k < taken.count; k++) {
      const number = (name: keyof typeof columns) => columns[name][k] ?? -1;
      const string = (start: number, end: number) => (start === end ? '' : bytes.toString('latin1', start, end));
      const [sketches, pairs, lineCount] = [number('sketch'), number('pairs'), number('lines')];
      const [words, numbers] = [number('words'), number('numbers')];
      told.push({
        line: lines + number('line'),
        offset: base + number('offset'),
        byteLength: number('byteLength'),
        bodyLength: number('bodyLength'),
        id: [string(number('idStart'), number('idEnd')), number('idEscaped')],
        source: [string(number('sourceStart'), number('sourceEnd')), number('sourceEscaped')],
        url: [string(number('urlStart'), number('urlEnd')), number('urlEscaped')],
        text: number('tooShort') === 1 ? bytes.toString('latin1', number('textStart') - 1, number('textEnd') + 1) : '',
        sequence: [number('sequenceLow'), number('sequenceHigh')],
        sketch: next(taken.sketches, 'sketches', sketches),
        pairs: next(taken.pairs, 'pairs', pairs),
        keys: [next(taken.keysLow, 'lines', lineCount), next(taken.keysHigh, 'lines', lineCount)],
        ofLines: [next(taken.lineWords, 'lines', lineCount), next(taken.lineFlags, 'lines', lineCount)],
        words: [next(taken.hashes, 'words', words), next(taken.flags, 'words', words)],
        numbers: [next(taken.numbers, 'numbers', numbers), next(taken.numberLines, 'numbers', numbers)],
      });
      at.sketches += sketches;
      at.pairs += pairs;
      at.lines += lineCount;
      at.words += words;
      at.numbers += numbers;
    }
  }
  return { told, lines };
}

/** What is told of a file that is read in stretches of so many bytes, each sent as from one thread to another. */
function inStretches(byteLength: number, own = reader()) {
  const fd = openSync(file, 'r');
  try {
    const { size } = statSync(file);
    const told: unknown[] = [];
    let lines = 0;
    for (let from = 0; from < Math.max(1, size); from += byteLength) {
      const isLast = from + byteLength >= size;
      const end = isLast ? Number.POSITIVE_INFINITY : from + byteLength;
      const stretch: Stretch = { fd, from, end, isFirst: from === 0 };
      const sent = structuredClone(Array.from(piecesIn(stretch, own), held));
      const found = toldBy(opened<LinePiece>(sent), lines);
      told.push(...found.told);
      lines = found.lines;
    }
    return { told, lines };
  } finally {
    closeSync(fd);
  }
}

function inOnePiece(own = reader()) {
  const fd = openSync(file, 'r');
  try {
    return toldBy(piecesIn({ fd, from: 0, end: Number.POSITIVE_INFINITY, isFirst: true }, own), 0);
  } finally {
    closeSync(fd);
  }
}

describe('lines that are read in stretches', () => {
  test('are those that are read in one piece, wherever a stretch ends', () => {
    const own = reader();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyRecord, fc.array(anyDamage, { maxLength: 1 }), fc.constantFrom('\n', '\r\n', '\n\n \n'))),
        fc.integer({ min: 1, max: 400 }),
        (records, byteLength) => {
          writeFileSync(
            file,
            Buffer.concat(
              records.flatMap(([record, damages, end]) => [Buffer.from(damaged(record, damages)), Buffer.from(end)]),
            ),
          );
          expect(inStretches(byteLength, own)).toEqual(inOnePiece(own));
        },
      ),
      { seed: 414, numRuns: 300 },
    );
  });

  test.each([
    ['an end in the middle of a line', '{"text":"a"}\n{"text":"b"'],
    ['nothing', ''],
    ['blank lines alone', '\n\n\n\n\n\n'],
    ['no line feed', '{"id":"only","text":"a"}'],
  ])('may be %s', (_, lines) => {
    writeFileSync(file, lines);
    for (const byteLength of [1, 2, 7, 1000]) expect(inStretches(byteLength)).toEqual(inOnePiece());
  });
});
