// Arrays of 32-bit numbers in the memory that the caller laid out.

@inline
export function numberAt(array: usize, index: i32): u32 {
  return load<u32>(array + (<usize>index << 2));
}

@inline
export function setNumber(array: usize, index: i32, value: u32): void {
  store<u32>(array + (<usize>index << 2), value);
}

@inline
export function signedAt(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

@inline
export function setSigned(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}
