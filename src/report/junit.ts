import type { Cluster, Problem, Report } from '../model.ts';
import { markup } from './escape.ts';
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
 * JUnit XML (XML 1.0): a cluster of copies is a test that failed, and reading the input one that broke where
 * something could not be read.
 */
export function* renderJunit(report: Report): Iterable<string> {
  const suites: readonly (readonly [string, readonly Case[]])[] = [
    ['clusters of copies', report.clusters.map((cluster) => clusterCase(cluster))],
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

function clusterCase({ id, members, relation, keyTerms }: Cluster): Case {
  const message = `${capital(RELATION_LABELS[relation])}: ${counted(members.length, 'article')}`;
  const left = members.length - MAX_MEMBERS;
  return {
    name: keyTerms.length === 0 ? id : `${id}: ${keyTerms.join(', ')}`,
    outcome: { kind: 'failure', type: relation, message },
    details: [...members.slice(0, MAX_MEMBERS), ...(left > 0 ? [`and ${counted(left, 'more article')}`] : [])],
  };
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
