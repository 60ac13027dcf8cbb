import type { ReportFormatName } from '../model.ts';
import { renderJson } from './json.ts';
import { renderNdjson } from './ndjson.ts';
import type { Reporter } from './reporter.ts';
import { renderTerminal } from './terminal.ts';

export { jsonOf, visible, visibleAscii } from './escape.ts';
export { toldExclusions } from './exclusions.ts';
export type { RenderContext, Reporter } from './reporter.ts';

/** Every format a report can be written in; the one place to add one. */
export const REPORTERS = {
  text: { means: 'for people, in a terminal or a file', render: renderTerminal },
  json: { means: 'one JSON document', render: renderJson },
  ndjson: { means: 'one JSON record a line', render: renderNdjson },
  none: { means: 'nothing; the exit code tells', render: () => [] },
} satisfies Record<ReportFormatName, Reporter>;
