import fc from 'fast-check';
import { anyText, anyWord } from './any-text.ts';

/** A string of JSON, each character as it is or escaped in one of the ways there are. */
const anyJsonString = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.array(fc.nat(9), { minLength: 1, maxLength: 8 })).map(([characters, ways]) => {
    let out = '"';
    for (let k = 0; k < characters.length; k++) {
      const unit = characters.charAt(k);
      const way = ways[k % ways.length] ?? 0;
      const isLone = /[\ud800-\udfff]/.test(unit);
      if (way === 0 || (isLone && way < 5)) out += `\\u${characters.charCodeAt(k).toString(16).padStart(4, '0')}`;
      else if (way === 1 && unit === '/') out += '\\/';
      else out += /["\\\p{Cc}]/u.test(unit) ? JSON.stringify(unit).slice(1, -1) : unit;
    }
    return `${out}"`;
  });

const anyName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('"text"', '"body"', '"content"', '"id"', '"url"', '"title"', '"source"') },
  { weight: 1, arbitrary: fc.constantFrom('"te\\u0078t"', '"text "', '"Text"', '""', '"__proto__"', '"a.b"', '"b"') },
  { weight: 1, arbitrary: anyJsonString(anyWord) },
);

/** A record of JSON, of which most have a text and some are odd. */
export const { record: anyRecord } = fc.letrec<{ record: string; value: string }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: anyJsonString(fc.oneof(anyText, anyWord)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('1', '-2.5e3', 'true', 'null', '[]', '["text", {"text": "x"}]', '"<p>a</p>"'),
    },
    { weight: 1, arbitrary: tie('record') },
  ),
  record: fc
    .array(fc.tuple(anyName, tie('value') as fc.Arbitrary<string>, fc.constantFrom('', ' ', '\t')), { maxLength: 5 })
    .map((pairs) => `{${pairs.map(([name, value, gap]) => `${gap}${name}:${gap}${value}${gap}`).join(',')}}`),
}));

/** What happens to files: a few bytes are gone or are others. */
export const anyDamage = fc.tuple(fc.nat(), fc.constantFrom('', '"', '\\', '{', '}', ',', '\u0001', ' '), fc.nat(2));

/** The line with these places of it damaged. */
export function damaged(line: string, damages: readonly (readonly [number, string, number])[]): string {
  let out = line;
  for (const [place, instead, removed] of damages) {
    const at = place % (out.length + 1);
    out = out.slice(0, at) + instead + out.slice(at + removed);
  }
  return out;
}
