import { GrowingUint32 } from '../kernel/growing.ts';
import type { PairTable } from '../kernel/postings.ts';

/** Pairs of articles; there may be millions. */
export class PairList {
  readonly left = new GrowingUint32();
  readonly right = new GrowingUint32();
  readonly shared = new GrowingUint32();

  push(left: number, right: number, shared: number): void {
    this.left.push(left);
    this.right.push(right);
    this.shared.push(shared);
  }
}

/** Pairs by position, each once, in the order in which they are verified: by the right one, then by the left. */
export function pairTable(pairs: PairList, positionFor: (article: number) => number, size: number): PairTable {
  const { length } = pairs.left;
  const left = pairs.left.view().map(positionFor);
  const right = pairs.right.view().map(positionFor);
  const shared = pairs.shared.view();
  for (let p = 0; p < length; p++) {
    const [a, b] = [left[p]!, right[p]!];
    left[p] = Math.min(a, b);
    right[p] = Math.max(a, b);
  }
  const byLeft = orderedBy(
    left,
    Uint32Array.from(left, (_, p) => p),
    size,
  );
  const table = new PairList();
  let [lastLeft, lastRight, most] = [0, 0, 0];
  const give = (): void => {
    if (lastLeft !== lastRight) table.push(lastLeft, lastRight, most);
  };
  for (const p of orderedBy(right, byLeft, size)) {
    if (left[p] === lastLeft && right[p] === lastRight) most = Math.max(most, shared[p]!);
    else {
      give();
      [lastLeft, lastRight, most] = [left[p]!, right[p]!, shared[p]!];
    }
  }
  give();
  return {
    count: table.left.length,
    left: table.left.view(),
    right: table.right.view(),
    shared: table.shared.view(),
  };
}

/** Numbers of keys by their keys, which are below `size`; those of one key in the order given. */
function orderedBy(keys: Uint32Array, order: Uint32Array, size: number): Uint32Array {
  const places = new Uint32Array(size + 1);
  for (const key of keys) places[key + 1]!++;
  for (let key = 0; key < size; key++) places[key + 1]! += places[key]!;
  const ordered = new Uint32Array(order.length);
  for (const k of order) ordered[places[keys[k]!]!++] = k;
  return ordered;
}
