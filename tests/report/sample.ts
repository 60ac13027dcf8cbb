import type { ArticleText, Evidence, Match, RelationName, Report, ReportArticle } from '../../src/model.ts';

/** The evidence of a pair that shares nothing, to be filled in where a case needs more. */
export const NO_EVIDENCE: Evidence = {
  score: 0,
  leftInRight: 0,
  rightInLeft: 0,
  leftSentences: 0,
  rightSentences: 0,
  chain: 0,
  reach: 0,
  matchedWords: 0,
  quotedWords: 0,
  longestRun: 0,
  jaccard: 0,
};

/** The evidence of two texts with the same `words` words. */
export function sameWords(words: number): Evidence {
  return {
    score: 1,
    leftInRight: 1,
    rightInLeft: 1,
    leftSentences: 1,
    rightSentences: 1,
    chain: 1,
    reach: 1,
    matchedWords: words,
    quotedWords: 0,
    longestRun: words,
    jaccard: 1,
  };
}

export function articleOf(id: string, more: Partial<ReportArticle> = {}): ReportArticle {
  return { id, place: { path: id }, words: 300, furnitureWords: 0, ...more };
}

export function matchOf(left: string, right: string, relation: RelationName, more: Partial<Match> = {}): Match {
  return { left, right, relation, flags: [], evidence: NO_EVIDENCE, reason: 'A reason.', passages: [], ...more };
}

/** A report in which nothing was compared and nothing was found. */
export const EMPTY_REPORT: Report = {
  schemaVersion: 1,
  tool: { name: 'wirecopy', version: '0.0.0-test' },
  settings: { method: 'scaled', only: ['syndicated', 'partial'], explain: false },
  counts: {
    seen: 0,
    compared: 0,
    skipped: 0,
    excluded: 0,
    tooShort: 0,
    candidates: 0,
    clusters: 0,
    clustered: 0,
    relations: { identical: 0, copy: 0, contained: 0, partial: 0, quotes: 0, independent: 0 },
    templates: 0,
    matchesOmitted: 0,
    excludedBy: {},
  },
  articles: [],
  matches: [],
  clusters: [],
  sources: [],
  problems: [],
};

const WIRE = 'desk/wire-0412-floods-in-the-valley-force-thousands-to-leave.txt';
const BLOG = 'blog/floods.md';

/** A name that tries a terminal, a log of a build server and a reader: all of it must arrive as plain text. */
const HOSTILE_NAME = '::error::x\u001b[31m\u009b2J\u202egpj.txt\u200b\u2028##vso[task]\ud800';
const HOSTILE_TITLE =
  '\r\n::set-output name=a::\t\u0007##[group]\u061c<b>"quoted"</b> \u007f\ufeff e\u0301\u0301\u0301\u0301\u0301\u0301';

const stations = Array.from({ length: 14 }, (_, index) => `stations/s${String(index + 1).padStart(2, '0')}.txt`);

function station(index: number): string {
  return stations[index] ?? '';
}

/** One of everything: small and large clusters, each kind of pair, hostile names, problems. Shared by all snapshots. */
export const SAMPLE: Report = {
  ...EMPTY_REPORT,
  settings: { method: 'scaled', only: ['all'], explain: false },
  counts: {
    seen: 31,
    compared: 26,
    skipped: 2,
    excluded: 3,
    tooShort: 2,
    candidates: 24,
    clusters: 3,
    clustered: 18,
    relations: { identical: 1, copy: 13, contained: 2, partial: 2, quotes: 1, independent: 4 },
    templates: 0,
    matchesOmitted: 0,
    excludedBy: { hidden: 2, kind: 1 },
  },
  articles: [
    articleOf(HOSTILE_NAME, { title: HOSTILE_TITLE, source: '\u001b]8;;http://x\u0007', cluster: 'c1' }),
    articleOf(BLOG, {
      title: 'Valley floods: “We lost everything” – what we know so far about the dam, the road and the school',
      source: 'blog',
      words: 512,
      furnitureWords: 31,
      cluster: 'c2',
      attribution: { kind: 'generic', evidence: [{ sign: 'repost-mark', line: 52, text: 'Source link' }] },
    }),
    articleOf(WIRE, {
      title: 'Floods in the valley force thousands to leave their homes',
      source: 'desk',
      publishedAt: '2024-04-12',
      words: 402,
      cluster: 'c2',
      attribution: {
        kind: 'named',
        credit: 'Norlund Press',
        evidence: [
          { sign: 'credit', name: 'Norlund Press', via: 'WIREFEED', line: 6, text: '(WIREFEED- Norlund Press)' },
        ],
      },
      dates: [
        { value: '2024-04-12', from: 'wire-code', trust: 'high', line: 26 },
        {
          value: '2023-01-02',
          from: 'header',
          trust: 'low',
          line: 1,
          conflict: 'the wire code on line 26 says 2024-04-12',
        },
      ],
    }),
    articleOf('feed#12', {
      place: { path: 'feeds/april.jsonl', line: 12, record: 12 },
      title: '谷の洪水で数千人が避難、ダムの放流は続く見通し',
      source: 'example.org',
      url: 'https://example.org/12',
      canonicalUrl: 'https://example.org/floods',
      words: 1204,
    }),
    articleOf('markets/monday.txt', { title: 'Markets on Monday', words: 140 }),
    articleOf('markets/tuesday.txt', { title: 'Markets on Tuesday', words: 141 }),
    ...stations.map((id, index) => articleOf(id, { words: 280 + index, source: 'stations', cluster: 'c3' })),
    articleOf('twin.txt', { cluster: 'c1' }),
  ],
  matches: [
    matchOf(HOSTILE_NAME, 'twin.txt', 'identical', {
      evidence: sameWords(300),
      reason: 'Both have the same 300 words in the same order.',
    }),
    matchOf(BLOG, WIRE, 'contained', {
      evidence: {
        score: 0.9873,
        leftInRight: 0.6081,
        rightInLeft: 0.9873,
        leftSentences: 0.6123,
        rightSentences: 1,
        chain: 0.9873,
        reach: 0.95,
        matchedWords: 309,
        quotedWords: 61,
        longestRun: 311,
        jaccard: 0.603,
      },
      reason:
        '99 % of the right text stands in the left text, 311 words of it in one unbroken run; the left text has about 195 words of its own.',
      passages: [
        {
          left: { start: 128, end: 2072, line: 9, endLine: 27 },
          right: { start: 195, end: 2139, line: 6, endLine: 24 },
          words: 311,
          quoted: false,
        },
        {
          left: { start: 2100, end: 2202, line: 28 },
          right: { start: 2150, end: 2252, line: 26 },
          words: 17,
          quoted: true,
        },
      ],
    }),
    matchOf(BLOG, 'feed#12', 'partial', {
      evidence: {
        ...NO_EVIDENCE,
        score: 0.34,
        leftInRight: 0.3412,
        rightInLeft: 0.1455,
        matchedWords: 171,
        longestRun: 45,
      },
      reason:
        'Passages are reused: 34 % of floods.md stands in feed#12 and 15 % the other way; the longest run has 45 words.',
      passages: [
        {
          left: { start: 10, end: 290, line: 3, endLine: 5 },
          right: { start: 900, end: 1180, line: 12 },
          words: 45,
          quoted: false,
        },
      ],
    }),
    matchOf('feed#12', WIRE, 'quotes', {
      evidence: { ...NO_EVIDENCE, score: 0.02, quotedWords: 19, longestRun: 19 },
      reason: 'What they share is quoted speech: 19 words inside quotation marks, and hardly anything outside.',
      passages: [
        { left: { start: 40, end: 160, line: 12 }, right: { start: 518, end: 635, line: 8 }, words: 19, quoted: true },
      ],
    }),
    matchOf('markets/monday.txt', 'markets/tuesday.txt', 'copy', {
      flags: ['template'],
      evidence: { ...NO_EVIDENCE, score: 0.9, leftInRight: 0.8, rightInLeft: 0.81, matchedWords: 112, longestRun: 21 },
      reason:
        '80 % of monday.txt stands in tuesday.txt and 81 % the other way, 21 words of it in one unbroken run; but most of their numbers differ, so this is one frame with other data, not one story.',
      passages: [
        { left: { start: 0, end: 120, line: 1 }, right: { start: 0, end: 121, line: 1 }, words: 21, quoted: false },
      ],
    }),
    ...stations.slice(1).map((id, index) =>
      matchOf(station(0), id, 'copy', {
        evidence: {
          ...sameWords(250),
          score: 0.99 - index / 100,
          leftInRight: 0.98 - index / 100,
          rightInLeft: 0.97 - index / 100,
          longestRun: 200 - index,
        },
        reason: `${98 - index} % of s01.txt stands in the other and ${97 - index} % the other way, ${200 - index} words of it in one unbroken run.`,
        passages: [
          {
            left: { start: 0, end: 1200, line: 1, endLine: 14 },
            right: { start: 0, end: 1199, line: 1, endLine: 13 },
            words: 200 - index,
            quoted: false,
          },
        ],
      }),
    ),
  ],
  clusters: [
    {
      id: 'c1',
      members: [HOSTILE_NAME, 'twin.txt'],
      representative: HOSTILE_NAME,
      relation: 'identical',
      keyTerms: ['\u001b[1mbold', 'x'],
      reason: '2 articles are the same text, word for word. \u001b[1mWhich of them was first is not shown.',
    },
    {
      id: 'c2',
      members: [BLOG, WIRE],
      representative: WIRE,
      relation: 'contained',
      keyTerms: ['floods', 'valley', 'dam'],
      origin: {
        kind: 'outside',
        name: 'Norlund Press',
        confidence: 'medium',
        evidence: [
          { article: BLOG, sign: 'repost-mark', line: 52, text: 'Source link' },
          {
            article: WIRE,
            sign: 'credit',
            name: 'Norlund Press',
            via: 'WIREFEED',
            line: 6,
            text: '(WIREFEED- Norlund Press)',
          },
          {
            article: WIRE,
            sign: 'date-conflict',
            line: 1,
            text: '2023-01-02: the wire code on line 26 says 2024-04-12',
          },
        ],
      },
      reason:
        '2 articles tell one story, cut or extended; floods.md has 195 words that the other lacks. Common source outside the input: Norlund Press (wire-0412-floods-in-the-valley-force-thousands-to-leave.txt names it; confidence medium).',
    },
    {
      id: 'c3',
      members: stations,
      representative: station(0),
      relation: 'copy',
      keyTerms: ['schedule', 'reserve', 'bridge'],
      origin: { kind: 'not-shown', confidence: 'low', evidence: [] },
      reason:
        '14 articles tell one story in nearly the same words; they have from 280 to 293 words. Which of them was first is not shown.',
    },
  ],
  sources: [
    { source: '\u001b]8;;http://x\u0007', articles: 1, clustered: 1 },
    { source: 'blog', articles: 1, clustered: 1 },
    { source: 'desk', articles: 3, clustered: 1 },
    { source: 'stations', articles: 14, clustered: 14 },
  ],
  problems: [
    { code: 'MISSING_INPUT', where: 'gone.txt', what: 'there is no such file or folder', remedy: 'check the path' },
    {
      code: 'UNREADABLE_INPUT',
      where: 'feeds/april.jsonl:13',
      what: 'the field "\u001bbody" is missing',
      remedy: 'name the field that holds the text with --text-field',
    },
    { code: 'REPEATED_ID', where: 'feeds/april.jsonl:14', what: 'the id "7" is taken', remedy: '' },
  ],
};

/** Texts long enough for every passage of the sample, that try what the names try. */
export function textOf(id: string): ArticleText {
  const words = Array.from({ length: 420 }, (_, index) => `word${index % 50}`);
  const body = `${HOSTILE_TITLE}</script><!--\n“${words.slice(0, 20).join(' ')}”\n${words.join(' ')}\nShare | Print\n`;
  const quote = body.indexOf('“');
  const fingerprint = id.length.toString(16).padStart(16, '0');
  return {
    body,
    fingerprint,
    furniture: [[body.lastIndexOf('Share'), body.length]],
    quotations: [[quote, body.indexOf('”') + 1]],
  };
}
