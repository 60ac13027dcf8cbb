// Shows the report that stands in this page as JSON. Whatever comes from the input becomes a text node, never markup.

const ROWS_AT_ONCE = 60;
const MAX_MATRIX = 24;
const SOURCES_AT_FIRST = 12;

const RELATIONS = {
  identical: 'the same text, word for word',
  copy: 'one story, lightly edited',
  contained: 'one story, cut or extended',
  partial: 'parts reused',
  quotes: 'only quotations shared',
  independent: 'nothing shared that counts',
};
const DATE_SOURCES = {
  'published-at': 'stated with the article',
  'wire-code': 'from its wire code',
  header: 'from its header',
  title: 'from its title',
  dateline: 'from its dateline',
  url: 'from its address',
};
const CREDITS = { generic: 'credited in general words', missing: 'no credit' };
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const { head, articles, clusters, matches } = JSON.parse(document.getElementById('data').textContent);
const isEstimate = head.method === 'classic';
const overview = document.getElementById('overview');
const view = document.getElementById('view');

// ---- small things -----------------------------------------------------------------------------------------------

/** An element; `props` are properties, or attributes where their name holds a dash or is `role`. */
function el(name, props, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === false) continue;
    if (key.includes('-') || key === 'role' || key === 'scope' || key === 'for') node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return node;
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function percent(share) {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return '99 %';
  if (whole === 0 && share > 0) return '< 1 %';
  return `${whole} %`;
}

/** `12 Feb 2025` of `2025-02-12`, `12 Feb` of `--02-12`, and anything else as it is. */
function day(value) {
  const [, year, month, date] = /^(\d{4}|-)-(\d\d)-(\d\d)/.exec(value ?? '') ?? [];
  if (month === undefined) return value ?? '';
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month}${year === '-' ? '' : ` ${year}`}`;
}

const nameOf = (article) => article.title ?? article.id.split('/').at(-1) ?? article.id;
const placeOf = (article) => (article.place === undefined ? article.id : `${article.id} (${article.place})`);

function relationTag(relation, flags = []) {
  const words = [RELATIONS[relation], ...flags].join(' · ');
  return el('span', { className: 'relation', 'data-relation': relation }, capital(words));
}

function meter(share) {
  const fill = el('span');
  fill.style.width = `${share * 100}%`;
  return el('span', { className: 'meter', 'aria-hidden': 'true' }, fill);
}

// ---- what belongs to what ---------------------------------------------------------------------------------------

/** One pair, from its row of numbers. */
const pairs = matches.map(
  ([left, right, relation, flags, leftInRight, rightInLeft, run, words, quoted, score], index) => ({
    index,
    left,
    right,
    relation,
    flags,
    leftInRight,
    rightInLeft,
    run,
    words,
    quoted,
    score,
  }),
);
const pairsOf = clusters.map(() => []);
const loose = [];
for (const pair of pairs) {
  const cluster = articles[pair.left].cluster;
  if (cluster !== undefined && cluster === articles[pair.right].cluster) pairsOf[cluster].push(pair);
  else loose.push(pair);
}

let details;
/** What is told of a pair or the text of an article: parsed when it is asked for, and not before. */
function detail(key) {
  if (details === undefined) {
    details = new Map();
    for (const line of document.getElementById('details').textContent.split('\n')) {
      const cut = line.indexOf(' ');
      if (cut > 0) details.set(line.slice(0, cut), line.slice(cut + 1));
    }
  }
  const json = details.get(key);
  return json === undefined ? undefined : JSON.parse(json);
}

// ---- the overview -----------------------------------------------------------------------------------------------

const filters = {
  text: '',
  relation: '',
  source: '',
  tab: clusters.length > 0 || loose.length === 0 ? 'clusters' : 'pairs',
};

const listed = {
  clusters: clusters.map((cluster, index) => {
    const members = cluster.members.map((member) => articles[member]);
    const sources = new Set(members.map(({ source }) => source).filter((source) => source !== undefined));
    const words = [cluster.id, cluster.terms, ...members.flatMap(({ id, title, source }) => [id, title, source])];
    return { index, relation: cluster.relation, sources, text: words.join('\n').toLowerCase() };
  }),
  pairs: loose.map((pair) => {
    const sides = [articles[pair.left], articles[pair.right]];
    const sources = new Set(sides.map(({ source }) => source).filter((source) => source !== undefined));
    const words = sides.flatMap(({ id, title, source }) => [id, title, source]);
    return { index: pair.index, relation: pair.relation, sources, text: words.join('\n').toLowerCase() };
  }),
};

function clusterRow({ index }) {
  const cluster = clusters[index];
  const like = articles[cluster.members.includes(cluster.first) ? cluster.first : cluster.like];
  const sources = [...listed.clusters[index].sources];
  const shown = sources.slice(0, 4).join(', ') + (sources.length > 4 ? ` and ${sources.length - 4} more` : '');
  return el(
    'li',
    {},
    el(
      'a',
      { className: 'row', href: `#/cluster/${index}` },
      el('b', {}, nameOf(like)),
      el('span', { className: 'side' }, counted(cluster.count, 'article')),
      el(
        'span',
        { className: 'under' },
        relationTag(cluster.relation),
        shown === '' ? undefined : el('span', {}, shown),
        cluster.terms === '' || cluster.terms === like.title ? undefined : el('span', {}, cluster.terms),
      ),
    ),
  );
}

function pairRow({ index }) {
  const pair = pairs[index];
  const [left, right] = [articles[pair.left], articles[pair.right]];
  return el(
    'li',
    {},
    el(
      'a',
      { className: 'row', href: `#/pair/${index}` },
      el('b', {}, nameOf(left)),
      el('span', { className: 'side' }, sharesInShort(pair)),
      el('b', {}, nameOf(right)),
      el(
        'span',
        { className: 'under' },
        relationTag(pair.relation, pair.flags),
        el('span', {}, [left.source ?? left.id, right.source ?? right.id].join(' · ')),
      ),
    ),
  );
}

function sharesInShort(pair) {
  if (pair.relation === 'quotes') return counted(pair.quoted, 'quoted word');
  if (isEstimate) return `about ${percent(pair.score)} alike`;
  return `${percent(Math.max(pair.leftInRight, pair.rightInLeft))} shared`;
}

const ROW_OF = { clusters: clusterRow, pairs: pairRow };

/** Shows the rows that pass the filter, as many as are looked at: the others are made when the end comes into sight. */
function fillList(list, live, more) {
  const text = filters.text.trim().toLowerCase();
  const found = listed[filters.tab].filter(
    (row) =>
      (text === '' || row.text.includes(text)) &&
      (filters.relation === '' || row.relation === filters.relation) &&
      (filters.source === '' || row.sources.has(filters.source)),
  );
  let shown = 0;
  const grow = () => {
    const next = found.slice(shown, shown + ROWS_AT_ONCE);
    shown += next.length;
    list.append(...next.map(ROW_OF[filters.tab]));
    more.hidden = shown >= found.length;
    more.textContent = `Show more (${grouped(found.length - shown)} left)`;
  };
  list.replaceChildren();
  grow();
  more.onclick = grow;
  const all = listed[filters.tab].length;
  const noun = filters.tab === 'clusters' ? 'cluster' : 'pair';
  live.textContent = found.length === all ? counted(all, noun) : `${grouped(found.length)} of ${counted(all, noun)}`;
  if (found.length === 0) list.append(emptyRow(all));
}

function emptyRow(all) {
  const [what, why] =
    all > 0
      ? ['Nothing passes this filter', 'Take a word away, or choose all relations and all sources.']
      : filters.tab === 'pairs'
        ? ['No pair outside the clusters', 'Every pair that was reported holds a cluster together.']
        : head.counts.compared < 2
          ? ['Nothing to compare', 'For a copy there must be two articles.']
          : ['No copies found', 'No two articles tell their story in the same words.'];
  return el('li', { className: 'empty' }, el('b', {}, what), why);
}

function overviewLists() {
  const list = el('ol', { className: 'rows' });
  const live = el('p', { className: 'quiet', 'aria-live': 'polite' });
  const more = el('button', { type: 'button', className: 'plain more' });
  const refill = () => fillList(list, live, more);
  const search = el('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Search titles, names, sources',
    value: filters.text,
  });
  search.oninput = () => {
    filters.text = search.value;
    refill();
  };
  const relation = choice(
    'relation',
    'All relations',
    Object.entries(RELATIONS)
      .slice(0, -1)
      .map(([name, means]) => [name, capital(means)]),
    refill,
  );
  const source = choice(
    'source',
    'All sources',
    head.sources.map(([name]) => [name, name]),
    refill,
  );
  const tabs = tabsFor(refill);
  if ('IntersectionObserver' in window) {
    new IntersectionObserver(
      ([entry]) => {
        if (entry.isIntersecting && !more.hidden) more.click();
      },
      { rootMargin: '600px' },
    ).observe(more);
  }
  refill();
  const left = [];
  if (head.left.clusters > 0)
    left.push(
      `${counted(head.left.clusters, 'smaller cluster')} and their articles are not in this page, which is held under 10 MB.`,
    );
  if (head.left.matches > 0)
    left.push(`${counted(head.left.matches, 'pair')} are not in this page. The JSON report has all.`);
  if (head.counts.matchesOmitted > 0)
    left.push(
      `${counted(head.counts.matchesOmitted, 'pair')} inside clusters of more than 50 are counted, not listed.`,
    );
  const choose = (name) => {
    filters.source = name;
    source.select.value = name;
    refill();
    document.getElementById('found').scrollIntoView();
    search.focus({ preventScroll: true });
  };
  return [
    ...(head.policy === undefined ? sourcesTable(choose) : policySections(head.policy, choose)),
    el(
      'section',
      { id: 'found' },
      el('div', { className: 'title-line' }, tabs, live),
      el(
        'div',
        { className: 'filter', role: 'search' },
        el('label', {}, el('span', {}, 'Search'), search),
        el('label', {}, el('span', {}, 'Relation'), relation.select),
        el('label', {}, el('span', {}, 'Source'), source.select),
      ),
      list,
      more,
      left.map((sentence) => el('p', { className: 'note' }, sentence)),
    ),
  ];
}

function choice(key, all, options, refill) {
  const select = el(
    'select',
    { id: `by-${key}` },
    el('option', { value: '' }, all),
    options.map(([value, text]) => el('option', { value }, text)),
  );
  select.onchange = () => {
    filters[key] = select.value;
    refill();
  };
  return { select };
}

function tabsFor(refill) {
  const buttons = [
    ['clusters', 'Clusters'],
    ['pairs', 'Other pairs'],
  ].map(([name, text]) => el('button', { type: 'button', role: 'tab', 'data-tab': name }, text));
  const mark = () => {
    for (const button of buttons) {
      const isChosen = button.dataset.tab === filters.tab;
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
  };
  const choose = (button) => {
    filters.tab = button.dataset.tab;
    mark();
    refill();
  };
  for (const button of buttons) {
    button.onclick = () => choose(button);
    button.onkeydown = ({ key }) => {
      if (key !== 'ArrowRight' && key !== 'ArrowLeft') return;
      const other = buttons.find((each) => each !== button);
      other.focus();
      choose(other);
    };
  }
  mark();
  return el('div', { className: 'tabs', role: 'tablist', 'aria-label': 'What is listed' }, buttons);
}

/** What the policy says of each source, and which articles break it. */
function policySections({ sources, violations, count }, choose) {
  const rows = [...sources].sort((a, b) => a.passed - b.passed || b.share - a.share || (a.name < b.name ? -1 : 1));
  const body = el('tbody');
  const more = el('button', { type: 'button', className: 'plain more' });
  growing(rows, verdictRow(choose), body, more);
  const headings = [
    ['', ''],
    ['Source', ''],
    ['Articles', 'number narrow-not'],
    ['Copied', 'number narrow-not'],
    ['Share', 'meter-cell'],
    ['Limit', 'number'],
    ['Credit named', 'number narrow-not'],
    ['No credit', 'number narrow-not'],
    ['First', 'number narrow-not'],
  ].map(([text, className]) => (text === '' ? el('td', {}) : el('th', { scope: 'col', className }, text)));
  const verdicts = el(
    'section',
    {},
    el(
      'div',
      { className: 'title-line' },
      el('h2', {}, 'Sources'),
      el('p', { className: 'quiet' }, 'and what the policy says of each'),
    ),
    el(
      'div',
      { className: 'scroll-x', tabIndex: 0, role: 'region', 'aria-label': 'What the policy says of each source' },
      el('table', {}, el('thead', {}, el('tr', {}, headings)), body),
    ),
    more,
  );
  if (violations.length === 0) return [verdicts];
  const list = el('ol', { className: 'rows' });
  const moreBroken = el('button', { type: 'button', className: 'plain more' });
  growing(violations, violationRow, list, moreBroken);
  const left = count - violations.length;
  return [
    verdicts,
    el(
      'section',
      {},
      el(
        'div',
        { className: 'title-line' },
        el('h2', {}, 'Against the policy'),
        el('p', { className: 'quiet' }, counted(count, 'finding')),
      ),
      list,
      moreBroken,
      left > 0 ? el('p', { className: 'note' }, `${grouped(left)} more are in the JSON report.`) : undefined,
    ),
  ];
}

function verdictRow(choose) {
  return ({ name, count, copied, share, limit, named, missing, first, passed }) => {
    const button = el(
      'button',
      { type: 'button', className: 'link', title: 'Show its clusters' },
      name ?? 'Of no known source',
    );
    button.onclick = () => choose(name ?? '');
    const figures = [named, missing, first].map((figure) =>
      el('td', { className: 'number narrow-not' }, figure === 0 ? '–' : grouped(figure)),
    );
    return el(
      'tr',
      {},
      el('td', { className: passed ? 'kept' : 'broken' }, passed ? 'kept' : 'broken'),
      el('td', {}, button),
      el('td', { className: 'number narrow-not' }, grouped(count)),
      el('td', { className: 'number narrow-not' }, grouped(copied)),
      el('td', { className: 'meter-cell' }, shareBar(share)),
      el('td', { className: 'number' }, percent(limit)),
      figures,
    );
  };
}

function violationRow({ rule, article, reason, pair }) {
  const inside = [
    el('b', {}, article),
    el('span', { className: 'side' }, capital(rule)),
    el('span', { className: 'under' }, el('span', {}, reason)),
  ];
  const row =
    pair === undefined
      ? el('div', { className: 'row' }, inside)
      : el('a', { className: 'row', href: `#/pair/${pair}` }, inside);
  return el('li', {}, row);
}

/** Fills a list with its first rows, and lets a button fill in the next ones. */
function growing(rows, rowOf, list, more) {
  let shown = 0;
  const grow = () => {
    const next = rows.slice(shown, shown + ROWS_AT_ONCE);
    shown += next.length;
    list.append(...next.map(rowOf));
    more.hidden = shown >= rows.length;
    more.textContent = `Show more (${grouped(rows.length - shown)} left)`;
  };
  more.onclick = grow;
  grow();
}

const CELL_CLASSES = {
  name: '',
  count: 'number narrow-not',
  clustered: 'number',
  share: 'meter-cell',
  first: 'number narrow-not',
  uncredited: 'number narrow-not',
};

function sourcesTable(choose) {
  const rows = head.sources.map(([name, count, clustered, first, uncredited]) => ({
    name,
    count,
    clustered,
    share: count === 0 ? 0 : clustered / count,
    first,
    uncredited,
  }));
  if (rows.length < 2) return [];
  const columns = [
    ['Source', 'name'],
    ['Articles', 'count'],
    ['In a cluster', 'clustered'],
    ['Share', 'share'],
    ...(rows.some(({ first }) => first > 0) ? [['Likely first', 'first']] : []),
    ...(rows.some(({ uncredited }) => uncredited > 0) ? [['No credit', 'uncredited']] : []),
  ];
  const sorting = { key: 'clustered', direction: -1 };
  let limit = SOURCES_AT_FIRST;
  const body = el('tbody');
  const more = el('button', { type: 'button', className: 'plain more' });
  const headings = columns.map(([text, key]) => {
    const button = el('button', { type: 'button' }, text);
    const cell = el('th', { scope: 'col', className: CELL_CLASSES[key] }, button);
    button.onclick = () => {
      sorting.direction = sorting.key === key ? -sorting.direction : key === 'name' ? 1 : -1;
      sorting.key = key;
      fill();
    };
    return { cell, key };
  });
  const fill = () => {
    const { key, direction } = sorting;
    const by = (row) => row[key];
    rows.sort((a, b) => direction * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) || (a.name < b.name ? -1 : 1));
    for (const heading of headings) {
      if (heading.key === key) heading.cell.setAttribute('aria-sort', direction < 0 ? 'descending' : 'ascending');
      else heading.cell.removeAttribute('aria-sort');
    }
    body.replaceChildren(...rows.slice(0, limit).map((row) => sourceRow(row, columns, choose)));
    more.hidden = rows.length <= limit;
    more.textContent = `Show all ${grouped(rows.length)} sources`;
  };
  more.onclick = () => {
    limit = rows.length;
    fill();
  };
  fill();
  return [
    el(
      'section',
      {},
      el(
        'div',
        { className: 'title-line' },
        el('h2', {}, 'Sources'),
        el('p', { className: 'quiet' }, 'which have an article in a cluster'),
      ),
      el(
        'div',
        { className: 'scroll-x', tabIndex: 0, role: 'region', 'aria-label': 'Table of sources' },
        el(
          'table',
          {},
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              headings.map(({ cell }) => cell),
            ),
          ),
          body,
        ),
      ),
      more,
    ),
  ];
}

function sourceRow(row, columns, choose) {
  return el(
    'tr',
    {},
    columns.map(([, key]) => {
      if (key === 'name') {
        const button = el('button', { type: 'button', className: 'link', title: 'Show its clusters' }, row.name);
        button.onclick = () => choose(row.name);
        return el('td', {}, button);
      }
      if (key === 'share') return el('td', { className: CELL_CLASSES.share }, shareBar(row.share));
      return el('td', { className: CELL_CLASSES[key] }, row[key] === 0 ? '–' : grouped(row[key]));
    }),
  );
}

function shareBar(share) {
  const bar = el('span', { className: 'share-bar' }, meter(share), el('span', { className: 'number' }, percent(share)));
  return bar;
}

// ---- a cluster --------------------------------------------------------------------------------------------------

function clusterView(index) {
  const cluster = clusters[index];
  const title = nameOf(articles[cluster.first ?? cluster.like]);
  return {
    title,
    nodes: [
      el('a', { className: 'back', href: '#/' }, '← All clusters'),
      el('h1', { tabIndex: -1 }, title),
      el(
        'p',
        { className: 'facts' },
        relationTag(cluster.relation),
        el('span', {}, counted(cluster.count, 'article')),
        cluster.terms === '' || cluster.terms === title ? undefined : el('span', {}, cluster.terms),
      ),
      el('p', { className: 'reason' }, cluster.reason),
      membersSection(cluster),
      matrixSection(cluster, pairsOf[index]),
      timelineSection(cluster),
    ],
  };
}

function membersSection(cluster) {
  const rows = cluster.members.map((member, position) => ({ ...articles[member], member, position }));
  const has = (key) => rows.some((row) => row[key] !== undefined);
  const columns = [
    ['', ({ position }) => el('td', { className: 'number quiet' }, String(position + 1))],
    [
      'Article',
      (row) =>
        el('td', {}, nameOf(row), row.title === undefined ? '' : el('div', { className: 'quiet' }, placeOf(row))),
    ],
    ...(has('source') ? [['Source', ({ source }) => el('td', {}, source ?? '')]] : []),
    ...(has('date') ? [['Date', (row) => el('td', { title: DATE_SOURCES[row.dateFrom] ?? '' }, day(row.date))]] : []),
    ...(has('credit') ? [['Credit', (row) => el('td', {}, row.creditTo ?? CREDITS[row.credit] ?? '')]] : []),
    ['Words', ({ words }) => el('td', { className: 'number' }, grouped(words))],
    [
      '',
      ({ member }) =>
        el(
          'td',
          { className: 'quiet' },
          [
            ...(member === cluster.first ? [`likely first (${cluster.trust} confidence)`] : []),
            ...(member === cluster.like && cluster.relation !== 'identical' && rows.length > 2
              ? ['most like the others']
              : []),
          ].join(', '),
        ),
    ],
  ];
  const body = el('tbody');
  const more = el('button', { type: 'button', className: 'plain more' });
  growing(
    rows,
    (row) =>
      el(
        'tr',
        {},
        columns.map(([, cell]) => cell(row)),
      ),
    body,
    more,
  );
  const headings = columns.map(([text]) =>
    text === '' ? el('td', {}) : el('th', { scope: 'col', className: text === 'Words' ? 'number' : '' }, text),
  );
  return el(
    'section',
    {},
    el('div', { className: 'title-line' }, el('h2', {}, 'Articles')),
    el(
      'div',
      { className: 'scroll-x', tabIndex: 0, role: 'region', 'aria-label': 'Articles of this cluster' },
      el('table', { className: 'members' }, el('thead', {}, el('tr', {}, headings)), body),
    ),
    more,
  );
}

/** Who holds how much of whom: a row is an article, a column the one it is looked for in. */
function matrixSection(cluster, known) {
  const members = cluster.members.slice(0, MAX_MATRIX);
  const shareIn = sharesAmong(known);
  const sources = new Set(members.map((member) => articles[member].source));
  const rowName = ({ source, id, title }) =>
    source !== undefined && sources.size === members.length ? source : (title ?? id.split('/').at(-1));
  const cell = (row, column) => {
    if (row === column) return el('td', { className: 'cell self' }, el('span', { 'aria-hidden': 'true' }, '·'));
    const [pair, share] = shareIn(row, column) ?? [];
    if (pair === undefined) return el('td', { className: 'cell' }, el('span', { title: 'Not listed as a pair' }, ''));
    const step = Math.min(5, Math.ceil(share * 5));
    const label = `${percent(share)} of ${nameOf(articles[row])} stands in ${nameOf(articles[column])}`;
    return el(
      'td',
      { className: 'cell', 'data-step': String(step) },
      el('a', { href: `#/pair/${pair.index}`, title: label, 'aria-label': label }, percent(share).replace(' %', '')),
    );
  };
  const table = el(
    'table',
    { className: 'matrix' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('td', {}),
        members.map((_, position) => el('th', { scope: 'col' }, String(position + 1))),
      ),
    ),
    el(
      'tbody',
      {},
      members.map((row, position) =>
        el(
          'tr',
          {},
          el(
            'th',
            { scope: 'row', title: articles[row].id },
            el('span', { className: 'index' }, String(position + 1)),
            rowName(articles[row]),
          ),
          members.map((column) => cell(row, column)),
        ),
      ),
    ),
  );
  const left = cluster.count - members.length;
  return el(
    'section',
    {},
    el(
      'div',
      { className: 'title-line' },
      el('h2', {}, 'Who holds whom'),
      el(
        'p',
        { className: 'quiet' },
        'per cent of the row’s article that stand in the column’s; open a cell to read the two side by side',
      ),
    ),
    el('div', { className: 'scroll-x', tabIndex: 0, role: 'region', 'aria-label': 'Who holds whom' }, table),
    left > 0
      ? el('p', { className: 'note' }, `The first ${MAX_MATRIX} of ${grouped(cluster.count)} articles are shown.`)
      : undefined,
    left > 0 ? pairList(known) : undefined,
  );
}

/**
 * The pair of two articles and the share of the first in the second. Of equal texts only one is listed beside others:
 * what holds for it holds for its equals.
 */
function sharesAmong(known) {
  const cells = new Map();
  const equalOf = new Map();
  for (const pair of known) {
    cells.set(`${pair.left} ${pair.right}`, [pair, isEstimate ? pair.score : pair.leftInRight]);
    cells.set(`${pair.right} ${pair.left}`, [pair, isEstimate ? pair.score : pair.rightInLeft]);
    if (pair.relation === 'identical') equalOf.set(pair.right, pair);
  }
  const firstOf = (article) => equalOf.get(article)?.left ?? article;
  return (row, column) => {
    const direct = cells.get(`${row} ${column}`);
    if (direct !== undefined) return direct;
    const [a, b] = [firstOf(row), firstOf(column)];
    if (a === b) return [equalOf.get(row) ?? equalOf.get(column), 1];
    return cells.get(`${a} ${b}`);
  };
}

/** The pairs of a cluster that is too large for a matrix. */
function pairList(known) {
  const list = el('ol', { className: 'rows more' });
  const more = el('button', { type: 'button', className: 'plain more' });
  growing(known, pairRow, list, more);
  return el('div', {}, list, more);
}

function timelineSection(cluster) {
  const dated = cluster.members
    .map((member) => ({ ...articles[member], member }))
    .filter(({ date }) => /^\d{4}-\d\d-\d\d/.test(date ?? ''))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  if (dated.length < 2 || dated[0].date === dated.at(-1).date) return undefined;
  const undated = cluster.members.length - dated.length;
  return el(
    'section',
    {},
    el(
      'div',
      { className: 'title-line' },
      el('h2', {}, 'In order of their dates'),
      el('p', { className: 'quiet' }, 'as the articles state them, which proves nothing by itself'),
    ),
    el(
      'ol',
      { className: 'timeline' },
      dated
        .slice(0, ROWS_AT_ONCE)
        .map((article) =>
          el(
            'li',
            { className: article.member === cluster.first ? 'first' : '' },
            el('time', { dateTime: article.date.slice(0, 10) }, day(article.date)),
            el('i', { 'aria-hidden': 'true' }),
            el(
              'span',
              {},
              article.source === undefined ? placeOf(article) : `${article.source} · ${nameOf(article)}`,
              article.member === cluster.first ? ' (likely first)' : '',
            ),
          ),
        ),
    ),
    undated > 0
      ? el(
          'p',
          { className: 'note' },
          `${counted(undated, 'article')} of this cluster ${undated === 1 ? 'bears' : 'bear'} no full date.`,
        )
      : undefined,
  );
}

// ---- a pair -----------------------------------------------------------------------------------------------------

function pairView(index) {
  const pair = pairs[index];
  const [left, right] = [articles[pair.left], articles[pair.right]];
  const cluster = left.cluster !== undefined && left.cluster === right.cluster ? left.cluster : undefined;
  const [reason, passages = []] = detail(`m${index}`) ?? [];
  const texts = [detail(`t${pair.left}`), detail(`t${pair.right}`)];
  const title = capital(RELATIONS[pair.relation]);
  const flags = pair.flags.length === 0 ? '' : ` (${pair.flags.join(', ')})`;
  const panes = [
    [left, texts[0], 0],
    [right, texts[1], 1],
  ].map(([article, text, side]) => paneOf(article, text, side, pair, passages));
  const hasTexts = texts.every((text) => text !== undefined);
  return {
    title: `${nameOf(left)} and ${nameOf(right)}`,
    nodes: [
      cluster === undefined
        ? el('a', { className: 'back', href: '#/' }, '← Overview')
        : el('a', { className: 'back', href: `#/cluster/${cluster}` }, '← The cluster'),
      el('h1', { tabIndex: -1 }, title + flags),
      el('p', { className: 'reason' }, reason ?? plainReason(pair)),
      isEstimate || pair.relation === 'quotes' ? undefined : shares(pair, left, right),
      hasTexts ? tools(panes) : undefined,
      el(
        'div',
        { className: 'panes' },
        panes.map(({ node }) => node),
      ),
      hasTexts
        ? el(
            'p',
            { className: 'keys' },
            el('kbd', {}, 'n'),
            ' and ',
            el('kbd', {}, 'p'),
            ' go to the next and the previous passage, ',
            el('kbd', {}, 'l'),
            ' links the two sides, ',
            el('kbd', {}, 'Esc'),
            ' goes back.',
          )
        : el('p', { className: 'note' }, withoutTexts(left, right)),
    ],
    after: hasTexts ? () => linkPanes(panes) : undefined,
  };
}

function plainReason({ relation, leftInRight, rightInLeft, run, quoted }) {
  if (relation === 'quotes') return `They share ${counted(quoted, 'word')} of quoted speech.`;
  return `${percent(leftInRight)} of the left text stands in the right one and ${percent(rightInLeft)} the other way; the longest run has ${counted(run, 'word')}.`;
}

function withoutTexts(left, right) {
  if (!head.left.hasTexts) return 'This page was made from a report alone, so the texts are not in it.';
  return `This page holds the texts of as many pairs as fit into 10 MB, and of this one it does not, or one of the two could not be read again. To see them: wirecopy compare “${left.id}” “${right.id}”`;
}

function shares(pair, left, right) {
  const line = (share, from, to) => [
    el('span', {}, el('b', {}, percent(share)), ` of ${from} is in ${to}`),
    meter(share),
  ];
  const [a, b] =
    left.source !== undefined && right.source !== undefined && left.source !== right.source
      ? [left.source, right.source]
      : ['the left text', 'the right text'];
  return el('div', { className: 'shares' }, line(pair.leftInRight, a, b), line(pair.rightInLeft, b, a));
}

const LINKED = { on: true };

function tools(panes) {
  const link = el(
    'button',
    { type: 'button', className: 'plain', id: 'link', 'aria-pressed': String(LINKED.on) },
    'Linked scrolling',
  );
  link.onclick = () => {
    LINKED.on = !LINKED.on;
    link.setAttribute('aria-pressed', String(LINKED.on));
  };
  const step = (by, text, id) => {
    const button = el('button', { type: 'button', className: 'plain', id }, text);
    button.onclick = () => stepPassage(panes, by);
    return button;
  };
  const legend = [
    ['shared', 'in both'],
    ['quote', 'quoted, in both'],
    ['furniture', 'site furniture'],
  ];
  return el(
    'div',
    { className: 'tools' },
    el(
      'p',
      { className: 'legend' },
      legend.map(([name, text]) => el('span', { className: name }, text)),
    ),
    step(-1, 'Previous passage', 'previous'),
    step(1, 'Next passage', 'next'),
    link,
  );
}

function paneOf(article, text, side, pair, passages) {
  const name = side === 0 ? 'left' : 'right';
  const facts = [
    article.source,
    day(article.date),
    counted(article.words, 'word'),
    article.creditTo === undefined ? CREDITS[article.credit] : `credits ${article.creditTo}`,
  ];
  const marks = [];
  const body =
    text === undefined
      ? undefined
      : el('div', {
          className: 'text',
          tabIndex: 0,
          role: 'region',
          'aria-label': `Text on the ${name}`,
          dir: 'auto',
          'data-side': name,
        });
  if (text !== undefined) body.append(...textNodes(text, passagesOn(side, text, pair, passages), marks));
  const node = el(
    'article',
    { className: 'pane' },
    el(
      'header',
      {},
      el('h2', {}, nameOf(article)),
      el(
        'p',
        { className: 'facts' },
        facts.filter((fact) => fact !== undefined && fact !== '').map((fact) => el('span', {}, fact)),
      ),
      article.title === undefined && article.place === undefined
        ? undefined
        : el('p', { className: 'facts' }, el('code', {}, placeOf(article))),
    ),
    body,
  );
  return { node, body, marks };
}

/** Spans of one side: `[start, end, passage, quoted]`. Two texts with the same words are one passage from end to end. */
function passagesOn(side, [text], pair, passages) {
  if (passages.length === 0 && pair.relation === 'identical') return [[0, text.length, 0, 0]];
  return passages.map(([leftStart, leftEnd, rightStart, rightEnd, , quoted], index) =>
    side === 0 ? [leftStart, leftEnd, index, quoted] : [rightStart, rightEnd, index, quoted],
  );
}

/** A text cut where a passage, a quotation or furniture begins or ends. */
function textNodes([text, furniture, quotations], passages, marks) {
  const layers = [
    ...passages.map(([start, end, index]) => ({ start, end, name: 'shared', index })),
    ...spansOf(furniture).map(([start, end]) => ({ start, end, name: 'furniture' })),
    ...spansOf(quotations).map(([start, end]) => ({ start, end, name: 'quote' })),
  ];
  const edges = new Set([0, text.length]);
  for (const { start, end } of layers) edges.add(Math.min(start, text.length)).add(Math.min(end, text.length));
  const [begin, finish] = [text.length - text.trimStart().length, text.trimEnd().length];
  const cuts = [...edges, begin, finish].filter((cut) => cut >= begin && cut <= finish).sort((a, b) => a - b);
  layers.sort((a, b) => a.start - b.start);
  const nodes = [];
  let open = [];
  let next = 0;
  for (let k = 0; k + 1 < cuts.length; k++) {
    const [start, end] = [cuts[k], cuts[k + 1]];
    open = open.filter((layer) => layer.end > start);
    while (next < layers.length && layers[next].start <= start) {
      if (layers[next].end > start) open.push(layers[next]);
      next++;
    }
    const pieces = visiblePieces(text.slice(start, end));
    const isFurniture = open.some(({ name }) => name === 'furniture');
    const kinds = isFurniture ? ['furniture'] : [...new Set(open.map(({ name }) => name))];
    if (kinds.length === 0) {
      nodes.push(...pieces);
      continue;
    }
    const passage = isFurniture ? undefined : open.find(({ name }) => name === 'shared')?.index;
    const node = el(
      'span',
      { className: kinds.join(' '), 'data-passage': passage === undefined ? undefined : String(passage) },
      pieces,
    );
    if (passage !== undefined) marks.push(node);
    nodes.push(node);
  }
  return nodes;
}

function spansOf(flat) {
  return Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
}

/** What cannot be seen, or would turn the direction of what follows, is shown by its number. */
const UNSEEN = /(?![\n\r\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const UNSEEN_PARTS = new RegExp(`(${UNSEEN.source})`, 'u');

function visiblePieces(text) {
  if (!UNSEEN.test(text)) return [text];
  return text
    .split(UNSEEN_PARTS)
    .map((piece, k) =>
      k % 2 === 0
        ? piece
        : el('span', { className: 'escape' }, `\\u${piece.codePointAt(0).toString(16).padStart(4, '0')}`),
    );
}

/** Scrolls the other side to what stands beside what is looked at, between passages in proportion. */
function linkPanes(panes) {
  const [left, right] = panes;
  const expected = new Map();
  const sync = (from, to, anchors) => {
    if (!LINKED.on) return;
    const place = from.body.clientHeight / 3;
    const target = interpolate(anchors(), from.body.scrollTop + place) - place;
    const most = to.body.scrollHeight - to.body.clientHeight;
    const top = Math.round(Math.max(0, Math.min(most, target)));
    if (Math.abs(to.body.scrollTop - top) < 1) return;
    expected.set(to.body, top);
    to.body.scrollTop = top;
  };
  let cached;
  const anchors = () => {
    const key = `${left.body.scrollHeight} ${right.body.scrollHeight} ${left.body.clientWidth}`;
    if (cached?.key !== key) cached = { key, points: anchorsOf(panes) };
    return cached.points;
  };
  const listen = (from, to, read) => {
    from.body.addEventListener(
      'scroll',
      () => {
        // What was scrolled by the other side does not scroll it back.
        const known = expected.get(from.body);
        expected.delete(from.body);
        if (known !== undefined && Math.abs(known - from.body.scrollTop) <= 1) return;
        sync(from, to, read);
      },
      { passive: true },
    );
  };
  listen(left, right, anchors);
  listen(right, left, () => anchors().map(([a, b]) => [b, a]));
  for (const pane of panes) {
    pane.body.addEventListener('mouseover', ({ target }) =>
      light(panes, target.closest?.('[data-passage]')?.dataset.passage),
    );
    pane.body.addEventListener('mouseleave', () => light(panes, undefined));
    pane.body.addEventListener('click', ({ target }) => {
      const passage = target.closest?.('[data-passage]')?.dataset.passage;
      if (passage !== undefined) goTo(panes, Number(passage));
    });
  }
}

/** Heights that stand beside each other: passages in the one order that both texts have, the longest ones first. */
function anchorsOf(panes) {
  const [left, right] = panes.map(({ marks }) => heightsOf(marks));
  const kept = [];
  // Passages are numbered longest first.
  const numbers = [...left.keys()].filter((number) => right.has(number)).sort((a, b) => a - b);
  for (const number of numbers) {
    const [a, b] = [left.get(number), right.get(number)];
    const isInOrder = kept.every(
      ([c, d]) => (a.top >= c.bottom && b.top >= d.bottom) || (a.bottom <= c.top && b.bottom <= d.top),
    );
    if (isInOrder) kept.push([a, b]);
  }
  kept.sort(([a], [b]) => a.top - b.top);
  const ends = panes.map(({ body }) => body.scrollHeight);
  return [[0, 0], ...kept.flatMap(([a, b]) => besides(a, b)), ends];
}

/** For each passage of a side where it begins and ends, and how far its text has come at which height. */
function heightsOf(marks) {
  const found = new Map();
  for (const node of marks) {
    const number = Number(node.dataset.passage);
    const known = found.get(number) ?? { top: node.offsetTop, bottom: 0, length: 0, points: [] };
    known.bottom = node.offsetTop + node.offsetHeight;
    // Letters are what both sides have, blanks and dashes may differ. The end of a paragraph and the beginning of the
    // next are two places.
    known.points.push([known.length + 0.5, node.offsetTop]);
    known.length += node.textContent.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    known.points.push([known.length - 0.5, known.bottom]);
    found.set(number, known);
  }
  return found;
}

/** The same place of one passage on both sides, at each of its paragraphs. */
function besides(a, b) {
  return a.points.map(([length, height]) => [height, interpolate(b.points, (length / a.length) * b.length)]);
}

function interpolate(points, x) {
  let k = 1;
  while (k < points.length - 1 && points[k][0] < x) k++;
  const [[x0, y0], [x1, y1]] = [points[k - 1], points[k]];
  return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

function light(panes, passage) {
  for (const { marks } of panes)
    for (const node of marks) node.classList.toggle('on', node.dataset.passage === passage);
}

function goTo(panes, passage) {
  light(panes, String(passage));
  for (const { body, marks } of panes) {
    const mark = marks.find((node) => node.dataset.passage === String(passage));
    if (mark === undefined) continue;
    body.scrollTop = mark.offsetTop - body.clientHeight / 3;
  }
}

/** From passage to passage as they stand on the left. */
function stepPassage(panes, by) {
  const numbers = [...new Set(panes[0].marks.map((node) => Number(node.dataset.passage)))];
  if (numbers.length === 0) return;
  const lit = panes[0].marks.find((node) => node.classList.contains('on'));
  const at = lit === undefined ? (by > 0 ? -1 : 0) : numbers.indexOf(Number(lit.dataset.passage));
  goTo(panes, numbers[(at + by + numbers.length) % numbers.length]);
}

// ---- the input --------------------------------------------------------------------------------------------------

function inputView() {
  const { seen, compared, skipped, excluded, tooShort } = head.counts;
  const rows = head.problems.map(([where, what, remedy]) =>
    el('tr', {}, el('td', {}, el('code', {}, where)), el('td', {}, what), el('td', { className: 'quiet' }, remedy)),
  );
  const furniture = articles.reduce((sum, article) => sum + (article.furniture ?? 0), 0);
  return {
    title: 'Input',
    nodes: [
      el('h1', { tabIndex: -1 }, 'What was read, and what was not'),
      el(
        'p',
        { className: 'lead' },
        `${counted(seen, 'input')} seen: ${grouped(compared)} compared, ${grouped(skipped)} not read, ${grouped(excluded)} left out by a rule. Too short to judge: ${grouped(tooShort)}. In the articles of this report ${counted(furniture, 'word')} stand on lines set apart as site furniture.`,
      ),
      rows.length === 0
        ? el('p', { className: 'empty' }, el('b', {}, 'Everything was read'), 'No input gave an error or a warning.')
        : el(
            'section',
            {},
            el('div', { className: 'title-line' }, el('h2', {}, 'Not read, or read with a warning')),
            el(
              'div',
              { className: 'scroll-x', tabIndex: 0, role: 'region', 'aria-label': 'Problems' },
              el(
                'table',
                {},
                el(
                  'thead',
                  {},
                  el(
                    'tr',
                    {},
                    ['Where', 'What', 'What to do'].map((text) => el('th', { scope: 'col' }, text)),
                  ),
                ),
                el('tbody', {}, rows),
              ),
            ),
            head.left.problems > 0
              ? el('p', { className: 'note' }, `and ${grouped(head.left.problems)} more in the JSON report.`)
              : undefined,
          ),
    ],
  };
}

// ---- from address to view ---------------------------------------------------------------------------------------

const overviewTitle = document.title;
const overviewScroll = { top: 0 };
let back = '#/';

function route() {
  const [, kind = '', number = ''] = location.hash.split('/');
  const index = Number(number);
  const shown =
    kind === 'cluster' && clusters[index] !== undefined
      ? clusterView(index)
      : kind === 'pair' && pairs[index] !== undefined
        ? pairView(index)
        : kind === 'input'
          ? inputView()
          : undefined;
  if (!overview.hidden) overviewScroll.top = scrollY;
  overview.hidden = shown !== undefined;
  view.hidden = shown === undefined;
  view.replaceChildren(...(shown?.nodes ?? []).filter((node) => node !== undefined));
  document.title = shown === undefined ? overviewTitle : `${shown.title} · wirecopy`;
  for (const link of document.querySelectorAll('[data-nav]')) {
    const isHere = link.dataset.nav === (kind === 'input' ? 'input' : shown === undefined ? 'overview' : '');
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  back = view.querySelector('.back')?.getAttribute('href') ?? '#/';
  shown?.after?.();
  scrollTo(0, shown === undefined ? overviewScroll.top : 0);
}

function start() {
  document.getElementById('lists').replaceChildren(...overviewLists());
  // A page about one pair opens with it.
  if (location.hash === '' && pairs.length === 1 && head.counts.compared === 2)
    history.replaceState(null, '', '#/pair/0');
  route();
  addEventListener('hashchange', () => {
    route();
    document.querySelector('#main > :not([hidden]) h1')?.focus({ preventScroll: true });
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName ?? '');
    if (event.key === 'Escape' && !view.hidden) location.hash = back;
    else if (isTyping) return;
    else if (event.key === '/' && view.hidden) document.getElementById('search').focus();
    else if (event.key === 'n') document.getElementById('next')?.click();
    else if (event.key === 'p') document.getElementById('previous')?.click();
    else if (event.key === 'l') document.getElementById('link')?.click();
    else return;
    event.preventDefault();
  });
  startTheme();
}

/** The system's choice of light or dark until the reader makes another. */
function startTheme() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = remembered();
  const show = () => {
    const theme = chosen ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === 'dark' ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to ${theme === 'dark' ? 'light' : 'dark'} colours`);
  };
  button.onclick = () => {
    chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('wirecopy-theme', chosen);
    } catch {
      // A page opened from disk may not be allowed to keep anything; then the choice lasts as long as the page.
    }
    show();
  };
  system.addEventListener('change', show);
  show();
}

function remembered() {
  try {
    const theme = localStorage.getItem('wirecopy-theme');
    return theme === 'dark' || theme === 'light' ? theme : undefined;
  } catch {
    return undefined;
  }
}

start();
