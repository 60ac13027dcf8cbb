"""Compares wirecopy's relations with those of the research prototype, pair by pair.

usage: parity.py PROTOTYPE_FOLDER ARTICLES.jsonl MATCHES.ndjson [--sources] [--same-hash]

MATCHES.ndjson is what `wirecopy ARTICLES.jsonl --stop-after matches` prints. Needs numpy and numba.

Sketches are samples: with another hash another sample is taken, and pairs near a border of the candidate stage come and
go. --same-hash gives the prototype wirecopy's hash, so that what is left is a difference of method.
"""
import collections, json, sys
import numpy as np
from numba import njit

folder, articles_path, matches_path = sys.argv[1:4]
sys.path.insert(0, folder)
import integrated as prototype

MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x6A09E667, 0xBB67AE85], np.uint32)


def murmur3(data, seed=0x77697265):
    h, mask = seed, 0xFFFFFFFF
    def scramble(k):
        k = k * 0xCC9E2D51 & mask
        return (k << 15 | k >> 17) & mask
    n = len(data) // 4
    for i in range(n):
        h ^= scramble(int.from_bytes(data[4 * i:4 * i + 4], "little")) * 0x1B873593 & mask
        h = ((h << 13 | h >> 19) & mask) * 5 + 0xE6546B64 & mask
    tail = int.from_bytes(data[4 * n:], "little")
    if tail:
        h ^= scramble(tail) * 0x1B873593 & mask
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & mask
    h = (h ^ h >> 13) * 0xC2B2AE35 & mask
    return h ^ h >> 16


@njit(cache=False)
def shingle_hashes(words, w, multipliers):
    n = words.size - w + 1
    if n <= 0:
        if words.size == 0: return np.empty(0, np.uint64)
        n = 1; w = words.size
    out = np.empty(n, np.uint64)
    for i in range(n):
        h = np.uint32(0)
        for k in range(w): h = np.uint32(h + np.uint32(words[i + k]) * multipliers[k])
        h = np.uint32(h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        h = np.uint32(h)
        h = np.uint32(h ^ (h >> np.uint32(12)))
        h = np.uint32(h * np.uint32(0x297A2D39))
        out[i] = np.uint64(np.uint32(h ^ (h >> np.uint32(15))))
    return out


def same_hash():
    cache = {}
    def word_hash(word):
        if word not in cache: cache[word] = murmur3(word.encode("utf8", "surrogatepass"))
        return cache[word]
    def sketch(words, bits, w=3, s=8, floor=24):
        distinct = np.unique(shingle_hashes(words, w, MULTIPLIERS))
        kept = int(np.searchsorted(distinct, np.uint64((1 << 32) // s)))
        return distinct[:max(kept, min(floor, distinct.size))]
    prototype.wh, prototype.sketch = word_hash, sketch


if "--same-hash" in sys.argv: same_hash()
articles = [json.loads(line) for line in open(articles_path, encoding="utf8")]
ids = [article["id"] for article in articles]
place = {id: k for k, id in enumerate(ids)}
run = prototype.run(ids, [a["text"] for a in articles], [a["source"] for a in articles] if "--sources" in sys.argv else None)
ours = {}
for line in open(matches_path, encoding="utf8"):
    match = json.loads(line)
    ours[match["left"], match["right"]] = match
theirs = {}
for (a, b), measures in run["F"].items():
    relation = prototype.relation(measures)
    if relation != "independent": theirs[ids[run["rep"][a]], ids[run["rep"][b]]] = (relation, measures)


def compare(name, relations):
    pairs = [p for p in set(ours) | set(theirs) if ours.get(p, {}).get("relation") in relations or theirs.get(p, ("",))[0] in relations]
    kinds, differ = collections.Counter(), []
    for pair in sorted(pairs):
        mine, other = ours.get(pair, {}).get("relation"), theirs.get(pair, (None,))[0]
        if mine == other: continue
        proposed = (tuple(sorted((run["where"][place[pair[0]]], run["where"][place[pair[1]]])))) in run["cand"]
        why = "near a border" if mine and other else "proposed by one only" if other is None and not proposed else "told by one only"
        kinds[f"{other} -> {mine}", why] += 1
        differ.append((pair, other, mine, theirs.get(pair), ours.get(pair)))
    share = 1 - len(differ) / max(1, len(pairs))
    print(f"{name}: {len(pairs)} pairs, {share:.4f} agree" + "".join(f"\n  {n:5d}  {k[0]}  ({k[1]})" for k, n in kinds.most_common()))
    return differ


differ = compare("identical, copy, contained, partial", {"identical", "copy", "contained", "partial"})
compare("with quotes", {"identical", "copy", "contained", "partial", "quotes"})
if "--show" in sys.argv:
    for row in differ[:20]: print(row)
