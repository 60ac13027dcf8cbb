import type { OriginSignName } from '../model.ts';
import { isAgencies, isAgency, isHomely, isNobody, nameIn } from './agencies.ts';
import {
  BRACKETED,
  BRACKETED_END,
  BY_FIRST,
  CALL_SIGN,
  CONTRIBUTED,
  CONTRIBUTION,
  COPYRIGHT,
  DASHED_LINE,
  DATELINE,
  DATELINE_DASH,
  DATELINE_HAN,
  DATELINE_KANA,
  DISCLAIMER,
  FEED_NOTICE,
  FIRST_PUBLISHED,
  FIRST_PUBLISHED_AFTER,
  FROM_AGENCIES,
  LABEL_ALONE,
  LABEL_END,
  LABEL_LINE,
  PAPER,
  PICTURE,
  REPOST_MARK,
  SLASHED_END,
  SOURCE_CAPITALS,
  UNSPACED,
  WIRE_CODE,
  WRITER,
} from './credit-patterns.ts';
import {
  AGENCY,
  BRACKET,
  COLON,
  COPYRIGHT_SIGN,
  DASH,
  LINK,
  LONG_NUMBER,
  NOTICE,
  OTHER_SCRIPT,
  PAPER_WORD,
  PUBLICATION,
  REPORT,
  SLASH,
  CONTRIBUTION as WITH,
} from './triggers.ts';

/** What is looked at of a line, at its beginning and at its end: no credit is longer, and every pattern stays cheap. */
export const EDGE_CHARACTERS = 200;

function saysAsIs(text: string): boolean {
  return text.includes('as is') || text.includes('as-is') || text.includes('AS IS') || text.includes('AS-IS');
}

export function isDisclaimer(near: string): boolean {
  return saysAsIs(near) && DISCLAIMER.test(near);
}

/** What was found on a line. */
export interface Found {
  readonly sign: OriginSignName;
  readonly name?: string | undefined;
  readonly via?: string | undefined;
  readonly text?: string;
  readonly isStrong?: boolean;
}

/** A reading of one line. `near` and `end` are its first and last characters. */
type LineRule = (line: LineView) => Found | undefined;

/** A line as the rules look at it. */
export interface LineView {
  readonly text: string;
  /** Bits of what it holds. */
  readonly holds: number;
  /** Its first and its last characters. */
  readonly near: string;
  readonly end: string;
  readonly isProse: boolean;
  readonly isHead: boolean;
  readonly isTail: boolean;
  readonly next: string;
}

/** How a bracket or a value of a label is read: the originator, and the distributor before or behind it. */
function namesIn(
  value: string,
  place: 'opening' | 'anywhere' = 'anywhere',
): { name?: string; via?: string; isGeneric: boolean } {
  const via = /^(?<first>[^/|]{2,60}?)\s+via\s+(?<second>.{2,60})$/iu.exec(value)?.groups;
  if (via !== undefined) return pair(via['first'] ?? '', via['second'] ?? '');
  // `MENAFN- Live Mint`: the wire that carries it stands first.
  const dashed = /^(?<first>[\p{Lu}\d]{2,14})(?:\s*[-–—]\s|\s[-–—])\s*(?<second>\p{L}.{1,50})$/u.exec(value)?.groups;
  if (dashed !== undefined && !isAgency(value)) return pair(dashed['second'] ?? '', dashed['first'] ?? '');
  const [first = '', second = '', ...more] = place === 'opening' ? value.split(/\s+[-–—]\s*|\s*[-–—]\s+/u) : [];
  if (more.length === 0 && second !== '' && (isShouted(first) || isAgency(first))) return pair(second, first);
  const several = value
    .split(/\s*(?:[/|,、，＝=+&]|\band\b|\by\b|\bet\b|\bund\b|\be\b|\bve\b|\bи\b|\bта\b|\s-\s)\s*/u)
    .filter((part) => part !== '');
  if (several.length > 1 && !isAgency(value)) {
    const known = several.find((part) => isAgency(part));
    const name = known ?? nameIn(value);
    if (name !== undefined) return { name: nameIn(name) ?? name, isGeneric: false };
  }
  const name = nameIn(value);
  return name === undefined ? { isGeneric: several.some(isNobody) || isNobody(value) } : { name, isGeneric: false };

  function pair(name: string, by: string): { name?: string; via?: string; isGeneric: boolean } {
    const [origin, carrier] = [nameIn(name), nameIn(by)];
    if (origin === undefined)
      return carrier === undefined ? { isGeneric: isNobody(name) } : { name: carrier, isGeneric: false };
    return carrier === undefined
      ? { name: origin, isGeneric: false }
      : { name: origin, via: carrier, isGeneric: false };
  }
}

function creditOf(sign: OriginSignName, value: string, text: string): Found | undefined {
  const { name, via, isGeneric } = namesIn(value.trim());
  if (name !== undefined) return { sign, name, via, text };
  return isGeneric ? { sign: 'generic', text } : undefined;
}

/** A place in capitals or in words that begin with them, with a date perhaps: no sentence. */
function isPlace(place: string): boolean {
  if (!/^[\p{Lu}\p{Lo}]/u.test(place) || place.split(/\s+/u).length > 9) return false;
  return !/[!?;:"“”«»]/u.test(place);
}

function isShouted(place: string): boolean {
  const letters = place.replace(/[^\p{L}]/gu, '');
  return letters !== '' && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

/** A longer line is no link and no code. */
const MAX_LINK_CHARACTERS = 80;
/** A longer line is no byline. */
const MAX_BYLINE_CHARACTERS = 120;

/** The code of a wire, a disclaimer, a link to a source: lines that say the same wherever they stand. */
const codeOf: LineRule = ({ text }) => {
  const groups = text.length > MAX_LINK_CHARACTERS ? undefined : WIRE_CODE.exec(text)?.groups;
  return groups === undefined ? undefined : { sign: 'wire-code', name: groups['name'] };
};

const noticeOf: LineRule = ({ near }) => {
  const groups = saysAsIs(near) ? DISCLAIMER.exec(near)?.groups : undefined;
  if (groups !== undefined) return { sign: 'distributor', name: nameIn(groups['name'] ?? ''), text: near };
  return FEED_NOTICE.test(near) ? { sign: 'generic', text: near } : undefined;
};

const linkOf: LineRule = ({ text, near, next, isHead, isTail }) => {
  if (text.length > MAX_LINK_CHARACTERS) return undefined;
  if ((isHead || isTail) && /[:：]$/u.test(near) && LABEL_ALONE.test(near)) return labelledBelow(near, next);
  return REPOST_MARK.test(text) ? { sign: 'repost-mark' } : undefined;
};

const firstPublicationOf: LineRule = ({ near, end }) => {
  const text = FIRST_PUBLISHED.test(end) ? end : near;
  const found = FIRST_PUBLISHED.exec(text)?.groups?.['value'] ?? '';
  if (found !== '') return creditOf('first-published', firstName(found), text);
  const after = FIRST_PUBLISHED_AFTER.exec(near)?.groups ?? FIRST_PUBLISHED_AFTER.exec(end)?.groups;
  const name = after?.['tr'] ?? after?.['ja'];
  return name === undefined ? undefined : creditOf('first-published', name, near);
};

const openingOf: LineRule = ({ near, holds }) => datelineOf(near, holds);

const labelOf: LineRule = ({ near, text, isTail }) => {
  if (text.length > EDGE_CHARACTERS) return undefined;
  const mayBeLabelled = /[:：|–—-]/u.test(near.slice(0, 40));
  const value = (mayBeLabelled ? LABEL_LINE : SOURCE_CAPITALS).exec(near)?.groups?.['value'];
  if (value === undefined || PICTURE.test(near)) return undefined;
  const found = creditOf('credit', value, near);
  // Above the story and in brackets it is as likely whom a picture or a table is from, unless it is a house that is known.
  return found?.name === undefined || isTail || isHouse(found.name) ? found : { ...found, isStrong: false };
};

function isHouse(name: string): boolean {
  return isAgency(name) || PAPER.test(name);
}

/** `… in the autumn. Source: Norlund Press` */
const labelAtEndOf: LineRule = ({ end }) => {
  const last = end.slice(-120);
  const value = /[:：]/u.test(last) ? LABEL_END.exec(last)?.groups?.['value'] : undefined;
  return value === undefined || PICTURE.test(last.slice(-80)) ? undefined : creditOf('credit', value, last.slice(-80));
};

const contributionOf: LineRule = ({ end }) => {
  if (end.includes('contributed to this')) {
    const value = CONTRIBUTED.exec(end)?.groups?.['value'];
    const found = value === undefined ? undefined : creditOf('credit', value, end.slice(-80));
    // A contribution is a part of a story.
    return found?.name !== undefined && isAgency(found.name) ? { ...found, isStrong: false } : undefined;
  }
  const clause = lastClause(end);
  if (clause === undefined) return undefined;
  if (FROM_AGENCIES.test(clause)) return { sign: 'generic', text: end.slice(-80) };
  const value = CONTRIBUTION.exec(clause)?.groups?.['value'];
  if (value === undefined || PICTURE.test(clause)) return undefined;
  const found = creditOf('credit', value, end.slice(-80));
  // "with" begins many an ending: only what is known to be an agency, or nobody, counts behind it.
  return found?.name !== undefined && !isAgency(found.name) ? undefined : found;
};

/** `… in the autumn. (dpa)`, `(MENAFN- Live Mint)` on a line of its own */
const bracketsOf: LineRule = ({ near, end, isTail, text }) => {
  if (!/[)\]）］】][.。]?$/u.test(end)) return undefined;
  const isShort = text.length <= MAX_LINK_CHARACTERS;
  const whole = isShort ? BRACKETED.exec(near) : null;
  const isWhole = whole !== null && whole[0].length === near.length;
  const inner = (isWhole ? whole : BRACKETED_END.exec(end))?.groups?.['inner'];
  if (inner === undefined || PICTURE.test(inner) || /[.!?]\s/u.test(inner)) return undefined;
  const labelled = LABEL_LINE.exec(inner)?.groups?.['value'];
  if (labelled !== undefined) {
    const credited = creditOf('credit', labelled, `(${inner})`);
    return credited?.name === undefined || isHouse(credited.name) ? credited : { ...credited, isStrong: false };
  }
  const found = creditOf('credit', inner, `(${inner})`);
  if (found?.name === undefined) return isTail || isShort ? found : undefined;
  if (found.via !== undefined) return found;
  return isAgency(found.name) && isTail ? found : undefined;
};

/** `…Canada./ VOA (A2 Televizion)`, `— dpa` */
const dashedNameOf: LineRule = ({ near, end, isTail, text, isProse }) => {
  const last = end.slice(-EDGE_OF_END);
  if (!/[/–—―-]/u.test(last)) return undefined;
  const groups =
    (isTail ? SLASHED_END.exec(last)?.groups : undefined) ?? (isProse ? undefined : DASHED_LINE.exec(near)?.groups);
  const inner = groups?.['inner'];
  if (inner === undefined) return undefined;
  const found = creditOf('credit', inner, text.length <= MAX_LINK_CHARACTERS ? text : end.slice(-60));
  if (found?.name !== undefined && !isAgency(found.name) && !(isTail && PAPER.test(found.name))) return undefined;
  return found;
};

/** A name behind a dash and another in brackets are no longer. */
const EDGE_OF_END = 100;

const authorOf: LineRule = ({ near, isTail, text }) => {
  if (text.length > MAX_BYLINE_CHARACTERS) return undefined;
  const writes = isTail && near.includes(' is a') ? WRITER.exec(near)?.groups?.['inner'] : undefined;
  if (writes !== undefined && isAgency(writes)) return { sign: 'byline', name: writes, isStrong: true };
  return bylineOf(near);
};

const copyrightOf: LineRule = ({ near, end, isTail, text }) => {
  if (!isTail && text.length > EDGE_CHARACTERS) return undefined;
  const value = (COPYRIGHT.exec(near) ?? COPYRIGHT.exec(end))?.groups?.['value'];
  if (value === undefined || PICTURE.test(near)) return undefined;
  const name = nameIn(value);
  return name !== undefined && isAgency(name) ? { sign: 'copyright', name, text: near } : undefined;
};

/** Where in a text a rule may be tried: see `STANDS` in credit.ts. */
export type RulePlace = 'anywhere' | 'head' | 'tail' | 'outer' | 'ends';

/** A rule, where in a text it is tried, and what must be in a line: one of `needs`, and one of `also` where that is said. */
interface PlacedRule {
  readonly read: LineRule;
  readonly where: RulePlace;
  readonly needs: number;
  readonly also?: number;
}

/** Tried in this order: the first that reads a line says what it is. Letters of another script may be any word. */
export const LINE_RULES: readonly PlacedRule[] = [
  { read: codeOf, where: 'anywhere', needs: LONG_NUMBER },
  { read: noticeOf, where: 'anywhere', needs: NOTICE },
  { read: linkOf, where: 'anywhere', needs: LINK | OTHER_SCRIPT },
  { read: firstPublicationOf, where: 'ends', needs: PUBLICATION | OTHER_SCRIPT },
  { read: openingOf, where: 'head', needs: BRACKET | SLASH | DASH | OTHER_SCRIPT },
  { read: labelOf, where: 'outer', needs: LINK | OTHER_SCRIPT },
  { read: labelAtEndOf, where: 'tail', needs: COLON | OTHER_SCRIPT, also: LINK | OTHER_SCRIPT },
  { read: contributionOf, where: 'outer', needs: WITH | OTHER_SCRIPT, also: AGENCY | OTHER_SCRIPT },
  { read: bracketsOf, where: 'ends', needs: BRACKET | OTHER_SCRIPT },
  { read: dashedNameOf, where: 'ends', needs: SLASH | DASH | OTHER_SCRIPT, also: AGENCY | PAPER_WORD | OTHER_SCRIPT },
  { read: authorOf, where: 'outer', needs: AGENCY | OTHER_SCRIPT },
  { read: copyrightOf, where: 'outer', needs: COPYRIGHT_SIGN | AGENCY },
];

/** A line that holds nothing of this is not looked at. */
export const ANY_NEED = LINE_RULES.reduce((bits, { needs }) => bits | needs, REPORT | OTHER_SCRIPT);

/** The last words of a line: a line that is short, or what stands behind its last sentence, bracket or dash. */
function lastClause(end: string): string | undefined {
  const body = end.slice(-EDGE_OF_END - 2, -1);
  let from = -1;
  for (const mark of [
    '. ',
    '! ',
    '? ',
    '… ',
    '” ',
    '" ',
    '» ',
    ' (',
    '。',
    '（',
    ' - ',
    ' – ',
    ' — ',
    ' | ',
    '.)',
    ' [',
  ]) {
    const at = body.lastIndexOf(mark);
    if (at > from) from = at + mark.length - (mark.endsWith('(') || mark.endsWith('（') || mark.endsWith('[') ? 1 : 0);
  }
  const clause = from < 0 ? end : end.slice(from + Math.max(0, end.length - EDGE_OF_END - 2));
  return clause.length <= EDGE_OF_END ? clause.trim() : undefined;
}

/** `Source:` and, on the next line, a name; what may be a menu's word is none. */
function labelledBelow(label: string, next: string): Found {
  const isName = isAgency(next) || PAPER.test(next) || UNSPACED.test(next) || /\s/u.test(next);
  const found = isName && next.length <= 60 ? creditOf('credit', next, `${label} ${next}`) : undefined;
  return found ?? { sign: 'repost-mark' };
}

/** The name at the beginning of what follows "published by": up to the end of its clause. */
function firstName(value: string): string {
  const named = /^[“"«「『](?<name>[^”"»」』]{2,60})[”"»」』]/u.exec(value)?.groups?.['name'];
  if (named !== undefined) return named;
  const host = /^(?:https?:\/\/)?[\p{L}\p{N}.-]{1,80}\.\p{L}{2,12}(?=[\s/,;)]|[.]?$)/u.exec(value)?.[0];
  if (host !== undefined) return host.replace(/[.]$/u, '');
  return (
    value.split(
      /[,;.!?()（），。；！]\s|[,;.!?)）。，；]|\s(?:on|in|at|and|under|with|as|by|as part|via|el|le|am|em|il|il|under a|в|у|від|от|tarihinde)\s|\s(?=\d)|\s[-–—|]\s/u,
      1,
    )[0] ?? ''
  );
}

/** A longer place and date with an agency there is not. */
const MAX_DATELINE_CHARACTERS = 120;

function datelineOf(near: string, holds: number): Found | undefined {
  const top = near.slice(0, MAX_DATELINE_CHARACTERS);
  if (!/[()[\]/（）［］【】电電讯訊–—-]|\. /u.test(top)) return undefined;
  const kana = /^[【[［]/u.test(near) ? DATELINE_KANA.exec(near.normalize('NFKC'))?.groups : undefined;
  if (kana !== undefined) return { sign: 'dateline', name: kana['inner'], text: near.slice(0, 60) };
  const han = /[电電讯訊]/u.test(top) ? DATELINE_HAN.exec(near) : undefined;
  if (han?.groups !== undefined) return { sign: 'dateline', name: han.groups['inner'], text: han[0] };

  const opening = BRACKETED.exec(near);
  if (opening?.groups !== undefined) {
    const rest = near.slice(opening[0].length);
    const inner = opening.groups['inner'] ?? '';
    const { name, via } = namesIn(inner, 'opening');
    // What opens a story: an agency, a wire with its originator, or any name with the dash of a dateline behind it.
    const isDateline =
      name !== undefined &&
      rest.trim() !== '' &&
      (isAgency(name) || via !== undefined || (PAPER.test(name) && /^\s*[-–—]{1,2}\s/u.test(rest)));
    if (isDateline && !PICTURE.test(inner))
      return { sign: via === undefined ? 'dateline' : 'credit', name, via, text: opening[0] };
  }

  const found = /[([/（［]/u.test(top) ? DATELINE.exec(near) : null;
  if (found?.groups !== undefined) {
    const { place = '', inner = '', dash = '' } = found.groups;
    // `JANE ROE/AGENCY/` stands under a picture.
    const isOpened = near.charAt(place.length).trim() === '' || !near.slice(place.length).startsWith('/');
    if (isPlace(place) && isOpened) {
      const { name, via } = namesIn(inner.split('/')[0] ?? '');
      const isKnown = name !== undefined && isAgency(name);
      if (
        name !== undefined &&
        ((isKnown && (dash !== '' || isShouted(place))) ||
          (dash !== '' &&
            dash !== '.' &&
            isShouted(place.replace(/\d/g, '').split(',')[0] ?? '') &&
            /^[\p{Lu}\p{Lo}][^\d]*$/u.test(name)))
      ) {
        // A station's letters stand over its own stories too.
        return { sign: 'dateline', name, via, text: found[0], isStrong: !CALL_SIGN.test(name) };
      }
    }
  }
  // Here only an agency of the table counts.
  const dashed = (holds & (AGENCY | OTHER_SCRIPT)) === 0 ? null : DATELINE_DASH.exec(near);
  const name = dashed?.groups?.['inner'];
  if (dashed === null || name === undefined || !isAgency(name) || isHomely(name)) return undefined;
  const place = dashed.groups?.['place'] ?? '';
  return isPlace(place) && !BY_FIRST.test(place) ? { sign: 'dateline', name, text: dashed[0] } : undefined;
}

/** "By Jane Roe | Associated Press", "By Reuters Staff", "Agencies": a short line that names a person's agency, or no person. */
function bylineOf(near: string): Found | undefined {
  const by = BY_FIRST.exec(near)?.groups?.['who'];
  const line = by ?? near;
  const whole = nameIn(line);
  if (whole !== undefined && isAgency(whole)) {
    if (by === undefined && isHomely(whole)) return undefined;
    return { sign: 'byline', name: whole, isStrong: by !== undefined || !isInitials(whole) };
  }
  if (isNobody(line)) return by !== undefined || isAgencies(line) ? { sign: 'generic' } : undefined;
  if (PICTURE.test(near) || /[.!?。][\s"”»]*$/u.test(near) || /^[([（]/u.test(near)) return undefined;
  const name = agencyOfByline(line);
  if (name !== undefined) {
    // Without "by" it may as well be who took the picture above: initials are left, a full name says little by itself.
    const isBy = by !== undefined || /\bby\s/iu.test(near);
    if (!isBy && (isInitials(name) || /\S\s?\/\s?\S/u.test(near))) return undefined;
    return { sign: 'byline', name, isStrong: isBy };
  }
  const last = line.split(/[|,/•·]|\s[-–—]\s/u).at(-1) ?? '';
  return by !== undefined && isNobody(last) ? { sign: 'generic' } : undefined;
}

/** "Jane Roe | Associated Press", "JANE ROE Associated Press", "The Associated Press — By Jane Roe", "Jane Roe of Reuters" */
function agencyOfByline(line: string): string | undefined {
  const parts = line.split(/\s*(?:[|,/•·]|\s[-–—]\s|\b(?:of|for)\b)\s*/u);
  if (parts.length > 1) {
    const last = nameIn(parts.at(-1) ?? '');
    if (last !== undefined && isAgency(last)) return last;
    const first = nameIn(parts[0] ?? '');
    if (first !== undefined && isAgency(first) && !isInitials(first)) return first;
  }
  const words = line.trim().split(/\s+/u);
  if (words.length > 10 || line.includes(':')) return undefined;
  for (const count of [3, 2, 1]) {
    const last = words.slice(-count).join(' ');
    const isNamed = words.length > count && isAgency(last) && !isHomely(last);
    // Without a mark before it one word is too little: "Photos from Reuters" is a menu.
    if (isNamed && (count > 1 || isShouted(words.slice(0, -1).join(' ')))) return nameIn(last);
  }
  return undefined;
}

/** AP, AFP, dpa: letters that also stand under pictures. */
function isInitials(name: string): boolean {
  return name.length <= 4 && !UNSPACED.test(name);
}
