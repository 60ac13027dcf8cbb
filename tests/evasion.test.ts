import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan } from '../src/index.ts';
import type { DisguiseName } from '../src/model.ts';

const FERRY = readFileSync(fileURLToPath(new URL('../fixtures/disguises/articles/ferry.txt', import.meta.url)), 'utf8');

/** How letters are made to look as they did and be others. */
const LOOKALIKES: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' };

const eachLetter = (change: (letter: string) => string) => (text: string) => text.replace(/[a-z]/gi, change);
const eachWord = (change: (word: string, index: number) => string) => (text: string) => {
  let index = 0;
  return text.replace(/[a-z]+/gi, (word) => change(word, index++));
};

const DISGUISES: readonly (readonly [DisguiseName, string, (text: string) => string])[] = [
  ['invisible-characters', 'zero-width spaces', eachWord((word) => word.split('').join('\u200b'))],
  ['invisible-characters', 'zero-width joiners', eachWord((word) => word.split('').join('\u200d'))],
  ['invisible-characters', 'soft hyphens', eachWord((word) => word.split('').join('\u00ad'))],
  ['lookalikes', 'Cyrillic letters', (text) => text.replace(/[aceopxy]/g, (letter) => LOOKALIKES[letter] ?? letter)],
  ['combining-marks', 'combining marks', eachLetter((letter) => `${letter}\u0335`)],
  [
    'spaced-letters',
    'letters spaced apart',
    (text) => eachWord((word) => word.split('').join(' '))(text.replaceAll(' ', '   ')),
  ],
  ['full-width', 'full-width letters', eachLetter((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
  ['ligatures', 'ligatures', (text) => text.replaceAll('fi', 'ﬁ').replaceAll('fl', 'ﬂ').replaceAll('st', 'ﬆ')],
];

async function matchOf(left: string, right: string) {
  const { matches } = await scan(
    {
      articles: [
        { id: 'left', body: left },
        { id: 'right', body: right },
      ],
    },
    { only: ['all'] },
  );
  return matches[0];
}

describe('a copy in disguise is found, and said to be in one', () => {
  test.each(DISGUISES)('%s: %s', async (name, _how, disguise) => {
    const match = await matchOf(FERRY, disguise(FERRY));
    expect(match?.flags).toContain('disguised');
    expect(match?.disguises).toContain(name);
  });

  test('paragraphs in another order are found', async () => {
    const paragraphs = FERRY.trim().split(/\n\s*\n/);
    expect(paragraphs.length).toBeGreaterThan(1);
    expect(['identical', 'copy', 'contained', 'partial']).toContain(
      (await matchOf(FERRY, paragraphs.toReversed().join('\n\n')))?.relation,
    );
  });

  test('a word swapped for another every five words is found', async () => {
    const swapped = eachWord((word, index) => (index % 5 === 0 ? `other${index}` : word))(FERRY);
    expect((await matchOf(FERRY, swapped))?.relation).toBeDefined();
  });
});

describe('an honest text and its repost are in no disguise', () => {
  const HONEST: Readonly<Record<string, string>> = {
    'in Cyrillic letters':
      'Паром до Сельвика в понедельник не вышел в море. Начальник порта объяснил это сильным ветром и высокой волной. ' +
      'Пассажирам предложили вернуться домой или ждать утра в зале. Местные рыбаки говорят, что такой осени не помнят ' +
      'уже двадцать лет. Следующий рейс назначен на вторник, если погода позволит, и билеты останутся действительны.',
    'in Greek letters':
      'Το πλοίο για το νησί δεν έφυγε τη Δευτέρα από το λιμάνι. Ο λιμενάρχης είπε ότι ο άνεμος ήταν πολύ δυνατός. ' +
      'Οι επιβάτες περίμεναν όλη τη νύχτα στην αίθουσα και το πρωί γύρισαν στα σπίτια τους. Οι ψαράδες του χωριού ' +
      'δεν θυμούνται τέτοιο φθινόπωρο εδώ και είκοσι χρόνια. Το επόμενο δρομολόγιο θα γίνει την Τρίτη αν το επιτρέψει ο καιρός.',
    'in Japanese with full-width letters and numbers':
      '月曜日の午前９時、フェリー「ＳＥＡ　ＳＴＡＲ」は強風のため欠航となった。港長によると、波の高さは４メートルを超えていた。' +
      '乗客１２０人は待合室で一夜を過ごし、翌朝それぞれ帰宅した。漁師たちは、こんな秋は２０年ぶりだと話している。' +
      '次の便は火曜日の予定で、切符はそのまま使える。会社は払い戻しにも応じると発表した。',
    'with a heading in spaced letters':
      'T H E  F E R R Y\n\nThe boat lay still beside the wall,\nthe wind came down and shook us all,\nand nobody had thought ' +
      'to call\nthe keeper of the empty hall.\n\nWe waited till the morning light\nhad put the last grey star to flight,\n' +
      'then walked back home, a sorry sight,\nand slept until another night.\n',
  };

  test.each(Object.entries(HONEST))('%s', async (_what, text) => {
    const match = await matchOf(text, `${text}\nRepost.`);
    expect(match?.relation).toBeDefined();
    expect(match?.flags).not.toContain('disguised');
  });
});
