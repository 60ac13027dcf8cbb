import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { WirecopyError } from '../../errors.ts';
import { type Columns, type KernelMode, packColumns } from '../rows/contract.ts';

/** What is kept of what a kernel says when it fails. */
const MAX_COMPLAINT = 2000;

/** Which files a kernel reads and writes, and the columns of the table that it makes. */
interface Work {
  readonly input: string;
  readonly output: string;
  readonly columns: Columns;
}

/** Starts kernels, and sees to it that none outlives the run. */
export class Children {
  readonly #node: string;
  readonly #kernel: string;
  readonly #running = new Set<ChildProcess>();

  /** @param node the program that runs the kernel */
  constructor(node: string, kernel: string) {
    this.#node = node;
    this.#kernel = kernel;
  }

  /** Resolves when the kernel has ended well, and rejects where it ended badly. */
  run(mode: KernelMode, argument: string, { input, output, columns }: Work): Promise<void> {
    const [read, written] = [openSync(input, 'r'), openSync(output, 'w')];
    const child = spawn(this.#node, [this.#kernel, mode, argument, packColumns(columns)], {
      stdio: [read, written, 'pipe'],
    });
    for (const fd of [written, read]) closeSync(fd);
    this.#running.add(child);
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-MAX_COMPLAINT);
    });
    return new Promise((resolve, reject) => {
      const finish = (what: string | undefined, cause?: unknown): void => {
        this.#running.delete(child);
        if (what === undefined) resolve();
        else reject(failed(`the kernel ${mode} ${what}`, complaint, cause));
      };
      child.once('error', (error) => finish('could not be started', error));
      child.once('close', (code, signal) => finish(code === 0 ? undefined : `ended with ${signal ?? code}`));
    });
  }

  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.#running.clear();
  }
}

function failed(what: string, complaint: string, cause: unknown): WirecopyError {
  const told = complaint.trim().split('\n').at(-1) ?? '';
  return new WirecopyError('ENGINE_FAILED', {
    where: '',
    what: told === '' ? what : `${what}: ${told}`,
    remedy: 'the steps before it are kept: run again with --resume',
    ...(cause === undefined ? {} : { cause }),
  });
}
