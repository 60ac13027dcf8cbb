import { ASSEMBLY } from './assembly-bytes.ts';

/** The two ways to count. They give the same numbers; the plain one is the definition, and serves where WebAssembly cannot. */
export type KernelName = 'compiled' | 'plain';

let chosen: KernelName = 'compiled';

/**
 * Chooses how everything in this process is counted from now on. It is one choice for all, since no number depends on it.
 */
export function chooseKernel(name: KernelName): void {
  chosen = name;
}

/** How to count: as chosen, but plain where there is no WebAssembly. */
export function kernelChosen(): KernelName {
  return typeof WebAssembly === 'undefined' ? 'plain' : chosen;
}

/** Parts of the compiled code, by name; threads can be given them. */
export type CompiledModules = ReadonlyMap<keyof typeof ASSEMBLY, WebAssembly.Module>;

const modules = new Map<keyof typeof ASSEMBLY, WebAssembly.Module>();

/** What is compiled so far. */
export function compiledModules(): CompiledModules {
  return modules;
}

/** Takes over what another thread has compiled, with all that was made of it since to have it run faster. */
export function adoptModules(others: CompiledModules): void {
  for (const [name, module] of others) modules.set(name, module);
}

/** Starts a part of the compiled code, in a memory of its own and with what it asks for. It is compiled once. */
export function exportsOf<Exports>(
  name: keyof typeof ASSEMBLY,
  memory: WebAssembly.Memory,
  asked: Readonly<Record<string, (...numbers: number[]) => unknown>> = {},
): Exports {
  let module = modules.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(Uint8Array.from(atob(ASSEMBLY[name]), (character) => character.charCodeAt(0)));
    modules.set(name, module);
  }
  return new WebAssembly.Instance(module, { env: { memory, ...asked } }).exports as Exports;
}

/** A page of WebAssembly's memory. */
export const PAGE_BYTES = 0x1_0000;

/** Hands out one stretch of memory after the other. The first page is the compiled code's own. */
export class Layout {
  /** Bytes handed out so far. */
  size = PAGE_BYTES;

  /** The address of so many bytes. */
  take(byteLength: number): number {
    const at = this.size;
    this.size = (at + byteLength + 15) & ~15;
    return at;
  }
}

/** Memory of so many bytes; nothing where there is not so much memory to be had in one piece, or more than 32-bit addresses reach. */
export function memoryOf(byteLength: number): WebAssembly.Memory | undefined {
  return madeOf({ initial: Math.ceil(byteLength / PAGE_BYTES) });
}

/** The same for several threads. */
export function sharedMemoryOf(byteLength: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(byteLength / PAGE_BYTES);
  return madeOf({ initial: pages, maximum: pages, shared: true });
}

function madeOf(descriptor: ConstructorParameters<typeof WebAssembly.Memory>[0]): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory(descriptor);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
