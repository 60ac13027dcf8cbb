import { Buffer } from 'node:buffer';

/** Browsers look no further for a declaration than the first 1024 bytes; pages of the wild hold it later, too. */
const HEAD_BYTES = 8192;

/**
 * The encoding that a page or an XML document declares of itself near its beginning: `<meta charset>`, the
 * `http-equiv` form, or `<?xml encoding?>`. As written, in lower case; undefined where it declares none.
 *
 * The bytes must be of an encoding that holds ASCII as it is, which all but UTF-16 and UTF-32 are.
 */
export function declaredCharset(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES)).toString('latin1');
  const xml = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})/.exec(start);
  if (xml?.[1] !== undefined) return xml[1].toLowerCase();
  const shown = start.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  for (const [tag] of shown.matchAll(/<meta\s[^>]{0,500}>/gi)) {
    const charset = /[\s"';]charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(tag)?.[1];
    if (charset !== undefined) return charset.toLowerCase();
  }
  return undefined;
}
