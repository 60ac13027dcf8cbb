import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PolicyResult, Report } from '../../src/model.ts';
import { command } from '../house/sample.ts';
import { CREDITED, LICENSED, reworked, SITES, TAKEN, writeFarm, writeOneMoreCopy } from '../support/farm/index.ts';
import { STORIES } from '../support/farm/stories.ts';

const FARM = 'daily-buzz';
const POLICY = `partners:
  - { name: Ledger Wire, sources: [ledger-wire], allow: always, to: [valley-echo] }
  - { name: Harbour Post, sources: [harbour-post], allow: always, to: [ledger-wire] }
  - { name: Harbour Post, sources: [harbour-post], allow: attributed, to: [valley-echo] }
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-check-'));
  writeFarm(folder);
  mkdirSync(path.join(folder, 'ours'));
  writeFileSync(path.join(folder, 'ours', 'policy.yaml'), POLICY);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WITH_POLICY = ['--config', 'ours/policy.yaml'];

test('the farm fails and nobody else: what it took is named, and from whom', () => {
  const { status, policy } = checked(SITES, ...WITH_POLICY);

  expect(status).toBe(1);
  expect(policy.sources.map(({ source, passed }) => [source, passed])).toEqual([
    [FARM, false],
    ['harbour-post', true],
    ['ledger-wire', true],
    ['valley-echo', true],
  ]);
  expect(policy.sources[0]).toMatchObject({ articles: 10, copied: TAKEN.length, copiedShare: 0.7, first: 0 });
  const named = policy.violations.map(({ article, others }) => [article, others.at(0)]);
  expect(named).toEqual(
    TAKEN.map(([source, story]) => [
      `${SITES}/${FARM}/${story}-you-wont-believe.txt`,
      `${SITES}/${source}/${story}.txt`,
    ]).sort(),
  );
});

test('what the partner prints under licence and what is credited is let off, and counted', () => {
  const { policy } = checked(SITES, ...WITH_POLICY);

  expect(verdictOn('ledger-wire', policy)).toMatchObject({ copied: 0, allowed: LICENSED.length });
  expect(verdictOn('valley-echo', policy)).toMatchObject({
    copied: 0,
    allowed: CREDITED.length,
    attribution: { named: CREDITED.length, generic: 0, missing: 0 },
  });
  expect(verdictOn('harbour-post', policy)).toMatchObject({ copied: 0, first: 9 });
});

test('without a word on licences a limit tells the farm from the others', () => {
  const { status, policy } = checked(SITES, '--max-copied', '0.6');

  expect(status).toBe(1);
  expect(failing(policy)).toEqual([FARM]);
  expect(checked(SITES, '--max-copied', '0.7').status).toBe(0);
});

test('a copy that names nobody is unattributed; one that credits is not', () => {
  const { policy } = checked(SITES, '--fail-on', 'unattributed');
  const articles = policy.violations.map(({ article }) => article);

  expect(articles).toHaveLength(TAKEN.length + LICENSED.length + 2);
  expect(articles.some((id) => id.includes('guest-'))).toBe(false);
  expect(policy.violations[0]?.reason).toContain('It names no source.');
});

test('a baseline accepts what is there, also after files were moved and renamed; a new copy then fails alone', () => {
  const args = [SITES, ...WITH_POLICY, '--baseline', 'ours/accepted'];

  expect(checked(...args).stderr).toContain('ours/accepted: there is no such baseline');
  expect(checked(...args, '--update-baseline')).toMatchObject({ status: 0, policy: { passed: true } });
  const lines = readFileSync(path.join(folder, 'ours', 'accepted'), 'utf8')
    .split('\n')
    .slice(2, -1);
  expect(lines).toEqual([...lines].sort());
  expect(lines.every((line) => /^[0-9a-f]{16}:[0-9a-f]{16} {2}# contained: \S+ = \S+$/.test(line))).toBe(true);

  const before = path.join(folder, SITES, FARM, 'goat-bridge-you-wont-believe.txt');
  renameSync(before, path.join(folder, SITES, FARM, 'moved.txt'));
  expect(checked(...args)).toMatchObject({ status: 0, policy: { baseline: { stale: [] } } });

  writeOneMoreCopy(folder);
  const after = checked(...args);
  expect(after.status).toBe(1);
  expect(after.policy.violations.map(({ article, others }) => [article, others])).toEqual([
    [`${SITES}/${FARM}/rivals-at-sea.txt`, [`${SITES}/ledger-wire/port-merger.txt`]],
  ]);
});

test('a new copy fails under the limit, too, once there is a baseline; what no longer occurs is told', () => {
  const args = [SITES, '--max-copied', '0.9', '--baseline', 'ours/accepted'];
  checked(...args, '--update-baseline');
  rmSync(path.join(folder, SITES, FARM, 'winter-road-you-wont-believe.txt'));
  const kept = checked(...args);
  writeOneMoreCopy(folder);
  const broken = checked(...args);

  expect(kept.status).toBe(0);
  expect(kept.policy.baseline?.stale).toHaveLength(1);
  expect(broken.status).toBe(1);
  expect(broken.policy.violations.map(({ article }) => path.basename(article))).toContain('rivals-at-sea.txt');
});

test.each([
  ['one line that is none', 'oops\n', 'ours/accepted:1: this is no line of a baseline'],
  ['a conflict that was left', '# x\n<<<<<<< HEAD\n', 'ours/accepted:2: this is no line of a baseline'],
])('a baseline with %s is not used', (_what, text, message) => {
  writeFileSync(path.join(folder, 'ours', 'accepted'), text);
  const { status, stderr } = checked(SITES, '--baseline', 'ours/accepted');

  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('--changed compares all and tells only of pairs with a changed file', () => {
  const list = [
    `${SITES}/${FARM}/tide-gauge-you-wont-believe.txt`,
    'not/there.txt',
    `${SITES}/valley-echo/mill-wheel.txt`,
  ];
  const policy = ['--changed', '-', ...WITH_POLICY];
  const byLine = checkedWith({ input: `${list.join('\n')}\n` }, SITES, ...policy);
  const byNul = checkedWith({ input: list.join('\0') }, SITES, ...policy);
  const none = checkedWith({ input: 'docs/readme.md\n' }, SITES, ...policy);

  expect(byLine.status).toBe(1);
  expect(byLine.policy.violations.map(({ article }) => article)).toEqual([list[0]]);
  expect(byLine.report.matches).toHaveLength(1);
  expect(byLine.report.matches[byLine.policy.violations[0]?.match ?? -1]?.left).toBe(list[0]);
  expect(verdictOn(FARM, byLine.policy).copied).toBe(TAKEN.length);
  expect(byNul.stdout).toBe(byLine.stdout);
  expect(none).toMatchObject({ status: 0, report: { matches: [], clusters: [] } });
});

test('--changed reads the quoted names of git', () => {
  const name = 'caf\u00e9 "au lait".txt';
  renameSync(path.join(folder, SITES, FARM, 'tide-gauge-you-wont-believe.txt'), path.join(folder, SITES, FARM, name));
  const input = `"${SITES}/${FARM}/caf\\303\\251 \\"au lait\\".txt"\n`;

  expect(
    checkedWith({ input }, SITES, '--changed', '-', ...WITH_POLICY).policy.violations.map(({ article }) => article),
  ).toEqual([`${SITES}/${FARM}/${name}`]);
});

test('--against judges one side by the other: only pairs between them, and the reference is nobody to judge', () => {
  const { status, policy, report } = checked(
    `${SITES}/${FARM}`,
    '--against',
    `${SITES}/harbour-post`,
    `${SITES}/ledger-wire`,
  );

  expect(status).toBe(1);
  expect(policy.sources).toHaveLength(1);
  expect(policy.sources[0]).toMatchObject({ articles: 10, copied: 5 });
  expect(report.matches).toHaveLength(5);
  expect(policy.violations.every(({ article }) => article.includes(FARM))).toBe(true);
  expect(checked(`${SITES}/${FARM}`, '--against', `${SITES}/${FARM}`).stderr).toContain('nothing to compare with');
});

test('an article is thin by its own words', () => {
  writeFileSync(
    path.join(folder, SITES, FARM, 'brief.txt'),
    'Rain is expected in the west tonight, the office says.\n',
  );
  const args = [SITES, '--fail-on', 'thin', '--min-words', '20'];
  const { status, policy } = checked(...args);

  expect(status).toBe(1);
  expect(policy.violations).toMatchObject([
    { rule: 'thin', source: FARM, article: `${SITES}/${FARM}/brief.txt`, others: [] },
  ]);
  expect(policy.violations[0]).not.toHaveProperty('match');
  expect(checked(...args, '--baseline', 'ours/b', '--update-baseline').status).toBe(0);
  expect(checked(...args, '--baseline', 'ours/b').status).toBe(0);
});

test('one frame with other data breaks the rule template on both sides, and no other rule', () => {
  const texts = path.join(import.meta.dirname, '..', '..', 'fixtures', 'template-pair', 'articles');
  for (const town of ['alden', 'veldham']) {
    mkdirSync(path.join(folder, 'markets', town), { recursive: true });
    cpSync(path.join(texts, `market-${town}.txt`), path.join(folder, 'markets', town, 'market.txt'));
  }
  const { status, policy, report } = checked('markets', '--fail-on', 'template');

  expect(status).toBe(1);
  expect(policy.violations).toMatchObject([
    { rule: 'template', source: 'alden', others: ['markets/veldham/market.txt'], match: 0 },
    { rule: 'template', source: 'veldham', others: ['markets/alden/market.txt'], match: 0 },
  ]);
  expect(report.matches[0]?.flags).toContain('template');
  expect(policy.sources).toMatchObject([{ copied: 0 }, { copied: 0 }]);
  expect(checked('markets', '--fail-on', 'syndicated,partial,unattributed').status).toBe(0);
  const accepting = ['markets', '--fail-on', 'template', '--baseline', 'ours/b'];
  expect(checked(...accepting, '--update-baseline').status).toBe(0);
  expect(readFileSync(path.join(folder, 'ours', 'b'), 'utf8')).toContain('# template: ');
  expect(checked(...accepting).status).toBe(0);
});

test('allow: canonical lets a copy off whose canonical link leads to the partner, and no other', () => {
  const links = {
    'tide-gauge': 'https://harbour-post.example/news/tide-gauge',
    'library-roof': 'https://daily-buzz.example/library-roof',
  };
  for (const [story, link] of Object.entries(links)) {
    const file = path.join(folder, SITES, FARM, `${story}-you-wont-believe`);
    writeFileSync(`${file}.md`, `---\ncanonical: ${link}\n---\n${readFileSync(`${file}.txt`, 'utf8')}`);
    rmSync(`${file}.txt`);
  }
  const harbourPost = `{ name: Harbour Post, sources: [harbour-post], allow: canonical, to: [${FARM}] }`;
  writeFileSync(path.join(folder, 'ours', 'canonical.yaml'), `${POLICY}  - ${harbourPost}\n`);
  const { policy } = checked(SITES, '--config', 'ours/canonical.yaml');
  const named = policy.violations.map(({ article }) => article);

  expect(verdictOn(FARM, policy)).toMatchObject({ copied: TAKEN.length - 1, allowed: 1, passed: false });
  expect(named).not.toContain(`${SITES}/${FARM}/tide-gauge-you-wont-believe.md`);
  expect(named).toContain(`${SITES}/${FARM}/library-roof-you-wont-believe.md`);
});

test('allow: never goes before every other word on the same pair, of a partner or of the page', () => {
  const never = `  - { name: Harbour Post, sources: [harbour-post], allow: never, to: [ledger-wire, valley-echo] }\n`;
  writeFileSync(path.join(folder, 'ours', 'never.yaml'), `${POLICY}${never}trustDeclarations: [valley-echo]\n`);
  const story = path.join(folder, SITES, 'valley-echo', 'guest-otter-count');
  writeFileSync(`${story}.md`, `---\nwirecopy: ignore\n---\n${readFileSync(`${story}.txt`, 'utf8')}`);
  rmSync(`${story}.txt`);
  const { status, policy } = checked(SITES, '--config', 'ours/never.yaml');

  expect(status).toBe(1);
  expect(failing(policy)).toEqual([FARM, 'ledger-wire', 'valley-echo']);
  expect(verdictOn('ledger-wire', policy)).toMatchObject({ allowed: 0 });
  expect(verdictOn('valley-echo', policy)).toMatchObject({ allowed: 0, declared: 1 });
  const named = policy.violations.map(({ article }) => path.basename(article).replace(/\.\w+$/, ''));
  expect(named).toEqual(expect.arrayContaining(LICENSED.map((name) => `regional-${name}`)));
  expect(named).toEqual(expect.arrayContaining(CREDITED.map((name) => `guest-${name}`)));
});

test.each([
  ['0: the policy is kept', () => [`${SITES}/harbour-post`, `${SITES}/ledger-wire/tin-price.txt`], 0],
  ['1: it is broken', () => [SITES], 1],
  ['2: wrong use', () => [SITES, '--max-copied', 'much'], 2],
  ['2: nothing to compare', () => ['ours'], 2],
  ['3: kept as far as could be read', () => [`${SITES}/harbour-post`, 'gone.txt'], 3],
  ['1 before 3', () => [SITES, 'gone.txt'], 1],
] as const)('exit code %s', (_name, args, status) => {
  expect(checked(...args()).status).toBe(status);
});

test('a check is never green with an input that could not be read, and has no flag for it', () => {
  writeFileSync(path.join(folder, SITES, 'harbour-post', 'broken.jsonl'), '{"text": \n');
  const run = checked(`${SITES}/harbour-post`);

  expect(run.status).toBe(3);
  expect(checked(`${SITES}/harbour-post`, '--allow-skipped')).toMatchObject({ status: 2, stdout: '' });
});

test('nothing that is planted in the scanned folder changes the verdict', () => {
  const plain = checked(SITES, ...WITH_POLICY);
  const farm = path.join(folder, SITES, FARM);
  for (const place of [path.join(folder, SITES), farm]) {
    writeFileSync(path.join(place, 'wirecopy.config.yaml'), 'maxCopied: 1\nexclude: ["**"]\n');
    writeFileSync(path.join(place, '.wirecopyrc'), '{"maxCopied": 1}');
    writeFileSync(path.join(place, 'package.json'), '{"wirecopy": {"trustDeclarations": ["*"]}}');
    writeFileSync(path.join(place, '.gitignore'), '*\n');
    writeFileSync(path.join(place, '.env'), 'WIRECOPY_MAX_COPIED=1\nNODE_OPTIONS=--bad\n');
    writeFileSync(path.join(place, 'robots.txt'), 'User-agent: *\nDisallow: /\n');
  }
  const planted = checked(SITES, ...WITH_POLICY);
  expect(planted.status).toBe(1);
  expect(verdictsIn(planted.policy)).toEqual(verdictsIn(plain.policy));

  const inside = checkedWith({ cwd: farm }, '..', '--config', path.join(folder, 'ours', 'policy.yaml'));
  expect(inside.status).toBe(1);
  const found = checkedWith({ cwd: farm }, '..', '--max-copied', '0.6');
  expect(failing(found.policy)).toEqual([FARM]);
  expect(found.stderr).toMatch(
    /^wirecopy: wirecopy\.config\.yaml: .*was not loaded \(.*--config wirecopy\.config\.yaml\)/,
  );
});

test('front matter and robots tags let nobody off, unless the policy trusts the source', () => {
  const claims = [
    'wirecopy: ignore',
    'robots: noindex',
    'source: harbour-post',
    'date: 1999-01-01',
    'canonical: https://harbour-post.example/tide-gauge',
    'author: Harbour Post',
  ].join('\n');
  const plain = verdictsIn(checked(SITES, ...WITH_POLICY).policy);
  const claim = (kept: (line: string) => boolean) => {
    const said = claims.split('\n').filter(kept).join('\n');
    for (const [source, story] of TAKEN) {
      const text = reworked((STORIES[source] as Readonly<Record<string, string>>)[story] ?? '', 'You will not believe');
      rmSync(path.join(folder, SITES, FARM, `${story}-you-wont-believe.txt`), { force: true });
      writeFileSync(path.join(folder, SITES, FARM, `${story}.md`), `---\n${said}\n---\n${text}`);
    }
  };
  claim(() => true);
  const planted = checked(SITES, ...WITH_POLICY);
  // A date that is trusted would make the farm the first.
  claim((line) => !line.startsWith('date') && !line.startsWith('source'));
  writeFileSync(path.join(folder, 'ours', 'trusting.yaml'), `${POLICY}trustDeclarations: [${FARM}]\n`);
  const trusted = checked(SITES, '--config', 'ours/trusting.yaml');

  expect(planted.status).toBe(1);
  expect(verdictsIn(planted.policy)).toEqual(
    plain.map((verdict) => (verdict.source === FARM ? { ...verdict, declared: TAKEN.length } : verdict)),
  );
  expect(trusted.status).toBe(0);
  expect(verdictOn(FARM, trusted.policy)).toMatchObject({ copied: 0, allowed: TAKEN.length });
});

test('a second copy of what was taken counts as well', () => {
  cpSync(
    path.join(folder, SITES, FARM, 'tide-gauge-you-wont-believe.txt'),
    path.join(folder, SITES, FARM, 'again.txt'),
  );
  const { policy } = checked(SITES, ...WITH_POLICY);

  expect(policy.violations.map(({ article }) => path.basename(article))).toContain('again.txt');
  expect(verdictOn(FARM, policy).copied).toBe(TAKEN.length + 1);
});

test('copies of which nothing shows whose they are count on both sides, and the report says so', () => {
  mkdirSync(path.join(folder, 'flat'));
  const story = STORIES['valley-echo']['post-van'];
  writeFileSync(path.join(folder, 'flat', 'a.txt'), story);
  writeFileSync(path.join(folder, 'flat', 'b.txt'), reworked(story, 'Off she goes'));
  const { status, policy } = checked('flat');

  expect(status).toBe(1);
  expect(policy.sources).toMatchObject([{ articles: 2, copied: 2, passed: false }]);
  expect(policy.sources[0]).not.toHaveProperty('source');
  expect(policy.violations[0]?.reason).toMatch(/^Nothing shows whether it or flat\/b\.txt was first\. /);
});

test('the text report stays within 80 columns, without colour, and in ASCII where the locale asks for it', () => {
  const run = spawnSync(process.execPath, [command, 'check', SITES, ...WITH_POLICY], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', FORCE_COLOR: undefined, NO_COLOR: undefined },
  });

  expect(run.status).toBe(1);
  expect(run.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(run.stdout).toMatch(/^[\x20-\x7e\n]*$/);
  expect(run.stdout).toContain('FAIL  daily-buzz          10  7 (70 %)    0 %        0      0');
  expect(run.stdout).toContain('pass  valley-echo         10         0    0 %        3      2');
  expect(run.stdout).toContain('The policy is broken (syndicated): 1 of 4 sources failed, 7 violations.');
  expect(run.stdout).toContain('--update-baseline');
});

test('JSON and NDJSON carry the policy, the same whatever the order of the paths', () => {
  const paths = ['daily-buzz', 'harbour-post', 'ledger-wire', 'valley-echo'].map((name) => `${SITES}/${name}/`);
  const there = checked(...paths, ...WITH_POLICY);
  const back = checked(...paths.toReversed(), ...WITH_POLICY);
  const lines = spawnSync(process.execPath, [command, 'check', SITES, ...WITH_POLICY, '--format', 'ndjson'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout.split('\n');

  expect(back.stdout).toBe(there.stdout);
  expect(JSON.parse(lines.at(-3) ?? '')).toMatchObject({ type: 'policy', passed: false });
});

interface Checked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: Report;
  readonly policy: PolicyResult;
}

function checked(...args: string[]): Checked {
  return checkedWith({}, ...args);
}

function checkedWith({ input = '', cwd = folder }: { input?: string; cwd?: string }, ...args: string[]): Checked {
  const run = spawnSync(process.execPath, [command, 'check', ...args, '--json'], { cwd, input, encoding: 'utf8' });
  const report = (run.stdout === '' ? {} : JSON.parse(run.stdout)) as Report;
  return { ...run, report, policy: report.policy as PolicyResult };
}

function failing({ sources }: PolicyResult): (string | undefined)[] {
  return sources.filter(({ passed }) => !passed).map(({ source }) => source);
}

function verdictOn(name: string, { sources }: PolicyResult) {
  const verdict = sources.find(({ source }) => source === name);
  if (verdict === undefined) throw new Error(`no verdict on ${name}`);
  return verdict;
}

/** Without what depends on how many files there are. */
function verdictsIn({ sources }: PolicyResult) {
  return sources.filter(({ source }) => source !== undefined).map(({ articles: _, copiedShare: __, ...rest }) => rest);
}
