import path from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../../src/index.ts';
import { type ArticleInput, RELATION_NAMES } from '../../src/model.ts';
import { stageRecords } from '../../src/pipeline.ts';

const FIXTURES = path.join(import.meta.dirname, '..', '..', 'fixtures');
const ONE_QUOTATION = { files: { paths: ['.'], cwd: path.join(FIXTURES, 'one-quotation', 'articles') } };

/** So many different words, none of which another name gives. */
function wordsOf(name: string, count: number): string {
  return Array.from({ length: count }, (_, k) => `${name}${(k * 7919) % 10_007}`).join(' ');
}

test('a quotation that two long articles share is looked for only when quotations are asked for', async () => {
  const asked = await scan(ONE_QUOTATION, { only: ['quotes'] });
  expect(asked.matches.map(({ left, right, relation }) => [left, right, relation])).toEqual([
    ['brannock-herald.txt', 'stenmark-review.txt', 'quotes'],
  ]);
  expect(asked.matches[0]?.passages.map(({ words, quoted }) => ({ words, quoted }))).toEqual([
    { words: 16, quoted: true },
  ]);
  expect(asked.counts.relations.quotes).toBe(1);
  const usual = await scan(ONE_QUOTATION);
  expect(usual.counts.relations.quotes).toBe(0);
});

test('the candidates that are printed are those that are verified', async () => {
  const pairsWhen = async (only: 'all' | 'syndicated') => {
    const pairs: string[] = [];
    const settings = { method: 'scaled', only: [only], explain: false } as const;
    for await (const record of stageRecords(ONE_QUOTATION, settings, 'candidates'))
      if (record.type === 'candidate') pairs.push(`${record.left} ${record.right}`);
    return pairs;
  };
  expect(await pairsWhen('all')).toContain('brannock-herald.txt stenmark-review.txt');
  expect(await pairsWhen('syndicated')).not.toContain('brannock-herald.txt stenmark-review.txt');
});

test('eight quoted words propose a pair, five do not, and neither do eight that one article does not quote', async () => {
  const said = wordsOf('said', 8);
  const withIn = (id: string, middle: string): ArticleInput => ({
    id,
    body: `${wordsOf(id, 400)} ${middle} ${wordsOf(`${id}end`, 400)}`,
  });
  const articles = [
    withIn('a', `"${said}"`),
    withIn('b', `"${said}"`),
    withIn('c', `"${said.split(' ').slice(0, 5).join(' ')}"`),
    withIn('d', said),
  ];
  const { matches } = await scan({ articles }, { only: ['all'] });
  expect(matches.map(({ left, right }) => left + right)).toEqual(['ab']);
});

test('a quotation that hundreds share joins each of them to another, and costs their number, not its square', async () => {
  const said = wordsOf('said', 12);
  const articles = Array.from({ length: 200 }, (_, k) => ({
    id: `n${String(k).padStart(3, '0')}`,
    body: `${wordsOf(`w${k}x`, 300)} "${said}" ${wordsOf(`v${k}x`, 300)}`,
  }));
  const { matches } = await scan({ articles }, { only: ['quotes'] });
  const met = new Set(matches.flatMap(({ left, right }) => [left, right]));
  expect(met.size).toBe(200);
  expect(matches.length).toBeLessThan(200 * 5);
});

test.each(['shared-quotes', 'quoted-release', 'one-quotation', 'partial-reuse'])(
  'asking for quotations changes no cluster and no other count of %s',
  async (name) => {
    const files = { paths: ['.'], cwd: path.join(FIXTURES, name, 'articles') };
    const [usual, all] = [await scan({ files }), await scan({ files }, { only: ['syndicated', 'partial', 'quotes'] })];
    expect(all.clusters).toEqual(usual.clusters);
    for (const relation of RELATION_NAMES.filter((one) => one !== 'quotes'))
      expect(all.counts.relations[relation]).toBe(usual.counts.relations[relation]);
    expect(all.matches.filter(({ relation }) => relation !== 'quotes')).toEqual(usual.matches);
  },
);
