// Runs the built command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Gives the lines that a program prints, one by one. Throws where it does not end with 0. */
export async function* linesOf(program, args, options = {}) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  const [code] = await ended;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${complaint}`);
}

/**
 * Gives the NDJSON records of a run, parsed.
 *
 * @param program the command, or `{ bin, cwd }` where it is to run in another folder
 */
export async function* recordsOf(program, ...args) {
  const { bin, ...options } = typeof program === 'string' ? { bin: program } : program;
  for await (const line of linesOf(process.execPath, [bin, ...args], options)) yield JSON.parse(line);
}
