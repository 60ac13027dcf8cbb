import type { Report } from '../model.ts';
import { jsonOf } from './escape.ts';
import { RECORDS } from './records.ts';

/** One record a line, each with its `type`; the summary comes last, so its absence tells of a report that was cut. */
export function* renderNdjson(report: Report): Iterable<string> {
  yield* lines('article', report.articles, RECORDS.article);
  yield* lines('match', report.matches, RECORDS.match);
  yield* lines('cluster', report.clusters, RECORDS.cluster);
  yield* lines('source', report.sources, RECORDS.source);
  yield* lines('problem', report.problems, RECORDS.problem);
  const { schemaVersion, tool, settings, counts, policy } = report;
  if (policy !== undefined) yield line({ type: 'policy', ...RECORDS.policy(policy) });
  yield line({
    type: 'summary',
    schemaVersion,
    tool: RECORDS.tool(tool),
    settings: RECORDS.settings(settings),
    counts: RECORDS.counts(counts),
  });
}

function* lines<T>(type: string, items: readonly T[], recordOf: (item: T) => object): Iterable<string> {
  for (const item of items) yield line({ type, ...recordOf(item) });
}

function line(record: object): string {
  return `${jsonOf(record)}\n`;
}
