import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { parse as parseToml } from 'smol-toml';
import type * as Yaml from 'yaml';
import type { Parsed, ParseSettings } from '../contract.ts';
import { declarationsIn } from '../record.ts';
import { detached } from '../text.ts';

/** What stands before a Markdown text: what it says, and where it ends. */
export interface FrontMatter {
  readonly metadata: Omit<Parsed, 'body' | 'bodyLine'>;
  /** Where the text after it begins; 0 where it is part of the text. */
  readonly end: number;
}

type Values = ReadonlyMap<string, string>;
/** What a block says; undefined when it is no metadata at all, as a rule and some prose are not. */
type Reading = { readonly values: Values } | { readonly fault: string } | undefined;

interface Language {
  readonly fence: string;
  readonly ends: RegExp;
  readonly read: (source: string) => Reading;
}

const require = createRequire(import.meta.url);

/** By how the block is fenced: `---` as in Jekyll, `+++` as in Hugo. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  '---': { fence: '---', ends: /^(?:---|\.\.\.)[ \t]*[\r\n]*$/, read: readYaml },
  '+++': { fence: '+++', ends: /^\+\+\+[ \t]*[\r\n]*$/, read: readToml },
};
const OPENING = /^(---|\+\+\+)[ \t]*([a-z][\w+-]*)?[ \t]*(?:\r\n|\n|\r)/i;
/** What may stand behind the opening fence: the language that it is. */
const TAGS: ReadonlySet<string> = new Set(['--- ', '--- yaml', '--- yml', '+++ ', '+++ toml']);

/** The keys that mean something to us, the first that is there wins. */
const KEYS = {
  title: ['title'],
  source: ['source', 'site'],
  publishedAt: ['date', 'published', 'publishedAt'],
  url: ['url', 'link'],
  canonicalUrl: ['canonical', 'canonicalUrl', 'canonical_url'],
  author: ['author', 'authors', 'byline'],
  credit: ['credit', 'agency'],
  originalUrl: ['originalUrl', 'original_url', 'syndicated_from'],
} as const;

/**
 * Reads the front matter of a Markdown text.
 *
 * It is data from strangers: at most `maxFrontMatterBytes` are parsed, nothing in it is evaluated, aliases are never
 * followed, and values stay strings as written. Where it cannot be used, it is dropped with a warning; where it never
 * ends, or is no mapping (a rule and some prose), nothing is dropped.
 */
export function frontMatterOf(text: string, settings: ParseSettings): FrontMatter {
  const opening = OPENING.exec(text);
  const language = LANGUAGES[opening?.[1] ?? ''];
  if (opening === null || language === undefined) return { metadata: {}, end: 0 };
  const block = blockAfter(text, opening[0].length, language.ends, settings.maxFrontMatterBytes);
  if (block === undefined) {
    const limit = `within ${settings.maxFrontMatterBytes} bytes`;
    const what = `the front matter has no closing ${language.fence} ${limit}; it was left in the text`;
    return { metadata: { warning: dropped(what) }, end: 0 };
  }
  if (!TAGS.has(`${language.fence} ${opening[2]?.toLowerCase() ?? ''}`)) {
    return { metadata: { warning: dropped('the front matter is not YAML or TOML and was dropped') }, end: block.end };
  }
  const reading = language.read(block.source);
  if (reading === undefined) return { metadata: {}, end: 0 };
  if ('fault' in reading) return { metadata: { warning: dropped(reading.fault) }, end: block.end };
  return { metadata: metadataOf(reading.values, settings), end: block.end };
}

function blockAfter(
  text: string,
  start: number,
  ends: RegExp,
  maxBytes: number,
): { readonly source: string; readonly end: number } | undefined {
  // One more line than fits, so that the closing fence of a block of just that size is found.
  const reach = text.slice(start, start + maxBytes + 8);
  for (const { 0: row, index } of reach.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    const isCut = start + index + row.length < text.length && !/[\r\n]$/.test(row);
    if (!ends.test(row) || isCut) continue;
    if (Buffer.byteLength(reach.slice(0, index)) > maxBytes) return undefined;
    return { source: reach.slice(0, index), end: start + index + row.length };
  }
  return undefined;
}

function metadataOf(values: Values, { sourceField }: ParseSettings): FrontMatter['metadata'] {
  const found: Record<string, string> = {};
  for (const [field, names] of Object.entries(KEYS)) {
    const wanted = field === 'source' && sourceField !== undefined ? [sourceField] : names;
    const value = wanted
      .map((name) => values.get(name))
      .find((candidate) => candidate !== undefined && candidate !== '');
    if (value !== undefined) found[field] = detached(value);
  }
  const declarations = declarationsIn((name) => values.get(name));
  return declarations.length === 0 ? found : { ...found, declarations };
}

function readYaml(source: string): Reading {
  // Loaded here and not above: it takes longer than all of `--help` may.
  const yaml: typeof Yaml = require('yaml');
  const contents = yamlIn(source, yaml);
  if (contents === 'invalid') return { fault: 'the front matter is not valid YAML and was dropped' };
  if (contents === null) return { values: new Map() };
  return yaml.isMap(contents) ? valuesOfMap(contents, yaml) : undefined;
}

/**
 * Parsers recurse, and where the stack ends amid a regular expression that is being compiled, Node ends the process: no catch helps.
 * Nobody nests metadata so deep. Taste.
 */
const MAX_DEPTH = 500;
/** A line so far in, by blanks or by dashes, is nested that deep as well. */
const FAR_IN = new RegExp(`^[ \\t?:-]{${2 * MAX_DEPTH}}`, 'mu');

/** Are brackets, lists or lines nested deeper than any metadata is? */
function isTooDeep(source: string): boolean {
  let depth = 0;
  for (let k = 0; k < source.length; k++) {
    const sign = source.charAt(k);
    if (sign === '[' || sign === '{') depth++;
    else if (depth > 0 && (sign === ']' || sign === '}')) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return FAR_IN.test(source);
}

function yamlIn(source: string, yaml: typeof Yaml): Yaml.Document.Parsed['contents'] | 'invalid' {
  if (isTooDeep(source)) return 'invalid';
  try {
    // uniqueKeys compares each key with all before it: a second for 64 KiB of keys. valuesOfMap looks for itself.
    const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
    const document = yaml.parseDocument(source, options);
    return document.errors.length === 0 ? document.contents : 'invalid';
  } catch {
    // The parser recurses; on input made for it the stack ends first. That is as good as invalid.
    return 'invalid';
  }
}

function valuesOfMap(map: Yaml.YAMLMap, yaml: typeof Yaml): Reading {
  /** As the author wrote it: a date stays `2024-01-01`, an id stays `0x1F`. */
  const written = (node: unknown): string | undefined => {
    if (!yaml.isScalar(node) || node.value === null) return undefined;
    return (typeof node.value === 'string' ? node.value : node.source)?.trim();
  };
  const told = (node: unknown): string | undefined => {
    if (yaml.isSeq(node)) return joined(node.items.map(written));
    return yaml.isMap(node) ? written(node.get('name', true)) : written(node);
  };
  const values = new Map<string, string>();
  const keys = new Set<string>();
  for (const { key, value } of map.items) {
    const name = written(key);
    if (name === undefined) continue;
    if (keys.has(name)) return { fault: 'the front matter gives a key twice and was dropped' };
    keys.add(name);
    const text = told(value);
    if (text !== undefined) values.set(name, text);
  }
  return { values };
}

function readToml(source: string): Reading {
  try {
    const values = new Map<string, string>();
    for (const [name, value] of Object.entries(parseToml(source, { maxDepth: 100 }))) {
      const text = toldToml(value);
      if (text !== undefined) values.set(name, text);
    }
    return { values };
  } catch {
    return { fault: 'the front matter is not valid TOML and was dropped' };
  }
}

function toldToml(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return joined(value.map((each) => (Array.isArray(each) ? undefined : toldToml(each))));
  if (typeof value !== 'object' || value === null) return undefined;
  if ('toISOString' in value && typeof value.toISOString === 'function') return String(value.toISOString());
  return 'name' in value && typeof value.name === 'string' ? value.name.trim() : undefined;
}

function joined(items: readonly (string | undefined)[]): string | undefined {
  const named = items.filter((item) => item !== undefined && item !== '');
  return named.length === 0 ? undefined : named.join(', ');
}

function dropped(what: string): NonNullable<Parsed['warning']> {
  return { code: 'BAD_FRONT_MATTER', what, remedy: 'mend the block between the fences' };
}
