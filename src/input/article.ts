import type { Article, Place } from '../model.ts';
import type { Parsed } from './contract.ts';
import { type SourceRule, USUAL_SOURCE } from './source-rule.ts';

type Draft = { -readonly [Key in keyof Article]: Article[Key] };

/** Where an article was read, and what is to be known of that besides. */
interface Whence {
  readonly id: string;
  readonly place: Place;
  /** The first folder below the given path. */
  readonly folder?: string | undefined;
}

/** Puts what a reader found at its place. */
export function articleFrom(
  parsed: Omit<Parsed, 'bodyLine' | 'warning'>,
  { id, place, folder }: Whence,
  rule: SourceRule = USUAL_SOURCE,
): Article {
  const article: Draft = { id, place, body: parsed.body };
  const source = rule.sourceOf(parsed, place, folder);
  if (parsed.title !== undefined) article.title = parsed.title;
  if (source !== undefined) article.source = source;
  if (parsed.publishedAt !== undefined) article.publishedAt = parsed.publishedAt;
  if (parsed.url !== undefined) article.url = parsed.url;
  if (parsed.canonicalUrl !== undefined) article.canonicalUrl = parsed.canonicalUrl;
  if (parsed.author !== undefined) article.author = parsed.author;
  if (parsed.credit !== undefined) article.credit = parsed.credit;
  if (parsed.originalUrl !== undefined) article.originalUrl = parsed.originalUrl;
  if (parsed.declarations !== undefined && parsed.declarations.length > 0) article.declarations = parsed.declarations;
  if (parsed.bodyLines !== undefined) article.bodyLines = parsed.bodyLines;
  if (parsed.leftOut !== undefined && parsed.leftOut.length > 0) article.leftOut = parsed.leftOut;
  return article;
}
