import { setImmediate as nextTurn } from 'node:timers/promises';

/** Bytes read between two turns of the event loop: some 20 ms of parsing. Counted, not timed: the clock is not ours. */
const BYTES_PER_TURN = 4 << 20;

/** Lets the event loop turn now and then during long work, so that signals are heard and progress is drawn. */
export class Pace {
  #bytes = 0;

  /** Counts work that is about as much as reading so many bytes. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Asked first, because an `await` for each article would cost more than parsing it. */
  get isDue(): boolean {
    return this.#bytes > BYTES_PER_TURN;
  }

  async rest(): Promise<void> {
    this.#bytes = 0;
    await nextTurn();
  }
}
