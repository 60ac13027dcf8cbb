import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn, so that signals are heard and progress is drawn during long work. */
export async function takeTurn(): Promise<void> {
  await nextTurn();
}
