import { compareUtf8 } from '../engine/corpus.ts';
import type { Named } from '../input/index.ts';
import { type Match, type Problem, type Report, type ReportArticle, UNVERIFIED } from '../model.ts';
import type { Reading } from '../run/reading.ts';
import type { UnverifiedPair } from './extend.ts';
import { lostProblem } from './whole.ts';

const NO_EVIDENCE: Match['evidence'] = {
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

/** Tells in a report of the pairs that could not be verified, and of the articles because of which. */
export function withUnverified(
  report: Report,
  { ids, named, sourceNames, corpus }: Reading,
  pairs: readonly UnverifiedPair[],
  lost: ReadonlySet<number>,
): Report {
  if (lost.size === 0) return report;
  const matches = pairs.map((pair): Match => {
    const [left, right] = [ids[pair.left]!, ids[pair.right]!];
    const isInOrder = compareUtf8(left, right) < 0;
    const gone = lost.has(pair.right) ? right : left;
    const share = Math.round(pair.estimate * 100);
    return {
      left: isInOrder ? left : right,
      right: isInOrder ? right : left,
      relation: UNVERIFIED,
      estimate: Math.round(pair.estimate * 10_000) / 10_000,
      flags: [],
      evidence: NO_EVIDENCE,
      reason:
        `Their sketches share ${share} %, but the text of ${gone} is gone or no longer what the index knows, ` +
        'so that nothing can be claimed.',
      passages: [],
    };
  });
  const known = new Set(report.articles.map(({ id }) => id));
  const articles: ReportArticle[] = [];
  for (const article of new Set(pairs.flatMap(({ left, right }) => [left, right]))) {
    const id = ids[article]!;
    if (known.has(id)) continue;
    const source = sourceNames[article];
    articles.push({
      id,
      place: (named[article] as Named).place,
      ...(source !== undefined && { source }),
      words: corpus.wordCounts.view()[article]!,
      furnitureWords: 0,
    });
  }
  const told = new Set(report.problems.map(({ where, code }) => `${code} ${where}`));
  const problems: Problem[] = [...lost]
    .map((article) => lostProblem((named[article] as Named).place))
    .filter(({ code, where }) => !told.has(`${code} ${where}`));
  const { counts } = report;
  return {
    ...report,
    counts: { ...counts, seen: counts.seen + lost.size, skipped: counts.skipped + lost.size },
    articles: [...report.articles, ...articles].sort((a, b) => compareUtf8(a.id, b.id)),
    matches: [...report.matches, ...matches].sort(
      (a, b) => compareUtf8(a.left, b.left) || compareUtf8(a.right, b.right),
    ),
    problems: [...report.problems, ...problems],
  };
}
