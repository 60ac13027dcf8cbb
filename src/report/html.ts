import { createHash } from 'node:crypto';
import type { Report } from '../model.ts';
import { toldExclusions } from './exclusions.ts';
import { brokenArticles } from './findings.ts';
import { pageDataOf } from './html/data.ts';
import script from './html/page.client.js?raw';
import style from './html/page.css?raw';
import { Html, html } from './html/template.ts';
import type { RenderContext } from './reporter.ts';
import { counted, grouped, toldBorders } from './wording.ts';

/**
 * The report as one page that needs nothing else: it opens from disk, loads nothing, and its policy lets nothing run but
 * the one script whose hash it names. Texts are embedded as far as MAX_PAGE_BYTES goes; the page says where they are not.
 */
export function* renderHtml(report: Report, { textOf }: Pick<RenderContext, 'textOf'>): Iterable<string> {
  const { base, details } = pageDataOf(report, textOf);
  yield frame(report).text;
  yield '<script type="application/json" id="data">';
  yield* base;
  yield '</script>\n<script type="text/plain" id="details">';
  yield* details;
  yield `</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function frame(report: Report): Html {
  const { counts, tool } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="wirecopy ${tool.version}">
<meta name="robots" content="noindex">
<title>${headline(report)} · wirecopy</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="bar"><div class="wide">
<a class="mark" href="#/">wirecopy</a>
<nav aria-label="Report"><a href="#/" data-nav="overview">Overview</a><a href="#/input" data-nav="input">Input</a></nav>
<button type="button" class="plain" id="theme">Dark</button>
</div></header>
<main class="wide" id="main">
<div id="overview">
<h1 tabindex="-1">${headline(report)}</h1>
<p class="lead">${lead(report)}</p>
<dl class="totals">${totals(report)}</dl>
<div id="lists"><noscript><p class="note">The lists and the texts of this page are shown by its script, which is switched off.</p></noscript></div>
</div>
<div id="view" hidden></div>
</main>
<footer class="wide">Made by wirecopy ${tool.version}. ${counted(counts.seen, 'input')} seen: ${grouped(counts.compared)} compared, ${grouped(counts.skipped)} not read, ${grouped(counts.excluded)} left out.</footer>
`;
}

function headline({ counts, policy }: Report): string {
  if (counts.compared === 0) return 'Nothing was compared';
  if (policy?.passed === true) return 'The policy is kept';
  if (policy !== undefined) return `${brokenArticles(policy.violations)} against the policy`;
  if (counts.clustered === 0) return `No copies among ${counted(counts.compared, 'article')}`;
  return `${grouped(counts.clustered)} of ${counted(counts.compared, 'article')} run a story that others run too`;
}

function lead(report: Report): string {
  const { counts, settings, policy } = report;
  const parts: string[] = [];
  if (counts.clusters > 0) {
    const whose =
      policy === undefined
        ? 'They form'
        : `${grouped(counts.clustered)} of ${counted(counts.compared, 'article')} form`;
    parts.push(`${whose} ${counted(counts.clusters, 'cluster')}.`);
  } else if (counts.compared > 1) {
    parts.push(
      `${counted(counts.candidates, 'pair')} looked alike and ${counts.candidates === 1 ? 'was' : 'were'} read side by side.`,
    );
  }
  if (settings.method === 'classic')
    parts.push('The classic method was used: its numbers are estimates, and it shows no passages.');
  const borders = toldBorders(report);
  if (borders !== undefined) parts.push(borders);
  if (counts.tooShort > 0)
    parts.push(`${counted(counts.tooShort, 'article')} ${counts.tooShort === 1 ? 'was' : 'were'} too short to judge.`);
  if (counts.skipped > 0) parts.push(`${counted(counts.skipped, 'input')} could not be read.`);
  const reasons = toldExclusions(counts.excludedBy);
  if (counts.excluded > 0)
    parts.push(`Left out by a rule: ${grouped(counts.excluded)}${reasons === '' ? '' : ` (${reasons})`}.`);
  return parts.join(' ');
}

function totals({ counts }: Report): Html[] {
  const { relations } = counts;
  const figures: readonly (readonly [string, number])[] = [
    ['articles compared', counts.compared],
    ['in a cluster', counts.clustered],
    ['clusters', counts.clusters],
    ['pairs of copies', relations.identical + relations.copy + relations.contained],
    ['pairs partly reused', relations.partial],
    ['pairs sharing quotations', relations.quotes],
  ];
  return figures.map(([name, count]) => html`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>`);
}
