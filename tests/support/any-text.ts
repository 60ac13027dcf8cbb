import fc from 'fast-check';

/** Letters of one script each, with the marks that belong to them. */
const ALPHABETS: Readonly<Record<string, string>> = {
  latin: 'abeilmnorstuvwxyz ABELNORST éñßşığİÅœﬁĳſ',
  vietnamese: 'aeiouy ă â đ ê ô ơ ư ế ậ ổ ữ ị \u0301\u0323\u0302',
  greek: 'αβγδεζικλνορστυχς ΑΒΕΚΝΟΡΣΤ άέϊΰ\u0301\u0308',
  cyrillic: 'абвгдеиклнорстухцый ВЕКНОРСТХ ёїй\u0306',
  arabic: 'ابتثحدرسشصعفقلمنهوي أإآؤئ \u064e\u064f\u0651\u0640\u0670\u0653\u0654',
  hebrew: 'אבגדהוזחטיכלמנ \u05b8\u05bc\u05c1',
  devanagari: 'अआकखगचजटडतदनपबमयरलवशसह क़ \u093e\u093f\u0940\u0947\u094d\u093c',
  bengali: 'অআকখগচজতদনপবমযরলশস \u09be\u09bf\u09c7\u09cd\u09d7',
  hangul: '가나다라마바사한국서울 \u1112\u1161\u11ab\u1100 ㅋㅎㅏ ﾡￂ',
  han: '北京時間東新聞社的一是不人在有我他这 豈\uf900',
  kana: 'あいうえおかがきのはばぱをんアイウカタナー ｱｶﾊﾞﾟ \u3099\u309a',
  thai: 'กขคงจชดตถทนบปพฟมยรลวสหอ ำ \u0e31\u0e34\u0e48\u0e49',
  khmer: 'កខគងចតថទនបមយរលសហ \u17b6\u17d2\u17b7',
  burmese: 'ကခဂငစတထနပမယရလသ \u102c\u1031\u103a',
  georgian: 'აბგდევზთიკ ᲐᲑᲒᲓ',
  astral: '𝐀𝐛𝟗𐌰𐐀𐐨 𠀀𪛖 \u{2f800}',
  digits: '0123456789٠١٢०१२ ½²Ⅷ',
};

/** What stands between words, and in the middle of them. */
const BETWEEN = [
  ' ',
  ' ',
  ' ',
  '\u00a0',
  '\u3000',
  '. ',
  '.',
  ', ',
  '-',
  '—',
  '/',
  '...',
  '…',
  '。',
  '！',
  '．',
  '?',
  '“',
  '”',
  '"',
  '«',
  '»',
  ')',
  '」',
  '😀',
  '👩\u200d👧',
  '☔',
];
const INSIDE = [
  "'",
  '\u2019',
  '\u02bc',
  '\u00b4',
  '`',
  "''",
  '.',
  '․',
  '＇',
  '\u200b',
  '\u00ad',
  '\u2060',
  '\ufe0f',
  '\u{e0100}',
];
const BREAKS = ['\n', '\n', '\r\n', '\r', '\n\n', '\n  ', '\v', '\f', '\u0085', '\u2028', '\u2029'];

const letters = fc.oneof(
  ...Object.values(ALPHABETS).map((alphabet) =>
    fc
      .array(fc.constantFrom(...[...alphabet].filter((letter) => letter !== ' ')), { minLength: 1, maxLength: 9 })
      .map((picked) => picked.join('')),
  ),
);
const anyCodeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const anyCharacter = fc.string({ unit: 'binary', minLength: 1, maxLength: 2 });

/** A word of any script, rarely two scripts, with what may stand inside a word. */
export const anyWord = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: letters }, { weight: 1, arbitrary: fc.constantFrom(...INSIDE, ...BETWEEN) }),
    { minLength: 1, maxLength: 3 },
  )
  .map((pieces) => pieces.join(''));

/** Text that no newsroom wrote: words of all scripts, punctuation, breaks of lines, and any code unit there is. */
export const anyText = fc
  .array(
    fc.oneof(
      { weight: 10, arbitrary: anyWord },
      { weight: 8, arbitrary: fc.constantFrom(...BETWEEN) },
      { weight: 2, arbitrary: fc.constantFrom(...INSIDE) },
      { weight: 2, arbitrary: fc.constantFrom(...BREAKS) },
      { weight: 1, arbitrary: anyCodeUnit },
      { weight: 1, arbitrary: anyCharacter },
    ),
    { maxLength: 60, size: 'max' },
  )
  .map((pieces) => pieces.join(''));

/** Lines of about one width, as a mail program wraps them; some of them shorter, indented or blank. */
export const anyWrappedText = fc
  .tuple(
    fc.integer({ min: 36, max: 104 }),
    fc.array(
      fc.record({
        words: fc.array(
          fc.constantFrom('a', 'of', 'the', 'board', 'Harbour', 'ferries', 'winter', 'U.S.', "don't", '12'),
          {
            minLength: 12,
            maxLength: 60,
            size: 'max',
          },
        ),
        after: fc.constantFrom('\n', '\n', '\n\n', '\n  ', '\n \n', '\r\n', '.\n', '\u200b\n', '\n\u200b\n'),
      }),
      { minLength: 1, maxLength: 4, size: 'max' },
    ),
  )
  .map(([width, paragraphs]) =>
    paragraphs
      .map(({ words, after }) => {
        const lines = [''];
        for (const word of words) {
          const line = lines.at(-1) ?? '';
          if (line.length + word.length + 1 > width) lines.push(word);
          else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
        }
        return lines.join('\n') + after;
      })
      .join(''),
  );
