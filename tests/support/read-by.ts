import { Corpus } from '../../src/engine/corpus.ts';
import { type FileRequest, openFiles } from '../../src/input/index.ts';
import { sketchAll } from '../../src/run/reading.ts';

/** All that is kept of the first read, and what the second gives. */
export async function readBy(
  kernel: 'compiled' | 'plain',
  asked: Partial<FileRequest> & Pick<FileRequest, 'cwd' | 'paths'>,
) {
  const store = openFiles({ exclude: [], gitignore: false, ...asked });
  try {
    const corpus = new Corpus();
    const reading = await sketchAll(store, { kernel }, corpus);
    const shelf = corpus.takeShelf();
    const { named, ids, sourceNames, problems, skipped } = reading;
    const articles = Array.from({ length: corpus.count }, (_, k) => {
      const kept = corpus.kept(k);
      const words = shelf?.words(k);
      return {
        ...Object.fromEntries(
          Object.entries(kept).map(([name, value]) => [name, value instanceof Uint32Array ? [...value] : value]),
        ),
        flags: [...(words?.flags.subarray(words.begin, words.end) ?? [])],
        hashes: [...(words?.hashes.subarray(words.begin, words.end) ?? [])],
        again: store.reread(k),
      };
    });
    return {
      named,
      ids,
      sourceNames,
      problems,
      skipped,
      ranked: [...reading.ranked],
      unique: [...reading.unique],
      sources: [...corpus.sources()],
      articles,
    };
  } finally {
    store.close();
  }
}
