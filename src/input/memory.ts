import type { Article, ArticleInput, Place } from '../model.ts';
import { articleFrom } from './article.ts';
import type { ArticleStore, ReadItem } from './contract.ts';
import { Pace } from './pace.ts';

/** Articles handed in by a caller of the library, kept in memory. */
export class MemoryStore<I extends ArticleInput = ArticleInput> implements ArticleStore {
  readonly #inputs: Iterable<I> | AsyncIterable<I>;
  readonly #placeOf: (input: I, record: number) => Place;
  readonly #articles: Article[] = [];

  constructor(
    inputs: Iterable<I> | AsyncIterable<I>,
    placeOf: (input: I, record: number) => Place = (_input, record) => ({ path: 'input', record }),
  ) {
    this.#inputs = inputs;
    this.#placeOf = placeOf;
  }

  async *read(): AsyncGenerator<ReadItem> {
    const pace = new Pace();
    let record = 0;
    for await (const input of this.#inputs) {
      record++;
      if (typeof input?.body !== 'string') {
        yield withoutBody(record);
        continue;
      }
      const article = articleFrom(input, {
        id: typeof input.id === 'string' ? input.id : '',
        place: this.#placeOf(input, record),
      });
      this.#articles.push(article);
      yield { kind: 'article', article };
      pace.count(article.body.length);
      if (pace.isDue) await pace.rest();
    }
  }

  reread(index: number): Article {
    const article = this.#articles[index];
    if (article === undefined) throw new RangeError(`no article has the number ${index}`);
    return article;
  }

  excludedBy(): Readonly<Record<string, number>> {
    return {};
  }

  close(): void {
    this.#articles.length = 0;
  }
}

function withoutBody(record: number): ReadItem {
  const problem = {
    code: 'UNREADABLE_INPUT',
    where: `input:${record}`,
    what: 'the article has no body, or one that is not a string',
    remedy: 'hand in objects with a string `body`',
  };
  return { kind: 'problem', problem, skipped: true };
}
