// Whole web pages as plain text: the furniture of invented sites, put around any body. The same seed gives the same pages.
//
// All words are ours. A site differs from another as real ones do: its name, its sections, its notices and where each part
// stands; a few menu words ("News", "Sport") are on most of them.
import { shuffled } from './random.mjs';

const PLACES =
  'Alder Brack Cold Dun Ester Fenn Glas Hart Ives Kell Lang Marsh Nor Oak Pem Quarr Rush Stan Thorn Ulver Wick York'.split(
    ' ',
  );
const ENDS =
  'bridge burgh bury by combe dale field ford gate ham haven holm ley mere mouth port stead ton vale worth'.split(' ');
const PAPERS =
  'Argus Bulletin Chronicle Courier Dispatch Echo Gazette Herald Mercury Mail Monitor Observer Post Record Star Sun Times Tribune'.split(
    ' ',
  );
const SECTIONS =
  'News|Local|UK|World|Politics|Business|Sport|Football|Cricket|Rugby|Culture|Books|Film|Music|Food|Travel|Health|Science|Tech|Motoring|Property|Jobs|Weather|Crime|Courts|Education|Opinion|Letters|Columnists|Obituaries|Puzzles|Horoscopes|Nostalgia|Podcasts|Video|Galleries|Competitions|Farming|Shipping|Money|Markets|Fashion|Gardening|Pets|Family|Announcements|Announce a birth|Events|What’s On|Traffic|Live|Investigations|Explainers|Data|Environment|Energy|Housing|Transport|Religion|Royals|Quizzes|Recipes|Reviews|Theatre|Art'.split(
    '|',
  );
const SERVICES =
  'Newsletters|Subscribe|Sign in|My account|E-edition|Print edition|Advertise|Contact|About|Careers|Archive|Shop|Donate|Gift a subscription|Apps|Alerts|Help|FAQ|Press office|Syndication|Photo sales|Notices|Terms|Privacy|Cookies|Accessibility|Complaints|Corrections|Modern slavery statement|Site map|RSS|Store finder|Student offer|Reader panel|Media kit'.split(
    '|',
  );
const SHARES =
  'Facebook|X|WhatsApp|LinkedIn|Reddit|Telegram|Email|Copy link|Print|Pinterest|Flipboard|Bluesky|Mastodon|Threads|Messenger|Pocket'.split(
    '|',
  );
const PEOPLE =
  'Ada Bram Cleo Dov Edda Finn Greta Hugo Ines Jory Kaya Lars Mina Nils Orla Pia Rolf Signe Tove Uwe Vera Wim'.split(
    ' ',
  );
const SURNAMES =
  'Abbot Birk Crane Dorn Elms Frost Gale Holt Irons Juhl Kemp Lund Moss Nash Orr Pike Quist Rowe Stark Thule Voss Wren'.split(
    ' ',
  );
const THINGS =
  'ferry terminal|tram depot|town hall|lighthouse|swimming baths|cattle market|paper mill|railway bridge|cathedral roof|fish quay|bus lane|flood wall|school kitchen|village shop|observatory|brewery|pier|allotments|library|reservoir|slate quarry|theatre|museum|cycle path|hospital wing|fire station|football ground|post office|canal lock|orchard'.split(
    '|',
  );
const DEEDS =
  'to reopen after a year of repairs|faces closure as costs rise|sold to a buyer from abroad|wins a prize for its design|divides the council once more|draws record crowds in spring|to be searched for old mines|gets a second chance|saved by its neighbours|will cost twice as much as planned|named after a local swimmer|closed by a swarm of bees|to run through the night|loses its licence|under a new roof at last|finds a use for its cellar'.split(
    '|',
  );
const PEOPLE_OF =
  'readers|volunteers|residents|traders|anglers|parents|pensioners|students|walkers|engineers|nurses|farmers|skippers|teachers'.split(
    '|',
  );
const LIFESTYLE =
  'Five ways with leftover rhubarb|Ten walks that end at a pub|The quiz: how well do you know your harbour|How to sleep in a heatwave|The best pillows we tested this year|A weekend in the islands for under a hundred|What your surname says about your village|Why our critic walked out|The bread you can bake in a flowerpot|Pictures: the carnival as seen by you|Where to see seals this month|Eight gadgets that are worth it'.split(
    '|',
  );

/** Random choices over one generator. */
function chooser(random) {
  const below = (count) => Math.floor(random() * count);
  return {
    below,
    one: (list) => list[below(list.length)],
    some: (list, count) => shuffled(list, random).slice(0, count),
    between: (least, most) => least + below(most - least + 1),
    may: (share) => random() < share,
  };
}

/** A headline of no story. */
function headline({ one, may }) {
  if (may(0.2)) return one(LIFESTYLE);
  return `${one(PLACES)}${one(ENDS)} ${one(THINGS)} ${one(DEEDS)}`;
}

/** What stands under one: a sentence. */
function summary({ one, between }) {
  return `${one(['More than', 'Nearly', 'About', 'Some'])} ${between(12, 980)} ${one(PEOPLE_OF)} of ${one(PLACES)}${one(ENDS)} ${one(
    [
      'have signed a letter about',
      'turned up to a meeting on',
      'gave their evenings to',
      'are said to be behind',
      'wrote to us about',
      'will vote next month on',
    ],
  )} the ${one(THINGS)}, ${one(['and it is not over yet', 'which nobody had expected', 'and the mayor is listening', 'as the season begins', 'whatever it may cost'])}.`;
}

const NOTICES = {
  cookies: ({ one }, { name }) =>
    `${one(['We and our', 'We, together with our', `${name} and its`])} ${one(['partners', 'advertisers', 'suppliers'])} ${one(
      ['store information on your device', 'use small files on your device', 'keep and read data in your browser'],
    )} ${one(['to count visits', 'to learn what is read', 'to remember you', 'to keep you signed in'])} and ${one([
      'to show advertising that pays for our reporting',
      'to sell space on our pages',
      'to show you what may interest you',
    ])}; ${one(['you can change your mind', 'you may say no', 'your choice can be undone'])} ${one(['at any time in the settings', 'below each page', 'under Privacy at the foot of the page'])}.`,
  newsletter: ({ one }, { name }) =>
    `${one(['Our morning letter', 'The letter of our editor', `The ${name} briefing`, 'Our letter at the end of the week'])} ${one(
      [
        'brings you what matters before breakfast',
        'has the stories you may have missed',
        'tells you what happened, and what will',
      ],
    )}, ${one(['six days a week', 'every working day', 'each Sunday', 'twice a day'])} and ${one(['free of charge', 'without any advertising', 'for our members only'])}.`,
  agree: ({ one }, { name, group }) =>
    `By ${one(['signing up', 'giving us your address', 'pressing the button'])} you ${one(['accept', 'agree to', 'say yes to'])} the ${one(
      ['terms', 'conditions', 'rules'],
    )} of ${one([name, group])} and have read how ${one(['we', group])} ${one(['handle', 'look after', 'store'])} ${one(['personal data', 'what you tell us', 'your details'])}.`,
  views: ({ one }, { name, group }) =>
    `${one(['Columns', 'Letters', 'Comments', 'Contributions'])} on these pages are ${one(['the work of', 'the responsibility of', 'what is thought by'])} those who ${one(
      ['wrote', 'sent', 'signed'],
    )} them, and ${one(['neither', 'never'])} ${one([name, group])} ${one(['nor its owners need share them', 'or any of its staff can answer for them', 'nor its editors vouch for them'])}.`,
  rights: ({ one, between }, { name, group }) =>
    `© ${between(1998, 2024)} ${one([name, group])}. ${one(['No part of these pages', 'Nothing on this site', 'No text and no picture of ours'])} ${one(
      [
        'may be copied, sold or sent on',
        'is to be printed elsewhere or stored',
        'can be taken over into another publication',
      ],
    )} ${one(['unless we have said yes in writing', 'without our written leave', 'before a licence has been bought from us'])}.`,
  press: ({ one }, { name }) =>
    `${name} ${one(['is a member of', 'is bound by the code of', 'answers to'])} the ${one(['Press Board', 'Council for Fair Reporting', 'Editors’ Charter'])}; ${one(
      ['complaints go to', 'if we got something wrong, write to', 'mistakes are mended by'],
    )} the ${one(["readers' editor", 'duty editor', 'standards desk'])}, ${one(['who answers within five days', 'whose decision is printed', 'by letter or by telephone'])}.`,
  tips: ({ one }, { name }) =>
    `${one(['Do you know more about this?', 'Were you there?', 'Have you seen something?'])} ${one(['Write to', 'Call', 'Send a picture to'])} the ${one(
      ['news desk', 'newsroom', 'night editor'],
    )} of the ${name}${one([', and we will call back', ', in confidence', ' by letter or in person'])}.`,
  address: ({ one, between }, { group, place }) =>
    `${group}, ${between(1, 240)} ${one(['Quay', 'Mill', 'Church', 'Station', 'Foundry', 'Orchard'])} ${one(['Street', 'Lane', 'Road', 'Square'])}, ${place}. Registered in ${place}, number ${between(100000, 999999)}`,
};

/** An invented site, `number` apart from others of one seed: what is the same on all its pages. */
export function frameOf(random) {
  const choose = chooser(random);
  const { one, some, between, may } = choose;
  const place = `${one(PLACES)}${one(ENDS)}`;
  const name = `${one(['', '', 'The ', 'Daily '])}${place} ${one(PAPERS)}`;
  const site = {
    name,
    place,
    group: `${one([place, one(PLACES) + one(ENDS)])} ${one(['Media', 'Newspapers', 'Press', 'Publishing'])} ${one(['Group', 'Ltd', 'Holdings', 'Trust'])}`,
  };
  const notice = (kind) => NOTICES[kind](choose, site);
  const menu = some(SECTIONS, between(9, 26)).map((section) => (may(0.15) ? `${place} ${section}` : section));
  const services = some(SERVICES, between(6, 16));
  const top = [
    ...(may(0.6) ? [one(['Skip to main content', 'Skip to content', 'Jump to the story'])] : []),
    name,
    ...(may(0.5)
      ? [`${one(['Independent since', 'Founded', 'Your paper since', 'Est.'])} ${between(1790, 1985)}`]
      : []),
    ...services.slice(0, 4),
    ...menu,
    ...(may(0.7)
      ? [
          notice('cookies'),
          ...some(['Accept', 'Refuse', 'Choose', 'Accept all', 'Settings', 'More about this'], between(2, 3)),
        ]
      : []),
  ];
  const share = [
    ...(may(0.7) ? [one(['Share', 'Share this story', 'Send to a friend', 'Tell others'])] : []),
    ...some(SHARES, between(4, 8)),
  ];
  const bottom = [
    ...(may(0.7) ? [notice('tips')] : []),
    ...(may(0.8)
      ? [
          `${one(['Get', 'Read', 'Take'])} the ${name} ${one(['every morning', 'on your phone', 'in your inbox'])}`,
          notice('newsletter'),
          one(['Your e-mail address', 'Your address']),
          one(['Sign me up', 'Send', 'Yes please']),
          notice('agree'),
        ]
      : []),
    ...(may(0.6) ? [`${one(['More from', 'More in', 'Also in'])} ${name}`, ...some(menu, 5)] : []),
    ...services.slice(4),
    ...(may(0.7) ? [notice('views')] : []),
    ...(may(0.6) ? [notice('press')] : []),
    ...(may(0.8) ? [notice('address')] : []),
    notice('rights'),
    ...(may(0.5) ? some(menu, 6) : []),
  ];
  return {
    ...site,
    top,
    share,
    bottom,
    writers: Array.from({ length: between(3, 8) }, () => `${one(PEOPLE)} ${one(SURNAMES)}`),
    sharesAbove: may(0.5),
    hasRail: may(0.7),
    railName: one(['Most read', 'Most popular', 'What others read', 'Top stories', 'Trending today']),
    /** Teasers are drawn from these, a few to a page. */
    headlines: Array.from({ length: 40 }, () => headline(choose)),
    summaries: Array.from({ length: 40 }, () => summary(choose)),
    datelines: between(0, 2),
  };
}

/** What differs between pages of one site. */
export const PAGE_VARIANTS = {
  plain: {},
  'rotating teasers': { teasers: 5 },
  'teasers with summaries': { teasers: 4, hasSummaries: true },
  '15 % missing': { teasers: 3, missing: 0.15 },
  '30 % missing': { teasers: 3, missing: 0.3 },
};

/**
 * A page of a site as plain text: its furniture around a body.
 *
 * @param body    paragraphs
 * @param variant one of PAGE_VARIANTS: teasers that change from page to page, a share of the furniture that is missing
 */
export function pageOf(frame, { title, body }, random, { teasers = 0, hasSummaries = false, missing = 0 } = {}) {
  const { one, some, between, may } = chooser(random);
  const day = between(1, 28);
  const month = one('January February March April May June July August September October November December'.split(' '));
  const date = [
    `${day} ${month} 2024, ${between(0, 23)}:${between(10, 59)}`,
    `Published ${day} ${month} 2024`,
    `${month} ${day}, 2024 | ${between(2, 9)} min read`,
  ][frame.datelines];
  const picks = some([...frame.headlines.keys()], teasers);
  const rail = picks.flatMap((k) => [frame.headlines[k], ...(hasSummaries ? [frame.summaries[k]] : [])]);
  const comments = `${between(0, 300)} comments`;
  const kept = (lines) => lines.filter(() => !may(missing));
  return [
    ...kept(frame.top),
    title,
    ...kept([`By ${one(frame.writers)}`]),
    date,
    ...(frame.sharesAbove ? kept(frame.share) : []),
    ...body,
    ...(frame.sharesAbove ? [] : kept(frame.share)),
    comments,
    ...(frame.hasRail && rail.length > 0 ? [frame.railName] : []),
    ...rail,
    ...kept(frame.bottom),
  ].join('\n');
}
