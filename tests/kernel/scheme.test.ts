import { expect, test } from 'vitest';
import {
  charactersFor,
  finishHash,
  KEEP_BELOW,
  mixLane,
  mixShingle,
  POSITION_MULTIPLIERS,
} from '../../src/kernel/scheme.ts';

/** MurmurHash3 x86_32 of ASCII text, put together of its two parts. */
function murmur(text: string, seed: number): number {
  const bytes = Buffer.from(text);
  const whole = bytes.length & ~3;
  let state = seed;
  for (let at = 0; at < whole; at += 4) state = mixLane(state, bytes.readInt32LE(at));
  const tail = whole === bytes.length ? 0 : bytes.readUIntLE(whole, bytes.length - whole);
  return finishHash(state, tail, bytes.length);
}

test('the word hash is MurmurHash3, by its published vectors', () => {
  // From the test suites of several implementations: no tail, and tails of one, two and three bytes.
  const published: readonly (readonly [string, number, number])[] = [
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['hello', 0, 0x248bfa47],
    ['hello, world', 0, 0x149bbb7f],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
  ];
  for (const [text, seed, hash] of published) expect([text, murmur(text, seed)]).toEqual([text, hash]);
});

test('the mix of a shingle is the finalizer it was taken from', () => {
  // By hand for 1: 1 ^ 0 = 1; * 0x2c1b3c6d = 0x2c1b3c6d; ^ >>> 12 = 0x2c19fdde; * 0x297a2d39; ^ >>> 15.
  const product = Number((0x2c19fdden * 0x297a2d39n) % 2n ** 32n);
  expect(mixShingle(1)).toBe((product ^ (product >>> 15)) >>> 0);
  expect(mixShingle(0)).toBe(0);
  // Every bit of the sum moves about half of the hash.
  for (let bit = 0; bit < 32; bit++) {
    const changed = mixShingle(0x12345678) ^ mixShingle(0x12345678 ^ (1 << bit));
    const count = changed.toString(2).replace(/[^1]/g, '').length;
    expect(count).toBeGreaterThan(4);
    expect(count).toBeLessThan(28);
  }
});

test('one hash in eight is kept', () => {
  expect(KEEP_BELOW).toBe(2 ** 32 / 8);
});

test('every place in a shingle has an odd multiplier of its own, as many as the longest shingle needs', () => {
  expect(POSITION_MULTIPLIERS).toHaveLength(charactersFor(5));
  expect(new Set(POSITION_MULTIPLIERS).size).toBe(POSITION_MULTIPLIERS.length);
  for (const multiplier of POSITION_MULTIPLIERS) expect(multiplier & 1).toBe(1);
});
