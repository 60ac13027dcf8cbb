/**
 * The nouns of wirecopy and the closed lists of names a report may hold. No behaviour.
 *
 * Ratios are in [0, 1]. Offsets are UTF-16 code units into `Article.body`, half-open `[start, end)`.
 */

/** Relations of a pair, strongest claim first. The first three are syndicated. */
export const RELATION_NAMES = ['identical', 'copy', 'contained', 'partial', 'quotes', 'independent'] as const;
/** What a pair is called. */
export type RelationName = (typeof RELATION_NAMES)[number];

/** What a match of an index is called where one of the two texts is gone or changed: nothing is claimed of it. */
export const UNVERIFIED = 'unverified';

/** The relations that say: one story, published more than once. */
export const SYNDICATED_RELATIONS = ['identical', 'copy', 'contained'] as const satisfies readonly RelationName[];

/**
 * What is said of a pair beside its relation; a flag never changes it.
 *
 * - `template`: the same frame with other names and numbers; such a pair is never an edge
 * - `disguised`: the same text made to look another; `Match.disguises` names how
 * - `version`: an earlier and a later version of one story of one source
 * - `shuffled`: covered as a whole, and out of order
 */
export const FLAG_NAMES = ['template', 'disguised', 'version', 'shuffled'] as const;
/** What is said of a pair beside its relation. */
export type FlagName = (typeof FLAG_NAMES)[number];

/** How the letters of a text can be disguised: an article has these by itself. */
export const LETTER_DISGUISE_NAMES = [
  'invisible-characters',
  'lookalikes',
  'combining-marks',
  'spaced-letters',
  'full-width',
  'styled-letters',
  'ligatures',
  'odd-spaces',
  'capitals',
] as const;
/**
 * How a text can be disguised. The last two are told of a pair: other words, or neighbours exchanged, all through the text;
 * passages in another order.
 */
export const DISGUISE_NAMES = [...LETTER_DISGUISE_NAMES, 'swapped-words', 'shuffled-passages'] as const;
/** One way to disguise a text. */
export type DisguiseName = (typeof DISGUISE_NAMES)[number];

/** What `--only` chooses between. `syndicated` stands for the first three relations, `all` for every one but `independent`. */
export const ONLY_NAMES = ['syndicated', 'partial', 'quotes', 'all'] as const;
/** One choice of `--only`. */
export type OnlyName = (typeof ONLY_NAMES)[number];

/** How candidates are found and pairs are judged. */
export const METHOD_NAMES = ['scaled', 'classic'] as const;
/** One way to compare. */
export type MethodName = (typeof METHOD_NAMES)[number];

/** The stages a run can stop after, in order. */
export const STAGE_NAMES = ['articles', 'sketches', 'candidates', 'matches'] as const;
/** One stage of a run. */
export type StageName = (typeof STAGE_NAMES)[number];

/** The kinds of file that are read. */
export const INPUT_FORMAT_NAMES = [
  'text',
  'markdown',
  'mdx',
  'html',
  'jsonl',
  'json',
  'csv',
  'feed',
  'warc',
  'parquet',
] as const;
/** One kind of file that is read. */
export type InputFormatName = (typeof INPUT_FORMAT_NAMES)[number];

/** The kinds of report that are written. `none` writes nothing. */
export const REPORT_FORMAT_NAMES = [
  'text',
  'json',
  'ndjson',
  'csv',
  'markdown',
  'sarif',
  'github',
  'junit',
  'html',
  'none',
] as const;
/** One kind of report. */
export type ReportFormatName = (typeof REPORT_FORMAT_NAMES)[number];

/** `noindex`: a page asks not to be listed. `ignore`: front matter says `wirecopy: ignore`. */
export const DECLARATION_NAMES = ['noindex', 'ignore'] as const;
/** What an article can declare of itself. */
export type DeclarationName = (typeof DECLARATION_NAMES)[number];

/** Whether an article names its upstream, says only that there is one, or says nothing. */
export const ATTRIBUTION_NAMES = ['named', 'generic', 'missing'] as const;
/** How an article says whom its text is from. */
export type AttributionName = (typeof ATTRIBUTION_NAMES)[number];

/** What a sign of origin is. The first seven name somebody; of the rest `generic` and `repost-mark` name nobody. */
export const ORIGIN_SIGN_NAMES = [
  'dateline',
  'credit',
  'byline',
  'first-published',
  'copyright',
  'reported-by',
  'distributor',
  'generic',
  'repost-mark',
  'wire-code',
  'credit-field',
  'author-field',
  'original-url',
  'canonical-url',
  'date',
  'date-conflict',
] as const;
/** One kind of sign of origin. */
export type OriginSignName = (typeof ORIGIN_SIGN_NAMES)[number];

/** Where a date of an article comes from. */
export const DATE_SOURCE_NAMES = ['published-at', 'wire-code', 'url', 'header', 'title', 'dateline'] as const;
/** One place that states a date. */
export type DateSourceName = (typeof DATE_SOURCE_NAMES)[number];

/** How far something is to be believed, best first. */
export const TRUST_NAMES = ['high', 'medium', 'low'] as const;
/** One degree of belief. */
export type TrustName = (typeof TRUST_NAMES)[number];

/** `article`: a member is likely the first; `outside`: a text that was not read is; `not-shown`: the evidence is silent or at odds. */
export const ORIGIN_KIND_NAMES = ['article', 'outside', 'not-shown'] as const;
/** Where the text of a cluster comes from. */
export type OriginKindName = (typeof ORIGIN_KIND_NAMES)[number];

/** What can break the policy of `check`. */
export const POLICY_RULE_NAMES = ['syndicated', 'unattributed', 'partial', 'thin', 'template'] as const;
/** One rule of a policy. */
export type PolicyRuleName = (typeof POLICY_RULE_NAMES)[number];

/** When copies that a partner has to do with are let off: `attributed`, `canonical`: where the copy says whose it is. */
export const ALLOW_NAMES = ['always', 'attributed', 'canonical', 'never'] as const;
/** One way to let off. */
export type AllowName = (typeof ALLOW_NAMES)[number];

/**
 * `learned`: the line stands on three articles or more whose stories differ, of one source, or of none that is known.
 * `site`: the same among the pages of one site, inferred from their menus. `outside-core`: it stands outside the one block of
 * prose of a page that is furniture for the most part. `phrase`: a known phrase of web pages.
 */
export const FURNITURE_REASON_NAMES = ['learned', 'site', 'outside-core', 'phrase'] as const;
/** Why a line was set apart as site furniture. */
export type FurnitureReason = (typeof FURNITURE_REASON_NAMES)[number];

/** Where an article was read. */
export interface Place {
  /** POSIX, relative to the working folder; `stdin` for standard input. */
  readonly path: string;
  /** 1-based line of the file on which the body (or the record) begins. */
  readonly line?: number;
  /** 1-based number of the record in its file; absent where the file is the article. */
  readonly record?: number;
}

/** What a reader did not take for the article's text, by reason. */
export interface LeftOut {
  readonly reason: string;
  readonly words: number;
}

/** One news item as read. */
export interface Article {
  /** Unique in a run: the path of a file, a record's own id, or `path#line` where that id is missing or an earlier article has it. */
  readonly id: string;
  readonly place: Place;
  readonly title?: string;
  /** What the format's reader took for the text. Never changed again: every offset points into it. */
  readonly body: string;
  /** Who published: a site, a folder, a feed. */
  readonly source?: string;
  /** As the input says it, not checked. */
  readonly publishedAt?: string;
  readonly url?: string;
  readonly canonicalUrl?: string;
  /** Who wrote it, as the input says. */
  readonly author?: string;
  /** Whom the input itself names as the publisher or the agency: a feed's source, a page's publisher. */
  readonly credit?: string;
  /** Where the input itself says that the text was first published. */
  readonly originalUrl?: string;
  /** What the input says of itself; a claim, never a proof. */
  readonly declarations?: readonly DeclarationName[];
  /** The line of the file for each line of the body, where the body is no stretch of the file: the text of a web page. */
  readonly bodyLines?: readonly number[];
  /** What stands beside the body in the input and was not taken for it, most words first. */
  readonly leftOut?: readonly LeftOut[];
}

/** What a caller of the library hands in. `id` may repeat or be missing; a number is then made from the position. */
export type ArticleInput = Omit<Article, 'id' | 'place'> & { readonly id?: string };

/** The measures of a verified pair, site furniture set apart. */
export interface Evidence {
  /** Share of the shorter text that is shared: in order (noise forgiven) or out of order, whichever is more. */
  readonly score: number;
  /** Share of the left article's words, quotations apart, that stand in the right one in runs of four words or more. */
  readonly leftInRight: number;
  readonly rightInLeft: number;
  /** Share of the left article's words that stand in sentences reused in the right one. */
  readonly leftSentences: number;
  readonly rightSentences: number;
  /** Share of the shorter text covered by the longest chain of 2-word matches that keeps the order. */
  readonly chain: number;
  /** How much of the shorter text the chain spans on steady diagonals. */
  readonly reach: number;
  /** Words, quotations apart, that both texts have in runs of four words or more (the smaller side's count). */
  readonly matchedWords: number;
  /** The same for words inside quotation marks. */
  readonly quotedWords: number;
  /** Words in the longest unbroken run both texts have, quotations included. */
  readonly longestRun: number;
  /** Jaccard resemblance of the two sets of 3-word shingles. */
  readonly jaccard: number;
}

/** One side of a passage. */
export interface PassageSide {
  readonly start: number;
  readonly end: number;
  /** 1-based line in the original file; the record's line where the article is a record. */
  readonly line: number;
  /** The line on which it ends, where that is another one. */
  readonly endLine?: number;
}

/** A stretch of words both articles have. */
export interface Passage {
  readonly left: PassageSide;
  readonly right: PassageSide;
  readonly words: number;
  /** Most of it stands inside quotation marks. */
  readonly quoted: boolean;
}

/** Takes a passage as numbers: of each side `start`, `end`, `line`, `endLine`, which is the line where it ends on that one. */
export type TakePassage<To> = (
  to: To,
  left: PassageNumbers,
  right: PassageNumbers,
  words: number,
  quoted: boolean,
) => void;
/** Good until the next passage. */
export type PassageNumbers = { -readonly [Key in keyof Required<PassageSide>]: number };

/**
 * Under this name a match that is kept as numbers hands on its passages one by one: a large report has a million of them, and to
 * make objects of these to write them takes longer than to write them.
 */
export const EACH_PASSAGE: unique symbol = Symbol('each passage');

/** The longest stretch of one article that the other has not. */
export interface OwnPassage extends PassageSide {
  /** All its words; what it shares is a name or a phrase here and there. */
  readonly words: number;
}

/** A pair that was verified. `left` comes before `right` in input order. */
export interface Match {
  readonly left: string;
  readonly right: string;
  readonly relation: RelationName | typeof UNVERIFIED;
  /** Of an unverified pair: the share of the smaller sketch that the other has. */
  readonly estimate?: number;
  readonly flags: readonly FlagName[];
  /** What one of the two is disguised with; only with the flag `disguised`. */
  readonly disguises?: readonly DisguiseName[];
  readonly evidence: Evidence;
  /** One sentence a newcomer understands. */
  readonly reason: string;
  /** Longest first. */
  readonly passages: readonly Passage[];
  /** The longest stretch of the left article that the right one has not, where it is a paragraph or more. */
  readonly leftOwn?: OwnPassage;
  readonly rightOwn?: OwnPassage;
  /** Made from the words of both texts, whatever their files are called; the same for a pair of other places with the same words. */
  readonly fingerprint?: string;
}

/** A part of a body, `[start, end)`. */
export type Span = readonly [start: number, end: number];

/** The text of an article that a report names, with the parts that do not count as its own words. */
export interface ArticleText {
  readonly body: string;
  /** 16 hexadecimal digits; equal for texts with the same words, wherever they stand. */
  readonly fingerprint: string;
  /** Lines set apart as site furniture; ascending, apart from each other. */
  readonly furniture: readonly Span[];
  /** What stands in quotation marks outside of these; ascending, apart from each other. */
  readonly quotations: readonly Span[];
}

/** Reads the text of an article once more; nothing where it can no longer be read as it was compared. */
export type TextOf = (id: string) => ArticleText | undefined;

/** Something that speaks of where a text comes from: claims of the input, cut to a readable length, never proofs. */
export interface OriginSign {
  readonly sign: OriginSignName;
  /** As it stands in the article. */
  readonly text: string;
  /** Whom it names. */
  readonly name?: string;
  /** By way of whom, where it says so. */
  readonly via?: string;
  /** 1-based line in the original file; absent for what the format states apart from the text. */
  readonly line?: number;
}

/** What an article says of whom its text is from. */
export interface Attribution {
  readonly kind: AttributionName;
  /** The upstream it names. */
  readonly credit?: string;
  readonly evidence: readonly OriginSign[];
}

/** A date that an article bears. */
export interface ArticleDate {
  /** `2025-02-12`; `--02-12` where no year is stated, and none is made up. */
  readonly value: string;
  readonly from: DateSourceName;
  readonly trust: TrustName;
  readonly line?: number;
  /** What contradicts it, in a few words. */
  readonly conflict?: string;
}

/** A sign of origin, and the member on which it stands. */
export interface OriginEvidence extends OriginSign {
  readonly article: string;
}

/** Where the text of a cluster comes from, as far as the evidence shows. That one text contains another is never evidence of it. */
export interface Origin {
  readonly kind: OriginKindName;
  /** The likely first of the members; with `article` only. */
  readonly article?: string;
  /** Whom the members credit. */
  readonly name?: string;
  /** `low` for `not-shown`. */
  readonly confidence: TrustName;
  readonly evidence: readonly OriginEvidence[];
}

/** Two articles or more that tell one story in the same words. */
export interface Cluster {
  readonly id: string;
  readonly members: readonly string[];
  /** The member most like the others, of those without a disguise that others lack. */
  readonly representative: string;
  /** The weakest relation that is needed to hold the members together. */
  readonly relation: RelationName;
  readonly keyTerms: readonly string[];
  /** Where the text comes from, as far as it is shown. */
  readonly origin?: Origin;
  /** A sentence or two that a newcomer understands: what the group is, where it comes from, how the members differ. */
  readonly reason: string;
}

/** An article as a report names it: everything but its text. */
export interface ReportArticle extends Omit<Article, 'body' | 'bodyLines' | 'leftOut'> {
  /** Words of the body, site furniture included. */
  readonly words: number;
  /** Of these, words on lines set apart as site furniture. */
  readonly furnitureWords: number;
  /** Lines set apart as site furniture, 1-based in the original file; only with `explain`. */
  readonly furnitureLines?: readonly number[];
  /** The same lines by why they were set apart; only with `explain`. */
  readonly furnitureReasons?: Partial<Readonly<Record<FurnitureReason, readonly number[]>>>;
  /** The cluster it is in. */
  readonly cluster?: string;
  readonly attribution?: Attribution;
  /** The most trusted first. */
  readonly dates?: readonly ArticleDate[];
}

/** Something that went wrong with one input, as data. */
export interface Problem {
  readonly code: string;
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
  /** How many problems of one kind in one file it stands for, where these are too many to be told one by one. */
  readonly count?: number;
}

/** `seen = compared + skipped + excluded`, always. */
export interface Counts {
  readonly seen: number;
  readonly compared: number;
  /** Not read because of an error or a limit; each has a problem, or is counted in one. */
  readonly skipped: number;
  /** Left out by a rule: hidden, of an unknown kind, `--exclude`, … */
  readonly excluded: number;
  /** Compared, but with too few words to be matched. */
  readonly tooShort: number;
  /** Pairs that the sketches proposed and that were verified, and those that were found by their quotations. */
  readonly candidates: number;
  readonly clusters: number;
  /** Articles that are in a cluster. */
  readonly clustered: number;
  /**
   * Verified pairs by relation, listed in the report or not. Pairs that share nothing but quotations are counted in full only
   * where these are asked for (`quotes` or `all`): no other run looks for them.
   */
  readonly relations: Readonly<Record<RelationName, number>>;
  /** Of the pairs above, those flagged `template`: listed only when all are asked for. */
  readonly templates: number;
  /** Pairs inside clusters of more than 50 members that are counted above and not listed. */
  readonly matchesOmitted: number;
  /** What was left out, by reason. */
  readonly excludedBy: Readonly<Record<string, number>>;
}

/** How many articles a source has in the input and how many of them are in a cluster. */
export interface SourceSummary {
  readonly source: string;
  readonly articles: number;
  readonly clustered: number;
}

/** With whom texts are exchanged under licence. */
export interface Partner {
  /** As it is credited. */
  readonly name: string;
  /** The sources it publishes under, as a run names them. */
  readonly sources: readonly string[];
  /** When a copy is let off, of the partner's texts or by the partner. */
  readonly allow: AllowName;
  /** The only sources that may copy from it; absent for all. */
  readonly to?: readonly string[];
}

/** Every source is held to it. Sources are named as a run names them: a folder, a host, what a record states. */
export interface Policy {
  /** What breaks it. */
  readonly failOn: readonly PolicyRuleName[];
  /** The share of a source's articles that may be copies of another source. */
  readonly maxCopied: number;
  /** Another share for some sources. */
  readonly perSource: readonly { readonly source: string; readonly maxCopied: number }[];
  /** An article with fewer words of its own is thin; 0 for none. */
  readonly minWords: number;
  readonly partners: readonly Partner[];
  /** Sources that are first wherever another has the same text. */
  readonly first: readonly string[];
  /** Sources whose word is taken for what they declare of themselves: that a page is a copy, and when it was published. */
  readonly trustDeclarations: readonly string[];
}

/** What the policy says of one source. Every count is of articles. */
export interface SourceVerdict {
  /** Absent for the articles whose source is not known: they are judged together. */
  readonly source?: string;
  readonly articles: number;
  /** Copies of another source or of the reference that are not let off; the source is not shown to have been first. */
  readonly copied: number;
  /** `copied / articles`. */
  readonly copiedShare: number;
  /** The most that `copiedShare` may be. */
  readonly limit: number;
  /** Of those that another source has, too: shown to have been published here first. */
  readonly first: number;
  /** Copies let off because of a partner or a declaration that the policy trusts. */
  readonly allowed: number;
  /** Copies that say of themselves that they are (canonical link, noindex, `wirecopy: ignore`), trusted or not. */
  readonly declared: number;
  /** Of `copied`, those whose pairs the baseline holds. */
  readonly accepted: number;
  /** How the articles counted under `copied` and `allowed` say whose text they are. */
  readonly attribution: Readonly<Record<AttributionName, number>>;
  readonly passed: boolean;
}

/** One article that breaks one rule. */
export interface Violation {
  readonly rule: PolicyRuleName;
  /** The article that breaks it. */
  readonly article: string;
  /** Its source, where it is known. */
  readonly source?: string;
  /** The articles that hold the text, too, the most alike first; none for a thin one. */
  readonly others: readonly string[];
  /** Position in `Report.matches` of the pair with the first of `others`. */
  readonly match?: number;
  /** Made from the words of the texts, so that it stays when files move: the same in a baseline. */
  readonly fingerprint: string;
  /** One sentence a newcomer understands. */
  readonly reason: string;
}

/** What counts against a source, or would: what a baseline accepts. */
export interface Acceptable {
  /** Made from the words of the texts, as `Match.fingerprint` and `Violation.fingerprint` are. */
  readonly fingerprint: string;
  /** Its relation, `template` or `thin`. */
  readonly what: string;
  /** The ids of the two articles of the pair, or of the thin one. */
  readonly articles: readonly string[];
}

/** What `check` found: a verdict for each source, and what broke the policy. */
export interface PolicyResult {
  readonly passed: boolean;
  readonly failOn: readonly PolicyRuleName[];
  /** By source name; articles of no known source last. */
  readonly sources: readonly SourceVerdict[];
  /** By rule, then in input order. */
  readonly violations: readonly Violation[];
  /** With a baseline: how many of its pairs were met, and those that were not. */
  readonly baseline?: { readonly accepted: number; readonly stale: readonly string[] };
}

/** Where one relation ends and the next begins, and what ties a cluster. Shares are in [0, 1], of words unless said otherwise. */
export interface Borders {
  /** A copy: so much of both texts stands in the other. */
  readonly copyShare: number;
  /** A copy, too: so much of the sentences of both is reused. */
  readonly copySentences: number;
  /** Contained: so much of one text stands in the other, whatever its sentences. */
  readonly containedShare: number;
  /** Contained, too: so much of the sentences of one text is reused. */
  readonly containedSentences: number;
  /** With less `Evidence.reach` sentences do not count. */
  readonly containedReach: number;
  /** Partial, or more: the least `Evidence.score`. */
  readonly partialScore: number;
  /** Fewer matched words are no reuse. */
  readonly minMatchedWords: number;
  /** Quotes: the least number of shared quoted words. */
  readonly quotedWords: number;
  /** A pair ties two articles into one cluster from this `Evidence.score` on, … */
  readonly edgeScore: number;
  /** … and from this `Evidence.reach` on. */
  readonly edgeReach: number;
  /** Groups are joined into one cluster while their mean score is at least this. */
  readonly cut: number;
}

/** What shapes the result of a run. */
export interface Settings {
  /** `scaled` verifies every pair it reports; `classic` is the textbook method, which estimates. */
  readonly method: MethodName;
  /** The relations to list; the others are counted. */
  readonly only: readonly OnlyName[];
  /** Adds to each article the lines that were set apart as site furniture. */
  readonly explain: boolean;
  /** Those that are moved from where they always are; `classic` has none. */
  readonly borders?: Partial<Borders>;
}

/** What carries a run out: `memory`, or an engine that needs less of it. */
export const ENGINE_NAMES = ['memory', 'duckdb', 'spark'] as const;
/** Where a run is carried out. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Engines whose SQL can be printed. */
export const DIALECT_NAMES = ['duckdb', 'spark'] as const;
/** A kind of SQL. */
export type DialectName = (typeof DIALECT_NAMES)[number];

/** Another engine than memory, and what it may use. */
export interface EngineRequest {
  readonly name: Exclude<EngineName, 'memory'>;
  /** A folder of its own for tables, and for what does not fit in memory; for Spark, its URL as Spark reads it. */
  readonly workDir: string;
  /** Of Spark: the address of its server, `sc://host:port`. */
  readonly server?: string;
  /** Of Spark: waits, before a server that does not answer is asked again. */
  readonly pause?: (ms: number) => Promise<unknown>;
  /** Bytes. */
  readonly memory: number;
  /** Threads of the engine, and kernels at one time. */
  readonly jobs: number;
  /** Take over the tables of an earlier run that was broken off. */
  readonly resume: boolean;
  /** The program that runs `dist/kernel.mjs`, and where that is. */
  readonly node: string;
  readonly kernel: string;
  /** Is handed what ends all that runs beside this process. */
  readonly onStop?: (stop: () => void | Promise<void>) => void;
}

/** For those who follow a run, or say how it is done; nothing here changes its result. */
export interface Watch {
  /** Who carries the run out, where it is not memory. */
  readonly engine?: EngineRequest | undefined;
  /** Threads that work at one time where there is much to do, in memory; one where nothing is said. */
  readonly jobs?: number | undefined;
  /**
   * For drills: `fine` has other threads asked however little there is to do, and given as little as can be at a time.
   *
   * @internal
   */
  readonly grain?: 'usual' | 'fine' | undefined;
  /** Who does the counting: compiled code unless said otherwise, or plain JavaScript, which gives the same numbers. */
  readonly kernel?: 'compiled' | 'plain';
  /** A stage begins. */
  readonly stage?: (name: string) => void;
  /** So much of the stage is done; the total is not known while reading. */
  readonly progress?: (done: number, total: number | undefined) => void;
  /** Something is wrong with one input, which is skipped or compared all the same. */
  readonly problem?: (problem: Problem, skipped: boolean) => void;
  /** The report is made, and its texts can be read again as long as the articles are at hand: a report holds none. */
  readonly texts?: (textOf: TextOf) => void;
}

/** What a run found. Holds no clock, no duration, no absolute path, no worker count: same bytes in, same bytes out. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'wirecopy'; readonly version: string };
  readonly settings: Settings;
  readonly counts: Counts;
  readonly articles: readonly ReportArticle[];
  readonly matches: readonly Match[];
  readonly clusters: readonly Cluster[];
  readonly sources: readonly SourceSummary[];
  readonly problems: readonly Problem[];
  /** Only of `check`. */
  readonly policy?: PolicyResult;
}

/** One record of a stage printed by `--stop-after`, in input order. */
export type StageRecord =
  | {
      readonly type: 'article';
      readonly id: string;
      readonly place: Place;
      readonly source?: string;
      readonly words: number;
      /** These three only with `explain`. */
      readonly title?: string;
      /** What was taken for its text. */
      readonly body?: string;
      /** What stands beside it, by reason, most words first. */
      readonly leftOut?: readonly LeftOut[];
    }
  | {
      readonly type: 'sketch';
      readonly id: string;
      readonly scheme: string;
      readonly words: number;
      /** Hash of the word sequence, 16 hexadecimal digits: equal for texts with the same words. */
      readonly wordsHash: string;
      /** Ascending, unsigned 32-bit; none for an article too short to judge. */
      readonly hashes: readonly number[];
    }
  | {
      readonly type: 'candidate';
      readonly left: string;
      readonly right: string;
      readonly sharedHashes: number;
      /** Estimated containment of the smaller sketch. */
      readonly estimate: number;
    }
  | {
      readonly type: 'match';
      readonly left: string;
      readonly right: string;
      readonly relation: RelationName;
      readonly flags: readonly FlagName[];
      /** What the pair weighs in clustering; 0 ties nothing. */
      readonly similarity: number;
      readonly score: number;
      readonly leftInRight: number;
      readonly rightInLeft: number;
      readonly reach: number;
      readonly matchedWords: number;
      readonly quotedWords: number;
    };
