import { BORDERS } from './borders.ts';
import type { CommandName, IndexAction } from './commands.ts';
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
    commands: ['scan', 'check'],
    kind: 'count',
    value: 'N',
    means:
      'Threads that work at one time where there is much to do, and of duckdb processes (otherwise one for each core); ' +
      'the report is the same for any number.',
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
export type Given = boolean | readonly string[];

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

export type ValuesOf<C extends CommandName> = { readonly [Name in NamesOf<C>]: ValueOf<(typeof OPTIONS)[Name]> };

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

/** `paths` are what follows the file of the index. */
export type IndexOptions = OptionsOf<'index'> & { readonly action: IndexAction; readonly file: string };

export interface OptionsByCommand {
  readonly scan: ScanOptions;
  readonly check: CheckOptions;
  readonly compare: CompareOptions;
  readonly index: IndexOptions;
  readonly init: InitOptions;
}
