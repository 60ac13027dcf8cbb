// The arithmetic of `scheme.ts`.

@inline
export function mixLane(state: u32, lane: u32): u32 {
  const h = state ^ (rotl<u32>(lane * 0xcc9e2d51, 15) * 0x1b873593);
  return rotl<u32>(h, 13) * 5 + 0xe6546b64;
}

@inline
export function finishHash(state: u32, lane: u32, byteCount: u32): u32 {
  // Nothing is left of a lane of zeros.
  let h = state ^ (rotl<u32>(lane * 0xcc9e2d51, 15) * 0x1b873593);
  h ^= byteCount;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** The UTF-8 bytes of a code unit at or above 0x80, first byte lowest. */
@inline
export function utf8Bytes(unit: u32): u32 {
  if (unit < 0x800) return 0xc0 | (unit >> 6) | ((0x80 | (unit & 0x3f)) << 8);
  return 0xe0 | (unit >> 12) | ((0x80 | ((unit >> 6) & 0x3f)) << 8) | ((0x80 | (unit & 0x3f)) << 16);
}

@inline
export function mixShingle(sum: u32): u32 {
  let h = (sum ^ (sum >> 15)) * 0x2c1b3c6d;
  h = (h ^ (h >> 12)) * 0x297a2d39;
  return h ^ (h >> 15);
}

/** Four of them. */
@inline
export function mixShingles(sums: v128): v128 {
  let h = i32x4.mul(v128.xor(sums, i32x4.shr_u(sums, 15)), i32x4.splat(0x2c1b3c6d));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 12)), i32x4.splat(0x297a2d39));
  return v128.xor(h, i32x4.shr_u(h, 15));
}
