import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { WirecopyError } from '../../errors.ts';
import type { KernelMode } from '../rows/contract.ts';

/** What is kept of what a kernel says when it fails. */
const MAX_COMPLAINT = 2000;

/** A kernel at work. */
export interface Kernel {
  /** It still has more to read than its pipe holds. */
  readonly isBusy: () => boolean;
  /** Resolves once it is not, or has ended. */
  readonly ready: () => Promise<void>;
  readonly send: (lines: string) => void;
  /** There is no more to send. */
  readonly end: () => void;
  /** Rejects where it ended badly. */
  readonly ended: Promise<void>;
}

/** Where a kernel reads, its standard input where no file is named, and the file that it writes. */
interface Streams {
  readonly input?: string;
  readonly output: string;
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

  start(mode: KernelMode, argument: string, { input, output }: Streams): Kernel {
    const written = openSync(output, 'w');
    const read = input === undefined ? undefined : openSync(input, 'r');
    const child = spawn(this.#node, [this.#kernel, mode, argument], {
      stdio: [read ?? 'pipe', written, 'pipe'],
    });
    for (const fd of [written, read]) if (fd !== undefined) closeSync(fd);
    this.#running.add(child);
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-MAX_COMPLAINT);
    });
    const { stdin } = child;
    // A kernel that is gone is told of by its end.
    stdin?.on('error', () => {});
    let hasEnded = false;
    const ended = new Promise<void>((resolve, reject) => {
      const finish = (what: string | undefined, cause?: unknown): void => {
        hasEnded = true;
        this.#running.delete(child);
        stdin?.emit('drain');
        if (what === undefined) resolve();
        else reject(failed(`the kernel ${mode} ${what}`, complaint, cause));
      };
      child.once('error', (error) => finish('could not be started', error));
      child.once('close', (code, signal) => finish(code === 0 ? undefined : `ended with ${signal ?? code}`));
    });
    ended.catch(() => {});
    let ready = Promise.resolve();
    const isBusy = (): boolean => !hasEnded && stdin?.writableNeedDrain === true;
    return {
      isBusy,
      ready: () => ready,
      send: (lines) => {
        if (hasEnded || stdin === null) return;
        if (stdin.write(lines) || !isBusy()) return;
        ready = new Promise((resolve) => stdin.once('drain', resolve));
      },
      end: () => stdin?.end(),
      ended,
    };
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
