import { Command, CommanderError, Option } from 'commander';
import { COMMANDS, type CommandName, type CommandSpec } from '../commands.ts';
import type { WirecopyError } from '../errors.ts';
import { type GivenOptions, longFlagOf, OPTIONS, type OptionSpec, optionsOf } from '../options.ts';
import { nearestOf, usage } from './usage.ts';

const HELP_COLUMNS = 80;
const DEFAULT_COMMAND: CommandName = 'scan';

/** A command line as typed; nothing of it is checked yet. */
export interface TypedCommand {
  readonly kind: 'command';
  readonly command: CommandName;
  readonly paths: readonly string[];
  readonly given: GivenOptions;
}

/** What stands on a command line: what only prints is answered. */
export type Typed = TypedCommand | { readonly kind: 'print'; readonly text: string };

/** Reads a command line. Throws USAGE. */
export function readArguments(argv: readonly string[], version: string): Typed {
  const [first = '', ...rest] = argv;
  const isNamed = Object.hasOwn(COMMANDS, first);
  const name = isNamed ? (first as CommandName) : DEFAULT_COMMAND;
  const printed: string[] = [];
  const command = commandFor(name, version).configureOutput({
    writeOut: (text) => printed.push(text),
    writeErr: () => {},
  });
  try {
    command.parse(isNamed ? rest : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: printed.join('') };
    throw usageErrorOf(error, name);
  }
  const given: GivenOptions = Object.fromEntries(
    Object.entries(command.opts()).filter(([optionName]) => command.getOptionValueSource(optionName) === 'cli'),
  );
  refuseSwallowedFlags(given, name);
  return { kind: 'command', command: name, paths: command.args, given };
}

/** What `--help` prints. */
export function helpText(name: CommandName, version: string): string {
  const typed = readArguments([name, '--help'], version);
  return typed.kind === 'print' ? typed.text : '';
}

function commandFor(name: CommandName, version: string): Command {
  const { usage: line, means, operand, operandMeans, examples, exitCodes }: CommandSpec = COMMANDS[name];
  const command = new Command('wirecopy')
    .usage(line)
    .description(means)
    .argument('[operand...]', operandMeans)
    .exitOverride()
    .optionsGroup('Other:')
    .configureHelp({
      helpWidth: HELP_COLUMNS,
      argumentTerm: () => operand ?? '',
      ...(operand === undefined && { visibleArguments: () => [] }),
      optionTerm: (option) => option.flags.replace(/[<>]/g, ''),
    });
  for (const [optionName, spec] of optionsOf(name)) {
    if (optionName === 'help') command.helpOption(spec.flags, spec.means);
    else if (optionName === 'version') command.version(version, spec.flags, spec.means);
    else command.addOption(commanderOption(spec));
  }
  const others = Object.entries(COMMANDS).filter(([other]) => other !== name);
  const written = [
    'Other commands:',
    ...others.map(([other, spec]) => `  wirecopy ${other} --help\n      ${firstClauseOf(spec.means)}`),
    '',
    'Examples:',
    ...examples.flatMap(([typed, told]) => [`  ${typed}`, `      ${told}`]),
    '',
    'Exit codes:',
    ...exitCodes.map(([code, told]) => `  ${code.padEnd(3)}  ${told}`),
  ];
  return command.addHelpText('after', `\n${written.join('\n')}`);
}

/** `Reads two articles side by side` of `Reads two articles side by side and says …`: enough to choose by. */
function firstClauseOf(means: string): string {
  return /^[^:,.]+?(?=[:,.]| and )/.exec(means)?.[0] ?? means;
}

function commanderOption(spec: OptionSpec): Option {
  const option = new Option(spec.value === undefined ? spec.flags : `${spec.flags} <${spec.value}>`, helpOf(spec));
  option.helpGroup(`${spec.group}:`);
  // Every value is kept, so that request.ts can say what is wrong with them in one voice.
  if (spec.kind !== 'boolean') option.argParser((value: string, before?: string[]) => [...(before ?? []), value]);
  return option;
}

function helpOf(spec: OptionSpec): string {
  const notes: string[] = [];
  if (spec.repeatable === true) notes.push('repeatable');
  if (typeof spec.default === 'string' || typeof spec.default === 'number') notes.push(`default: ${spec.default}`);
  if (Array.isArray(spec.default)) notes.push(`default: ${spec.default.join(',')}`);
  return notes.length === 0 ? spec.means : `${spec.means} (${notes.join('; ')})`;
}

/** commander's complaint in our words. It is told apart by its code; the flag is quoted in its message. */
function usageErrorOf(error: CommanderError, name: CommandName): WirecopyError {
  const flag = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const specs = optionsOf(name).map(([, spec]) => spec);
  const seeHelp = name === DEFAULT_COMMAND ? 'see wirecopy --help' : `see wirecopy ${name} --help`;
  if (error.code === 'commander.optionMissingArgument') {
    const spec = specs.find((candidate) => flag.startsWith(candidate.flags));
    const choices = spec?.choices === undefined ? '' : `one of ${spec.choices.join(', ')}`;
    return usage(`${spec === undefined ? flag : longFlagOf(spec)} needs a value for ${spec?.value ?? 'it'}`, choices);
  }
  if (error.code === 'commander.unknownOption') {
    const [typed = '', value] = flag.split(/=(.*)/s);
    if (value !== undefined && specs.some((spec) => longFlagOf(spec) === typed)) {
      return usage(`${typed} takes no value, and was given "${value}"`, '');
    }
    const elsewhere = (Object.values(OPTIONS) as OptionSpec[]).find((spec) => longFlagOf(spec) === typed);
    if (elsewhere !== undefined) {
      return usage(
        `${name} does not take ${typed}, which is for ${elsewhere.commands.join(' and ')}`,
        elsewhere.refused ?? `see wirecopy ${name} --help`,
      );
    }
    const nearest = nearestOf(typed, specs.map(longFlagOf));
    return usage(`there is no option ${typed}`, nearest === undefined ? seeHelp : `did you mean ${nearest}?`);
  }
  return usage(error.message.replace(/^error: /, ''), seeHelp);
}

/** `--text-field --json` names a field "--json" to commander; nobody means that. */
function refuseSwallowedFlags(given: GivenOptions, name: CommandName): void {
  const rows = optionsOf(name);
  const flags = new Set(rows.map(([, spec]) => longFlagOf(spec)));
  for (const [optionName, spec] of rows) {
    const values = given[optionName];
    if (values === undefined || typeof values === 'boolean') continue;
    const swallowed = values.find((value) => flags.has(value));
    if (swallowed !== undefined)
      throw usage(`${longFlagOf(spec)} needs a value for ${spec.value}, and was followed by ${swallowed}`, '');
  }
}
