import type { ReportFormatName } from '../model.ts';
import { renderCsv } from './csv.ts';
import { renderGithub } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderNdjson } from './ndjson.ts';
import type { Reporter } from './reporter.ts';
import { renderSarif } from './sarif.ts';
import { renderTerminal } from './terminal.ts';

export { jsonOf, visible, visibleAscii } from './escape.ts';
export { toldExclusions } from './exclusions.ts';
export type { Piece, RenderContext, Reporter } from './reporter.ts';
export { renderComparison } from './terminal/comparison.ts';

/** Every format a report can be written in; the one place to add one. */
export const REPORTERS = {
  text: { means: 'for people, in a terminal or a file', render: renderTerminal },
  json: { means: 'one JSON document', render: renderJson },
  ndjson: { means: 'one JSON record a line', render: renderNdjson },
  csv: { means: 'one row a pair, for spreadsheets', render: renderCsv },
  markdown: { means: 'a comment for a pull request', render: renderMarkdown },
  sarif: { means: 'SARIF 2.1.0, for code scanning', render: renderSarif },
  github: { means: 'annotations of GitHub Actions', render: renderGithub },
  junit: { means: 'JUnit XML, for the test view of a build server', render: renderJunit },
  html: { means: 'one page to look at, that needs no network', render: renderHtml },
  none: { means: 'nothing; the exit code tells', render: () => [] },
} satisfies Record<ReportFormatName, Reporter>;
