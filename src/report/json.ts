import type { Report } from '../model.ts';
import { jsonOf } from './escape.ts';
import { RECORDS } from './records.ts';

/**
 * One JSON document (schema/report-1.json) with each article, match, cluster, source and problem on a line of its own:
 * it can be written without ever being held, and two runs can be compared with `diff`.
 */
export function* renderJson(report: Report): Iterable<string> {
  yield `{\n  "schemaVersion": ${report.schemaVersion},\n`;
  yield `  "tool": ${jsonOf(RECORDS.tool(report.tool))},\n`;
  yield `  "settings": ${jsonOf(RECORDS.settings(report.settings))},\n`;
  yield `  "counts": ${jsonOf(RECORDS.counts(report.counts))},\n`;
  yield* list('articles', report.articles, RECORDS.article);
  yield ',\n';
  yield* list('matches', report.matches, RECORDS.match);
  yield ',\n';
  yield* list('clusters', report.clusters, RECORDS.cluster);
  yield ',\n';
  yield* list('sources', report.sources, RECORDS.source);
  yield ',\n';
  yield* list('problems', report.problems, RECORDS.problem);
  if (report.policy !== undefined) yield `,\n  "policy": ${jsonOf(RECORDS.policy(report.policy))}`;
  yield '\n}\n';
}

function* list<T>(key: string, items: readonly T[], recordOf: (item: T) => object): Iterable<string> {
  if (items.length === 0) {
    yield `  "${key}": []`;
    return;
  }
  let before = `  "${key}": [\n    `;
  for (const item of items) {
    yield before + jsonOf(recordOf(item));
    before = ',\n    ';
  }
  yield '\n  ]';
}
