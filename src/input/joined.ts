import type { Article } from '../model.ts';
import type { ArticleStore, ReadItem } from './contract.ts';

/** Two stores read as one, the second as a reference: numbers go on where the first ends. */
export interface JoinedStore extends ArticleStore {
  /** Is the article of the second store? Known once it was read. */
  readonly isReference: (index: number) => boolean;
}

/**
 * The articles of `checked`, then those of `reference`. A file that stands in both is read as checked only: it would be a
 * copy of itself. Closing closes both.
 */
export function joinStores(checked: ArticleStore, reference: ArticleStore): JoinedStore {
  let checkedCount = 0;
  /** For each reference article its number in its own store. */
  const ownNumbers: number[] = [];
  let leftOut = 0;
  return {
    async *read(taker): AsyncGenerator<ReadItem> {
      const paths = new Set<string>();
      for await (const item of checked.read(taker)) {
        if (item.kind === 'article') {
          checkedCount++;
          paths.add(item.article.place.path);
        } else if (item.kind === 'articles') {
          checkedCount += item.articles.count;
          paths.add(item.articles.path);
        } else if (item.kind === 'texts') {
          const { count, pathOf } = item.texts;
          checkedCount += count;
          for (let k = 0; k < count; k++) paths.add(pathOf(k));
        }
        yield item;
      }
      let number = 0;
      // One by one, since any of them may have to be left out.
      const byOne = taker === undefined ? undefined : { ...taker, files: () => undefined };
      for await (const item of reference.read(byOne)) {
        if (item.kind === 'article') {
          const own = number++;
          if (paths.has(item.article.place.path)) {
            leftOut++;
            continue;
          }
          ownNumbers.push(own);
        } else if (item.kind === 'articles') {
          const { count, path } = item.articles;
          const first = number;
          number += count;
          if (paths.has(path)) {
            leftOut += count;
            continue;
          }
          for (let own = first; own < number; own++) ownNumbers.push(own);
        }
        yield item;
      }
    },
    reread: (index): Article =>
      index < checkedCount ? checked.reread(index) : reference.reread(ownNumbers[index - checkedCount] as number),
    excludedBy: () => {
      const sums = new Map<string, number>(Object.entries(checked.excludedBy()));
      for (const [reason, count] of Object.entries(reference.excludedBy()))
        sums.set(reason, (sums.get(reason) ?? 0) + count);
      if (leftOut > 0) sums.set('checked', leftOut);
      return Object.fromEntries([...sums].sort(([left], [right]) => (left < right ? -1 : 1)));
    },
    close: () => {
      checked.close();
      reference.close();
    },
    isReference: (index) => index >= checkedCount,
  };
}
