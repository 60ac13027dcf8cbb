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
import { calendarWords } from '../text/dates.ts';
import { readBody } from '../text/disguises.ts';
import { foldWord } from '../text/normalise.ts';
import { Words } from '../text/word-list.ts';
import { HAN_FUNCTION_CHARACTERS, STOP_WORDS } from './stop-words.ts';

/** Terms that label a cluster. A taste: three words are read at a glance, five still fit a line. */
const MAX_TERMS = 4;
/** Shorter words carry little and are missing from most lists of stop words. */
const MIN_LETTERS = 4;
/** Words of a text that are looked at. IDF is looked up for each different one, so a whole page would cost too much. */
const MAX_WORDS = 250;

const FOLDED_STOP_WORDS = new Set<string>(
  [english, spanish, french, italian, dutch, portuguese, russian, ukrainian]
    .flatMap((list) => list.words)
    .concat(
      Object.values(STOP_WORDS).flatMap((words) => words.split(' ')),
      calendarWords(),
    )
    .map((word) => foldWord(word)),
);

/**
 * Labels texts among each other by TF-IDF: for each its most telling words as they are written, best first. Words of scripts
 * without spaces are found by what is repeated; a text in which nothing tells has none.
 *
 * Source: K. Spärck Jones, "A statistical interpretation of term specificity", 1972, as `natural` computes it.
 */
export class KeyTerms {
  readonly #index = new TfIdf();
  readonly #words = new Words();
  readonly #spellings: Terms['spelling'][] = [];

  add(body: string): void {
    const words = this.#words;
    readBody(words, body);
    const terms = new Terms();
    for (let k = 0; k < Math.min(words.count, MAX_WORDS); k++) {
      const flags = words.flags[k] ?? 0;
      if ((flags & (DIGITS | UNSPACED_WORD)) !== 0) continue;
      const text = withoutAffix(body.slice(words.starts[k], words.ends[k]));
      const term = foldWord(text);
      if (term.length < MIN_LETTERS || FOLDED_STOP_WORDS.has(term)) continue;
      // A word that opens a sentence has a capital it may not own. One that has its own is a name, and names label best.
      const inSentence = (flags & SENTENCE_START) === 0;
      const isName = inSentence && text.charAt(0) !== text.charAt(0).toLowerCase();
      terms.add(term, text, isName ? 2 : 1, inSentence);
    }
    for (const { term, times } of repeatedTerms(body, words)) terms.add(term, term, times, true);
    this.#index.addDocument(terms.all);
    this.#spellings.push(terms.spelling);
  }

  /** The labels of the texts that were added, in their order. */
  best(): string[][] {
    return this.#spellings.map((spelling, document) =>
      this.#index
        .listTerms(document)
        .sort((a, b) => b.tfidf - a.tfidf || (a.term < b.term ? -1 : 1))
        .slice(0, MAX_TERMS)
        .map(({ term }) => spelling.get(term)?.text ?? term),
    );
  }
}

/** "And" is written as one with the word behind it. */
const ARABIC_AND = /^و(?=ال)/u;

/** The longer side of an apostrophe: `Orrin's`, `Orrin'in` and `d'Orrin` are one word. */
function withoutAffix(word: string): string {
  const [before = '', after] = word.replace(ARABIC_AND, '').split(/['\u2019]/u);
  return after === undefined || before.length >= after.length ? before : after;
}

/** The terms of one text, each with its best spelling: one from inside a sentence, and not from a line in capitals. */
class Terms {
  readonly all: string[] = [];
  readonly spelling = new Map<string, { text: string; rank: number }>();

  add(term: string, text: string, times: number, inSentence: boolean): void {
    for (let k = 0; k < times; k++) this.all.push(term);
    const rank = (inSentence ? 2 : 0) + (text === text.toUpperCase() ? 0 : 1);
    const known = this.spelling.get(term);
    if (known === undefined || rank > known.rank) this.spelling.set(term, { text, rank });
  }
}

/** Characters of a text without spaces that are looked at: what MAX_WORDS words would have. */
const MAX_CHARACTERS = MAX_WORDS * 3;
const MIN_TERM_CHARACTERS = 2;
const MAX_TERM_CHARACTERS = 6;
/** A run of Katakana is a foreign word or a name, which may be longer. */
const MAX_KATAKANA_CHARACTERS = 12;
const HAN_RUN = /[\p{Script=Han}々]+/gu;
const KATAKANA_RUN = /[\p{Script=Katakana}ー]{3,}/gu;
const FUNCTION_CHARACTERS = new RegExp(`[${HAN_FUNCTION_CHARACTERS}]+`, 'u');

/**
 * Words of a text in Han or Kana, by what is repeated: runs of Katakana, and pieces of Han that stand in it twice or more and
 * are always continued in another way. No dictionary, so that no language is guessed and no version of one changes a label.
 */
function repeatedTerms(body: string, words: Words): { term: string; times: number }[] {
  if (words.unspacedCount === 0) return [];
  const text = body.slice(0, words.ends[Math.min(words.count, MAX_CHARACTERS) - 1]);
  const counts = new Map<string, number>();
  for (const [run] of text.matchAll(HAN_RUN)) {
    for (const piece of run.split(FUNCTION_CHARACTERS)) {
      for (let start = 0; start < piece.length; start++) {
        const most = Math.min(MAX_TERM_CHARACTERS, piece.length - start);
        for (let length = MIN_TERM_CHARACTERS; length <= most; length++) {
          const term = piece.slice(start, start + length);
          counts.set(term, (counts.get(term) ?? 0) + 1);
        }
      }
    }
  }
  // What stands in a longer piece more than half the time is a part of it.
  const parts = new Set<string>();
  for (const [term, times] of counts) {
    if (times < 2) continue;
    for (const part of [term.slice(1), term.slice(0, -1)]) if (times * 2 > (counts.get(part) ?? 0)) parts.add(part);
  }
  const terms: { term: string; times: number }[] = [];
  for (const [term, times] of counts) {
    // Long words tell more than short ones.
    if (times > 1 && !parts.has(term) && !FOLDED_STOP_WORDS.has(term))
      terms.push({ term, times: times * (term.length - 1) });
  }
  const foreign = new Map<string, number>();
  for (const [run] of text.matchAll(KATAKANA_RUN)) {
    if (run.length <= MAX_KATAKANA_CHARACTERS) foreign.set(run, (foreign.get(run) ?? 0) + 1);
  }
  for (const [term, times] of foreign) terms.push({ term, times: times * 2 });
  return terms;
}
