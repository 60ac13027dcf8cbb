import type { Report } from '../model.ts';
import { commandMessage, commandProperty } from './escape.ts';
import {
  brokenArticles,
  brokenIn,
  type Finding,
  findingsOf,
  type Level,
  linesOf,
  RULE_LABELS,
  sharesOf,
} from './findings.ts';
import { capital, counted, grouped, RELATION_LABELS } from './wording.ts';

/** GitHub shows this many annotations of one level from one step, and drops the rest without a word (actions/toolkit, docs/problem-matchers.md). */
const MAX_OF_A_LEVEL = 10;

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Workflow commands of GitHub Actions: an annotation for each article that shares something, as many as GitHub shows,
 * and a last one that says how many there are.
 */
export function* renderGithub(report: Report): Iterable<string> {
  const findings = findingsOf(report);
  const shown = new Map<Level, number>([['note', 1]]);
  let left = 0;
  for (const finding of findings) {
    const count = (shown.get(finding.level) ?? 0) + 1;
    if (count > MAX_OF_A_LEVEL) {
      left++;
      continue;
    }
    shown.set(finding.level, count);
    yield annotation(finding, report);
  }
  const { counts } = report;
  const parts = [
    ...policyPart(report),
    `${counted(counts.compared, 'article')} compared`,
    `${grouped(counts.clustered)} of them in ${counted(counts.clusters, 'cluster')} of copies`,
    ...(counts.skipped > 0 ? [`${grouped(counts.skipped)} not read`] : []),
    ...(left > 0
      ? [`${counted(left, 'more article')} without an annotation: GitHub shows ${MAX_OF_A_LEVEL} of a level a step`]
      : []),
  ];
  yield `::notice title=wirecopy::${commandMessage(parts.join('; '))}\n`;
}

function policyPart({ policy }: Report): string[] {
  if (policy === undefined) return [];
  if (policy.passed) return ['the policy is kept'];
  const failed = policy.sources.filter(({ passed }) => !passed).length;
  return [
    `the policy is broken by ${brokenArticles(policy.violations)}, ${grouped(failed)} of ${counted(policy.sources.length, 'source')} over the limit`,
  ];
}

function annotation(finding: Finding, report: Report): string {
  const { article, level, best, partners, broken } = finding;
  const { line, endLine } = best === undefined ? { line: article.place.line ?? 1 } : linesOf(best, article);
  const [first] = broken;
  const title = best === undefined ? RULE_LABELS[first?.rule ?? 'thin'] : RELATION_LABELS[best.match.relation];
  const properties = [
    ['file', article.place.path],
    ['line', String(line)],
    ...(endLine === undefined ? [] : [['endLine', String(endLine)]]),
    ['title', capital(title)],
  ].map(([name, value = '']) => `${name}=${commandProperty(value)}`);
  const others = partners.length < 2 ? '' : `; and ${counted(partners.length - 1, 'more article')}`;
  const told = best === undefined ? (first?.reason ?? '') : `${sharesOf(best, best.article.id, report)}${others}.`;
  return `::${COMMANDS[level]} ${properties.join(',')}::${commandMessage(brokenIn(finding) + capital(told))}\n`;
}
