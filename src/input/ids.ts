import type { Place, Problem } from '../model.ts';

/** What of an article says how it is to be named. */
export interface Named {
  /** The record's own id, '' when it has none; a file's id is its path. */
  readonly id: string;
  readonly place: Place;
}

export interface SettledIds {
  /** Unique, in the order the articles came. */
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

/** Problems that name one repeated id each; the rest are counted in one more. A terminal shows 20 lines, too. */
const MAX_NAMED_IDS = 20;
/** An id is quoted to be recognised, not to be read. */
const MAX_QUOTED_CHARACTERS = 60;

/** How an article is named: by its own id, by its place, and, for a file whose path is taken, by its path and line. */
type Naming = 'own' | 'place' | 'line';

/**
 * Names every article so that no two have the same name.
 *
 * Of the articles that have one id, the one keeps it whose place comes first. Every other one, and every one without an
 * id, is named by its place: `path#line` for a record, the path for a file. A place that is somebody's own id pushes that
 * one to its place, and so on until nothing is held twice; so the names do not depend on the order the articles came in.
 */
export function settleIds(articles: readonly Named[]): SettledIds {
  const claims = new Claims();
  const namings = articles.map(firstNaming);
  articles.forEach((article, index) => {
    claims.add(nameOf(article, namings[index] ?? 'own'), index);
  });
  const problems = problemsOf(claims.contested(), articles);

  for (let clash = claims.nextClash(); clash !== undefined; clash = claims.nextClash()) {
    const moving = moversOf(clash.holders, articles, namings);
    if (moving.length === 0) continue;
    claims.release(clash.name, moving);
    for (const index of moving) {
      const naming = namings[index] === 'own' ? 'place' : 'line';
      namings[index] = naming;
      claims.add(nameOf(articles[index] as Named, naming), index);
    }
  }
  const ids = articles.map((article, index) => nameOf(article, namings[index] ?? 'own'));
  numberTheRest(ids);
  return { ids, problems };
}

/** Who holds which name. Maps, not objects: `__proto__` is an id like others. */
class Claims {
  readonly #first = new Map<string, number>();
  /** Only names that more than one holds: a list for each of a million articles would cost more than their ids. */
  readonly #all = new Map<string, number[]>();
  readonly #clashes: string[] = [];

  add(name: string, index: number): void {
    const first = this.#first.get(name);
    if (first === undefined) {
      this.#first.set(name, index);
      return;
    }
    const known = this.#all.get(name);
    if (known !== undefined) {
      known.push(index);
      return;
    }
    this.#all.set(name, [first, index]);
    this.#clashes.push(name);
  }

  contested(): ReadonlyMap<string, readonly number[]> {
    return this.#all;
  }

  nextClash(): { readonly name: string; readonly holders: readonly number[] } | undefined {
    const name = this.#clashes.pop();
    return name === undefined ? undefined : { name, holders: this.#all.get(name) ?? [] };
  }

  release(name: string, leaving: readonly number[]): void {
    const gone = new Set(leaving);
    const staying = (this.#all.get(name) ?? []).filter((index) => !gone.has(index));
    const [first] = staying;
    if (first === undefined) this.#first.delete(name);
    else this.#first.set(name, first);
    if (staying.length > 1) {
      this.#all.set(name, staying);
      this.#clashes.push(name);
    } else {
      this.#all.delete(name);
    }
  }
}

function firstNaming(article: Named): Naming {
  return article.place.record === undefined || article.id === '' ? 'place' : 'own';
}

function nameOf({ id, place }: Named, naming: Naming): string {
  if (naming === 'own') return id;
  if (naming === 'place' && place.record === undefined) return place.path;
  return `${place.path}#${place.line ?? place.record ?? 1}`;
}

/** Own ids give way to places, and all but the first to that one; only where there is none of them does a file give way. */
function moversOf(
  holders: readonly number[],
  articles: readonly Named[],
  namings: readonly Naming[],
): readonly number[] {
  const own = holders.filter((index) => namings[index] === 'own');
  if (own.length > 0 && own.length < holders.length) return own;
  if (own.length > 0) {
    const first = own.reduce((left, right) => (isBefore(articles[right], articles[left]) ? right : left));
    return own.filter((index) => index !== first);
  }
  return holders.filter((index) => namings[index] === 'place' && articles[index]?.place.record === undefined);
}

function isBefore(left: Named | undefined, right: Named | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (left.place.path !== right.place.path) return left.place.path < right.place.path;
  return (left.place.record ?? 0) < (right.place.record ?? 0);
}

/** Articles of one place: records that stand on one line, as all do of a feed that somebody packed tightly. */
function numberTheRest(ids: string[]): void {
  const taken = new Set<string>(ids);
  if (taken.size === ids.length) return;
  const seen = new Set<string>();
  /** Where the last of a name left off: to try all numbers again for each would take hours for a large feed. */
  const nextNumbers = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    let name = id;
    if (seen.has(name)) {
      let number = nextNumbers.get(id) ?? 2;
      do name = `${id}#${number++}`;
      while (seen.has(name) || taken.has(name));
      nextNumbers.set(id, number);
    }
    seen.add(name);
    ids[index] = name;
  }
}

function problemsOf(contested: ReadonlyMap<string, readonly number[]>, articles: readonly Named[]): readonly Problem[] {
  const own = [...contested]
    .map(([id, holders]) => [id, holders.filter((index) => articles[index]?.id === id)] as const)
    .filter(([, holders]) => holders.length > 1);
  const problems = own.slice(0, MAX_NAMED_IDS).map(([id, holders]) => ({
    code: 'REPEATED_ID',
    where: whereOf(articles[holders[0] ?? 0]),
    what: `the id "${shortened(id)}" is held by ${holders.length} articles`,
    remedy: 'all but the first were named by file and line; name the right field with --id-field',
  }));
  const rest = own.length - problems.length;
  if (rest > 0) problems.push({ code: 'REPEATED_ID', where: '', what: `and ${rest} more repeated ids`, remedy: '' });
  return problems;
}

function whereOf(article: Named | undefined): string {
  if (article === undefined) return '';
  const number = article.place.record === undefined ? undefined : (article.place.line ?? article.place.record);
  return number === undefined ? article.place.path : `${article.place.path}:${number}`;
}

function shortened(id: string): string {
  return id.length <= MAX_QUOTED_CHARACTERS ? id : `${id.slice(0, MAX_QUOTED_CHARACTERS)}…`;
}
