import type { Parsed, ParseSettings } from './contract.ts';
import { unreadable } from './faults.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields that are looked for, the first that holds something wins. Dots lead into nested objects. */
const TEXT_FIELDS = ['text', 'body', 'content'];
const ID_FIELDS = ['id', 'url'];
const TITLE_FIELDS = ['title', 'headline'];
const SOURCE_FIELDS = ['source', 'source.name'];
const URL_FIELDS = ['url', 'link'];
const PUBLISHED_FIELDS = ['publishedAt', 'published_at', 'date', 'published'];
const CANONICAL_FIELDS = ['canonicalUrl', 'canonical_url', 'canonical'];
const AUTHOR_FIELDS = ['author', 'author.name', 'byline'];
const CREDIT_FIELDS = ['credit', 'agency'];
const ORIGINAL_FIELDS = ['originalUrl', 'original_url'];

/** One line of JSON Lines: an object with a text. Never quotes the line in what it throws. */
export function parseRecord(line: string, settings: ParseSettings): Parsed {
  const fields = objectIn(line);
  const body = textIn(fields, settings.textField);
  const id = firstOf(fields, settings.idField === undefined ? ID_FIELDS : [settings.idField]);
  const title = firstOf(fields, TITLE_FIELDS);
  const source = firstOf(fields, SOURCE_FIELDS);
  const url = firstOf(fields, URL_FIELDS);
  const publishedAt = firstOf(fields, PUBLISHED_FIELDS);
  const canonicalUrl = firstOf(fields, CANONICAL_FIELDS);
  const author = firstOf(fields, AUTHOR_FIELDS);
  const credit = firstOf(fields, CREDIT_FIELDS);
  const originalUrl = firstOf(fields, ORIGINAL_FIELDS);
  return {
    body,
    ...(id !== undefined && { id }),
    ...(title !== undefined && { title }),
    ...(source !== undefined && { source }),
    ...(url !== undefined && { url }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(canonicalUrl !== undefined && { canonicalUrl }),
    ...(author !== undefined && { author }),
    ...(credit !== undefined && { credit }),
    ...(originalUrl !== undefined && { originalUrl }),
  };
}

function objectIn(line: string): Fields {
  const value = valueIn(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw unreadable(`the line holds ${kindOf(value)}, not an object`, 'write one JSON object a line');
}

function valueIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw unreadable(`the line is not valid JSON${placeIn(error)}`, 'write one whole JSON object a line', error);
  }
}

/** Where JSON.parse stopped. Its message quotes the line, so only the number is taken from it. */
function placeIn(error: unknown): string {
  if (!(error instanceof SyntaxError)) return ': it is nested too deeply';
  if (/^Unexpected end|^Unterminated/.test(error.message)) return ': it breaks off';
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return position === undefined ? '' : ` at character ${Number(position) + 1}`;
}

function textIn(fields: Fields, textField: string | undefined): string {
  const names = textField === undefined ? TEXT_FIELDS : [textField];
  const values = names.map((name) => valueAt(fields, name));
  const text = values.find((value) => typeof value === 'string');
  if (text !== undefined) return text;
  const present = values.findIndex((value) => value !== undefined);
  throw unreadable(
    present < 0
      ? `it has no field ${quotedList(names)}`
      : `the field "${names[present]}" is ${kindOf(values[present])}, not a string`,
    'name the field that holds the text with --text-field',
  );
}

function firstOf(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return undefined;
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

function kindOf(value: unknown): string {
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
