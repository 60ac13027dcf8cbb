import type { Report } from '../model.ts';
import { RECORD_TEXT } from './records.ts';

/** One record a line, each with its `type`; the summary comes last, so its absence tells of a report that was cut. */
export function* renderNdjson(report: Report): Iterable<string> {
  yield* lines('article', report.articles, RECORD_TEXT.article);
  yield* lines('match', report.matches, RECORD_TEXT.match);
  yield* lines('cluster', report.clusters, RECORD_TEXT.cluster);
  yield* lines('source', report.sources, RECORD_TEXT.source);
  yield* lines('problem', report.problems, RECORD_TEXT.problem);
  const { schemaVersion, tool, settings, counts, policy } = report;
  if (policy !== undefined) yield line('policy', RECORD_TEXT.policy(policy));
  yield line(
    'summary',
    `{"schemaVersion":${schemaVersion},"tool":${RECORD_TEXT.tool(tool)},"settings":${RECORD_TEXT.settings(settings)},` +
      `"counts":${RECORD_TEXT.counts(counts)}}`,
  );
}

function* lines<T>(type: string, items: readonly T[], textOf: (item: T) => string): Iterable<string> {
  for (const item of items) yield line(type, textOf(item));
}

/** The record with its type put first. */
function line(type: string, text: string): string {
  return `{"type":"${type}",${text.slice(1)}\n`;
}
