/** Copies that are handed out again: names, paths and lines of credit return from article to article. */
const known = new Map<string, string>();
const MAX_KNOWN = 4096;

/**
 * The same text, and no part of another one. A piece that is cut from a text keeps the whole of it in memory: a credit of
 * twenty characters would hold its article.
 */
export function ownCopy(text: string): string {
  const again = known.get(text);
  if (again !== undefined) return again;
  if (known.size >= MAX_KNOWN) known.clear();
  const copy = JSON.parse(JSON.stringify(text)) as string;
  known.set(copy, copy);
  return copy;
}
