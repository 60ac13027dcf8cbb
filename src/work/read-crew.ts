import type { FilePiece, LinePiece, ReadCrew, Stretch } from '../input/contract.ts';
import { piecesIn } from '../input/line-batches.ts';
import { textsIn } from '../input/text-batches.ts';
import type { Drill } from '../input/thread.ts';
import type { BatchReader } from '../kernel/batch.ts';
import type { Crew } from './crew.ts';
import { type FilesGiven, groupOf, held, type LinesGiven, opened, type Reading, WANTED } from './reading.ts';

/** Has lines and files read by a crew as they are read by one. */
export function readCrewOf(crew: Crew, reader: () => BatchReader | undefined): ReadCrew {
  /** Has so many pieces of work done, each by `readBy` or by the task of that name. */
  async function* read<Piece extends LinePiece | FilePiece>(
    kind: 'lines' | 'files',
    given: Omit<LinesGiven, keyof Reading> | Omit<FilesGiven, keyof Reading>,
    count: number,
    readBy: (task: number, own: BatchReader) => Iterable<Piece>,
    drill: Drill | undefined,
  ): AsyncGenerator<Iterable<Piece> | undefined> {
    const own = reader();
    if (own === undefined) throw new TypeError('a crew reads as its first member does');
    const wanted = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const tell = (): void => {
      Atomics.store(wanted, 0, WANTED.indexOf(own.wanted));
    };
    tell();
    const part = {
      own: (task: number, when: 'now' | 'later'): Iterable<Piece> => {
        const pieces = readBy(task, own);
        return when === 'now' ? pieces : opened<Piece>(Array.from(pieces, held));
      },
      taken: opened<Piece>,
      drill,
    };
    for await (const pieces of crew.inOrder(
      kind,
      { ...given, wanted, drill } as LinesGiven & FilesGiven,
      count,
      part,
    )) {
      yield pieces;
      tell();
    }
  }
  return {
    grain: crew.grain,
    takeLines: (stretches, fields, drill) =>
      read<LinePiece>(
        'lines',
        { stretches, fields },
        stretches.length,
        (task, own) => piecesIn(stretches[task] as Stretch, own),
        drill,
      ),
    takeFiles: (texts, ends, drill) =>
      read<FilePiece>(
        'files',
        { texts, ends },
        ends.length,
        (task, own) => textsIn(texts, ...groupOf(ends, task), own),
        drill,
      ),
  };
}
