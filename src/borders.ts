import { WirecopyError } from './errors.ts';
import type { Borders } from './model.ts';

interface BorderSpec {
  /** `share`: a number up to 1; `count`: whole words. */
  readonly kind: 'share' | 'count';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** One sentence. */
  readonly means: string;
}

/** Less is what any two articles on one event share, and sketches propose no such pair. */
const LEAST_SHARE = 0.1;
/** Words are matched in runs of four: there are no fewer. */
const LEAST_WORDS = 4;
/** Longer than any article. */
const MOST_WORDS = 1_000_000;

function share(fallback: number, means: string): BorderSpec {
  return { kind: 'share', default: fallback, minimum: LEAST_SHARE, maximum: 1, means };
}

function count(fallback: number, means: string): BorderSpec {
  return { kind: 'count', default: fallback, minimum: LEAST_WORDS, maximum: MOST_WORDS, means };
}

/** Every border that can be moved, once: what holds where nobody moves it, how far it goes, the configuration, its schema. */
export const BORDERS: Readonly<Record<keyof Borders, BorderSpec>> = {
  // Source: integrated.md 1.9.
  copyShare: share(0.8, 'A copy: so much of both texts stands in the other, in runs of four words.'),
  // The readers' own border.
  copySentences: share(0.8, 'A copy, too: so much of the sentences of both is reused, though words were changed.'),
  // Nothing but a cut or an extended text is covered so much.
  containedShare: share(0.85, 'Contained: so much of one text stands in the other, whatever its sentences.'),
  // Plateau .64 to .76: decision 0005.
  containedSentences: share(0.7, 'Contained, too: so much of the sentences of one text is reused in the other.'),
  containedReach: share(
    0.4,
    'Sentences count only where matches that keep their order span so much of the shorter text.',
  ),
  partialScore: share(0.3, 'Partial, or more: so much of the shorter text is shared.'),
  minMatchedWords: count(30, 'Fewer shared words outside quotations are a phrase or a caption, and no reuse.'),
  quotedWords: count(8, 'Quotes: two articles share so many quoted words.'),
  // Source: integrated.md 1.11.
  edgeScore: share(0.3, 'A pair ties two articles into one cluster where so much of the shorter text is shared, …'),
  // At the same recall it leaves 65 false pairs of 385 (integrated.md 2).
  edgeReach: share(0.5, '… and where matches that keep their order span so much of it.'),
  // Source: integrated.md 1.12; .25 and .30 differ little.
  cut: share(0.3, 'Two groups become one cluster while their articles share so much on average.'),
};

const NAMES = Object.keys(BORDERS) as (keyof Borders)[];

export const DEFAULT_BORDERS: Borders = Object.fromEntries(
  NAMES.map((name) => [name, BORDERS[name].default]),
) as Record<keyof Borders, number>;

/** The first of each two must not be above the second, for the third reason. */
const IN_ORDER: readonly (readonly [keyof Borders, keyof Borders, string])[] = [
  ['partialScore', 'containedSentences', 'a contained text reuses passages, too'],
  ['partialScore', 'containedShare', 'a contained text reuses passages, too'],
  ['partialScore', 'copyShare', 'a copy reuses passages, too'],
  ['containedSentences', 'copySentences', 'a copy asks for more than a contained text'],
  ['partialScore', 'edgeScore', 'a pair that ties a cluster must be called something'],
  ['cut', 'edgeScore', 'a pair that ties a cluster would be cut apart again'],
];

/** What is wrong with borders that are each in range, and how to mend it. */
export function contradictionIn(
  moved: Partial<Borders>,
): { readonly key: keyof Borders; readonly what: string; readonly remedy: string } | undefined {
  const borders = { ...DEFAULT_BORDERS, ...moved };
  for (const [lower, upper, why] of IN_ORDER) {
    if (borders[lower] <= borders[upper]) continue;
    // The one that was moved is the one to speak of.
    const [key, other] = moved[lower] === undefined ? [upper, lower] : [lower, upper];
    const side = key === lower ? 'above' : 'below';
    const from = moved[other] === undefined ? ' by default' : '';
    const what = `is ${borders[key]}, and must not be ${side} ${other}, which is ${borders[other]}${from}`;
    return { key, what, remedy: `${why}: move both` };
  }
  return undefined;
}

/**
 * Of the borders that a caller hands in, those that are not where they always are, in one order.
 *
 * @throws WirecopyError USAGE where one is out of its range, unknown, or contradicts another
 */
export function movedBorders(given: Partial<Borders> = {}): Partial<Borders> {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(BORDERS, name)) throw misplaced(name, 'is no border', `the borders are ${NAMES.join(', ')}`);
    const { kind, minimum, maximum } = BORDERS[name as keyof Borders];
    const isInRange = value >= minimum && value <= maximum && (kind === 'share' || Number.isInteger(value));
    if (isInRange) continue;
    const wanted = `${kind === 'share' ? 'a number' : 'a whole number'} from ${minimum} to ${maximum}`;
    throw misplaced(name, `must be ${wanted}, and is ${value}`, '');
  }
  const contradiction = contradictionIn(given);
  if (contradiction !== undefined) throw misplaced(contradiction.key, contradiction.what, contradiction.remedy);
  return Object.fromEntries(
    NAMES.filter((name) => given[name] !== undefined && given[name] !== DEFAULT_BORDERS[name]).map((name) => [
      name,
      given[name],
    ]),
  );
}

function misplaced(name: string, what: string, remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '', what: `borders.${name} ${what}`, remedy });
}
