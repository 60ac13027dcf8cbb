import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contradictionIn, DEFAULT_BORDERS } from '../borders.ts';
import type { CommandName } from '../commands.ts';
import { WirecopyError } from '../errors.ts';
import type { Borders, Policy } from '../model.ts';
import { CONFIG_KEYS, type GivenOptions, type OptionName, optionsOf, type Schema } from '../options.ts';
import { CONFIG_SCHEMA, complaintOf } from './config-schema.ts';

/** Names that are looked for in each folder, the first that is there wins. JavaScript is never found: it would run. */
const FOUND_NAMES = [
  'wirecopy.config.json',
  'wirecopy.config.yaml',
  'wirecopy.config.yml',
  '.wirecopyrc',
  'package.json',
] as const;
const SCRIPT_ENDINGS: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs']);
/** A longer one was not written by a person. */
const MAX_CONFIG_BYTES = 1 << 20;

/** The parts of a policy that no flag says. */
type ConfigOnly = Pick<Policy, 'partners' | 'first' | 'perSource' | 'trustDeclarations'>;

/** What a configuration says, as if it had been typed. */
export interface Configuration extends ConfigOnly {
  /** Only options that the command knows. */
  readonly given: GivenOptions;
  /** Those that are moved. */
  readonly borders: Partial<Borders>;
  /** Of each key that is set: the file. */
  readonly from: ReadonlyMap<string, string>;
  /** Files that were found and not loaded, each with what to tell of it. */
  readonly warnings: readonly string[];
}

export const NO_CONFIGURATION: Configuration = {
  given: {},
  partners: [],
  first: [],
  perSource: [],
  trustDeclarations: [],
  borders: {},
  from: new Map(),
  warnings: [],
};

/** Where the configuration of a run is looked for. */
export interface ConfigQuest {
  readonly command: CommandName;
  readonly cwd: string;
  /** `--config` */
  readonly named: string | undefined;
  /** What is scanned: a configuration in there is written by whoever wrote what is judged. */
  readonly scanned: readonly string[];
  /** `--files-from`: what it names is not known yet. */
  readonly hasList: boolean;
}

/** Finds and reads the configuration. Throws CONFIG where it cannot be used. */
export async function configurationFor(quest: ConfigQuest): Promise<Configuration> {
  const { cwd, named, command } = quest;
  if (named !== undefined) return await read(resolve(cwd, named), named, { command, cwd });
  const warnings: string[] = [];
  for (const folder of foldersFrom(cwd)) {
    const found = configIn(folder);
    if (found === undefined) continue;
    const shown = shownPath(found, cwd);
    if (!quest.hasList && !isScanned(found, quest)) {
      return { ...(await read(found, shown, { command, cwd })), warnings };
    }
    const where = quest.hasList ? 'may lie' : 'lies';
    warnings.push(
      `${shown}: this configuration ${where} inside of what is scanned, and was not loaded (if it is yours, name it: --config ${shown})`,
    );
  }
  return { ...NO_CONFIGURATION, warnings };
}

function* foldersFrom(cwd: string): Iterable<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}

function configIn(folder: string): string | undefined {
  const present = new Set(entriesOf(folder).map(({ name }) => name));
  for (const name of FOUND_NAMES) {
    if (!present.has(name)) continue;
    const file = join(folder, name);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
    if (name !== 'package.json' || holdsSettings(file)) return file;
  }
  return undefined;
}

/** A folder that cannot be listed holds nothing for us. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whatever is wrong with a package.json is for others to say, as long as it has nothing of ours. */
function holdsSettings(file: string): boolean {
  try {
    const manifest: unknown = JSON.parse(textOf(file));
    return typeof manifest === 'object' && manifest !== null && Object.hasOwn(manifest, 'wirecopy');
  } catch {
    return false;
  }
}

/** Does the file lie in a folder that is scanned, or is it named itself? Links are followed on both sides. */
function isScanned(file: string, { cwd, scanned }: ConfigQuest): boolean {
  const places = [file, realOf(file)];
  return scanned
    .filter((path) => path !== '-')
    .flatMap((path) => [resolve(cwd, baseOf(path)), realOf(resolve(cwd, baseOf(path)))])
    .some((root) => places.some((place) => isWithin(place, root)));
}

/** The folder before the first sign of a glob; a path without one is itself. */
function baseOf(path: string): string {
  const magic = path.search(/[*?[\]{}()!@+]/);
  if (magic < 0 || statSync(path, { throwIfNoEntry: false }) !== undefined) return path;
  const base = path.slice(0, path.lastIndexOf('/', magic) + 1);
  return base === '' ? '.' : base;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isWithin(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** As a person would name it from the working folder. */
function shownPath(file: string, cwd: string): string {
  return relative(cwd, file);
}

async function read(
  file: string,
  shown: string,
  { command, cwd }: { readonly command: CommandName; readonly cwd: string },
): Promise<Configuration> {
  const value = await valueIn(file, shown);
  const complaint = complaintOf(value, CONFIG_SCHEMA);
  if (complaint !== undefined) {
    const { key, what, remedy } = complaint;
    throw configError(shown, key === '' ? `the configuration ${what}` : `${key} ${what}`, remedy);
  }
  const settings = value as Readonly<Record<string, unknown>>;
  const borders = (settings['borders'] as Partial<Borders> | undefined) ?? {};
  const contradiction = contradictionIn(borders);
  if (contradiction !== undefined) {
    const { key, what, remedy } = contradiction;
    throw configError(shown, `borders.${key} ${what}`, remedy);
  }
  const known = new Map(optionsOf(command));
  const given: Record<string, boolean | readonly string[]> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const spec = known.get(name as OptionName);
    if (spec === undefined) continue;
    if (typeof setting === 'boolean') given[name] = setting;
    else {
      const words = [setting].flat().map(String);
      given[name] = spec.path === true ? words.map((word) => fromHere(word, file, cwd, spec.kind === 'keyed')) : words;
    }
  }
  return {
    given,
    partners: (settings['partners'] as Policy['partners'] | undefined) ?? [],
    first: (settings['first'] as Policy['first'] | undefined) ?? [],
    trustDeclarations: (settings['trustDeclarations'] as Policy['trustDeclarations'] | undefined) ?? [],
    perSource: Object.entries(
      (settings['perSource'] as Readonly<Record<string, { readonly maxCopied: number }>> | undefined) ?? {},
    ).map(([source, { maxCopied }]) => ({ source, maxCopied })),
    borders,
    from: new Map(Object.keys(settings).map((key) => [key, shown])),
    warnings: [],
  };
}

/** A path in a configuration is meant from where the configuration is. */
function fromHere(word: string, file: string, cwd: string, isKeyed: boolean): string {
  const cut = isKeyed ? word.indexOf('=') + 1 : 0;
  const path = word.slice(cut);
  const moved =
    isAbsolute(path) || path === '-' || /^[a-z][a-z\d+.-]*:\/\//i.test(path)
      ? path
      : relative(cwd, resolve(dirname(file), path));
  return word.slice(0, cut) + (moved === '' ? '.' : moved);
}

async function valueIn(file: string, shown: string): Promise<unknown> {
  try {
    if (SCRIPT_ENDINGS.has(extname(file))) {
      const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
      return module.default;
    }
    const text = textOf(file);
    if (basename(file) === 'package.json') return (JSON.parse(text) as Record<string, unknown>)['wirecopy'];
    // JSON is checked as JSON: its mistakes are told better, and `__proto__` stays a key like others.
    if (extname(file) === '.json' || text.trimStart().startsWith('{')) return JSON.parse(text);
    const { parseDocument } = await import('yaml');
    const document = parseDocument(text, { prettyErrors: true, logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined) throw new Error((error.message.split('\n')[0] ?? '').replace(/:$/, ''));
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (error) {
    if (error instanceof WirecopyError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw configError(
      shown,
      `the configuration cannot be read: ${message}`,
      'mend it, or name another with --config',
      error,
    );
  }
}

function textOf(file: string): string {
  const { size } = statSync(file);
  if (size > MAX_CONFIG_BYTES) throw new Error(`it is larger than ${MAX_CONFIG_BYTES} bytes`);
  return readFileSync(file, 'utf8');
}

function configError(where: string, what: string, remedy: string, cause?: unknown): WirecopyError {
  return new WirecopyError('BAD_CONFIG', { where, what, remedy, ...(cause === undefined ? {} : { cause }) });
}

/**
 * The settings in force, as YAML with where each comes from: what stands on the command line beats the configuration, and
 * that beats the default.
 */
export async function printedConfig(
  command: CommandName,
  typed: GivenOptions,
  configuration: Configuration,
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [{ stringify }, { jsonOf, visible }] = await Promise.all([import('yaml'), import('../report/index.ts')]);
  const lines: string[] = [];
  const line = (key: string, value: unknown, from: string): void => {
    const written = stringify(
      { [key]: value },
      { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false },
    ).trim();
    // JSON is YAML, too, and has an escape for what a terminal would obey.
    const shown =
      visible(written) === written
        ? written
        : `${key}: ${jsonOf(value instanceof Map ? Object.fromEntries(value) : value)}`;
    // A map alone on its line is written in braces; the key needs none.
    lines.push(`${shown.replace(/^\{(.*)\}$/s, '$1')}  # ${from}`);
  };
  for (const [name, spec] of optionsOf(command)) {
    if (spec.inConfig === false) continue;
    const value = values[name];
    const from = typed[name] !== undefined ? 'command line' : (configuration.from.get(name) ?? 'default');
    const isUnset = value === undefined || (Array.isArray(value) && value.length === 0);
    if (isUnset) lines.push(`# ${name}: not set`);
    else if (spec.kind === 'size') line(name, wordFor(name, typed, configuration) ?? spec.default, from);
    else line(name, spec.kind === 'keyed' ? keyedWords(value) : value, from);
  }
  for (const key of Object.keys(CONFIG_KEYS) as (keyof typeof CONFIG_KEYS)[]) {
    const from = configuration.from.get(key);
    if (key === 'borders') {
      lines.push(`${key}:`);
      for (const [name, value] of Object.entries({ ...DEFAULT_BORDERS, ...configuration.borders })) {
        const isMoved = Object.hasOwn(configuration.borders, name);
        lines.push(`  ${name}: ${value}  # ${isMoved ? from : 'default'}`);
      }
    } else if (from === undefined) lines.push(`# ${key}: not set`);
    else line(key, key === 'perSource' ? asMap(configuration.perSource) : configuration[key], from);
  }
  return `${lines.join('\n')}\n`;
}

/** A size as it was written, which says more than its bytes. */
function wordFor(name: OptionName, typed: GivenOptions, { given }: Configuration): string | undefined {
  const words = typed[name] ?? given[name];
  return typeof words === 'object' ? words[0] : undefined;
}

function keyedWords(value: unknown): string[] {
  return (value as readonly { readonly key: string; readonly text: string }[]).map(({ key, text }) => `${key}=${text}`);
}

function asMap(rows: Policy['perSource']): Map<string, { readonly maxCopied: number }> {
  return new Map(rows.map(({ source, maxCopied }) => [source, { maxCopied }]));
}

/** A configuration with every setting explained and none made. */
export function blankConfig(): string {
  const lines = [
    '# yaml-language-server: $schema=./node_modules/wirecopy/schema/config-1.json',
    '# Settings of wirecopy (docs/options.md). Take away the # of those that you want to change.',
    '# Paths are meant from this file. What stands on the command line goes before.',
  ];
  for (const [key, schema] of Object.entries(CONFIG_SCHEMA.properties)) {
    if (key === '$schema') continue;
    lines.push('', ...wrapped(schema.description ?? '').map((line) => `# ${line}`));
    const example = EXAMPLES[key];
    if (example !== undefined) lines.push(...example.map((line) => `#${line}`));
    else if (schema.properties !== undefined) lines.push(...blankKeys(key, schema.properties));
    else lines.push(`#${key}: ${JSON.stringify(schema.default ?? sampleOf(schema))}`);
  }
  return `${lines.join('\n')}\n`;
}

function blankKeys(key: string, properties: Readonly<Record<string, Schema>>): string[] {
  return [
    `#${key}:`,
    ...Object.entries(properties).flatMap(([name, { description = '', default: fallback }]) => [
      ...wrapped(description).map((line) => `#  # ${line}`),
      `#  ${name}: ${JSON.stringify(fallback)}`,
    ]),
  ];
}

function sampleOf({ type, enum: choices }: Schema): unknown {
  return choices?.[0] ?? SAMPLES[type ?? 'string'] ?? 'NAME';
}

/** What stands where a setting has neither a default nor an example of its own. */
const SAMPLES: Readonly<Record<string, unknown>> = { array: [], integer: 1 };

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  exclude: ['exclude: ["**/drafts/**"]'],
  textField: ['textField: body'],
  idField: ['idField: url'],
  against: ['against: [archive/]'],
  baseline: ['baseline: wirecopy.baseline'],
  report: ['report: [json=wirecopy.json]'],
  partners: [
    'partners:',
    '  - name: Harbour Wire',
    '    sources: [harbour-wire, wire.example.com]',
    '    allow: attributed',
  ],
  first: ['first: [our-desk]'],
  perSource: ['perSource:', '  wire-desk: { maxCopied: 1 }'],
  trustDeclarations: ['trustDeclarations: [our-desk]'],
};

const COMMENT_COLUMNS = 98;

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > COMMENT_COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
