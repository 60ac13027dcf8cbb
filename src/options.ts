import { WirecopyError } from './errors.ts';
import { METHOD_NAMES, ONLY_NAMES, REPORT_FORMAT_NAMES, type ReportFormatName, STAGE_NAMES } from './model.ts';

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
} as const;

export type CommandName = keyof typeof COMMANDS;

export interface OptionSpec {
  /** As written on the command line, without the value. */
  readonly flags: string;
  /** The heading it stands under in the help. */
  readonly group: 'Input' | 'What is reported' | 'Output' | 'Other';
  readonly commands: readonly CommandName[];
  /**
   * - `boolean`: takes no value
   * - `string`: any text but the empty one
   * - `choice`: one of `choices`
   * - `list`: several of `choices`, separated by commas
   * - `keyed`: `CHOICE=TEXT`
   */
  readonly kind: 'boolean' | 'string' | 'choice' | 'list' | 'keyed';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: boolean | string | readonly string[];
  readonly repeatable?: boolean;
  /** One sentence. */
  readonly means: string;
}

/** `none` writes nothing, so there is nothing to put in a file. */
const WRITTEN_FORMATS = REPORT_FORMAT_NAMES.filter(
  (name): name is Exclude<ReportFormatName, 'none'> => name !== 'none',
);

/** Every option, once: the flags, the help, docs/options.md and the checks are made from this table. */
export const OPTIONS = {
  exclude: {
    flags: '--exclude',
    group: 'Input',
    commands: ['scan'],
    kind: 'string',
    value: 'GLOB',
    repeatable: true,
    means: 'Leave out the files and folders that match.',
  },
  gitignore: {
    flags: '--gitignore',
    group: 'Input',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Leave out what the .gitignore files of the scanned folders name.',
  },
  filesFrom: {
    flags: '--files-from',
    group: 'Input',
    commands: ['scan'],
    kind: 'string',
    value: 'FILE',
    means: 'Read the paths from a file, one a line; - reads them from standard input.',
  },
  textField: {
    flags: '--text-field',
    group: 'Input',
    commands: ['scan'],
    kind: 'string',
    value: 'NAME',
    means: 'The field of a JSON record that holds the text (otherwise text, body or content).',
  },
  idField: {
    flags: '--id-field',
    group: 'Input',
    commands: ['scan'],
    kind: 'string',
    value: 'NAME',
    means: 'The field of a JSON record that names the article (otherwise id or url).',
  },
  only: {
    flags: '--only',
    group: 'What is reported',
    commands: ['scan'],
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
    commands: ['scan'],
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
    means: 'End after articles, sketches, candidates or matches, and print that stage as NDJSON.',
  },
  format: {
    flags: '--format',
    group: 'Output',
    commands: ['scan'],
    kind: 'choice',
    value: 'FORMAT',
    choices: REPORT_FORMAT_NAMES,
    default: 'text',
    means:
      'Print text for people, json, ndjson (one record a line), csv (one pair a row), markdown (a pull request comment), sarif, github (annotations), junit, or none.',
  },
  json: {
    flags: '--json',
    group: 'Output',
    commands: ['scan'],
    kind: 'boolean',
    means: 'The same as --format json.',
  },
  report: {
    flags: '--report',
    group: 'Output',
    commands: ['scan'],
    kind: 'keyed',
    value: 'FORMAT=PATH',
    choices: WRITTEN_FORMATS,
    repeatable: true,
    means: 'Also write a report to a file; the file appears whole or not at all.',
  },
  quiet: {
    flags: '-q, --quiet',
    group: 'Output',
    commands: ['scan'],
    kind: 'boolean',
    means: 'No progress, timings or hints; errors and what was not read are still named.',
  },
  color: {
    flags: '--no-color',
    group: 'Output',
    commands: ['scan'],
    kind: 'boolean',
    default: true,
    means: 'No colour (NO_COLOR and FORCE_COLOR are obeyed, too).',
  },
  progress: {
    flags: '--no-progress',
    group: 'Output',
    commands: ['scan'],
    kind: 'boolean',
    default: true,
    means: 'No progress line on the terminal.',
  },
  timings: {
    flags: '--timings',
    group: 'Output',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Print the seconds each stage took to standard error.',
  },
  allowSkipped: {
    flags: '--allow-skipped',
    group: 'Other',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Exit with 0 even when some input could not be read.',
  },
  debug: {
    flags: '--debug',
    group: 'Other',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Show where in the program an error came from.',
  },
  version: {
    flags: '-V, --version',
    group: 'Other',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Print the version.',
  },
  help: {
    flags: '-h, --help',
    group: 'Other',
    commands: ['scan'],
    kind: 'boolean',
    means: 'Print this help.',
  },
} as const satisfies Record<string, OptionSpec>;

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
  : S extends { kind: 'keyed'; choices: readonly (infer C)[] }
    ? readonly { readonly key: C; readonly text: string }[]
    : S extends { kind: 'list'; choices: readonly (infer C)[] }
      ? readonly C[]
      : S extends { kind: 'choice'; choices: readonly (infer C)[] }
        ? C | (S extends { default: string } ? never : undefined)
        : S extends { repeatable: true }
          ? readonly string[]
          : string | undefined;

type OptionValues = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };

/** A command line of `scan`, checked. With `stopAfter`, `format` is `ndjson` or `none`. */
export type ScanOptions = Omit<OptionValues, 'json' | 'help' | 'version'> & { readonly paths: readonly string[] };

/** Checks a command line and fills in what it left out. Throws USAGE. */
export function scanOptions(paths: readonly string[], given: GivenOptions): ScanOptions {
  const { json, help: _help, version: _version, ...values } = valuesOf(given);
  const options = { ...values, paths, format: formatOf(given, json, values) };
  refuseContradictions(options, given);
  return options;
}

function valuesOf(given: GivenOptions): OptionValues {
  const rows = Object.entries(OPTIONS) as [OptionName, OptionSpec][];
  // The compiler cannot follow a row from its kind to its value; VALUE_OF has one function for each kind, and
  // `ValueOf` says the same in types.
  return Object.fromEntries(rows.map(([name, spec]) => [name, VALUE_OF[spec.kind](spec, given[name])])) as OptionValues;
}

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
};

function formatOf(
  given: GivenOptions,
  json: boolean,
  { format, stopAfter }: Pick<OptionValues, 'format' | 'stopAfter'>,
) {
  const isNamed = given.format !== undefined;
  if (json && isNamed && format !== 'json') {
    throw usage(`--json and --format ${format} contradict each other`, 'keep one of them');
  }
  if (stopAfter === undefined) return json ? 'json' : format;
  if (!json && (!isNamed || format === 'ndjson' || format === 'none')) return isNamed ? format : 'ndjson';
  throw usage(
    `--stop-after prints NDJSON, and ${json ? '--json' : `--format ${format}`} was given`,
    'use --format ndjson or --format none',
  );
}

function refuseContradictions(options: ScanOptions, given: GivenOptions): void {
  const { stopAfter } = options;
  if (stopAfter !== undefined) {
    if (options.report.length > 0) {
      throw usage('--report needs the whole run, and --stop-after ends it early', 'leave out one of them');
    }
    if (options.explain) {
      throw usage('--explain adds to a report, and --stop-after ends before there is one', 'leave out one of them');
    }
    if (given.only !== undefined && stopAfter !== 'matches') {
      throw usage(`--only chooses among matches, and --stop-after ${stopAfter} ends before them`, 'leave out --only');
    }
  }
  const readersOfStdin = options.paths.filter((path) => path === '-').length + (options.filesFrom === '-' ? 1 : 0);
  if (readersOfStdin > 1) throw usage('standard input can be read once, and - was given twice', 'keep one -');

  const written = new Set<string>();
  for (const { text: path } of options.report) {
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
