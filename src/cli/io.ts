import { fstatSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Everything of the world that the command needs. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds from some fixed moment; never runs backwards. */
  now(): number;
  /**
   * Calls `handler` when the user (SIGINT) or the system (SIGTERM) wants the run to end, with the exit code to end
   * with. The process ends once the handler has; a second signal ends it at once. Returns what takes the handler away.
   */
  onSignal(handler: (exitCode: number) => void | Promise<void>): () => void;
}

export interface Output {
  /**
   * Writes text, or bytes that must not change before this resolves: when all has left, so that a slow reader slows the writer.
   * Rejects when it cannot be written.
   */
  write(piece: string | Uint8Array): Promise<void>;
  readonly isTTY: boolean;
  /** Of the terminal, where it is one. */
  readonly columns: number | undefined;
}

const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The real world. Standard input is not touched before it is read. */
export function processIo(proc: NodeJS.Process): Io {
  return {
    stdout: outputOf(proc.stdout),
    stderr: outputOf(proc.stderr),
    stdin: {
      get isTTY() {
        return proc.stdin.isTTY === true;
      },
      [Symbol.asyncIterator]: () => proc.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
    },
    env: proc.env,
    cwd: proc.cwd(),
    now: () => performance.now(),
    onSignal: (handler) => onSignal(proc, handler),
  };
}

type StandardStream = NodeJS.WriteStream & { readonly fd: number };

function outputOf(stream: StandardStream): Output {
  // A stream that fails says so to the pending write, too; without a listener the event alone would end the process.
  stream.on('error', () => {});
  return {
    write: isFile(stream) ? (piece) => writeToFile(stream.fd, piece) : (piece) => writeToStream(stream, piece),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}

function writeToStream(stream: StandardStream, piece: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

/** Node writes to a file once and takes a short write for a whole one, so a disk that fills up would cut the report unseen. */
async function writeToFile(fd: number, piece: string | Uint8Array): Promise<void> {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
  // Nothing else waits while a long report is written, and a signal must be heard before its end.
  await nextTurn();
}

function isFile(stream: StandardStream): boolean {
  try {
    const stat = fstatSync(stream.fd);
    return stat.isFile() || (stat.isCharacterDevice() && stream.isTTY !== true);
  } catch {
    // No descriptor to ask (a stream of a test, a closed output): the stream answers for itself.
    return false;
  }
}

function onSignal(proc: NodeJS.Process, handler: (exitCode: number) => void | Promise<void>): () => void {
  let isEnding = false;
  const listen = (signal: keyof typeof SIGNAL_CODES) => {
    const code = SIGNAL_CODES[signal];
    // What is still to be printed is not wanted any more, so these exits may cut it.
    if (isEnding) proc.exit(code);
    else void Promise.resolve(handler(code)).finally(() => proc.exit(code));
    isEnding = true;
  };
  const names = Object.keys(SIGNAL_CODES) as (keyof typeof SIGNAL_CODES)[];
  for (const name of names) proc.on(name, listen);
  return () => {
    for (const name of names) proc.off(name, listen);
  };
}
