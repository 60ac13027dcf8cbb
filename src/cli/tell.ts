import { ERROR_CODES, messageOf, WirecopyError } from '../errors.ts';
import type { Problem } from '../model.ts';
import type { Piece } from '../report/index.ts';
import { chunked } from './chunks.ts';
import { isAsciiLocale } from './context.ts';
import type { Io, Output } from './io.ts';
import { isClosedPipe, writeFailureOf } from './write-failures.ts';

const MAX_PROBLEM_LINES = 20;

export async function tellProblems(problems: readonly Problem[], io: Io): Promise<void> {
  const lines = problems.slice(0, MAX_PROBLEM_LINES).map(messageOf);
  const left = problems.slice(MAX_PROBLEM_LINES);
  const count = left.reduce((sum, problem) => sum + (problem.count ?? 1), 0);
  const list = count === left.length ? 'the full list is' : 'a longer list is';
  await tell(count === 0 ? lines : [...lines, `and ${count} more (${list} in the JSON report)`], io);
}

/** Says what ended the run, and returns the exit code it leads to. */
export async function tellError(error: unknown, io: Io, isDebug: boolean): Promise<number> {
  const isExpected = error instanceof WirecopyError;
  const message = error instanceof Error ? error.message : String(error);
  await tell([isExpected ? message : `internal error: ${message} (run again with --debug to see where)`], io);
  if (isDebug) await tell(stackOf(error), io);
  return isExpected ? ERROR_CODES[error.code] || ERROR_CODES.USAGE : ERROR_CODES.USAGE;
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const lines = (error.stack ?? '').split('\n');
  return error.cause === undefined ? lines : [...lines, 'caused by:', ...stackOf(error.cause)];
}

/** Lines on standard error, each under the name of the program. */
export async function tell(messages: readonly string[], io: Io): Promise<void> {
  if (messages.length === 0) return;
  const { visible, visibleAscii } = await import('../report/index.ts');
  const show = isAsciiLocale(io.env) ? visibleAscii : visible;
  await say(io, messages.map((message) => `wirecopy: ${show(message)}\n`).join(''));
}

/** Standard error may be closed or full; then there is nowhere left to say so. */
export async function say({ stderr }: Io, text: string): Promise<void> {
  await stderr.write(text).catch(() => undefined);
}

export async function print(output: Output, pieces: Iterable<Piece>): Promise<'open' | 'closed'> {
  for (const piece of chunked(pieces)) {
    try {
      await output.write(piece);
    } catch (error) {
      if (isClosedPipe(error)) return 'closed';
      throw writeFailureOf('standard output', error);
    }
  }
  return 'open';
}
