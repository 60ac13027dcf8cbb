/** An element of XML as a test reads it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** What XML 1.0 lets a document hold (production 2, Char). */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/;
const TOKEN = /<\/([\w:.-]+)>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/gi;
const MEANS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** Reads a document without a document type, and refuses what XML 1.0 refuses. */
export function parseXml(document: string): Element {
  if (!CHARACTERS.test(document)) throw new Error('a character that XML 1.0 forbids');
  const declaration = DECLARATION.exec(document)?.[0];
  if (declaration === undefined) throw new Error('no XML declaration');
  type Open = { name: string; attributes: Record<string, string>; children: Open[]; text: string };
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  TOKEN.lastIndex = declaration.length;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(document);
    if (token === null) throw new Error(`no markup at ${at}: ${document.slice(at, at + 40)}`);
    const [, closing, opening, attributes = '', selfClosing, text] = token;
    const parent = open.at(-1) ?? root;
    if (closing !== undefined) {
      if (parent.name !== closing) throw new Error(`</${closing}> closes <${parent.name}>`);
      open.pop();
    } else if (opening !== undefined) {
      const element: Open = { name: opening, attributes: {}, children: [], text: '' };
      for (const [, name = '', value = ''] of attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
        if (name in element.attributes) throw new Error(`${name} twice`);
        element.attributes[name] = plain(value);
      }
      parent.children.push(element);
      if (selfClosing !== '/') open.push(element);
    } else parent.text += plain(text ?? '');
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1 || root.text.trim() !== '')
    throw new Error('not one element');
  return only;
}

function plain(text: string): string {
  if (/&/.test(text.replace(ENTITY, ''))) throw new Error('a bare ampersand');
  if (text.includes(']]>')) throw new Error('a stray ]]>');
  return text.replace(ENTITY, (entity) => MEANS[entity] ?? entity);
}
