import type { ArticleText, Match, Passage, PassageSide, Span } from '../model.ts';

/** A word as it stands in a body; in a script without spaces one character. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The first of a paragraph. */
  readonly opens: boolean;
}

/** Words of both sides that stand beside each other: the same ones, or others in the same place. */
export interface Part {
  readonly kind: 'same' | 'changed';
  readonly left: readonly Word[];
  readonly right: readonly Word[];
}

/** A part of two texts that is read together, in the order of the left text. */
export type Stretch =
  /** One passage, or several with small changes between them. `moved`: elsewhere in the order of the right text. */
  | {
      readonly kind: 'shared';
      readonly parts: readonly Part[];
      readonly passages: readonly Passage[];
      readonly moved: boolean;
    }
  /** What one side has and the other has not. */
  | { readonly kind: 'own'; readonly side: 'left' | 'right'; readonly words: readonly Word[] };

/** Passages with fewer words between them, on either side, are one passage that was edited. Taste. */
const MAX_CHANGED_WORDS = 14;

const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** Sets two texts side by side by their passages; what lies between these is own, or changed where it is short on both sides. */
export function alignmentOf(match: Match, left: ArticleText, right: ArticleText): Stretch[] {
  const leftWords = wordsOf(left.body);
  const rightWords = wordsOf(right.body);
  const { inOrder, moved } = chained(match.passages);
  const stretches: Stretch[] = [];
  let leftAt = 0;
  let rightAt = 0;
  const addOwn = (side: 'left' | 'right', words: readonly Word[]) => {
    if (words.length > 0) stretches.push({ kind: 'own', side, words });
  };
  /** What stands before the next block; what moved stands on the left in its own place. */
  const addBetween = (leftEnd: number, rightEnd: number) => {
    for (const passage of moved) {
      if (passage.left.start < leftAt || passage.left.start >= leftEnd) continue;
      addOwn('left', between(leftWords, leftAt, passage.left.start));
      stretches.push({
        kind: 'shared',
        parts: partsOf([passage], leftWords, rightWords),
        passages: [passage],
        moved: true,
      });
      leftAt = passage.left.end;
    }
    addOwn('left', between(leftWords, leftAt, leftEnd));
    addOwn('right', between(rightWords, rightAt, rightEnd));
  };
  for (const block of mergedBlocks(inOrder, leftWords, rightWords)) {
    const [first, last] = [block[0], block.at(-1)];
    if (first === undefined || last === undefined) continue;
    addBetween(first.left.start, first.right.start);
    stretches.push({ kind: 'shared', parts: partsOf(block, leftWords, rightWords), passages: block, moved: false });
    leftAt = last.left.end;
    rightAt = last.right.end;
  }
  addBetween(left.body.length, right.body.length);
  return stretches;
}

export function isIn(word: Word, spans: readonly Span[]): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.[1] ?? 0) <= word.start) low = middle + 1;
    else high = middle;
  }
  const [start = 0, end = 0] = spans[low] ?? [];
  return start <= word.start && word.start < end;
}

function wordsOf(body: string): Word[] {
  let before = 0;
  return Array.from(body.matchAll(WORD), ({ 0: text, index }) => {
    const opens = /\n\s*\n/.test(body.slice(before, index));
    before = index + text.length;
    return { text, start: index, end: before, opens };
  });
}

/** The words of a passage, which may begin or end inside one: marks are not part of it. */
function touching(words: readonly Word[], { start, end }: PassageSide): readonly Word[] {
  return words.slice(
    firstIndex(words, (word) => word.end > start),
    firstIndex(words, (word) => word.start >= end),
  );
}

/** The words between two passages, with no part in either. */
function between(words: readonly Word[], start: number, end: number): readonly Word[] {
  return words.slice(
    firstIndex(words, (word) => word.start >= start),
    firstIndex(words, (word) => word.end > end),
  );
}

/** The index of the first word that holds, where all after it do. */
function firstIndex(words: readonly Word[], holds: (word: Word) => boolean): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const word = words[middle];
    if (word !== undefined && holds(word)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The longest passages that have one order on both sides; the others moved. */
function chained(passages: readonly Passage[]): { inOrder: Passage[]; moved: Passage[] } {
  const inOrder: Passage[] = [];
  const moved: Passage[] = [];
  for (const passage of passages) {
    const fits = inOrder.every(
      (kept) =>
        (isBefore(kept.left, passage.left) && isBefore(kept.right, passage.right)) ||
        (isBefore(passage.left, kept.left) && isBefore(passage.right, kept.right)),
    );
    (fits ? inOrder : moved).push(passage);
  }
  const byLeft = (a: Passage, b: Passage) => a.left.start - b.left.start;
  return { inOrder: inOrder.sort(byLeft), moved: moved.sort(byLeft) };
}

function isBefore(a: PassageSide, b: PassageSide): boolean {
  return a.end <= b.start;
}

function mergedBlocks(passages: readonly Passage[], left: readonly Word[], right: readonly Word[]): Passage[][] {
  const blocks: Passage[][] = [];
  let before: Passage | undefined;
  for (const passage of passages) {
    const gaps =
      before === undefined
        ? Number.POSITIVE_INFINITY
        : Math.max(
            between(left, before.left.end, passage.left.start).length,
            between(right, before.right.end, passage.right.start).length,
          );
    if (gaps <= MAX_CHANGED_WORDS) blocks.at(-1)?.push(passage);
    else blocks.push([passage]);
    before = passage;
  }
  return blocks;
}

function partsOf(block: readonly Passage[], leftWords: readonly Word[], rightWords: readonly Word[]): Part[] {
  const parts: Part[] = [];
  let before: Passage | undefined;
  for (const passage of block) {
    if (before !== undefined) {
      const gap = changesBetween(
        between(leftWords, before.left.end, passage.left.start),
        between(rightWords, before.right.end, passage.right.start),
      );
      for (const part of gap) addPart(parts, part);
    }
    addPart(parts, {
      kind: 'same',
      left: touching(leftWords, passage.left),
      right: touching(rightWords, passage.right),
    });
    before = passage;
  }
  return parts;
}

/** Two parts of one kind are one. */
function addPart(parts: Part[], part: Part): void {
  if (part.left.length + part.right.length === 0) return;
  const last = parts.at(-1);
  if (last?.kind !== part.kind) parts.push(part);
  else
    parts[parts.length - 1] = {
      kind: part.kind,
      left: [...last.left, ...part.left],
      right: [...last.right, ...part.right],
    };
}

/** Two short stretches word by word: what is in their longest common subsequence is the same, the rest changed. */
function changesBetween(left: readonly Word[], right: readonly Word[]): Part[] {
  const [a, b] = [left.map(folded), right.map(folded)];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        a[row] === b[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const parts: Part[] = [];
  let [row, column] = [0, 0];
  while (row < a.length || column < b.length) {
    const [here, there] = [left.slice(row, row + 1), right.slice(column, column + 1)];
    if (row < a.length && a[row] === b[column]) {
      addPart(parts, { kind: 'same', left: here, right: there });
      row++;
      column++;
    } else if (column >= b.length || (row < a.length && at(row + 1, column) >= at(row, column + 1))) {
      addPart(parts, { kind: 'changed', left: here, right: [] });
      row++;
    } else {
      addPart(parts, { kind: 'changed', left: [], right: there });
      column++;
    }
  }
  return parts;
}

/** A word without what the comparison overlooks: case and the marks around it. */
function folded({ text }: Word): string {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return bare === '' ? text : bare;
}
