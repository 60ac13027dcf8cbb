import { CONTRIBUTIONS, FIRST_PUBLICATIONS, LABELS, PAPER_WORDS, REPORTS, REPOST_MARKS } from './credit-words.ts';

// What a line of credit looks like, as patterns: what is between the names and where these stand. The words of the languages are
// in credit-words.ts.

/** `MENAFN12022025007365015876ID1109200840`: the letters of a wire and a long number. */
export const WIRE_CODE = /^(?<name>[A-Z]{2,12})(?<digits>\d{12,24})(?:[A-Z]{2}\d{4,16})?$/;
export const DISCLAIMER =
  /^(?<name>[\p{Lu}][\p{L}\p{N} .&-]{1,40}?) (?:provides?|distributes?|publishes) (?:the|this|its) (?:information|content|news content|material|article)s? ["“'‘]?as[ -]is\b/iu;
/** Notices by which a site says that its text came in by a feed, and no more. */
export const FEED_NOTICE =
  /\b(?:published (?:directly |unedited )?from (?:a |an |the )?(?:[\p{L}-]+ ){0,2}feeds?|auto-?(?:generated|published) (?:from|by) (?:a |an |the )?(?:[\p{L}-]+ ){0,2}(?:feed|service)s?|(?:has|was) not (?:been )?(?:edited|created|modified) by (?:[\p{L}.-]+ ){1,4}(?:staff|team|editors|desk)|without (?:any )?modifications? to the text|syndicated (?:news )?feed)\b/iu;

/** `(With agency inputs)`, `— with wire reports` at the end of a line. */
export const FROM_AGENCIES =
  /^[([]?\s*(?:with|from|mit|con|avec|com) (?:(?:news )?agenc(?:y|ies)|wires?|wire services?|agenturen|agencias|agences|agências|agenzie)(?: (?:inputs?|reports?|services?|contributions?))?\s*[)\]]?[.]?$/iu;

/** Link texts that say there is an original, in the twelve languages; a line of its own. */
export const REPOST_MARK = new RegExp(`^[\\s([>»→*•-]*(?:${REPOST_MARKS.join('|')})[\\s:：.)\\]»>→↗*-]*$`, 'iu');

const SEP = '\\s*[:：]\\s*';
/** What introduces a name on a line of its own or at the end of the text. */
const LABEL = LABELS.join('|');
export const LABEL_LINE = new RegExp(
  `^[\\s([（【*•>|-]*(?:${LABEL})(?:${SEP}|\\s*[-–—]\\s+|\\s+[|]\\s+)(?<value>\\S.{0,120})$`,
  'iu',
);
export const LABEL_END = new RegExp(`[.!?…。！？"”»）)]\\s*[([（【]?(?:${LABEL})${SEP}(?<value>[^:：]{2,80})$`, 'iu');
export const LABEL_ALONE = new RegExp(`^(?:${LABEL})\\s*[:：]$`, 'iu');
/** PR wires close with the issuer in capitals: `SOURCE Example Corp`. */
export const SOURCE_CAPITALS = /^SOURCE (?<value>\S.{1,80})$/;

/** What says that somebody else's text is in this one: whole lines, or the last words of the text. */
export const CONTRIBUTION = new RegExp(
  `^[(\\[（]?\\s*(?:(?:${CONTRIBUTIONS.join('|')})[\\s:：]+|综合|綜合|根据)(?<value>[^()\\[\\]（）.。!?]{2,80}?)\\s*[)\\]）]?\\s*[.。]?$`,
  'iu',
);
export const CONTRIBUTED =
  /(?:^|[.!?"”)]\s*)\(?(?:the )?(?<value>\p{Lu}[\p{L}\p{N} .&'’-]{1,50}?) (?:also )?contributed to this (?:report|story|article|dispatch)\b/iu;

/** "Originally published by X": the text itself says where it first stood. `value` is the name and what follows it. */
export const FIRST_PUBLISHED = new RegExp(
  `(?:${FIRST_PUBLICATIONS.join('|')})\\s*[:：]?\\s*(?<value>\\S.{0,90})`,
  'iu',
);
/** The same in languages that put the name first. */
export const FIRST_PUBLISHED_AFTER = new RegExp(
  `(?:${[
    "(?:haber|yazı|makale|içerik)?\\s*ilk (?:olarak|kez) (?<tr>[^\\s,.]{2,40}(?: [^\\s,.]{1,20}){0,2}?)['’]?(?:te|ta|de|da) (?:yayım|yayın)lan",
    '(?:この記事は|本記事は|記事は)?[「『]?(?<ja>[^\\s、。「」『』]{2,30}?)[」』]?(?:より転載|から転載|に掲載された|が初出|で最初に公開|に寄稿された|で公開された)',
  ].join('|')})`,
  'iu',
);

/** An agency, or several, in brackets: `(MENAFN- Live Mint)`, `（共同）`, `[AFP]`, `/ТАСС/`. */
export const BRACKETED =
  /^[([（［【/]\s*(?<inner>[^()[\]（）［］【】/]{2,60}(?:\/[^()[\]（）［］【】/]{2,30})?)\s*[)\]）］】/]/u;
export const BRACKETED_END = /[([（［【]\s*(?<inner>[^()[\]（）［］【】]{2,70})\s*[)\]）］】]\s*[.。]?$/u;
/** `LONDON (Reuters) -`, `Madrid, 12 feb (EFE).-`, `МОСКВА, 12 февраля. /ТАСС/.`, `NEW YORK, Feb. 12, 2025 /PRNewswire/ --` */
export const DATELINE =
  /^(?<place>(?:[^()[\]/（）［］【】\n]|(?<=\p{L})\/(?=\p{L})){2,70}?)\s*[([/（［]\s*(?<inner>[^()[\]/（）［］]{2,40}(?:\/[^()[\]/（）［］]{1,24})?)\s*[)\]/）］]\s*(?<dash>[-–—―:.]{0,4})/u;
/** `МОСКВА, 12 фев — РИА Новости.`, `КИЇВ. 12 лютого. УНН.` */
export const DATELINE_DASH =
  /^(?<place>\p{Lu}[\p{L}\p{N} .,'’-]{1,50}?)\s*(?:[.,]|\s[-–—])\s*(?:[-–—]\s*)?(?<inner>\p{Lu}[\p{L}\p{N} -]{1,24}?)\s*[.:,]?\s*(?:[-–—]|[.]\s)/u;
/** `新华社北京2月12日电`, `中新网2月12日电`, `中央社台北12日電` */
export const DATELINE_HAN =
  /^[「“"（(【]?(?<inner>[\p{Script=Han}]{2,8}?(?:社|网|網|报|報|台|通讯|財經|财经))(?:记者|記者)?[\p{Script=Han}]{0,10}?\s?(?:\d{1,4}\s?年)?\s?(?:\d{1,2}\s?月)?\s?(?:\d{1,2}\s?日)?\s?(?:综合)?(?:外)?[电電讯訊]/u;
/** `【ワシントン共同】`, `【パリＡＦＰ時事】`, `［東京　１２日　ロイター］` */
export const DATELINE_KANA =
  /^[【[［](?<place>[^】\]］]{0,24}?)[\s＝=・]*(?<inner>共同|時事|ロイター|AFP(?:=?時事)?|AP|新華社|聯合|聯合ニュース|タス|CNN|ブルームバーグ|EPA)[】\]］]/u;

/** The end of a story: `…Canada./ VOA (A2 Televizion)`, `— dpa`, `- AA`, `//Reuters`. */
export const SLASHED_END =
  /[.!?…。！？"”»)]\s*(?<mark>\/{1,2}|[-–—―]{1,3})\s*(?<inner>[^\s/.!?。,;:()（）-][^/.!?。,;:()（）]{0,40}?)(?:\s*[(（][^()（）]{1,40}[)）])?\s*[.]?$/u;
export const DASHED_LINE =
  /^(?:\/{1,2}|[-–—―]{1,3})\s*(?<inner>\p{L}[^/.!?。,;:()（）]{1,40}?)(?:\s*[(（][^()（）]{1,40}[)）])?[.]?$/u;

const BY = '(?:by|por|par|von|di|da|de|a cura di|от|автор|від|بقلم|作者|文|文/|記者|撰文)';
/** Behind a date or a desk as well: `Posted July 15, by Associated Press`. */
export const BY_FIRST = new RegExp(`^(?:${BY}|.{0,60}?[,|]\\s*by)[\\s:：/]+(?<who>\\S.{1,80})$`, 'iu');

export const COPYRIGHT =
  /(?:(?:©|\(c\)|copyright|copr\.)\s*){1,3}(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\s*,?\s*(?:by\s+)?(?<value>\p{L}[^.|©\n]{1,60})/iu;

/** `Jane Roe is an Associated Press writer.` */
export const WRITER = /\bis an? (?<inner>\p{Lu}[\p{L} ]{1,40}?) (?:writer|reporter|correspondent|journalist)\b/u;

/** Credits of pictures, not of the text. */
export const PICTURE =
  /\b(?:photos?|foto(?:s|graf[ií]a)?|image[ns]?|imagen|picture|pic|bild(?:er)?\d*|immagine|fotoğraf|getty|shutterstock|istock|afp via getty|illustration|video|screengrab|file)\b|фото|صورة|图片|图源|圖片|摄|攝|写真|撮影|画像/iu;

export const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/u;

/** Letters of an American station. */
export const CALL_SIGN = /^[KW][A-Z]{2,3}(?:[ -](?:TV|FM|AM))?$/;

/** "As reported by X", in the grammar each language has for it; the name stands behind, but in Turkish. */
export const REPORTED = new RegExp(
  `(?:${REPORTS.join('|')})\\s*(?<value>[\\p{L}\\p{N}«“"„][^,.;:!?()\\n，。；：（）]{0,60})`,
  'giu',
);

export const REPORTED_TURKISH =
  /(?<value>\p{Lu}[\p{L}\p{N} ]{1,30}?)['’](?:n[ıiuü]n|[ıiuü]n) (?:haberine|aktardığına|bildirdiğine) göre/gu;

/** Of these, those that in their language also open any sentence of a story: they count at its ends only. */
export const ACTIVE = /^(?:как |як )?(?:сообщ|перед|повідом)|^по с|^نق|^حسب|^[据據]|^wie/iu;

/** Words by which a newspaper, a station or a site is known for one. */
export const PAPER = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PAPER_WORDS.join('|')})(?![\\p{L}\\p{N}])|\\.\\p{L}{2,4}$|(?:社|网|報|报|新聞|通信)$`,
  'iu',
);
