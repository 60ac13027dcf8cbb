import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CreditSign, readCredits } from '../../src/text/credit.ts';

const STORY = [
  'The harbour board said on Tuesday that the old ferry pier would close for repairs until autumn, and that two boats would land elsewhere.',
  'Fishermen had asked for the work for eight years and were told each time that there was no money left in the budget for it.',
  'The mayor promised a new timetable within days, and asked passengers to be patient while the signs on the quay are changed.',
  'Three districts that use the pier most often in summer share the cost, and none of them has said yet how it will be paid.',
  'A second pier, further out, was given up in the storms of ninety-three, and its stones lie in the wall of the new fish hall.',
  'The board will meet again in June, when the first of the repaired piles is to be driven and the band of the school will play.',
];

const body = ({ before = '', middle = '', after = '' }) =>
  `${before}${[...STORY.slice(0, 3), ...(middle === '' ? [] : [middle]), ...STORY.slice(3)].join('\n\n')}${after}\n`;

/** What is found, without where. */
const found = (text: string) =>
  readCredits(text).map(({ sign, name }) => (name === undefined ? sign : `${sign}: ${name}`));

describe('a dateline names the agency of a story', () => {
  test.each([
    ['LONDON (Reuters) - ', 'Reuters'],
    ['KYIV, Ukraine (AP) — ', 'AP'],
    ['TURNBERRY/GLASGOW, Scotland (Reuters) - ', 'Reuters'],
    ['BEIJING, Feb. 12 (Xinhua) -- ', 'Xinhua'],
    ['NEW YORK, Feb. 12, 2025 /PRNewswire/ -- ', 'PRNewswire'],
    ['SKERRY (Norlund Wire) - ', 'Norlund Wire'],
    ['(AFP) – ', 'AFP'],
    ['Madrid, 12 feb (EFE).- ', 'EFE'],
    ['PARIS (AFP) – ', 'AFP'],
    ['Berlin (dpa/lby) - ', 'dpa'],
    ['Lisboa, 12 fev 2025 (Lusa) – ', 'Lusa'],
    ['(ANSA) - ROMA, 12 FEB - ', 'ANSA'],
    ['ANKARA (AA) - ', 'AA'],
    ['МОСКВА, 12 февраля. /ТАСС/. ', 'ТАСС'],
    ['МОСКВА, 12 фев — РИА Новости. ', 'РИА Новости'],
    ['КИЇВ. 12 лютого. УНН. ', 'УНН'],
    ['القاهرة (رويترز) - ', 'رويترز'],
    ['新华社北京2月12日电（记者王某）', '新华社'],
    ['中新网2月12日电 ', '中新网'],
    ['中央社台北12日電', '中央社'],
    ['【ワシントン共同】', '共同'],
    ['［東京　１２日　ロイター］ - ', 'ロイター'],
  ])('%s', (before, name) => {
    expect(found(body({ before }))).toEqual([`dateline: ${name}`]);
  });
});

describe('a credit line names whom a text is from', () => {
  test.each([
    ['\n\nSource: Reuters', 'Reuters'],
    ['\n\nSource: https://www.norlund-press.example/a/1', 'norlund-press.example'],
    ['\n\nSource: Norlund Press', 'Norlund Press'],
    ['\n\nSource:\nNorlund Press', 'Norlund Press'],
    ['\n\nVia: Norlund Press', 'Norlund Press'],
    ['\n\n(With inputs from PTI)', 'PTI'],
    [' —dpa', 'dpa'],
    [' - Bernama', 'Bernama'],
    ['/ VOA (A2 Television)', 'VOA'],
    ['\n\n- AA', 'AA'],
    ['\n\nFuente: EFE', 'EFE'],
    ['\n\nCon información de EFE', 'EFE'],
    ['\n\nAvec AFP', 'AFP'],
    [' (avec AFP)', 'AFP'],
    ['\n\nQuelle: dpa', 'dpa'],
    [' (mit Material von dpa)', 'dpa'],
    [' (dpa)', 'dpa'],
    ['\n\nFonte: Agência Lusa', 'Agência Lusa'],
    ['\n\nCom informações da Reuters', 'Reuters'],
    ['\n\nFonte: ANSA', 'ANSA'],
    ['\n\nKaynak: AA', 'AA'],
    ['\n\nИсточник: ТАСС', 'ТАСС'],
    ['\n\nПо материалам РИА Новости', 'РИА Новости'],
    ['\n\nДжерело: Укрінформ', 'Укрінформ'],
    ['\n\nالمصدر: رويترز', 'رويترز'],
    ['\n\n来源：新华社', '新华社'],
    ['（共同通信）', '共同通信'],
    ['\n\n出典：共同通信', '共同通信'],
  ])('%j', (after, name) => {
    expect(found(body({ after }))).toEqual([`credit: ${name}`]);
  });

  test('one in brackets before the text names the wire and whom it is from', () => {
    const [sign] = readCredits(body({ before: '(COASTWIRE- Ostra Evening Mail) ' }));
    expect(sign).toMatchObject({ sign: 'credit', name: 'Ostra Evening Mail', via: 'COASTWIRE' });
  });

  test('"by way of" is told from whom', () => {
    const [sign] = readCredits(body({ after: '\n\nSource: Norlund Press via Coastwire' }));
    expect(sign).toMatchObject({ name: 'Norlund Press', via: 'Coastwire' });
  });
});

describe('a text says where it was first published', () => {
  test.each([
    ['This article was originally published by The Daily Harbour on 3 May.', 'Daily Harbour'],
    ['This story first appeared in Norlund Press.', 'Norlund Press'],
    ['The post Pier closes appeared first on Harbour Watch.', 'Harbour Watch'],
    ['Republished with permission from Harbour Watch.', 'Harbour Watch'],
    ['Read the full article at harbour-watch.example', 'harbour-watch.example'],
    ['Este artículo fue publicado originalmente en El Puerto.', 'Puerto'],
    ['Cet article a été publié initialement par Le Port.', 'Port'],
    ['Dieser Beitrag erschien zuerst bei Hafenblatt.', 'Hafenblatt'],
    ['Publicado originalmente em Jornal do Porto.', 'Jornal do Porto'],
    ['Articolo pubblicato per la prima volta su Il Molo.', 'Molo'],
    ["Bu haber ilk olarak Liman'da yayımlandı.", 'Liman'],
    ['Впервые опубликовано на сайте Портовый Вестник.', 'Портовый Вестник'],
    ['Вперше опубліковано на сайті Портовий Вісник.', 'Портовий Вісник'],
    ['نشر هذا المقال لأول مرة في صحيفة الميناء', 'الميناء'],
    ['本文转载自澎湃新闻', '澎湃新闻'],
    ['この記事は「港日報」より転載', '港日報'],
  ])('%s', (line, name) => {
    expect(found(body({ after: `\n\n${line}` }))).toEqual([`first-published: ${name}`]);
  });
});

describe('a byline names an agency', () => {
  test.each([
    ['By Jane Roe | Associated Press', 'Associated Press', true],
    ['By JANE ROE Associated Press', 'Associated Press', true],
    ['By Reuters Staff', 'Reuters', true],
    ['Par AFP', 'AFP', true],
    ['Von dpa', 'dpa', true],
    ['The Associated Press', 'Associated Press', true],
    // Without "by" it may be who took a picture.
    ['Jane Roe, Associated Press', 'Associated Press', false],
  ])('%s', (line, name, isStrong) => {
    expect(readCredits(body({ before: `${line}\n\n` }))).toMatchObject([{ sign: 'byline', name, isStrong }]);
  });
});

describe('a text says that it is from elsewhere, and names nobody', () => {
  test.each([
    ['\n\nSource link\n\nLeave a comment', 'repost-mark'],
    ['\n\nRead the original article', 'repost-mark'],
    ['\n\nSource:\n\nShare', 'repost-mark'],
    ['\n\nFuente original', 'repost-mark'],
    ["\n\nLire l'article original", 'repost-mark'],
    ['\n\nZum Originalartikel', 'repost-mark'],
    ['\n\nLer artigo original', 'repost-mark'],
    ["\n\nLeggi l'articolo originale", 'repost-mark'],
    ['\n\nHaberin kaynağı', 'repost-mark'],
    ['\n\nЧитать в оригинале', 'repost-mark'],
    ['\n\nПосилання на джерело', 'repost-mark'],
    ['\n\nرابط المصدر', 'repost-mark'],
    ['\n\n阅读原文', 'repost-mark'],
    ['\n\n元記事を読む', 'repost-mark'],
    ['\n\nSource: Agencies', 'generic'],
    ['\n\nAgencies', 'generic'],
    [' (With agency inputs)', 'generic'],
    ['\n\nИсточник: СМИ', 'generic'],
    ['\n\nالمصدر: وكالات', 'generic'],
    ['\n\n来源：网络', 'generic'],
    ['\n\n(This story was auto-generated from a syndicated feed.)', 'generic'],
  ])('%j', (after, sign) => {
    expect(found(body({ after }))).toEqual([sign]);
  });
});

describe('these are no credits', () => {
  test.each([
    [
      'a mention inside a story',
      { middle: 'Reuters reported that the minister had agreed to look at the pier again.' },
    ],
    ['a mention at its beginning', { before: 'Reuters reported on Monday that the minister had been to the pier. ' }],
    ['what somebody told an agency', { middle: 'The mayor told The Associated Press that the band would play.' }],
    ['letters in brackets behind a name', { before: 'The Saudi Press Agency (SPA) said so. ' }],
    ['an organisation in brackets before a dash', { before: 'The United Nations (UN) - once feared - sent a man. ' }],
    ['a date in brackets', { before: 'TOKYO (Nov 14): ' }],
    ['a picture', { after: '\n\nPhoto: AFP' }],
    ['a caption', { before: 'Jane Roe / AP\n\n' }],
    ['a caption in brackets', { after: ' (AP Photo/Jane Roe)' }],
    ['a menu', { after: '\n\nInternet\nSocial Media\nOnline\nWebsite\nMedia' }],
    ['the name behind an aphorism', { after: '\n\n— Marcus Aurelius' }],
    ['words that begin like "with"', { after: '\n\nComputer und Web' }],
    ['a plan that came to nothing', { after: ' It was ursprünglich im September geplant.' }],
  ])('%s', (_what, parts) => {
    expect(found(body(parts))).toEqual([]);
  });
});

test('"as reported by" in the middle of a story is a weak sign, at its end a strong one', () => {
  const middle = readCredits(body({ middle: 'The minister will come in May, as reported by VOA.' }));
  const end = readCredits(body({ after: ' The minister will come in May, as reported by VOA.' }));
  expect(middle).toMatchObject([{ sign: 'reported-by', name: 'VOA', isStrong: false }]);
  expect(end).toMatchObject([{ sign: 'reported-by', name: 'VOA', isStrong: true }]);
});

test('menus below a text do not hide its credit, and offsets point at it', () => {
  const text = body({ after: `\n\nSource: Norlund Press\n\n${'Home\nSport\nWeather\n'.repeat(30)}` });
  const [sign] = readCredits(text);
  expect(sign).toMatchObject({ sign: 'credit', name: 'Norlund Press' });
  expect(text.slice(sign?.start)).toMatch(/^Source: Norlund Press/);
});

test('a text on one line has its credits at its two ends', () => {
  const text = `LONDON (Reuters) - ${STORY.join(' ')} Source: Norlund Press`;
  expect(found(text)).toEqual(['dateline: Reuters', 'credit: Norlund Press']);
  expect(found(`${STORY.join(' ')} Source: Norlund Press`)).toEqual(['credit: Norlund Press']);
});

test('signs come in the order of the text and are cut to a readable length, whatever the text is', () => {
  const piece = fc.constantFrom(
    'Source: ',
    'LONDON (Reuters) - ',
    '(',
    ')',
    ' — ',
    '/',
    'By ',
    '| ',
    '\n',
    '\n\n',
    'originally published by ',
    '来源：',
    '【',
    '】',
    '电',
    'AP',
    'word ',
    'Word ',
    '. ',
    '"',
    '\u0000',
    '\ud800',
    '©',
    ' ',
    ':',
    'с',
    '12',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const signs: CreditSign[] = readCredits(text);
      const starts = signs.map(({ start }) => start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      for (const sign of signs) {
        expect(sign.start).toBeGreaterThanOrEqual(0);
        expect(sign.start).toBeLessThan(text.length);
        expect(sign.text.length).toBeLessThanOrEqual(160);
        expect(sign.name ?? 'a').not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});

/** A pattern that tries everything on one of these needs minutes, and the test is given up long before. */
test.each([
  ['blanks', ' '],
  ['capitals', 'A'],
  ['words in capitals', 'AB '],
  ['open brackets', '('],
  ['bracketed names', '(A B) '],
  ['dashes', ' -'],
  ['slashes', 'a/'],
  ['commas', 'A, '],
  ['labels', 'Source: '],
  ['"originally"', 'originally published '],
  ['"with"', 'with inputs from '],
  ['"by"', 'by '],
  ['dates', '12 Feb '],
  ['Han', '新华社'],
  ['Kana', '【'],
  ['Cyrillic', 'сообщает '],
  ['"as reported by"', 'as reported by A '],
  ['stops', '. '],
  ['line breaks', 'a\n'],
])('a million characters of %s are read to the end, with few signs', (_what, unit) => {
  const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
  for (const body of [text, `LONDON ${text}`, `${STORY.join('\n')}\n${text}.`]) {
    expect(readCredits(body).length).toBeLessThanOrEqual(12);
  }
});
