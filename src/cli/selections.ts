import type { Place, Report } from '../model.ts';
import type { ScanOptions } from '../options.ts';
import { writeReportFile } from './report-file.ts';
import type { Run } from './run.ts';

/** Writes the articles that remain when each cluster keeps its representative, and those that do not. */
export async function writeSelections(run: Run<ScanOptions>, report: Report): Promise<void> {
  const { options, io, store, leavings } = run;
  if (options.kept === undefined && options.dropped === undefined) return;
  const dropped = droppedPlaces(report);
  const isDropped = (place: Place): boolean => dropped.has(nameOf(place));
  const isKept = (place: Place): boolean => !isDropped(place);
  if (options.kept !== undefined) await writeReportFile(options.kept, io.cwd, store.pick(isKept), leavings);
  if (options.dropped !== undefined) await writeReportFile(options.dropped, io.cwd, store.pick(isDropped), leavings);
}

/** By place, because a record need not have an id of its own. A report names every member of a cluster, and not much else. */
function droppedPlaces({ articles, clusters }: Report): ReadonlySet<string> {
  const dropped = new Set<string>();
  for (const { members, representative } of clusters) {
    for (const member of members) if (member !== representative) dropped.add(member);
  }
  return new Set(articles.filter(({ id }) => dropped.has(id)).map(({ place }) => nameOf(place)));
}

function nameOf({ path, record }: Place): string {
  return `${path}\0${record ?? ''}`;
}
