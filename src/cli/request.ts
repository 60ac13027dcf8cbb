import { type CommandName, INDEX_ACTIONS, type IndexAction } from '../commands.ts';
import type { ReportFormatName } from '../model.ts';
import {
  type Given,
  type GivenOptions,
  type IndexOptions,
  longFlagOf,
  type OptionName,
  type OptionSpec,
  type OptionsByCommand,
  optionsOf,
  type ScanOptions,
  type ValuesOf,
} from '../options.ts';
import { nearestOf, quoted, usage } from './usage.ts';

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
    refuseNoJobs(options);
    refuseEarlyEnd(options, given);
    refuseWithoutIndex(options);
    refuseTwoReaders([...paths, options.filesFrom]);
    refuseReportPlaces(options.report, { kept: options.kept, dropped: options.dropped });
    return { kind: 'scan', options };
  },
  check: (paths, given) => {
    const { json, help: _help, version: _version, ...values } = valuesOf('check', given);
    const options = { ...values, paths, format: formatOf(given, json, values.format) };
    refuseNoJobs(options);
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
  const { engine = 'memory', spark, workDir } = options;
  if (engine !== 'memory' || spark !== undefined || workDir !== undefined) {
    throw usage('--stop-after ends a run in memory, and an engine was asked for', 'leave out one of them');
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

function refuseNoJobs({ jobs }: Pick<ScanOptions, 'jobs'>): void {
  if (jobs === 0) throw usage('--jobs must be 1 or more, and was 0', 'leave it out for one thread for each core');
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
