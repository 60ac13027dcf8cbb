import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { Parsed, ParseSettings } from './contract.ts';
import { detached, MAX_TITLE_CHARACTERS } from './text.ts';

/** Front matter as found: its YAML, and where the text after it begins. */
interface Block {
  readonly yaml: string;
  /** What stands behind the opening fence, as in `---js`. */
  readonly tag: string;
  readonly end: number;
  readonly endLine: number;
}

type Metadata = Omit<Parsed, 'body' | 'bodyLine'>;
type Reading = Metadata | 'not metadata';

const require = createRequire(import.meta.url);

/** The front matter keys that mean something to us, the first that is there wins. */
const KEYS = {
  title: ['title'],
  source: ['source', 'site'],
  publishedAt: ['date', 'published', 'publishedAt'],
  url: ['url', 'link'],
  canonicalUrl: ['canonical', 'canonicalUrl', 'canonical_url'],
} as const;

/**
 * The body is the raw Markdown after the front matter; the title falls back to the first `# heading`.
 *
 * Front matter is data from strangers: at most `maxFrontMatterBytes` are parsed, nothing in it is evaluated, aliases are
 * never followed, and values stay strings as written. Where it cannot be used, it is dropped with a warning; where it
 * never ends, or is no mapping (a rule and some prose), nothing is dropped.
 */
export function parseMarkdown(text: string, settings: ParseSettings): Parsed {
  const opening = /^---[ \t]*([a-z][\w+-]*)?[ \t]*(?:\r\n|\n|\r)/i.exec(text);
  if (opening === null) return withHeading({ body: text });
  const block = blockAfter(text, opening, settings.maxFrontMatterBytes);
  if (block === undefined) {
    const limit = `within ${settings.maxFrontMatterBytes} bytes`;
    return withHeading({
      body: text,
      warning: dropped(`the front matter has no closing --- ${limit}; it was left in the text`),
    });
  }
  const metadata = readBlock(block);
  if (metadata === 'not metadata') return withHeading({ body: text });
  return withHeading({ ...metadata, body: text.slice(block.end), bodyLine: block.endLine });
}

function blockAfter(text: string, opening: RegExpExecArray, maxBytes: number): Block | undefined {
  const start = opening[0].length;
  // One more line than fits, so that the closing fence of a block of just that size is found.
  const reach = text.slice(start, start + maxBytes + 8);
  let line = 2;
  for (const { 0: row, index } of reach.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    const isFence = /^(?:---|\.\.\.)[ \t]*[\r\n]*$/.test(row);
    const isCut = start + index + row.length < text.length && !/[\r\n]$/.test(row);
    if (isFence && !isCut) {
      if (Buffer.byteLength(reach.slice(0, index)) > maxBytes) return undefined;
      return { yaml: reach.slice(0, index), tag: opening[1] ?? '', end: start + index + row.length, endLine: line + 1 };
    }
    line++;
  }
  return undefined;
}

function readBlock(block: Block): Reading {
  const tag = block.tag.toLowerCase();
  if (tag !== '' && tag !== 'yaml' && tag !== 'yml') {
    return { warning: dropped('the front matter is not YAML and was dropped') };
  }
  // Loaded here and not above: it takes longer than all of `--help` may.
  const yaml: typeof Yaml = require('yaml');
  const contents = parseYaml(block.yaml, yaml);
  if (contents === 'invalid') return { warning: dropped('the front matter is not valid YAML and was dropped') };
  if (contents === null) return {};
  return yaml.isMap(contents) ? metadataOf(contents, yaml) : 'not metadata';
}

function parseYaml(source: string, yaml: typeof Yaml): Yaml.Document.Parsed['contents'] | 'invalid' {
  try {
    // uniqueKeys compares each key with all before it: a second for 64 KiB of keys. metadataOf looks for itself.
    const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
    const document = yaml.parseDocument(source, options);
    return document.errors.length === 0 ? document.contents : 'invalid';
  } catch {
    // The parser recurses; on input made for it the stack ends first. That is as good as invalid.
    return 'invalid';
  }
}

function metadataOf(map: Yaml.YAMLMap, yaml: typeof Yaml): Metadata {
  /** As the author wrote it: a date stays `2024-01-01`, an id stays `0x1F`. */
  const written = (node: unknown): string | undefined => {
    if (!yaml.isScalar(node) || node.value === null) return undefined;
    return typeof node.value === 'string' ? node.value : node.source;
  };
  const values = new Map<string, string | undefined>();
  for (const { key, value } of map.items) {
    const name = written(key);
    if (name === undefined) continue;
    if (values.has(name)) return { warning: dropped('the front matter gives a key twice and was dropped') };
    values.set(name, written(value)?.trim());
  }
  const found: Record<string, string> = {};
  for (const [field, names] of Object.entries(KEYS)) {
    const value = names
      .map((name) => values.get(name))
      .find((candidate) => candidate !== undefined && candidate !== '');
    if (value !== undefined) found[field] = detached(value);
  }
  return found;
}

function withHeading(parsed: Parsed): Parsed {
  if (parsed.title !== undefined) return parsed;
  const title = headingOf(parsed.body);
  return title === undefined ? parsed : { ...parsed, title };
}

function headingOf(text: string): string | undefined {
  const heading = /^#[ \t]+(\S[^\r\n]*)/m.exec(text)?.[1];
  if (heading === undefined || heading.length > MAX_TITLE_CHARACTERS) return undefined;
  const title = heading
    .trim()
    .replace(/(?:^|[ \t])#+$/, '')
    .trim();
  return title === '' ? undefined : detached(title);
}

function dropped(what: string): NonNullable<Parsed['warning']> {
  return { code: 'BAD_FRONT_MATTER', what, remedy: 'mend the block between the --- lines' };
}
