import type { Evidence, FlagName, Origin, RelationName } from '../model.ts';

/** A share as people say it: whole per cent, and never 100 % for less than all. */
function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '99 %';
  if (rounded === 0 && share > 0) return 'under 1 %';
  return `${rounded} %`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

export interface Told {
  readonly evidence: Evidence;
  /** What the sides are called in the sentence. */
  readonly left: string;
  readonly right: string;
  /** Words of the left side without furniture. */
  readonly leftWords: number;
  /** Words of each side that stand in no run of three the other has, quotations and all. */
  readonly leftOwn: number;
  readonly rightOwn: number;
}

/** Names for a sentence: the last part of each id, or the side where these are long or the same. */
export function namesOf(left: string, right: string): { left: string; right: string } {
  const names = [left, right].map((id) => id.slice(id.lastIndexOf('/') + 1));
  const [leftName = '', rightName = ''] = names;
  const usable = leftName !== rightName && names.every((name) => name !== '' && name.length <= MAX_NAME_CHARACTERS);
  return usable ? { left: leftName, right: rightName } : { left: 'the left text', right: 'the right text' };
}

const MAX_NAME_CHARACTERS = 60;

/** Shares leave quotations out, which a reader who counts must be told where there are some. */
function apart({ quotedWords }: Evidence): string {
  return quotedWords > 0 ? 'Quotations apart, ' : '';
}

/** How each relation is told. */
const SENTENCES: Record<RelationName, (told: Told) => string> = {
  identical: ({ leftWords }) => `Both have the same ${count(leftWords, 'word')} in the same order.`,
  copy: ({ evidence, left, right }) =>
    `${apart(evidence)}${percent(evidence.leftInRight)} of ${left} stands in ${right} and ` +
    `${percent(evidence.rightInLeft)} the other way, ${count(evidence.longestRun, 'word')} of it in one unbroken run.`,
  contained: (told) => {
    const { evidence, left, right } = told;
    const leftInside = evidence.leftInRight >= evidence.rightInLeft;
    const [inner, outer] = leftInside ? [left, right] : [right, left];
    const share = leftInside ? evidence.leftInRight : evidence.rightInLeft;
    return (
      `${apart(evidence)}${percent(share)} of ${inner} stands in ${outer}, ${count(evidence.longestRun, 'word')} of it ` +
      `in one unbroken run; ${outer} has ${count(leftInside ? told.rightOwn : told.leftOwn, 'word')} of its own.`
    );
  },
  partial: ({ evidence, left, right }) =>
    `Passages are reused: ${apart(evidence).toLowerCase()}${percent(evidence.leftInRight)} of ${left} stands in ${right} ` +
    `and ${percent(evidence.rightInLeft)} the other way; the longest run has ${count(evidence.longestRun, 'word')}.`,
  quotes: ({ evidence }) =>
    `What they share is quoted speech: ${count(evidence.quotedWords, 'word')} inside quotation marks, and hardly anything outside.`,
  independent: () => 'They share no more than any two articles on one event may.',
};

/** One sentence of why, from the evidence alone; a flag adds a second clause. */
export function reasonOf(relation: RelationName, flags: readonly FlagName[], told: Told): string {
  const sentence = SENTENCES[relation](told);
  if (!flags.includes('template')) return sentence;
  return `${sentence.slice(0, -1)}; but most of their numbers differ, so this is one frame with other data, not one story.`;
}

/** What a cluster's sentence is made from. */
export interface ToldCluster {
  readonly memberCount: number;
  readonly relation: RelationName;
  readonly origin: Origin;
}

/** What a group of articles is, by the weakest relation that holds it together. */
const GROUPS: Record<RelationName, string> = {
  identical: 'with the same words',
  copy: 'that tell one story in nearly the same words',
  contained: 'that tell one story, cut or extended',
  partial: 'that reuse parts of one text',
  quotes: 'that share quotations',
  independent: 'on one event',
};

/** What a cluster is and where its text comes from, as far as that is shown. */
export function clusterReasonOf({ memberCount, relation, origin }: ToldCluster): string {
  return `${count(memberCount, 'article')} ${GROUPS[relation]}. ${originSentence(origin)}`;
}

function originSentence({ kind, article, name, confidence }: Origin): string {
  if (kind === 'outside') return `Common source outside the input: ${name} (confidence ${confidence}).`;
  if (kind === 'article') return `Likely first: ${lastPart(article ?? '')} (confidence ${confidence}).`;
  return 'Which of them was first is not shown.';
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1) || id;
}
