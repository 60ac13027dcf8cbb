import { describe, expect, test } from 'vitest';
import { disguiseNames, disguisesBetween, readBody } from '../../src/text/disguises.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

const ENGLISH = `The harbour council met on Tuesday evening to hear why the crane has stood still since the autumn. Its driver
has left, its makers ask for a price that nobody will pay, and the town owes the bank for the last repair. In the end it voted to
sell the crane for scrap, and to keep the bell that was rung before each lift. Fishermen who had come to listen said little.`;
const RUSSIAN = `Совет порта собрался во вторник вечером, чтобы узнать, почему кран стоит с осени. Его машинист уехал, завод просит
цену, которую никто не заплатит, а город ещё должен банку за последний ремонт. В конце концов решили продать кран на лом и сохранить
колокол, в который звонили перед каждым подъёмом. Рыбаки, которые пришли послушать, говорили мало и скоро разошлись по домам.`;

function hashesOf(text: string, read: (words: Words, text: string) => unknown = readBody): number[] {
  const words = new Words();
  read(words, text);
  return [...words.hashes.subarray(0, words.count)];
}

function namesOf(text: string): string[] {
  return disguiseNames(readBody(new Words(), text));
}

const toCyrillic = (text: string): string =>
  text.replace(/[aeopcyx]/g, (letter) => [...'аеорсух']['aeopcyx'.indexOf(letter)] ?? letter);
const toLatin = (text: string): string =>
  text.replace(/[аеорсух]/g, (letter) => 'aeopcyx'.charAt([...'аеорсух'].indexOf(letter)));
const spaced = (text: string): string =>
  text
    .split(/\s+/)
    .map((word) => [...word].join(' '))
    .join('   ');

describe('a disguise is undone: the words are those of the text below', () => {
  test.each([
    ['lookalikes', ENGLISH, toCyrillic(ENGLISH)],
    ['lookalikes', RUSSIAN, toLatin(RUSSIAN)],
    [
      'lookalikes',
      ENGLISH,
      ENGLISH.replace(/[aeot]/g, (letter) => ({ a: 'ᴀ', e: 'ᴇ', o: 'ᴏ', t: 'ᴛ' })[letter] ?? letter),
    ],
    ['spaced-letters', ENGLISH, spaced(ENGLISH)],
    ['spaced-letters', ENGLISH, ENGLISH.replace(/\b[a-z]{6,}/g, (word) => [...word].join('-'))],
    ['combining-marks', ENGLISH, ENGLISH.replaceAll('e', 'é')],
    ['combining-marks', ENGLISH, ENGLISH.replaceAll('e', 'e\u0301')],
    ['combining-marks', ENGLISH, ENGLISH.replace(/[a-z]{4,}/g, (word) => `${word.charAt(0)}\u0335${word.slice(1)}`)],
    [
      'invisible-characters',
      ENGLISH,
      ENGLISH.replace(/[a-z]{4,}/g, (word) => `${word.slice(0, 2)}\u200b${word.slice(2)}`),
    ],
    [
      'invisible-characters',
      ENGLISH,
      ENGLISH.replace(/[a-z]{4,}/g, (word) => `${word.slice(0, 2)}\u00ad${word.slice(2)}`),
    ],
    ['full-width', ENGLISH, ENGLISH.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
    [
      'styled-letters',
      ENGLISH,
      ENGLISH.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a - 97 + letter.charCodeAt(0))),
    ],
    ['odd-spaces', ENGLISH, ENGLISH.replaceAll(' ', '\u2009')],
    ['capitals', ENGLISH, ENGLISH.toUpperCase()],
  ])('%s', (name, text, disguised) => {
    expect(hashesOf(disguised)).toEqual(hashesOf(text));
    expect(namesOf(disguised)).toContain(name);
    expect(namesOf(text)).toEqual([]);
  });

  test('and places are those of the body as it is', () => {
    const words = new Words();
    const body = spaced(ENGLISH);
    readBody(words, body);
    expect(body.slice(words.starts[1], words.ends[1])).toBe('h a r b o u r');
    const last = words.count - 1;
    expect(body.slice(words.starts[last], words.ends[last])).toBe('l i t t l e');
    const marked = ENGLISH.replaceAll('e', 'e\u0301');
    readBody(words, marked);
    expect(marked.slice(words.starts[0], words.ends[0])).toBe('The\u0301');
  });
});

describe('an honest text is left as it is', () => {
  test.each([
    [
      'Vietnamese',
      'Hội đồng cảng họp vào tối thứ ba để nghe lý do vì sao chiếc cần cẩu đứng yên từ mùa thu. Người lái đã bỏ đi, nhà sản xuất đòi một mức giá không ai chịu trả, và thị trấn còn nợ ngân hàng tiền sửa chữa lần trước. Cuối cùng họ quyết định bán chiếc cần cẩu làm sắt vụn và giữ lại quả chuông.',
    ],
    [
      'Czech',
      'Přístavní rada se sešla v úterý večer, aby vyslechla, proč jeřáb od podzimu stojí. Jeho řidič odešel, výrobce žádá cenu, kterou nikdo nezaplatí, a město ještě dluží bance za poslední opravu. Nakonec rozhodla prodat jeřáb do šrotu a ponechat zvon, na který se zvonilo před každým zdvihem.',
    ],
    [
      'Turkish',
      'Liman meclisi salı akşamı vincin sonbahardan beri neden durduğunu dinlemek için toplandı. Sürücüsü gitti, üreticisi kimsenin ödemeyeceği bir fiyat istiyor ve kasaba son onarım için bankaya hâlâ borçlu. Sonunda vincin hurdaya satılmasına ve her kaldırıştan önce çalınan çanın saklanmasına karar verildi.',
    ],
    [
      'Persian, with joiners',
      'شورای بندر سه‌شنبه شب گرد آمد تا بشنود چرا جرثقیل از پاییز بی‌کار مانده است. راننده‌اش رفته، سازنده‌اش بهایی می‌خواهد که هیچ‌کس نمی‌پردازد و شهر هنوز برای آخرین تعمیر به بانک بدهکار است. در پایان رأی دادند که جرثقیل را بفروشند و زنگ را نگه دارند.',
    ],
    [
      'Greek with Latin names',
      'Το συμβούλιο του λιμανιού συνεδρίασε την Τρίτη το βράδυ για να ακούσει γιατί ο γερανός της Arden Line στέκεται ακίνητος από το φθινόπωρο. Ο χειριστής έφυγε, η εταιρεία Tarnby ζητά μια τιμή που κανείς δεν θα πληρώσει και η πόλη χρωστά ακόμη στην τράπεζα για την τελευταία επισκευή.',
    ],
    ['letters that stand alone', `${ENGLISH} Plan A or B, vitamin C, a b c, U.S.A. and J. R. R. Marlow.`],
  ])('%s', (_, text) => {
    expect(namesOf(text)).toEqual([]);
    expect(hashesOf(text)).toEqual(hashesOf(text, readWords));
  });
});

test('what honest pages have too is told only where one of two texts has it', () => {
  const plain = readBody(new Words(), ENGLISH);
  const shouted = readBody(new Words(), ENGLISH.toUpperCase());
  const lookalike = readBody(new Words(), toCyrillic(ENGLISH));
  expect(disguiseNames(disguisesBetween(plain, shouted))).toEqual(['capitals']);
  expect(disguiseNames(disguisesBetween(shouted, shouted))).toEqual([]);
  expect(disguiseNames(disguisesBetween(lookalike, lookalike))).toEqual(['lookalikes']);
});
