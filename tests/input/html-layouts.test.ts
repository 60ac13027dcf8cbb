import { expect, test } from 'vitest';
import { parseHtml } from '../../src/input/html.ts';

/** Three paragraphs, a headline and a comment of our own in each language. */
const LANGUAGES = {
  English: {
    headline: 'Old depot to become a library',
    paragraphs: [
      'The council of Veldham has bought the old tram depot, and will open it as a library before the end of next year.',
      'Nobody had asked for a library, said the mayor on Tuesday, but nobody had asked for a depot without trams either.',
      'The rails stay where they are: the shelves will stand on them, and can be rolled out into the yard in summer.',
    ],
    comment: 'I have lived beside that depot for forty years, and it never once opened on time.',
  },
  Russian: {
    headline: 'Старое депо станет библиотекой',
    paragraphs: [
      'Совет Вельдхама купил старое трамвайное депо и до конца следующего года откроет в нём городскую библиотеку.',
      'Библиотеку никто не просил, сказала во вторник мэр города, но ведь и депо без трамваев никто не заказывал.',
      'Рельсы останутся на месте: на них поставят полки, которые летом можно будет выкатывать прямо во двор.',
    ],
    comment: 'Я сорок лет живу рядом с этим депо, и оно ни разу не открылось вовремя.',
  },
  Arabic: {
    headline: 'المستودع القديم يصبح مكتبة',
    paragraphs: [
      'اشترى مجلس مدينة فيلدهام مستودع الترام القديم وسيفتحه مكتبة عامة قبل نهاية العام المقبل كما أعلن أمس.',
      'قالت رئيسة البلدية يوم الثلاثاء إن أحدا لم يطلب مكتبة، لكن أحدا لم يطلب أيضا مستودعا بلا عربات.',
      'ستبقى القضبان في مكانها، فالرفوف ستوضع عليها ويمكن دفعها إلى الفناء عندما تشرق الشمس في الصيف.',
    ],
    comment: 'أسكن بجوار هذا المستودع منذ أربعين عاما ولم يفتح أبوابه في موعده قط.',
  },
  Chinese: {
    headline: '旧电车车库将变成图书馆',
    paragraphs: [
      '维尔德姆市议会买下了旧电车车库，并将在明年年底之前把它改建成图书馆。',
      '市长星期二说，没有人要求建图书馆，可是也没有人要求一座没有电车的车库。',
      '铁轨将留在原处，书架会安放在上面，夏天可以一直推到院子里去。',
    ],
    comment: '我在这座车库旁边住了四十年，它从来没有准时开过门。',
  },
  Japanese: {
    headline: '古い車庫が図書館に',
    paragraphs: [
      'ヴェルダムの市議会は古い路面電車の車庫を買い取り、来年の末までに図書館として開く予定だ。',
      '図書館を望んだ人はいなかったが、電車のない車庫を望んだ人もいなかった、と市長は火曜日に語った。',
      'レールはそのまま残される。本棚はその上に置かれ、夏には中庭まで押して出すことができる。',
    ],
    comment: 'この車庫の隣に四十年住んでいるが、時間どおりに開いたことは一度もない。',
  },
};
type Text = (typeof LANGUAGES)['English'];

const links = (...names: readonly string[]) => names.map((name) => `<li><a href="/${name}">${name}</a></li>`).join('');
const MENU = `<div id="top"><ul>${links('News', 'Sport', 'Weather', 'Letters')}</ul></div>`;
const FOOT = '<div class="site-footer"><p>© Veldham Voice. All rights reserved, and a few of them used.</p></div>';
const TEASERS = Array.from(
  { length: 4 },
  (_, k) =>
    `<div class="box"><h3><a href="/${k}">The bakery on Lime Row has won again</a></h3><p>For the ${k + 3}rd year in a row nobody else took part.</p></div>`,
).join('');

/** Layouts as sites have them; each around the same article. */
const LAYOUTS: Readonly<Record<string, (text: Text) => string>> = {
  'a news site': ({ headline, paragraphs, comment }) =>
    `<body>${MENU}<main><article><header><h1>${headline}</h1><span class="byline">Mona Rask</span> <time datetime="2025-04-11">11 April</time></header>
    <div class="body">${paragraphs.map((p) => `<p>${p}</p>`).join('<div class="ad-slot">Advertisement</div>')}</div></article>
    <section><h2>More from Veldham</h2>${TEASERS}</section><div id="comments"><p>${comment}</p></div></main>${FOOT}</body>`,
  'an introduction apart from the text': ({ headline, paragraphs: [first, ...rest] }) =>
    `<body>${MENU}<div class="a1"><div class="b7"><h1>${headline}</h1><p>${first}</p></div><div class="share">Share this</div><div class="c3">${rest.map((p) => `<p>${p}</p>`).join('')}</div></div>${TEASERS}${FOOT}</body>`,
  'an element for each paragraph': ({ headline, paragraphs }) =>
    `<body>${MENU}<h1>${headline}</h1><div>${paragraphs.map((p) => `<div class="x9"><div><p>${p}</p></div></div>`).join('<div class="y2"><figure><img src="a.jpg"><figcaption>A depot in the rain</figcaption></figure></div>')}</div><div>${TEASERS}</div>${FOOT}</body>`,
  'line breaks in nameless elements': ({ headline, paragraphs }) =>
    `<body>${MENU}<div><div><b>${headline}</b></div><div>${paragraphs.join('<br><br>')}</div></div><div>${links('Imprint', 'Contact')}</div></body>`,
  'tables for columns': ({ headline, paragraphs }) =>
    `<table><tr><td>${['News', 'Sport', 'Weather'].map((name) => `<a href="/${name}">${name}</a><br>`).join('')}</td><td><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}`).join('')}</td></tr></table>`,
  'a page for telephones': ({ headline, paragraphs }) =>
    `<html amp><body><amp-sidebar><ul>${links('News', 'Sport')}</ul></amp-sidebar><article class="amp-wp-article"><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}</p><amp-ad width="300"><div>Advertisement</div></amp-ad>`).join('')}</article>${FOOT}</body></html>`,
  'a live blog': ({ headline, paragraphs }) =>
    `<body>${MENU}<h1>${headline}</h1><div class="feed">${paragraphs.map((p, k) => `<div class="entry" id="e${k}"><span class="time">1${k}:30</span><div class="text"><p>${p}</p></div><div class="share-entry"><a href="#">Link</a></div></div>`).join('')}</div>${FOOT}</body>`,
  'a forum thread': ({ headline, paragraphs }) =>
    `<body>${MENU}<h1>${headline}</h1><div class="thread">${paragraphs.map((p, k) => `<div class="message"><div class="user"><a href="/u${k}">reader${k}</a></div><div class="content">${p}</div></div>`).join('')}</div>${FOOT}</body>`,
  'a page builder': ({ headline, paragraphs }) =>
    `<body><div class="elementor">${MENU}<div class="elementor-element elementor-widget elementor-widget-heading"><h1>${headline}</h1></div>${paragraphs.map((p) => `<div class="elementor-element elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container"><p>${p}</p></div></div>`).join('')}</div>${FOOT}</body>`,
  'a page that asks for cookies, letters and money': ({ headline, paragraphs: [first, ...rest], comment }) =>
    `<body class="has-sidebar comments-open"><div class="cookie-banner"><p>We and our 812 partners would like to know what you had for breakfast, and where.</p></div><div class="page"><article class="post category-news tag-social"><h1>${headline}</h1><p>${first}</p><div class="newsletter"><p>Get our letter every morning, before the trams run, and read it after.</p></div>${rest.map((p) => `<p>${p}</p>`).join('')}<div class="donation-box"><p>Good journalism costs money, and bad journalism costs more. Please help us.</p></div><div class="author-bio"><p>Mona Rask writes about depots since she missed a tram there.</p></div></article><ol class="commentlist"><li><p>${comment}</p></li></ol></div></body>`,
  'a page whose discussion has no name': ({ headline, paragraphs, comment }) =>
    `<body>${MENU}<div class="z1"><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</div><div class="z2"><h3>12 Comments</h3><div class="z3"><p>${comment}</p></div></div></body>`,
  'a page in one form': ({ headline, paragraphs }) =>
    `<body><form id="aspnetForm">${MENU}<div id="ctl00_Main"><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</div><div>${TEASERS}</div><input type="submit"></form></body>`,
  'questions and answers': ({ headline, paragraphs: [question, ...answers] }) =>
    `<body>${MENU}<div id="question"><h1><a href="/q/1">${headline}</a></h1><div class="post-text"><p>${question}</p></div><div class="post-taglist"><a href="/t/1">tram</a></div></div><div id="answers">${answers.map((p) => `<div class="answer"><div class="post-text"><p>${p}</p></div></div>`).join('')}</div></body>`,
  'links to other articles between the paragraphs': ({ headline, paragraphs: [first, ...rest] }) =>
    `<body>${MENU}<article><h1>${headline}</h1><p>${first}</p><h3>Read also:</h3><p><a href="/a">The bakery on Lime Row has won again</a></p>${rest.map((p) => `<p>${p}</p>`).join('')}</article></body>`,
  'the next article below the first': ({ headline, paragraphs, comment }) =>
    `<body>${MENU}<div><article><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</article><article><h1>Another headline</h1><p>${comment}</p></article></div></body>`,
};

const cases = Object.entries(LANGUAGES).flatMap(([language, text]) =>
  Object.entries(LAYOUTS).map(([layout, make]) => ({ language, layout, html: make(text), text })),
);

test.each(cases)('$layout in $language gives its paragraphs and nothing else', ({ html, text }) => {
  const lines = parseHtml(html).body.split('\n\n');
  // Some layouts do not mark the headline as one.
  expect(lines.filter((line) => line !== text.headline)).toEqual(text.paragraphs);
});
