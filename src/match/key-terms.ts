import TfIdf from 'natural/lib/natural/tfidf/tfidf.js';
import english from 'natural/lib/natural/util/stopwords.js';
import spanish from 'natural/lib/natural/util/stopwords_es.js';
import french from 'natural/lib/natural/util/stopwords_fr.js';
import italian from 'natural/lib/natural/util/stopwords_it.js';
import dutch from 'natural/lib/natural/util/stopwords_nl.js';
import portuguese from 'natural/lib/natural/util/stopwords_pt.js';
import russian from 'natural/lib/natural/util/stopwords_ru.js';
import ukrainian from 'natural/lib/natural/util/stopwords_uk.js';
import { DIGITS, SENTENCE_START, UNSPACED_WORD } from '../kernel/flags.ts';
import { readBody } from '../text/disguises.ts';
import { foldWord } from '../text/normalise.ts';
import { Words } from '../text/word-list.ts';

/** Terms that label a cluster. A taste: three words are read at a glance, five still fit a line. */
const MAX_TERMS = 4;
/** Shorter words carry little and are missing from most lists of stop words. */
const MIN_LETTERS = 4;
/** Words of a text that are looked at. IDF is looked up for each different one, so a whole page would cost too much. */
const MAX_WORDS = 250;

/** Newspaper words that a term must not be, beside the languages' own stop words. */
const NEWSROOM = [
  'said',
  'says',
  'told',
  'would',
  'could',
  'also',
  'will',
  'have',
  'been',
  'were',
  'that',
  'this',
  'with',
  'from',
  'they',
  'after',
  'before',
  'without',
  'their',
  'which',
  'while',
  'there',
  'about',
  'could',
  'first',
  'last',
  'year',
  'years',
  'week',
  'people',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

const STOP_WORDS = new Set<string>(
  [english, spanish, french, italian, dutch, portuguese, russian, ukrainian]
    .flatMap((list) => list.words)
    .concat(NEWSROOM)
    .map((word) => foldWord(word)),
);

/**
 * Labels texts among each other by TF-IDF: for each its most telling words as they are written, best first; none for a
 * text in a script without spaces.
 *
 * Source: K. Spärck Jones, "A statistical interpretation of term specificity", 1972, as `natural` computes it.
 */
export function keyTermsOf(bodies: readonly string[]): string[][] {
  const index = new TfIdf();
  const words = new Words();
  const spellings = bodies.map((body) => {
    readBody(words, body);
    const terms: string[] = [];
    const spelling = new Map<string, { text: string; inSentence: boolean }>();
    for (let k = 0; k < Math.min(words.count, MAX_WORDS); k++) {
      const flags = words.flags[k] ?? 0;
      if ((flags & (DIGITS | UNSPACED_WORD)) !== 0) continue;
      const text = body.slice(words.starts[k], words.ends[k]);
      const term = foldWord(text);
      if (term.length < MIN_LETTERS || STOP_WORDS.has(term)) continue;
      terms.push(term);
      // A word that opens a sentence has a capital it may not own. One that has its own is a name, and names label best.
      const inSentence = (flags & SENTENCE_START) === 0;
      if (inSentence && text.charAt(0) !== text.charAt(0).toLowerCase()) terms.push(term);
      const known = spelling.get(term);
      if (known === undefined || (inSentence && !known.inSentence)) spelling.set(term, { text, inSentence });
    }
    index.addDocument(terms);
    return spelling;
  });
  return spellings.map((spelling, document) =>
    index
      .listTerms(document)
      .sort((a, b) => b.tfidf - a.tfidf || (a.term < b.term ? -1 : 1))
      .slice(0, MAX_TERMS)
      .map(({ term }) => spelling.get(term)?.text ?? term),
  );
}
