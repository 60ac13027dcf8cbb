import { describe, expect, test } from 'vitest';
import { scan } from '../../src/index.ts';
import type { ArticleInput, Report } from '../../src/model.ts';

const STORY = `The last wooden lift in Verrin will carry passengers again from Sunday, ninety years after it was hung on its ropes by two brothers who built cranes.

It rises forty metres from the fish market to the upper town in a tower of larch, and takes twelve people or one cow. The city had closed it in spring when an inspector put his thumb through a board.

Carpenters replaced a third of the timber and left the rest, which they said was harder than anything that can be bought. The brake is new, and so is the bell.

A ride costs one crown, as it always has. The two sisters who run the lift said that they would go on taking buttons from children, and that they had a jar of them which nobody had ever counted.`;

const MORE = `

What the sisters will do on Mondays

The lift rests on Mondays, when the ropes are oiled by hand with something that the sisters mix themselves and do not wish to discuss. Visitors may watch from the lower gate, where there is a bench, and a notice that asks them not to give advice.`;

function scanned(...articles: ArticleInput[]): Promise<Report> {
  return scan({ articles });
}

async function originOf(...articles: ArticleInput[]) {
  const { clusters } = await scanned(...articles);
  expect(clusters).toHaveLength(1);
  return clusters[0]?.origin;
}

const article = (id: string, body: string, more: Partial<ArticleInput> = {}): ArticleInput => ({
  id,
  body,
  source: `${id}.example`,
  ...more,
});

describe('the origin of a cluster', () => {
  test('is not shown by what contains what, whichever is longer', async () => {
    expect(await originOf(article('a', STORY), article('b', STORY + MORE))).toMatchObject({
      kind: 'not-shown',
      confidence: 'low',
    });
    expect(await originOf(article('a', STORY + MORE), article('b', STORY))).toMatchObject({
      kind: 'not-shown',
      confidence: 'low',
    });
  });

  test('is a member whose source another one credits', async () => {
    const origin = await originOf(article('verrinpost', STORY), article('copy', `${STORY}\n\nSource: Verrin Post`));
    expect(origin).toMatchObject({ kind: 'article', article: 'verrinpost', confidence: 'medium' });
    expect(origin?.evidence).toMatchObject([{ article: 'copy', sign: 'credit', name: 'Verrin Post' }]);
  });

  test('is the text whose address another one gives as the original', async () => {
    const origin = await originOf(
      article('one', STORY, { url: 'https://one.example/lift?from=mail' }),
      article('two', STORY + MORE, { originalUrl: 'http://www.one.example/lift' }),
    );
    expect(origin).toMatchObject({ kind: 'article', article: 'one', confidence: 'high' });
  });

  test('is outside where all that credit anybody credit one that was not read', async () => {
    const body = `VERRIN (Norlund Press) - ${STORY}`;
    const origin = await originOf(article('a', body), article('b', body + MORE), article('c', STORY));
    expect(origin).toMatchObject({ kind: 'outside', name: 'Norlund Press', confidence: 'high' });
  });

  test('is told with little confidence where one that says nothing may be the credited text itself', async () => {
    const origin = await originOf({ id: 'a', body: `${STORY}\n\nSource: Norlund Press` }, { id: 'b', body: STORY });
    expect(origin).toMatchObject({ kind: 'outside', name: 'Norlund Press', confidence: 'low' });
  });

  test('is followed from credit to credit', async () => {
    const origin = await originOf(
      article('c', `${STORY}\n\nSource: Relay`),
      article('relay', `${STORY}\n\nSource: Verrin Post`),
      article('verrinpost', STORY),
    );
    expect(origin).toMatchObject({ kind: 'article', article: 'verrinpost', confidence: 'high' });
  });

  test.each([
    ['credits go round in a circle', ['Source: B', 'Source: A']],
    ['two credit two others', ['Source: Norlund Press', 'Source: Coast Wire']],
  ])('is not shown where %s', async (_what, [left, right]) => {
    const origin = await originOf(article('a', `${STORY}\n\n${left}`), article('b', `${STORY}\n\n${right}`));
    expect(origin?.kind).toBe('not-shown');
  });

  test('is not shown where the credited member is dated after its copy, and shown where it is dated before', async () => {
    const pair = (first: string, copy: string) => [
      article('verrinpost', STORY, { publishedAt: first }),
      article('copy', `${STORY}\n\nSource: Verrin Post`, { publishedAt: copy }),
    ];
    expect((await originOf(...pair('2025-03-09', '2025-03-02')))?.kind).toBe('not-shown');
    expect((await originOf(...pair('2025-03-02', '2025-03-09')))?.kind).toBe('article');
  });

  test('is shown by dates alone with low confidence, if all bear one, and with more if the others link to a source', async () => {
    const dated = (id: string, day: string, end = '') => article(id, STORY + end, { publishedAt: `2025-03-${day}` });
    expect(await originOf(dated('a', '04'), dated('b', '02'))).toMatchObject({
      kind: 'article',
      article: 'b',
      confidence: 'low',
    });
    expect(await originOf(dated('a', '04', '\n\nSource link'), dated('b', '02'))).toMatchObject({
      article: 'b',
      confidence: 'medium',
    });
    expect((await originOf(dated('a', '04'), dated('b', '02'), article('c', STORY)))?.kind).toBe('not-shown');
    expect((await originOf(dated('a', '02'), dated('b', '02')))?.kind).toBe('not-shown');
    expect((await originOf(dated('a', '04'), dated('b', '02', '\n\nSource link')))?.kind).toBe('not-shown');
  });

  test('is told apart by the hour where both state it with a zone', async () => {
    const origin = await originOf(
      article('a', STORY, { publishedAt: '2025-03-02T10:00:00+02:00' }),
      article('b', STORY, { publishedAt: '2025-03-02T09:00:00Z' }),
    );
    expect(origin).toMatchObject({ kind: 'article', article: 'a', confidence: 'low' });
  });

  test('keeps a crowd of the same evidence short', async () => {
    const crowd = Array.from({ length: 40 }, (_, k) => article(`s${k}`, `${STORY}\n\nSource: Norlund Press`));
    expect((await originOf(...crowd))?.evidence.length).toBeLessThanOrEqual(20);
  });
});

describe('an attribution', () => {
  const kindOf = async (body: string, more: Partial<ArticleInput> = {}) => {
    const { articles } = await scanned(article('verrinpost', body, more), article('other', STORY + MORE));
    return articles.find(({ id }) => id === 'verrinpost')?.attribution;
  };

  test.each([
    ['names an outlet in a field', STORY, { credit: 'Norlund Press' }, { kind: 'named', credit: 'Norlund Press' }],
    [
      'names an agency among the authors',
      STORY,
      { author: 'Jane Roe, Associated Press' },
      { kind: 'named', credit: 'Associated Press' },
    ],
    [
      'names another host as the canonical one',
      STORY,
      { canonicalUrl: 'https://norlund.example/1' },
      { kind: 'named', credit: 'norlund.example' },
    ],
    ['says nothing where it names its own house', `${STORY}\n\nSource: Verrin Post`, {}, { kind: 'missing' }],
    [
      'says nothing where its canonical address is its own',
      STORY,
      { canonicalUrl: 'https://www.verrinpost.example/1' },
      { kind: 'missing' },
    ],
    ['says nothing where the author is a person', STORY, { author: 'Jane Roe' }, { kind: 'missing' }],
    ['names nobody with "agencies"', `${STORY}\n\nSource: Agencies`, {}, { kind: 'generic' }],
  ])('%s', async (_what, body, more, expected) => {
    expect(await kindOf(body, more)).toMatchObject(expected);
  });

  test('of one fact does not count where the cluster is from somebody else', async () => {
    const middle = (STORY + MORE).replace('The brake is new', 'The brake is new, as reported by VOA');
    const { articles } = await scanned(
      article('a', middle),
      article('verrinpost', STORY),
      article('c', `${STORY}\n\nSource: Verrin Post`),
    );
    expect(articles.map(({ id, attribution }) => [id, attribution?.kind])).toEqual([
      ['a', 'missing'],
      ['c', 'named'],
      ['verrinpost', 'missing'],
    ]);
  });
});

test('a cluster is told in sentences that hold no accusation', async () => {
  const { clusters } = await scanned(
    article('verrinpost', STORY),
    article('copy', `${STORY + MORE}\n\nSource: Verrin Post`),
  );
  expect(clusters[0]?.reason).toBe(
    `2 articles tell one story, cut or extended; copy has ${MORE.trim().split(/\s+/).length} words that the other lacks. Likely first: verrinpost (copy names Verrin Post; confidence medium).`,
  );
});
