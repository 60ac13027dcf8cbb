import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BORDERS, DEFAULT_BORDERS } from '../../src/borders.ts';
import { blankConfig } from '../../src/cli/config.ts';
import { CONFIG_SCHEMA, complaintOf } from '../../src/cli/config-schema.ts';
import { main } from '../../src/cli/main.ts';
import { helpText } from '../../src/cli/program.ts';
import { COMMANDS, type CommandName } from '../../src/commands.ts';
import type { Report } from '../../src/model.ts';
import { CONFIG_KEYS, longFlagOf, OPTIONS, type OptionSpec } from '../../src/options.ts';
import { EMPTY_REPORT } from '../report/sample.ts';
import { fakeIo, type Workings, workingsThatFind } from './fake-io.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-config-'));
  mkdirSync(path.join(folder, 'work', 'articles'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const REPORT = { ...EMPTY_REPORT, counts: { ...EMPTY_REPORT.counts, seen: 2, compared: 2 } };

test.each([
  ['wirecopy.config.json', '{"maxCopied": 0.25}'],
  ['wirecopy.config.yaml', 'maxCopied: 0.25 # a quarter\n'],
  ['wirecopy.config.yml', 'maxCopied: 0.25\n'],
  ['.wirecopyrc', 'maxCopied: 0.25\n'],
  ['.wirecopyrc', '{"maxCopied": 0.25}'],
  ['package.json', '{"name": "x", "wirecopy": {"maxCopied": 0.25}}'],
])('%s is found from the current folder upwards: %s', async (name, text) => {
  put(name, text);
  writeFileSync(path.join(folder, 'work', 'package.json'), '{"name": "nothing of ours"}');

  expect((await asked('check', 'articles')).maxCopied).toBe(0.25);
});

test('what is typed beats the configuration, and that beats the default', async () => {
  put('wirecopy.config.yaml', 'maxCopied: 0.25\nfailOn: [thin, syndicated]\nexplain: true\n');

  expect(await asked('check', 'articles', '--max-copied', '0.5')).toMatchObject({
    maxCopied: 0.5,
    failOn: ['syndicated', 'thin'],
    minWords: 40,
  });
});

test('partners, first sources, limits of their own and trust reach the policy', async () => {
  put(
    'wirecopy.config.yaml',
    'partners: [{ name: W, sources: [w], allow: always }]\nfirst: [us]\nperSource: { w: { maxCopied: 1 } }\ntrustDeclarations: [us]\n',
  );

  expect(await asked('check', 'articles')).toMatchObject({
    partners: [{ name: 'W', sources: ['w'], allow: 'always' }],
    first: ['us'],
    perSource: [{ source: 'w', maxCopied: 1 }],
    trustDeclarations: ['us'],
  });
});

test('a command takes what is its own from a configuration, and leaves the rest', async () => {
  put('wirecopy.config.yaml', 'maxCopied: 0.25\nmethod: classic\nonly: [quotes]\n');
  const settings: unknown[] = [];
  const scan: Workings['scan'] = async (_inputs, given) => {
    settings.push(given);
    return REPORT;
  };
  await main(['articles'], fakeIo({ cwd: path.join(folder, 'work') }), workingsThatFind(REPORT, { scan }));

  expect(settings).toEqual([{ method: 'classic', only: ['quotes'], explain: false, borders: {} }]);
});

const TRIMMED = path.join(import.meta.dirname, '..', '..', 'fixtures', 'trimmed-repost', 'articles');

/** Each command on the fixture, with these borders: what its JSON says of the one pair, and of the borders. */
async function judgedWith(borders: string, argv: readonly string[]) {
  put('work/borders.yaml', `borders: ${borders}\n`);
  const io = fakeIo({ cwd: TRIMMED });
  await main([...argv, '--json', '--config', path.join(folder, 'work', 'borders.yaml')], io);
  const { matches, clusters, settings } = JSON.parse(io.printed()) as Report;
  return { relation: matches[0]?.relation, clusters: clusters.length, moved: settings.borders, bytes: io.printed() };
}

const PAIR = ['norlund-press.txt', 'valley-observer.txt'];
const COMMANDS_THAT_JUDGE = [
  ['scan', ['.', '--only', 'all']],
  ['check', ['check', ...PAIR, '--only', 'all', '--source', 'regex:^(\\w+)']],
  ['compare', ['compare', ...PAIR]],
] as const;

test.each(COMMANDS_THAT_JUDGE)(
  'a border that is moved moves the verdict of %s, and the report says so',
  async (_name, argv) => {
    // One text holds .8358 of the words and .8704 of the sentences of the other.
    const byWords = await judgedWith('{ containedShare: 0.83 }', argv);
    const neither = await judgedWith('{ containedSentences: 0.88, copySentences: 0.9 }', argv);
    const untied = await judgedWith('{ edgeReach: 0.9 }', argv);

    expect(byWords).toMatchObject({ relation: 'contained', clusters: 1, moved: { containedShare: 0.83 } });
    expect(neither).toMatchObject({ relation: 'partial', moved: { copySentences: 0.9, containedSentences: 0.88 } });
    expect(untied).toMatchObject({ relation: 'contained', clusters: 0, moved: { edgeReach: 0.9 } });
  },
);

test.each(COMMANDS_THAT_JUDGE)(
  'borders that stand where they always do leave the report of %s as it is',
  async (_name, argv) => {
    const io = fakeIo({ cwd: TRIMMED });
    await main([...argv, '--json'], io);
    const { bytes, moved } = await judgedWith(JSON.stringify(DEFAULT_BORDERS), argv);

    expect(bytes).toBe(io.printed());
    expect(moved).toBeUndefined();
  },
);

test('the textbook method has no borders, and its report names none', async () => {
  const { moved } = await judgedWith('{ copyShare: 0.95 }', ['.', '--only', 'all', '--method', 'classic']);

  expect(moved).toBeUndefined();
});

test('a person reads which borders were moved', async () => {
  put('work/borders.yaml', 'borders: { edgeReach: 0.9, copyShare: 0.81 }\n');
  const io = fakeIo({ cwd: TRIMMED });
  await main(['.', '--config', path.join(folder, 'work', 'borders.yaml')], io);

  expect(io.printed()).toContain('Borders moved: copyShare 0.81, edgeReach 0.9.\n');
});

test('a stage is judged by the borders, too', async () => {
  put('work/borders.yaml', 'borders: { containedSentences: 0.88, copySentences: 0.9 }\n');
  const io = fakeIo({ cwd: TRIMMED });
  await main(['.', '--stop-after', 'matches', '--config', path.join(folder, 'work', 'borders.yaml')], io);

  expect(JSON.parse(io.printed())).toMatchObject({ type: 'match', relation: 'partial' });
});

test.each([
  ['in the scanned folder', 'work/articles/wirecopy.config.yaml', ['.'], 'work/articles'],
  ['above, in a scanned folder', 'work/wirecopy.config.yaml', ['.'], 'work'],
  ['in the folder of a glob', 'work/articles/.wirecopyrc', ['../articles/*.txt'], 'work/articles'],
  ['in a scanned folder by another name', 'work/articles/.wirecopyrc', ['../link'], 'work/articles'],
  ['in the reference', 'work/wirecopy.config.yaml', ['articles', '--against', '.'], 'work'],
  ['where a list may name it', 'work/wirecopy.config.yaml', ['--files-from', '-'], 'work'],
])('one that lies %s is not loaded, and the message says how to name it', async (_where, file, args, cwd) => {
  symlinkSync(path.join(folder, 'work', 'articles'), path.join(folder, 'work', 'link'));
  put(file, 'maxCopied: 1\n');
  const io = fakeIo({ cwd: path.join(folder, cwd) });

  expect(await maxCopiedOf(io, 'check', ...args)).toBe(0);
  expect(io.told()).toContain(`${path.basename(file)}: this configuration`);
  expect(io.told()).toContain(`--config ${path.basename(file)}`);
  expect(
    await maxCopiedOf(fakeIo({ cwd: path.join(folder, cwd) }), 'check', ...args, '--config', path.basename(file)),
  ).toBe(1);
});

test('past one that is not loaded the search goes on', async () => {
  put('work/articles/.wirecopyrc', 'maxCopied: 1\n');
  put('wirecopy.config.yaml', 'maxCopied: 0.25\n');
  const io = fakeIo({ cwd: path.join(folder, 'work', 'articles') });

  expect(await maxCopiedOf(io, 'check', '.')).toBe(0.25);
});

test('JavaScript is loaded by --config alone', async () => {
  put('wirecopy.config.mjs', 'export default { maxCopied: 0.75 };\n');

  expect((await asked('check', 'articles')).maxCopied).toBe(0);
  expect((await asked('check', 'articles', '--config', '../wirecopy.config.mjs')).maxCopied).toBe(0.75);
});

test.each([
  ['{"maxCopid": 1}', 'c.json: maxCopid is no setting (did you mean maxCopied?)'],
  ['{"__proto__": {"polluted": true}}', 'c.json: __proto__ is no setting (see docs/options.md)'],
  ['{"constructor": {}}', 'c.json: constructor is no setting (see docs/options.md)'],
  ['{"maxCopied": "0.8"}', 'c.json: maxCopied must be a number, and is "0.8"'],
  ['{"maxCopied": 2}', 'c.json: maxCopied must be from 0 to 1, and is 2'],
  ['{"minWords": 1.5}', 'c.json: minWords must be a whole number, and is 1.5'],
  [
    '{"failOn": ["sindicated"]}',
    'c.json: failOn[0] must be one of syndicated, unattributed, partial, thin, template, and is "sindicated" (did you mean syndicated?)',
  ],
  ['{"partners": [{"name": "W", "sources": ["w"]}]}', 'c.json: partners[0].allow is missing'],
  [
    '{"partners": [{"name": "W", "sources": ["w"], "alow": "never"}]}',
    'c.json: partners[0].alow is no setting (did you mean allow?)',
  ],
  ['{"perSource": {"w": {"maxCopied": -1}}}', 'c.json: perSource.w.maxCopied must be from 0 to 1, and is -1'],
  ['{"borders": {"copyShar": 0.9}}', 'c.json: borders.copyShar is no setting (did you mean copyShare?)'],
  ['{"borders": {"copyShare": 1.2}}', 'c.json: borders.copyShare must be from 0.1 to 1, and is 1.2'],
  ['{"borders": {"partialScore": 0}}', 'c.json: borders.partialScore must be from 0.1 to 1, and is 0'],
  ['{"borders": {"quotedWords": 8.5}}', 'c.json: borders.quotedWords must be a whole number, and is 8.5'],
  ['{"borders": [0.8]}', 'c.json: borders must be a set of keys, and is [0.8]'],
  [
    '{"borders": {"partialScore": 0.75, "edgeScore": 0.8}}',
    'c.json: borders.partialScore is 0.75, and must not be above containedSentences, which is 0.7 by default (a contained text reuses passages, too: move both)',
  ],
  [
    '{"borders": {"containedSentences": 0.9, "copySentences": 0.85}}',
    'c.json: borders.containedSentences is 0.9, and must not be above copySentences, which is 0.85 (a copy asks for more than a contained text: move both)',
  ],
  [
    '{"borders": {"edgeScore": 0.25}}',
    'c.json: borders.edgeScore is 0.25, and must not be below partialScore, which is 0.3 by default (a pair that ties a cluster must be called something: move both)',
  ],
  [
    '{"borders": {"cut": 0.5}}',
    'c.json: borders.cut is 0.5, and must not be above edgeScore, which is 0.3 by default (a pair that ties a cluster would be cut apart again: move both)',
  ],
  ['{"report": ["out.json"]}', 'c.json: report[0] is not of the right form: "out.json" (for example json=report.json)'],
  ['{"updateBaseline": true}', 'c.json: updateBaseline is no setting'],
  ['[]', 'c.json: the configuration must be a set of keys, and is []'],
  ['{"a": ', 'c.json: the configuration cannot be read: '],
])('%s is an error that names the key', async (text, message) => {
  put('work/c.json', text);
  const io = fakeIo({ cwd: path.join(folder, 'work') });

  expect(await main(['check', 'articles', '--config', 'c.json'], io, workingsThatFind(REPORT))).toBe(2);
  expect(io.told()).toContain(`wirecopy: ${message}`);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a configuration that is named and not there is an error', async () => {
  const io = fakeIo({ cwd: folder });

  expect(await main(['articles', '--config', 'gone.yaml'], io, workingsThatFind(REPORT))).toBe(2);
  expect(io.told()).toMatch(/^wirecopy: gone\.yaml: the configuration cannot be read: /);
});

test('paths in a configuration are meant from where it stands', async () => {
  put('wirecopy.config.yaml', 'baseline: ours/accepted\nreport: [json=out.json]\n');
  const io = fakeIo({ cwd: path.join(folder, 'work') });
  await main(['check', 'articles', '--print-config'], io, workingsThatFind(REPORT));

  expect(io.printed()).toContain('baseline: ../ours/accepted  # ../wirecopy.config.yaml\n');
  expect(io.printed()).toContain('report: [json=../out.json]  # ../wirecopy.config.yaml\n');
});

test('--print-config says of each setting what it is and where it comes from, as a configuration that can be used', async () => {
  put(
    'wirecopy.config.yaml',
    'maxCopied: 0.25\nminWords: 60\npartners: [{ name: W, sources: [w], allow: always }]\nborders: { copyShare: 0.9 }\n',
  );
  const io = fakeIo({ cwd: path.join(folder, 'work') });

  expect(await main(['check', '--print-config', '--max-copied', '0.5'], io, workingsThatFind(REPORT))).toBe(0);
  expect(io.printed()).toContain('maxCopied: 0.5  # command line\n');
  expect(io.printed()).toContain('minWords: 60  # ../wirecopy.config.yaml\n');
  expect(io.printed()).toContain('failOn: [syndicated]  # default\n');
  expect(io.printed()).toContain('partners: [{name: W, sources: [w], allow: always}]  # ../wirecopy.config.yaml\n');
  expect(io.printed()).toContain('# baseline: not set\n');
  expect(io.printed()).toContain(
    'borders:\n  copyShare: 0.9  # ../wirecopy.config.yaml\n  copySentences: 0.8  # default\n',
  );
  expect(complaintOf(parse(io.printed()), CONFIG_SCHEMA)).toBeUndefined();
});

test('init writes a configuration that changes nothing, and never over another', async () => {
  const io = fakeIo({ cwd: folder });

  expect(await main(['init'], io, workingsThatFind(REPORT))).toBe(0);
  const written = readFileSync(path.join(folder, 'wirecopy.config.yaml'), 'utf8');
  expect(parse(written)).toBeNull();
  expect(await main(['init'], io, workingsThatFind(REPORT))).toBe(2);
  expect(io.told()).toContain('there is a configuration already');
  expect(readFileSync(path.join(folder, 'wirecopy.config.yaml'), 'utf8')).toBe(written);
});

test('what init writes explains every setting, and each can be used as it stands there', () => {
  const text = blankConfig();
  const filledIn = text
    .split('\n')
    .filter((line) => !/^# \S/.test(line))
    .map((line) => line.replace(/^#/, ''))
    .join('\n');
  const settings = parse(filledIn);

  expect(Object.keys(settings)).toEqual(Object.keys(CONFIG_SCHEMA.properties).filter((key) => key !== '$schema'));
  expect(complaintOf(settings, CONFIG_SCHEMA)).toBeUndefined();
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('every option is in the help, the schema, the docs and the configuration', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schema/config-1.json', import.meta.url), 'utf8'));
  const page = readFileSync(new URL('../../docs/options.md', import.meta.url), 'utf8');
  for (const [name, spec] of Object.entries(OPTIONS) as [string, OptionSpec][]) {
    for (const command of spec.commands) expect(helpText(command, '1')).toContain(longFlagOf(spec));
    expect(page).toContain(`\`${longFlagOf(spec)}`);
    expect(Object.hasOwn(schema.properties, name)).toBe(spec.inConfig !== false);
    expect(page.includes(`| \`${name}\` |`)).toBe(spec.inConfig !== false);
  }
  for (const key of Object.keys(CONFIG_KEYS)) {
    expect(schema.properties).toHaveProperty(key);
    expect(page).toContain(`| \`${key}\` |`);
  }
  const report = JSON.parse(readFileSync(new URL('../../schema/report-1.json', import.meta.url), 'utf8'));
  for (const [name, { means, minimum, maximum }] of Object.entries(BORDERS)) {
    expect(page).toContain(`| \`${name}\` | ${means} |`);
    const told = report.properties.settings.properties.borders.properties[name];
    expect(told).toMatchObject({ description: means, minimum, maximum });
  }
  for (const command of Object.keys(COMMANDS) as CommandName[])
    expect(page).toContain(`wirecopy ${COMMANDS[command].usage}`);
});

test('the published schema is a schema, and refuses what the program refuses', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schema/config-1.json', import.meta.url), 'utf8'));
  const isConfig = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  const good = {
    maxCopied: 0.5,
    failOn: ['thin'],
    partners: [{ name: 'W', sources: ['w'], allow: 'never', to: ['x'] }],
  };
  const bad = [
    { maxCopied: 2 },
    { failOn: 'thin' },
    { nonsense: 1 },
    { partners: [{ name: 'W' }] },
    { first: [''] },
    { borders: { cut: 2 } },
  ];

  expect(isConfig(good)).toBe(true);
  expect(complaintOf(good, CONFIG_SCHEMA)).toBeUndefined();
  for (const wrong of bad) {
    expect(isConfig(wrong)).toBe(false);
    expect(complaintOf(wrong, CONFIG_SCHEMA)).toBeDefined();
  }
});

function put(file: string, text: string): void {
  writeFileSync(path.join(folder, file), text);
}

/** The policy that a command line leads to, in work/. */
async function asked(...argv: string[]) {
  const io = fakeIo({ cwd: path.join(folder, 'work') });
  return await policyOf(io, ...argv);
}

async function maxCopiedOf(io: ReturnType<typeof fakeIo>, ...argv: string[]) {
  return (await policyOf(io, ...argv)).maxCopied;
}

async function policyOf(io: ReturnType<typeof fakeIo>, ...argv: string[]) {
  const policies: NonNullable<Parameters<Workings['check']>[1]>[] = [];
  const check: Workings['check'] = async (_inputs, policy) => {
    policies.push(policy ?? {});
    return REPORT;
  };
  await main(argv, io, workingsThatFind(REPORT, { check }));
  const [policy] = policies;
  if (policy === undefined) throw new Error(io.told());
  return policy;
}
