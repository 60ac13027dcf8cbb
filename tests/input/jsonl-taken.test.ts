import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParseSettings, TextTaker } from '../../src/input/contract.ts';
import { openJsonLines } from '../../src/input/jsonl.ts';
import { BodyReader } from '../../src/text/body.ts';
import { anyDamage, anyRecord, damaged } from '../support/any-record.ts';

const SETTINGS: ParseSettings = { maxFrontMatterBytes: 1 << 16, maxRecordBytes: 1 << 22, maxRatio: 200 };

/** What becomes of each line: the record, or what is said of it. */
function readBy(lines: Buffer, settings: ParseSettings, reader?: BodyReader): { records: unknown[]; taken: number } {
  const records: unknown[] = [];
  let taken = 0;
  const taker: TextTaker | undefined = reader;
  const cutter = openJsonLines(taker === undefined ? settings : { ...settings, taker });
  for (const found of [cutter.push(lines), cutter.end()]) {
    for (const { parse } of found) {
      try {
        const { takenLength, ...parsed } = parse() ?? { body: '' };
        if (takenLength === undefined || reader === undefined) {
          records.push(parsed);
          continue;
        }
        taken++;
        reader.readTaken();
        expect(reader.text()).toHaveLength(takenLength);
        records.push({ ...parsed, body: reader.text() });
      } catch (error) {
        records.push(String(error));
      }
    }
  }
  return { records, taken };
}

function sameBothWays(lines: Buffer | string, settings: ParseSettings = SETTINGS): number {
  const bytes = typeof lines === 'string' ? Buffer.from(lines) : lines;
  const { records, taken } = readBy(bytes, settings, new BodyReader());
  expect(records).toEqual(readBy(bytes, settings).records);
  return taken;
}

describe('a record whose text is taken as it lies', () => {
  test('is the record that is read as a whole, whatever is in it', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 4 }), (records) => {
        taken += sameBothWays(records.join('\n'));
      }),
      { seed: 311, numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('is refused as that one is, with what is wrong', () => {
    fc.assert(
      fc.property(anyRecord, fc.array(anyDamage, { minLength: 1, maxLength: 3 }), (record, damages) => {
        sameBothWays(damaged(record, damages));
      }),
      { seed: 312, numRuns: 1500 },
    );
  });

  test('may hold bytes that are not UTF-8', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), fc.uint8Array({ maxLength: 3 }), (record, place, bytes) => {
        const line = Buffer.from(record);
        const at = place % (line.length + 1);
        sameBothWays(Buffer.concat([line.subarray(0, at), bytes, line.subarray(at)]));
      }),
      { seed: 313, numRuns: 500 },
    );
  });

  test.each([
    [
      'a text in the field that was asked for',
      '{"text":"no","a.b":"yes, this one","b":"nor this"}',
      { textField: 'a.b' },
      1,
    ],
    ['a field inside another one', '{"a":{"b":"yes, this one"}}', { textField: 'a.b' }, 0],
    ['a field with a long name', `{"${'n'.repeat(2000)}":"the text"}`, { textField: 'n'.repeat(2000) }, 0],
    ['a page of HTML in place of a text', '{"text":" \\n\\u003cp>One</p>"}', {}, 0],
    ['blanks and then a tag, further on than is looked', `{"text":"${' '.repeat(300)}<p>One</p>"}`, {}, 0],
    ['a text that begins with a quotation mark', '{"text":"\\u201cOne\\u201d, he said"}', {}, 1],
    ['a text of megabytes', `{"text":"${'one two '.repeat(200_000)}"}`, {}, 0],
    ['a text larger than there was room for', `{"text":"${'\\u0416 '.repeat(60_000)}"}`, {}, 1],
    ['two texts of one name', '{"text":"first","text":"second"}', {}, 0],
    ['a text that is no string, before one that is', '{"text":5,"body":"second"}', {}, 1],
    ['an array', '["text","body"]', {}, 0],
  ])('may be %s', (_, line, asked, taken) => {
    expect(sameBothWays(line, { ...SETTINGS, ...asked })).toBe(taken);
  });
});
