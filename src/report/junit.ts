import type { Cluster, PolicyResult, Problem, Report, Violation } from '../model.ts';
import { markup } from './escape.ts';
import { brokenArticles, copiedShareOf, RULE_LABELS } from './findings.ts';
import { capital, counted, grouped, RELATION_LABELS } from './wording.ts';

/** Members of a cluster that are named; a build server shows them in a box of a few lines. Taste. */
const MAX_MEMBERS = 200;

/** One test, as a build server lists it; without `outcome` it passed. */
interface Case {
  readonly name: string;
  readonly outcome?: { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string };
  readonly details: readonly string[];
}

/**
 * JUnit XML (XML 1.0). Under a policy each source is a test, and one that breaks it failed; without one, each cluster of
 * copies is a test that failed. Reading the input is a test that broke where something could not be read.
 */
export function* renderJunit(report: Report): Iterable<string> {
  const suites: readonly (readonly [string, readonly Case[]])[] = [
    ...(report.policy === undefined ? [] : [['policy', sourceCases(report.policy)] as const]),
    ['clusters of copies', report.clusters.map((cluster) => clusterCase(cluster, report.policy))],
    ['input', [inputCase(report)]],
  ];
  const all = suites.flatMap(([, cases]) => cases);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="wirecopy" ${tally(all)}>\n`;
  for (const [name, cases] of suites) {
    yield `  <testsuite name="${markup(name)}" ${tally(cases)} skipped="0">\n`;
    for (const each of cases) yield* caseLines(name, each);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function tally(cases: readonly Case[]): string {
  const count = (kind: 'failure' | 'error') => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
}

function* caseLines(suite: string, { name, outcome, details }: Case): Iterable<string> {
  yield `    <testcase classname="wirecopy.${markup(suite.replaceAll(' ', '-'))}" name="${markup(name)}" time="0">\n`;
  const text = details.map((line) => `${markup(line)}\n`).join('');
  if (outcome === undefined) yield `      <system-out>${text}</system-out>\n`;
  else {
    const { kind, type, message } = outcome;
    yield `      <${kind} type="${markup(type)}" message="${markup(message)}">${text}</${kind}>\n`;
  }
  yield '    </testcase>\n';
}

function clusterCase({ id, members, relation, keyTerms }: Cluster, policy: PolicyResult | undefined): Case {
  const message = `${capital(RELATION_LABELS[relation])}: ${counted(members.length, 'article')}`;
  const left = members.length - MAX_MEMBERS;
  return {
    name: keyTerms.length === 0 ? id : `${id}: ${keyTerms.join(', ')}`,
    // Under a policy the sources say what failed.
    ...(policy === undefined ? { outcome: { kind: 'failure', type: relation, message } as const } : {}),
    details: [
      ...(policy === undefined ? [] : [message]),
      ...members.slice(0, MAX_MEMBERS),
      ...(left > 0 ? [`and ${counted(left, 'more article')}`] : []),
    ],
  };
}

function sourceCases({ sources, violations }: PolicyResult): Case[] {
  const brokenBy = new Map<string | undefined, Violation[]>();
  for (const violation of violations) {
    const known = brokenBy.get(violation.source);
    if (known === undefined) brokenBy.set(violation.source, [violation]);
    else known.push(violation);
  }
  const cases = sources.map((verdict): Case => {
    const broken = brokenBy.get(verdict.source) ?? [];
    brokenBy.delete(verdict.source);
    return sourceCase(verdict.source, broken, copiedShareOf(verdict), verdict.passed);
  });
  // A source without a copy has no verdict of its own, and may break another rule.
  const others = [...brokenBy].map(([source, broken]) => sourceCase(source, broken, '', true));
  return [...cases, ...others];
}

function sourceCase(source: string | undefined, broken: readonly Violation[], told: string, passed: boolean): Case {
  const name = source ?? 'articles of no known source';
  const details = broken
    .slice(0, MAX_MEMBERS)
    .map(({ rule, article, reason }) => `${article}: ${RULE_LABELS[rule]}. ${reason}`);
  const left = broken.length - details.length;
  if (left > 0) details.push(`and ${counted(left, 'more article')}`);
  if (passed && broken.length === 0) return { name, details: told === '' ? [] : [told] };
  const message = [told, ...(broken.length > 0 ? [`${brokenArticles(broken)} against the policy`] : [])]
    .filter((part) => part !== '')
    .join('; ');
  return { name, outcome: { kind: 'failure', type: 'policy', message }, details };
}

/** Warnings are told too, and fail nothing: what was read with one was compared. */
function inputCase({ counts, problems }: Report): Case {
  const { compared, skipped, excluded } = counts;
  const summary = `${counted(compared, 'article')} compared, ${grouped(skipped)} not read, ${grouped(excluded)} left out`;
  const details = [summary, ...problems.map(told)];
  if (skipped === 0) return { name: 'everything was read', details };
  const message = `${counted(skipped, 'input')} could not be read`;
  return { name: 'everything was read', outcome: { kind: 'error', type: 'skipped', message }, details };
}

function told({ where, what, remedy }: Problem): string {
  return `${where === '' ? '' : `${where}: `}${what}${remedy === '' ? '' : ` (${remedy})`}`;
}
