import type {
  DisguiseName,
  Evidence,
  FlagName,
  Match,
  Origin,
  OriginEvidence,
  OwnPassage,
  RelationName,
} from '../model.ts';

/** A share as people say it: whole per cent, and never 100 % for less than all. */
function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '99 %';
  if (rounded === 0 && share > 0) return 'under 1 %';
  return `${rounded} %`;
}

/** How people say a share before they count: from the largest down, the first that is reached. Taste. */
const SHARES: readonly (readonly [from: number, words: string])[] = [
  [1, 'all'],
  [0.95, 'nearly all'],
  [0.8, 'most'],
  [0.7, 'about three quarters'],
  [0.6, 'about two thirds'],
  [0.45, 'about half'],
  [0.29, 'about a third'],
  [0.2, 'about a quarter'],
  [0, 'a small part'],
];

/** `nearly all of a.txt (97 %)` */
function shareOf(share: number, name: string): string {
  const told = share === 1 ? 1 : Math.min(0.99, Math.round(share * 100) / 100);
  let k = 0;
  while (told < SHARES[k]![0]) k++;
  const words = SHARES[k]![1];
  return share === 1 ? `${words} of ${name}` : `${words} of ${name} (${percent(share)})`;
}

function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Most numbers of a report need no comma, and the formatter of locales takes longer than all the rest of a sentence. */
function grouped(number: number): string {
  return number < 1000 ? String(number) : number.toLocaleString('en-US');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words of one text that the other has not. */
export interface OwnWords {
  /** All that stand in no run of three the other has, quotations and all. */
  readonly all: number;
  /** The longest stretch of the text that the other has not. */
  readonly stretch?: OwnPassage;
  /** How many of all stand outside of it. */
  readonly elsewhere?: number;
}

export interface Told {
  readonly evidence: Evidence;
  /** What the sides are called in the sentence. */
  readonly left: string;
  readonly right: string;
  /** Words of the left side without furniture. */
  readonly leftWords: number;
  readonly leftOwn: OwnWords;
  readonly rightOwn: OwnWords;
  readonly disguises?: readonly DisguiseName[];
}

/** Names for a sentence: the last part of each id, or the side where these are long or the same. */
export function namesOf(left: string, right: string): { left: string; right: string } {
  const leftName = lastPart(left);
  const rightName = lastPart(right);
  const usable = leftName !== rightName && isShortName(leftName) && isShortName(rightName);
  return usable ? { left: leftName, right: rightName } : { left: 'the left text', right: 'the right text' };
}

const MAX_NAME_CHARACTERS = 60;

function isShortName(name: string): boolean {
  return name !== '' && name.length <= MAX_NAME_CHARACTERS;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Shares leave quotations out, which a reader who counts must be told where there are some. */
function apart({ quotedWords }: Evidence): string {
  return quotedWords > 0 ? 'quotations apart, ' : '';
}

/** `a.txt goes on with 195 words of its own (lines 28-43)`, or how many it has in all. */
function ownClause(name: string, { all, stretch, elsewhere = 0 }: OwnWords): string {
  if (stretch === undefined) return `${name} has ${count(all, 'word')} of its own`;
  const { line, endLine, words } = stretch;
  const place = endLine === undefined ? `line ${line}` : `lines ${line}-${endLine}`;
  return `${name} has a further ${count(words, 'word')} of its own on ${place}${elsewhere > 0 ? ` and ${count(elsewhere, 'word')} elsewhere` : ''}`;
}

/** How each relation is told. */
const SENTENCES: Record<RelationName, (told: Told) => string> = {
  identical: ({ leftWords }) => `Both have the same ${count(leftWords, 'word')} in the same order.`,
  copy: ({ evidence, left, right }) =>
    `${capital(`${apart(evidence)}${shareOf(evidence.leftInRight, left)}`)} stands in ${right} and ` +
    `${shareOf(evidence.rightInLeft, right)} in ${left}, ${count(evidence.longestRun, 'word')} of it in one unbroken run.`,
  contained: (told) => {
    const { evidence, left, right } = told;
    const leftInside = evidence.leftInRight >= evidence.rightInLeft;
    const [inner, outer] = leftInside ? [left, right] : [right, left];
    const share = leftInside ? evidence.leftInRight : evidence.rightInLeft;
    return (
      `${capital(`${apart(evidence)}${shareOf(share, inner)}`)} stands in ${outer}, ${count(evidence.longestRun, 'word')} of it ` +
      `in one unbroken run; ${ownClause(outer, leftInside ? told.rightOwn : told.leftOwn)}.`
    );
  },
  partial: ({ evidence, left, right, disguises = [] }) =>
    disguises.includes('swapped-words')
      ? `The two texts run along word by word over ${percent(evidence.reach)} of the shorter one; in runs of words as they were, ` +
        `${percent(evidence.leftInRight)} of ${left} and ${percent(evidence.rightInLeft)} of ${right} stand in the other, ` +
        `the longest run has ${count(evidence.longestRun, 'word')}.`
      : `Passages are reused: ${apart(evidence)}${shareOf(evidence.leftInRight, left)} stands in ${right} ` +
        `and ${shareOf(evidence.rightInLeft, right)} in ${left}; the longest run has ${count(evidence.longestRun, 'word')}.`,
  quotes: ({ evidence }) =>
    `What they share is quoted speech: ${count(evidence.quotedWords, 'word')} inside quotation marks, and hardly anything outside.`,
  independent: () => 'They share no more than any two articles on one event may.',
};

/** How each disguise is told. */
const DISGUISES: Record<DisguiseName, string> = {
  'invisible-characters': 'invisible characters',
  lookalikes: 'lookalike letters of another alphabet',
  'combining-marks': 'marks laid over letters',
  'spaced-letters': 'letters spaced apart',
  'full-width': 'full-width letters',
  'styled-letters': 'letters of mathematics or in rings',
  ligatures: 'ligatures',
  'odd-spaces': 'unusual spaces',
  capitals: 'capitals throughout',
  'swapped-words': 'words swapped throughout',
  'shuffled-passages': 'passages shuffled',
};

/** What each flag adds to the sentence. */
const FLAG_CLAUSES: Record<FlagName, (told: Told) => string> = {
  template: () => 'but most of their names or numbers differ, so this is one frame with other data, not one story',
  disguised: ({ disguises = [] }) =>
    `one is written in disguise: ${disguises.map((name) => DISGUISES[name]).join(', ')}`,
  version: () => 'both are from one source, an earlier and a later version',
  shuffled: () => 'what they share comes in another order',
};

/** Relations whose sentence tells how much was copied. */
const TELLS_SHARES: ReadonlySet<RelationName> = new Set(['copy', 'contained', 'partial']);
/** Edited here and there, a text stands in fewer unbroken runs than its sentences are worth: from this gap on it is said. Taste. */
const EDITED_GAP = 0.15;

/** What else the shares need, to be read right: clauses, each behind a semicolon. */
function shareClauses({ evidence, left, right }: Told): string {
  const isQuoted = evidence.quotedWords > evidence.matchedWords;
  const clause = isQuoted ? '; most of what they share is quotation, copied together with the narration around it' : '';
  const isLeft = evidence.leftSentences >= evidence.rightSentences;
  const sentences = isLeft ? evidence.leftSentences : evidence.rightSentences;
  const words = isLeft ? evidence.leftInRight : evidence.rightInLeft;
  if (sentences < words + EDITED_GAP || Math.max(evidence.leftInRight, evidence.rightInLeft) >= sentences)
    return clause;
  const name = isLeft ? left : right;
  return `${clause}; small edits forgiven, ${percent(sentences)} of the sentences of ${name} are the other's`;
}

/** One sentence of why, from the evidence alone; each flag adds a clause. */
export function reasonOf(relation: RelationName, flags: readonly FlagName[], told: Told): string {
  let sentence = SENTENCES[relation](told).slice(0, -1);
  if (TELLS_SHARES.has(relation)) sentence += shareClauses(told);
  for (const flag of flags) sentence += `; ${FLAG_CLAUSES[flag](told)}`;
  return `${sentence}.`;
}

/** What a cluster's sentences are made from. */
export interface ToldCluster {
  readonly members: readonly string[];
  /** Words of each member, without site furniture. */
  readonly words: readonly number[];
  readonly relation: RelationName;
  readonly origin: Origin;
  /** The match of the two, where there are two. */
  readonly match?: Match;
}

/** What a group of articles is, by the weakest relation that holds it together. */
const GROUPS: Record<RelationName, string> = {
  identical: 'are the same text, word for word',
  copy: 'tell one story in nearly the same words',
  contained: 'tell one story, cut or extended',
  partial: 'reuse parts of one text',
  quotes: 'share quotations',
  independent: 'are on one event',
};

/** What a cluster is, how its members differ and where its text comes from, as far as that is shown. */
export function clusterReasonOf(told: ToldCluster): string {
  const { members, relation, origin } = told;
  const nameOf = namesIn(members);
  const group = `${count(members.length, 'article')} ${GROUPS[relation]}`;
  const difference = differenceOf(told, nameOf);
  return [
    `${group}${difference === '' ? '' : `; ${difference}`}.`,
    `${originSentence(origin, nameOf)}.`,
    ...dateSentence(origin, nameOf),
  ].join(' ');
}

/** Names for a sentence on several articles: the last part of an id where it is short and no other's. */
function namesIn(ids: readonly string[]): (id: string) => string {
  const parts = new Map<string, number>();
  for (const id of ids) parts.set(lastPart(id), (parts.get(lastPart(id)) ?? 0) + 1);
  return (id) => {
    const part = lastPart(id);
    if (part !== '' && parts.get(part) === 1 && part.length <= MAX_NAME_CHARACTERS) return part;
    return id.length <= MAX_NAME_CHARACTERS ? id : 'one of them';
  };
}

function differenceOf({ members, words, relation, match }: ToldCluster, nameOf: (id: string) => string): string {
  if (relation === 'identical') return '';
  const owns = [
    { id: match?.left, own: match?.leftOwn },
    { id: match?.right, own: match?.rightOwn },
  ].flatMap(({ id, own }) => (id === undefined || own === undefined ? [] : [{ name: nameOf(id), words: own.words }]));
  if (owns.length > 0 && members.length === 2) {
    return owns.map(({ name, words: own }) => `${name} has ${count(own, 'word')} that the other lacks`).join(' and ');
  }
  const [least, most] = [Math.min(...words), Math.max(...words)];
  return least === most ? '' : `they have from ${grouped(least)} to ${count(most, 'word')}`;
}

function originSentence({ kind, article, name, confidence, evidence }: Origin, nameOf: (id: string) => string): string {
  const naming = evidence.filter((sign) => sign.name !== undefined);
  const [first] = naming;
  const others = new Set(naming.map((sign) => sign.article)).size - 1;
  const who = first === undefined ? '' : nameOf(first.article);
  const by = others > 0 ? `${who} and ${count(others, 'other')} name` : `${who} names`;
  if (kind === 'outside') return `Common source outside the input: ${name} (${by} it; confidence ${confidence})`;
  if (kind === 'article') {
    const why = first === undefined ? 'it bears the earliest date' : `${by} ${name ?? first.name}`;
    return `Likely first: ${nameOf(article ?? '')} (${why}; confidence ${confidence})`;
  }
  return `Which of them was first is not shown${whyNotShown(naming, evidence)}`;
}

function whyNotShown(naming: readonly OriginEvidence[], evidence: readonly OriginEvidence[]): string {
  const isDated = evidence.some(({ sign }) => sign === 'date');
  if (naming.length > 0)
    return isDated
      ? ': a credit and the dates contradict each other'
      : ': what they say of their source does not agree';
  return isDated ? ': their dates do not tell' : '';
}

/** The first date that is not believed. */
function dateSentence({ evidence }: Origin, nameOf: (id: string) => string): string[] {
  const found = evidence.find(({ sign }) => sign === 'date-conflict');
  if (found === undefined) return [];
  const [date = '', ...why] = found.text.split(': ');
  return [`The date ${date} of ${nameOf(found.article)} is not believed: ${why.join(': ')}.`];
}
