import type { ArticleInput } from '../../src/model.ts';
import { between, seeded } from './seeded.ts';

const SYLLABLES = 'ba ce dor fin gal hem ist jor kel lum mar nev ost pra quin ros sel tor und vel wick yor zan'.split(
  ' ',
);
const VOCABULARY_WORDS = 3000;
const SITES = 25;

/** Writes news that never happened: words of an invented vocabulary, frequent ones first, as in any language. */
export class Newsroom {
  readonly random: () => number;
  readonly #vocabulary: readonly string[];

  constructor(seed: number) {
    this.random = seeded(seed);
    const words = new Set<string>();
    while (words.size < VOCABULARY_WORDS) {
      const syllables = Array.from({ length: between(this.random, 1, 4) }, () => this.#one(SYLLABLES));
      words.add(syllables.join(''));
    }
    this.#vocabulary = [...words];
  }

  /** A story as paragraphs. */
  story(paragraphs: number): string[] {
    return Array.from({ length: paragraphs }, () =>
      Array.from({ length: between(this.random, 2, 4) }, () => this.#sentence()).join(' '),
    );
  }

  /** The story as a site runs it: cut to 60 to 100 %, up to a tenth of its words edited, between header and footer. */
  copyOf(story: readonly string[]): string {
    const words = story.join('\n\n').split(' ');
    const kept = words.slice(0, Math.ceil(words.length * (0.6 + 0.4 * this.random())));
    const edits = 0.1 * this.random();
    const edited = kept.map((word) => {
      if (this.random() >= edits) return word;
      const paragraphEnd = word.includes('\n') ? word.slice(0, word.indexOf('\n') + 2) : '';
      return this.#one(['', `${word} ${this.word()}`, this.word(), this.word()]) + paragraphEnd;
    });
    return this.page(edited.join(' '));
  }

  /** A text with the furniture of one of the sites around it. */
  page(text: string): string {
    const site = between(this.random, 1, SITES);
    const header = `Site ${site} | Home | News | Weather ${site}`;
    const footer = `Read more on site ${site}\nCopyright of the owner of site ${site}, all rights reserved`;
    return `${header}\n${this.word()} ${this.word()}\n\n${text}\n\n${footer}\n`;
  }

  word(): string {
    // Frequent words first: of 1,000 draws some 20 are the first word.
    return this.#vocabulary[Math.floor(this.#vocabulary.length * this.random() ** 2.5)]!;
  }

  #sentence(): string {
    const words = Array.from({ length: between(this.random, 8, 24) }, () => this.word());
    const text = words.join(' ');
    const capital = text.charAt(0).toUpperCase() + text.slice(1);
    return this.random() < 0.15 ? `“${capital},” said ${this.word()}.` : `${capital}.`;
  }

  #one<T>(items: readonly T[]): T {
    return items[Math.floor(items.length * this.random())]!;
  }
}

/** An article of at least 30 words that has nothing in common with one of another name. */
export function articleOn(name: string, more: Partial<ArticleInput> = {}): ArticleInput {
  const body = Array.from({ length: 60 }, (_, k) => `${name}${k}`).join(' ');
  return { id: `${name}.txt`, body: `${body}.`, ...more };
}
