// The sieve of `kernel/sieve.ts`, hash for hash. AssemblyScript; the caller lays out the memory. Nothing is allocated here.
import { numberAt, setNumber } from './arrays';

let filter: usize = 0;
let filterMask: u32 = 0;
/** Places of hashes by hash: 1 + the number of the hash, 0 for none. */
let slots: usize = 0;
let slotMask: u32 = 0;
let hashes: usize = 0;

export function lay(filterAt: usize, maskOfFilter: u32, slotsAt: usize, maskOfSlots: u32, hashesAt: usize): void {
  filter = filterAt;
  filterMask = maskOfFilter;
  slots = slotsAt;
  slotMask = maskOfSlots;
  hashes = hashesAt;
}

/**
 * Writes the numbers of the hashes that are asked about, sketch by sketch, and for each sketch where its numbers end. Up to
 * three bytes behind the last gap are read.
 */
export function pass(offsets: usize, count: i32, widths: usize, gaps: usize, ends: usize, numbers: usize): u32 {
  let found: u32 = 0;
  let at = gaps;
  let k: u32 = 0;
  for (let sketch = 0; sketch < count; sketch++) {
    const end = numberAt(offsets, sketch + 1);
    let hash: u32 = 0;
    for (; k < end; k++) {
      const width: u32 = ((<u32>load<u8>(widths + (k >>> 2))) >>> ((k & 3) << 1)) & 3;
      hash += load<u32>(at) & (0xffffffff >>> ((3 - width) << 3));
      at += width + 1;
      const bit = hash & filterMask;
      if (((numberAt(filter, bit >>> 5) >>> (bit & 31)) & 1) === 0) continue;
      for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
        const number = numberAt(slots, slot);
        if (number === 0) break;
        if (numberAt(hashes, number - 1) !== hash) continue;
        setNumber(numbers, found++, number - 1);
        break;
      }
    }
    setNumber(ends, sketch, found);
  }
  return found;
}
