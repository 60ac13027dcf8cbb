// Disguises of a text that a copier would think of, each as `(text, random) => text`.
import { randomFrom, shuffled } from './random.mjs';

const WORD = /[\p{L}\p{M}]+/gu;
const LOOKALIKES = new Map([...'aceopxy'].map((letter, k) => [letter, [...'асеорху'][k]]));
/** No language's, and many: nobody swaps in one word throughout. */
const NONSENSE = nonsense(randomFrom('words swapped in'), 4000);

const eachWord = (change) => (text, random) => {
  let index = 0;
  return text.replace(WORD, (word) => change(word, index++, random));
};
const likeIn = (word, other) =>
  word[0] === word[0].toUpperCase() ? `${other.charAt(0).toUpperCase()}${other.slice(1)}` : other;

/** Every so many words another, of a list. */
const swapsEvery = (stride, list, from = 0) =>
  eachWord((word, index, random) => (index % stride === from ? likeIn(word, pick(list, random)) : word));

/** Each of so many words for the same other one throughout, as a list of synonyms does it; frequent ones of a few letters are left. */
const synonymsOf = (share, leastLetters) => (text) =>
  text.replace(WORD, (word) => {
    const draw = randomFrom(`a synonym of ${word.toLowerCase()}`);
    return word.length >= leastLetters && draw() < share ? likeIn(word, pick(NONSENSE, draw)) : word;
  });

/** Two neighbours exchanged, every so many words. */
const exchangesEvery = (stride) => (text) => {
  const words = text.split(/(\s+)/);
  for (let at = 0; at + 2 < words.length; at += stride * 2) [words[at], words[at + 2]] = [words[at + 2], words[at]];
  return words.join('');
};

const sentencesOf = (text) => text.split(/(?<=[.!?]["”’]?)\s+/).filter((sentence) => sentence.trim() !== '');
const paragraphsOf = (text) => {
  const own = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  if (own.length >= 6) return own;
  const sentences = sentencesOf(text);
  const paragraphs = [];
  for (let at = 0; at < sentences.length; at += 2) paragraphs.push(sentences.slice(at, at + 2).join(' '));
  if (paragraphs.length < 6) return sentences;
  return paragraphs;
};

/** By kind: what the report must name, and how it is done. Nothing need be named where letters are
 * parted as in initials, or no more words are swapped than a rewording has. */
export const EVASIONS = {
  'words swapped, every 5th': { names: ['swapped-words'], make: swapsEvery(5, NONSENSE) },
  'words swapped, every 4th': { names: ['swapped-words'], make: swapsEvery(4, NONSENSE, 1) },
  'words swapped, every 3rd': { names: ['swapped-words'], make: swapsEvery(3, NONSENSE, 2) },
  'words swapped, a third at random': {
    names: ['swapped-words'],
    make: eachWord((word, _index, random) => (random() < 1 / 3 ? likeIn(word, pick(NONSENSE, random)) : word)),
  },
  'words swapped, every 3rd for the text’s own': {
    names: ['swapped-words'],
    make: (text, random) => swapsEvery(3, text.match(WORD) ?? ['word'])(text, random),
  },
  'words swapped, half of the longer by list': { names: [], make: synonymsOf(0.5, 5) },
  'words swapped, all of the longest by list': { names: [], make: synonymsOf(1, 7) },
  'neighbours exchanged, every 5th': { names: ['swapped-words'], make: exchangesEvery(5) },
  'neighbours exchanged, every 3rd': { names: ['swapped-words'], make: exchangesEvery(3) },
  'neighbours exchanged throughout': { names: ['swapped-words'], make: exchangesEvery(2) },
  'sentences shuffled': {
    names: ['shuffled-passages'],
    make: (text, random) => shuffled(sentencesOf(text), random).join(' '),
  },
  'sentences backwards': { names: ['shuffled-passages'], make: (text) => sentencesOf(text).reverse().join(' ') },
  'paragraphs shuffled': {
    names: ['shuffled-passages'],
    make: (text, random) => shuffled(paragraphsOf(text), random).join('\n\n'),
  },
  'sentences shuffled, every 5th word swapped': {
    names: ['swapped-words', 'shuffled-passages'],
    make: (text, random) => swapsEvery(5, NONSENSE)(shuffled(sentencesOf(text), random).join(' '), random),
  },
  'letters spaced': {
    names: ['spaced-letters'],
    make: (text) => [...text.replace(/\s+/g, '  ')].join(' '),
  },
  'letters spaced, words no further apart': {
    names: ['spaced-letters'],
    make: (text) => [...text.replace(/\s+/g, '')].join(' '),
  },
  'letters spaced, lines kept': {
    names: ['spaced-letters'],
    make: (text) =>
      text
        .split('\n')
        .map((line) => [...line.replace(/\s+/g, '')].join(' '))
        .join('\n'),
  },
  'letters spaced, words alone on it': {
    names: ['spaced-letters'],
    make: (text) => text.replace(WORD, (word) => [...word].join(' ')),
  },
  'letters parted by points': {
    names: [],
    make: (text) => text.replace(WORD, (word) => [...word].join('.')),
  },
  'letters parted by hyphens': {
    names: ['spaced-letters'],
    make: (text) => text.replace(WORD, (word) => [...word].join('-')),
  },
  'zero-width spaces': {
    names: ['invisible-characters'],
    make: (text) => text.replace(WORD, (word) => [...word].join('\u200b')),
  },
  'zero-width in every third word': {
    names: ['invisible-characters'],
    make: eachWord((word, index) => (index % 3 === 0 ? `${word.slice(0, 1)}\u200d${word.slice(1)}` : word)),
  },
  'soft hyphens': {
    names: ['invisible-characters'],
    make: (text) => text.replace(WORD, (word) => [...word].join('\u00ad')),
  },
  lookalikes: { names: ['lookalikes'], make: (text) => text.replace(/[aceopxy]/g, (letter) => LOOKALIKES.get(letter)) },
  'lookalikes, one letter a word': {
    names: ['lookalikes'],
    make: (text) => text.replace(WORD, (word) => word.replace(/[aceopxy]/, (letter) => LOOKALIKES.get(letter))),
  },
  'combining marks': {
    names: ['combining-marks'],
    make: (text) => text.replace(/\p{L}/gu, (letter) => `${letter}\u0336`),
  },
  'combining accents, here and there': {
    names: ['combining-marks'],
    make: (text, random) =>
      text.replace(/\p{L}/gu, (letter) =>
        random() < 0.3 ? `${letter}${pick(['\u0301', '\u0323', '\u0308', '\u0330'], random)}` : letter,
      ),
  },
  'full width': {
    names: ['full-width'],
    make: (text) => text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  },
  'letters of mathematics': {
    names: ['styled-letters'],
    make: (text) => text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 0x61)),
  },
  ligatures: {
    names: ['ligatures'],
    make: (text) =>
      text
        .replaceAll('ffi', 'ﬃ')
        .replaceAll('fi', 'ﬁ')
        .replaceAll('fl', 'ﬂ')
        .replaceAll('ff', 'ﬀ')
        .replaceAll('st', 'ﬆ'),
  },
  'no-break spaces': { names: ['odd-spaces'], make: (text) => text.replaceAll(' ', '\u00a0') },
  capitals: { names: ['capitals'], make: (text) => text.toUpperCase() },
  'capitals, every 5th word swapped': {
    names: ['capitals', 'swapped-words'],
    make: (text, random) => swapsEvery(5, NONSENSE)(text, random).toUpperCase(),
  },
};

function nonsense(random, count) {
  const consonants = [...'bcdfghklmnprstvw'];
  const vowels = [...'aeiou'];
  const syllable = () => `${pick(consonants, random)}${pick(vowels, random)}`;
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, syllable)
      .join('')
      .concat(random() < 0.5 ? pick(consonants, random) : ''),
  );
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}
