/**
 * Who a credit names. A small table of news agencies and distributors with the forms newsrooms write, and the rules by
 * which any other name is told from words that name nobody. The table only lets bare forms count ("- AA", "(dpa)") and
 * joins spellings; a name that stands in a credit's own grammar needs no row.
 */
import { ownCopy } from './own-copy.ts';

/** One row an agency: all its forms in the languages that credit it. Facts, each checkable on the agency's own pages. */
const AGENCIES: readonly (readonly string[])[] = [
  [
    'Reuters',
    'Thomson Reuters',
    'Рейтер',
    'Reuters News',
    'Рейтерс',
    'رويترز',
    '路透社',
    '路透',
    'ロイター',
    'ロイター通信',
  ],
  [
    'Associated Press',
    'AP',
    'The Associated Press',
    'AP News',
    'Ассошиэйтед Пресс',
    'أسوشيتد برس',
    '美联社',
    '美聯社',
    'AP通信',
  ],
  [
    'AFP',
    'Agence France-Presse',
    'Agence France Presse',
    'АФП',
    'فرانس برس',
    'أ ف ب',
    'وكالة فرانس برس',
    '法新社',
    'AFP通信',
    'AFP時事',
  ],
  ['dpa', 'Deutsche Presse-Agentur', 'dpa-AFX', '德新社', 'ДПА', 'د ب أ'],
  ['EFE', 'Agencia EFE', 'EFEUSA', 'إفي', '埃菲社'],
  ['Europa Press'],
  ['ANSA', 'АНСА'],
  ['Adnkronos'],
  ['AGI', 'Agenzia Italia'],
  ['LaPresse'],
  ['Italpress'],
  ['askanews'],
  ['Lusa', 'Agência Lusa'],
  ['Agência Brasil', 'Agencia Brasil'],
  ['Estadão Conteúdo'],
  ['Folhapress'],
  ['Xinhua', 'Xinhua News Agency', 'Синьхуа', 'شينخوا', '新华社', '新華社', '新华网', '新華網', '新华'],
  ['China News Service', 'CNS', '中新社', '中新网', '中国新闻社', '中国新闻网'],
  ['Central News Agency', 'CNA', '中央社'],
  ['CCTV', '央视新闻', '央视网'],
  ['The Paper', '澎湃新闻'],
  ['Kyodo', 'Kyodo News', '共同通信', '共同通信社', '共同', '共同社'],
  ['Jiji Press', 'Jiji', '時事通信', '時事通信社', '時事', '时事社'],
  ['TASS', 'ITAR-TASS', 'ТАСС', 'ИТАР-ТАСС', 'تاس', '塔斯社', 'タス通信'],
  ['RIA Novosti', 'РИА Новости', 'RIA', 'РИА', '俄新社'],
  [
    'Interfax',
    'Интерфакс',
    'Інтерфакс',
    'Интерфакс-Украина',
    'Інтерфакс-Україна',
    'Interfax-Ukraine',
    '国际文传电讯社',
  ],
  ['Sputnik', 'Спутник', 'سبوتنيك', '卫星社'],
  ['Ukrinform', 'Укринформ', 'Укрінформ'],
  ['UNIAN', 'УНИАН', 'УНІАН'],
  ['UNN', 'УНН'],
  ['Ukrainska Pravda', 'Українська правда', 'Украинская правда'],
  ['BelTA', 'БелТА', 'БЕЛТА'],
  ['Kazinform', 'Казинформ'],
  ['Anadolu Agency', 'Anadolu', 'Anadolu Ajansı', 'AA', 'Анадолу', 'الأناضول', 'وكالة الأناضول', 'Anadolu Agency (AA)'],
  ['DHA', 'Demirören Haber Ajansı'],
  ['IHA', 'İHA', 'İhlas Haber Ajansı'],
  ['ANKA', 'ANKA Haber Ajansı'],
  ['WAFA', 'وفا'],
  ['SPA', 'Saudi Press Agency', 'واس'],
  ['WAM', 'Emirates News Agency', 'وام'],
  ['QNA', 'Qatar News Agency', 'قنا'],
  ['KUNA', 'كونا'],
  ['MENA', 'أ ش أ', 'وكالة أنباء الشرق الأوسط'],
  ['SANA', 'سانا'],
  ['IRNA', 'إرنا', 'ايرنا'],
  ['PTI', 'Press Trust of India'],
  ['ANI', 'Asian News International'],
  ['IANS', 'Indo-Asian News Service'],
  ['UNI', 'United News of India'],
  ['APP', 'Associated Press of Pakistan'],
  ['BSS', 'Bangladesh Sangbad Sangstha'],
  ['Yonhap', 'Yonhap News Agency', '연합뉴스', '韩联社', '聯合ニュース'],
  ['Bernama'],
  ['Antara', 'Antara News'],
  ['VNA', 'Vietnam News Agency'],
  ['AAP', 'Australian Associated Press'],
  ['PA Media', 'Press Association', 'PA News Agency'],
  ['The Canadian Press', 'Canadian Press', 'La Presse canadienne'],
  ['UPI', 'United Press International'],
  ['Bloomberg', 'Bloomberg News', '彭博社', 'ブルームバーグ', 'Блумберг'],
  ['Dow Jones Newswires', 'Dow Jones'],
  ['CNN', 'CNN Wire'],
  ['BBC', 'BBC News', 'Би-би-си', 'بي بي سي'],
  ['Voice of America', 'VOA', 'Голос Америки', 'صوت أمريكا', '美国之音'],
  ['Deutsche Welle', 'DW'],
  ['Radio Free Europe', 'RFE/RL', 'RFERL', 'Радио Свобода', 'Радіо Свобода'],
  ['Al Jazeera', 'الجزيرة'],
  ['Swissinfo'],
  ['Keystone-SDA', 'SDA', 'ATS', 'Keystone-ATS'],
  ['APA', 'Austria Presse Agentur'],
  ['AFX'],
  ['SID', 'Sport-Informations-Dienst'],
  ['epd', 'Evangelischer Pressedienst'],
  ['KNA', 'Katholische Nachrichten-Agentur'],
  ['Belga'],
  ['ANP', 'Algemeen Nederlands Persbureau'],
  ['Ritzau'],
  ['TT', 'TT Nyhetsbyrån'],
  ['NTB'],
  ['STT', 'STT Lehtikuva'],
  ['PAP', 'Polska Agencja Prasowa'],
  ['ČTK', 'CTK'],
  ['MTI'],
  ['Agerpres'],
  ['BTA', 'БТА'],
  ['Tanjug', 'Танјуг'],
  ['HINA'],
  ['AMNA', 'ANA-MPA', 'ΑΠΕ-ΜΠΕ'],
  ['Agence Belga'],
  ['Télam', 'Telam'],
  ['Notimex'],
  ['Prensa Latina'],
  ['MENAFN'],
  ['PR Newswire', 'PRNewswire', 'PRN', 'PRNewswire-FirstCall', '美通社'],
  ['Business Wire', 'BusinessWire', 'BUSINESS WIRE'],
  ['GlobeNewswire', 'GLOBE NEWSWIRE'],
  ['ACCESSWIRE', 'Accesswire', 'ACCESS Newswire'],
  ['EIN Presswire', 'EINPresswire'],
  ['Newsfile', 'Newsfile Corp'],
  ['PR TIMES'],
  ['ots', 'news aktuell'],
  ['Tribune News Service', 'TNS', 'Tribune Content Agency'],
  ['States Newsroom'],
  ['The Conversation'],
  ['ProPublica'],
  ['Kaiser Health News', 'KFF Health News'],
  ['Inter Press Service', 'IPS'],
  ['NewsWire', 'NCA NewsWire'],
  ['City News Service'],
];

/** Forms that are everyday words or letters in some language: they count only in a place that is a credit's own. */
const HOMELY = new Set([
  'tt',
  'sid',
  'uni',
  'app',
  'ots',
  'mena',
  'ips',
  'apa',
  'ria',
  'bta',
  'thepaper',
  'theconversation',
  'spa',
  'sana',
  'wam',
  'anp',
]);

/** The same upstream has the same key: letters and digits, folded, without an article before or a company's form behind. */
export function keyOfName(name: string): string {
  const folded = lettersOf(name);
  return KNOWN.get(folded) ?? KNOWN.get(folded.replace(/^the/, '')) ?? folded.replace(/^the(?=.{4})/, '');
}

/** Is it an agency or a distributor of the table? */
export function isAgency(name: string): boolean {
  return KNOWN_NAMES.has(name);
}

/** Is it a form that says little by itself? */
export function isHomely(name: string): boolean {
  return HOMELY.has(lettersOf(name));
}

function lettersOf(name: string): string {
  if (/^[a-z]+$/.test(name)) return name;
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const KNOWN: ReadonlyMap<string, string> = new Map(
  AGENCIES.flatMap((forms) => forms.map((form) => [lettersOf(form), lettersOf(forms[0] ?? '')] as const)),
);

/** Names by their letters. Most that are asked for are none of them, and are told by a hash of their letters. */
class Names {
  readonly #letters: ReadonlySet<string>;
  readonly #hashes = new Set<number>();

  constructor(letters: Iterable<string>) {
    this.#letters = new Set(letters);
    for (const each of this.#letters) {
      const hash = asciiHashOf(each);
      if (hash !== undefined) this.#hashes.add(hash);
    }
  }

  has(name: string): boolean {
    const hash = asciiHashOf(name);
    return (hash === undefined || this.#hashes.has(hash)) && this.#letters.has(lettersOf(name));
  }
}

/** A hash of the letters and digits of a name, capitals as small ones; none where any of it is beyond ASCII. */
function asciiHashOf(name: string): number | undefined {
  let hash = 0;
  for (let k = 0; k < name.length; k++) {
    const unit = name.charCodeAt(k);
    if (unit >= 0x80) return undefined;
    const small = unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
    if ((small >= 0x61 && small <= 0x7a) || (small >= 0x30 && small <= 0x39)) hash = (Math.imul(hash, 31) + small) | 0;
  }
  return hash;
}

const KNOWN_NAMES = new Names([...KNOWN.keys()].flatMap((letters) => [letters, `the${letters}`]));

/** Words for agencies without a name, as whole lines or values of a credit: they say "from elsewhere" even alone. */
const AGENCIES_UNNAMED = [
  'agencies',
  'news agencies',
  'agency inputs',
  'agency report',
  'agency reports',
  'wire services',
  'wire service',
  'wire reports',
  'wire report',
  'newswires',
  'news wires',
  'staff and agencies',
  'staff and wire',
  'agencies and staff',
  'staff and wire reports',
  'combined agencies',
  'foreign agencies',
  'international agencies',
  'syndicated feed',
  'agencias',
  'agencias de noticias',
  'internet y agencias',
  'redacción y agencias',
  'redaccion y agencias',
  'redacción / agencias',
  'agences',
  'agences de presse',
  'avec agences',
  'rédaction et agences',
  'agenturen',
  'nachrichtenagenturen',
  'agenturmeldung',
  'agenturmeldungen',
  'mit agenturen',
  'mit agenturmaterial',
  'agenturmaterial',
  'material von agenturen',
  'agências',
  'agências de notícias',
  'agências internacionais',
  'com agências',
  'agenzie',
  'agenzie di stampa',
  'redazione e agenzie',
  'ajanslar',
  'haber ajansları',
  'агентства',
  'информагентства',
  'информационные агентства',
  'агенції',
  'інформагентства',
  'وكالات',
  'الوكالات',
  'وكالات الأنباء',
  'وكالات أنباء',
  '综合外电',
  '综合报道',
  '外电',
  '各通信社',
  '通信社',
];
/** Words that name nobody behind "Source:", and say nothing alone. */
const ANYBODY = [
  'agency',
  'news agency',
  'agency input',
  'inputs',
  'wire',
  'wires',
  'internet',
  'the internet',
  'web',
  'online',
  'various',
  'various sources',
  'media',
  'media reports',
  'news reports',
  'news',
  'source',
  'link',
  'original',
  'here',
  'website',
  'click here',
  'news desk',
  'newsdesk',
  'web desk',
  'desk',
  'feed',
  'social media',
  'courtesy',
  'handout',
  'pool',
  'submitted',
  'staff',
  'staff reporter',
  'our correspondent',
  'agencia',
  'redes',
  'redes sociales',
  'varias fuentes',
  'medios',
  'redacción',
  'agence',
  'rédaction',
  'agentur',
  'redaktion',
  'redação',
  'agenzia',
  'redazione',
  'ajans',
  'haber merkezi',
  'агентство',
  'сми',
  'интернет',
  'открытые источники',
  'по материалам сми',
  'редакция',
  'змі',
  'інтернет',
  'відкриті джерела',
  'редакція',
  'وكالة',
  'مواقع',
  'متابعات',
  'مواقع إلكترونية',
  'الإنترنت',
  'صحف',
  '网络',
  '互联网',
  '综合',
  '网络综合',
  '媒体',
  '网络整理',
  '網路',
  '网上',
  '综合媒体',
  '本站',
  'ネット',
  'インターネット',
  '各社',
  'web上',
];
const UNNAMED_AGENCIES = new Names(AGENCIES_UNNAMED.map(lettersOf));
const NOBODY = new Names([...AGENCIES_UNNAMED, ...ANYBODY].map(lettersOf));

/** Does it say "from agencies", and not which? */
export function isAgencies(name: string): boolean {
  return UNNAMED_AGENCIES.has(name);
}

/** Is it a word that names nobody? */
export function isNobody(name: string): boolean {
  return NOBODY.has(name);
}

/** Words of these names that stand in any line; no name is made of them alone. */
const COMMON_WORDS = new Set([
  'the',
  'of',
  'and',
  'de',
  'la',
  'mit',
  'con',
  'avec',
  'com',
  'et',
  'e',
  'y',
  'news',
  'new',
  'press',
  'our',
  'here',
  'a',
  'i',
  'by',
]);
/** The other words of these names, in lower case: a line that holds none of them names no agency and says nothing of agencies. */
const AGENCY_WORDS = new Set(
  [...AGENCIES.flat(), ...AGENCIES_UNNAMED, ...ANYBODY]
    .flatMap((form) => form.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word !== '' && !COMMON_WORDS.has(word)),
);

/** The words by which these names are noticed, in lower case. */
export function agencyWords(): Iterable<string> {
  return AGENCY_WORDS;
}

/** Words before a name that are not of it, in the languages of the table. */
const BEFORE_NAME =
  /^(?:the|news agency|agency|l['’]agence(?: de presse)?|l['’]|la agencia(?: de noticias)?|agencia de noticias|la|le|el|los|les|der|die|das|den|dem|deutsche nachrichtenagentur|nachrichtenagentur|agentur|a agência|agência|agenzia|l['’]agenzia|il|lo|o|a|агентство|агентства|агентству|информагентство|інформагентство|агенція|агенції|агентство новостей|وكالة أنباء|وكالة الأنباء|وكالة|صحيفة|موقع|قناة|صحيفه|ajansı|据|據)\s+/iu;

/** What ends a name though more text follows. */
const AFTER_NAME = /\s*(?:all rights reserved.*|\bstaff(?: writer)?s?|报道|報道|报导|消息|讯|記者|记者)\s*$/iu;

const MAX_NAME_CHARACTERS = 60;
const MAX_NAME_WORDS = 7;

/** A host inside an address or by itself. */
const HOST = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,18})(?:[/?#:]\S*)?$/iu;

/** Whom a piece of a credit names: the name as written without its trappings; none where it names nobody. */
export function nameIn(piece: string): string | undefined {
  if (piece.length > MAX_REMEMBERED_CHARACTERS) return nameReadIn(piece);
  const known = namesKnown.get(piece);
  if (known !== undefined) return known === '' ? undefined : known;
  if (namesKnown.size >= MAX_NAMES_KNOWN) namesKnown.clear();
  const name = nameReadIn(piece);
  namesKnown.set(ownCopy(piece), name === undefined ? '' : ownCopy(name));
  return name;
}

/** A run meets the same agencies and the same bylines again and again; '' stands for none. */
const namesKnown = new Map<string, string>();
const MAX_NAMES_KNOWN = 4096;
/** What is longer is seldom met twice. */
const MAX_REMEMBERED_CHARACTERS = 60;

function nameReadIn(piece: string): string | undefined {
  let name = piece.slice(0, 200).trim();
  name = name
    .replace(/^["'“”«»„「『《<[(]+/u, '')
    .replace(/["'“”«»」』》>\])]+$/u, '')
    .trim();
  const host = HOST.exec(name);
  if (host !== null) return (host[1] ?? '').toLowerCase();
  name = name.replace(/^the\s+/iu, '');
  for (let k = 0; k < 2 && !isAgency(name); k++) name = name.replace(BEFORE_NAME, '');
  name = name
    .replace(/\s*[(（].*$/u, '')
    .replace(AFTER_NAME, '')
    .replace(/[\s.,;:。，；：|/•·–—-]+$/u, '')
    .trim();
  if (name === '' || name.length > MAX_NAME_CHARACTERS || !/\p{L}{2}/u.test(name)) return undefined;
  if (/[。！？!?\n\t{}=<>]/u.test(name) || name.split(/\s+/u).length > MAX_NAME_WORDS) return undefined;
  // A name begins with a capital, in the scripts that have them; "dpa" and hosts are known.
  const first = /\p{L}/u.exec(name)?.[0] ?? '';
  if (first !== first.toUpperCase() && !isAgency(name)) return undefined;
  return isNobody(name) ? undefined : name;
}

/** Endings of hosts that name nobody. */
const HOST_TAILS = new Set(['com', 'co', 'org', 'net', 'gov', 'ac', 'edu', 'www', 'm', 'amp', 'info']);

/** What a house adds to its name here and leaves out there: `vice.com`, "VICE US". */
const HOUSE_SUFFIX = /(?:news|online|us|uk|usa|india|international|tv|newspaper|website|magazine|media|group|staff)$/;
/** A shorter rest would be a common word. */
const MIN_HOUSE_LETTERS = 4;

function withoutSuffix(key: string): string {
  const rest = key.replace(HOUSE_SUFFIX, '');
  return rest.length >= MIN_HOUSE_LETTERS ? rest : key;
}

/** The keys by which a source, an address or a file may be named in a credit. */
export function keysOfSource(source: string): readonly string[] {
  const known = keysKnown.get(source);
  if (known !== undefined) return known;
  if (keysKnown.size >= MAX_KEYS_KNOWN) keysKnown.clear();
  const keys = keysOf(source);
  keysKnown.set(source, keys);
  return keys;
}

/** A run meets the same sources and agencies again and again. */
const keysKnown = new Map<string, readonly string[]>();
const MAX_KEYS_KNOWN = 1000;

function keysOf(source: string): readonly string[] {
  const host = HOST.exec(source.trim())?.[1]?.toLowerCase();
  const names = [source];
  if (host !== undefined) {
    const labels = host.split('.');
    labels.pop();
    names.splice(0, 1, host, ...labels.filter((label) => !HOST_TAILS.has(label) && label.length > 1));
  }
  const keys = names.map(keyOfName).filter((key) => key !== '');
  return [...new Set([...keys, ...keys.map(withoutSuffix)])];
}
