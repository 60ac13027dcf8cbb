import type { Cluster, Match, PolicyResult, Report, ReportArticle } from '../model.ts';
import { markdownCode, markup } from './escape.ts';
import { toldExclusions } from './exclusions.ts';
import { brokenArticles, RULE_LABELS } from './findings.ts';
import {
  capital,
  counted,
  disguiseOf,
  grouped,
  isEstimate,
  isSyndicated,
  isTemplate,
  percent,
  problemCount,
  RELATION_LABELS,
  toldBorders,
} from './wording.ts';

/** A comment on GitHub may have so many characters, and is refused with one more. Source: the API's own message. */
const MAX_CHARACTERS = 65_536;
/** Kept for the sentence that says what was left out. */
const CLOSING_CHARACTERS = 400;
const MAX_MEMBERS = 20;
const MAX_SOURCES = 20;
const MAX_PROBLEMS = 10;
/** A longer name is cut in its middle: a table is read across. */
const MAX_NAME_CHARACTERS = 120;

/** A comment for a pull request. Names stand in spans of code, so that they mention nobody, link nowhere and are no markup. */
export function* renderMarkdown(report: Report): Iterable<string> {
  const articles = new Map(report.articles.map((article) => [article.id, article]));
  let room = MAX_CHARACTERS - CLOSING_CHARACTERS;
  let left = 0;
  for (const { text, holds } of blocks(report, articles)) {
    // The first block that does not fit ends the page: a later, smaller one would seem to follow what it does not.
    if (left > 0 || text.length > room) {
      left += holds;
      continue;
    }
    room -= text.length;
    yield text;
  }
  if (left > 0) {
    yield `\n**${grouped(left)} more findings are left out**: a comment holds ${grouped(MAX_CHARACTERS)} characters. The JSON and the HTML report have all.\n`;
  }
}

/** A part of the page that is shown whole or not at all, and how many findings it holds. */
interface Block {
  readonly text: string;
  readonly holds: number;
}

function* blocks(report: Report, articles: ReadonlyMap<string, ReportArticle>): Iterable<Block> {
  const { counts, clusters } = report;
  yield { text: `### wirecopy: ${headline(report)}\n\n${summary(report)}\n`, holds: 0 };
  const matchesOf = new Map<string, Match[]>();
  const loose: Match[] = [];
  for (const match of report.matches) {
    const cluster = articles.get(match.left)?.cluster;
    if (cluster === undefined || cluster !== articles.get(match.right)?.cluster) loose.push(match);
    else matchesOf.set(cluster, [...(matchesOf.get(cluster) ?? []), match]);
  }
  if (report.policy === undefined) yield* sourceBlocks(report);
  else yield* policyBlocks(report.policy);
  const bySize = [...clusters].sort((a, b) => b.members.length - a.members.length);
  for (const cluster of bySize) {
    yield { text: clusterText(cluster, matchesOf.get(cluster.id) ?? [], report, articles), holds: 1 };
  }
  yield* pairBlocks(loose.filter(isListed), report);
  yield* problemBlocks(report);
  if (counts.matchesOmitted > 0) {
    yield {
      text: `\n${counted(counts.matchesOmitted, 'pair')} inside large clusters counted, not listed.\n`,
      holds: 0,
    };
  }
}

function isListed({ relation }: Match): boolean {
  return relation !== 'independent';
}

function headline({ counts, policy }: Report): string {
  if (policy !== undefined && counts.compared > 0) {
    if (policy.passed) return 'the policy is kept';
    return `the policy is broken by ${brokenArticles(policy.violations)}`;
  }
  if (counts.compared === 0) return 'nothing was compared';
  if (counts.clusters === 0) return 'no copies found';
  return `${counted(counts.clusters, 'cluster')} of copies`;
}

function summary(report: Report): string {
  const { counts } = report;
  const { relations } = counts;
  const borders = toldBorders(report);
  const parts = [
    `${counted(counts.compared, 'article')} compared`,
    `${grouped(counts.clustered)} in a cluster`,
    ...(relations.partial > 0 ? [`${counted(relations.partial, 'pair')} partly reused`] : []),
    ...(relations.quotes > 0 ? [`${counted(relations.quotes, 'pair')} sharing only quotations`] : []),
    ...(counts.tooShort > 0 ? [`${grouped(counts.tooShort)} too short to judge`] : []),
    ...(counts.skipped > 0 ? [`**${grouped(counts.skipped)} not read**`] : []),
    ...(counts.excluded > 0 ? [`${grouped(counts.excluded)} left out`] : []),
  ];
  const reasons = toldExclusions(counts.excludedBy);
  const left = reasons === '' ? '' : ` (${markdownCode(reasons)})`;
  return `${parts.join(' · ')}${left}${borders === undefined ? '' : `\n\n${borders}`}`;
}

function* sourceBlocks({ sources }: Report): Iterable<Block> {
  if (sources.length < 2) return;
  const shown = [...sources]
    .sort((a, b) => b.clustered / b.articles - a.clustered / a.articles || b.clustered - a.clustered)
    .slice(0, MAX_SOURCES);
  const rows = shown.map(
    ({ source, articles, clustered }) =>
      `| ${name(source)} | ${grouped(articles)} | ${grouped(clustered)} | ${percent(clustered / articles)} |`,
  );
  const left = sources.length - shown.length;
  const more = left > 0 ? `\n${counted(left, 'more source')} in the other reports.\n` : '';
  yield {
    text: `\n| source | articles | in a cluster | share |\n| --- | ---: | ---: | ---: |\n${rows.join('\n')}\n${more}`,
    holds: 0,
  };
}

function* policyBlocks({ sources, violations }: PolicyResult): Iterable<Block> {
  const failedFirst = [...sources].sort((a, b) => Number(a.passed) - Number(b.passed) || b.copiedShare - a.copiedShare);
  const rows = failedFirst.slice(0, MAX_SOURCES).map((verdict) => {
    const { source, articles, copied, copiedShare, limit, attribution, first, passed } = verdict;
    const cells = [
      `${passed ? '✔' : '✖'} ${source === undefined ? 'of no known source' : name(source)}`,
      grouped(articles),
      `${grouped(copied)} (${percent(copiedShare)})`,
      percent(limit),
      ...[attribution.named, attribution.generic, attribution.missing, first].map(grouped),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const left = sources.length - rows.length;
  const more = left > 0 ? `\n${counted(left, 'more source')} in the other reports.\n` : '';
  if (rows.length > 0) {
    const head =
      '| source | articles | copied | limit | credit named | generic | missing | first |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';
    yield { text: `\n${head}\n${rows.join('\n')}\n${more}`, holds: 0 };
  }
  for (let at = 0; at < violations.length; at += ROWS_PER_BLOCK) {
    const lines = violations.slice(at, at + ROWS_PER_BLOCK).map(({ rule, article, others }) => {
      const [other] = others;
      const whose =
        other === undefined
          ? ''
          : `: ${name(other)}${others.length > 1 ? ` and ${grouped(others.length - 1)} more` : ''}`;
      return `- ${name(article)} ${RULE_LABELS[rule]}${whose}`;
    });
    const title = at === 0 ? '\n**Against the policy**\n\n' : '';
    yield { text: `${title}${lines.join('\n')}\n`, holds: lines.length };
  }
}

function clusterText(
  { id, members, representative, relation, keyTerms }: Cluster,
  matches: readonly Match[],
  report: Report,
  articles: ReadonlyMap<string, ReportArticle>,
): string {
  const best = new Map<string, Match>();
  for (const match of matches) {
    for (const member of [match.left, match.right]) {
      const known = best.get(member);
      if (known === undefined || known.evidence.score < match.evidence.score) best.set(member, match);
    }
  }
  const rows = members.slice(0, MAX_MEMBERS).map((member) => {
    const match = best.get(member);
    const disguise = match === undefined ? undefined : disguiseOf(match);
    const told = disguise === undefined ? '' : `; one is ${disguise}`;
    const other = match === undefined ? '' : `${name(match.left === member ? match.right : match.left)}${told}`;
    const mark = member === representative ? ' ★' : '';
    const shares = match === undefined ? ['', ''] : shareCells(match, match.left === member, report);
    return `| ${name(member)}${mark} | ${grouped(articles.get(member)?.words ?? 0)} | ${shares.join(' | ')} | ${other} |`;
  });
  const left = members.length - rows.length;
  const terms = keyTerms.length === 0 ? '' : ` · ${name(keyTerms.join(', '))}`;
  const heading = `<b>${capital(RELATION_LABELS[relation])}</b> · ${counted(members.length, 'article')} · ${markup(id)}`;
  return [
    `\n<details><summary>${heading}</summary>\n`,
    ...(terms === '' ? [] : [`${terms.slice(3)}\n`]),
    '| article | words | of it elsewhere | the other way | closest to |',
    '| --- | ---: | ---: | ---: | --- |',
    ...rows,
    ...(left > 0 ? [`\nand ${counted(left, 'more article')}`] : []),
    '\n</details>\n',
  ].join('\n');
}

/** What the article shares, and what of the other one. */
function shareCells({ evidence, relation }: Match, isLeft: boolean, report: Report): [string, string] {
  if (relation === 'identical') return ['all', 'all'];
  if (isEstimate(report)) return [`about ${percent(evidence.jaccard)}`, ''];
  const shares: [string, string] = [percent(evidence.leftInRight), percent(evidence.rightInLeft)];
  return isLeft ? shares : [shares[1], shares[0]];
}

const ROWS_PER_BLOCK = 50;

function* pairBlocks(matches: readonly Match[], report: Report): Iterable<Block> {
  if (matches.length === 0) return;
  const head =
    '| left | right | relation | left in right | right in left | longest run |\n| --- | --- | --- | ---: | ---: | ---: |\n';
  const ordered = [...matches].sort(
    (a, b) =>
      Number(isSyndicated(b.relation)) - Number(isSyndicated(a.relation)) ||
      b.evidence.matchedWords - a.evidence.matchedWords,
  );
  for (let at = 0; at < ordered.length; at += ROWS_PER_BLOCK) {
    const rows = ordered.slice(at, at + ROWS_PER_BLOCK).map((match) => {
      const flagged = [isTemplate(match) ? 'template' : undefined, disguiseOf(match)].filter(
        (flag) => flag !== undefined,
      );
      const called = [match.relation, ...flagged].join(', ');
      const cells = [...shareCells(match, true, report), counted(match.evidence.longestRun, 'word')];
      return `| ${name(match.left)} | ${name(match.right)} | ${called} | ${cells.join(' | ')} |`;
    });
    const title = at === 0 ? '\n**Pairs outside one cluster**\n\n' : '\n';
    yield { text: `${title}${head}${rows.join('\n')}\n`, holds: rows.length };
  }
}

function* problemBlocks({ problems }: Report): Iterable<Block> {
  if (problems.length === 0) return;
  const rows = problems
    .slice(0, MAX_PROBLEMS)
    .map(
      ({ where, what, remedy }) =>
        `- ${where === '' ? '' : `${name(where)} `}${name(what)}${remedy === '' ? '' : `: ${name(remedy)}`}`,
    );
  const left = problemCount(problems.slice(MAX_PROBLEMS));
  const more = left > 0 ? `\n- and ${counted(left, 'more')} in the JSON report` : '';
  yield { text: `\n**Not read, or read with a warning**\n\n${rows.join('\n')}${more}\n`, holds: 0 };
}

function name(text: string): string {
  if (text.length <= MAX_NAME_CHARACTERS) return markdownCode(text);
  const half = Math.floor(MAX_NAME_CHARACTERS / 2);
  return markdownCode(`${text.slice(0, half)}…${text.slice(-half)}`);
}
