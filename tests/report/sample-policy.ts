import type { PolicyResult, Report, SourceVerdict } from '../../src/model.ts';
import { articleOf, EMPTY_REPORT, matchOf, sameWords } from './sample.ts';

const verdictOn = (source: string, copied: number, passed: boolean): SourceVerdict => ({
  source,
  articles: 4,
  copied,
  copiedShare: copied / 4,
  limit: 0.25,
  first: 0,
  allowed: 0,
  declared: 0,
  accepted: 0,
  attribution: { named: 0, generic: 0, missing: copied },
  passed,
});

const BROKEN: PolicyResult = {
  passed: false,
  failOn: ['syndicated', 'unattributed', 'thin'],
  sources: [verdictOn('farm', 2, false), verdictOn('wire', 0, true)],
  violations: [
    {
      rule: 'syndicated',
      article: 'farm/a.txt',
      source: 'farm',
      others: ['wire/a.txt'],
      match: 0,
      fingerprint: 'f1',
      reason: 'It is a copy.',
    },
    {
      rule: 'unattributed',
      article: 'farm/a.txt',
      source: 'farm',
      others: ['wire/a.txt'],
      match: 0,
      fingerprint: 'f1',
      reason: 'It names nobody.',
    },
    {
      rule: 'thin',
      article: 'farm/thin.txt',
      source: 'farm',
      others: [],
      fingerprint: 'f2',
      reason: 'It has 12 words.',
    },
  ],
};

/** Two sources, of which one copies the other, and a policy that says so. */
export const POLICY_REPORT: Report & { readonly policy: PolicyResult } = {
  ...EMPTY_REPORT,
  counts: { ...EMPTY_REPORT.counts, seen: 8, compared: 8, clusters: 1, clustered: 2 },
  articles: [
    articleOf('farm/a.txt', { source: 'farm', cluster: 'c1' }),
    articleOf('farm/b.txt', { source: 'farm' }),
    articleOf('wire/a.txt', { source: 'wire', cluster: 'c1' }),
    articleOf('wire/b.txt', { source: 'wire' }),
  ],
  matches: [
    matchOf('farm/a.txt', 'wire/a.txt', 'copy', { evidence: sameWords(300) }),
    matchOf('farm/b.txt', 'wire/b.txt', 'copy', { evidence: sameWords(300) }),
  ],
  clusters: [
    {
      id: 'c1',
      members: ['farm/a.txt', 'wire/a.txt'],
      representative: 'wire/a.txt',
      relation: 'copy',
      keyTerms: [],
      reason: '',
    },
  ],
  sources: [
    { source: 'farm', articles: 4, clustered: 1 },
    { source: 'wire', articles: 4, clustered: 1 },
  ],
  policy: BROKEN,
};
