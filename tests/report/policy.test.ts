import { expect, test } from 'vitest';
import { parseXml } from '../support/xml.ts';
import { rendered } from './render.ts';
import { POLICY_REPORT as REPORT } from './sample-policy.ts';

test('SARIF: what breaks the policy is an error, and what was let off a note', () => {
  const { results } = JSON.parse(rendered('sarif', REPORT)).runs[0];
  const levels = results.map(
    ({
      level,
      ruleId,
      locations,
    }: {
      level: string;
      ruleId: string;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    }) => [locations[0]?.physicalLocation.artifactLocation.uri, level, ruleId],
  );

  expect(levels).toEqual([
    ['farm/thin.txt', 'error', 'thin'],
    ['farm/a.txt', 'error', 'copy'],
    ['farm/b.txt', 'note', 'copy'],
    ['wire/a.txt', 'note', 'copy'],
    ['wire/b.txt', 'note', 'copy'],
  ]);
  expect(results[1].message.text).toMatch(
    /^Breaks the policy \(a copy of another source; a copy that does not say whose it is\)\. /,
  );
  expect(results[1].properties.policy).toEqual(['syndicated', 'unattributed']);
});

test('GitHub: errors come first, and the last line says how the policy fared', () => {
  const lines = rendered('github', REPORT).trimEnd().split('\n');

  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(2);
  expect(lines[0]).toContain('file=farm/thin.txt');
  expect(lines.at(-1)).toContain('the policy is broken by 2 articles, 1 of 2 sources over the limit');
  expect(rendered('github', { ...REPORT, policy: { ...REPORT.policy, passed: true, violations: [] } })).toContain(
    'the policy is kept',
  );
});

test('JUnit: a source is a test that passed or failed, and a cluster by itself fails nothing', () => {
  const [policy, clusters] = parseXml(rendered('junit', REPORT)).children;
  const outcomes = policy?.children.map(({ attributes, children }) => [attributes['name'], children[0]?.name]);

  expect(outcomes).toEqual([
    ['farm', 'failure'],
    ['wire', 'system-out'],
  ]);
  expect(policy?.children[0]?.children[0]?.attributes['message']).toBe(
    '2 of 4 articles (50 %) copy another source; the limit is 25 %; 2 articles against the policy',
  );
  expect(clusters?.attributes['failures']).toBe('0');
});

test('JUnit: a source that is judged by no limit fails by another rule', () => {
  const policy = { ...REPORT.policy, sources: [] };
  const [suite] = parseXml(rendered('junit', { ...REPORT, policy })).children;

  expect(suite?.children.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
    ['farm', 'failure'],
  ]);
});

test('Markdown: the verdicts stand first, then what breaks the policy', () => {
  const page = rendered('markdown', REPORT);

  expect(page).toMatch(/^### wirecopy: the policy is broken by 2 articles\n/);
  expect(page).toContain('| ✖ `farm` | 4 | 2 (50 %) | 25 % |');
  expect(page).toContain('| ✔ `wire` |');
  expect(page).toContain('- `farm/a.txt` a copy of another source: `wire/a.txt`');
});

test('HTML: the page holds the verdicts, and leads from an article to the pair that broke a rule', () => {
  const page = rendered('html', REPORT);
  const { head } = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');

  expect(page).toContain('<h1 tabindex="-1">2 articles against the policy</h1>');
  expect(head.policy.sources.map(({ name, passed }: { name: string; passed: boolean }) => [name, passed])).toEqual([
    ['farm', false],
    ['wire', true],
  ]);
  expect(head.policy.violations[0]).toMatchObject({ article: 'farm/a.txt', pair: 0 });
  expect(head.policy.violations[2]).not.toHaveProperty('pair');
});
