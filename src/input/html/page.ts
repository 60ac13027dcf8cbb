import { QuoteType, Tokenizer } from 'htmlparser2';

/** An element that is laid out as a block. Its blocks are `page.blocks.slice(first, end)`. */
export interface Box {
  readonly tag: string;
  /** Lowercase: class, id, `role=…` and `prop=…`, parted by blanks. What the site calls it. */
  readonly marks: string;
  readonly parent: Box | undefined;
  readonly depth: number;
  readonly first: number;
  end: number;
}

/** Text without a break in it: a paragraph, an item, a cell, or what stands between two `<br><br>`. */
export interface Block {
  readonly text: string;
  /** How many characters of it are links. */
  readonly linkChars: number;
  /** The innermost element around it. */
  readonly box: Box;
  /** Where it begins in the page. */
  readonly offset: number;
}

/** One `<meta>`, `<link>`, `<time>` or `<title>`. */
interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A page as its blocks, in the order in which they are read. */
export interface Page {
  /** In the order in which they open; those without a block are left out. */
  readonly boxes: readonly Box[];
  readonly blocks: readonly Block[];
  readonly tags: readonly Tag[];
  /** The JSON-LD scripts, unparsed. */
  readonly linkedData: readonly string[];
  /** HTML that a script of the page would put into it. */
  readonly templates: readonly string[];
  /** Characters that a browser would not show. */
  readonly hiddenChars: number;
}

/** Deeper elements are taken for a part of the one at this depth, as browsers do from 512 on. Real pages have 30 to 60. */
const MAX_DEPTH = 256;
/** Head entries that are kept; a page has some dozens. */
const MAX_TAGS = 2000;
/** Of a page's linked data and templates, as much is kept. Articles inside them have some 100 KB. */
const MAX_SCRIPT_CHARS = 4 << 20;
const READ_SCRIPTS = /^\s*(?:application\/ld\+json|text\/(?:x-)?(?:template|html))/i;
/** A template with these is filled in later; one without is text that the site shows late. */
const PLACEHOLDER = /\{\{|<%|\$\{/;
/** An attribute that is longer says nothing to us. A class list has 200, a description 500. */
const MAX_ATTRIBUTE_CHARS = 4096;

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const BLOCK_TAGS = words(
  'html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form frameset h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav ol p pre section summary table ' +
    'tbody td tfoot th thead tr caption ul button label search',
);
/** What they hold is not text of the page, whether or not a browser shows it. */
const SKIPPED_TAGS = words(
  'script style noscript template svg iframe object video audio canvas select datalist textarea noembed noframes ' +
    'applet progress meter rp rt amp-ad amp-analytics amp-consent amp-sidebar ' +
    'amp-web-push-widget amp-user-notification amp-next-page',
);
const HEAD_TAGS = words('meta link');
const VOID_TAGS = words('area base br col embed hr img input link meta param source track wbr');
/** These end an open paragraph. */
const PARAGRAPH_ENDERS = words(
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 ' +
    'h4 h5 h6 header hgroup hr main menu nav ol p pre section table ul li dd dt td th tr',
);
/** Opening one ends an open one of the same row, unless an element of the second list stands between. */
const SIBLINGS: Readonly<Record<string, readonly [ends: ReadonlySet<string>, within: ReadonlySet<string>]>> = {
  li: [words('li'), words('ul ol menu dir table td th')],
  dt: [words('dt dd'), words('dl table td th')],
  dd: [words('dt dd'), words('dl table td th')],
  tr: [words('tr td th'), words('table')],
  td: [words('td th'), words('tr table')],
  th: [words('td th'), words('tr table')],
  tbody: [words('tbody thead tfoot tr td th caption'), words('table')],
  thead: [words('tbody thead tfoot tr td th caption'), words('table')],
  tfoot: [words('tbody thead tfoot tr td th caption'), words('table')],
};
/** A closing tag does not reach out of a cell; only the end of its table does. */
const FENCES = words('td th caption button');
const CROSSES_FENCES = words('table tbody thead tfoot tr td th caption html body');

const WANTED_ATTRIBUTES = words(
  'class id role itemprop hidden aria-hidden style content name property rel href datetime type',
);
const HIDING_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** For ears only: not what a reader sees as the text. */
const HIDDEN_MARKS =
  /(?:^|[\s_-])(?:sr-only|screen-?reader(?:-text)?|visually-?hidden|visuallyhidden|show-for-sr)(?:$|[\s_-])/;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const BLANKS = /\s+/g;
/** Stands for `<br>` in a text whose own line ends mean nothing. Where a page holds it itself, it means the same. */
const LINE_BREAK = '\u2028';
const BLANKS_BUT_BREAKS = /[^\S\u2028]+/g;
const BREAKS = / ?\u2028[ \u2028]*/g;

/** What is read beside the text of the page: a title, or linked data. */
interface Aside {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
}

/** What is being skipped, and until when. */
interface Veil {
  readonly name: string;
  /** How many elements of that name are open, itself included. */
  nest: number;
  /** It ends at the latest when the box at this depth ends. */
  readonly depth: number;
  /** Other blocks that opened inside and have not ended. */
  inner: number;
  readonly isHidden: boolean;
}

/** Reads a page in one pass. Nothing in it is run or fetched; time and memory grow with its length alone. */
export function readPage(html: string): Page {
  const reader = new PageReader(html);
  return reader.read();
}

class PageReader {
  readonly #html: string;
  readonly #isXml: boolean;
  readonly #boxes: Box[] = [];
  readonly #blocks: Block[] = [];
  readonly #tags: Tag[] = [];
  readonly #linkedData: string[] = [];
  readonly #templates: string[] = [];
  #scriptChars = 0;
  #hiddenChars = 0;
  #box: Box;
  /** Elements that opened below the greatest depth. */
  #tooDeep = 0;
  #veil: Veil | undefined;

  #name = '';
  #attributes: Map<string, string> | undefined;
  #attribute = '';
  #value = '';

  /** The open text: pieces, as they come. */
  #text = '';
  #textOffset = 0;
  #linkChars = 0;
  #isLink = false;
  #breaks = 0;
  #preDepth = 0;
  #aside: Aside | undefined;

  constructor(html: string) {
    this.#html = html;
    this.#isXml = /^\s*<\?xml\s/.test(html.slice(0, 200));
    this.#box = { tag: '', marks: '', parent: undefined, depth: 0, first: 0, end: 0 };
    this.#boxes.push(this.#box);
  }

  read(): Page {
    const tokenizer = new Tokenizer(
      { decodeEntities: true, recognizeSelfClosing: this.#isXml },
      {
        onopentagname: (start, end) => this.#startTag(start, end),
        onattribname: (start, end) => this.#startAttribute(start, end),
        onattribdata: (start, end) => this.#addValue(start, end),
        onattribentity: (codePoint) => this.#addCharacter(codePoint),
        onattribend: (quote) => this.#endAttribute(quote),
        onopentagend: (end) => this.#openTag(end),
        onselfclosingtag: (end) => this.#selfClose(end),
        onclosetag: (start, end) => this.#closeTag(this.#html.slice(start, end).toLowerCase()),
        ontext: (start, end) => this.#addText(start, end),
        ontextentity: (codePoint, end) => this.#addPiece(String.fromCodePoint(codePoint), end - 1),
        oncdata: (start, end, shorter) => this.#addText(start, end - shorter),
        oncomment: () => {},
        ondeclaration: () => {},
        onprocessinginstruction: () => {},
        onend: () => {},
        // Then a CDATA section is text, as in XHTML; in HTML it is a comment.
        isInForeignContext: () => this.#isXml,
      },
    );
    tokenizer.write(this.#html);
    tokenizer.end();
    this.#endBlock();
    while (this.#box.parent !== undefined) this.#popBox();
    this.#box.end = this.#blocks.length;
    return {
      boxes: this.#boxes,
      blocks: this.#blocks,
      tags: this.#tags,
      linkedData: this.#linkedData,
      templates: this.#templates,
      hiddenChars: this.#hiddenChars,
    };
  }

  #startTag(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = undefined;
  }

  #startAttribute(start: number, end: number): void {
    const length = end - start;
    this.#attribute = '';
    if (length < 2 || length > 11) return;
    const name = this.#html.slice(start, end).toLowerCase();
    if (!WANTED_ATTRIBUTES.has(name)) return;
    this.#attribute = name;
    this.#value = '';
  }

  #addValue(start: number, end: number): void {
    if (this.#attribute === '' || this.#value.length > MAX_ATTRIBUTE_CHARS) return;
    this.#value += this.#html.slice(start, Math.min(end, start + MAX_ATTRIBUTE_CHARS));
  }

  #addCharacter(codePoint: number): void {
    if (this.#attribute !== '' && this.#value.length <= MAX_ATTRIBUTE_CHARS) {
      this.#value += String.fromCodePoint(codePoint);
    }
  }

  #endAttribute(quote: QuoteType): void {
    if (this.#attribute === '') return;
    this.#attributes ??= new Map();
    // The first of two counts.
    if (!this.#attributes.has(this.#attribute)) {
      this.#attributes.set(this.#attribute, quote === QuoteType.NoValue ? '' : this.#value);
    }
    this.#attribute = '';
  }

  #selfClose(end: number): void {
    this.#openTag(end);
    if (!VOID_TAGS.has(this.#name)) this.#closeTag(this.#name);
  }

  #openTag(end: number): void {
    const name = this.#name;
    const attributes = this.#attributes ?? NO_ATTRIBUTES;
    if (HEAD_TAGS.has(name)) {
      this.#keepTag({ name, attributes, text: '' });
      return;
    }
    if (this.#veil !== undefined) {
      if (!isOver(this.#veil, name)) {
        if (name === this.#veil.name) this.#veil.nest++;
        else if (isBox(name)) this.#veil.inner++;
        return;
      }
      this.#veil = undefined;
    }
    if (name === 'title' || (name === 'script' && READ_SCRIPTS.test(attributes.get('type') ?? ''))) {
      // A drawing has titles, too; those are under its veil.
      this.#aside = { name, text: '', attributes };
      return;
    }
    if (SKIPPED_TAGS.has(name)) {
      this.#veil = { name, nest: 1, depth: this.#box.depth, inner: 0, isHidden: false };
      return;
    }
    if (name === 'br') {
      this.#break();
      return;
    }
    if (name === 'hr') {
      this.#endBlock();
      if (this.#box.tag === 'p') this.#popBox();
      return;
    }
    if (VOID_TAGS.has(name)) return;
    if (name === 'time') this.#keepTag({ name, attributes, text: '' });
    if (isBox(name) && !(this.#box.tag === 'p' && name.includes('-'))) this.#openBox(name, attributes);
    else if (isHidden(attributes)) this.#veil = { name, nest: 1, depth: this.#box.depth, inner: 0, isHidden: true };
    else if (name === 'a') this.#isLink = attributes.has('href');
    else if (name === 'q') this.#addPiece('\u201c', end);
  }

  #openBox(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#endBlock();
    if (isHidden(attributes) && name !== 'body' && name !== 'html') {
      this.#veil = { name, nest: 1, depth: this.#box.depth, inner: 0, isHidden: true };
      return;
    }
    if (this.#tooDeep > 0) {
      this.#tooDeep++;
      return;
    }
    this.#endImplied(name);
    const parent = this.#box;
    if (parent.depth >= MAX_DEPTH) {
      this.#tooDeep++;
      return;
    }
    if (name === 'pre') this.#preDepth++;
    const box = {
      tag: name,
      marks: marksOf(attributes),
      parent,
      depth: parent.depth + 1,
      first: this.#blocks.length,
      end: this.#blocks.length,
    };
    this.#boxes.push(box);
    this.#box = box;
  }

  /** Ends what ends when `name` opens, though no tag says so. */
  #endImplied(name: string): void {
    if (this.#box.tag === 'p' && PARAGRAPH_ENDERS.has(name)) this.#popBox();
    const siblings = SIBLINGS[name];
    if (siblings === undefined) return;
    const [ends, within] = siblings;
    let last: Box | undefined;
    for (let box: Box | undefined = this.#box; box !== undefined && !within.has(box.tag); box = box.parent) {
      if (ends.has(box.tag)) last = box;
    }
    if (last !== undefined) this.#popThrough(last);
  }

  #closeTag(name: string): void {
    if (this.#aside !== undefined) {
      if (this.#aside.name === name) this.#endAside(this.#aside);
      return;
    }
    if (this.#veil !== undefined && !this.#endsVeil(this.#veil, name)) return;
    if (name === 'a') this.#isLink = false;
    else if (name === 'q') this.#addPiece('\u201d', this.#textOffset);
    else if (name === 'br') this.#break();
    else if (isBox(name)) this.#closeBox(name);
  }

  /** False where the closing tag belongs to what is skipped. True where it is that of an element around it. */
  #endsVeil(veil: Veil, name: string): boolean {
    if (name === veil.name) {
      if (--veil.nest === 0) this.#veil = undefined;
      return false;
    }
    if (name === 'ruby' && (veil.name === 'rt' || veil.name === 'rp')) this.#veil = undefined;
    if (!isBox(name)) return false;
    if (veil.inner > 0) {
      veil.inner--;
      return false;
    }
    return this.#openBoxOf(name) !== undefined;
  }

  #closeBox(name: string): void {
    this.#endBlock();
    if (this.#tooDeep > 0) {
      if (name !== 'p') this.#tooDeep--;
      return;
    }
    const box = this.#openBoxOf(name);
    if (box === undefined) return;
    this.#veil = undefined;
    this.#popThrough(box);
  }

  /** The innermost open element that this closing tag reaches. */
  #openBoxOf(name: string): Box | undefined {
    const crosses = CROSSES_FENCES.has(name);
    for (let box = this.#box; box.parent !== undefined; box = box.parent) {
      if (box.tag === name) return box;
      if (!crosses && FENCES.has(box.tag)) return undefined;
    }
    return undefined;
  }

  #popThrough(last: Box): void {
    this.#endBlock();
    while (this.#box !== last && this.#box.parent !== undefined) this.#popBox();
    this.#popBox();
  }

  #popBox(): void {
    const box = this.#box;
    if (box.parent === undefined) return;
    if (box.tag === 'pre') this.#preDepth--;
    box.end = this.#blocks.length;
    if (box.end === box.first && this.#boxes.at(-1) === box) this.#boxes.pop();
    this.#box = box.parent;
  }

  #addText(start: number, end: number): void {
    if (this.#aside !== undefined) {
      this.#aside.text += this.#html.slice(start, end);
      return;
    }
    if (this.#veil !== undefined) {
      if (this.#veil.isHidden) this.#hiddenChars += end - start;
      return;
    }
    const from = this.#firstInk(start, end);
    if (from === end) {
      // Blanks part words, and say nothing where there are none yet.
      if (this.#text !== '') this.#text += this.#preDepth > 0 ? this.#html.slice(start, end) : ' ';
      return;
    }
    this.#addPiece(this.#html.slice(this.#text === '' && this.#preDepth === 0 ? from : start, end), from);
  }

  #firstInk(start: number, end: number): number {
    for (let at = start; at < end; at++) if (this.#html.charCodeAt(at) > 32) return at;
    return end;
  }

  #addPiece(piece: string, offset: number): void {
    if (this.#aside !== undefined) {
      this.#aside.text += piece;
      return;
    }
    if (this.#veil !== undefined) return;
    if (this.#text === '') this.#textOffset = offset;
    this.#breaks = 0;
    this.#text += piece;
    if (this.#isLink) this.#linkChars += piece.length;
  }

  /** One `<br>` ends a line, two end the paragraph. */
  #break(): void {
    if (++this.#breaks > 1) this.#endBlock();
    else if (this.#text !== '') this.#text += LINE_BREAK;
  }

  #endBlock(): void {
    this.#breaks = 0;
    if (this.#text === '') return;
    const text = this.#preDepth > 0 ? preformatted(this.#text) : flowed(this.#text);
    if (text !== '') {
      const linkChars = Math.min(this.#linkChars, text.length);
      this.#blocks.push({ text, linkChars, box: this.#box, offset: this.#textOffset });
    }
    this.#text = '';
    this.#linkChars = 0;
  }

  #endAside({ name, text, attributes }: Aside): void {
    this.#aside = undefined;
    if (name === 'title') {
      this.#keepTag({ name, attributes, text: text.replace(BLANKS, ' ').trim() });
      return;
    }
    this.#scriptChars += text.length;
    if (this.#scriptChars > MAX_SCRIPT_CHARS) return;
    if (/json/i.test(attributes.get('type') ?? '')) this.#linkedData.push(text);
    else if (!PLACEHOLDER.test(text)) this.#templates.push(text);
  }

  #keepTag(tag: Tag): void {
    if (this.#tags.length < MAX_TAGS) this.#tags.push(tag);
  }
}

function isBox(name: string): boolean {
  return BLOCK_TAGS.has(name) || name.includes('-');
}

/** Has the end of what is skipped been forgotten, now that `name` opens? */
function isOver(veil: Veil, name: string): boolean {
  if (veil.nest > 1 || veil.inner > 0) return false;
  if (veil.isHidden) {
    if (veil.name === 'p') return PARAGRAPH_ENDERS.has(name);
    return SIBLINGS[name]?.[0].has(veil.name) === true;
  }
  // There is no paragraph inside a drawing or a list of choices.
  return (name === 'p' || name === 'article') && (veil.name === 'svg' || veil.name === 'select');
}

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.size === 0) return false;
  if (attributes.has('hidden') || attributes.get('aria-hidden')?.toLowerCase() === 'true') return true;
  const style = attributes.get('style');
  if (style !== undefined && HIDING_STYLE.test(style)) return true;
  const names = attributes.get('class');
  return names !== undefined && HIDDEN_MARKS.test(names.toLowerCase());
}

function marksOf(attributes: ReadonlyMap<string, string>): string {
  if (attributes.size === 0) return '';
  let marks = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`;
  const role = attributes.get('role');
  const property = attributes.get('itemprop');
  if (role !== undefined) marks += ` role=${role}`;
  if (property !== undefined) marks += ` prop=${property}`;
  return marks
    .trim()
    .replace(/([a-z])(?=[A-Z][a-z])/g, '$1-')
    .toLowerCase();
}

function flowed(text: string): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  if (!clean.includes(LINE_BREAK)) return clean.replace(BLANKS, ' ').trim();
  return clean.replace(BLANKS_BUT_BREAKS, ' ').replace(BREAKS, '\n').trim();
}

/** Line by line: a pattern for blanks at the end of a line would take quadratic time on a long run of them. */
function preformatted(text: string): string {
  const lines = text.replaceAll('\0', '').split(/[\n\u2028]/);
  const trimmed = lines.map((line) => line.trimEnd());
  const first = trimmed.findIndex((line) => line !== '');
  return first < 0 ? '' : trimmed.slice(first).join('\n').trimEnd();
}
