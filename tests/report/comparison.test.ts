import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Article, ArticleText, Match, Passage, RelationName, Report, TextOf } from '../../src/model.ts';
import { comparePair } from '../../src/pipeline.ts';
import { alignmentOf } from '../../src/report/alignment.ts';
import { type RenderContext, renderComparison } from '../../src/report/index.ts';
import { hostileText } from './random-report.ts';
import { articleOf, EMPTY_REPORT, matchOf, SAMPLE, sameWords, textOf } from './sample.ts';

const PLAIN: RenderContext = { columns: 80, color: false, characters: 'unicode', hints: true };
/** What colours are made of, and nothing else a terminal obeys. */
const COLOURS = /\u001b\[(?:\d+)m/g;

function articleIn(path: string): Article {
  const body = readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');
  return { id: path, place: { path }, body };
}

async function compared(
  left: Article,
  right: Article,
  context: Partial<RenderContext> = {},
  explain = false,
): Promise<string> {
  const texts: { textOf?: TextOf } = {};
  const report = await comparePair([left, right], { explain }, { texts: (given) => (texts.textOf = given) });
  return Array.from(renderComparison(report, { ...PLAIN, ...context, ...texts })).join('');
}

const EDITED = [
  'site-furniture/articles/harbourpost/seal-freed.txt',
  'site-furniture/articles/valegazette/seal-number-58.txt',
].map(articleIn) as [Article, Article];

/** A pair made by hand, so that what it looks like does not change with how pairs are measured. */
function pairByHand(): { report: Report; textOf: TextOf } {
  const shared = [
    'The harbour board has bought back the old crane that stood on the north quay of Brenn for ninety years, and will put it',
    'up again beside the fish market, where it was seen last in the summer of 1987.',
    'The rust is deep but the frame is sound, said a welder who has looked at every rivet of it and counted them.',
  ];
  const quote = '“It lifted my grandfather once, with his boat and all,” said Oda Brekke, who sells herring there';
  const left = `BRENN (Coast News) - ${shared[0]} ${shared[1]}\n\n${shared[2]}\n\n${quote} on Fridays.\n\nShare | Print | Follow the Coast News`;
  const right = `A crane comes home\n\n${shared[0]} back ${shared[1]}\n\nNobody knows yet what the work will cost or who is to pay for it, and the board has set a meeting for June.\n\n${quote}.`;
  const passageOf = (text: string, line: number, quoted = false): Passage => {
    const side = (body: string) => ({ start: body.indexOf(text), end: body.indexOf(text) + text.length, line });
    return { left: side(left), right: side(right), words: text.split(' ').length, quoted };
  };
  const textFor = (body: string): ArticleText => {
    const furniture = body.indexOf('Share |');
    return {
      body,
      fingerprint: '0',
      furniture: furniture < 0 ? [] : [[furniture, body.length]],
      quotations: [[body.indexOf('“'), body.indexOf('”') + 1]],
    };
  };
  const texts = new Map([
    ['coast/crane.txt', textFor(left)],
    ['blog/crane.md', textFor(right)],
  ]);
  const match = matchOf('coast/crane.txt', 'blog/crane.md', 'contained', {
    evidence: { ...sameWords(40), leftInRight: 0.61, rightInLeft: 0.54 },
    reason: 'About half of crane.md (54 %) stands in crane.txt, 24 words of it in one unbroken run.',
    passages: [passageOf(shared[0] ?? '', 1), passageOf(shared[1] ?? '', 1), passageOf(quote, 5, true)],
  });
  return {
    report: {
      ...EMPTY_REPORT,
      articles: [
        articleOf('coast/crane.txt', { words: 88, source: 'Coast News' }),
        articleOf('blog/crane.md', { words: 82, title: 'A crane comes home' }),
      ],
      matches: [match],
    },
    textOf: (id) => texts.get(id),
  };
}

test.each([
  ['two columns', { columns: 120 }, 'two-columns'],
  ['one below the other', { columns: 80 }, 'stacked'],
  ['ASCII', { columns: 80, characters: 'ascii' as const }, 'ascii'],
  ['colour', { columns: 120, color: true }, 'colour'],
])('an edited reprint in %s', async (_name, context, file) => {
  const { report, textOf: texts } = pairByHand();
  const shown = Array.from(renderComparison(report, { ...PLAIN, ...context, textOf: texts })).join('');
  await expect(shown).toMatchFileSnapshot(`snapshots/comparison-${file}.txt`);
});

test('changed words are marked on their side, and in colour without the marks', async () => {
  const plain = await compared(...EDITED);
  const colour = await compared(...EDITED, { color: true });

  expect(plain).toContain('[-on Wednesday-]');
  expect(plain).toContain('{+this week+}');
  expect(colour.replaceAll(COLOURS, '')).not.toMatch(/\[-|\{\+/);
  expect(colour).toContain('\u001b[31mWednesday');
});

test('quotations and furniture are dimmed', () => {
  const body = 'He said “we will not sell this crane to anyone at all” on Monday.\nShare | Print | Follow us';
  const text: ArticleText = {
    body,
    fingerprint: '0',
    furniture: [[body.indexOf('Share'), body.length]],
    quotations: [[8, body.indexOf(' on Monday')]],
  };
  const side = { start: 0, end: body.length, line: 1, endLine: 2 };
  const report: Report = {
    ...EMPTY_REPORT,
    articles: [articleOf('a'), articleOf('b')],
    matches: [matchOf('a', 'b', 'copy', { passages: [{ left: side, right: side, words: 18, quoted: false }] })],
  };
  const shown = Array.from(renderComparison(report, { ...PLAIN, color: true, textOf: () => text })).join('');

  for (const word of ['“we', 'crane', 'Share', 'us']) expect(shown).toContain(`\u001b[2m${word}\u001b[22m`);
  for (const word of ['said', 'Monday.']) expect(shown).not.toContain(`\u001b[2m${word}`);
});

test('of a long unbroken run the ends are shown and the middle is counted; with explain all of it is there', async () => {
  const [left, right] = [
    articleIn('trimmed-repost/articles/norlund-press.txt'),
    articleIn('trimmed-repost/articles/valley-observer.txt'),
  ];
  const short = await compared(left, right);
  const whole = await compared(left, right, {}, true);

  expect(short).toMatch(/⋯ \d+ words the same ⋯/);
  expect(whole).not.toContain('words the same');
  expect(whole.split('\n').length).toBeGreaterThan(short.split('\n').length);
  expect(whole).toContain('jaccard');
});

test.each([
  ['the same words', 'a'.repeat(3), 'identical'],
  ['nothing shared', 'b'.repeat(3), 'independent'],
])('two articles with %s', async (_name, seed, relation) => {
  const bodyOf = (word: string) => Array.from({ length: 60 }, (_, k) => `${word}${k}`).join(' ');
  const articles = [
    { id: 'left', place: { path: 'left' }, body: bodyOf('aaa') },
    { id: 'right', place: { path: 'right' }, body: bodyOf(seed) },
  ] as const;
  const report = await comparePair(articles, { explain: false });

  expect(report.matches).toMatchObject([{ left: 'left', right: 'right', relation }]);
  expect(report.counts.relations[relation as RelationName]).toBe(1);
  expect(report.clusters).toHaveLength(relation === 'identical' ? 1 : 0);
  await expect(compared(...articles)).resolves.toMatch(
    relation === 'identical' ? /word for word/ : /no run of six words/,
  );
});

test('the left article stays left, whatever the two are called', async () => {
  const [left, right] = EDITED;
  const turned = await comparePair(
    [
      { ...left, id: 'z', place: { path: 'z' } },
      { ...right, id: 'a', place: { path: 'a' } },
    ],
    { explain: false },
  );

  expect(turned.matches).toMatchObject([{ left: 'z', right: 'a' }]);
});

test('no line is wider than the terminal, and nothing in it is obeyed, whatever the texts say', () => {
  const anySide = fc.nat(200).map((start) => ({ start, end: start + 40, line: 1 }));
  const anyPassages = fc.array(
    fc.record({ left: anySide, right: anySide, words: fc.constant(6), quoted: fc.boolean() }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      fc.tuple(hostileText, hostileText),
      fc.tuple(hostileText, hostileText),
      anyPassages,
      fc.constantFrom(40, 80, 100, 120, 200),
      fc.boolean(),
      (ids, bodies, passages, columns, color) => {
        const [left, right] = [`l${ids[0]}`, `r${ids[1]}`];
        const texts = new Map(
          [left, right].map((id, k) => [
            id,
            { body: bodies[k as 0 | 1].repeat(3), fingerprint: '0', furniture: [], quotations: [] },
          ]),
        );
        const report = {
          ...EMPTY_REPORT,
          articles: [articleOf(left, { title: bodies[0] }), articleOf(right)],
          matches: [matchOf(left, right, 'copy', { passages, reason: bodies[1] })],
        };
        const shown = Array.from(
          renderComparison(report, { ...PLAIN, columns, color, textOf: (id) => texts.get(id) }),
        ).join('');

        for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        const plain = color ? shown.replaceAll(COLOURS, '') : shown;
        expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
        expect(plain).not.toMatch(/^\s*(?:::|##\[)|##(?:vso|teamcity)\[/m);
      },
    ),
    { numRuns: 200 },
  );
});

test('every word of either text stands once in the alignment, in its order', () => {
  const words = fc.array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '谷', 'e—f'), {
    minLength: 10,
    maxLength: 80,
  });
  fc.assert(
    fc.property(
      words,
      words,
      fc.array(fc.tuple(fc.nat(70), fc.nat(70), fc.integer({ min: 1, max: 9 })), { maxLength: 5 }),
      (left, right, runs) => {
        const textFrom = (list: readonly string[]): ArticleText => ({
          body: list.join(' '),
          fingerprint: '0',
          furniture: [],
          quotations: [],
        });
        const [leftText, rightText] = [textFrom(left), textFrom(right)];
        const offsetsOf = (list: readonly string[]) =>
          list.map((_, k) => list.slice(0, k).join(' ').length + (k === 0 ? 0 : 1));
        const [leftAt, rightAt] = [offsetsOf(left), offsetsOf(right)];
        const passages = runs.flatMap(([a, b, length]): Passage[] => {
          if (a + length > left.length || b + length > right.length) return [];
          const sideOf = (at: readonly number[], list: readonly string[], first: number) => ({
            start: at[first]!,
            end: at[first + length - 1]! + list[first + length - 1]!.length,
            line: 1,
          });
          return [{ left: sideOf(leftAt, left, a), right: sideOf(rightAt, right, b), words: length, quoted: false }];
        });
        // As the comparison gives them: on the left no two overlap.
        const apart = passages.filter((passage, k) =>
          passages
            .slice(0, k)
            .every((other) => other.left.end <= passage.left.start || passage.left.end <= other.left.start),
        );
        const match: Match = matchOf('a', 'b', 'partial', { passages: apart });
        const stretches = alignmentOf(match, leftText, rightText);
        const shownLeft = stretches.flatMap((stretch) =>
          stretch.kind === 'own'
            ? stretch.side === 'left'
              ? stretch.words
              : []
            : stretch.parts.flatMap((part) => part.left),
        );
        const shownRight = stretches.flatMap((stretch) =>
          stretch.kind === 'own'
            ? stretch.side === 'right'
              ? stretch.words
              : []
            : stretch.moved
              ? []
              : stretch.parts.flatMap((part) => part.right),
        );

        expect(shownLeft.map(({ text }) => text).join('')).toBe(left.join(''));
        expect(shownRight.map(({ text }) => text).join('')).toBe(right.join(''));
      },
    ),
    { numRuns: 300 },
  );
});

test('a report of many pairs is shown as scan shows it', () => {
  expect(Array.from(renderComparison({ ...SAMPLE, matches: [] }, { ...PLAIN, textOf })).join('')).toContain(
    '3 clusters of copies',
  );
});
