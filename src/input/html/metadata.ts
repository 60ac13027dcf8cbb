import type { DeclarationName } from '../../model.ts';
import type { Parsed } from '../contract.ts';
import { detached, MAX_TITLE_CHARACTERS } from '../text.ts';
import type { Page } from './page.ts';

type Metadata = Pick<
  Parsed,
  'title' | 'source' | 'publishedAt' | 'url' | 'canonicalUrl' | 'author' | 'credit' | 'originalUrl' | 'declarations'
>;
type Fields = { -readonly [Key in keyof Metadata]: Metadata[Key] };
/** The properties of schema.org that are read; each may hold anything. */
type Property =
  | 'headline'
  | 'name'
  | 'url'
  | 'datePublished'
  | 'author'
  | 'publisher'
  | 'sourceOrganization'
  | 'isBasedOn'
  | 'isBasedOnUrl'
  | 'articleBody';
type Node = { readonly [Key in Property]?: unknown } & Readonly<Record<`@${string}`, unknown>>;
/** What may hold an article further down. */
const HOLDERS = ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart', 'itemListElement', 'item'];

/** What a page says of itself in its head and its linked data. */
export interface PageMetadata {
  readonly fields: Metadata;
  /** The text that the linked data gives for the article: whole, where a page shows a part of it. */
  readonly articleBody?: string;
}

/** Names of `<meta>`, by field; the first that is there wins. */
const META_NAMES = {
  title: ['og:title', 'twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title'],
  source: ['og:site_name'],
  publishedAt: [
    'article:published_time',
    'og:published_time',
    'datepublished',
    'dc.date.issued',
    'dcterms.created',
    'dc.date',
    'date',
    'pubdate',
    'publish-date',
    'parsely-pub-date',
    'sailthru.date',
  ],
  url: ['og:url'],
  author: ['author', 'byl', 'dc.creator', 'dcterms.creator', 'article:author', 'parsely-author', 'sailthru.author'],
  originalUrl: ['syndication-source', 'original-source'],
} as const satisfies Partial<Record<keyof Metadata, readonly string[]>>;

const ROBOTS = ['robots', 'googlebot', 'googlebot-news'];
/** Types of schema.org that are an article, or one of its kinds. */
const ARTICLE_TYPE = /(?:Article|BlogPosting|Posting|Report|Review|Blog|NewsItem)$/;
/** Nodes of the linked data that are looked at; a page has some dozens. */
const MAX_NODES = 10_000;
/** Names behind a bar are the site's: `Headline | Site`. Shorter than this it is no headline. */
const MIN_TITLE_CHARACTERS = 15;
/** Names that are longer are no names. */
const MAX_NAME_CHARACTERS = 300;

/** What the page says of itself. It is not checked, only told. */
export function metadataOf(page: Page): PageMetadata {
  const meta = metaOf(page);
  const article = articleIn(page.linkedData);
  const fields: Fields = {};
  const put = (field: Exclude<keyof Metadata, 'declarations'>, value: string | undefined) => {
    const text = value?.replace(/\s+/g, ' ').trim();
    if (text !== undefined && text !== '') fields[field] = detached(text);
  };
  const said = (field: keyof typeof META_NAMES) => firstOf(META_NAMES[field].map((name) => meta.get(name)));

  const site = said('source');
  const title = said('title') ?? textOf(article?.headline) ?? headingOf(page) ?? documentTitleOf(page);
  put('title', short(title === undefined ? undefined : withoutSite(title, site)));
  put('source', site);
  put('publishedAt', textOf(article?.datePublished) ?? said('publishedAt') ?? timeIn(page));
  const canonical = canonicalOf(page);
  put('url', webAddress(said('url')) ?? canonical ?? webAddress(textOf(article?.url)));
  put('canonicalUrl', canonical);
  put('author', namesIn(article?.author) ?? nameNotAddress(said('author')));
  put('credit', namesIn(article?.isBasedOn) ?? namesIn(article?.sourceOrganization) ?? namesIn(article?.publisher));
  put(
    'originalUrl',
    webAddress(said('originalUrl')) ?? addressIn(article?.isBasedOn) ?? addressIn(article?.isBasedOnUrl),
  );
  const declarations: DeclarationName[] = [];
  if (ROBOTS.some((name) => /\b(?:noindex|none)\b/i.test(meta.get(name) ?? ''))) declarations.push('noindex');
  if (declarations.length > 0) fields.declarations = declarations;

  const articleBody = textOf(article?.articleBody);
  return articleBody === undefined ? { fields } : { fields, articleBody };
}

/** The first content of each `<meta>`, by its name in lower case. */
function metaOf(page: Page): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, attributes } of page.tags) {
    if (name !== 'meta') continue;
    const content = attributes.get('content')?.trim();
    if (content === undefined || content === '') continue;
    for (const key of ['property', 'name', 'itemprop']) {
      const named = attributes.get(key)?.trim().toLowerCase();
      if (named !== undefined && !found.has(named)) found.set(named, content);
    }
  }
  return found;
}

function canonicalOf(page: Page): string | undefined {
  const link = page.tags.find(({ name, attributes }) => name === 'link' && hasRelation(attributes, 'canonical'));
  return webAddress(link?.attributes.get('href'));
}

function hasRelation(attributes: ReadonlyMap<string, string>, relation: string): boolean {
  return (attributes.get('rel') ?? '').toLowerCase().split(/\s+/).includes(relation);
}

function timeIn(page: Page): string | undefined {
  const times = page.tags.filter(
    ({ name, attributes }) => name === 'time' && (attributes.get('datetime') ?? '') !== '',
  );
  const published = times.find(({ attributes }) => attributes.get('itemprop')?.toLowerCase() === 'datepublished');
  return (published ?? times[0])?.attributes.get('datetime');
}

/** The only `<h1>`; where there are more, they are no headlines of this article alone. */
function headingOf(page: Page): string | undefined {
  const headings = page.blocks.filter(({ box }) => box.tag === 'h1');
  return headings.length === 1 ? headings[0]?.text : undefined;
}

/** `Headline | Site` without the site. */
function documentTitleOf(page: Page): string | undefined {
  const title = page.tags.find(({ name }) => name === 'title')?.text;
  if (title === undefined) return undefined;
  const cut = Math.max(...[' | ', ' – ', ' — ', ' - ', ' :: ', ' » '].map((bar) => title.lastIndexOf(bar)));
  return cut >= MIN_TITLE_CHARACTERS ? title.slice(0, cut) : title;
}

/** `Headline | Site` without the site, where the page says what the site is called. */
function withoutSite(title: string, site: string | undefined): string {
  const trimmed = title.trimEnd();
  if (site === undefined || !trimmed.toLowerCase().endsWith(site.toLowerCase())) return title;
  const headline = trimmed.slice(0, -site.length).trimEnd();
  return /\S\s*[|–—·:»-]$/.test(headline.slice(-10)) ? headline.slice(0, -1).trimEnd() : title;
}

/** The first article in the linked data, wherever it stands in lists and graphs. */
function articleIn(scripts: readonly string[]): Node | undefined {
  let fallback: Node | undefined;
  for (const script of scripts) {
    const waiting: unknown[] = [parsed(script)];
    // The list grows while it is walked: what stands deeper comes later.
    for (let at = 0; at < waiting.length && at < MAX_NODES; at++) {
      const node = waiting[at];
      if (Array.isArray(node)) waiting.push(...node.slice(0, MAX_NODES));
      if (!isNode(node)) continue;
      const types = [node['@type']].flat();
      if (types.some((type) => typeof type === 'string' && ARTICLE_TYPE.test(type))) {
        if (node.headline !== undefined || node.articleBody !== undefined) return node;
        fallback ??= node;
      }
      for (const [key, value] of Object.entries(node)) if (HOLDERS.includes(key)) waiting.push(value);
    }
  }
  return fallback;
}

/** undefined where it is no JSON. Line ends inside strings are the most common fault by far, and are forgiven. */
function parsed(script: string): unknown {
  let json = script.trim();
  for (const opening of ['<!--', '//<![CDATA[', '// <![CDATA[', '<![CDATA[']) {
    if (json.startsWith(opening)) json = json.slice(opening.length).trim();
  }
  for (const closing of ['-->', '//]]>', '// ]]>', ']]>', ';']) {
    if (json.endsWith(closing)) json = json.slice(0, -closing.length).trim();
  }
  try {
    return JSON.parse(json);
  } catch {
    try {
      return JSON.parse(json.replace(/\p{Cc}+/gu, ' '));
    } catch {
      return undefined;
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (isNode(first)) return textOf(first['@value']);
  return typeof first === 'string' && first.trim() !== '' ? first : undefined;
}

/** The names of persons or organisations, given as texts, as nodes, or as a list of either. */
function namesIn(value: unknown): string | undefined {
  const names = [value]
    .flat()
    .slice(0, 20)
    .map((entry) => (isNode(entry) ? (textOf(entry.name) ?? textOf(entry.headline)) : nameNotAddress(textOf(entry))));
  const known = [...new Set(names.flatMap((name) => (name === undefined ? [] : [name.trim()])))];
  return known.length === 0 ? undefined : known.join(', ').slice(0, MAX_NAME_CHARACTERS);
}

function nameNotAddress(name: string | undefined): string | undefined {
  return name === undefined || /^(?:https?:|\/\/|@)/i.test(name.trim())
    ? undefined
    : name.slice(0, MAX_NAME_CHARACTERS);
}

function addressIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return webAddress(isNode(first) ? (textOf(first.url) ?? textOf(first['@id'])) : textOf(first));
}

function webAddress(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed !== undefined && /^https?:\/\//i.test(trimmed) && URL.canParse(trimmed) ? trimmed : undefined;
}

function firstOf(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined);
}

function short(title: string | undefined): string | undefined {
  return title === undefined || title.length > MAX_TITLE_CHARACTERS * 2 ? undefined : title;
}
