/** What the kernel does with rows. */
export const KERNEL_MODES = ['sketch', 'furniture', 'verify', 'cluster'] as const;
export type KernelMode = (typeof KERNEL_MODES)[number];

/** In every mode the last row that a process writes, and it alone: how many rows it read. */
export const SEEN = 'seen';
