import type { Report } from '../model.ts';
import { fixed, Pen } from './pen.ts';
import { type RecordWriter, WRITE_RECORD } from './records.ts';

/** One record a line, each with its `type`; the summary comes last, so its absence tells of a report that was cut. */
export function* renderNdjson(report: Report): Iterable<Uint8Array> {
  const pen = new Pen();
  yield* lines(pen, 'article', report.articles, WRITE_RECORD.article);
  yield* lines(pen, 'match', report.matches, WRITE_RECORD.match);
  yield* lines(pen, 'cluster', report.clusters, WRITE_RECORD.cluster);
  yield* lines(pen, 'source', report.sources, WRITE_RECORD.source);
  yield* lines(pen, 'problem', report.problems, WRITE_RECORD.problem);
  const { schemaVersion, tool, settings, counts, policy } = report;
  if (policy !== undefined) yield* lines(pen, 'policy', [policy], WRITE_RECORD.policy);
  pen.raw(`{"type":"summary","schemaVersion":${schemaVersion},"tool":`);
  WRITE_RECORD.tool(pen, tool);
  pen.raw(',"settings":');
  WRITE_RECORD.settings(pen, settings);
  pen.raw(',"counts":');
  WRITE_RECORD.counts(pen, counts);
  pen.raw('}\n');
  yield pen.take();
}

const LINE_END = fixed('\n');

function* lines<T>(pen: Pen, type: string, items: readonly T[], write: RecordWriter<T>): Iterable<Uint8Array> {
  const head = fixed(`{"type":"${type}"`);
  for (const item of items) {
    write(pen, item, head);
    pen.fixed(LINE_END);
    if (pen.isFull) yield pen.take();
  }
}
