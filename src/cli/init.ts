import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WirecopyError } from '../errors.ts';
import type { InitOptions } from '../options.ts';
import { blankConfig } from './config.ts';
import { tell } from './tell.ts';
import type { World } from './workings.ts';
import { writeFailureOf } from './write-failures.ts';

const NAME = 'wirecopy.config.yaml';

/** `wirecopy init`: writes a configuration to fill in. Never over one that is there. */
export async function runInit(_options: InitOptions, { io }: World): Promise<number> {
  const file = join(io.cwd, NAME);
  if (existsSync(file)) throw taken();
  try {
    writeFileSync(file, blankConfig(), { flag: 'wx' });
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? taken() : writeFailureOf(NAME, error);
  }
  await tell([`${NAME}: written`], io);
  return 0;
}

function taken(): WirecopyError {
  return new WirecopyError('USAGE', {
    where: NAME,
    what: 'there is a configuration already, and it was left as it is',
    remedy: 'remove it first to begin anew',
  });
}
