import type { Report } from '../model.ts';
import { RECORD_TEXT } from './records.ts';

/**
 * One JSON document (schema/report-1.json) with each article, match, cluster, source and problem on a line of its own:
 * it can be written without ever being held, and two runs can be compared with `diff`.
 */
export function* renderJson(report: Report): Iterable<string> {
  yield `{\n  "schemaVersion": ${report.schemaVersion},\n`;
  yield `  "tool": ${RECORD_TEXT.tool(report.tool)},\n`;
  yield `  "settings": ${RECORD_TEXT.settings(report.settings)},\n`;
  yield `  "counts": ${RECORD_TEXT.counts(report.counts)},\n`;
  yield* list('articles', report.articles, RECORD_TEXT.article);
  yield ',\n';
  yield* list('matches', report.matches, RECORD_TEXT.match);
  yield ',\n';
  yield* list('clusters', report.clusters, RECORD_TEXT.cluster);
  yield ',\n';
  yield* list('sources', report.sources, RECORD_TEXT.source);
  yield ',\n';
  yield* list('problems', report.problems, RECORD_TEXT.problem);
  if (report.policy !== undefined) yield `,\n  "policy": ${RECORD_TEXT.policy(report.policy)}`;
  yield '\n}\n';
}

function* list<T>(key: string, items: readonly T[], textOf: (item: T) => string): Iterable<string> {
  if (items.length === 0) {
    yield `  "${key}": []`;
    return;
  }
  let before = `  "${key}": [\n    `;
  for (const item of items) {
    yield before + textOf(item);
    before = ',\n    ';
  }
  yield '\n  ]';
}
