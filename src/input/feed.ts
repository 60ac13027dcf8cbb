import { Parser } from 'htmlparser2';
import type { Parsed, ParseSettings, RawRecord, RecordReader } from './contract.ts';
import { overLimit, unreadable } from './faults.ts';
import { plainTextOf } from './html.ts';

/** What an entry of RSS or Atom says, by the names that its elements have; the first one there wins. */
const ELEMENTS = {
  id: ['guid', 'id', 'link'],
  title: ['title'],
  url: ['feedburner:origlink', 'link'],
  publishedAt: ['pubdate', 'published', 'dc:date', 'updated'],
  author: ['dc:creator', 'author', 'itunes:author'],
  credit: ['source'],
} as const satisfies Partial<Record<keyof Parsed, readonly string[]>>;
const BODY_ELEMENTS = ['content:encoded', 'content', 'description', 'summary'];
/** Their markup may stand in the feed as elements of its own. */
const MARKED_ELEMENTS = new Set([...BODY_ELEMENTS, 'title']);
/** Of what stands inside these, only one element names anybody. */
const NAMING_CHILDREN: ReadonlyMap<string, string> = new Map([
  ['author', 'name'],
  ['source', 'title'],
]);
const KNOWN_ELEMENTS: ReadonlySet<string> = new Set([...Object.values(ELEMENTS).flat(), ...BODY_ELEMENTS]);
/** The parser keeps a list of what is open, and is slow where it is long. A page in a feed has a dozen levels. */
const MAX_LEVELS = 512;
const ROOTS: ReadonlySet<string> = new Set(['rss', 'feed', 'rdf:rdf', 'channel']);

/** The root of a feed, after a declaration, comments and instructions. */
export function beginsLikeFeed(head: string): boolean {
  const start = head.replace(/^\s*(?:<\?[^>]{0,500}\?>\s*|<!--[\s\S]{0,2000}?-->\s*|<!DOCTYPE[^>]{0,500}>\s*)*/i, '');
  return /^<(?:rss|(?:atom:)?feed|rdf:rdf)[\s>]/i.test(start);
}

/** The entries of an RSS or Atom feed, which may be larger than memory. No entity is ever looked up. */
export function openFeed(settings: ParseSettings): RecordReader {
  const entries = new EntryCutter(settings.maxRecordBytes);
  const decoder = new TextDecoder();
  function* recordsOf(found: readonly Entry[]): Generator<RawRecord> {
    for (const entry of found) {
      yield {
        line: entry.line,
        offset: 0,
        byteLength: entry.length,
        parse: () => {
          if (entry.length > settings.maxRecordBytes) throw overLimit('record', settings.maxRecordBytes);
          return articleOf(entry);
        },
      };
    }
  }
  return {
    push: (bytes) => recordsOf(entries.push(decoder.decode(bytes, { stream: true }))),
    end: () => recordsOf(entries.end(decoder.decode())),
  };
}

interface Entry {
  /** 1-based, on which it begins. */
  readonly line: number;
  readonly values: Map<string, string>;
  /** Characters in all its values. */
  length: number;
}

/** An entry that only links elsewhere is no article. */
function articleOf({ values }: Entry): Parsed | undefined {
  const html = BODY_ELEMENTS.map((name) => values.get(name)).find((value) => value !== undefined && value !== '');
  if (html === undefined) return undefined;
  const found: Record<string, string> = {};
  for (const [field, names] of Object.entries(ELEMENTS)) {
    const value = names
      .map((name) => values.get(name))
      .find((candidate) => candidate !== undefined && candidate !== '');
    if (value !== undefined) found[field] = field === 'title' ? plainTextOf(value) : value;
  }
  return { ...found, body: plainTextOf(html) };
}

class EntryCutter {
  readonly #maxLength: number;
  readonly #parser: Parser;
  #ready: Entry[] = [];
  #entry: Entry | undefined;
  #entryDepth = 0;
  #depth = 0;
  #hasRoot = false;
  /** The element of an entry that is being read: its name, how deep it lies, and what it has said so far. */
  #field: { readonly name: string; readonly depth: number; pieces: string[]; child: string } | undefined;
  /** Lines are counted as far as they were asked for. */
  #chunk = '';
  #chunkFrom = 0;
  /** The next line end of the chunk that is not counted; its length where there is none. */
  #nextBreak = 0;
  #line = 1;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(name.toLowerCase(), attributes),
        ontext: (text) => this.#text(text),
        onclosetag: (name) => this.#close(name.toLowerCase()),
      },
      { xmlMode: true, decodeEntities: true },
    );
  }

  push(text: string): readonly Entry[] {
    this.#chunkFrom += this.#chunk.length;
    this.#chunk = text;
    this.#nextBreak = this.#breakFrom(0);
    this.#parser.write(text);
    this.#countLinesTo(this.#chunkFrom + text.length);
    return this.#ready.splice(0);
  }

  end(text: string): readonly Entry[] {
    const last = this.push(text);
    // What was open is closed by the parser: an entry that breaks off must not pass for a whole one.
    this.#entry = undefined;
    this.#parser.end();
    if (!this.#hasRoot) throw unreadable('it is XML, but no RSS or Atom feed', 'name its kind with --input-format');
    return last;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth++;
    if (this.#depth > MAX_LEVELS) {
      throw unreadable(
        `its elements lie more than ${MAX_LEVELS} deep in each other`,
        'check that all of them are closed',
      );
    }
    if (ROOTS.has(name.replace(/^atom:/, ''))) this.#hasRoot = true;
    if (this.#entry === undefined) {
      if (!/^(?:atom:)?(?:item|entry)$/.test(name)) return;
      this.#countLinesTo(this.#parser.startIndex);
      this.#entry = { line: this.#line, values: new Map(), length: 0 };
      this.#entryDepth = this.#depth;
      return;
    }
    const field = this.#field;
    if (field !== undefined) {
      field.child = name;
      if (MARKED_ELEMENTS.has(field.name)) field.pieces.push(`<${name}>`);
      return;
    }
    const known = name.replace(/^atom:/, '');
    if (this.#depth !== this.#entryDepth + 1 || !KNOWN_ELEMENTS.has(known)) return;
    if (known === 'link' && attributes['href'] !== undefined) {
      if ((attributes['rel'] ?? 'alternate') === 'alternate') this.#note(this.#entry, 'link', attributes['href']);
      return;
    }
    this.#field = { name: known, depth: this.#depth, pieces: [], child: '' };
  }

  #text(text: string): void {
    const field = this.#field;
    if (field === undefined || this.#entry === undefined) return;
    this.#entry.length += text.length;
    if (this.#entry.length > this.#maxLength) return;
    const naming = NAMING_CHILDREN.get(field.name);
    if (naming !== undefined && field.child !== '' && field.child.replace(/^atom:/, '') !== naming) return;
    field.pieces.push(text);
  }

  #close(name: string): void {
    const field = this.#field;
    if (field !== undefined && this.#entry !== undefined) {
      if (field.depth === this.#depth) {
        this.#note(this.#entry, field.name, field.pieces.join('').trim());
        this.#field = undefined;
      } else {
        field.child = '';
        if (MARKED_ELEMENTS.has(field.name)) field.pieces.push(`</${name}>`);
      }
    }
    if (this.#entry !== undefined && this.#depth === this.#entryDepth) {
      this.#ready.push(this.#entry);
      this.#entry = undefined;
      this.#field = undefined;
    }
    this.#depth--;
  }

  #note(entry: Entry, name: string, value: string): void {
    if (!entry.values.has(name) && value !== '') entry.values.set(name, value);
  }

  #countLinesTo(index: number): void {
    const end = Math.min(index - this.#chunkFrom, this.#chunk.length);
    while (this.#nextBreak < end) {
      this.#line++;
      this.#nextBreak = this.#breakFrom(this.#nextBreak + 1);
    }
  }

  /** Remembered, because a feed without line ends would be looked through for one with every entry. */
  #breakFrom(offset: number): number {
    const at = this.#chunk.indexOf('\n', offset);
    return at < 0 ? this.#chunk.length : at;
  }
}
