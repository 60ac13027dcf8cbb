import { isNamedArticle, type LeftOutReason, Names } from './names.ts';
import type { Block, Box, Page } from './page.ts';

/** What was taken for the article, and why each other block was not. */
export interface Choice {
  readonly kept: readonly Block[];
  readonly reasons: ReadonlyMap<Block, LeftOutReason>;
}

// Sizes are letters; a letter of Han or Kana says as much as three, and one of Hangul as much as two.

/** From here on a block that ends like a sentence is prose. This and what follows was weighed with bench/html.mjs. */
const MIN_SENTENCE = 20;
/** From here on any block is prose that is no link. */
const MIN_PROSE = 80;
/** With more of it in links, a block is no prose, however long. */
const MAX_PROSE_LINKS = 0.7;
/** A headline is not prose, though it may ask a question. */
const MAX_HEADLINE = 200;
const SENTENCE_END = /[.!?…。！？؟।۔:"”»’)][")”»’\]]*$/;

/** What an element gets of a block's prose at the first, second, … remove. Source: Readability's shares. */
const SHARES = [1, 2, 6, 9, 12];
/** What the site calls an article or its text counts for more. */
const NAMED_WEIGHT = 4;

/** A name says nothing against an element that holds more than this of all prose. */
const MAX_NAMED_SHARE = 0.4;
/** The same for names that hardly ever mean something else, and for elements that say it by their tag. */
const MAX_STRONG_SHARE = 0.6;
/** Long discussions stand under short articles. */
const MAX_COMMENT_SHARE = 0.85;
const STRONG: ReadonlySet<LeftOutReason> = new Set(['navigation', 'footer', 'comments', 'advertising'] as const);
/** With more prose an element is no such thing, whatever its name. */
const MAX_PROSE: { readonly [Reason in LeftOutReason]?: number } = {
  metadata: 200,
  sharing: 600,
  control: 600,
  author: 1500,
  caption: 1500,
};
/** The same for what is called a menu, where few of the words are links. */
const MAX_MENU_PROSE = 400;
const MIN_MENU_LINKS = 0.3;

/** Three alike make a row of teasers; fewer may be anything. */
const MIN_TEASERS = 3;
/** Most of a row must look like teasers. */
const MIN_TEASER_SHARE = 0.75;
/** A teaser has a sentence or two. */
const MAX_TEASER_PROSE = 400;
/** A row with more of the page's prose is its content: a list of reviews, or of news in brief. */
const MAX_ROW_SHARE = 0.4;
/** The same where a teaser has no more than a sentence. */
const BRIEF_TEASER = 120;
const MAX_BRIEF_ROW_SHARE = 0.5;
/** A block with more links than this leads somewhere else; a heading may have a word before its link. */
const MIN_LINK_SHARE = 0.8;
const MIN_HEADING_LINK_SHARE = 0.4;
const MIN_LEAD = 20;

/** A part of the article that stands apart has at least this share of what is known of it. */
const MIN_PART = 0.15;
/** Less prose than this, of all that is written in an element, and it is a list or a menu. */
const MIN_PROSE_SHARE = 0.45;
/** Inside of what the site calls an article, a part with more links than this is no part of it. */
const MAX_PART_LINKS = 0.2;

/** Shorter lines with little else than a link are not the article's own. */
const MAX_LINK_LINE = 200;
/** A shorter line above the first sentence or below the last is a date, a name or a topic; so is a shorter paragraph. */
const MIN_EDGE_LINE = 80;
const MIN_EDGE_PARAGRAPH = 30;
/** A time of the day or a number, alone in an element of no meaning, is a mark of the page. */
const MAX_STAMP = 20;
const LETTER = /\p{L}/u;
/** A line that ends in a colon and is no longer says what comes next. */
const MAX_LABEL = 60;

/** The heading over what readers wrote: alone, or with their number before or behind it. */
const COMMENTS_HEADING =
  /^[\s\d.,()[\]–-]*(?:(?:reader|user|leser)[- ]?)?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|kommentarer|komentarze|комментари(?:и|ев|й|я)|коментарі|التعليقات|تعليقات|评论|評論|留言|コメント|댓글)(?:\s*(?:section|area|zu diesem artikel|zum artikel|on this (?:story|article)))?[\s\d.,:()[\]–-]*$/iu;

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const HEADINGS = setOf('h1 h2 h3 h4 h5 h6');
/** These are a part of what stands around them, and hold no article by themselves. */
const SEE_THROUGH = setOf(
  'p ul ol dl li dt dd blockquote table tbody thead tfoot tr td th pre h1 h2 h3 h4 h5 h6 center figure',
);
/** Made for short texts, which are no labels there. */
const SHORT_BY_NATURE = setOf('li td th dd dt pre h2 h3 h4 h5 h6');
/** What a label can be the label of, though it is not the article. */
const LABELLED: ReadonlySet<LeftOutReason> = new Set([
  'links',
  'related',
  'teaser',
  'navigation',
  'comments',
  'notice',
]);

/** A block with its measures. */
interface Sized {
  readonly block: Block;
  readonly size: number;
  readonly linkShare: number;
  /** The size without links where it is prose, else 0. */
  readonly prose: number;
}

/** A run of blocks by their numbers, half-open. */
interface Run {
  readonly first: number;
  readonly end: number;
}

/**
 * Which blocks of a page are the article.
 *
 * What the site itself names as something else is left out first, then rows of teasers, which have no common name but
 * look alike everywhere. The element that then has the most prose near to it is the core; going outward from there,
 * what stands beside it and is prose for the most part belongs to it. At last links and labels are left out.
 *
 * Time grows with the number of blocks and elements: each step is a pass over them, and the share of any element is one
 * subtraction of running sums.
 */
export function chooseBody(page: Page): Choice {
  return new Chooser(page).choose();
}

class Chooser {
  readonly #names = new Names();
  readonly #boxes: readonly Box[];
  readonly #sized: readonly Sized[];
  readonly #all: Run;
  readonly #children: ReadonlyMap<Box, readonly Box[]>;
  readonly #reasons = new Map<Block, LeftOutReason>();
  readonly #boxReasons = new Map<Box, LeftOutReason>();
  // Running sums over the blocks that are still in,
  readonly #prose: Float64Array;
  readonly #size: Float64Array;
  readonly #linked: Float64Array;
  // over all blocks but headings, over all that lead somewhere else, and over all headlines.
  readonly #written: Float64Array;
  readonly #leads: Float64Array;
  readonly #headlines: Float64Array;

  constructor({ boxes, blocks }: Page) {
    this.#boxes = boxes;
    this.#sized = blocks.map(sizedOf);
    this.#all = { first: 0, end: blocks.length };
    this.#children = childrenOf(boxes);
    this.#prose = new Float64Array(blocks.length + 1);
    this.#size = new Float64Array(blocks.length + 1);
    this.#linked = new Float64Array(blocks.length + 1);
    this.#written = this.#sumOf(({ block, size }) => (isHeading(block) ? 0 : size));
    this.#leads = this.#sumOf((sized) => (leadsElsewhere(sized) ? 1 : 0));
    this.#headlines = this.#sumOf(({ block }) => (block.box.tag === 'h1' ? 1 : 0));
    this.#sum();
  }

  choose(): Choice {
    this.#leaveOutNamed((reason) => STRONG.has(reason), MAX_STRONG_SHARE);
    this.#leaveOutNamed((reason) => !STRONG.has(reason), MAX_NAMED_SHARE);
    this.#takeBackCaptions();
    this.#leaveOutComments();
    this.#leaveOutTeasers();
    const core = this.#core();
    if (core !== undefined) this.#trim(this.#leaveOutside(core));
    const kept = this.#sized.flatMap(({ block }) => (this.#reasons.has(block) ? [] : [block]));
    if (kept.length > 0) return { kept, reasons: this.#reasons };
    // A page of links is no article, but it is what the user gave.
    return { kept: this.#sized.map(({ block }) => block), reasons: new Map() };
  }

  #sumOf(measure: (sized: Sized) => number): Float64Array {
    const sums = new Float64Array(this.#sized.length + 1);
    for (const [at, sized] of this.#sized.entries()) sums[at + 1] = (sums[at] ?? 0) + measure(sized);
    return sums;
  }

  #sum(): void {
    for (const [at, { block, size, prose, linkShare }] of this.#sized.entries()) {
      const weight = this.#reasons.has(block) ? 0 : 1;
      this.#prose[at + 1] = (this.#prose[at] ?? 0) + weight * prose;
      this.#size[at + 1] = (this.#size[at] ?? 0) + weight * size;
      this.#linked[at + 1] = (this.#linked[at] ?? 0) + weight * size * linkShare;
    }
  }

  #linkShareOf(box: Box): number {
    const size = within(this.#size, box);
    return size === 0 ? 0 : within(this.#linked, box) / size;
  }

  #leaveOutNamed(applies: (reason: LeftOutReason) => boolean, maxShare: number): void {
    const total = Math.max(1, within(this.#prose, this.#all));
    for (const box of this.#boxes) {
      // The page as a whole has names for what it shows anywhere.
      if (this.#reasonOf(box) !== undefined || box.depth < 2 || box.tag === 'body') continue;
      const reason = this.#names.reasonAgainst(box.tag, box.marks);
      if (reason === undefined || !applies(reason)) continue;
      const isFixed = isWhatItIs(box);
      const limit = reason === 'comments' ? MAX_COMMENT_SHARE : isFixed ? MAX_STRONG_SHARE : maxShare;
      if (within(this.#prose, box) <= total * limit && (isFixed || this.#looksLike(reason, box))) {
        this.#boxReasons.set(box, reason);
      }
    }
    this.#applyReasons();
  }

  #looksLike(reason: LeftOutReason, box: Box): boolean {
    const prose = within(this.#prose, box);
    if (prose === 0) return true;
    // What leads to another article has a link; an introduction that is called a teaser has none.
    if (reason === 'teaser') return within(this.#linked, box) > 0;
    if (reason === 'navigation') return prose <= MAX_MENU_PROSE || this.#linkShareOf(box) >= MIN_MENU_LINKS;
    return prose <= (MAX_PROSE[reason] ?? prose);
  }

  /** Its own, or that of an element around it. Boxes are visited from the outside in, so one step up is enough. */
  #reasonOf(box: Box): LeftOutReason | undefined {
    const own = this.#boxReasons.get(box);
    if (own !== undefined || box.parent === undefined) return own;
    const inherited = this.#boxReasons.get(box.parent);
    if (inherited !== undefined) this.#boxReasons.set(box, inherited);
    return inherited;
  }

  #applyReasons(): void {
    for (const box of this.#boxes) this.#reasonOf(box);
    for (const { block } of this.#sized) {
      const reason = this.#boxReasons.get(block.box);
      if (reason !== undefined) this.#reasons.set(block, reason);
    }
    this.#sum();
  }

  /** In a gallery the captions are the article. */
  #takeBackCaptions(): void {
    let prose = 0;
    for (const sized of this.#sized) if (this.#reasons.get(sized.block) === 'caption') prose += sized.prose;
    if (prose <= within(this.#prose, this.#all)) return;
    for (const [box, reason] of this.#boxReasons) if (reason === 'caption') this.#boxReasons.delete(box);
    for (const [block, reason] of this.#reasons) if (reason === 'caption') this.#reasons.delete(block);
    this.#sum();
  }

  /** Leaves out what follows a heading like `12 comments`, as far as its element reaches. */
  #leaveOutComments(): void {
    const total = within(this.#prose, this.#all);
    for (const [at, { block, size }] of this.#sized.entries()) {
      if (size > MAX_LABEL || this.#reasons.has(block) || !COMMENTS_HEADING.test(block.text)) continue;
      const { box } = block;
      const around = isHeading(block) || box.tag === 'p' ? (box.parent ?? box) : box;
      const run = { first: at, end: around.end };
      if (within(this.#prose, run) > total * MAX_COMMENT_SHARE) continue;
      for (const { block: comment } of this.#sized.slice(run.first, run.end)) this.#leaveOut(comment, 'comments');
    }
    this.#sum();
  }

  /** Leaves out rows of teasers: neighbours of one name, each with a link that leads elsewhere and little prose. */
  #leaveOutTeasers(): void {
    const total = within(this.#prose, this.#all);
    for (const children of this.#children.values()) {
      if (children.length < MIN_TEASERS) continue;
      for (const row of rowsOf(children.filter((box) => box.tag === 'li' || !SEE_THROUGH.has(box.tag)))) {
        if (row.length < MIN_TEASERS) continue;
        const teaserCount = row.filter((box) => this.#isTeaser(box)).length;
        if (teaserCount < row.length * MIN_TEASER_SHARE) continue;
        const prose = row.reduce((sum, box) => sum + within(this.#prose, box), 0);
        const maxShare = prose < row.length * BRIEF_TEASER ? MAX_BRIEF_ROW_SHARE : MAX_ROW_SHARE;
        if (prose > total * maxShare) continue;
        for (const box of row) if (!this.#boxReasons.has(box)) this.#boxReasons.set(box, 'related');
      }
    }
    this.#applyReasons();
  }

  #isTeaser(box: Box): boolean {
    return within(this.#leads, box) > 0 && within(this.#prose, box) <= MAX_TEASER_PROSE;
  }

  /** The element with the most prose at few removes. */
  #core(): Box | undefined {
    const scores = new Map<Box, number>();
    for (const { block, prose } of this.#sized) {
      if (prose === 0 || this.#reasons.has(block)) continue;
      let remove = 0;
      for (let box: Box | undefined = block.box; box !== undefined && remove < SHARES.length; box = box.parent) {
        if (SEE_THROUGH.has(box.tag)) continue;
        scores.set(box, (scores.get(box) ?? 0) + prose / (SHARES[remove] ?? 1));
        remove++;
      }
    }
    let core: Box | undefined;
    let best = 0;
    for (const [box, score] of scores) {
      const weighed = score * (1 - this.#linkShareOf(box)) * (isNamedArticle(box.tag, box.marks) ? NAMED_WEIGHT : 1);
      if (weighed > best) {
        core = box;
        best = weighed;
      }
    }
    return core;
  }

  /**
   * Leaves out what does not belong to the core, and returns the rest from its first block to its last. Going outward,
   * what stands beside it belongs to it where it is prose: an introduction has another element than the text, and some
   * sites give each paragraph one of its own.
   */
  #leaveOutside(core: Box): readonly Sized[] {
    const isIn = new Uint8Array(this.#sized.length);
    isIn.fill(1, core.first, core.end);
    const headline = this.#headlineAbove(core);
    const articleDepth = depthOfArticleAround(core);
    let prose = within(this.#prose, core);
    const around = new Set<Box>();
    for (let inner = core; inner.parent !== undefined; inner = inner.parent) {
      const outer = inner.parent;
      around.add(outer);
      const minProse = prose * MIN_PART;
      for (const box of this.#children.get(outer) ?? []) {
        if (box === inner || this.#boxReasons.has(box)) continue;
        if (this.#isAnother(box, inner)) continue;
        const isInArticle = outer.depth >= articleDepth && this.#linkShareOf(box) < MAX_PART_LINKS;
        const isIntroduction = box.end > headline && box.end <= inner.first;
        if (!isInArticle && !this.#isPart(box, isIntroduction || isAlike(box, inner) ? 0 : minProse)) continue;
        isIn.fill(1, box.first, box.end);
        prose += within(this.#prose, box);
      }
    }
    for (const [at, { block }] of this.#sized.entries()) {
      if (isIn[at] === 0 && around.has(block.box)) isIn[at] = 1;
      if (isIn[at] === 0 && !this.#reasons.has(block)) this.#reasons.set(block, 'outside');
    }
    return this.#sized.slice(isIn.indexOf(1), isIn.lastIndexOf(1) + 1);
  }

  /** An article beside an article, each with a headline: some pages load the next one below the first. */
  #isAnother(box: Box, inner: Box): boolean {
    const hasHeadline = within(this.#headlines, inner) > 0 && within(this.#headlines, box) > 0;
    return hasHeadline && box.tag === 'article' && inner.tag === 'article';
  }

  #isPart(box: Box, minProse: number): boolean {
    const prose = within(this.#prose, box);
    return prose > 0 && prose >= minProse && prose >= within(this.#written, box) * MIN_PROSE_SHARE;
  }

  /** The number of the last `<h1>` above; behind all blocks where there is none. */
  #headlineAbove({ first }: Box): number {
    for (let at = first - 1; at >= 0; at--) if (this.#sized[at]?.block.box.tag === 'h1') return at;
    return this.#sized.length;
  }

  /** Leaves out what inside the article is a link, the label of one, or a label at either end. */
  #trim(inside: readonly Sized[]): void {
    for (const { block, linkShare, size, prose } of inside) {
      if (prose > 0) continue;
      if (linkShare > MAX_PROSE_LINKS && size < MAX_LINK_LINE) this.#leaveOut(block, 'links');
      else if (size < MAX_STAMP && !SHORT_BY_NATURE.has(block.box.tag) && !LETTER.test(block.text)) {
        this.#leaveOut(block, 'metadata');
      }
    }
    this.#trimLabels(inside);
    this.#trimEdge(inside);
    this.#trimEdge(inside.toReversed());
  }

  #leaveOut(block: Block, reason: LeftOutReason): void {
    if (!this.#reasons.has(block)) this.#reasons.set(block, reason);
  }

  /** A heading, or a line that ends in a colon, goes with what comes next. */
  #trimLabels(inside: readonly Sized[]): void {
    let next: LeftOutReason | undefined = 'related';
    for (const { block, size } of inside.toReversed()) {
      const reason = this.#reasons.get(block);
      if (reason !== undefined) {
        if (LABELLED.has(reason)) next = reason;
      } else {
        const isLabel = isHeading(block) || (size < MAX_LABEL && block.text.endsWith(':'));
        if (isLabel && next !== undefined) this.#reasons.set(block, next);
        else next = undefined;
      }
    }
  }

  /** Dates, names and topics before the first sentence, from the side where `inside` begins. */
  #trimEdge(inside: readonly Sized[]): void {
    for (const { block, prose, size } of inside) {
      if (prose > 0 && !this.#reasons.has(block)) return;
      const { tag } = block.box;
      const isShort = size < (tag === 'p' ? MIN_EDGE_PARAGRAPH : MIN_EDGE_LINE) && !SHORT_BY_NATURE.has(tag);
      if (tag === 'h1' || isShort) this.#leaveOut(block, 'metadata');
    }
  }
}

function sizedOf(block: Block): Sized {
  const { text } = block;
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 32) continue;
    size += unit >= 0x2e80 && unit < 0xa000 ? 3 : unit >= 0xac00 && unit < 0xd7a4 ? 2 : 1;
  }
  const linkShare = Math.min(1, block.linkChars / text.length);
  const own = size * (1 - linkShare);
  const isProse = own >= MIN_PROSE || (own >= MIN_SENTENCE && SENTENCE_END.test(text.slice(-4)));
  const isHeadline = block.box.tag === 'h1' && size < MAX_HEADLINE;
  return { block, size, linkShare, prose: isProse && !isHeadline && linkShare < MAX_PROSE_LINKS ? own : 0 };
}

function within(sums: Float64Array, { first, end }: Run): number {
  return (sums[end] ?? 0) - (sums[first] ?? 0);
}

function isHeading({ box }: Block): boolean {
  return HEADINGS.has(box.tag);
}

function leadsElsewhere({ block, linkShare, size }: Sized): boolean {
  return size > MIN_LEAD && linkShare > (isHeading(block) ? MIN_HEADING_LINK_SHARE : MIN_LINK_SHARE);
}

/** Elements that say what they are by their tag or role, whatever stands in them. */
function isWhatItIs({ tag, marks }: Box): boolean {
  return tag === 'nav' || tag === 'footer' || tag === 'aside' || marks.includes('role=');
}

function childrenOf(boxes: readonly Box[]): ReadonlyMap<Box, readonly Box[]> {
  const children = new Map<Box, Box[]>();
  for (const box of boxes) {
    if (box.parent === undefined) continue;
    const siblings = children.get(box.parent);
    if (siblings === undefined) children.set(box.parent, [box]);
    else siblings.push(box);
  }
  return children;
}

/** Boxes of one name together. */
function rowsOf(boxes: readonly Box[]): Iterable<readonly Box[]> {
  const rows = new Map<string, Box[]>();
  for (const box of boxes) {
    const name = nameOf(box);
    const row = rows.get(name);
    if (row === undefined) rows.set(name, [box]);
    else row.push(box);
  }
  return rows.values();
}

/** The tag and the first class: the others number, colour and place. */
function nameOf({ tag, marks }: Box): string {
  const blank = marks.indexOf(' ');
  return `${tag} ${blank < 0 ? marks : marks.slice(0, blank)}`;
}

function isAlike(left: Box, right: Box): boolean {
  return nameOf(left) === nameOf(right);
}

/** The depth of the outermost element around the core that the site calls an article; infinite where there is none. */
function depthOfArticleAround(core: Box): number {
  let depth = Number.POSITIVE_INFINITY;
  for (let box: Box | undefined = core; box !== undefined; box = box.parent) {
    if (isNamedArticle(box.tag, box.marks)) depth = box.depth;
  }
  return depth;
}
