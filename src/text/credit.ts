import { type EdgeLines, MOST_EDGE_LINES } from '../kernel/edge-lines.ts';
import { MAX_SWEPT } from '../kernel/limits.ts';
import type { OriginSignName } from '../model.ts';
import { isAgencies, isAgency, isHomely, isNobody, nameIn } from './agencies.ts';
import { CONTRIBUTIONS, FIRST_PUBLICATIONS, LABELS, PAPER_WORDS, REPORTS, REPOST_MARKS } from './credit-words.ts';
import {
  AGENCY,
  BRACKET,
  COLON,
  COPYRIGHT_SIGN,
  DASH,
  edgeLinesOf,
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

/** A sign of origin in a text, before its line is known. */
export interface CreditSign {
  readonly sign: OriginSignName;
  /** UTF-16 offset into the body. */
  readonly start: number;
  readonly text: string;
  readonly name?: string;
  readonly via?: string;
  /** Stands where credits stand and is of a credit's own grammar; a weak one may be of one fact of the story only. */
  readonly isStrong: boolean;
}

/** What is looked at of a line, at its beginning and at its end: no credit is longer, and every pattern stays cheap. */
const EDGE_CHARACTERS = 200;
/** A line of so many characters is prose; in scripts without spaces a character says more. A taste. */
const PROSE_CHARACTERS = 60;
const PROSE_UNSPACED_CHARACTERS = 24;
/** The first and last part of the prose in which a credit speaks of the whole story, … */
const EDGE_SHARE = 0.25;
/** … and so many lines of prose at either end do in any case. */
const EDGE_PROSE_LINES = 2;
/** Signs kept of one article: enough for any honest page. */
const MAX_SIGNS = 12;
/** How much of a sign's text is kept. */
const MAX_SIGN_CHARACTERS = 160;
/** One line of a text that holds something. */
interface TextLine {
  readonly start: number;
  readonly text: string;
  /** Bits of what it holds. */
  readonly holds: number;
  readonly isProse: boolean;
  /** Among the first of the prose, or above it. A short text has lines that are both. */
  readonly isHead: boolean;
  /** Among the last of it, or below. */
  readonly isTail: boolean;
  /** The very first or last of the prose, or no prose: what stands here may be of any grammar. */
  readonly isOutermost: boolean;
  /** What the next line begins with, where it may matter. */
  readonly next: string;
}

/**
 * Reads what a text says of its own origin: datelines, credit lines, bylines, "originally published by", wire codes,
 * repost marks. What counts is where words stand and in which grammar: "LONDON (Reuters) -" opens a story, "Source: Reuters"
 * is a line of its own, while "Reuters reported that" inside a story is of one fact and is left alone.
 *
 * @returns in the order of the text; claims of the text, never proofs
 */
export function readCredits(body: string): CreditSign[] {
  const lines = edgeLinesOf(body);
  const { count, headCount, hasMiddle, starts, ends, holds } = lines;
  const { total, lineCount } = markProse(lines, body);
  const signs: CreditSign[] = [];
  let before = 0;
  let proseBefore = 0;
  for (let k = 0; k < count; k++) {
    const start = starts[k]!;
    const end = ends[k]!;
    const isProse = proseMarks[k] === 1;
    const size = isProse ? end - start : 0;
    const held = holds[k]!;
    if ((held & ANY_NEED) !== 0) {
      const share = hasMiddle ? (k < headCount ? 0 : 1) : total === 0 ? 0 : before / total;
      const after = hasMiddle ? 1 - share : total === 0 ? 0 : (total - before - size) / total;
      const proseAfter = lineCount - proseBefore - (isProse ? 1 : 0);
      const isOuter = proseBefore < EDGE_PROSE_LINES;
      const mayLabel = (held & (LINK | OTHER_SCRIPT)) !== 0 && k + 1 < count;
      const line: TextLine = {
        start,
        text: body.slice(start, end),
        holds: held,
        isProse,
        isHead: isOuter || share <= EDGE_SHARE,
        isTail: proseAfter < EDGE_PROSE_LINES || after <= EDGE_SHARE,
        isOutermost: !isProse || isOuter || proseAfter < EDGE_PROSE_LINES,
        next: mayLabel ? body.slice(starts[k + 1]!, Math.min(ends[k + 1]!, starts[k + 1]! + EDGE_CHARACTERS)) : '',
      };
      addSigns(signs, line);
      if (signs.length >= MAX_SIGNS) break;
    }
    before += size;
    if (isProse) proseBefore++;
  }
  return signs.slice(0, MAX_SIGNS).sort((a, b) => a.start - b.start);
}

function addSigns(signs: CreditSign[], line: TextLine): void {
  const found = signsOfLine(line);
  for (const sign of found) signs.push(asSign(sign, line.start, line.text));
  if (found.length === 0 && (line.holds & (REPORT | OTHER_SCRIPT)) !== 0) signs.push(...reportedIn(line));
}

function asSign({ sign, name, via, text, isStrong = true }: Found, start: number, line: string): CreditSign {
  return {
    sign,
    start,
    text: (text ?? line)
      .slice(0, 2 * MAX_SIGN_CHARACTERS)
      .replace(/\s+/gu, ' ')
      .slice(0, MAX_SIGN_CHARACTERS),
    ...(name === undefined ? {} : { name }),
    ...(via === undefined ? {} : { via }),
    isStrong,
  };
}

/** 1 for each line of the text at hand that is prose. */
const proseMarks = new Uint8Array(MOST_EDGE_LINES);

/** Marks the lines that are prose; returns how many there are, and their characters. */
function markProse({ count, starts, ends, holds }: EdgeLines, body: string): { total: number; lineCount: number } {
  let total = 0;
  let lineCount = 0;
  for (let k = 0; k < count; k++) {
    const start = starts[k]!;
    const length = ends[k]! - start;
    const held = holds[k]!;
    let isProse = length >= PROSE_CHARACTERS;
    if ((held & OTHER_SCRIPT) !== 0 && length >= PROSE_UNSPACED_CHARACTERS) {
      isProse ||= UNSPACED.test(body.slice(start, start + PROSE_UNSPACED_CHARACTERS));
    }
    if (isProse && (held & NOTICE) !== 0) isProse = !isDisclaimer(body.slice(start, start + EDGE_CHARACTERS));
    proseMarks[k] = isProse ? 1 : 0;
    if (!isProse) continue;
    total += length;
    lineCount++;
  }
  return { total, lineCount };
}

const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/u;

function saysAsIs(text: string): boolean {
  return text.includes('as is') || text.includes('as-is') || text.includes('AS IS') || text.includes('AS-IS');
}

function isDisclaimer(near: string): boolean {
  return saysAsIs(near) && DISCLAIMER.test(near);
}

/** What was found on a line. */
interface Found {
  readonly sign: OriginSignName;
  readonly name?: string | undefined;
  readonly via?: string | undefined;
  readonly text?: string;
  readonly isStrong?: boolean;
}

/** A reading of one line. `near` and `end` are its first and last characters. */
type LineRule = (line: LineView) => Found | undefined;

/** A line as the rules look at it. */
interface LineView {
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

/** What a line says: one thing, or one at either end of a long one. */
function signsOfLine(line: TextLine): Found[] {
  const { text, holds, isProse, isHead, isTail, next } = line;
  const isShort = text.length <= EDGE_CHARACTERS;
  const view: LineView = {
    text,
    holds,
    near: isShort ? text : text.slice(0, EDGE_CHARACTERS),
    end: isShort ? text : text.slice(-EDGE_CHARACTERS),
    isProse,
    isHead,
    isTail,
    next,
  };
  const signs: Found[] = [];
  for (const { read, where, needs, also = needs } of LINE_RULES) {
    if ((holds & needs) === 0 || (holds & also) === 0 || !STANDS[where](line)) continue;
    const found = read(view);
    if (found === undefined) continue;
    signs.push(found);
    if (isShort || signs.length === 2) break;
  }
  return signs;
}

/** Where in a text a rule may be tried. */
const STANDS = {
  anywhere: () => true,
  head: ({ isHead }: TextLine) => isHead,
  tail: ({ isTail }: TextLine) => isTail,
  /** The outermost lines at either end. */
  outer: ({ isHead, isTail, isOutermost }: TextLine) => isOutermost && (isHead || isTail),
  /** These, and all that belongs to the last part of the prose. */
  ends: ({ isHead, isTail, isOutermost }: TextLine) => isTail || (isOutermost && isHead),
};

/** `MENAFN12022025007365015876ID1109200840`: the letters of a wire and a long number. */
const WIRE_CODE = /^(?<name>[A-Z]{2,12})(?<digits>\d{12,24})(?:[A-Z]{2}\d{4,16})?$/;
const DISCLAIMER =
  /^(?<name>[\p{Lu}][\p{L}\p{N} .&-]{1,40}?) (?:provides?|distributes?|publishes) (?:the|this|its) (?:information|content|news content|material|article)s? ["“'‘]?as[ -]is\b/iu;
/** Notices by which a site says that its text came in by a feed, and no more. */
const FEED_NOTICE =
  /\b(?:published (?:directly |unedited )?from (?:a |an |the )?(?:[\p{L}-]+ ){0,2}feeds?|auto-?(?:generated|published) (?:from|by) (?:a |an |the )?(?:[\p{L}-]+ ){0,2}(?:feed|service)s?|(?:has|was) not (?:been )?(?:edited|created|modified) by (?:[\p{L}.-]+ ){1,4}(?:staff|team|editors|desk)|without (?:any )?modifications? to the text|syndicated (?:news )?feed)\b/iu;

/** `(With agency inputs)`, `— with wire reports` at the end of a line. */
const FROM_AGENCIES =
  /^[([]?\s*(?:with|from|mit|con|avec|com) (?:(?:news )?agenc(?:y|ies)|wires?|wire services?|agenturen|agencias|agences|agências|agenzie)(?: (?:inputs?|reports?|services?|contributions?))?\s*[)\]]?[.]?$/iu;

/** Link texts that say there is an original, in the twelve languages; a line of its own. */
const REPOST_MARK = new RegExp(`^[\\s([>»→*•-]*(?:${REPOST_MARKS.join('|')})[\\s:：.)\\]»>→↗*-]*$`, 'iu');

const SEP = '\\s*[:：]\\s*';
/** What introduces a name on a line of its own or at the end of the text. */
const LABEL = LABELS.join('|');
const LABEL_LINE = new RegExp(
  `^[\\s([（【*•>|-]*(?:${LABEL})(?:${SEP}|\\s*[-–—]\\s+|\\s+[|]\\s+)(?<value>\\S.{0,120})$`,
  'iu',
);
const LABEL_END = new RegExp(`[.!?…。！？"”»）)]\\s*[([（【]?(?:${LABEL})${SEP}(?<value>[^:：]{2,80})$`, 'iu');
const LABEL_ALONE = new RegExp(`^(?:${LABEL})\\s*[:：]$`, 'iu');
/** PR wires close with the issuer in capitals: `SOURCE Example Corp`. */
const SOURCE_CAPITALS = /^SOURCE (?<value>\S.{1,80})$/;

/** What says that somebody else's text is in this one: whole lines, or the last words of the text. */
const CONTRIBUTION = new RegExp(
  `^[(\\[（]?\\s*(?:(?:${CONTRIBUTIONS.join('|')})[\\s:：]+|综合|綜合|根据)(?<value>[^()\\[\\]（）.。!?]{2,80}?)\\s*[)\\]）]?\\s*[.。]?$`,
  'iu',
);
const CONTRIBUTED =
  /(?:^|[.!?"”)]\s*)\(?(?:the )?(?<value>\p{Lu}[\p{L}\p{N} .&'’-]{1,50}?) (?:also )?contributed to this (?:report|story|article|dispatch)\b/iu;

/** "Originally published by X": the text itself says where it first stood. `value` is the name and what follows it. */
const FIRST_PUBLISHED = new RegExp(`(?:${FIRST_PUBLICATIONS.join('|')})\\s*[:：]?\\s*(?<value>\\S.{0,90})`, 'iu');
/** The same in languages that put the name first. */
const FIRST_PUBLISHED_AFTER = new RegExp(
  `(?:${[
    "(?:haber|yazı|makale|içerik)?\\s*ilk (?:olarak|kez) (?<tr>[^\\s,.]{2,40}(?: [^\\s,.]{1,20}){0,2}?)['’]?(?:te|ta|de|da) (?:yayım|yayın)lan",
    '(?:この記事は|本記事は|記事は)?[「『]?(?<ja>[^\\s、。「」『』]{2,30}?)[」』]?(?:より転載|から転載|に掲載された|が初出|で最初に公開|に寄稿された|で公開された)',
  ].join('|')})`,
  'iu',
);

/** An agency, or several, in brackets: `(MENAFN- Live Mint)`, `（共同）`, `[AFP]`, `/ТАСС/`. */
const BRACKETED =
  /^[([（［【/]\s*(?<inner>[^()[\]（）［］【】/]{2,60}(?:\/[^()[\]（）［］【】/]{2,30})?)\s*[)\]）］】/]/u;
const BRACKETED_END = /[([（［【]\s*(?<inner>[^()[\]（）［］【】]{2,70})\s*[)\]）］】]\s*[.。]?$/u;
/** `LONDON (Reuters) -`, `Madrid, 12 feb (EFE).-`, `МОСКВА, 12 февраля. /ТАСС/.`, `NEW YORK, Feb. 12, 2025 /PRNewswire/ --` */
const DATELINE =
  /^(?<place>(?:[^()[\]/（）［］【】\n]|(?<=\p{L})\/(?=\p{L})){2,70}?)\s*[([/（［]\s*(?<inner>[^()[\]/（）［］]{2,40}(?:\/[^()[\]/（）［］]{1,24})?)\s*[)\]/）］]\s*(?<dash>[-–—―:.]{0,4})/u;
/** `МОСКВА, 12 фев — РИА Новости.`, `КИЇВ. 12 лютого. УНН.` */
const DATELINE_DASH =
  /^(?<place>\p{Lu}[\p{L}\p{N} .,'’-]{1,50}?)\s*(?:[.,]|\s[-–—])\s*(?:[-–—]\s*)?(?<inner>\p{Lu}[\p{L}\p{N} -]{1,24}?)\s*[.:,]?\s*(?:[-–—]|[.]\s)/u;
/** `新华社北京2月12日电`, `中新网2月12日电`, `中央社台北12日電` */
const DATELINE_HAN =
  /^[「“"（(【]?(?<inner>[\p{Script=Han}]{2,8}?(?:社|网|網|报|報|台|通讯|財經|财经))(?:记者|記者)?[\p{Script=Han}]{0,10}?\s?(?:\d{1,4}\s?年)?\s?(?:\d{1,2}\s?月)?\s?(?:\d{1,2}\s?日)?\s?(?:综合)?(?:外)?[电電讯訊]/u;
/** `【ワシントン共同】`, `【パリＡＦＰ時事】`, `［東京　１２日　ロイター］` */
const DATELINE_KANA =
  /^[【[［](?<place>[^】\]］]{0,24}?)[\s＝=・]*(?<inner>共同|時事|ロイター|AFP(?:=?時事)?|AP|新華社|聯合|聯合ニュース|タス|CNN|ブルームバーグ|EPA)[】\]］]/u;

/** The end of a story: `…Canada./ VOA (A2 Televizion)`, `— dpa`, `- AA`, `//Reuters`. */
const SLASHED_END =
  /[.!?…。！？"”»)]\s*(?<mark>\/{1,2}|[-–—―]{1,3})\s*(?<inner>[^\s/.!?。,;:()（）-][^/.!?。,;:()（）]{0,40}?)(?:\s*[(（][^()（）]{1,40}[)）])?\s*[.]?$/u;
const DASHED_LINE =
  /^(?:\/{1,2}|[-–—―]{1,3})\s*(?<inner>\p{L}[^/.!?。,;:()（）]{1,40}?)(?:\s*[(（][^()（）]{1,40}[)）])?[.]?$/u;

const BY = '(?:by|por|par|von|di|da|de|a cura di|от|автор|від|بقلم|作者|文|文/|記者|撰文)';
/** Behind a date or a desk as well: `Posted July 15, by Associated Press`. */
const BY_FIRST = new RegExp(`^(?:${BY}|.{0,60}?[,|]\\s*by)[\\s:：/]+(?<who>\\S.{1,80})$`, 'iu');

const COPYRIGHT =
  /(?:(?:©|\(c\)|copyright|copr\.)\s*){1,3}(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\s*,?\s*(?:by\s+)?(?<value>\p{L}[^.|©\n]{1,60})/iu;

/** `Jane Roe is an Associated Press writer.` */
const WRITER = /\bis an? (?<inner>\p{Lu}[\p{L} ]{1,40}?) (?:writer|reporter|correspondent|journalist)\b/u;

/** Credits of pictures, not of the text. */
const PICTURE =
  /\b(?:photos?|foto(?:s|graf[ií]a)?|image[ns]?|imagen|picture|pic|bild(?:er)?\d*|immagine|fotoğraf|getty|shutterstock|istock|afp via getty|illustration|video|screengrab|file)\b|фото|صورة|图片|图源|圖片|摄|攝|写真|撮影|画像/iu;

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

/** A rule, where in a text it is tried, and what must be in a line: one of `needs`, and one of `also` where that is said. */
interface PlacedRule {
  readonly read: LineRule;
  readonly where: keyof typeof STANDS;
  readonly needs: number;
  readonly also?: number;
}

/** Tried in this order: the first that reads a line says what it is. Letters of another script may be any word. */
const LINE_RULES: readonly PlacedRule[] = [
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
const ANY_NEED = LINE_RULES.reduce((bits, { needs }) => bits | needs, REPORT | OTHER_SCRIPT);

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

/** Letters of an American station. */
const CALL_SIGN = /^[KW][A-Z]{2,3}(?:[ -](?:TV|FM|AM))?$/;

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

/** "As reported by X", in the grammar each language has for it; the name stands behind, but in Turkish. */
const REPORTED = new RegExp(
  `(?:${REPORTS.join('|')})\\s*(?<value>[\\p{L}\\p{N}«“"„][^,.;:!?()\\n，。；：（）]{0,60})`,
  'giu',
);
const REPORTED_TURKISH =
  /(?<value>\p{Lu}[\p{L}\p{N} ]{1,30}?)['’](?:n[ıiuü]n|[ıiuü]n) (?:haberine|aktardığına|bildirdiğine) göre/gu;
/** Of these, those that in their language also open any sentence of a story: they count at its ends only. */
const ACTIVE = /^(?:как |як )?(?:сообщ|перед|повідом)|^по с|^نق|^حسب|^[据據]|^wie/iu;

function reportedIn({ start, text, isHead, isTail }: TextLine): CreditSign[] {
  const swept = text.slice(0, MAX_SWEPT);
  const signs: CreditSign[] = [];
  for (const pattern of [REPORTED, REPORTED_TURKISH]) {
    for (const found of swept.matchAll(pattern)) {
      const value = found.groups?.['value'] ?? '';
      const name = agencyAtStart(value);
      if (name === undefined) continue;
      const within = found.index / text.length;
      const isAtEdge =
        text.length <= LONG_PARAGRAPH ? isHead || isTail : within <= EDGE_SHARE || within >= 1 - EDGE_SHARE;
      if (!isAtEdge && ACTIVE.test(found[0])) continue;
      const told = found[0].slice(0, MAX_SIGN_CHARACTERS);
      signs.push({ sign: 'reported-by', start: start + found.index, text: told, name, isStrong: isAtEdge });
      if (signs.length >= MAX_SIGNS) return signs;
    }
  }
  return signs;
}

/** The agency or paper with which a clause begins: "VOA", "the Daily Harbour", "新华社报道". */
function agencyAtStart(value: string): string | undefined {
  const cleaned = value.replace(/^[«“"„]/u, '').replace(/(?:报道|報道|报导|消息|电|電|讯).*$/u, '');
  const words = cleaned.trim().split(/\s+/u);
  for (let count = Math.min(6, words.length); count > 0; count--) {
    const name = nameIn(words.slice(0, count).join(' '));
    if (name === undefined) continue;
    if (
      isAgency(name) ||
      (PAPER.test(name) &&
        words
          .slice(0, count)
          .every((word) => /^[\p{Lu}\p{Lo}«“"]|^(?:the|of|and|de|la|le|el|der|die|das|i|y)$/u.test(word)))
    )
      return name;
  }
  return undefined;
}

/** Words by which a newspaper, a station or a site is known for one. */
const PAPER = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PAPER_WORDS.join('|')})(?![\\p{L}\\p{N}])|\\.\\p{L}{2,4}$|(?:社|网|報|报|新聞|通信)$`,
  'iu',
);

/** A paragraph of more characters holds a whole story, and has a beginning and an end of its own. */
const LONG_PARAGRAPH = 2000;
