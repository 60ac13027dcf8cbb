import type { ArticleDate, DateSourceName, TrustName } from '../model.ts';
import { DATE_SOURCE_NAMES, TRUST_NAMES } from '../model.ts';
import { ownCopy } from './own-copy.ts';

/** A date that stands in a text. `weekday` is what the text says: 0 for Monday. */
interface WrittenDate {
  readonly index: number;
  readonly text: string;
  readonly year?: number;
  readonly month: number;
  readonly day: number;
  readonly weekday?: number;
}

/** What dates are read from. */
export interface DatedText {
  readonly title?: string;
  readonly body: string;
  readonly publishedAt?: string;
  readonly url?: string;
}

/** Where a wire code or a dateline stands, and what it reads. */
interface DateMark {
  readonly sign: string;
  readonly start: number;
  readonly text: string;
}

/** A date of an article; `minute` counts from the same day as day numbers, in UTC, where hour and zone are stated. */
export interface ReadDate extends ArticleDate {
  readonly minute?: number;
}

/** Lines at the top that may hold the date of a page. */
const HEADER_LINES = 8;
/** A line of a header is not longer; a longer one counts where it begins with the date. */
const MAX_HEADER_CHARACTERS = 160;
/** A sentence of a story has as many; a headline that ends in a stop is shorter. A taste. */
const MIN_SENTENCE_CHARACTERS = 60;
/** A date and a weekday are no longer, and before one in a longer line stands a word at most. */
const MAX_LEADING_CHARACTERS = 50;
const MAX_BEFORE_DATE = 8;
/** Text in which a weekday beside a date is looked for: the first paragraphs of a story say on which day it happened. */
const MAX_LEAD_CHARACTERS = 1500;
/** A page may be a day before its wire code by its time zone. More is a contradiction. */
const MAX_DAYS_BEFORE_CODE = 1;
/** A story is not published so long after its code. A taste: the month's end is still news. */
const MAX_DAYS_AFTER_CODE = 31;
/** Two dates of one page that lie further apart are not both its date. A taste: a week's update is common. */
const MAX_DAYS_APART = 7;
/** A date without a year is of the nearest year. */
const HALF_YEAR = 183;

/**
 * Reads the dates an article bears and sets them against each other: a weekday that does not fall on its date, and a wire
 * code that is at odds with the page, cost a date its trust. A year that is not stated is not given.
 *
 * @param marks all signs of the text, among them its wire codes and datelines
 * @returns the most trusted first
 */
export function readDates(
  dated: DatedText,
  marks: readonly DateMark[],
  lineAt: (offset: number) => number,
): ReadDate[] {
  const found: Stated[] = statedApart(dated);
  addCodes(found, marks, dated.body);
  addDatelines(found, marks);
  addHeader(found, dated);
  if (found.length === 0) return [];
  // A date without a year contradicts nothing.
  const hasYear = found.some(({ year }) => year !== undefined);
  const lead = hasYear ? weekdaysOf(dated.body.slice(0, MAX_LEAD_CHARACTERS)) : [];
  const code = found.find(({ from }) => from === 'wire-code');
  const stated = found.find(({ from }) => from === 'published-at');
  const read = found.map((date): ReadDate => {
    const conflicts = conflictsOf(date, { lead, code, stated, lineAt });
    const { year, month, day, from, start, minute } = date;
    return {
      value: `${year === undefined ? '-' : year}-${two(month)}-${two(day)}`,
      from,
      trust: conflicts.length > 0 ? 'low' : date.trust,
      ...(start === undefined ? {} : { line: lineAt(start) }),
      ...(conflicts.length === 0 ? {} : { conflict: conflicts.join('; ') }),
      ...(minute === undefined ? {} : { minute }),
    };
  });
  const rank = ({ trust, from }: ReadDate): number =>
    TRUST_NAMES.indexOf(trust) * DATE_SOURCE_NAMES.length + DATE_SOURCE_NAMES.indexOf(from);
  const distinct = read.filter(
    (date, k) => read.findIndex(({ value, from }) => value === date.value && from === date.from) === k,
  );
  return distinct.sort((a, b) => rank(a) - rank(b));
}

interface Stated {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
  readonly weekday?: number;
  readonly from: DateSourceName;
  readonly trust: TrustName;
  readonly start?: number;
  readonly minute?: number;
}

function conflictsOf(
  date: Stated,
  against: {
    readonly lead: readonly (WrittenDate & { readonly weekday: number })[];
    readonly code: Stated | undefined;
    readonly stated: Stated | undefined;
    readonly lineAt: (offset: number) => number;
  },
): string[] {
  const { year, month, day, weekday, from } = date;
  const { lead, code, stated, lineAt } = against;
  if (year === undefined) return [];
  const conflicts: string[] = [];
  const number = dayNumberOf(year, month, day);
  if (weekday !== undefined && weekday !== weekdayOf(number)) {
    conflicts.push(`it was a ${WEEKDAY_NAMES[weekdayOf(number)]}, and the text says ${WEEKDAY_NAMES[weekday]}`);
  }
  if (code?.year !== undefined && code !== date) {
    const late = number - dayNumberOf(code.year, code.month, code.day);
    const says = `the wire code on line ${lineAt(code.start ?? 0)} says ${isoOf(code.year, code.month, code.day)}`;
    if (late < -MAX_DAYS_BEFORE_CODE || late > MAX_DAYS_AFTER_CODE) conflicts.push(says);
  } else if (stated?.year !== undefined && stated !== date && from !== 'wire-code') {
    const apart = number - dayNumberOf(stated.year, stated.month, stated.day);
    if (Math.abs(apart) > MAX_DAYS_APART)
      conflicts.push(`the input says ${isoOf(stated.year, stated.month, stated.day)}`);
  }
  for (const told of lead) {
    const near = nearestTo(number, told);
    if (near === undefined || weekdayOf(near.number) === told.weekday) continue;
    conflicts.push(
      `${WEEKDAY_NAMES[told.weekday]}, ${MONTH_NAMES[told.month - 1]} ${told.day} on line ${lineAt(told.index)} was a ${WEEKDAY_NAMES[weekdayOf(near.number)]} in ${near.year}`,
    );
    break;
  }
  return conflicts;
}

/** The day of a date without a year that lies nearest, and the date itself where it has one that is near. */
function nearestTo(number: number, { year, month, day }: WrittenDate): { number: number; year: number } | undefined {
  if (year !== undefined) return undefined;
  const around = yearOf(number);
  for (const candidate of [around, around - 1, around + 1]) {
    const near = dayNumberOf(candidate, month, day);
    if (Math.abs(near - number) <= HALF_YEAR) return { number: near, year: candidate };
  }
  return undefined;
}

/** What the format states apart from the text: the date of publication, and the one in the address. */
function statedApart({ publishedAt, url }: DatedText): Stated[] {
  const stated: Stated[] = [];
  if (publishedAt !== undefined) {
    const at = publishedAt.slice(0, 100);
    const [date] = datesIn(at).filter(({ year }) => year !== undefined);
    const compact = date === undefined ? COMPACT.exec(at.trim())?.groups : undefined;
    const isMachine = /^\s*\d{4}-\d\d?-\d\d?(?:$|[T\s])|^\s*\p{L}{3}, \d{1,2} \p{L}{3} \d{4}/u.test(at);
    if (date !== undefined) {
      const minute = minuteOf(at, date);
      stated.push({
        ...dateParts(date),
        from: 'published-at',
        trust: isMachine ? 'high' : 'medium',
        ...(minute === undefined ? {} : { minute }),
      });
    } else if (compact !== undefined) {
      const parts = partsOf(compact['year'], compact['month'], compact['day']);
      if (parts !== undefined) stated.push({ ...parts, from: 'published-at', trust: 'medium' });
    }
  }
  const path = url === undefined ? undefined : IN_PATH.exec(url.slice(0, 2000))?.groups;
  const parts = path === undefined ? undefined : partsOf(path['year'], path['month'], path['day']);
  if (parts !== undefined) stated.push({ ...parts, from: 'url', trust: 'medium' });
  return stated;
}

const COMPACT = /^(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)(?:$|[T\s]|\d{4,6}Z?$)/;
const IN_PATH = /[/=_-](?<year>(?:19|20)\d\d)(?<sep>[/-]?)(?<month>[01]?\d)\k<sep>(?<day>[0-3]?\d)(?=[/_.?&-]|$)/;
const TIME =
  /(?:T|\s)(?<hour>[0-2]\d):(?<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?\s*(?<zone>Z|GMT|UTC|[+-][01]\d:?[0-5]\d)/;

/** Minutes since day 0, in UTC; none where the hour or the zone is not stated. */
function minuteOf(text: string, { year, month, day }: WrittenDate): number | undefined {
  const time = TIME.exec(text)?.groups;
  if (time === undefined || year === undefined) return undefined;
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(time['zone'] ?? '');
  const offset = zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]));
  return dayNumberOf(year, month, day) * 1440 + Number(time['hour']) * 60 + Number(time['minute']) - offset;
}

/** Wires whose codes begin with day, month, year. Read off their codes, which agree with the weekdays of their texts. */
const DAY_FIRST_WIRES = new Set(['MENAFN']);

function addCodes(stated: Stated[], marks: readonly DateMark[], body: string): void {
  for (const { sign, start, text } of marks) {
    if (sign !== 'wire-code') continue;
    const digits = /\d{8}/.exec(text)?.[0] ?? '';
    const [a, b, c, d] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 8), digits.slice(0, 4)];
    const readings = [
      partsOf(c, b, a),
      ...(DAY_FIRST_WIRES.has(/^[A-Z]+/.exec(text)?.[0] ?? '')
        ? []
        : [partsOf(c, a, b), partsOf(d, digits.slice(4, 6), digits.slice(6, 8))]),
    ].filter((parts) => parts !== undefined);
    const distinct = readings.filter(
      (parts, k) => readings.findIndex(({ month, day }) => month === parts.month && day === parts.day) === k,
    );
    // A code that can be read in two ways says what the text says of the day, or nothing.
    const told =
      distinct.length === 1
        ? distinct
        : distinct.filter(({ month, day }) =>
            datesIn(body.slice(0, MAX_LEAD_CHARACTERS)).some((date) => date.month === month && date.day === day),
          );
    const [only] = told;
    if (only !== undefined && told.length === 1) stated.push({ ...only, from: 'wire-code', trust: 'high', start });
  }
}

function addDatelines(stated: Stated[], marks: readonly DateMark[]): void {
  for (const { sign, start, text } of marks) {
    if (sign !== 'dateline') continue;
    const [date] = datesIn(text);
    if (date !== undefined)
      stated.push({ ...dateParts(date), from: 'dateline', trust: date.year === undefined ? 'low' : 'medium', start });
  }
}

const UPDATED =
  /\b(?:updated?|modified|edited|actualizado|mis à jour|aktualisiert|atualizado|aggiornato|güncelle\p{L}*|обновлен[оа]?|оновлено)\b|تحديث|更新/iu;

/** Dates of the lines above the story, and of a title that is not one of them. */
function addHeader(stated: Stated[], { body, title }: DatedText): void {
  let start = 0;
  let seen = 0;
  let isTitleSeen = title === undefined;
  while (start < body.length && seen < HEADER_LINES) {
    const lineEnd = body.indexOf('\n', start);
    const end = lineEnd < 0 ? body.length : lineEnd;
    const line = body.slice(start, Math.min(end, start + MAX_HEADER_CHARACTERS)).trim();
    if (line !== '') {
      const isTitle =
        title !== undefined && title.length > 0 && line.startsWith(title.slice(0, MAX_HEADER_CHARACTERS).trim());
      isTitleSeen ||= isTitle;
      const isLong = end - start > MAX_HEADER_CHARACTERS || line.length > MAX_HEADER_CHARACTERS / 2;
      // Of a line of prose only what it begins with can be the date of the page.
      for (const date of datesIn(isLong ? line.slice(0, MAX_LEADING_CHARACTERS) : line)) {
        if (isLong && date.index > MAX_BEFORE_DATE) break;
        const isAll = date.text.length * 2 >= line.length || date.index < 12;
        const from = isTitle && !isAll ? 'title' : 'header';
        const trust = date.year === undefined || from === 'title' || UPDATED.test(line) ? 'low' : 'medium';
        stated.push({ ...dateParts(date), from, trust, start });
        break;
      }
      // With its first sentence the story has begun.
      if (
        end - start > MAX_HEADER_CHARACTERS ||
        (line.length >= MIN_SENTENCE_CHARACTERS && /[.!?…。]["”»’)]?$/u.test(line))
      )
        break;
      seen++;
    }
    start = end + 1;
  }
  if (!isTitleSeen && title !== undefined) {
    const [date] = datesIn(title.slice(0, MAX_HEADER_CHARACTERS));
    if (date !== undefined) stated.push({ ...dateParts(date), from: 'title', trust: 'low' });
  }
}

function dateParts({ year, month, day, weekday }: WrittenDate): Pick<Stated, 'year' | 'month' | 'day' | 'weekday'> {
  return { month, day, ...(year === undefined ? {} : { year }), ...(weekday === undefined ? {} : { weekday }) };
}

function weekdaysOf(text: string): (WrittenDate & { readonly weekday: number })[] {
  return datesIn(text).flatMap((date) => (date.weekday === undefined ? [] : [{ ...date, weekday: date.weekday }]));
}

/** Month names, full and short, of the twelve languages, January first; folded as `foldName` does. */
const MONTHS: readonly string[] = [
  'january jan enero ene janvier janv januar jänner janeiro gennaio gen ocak oca января январь янв січня січень січ يناير جانفي كانون',
  'february feb febrero février févr fév februar fevereiro fev febbraio şubat şub февраля февраль фев лютого лютий лют فبراير شباط فيفري',
  'march mar marzo mars märz mär março marco mart марта март мар березня березень бер مارس آذار',
  'april apr abril abr avril avr aprile nisan nis апреля апрель апр квітня квітень кві أبريل ابريل نيسان أفريل',
  'may mayo mai maio maggio mag mayıs мая май травня травень тра مايو أيار ماي',
  'june jun junio juin juni junho giugno giu haziran haz июня июнь июн червня червень чер يونيو حزيران جوان',
  'july jul julio juillet juil juli julho luglio lug temmuz tem июля июль июл липня липень лип يوليو تموز جويلية',
  'august aug agosto ago août aout ağustos ağu августа август авг серпня серпень сер أغسطس آب أوت',
  'september sept sep septiembre setiembre septembre setembro set settembre eylül eyl сентября сентябрь сен сент вересня вересень вер سبتمبر أيلول',
  'october oct octubre octobre oktober okt outubro out ottobre ott ekim eki октября октябрь окт жовтня жовтень жов أكتوبر اكتوبر',
  'november nov noviembre novembre novembro kasım kas ноября ноябрь ноя листопада листопад лис نوفمبر',
  'december dec diciembre dic décembre déc dezember dez dezembro dicembre aralık ara декабря декабрь дек грудня грудень гру ديسمبر',
];
const MONTH_OF = new Map(
  MONTHS.flatMap((names, k) => names.split(' ').map((name) => [foldName(name), k + 1] as const)),
);
const HOMELY_MONTHS = new Set([
  'out',
  'set',
  'ago',
  'mar',
  'ara',
  'tem',
  'mag',
  'oca',
  'gen',
  'ott',
  'kas',
  'сер',
  'тра',
  'лис',
]);
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Weekday names, Monday first. Short ones only where no other word is written so. */
const WEEKDAYS: readonly string[] = [
  'monday mon lunes lundi montag segunda-feira segunda lunedì lunedi pazartesi понедельник понеділок الاثنين الإثنين 星期一 周一 週一 月曜日 月曜 月',
  'tuesday tue tues martes mardi dienstag terça-feira terça martedì martedi salı вторник вівторок الثلاثاء 星期二 周二 週二 火曜日 火曜 火',
  'wednesday wed miércoles miercoles mercredi mittwoch quarta-feira quarta mercoledì mercoledi çarşamba среда среду середа середу الأربعاء الاربعاء 星期三 周三 週三 水曜日 水曜 水',
  'thursday thu thur thurs jueves jeudi donnerstag quinta-feira quinta giovedì giovedi perşembe четверг четвер الخميس 星期四 周四 週四 木曜日 木曜 木',
  "friday fri viernes vendredi freitag sexta-feira sexta venerdì venerdi cuma пятница пятницу п'ятниця п’ятниця п'ятницю п’ятницю الجمعة 星期五 周五 週五 金曜日 金曜 金",
  'saturday sat sábado sabado samedi samstag sonnabend sabato cumartesi суббота субботу субота суботу السبت 星期六 周六 週六 土曜日 土曜 土',
  'sunday sun domingo dimanche sonntag domenica pazar воскресенье неділя неділю الأحد 星期日 星期天 周日 週日 日曜日 日曜 日',
];
const WEEKDAY_OF = new Map(
  WEEKDAYS.flatMap((names, k) => names.split(' ').map((name) => [foldName(name), k] as const)),
);
const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Names of months and weekdays as they are written: they label no story. */
export function calendarWords(): string[] {
  return [...MONTHS, ...WEEKDAYS].flatMap((names) => names.split(' ')).filter((name) => name.length > 3);
}

function foldName(name: string): string {
  if (/^[A-Za-z]*$/.test(name)) return name.toLowerCase();
  return name
    .toLowerCase()
    .replace(/\u0307/g, '')
    .normalize('NFC');
}

const YEAR = '(?:19|20)\\d\\d';
const ISO = new RegExp(`(?<!\\d)(?<year>${YEAR})(?<sep>[-/.])(?<month>\\d\\d?)\\k<sep>(?<day>\\d\\d?)(?!\\d)`, 'gu');
const HAN = new RegExp(
  `(?:(?<year>${YEAR})\\s?年\\s?)?(?<!\\d)(?<month>\\d\\d?)\\s?月\\s?(?<day>\\d\\d?)\\s?[日号號]`,
  'gu',
);
const NUMERIC = new RegExp(
  `(?<!\\d)(?<first>\\d\\d?)(?<sep>[./-])(?<second>\\d\\d?)\\k<sep>(?<year>${YEAR})(?!\\d)`,
  'gu',
);
const DAY_FIRST = new RegExp(
  `(?<!\\d)(?<day>\\d\\d?)(?:st|nd|rd|th|er|º|ª|\\.)?,?[\\s-](?:(?:de|of|di|من) )?(?<month>\\p{L}{3,12})(?:/\\p{L}{3,10})?[.,]?(?:[\\s-](?:(?:de|del|of) )?(?<year>${YEAR})(?!\\d))?`,
  'gu',
);
const MONTH_FIRST = new RegExp(
  `(?<!\\p{L})(?<month>\\p{L}{3,12})\\.? (?<day>\\d\\d?)(?:st|nd|rd|th)?(?!\\d)(?:,? (?<year>${YEAR})(?!\\d))?`,
  'gu',
);
const WEEKDAY_BEFORE = /(?<name>[\p{L}][\p{L}'’-]{1,14})[.,]?\s?(?:,|the|den|der|dem|le|el|il|em|on)?\s?[([（]?\s?$/u;
const WEEKDAY_AFTER = /^\s?[,(（[]?\s?(?<name>[\p{L}][\p{L}'’-]{0,14})/u;

/** All dates a short text holds, in its order. An order of day and month that cannot be told apart gives none. */
function datesIn(raw: string): readonly WrittenDate[] {
  if (!DIGIT.test(raw)) return NO_DATES;
  if (raw.length > MAX_LEADING_CHARACTERS) return datesReadIn(raw);
  const known = datesKnown.get(raw);
  if (known !== undefined) return known;
  if (datesKnown.size >= MAX_DATES_KNOWN) datesKnown.clear();
  const dates = datesReadIn(raw);
  // A piece of a text keeps all of it, and so would the dates.
  datesKnown.set(
    ownCopy(raw),
    dates.map((date) => ({ ...date, text: ownCopy(date.text) })),
  );
  return dates;
}

const NO_DATES: readonly WrittenDate[] = [];
/** Copies of a story bear one date, and are read one after the other. */
const datesKnown = new Map<string, readonly WrittenDate[]>();
const MAX_DATES_KNOWN = 1024;

function datesReadIn(raw: string): readonly WrittenDate[] {
  const text = PLAIN.test(raw) ? raw : plainDigits(raw);
  const dates: WrittenDate[] = [];
  const add = (found: RegExpExecArray, parts: DateParts | undefined): void => {
    if (parts === undefined) return;
    const end = found.index + found[0].length;
    if (dates.some(({ index, text: known }) => found.index < index + known.length && index < end)) return;
    const weekday = weekdayBeside(text, found.index, end);
    // Where NFKC moved things, the place is near enough for a line.
    dates.push({
      index: Math.min(found.index, raw.length),
      text: found[0],
      ...parts,
      ...(weekday === undefined ? {} : { weekday }),
    });
  };
  const hasYear = SOME_YEAR.test(text);
  if (hasYear) {
    for (const found of matchesOf(ISO, text))
      add(found, partsOf(found.groups?.['year'], found.groups?.['month'], found.groups?.['day']));
  }
  if (text.includes('月')) {
    for (const found of matchesOf(HAN, text))
      add(found, partsOf(found.groups?.['year'], found.groups?.['month'], found.groups?.['day']));
  }
  if (hasYear) {
    for (const found of matchesOf(NUMERIC, text)) {
      const { first = '', second = '', sep = '', year } = found.groups ?? {};
      const dayFirst = partsOf(year, second, first);
      const monthFirst = sep === '.' ? undefined : partsOf(year, first, second);
      // 3/4/2025 is the third of April or the fourth of March.
      const isAmbiguous = dayFirst !== undefined && monthFirst !== undefined && first !== second;
      add(found, isAmbiguous ? undefined : (dayFirst ?? monthFirst));
    }
  }
  for (const pattern of [DAY_FIRST, MONTH_FIRST]) {
    if (pattern === MONTH_FIRST && !BLANK_AND_DIGIT.test(text)) continue;
    for (const found of matchesOf(pattern, text)) {
      const name = found.groups?.['month'] ?? '';
      const month = MONTH_OF.get(foldName(name));
      if (month === undefined) continue;
      // Short names that are words of other languages too need a year: 7 out of 9.
      if (found.groups?.['year'] === undefined && HOMELY_MONTHS.has(foldName(name))) continue;
      // "may 12 ships" has no month: English and German write it with a capital.
      const isSmall =
        name.charAt(0) === name.charAt(0).toLowerCase() && name.charAt(0) !== name.charAt(0).toUpperCase();
      if (pattern === MONTH_FIRST && isSmall) continue;
      add(found, partsOf(found.groups?.['year'], String(month), found.groups?.['day']));
    }
  }
  return dates.sort((a, b) => a.index - b.index);
}

const DIGIT = /[\d\u0660-\u0669\uff10-\uff19]/;
const PLAIN = /^[\0-\x7f]*$/;
const SOME_YEAR = /(?:19|20)\d\d/;
const BLANK_AND_DIGIT = / \d/;

/** All matches of a pattern that is ours and global. `matchAll` would make a copy of the pattern for each text. */
function* matchesOf(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) yield found;
}

function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}

function weekdayBeside(text: string, start: number, end: number): number | undefined {
  const before = WEEKDAY_BEFORE.exec(text.slice(Math.max(0, start - 26), start))?.groups?.['name'];
  const known = before === undefined ? undefined : WEEKDAY_OF.get(foldName(before));
  if (known !== undefined) return known;
  const after = WEEKDAY_AFTER.exec(text.slice(end, end + 20))?.groups?.['name'];
  return after === undefined ? undefined : WEEKDAY_OF.get(foldName(after));
}

interface DateParts {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function partsOf(year: string | undefined, month: string | undefined, day: string | undefined): DateParts | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= (MONTH_DAYS[m - 1] ?? 0))) return undefined;
  if (year === undefined) return { month: m, day: d };
  if (y < 1900 || y > 2099 || (m === 2 && d === 29 && dayNumberOf(y, 3, 1) - dayNumberOf(y, 2, 28) === 1))
    return undefined;
  return { year: y, month: m, day: d };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function isoOf(year: number, month: number, day: number): string {
  return `${year}-${two(month)}-${two(day)}`;
}

/** Days of a calendar date since 1 March of the year 0: for differences and weekdays, without a clock. Gregorian, as news is. */
function dayNumberOf(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  return (
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    Math.floor((153 * monthFromMarch + 2) / 5) +
    day -
    1
  );
}

/** 1 March of the year 0 was a Wednesday, by the same calendar. */
function weekdayOf(dayNumber: number): number {
  return (dayNumber + 2) % 7;
}

function yearOf(dayNumber: number): number {
  let year = Math.floor(dayNumber / 365.2425);
  while (dayNumberOf(year + 1, 1, 1) <= dayNumber) year++;
  while (dayNumberOf(year, 1, 1) > dayNumber) year--;
  return year;
}

/** The same for a date written `2025-02-12`. */
export function dayNumberOfIso(date: string): number {
  return dayNumberOf(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}
