import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { processIo } from '../../src/cli/io.ts';
import { systemError } from './fake-io.ts';

test('a write ends when the stream has taken it, not before', async () => {
  const waiting: (() => void)[] = [];
  const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void waiting.push(done) });
  const { io } = processWith({ stdout: slow });
  let isWritten = false;
  const writing = io.stdout.write('a long report').then(() => {
    isWritten = true;
  });

  await new Promise((resolve) => setImmediate(resolve));
  expect(isWritten).toBe(false);
  waiting[0]?.();
  await writing;
  expect(isWritten).toBe(true);
});

test('a stream that fails is an error of the write, and of nothing else', async () => {
  const closed = new Writable({ write: (_chunk, _encoding, done) => done(systemError('EPIPE')) });
  const { io } = processWith({ stdout: closed });

  await expect(io.stdout.write('a')).rejects.toMatchObject({ code: 'EPIPE' });
  await expect(io.stdout.write('b')).rejects.toThrow();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the process with %i once what is to be tidied is tidied', async (signal, exitCode) => {
  const { io, proc, exits } = processWith({});
  const told: number[] = [];
  let tidied = () => {};
  io.onSignal((code) => {
    told.push(code);
    return new Promise<void>((resolve) => {
      tidied = resolve;
    });
  });

  proc.emit(signal, signal);
  await new Promise((resolve) => setImmediate(resolve));
  expect([told, exits]).toEqual([[exitCode], []]);
  tidied();
  await new Promise((resolve) => setImmediate(resolve));
  expect(exits).toEqual([exitCode]);
});

test('a second signal ends the process at once', () => {
  const { io, proc, exits } = processWith({});
  let calls = 0;
  io.onSignal(() => {
    calls++;
    return new Promise<void>(() => {});
  });

  proc.emit('SIGINT', 'SIGINT');
  proc.emit('SIGINT', 'SIGINT');

  expect(calls).toBe(1);
  expect(exits).toEqual([130]);
});

test('a run that has ended no longer listens for signals', () => {
  const { io, proc } = processWith({});
  const stop = io.onSignal(() => {});

  expect(proc.listenerCount('SIGINT')).toBe(1);
  stop();
  expect(proc.listenerCount('SIGINT') + proc.listenerCount('SIGTERM')).toBe(0);
});

test('standard input is not touched before it is read', async () => {
  let touched = 0;
  const { io } = processWith({
    get stdin() {
      touched++;
      return PassThrough.from([new Uint8Array([65])]);
    },
  });
  expect(touched).toBe(0);

  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  expect(chunks).toEqual([new Uint8Array([65])]);
});

/** As much of a process as `processIo` asks for. */
function processWith(parts: { stdin?: unknown; stdout?: unknown }) {
  const exits: number[] = [];
  const proc = Object.defineProperties(new EventEmitter(), {
    ...Object.getOwnPropertyDescriptors({
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      env: {},
      cwd: () => '/nowhere',
      exit: (code: number) => exits.push(code),
    }),
    ...Object.getOwnPropertyDescriptors(parts),
  }) as unknown as NodeJS.Process;
  return { io: processIo(proc), proc, exits };
}
