import type { CommandName } from '../commands.ts';
import { ERROR_CODES } from '../errors.ts';
import type { DialectName } from '../model.ts';
import type { GivenOptions, OptionName, OptionsByCommand } from '../options.ts';
import { runCheck } from './check.ts';
import { runCompare } from './compare.ts';
import { type Configuration, configurationFor, NO_CONFIGURATION, printedConfig } from './config.ts';
import { runIndex } from './index-file.ts';
import { runInit } from './init.ts';
import type { Io } from './io.ts';
import { helpText, readArguments, type TypedCommand } from './program.ts';
import type { Leavings } from './report-file.ts';
import { type CommandRequest, optionValues, over, requestOf } from './request.ts';
import { runScan } from './scan.ts';
import { print, say, tell, tellError } from './tell.ts';
import { usage } from './usage.ts';
import { loadWorkings, type Workings, type World } from './workings.ts';

export { type Io, type Output, processIo } from './io.ts';
export { tuneEngine } from './javascript-engine.ts';

declare const __WIRECOPY_VERSION__: string;

/** What each command does once its command line is read; returns the exit code. */
const RUNS: {
  readonly [C in CommandName]: (options: OptionsByCommand[C], world: World) => Promise<number>;
} = { scan: runScan, check: runCheck, compare: runCompare, index: runIndex, init: runInit };

/**
 * Runs the command and returns its exit code: 0 done, 1 a check that failed, 2 not done, 3 done but some input was
 * skipped, 130 or 143 ended by a signal. Everything it knows of the world comes through `io`. Never throws.
 *
 * @param load the parts that do the work; tests hand in their own
 */
export async function main(
  argv: readonly string[],
  io: Io,
  load: () => Promise<Workings> = loadWorkings,
): Promise<number> {
  const leavings: Leavings = new Set();
  let stopListening = () => {};
  const ended = new Promise<number>((resolve) => {
    stopListening = io.onSignal((exitCode) => {
      const tidied = [...leavings].map((tidy) => tidy());
      leavings.clear();
      resolve(exitCode);
      return Promise.all(tidied).then(() => {});
    });
  });
  try {
    return await Promise.race([run(argv, io, load, leavings), ended]);
  } finally {
    stopListening();
  }
}

async function run(
  argv: readonly string[],
  io: Io,
  load: () => Promise<Workings>,
  leavings: Leavings,
): Promise<number> {
  try {
    const typed = readArguments(argv, __WIRECOPY_VERSION__);
    if (typed.kind === 'print') {
      await print(io.stdout, [typed.text]);
      return 0;
    }
    const { command, paths, given } = typed;
    const configuration = command === 'init' ? NO_CONFIGURATION : await configurationOf(typed, io);
    await tell(configuration.warnings, io);
    const merged = over(configuration.given, given);
    if (given.printConfig === true) {
      const values = optionValues(command, merged);
      await print(io.stdout, [await printedConfig(command, given, configuration, values)]);
      return 0;
    }
    if (given.emitSql !== undefined) {
      const { emitSql } = optionValues('scan', merged) as { emitSql: DialectName };
      const { planSql } = await load();
      await print(io.stdout, [await planSql(emitSql, configuration.borders)]);
      return 0;
    }
    if (command !== 'init' && paths.length === 0 && given.filesFrom === undefined) {
      if (!io.stdin.isTTY) throw usage('no path was given', 'name files or folders, or - to read standard input');
      await say(io, helpText(command, __WIRECOPY_VERSION__));
      return ERROR_CODES.USAGE;
    }
    const request = requestOf(command, paths, merged);
    return await start(request, { io, configuration, workings: await load(), leavings });
  } catch (error) {
    return await tellError(error, io, argv.includes('--debug'));
  }
}

function configurationOf({ command, paths, given }: TypedCommand, { cwd }: Io): Promise<Configuration> {
  const [named] = wordsIn(given.config);
  return configurationFor({
    command,
    cwd,
    named,
    scanned: [...paths, ...wordsIn(given.against)],
    hasList: given.filesFrom !== undefined,
  });
}

function wordsIn(given: GivenOptions[OptionName]): readonly string[] {
  return typeof given === 'object' ? given : [];
}

function start<C extends CommandName>(request: CommandRequest<C>, world: World): Promise<number> {
  return RUNS[request.kind](request.options, world);
}
