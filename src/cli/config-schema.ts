import { CONFIG_KEYS, OPTIONS, type OptionSpec, type Schema } from '../options.ts';
import { nearestOf } from './usage.ts';

function schemaOf(spec: OptionSpec): Schema {
  const { means, flags, default: given } = spec;
  const description = flags.startsWith('--no-') ? `false: ${means}` : means;
  const fallback = spec.kind === 'boolean' ? given === true : given;
  return { ...SHAPES[spec.kind](spec), description, ...(fallback === undefined ? {} : { default: fallback }) };
}

const SHAPES: Record<OptionSpec['kind'], (spec: OptionSpec) => Schema> = {
  boolean: () => ({ type: 'boolean' }),
  string: ({ repeatable }) =>
    repeatable === true ? { type: 'array', items: { type: 'string', minLength: 1 } } : { type: 'string', minLength: 1 },
  choice: ({ choices }) => ({ type: 'string', ...(choices === undefined ? {} : { enum: choices }) }),
  list: ({ choices }) => ({
    type: 'array',
    items: { type: 'string', ...(choices === undefined ? {} : { enum: choices }) },
  }),
  keyed: ({ choices }) => ({
    type: 'array',
    items: { type: 'string', pattern: `^(?:${choices?.join('|')})=.`, examples: ['json=report.json'] },
  }),
  size: () => ({ type: 'string', pattern: '^[0-9]{1,9}(?:[KMGTkmgt](?:i?[Bb])?)?$', examples: ['32M'] }),
  share: () => ({ type: 'number', minimum: 0, maximum: 1 }),
  count: () => ({ type: 'integer', minimum: 0, maximum: 999_999_999 }),
};

/** What a configuration may hold: every option that holds for more than one run, and what only a configuration says. */
export const CONFIG_SCHEMA: Schema & { readonly properties: Readonly<Record<string, Schema>> } = {
  type: 'object',
  properties: {
    $schema: { type: 'string', description: 'Where this schema is, for editors.' },
    ...Object.fromEntries(
      (Object.entries(OPTIONS) as [string, OptionSpec][])
        .filter(([, spec]) => spec.inConfig !== false)
        .map(([name, spec]) => [name, schemaOf(spec)]),
    ),
    ...CONFIG_KEYS,
  },
  additionalProperties: false,
};

/** What is wrong with a value, and how to mend it. */
export interface Complaint {
  /** Of the part that is wrong: `partners[1].allow`. */
  readonly key: string;
  readonly what: string;
  readonly remedy: string;
}

/** The first thing in a value that its schema does not allow. */
export function complaintOf(value: unknown, schema: Schema, key = ''): Complaint | undefined {
  if (!TYPES[schema.type](value)) {
    return { key, what: `must be ${ARTICLES[schema.type]}, and is ${shownValue(value)}`, remedy: '' };
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = schema.items === undefined ? undefined : complaintOf(item, schema.items, `${key}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value === 'object' && value !== null) return complaintOfObject(value, schema, key);
  if (typeof value === 'string') return complaintOfText(value, schema, key);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (typeof value !== 'number' || (value >= minimum && value <= maximum)) return undefined;
  return { key, what: `must be from ${minimum} to ${maximum}, and is ${value}`, remedy: '' };
}

function complaintOfObject(value: object, schema: Schema, key: string): Complaint | undefined {
  const { properties = {}, required = [], additionalProperties } = schema;
  const within = (name: string): string => (key === '' ? name : `${key}.${name}`);
  // Own names only: `__proto__` in JSON is a name like others, and never a known one.
  for (const [name, item] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known === undefined || known === false) {
      const nearest = nearestOf(name, Object.keys(properties));
      const remedy = nearest === undefined ? 'see docs/options.md' : `did you mean ${nearest}?`;
      return { key: within(name), what: 'is no setting', remedy };
    }
    const found = complaintOf(item, known, within(name));
    if (found !== undefined) return found;
  }
  const missing = required.find((name) => !Object.hasOwn(value, name));
  return missing === undefined ? undefined : { key: within(missing), what: 'is missing', remedy: '' };
}

function complaintOfText(value: string, schema: Schema, key: string): Complaint | undefined {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const nearest = nearestOf(value, schema.enum);
    const remedy = nearest === undefined ? '' : `did you mean ${nearest}?`;
    return { key, what: `must be one of ${schema.enum.join(', ')}, and is ${shownValue(value)}`, remedy };
  }
  if (value.length < (schema.minLength ?? 0)) return { key, what: 'must not be empty', remedy: '' };
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
    const [example = ''] = schema.examples ?? [];
    return { key, what: `is not of the right form: ${shownValue(value)}`, remedy: `for example ${example}` };
  }
  return undefined;
}

const TYPES: Record<Schema['type'], (value: unknown) => boolean> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
};

const ARTICLES: Record<Schema['type'], string> = {
  object: 'a set of keys',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const MAX_SHOWN_CHARACTERS = 60;

function shownValue(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length <= MAX_SHOWN_CHARACTERS ? shown : `${shown.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}
