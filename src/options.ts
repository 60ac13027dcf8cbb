import { BORDERS } from './borders.ts';
import { WirecopyError } from './errors.ts';
import {
  ALLOW_NAMES,
  DIALECT_NAMES,
  ENGINE_NAMES,
  INPUT_FORMAT_NAMES,
  METHOD_NAMES,
  ONLY_NAMES,
  POLICY_RULE_NAMES,
  REPORT_FORMAT_NAMES,
  type ReportFormatName,
  STAGE_NAMES,
} from './model.ts';

export interface CommandSpec {
  readonly usage: string;
  /** One sentence. */
  readonly means: string;
  /** What it is given beside options; absent where that is nothing. */
  readonly operand?: string;
  readonly operandMeans?: string;
  readonly examples: readonly (readonly [typed: string, told: string])[];
  readonly exitCodes: readonly (readonly [code: string, told: string])[];
}

/** The commands, with what their help says besides the options. The first one may be left unsaid. */
export const COMMANDS = {
  scan: {
    usage: '[scan] PATH... [options]',
    means:
      'Reads news articles and says which are copies of which: the same text, a cut or extended reprint, ' +
      'or a text that reuses passages.',
    operand: 'PATH',
    operandMeans:
      'A file, a folder (with all that is in it), a glob in quotes, or - for standard input: one article, ' +
      'or one JSON record a line.',
    examples: [
      ['wirecopy articles/', 'which articles in a folder are copies of which'],
      ['wirecopy feed.jsonl --text-field body', 'one JSON record a line, the text in "body"'],
      ['wirecopy articles/ --json | jq ".clusters"', 'the same answer for programs'],
      ['zcat feed.jsonl.gz | wirecopy - --id-field url', 'from another program'],
      ['wirecopy articles/ --only all --explain', 'quotations too, with every measure'],
      ['wirecopy a/ b/ --report json=out.json', 'read it here, keep the JSON'],
    ],
    exitCodes: [
      ['0', 'done: everything was compared'],
      ['2', 'not done: wrong use, nothing to compare, or a report not written'],
      ['3', 'done, but some input could not be read (--allow-skipped makes this 0)'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  check: {
    usage: 'check PATH... [options]',
    means:
      'Compares articles as scan does, and then holds every source to a policy: which sources republish ' +
      'what another published, and how much of it.',
    operand: 'PATH',
    operandMeans: 'A file, a folder (each folder in it is a source), a glob in quotes, or - for standard input.',
    examples: [
      ['wirecopy check sites/', 'fail when a source copies another'],
      ['wirecopy check sites/ --max-copied 0.2', 'fail when more than a fifth of a source is copied'],
      ['wirecopy check drafts/ --against archive/', 'fail when a draft copies an article of the archive'],
      ['wirecopy check sites/ --fail-on unattributed', 'fail when a copy does not say whose it is'],
      ['wirecopy check sites/ --baseline accepted.txt', 'fail on new copies only'],
      ['git diff --name-only main | wirecopy check . --changed -', 'fail when a change adds a copy'],
    ],
    exitCodes: [
      ['0', 'the policy is kept, and everything was compared'],
      ['1', 'the policy is broken'],
      ['2', 'not done: wrong use, nothing to compare, or a report not written'],
      ['3', 'the policy is kept as far as could be read; some input could not be'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  compare: {
    usage: 'compare LEFT RIGHT [options]',
    means: 'Reads two articles side by side and says how they are related, and why.',
    operand: 'FILE',
    operandMeans: 'Two files that hold one article each; - for one of them is standard input.',
    examples: [
      ['wirecopy compare story.txt reprint.txt', 'are these one story?'],
      ['wirecopy compare story.txt - --json < reprint.txt', 'the same for programs'],
      ['wirecopy compare a.html b.html --report html=pair.html', 'keep a page with both texts side by side'],
    ],
    exitCodes: [
      ['0', 'done, whatever the relation is'],
      ['2', 'not done: wrong use, or an article that could not be read'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  index: {
    usage: 'index ACTION FILE [PATH...] [options]',
    means:
      'Keeps a lasting index of articles in one file, so that new ones are compared with all old ones without reading those ' +
      'again. ACTION is add, query, remove, verify, info, export or rebuild.',
    operand: 'FILE, PATH',
    operandMeans:
      'FILE is the index; add makes it. PATH is as for scan; remove takes the ids of articles, too. Texts stay where they lie.',
    examples: [
      ['wirecopy index add news.index archive/', 'take in a folder; later again, what is new or changed'],
      ['wirecopy index query news.index today/ --json', 'which of these are copies of anything in it'],
      ['wirecopy index remove news.index archive/2019', 'take articles out'],
      ['wirecopy index verify news.index', 'read and check every byte'],
      ['wirecopy index info news.index', 'how many articles, clusters and bytes'],
      ['wirecopy index export news.index --json', 'the report that a scan of all its articles would give'],
      ['wirecopy index rebuild news.index', 'compare all anew, site furniture too, and pack the file'],
    ],
    exitCodes: [
      ['0', 'done'],
      ['2', 'not done: wrong use, nothing to read, or an index damaged or in use'],
      ['3', 'done, but some text could not be read (--allow-skipped makes this 0)'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  init: {
    usage: 'init [options]',
    means: 'Writes wirecopy.config.yaml into the current folder, with every setting explained and none changed.',
    examples: [['wirecopy init', 'a file to fill in']],
    exitCodes: [
      ['0', 'written'],
      ['2', 'not written: there is one already, or the folder is read-only'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;

export interface OptionSpec {
  /** As written on the command line, without the value. */
  readonly flags: string;
  /** The heading it stands under in the help. */
  readonly group: 'Input' | 'Limits' | 'Engine' | 'Policy' | 'What is reported' | 'Output' | 'Other';
  readonly commands: readonly CommandName[];
  /**
   * - `boolean`: takes no value
   * - `string`: any text but the empty one
   * - `choice`: one of `choices`
   * - `list`: several of `choices`, separated by commas
   * - `keyed`: `CHOICE=TEXT`
   * - `share`: a number from 0 to 1
   * - `count`: a whole number from 0 on
   * - `size`: a number of bytes, or with K, M, G or T of 1024, 1024² … of them
   */
  readonly kind: 'boolean' | 'string' | 'choice' | 'list' | 'keyed' | 'share' | 'count' | 'size';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: boolean | string | number | readonly string[];
  readonly repeatable?: boolean;
  /** One sentence. */
  readonly means: string;
  /** It names a file; in a configuration one that is found from there. */
  readonly path?: boolean;
  /** `false`: it belongs to one run and is not for a file that holds for all. */
  readonly inConfig?: boolean;
  /** Why other commands do not take it, where that has a reason a person should read. */
  readonly refused?: string;
}

/** The commands that read many articles and report on them. */
const REPORTING = ['scan', 'check', 'index'] as const;
/** The commands that read articles. */
const EVERY = ['scan', 'check', 'compare', 'index'] as const;
const ALL = [...EVERY, 'init'] as const;

/** `none` writes nothing, so there is nothing to put in a file. */
const WRITTEN_FORMATS = REPORT_FORMAT_NAMES.filter(
  (name): name is Exclude<ReportFormatName, 'none'> => name !== 'none',
);

/** Every option, once: the flags, the help, docs/options.md and the checks are made from this table. */
export const OPTIONS = {
  exclude: {
    flags: '--exclude',
    group: 'Input',
    commands: REPORTING,
    kind: 'string',
    value: 'GLOB',
    repeatable: true,
    means: 'Leave out the files and folders that match.',
  },
  gitignore: {
    flags: '--gitignore',
    group: 'Input',
    commands: ['scan', 'index'],
    kind: 'boolean',
    means: 'Leave out what the .gitignore files of the scanned folders name.',
    refused: 'a folder could hide its own copies that way; leave files out with --exclude',
  },
  filesFrom: {
    flags: '--files-from',
    group: 'Input',
    commands: REPORTING,
    kind: 'string',
    value: 'FILE',
    inConfig: false,
    means: 'Read the paths from a file, one a line; - reads them from standard input.',
  },
  textField: {
    flags: '--text-field',
    group: 'Input',
    commands: EVERY,
    kind: 'string',
    value: 'NAME',
    means: 'The field or column of a record that holds the text (otherwise text, body or content).',
  },
  idField: {
    flags: '--id-field',
    group: 'Input',
    commands: EVERY,
    kind: 'string',
    value: 'NAME',
    means: 'The field or column of a record that names the article (otherwise id or url).',
  },
  inputFormat: {
    flags: '--input-format',
    group: 'Input',
    commands: EVERY,
    kind: 'choice',
    value: 'NAME',
    choices: INPUT_FORMAT_NAMES,
    means:
      'Read every file as text, markdown, mdx, html, jsonl, json, csv, feed, warc or parquet, ' +
      'whatever its name and its first bytes say.',
  },
  encoding: {
    flags: '--encoding',
    group: 'Input',
    commands: EVERY,
    kind: 'string',
    value: 'NAME',
    means: 'What texts without a byte order mark are encoded in (otherwise UTF-8, as declared, or as is likely).',
  },
  source: {
    flags: '--source',
    group: 'Input',
    commands: REPORTING,
    kind: 'string',
    value: 'RULE',
    means:
      'What counts as one publisher: dir, host, field:NAME, or regex:PATTERN on path and url ' +
      '(otherwise as the article says, its host, or the first folder).',
  },
  index: {
    flags: '--index',
    group: 'Input',
    commands: ['scan'],
    kind: 'string',
    value: 'FILE',
    path: true,
    means: 'Keep what is read in this index (see wirecopy index), and do not read again what is unchanged.',
  },
  storeTexts: {
    flags: '--store-texts',
    group: 'Input',
    commands: ['scan', 'index'],
    kind: 'boolean',
    means: 'Keep compressed copies of the texts in the index, so that it does not need the originals.',
  },
  maxFileSize: {
    flags: '--max-file-size',
    group: 'Limits',
    commands: EVERY,
    kind: 'size',
    value: 'SIZE',
    default: '32M',
    means: 'Skip a file that is one article and larger, unpacked.',
  },
  maxRecordSize: {
    flags: '--max-record-size',
    group: 'Limits',
    commands: EVERY,
    kind: 'size',
    value: 'SIZE',
    default: '32M',
    means: 'Skip a record that is larger: a line, a row, an entry, a page of an archive.',
  },
  maxUnpackedSize: {
    flags: '--max-unpacked-size',
    group: 'Limits',
    commands: EVERY,
    kind: 'size',
    value: 'SIZE',
    default: '64G',
    means: 'Stop reading a file that unpacks to more.',
  },
  maxRatio: {
    flags: '--max-ratio',
    group: 'Limits',
    commands: EVERY,
    kind: 'count',
    value: 'N',
    default: 200,
    means: 'Stop reading a file that unpacks to more than N times its size, past the first 128M.',
  },
  maxNesting: {
    flags: '--max-nesting',
    group: 'Limits',
    commands: EVERY,
    kind: 'count',
    value: 'N',
    default: 2,
    means: 'Skip a file that is packed more than N times over.',
  },
  maxFrontMatterSize: {
    flags: '--max-front-matter-size',
    group: 'Limits',
    commands: EVERY,
    kind: 'size',
    value: 'SIZE',
    default: '64K',
    means: 'Take longer front matter for text.',
  },
  maxFiles: {
    flags: '--max-files',
    group: 'Limits',
    commands: REPORTING,
    kind: 'count',
    value: 'N',
    default: 2_000_000,
    means: 'Read no more files.',
  },
  maxDepth: {
    flags: '--max-depth',
    group: 'Limits',
    commands: REPORTING,
    kind: 'count',
    value: 'N',
    default: 256,
    means: 'Open no folder that lies deeper below a given one.',
  },
  engine: {
    flags: '--engine',
    group: 'Engine',
    commands: ['scan'],
    kind: 'choice',
    value: 'NAME',
    choices: ENGINE_NAMES,
    means:
      'What compares the articles: memory, duckdb, out of tables on disk (npm install @duckdb/node-api), or spark, on a cluster; ' +
      'otherwise memory, and duckdb, where it is there, above 4G of input.',
  },
  spark: {
    flags: '--spark',
    group: 'Engine',
    commands: ['scan'],
    kind: 'string',
    value: 'ADDRESS',
    // It may hold a token, which is not for a file that is committed.
    inConfig: false,
    means: 'The Spark Connect server: sc://HOST:PORT/;token=TOKEN;use_ssl=true (otherwise as SPARK_REMOTE says).',
  },
  memory: {
    flags: '--memory',
    group: 'Engine',
    commands: ['scan'],
    kind: 'size',
    value: 'SIZE',
    default: '1G',
    means: 'What an engine may take for its tables; the program itself takes about as much again.',
  },
  jobs: {
    flags: '--jobs',
    group: 'Engine',
    commands: ['scan'],
    kind: 'count',
    value: 'N',
    means: 'Threads and processes that an engine works with (otherwise one for each core).',
  },
  workDir: {
    flags: '--work-dir',
    group: 'Engine',
    commands: ['scan'],
    kind: 'string',
    value: 'DIR',
    path: true,
    means:
      'Where an engine keeps its tables, as Parquet (otherwise in a temporary folder, which goes at the end); ' +
      'for spark a folder that all workers share, or its URL.',
  },
  resume: {
    flags: '--resume',
    group: 'Engine',
    commands: ['scan'],
    kind: 'boolean',
    inConfig: false,
    means: 'Take over the finished tables of a run with the same --work-dir that was broken off.',
  },
  emitSql: {
    flags: '--emit-sql',
    group: 'Engine',
    commands: ['scan'],
    kind: 'choice',
    value: 'DIALECT',
    choices: DIALECT_NAMES,
    inConfig: false,
    means: 'Print the SQL of the plan that an engine carries out, for duckdb or spark, and end.',
  },
  failOn: {
    flags: '--fail-on',
    group: 'Policy',
    commands: ['check'],
    kind: 'list',
    value: 'LIST',
    choices: POLICY_RULE_NAMES,
    default: ['syndicated'],
    repeatable: true,
    means:
      'What breaks the policy: syndicated (a copy of another source), unattributed (a copy that names no source), ' +
      'partial (passages reused), thin (a body under --min-words), template (one frame, other data).',
  },
  maxCopied: {
    flags: '--max-copied',
    group: 'Policy',
    commands: ['check'],
    kind: 'share',
    value: 'SHARE',
    default: 0,
    means: 'How much of a source may be copies of others, from 0 to 1, before syndicated fails it.',
  },
  minWords: {
    flags: '--min-words',
    group: 'Policy',
    commands: ['check'],
    kind: 'count',
    value: 'COUNT',
    default: 40,
    means: 'An article with fewer words of its own is thin; only --fail-on thin asks.',
  },
  against: {
    flags: '--against',
    group: 'Policy',
    commands: ['check'],
    kind: 'string',
    value: 'PATH...',
    repeatable: true,
    path: true,
    means: 'A reference: only pairs between it and the PATHs named before count, and it is not judged itself.',
  },
  changed: {
    flags: '--changed',
    group: 'Policy',
    commands: ['check'],
    kind: 'string',
    value: 'FILE',
    inConfig: false,
    means:
      'Tell only of pairs with one of the files listed in FILE, one a line; all are compared. - is standard input.',
  },
  baseline: {
    flags: '--baseline',
    group: 'Policy',
    commands: ['check'],
    kind: 'string',
    value: 'FILE',
    path: true,
    means: 'A file of accepted pairs: they are let off, and every new one fails.',
  },
  updateBaseline: {
    flags: '--update-baseline',
    group: 'Policy',
    commands: ['check'],
    kind: 'boolean',
    inConfig: false,
    means: 'Write what is found now to the file of --baseline, and accept it.',
  },
  only: {
    flags: '--only',
    group: 'What is reported',
    commands: REPORTING,
    kind: 'list',
    value: 'LIST',
    choices: ONLY_NAMES,
    default: ['syndicated', 'partial'],
    repeatable: true,
    means: 'Report these pairs: syndicated (one story), partial (parts reused), quotes, or all.',
  },
  method: {
    flags: '--method',
    group: 'What is reported',
    commands: ['scan'],
    kind: 'choice',
    value: 'NAME',
    choices: METHOD_NAMES,
    default: 'scaled',
    means: 'How copies are found: scaled, or classic, the textbook method, to compare with.',
  },
  explain: {
    flags: '--explain',
    group: 'What is reported',
    commands: EVERY,
    kind: 'boolean',
    means: 'Show everything: each measure, each shared passage, the lines taken for site furniture.',
  },
  stopAfter: {
    flags: '--stop-after',
    group: 'What is reported',
    commands: ['scan'],
    kind: 'choice',
    value: 'STAGE',
    choices: STAGE_NAMES,
    inConfig: false,
    means: 'End after articles, sketches, candidates or matches, and print that stage as NDJSON.',
  },
  format: {
    flags: '--format',
    group: 'Output',
    commands: EVERY,
    kind: 'choice',
    value: 'FORMAT',
    choices: REPORT_FORMAT_NAMES,
    default: 'text',
    means:
      'Print text for people, json, ndjson (one record a line), csv (one pair a row), markdown (a pull request comment), sarif, github (annotations), junit, html (a page to look at), or none.',
  },
  json: {
    flags: '--json',
    group: 'Output',
    commands: EVERY,
    kind: 'boolean',
    inConfig: false,
    means: 'The same as --format json.',
  },
  report: {
    flags: '--report',
    group: 'Output',
    commands: EVERY,
    kind: 'keyed',
    value: 'FORMAT=PATH',
    choices: WRITTEN_FORMATS,
    repeatable: true,
    path: true,
    means: 'Also write a report to a file; the file appears whole or not at all.',
  },
  kept: {
    flags: '--kept',
    group: 'Output',
    commands: ['scan'],
    kind: 'string',
    value: 'FILE',
    means:
      'Write what remains when each cluster keeps its representative: records as they came in, or a list of paths.',
  },
  dropped: {
    flags: '--dropped',
    group: 'Output',
    commands: ['scan'],
    kind: 'string',
    value: 'FILE',
    means: 'Write what does not remain, in the same way.',
  },
  quiet: {
    flags: '-q, --quiet',
    group: 'Output',
    commands: EVERY,
    kind: 'boolean',
    means: 'No progress, timings or hints; errors and what was not read are still named.',
  },
  color: {
    flags: '--no-color',
    group: 'Output',
    commands: EVERY,
    kind: 'boolean',
    default: true,
    means: 'No colour (NO_COLOR and FORCE_COLOR are obeyed, too).',
  },
  progress: {
    flags: '--no-progress',
    group: 'Output',
    commands: REPORTING,
    kind: 'boolean',
    default: true,
    means: 'No progress line on the terminal.',
  },
  timings: {
    flags: '--timings',
    group: 'Output',
    commands: REPORTING,
    kind: 'boolean',
    means: 'Print the seconds each stage took to standard error.',
  },
  allowSkipped: {
    flags: '--allow-skipped',
    group: 'Other',
    commands: ['scan', 'index'],
    kind: 'boolean',
    inConfig: false,
    means: 'Exit with 0 even when some input could not be read.',
    refused: 'a copy could hide in a file that cannot be read, so a check that skipped one is never green',
  },
  config: {
    flags: '--config',
    group: 'Other',
    commands: EVERY,
    kind: 'string',
    value: 'FILE',
    inConfig: false,
    means: 'Take settings from this file (JSON, YAML or JavaScript) and look for no other.',
  },
  printConfig: {
    flags: '--print-config',
    group: 'Other',
    commands: EVERY,
    kind: 'boolean',
    inConfig: false,
    means: 'Print the settings in force and where each comes from, and end.',
  },
  debug: {
    flags: '--debug',
    group: 'Other',
    commands: ALL,
    kind: 'boolean',
    inConfig: false,
    means: 'Show where in the program an error came from.',
  },
  version: {
    flags: '-V, --version',
    group: 'Other',
    commands: ALL,
    kind: 'boolean',
    inConfig: false,
    means: 'Print the version.',
  },
  help: {
    flags: '-h, --help',
    group: 'Other',
    commands: ALL,
    kind: 'boolean',
    inConfig: false,
    means: 'Print this help.',
  },
} as const satisfies Record<string, OptionSpec>;

/** A JSON Schema, as far as it is needed to say what a configuration may hold. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly examples?: readonly string[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Of an object that is a map: what each value is. */
  readonly additionalProperties?: Schema | false;
}

const SOURCE_NAME: Schema = { type: 'string', minLength: 1 };
const SOURCES: Schema = { type: 'array', items: SOURCE_NAME };

const BORDER_SCHEMAS: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(BORDERS).map(([name, { kind, means, ...range }]) => [
    name,
    { type: kind === 'share' ? 'number' : 'integer', description: means, ...range },
  ]),
);

/** What only a configuration holds: it takes more than a flag to say. */
export const CONFIG_KEYS = {
  partners: {
    type: 'array',
    description:
      'With whom texts are exchanged under licence. Copies of their articles, and by them of others, are let off: ' +
      'always, when they credit them (attributed), when their canonical link leads there (canonical), or never.',
    items: {
      type: 'object',
      required: ['name', 'sources', 'allow'],
      properties: {
        name: { type: 'string', minLength: 1, description: 'As it is credited.' },
        sources: { ...SOURCES, description: 'The sources it publishes under.' },
        allow: { type: 'string', enum: ALLOW_NAMES, description: 'When a copy is let off.' },
        to: { ...SOURCES, description: 'The only sources that may copy from it.' },
      },
      additionalProperties: false,
    },
  },
  first: {
    ...SOURCES,
    description: 'Sources that are first wherever another has the same text: agencies, your own desk.',
  },
  perSource: {
    type: 'object',
    description: 'Another maxCopied for some sources.',
    additionalProperties: {
      type: 'object',
      required: ['maxCopied'],
      properties: { maxCopied: { type: 'number', minimum: 0, maximum: 1, description: 'As maxCopied.' } },
      additionalProperties: false,
    },
  },
  trustDeclarations: {
    ...SOURCES,
    description:
      'Sources whose word is taken for what they declare of themselves: canonical links, noindex, front matter ' +
      '(wirecopy: ignore, source, dates). Nobody else can let himself off that way. "*" is everybody.',
  },
  borders: {
    type: 'object',
    description:
      'Where one relation ends and the next begins, and what ties a cluster. They were measured: a border that is ' +
      'moved finds more of the one and less of the other, and the report says that it was.',
    properties: BORDER_SCHEMAS,
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;

export type OptionName = keyof typeof OPTIONS;

/** `--stop-after` of `-s, --stop-after`. */
export function longFlagOf(spec: OptionSpec): string {
  return spec.flags.slice(spec.flags.indexOf('--'));
}

/** The options a command knows, in the order of the table. */
export function optionsOf(command: CommandName): readonly (readonly [OptionName, OptionSpec])[] {
  const rows = Object.entries(OPTIONS) as [OptionName, OptionSpec][];
  return rows.filter(([, spec]) => spec.commands.includes(command));
}

/** What was found on a command line, not checked yet: `true` or `false` for a boolean, else every value in order. */
export type GivenOptions = Readonly<Partial<Record<OptionName, Given>>>;
type Given = boolean | readonly string[];

/** What an option is once it is checked. */
type ValueOf<S extends OptionSpec> = S extends { kind: 'boolean' }
  ? boolean
  : S extends { kind: 'share' | 'count' | 'size' }
    ? number | (S extends { default: number | string } ? never : undefined)
    : S extends { kind: 'keyed'; choices: readonly (infer C)[] }
      ? readonly { readonly key: C; readonly text: string }[]
      : S extends { kind: 'list'; choices: readonly (infer C)[] }
        ? readonly C[]
        : S extends { kind: 'choice'; choices: readonly (infer C)[] }
          ? C | (S extends { default: string } ? never : undefined)
          : S extends { repeatable: true }
            ? readonly string[]
            : string | undefined;

type NamesOf<C extends CommandName> = {
  [Name in OptionName]: C extends (typeof OPTIONS)[Name]['commands'][number] ? Name : never;
}[OptionName];

type ValuesOf<C extends CommandName> = { readonly [Name in NamesOf<C>]: ValueOf<(typeof OPTIONS)[Name]> };

/** A command line, checked. What only prints (`help`, `version`) and what only says another (`json`) is left out. */
type OptionsOf<C extends CommandName> = Omit<ValuesOf<C>, 'json' | 'help' | 'version'> & {
  readonly paths: readonly string[];
};

/** With `stopAfter`, `format` is `ndjson` or `none`. */
export type ScanOptions = OptionsOf<'scan'>;
export type CheckOptions = OptionsOf<'check'>;
/** `paths` are two. */
export type CompareOptions = OptionsOf<'compare'>;
export type InitOptions = OptionsOf<'init'>;

/** What can be done with an index: whether it needs paths, and whether it ends in a report. */
const INDEX_ACTIONS = {
  add: { takesPaths: true, reports: false },
  query: { takesPaths: true, reports: true },
  remove: { takesPaths: true, reports: false },
  verify: { takesPaths: false, reports: false },
  info: { takesPaths: false, reports: false },
  export: { takesPaths: false, reports: true },
  rebuild: { takesPaths: false, reports: false },
} as const;
export type IndexAction = keyof typeof INDEX_ACTIONS;

/** `paths` are what follows the file of the index. */
export type IndexOptions = OptionsOf<'index'> & { readonly action: IndexAction; readonly file: string };

export interface OptionsByCommand {
  readonly scan: ScanOptions;
  readonly check: CheckOptions;
  readonly compare: CompareOptions;
  readonly index: IndexOptions;
  readonly init: InitOptions;
}

/** What a command line asks for: a command and its options. */
export type CommandRequest<C extends CommandName = CommandName> = {
  [Name in C]: { readonly kind: Name; readonly options: OptionsByCommand[Name] };
}[C];

/** Checks a command line and fills in what it left out. Throws USAGE. */
export function requestOf(command: CommandName, paths: readonly string[], given: GivenOptions): CommandRequest {
  return REQUESTS[command](paths, given);
}

/** One row a command: how its options are checked beyond what each option says of itself. */
const REQUESTS: Record<CommandName, (paths: readonly string[], given: GivenOptions) => CommandRequest> = {
  scan: (paths, given) => {
    const { json, help: _help, version: _version, ...values } = valuesOf('scan', given);
    const options = { ...values, paths, format: stageFormatOf(given, json, values) };
    refuseEarlyEnd(options, given);
    refuseWithoutIndex(options);
    refuseTwoReaders([...paths, options.filesFrom]);
    refuseReportPlaces(options.report, { kept: options.kept, dropped: options.dropped });
    return { kind: 'scan', options };
  },
  check: (paths, given) => {
    const { json, help: _help, version: _version, ...values } = valuesOf('check', given);
    const options = { ...values, paths, format: formatOf(given, json, values.format) };
    refuseTwoReaders([...paths, ...options.against, options.filesFrom, options.changed]);
    refuseReportPlaces(options.report);
    if (options.updateBaseline && options.baseline === undefined) {
      throw usage('--update-baseline has no file to write', 'name it with --baseline');
    }
    return { kind: 'check', options };
  },
  compare: (paths, given) => {
    const { json, help: _help, version: _version, ...values } = valuesOf('compare', given);
    if (paths.length !== 2) {
      throw usage(`compare takes two files, and was given ${paths.length}`, 'name one article on each side');
    }
    refuseTwoReaders(paths);
    refuseReportPlaces(values.report);
    return { kind: 'compare', options: { ...values, paths, format: formatOf(given, json, values.format) } };
  },
  index: ([action, file, ...paths], given) => {
    const { json, help: _help, version: _version, ...values } = valuesOf('index', given);
    if (action === undefined) throw usage('index needs an action', `one of ${ACTION_NAMES.join(', ')}`);
    const named = oneOf(ACTION_NAMES, action, 'the action of index') as IndexAction;
    if (file === undefined) {
      throw usage(`index ${named} needs the file of an index`, `for example wirecopy index ${named} news.index`);
    }
    const format = formatOf(given, json, values.format);
    refuseForAction(named, paths, { format, given, values });
    refuseTwoReaders([...paths, values.filesFrom]);
    refuseReportPlaces(values.report);
    return { kind: 'index', options: { ...values, paths, action: named, file, format } };
  },
  init: (paths, given) => {
    const { help: _help, version: _version, ...values } = valuesOf('init', given);
    if (paths.length > 0) throw usage(`init writes to the current folder, and was given ${quoted(paths[0] ?? '')}`, '');
    return { kind: 'init', options: { ...values, paths } };
  },
};

/** Flags that leave no room for what a configuration may say. */
const RULED_OUT: Partial<Record<OptionName, readonly OptionName[]>> = {
  json: ['format'],
  stopAfter: ['format', 'report', 'explain', 'only'],
};

/** What was typed over what a configuration says. */
export function over(configured: GivenOptions, typed: GivenOptions): GivenOptions {
  const ruledOut = new Set((Object.keys(typed) as OptionName[]).flatMap((name) => RULED_OUT[name] ?? []));
  const kept = Object.entries(configured).filter(([name]) => !ruledOut.has(name as OptionName));
  return { ...Object.fromEntries(kept), ...typed };
}

/** What each option of a command is, given or not. Throws USAGE. */
export function optionValues(command: CommandName, given: GivenOptions): Readonly<Record<string, unknown>> {
  return valuesOf(command, given);
}

function valuesOf<C extends CommandName>(command: C, given: GivenOptions): ValuesOf<C> {
  const rows = optionsOf(command);
  // The compiler cannot follow a row from its kind to its value; VALUE_OF has one function for each kind, and
  // `ValueOf` says the same in types.
  return Object.fromEntries(rows.map(([name, spec]) => [name, VALUE_OF[spec.kind](spec, given[name])])) as ValuesOf<C>;
}

/** Each is 1024 of the one before. */
const SIZE_UNITS = ['', 'K', 'M', 'G', 'T'];

/** Given words to a checked value, by kind. A list or a choice that was not given is its default. */
const VALUE_OF: Record<OptionSpec['kind'], (spec: OptionSpec, given: Given | undefined) => unknown> = {
  boolean: (spec, given) => (typeof given === 'boolean' ? given : spec.default === true),
  string: (spec, given) => (spec.repeatable === true ? wordsOf(spec, given) : wordsOf(spec, given)[0]),
  choice: (spec, given) => {
    const [word] = wordsOf(spec, given);
    return word === undefined ? spec.default : oneOf(spec.choices, word, longFlagOf(spec));
  },
  list: (spec, given) => {
    const words = wordsOf(spec, given).flatMap((value) => value.split(','));
    if (words.length === 0) return spec.default;
    const named = words.map((word) => oneOf(spec.choices, word.trim(), longFlagOf(spec)));
    return spec.choices?.filter((choice) => named.includes(choice));
  },
  keyed: (spec, given) => wordsOf(spec, given).map((value) => keyedOf(spec, value)),
  share: (spec, given) => numberOf(spec, given, /^(?:0(?:\.\d+)?|\.\d+|1(?:\.0+)?)$/, 'a number from 0 to 1'),
  count: (spec, given) => numberOf(spec, given, /^\d{1,9}$/, 'a whole number'),
  size: (spec, given) => {
    const [word = spec.default] = wordsOf(spec, given);
    const [, digits, unit = ''] = /^(\d{1,9})(?:([kmgt])(?:i?b)?)?$/i.exec(String(word)) ?? [];
    if (digits !== undefined) return Number(digits) * 1024 ** SIZE_UNITS.indexOf(unit.toUpperCase());
    throw usage(`${longFlagOf(spec)} must be a size, and was ${quoted(String(word))}`, 'for example 500K, 32M or 2G');
  },
};

function numberOf(spec: OptionSpec, given: Given | undefined, form: RegExp, formMeans: string): unknown {
  const [word] = wordsOf(spec, given);
  if (word === undefined) return spec.default;
  if (!form.test(word)) throw usage(`${longFlagOf(spec)} must be ${formMeans}, and was ${quoted(word)}`, '');
  return Number(word);
}

function formatOf<F extends string>(given: GivenOptions, json: boolean, format: F): F | 'json' {
  if (json && given.format !== undefined && format !== 'json') {
    throw usage(`--json and --format ${format} contradict each other`, 'keep one of them');
  }
  return json ? 'json' : format;
}

function stageFormatOf(
  given: GivenOptions,
  json: boolean,
  values: Pick<ScanOptions, 'format' | 'stopAfter'>,
): ReportFormatName {
  const format = formatOf(given, json, values.format);
  if (values.stopAfter === undefined) return format;
  const isNamed = given.format !== undefined;
  if (!json && (!isNamed || format === 'ndjson' || format === 'none')) return isNamed ? format : 'ndjson';
  throw usage(
    `--stop-after prints NDJSON, and ${json ? '--json' : `--format ${format}`} was given`,
    'use --format ndjson or --format none',
  );
}

function refuseEarlyEnd(options: ScanOptions, given: GivenOptions): void {
  const { stopAfter } = options;
  if (stopAfter === undefined) return;
  if (options.report.length > 0) {
    throw usage('--report needs the whole run, and --stop-after ends it early', 'leave out one of them');
  }
  if (options.kept !== undefined || options.dropped !== undefined) {
    throw usage('--kept and --dropped need the whole run, and --stop-after ends it early', 'leave out one of them');
  }
  if (options.explain && stopAfter !== 'articles') {
    throw usage('--explain adds to a report, and --stop-after ends before there is one', 'leave out one of them');
  }
  if (given.only !== undefined && stopAfter !== 'matches') {
    throw usage(`--only chooses among matches, and --stop-after ${stopAfter} ends before them`, 'leave out --only');
  }
}

function refuseWithoutIndex({ index, storeTexts, method, engine, stopAfter, kept, dropped }: ScanOptions): void {
  if (index === undefined) {
    if (storeTexts) throw usage('--store-texts keeps texts in an index, and none was given', 'name it with --index');
    return;
  }
  if (method !== 'scaled') throw usage(`--method ${method} knows no index`, 'leave out --index');
  if (engine !== undefined && engine !== 'memory')
    throw usage(`--engine ${engine} knows no index`, 'leave out one of them');
  if (stopAfter !== undefined) throw usage('--index needs the whole run, and --stop-after ends it early', '');
  if (kept !== undefined || dropped !== undefined) {
    throw usage('--kept and --dropped need every record, and --index does not read them all', 'leave out one of them');
  }
}

const ACTION_NAMES = Object.keys(INDEX_ACTIONS);
/** What an action prints that makes no report. */
const PLAIN_FORMATS: readonly string[] = ['text', 'json', 'none'];

function refuseForAction(
  action: IndexAction,
  paths: readonly string[],
  {
    format,
    given,
    values,
  }: {
    readonly format: string;
    readonly given: GivenOptions;
    readonly values: Pick<IndexOptions, 'report' | 'filesFrom' | 'storeTexts'>;
  },
): void {
  const { takesPaths, reports } = INDEX_ACTIONS[action];
  const isNamed = paths.length > 0 || values.filesFrom !== undefined;
  if (takesPaths && !isNamed) {
    const what = action === 'remove' ? 'files, folders or ids' : 'files or folders';
    throw usage(`index ${action} was given no path`, `name ${what} after the index`);
  }
  if (!takesPaths && isNamed) throw usage(`index ${action} takes the index and no path`, '');
  if (action === 'remove' && values.filesFrom !== undefined) throw usage('index remove does not take --files-from', '');
  if (!reports && !PLAIN_FORMATS.includes(format))
    throw usage(`index ${action} prints text or json, and was given --format ${format}`, '');
  if (!reports && values.report.length > 0) throw usage(`index ${action} makes no report to write with --report`, '');
  if (action !== 'add' && given.storeTexts === true) throw usage('--store-texts goes with index add', '');
}

function refuseTwoReaders(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length > 1) {
    throw usage('standard input can be read once, and - was given twice', 'keep one -');
  }
}

function refuseReportPlaces(
  reports: ScanOptions['report'],
  lists: Readonly<Record<string, string | undefined>> = {},
): void {
  const written = new Set<string>();
  for (const [name, path] of Object.entries(lists)) {
    if (path === '-') throw usage(`--${name} writes to a file, and was given -`, 'name a file');
    if (path !== undefined && written.has(path))
      throw usage(`${quoted(path)} is to be written twice`, 'give each a file of its own');
    if (path !== undefined) written.add(path);
  }
  for (const { text: path } of reports) {
    if (written.has(path)) throw usage(`--report names ${quoted(path)} twice`, 'give each report a file of its own');
    if (path === '-') throw usage('--report writes to a file, and was given -', 'print a report with --format');
    written.add(path);
  }
}

function wordsOf(spec: OptionSpec, given: Given | undefined): readonly string[] {
  if (given === undefined || typeof given === 'boolean') return [];
  if (given.includes('')) throw usage(`${longFlagOf(spec)} needs a value for ${spec.value}, and was ""`, '');
  if (spec.repeatable !== true && new Set(given).size > 1) {
    throw usage(
      `${longFlagOf(spec)} can be given once, and was ${given.map(quoted).join(' and ')}`,
      'keep one of them',
    );
  }
  return given;
}

function keyedOf(spec: OptionSpec, value: string): { key: string; text: string } {
  const cut = value.indexOf('=');
  const flag = longFlagOf(spec);
  if (cut < 0 || cut === value.length - 1) {
    throw usage(`${flag} must be ${spec.value}, and was ${quoted(value)}`, `for example ${flag} json=report.json`);
  }
  return { key: oneOf(spec.choices, value.slice(0, cut), `the format of ${flag}`), text: value.slice(cut + 1) };
}

function oneOf(choices: readonly string[] = [], word: string, what: string): string {
  if (choices.includes(word)) return word;
  const nearest = nearestOf(word, choices);
  const remedy = nearest === undefined ? '' : `did you mean ${nearest}?`;
  throw usage(`${what} must be one of ${choices.join(', ')}, and was ${quoted(word)}`, remedy);
}

/** A USAGE error that stands at no place but the command line. */
export function usage(what: string, remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '', what, remedy });
}

function quoted(words: string): string {
  return `"${words}"`;
}

/** The name a mistyped one was meant to be, or nothing when none is near: a third of its letters may differ. */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const allowed = Math.max(1, Math.floor(name.length / 3));
    if (Math.abs(typed.length - name.length) > allowed) continue;
    const edits = editsBetween(typed.toLowerCase(), name.toLowerCase());
    if (edits > allowed || edits >= fewest) continue;
    fewest = edits;
    nearest = name;
  }
  return nearest;
}

/** Letters to insert, drop, change or swap with a neighbour (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      const swaps = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + change,
        swaps ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
