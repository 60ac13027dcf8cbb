/** Why a block of a page is not part of the article. */
export type LeftOutReason =
  | 'navigation'
  | 'footer'
  | 'comments'
  | 'sharing'
  | 'related'
  | 'teaser'
  | 'advertising'
  | 'notice'
  | 'author'
  | 'caption'
  | 'metadata'
  | 'control'
  | 'links'
  | 'outside';

const words = (list: string): readonly string[] => list.split(' ');
const setOf = (list: string): ReadonlySet<string> => new Set(words(list));

/** Elements that are no text of the article by what they are. */
const TAG_REASONS: ReadonlyMap<string, LeftOutReason> = new Map(
  Object.entries({
    nav: 'navigation',
    menu: 'navigation',
    footer: 'footer',
    aside: 'related',
    dialog: 'notice',
    button: 'control',
    label: 'control',
    fieldset: 'control',
    legend: 'control',
    search: 'control',
    form: 'control',
    figcaption: 'caption',
    caption: 'caption',
  } satisfies Record<string, LeftOutReason>),
);

const ROLE_REASONS: ReadonlyMap<string, LeftOutReason> = new Map(
  Object.entries({
    navigation: 'navigation',
    banner: 'navigation',
    contentinfo: 'footer',
    menu: 'navigation',
    menubar: 'navigation',
    tablist: 'navigation',
    toolbar: 'control',
    search: 'control',
    form: 'control',
    dialog: 'notice',
    alert: 'notice',
    alertdialog: 'notice',
    complementary: 'related',
  } satisfies Record<string, LeftOutReason>),
);

/** Words that say it wherever they stand in a name, by their beginnings: `related` is also in `jp-relatedposts`. */
const STEMS: readonly (readonly [LeftOutReason, readonly string[]])[] = [
  ['comments', words('comment kommentar commentaire comentario disqus livefyre')],
  ['navigation', words('navigation navbar sitenav mainnav topnav subnav breadcrumb paginat skiplink sitemap')],
  ['footer', words('footer masthead')],
  [
    'related',
    words('related recommend recirc outbrain taboola zergnet yarpp sidebar popular trending mostread linklist'),
  ],
  ['teaser', words('teaser promo')],
  ['sharing', words('sharing sharebar sharebutton sharetool sharedaddy shariff sharethis social addthis addtoany')],
  ['advertising', words('advert adsense adsbygoogle adslot sponsor affiliate anzeige werbung publicidad doubleclick')],
  [
    'notice',
    words('newsletter subscri cookie consent gdpr paywall regwall signup popup mailchimp copyright disclaimer'),
  ],
  ['author', words('byline authorbox authorbio')],
];
/** Words that say it wherever they stand in a name. */
const WORDS: ReadonlyMap<string, LeftOutReason> = reasonsOf([
  ['navigation', 'nav crumb crumbs pager'],
  ['comments', 'respond replies discussion reviews'],
  ['sharing', 'share shares follow bookmark bookmarks'],
  ['advertising', 'ad ads banner banners dfp'],
  ['notice', 'modal overlay lightbox abo login donate donation'],
  ['related', 'rail carousel onward'],
]);
/** Words that say it at the end of a name: `article-tags`, but not `tags-open`. */
const LAST_WORDS: ReadonlyMap<string, LeftOutReason> = reasonsOf([
  ['navigation', 'foot menu menus paging toc'],
  ['comments', 'reply reactions'],
  ['related', 'widget widgets side more recent latest similar extra extras slider next readmore'],
  ['notice', 'register registration legal privacy noprint'],
  ['author', 'author authors bio biography vcard contributor contributors autor autoren auteur avatar'],
  ['caption', 'caption captions credit credits photocredit bildunterschrift legende'],
  [
    'metadata',
    'tags tagcloud taglist keywords categories topics meta metadata date datetime time timestamp rating ratings votes',
  ],
  [
    'control',
    'toolbar tools buttons button btn controls search searchform dropdown print player poll feedback tooltip',
  ],
]);
/** Two words that say together what neither says alone. */
const PAIRS: ReadonlyMap<string, LeftOutReason> = reasonsOf([
  ['navigation', 'page-links prev-next post-nav'],
  ['related', 'see-also read-also read-next also-read read-more up-next most-read right-column side-column'],
  ['notice', 'sign-up opt-in log-in pop-up'],
  [
    'author',
    'about-author author-box author-info author-bio author-card author-profile author-details author-description',
  ],
  ['metadata', 'tag-list tag-links tag-cloud post-tag cat-links posted-on read-time reading-time'],
  ['related', 'related-posts'],
]);

/** Parts of names that say nothing about what is inside. */
const GENERIC = setOf(
  'area bar block body box card cell col column container content group holder inner item items left line list module ' +
    'outer panel region right row section text title top view wrap wrapper wrapped link links div part main header head',
);
/** `has-sidebar` and `tag-newsletter` tell of a page, or of its topics, and not of what the element is. */
const TELLING_OF_OTHERS = setOf(
  'has no not with without is in hide hidden show enable enabled tag category cat topic type format status single page ' +
    'template post-template twitter instagram fb tweet align lg md sm xl',
);
/** Page builders call every part of a page a widget or a module. */
const BUILDERS = setOf('elementor wpb vc et fusion tve fl siteorigin so sow jet brxe kt uagb');
/** `comments-open` tells of a state. */
const STATES = setOf('open closed enabled disabled active inactive on off allowed status count');

const CONTENT =
  /(?:^|\s)(?:prop=(?:articlebody|reviewbody|text)|(?:[a-z]+[-_])?(?:article|entry|post|story|news|artikel|blog)[-_]*(?:body|content|text|copy|inner|detail|main|article)|mw-parser-output|articlebody|articletext|storybody|storytext|postcontent|entrycontent)(?:\s|$)/;

/** What the names of an element say against its text. Cached: a page has few different names. */
export class Names {
  readonly #reasons = new Map<string, LeftOutReason | undefined>();

  reasonAgainst(tag: string, marks: string): LeftOutReason | undefined {
    return TAG_REASONS.get(tag) ?? (marks === '' ? undefined : this.#reasonOf(marks));
  }

  #reasonOf(marks: string): LeftOutReason | undefined {
    if (this.#reasons.has(marks)) return this.#reasons.get(marks);
    let reason: LeftOutReason | undefined;
    for (const name of marks.split(/\s+/)) reason ??= reasonOfName(name);
    this.#reasons.set(marks, reason);
    return reason;
  }
}

/** Does the site call it an article, or the text of one? */
export function isNamedArticle(tag: string, marks: string): boolean {
  return tag === 'article' || (marks !== '' && CONTENT.test(marks));
}

function reasonOfName(name: string): LeftOutReason | undefined {
  const equals = name.indexOf('=');
  if (equals >= 0) {
    const value = name.slice(equals + 1);
    return name.startsWith('role') ? ROLE_REASONS.get(value) : value === 'author' ? 'author' : undefined;
  }
  // `block__element--modifier`: a modifier tells how it looks.
  const modifier = name.indexOf('--');
  const parts = (modifier > 0 ? name.slice(0, modifier) : name)
    .split(/[-_:]+/)
    .map((part) => part.replace(/\d+$/, ''))
    .filter((part) => part !== '');
  const [first = ''] = parts;
  // Style sheets made by programs name by letters: `ad` stands there between `ac` and `ae`.
  if (name.length < 3) return undefined;
  if (first === 'side' && parts.length > 1) return 'related';
  if (TELLING_OF_OTHERS.has(first) || STATES.has(parts.at(-1) ?? '')) return undefined;
  for (let at = 0; at + 1 < parts.length; at++) {
    const pair = PAIRS.get(`${parts[at]}-${parts[at + 1]}`);
    if (pair !== undefined) return pair;
  }
  for (const part of parts) {
    const reason = WORDS.get(part) ?? STEMS.find(([, stems]) => stems.some((stem) => part.startsWith(stem)))?.[0];
    if (reason !== undefined) return reason;
  }
  while (parts.length > 1 && GENERIC.has(parts.at(-1) ?? '')) parts.pop();
  const last = parts.at(-1) ?? '';
  return BUILDERS.has(first) && last.startsWith('widget') ? undefined : LAST_WORDS.get(last);
}

function reasonsOf(rows: readonly (readonly [LeftOutReason, string])[]): ReadonlyMap<string, LeftOutReason> {
  return new Map(rows.flatMap(([reason, list]) => words(list).map((word) => [word, reason] as const)));
}
