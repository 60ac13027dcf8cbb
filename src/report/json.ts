import type { Report } from '../model.ts';
import { fixed, Pen } from './pen.ts';
import { type RecordWriter, WRITE_RECORD } from './records.ts';

/**
 * One JSON document (schema/report-1.json) with each article, match, cluster, source and problem on a line of its own:
 * it can be written without ever being held, and two runs can be compared with `diff`.
 */
export function* renderJson(report: Report): Iterable<Uint8Array> {
  const pen = new Pen();
  pen.raw(`{\n  "schemaVersion": ${report.schemaVersion},\n  "tool": `);
  WRITE_RECORD.tool(pen, report.tool);
  pen.raw(',\n  "settings": ');
  WRITE_RECORD.settings(pen, report.settings);
  pen.raw(',\n  "counts": ');
  WRITE_RECORD.counts(pen, report.counts);
  yield* list(pen, 'articles', report.articles, WRITE_RECORD.article);
  yield* list(pen, 'matches', report.matches, WRITE_RECORD.match);
  yield* list(pen, 'clusters', report.clusters, WRITE_RECORD.cluster);
  yield* list(pen, 'sources', report.sources, WRITE_RECORD.source);
  yield* list(pen, 'problems', report.problems, WRITE_RECORD.problem);
  if (report.policy !== undefined) {
    pen.raw(',\n  "policy": ');
    WRITE_RECORD.policy(pen, report.policy);
  }
  pen.raw('\n}\n');
  yield pen.take();
}

const NEXT_LINE = fixed(',\n    ');

function* list<T>(pen: Pen, key: string, items: readonly T[], write: RecordWriter<T>): Iterable<Uint8Array> {
  pen.raw(`,\n  "${key}": [`);
  for (const [k, item] of items.entries()) {
    if (k === 0) pen.raw('\n    ');
    else pen.fixed(NEXT_LINE);
    write(pen, item);
    if (pen.isFull) yield pen.take();
  }
  pen.raw(items.length === 0 ? ']' : '\n  ]');
}
