import type { Block, Box, Page } from './page.ts';

/** Why a block is not part of the article. */
const LEFT_OUT_REASONS = [
  'navigation',
  'comments',
  'sharing',
  'related',
  'advertising',
  'notice',
  'author',
  'caption',
  'metadata',
  'control',
  'links',
  'outside',
  'hidden',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface Choice {
  readonly kept: readonly Block[];
  readonly reasons: ReadonlyMap<Block, LeftOutReason>;
}

/** Elements whose name says that they are no text of the article. */
const TAG_REASONS: Readonly<Record<string, LeftOutReason>> = {
  nav: 'navigation',
  menu: 'navigation',
  footer: 'navigation',
  aside: 'related',
  dialog: 'notice',
  button: 'control',
  label: 'control',
  fieldset: 'control',
  legend: 'control',
  figcaption: 'caption',
  caption: 'caption',
  search: 'control',
  'amp-sidebar': 'navigation',
};

/** A name between two of `-`, `_`, blanks and the edges, or with more of the same word behind it. */
const named = (names: string) => new RegExp(`(?:^|[^a-z0-9])(?:${names.replaceAll(' ', '|')})(?:$|[^a-z0-9])`);

const MARK_REASONS: readonly (readonly [LeftOutReason, RegExp])[] = [
  [
    'navigation',
    named(
      'role=(?:navigation|banner|contentinfo|menu|menubar|tablist|toolbar) nav navs navbar navi navigation site-?nav[a-z]* menus? submenu breadcrumbs? crumbs? pagination pager page-?links? paging footer foot site-?footer page-?footer masthead site-?header page-?header toc skip skip-?links? topbar bottombar sitemap prev-?next post-?nav[a-z]* jump-?links? entry-footer post-footer article-footer',
    ),
  ],
  [
    'comments',
    named(
      'comments? comment-?(?:list|area|section|wrap|wrapper|box|body|content|thread|form|respond)[a-z]* commentlist disqus[a-z_]* respond reply replies kommentare? commentaires? comentarios? discussion fb-comments reactions? livefyre user-?comments? leserkommentare?',
    ),
  ],
  [
    'sharing',
    named(
      'share shares sharing share-?(?:bar|buttons?|links?|tools?|this|box) social social-?(?:bar|links?|share|sharing|media|icons?|buttons?) sharedaddy addthis[a-z_]* addtoany[a-z_]* a2a[a-z_]* shariff sharethis jp-post-flair follow follow-?us bookmarks? facebook twitter whatsapp email-?share',
    ),
  ],
  [
    'related',
    named(
      'related[a-z]* recommend[a-z]* recirc[a-z]* more-?(?:stories|news|from|articles|posts|on|like)[a-z]* read-?(?:more|next|also) see-?also also-?(?:read|like) yarpp[a-z-]* outbrain ob-?widget taboola[a-z-]* teasers? promos? promotion popular popular-?(?:posts|articles) most-?(?:read|popular|viewed|shared) trending latest recent recent-?(?:posts|articles) sidebars? side-?bar side-?column rail right-?rail widgets? widget-?area similar up-?next next-?(?:article|post|story) linklist link-?box carousel slider jp-relatedposts crossrail extra extras role=complementary zergnet onward further-?reading internal-?links? series-?nav',
    ),
  ],
  [
    'advertising',
    named(
      'ads? advert adverts advertise advertisement advertisements advertising ad-?(?:slot|unit|box|container|wrapper|banner|label) adsense adsbygoogle banner banners sponsor[a-z]* promoted affiliate anzeige werbung publicidad dfp[a-z-]* commercial',
    ),
  ],
  [
    'notice',
    named(
      'newsletters? newsletter-?[a-z]+ subscri[a-z]* sign-?up signup opt-?in cookies? cookie-?[a-z]+ consent gdpr privacy popup pop-?up modal overlay lightbox paywall regwall login log-?in register registration donate donation disclaimer copyright legal role=(?:dialog|alert|alertdialog) mc4wp[a-z-]* mailchimp onesignal apps?-?(?:banner|promo|download) print-?only noprint no-print',
    ),
  ],
  [
    'author',
    named(
      'author-?(?:box|bio|info|card|profile|details?|block|description|about|area) about-?(?:the-?)?authors? author authors byline by-?line bio biography vcard contributors? autor autoren auteur prop=author post-?author entry-?author avatar',
    ),
  ],
  [
    'caption',
    named(
      'captions? wp-?caption-?text figcaption image-?(?:caption|credit|description|source) photo-?(?:caption|credit) photocredit credits? media-?caption gallery slideshow bildunterschrift legende pic-?(?:caption|desc) img-?(?:caption|credit) picture-?caption',
    ),
  ],
  [
    'metadata',
    named(
      'tags? tag-?(?:list|cloud|links?|box) tagcloud post-?tags? entry-?tags? categories category-?list cat-?links? post-?cat[a-z]* meta metadata post-?meta entry-?meta article-?meta post-?info entry-?info post-?data dateline-?time date datetime time timestamp published post-?date entry-?date pub-?date keywords? topics? schlagworte rating ratings votes? views?-?count kicker posted-?on read-?time reading-?time',
    ),
  ],
  [
    'control',
    named(
      'toolbars? tools buttons? btn controls? search search-?(?:form|box|bar) searchform role=search dropdown print player video-?player audio-?player poll quiz feedback contact-?form wpcf7[a-z-]* form input tooltip speech listen',
    ),
  ],
];

const CONTENT_MARKS = named(
  'prop=(?:articlebody|reviewbody|text) article-?(?:body|content|text|copy|main|detail|detail-content) articlebody articlecontent entry-?content post-?(?:content|body|entry|text) postcontent story-?(?:body|content|text) storybody storytext page-?content body-?(?:content|text|copy) content-?(?:body|text|main|article) main-?content news-?(?:text|content|body|detail) single-?content artikel[a-z]* text-?content td-post-content post-?inner blog-?(?:content|post|entry) rich-?text',
);

/** Lists, tables and quotations are a part of what stands around them. */
const SEE_THROUGH = new Set(
  'p ul ol dl li dt dd blockquote table tbody thead tfoot tr td th pre h1 h2 h3 h4 h5 h6 center figure'.split(' '),
);
const HEADINGS = new Set('h1 h2 h3 h4 h5 h6'.split(' '));

/** A block below is a label, a date or a link, unless it stands among prose. */
const MIN_PROSE = 25;
const LONG_PROSE = 80;
const SENTENCE_END = /[.!?…。！？؟।:"”»’)]["”»’)\]]*$/;

interface Sized {
  readonly block: Block;
  /** Letters, with those of scripts without spaces counted threefold: one says as much as three of ours. */
  readonly size: number;
  readonly linkShare: number;
  readonly prose: number;
}

export function chooseBody(page: Page): Choice {
  return new Chooser(page).choose();
}

class Chooser {
  readonly #page: Page;
  readonly #sized: readonly Sized[];
  readonly #reasons = new Map<Block, LeftOutReason>();
  readonly #boxReasons = new Map<Box, LeftOutReason | undefined>();
  readonly #markReasons = new Map<string, LeftOutReason | undefined>();
  readonly #prose: Float64Array;
  readonly #size: Float64Array;
  readonly #links: Float64Array;

  constructor(page: Page) {
    this.#page = page;
    this.#sized = page.blocks.map(sizedOf);
    const count = page.blocks.length;
    this.#prose = new Float64Array(count + 1);
    this.#size = new Float64Array(count + 1);
    this.#links = new Float64Array(count + 1);
    this.#sum();
  }

  /** Running sums over the blocks that are still in: any element's share is then one subtraction. */
  #sum(): void {
    this.#sized.forEach(({ block, size, prose, linkShare }, at) => {
      const isOut = this.#reasons.has(block);
      this.#prose[at + 1] = (this.#prose[at] ?? 0) + (isOut ? 0 : prose);
      this.#size[at + 1] = (this.#size[at] ?? 0) + (isOut ? 0 : size);
      this.#links[at + 1] = (this.#links[at] ?? 0) + (isOut ? 0 : size * linkShare);
    });
  }

  #proseOf({ first, end }: { first: number; end: number }): number {
    return (this.#prose[end] ?? 0) - (this.#prose[first] ?? 0);
  }

  #linkShareOf({ first, end }: Box): number {
    const size = (this.#size[end] ?? 0) - (this.#size[first] ?? 0);
    return size === 0 ? 0 : ((this.#links[end] ?? 0) - (this.#links[first] ?? 0)) / size;
  }

  choose(): Choice {
    this.#leaveOutFurniture();
    this.#sum();
    const root = this.#root();
    if (root !== undefined) this.#leaveOutside(root);
    this.#trim();
    const kept = this.#page.blocks.filter((block) => !this.#reasons.has(block));
    // A page of links is no article, but it is what the user gave.
    return kept.length === 0 ? { kept: this.#page.blocks, reasons: new Map() } : { kept, reasons: this.#reasons };
  }

  #leaveOutFurniture(): void {
    const total = this.#proseOf({ first: 0, end: this.#page.blocks.length });
    for (const box of this.#page.boxes) {
      const inherited = box.parent === undefined ? undefined : this.#boxReasons.get(box.parent);
      this.#boxReasons.set(box, inherited ?? this.#reasonAgainst(box, total));
    }
    for (const { block } of this.#sized) {
      const reason = this.#boxReasons.get(block.box);
      if (reason !== undefined) this.#reasons.set(block, reason);
    }
  }

  #reasonAgainst(box: Box, total: number): LeftOutReason | undefined {
    if (box.depth < 2 || box.tag === 'body') return undefined;
    const reason = TAG_REASONS[box.tag] ?? this.#markReasonOf(box.marks);
    if (reason === undefined) return undefined;
    const share = this.#proseOf(box) / Math.max(1, total);
    if (share > (reason === 'comments' ? 0.8 : 0.4)) return undefined;
    return reason;
  }

  #markReasonOf(marks: string): LeftOutReason | undefined {
    if (marks === '') return undefined;
    if (this.#markReasons.has(marks)) return this.#markReasons.get(marks);
    const reason = CONTENT_MARKS.test(marks) ? undefined : MARK_REASONS.find(([, names]) => names.test(marks))?.[0];
    this.#markReasons.set(marks, reason);
    return reason;
  }

  /** The element that holds the article. */
  #root(): Box | undefined {
    const scores = new Map<Box, number>();
    for (const { block, prose } of this.#sized) {
      if (prose === 0 || this.#reasons.has(block)) continue;
      let level = 0;
      for (let box: Box | undefined = block.box; box !== undefined && level < SHARES.length; box = box.parent) {
        if (SEE_THROUGH.has(box.tag)) continue;
        scores.set(box, (scores.get(box) ?? 0) + prose / (SHARES[level] ?? 1));
        level++;
      }
    }
    let best: Box | undefined;
    let bestScore = 0;
    for (const [box, score] of scores) {
      const weighed =
        score * (1 - this.#linkShareOf(box)) * (box.tag === 'article' || CONTENT_MARKS.test(box.marks) ? 1.25 : 1);
      if (weighed > bestScore) {
        best = box;
        bestScore = weighed;
      }
    }
    if (best === undefined) return undefined;
    return best;
  }

  #leaveOutside(root: Box): void {
    this.#sized.forEach(({ block }, at) => {
      if (this.#reasons.has(block)) return;
      if (at < root.first || at >= root.end) this.#reasons.set(block, 'outside');
    });
  }

  /** Leaves out what inside the article is a list of links. */
  #trim(): void {
    for (const { block, linkShare, size } of this.#sized) {
      if (this.#reasons.has(block)) continue;
      if (linkShare > 0.8 && size < 200 && block.box.tag === 'li') this.#reasons.set(block, 'links');
    }
    // A heading with nothing below it.
    const kept = this.#sized.filter(({ block }) => !this.#reasons.has(block));
    for (const { block } of kept.reverse()) {
      if (!HEADINGS.has(block.box.tag)) break;
      this.#reasons.set(block, 'related');
    }
  }
}

/** What an element gets of the prose at its first, second, … remove. Source: Readability's shares. */
const SHARES = [1, 2, 6, 9, 12];

function sizedOf(block: Block): Sized {
  const { text } = block;
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 32) size += unit >= 0x2e80 && unit < 0xa000 ? 3 : 1;
  }
  const linkShare = text.length === 0 ? 0 : Math.min(1, block.linkChars / text.length);
  const own = size * (1 - linkShare);
  const isProse = own >= LONG_PROSE || (own >= MIN_PROSE && SENTENCE_END.test(text.slice(-4)));
  return { block, size, linkShare, prose: isProse && linkShare < 0.7 ? own : 0 };
}
