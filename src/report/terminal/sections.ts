import { type Match, UNVERIFIED } from '../../model.ts';
import { isSyndicated, isTemplate } from '../wording.ts';

const MAX_PAIRS = 50;

/** A feed of results or prices makes thousands of these, and a few show which frame it is. Taste. */
const MAX_TEMPLATE_PAIRS = 5;

export interface PairSection {
  readonly holds: (match: Match) => boolean;
  readonly heading: string;
  /** In the summary. */
  readonly counted: (pairs: string) => string;
  /** How many are shown without `explain`. */
  readonly most: number;
}

/** Pairs that no cluster holds, in the order of the report. The first row that fits a pair shows it. */
export const PAIR_SECTIONS: readonly PairSection[] = [
  {
    holds: (match) => isSyndicated(match.relation) && !isTemplate(match),
    heading: 'Copies outside one cluster: each is closer to other articles, or to none',
    counted: (pairs) => `${pairs} of copies outside one cluster`,
    most: MAX_PAIRS,
  },
  {
    holds: (match) => match.relation === 'partial' && !isTemplate(match),
    heading: 'Partly reused',
    counted: (pairs) => `${pairs} partly reused`,
    most: MAX_PAIRS,
  },
  {
    holds: isTemplate,
    heading: 'Same frame, other facts: templates, not copies',
    counted: (pairs) => `${pairs} sharing only a frame`,
    most: MAX_TEMPLATE_PAIRS,
  },
  {
    holds: (match) => match.relation === 'quotes',
    heading: 'Only quotations shared',
    counted: (pairs) => `${pairs} sharing only quotations`,
    most: MAX_PAIRS,
  },
  {
    holds: (match) => match.relation === UNVERIFIED,
    heading: 'Not verified: a text that the index knows is gone or changed',
    counted: (pairs) => `${pairs} not verified`,
    most: MAX_PAIRS,
  },
];
