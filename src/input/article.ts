import type { Article, Place } from '../model.ts';
import type { Parsed } from './contract.ts';

type Draft = { -readonly [Key in keyof Article]: Article[Key] };

/** Puts what a reader found at its place. The source is what the article says, else its url's host, else `fallback`. */
export function articleFrom(
  parsed: Omit<Parsed, 'bodyLine' | 'warning' | 'leftOut'>,
  id: string,
  place: Place,
  fallback?: string,
): Article {
  const article: Draft = { id, place, body: parsed.body };
  const source = parsed.source ?? hostOf(parsed.url) ?? fallback;
  if (parsed.title !== undefined) article.title = parsed.title;
  if (source !== undefined) article.source = source;
  if (parsed.publishedAt !== undefined) article.publishedAt = parsed.publishedAt;
  if (parsed.url !== undefined) article.url = parsed.url;
  if (parsed.canonicalUrl !== undefined) article.canonicalUrl = parsed.canonicalUrl;
  if (parsed.author !== undefined) article.author = parsed.author;
  if (parsed.credit !== undefined) article.credit = parsed.credit;
  if (parsed.originalUrl !== undefined) article.originalUrl = parsed.originalUrl;
  if (parsed.declarations !== undefined && parsed.declarations.length > 0) article.declarations = parsed.declarations;
  return article;
}

/** `www.Example.com:80/x` under http or https is `example.com`; anything else has no host to speak of. */
function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^www\./, '');
  return host === '' ? undefined : host;
}
