import { describe, expect, test } from 'vitest';
import { readCredits } from '../../src/text/credit.ts';
import { type DatedText, readDates } from '../../src/text/dates.ts';

const LEAD =
  'The harbour board said on Wednesday (February 12) that the old pier would close for repairs until the autumn.';
const UNDATED =
  'The harbour board has said that the old pier would close for repairs until the autumn, and that boats would land elsewhere.';

function datesOf(body: string, more: Partial<DatedText> = {}) {
  const lineAt = (offset: number) => body.slice(0, offset).split('\n').length;
  return readDates({ body, ...more }, readCredits(body), lineAt);
}

describe('a date above the text is read in twelve languages', () => {
  test.each([
    ['Wednesday, 12 February 2025'],
    ['Feb. 12, 2025'],
    ['miércoles, 12 de febrero de 2025'],
    ['mercredi 12 février 2025'],
    ['Mittwoch, 12. Februar 2025'],
    ['12.02.2025'],
    ['quarta-feira, 12 de fevereiro de 2025'],
    ['mercoledì 12 febbraio 2025'],
    ['12 Şubat 2025 Çarşamba'],
    ['12 февраля 2025, среда'],
    ['12 лютого 2025 року'],
    ['الأربعاء 12 فبراير 2025'],
    ['الأربعاء ١٢ فبراير ٢٠٢٥'],
    ['2025年2月12日 星期三'],
    ['2025年2月12日（水）'],
    ['2025-02-12 09:30'],
    ['25/12/2025'],
  ])('%s', (line) => {
    const value = line.startsWith('25/') ? '2025-12-25' : '2025-02-12';
    expect(datesOf(`${line}\n\n${UNDATED}`)).toEqual([{ value, from: 'header', trust: 'medium', line: 1 }]);
  });
});

describe('a weekday that does not fall on its date costs it its trust', () => {
  test.each([
    ['Tuesday, 12 February 2025'],
    ['martes, 12 de febrero de 2025'],
    ['mardi 12 février 2025'],
    ['Dienstag, 12. Februar 2025'],
    ['terça-feira, 12 de fevereiro de 2025'],
    ['martedì 12 febbraio 2025'],
    ['12 Şubat 2025 Salı'],
    ['вторник, 12 февраля 2025'],
    ['вівторок, 12 лютого 2025'],
    ['الثلاثاء 12 فبراير 2025'],
    ['2025年2月12日 星期二'],
    ['2025年2月12日（火）'],
  ])('%s', (line) => {
    expect(datesOf(`${line}\n\n${UNDATED}`)).toEqual([
      {
        value: '2025-02-12',
        from: 'header',
        trust: 'low',
        line: 1,
        conflict: 'it was a Wednesday, and the text says Tuesday',
      },
    ]);
  });
});

test('no year is made up, and an order of day and month that cannot be told is left', () => {
  expect(datesOf(`13 Feb\n\n${UNDATED}`)).toEqual([{ value: '--02-13', from: 'header', trust: 'low', line: 1 }]);
  expect(datesOf(`3/4/2025\n\n${UNDATED}`)).toEqual([]);
  expect(datesOf(`31 February 2025\n\n${UNDATED}`)).toEqual([]);
  expect(datesOf(`You may 12 times a year, or 7 out of 9\n\n${UNDATED}`)).toEqual([]);
});

test('a page dated before its wire code, and on another weekday than its text says, is not believed', () => {
  const text = `Tuesday, 02 January 2024 12:17 GMT\n\n${LEAD}\n\nMENAFN12022025007365015876ID1109200840`;
  expect(datesOf(text)).toEqual([
    { value: '2025-02-12', from: 'wire-code', trust: 'high', line: 5 },
    {
      value: '2024-01-02',
      from: 'header',
      trust: 'low',
      line: 1,
      conflict: 'the wire code on line 5 says 2025-02-12; Wednesday, February 12 on line 3 was a Monday in 2024',
    },
  ]);
});

test('a page dated on the day of its wire code, or a few days later, is believed', () => {
  for (const day of ['11 February', '12 February', '14 February', '10 March']) {
    const dates = datesOf(`${day} 2025\n\n${UNDATED}\n\nMENAFN12022025007365015876ID1109200840`);
    expect(dates.map(({ conflict }) => conflict)).toEqual([undefined, undefined]);
  }
});

test('a wire code that can be read in two ways says what the text says of the day, or nothing', () => {
  const code = 'GRG05032025000418820011';
  expect(datesOf(`${UNDATED.replace('has said', 'said on March 5')}\n\n${code}`)[0]).toMatchObject({
    value: '2025-03-05',
  });
  expect(datesOf(`${UNDATED}\n\n${code}`)).toEqual([]);
  expect(datesOf(`${UNDATED}\n\nGRG25032025000418820011`)[0]).toMatchObject({ value: '2025-03-25', trust: 'high' });
  expect(datesOf(`${UNDATED}\n\nGRG20250325000418820011`)[0]).toMatchObject({ value: '2025-03-25', trust: 'high' });
});

test('what the input states is believed most, and what contradicts it is said', () => {
  const dates = datesOf(`1 March 2025\n\n${UNDATED}`, {
    publishedAt: 'Wed, 12 Feb 2025 09:30:00 +0200',
    url: 'https://harbour.example/2025/02/13/pier.html',
  });
  expect(dates.map(({ minute: _, ...date }) => date)).toEqual([
    { value: '2025-02-12', from: 'published-at', trust: 'high' },
    { value: '2025-02-13', from: 'url', trust: 'medium' },
    { value: '2025-03-01', from: 'header', trust: 'low', line: 1, conflict: 'the input says 2025-02-12' },
  ]);
});

test('hours are compared over zones, and not where none is stated', () => {
  const minute = (publishedAt: string) => datesOf(UNDATED, { publishedAt })[0]?.minute;
  expect(minute('2025-02-12T10:00:00+02:00')).toBe(minute('2025-02-12T08:00:00Z'));
  expect(minute('2025-02-12T00:30:00+02:00')).toBe((minute('2025-02-11T23:00:00Z') ?? 0) - 30);
  expect(minute('2025-02-12T10:00:00')).toBeUndefined();
});

test('a date of an update is not that of the story', () => {
  const dates = datesOf(`Updated: 14 February 2025\nPublished: 12 February 2025\n\n${UNDATED}`);
  expect(dates.map(({ value, trust }) => [value, trust])).toEqual([
    ['2025-02-12', 'medium'],
    ['2025-02-14', 'low'],
  ]);
});

test('dates inside a story are not those of the story', () => {
  expect(
    datesOf(
      `${UNDATED} It was built on 3 May 1961.\n\nOn Monday, 4 June 1962 it burned for the first time in its life.`,
    ),
  ).toEqual([]);
});
