// Who may import whom. The table LAYERS is the one in docs/ARCHITECTURE.md; the comment of a rule is what a person
// reads when it is broken.
const { existsSync } = require('node:fs');
const path = require('node:path');

const KERNEL = '^src/kernel/';
const TEXT = '^src/text/';
const MATCH = '^src/match/';
const CLASSIC = '^src/classic/';
const ENGINE = '^src/(engine|store)/';
const INPUT = '^src/input/';
const WORK = '^src/work/';
const POLICY = '^src/policy/';
const REPORT = '^src/report/';
const CLI = '^src/cli/';
const RUN = '^src/run/';
const LASTING = '^src/lasting/';
const LASTING_INDEX = '^src/lasting\\.ts$';
const PIPELINE = '^src/pipeline\\.ts$';
const PLANNED = '^src/planned\\.ts$';
const CHECK = '^src/check\\.ts$';
const INDEX = '^src/index\\.ts$';
const MODEL = '^src/model\\.ts$';
const ERRORS = '^src/errors\\.ts$';
const COMMAND_LINE = '^src/(commands|options)\\.ts$';
const BORDERS = '^src/borders\\.ts$';
const NOUNS = '^src/(model|errors|borders|commands|options)\\.ts$';

/** `sees`: other layers; a layer always sees itself. `packages` and `node`: names as they are imported, or 'any'. */
const LAYERS = [
  {
    name: 'kernel/',
    path: KERNEL,
    sees: [],
    why: 'it is arithmetic on typed arrays, and must run in any worker as it is',
  },
  {
    name: 'model.ts, errors.ts, borders.ts, commands.ts and options.ts',
    path: NOUNS,
    sees: [],
    why: 'everything else stands on them',
  },
  {
    name: 'text/',
    path: TEXT,
    sees: [KERNEL, MODEL, ERRORS],
    why: 'it turns one article into words and knows of no other',
  },
  {
    name: 'match/',
    path: MATCH,
    sees: [KERNEL, TEXT, MODEL, BORDERS],
    packages: ['natural'],
    why: 'it judges pairs that are handed to it',
  },
  {
    name: 'classic/',
    path: CLASSIC,
    sees: [KERNEL, TEXT, MATCH, MODEL],
    packages: ['natural', 'minhash'],
    why: 'it is the yardstick, and stands beside the default method without leaning on its engines',
  },
  {
    name: 'engine/ and store/',
    path: ENGINE,
    sees: [KERNEL, TEXT, MATCH, MODEL, BORDERS, ERRORS],
    packages: ['@duckdb/node-api'],
    node: 'any',
    why: 'they find pairs in sketches and need not know where an article came from',
  },
  {
    name: 'input/',
    path: INPUT,
    sees: [MODEL, ERRORS],
    packages: ['yaml', 'picomatch', 'ignore', 'htmlparser2', 'chardet', 'fzstd', 'hyparquet', 'smol-toml'],
    node: 'any',
    why: 'it turns bytes into articles and knows nothing of what is done with them',
  },
  {
    name: 'work/',
    path: WORK,
    sees: [KERNEL, NOUNS, TEXT, MATCH, CLASSIC, ENGINE, INPUT],
    node: ['buffer', 'worker_threads', 'os', 'fs', 'timers/promises'],
    why: 'it spreads work and never says what the work means',
  },
  {
    name: 'policy/',
    path: POLICY,
    sees: [TEXT, MODEL, ERRORS],
    why: 'it reads a finished report, and tells names of sources apart as credits do',
  },
  {
    name: 'report/',
    path: REPORT,
    sees: [MODEL],
    packages: ['chalk', 'string-width'],
    // For the hashes by which a page names its own script and style in its security policy.
    node: ['crypto'],
    why: 'a report is written from the Report alone, so that a saved one prints the same',
  },
  {
    name: 'run/',
    path: RUN,
    sees: [KERNEL, NOUNS, TEXT, MATCH, CLASSIC, ENGINE, INPUT, WORK],
    why: 'it is one run, step by step, for the pipeline to put together',
  },
  {
    name: 'pipeline.ts',
    path: PIPELINE,
    sees: [KERNEL, NOUNS, TEXT, MATCH, CLASSIC, ENGINE, INPUT, WORK, RUN, PLANNED],
    why: 'it is the product on one page, and ends with a Report',
  },
  {
    name: 'planned.ts',
    path: PLANNED,
    sees: [NOUNS, TEXT, MATCH, ENGINE, INPUT, RUN],
    node: ['path', 'fs', 'crypto'],
    why: 'it has the plan carried out by an engine, whose finished steps lie in a folder',
  },
  {
    name: 'check.ts',
    path: CHECK,
    sees: [PIPELINE, NOUNS, MATCH, INPUT, RUN, POLICY],
    why: 'it is a scan of which every source gets a verdict',
  },
  {
    name: 'row-kernel.ts',
    path: '^src/row-kernel\\.ts$',
    sees: [ENGINE],
    why: 'it is the door of the one file that engines run beside their data',
  },
  {
    name: 'lasting/',
    path: LASTING,
    sees: [PIPELINE, KERNEL, NOUNS, TEXT, MATCH, ENGINE, INPUT, RUN],
    node: ['path', 'fs', 'crypto'],
    why: 'it is what can be done with an index, step by step, for lasting.ts to put together',
  },
  {
    name: 'lasting.ts',
    path: LASTING_INDEX,
    sees: [LASTING, PIPELINE, KERNEL, NOUNS, TEXT, MATCH, ENGINE, INPUT, RUN],
    node: ['path'],
    why: 'it is the lasting index on one page, and ends with a Report, as pipeline.ts does',
  },
  {
    name: 'index.ts',
    path: INDEX,
    sees: [PIPELINE, CHECK, LASTING_INDEX, INPUT, MODEL, ERRORS],
    why: 'it re-exports the public names and nothing else',
  },
  {
    name: 'cli/',
    path: CLI,
    sees: [PIPELINE, CHECK, LASTING_INDEX, INPUT, POLICY, REPORT, COMMAND_LINE, BORDERS, ERRORS, MODEL],
    packages: ['commander', 'yaml'],
    node: 'any',
    why: 'whatever the command can do, the library can do too',
  },
];

const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

/** A folder with an index.ts is entered through it; kernel/ is a shelf of functions, each taken from its own file. */
const FOLDERS_WITH_A_DOOR = ['text', 'match', 'classic', 'engine', 'store', 'input', 'work', 'policy', 'report'].filter(
  (folder) => existsSync(path.join(__dirname, 'src', folder, 'index.ts')),
);

module.exports = {
  forbidden: [
    ...LAYERS.flatMap(rulesOf),
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file: move what both need to a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...['from', 'to'].map((side) => ({
      name: 'every-file-has-a-layer',
      comment: 'This file is in no layer: put it in one, or add its layer to LAYERS and to docs/ARCHITECTURE.md.',
      severity: 'error',
      from: {},
      to: {},
      [side]: { path: '^src/', pathNot: [...LAYERS.map((layer) => layer.path), '\\.d\\.ts$'] },
    })),
    ...FOLDERS_WITH_A_DOOR.map((folder) => ({
      name: `${folder}-by-its-door`,
      comment: `Other folders import from src/${folder}/index.ts, never from the files beside it; work/ may, for a thread is to load no more than it needs.`,
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/${folder}/`, WORK] },
      to: { path: `^src/${folder}/`, pathNot: `^src/${folder}/index\\.ts$` },
    })),
    {
      name: 'natural-by-deep-path',
      comment:
        'natural is imported by deep path only: its entry points load database clients, read .env of the current folder and print to standard output.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/natural/(index\\.js|lib/natural/index\\.js|lib/natural/util/(index\\.js|storage/))' },
    },
    {
      name: 'natural-where-it-has-a-job',
      comment: 'natural serves match/ (key terms) and classic/ (words and n-grams), and nothing else.',
      severity: 'error',
      from: { pathNot: [MATCH, CLASSIC] },
      to: { path: 'node_modules/natural/' },
    },
    {
      name: 'minhash-where-it-has-a-job',
      comment: 'minhash serves classic/; the default method has its own sketch in kernel/.',
      severity: 'error',
      from: { pathNot: CLASSIC },
      to: { path: 'node_modules/minhash/' },
    },
    {
      name: 'terminal-packages-in-the-terminal-report',
      comment:
        'chalk and string-width are for the terminal report: every other format is the same bytes on any screen.',
      severity: 'error',
      from: { pathNot: '^src/report/terminal/' },
      to: { path: 'node_modules/(chalk|string-width)/' },
    },
    {
      name: 'commander-in-one-file',
      comment: 'commander is for cli/program.ts, which builds the commands from COMMANDS and OPTIONS.',
      severity: 'error',
      from: { pathNot: '^src/cli/program\\.ts$' },
      to: { path: 'node_modules/commander/' },
    },
    {
      name: 'world-handed-in',
      comment:
        'Time, streams and environment arrive as Io: below cli/ nothing reads them, so that the same bytes in give the same bytes out.',
      severity: 'error',
      from: { pathNot: CLI },
      to: {
        path: '^(node:)?(process|console|perf_hooks|readline|readline/promises|tty)$',
        dependencyTypes: ['core'],
      },
    },
    {
      name: 'installed-for-users',
      comment:
        'A user does not get devDependencies: move this package to dependencies, or bundle it (scripts/build.mjs).',
      severity: 'error',
      from: {},
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(natural|minhash|htmlparser2|chardet|fzstd|hyparquet|smol-toml|@types|@duckdb)/',
      },
    },
    {
      name: 'resolvable',
      comment: 'There is no such file or package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

function rulesOf({ name, path: from, sees, packages = [], node = [], why }) {
  const id = name.replace(/[^a-z]+/g, '-').replace(/-$/, '');
  const rules = [
    {
      name: `${id}-sees`,
      comment: `${name} sees ${listOf(sees.map(labelOf))} of our own: ${why}.`,
      severity: 'error',
      from: { path: from },
      to: { path: '^src/', pathNot: [from, ...sees] },
    },
    {
      name: `${id}-packages`,
      comment: `${name} uses ${listOf(packages)} from npm: ${why}.`,
      severity: 'error',
      from: { path: from },
      to: {
        dependencyTypes: NPM,
        ...(packages.length === 0 ? {} : { pathNot: `node_modules/(@types/)?(${packages.join('|')})/` }),
      },
    },
  ];
  if (node === 'any') return rules;
  return [
    ...rules,
    {
      name: `${id}-node`,
      comment: `${name} uses ${listOf(node.map((module) => `node:${module}`))} of Node: ${why}.`,
      severity: 'error',
      from: { path: from },
      to: {
        dependencyTypes: ['core'],
        ...(node.length === 0 ? {} : { pathNot: `^(node:)?(${node.join('|')})(/|$)` }),
      },
    },
  ];
}

function listOf(names) {
  return names.length === 0 ? 'nothing' : `only ${names.join(', ')}`;
}

/** `^src/(engine|store)/` reads as `(engine|store)/`, which a person understands too. */
function labelOf(pattern) {
  return pattern
    .replace(/^\^src\//, '')
    .replaceAll('\\', '')
    .replace(/\$$/, '');
}
