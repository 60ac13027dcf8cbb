import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, extname, relative, resolve } from 'node:path';
import type { Ignore } from 'ignore';
import { WirecopyError } from '../errors.ts';
import type { Problem } from '../model.ts';
import { type BytePath, joinPath, openable, shownPath } from './byte-path.ts';
import type { ReadItem } from './contract.ts';
import { problemOf, systemCodeOf, unreadable } from './faults.ts';
import { excluderOf, type Glob, globOf, hasMagic } from './globs.ts';
import { unpackedName } from './opened.ts';
import { Pace } from './pace.ts';

/** Why something below a given folder was left out; a left-out folder counts once. */
type ExclusionReason = 'hidden' | 'node_modules' | 'link' | 'special' | 'exclude' | 'gitignore' | 'kind';

/** A path the user gave; `exact` ones are never taken for a glob. */
export interface GivenPath {
  readonly path: BytePath;
  readonly exact: boolean;
}

interface WalkRequest {
  readonly given: readonly GivenPath[];
  readonly cwd: BytePath;
  readonly exclude: readonly string[];
  readonly gitignore: boolean;
  readonly maxFiles: number;
  readonly maxDepth: number;
  /** Of the formats that are read; lowercase, with the dot. */
  readonly extensions: ReadonlySet<string>;
}

/** A regular file that is to be read. */
export interface FoundFile {
  /** Absolute. */
  readonly path: BytePath;
  /** Relative to the working folder, as a person reads it. */
  readonly shown: string;
  /** `found`: met in a folder without an extension, and left out after all if it is no text. */
  readonly certainty: 'named' | 'known' | 'found';
  /** The first folder below the given path. */
  readonly source: string | undefined;
}

interface Listing {
  /** In ascending byte order of their paths; each file once. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly ReadItem[];
  readonly excluded: readonly ExclusionReason[];
}

/** A given folder, or the base of a glob. */
interface Root {
  readonly path: BytePath;
  /** With all links resolved, so that a file reached on two ways is known. */
  readonly real: BytePath;
  readonly shown: BytePath;
  readonly glob: Glob | undefined;
}

interface Folder {
  /** Relative to its root, '' for the root itself. */
  readonly below: BytePath;
  readonly depth: number;
  /** Everything in it was asked for; in the folder of a glob, only what matches. */
  readonly isTaken: boolean;
  readonly rules: readonly GitignoreRules[];
}

type RulesFactory = () => Ignore;

interface Entry {
  readonly name: BytePath;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}

interface GitignoreRules {
  /** The folder of the .gitignore, relative to its root. */
  readonly below: BytePath;
  readonly rules: Ignore;
}

/** Listing a folder, or looking up a named file, takes as long as parsing this much. */
const BYTES_PER_STEP = 32 << 10;
/** A longer .gitignore was not written by a person. */
const MAX_GITIGNORE_BYTES = 1 << 20;
/**
 * Stars of one rule of a .gitignore, beside `**` at its ends, and of one name in it. Each more multiplies the time that the
 * library takes for a name made for it by its length: at four in a name, a file took three seconds.
 */
const MAX_STARS = 4;
const MAX_STARS_A_NAME = 3;
/** No path is longer. */
const MAX_RULE_CHARACTERS = 4096;

/**
 * Turns what the user gave into the list of files to read.
 *
 * Folders are walked iteratively and in sorted order; nothing is opened but folders and, when asked for, .gitignore.
 * Links inside folders are not followed; a link that the user names is. Whatever the order of the arguments, the result
 * is the same.
 */
export async function listFiles(request: WalkRequest): Promise<Listing> {
  const rulesOf = request.gitignore ? (await import('ignore')).default : undefined;
  const walk = new Walk(request, await excluderOf(request.exclude), rulesOf);
  const given = request.given.map(({ path, exact }) => ({ path, exact, absolute: resolve(request.cwd, path) }));
  // An outer folder comes before what is in it, and so decides the source of what both reach.
  given.sort((left, right) => compare(left.absolute, right.absolute) || compare(left.path, right.path));
  for (const { path, exact, absolute } of given) await walk.add(path, absolute, exact);
  return walk.listing();
}

class Walk {
  readonly #request: WalkRequest;
  readonly #isExcluded: (path: string) => boolean;
  readonly #rulesOf: RulesFactory | undefined;
  /** Both by real path. */
  readonly #files = new Map<BytePath, FoundFile & { readonly order: BytePath }>();
  readonly #excluded = new Map<BytePath, ExclusionReason>();
  readonly #problems = new Map<string, ReadItem>();
  readonly #pace = new Pace();
  /** Entries that were asked for, left out or not. */
  #takenCount = 0;

  constructor(request: WalkRequest, isExcluded: (path: string) => boolean, rulesOf: RulesFactory | undefined) {
    this.#request = request;
    this.#isExcluded = isExcluded;
    this.#rulesOf = rulesOf;
  }

  listing(): Listing {
    for (const key of this.#files.keys()) this.#excluded.delete(key);
    const files = [...this.#files.values()].sort((left, right) => compare(left.order, right.order));
    return { files, problems: [...this.#problems.values()], excluded: [...this.#excluded.values()] };
  }

  async add(path: BytePath, absolute: BytePath, exact: boolean): Promise<void> {
    await this.#step();
    const shown = shownPath(this.#relative(absolute));
    try {
      if (path === '') throw missing('an empty path was given', 'name a file or a folder');
      const stats = statOf(absolute);
      if (stats === undefined && !exact && hasMagic(path)) await this.#addGlob(path);
      else if (stats === undefined) throw notThere(absolute);
      else if (stats.isDirectory()) await this.#walkFrom(this.#rootAt(absolute, undefined));
      else if (stats.isFile()) this.#addNamed(absolute);
      else throw unreadable(`it is ${specialKindOf(stats)}, not a file`, 'pipe it to standard input and name it -');
    } catch (error) {
      this.#fail(error, path === '' ? '' : shown);
    }
  }

  async #addGlob(pattern: BytePath): Promise<void> {
    const glob = await globOf(pattern);
    const base = resolve(this.#request.cwd, glob.base);
    const before = this.#takenCount + this.#problems.size;
    if (statOf(base)?.isDirectory()) await this.#walkFrom(this.#rootAt(base, glob));
    if (this.#takenCount + this.#problems.size > before) return;
    throw missing('nothing matches this pattern', 'check the pattern and the folder it starts in');
  }

  #rootAt(path: BytePath, glob: Glob | undefined): Root {
    return { path, real: realPathOf(path), shown: this.#relative(path), glob };
  }

  #relative(path: BytePath): BytePath {
    return relative(this.#request.cwd, path);
  }

  #addNamed(path: BytePath): void {
    const shown = this.#relative(path);
    const key = realPathOf(path);
    const name = basename(path);
    if (this.#excludes([name, shown])) {
      this.#excluded.set(key, 'exclude');
      return;
    }
    const known = this.#files.get(key);
    if (known === undefined && this.#files.size >= this.#request.maxFiles) throw tooMany(this.#request.maxFiles);
    const file = known ?? { path, shown: shownPath(shown), source: undefined, order: shown };
    this.#files.set(key, { ...file, certainty: 'named' });
  }

  async #walkFrom(root: Root): Promise<void> {
    const pending: Folder[] = [{ below: '', depth: 0, isTaken: root.glob === undefined, rules: [] }];
    for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
      await this.#step();
      try {
        // Not `push(...inner)`: a folder may have more folders in it than a call may have arguments.
        for (const inner of this.#addFolder(root, folder).reverse()) pending.push(inner);
      } catch (error) {
        this.#fail(error, shownPath(joinPath(root.shown, folder.below) || '.'));
        if (error instanceof WirecopyError && error.code === 'OVER_LIMIT') return;
      }
    }
  }

  /** Adds what is in a folder, and returns the folders that are to be walked next. */
  #addFolder(root: Root, folder: Folder): Folder[] {
    const entries = entriesOf(joinPath(root.path, folder.below));
    const ruled = { ...folder, rules: this.#rulesIn(root, folder, entries) };
    const inner: Folder[] = [];
    for (const entry of entries) {
      const next = this.#addEntry(root, ruled, entry);
      if (next !== undefined) inner.push(next);
    }
    return inner;
  }

  /** Files the entry away, or returns the folder that it is. */
  #addEntry(root: Root, folder: Folder, entry: Entry): Folder | undefined {
    const below = joinPath(folder.below, entry.name);
    const isTaken = folder.isTaken || root.glob?.matches(shownPath(below)) === true;
    if (!isTaken && !mayHoldMatches(root, folder, entry)) return undefined;
    if (isTaken) this.#takenCount++;

    const key = joinPath(root.real, below);
    const reason = this.#reasonAgainst(root, folder, entry, below);
    if (reason !== undefined) {
      if (!this.#excluded.has(key)) this.#excluded.set(key, reason);
      return undefined;
    }
    if (entry.kind === 'file') {
      this.#addFound(root, key, entry.name, below);
      return undefined;
    }
    const depth = folder.depth + 1;
    if (depth <= this.#request.maxDepth) return { below, depth, isTaken, rules: folder.rules };
    this.#fail(tooDeep(this.#request.maxDepth), shownPath(joinPath(root.shown, below)));
    return undefined;
  }

  #reasonAgainst(root: Root, folder: Folder, entry: Entry, below: BytePath): ExclusionReason | undefined {
    const isNamed = root.glob?.wantsHidden === true && !folder.isTaken;
    if (entry.name.startsWith('.') && !isNamed) return 'hidden';
    if (entry.kind === 'folder' && entry.name === 'node_modules') return 'node_modules';
    if (entry.kind === 'link' || entry.kind === 'special') return entry.kind;
    if (this.#excludes([entry.name, below, joinPath(root.shown, below)])) return 'exclude';
    if (isIgnored(folder.rules, below, entry.kind === 'folder')) return 'gitignore';
    return entry.kind === 'file' && !this.#mayBeRead(root, entry.name) ? 'kind' : undefined;
  }

  #addFound(root: Root, key: BytePath, name: BytePath, below: BytePath): void {
    if (this.#files.has(key)) return;
    if (this.#files.size >= this.#request.maxFiles) throw tooMany(this.#request.maxFiles);
    const order = joinPath(root.shown, below);
    const slash = below.indexOf('/');
    this.#files.set(key, {
      path: joinPath(root.path, below),
      shown: shownPath(order),
      certainty: extensionOf(unpackedName(name)) === '' ? 'found' : 'known',
      source: slash < 0 ? undefined : shownPath(below.slice(0, slash)),
      order,
    });
  }

  /** A name without an extension may be text: corpora are full of `20041` and `alt.atheism/49960`. */
  #mayBeRead(root: Root, name: BytePath): boolean {
    const extension = extensionOf(unpackedName(name));
    return extension === '' || this.#request.extensions.has(extension) || extensionOf(name) === root.glob?.extension;
  }

  #excludes(names: readonly BytePath[]): boolean {
    return this.#request.exclude.length > 0 && names.some((name) => this.#isExcluded(shownPath(name)));
  }

  #rulesIn(root: Root, folder: Folder, entries: readonly Entry[]): readonly GitignoreRules[] {
    const file = entries.find((entry) => entry.kind === 'file' && entry.name === '.gitignore');
    if (file === undefined || this.#rulesOf === undefined) return folder.rules;
    const below = joinPath(folder.below, '.gitignore');
    try {
      const lines = gitignoreAt(joinPath(root.path, below)).split(/\r?\n|\r/);
      const quick = lines.filter((line) => !isSlowRule(line));
      if (quick.length < lines.length)
        this.#warn(slowRules(lines.length - quick.length, shownPath(joinPath(root.shown, below))));
      const rules = this.#rulesOf().add(quick);
      return [...folder.rules, { below: folder.below, rules }];
    } catch (error) {
      this.#warn(problemOf(error, shownPath(joinPath(root.shown, below))));
      return folder.rules;
    }
  }

  async #step(): Promise<void> {
    this.#pace.count(BYTES_PER_STEP);
    if (this.#pace.isDue) await this.#pace.rest();
  }

  #fail(error: unknown, where: string): void {
    this.#note(problemOf(error, where), true);
  }

  #warn(problem: Problem): void {
    this.#note(problem, false);
  }

  /** A folder that two given paths lead to fails once. */
  #note(problem: Problem, skipped: boolean): void {
    this.#problems.set(`${problem.code} ${problem.where}`, { kind: 'problem', problem, skipped });
  }
}

function compare(left: BytePath, right: BytePath): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function entriesOf(path: BytePath): readonly Entry[] {
  const entries = readdirSync(openable(path), { withFileTypes: true, encoding: 'buffer' });
  return entries
    .map((entry) => ({ name: entry.name.toString('latin1'), kind: kindOf(entry) }))
    .sort((left, right) => compare(left.name, right.name));
}

function kindOf(entry: Dirent<Buffer>): Entry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

function mayHoldMatches({ glob }: Root, folder: Folder, entry: Entry): boolean {
  if (glob === undefined || entry.kind !== 'folder' || folder.depth >= glob.maxDepth) return false;
  return glob.wantsHidden || !entry.name.startsWith('.');
}

/** Lowercase, with the dot; '' for a name like `20041` or `U.S. votes`. */
function extensionOf(name: BytePath): string {
  const extension = extname(name).trimEnd().toLowerCase();
  return /^\.[a-z0-9_+-]{1,16}$/.test(extension) ? extension : '';
}

/** undefined when there is nothing of that name. */
function statOf(path: BytePath): Stats | undefined {
  try {
    return statSync(openable(path));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemCodeOf(error) ?? '')) return undefined;
    throw error;
  }
}

function realPathOf(path: BytePath): BytePath {
  return realpathSync.native(openable(path), { encoding: 'buffer' }).toString('latin1');
}

function gitignoreAt(path: BytePath): string {
  if (lstatSync(openable(path)).size > MAX_GITIGNORE_BYTES) {
    throw unreadable(
      `it is over ${MAX_GITIGNORE_BYTES} bytes and was not obeyed`,
      'shorten it, or leave out --gitignore',
    );
  }
  return readFileSync(openable(path), 'utf8');
}

function isSlowRule(line: string): boolean {
  if (line.length > MAX_RULE_CHARACTERS) return true;
  const names = line.replace(/^!?\/?(?:\*\*\/)+|(?:\/\*\*)+\/?\s*$/g, '').split('/');
  const stars = names.map((name) => name.match(/\*+/g)?.length ?? 0);
  return stars.some((count) => count > MAX_STARS_A_NAME) || stars.reduce((sum, count) => sum + count, 0) > MAX_STARS;
}

function slowRules(count: number, where: string): Problem {
  return {
    code: 'UNREADABLE_INPUT',
    where,
    what: `${count} of its rules ${count === 1 ? 'has' : 'have'} too many stars or characters, and left nothing out`,
    remedy: `write rules with at most ${MAX_STARS} stars, ${MAX_STARS_A_NAME} of them in one name`,
  };
}

/** The innermost .gitignore that has an opinion decides, as in git. */
function isIgnored(chain: readonly GitignoreRules[], below: BytePath, isFolder: boolean): boolean {
  for (const { below: folder, rules } of chain.toReversed()) {
    const path = shownPath(folder === '' ? below : below.slice(folder.length + 1));
    const { ignored, unignored } = rules.test(isFolder ? `${path}/` : path);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function notThere(path: BytePath): WirecopyError {
  const isLink = lstatSync(openable(path), { throwIfNoEntry: false }) !== undefined;
  return isLink
    ? missing('it is a link to something that is not there', 'mend the link, or name the file itself')
    : missing('there is no such file or folder', 'check the spelling and the working folder');
}

function missing(what: string, remedy: string): WirecopyError {
  return new WirecopyError('MISSING_INPUT', { where: '', what, remedy });
}

function tooMany(maxFiles: number): WirecopyError {
  return overLimit(
    `there are more than ${maxFiles} files; the others were not read`,
    'compare fewer at a time, or put them into a .jsonl file',
  );
}

function tooDeep(maxDepth: number): WirecopyError {
  return overLimit(`it lies more than ${maxDepth} folders deep and was not opened`, 'name it itself');
}

function overLimit(what: string, remedy: string): WirecopyError {
  return new WirecopyError('OVER_LIMIT', { where: '', what, remedy });
}

function specialKindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
