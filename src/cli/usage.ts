import { WirecopyError } from '../errors.ts';

/** A USAGE error that stands at no place but the command line. */
export function usage(what: string, remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '', what, remedy });
}

export function quoted(words: string): string {
  return `"${words}"`;
}

/** The name a mistyped one was meant to be, or nothing when none is near: a third of its letters may differ. */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const allowed = Math.max(1, Math.floor(name.length / 3));
    if (Math.abs(typed.length - name.length) > allowed) continue;
    const edits = editsBetween(typed.toLowerCase(), name.toLowerCase());
    if (edits > allowed || edits >= fewest) continue;
    fewest = edits;
    nearest = name;
  }
  return nearest;
}

/** Letters to insert, drop, change or swap with a neighbour (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      const swaps = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + change,
        swaps ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
