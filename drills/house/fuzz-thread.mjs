// The thread in which drills/fuzz.mjs mutates the input of one target. What it covers is asked of the engine itself.
import { Buffer } from 'node:buffer';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../../bench/house/random.mjs';

const { program, name, inputs, seconds, seed, current } = workerData;
/** Where the input stands that is being tried, for whoever finds this thread hanging: its number, its length, its bytes. */
const CURRENT_HEAD_BYTES = 16;
const MAX_BYTES = 1 << 16;
/** What breaks a parser is mostly short; what slows it down is long. */
const USUAL_BYTES = 2048;
const LONG_SHARE = 0.02;
/** 1 s for each 64 KB. */
const MAX_MS_PER_BYTE = 1000 / MAX_BYTES;
/** A short input may wait for the collector of garbage. */
const SPARE_MS = 250;
/** Asking what is covered takes a tenth of a second: it is asked often while there is much that is new, and then seldom. */
const MIN_INPUTS_PER_LOOK = 32;
const MAX_INPUTS_PER_LOOK = 4096;
/** Of those that reached something new between them, so many are kept. */
const KEPT_PER_LOOK = 32;
const MAX_CORPUS = 4000;

const { FUZZ_TARGETS, endFuzzing } = await import(program);
const target = FUZZ_TARGETS.find((known) => known.name === name);
const random = randomFrom(`${seed} ${name}`);
const pick = (list) => list[Math.floor(random() * list.length)];
const tokens = target.tokens.map((text) => Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8'));
const covered = new Set();
const corpus = target.seeds.map((bytes) => Buffer.from(bytes));
const numbers = new Int32Array(current, 0, CURRENT_HEAD_BYTES / 4);
const shown = new Uint8Array(current, CURRENT_HEAD_BYTES);

const MUTATIONS = [
  (bytes) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[Math.floor(random() * copy.length)] ^= 1 << Math.floor(random() * 8);
    return copy;
  },
  (bytes) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[Math.floor(random() * copy.length)] = pick([0, 1, 9, 10, 13, 32, 34, 127, 128, 254, 255]);
    return copy;
  },
  (bytes) => spliced(bytes, ...cutPoints(bytes), Buffer.alloc(0)),
  (bytes) => spliced(bytes, ...cutPoints(bytes), pick(tokens)),
  (bytes) => {
    const [at] = cutPoints(bytes);
    return spliced(bytes, at, at, pick(tokens));
  },
  // Over and over: what is quadratic shows only then.
  (bytes) => {
    const [at] = cutPoints(bytes);
    const token = random() < 0.5 ? pick(tokens) : bytes.subarray(...cutPoints(bytes));
    const count = Math.floor(random() ** 4 * 3000);
    if (token.length === 0 || token.length * count > MAX_BYTES) return bytes;
    return spliced(bytes, at, at, Buffer.concat(Array.from({ length: count }, () => token)));
  },
  (bytes) => {
    const [at] = cutPoints(bytes);
    return spliced(bytes, at, at, bytes.subarray(...cutPoints(bytes)));
  },
  (bytes) => {
    const other = pick(corpus);
    const [at] = cutPoints(other);
    return Buffer.concat([bytes.subarray(0, cutPoints(bytes)[0]), other.subarray(at)]);
  },
  (bytes) =>
    spliced(
      bytes,
      ...cutPoints(bytes),
      Buffer.from(Uint8Array.from({ length: 1 + random() * 8 }, () => random() * 256)),
    ),
];

const session = new Session();
session.connect();
const post = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, told) => (error ? reject(error) : resolve(told))),
  );
await post('Profiler.enable');
await post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
await lookForNew();

const startedAt = performance.now();
let done = 0;
let recent = [];
let perLook = MIN_INPUTS_PER_LOOK;
while (done < inputs || performance.now() - startedAt < seconds * 1000) {
  const bytes = done < corpus.length && done < target.seeds.length ? corpus[done] : mutated();
  await attempt(bytes);
  recent.push(bytes);
  done++;
  if (recent.length === perLook) {
    const isNew = (await lookForNew()) > 0;
    if (isNew) corpus.push(...Array.from({ length: KEPT_PER_LOOK }, () => pick(recent)));
    if (corpus.length > MAX_CORPUS) corpus.splice(Math.floor(random() * MAX_CORPUS), KEPT_PER_LOOK);
    perLook = isNew ? Math.max(MIN_INPUTS_PER_LOOK, perLook >> 1) : Math.min(MAX_INPUTS_PER_LOOK, perLook * 2);
    recent = [];
  }
}
endFuzzing();
parentPort.postMessage({
  kind: 'end',
  done,
  kept: corpus.length,
  covered: covered.size,
  ms: performance.now() - startedAt,
});

async function attempt(bytes) {
  numbers[1] = bytes.length;
  shown.set(bytes);
  Atomics.add(numbers, 0, 1);
  const begunAt = performance.now();
  const before = process.cpuUsage();
  try {
    await target.run(bytes);
  } catch (error) {
    parentPort.postMessage({ kind: 'found', bytes, why: `${error?.stack ?? error}`.slice(0, 600) });
  }
  const ms = performance.now() - begunAt;
  if (ms <= SPARE_MS + bytes.length * MAX_MS_PER_BYTE) return;
  const { user } = process.cpuUsage(before);
  if (user / 1000 > SPARE_MS + bytes.length * MAX_MS_PER_BYTE)
    parentPort.postMessage({
      kind: 'found',
      bytes,
      why: `it took ${(user / 1000).toFixed(0)} ms for ${bytes.length} bytes`,
    });
}

/** How many stretches of code ran for the first time. */
async function lookForNew() {
  const { result } = await post('Profiler.takePreciseCoverage');
  const before = covered.size;
  for (const { url, functions } of result) {
    if (!/fuzz-targets|node_modules/.test(url)) continue;
    for (const { ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges)
        if (count > 0) covered.add(`${url}:${startOffset}:${endOffset}`);
  }
  return covered.size - before;
}

function mutated() {
  let bytes = pick(corpus);
  const times = 1 + Math.floor(random() ** 2 * 8);
  for (let k = 0; k < times; k++) bytes = pick(MUTATIONS)(bytes);
  return bytes.subarray(0, random() < LONG_SHARE ? MAX_BYTES : USUAL_BYTES);
}

function cutPoints(bytes) {
  const a = Math.floor(random() * (bytes.length + 1));
  const b = Math.min(bytes.length, a + Math.floor(random() ** 3 * (bytes.length - a + 1)));
  return [a, b];
}

function spliced(bytes, a, b, middle) {
  return Buffer.concat([bytes.subarray(0, a), middle, bytes.subarray(b)]);
}
