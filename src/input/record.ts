import type { DeclarationName } from '../model.ts';
import type { LineFields, Parsed, ParseSettings } from './contract.ts';
import { unreadable } from './faults.ts';

/** What a record of JSON, of a table or of front matter holds, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields that are looked for, the first that holds something wins. Dots lead into nested objects. */
const TEXT_FIELDS = ['text', 'body', 'content'];
/** The same in the exports of crawlers and feeds; too many to be named when none is there. */
const OTHER_TEXT_FIELDS = ['articleBody', 'article_body', 'content_text', 'plain_text', 'maintext', 'full_text'];
const HTML_FIELDS = ['content_html', 'body_html', 'html'];
const ID_FIELDS = ['id', 'url'];
const FIELDS = {
  title: ['title', 'headline'],
  source: ['source', 'source.name'],
  url: ['url', 'link'],
  publishedAt: ['publishedAt', 'published_at', 'date', 'published', 'datePublished', 'date_published'],
  canonicalUrl: ['canonicalUrl', 'canonical_url', 'canonical'],
  author: ['author', 'author.name', 'byline'],
  credit: ['credit', 'agency'],
  originalUrl: ['originalUrl', 'original_url'],
} as const satisfies Partial<Record<keyof Parsed, readonly string[]>>;

/** Listed once: a record is read in microseconds. */
const FIELD_ENTRIES = Object.entries(FIELDS);

const DECLARING_FIELDS = ['robots', 'noindex', 'wirecopy'];

/** How HTML becomes the plain text that it shows. */
export type PlainText = (html: string) => string;

/**
 * What a record says, by the names its fields have. Never quotes the record in what it throws.
 *
 * @param kind what a missing field is called: a `field` of JSON, a `column` of a table
 */
export function articleOfRecord(
  fields: Fields,
  settings: ParseSettings,
  plainTextOf: PlainText,
  kind: 'field' | 'column',
): Parsed {
  const body = textIn(fields, settings.textField, plainTextOf, kind);
  const found: Record<string, string> = {};
  const note = (name: string, names: readonly string[]): void => {
    const value = firstOf(fields, names);
    if (value !== undefined) found[name] = value;
  };
  note('id', settings.idField === undefined ? ID_FIELDS : [settings.idField]);
  if (settings.sourceField !== undefined) note('source', [settings.sourceField]);
  // Most records have few fields, and most of these mean nothing: no need to ask for all that could be there.
  if (!hasKnownField(fields)) return { ...found, body };
  for (const [name, names] of FIELD_ENTRIES) {
    if (name !== 'source' || settings.sourceField === undefined) note(name, names);
  }
  const declarations = declarationsIn((name) => firstOf(fields, [name]));
  return { ...found, body, ...(declarations.length > 0 && { declarations }) };
}

const KNOWN_FIELDS = new Set(
  [...Object.values(FIELDS).flat(), ...DECLARING_FIELDS].flatMap((name) => [name, name.replace(/\..*/, '')]),
);

/** Has the record a field that is looked for besides its text and its id, or one that holds such a field? */
function hasKnownField(fields: Fields): boolean {
  for (const name in fields) if (KNOWN_FIELDS.has(name)) return true;
  return false;
}

/** Is there a text in it, by any name that is looked for? */
export function hasText(names: readonly string[], settings: ParseSettings): boolean {
  const wanted =
    settings.textField === undefined ? [...TEXT_FIELDS, ...OTHER_TEXT_FIELDS, ...HTML_FIELDS] : [settings.textField];
  const lowered = new Set(names.map((name) => name.toLowerCase()));
  return wanted.some((name) => lowered.has(name.toLowerCase()));
}

/** Does a column of that name, or what lies below it, mean something? */
export function isKnownField(name: string, settings: ParseSettings): boolean {
  const { textField, idField, sourceField } = settings;
  const wanted = [
    ...(textField === undefined ? [...TEXT_FIELDS, ...OTHER_TEXT_FIELDS, ...HTML_FIELDS] : [textField]),
    ...(idField === undefined ? ID_FIELDS : [idField]),
    ...(sourceField === undefined ? [] : [sourceField]),
    ...Object.values(FIELDS).flat(),
    ...DECLARING_FIELDS,
  ];
  return wanted.some((field) =>
    [field, field.split('.')[0]].some((each) => each?.toLowerCase() === name.toLowerCase()),
  );
}

/** Finds the columns of a table by their names and by these in small letters; of columns with one name, the first counts. */
export class Columns {
  readonly #placeOf: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    const found = new Map<string, number>();
    for (const [place, name] of names.entries()) if (!found.has(name)) found.set(name, place);
    for (const [place, name] of names.entries())
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), place);
    this.#placeOf = found;
  }

  /** The record of a row. It inherits nothing, so that a column may be called `__proto__`. */
  fieldsOf(cells: readonly unknown[]): Fields {
    const fields: Record<string, unknown> = Object.create(null);
    for (const [name, place] of this.#placeOf) fields[name] = cells[place];
    return fields;
  }
}

/** Throws what is to be said of a table without a column for the text. */
export function refuseWithoutText(settings: ParseSettings): never {
  throw noText(settings.textField === undefined ? TEXT_FIELDS : [settings.textField], 'column');
}

/** `noindex` among the words of a robots field or as a field of its own; `wirecopy: ignore`. */
export function declarationsIn(stated: (name: string) => string | undefined): readonly DeclarationName[] {
  const found: DeclarationName[] = [];
  const robots = stated('robots') ?? '';
  if (/\bnoindex\b/i.test(robots) || stated('noindex') === 'true') found.push('noindex');
  if (stated('wirecopy') === 'ignore') found.push('ignore');
  return found;
}

/** The fields of a record that are asked for when it is first read; nothing where a name may lead into nested objects. */
export function firstFieldsOf(settings: ParseSettings): LineFields | undefined {
  const { textField, idField, sourceField } = settings;
  if ([textField, idField, sourceField].some((name) => name?.includes('.') === true)) return undefined;
  return {
    text: textFieldsOf(settings),
    id: idField === undefined ? ID_FIELDS : [idField],
    // The other one leads into the first, and a record whose first is an object is not read this way.
    source: [sourceField ?? FIELDS.source[0]],
    url: FIELDS.url,
  };
}

/** The fields that may hold the text, best first; the same array for the same settings. */
export function textFieldsOf(settings: ParseSettings): readonly string[] {
  if (settings.textField === undefined) return TEXT_FIELDS;
  let names = askedFields.get(settings);
  if (names === undefined) {
    names = [settings.textField];
    askedFields.set(settings, names);
  }
  return names;
}

const askedFields = new WeakMap<ParseSettings, readonly string[]>();

function textIn(
  fields: Fields,
  textField: string | undefined,
  plainTextOf: PlainText,
  kind: 'field' | 'column',
): string {
  const names = textField === undefined ? TEXT_FIELDS : [textField];
  const values = names.map((name) => valueAt(fields, name));
  const text = values.find((value) => typeof value === 'string');
  if (text !== undefined) return shownText(text, plainTextOf);
  if (textField === undefined) {
    const other = OTHER_TEXT_FIELDS.map((name) => valueAt(fields, name)).find((value) => typeof value === 'string');
    if (other !== undefined) return shownText(other, plainTextOf);
    const html = HTML_FIELDS.map((name) => valueAt(fields, name)).find((value) => typeof value === 'string');
    if (html !== undefined) return plainTextOf(html);
  }
  const present = values.findIndex((value) => value !== undefined);
  if (present < 0) throw noText(names, kind);
  throw unreadable(
    `the ${kind} "${names[present]}" is ${kindOf(values[present])}, not a string`,
    `name the ${kind} that holds the text with --text-field`,
  );
}

/** A text that begins and ends with a tag is HTML, whatever its field is called. */
function shownText(text: string, plainTextOf: PlainText): string {
  return /^\s*<[a-z!][^>]*>/i.test(text.slice(0, 1000)) && /<\/[a-z][a-z0-9]*\s*>\s*$/i.test(text.slice(-100))
    ? plainTextOf(text)
    : text;
}

function noText(names: readonly string[], kind: 'field' | 'column') {
  return unreadable(`it has no ${kind} ${quotedList(names)}`, `name the ${kind} that holds the text with --text-field`);
}

function firstOf(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (isMoment(value)) return value.toISOString();
    if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

/** A date as Parquet's reader gives it. */
function isMoment(value: unknown): value is { toISOString(): string } {
  return typeof value === 'object' && value !== null && 'toISOString' in value && Number.isFinite(Number(value));
}

/** The value of a field; when there is none of that name, dots lead into nested objects. */
function valueAt(fields: Fields, name: string): unknown {
  const own = ownValue(fields, name);
  if (own !== undefined || !name.includes('.')) return own;
  return name.split('.').reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null ? ownValue(value as Fields, step) : undefined;
  }, fields);
}

/** Not what every object inherits: a user may ask for the field `constructor`. */
function ownValue(fields: Fields, name: string): unknown {
  const value = fields[name];
  return value !== undefined && Object.hasOwn(fields, name) ? value : undefined;
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function quotedList(names: readonly string[]): string {
  return names
    .map((name) => `"${name}"`)
    .join(', ')
    .replace(/, (?="[^"]*"$)/, ' or ');
}
