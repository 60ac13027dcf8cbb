import type { Report } from '../model.ts';
import type { RenderContext } from './reporter.ts';
import { closingLines, sourceLines } from './terminal/closing.ts';
import { clusterLines } from './terminal/clusters.ts';
import { moreLine, type Page, pageOf } from './terminal/page.ts';
import { pairSectionLines } from './terminal/pairs.ts';
import { policyLines } from './terminal/policy.ts';
import { PAIR_SECTIONS } from './terminal/sections.ts';
import { summaryLines } from './terminal/summary.ts';

const MAX_CLUSTERS = 50;

/** The report for people. Reads without the manual; says what was compared, and what was not. */
export function* renderTerminal(report: Report, context: RenderContext): Iterable<string> {
  const page = pageOf(report, context);
  for (const line of reportLines(page)) yield `${line}\n`;
}

function* reportLines(page: Page): Iterable<string> {
  const { policy } = page.report;
  yield* summaryLines(page);
  // A violation says itself which pair it is about and why; all pairs are there with `explain`.
  if (policy === undefined || page.report.settings.explain) yield* findingLines(page);
  if (page.report.settings.explain) yield* sourceLines(page);
  if (policy !== undefined) yield* policyLines(policy, page);
  yield* closingLines(page);
}

function* findingLines(page: Page): Iterable<string> {
  const { clusters, pairs } = page;
  const shown = clusters.slice(0, page.limit(MAX_CLUSTERS));
  for (const cluster of shown) yield* clusterLines(cluster, page);
  if (shown.length < clusters.length) yield* ['', moreLine(clusters.length - shown.length, 'cluster')];

  for (const [index, section] of PAIR_SECTIONS.entries()) {
    const matches = pairs[index] ?? [];
    if (matches.length > 0) yield* pairSectionLines(section, matches, page);
  }
}
