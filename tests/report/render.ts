import type { Report, ReportFormatName } from '../../src/model.ts';
import { REPORTERS, type RenderContext } from '../../src/report/index.ts';

const PLAIN: RenderContext = { columns: 80, color: false, characters: 'unicode', hints: true };

/** A whole report in one string; at 80 columns, without colour, unless said otherwise. */
export function rendered(format: ReportFormatName, report: Report, context: Partial<RenderContext> = {}): string {
  let text = '';
  for (const piece of REPORTERS[format].render(report, { ...PLAIN, ...context }))
    text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
  return text;
}

export function renderedLines(report: Report, context: Partial<RenderContext> = {}): string[] {
  return rendered('text', report, context).split('\n').slice(0, -1);
}
