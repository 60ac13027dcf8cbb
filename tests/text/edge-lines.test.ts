import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseKernel, type KernelName } from '../../src/kernel/compiled.ts';
import { edgeLinesOf } from '../../src/text/triggers.ts';
import { anyText } from '../support/any-text.ts';

afterEach(() => chooseKernel('compiled'));

function linesBy(kernel: KernelName, body: string) {
  chooseKernel(kernel);
  const { count, headCount, hasMiddle, starts, ends, holds } = edgeLinesOf(body);
  return {
    headCount,
    hasMiddle,
    lines: Array.from({ length: count }, (_, k) => [starts[k], ends[k], holds[k]]),
  };
}

/** Pieces that credits are made of, in several scripts, and what lines are parted and indented by. */
const piece = fc.constantFrom(
  ...['source', 'Originally', 'published', 'as', 'reported by', 'REUTERS', 'Agência', 'ajansı', 'şöyle', 'источник'],
  ...[
    '来源：',
    'MENAFN12022025007365015876',
    '12345678901',
    '©',
    '(',
    '[',
    '—',
    '-',
    '/',
    ':',
    '.',
    'ı',
    'Ÿ',
    '\ud800',
  ],
  ...[
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '\u00a0',
    '\u3000',
    '\ufeff',
    '\t',
    'with',
    'daily',
    'harbour',
    'contribuye',
    'nachrichtenagentur',
    'x'.repeat(70),
  ],
);
const creditText = fc
  .tuple(fc.array(piece, { maxLength: 400 }), fc.constantFrom('', ' ', '’', '\u2014'))
  .map(([pieces, between]) => pieces.join(between));

describe('compiled code finds the lines at both ends of a text that the plain code finds', () => {
  test('with what each holds, in any script', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, creditText, fc.string({ unit: 'binary' })), (body) => {
        expect(linesBy('compiled', body)).toEqual(linesBy('plain', body));
      }),
      { seed: 411, numRuns: 3000 },
    );
  });

  test('with more lines than are looked at, and with fewer', () => {
    for (const count of [0, 1, 59, 60, 61, 179, 180, 181, 400]) {
      const body = Array.from({ length: count }, (_, k) => (k % 7 === 0 ? ' ' : `(Line ${k}) by AFP`)).join('\n');
      expect(linesBy('compiled', body)).toEqual(linesBy('plain', body));
    }
  });

  test('of a line that is too long to be looked at whole', () => {
    const body = `${'a quiet word '.repeat(2000)}source: AFP\nsource: AFP`;
    expect(linesBy('compiled', body)).toEqual(linesBy('plain', body));
    const held = linesBy('plain', body).lines.map(([, , holds]) => holds);
    expect(held[0]).not.toBe(held[1]);
  });
});
