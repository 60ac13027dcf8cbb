import type { BytePath } from './byte-path.ts';

type Matcher = (path: string) => boolean;

/** A pattern taken apart: the folder that it surely starts in, and what is to be matched below it. */
export interface Glob {
  readonly base: BytePath;
  readonly matches: Matcher;
  /** Folders deeper than this below `base` cannot hold a match. */
  readonly maxDepth: number;
  /** The pattern itself begins a name with a dot. */
  readonly wantsHidden: boolean;
  /** `.log` when only files of that kind can match: then the user has named the kind. */
  readonly extension: string | undefined;
}

const MAGIC = /[*?[\]{}]/;

export function hasMagic(path: BytePath): boolean {
  return MAGIC.test(path);
}

export async function globOf(pattern: BytePath): Promise<Glob> {
  const steps = pattern.split('/').filter((step, index) => (step !== '' && step !== '.') || index === 0);
  const magicIndex = steps.findIndex((step) => MAGIC.test(step));
  const below = steps.slice(magicIndex).join('/');
  const { default: picomatch } = await import('picomatch');
  return {
    base: steps.slice(0, magicIndex).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    matches: picomatch(endedWell(Buffer.from(below, 'latin1').toString('utf8')), { nonegate: true, noextglob: true }),
    maxDepth: below.includes('**') ? Number.POSITIVE_INFINITY : below.split('/').length - 1,
    wantsHidden: /(?:^|[/{,])\.[^/]/.test(below),
    extension: /\.[a-z0-9]+$/i.exec(below)?.[0].toLowerCase(),
  };
}

/**
 * Tells whether one of the patterns matches one of the names an entry goes by: its base name, its path below the given
 * folder, its path as shown. Dot files are matched like others, and a trailing slash is nothing special.
 */
export async function excluderOf(patterns: readonly string[]): Promise<Matcher> {
  if (patterns.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  const trimmed = patterns.map((pattern) => pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, ''));
  return picomatch(trimmed.filter((pattern) => pattern !== '').map(endedWell), {
    dot: true,
    nonegate: true,
    noextglob: true,
  });
}

/** The library takes backslashes for fewer where many follow each other, and looks for ever for the end behind a last run of them. */
function endedWell(pattern: string): string {
  return pattern.replace(/\\{4,}$/, (run) => (run.length % 2 === 0 ? '\\\\' : '\\\\\\'));
}
