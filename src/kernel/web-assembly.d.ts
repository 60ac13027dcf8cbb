/** As much of WebAssembly's interface as the kernel uses; the library of types that has it all is the browser's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    readonly exports: object;
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
  }
  /** A variable of the compiled code. */
  interface Global {
    readonly value: number;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    constructor(descriptor: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean });
    /** Views of the buffer before are empty afterwards. */
    grow(pages: number): number;
  }
}
