// What the methods of the field would say: plain Jaccard resemblance of word shingles over a border, and bare components.
import { pairKey } from './relations.mjs';

const SHINGLE_WORDS = 5;

/**
 * Gives all pairs of texts that resemble each other so much, exactly.
 *
 * @param texts bodies by id
 * @returns pairs as `[left, right, resemblance]`
 */
export function resemblingPairs(texts, least) {
  const numberOf = new Map();
  const postings = [];
  const ids = [...texts.keys()];
  const sizes = [];
  const pairs = [];
  for (const [article, id] of ids.entries()) {
    const shingles = shinglesOf(texts.get(id), numberOf);
    sizes.push(shingles.size);
    const shared = new Map();
    for (const shingle of shingles) {
      postings[shingle] ??= [];
      for (const other of postings[shingle]) shared.set(other, (shared.get(other) ?? 0) + 1);
      postings[shingle].push(article);
    }
    for (const [other, count] of shared) {
      const resemblance = count / (sizes[other] + shingles.size - count);
      if (resemblance >= least) pairs.push([ids[other], id, resemblance]);
    }
  }
  return pairs;
}

function shinglesOf(text, numberOf) {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const shingles = new Set();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at++) {
    const shingle = words.slice(at, at + SHINGLE_WORDS).join(' ');
    if (!numberOf.has(shingle)) numberOf.set(shingle, numberOf.size);
    shingles.add(numberOf.get(shingle));
  }
  return shingles;
}

/** The components of some pairs: for each id the name of its component. */
export function componentsOf(ids, pairs) {
  const parent = new Map(ids.map((id) => [id, id]));
  const rootOf = (id) => {
    let root = id;
    while (parent.get(root) !== root) root = parent.get(root);
    parent.set(id, root);
    return root;
  };
  for (const [left, right] of pairs) parent.set(rootOf(right), rootOf(left));
  return new Map(ids.map((id) => [id, rootOf(id)]));
}

/** Precision, recall and F1 of some pairs that were called, against those that are meant. */
export function agreementOf(called, meant) {
  const keys = new Set(meant.map(([left, right]) => pairKey(left, right)));
  const right = called.filter(([left, other]) => keys.has(pairKey(left, other))).length;
  return {
    called: called.length,
    meant: meant.length,
    right,
    f1: (2 * right) / Math.max(1, called.length + meant.length),
  };
}

/**
 * How far two groupings of the same things agree, each a Map from thing to group: over pairs that stand in one group, and
 * by the adjusted Rand index (1: the same grouping, 0: no more alike than by chance).
 * Source: L. Hubert and P. Arabie, "Comparing partitions", 1985.
 */
export function groupingScores(found, meant) {
  const pairsIn = (groups) => [...groups.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const sizes = (nameOf) => {
    const counts = new Map();
    for (const thing of meant.keys()) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
    return counts;
  };
  const groups = sizes((thing) => found.get(thing));
  const both = pairsIn(sizes((thing) => `${found.get(thing)}\n${meant.get(thing)}`));
  const inFound = pairsIn(groups);
  const inMeant = pairsIn(sizes((thing) => meant.get(thing)));
  const all = (meant.size * (meant.size - 1)) / 2;
  const expected = (inFound * inMeant) / all;
  const most = (inFound + inMeant) / 2;
  return {
    precision: inFound === 0 ? 1 : both / inFound,
    recall: inMeant === 0 ? 1 : both / inMeant,
    f1: inFound + inMeant === 0 ? 1 : (2 * both) / (inFound + inMeant),
    ari: most === expected ? 1 : (both - expected) / (most - expected),
    falsePairs: inFound - both,
    missedPairs: inMeant - both,
    clusters: [...groups.values()].filter((size) => size > 1).length,
    largest: Math.max(0, ...groups.values()),
  };
}
