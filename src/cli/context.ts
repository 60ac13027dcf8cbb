import type { RenderContext } from '../report/index.ts';
import type { Io, Output } from './io.ts';

const DEFAULT_COLUMNS = 80;

/** Where nobody watches: the same bytes on every machine. */
export const FILE_CONTEXT: RenderContext = {
  columns: DEFAULT_COLUMNS,
  color: false,
  characters: 'unicode',
  hints: false,
};

/** What the options of any command say of how its report is shown. */
export function contextOf(
  options: { readonly color: boolean; readonly quiet: boolean },
  { stdout, env }: Io,
): RenderContext {
  return {
    columns: columnsOf(stdout),
    color: options.color && wantsColor(env, stdout),
    characters: isAsciiLocale(env) ? 'ascii' : 'unicode',
    hints: !options.quiet,
  };
}

/** A terminal that does not know its width says 0. */
export function columnsOf({ isTTY, columns }: Output): number {
  return isTTY && columns !== undefined && columns > 0 ? columns : DEFAULT_COLUMNS;
}

/** FORCE_COLOR wins over NO_COLOR, as in Node itself; without either, a terminal gets colour. */
function wantsColor(env: Io['env'], { isTTY }: Output): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTTY && (refused === undefined || refused === '') && terminal !== 'dumb';
}

/** A locale that was set to something else than UTF-8. One that was never set says nothing of the terminal. */
export function isAsciiLocale({ LC_ALL, LC_CTYPE, LANG }: Io['env']): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale);
}

export function showsProgress(
  { quiet, progress }: { readonly quiet: boolean; readonly progress: boolean },
  { stderr, env: { TERM: terminal } }: Io,
): boolean {
  return progress && !quiet && stderr.isTTY && terminal !== 'dumb';
}
