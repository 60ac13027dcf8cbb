import type { LineCrew, LinePiece, Stretch } from '../input/contract.ts';
import { piecesIn } from '../input/line-batches.ts';
import type { BatchReader } from '../kernel/batch.ts';
import type { Crew } from './crew.ts';
import { held, opened, WANTED } from './lines.ts';

/** Has lines read by a crew as they are read by one. */
export function lineCrewOf(crew: Crew, reader: () => BatchReader | undefined): LineCrew {
  return {
    async *take(stretches, fields, drill) {
      const own = reader();
      if (own === undefined) throw new TypeError('a crew reads as its first member does');
      const wanted = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const tell = (): void => {
        Atomics.store(wanted, 0, WANTED.indexOf(own.wanted));
      };
      tell();
      const given = { stretches, fields, wanted, drill };
      const readHere = (task: number, when: 'now' | 'later'): Iterable<LinePiece> => {
        const pieces = piecesIn(stretches[task] as Stretch, own);
        return when === 'now' ? pieces : opened(Array.from(pieces, held));
      };
      const part = { own: readHere, taken: opened, drill };
      for await (const pieces of crew.inOrder('lines', given, stretches.length, part)) {
        yield pieces;
        tell();
      }
    },
  };
}
