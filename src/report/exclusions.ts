/** Why something was left out, in words. A reason that is not here is shown as it is. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['hidden', 'hidden'],
  ['node_modules', 'node_modules'],
  ['link', 'links'],
  ['special', 'not regular files'],
  ['exclude', '--exclude'],
  ['gitignore', '.gitignore'],
  ['kind', 'of an unknown kind'],
  ['record', 'records without an article'],
  ['checked', 'in --against and checked themselves'],
]);

/** `2 hidden, 1 of an unknown kind`; empty when nothing was left out. */
export function toldExclusions(excludedBy: Readonly<Record<string, number>>): string {
  return Object.entries(excludedBy)
    .map(([reason, count]) => `${count} ${REASONS.get(reason) ?? reason}`)
    .join(', ');
}
