import type { Listing, Outcome } from '../match/outcome.ts';
import { reportOn } from '../match/report.ts';
import { LostArticle } from '../match/tell.ts';
import { textsOf } from '../match/texts.ts';
import type { Report, Settings, Watch } from '../model.ts';
import { type Comparison, outcomeOf } from './comparison.ts';
import { changedInput, isLost, type Reading, turnOf } from './reading.ts';

/** Makes the report; again without them, when articles are found to have changed since they were compared. */
export async function reportWithoutLost(
  reading: Reading,
  comparison: Comparison,
  settings: Settings,
  watch: Watch,
  listing?: Listing,
): Promise<{ report: Report; outcome: Outcome }> {
  const changed = new Map(comparison.changed);
  for (;;) {
    try {
      const outcome = outcomeOf(reading, { ...comparison, changed }, watch);
      const report = await reportOn(outcome, settings, { listing });
      watch.texts?.(textsOf(outcome));
      return { report, outcome };
    } catch (error) {
      if (!(error instanceof LostArticle)) throw error;
      // One is lost, so others may be: all are looked at before the next try.
      changed.set(error.article, changedInput(reading.named[error.article]).toProblem());
      const turn = turnOf(watch);
      for (const [k, article] of reading.ranked.entries()) {
        await turn(k, reading.ranked.length);
        if (!changed.has(article) && isLost(article, reading))
          changed.set(article, changedInput(reading.named[article]).toProblem());
      }
    }
  }
}
