import type { Article, Cluster, FurnitureReason, ReportArticle, Settings } from '../model.ts';
import { FURNITURE_REASON_NAMES } from '../model.ts';
import { readBody } from '../text/disguises.ts';
import { ownCopy } from '../text/own-copy.ts';
import { Words } from '../text/word-list.ts';
import { type Provenance, provenanceOf } from './origin.ts';
import { furnitureWordsOf, type Outcome } from './outcome.ts';

/** An article as the report will name it, and what it says of its origin: from one reading. Holds nothing of its text. */
export interface Described {
  readonly told: Told;
  readonly provenance: Provenance;
  /** The one it is in, once that is told. */
  cluster?: Cluster;
}

/** Its cluster, its attribution and its dates are added once the origin of its cluster is known. */
type Told = { -readonly [Key in keyof ReportArticle]: ReportArticle[Key] };

/** What the input states of an article, in the words of the input. */
const STATED = ['title', 'publishedAt', 'url', 'canonicalUrl', 'author', 'credit', 'originalUrl'] as const;

/**
 * Describes an article that was read again.
 *
 * @param lineAt gives the line of an offset into its body
 */
export function describeArticle(
  article: number,
  read: Article,
  lineAt: (offset: number) => number,
  outcome: Outcome,
  { explain }: Settings,
): Described {
  const id = outcome.ids[article]!;
  const source = outcome.sourceNames[article];
  const { path, line, record } = read.place;
  const told: Told = {
    id,
    place: {
      path: ownCopy(path),
      ...(line === undefined ? {} : { line }),
      ...(record === undefined ? {} : { record }),
    },
    words: outcome.wordCounts[article]!,
    furnitureWords: furnitureWordsOf(article, outcome),
  };
  for (const name of STATED) if (read[name] !== undefined) told[name] = ownCopy(read[name]);
  if (read.declarations !== undefined) told.declarations = read.declarations;
  if (source !== undefined) told.source = source;
  if (explain) Object.assign(told, furnitureLinesOf(article, read.body, lineAt, outcome));
  return { told, provenance: provenanceOf(id, read, source, lineAt) };
}

function furnitureLinesOf(
  article: number,
  body: string,
  lineAt: (offset: number) => number,
  outcome: Outcome,
): Required<Pick<ReportArticle, 'furnitureLines' | 'furnitureReasons'>> {
  const { lines, isFurniture } = outcome;
  const first = lines.offsets[article]!;
  const end = lines.offsets[article + 1]!;
  if (!isFurniture.subarray(first, end).includes(1)) return { furnitureLines: [], furnitureReasons: {} };
  const words = new Words();
  readBody(words, body);
  const found = new Map<number, FurnitureReason>();
  for (let line = first; line < end; line++) {
    if (isFurniture[line] === 0) continue;
    const reason = FURNITURE_REASON_NAMES[outcome.furnitureReasons[line]! - 1]!;
    found.set(lineAt(words.starts[words.lineFirst[line - first]!]!), reason);
  }
  const numbers = [...found.keys()];
  const byReason = FURNITURE_REASON_NAMES.map((name) => [name, numbers.filter((line) => found.get(line) === name)]);
  return {
    furnitureLines: numbers,
    furnitureReasons: Object.fromEntries(byReason.filter(([, ofReason]) => ofReason!.length > 0)),
  };
}
